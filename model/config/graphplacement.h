// Places that we find ourselves: rows of nodes in boxes, room for what is new beside what stays,
// and lines around nodes. For graphlayout.cpp.
//
// Threads: pure functions; the same input gives the same places. Units: as in graphlayout.h.
// Cost: rows O(nodes + boxes); room for one node O(tries x (nodes + boxes)); a line O(nodes).
#pragma once

#include "model/config/graphlayout.h"

#include <vector>

namespace trailloupe::config {

// Nodes in rows, boxes among them, those around them around all that; without lines.
GraphLayout placeInRows(const GraphScene& scene);

// Finds room for the nodes that are not `isPlaced` in `layout`, while the others stay, and makes
// the boxes around what is in them. Where a box has no room and none around it, everything below
// moves down. Tells how many nodes that had a place moved.
std::uint32_t placeBeside(const GraphScene& scene, const std::vector<bool>& isPlaced,
                          GraphLayout& layout);

// Boxes as large as what is in them.
void wrapBoxes(const GraphScene& scene, GraphLayout& layout);

// No two nodes overlap.
bool isApart(const GraphLayout& layout);
LayoutRect rectOf(const SceneEnd& end, const GraphLayout& layout);
bool crosses(const LayoutLine& line, const LayoutRect& rect);
// From border to border, with a bend around other nodes where one is enough.
LayoutLine lineBetween(const GraphScene& scene, const GraphLayout& layout, const SceneEdge& edge);

// Everything so that the picture begins at the origin; tells how far it went, and sets the size.
LayoutPoint shiftToOrigin(GraphLayout& layout);

} // namespace trailloupe::config
