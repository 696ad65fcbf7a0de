#include "model/query/fieldplaces.h"

#include "model/store/segment.h"

#include <algorithm>

namespace trailloupe::query {

using store::LeafKind;
using store::ShapeToken;

std::vector<FieldPlace> placesOf(const PathMatcher& paths, const store::Shape& shape)
{
    std::vector<FieldPlace> places;
    std::uint32_t column = 0;
    // Numbers of the elements on the way, outermost first; whether each container is an array.
    std::vector<std::uint32_t> indexes;
    std::vector<bool> isArray;
    const bool counts = paths.hasIndex();
    const auto add = [&](const ShapeToken& token, bool isContainer) {
        places.push_back({token.kind, isContainer, column, token.path,
                          counts ? indexes : std::vector<std::uint32_t>()});
    };
    for (const ShapeToken& token : shape.tokens()) {
        if (token.op == ShapeToken::Op::End) {
            if (isArray.back())
                indexes.pop_back();
            isArray.pop_back();
            if (!isArray.empty() && isArray.back())
                ++indexes.back();
            continue;
        }
        const bool ends =
            paths.endsAt(token.path) && (!counts || paths.endsAt(token.path, indexes));
        if (token.op != ShapeToken::Op::Leaf) {
            if (ends)
                add(token, true);
            isArray.push_back(token.op == ShapeToken::Op::BeginArray);
            if (isArray.back())
                indexes.push_back(0);
            continue;
        }
        if (token.kind == LeafKind::Json ? ends || paths.leadsBelow(token.path) : ends)
            add(token, false);
        column += hasColumn(token.kind) ? 1 : 0;
        if (!isArray.empty() && isArray.back())
            ++indexes.back();
    }
    return places;
}

std::size_t shapesOf(const store::EventStore& events)
{
    std::size_t shapes = 0;
    for (const auto& segment : events.segments()) {
        for (const store::Segment::Block& block : segment->blocks())
            shapes = std::max(shapes, block.shape.index() + 1);
    }
    return shapes;
}

FieldPlan::FieldPlan(const FieldPath& path, const store::EventStore& events)
    : paths(path, events.paths())
{
    const std::size_t shapes = shapesOf(events);
    byShape.reserve(shapes);
    for (std::size_t i = 0; i < shapes; ++i)
        byShape.push_back(
            placesOf(paths, events.schema().shape(ShapeId(static_cast<ShapeId::Value>(i)))));
}

} // namespace trailloupe::query
