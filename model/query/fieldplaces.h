// FieldPlaces: where the events of one shape hold values of a field.
//
// Threads: pure functions. Cost: O(tokens of the shape).
#pragma once

#include "model/query/fieldpath.h"
#include "model/store/schema.h"

#include <cstdint>
#include <vector>

namespace trailloupe::query {

struct FieldPlace
{
    store::LeafKind kind = store::LeafKind::Null;
    bool isContainer = false; // an object or array that is not empty
    std::uint32_t column = 0;
    PathId path;
    std::vector<std::uint32_t> indexes; // of the elements on the way, where they decide
};

// In document order. A Json leaf is a place too where the field may hide inside it.
std::vector<FieldPlace> placesOf(const PathMatcher& paths, const store::Shape& shape);

} // namespace trailloupe::query
