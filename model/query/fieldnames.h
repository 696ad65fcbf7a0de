// Names of fields as people type them: short names, ECS names, derived columns, paths.
//
// Threads: pure functions over constant tables.
#pragma once

#include "model/query/predicate.h"

#include <optional>
#include <span>
#include <string_view>

namespace trailloupe::query {

struct FieldAlias
{
    std::string_view name; // as typed, any letter case
    std::string_view means; // a derived column or a path
    bool isShort; // one of ours; else an ECS name
};
std::span<const FieldAlias> fieldAliases();

// Nothing when the text is no field.
std::optional<Field> parseField(std::string_view text);
// The name that the filter bar shows: what parseField() reads as the same field.
std::string fieldText(const Field& field);
// A field that every event has by its format, so that "!=" on it leaves nothing out and takes
// nothing in.
bool everyEventHas(const Field& field);

} // namespace trailloupe::query
