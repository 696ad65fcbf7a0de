// FindingsPage: what the rules found in the open export, the worst first: why it matters, which
// events they are, and on to the events, the timeline or the filter.
//
// Findings are of all events, whatever the filter asks for.
// Threads: GUI thread only; findings are made by a job (model/workspace/detecting.h).
#pragma once

#include "model/items/findingsmodel.h"
#include "model/workspace/detecting.h"
#include "ui/common/pagecommands.h"

#include <QWidget>

#include <optional>
#include <string>

class QSplitter;
class QStackedWidget;
class QTableView;

namespace trailloupe::workspace {
class Casebook;
class Filtering;
class Investigation;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;
class FindingCard;
class FindingEvents;

class FindingsPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    FindingsPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                 const workspace::Filtering& filtering, workspace::Detecting& detecting,
                 workspace::JobRunner& jobs, QWidget* parent = nullptr);

    // Stars, tags and notes stand beside the events; REQUIRES that it outlives the page.
    void setCasebook(const workspace::Casebook& casebook);

    QTableView* table() const { return m_table; }
    items::FindingsModel* model() const { return m_model; }
    FindingCard* card() const { return m_card; }
    FindingEvents* events() const { return m_events; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingFindings() const;
    QString countText() const;

    bool canCopy(CopyForm form) const override;
    void copy(CopyForm form) override;
    std::vector<RowId> chosenEvents(std::size_t most) const override;

Q_SIGNALS:
    void said(const QString& words); // what was done beside what was asked for

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeTable();
    void setWords();
    void fitColumns();
    void adoptFindings();
    void adoptPage(); // a rule that is gone to from elsewhere
    void showState();
    void showCurrent();
    void openCurrent(); // Enter
    void toggleFold();
    void showMenu(const QPoint& at);
    int currentRow() const; // -1: none
    const detection::Rule* currentRule() const;
    const detection::Finding* currentFinding() const;
    bool showAmongEvents(const detection::Rule& rule); // asks for it alone
    void showEvents();
    void showOnTimeline(std::optional<RowId> row);
    void addToFilter();
    void goToEvent(RowId row);
    bool isHidden(RowId row) const; // by the filter
    void copyEvents(CopyForm form);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    workspace::Detecting& m_detecting;
    workspace::JobRunner& m_jobs;
    items::FindingsModel* m_model;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    ElidedLabel* m_counts;
    QSplitter* m_rows;
    QSplitter* m_below;
    QTableView* m_table;
    FindingCard* m_card;
    FindingEvents* m_events;
    std::string m_current; // id of the rule, kept when other findings come
};

} // namespace trailloupe::ui
