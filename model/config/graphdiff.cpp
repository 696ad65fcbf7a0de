#include "model/config/graphdiff.h"

#include <algorithm>

namespace trailloupe::config {
namespace {

// Whether the edge holds all the time from one moment to another, both included.
bool holdsThroughout(std::span<const EdgeSpan> spans, std::int64_t fromNs, std::int64_t toNs)
{
    std::int64_t until = fromNs;
    for (const EdgeSpan& span : spans) {
        if (span.beginNs <= until && until < span.endNs)
            until = span.endNs;
    }
    return until > toNs;
}

bool holdsAtAll(std::span<const EdgeSpan> spans, std::int64_t fromNs, std::int64_t toNs)
{
    return std::ranges::any_of(
        spans, [&](const EdgeSpan& span) { return span.beginNs <= toNs && span.endNs > fromNs; });
}

} // namespace

const char* edgeChangeKey(EdgeChange::Kind kind)
{
    switch (kind) {
    case EdgeChange::Kind::Born:
        return "born";
    case EdgeChange::Kind::Died:
        return "died";
    case EdgeChange::Kind::Passed:
        return "passed";
    case EdgeChange::Kind::Reborn:
        return "reborn";
    }
    return "";
}

std::vector<EdgeChange> differEdges(const TemporalGraph& graph, std::int64_t fromNs,
                                    std::int64_t toNs, const GraphFilter& filter)
{
    using Kind = EdgeChange::Kind;
    std::vector<EdgeChange> changes;
    const GraphAt before = graphAt(graph, fromNs, filter);
    const GraphAt after = graphAt(graph, toNs, filter);
    const auto holds = [](const GraphAt& at, EdgeNo no) {
        return std::ranges::binary_search(at.edges, no, {}, &EdgeAt::edge);
    };
    for (std::uint32_t i = 0; i < graph.edges().size(); ++i) {
        const EdgeNo no(i);
        const GraphEdge& edge = graph.edge(no);
        const bool was = holds(before, no);
        const bool is = holds(after, no);
        if (was != is) {
            changes.push_back({no, is ? Kind::Born : Kind::Died});
            continue;
        }
        const auto spans = graph.spans(no);
        if (was && !holdsThroughout(spans, fromNs, toNs)) {
            changes.push_back({no, Kind::Reborn});
            continue;
        }
        const bool isDanglingOne =
            graph.node(edge.from).isDangling() || graph.node(edge.to).isDangling();
        const bool isPart = (filter.derived || !edge.isDerived)
            && (filter.dangling || !isDanglingOne) && graph.statedAt(no, fromNs) == StatedBy::None
            && graph.statedAt(no, toNs) == StatedBy::None;
        if (!was && isPart && holdsAtAll(spans, fromNs, toNs))
            changes.push_back({no, Kind::Passed});
    }
    return changes;
}

Result<GraphDiff> differGraph(const TemporalGraph& graph, std::int64_t fromNs, std::int64_t toNs,
                              const GraphFilter& filter, const JobContext& context,
                              unsigned threads)
{
    auto nodes = differEstate(*graph.resources(), fromNs, toNs, context, threads);
    if (!nodes)
        return nodes.error();
    return GraphDiff{*std::move(nodes), differEdges(graph, fromNs, toNs, filter)};
}

} // namespace trailloupe::config
