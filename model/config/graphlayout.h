// Where the nodes, boxes and edges of a scene are drawn. Places come from Graphviz, which gets
// neither texts nor fonts from us: the same scene gives the same places on every machine.
//
// Threads: any; Graphviz is not made for threads, so that one layout waits for another. A layout
// that has begun in Graphviz cannot be interrupted: keep scenes within kMostNodes, and drop late
// results.
// Units: points (1/72 inch), x to the right, y down; everything is within [0, width] x [0, height].
// Cost: 400 nodes and 720 lines some 65 ms, the most for which Graphviz is asked 350 ms.
// Errors: Cancelled; TooLarge beyond kMostNodes nodes or kMostEdges edges, or when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/graphgroups.h"

#include <cstdint>
#include <vector>

namespace trailloupe::config {

struct LayoutPoint
{
    double x = 0;
    double y = 0;
    bool operator==(const LayoutPoint&) const = default;
};

struct LayoutRect
{
    double x = 0; // left
    double y = 0; // top
    double width = 0;
    double height = 0;
    bool operator==(const LayoutRect&) const = default;
};

// Cubic Bézier curves: 1 + 3n points, from the edge of one end to that of the other.
struct LayoutLine
{
    std::vector<LayoutPoint> points;
    bool operator==(const LayoutLine&) const = default;
};

struct GraphLayout
{
    static constexpr std::uint32_t kMostNodes = 2000;
    static constexpr std::uint32_t kMostEdges = 8000;
    // Sizes of a node; a painter elides what does not fit.
    static constexpr double kNodeWidth = 180; // "subnet-0123456789abcdef0" fits
    static constexpr double kNodeHeight = 40; // two lines
    static constexpr double kBoxTitle = 20; // room for the title at the top of a box

    double width = 0;
    double height = 0;
    std::vector<LayoutRect> nodes; // as in the scene
    std::vector<LayoutRect> boxes;
    std::vector<LayoutLine> edges;
    bool operator==(const GraphLayout&) const = default;
};

Result<GraphLayout> layOut(const GraphScene& scene, const JobContext& context);

// The point half way along a line; the origin of one without points.
LayoutPoint middleOf(const LayoutLine& line);

// The same, but what is in `previousScene` too stays where it was, and the rest finds room around
// it. Everything may shift together, so that the picture still begins at the origin; and where a
// box must grow and has no room, what is below it moves down.
struct KeptLayout
{
    GraphLayout layout;
    LayoutPoint shift; // to be added to the places of before
    bool isKept = false; // false: nothing of before is in the scene
    std::uint32_t moved = 0; // nodes of before that moved by more than the shift
};
Result<KeptLayout> layOutKeeping(const GraphScene& scene, const GraphScene& previousScene,
                                 const GraphLayout& previous, const JobContext& context);

} // namespace trailloupe::config
