// ResourceView: the Config timeline of one resource: its states along time, and under them what one
// of them says, what it has to do with others, what changed and why, and where it stands in the
// evidence.
//
// Follows Investigation::selectedResource() and moment(); a state that is chosen sets the moment.
// Keys: , and . go from state to state, wherever the focus is; see ConfigAxis for the rest.
// Works only while it is in sight. Threads: GUI thread only.
#pragma once

#include "model/workspace/configtimeline.h"
#include "model/workspace/filtering.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace trailloupe::ui {

class ChangesView;
class ConfigAxis;
class ElidedLabel;
class EmptyState;
class ItemDetailsView;
class RawItemView;
class RelationshipsView;
class StateEventsView;

class ResourceView : public QWidget
{
    Q_OBJECT
public:
    enum class Tab
    {
        Details,
        Relationships,
        Changes,
        Events,
        Raw,
    };

    // REQUIRES that they outlive this.
    ResourceView(workspace::Workspace& workspace, workspace::Investigation& investigation,
                 workspace::Explaining& explaining, workspace::JobRunner& jobs,
                 QWidget* parent = nullptr);
    ~ResourceView() override;

    // So that an event that the filter leaves out is asked for. REQUIRES that it outlives this.
    void setFiltering(const workspace::Filtering& filtering) { m_filtering = &filtering; }

    workspace::ConfigTimeline& timeline() const { return *m_timeline; }
    ConfigAxis* axis() const { return m_axis; }
    ItemDetailsView* details() const { return m_details; }
    RelationshipsView* relationships() const { return m_relationships; }
    ChangesView* changes() const { return m_changes; }
    StateEventsView* events() const { return m_events; }
    RawItemView* raw() const { return m_raw; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingResource() const;
    QString titleText() const;
    QString stateText() const; // "State 2 of 5 · 2026-03-01 11:00:00 UTC · changed"
    QToolButton* baseButton() const { return m_base; }

    Tab tab() const;
    void showTab(Tab tab); // kept for the next run
    void copy(); // of the tab that is shown

Q_SIGNALS:
    void said(const QString& words); // what the person has to know and did not ask for
    void timelineRequested(const std::vector<config::ResourceNo>& resources);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeSteps();
    void makeTabs();
    void addKeys();
    void showResource();
    void showNothing();
    void showState();
    void showBase();
    void showCounts();
    bool isWide() const;
    void showArn();
    void goToEvent(RowId event);
    void goToAllEvents();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering* m_filtering = nullptr;
    workspace::ConfigTimeline* m_timeline;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QWidget* m_content;
    ElidedLabel* m_title;
    ElidedLabel* m_facts;
    ElidedLabel* m_arn;
    QToolButton* m_graph;
    QToolButton* m_lane;
    ConfigAxis* m_axis;
    QToolButton* m_previous;
    QToolButton* m_next;
    ElidedLabel* m_state;
    QToolButton* m_base;
    QSplitter* m_splitter;
    QTabWidget* m_tabs;
    ItemDetailsView* m_details;
    RelationshipsView* m_relationships;
    ChangesView* m_changes;
    StateEventsView* m_events;
    RawItemView* m_raw;
};

} // namespace trailloupe::ui
