#include "model/workspace/graphquestion.h"

#include <algorithm>

namespace trailloupe::workspace {
namespace {

using config::EdgeAt;
using config::EdgeNo;
using config::GraphFilter;
using config::NodeNo;
using config::NodeState;
using config::ShownNode;
using config::StatedBy;
using config::TemporalGraph;

bool contains(const std::vector<NodeNo>& nodes, NodeNo no)
{
    return std::ranges::find(nodes, no) != nodes.end();
}

// What of the graph belongs to it at a moment; states are looked up once.
class Moment
{
public:
    Moment(const TemporalGraph& graph, std::int64_t atNs, const GraphFilter& filter)
        : m_graph(graph)
        , m_atNs(atNs)
        , m_filter(filter)
        , m_states(graph.nodes().size(), kUnseen)
    { }

    StatedBy stated(EdgeNo no)
    {
        const config::GraphEdge& edge = m_graph.edge(no);
        if (edge.isDerived && !m_filter.derived)
            return StatedBy::None;
        const StatedBy by = m_graph.statedAt(no, m_atNs);
        return by != StatedBy::None && belongs(edge.from) && belongs(edge.to) ? by : StatedBy::None;
    }

private:
    static constexpr std::uint8_t kUnseen = 255;

    bool belongs(NodeNo no)
    {
        std::uint8_t& known = m_states[no.index()];
        if (known == kUnseen)
            known = static_cast<std::uint8_t>(m_graph.stateAt(no, m_atNs));
        const auto state = static_cast<NodeState>(known);
        if (state == NodeState::Deleted)
            return m_filter.deleted;
        if (state == NodeState::Unknown || state == NodeState::NotYet)
            return m_filter.dangling;
        return true;
    }

    const TemporalGraph& m_graph;
    std::int64_t m_atNs;
    const GraphFilter& m_filter;
    std::vector<std::uint8_t> m_states;
};

class Walk
{
public:
    Walk(const TemporalGraph& graph, const GraphQuestion& question)
        : m_graph(graph)
        , m_question(question)
        , m_at(graph, question.atNs, question.filter)
        , m_seen(graph.nodes().size())
        , m_isOnlyKept(graph.nodes().size())
        , m_opened(graph.nodes().size())
    {
        if (question.beforeNs)
            m_before.emplace(graph, *question.beforeNs, question.filter);
        for (const NodeNo no : question.hidden)
            m_seen[no.index()] = true;
    }

    GraphPart run()
    {
        for (const NodeNo root : m_question.roots)
            add(root, 0);
        const std::size_t always = m_reached.size();
        for (const NodeNo no : m_question.kept)
            keep(no);
        goOn();
        expand();
        GraphPart part;
        part.shown.atNs = m_question.atNs;
        part.shown.filter = m_question.filter;
        part.shown.wanted = static_cast<std::uint32_t>(m_reached.size());
        m_reached.resize(
            std::min(m_reached.size(), std::max<std::size_t>(m_question.most, always)));
        finish(part);
        return part;
    }

private:
    struct Step
    {
        NodeNo node;
        std::uint32_t depth = 0;
    };

    // It has its place before what is reached in steps, and is gone on from only where that gets to
    // it: what a path leads over takes nothing out of the picture.
    void keep(NodeNo no)
    {
        if (m_seen[no.index()])
            return;
        m_seen[no.index()] = true;
        m_isOnlyKept[no.index()] = true;
        m_reached.push_back({no, 0});
    }

    void add(NodeNo no, std::uint32_t depth)
    {
        const bool isNew = !m_seen[no.index()];
        if (!isNew && !m_isOnlyKept[no.index()])
            return;
        m_seen[no.index()] = true;
        m_isOnlyKept[no.index()] = false;
        if (isNew)
            m_reached.push_back({no, depth});
        if (depth < m_question.depth && !contains(m_question.closed, no))
            m_toGoOn.push_back({no, depth});
    }

    EdgeAt edgeAt(EdgeNo edge)
    {
        StatedBy by = m_at.stated(edge);
        if (by == StatedBy::None && m_before)
            by = m_before->stated(edge);
        return {edge, by};
    }

    template<typename Use>
    void forEachEdge(NodeNo no, Use use)
    {
        for (const EdgeNo edge : m_graph.edgesOf(no)) {
            if (const EdgeAt at = edgeAt(edge); at.statedBy != StatedBy::None)
                use(at, m_graph.otherEnd(edge, no));
        }
    }

    // Each once, in the order of the edges; hidden ones too, itself not.
    std::vector<NodeNo> neighbours(NodeNo no)
    {
        std::vector<NodeNo> found;
        forEachEdge(no, [&](EdgeAt, NodeNo other) {
            if (other != no)
                found.push_back(other);
        });
        std::vector<NodeNo> sorted = found;
        std::ranges::sort(sorted);
        sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
        if (sorted.size() < found.size()) {
            std::vector<bool> isTaken(sorted.size());
            std::erase_if(found, [&](NodeNo other) {
                const auto at = std::ranges::lower_bound(sorted, other) - sorted.begin();
                const bool again = isTaken[static_cast<std::size_t>(at)];
                isTaken[static_cast<std::size_t>(at)] = true;
                return again;
            });
        }
        return found;
    }

    void goOn()
    {
        for (std::size_t i = 0; i < m_toGoOn.size(); ++i) {
            const Step from = m_toGoOn[i];
            const auto around = neighbours(from.node);
            if (from.depth > 0 && around.size() > GraphQuestion::kMostFanOut)
                continue;
            m_opened[from.node.index()] = true;
            for (const NodeNo other : around)
                add(other, from.depth + 1);
        }
    }

    // One that was expanded may be reached only from another one.
    void expand()
    {
        bool isMore = true;
        while (isMore) {
            isMore = false;
            for (const NodeNo no : m_question.expanded) {
                if (m_opened[no.index()] || !isReached(no))
                    continue;
                m_opened[no.index()] = true;
                isMore = true;
                for (const NodeNo other : neighbours(no))
                    add(other, m_question.depth);
            }
        }
    }

    bool isReached(NodeNo no) const
    {
        return m_seen[no.index()] && !contains(m_question.hidden, no);
    }

    void finish(GraphPart& part)
    {
        std::vector<bool> isShown(m_graph.nodes().size());
        for (const Step& reached : m_reached) {
            isShown[reached.node.index()] = true;
            part.shown.nodes.push_back({.node = reached.node,
                                        .state = m_graph.stateAt(reached.node, m_question.atNs),
                                        .depth = reached.depth});
            if (m_opened[reached.node.index()])
                part.opened.push_back(reached.node);
        }
        std::ranges::sort(part.shown.nodes, {}, &ShownNode::node);
        std::ranges::sort(part.opened);
        for (ShownNode& node : part.shown.nodes) {
            for (const NodeNo other : neighbours(node.node))
                node.hidden += isShown[other.index()] ? 0 : 1;
            forEachEdge(node.node, [&](EdgeAt at, NodeNo other) {
                // From the end it begins at; what leads back to itself once.
                if (m_graph.edge(at.edge).from == node.node && isShown[other.index()])
                    part.shown.edges.push_back(at);
            });
        }
        std::ranges::sort(part.shown.edges, {}, &EdgeAt::edge);
        count(std::move(isShown), part.shown);
    }

    void count(std::vector<bool> isPart, config::ShownGraph& shown) const
    {
        const auto add = [&](std::int64_t atNs) {
            for (const NodeNo no : graphAt(m_graph, atNs, m_question.filter).nodes)
                isPart[no.index()] = true;
        };
        add(m_question.atNs);
        if (m_question.beforeNs)
            add(*m_question.beforeNs);
        for (std::uint32_t i = 0; i < isPart.size(); ++i) {
            if (!isPart[i])
                continue;
            ++shown.of;
            const NodeState state = m_graph.stateAt(NodeNo(i), m_question.atNs);
            shown.ofDangling += state == NodeState::Unknown || state == NodeState::NotYet ? 1 : 0;
        }
    }

    const TemporalGraph& m_graph;
    const GraphQuestion& m_question;
    Moment m_at;
    std::optional<Moment> m_before;
    std::vector<bool> m_seen;
    std::vector<bool> m_isOnlyKept; // so far
    std::vector<bool> m_opened;
    std::vector<Step> m_reached;
    std::vector<Step> m_toGoOn;
};

} // namespace

GraphPart partOf(const TemporalGraph& graph, const GraphQuestion& question)
{
    return Walk(graph, question).run();
}

std::vector<std::int64_t> changeMoments(const TemporalGraph& graph, const GraphPart& part,
                                        const GraphFilter& filter)
{
    std::vector<std::int64_t> times;
    const config::Resources& resources = *graph.resources();
    const auto isShown = [&](NodeNo no) {
        return std::ranges::binary_search(part.shown.nodes, no, {}, &ShownNode::node);
    };
    for (const ShownNode& node : part.shown.nodes) {
        if (const auto resource = graph.node(node.node).resource; resource.isValid()) {
            for (const config::Item& item :
                 resources.items(resource).first(resources.datedCount(resource))) {
                if (!item.isRepeat)
                    times.push_back(item.capturedNs);
            }
        }
        const bool isOpened = std::ranges::binary_search(part.opened, node.node);
        for (const EdgeNo edge : graph.edgesOf(node.node)) {
            if ((graph.edge(edge).isDerived && !filter.derived)
                || (!isOpened && !isShown(graph.otherEnd(edge, node.node))))
                continue;
            for (const config::EdgeSpan& span : graph.spans(edge)) {
                times.push_back(span.beginNs);
                times.push_back(span.endNs);
            }
        }
    }
    std::erase_if(times, [&](std::int64_t time) {
        return time < resources.firstNs() || time > resources.lastNs();
    });
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

} // namespace trailloupe::workspace
