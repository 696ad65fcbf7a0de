// GraphQuestion: which part of the graph is looked at, as of when: what it begins at, how far it
// goes, what was opened, closed and grouped; and the nodes and edges that this is.
//
// Roots are always part of it; then, as far as there is room, what is kept, what is within `depth`
// steps of a root, the nearest first, and the neighbours of what was expanded. What is hidden is
// never part of it, and nothing is reached through it. With a moment to compare with, what was
// there then is part of it too, with its edges of then.
// Threads: pure functions, any thread.
// Units: nanoseconds since 1970-01-01 UTC.
// Cost: O(nodes + edges) of the whole graph, some milliseconds for 10,000 and 50,000.
#pragma once

#include "model/config/graphgroups.h"
#include "model/config/graphlayout.h"
#include "model/config/graphview.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::workspace {

struct GraphQuestion
{
    static constexpr std::uint32_t kFirstNodes = 400;
    static constexpr std::uint32_t kMostNodes = config::GraphLayout::kMostNodes;
    // What has more neighbours is shown, but gone on from only where it is a root or expanded.
    static constexpr std::uint32_t kMostFanOut = 60;

    std::vector<config::NodeNo> roots;
    std::vector<config::NodeNo> kept; // shown besides: what a path leads over
    std::vector<config::NodeNo> expanded; // in the order in which that was asked for
    std::vector<config::NodeNo> closed; // not gone on from, whatever the depth is
    std::vector<config::NodeNo> hidden;
    std::uint32_t depth = 1;
    std::uint32_t most = kFirstNodes; // nodes; roots always
    std::int64_t atNs = config::kEndOfExport;
    std::optional<std::int64_t> beforeNs; // before atNs: compared with
    config::GraphFilter filter{.derived = true, .dangling = true, .deleted = true};
    config::Grouping grouping;
    bool operator==(const GraphQuestion&) const = default;
};

struct GraphPart
{
    config::ShownGraph shown; // `of`: all of the moment, of the one before and of what is shown
    // All of whose neighbours were asked for, whether or not there is room for them; sorted.
    std::vector<config::NodeNo> opened;
};
GraphPart partOf(const config::TemporalGraph& graph, const GraphQuestion& question);

// When something about this part may have changed, in order, each once: captures of what is shown,
// begins and ends of relations among it and to neighbours of what is opened.
std::vector<std::int64_t> changeMoments(const config::TemporalGraph& graph, const GraphPart& part,
                                        const config::GraphFilter& filter);

} // namespace trailloupe::workspace
