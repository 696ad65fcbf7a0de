// Graphviz: the hierarchical layout of a scene by its "dot" engine. For graphlayout.cpp.
//
// Graphviz gets sizes and structure only; names and labels of the evidence never reach it.
// Threads: any; one call at a time, others wait. What Graphviz has to say goes into the error, not
// to stderr.
// Cost: 100 nodes some 20 ms, 400 nodes and 800 edges some 300 ms; cannot be interrupted.
// Errors: Internal when Graphviz fails; Cancelled when that is asked for before it begins.
#pragma once

#include "model/config/graphlayout.h"

namespace trailloupe::config {

Result<GraphLayout> layOutByDot(const GraphScene& scene, const JobContext& context);

// The error that Graphviz finds in a text of its language; empty: none.
std::string dotError(const std::string& dot);

} // namespace trailloupe::config
