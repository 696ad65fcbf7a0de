#include "model/store/value.h"

namespace trailloupe::store {

const char* valueKindName(ValueKind kind)
{
    switch (kind) {
    case ValueKind::Missing:
        return "missing";
    case ValueKind::Null:
        return "null";
    case ValueKind::False:
    case ValueKind::True:
        return "boolean";
    case ValueKind::Number:
        return "number";
    case ValueKind::Text:
        return "string";
    case ValueKind::EmptyObject:
        return "object";
    case ValueKind::EmptyArray:
        return "array";
    case ValueKind::Json:
        return "json";
    }
    return "missing";
}

} // namespace trailloupe::store
