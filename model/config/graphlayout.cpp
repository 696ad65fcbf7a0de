#include "model/config/graphlayout.h"

#include "model/config/graphplacement.h"
#include "model/config/graphviz.h"

#include <algorithm>
#include <map>
#include <new>
#include <optional>
#include <unordered_map>

namespace trailloupe::config {
namespace {

// Graphviz cannot be interrupted: what would take it longer than half a second is placed otherwise.
constexpr std::size_t kMostTidy = 150;
constexpr std::size_t kMostForGraphviz = 500;
constexpr std::size_t kMostEdgesForGraphviz = 2000;

// More edges than that are no hierarchy: its layers would go on for many screens.
std::size_t mostInLayers(std::size_t nodes)
{
    return std::max<std::size_t>(90, nodes * 9 / 5);
}

std::optional<GraphvizEngine> engineFor(const GraphScene& scene)
{
    const std::size_t nodes = scene.nodes.size();
    const std::size_t edges = scene.edges.size();
    if (nodes > kMostForGraphviz || edges > kMostEdgesForGraphviz)
        return std::nullopt;
    const bool isHierarchy = edges <= mostInLayers(nodes);
    if (isHierarchy && nodes <= kMostTidy)
        return GraphvizEngine::Layers;
    // Many nodes make layers that are higher than any screen.
    if (scene.boxes.empty())
        return GraphvizEngine::Springs;
    return isHierarchy ? std::optional(GraphvizEngine::LayersFast) : std::nullopt;
}

const std::string& keyOf(const GraphScene& scene, const SceneEnd& end)
{
    return end.isBox ? scene.boxes[end.index].key : scene.nodes[end.index].key;
}

bool isTooLarge(const GraphScene& scene)
{
    return scene.nodes.size() > GraphLayout::kMostNodes
        || scene.edges.size() > GraphLayout::kMostEdges;
}

bool isCancelledEdge(std::size_t i, const JobContext& context)
{
    return i % 64 == 0 && context.cancelled();
}

// Those that have none.
Result<GraphLayout> withLines(const GraphScene& scene, GraphLayout layout,
                              const JobContext& context)
{
    layout.edges.resize(scene.edges.size());
    for (std::size_t i = 0; i < scene.edges.size(); ++i) {
        if (isCancelledEdge(i, context))
            return Error{.kind = Error::Kind::Cancelled};
        if (layout.edges[i].points.size() < 4)
            layout.edges[i] = lineBetween(scene, layout, scene.edges[i]);
    }
    return layout;
}

Result<GraphLayout> layOutAfresh(const GraphScene& scene, const JobContext& context)
{
    if (const auto engine = engineFor(scene)) {
        auto made = layOutByGraphviz(scene, *engine, context);
        if (made && isApart(*made))
            return withLines(scene, *std::move(made), context);
        if (!made && made.error().kind == Error::Kind::Cancelled)
            return made;
    }
    return withLines(scene, placeInRows(scene), context);
}

using LinesByEnds = std::map<std::pair<std::string_view, std::string_view>, std::size_t>;

// Lines whose ends stay where they were stay too, unless something new is in their way.
Result<void> drawLines(const GraphScene& scene, const GraphScene& before,
                       const GraphLayout& previous, const std::vector<bool>& isPlaced,
                       const JobContext& context, GraphLayout& layout)
{
    LinesByEnds lines;
    for (std::size_t i = 0; i < before.edges.size(); ++i)
        lines[{keyOf(before, before.edges[i].from), keyOf(before, before.edges[i].to)}] = i;
    layout.edges.resize(scene.edges.size());
    for (std::size_t i = 0; i < scene.edges.size(); ++i) {
        if (isCancelledEdge(i, context))
            return Error{.kind = Error::Kind::Cancelled};
        const SceneEdge& edge = scene.edges[i];
        const auto it = lines.find({keyOf(scene, edge.from), keyOf(scene, edge.to)});
        bool isKept = it != lines.end();
        if (isKept) {
            const SceneEdge& was = before.edges[it->second];
            const LayoutLine& line = previous.edges[it->second];
            isKept = rectOf(edge.from, layout) == rectOf(was.from, previous)
                && rectOf(edge.to, layout) == rectOf(was.to, previous);
            for (std::size_t node = 0; node < scene.nodes.size() && isKept; ++node)
                isKept = isPlaced[node] || !crosses(line, layout.nodes[node]);
            if (isKept)
                layout.edges[i] = line;
        }
        if (!isKept)
            layout.edges[i] = lineBetween(scene, layout, edge);
    }
    return {};
}

Result<KeptLayout> layOutBeside(const GraphScene& scene, const GraphScene& before,
                                const GraphLayout& previous, const JobContext& context)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < before.nodes.size(); ++i)
        places.emplace(before.nodes[i].key, i);
    KeptLayout kept;
    GraphLayout& layout = kept.layout;
    layout.width = previous.width;
    layout.height = previous.height;
    layout.nodes.resize(scene.nodes.size());
    std::vector<bool> isPlaced(scene.nodes.size());
    for (std::size_t i = 0; i < scene.nodes.size(); ++i) {
        const auto it = places.find(scene.nodes[i].key);
        isPlaced[i] = it != places.end();
        if (isPlaced[i])
            layout.nodes[i] = previous.nodes[it->second];
    }
    const bool isAny = std::ranges::find(isPlaced, true) != isPlaced.end();
    if (isAny) {
        kept.moved = placeBeside(scene, isPlaced, layout);
        const auto drawn = drawLines(scene, before, previous, isPlaced, context, layout);
        if (!drawn)
            return drawn.error();
        kept.shift = shiftToOrigin(layout);
        kept.isKept = true;
        return kept;
    }
    auto fresh = layOut(scene, context);
    if (!fresh)
        return fresh.error();
    kept.layout = *std::move(fresh);
    return kept;
}

template<typename Work>
auto within(const GraphScene& scene, const Work& work) -> decltype(work())
{
    if (isTooLarge(scene))
        return Error{.kind = Error::Kind::TooLarge, .detail = "more than can be drawn"};
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

} // namespace

Result<GraphLayout> layOut(const GraphScene& scene, const JobContext& context)
{
    return within(scene, [&]() -> Result<GraphLayout> {
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        auto layout = layOutAfresh(scene, context);
        if (layout)
            shiftToOrigin(*layout);
        return layout;
    });
}

Result<KeptLayout> layOutKeeping(const GraphScene& scene, const GraphScene& previousScene,
                                 const GraphLayout& previous, const JobContext& context)
{
    return within(scene, [&]() -> Result<KeptLayout> {
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        return layOutBeside(scene, previousScene, previous, context);
    });
}

} // namespace trailloupe::config
