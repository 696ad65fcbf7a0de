#include "model/workspace/graphing.h"

#include "model/workspace/investigation.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

using config::NodeNo;

namespace {

const QString kSlot = QStringLiteral("graph");

struct MadeGraph
{
    GraphPtr graph;
    std::vector<ConnectedNode> connected;
};

Result<MadeGraph> makeGraphOf(const config::ResourcesPtr& resources, const JobContext& context)
{
    auto made = config::TemporalGraph::make(resources, context);
    if (!made)
        return made.error();
    return MadeGraph{*made, mostConnected(**made, Graphing::kConnected)};
}

bool contains(const std::vector<NodeNo>& nodes, NodeNo no)
{
    return std::ranges::find(nodes, no) != nodes.end();
}

void setIn(std::vector<NodeNo>& nodes, NodeNo no, bool isIn)
{
    if (!isIn)
        std::erase(nodes, no);
    else if (!contains(nodes, no))
        nodes.push_back(no);
}

} // namespace

Graphing::Graphing(Workspace& workspace, Investigation& investigation, JobRunner& jobs,
                   QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
{
    m_askTimer.setSingleShot(true);
    connect(&m_askTimer, &QTimer::timeout, this, &Graphing::draw);
    connect(&workspace, &Workspace::evidenceChanged, this, &Graphing::adoptResources);
    connect(&workspace, &Workspace::stateChanged, this, &Graphing::adoptResources);
    connect(&investigation, &Investigation::selectedResourceChanged, this,
            &Graphing::followSelection);
    connect(&investigation, &Investigation::momentChanged, this, &Graphing::followMoment);
}

void Graphing::setActive(bool active)
{
    m_isActive = active;
    adoptResources();
    followSelection();
    followMoment();
    ask();
}

// Numbers of nodes are of one export.
void Graphing::adoptResources()
{
    if (m_workspace.resources() != m_resources) {
        forget();
        m_resources = m_workspace.resources();
    }
    if (m_isActive && m_resources && m_resources->size() > 0 && !m_graph && !m_isMaking && !m_error)
        makeGraph();
}

void Graphing::forget()
{
    m_jobs.discard(kSlot);
    m_askTimer.stop();
    m_isMaking = false;
    m_drawn.reset();
    m_failed.reset();
    m_error.reset();
    m_followed.reset();
    m_graph.reset();
    m_connected.clear();
    m_picture.reset();
    m_beforeNs.reset();
    GraphQuestion question;
    question.depth = m_question.depth;
    question.filter = m_question.filter;
    question.grouping.by = m_question.grouping.by;
    question.grouping.tag = m_question.grouping.tag;
    question.atNs = m_investigation.moment().value_or(config::kEndOfExport);
    m_question = question;
    Q_EMIT graphChanged();
    Q_EMIT questionChanged();
    Q_EMIT pictureChanged();
    tellRunning();
}

void Graphing::makeGraph()
{
    m_isMaking = true;
    m_jobs.start(
        kSlot, this,
        [resources = m_resources](const JobContext& context) {
            return makeGraphOf(resources, context);
        },
        [this](Result<MadeGraph> made) {
            m_isMaking = false;
            if (made.ok()) {
                m_graph = std::move(made->graph);
                m_connected = std::move(made->connected);
                followSelection();
            } else {
                m_error = made.error();
            }
            Q_EMIT graphChanged();
            ask();
            tellRunning();
        });
    tellRunning();
}

bool Graphing::isRunning() const
{
    return m_isMaking || m_drawn || m_askTimer.isActive();
}

void Graphing::tellRunning()
{
    if (std::exchange(m_wasRunning, isRunning()) != m_wasRunning)
        Q_EMIT runningChanged();
}

void Graphing::cancel()
{
    m_jobs.cancel(kSlot);
}

void Graphing::tryAgain()
{
    m_error.reset();
    m_failed.reset();
    adoptResources();
    ask();
    Q_EMIT pictureChanged();
}

// What is in the picture is only selected; anything else begins a new one.
void Graphing::followSelection()
{
    const auto selected = m_investigation.selectedResource();
    if (!m_isActive || !m_graph || selected == m_followed)
        return;
    m_followed = selected;
    if (!selected)
        return;
    const NodeNo no = m_graph->nodeOf(*selected);
    const bool isAsked = contains(m_question.roots, no) || contains(m_question.kept, no);
    if (!isAsked && !(m_picture && m_picture->isShown(no)))
        look(no);
}

void Graphing::followMoment()
{
    GraphQuestion question = m_question;
    question.atNs = m_investigation.moment().value_or(config::kEndOfExport);
    change(std::move(question));
}

void Graphing::look(NodeNo root)
{
    GraphQuestion question = m_question;
    question.roots = {root};
    question.kept.clear();
    question.expanded.clear();
    question.closed.clear();
    question.hidden.clear();
    question.grouping.collapsed.clear();
    question.most = GraphQuestion::kFirstNodes;
    m_arrangesAnew = true;
    change(std::move(question));
}

void Graphing::addRoot(NodeNo root)
{
    GraphQuestion question = m_question;
    setIn(question.roots, root, true);
    setIn(question.hidden, root, false);
    change(std::move(question));
}

void Graphing::setDepth(std::uint32_t depth)
{
    GraphQuestion question = m_question;
    question.depth = std::min(depth, kMostDepth);
    change(std::move(question));
}

void Graphing::setMost(std::uint32_t nodes)
{
    GraphQuestion question = m_question;
    question.most = std::clamp<std::uint32_t>(nodes, 1, GraphQuestion::kMostNodes);
    change(std::move(question));
}

void Graphing::setFilter(const config::GraphFilter& filter)
{
    GraphQuestion question = m_question;
    question.filter = filter;
    change(std::move(question));
}

void Graphing::setGrouping(const config::Grouping& grouping)
{
    GraphQuestion question = m_question;
    question.grouping = grouping;
    change(std::move(question));
}

void Graphing::setCollapsed(const std::string& key, bool collapsed)
{
    GraphQuestion question = m_question;
    if (collapsed)
        question.grouping.collapsed.insert(key);
    else
        question.grouping.collapsed.erase(key);
    change(std::move(question));
}

bool Graphing::isExpanded(NodeNo no) const
{
    return m_picture && std::ranges::binary_search(m_picture->part.opened, no);
}

void Graphing::setExpanded(NodeNo no, bool expanded)
{
    GraphQuestion question = m_question;
    setIn(question.expanded, no, expanded);
    setIn(question.closed, no, !expanded);
    change(std::move(question));
}

void Graphing::hide(NodeNo no)
{
    GraphQuestion question = m_question;
    setIn(question.hidden, no, true);
    for (auto* nodes : {&question.roots, &question.kept, &question.expanded, &question.closed})
        setIn(*nodes, no, false);
    change(std::move(question));
}

void Graphing::showHidden()
{
    GraphQuestion question = m_question;
    question.hidden.clear();
    change(std::move(question));
}

void Graphing::setKept(const std::vector<NodeNo>& nodes)
{
    GraphQuestion question = m_question;
    question.kept = nodes;
    std::erase_if(question.hidden, [&](NodeNo no) { return contains(nodes, no); });
    change(std::move(question));
}

void Graphing::setBefore(std::optional<std::int64_t> ns)
{
    m_beforeNs = ns;
    change(m_question);
}

void Graphing::arrangeAnew()
{
    m_arrangesAnew = true;
    ask();
}

void Graphing::change(GraphQuestion question)
{
    question.beforeNs = m_beforeNs && *m_beforeNs < question.atNs ? m_beforeNs : std::nullopt;
    if (question == m_question)
        return;
    m_question = std::move(question);
    Q_EMIT questionChanged();
    ask();
}

void Graphing::ask()
{
    if (m_isActive && m_graph && !m_question.roots.empty())
        m_askTimer.start(0);
    tellRunning();
}

void Graphing::draw()
{
    const bool isThere =
        m_picture && m_picture->question == m_question && !m_arrangesAnew && !m_error;
    if (isThere) {
        m_jobs.discard(kSlot);
        m_drawn.reset();
    } else if (m_drawn != m_question && m_failed != m_question) {
        m_drawn = m_question;
        const GraphPicturePtr before = m_arrangesAnew ? nullptr : m_picture;
        m_jobs.start(
            kSlot, this,
            [graph = m_graph, question = m_question, before](const JobContext& context) {
                return makePicture(graph, question, before, context);
            },
            [this](Result<GraphPicturePtr> made) { adoptPicture(std::move(made)); });
    }
    tellRunning();
}

void Graphing::adoptPicture(Result<GraphPicturePtr> made)
{
    const auto drawn = std::exchange(m_drawn, std::nullopt);
    if (made.ok()) {
        m_picture = std::move(*made);
        m_arrangesAnew = false;
        m_error.reset();
        m_failed.reset();
    } else {
        m_error = made.error();
        m_failed = drawn;
    }
    Q_EMIT pictureChanged();
    tellRunning();
}

} // namespace trailloupe::workspace
