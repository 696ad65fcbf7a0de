// GraphPage: resources as nodes and what they have to do with each other as lines, as of a moment.
//
// It never draws everything: it begins at the selected resource and its neighbours, and says how
// many of how many are shown. Threads: GUI thread only; graph, pictures and answers are made by
// jobs (model/workspace/graphing.h, graphasking.h).
#pragma once

#include "model/workspace/graphasking.h"
#include "model/workspace/investigation.h"
#include "ui/common/pagecommands.h"
#include "ui/graph/graphimage.h"

#include <QTimer>
#include <QWidget>

class QProgressBar;
class QStackedWidget;
class QToolButton;

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;
class GraphChanges;
class GraphLegend;
class GraphLinkList;
class GraphNotes;
struct GraphNote;
class GraphPanel;
class GraphTools;
class GraphView;
class MomentBar;

class GraphPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    GraphPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
              workspace::JobRunner& jobs, QWidget* parent = nullptr);

    workspace::Graphing& graphing() { return m_graphing; }
    workspace::GraphAsking& asking() { return m_asking; }
    MomentBar* momentBar() const { return m_moment; }
    GraphTools* tools() const { return m_tools; }
    GraphView* view() const { return m_view; }
    GraphPanel* panel() const { return m_panel; }
    GraphChanges* changes() const { return m_changes; }
    GraphNotes* notes() const { return m_notes; }
    GraphLegend* legend() const { return m_legend; }
    GraphLinkList* connected() const { return m_connected; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingGraph() const;
    QString countText() const;

    bool canCopy(CopyForm form) const override;
    void copy(CopyForm form) override;
    void focusSearch() override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeCountLine();
    QWidget* makeStart();
    QWidget* makeContent();
    void connectAll();
    void showState();
    bool showEmpty(); // false: there is a picture to show
    void showCount();
    void showNotes();
    void addErrorNote(std::vector<GraphNote>& notes);
    void addRootNote(std::vector<GraphNote>& notes, config::NodeNo root);
    void showLegend();
    void showConnected();
    void showNode(config::NodeNo no); // brings it into the picture where it is not
    void say(const QString& words);
    QString momentWords(std::int64_t atNs) const;
    graph::Image image() const;
    void save(const QString& ending);
    QString shownTable() const;
    std::string selectedItem() const; // as JSON; empty where there is none

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    workspace::Graphing m_graphing;
    workspace::GraphAsking m_asking;
    MomentBar* m_moment;
    GraphView* m_view;
    GraphTools* m_tools;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    GraphLinkList* m_connected = nullptr;
    GraphPanel* m_panel = nullptr;
    GraphChanges* m_changes = nullptr;
    GraphNotes* m_notes = nullptr;
    GraphLegend* m_legend = nullptr;
    ElidedLabel* m_count = nullptr;
    QProgressBar* m_busy = nullptr;
    QToolButton* m_cancel = nullptr;
    QString m_said;
    QTimer m_saidTimer; // runs while it is said
};

} // namespace trailloupe::ui
