// Graphing: what the Graph page draws: the relations of all resources, the part of them that is
// looked at, and where it stands.
//
// The part follows the Investigation: a resource that is selected and not in the picture begins a
// new one; the moment is Investigation::moment(). All else is asked for here; what is asked in one
// turn of the event loop makes one picture. The job slot "graph" makes the graph and then each
// picture, the one before cancelled. The last good picture stays until the next is there, and where
// that cannot be made. Works only while it is active.
//
// Units: nanoseconds since 1970-01-01 UTC. Threads: GUI thread only.
// Errors: see error(); a picture that was cancelled is one, because it was waited for.
#pragma once

#include "model/workspace/graphanswers.h"
#include "model/workspace/workspace.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::workspace {

class Investigation;

class Graphing : public QObject
{
    Q_OBJECT
public:
    static constexpr std::uint32_t kMostDepth = 6;
    static constexpr std::size_t kConnected = 12;

    Graphing(Workspace& workspace, Investigation& investigation, JobRunner& jobs,
             QObject* parent = nullptr);

    void setActive(bool active);

    const GraphPtr& graph() const { return m_graph; } // null before it is made
    // Where somebody may begin who has nothing in mind.
    const std::vector<ConnectedNode>& connected() const { return m_connected; }
    // Null before the first, and when nothing is looked at.
    const GraphPicturePtr& picture() const { return m_picture; }
    bool isRunning() const; // graph or picture
    bool isMakingGraph() const { return m_isMaking; }
    void cancel(); // what runs
    void tryAgain(); // what could not be made
    const std::optional<Error>& error() const { return m_error; } // of what was asked last

    // What is asked for, which the picture may not yet show. Roots are empty when nothing is.
    const GraphQuestion& question() const { return m_question; }
    void look(config::NodeNo root); // at this one alone
    void addRoot(config::NodeNo root);
    void setDepth(std::uint32_t depth); // 0 to kMostDepth
    void setMost(std::uint32_t nodes); // up to GraphQuestion::kMostNodes
    void setFilter(const config::GraphFilter& filter);
    void setGrouping(const config::Grouping& grouping);
    void setCollapsed(const std::string& key, bool collapsed);
    bool isExpanded(config::NodeNo no) const;
    void setExpanded(config::NodeNo no, bool expanded);
    void hide(config::NodeNo no); // until another one is looked at, or showHidden()
    void showHidden();
    void setKept(const std::vector<config::NodeNo>& nodes); // shown besides
    // What was there then is shown too, where that is before the moment that is looked at.
    void setBefore(std::optional<std::int64_t> ns);
    void arrangeAnew(); // without keeping places

Q_SIGNALS:
    void graphChanged(); // or its error; another one: everything is of another export
    void questionChanged();
    void pictureChanged(); // or its error
    void runningChanged();

private:
    void adoptResources();
    void forget();
    void makeGraph();
    void followSelection();
    void followMoment();
    void change(GraphQuestion question);
    void ask();
    void draw();
    void adoptPicture(Result<GraphPicturePtr> made);
    void tellRunning();

    Workspace& m_workspace;
    Investigation& m_investigation;
    JobRunner& m_jobs;
    bool m_isActive = false;
    config::ResourcesPtr m_resources;
    GraphPtr m_graph;
    std::vector<ConnectedNode> m_connected;
    bool m_isMaking = false; // the graph
    bool m_wasRunning = false; // as was told last

    GraphQuestion m_question;
    std::optional<std::int64_t> m_beforeNs;
    QTimer m_askTimer;
    std::optional<GraphQuestion> m_drawn; // what the running job draws
    std::optional<GraphQuestion> m_failed; // what the error is about; of the graph no roots
    std::optional<Error> m_error;
    GraphPicturePtr m_picture;
    bool m_arrangesAnew = false;
    std::optional<config::ResourceNo> m_followed; // selection that was looked at
};

} // namespace trailloupe::workspace
