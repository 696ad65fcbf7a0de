// ValueKind: what stands at a path of an event.
#pragma once

#include <cstdint>

namespace trailloupe::store {

enum class ValueKind : std::uint8_t
{
    Missing, // the event has no such path
    Null,
    False,
    True,
    Number,
    Text,
    EmptyObject,
    EmptyArray,
    Json, // a subtree beyond the store's guards, kept as JSON text
};

// The JSON name of the type, for the fields tree: "string", "number", "null" …
const char* valueKindName(ValueKind kind);

} // namespace trailloupe::store
