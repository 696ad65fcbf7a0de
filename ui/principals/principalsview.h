// PrincipalsView: who was behind the events: the tree of principals and sessions, and the card of
// the one that is looked at.
//
// Threads: GUI thread only; tree and card are made by jobs (model/workspace/profiling.h).
#pragma once

#include "model/items/principalsmodel.h"
#include "model/workspace/profiling.h"

#include <QHash>
#include <QSet>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;
class PrincipalCard;
class PrincipalsDelegate;

class PrincipalsView : public QWidget
{
    Q_OBJECT
public:
    PrincipalsView(workspace::Workspace& workspace, workspace::Investigation& investigation,
                   const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                   QWidget* parent = nullptr);

    workspace::Profiling& profiling() { return m_profiling; }
    items::PrincipalsModel* model() const { return m_model; }
    QTreeView* tree() const { return m_tree; }
    PrincipalCard* card() const { return m_card; }
    EmptyState* emptyState() const { return m_empty; }
    QLineEdit* searchLine() const { return m_search; }
    QCheckBox* onlyFound() const { return m_onlyFound; }
    QString countWords() const;
    QString sumsWords() const; // what the numbers of events are of, and how they add up
    bool isShowingTree() const;

    // The line that the keys stand on.
    std::optional<items::PrincipalsModel::Id> current() const;
    // Looks at it, as soon as it is in the tree.
    void lookAt(const items::PrincipalsModel::Id& id);
    void copy(); // the selected lines

Q_SIGNALS:
    void followRequested(trailloupe::identity::SessionId session);
    void periodsRequested(const QString& before, const QString& after);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTools();
    void makeTree();
    static QString sumsOf(const identity::CountedTwice& counted);
    QString tipOf(const QModelIndex& index) const;
    void makeHeader();
    void fitColumns();
    void ask(); // for the tree that search, order and filter want
    void showTree();
    void showState();
    void showWords();
    void restorePlace();
    void noteExpanded(const QModelIndex& index, bool expanded);
    void lookAtCurrent();
    void openLine(const QModelIndex& index);
    void showMenu(const QPoint& at);
    void addPeriodsAction(QMenu* menu);
    std::vector<QModelIndex> selectedLines(std::size_t most) const;

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    workspace::Profiling m_profiling;
    items::PrincipalsModel* m_model;
    QTimer m_typing; // what is typed is searched after a pause
    QLineEdit* m_search = nullptr;
    QCheckBox* m_onlyFound = nullptr;
    ElidedLabel* m_count = nullptr;
    QSplitter* m_splitter;
    QStackedWidget* m_stack; // of the left half
    EmptyState* m_empty;
    QTreeView* m_tree;
    PrincipalsDelegate* m_delegate;
    PrincipalCard* m_card;
    QLabel* m_sums;
    QSet<quint64> m_expanded; // by number and kind
    QHash<int, int> m_hiddenWidths; // of columns for which there was no room
    std::optional<items::PrincipalsModel::Id> m_wanted;
    std::string m_searched; // what the tree that is shown was searched for
    int m_sortColumn = items::PrincipalsModel::EventsColumn;
    bool m_restoring = false;
};

} // namespace trailloupe::ui
