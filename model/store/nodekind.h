// What kind of value a node of a JSON document is.
//
// Threads: pure function.
#pragma once

#include "model/base/jsondocument.h"
#include "model/store/value.h"

namespace trailloupe::store {

inline ValueKind kindOf(const JsonDocument::Node& node)
{
    using Kind = JsonDocument::Kind;
    switch (node.kind) {
    case Kind::Object:
        return node.childCount ? ValueKind::Json : ValueKind::EmptyObject;
    case Kind::Array:
        return node.childCount ? ValueKind::Json : ValueKind::EmptyArray;
    case Kind::String:
        return ValueKind::Text;
    case Kind::Number:
        return ValueKind::Number;
    case Kind::True:
        return ValueKind::True;
    case Kind::False:
        return ValueKind::False;
    case Kind::Null:
        break;
    }
    return ValueKind::Null;
}

} // namespace trailloupe::store
