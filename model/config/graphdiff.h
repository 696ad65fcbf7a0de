// What happened to the graph between two moments.
//
// Threads: any; works on `threads` of its own (0: one per processor).
// Units: nanoseconds since 1970-01-01 UTC.
// Cost: that of differEstate(), and O(spans).
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/config/estatediff.h"
#include "model/config/graphview.h"

#include <vector>

namespace trailloupe::config {

struct EdgeChange
{
    enum class Kind : std::uint8_t
    {
        Born, // holds after, not before
        Died, // held before, not after
        Passed, // neither, but in between
        Reborn, // both, but not all the time in between
    };
    EdgeNo edge;
    Kind kind = Kind::Born;
    bool operator==(const EdgeChange&) const = default;
};
const char* edgeChangeKey(EdgeChange::Kind kind); // "born"

struct GraphDiff
{
    std::vector<EstateChange> nodes; // in the order of the resources
    std::vector<EdgeChange> edges; // in the order of the edges; as the filter has it
};

// REQUIRES fromNs <= toNs.
Result<GraphDiff> differGraph(const TemporalGraph& graph, std::int64_t fromNs, std::int64_t toNs,
                              const GraphFilter& filter, const JobContext& context,
                              unsigned threads = 0);
// Of the edges alone, which takes milliseconds.
std::vector<EdgeChange> differEdges(const TemporalGraph& graph, std::int64_t fromNs,
                                    std::int64_t toNs, const GraphFilter& filter = {});

} // namespace trailloupe::config
