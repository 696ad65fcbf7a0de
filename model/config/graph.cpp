#include "model/config/graph.h"

#include "model/config/graphtexts.h"

#include <algorithm>
#include <tuple>

namespace trailloupe::config {

const char* nodeStateKey(NodeState state)
{
    switch (state) {
    case NodeState::Live:
        return "live";
    case NodeState::NotRecorded:
        return "not-recorded";
    case NodeState::Undated:
        return "undated";
    case NodeState::Deleted:
        return "deleted";
    case NodeState::NotYet:
        return "not-yet";
    case NodeState::Unknown:
        return "unknown";
    }
    return "";
}

bool isThere(NodeState state)
{
    return state == NodeState::Live || state == NodeState::NotRecorded
        || state == NodeState::Undated;
}

const char* statedByKey(StatedBy statedBy)
{
    switch (statedBy) {
    case StatedBy::None:
        return "none";
    case StatedBy::From:
        return "from";
    case StatedBy::To:
        return "to";
    case StatedBy::Both:
        return "both";
    }
    return "";
}

TemporalGraph::TemporalGraph() = default;
TemporalGraph::~TemporalGraph() = default;

std::span<const EdgeSpan> TemporalGraph::spans(EdgeNo no) const
{
    const std::uint32_t first = m_firstSpan[no.index()];
    return std::span(m_spans).subspan(first, m_firstSpan[no.index() + 1] - first);
}

std::span<const EdgeNo> TemporalGraph::edgesOf(NodeNo no) const
{
    const std::uint32_t first = m_firstEdge[no.index()];
    return std::span(m_edgesOf).subspan(first, m_firstEdge[no.index() + 1] - first);
}

NodeState TemporalGraph::stateAt(NodeNo no, std::int64_t atNs) const
{
    const ResourceNo resource = node(no).resource;
    if (!resource.isValid())
        return NodeState::Unknown;
    if (m_resources->datedCount(resource) == 0)
        return atNs >= kEndOfExport ? NodeState::Undated : NodeState::NotYet;
    switch (m_resources->stateAt(resource, atNs).presence) {
    case State::Presence::Live:
        return NodeState::Live;
    case State::Presence::NotRecorded:
        return NodeState::NotRecorded;
    case State::Presence::Deleted:
        return NodeState::Deleted;
    case State::Presence::NotYet:
    case State::Presence::Undated:
        break;
    }
    return NodeState::NotYet;
}

StatedBy TemporalGraph::statedAt(EdgeNo no, std::int64_t atNs) const
{
    const auto all = spans(no);
    const auto it = std::ranges::upper_bound(all, atNs, {}, &EdgeSpan::beginNs);
    if (it == all.begin() || atNs >= std::prev(it)->endNs)
        return StatedBy::None;
    return std::prev(it)->statedBy;
}

std::uint64_t TemporalGraph::memoryBytes() const
{
    return m_texts->bytes() + m_nodes.capacity() * sizeof(GraphNode)
        + m_edges.capacity() * sizeof(GraphEdge) + m_spans.capacity() * sizeof(EdgeSpan)
        + (m_firstSpan.capacity() + m_firstEdge.capacity()) * sizeof(std::uint32_t)
        + m_edgesOf.capacity() * sizeof(EdgeNo);
}

std::string TemporalGraph::checkInvariants() const
{
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
        const bool isResource = i < m_resources->size();
        if (isResource != m_nodes[i].resource.isValid()
            || (isResource && m_nodes[i].resource != ResourceNo(i)))
            return "resources and dangling nodes are mixed";
    }
    const auto keyOf = [](const GraphEdge& e) {
        return std::tuple(e.from, e.to, e.isDerived, e.name);
    };
    std::vector<std::vector<EdgeNo>> edgesOfNodes(m_nodes.size());
    for (std::uint32_t i = 0; i < m_edges.size(); ++i) {
        const GraphEdge& e = m_edges[i];
        if (e.from.index() >= m_nodes.size() || e.to.index() >= m_nodes.size())
            return "an edge to nowhere";
        if (i > 0 && keyOf(m_edges[i - 1]) >= keyOf(e))
            return "edges out of order, or one twice";
        if (e.isSymmetric && e.to < e.from)
            return "a symmetric edge the wrong way round";
        if (e.isDerived == e.path.empty())
            return "a derived edge without its path, or a recorded one with one";
        edgesOfNodes[e.from.index()].push_back(EdgeNo(i));
        if (e.from != e.to)
            edgesOfNodes[e.to.index()].push_back(EdgeNo(i));
        const auto all = spans(EdgeNo(i));
        if (all.empty())
            return "an edge that never holds";
        for (std::size_t k = 0; k < all.size(); ++k) {
            if (all[k].beginNs >= all[k].endNs || all[k].statedBy == StatedBy::None)
                return "an empty span";
            if (k > 0
                && (all[k - 1].endNs > all[k].beginNs
                    || (all[k - 1].endNs == all[k].beginNs
                        && all[k - 1].statedBy == all[k].statedBy)))
                return "spans that overlap or go on";
        }
    }
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
        if (!std::ranges::equal(edgesOf(NodeNo(i)), edgesOfNodes[i]))
            return "the edges of a node are not those that end at it";
    }
    return {};
}

} // namespace trailloupe::config
