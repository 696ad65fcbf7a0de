// GraphPicture: a part of the graph, made ready to be drawn: what is shown, as a scene, and where.
//
// What was in the picture before stays where it was, unless that was made for another graph or
// grouped by something else; the same scene as before keeps all its places, which costs nothing.
// Threads: immutable once made; makePicture() runs in a job.
// Cost: that of config::layOut(), some 100 ms for 400 nodes.
// Errors: those of config::layOut(): TooLarge beyond GraphLayout::kMostNodes, Cancelled.
#pragma once

#include "model/workspace/graphquestion.h"

#include <memory>
#include <optional>

namespace trailloupe::workspace {

using GraphPtr = std::shared_ptr<const config::TemporalGraph>;

struct GraphPicture
{
    GraphPtr graph;
    GraphQuestion question;
    GraphPart part;
    config::GraphScene scene;
    config::GraphLayout layout;
    // To be added to places of the picture before; nothing where nothing was kept.
    std::optional<config::LayoutPoint> shift;

    const config::ShownGraph& shown() const { return part.shown; }
    // Where the node is drawn: itself, its box (a network may be that without being one of those
    // to be shown), or the group that it is collapsed into. Nothing where it is not.
    std::optional<config::SceneEnd> endOf(config::NodeNo no) const;
    bool isShown(config::NodeNo no) const { return endOf(no).has_value(); }
    // The line that stands for an edge, by its index in the scene; nothing where none does.
    std::optional<std::uint32_t> lineOf(config::EdgeNo no) const;

    // Of the nodes that are shown, by number; filled by makePicture().
    std::vector<std::optional<config::SceneEnd>> ends;
};
using GraphPicturePtr = std::shared_ptr<const GraphPicture>;

Result<GraphPicturePtr> makePicture(const GraphPtr& graph, const GraphQuestion& question,
                                    const GraphPicturePtr& before, const JobContext& context);

} // namespace trailloupe::workspace
