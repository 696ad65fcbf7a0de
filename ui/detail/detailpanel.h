// DetailPanel: the selected event: its summary, its fields, its JSON and its bytes in the evidence.
//
// Follows Investigation::selectionChanged. The event is made ready by a job in the slot "detail";
// the one before stays on screen until then, and a late result is dropped. Threads: GUI thread
// only.
#pragma once

#include "model/query/eventdetail.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace trailloupe::workspace {
class Casebook;
class Detecting;
class EventStates;
class Filtering;
class Investigation;
class JobRunner;
class Workspace;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class EmptyState;
class FieldsView;
class LedToLabel;
class LinkLabel;
class MarkEditor;
class SourceBytesView;
class SummaryHeader;
class SummaryView;
class TextPane;

class DetailPanel : public QWidget
{
    Q_OBJECT
public:
    enum class Tab
    {
        Summary,
        Fields,
        Json,
        Source,
    };

    DetailPanel(workspace::Workspace& workspace, workspace::Investigation& investigation,
                workspace::JobRunner& jobs, QWidget* parent = nullptr);

    const query::EventDetail* detail() const { return m_detail.get(); }
    SummaryHeader* header() const { return m_header; }
    SummaryView* summary() const { return m_summary; }
    FieldsView* fields() const { return m_fields; }
    TextPane* json() const { return m_json; }
    SourceBytesView* source() const { return m_source; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingEvent() const;
    void showTab(Tab tab);
    // Says it when the filter leaves the event out. REQUIRES that it outlives this.
    void setFiltering(const workspace::Filtering& filtering);
    QString filterNote() const; // empty while there is nothing to say
    // With the star, tags and note of the event, below its summary.
    void setCasebook(workspace::Casebook& casebook);
    MarkEditor* marks() const { return m_marks; } // null without a casebook
    // Says which findings the event is in, each a link to it. The same REQUIRES.
    void setDetecting(const workspace::Detecting& detecting);
    LinkLabel* findings() const { return m_findings; }
    // Says which states of resources the event led to. The same REQUIRES.
    void setEventStates(const workspace::EventStates& states);
    LedToLabel* ledTo() const { return m_ledTo; } // null without them

    void copySupportCase();
    void copyJson();

private:
    void follow(); // the selection
    void load();
    void adopt(query::EventDetail detail);
    void fail(const Error& error);
    void showNothing();
    void fill();
    void showFilterNote();
    void showFindings();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    std::shared_ptr<const query::EventDetail> m_detail;
    QTimer m_busyTimer; // the busy state comes only when it takes noticeably long
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QScrollArea* m_scroll;
    QWidget* m_content;
    QLabel* m_filterNote;
    const workspace::Filtering* m_filtering = nullptr; // null: nobody asked to say it
    SummaryHeader* m_header;
    LinkLabel* m_findings;
    const workspace::Detecting* m_detecting = nullptr; // null: nobody asked to say it
    QTabWidget* m_tabs;
    SummaryView* m_summary;
    FieldsView* m_fields;
    TextPane* m_json;
    SourceBytesView* m_source;
    LedToLabel* m_ledTo = nullptr;
    MarkEditor* m_marks = nullptr;
};

} // namespace trailloupe::ui
