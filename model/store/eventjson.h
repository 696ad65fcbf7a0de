// Rebuilding events as JSON from a segment, and comparing them by content.
//
// Threads: pure functions.
#pragma once

#include "model/store/schema.h"
#include "model/store/segment.h"

#include <string>

namespace trailloupe::store {

// Appends the event as compact JSON, members in the order of the record.
void appendEventJson(const Schema& schema, const Segment& segment, std::uint32_t row,
                     std::string& json);

// True when both events hold the same members and values; the order of members does not count.
bool sameContent(const Schema& schema, const Segment& a, std::uint32_t rowA, const Segment& b,
                 std::uint32_t rowB);

// JSON text with members sorted by key (stable, so repeated keys keep their order).
// Malformed text comes back unchanged.
std::string canonicalJson(std::string_view json);

} // namespace trailloupe::store
