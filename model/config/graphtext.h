// A scene as text for other programs: DOT for Graphviz, SVG for browsers and reports.
//
// Threads: pure functions; any thread. Cost: O(scene). Texts of the evidence are escaped; control
// characters, and bytes that are no UTF-8, are made visible.
#pragma once

#include "model/config/graphlayout.h"

#include <string>

namespace trailloupe::config {

// "as of 2026-03-11T15:00:00Z (UTC)", or "as of the end of the export".
std::string momentText(std::int64_t atNs);
// "2026-03-11T15:00:00Z", with milliseconds where there are some.
std::string momentIso(std::int64_t atNs);

std::string graphDot(const GraphScene& scene);
// REQUIRES the layout of this scene. With the moment, the zone and "showing N of M nodes" in it.
std::string graphSvg(const GraphScene& scene, const GraphLayout& layout);

} // namespace trailloupe::config
