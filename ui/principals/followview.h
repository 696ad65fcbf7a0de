// FollowView: one session: the chain above it, every call in it, and all that came of it.
//
// Threads: GUI thread only; the calls are looked up by a job in a slot of its own, once the view is
// shown.
#pragma once

#include "model/items/eventtablemodel.h"
#include "model/items/sessionoutlinemodel.h"
#include "model/workspace/filtering.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QMenu;
class QSplitter;
class QTableView;
class QToolButton;
class QTreeView;

namespace trailloupe::ui {

class ElidedLabel;
class OutlineDelegate;

class FollowView : public QWidget
{
    Q_OBJECT
public:
    // REQUIRES that identities are known.
    FollowView(workspace::Workspace& workspace, workspace::Investigation& investigation,
               const workspace::Filtering& filtering, workspace::JobRunner& jobs,
               identity::SessionId session, QWidget* parent = nullptr);
    ~FollowView() override;

    // Its stars and tags stand beside the calls. REQUIRES that it outlives this.
    void setCasebook(const workspace::Casebook& casebook);

    identity::SessionId session() const { return m_session; }
    QString title() const; // what the session is
    QString factsText() const;
    QString gapText() const; // what the export does not tell of its origin, and which log would
    QTreeView* outline() const { return m_outline; }
    items::SessionOutlineModel* outlineModel() const { return m_outlineModel; }
    QTableView* calls() const { return m_calls; }
    items::EventTableModel* callsModel() const { return m_callsModel; }
    QToolButton* eventsButton() const { return m_events; }

    std::vector<RowId> chosenEvents(std::size_t most) const; // of the calls
    // The session of the outline's line that the keys stand on; none while they are elsewhere.
    std::optional<identity::SessionId> highlighted() const;
    void copy(); // the selected lines of what has the focus

Q_SIGNALS:
    void followRequested(trailloupe::identity::SessionId session);
    void principalRequested(trailloupe::identity::PrincipalId principal);
    void said(const QString& words); // what the person has to know and did not ask for

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeHead();
    void showGapColor();
    void makeOutline();
    QString issuedWords() const;
    void fitOutline();
    void makeCalls();
    void load();
    void showWords();
    void showFacts();
    void showColumns();
    void showSelected();
    void openLine(const QModelIndex& index);
    void showLineMenu(const QPoint& at);
    void showCallMenu(const QPoint& at);
    // The Events page, with this event selected: under the filter where that finds it, else under
    // one for its session, which is said.
    void goToEvent(RowId row);
    void copyLines();
    void copyCalls();
    QString sessionCondition(identity::SessionId session) const;
    bool showSession(identity::SessionId session); // as the filter

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    workspace::JobRunner& m_jobs;
    const identity::SessionId m_session;
    const identity::IdentitiesPtr m_identities;
    const QString m_slot;
    ElidedLabel* m_title;
    QLabel* m_facts;
    QLabel* m_gap;
    QToolButton* m_events;
    QToolButton* m_tree;
    QSplitter* m_splitter;
    items::SessionOutlineModel* m_outlineModel;
    QTreeView* m_outline;
    OutlineDelegate* m_outlineDelegate;
    items::EventTableModel* m_callsModel;
    QTableView* m_calls;
    bool m_isLoaded = false;
    bool m_isSelecting = false;
};

} // namespace trailloupe::ui
