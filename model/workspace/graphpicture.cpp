#include "model/workspace/graphpicture.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace trailloupe::workspace {
namespace {

using config::GraphScene;
using config::kNoBox;
using config::NodeNo;
using config::SceneEnd;
using config::SceneNode;
using config::ShownNode;

using EndsByKey = std::unordered_map<std::string_view, SceneEnd>;

EndsByKey endsByKey(const GraphScene& scene)
{
    EndsByKey ends;
    for (std::uint32_t i = 0; i < scene.boxes.size(); ++i)
        ends.emplace(scene.boxes[i].key, SceneEnd{true, i});
    for (std::uint32_t i = 0; i < scene.nodes.size(); ++i)
        ends.emplace(scene.nodes[i].key, SceneEnd{false, i});
    return ends;
}

// What the nodes of a scene stand for, by the number of the node.
std::unordered_map<std::uint32_t, SceneEnd> endsOfNodes(const GraphScene& scene)
{
    std::unordered_map<std::uint32_t, SceneEnd> ends;
    for (std::uint32_t i = 0; i < scene.boxes.size(); ++i) {
        if (scene.boxes[i].node.isValid())
            ends.emplace(scene.boxes[i].node.value(), SceneEnd{true, i});
    }
    for (std::uint32_t i = 0; i < scene.nodes.size(); ++i) {
        if (scene.nodes[i].node.isValid())
            ends.emplace(scene.nodes[i].node.value(), SceneEnd{false, i});
    }
    return ends;
}

// A scene does not list what is in its groups: the same scene with nothing collapsed tells.
std::vector<std::optional<SceneEnd>> endsOf(const config::TemporalGraph& graph,
                                            const config::ShownGraph& shown,
                                            const GraphScene& scene,
                                            const config::Grouping& grouping)
{
    const auto here = endsOfNodes(scene);
    GraphScene open;
    if (!grouping.collapsed.empty()) {
        config::Grouping opened = grouping;
        opened.collapsed.clear();
        open = makeScene(graph, shown, opened);
    }
    const auto inOpen = endsOfNodes(open);
    const auto byKey = endsByKey(scene);
    std::vector<std::optional<SceneEnd>> ends;
    for (const ShownNode& node : shown.nodes) {
        if (const auto it = here.find(node.node.value()); it != here.end()) {
            ends.push_back(it->second);
            continue;
        }
        std::optional<SceneEnd> end;
        const auto place = inOpen.find(node.node.value());
        std::uint32_t box = kNoBox;
        if (place != inOpen.end())
            box = place->second.isBox ? place->second.index : open.nodes[place->second.index].box;
        // The outermost one that is collapsed.
        for (; box != kNoBox; box = open.boxes[box].box) {
            if (const auto it = byKey.find(open.boxes[box].key);
                grouping.collapsed.contains(open.boxes[box].key) && it != byKey.end())
                end = it->second;
        }
        ends.push_back(end);
    }
    return ends;
}

// The same nodes, boxes and lines: words and states may differ.
bool isSameShape(const GraphScene& a, const GraphScene& b)
{
    return std::ranges::equal(a.nodes, b.nodes,
                              [](const auto& x, const auto& y) {
                                  return x.key == y.key && x.box == y.box && x.kind == y.kind;
                              })
        && std::ranges::equal(
               a.boxes, b.boxes,
               [](const auto& x, const auto& y) { return x.key == y.key && x.box == y.box; })
        && std::ranges::equal(a.edges, b.edges, [](const auto& x, const auto& y) {
               return x.from == y.from && x.to == y.to;
           });
}

Result<void> placeIn(GraphPicture& picture, const GraphPicturePtr& before,
                     const JobContext& context)
{
    if (before && isSameShape(picture.scene, before->scene)) {
        picture.layout = before->layout;
        picture.shift = config::LayoutPoint();
        return {};
    }
    if (!before || before->scene.nodes.empty()) {
        auto made = layOut(picture.scene, context);
        if (!made)
            return made.error();
        picture.layout = std::move(*made);
        return {};
    }
    auto made = layOutKeeping(picture.scene, before->scene, before->layout, context);
    if (!made)
        return made.error();
    picture.layout = std::move(made->layout);
    if (made->isKept)
        picture.shift = made->shift;
    return {};
}

} // namespace

std::optional<SceneEnd> GraphPicture::endOf(NodeNo no) const
{
    const auto it = std::ranges::lower_bound(shown().nodes, no, {}, &ShownNode::node);
    if (it != shown().nodes.end() && it->node == no)
        return ends[static_cast<std::size_t>(it - shown().nodes.begin())];
    for (std::uint32_t i = 0; i < scene.boxes.size(); ++i) {
        if (scene.boxes[i].node == no)
            return SceneEnd{true, i};
    }
    for (std::uint32_t i = 0; i < scene.nodes.size(); ++i) {
        if (scene.nodes[i].node == no)
            return SceneEnd{false, i};
    }
    return std::nullopt;
}

std::optional<std::uint32_t> GraphPicture::lineOf(config::EdgeNo no) const
{
    for (std::uint32_t i = 0; i < scene.edges.size(); ++i) {
        if (std::ranges::binary_search(scene.edges[i].edges, no))
            return i;
    }
    return std::nullopt;
}

Result<GraphPicturePtr> makePicture(const GraphPtr& graph, const GraphQuestion& question,
                                    const GraphPicturePtr& before, const JobContext& context)
{
    auto picture = std::make_shared<GraphPicture>();
    picture->graph = graph;
    picture->question = question;
    picture->part = partOf(*graph, question);
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    picture->scene = makeScene(*graph, picture->shown(), question.grouping);
    picture->ends = endsOf(*graph, picture->shown(), picture->scene, question.grouping);
    // In other boxes what was side by side is no longer.
    const bool isKept = before && before->graph == graph
        && before->question.grouping.by == question.grouping.by
        && before->question.grouping.tag == question.grouping.tag;
    if (auto placed = placeIn(*picture, isKept ? before : nullptr, context); !placed)
        return placed.error();
    return GraphPicturePtr(std::move(picture));
}

} // namespace trailloupe::workspace
