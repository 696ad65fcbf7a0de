// FieldPlaces: where the events of each shape hold values of a field.
//
// Threads: pure functions; a FieldPlan is immutable. Cost: O(tokens of the shapes).
#pragma once

#include "model/query/fieldpath.h"
#include "model/store/eventstore.h"
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

// How many shapes the segments of a store use: numbers below this.
std::size_t shapesOf(const store::EventStore& events);

// The places of a field in every shape of a store, which outlives this.
struct FieldPlan
{
    FieldPlan(const FieldPath& path, const store::EventStore& events);

    PathMatcher paths;
    std::vector<std::vector<FieldPlace>> byShape;
};

} // namespace trailloupe::query
