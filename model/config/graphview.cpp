#include "model/config/graphview.h"

#include <algorithm>

namespace trailloupe::config {
namespace {

// What of the graph belongs to it at a moment.
class Moment
{
public:
    Moment(const TemporalGraph& graph, std::int64_t atNs, const GraphFilter& filter)
        : m_graph(graph)
        , m_atNs(atNs)
        , m_filter(filter)
        , m_states(graph.nodes().size(), kUnseen)
    { }

    NodeState state(NodeNo no)
    {
        std::uint8_t& known = m_states[no.index()];
        if (known == kUnseen)
            known = static_cast<std::uint8_t>(m_graph.stateAt(no, m_atNs));
        return static_cast<NodeState>(known);
    }

    bool isShown(NodeNo no)
    {
        const NodeState s = state(no);
        if (s == NodeState::Deleted)
            return m_filter.deleted;
        if (s == NodeState::Unknown || s == NodeState::NotYet)
            return m_filter.dangling;
        return true;
    }

    // None where the edge is not part of the graph.
    StatedBy stated(EdgeNo no)
    {
        const GraphEdge& edge = m_graph.edge(no);
        if (edge.isDerived && !m_filter.derived)
            return StatedBy::None;
        const StatedBy by = m_graph.statedAt(no, m_atNs);
        if (by == StatedBy::None || !isShown(edge.from) || !isShown(edge.to))
            return StatedBy::None;
        return by;
    }

private:
    static constexpr std::uint8_t kUnseen = 255;

    const TemporalGraph& m_graph;
    std::int64_t m_atNs;
    const GraphFilter& m_filter;
    std::vector<std::uint8_t> m_states;
};

std::vector<Neighbour> neighboursOf(const TemporalGraph& graph, NodeNo no, Moment& moment)
{
    std::vector<Neighbour> found;
    for (const EdgeNo edge : graph.edgesOf(no)) {
        const StatedBy by = moment.stated(edge);
        if (by != StatedBy::None)
            found.push_back({graph.otherEnd(edge, no), {edge, by}});
    }
    return found;
}

// Besides itself.
std::vector<NodeNo> distinctNodes(const std::vector<Neighbour>& neighbours, NodeNo itself)
{
    std::vector<NodeNo> nodes;
    for (const Neighbour& neighbour : neighbours) {
        if (neighbour.node != itself)
            nodes.push_back(neighbour.node);
    }
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
}

// Edges and hidden neighbours of the nodes, which are sorted.
void finish(ShownGraph& shown, const TemporalGraph& graph, Moment& moment)
{
    std::ranges::sort(shown.nodes, {}, &ShownNode::node);
    const auto isShown = [&](NodeNo no) {
        return std::ranges::binary_search(shown.nodes, no, {}, &ShownNode::node);
    };
    for (ShownNode& node : shown.nodes) {
        node.state = moment.state(node.node);
        const auto around = neighboursOf(graph, node.node, moment);
        for (const NodeNo other : distinctNodes(around, node.node))
            node.hidden += isShown(other) ? 0 : 1;
        for (const Neighbour& neighbour : around) {
            // From the end it begins at; what leads back to itself once.
            if (graph.edge(neighbour.edge.edge).from == node.node && isShown(neighbour.node))
                shown.edges.push_back(neighbour.edge);
        }
    }
    std::ranges::sort(shown.edges, {}, &EdgeAt::edge);
    const GraphCounts counts = countsAt(graph, shown.atNs, shown.filter);
    shown.of = counts.nodes;
    shown.ofDangling = counts.dangling;
}

} // namespace

GraphAt graphAt(const TemporalGraph& graph, std::int64_t atNs, const GraphFilter& filter)
{
    GraphAt at;
    Moment moment(graph, atNs, filter);
    std::vector<bool> hasEdge(graph.nodes().size());
    for (std::uint32_t i = 0; i < graph.edges().size(); ++i) {
        const StatedBy by = moment.stated(EdgeNo(i));
        if (by == StatedBy::None)
            continue;
        at.edges.push_back({EdgeNo(i), by});
        hasEdge[graph.edge(EdgeNo(i)).from.index()] = true;
        hasEdge[graph.edge(EdgeNo(i)).to.index()] = true;
    }
    for (std::uint32_t i = 0; i < graph.nodes().size(); ++i) {
        if (hasEdge[i] || isThere(moment.state(NodeNo(i))))
            at.nodes.push_back(NodeNo(i));
    }
    return at;
}

GraphCounts countsAt(const TemporalGraph& graph, std::int64_t atNs, const GraphFilter& filter)
{
    GraphCounts counts;
    const GraphAt at = graphAt(graph, atNs, filter);
    counts.nodes = static_cast<std::uint32_t>(at.nodes.size());
    counts.edges = static_cast<std::uint32_t>(at.edges.size());
    for (const NodeNo no : at.nodes) {
        const NodeState state = graph.stateAt(no, atNs);
        ++(isThere(state)                    ? counts.live
               : state == NodeState::Deleted ? counts.deleted
                                             : counts.dangling);
    }
    const Resources& resources = *graph.resources();
    for (std::uint32_t i = 0; i < resources.size() && atNs < kEndOfExport; ++i)
        counts.undated += resources.datedCount(ResourceNo(i)) == 0 ? 1 : 0;
    return counts;
}

std::vector<Neighbour> neighbours(const TemporalGraph& graph, NodeNo no, std::int64_t atNs,
                                  const GraphFilter& filter)
{
    Moment moment(graph, atNs, filter);
    return neighboursOf(graph, no, moment);
}

ShownGraph neighbourhood(const TemporalGraph& graph, const NeighbourhoodRequest& request)
{
    Moment moment(graph, request.atNs, request.filter);
    ShownGraph shown;
    shown.atNs = request.atNs;
    shown.filter = request.filter;
    std::vector<bool> isSeen(graph.nodes().size());
    std::vector<ShownNode> reached;
    for (const NodeNo root : request.roots) {
        if (isSeen[root.index()])
            continue;
        isSeen[root.index()] = true;
        reached.push_back({.node = root});
    }
    const std::size_t roots = reached.size();
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const ShownNode from = reached[i];
        if (from.depth >= request.depth)
            break;
        const auto around = neighboursOf(graph, from.node, moment);
        if (from.depth > 0 && distinctNodes(around, from.node).size() > request.maxFanOut)
            continue;
        for (const Neighbour& neighbour : around) {
            if (isSeen[neighbour.node.index()])
                continue;
            isSeen[neighbour.node.index()] = true;
            reached.push_back({.node = neighbour.node, .depth = from.depth + 1});
        }
    }
    shown.wanted = static_cast<std::uint32_t>(reached.size());
    reached.resize(std::min(reached.size(), std::max<std::size_t>(request.maxNodes, roots)));
    shown.nodes = std::move(reached);
    finish(shown, graph, moment);
    return shown;
}

ShownGraph shownGraph(const TemporalGraph& graph, std::vector<NodeNo> nodes, std::int64_t atNs,
                      const GraphFilter& filter)
{
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    Moment moment(graph, atNs, filter);
    ShownGraph shown;
    shown.atNs = atNs;
    shown.filter = filter;
    for (const NodeNo no : nodes)
        shown.nodes.push_back({.node = no});
    shown.wanted = static_cast<std::uint32_t>(nodes.size());
    finish(shown, graph, moment);
    return shown;
}

namespace {

void addItems(const Resources& resources, ResourceNo no, std::vector<std::int64_t>& times)
{
    for (const Item& item : resources.items(no).first(resources.datedCount(no))) {
        if (!item.isRepeat)
            times.push_back(item.capturedNs);
    }
}

void sortTimes(std::vector<std::int64_t>& times)
{
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
}

} // namespace

std::vector<std::int64_t> moments(const TemporalGraph& graph)
{
    std::vector<std::int64_t> times;
    for (std::uint32_t i = 0; i < graph.resources()->size(); ++i)
        addItems(*graph.resources(), ResourceNo(i), times);
    sortTimes(times);
    return times;
}

std::vector<std::int64_t> momentsOf(const TemporalGraph& graph, std::span<const NodeNo> nodes)
{
    std::vector<bool> isOne(graph.nodes().size());
    for (const NodeNo no : nodes)
        isOne[no.index()] = true;
    std::vector<std::int64_t> times;
    for (std::uint32_t i = 0; i < isOne.size(); ++i) {
        if (!isOne[i])
            continue;
        const NodeNo no(i);
        if (!graph.node(no).isDangling())
            addItems(*graph.resources(), graph.node(no).resource, times);
        for (const EdgeNo edge : graph.edgesOf(no)) {
            if (!isOne[graph.otherEnd(edge, no).index()])
                continue;
            for (const EdgeSpan& span : graph.spans(edge)) {
                times.push_back(span.beginNs);
                times.push_back(span.endNs);
            }
        }
    }
    std::erase_if(times, [](std::int64_t time) { return time >= kEndOfExport; });
    sortTimes(times);
    return times;
}

std::optional<std::vector<Neighbour>> pathBetween(const TemporalGraph& graph, NodeNo from,
                                                  NodeNo to, std::int64_t atNs,
                                                  const GraphFilter& filter)
{
    Moment moment(graph, atNs, filter);
    constexpr std::uint32_t kUnreached = ~std::uint32_t{0};
    struct Reached
    {
        std::uint32_t before; // in `reached`
        Neighbour step;
    };
    std::vector<bool> isSeen(graph.nodes().size());
    std::vector<Reached> reached{{kUnreached, {.node = from}}};
    isSeen[from.index()] = true;
    for (std::uint32_t i = 0; i < reached.size(); ++i) {
        const NodeNo at = reached[i].step.node;
        if (at == to) {
            std::vector<Neighbour> path;
            for (std::uint32_t k = i; reached[k].before != kUnreached; k = reached[k].before)
                path.push_back(reached[k].step);
            std::ranges::reverse(path);
            return path;
        }
        for (const Neighbour& neighbour : neighboursOf(graph, at, moment)) {
            if (isSeen[neighbour.node.index()])
                continue;
            isSeen[neighbour.node.index()] = true;
            reached.push_back({i, neighbour});
        }
    }
    return std::nullopt;
}

std::vector<EdgeEvidence> evidenceAt(const TemporalGraph& graph, EdgeNo edge, std::int64_t atNs)
{
    std::vector<EdgeEvidence> evidence;
    const int by = static_cast<int>(graph.statedAt(edge, atNs));
    const auto add = [&](StatedBy side, NodeNo no) {
        if ((by & static_cast<int>(side)) == 0 || graph.node(no).isDangling())
            return;
        const ResourceNo teller = graph.node(no).resource;
        const State state = graph.resources()->datedCount(teller) == 0
            ? graph.resources()->lastState(teller)
            : graph.resources()->stateAt(teller, atNs);
        evidence.push_back({teller, state.item});
    };
    add(StatedBy::From, graph.edge(edge).from);
    if (graph.edge(edge).from != graph.edge(edge).to)
        add(StatedBy::To, graph.edge(edge).to);
    return evidence;
}

} // namespace trailloupe::config
