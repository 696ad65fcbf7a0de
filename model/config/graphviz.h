// Graphviz: the layout of a scene by one of its engines. For graphlayout.cpp.
//
// Graphviz gets sizes and structure only; names and labels of the evidence never reach it.
// Threads: any; one call at a time, others wait. What Graphviz has to say goes into the error, not
// to stderr.
// Cost: Layers some 2 ms for 30 nodes, 100 ms for 150 nodes and 250 edges; LayersFast 180 ms, and
// Springs 330 ms, for 500 nodes and 750 edges. Cannot be interrupted.
// Errors: Internal when Graphviz fails; Cancelled when that is asked for before it begins.
#pragma once

#include "model/config/graphlayout.h"

#include <cstdint>
#include <string>

namespace trailloupe::config {

enum class GraphvizEngine : std::uint8_t
{
    Layers, // dot, from left to right, with lines round everything
    LayersFast, // dot, less tidy, without lines
    Springs, // sfdp, without boxes and lines
};
// REQUIRES a scene without boxes for Springs. Lines without points are left to the caller.
Result<GraphLayout> layOutByGraphviz(const GraphScene& scene, GraphvizEngine engine,
                                     const JobContext& context);

// The error that Graphviz finds in a text of its language; empty: none.
std::string dotError(const std::string& dot);

} // namespace trailloupe::config
