// Rebuilding events as JSON from a segment, and comparing them by content.
//
// Threads: pure functions.
#pragma once

#include "model/store/schema.h"
#include "model/store/segment.h"

#include <array>
#include <optional>
#include <string>

namespace trailloupe::store {

// Appends the event as compact JSON, members in the order of the record.
void appendEventJson(const Schema& schema, const Segment& segment, std::uint32_t row,
                     std::string& json);

// The leaves of a shape that hold the schema's identity. The kind of one that is missing is Null.
struct IdentityLeaves
{
    std::array<Shape::Leaf, Schema::kMostIdentity> leaves{};
    std::size_t count = 0;
};
// Nothing when a required one is missing.
std::optional<IdentityLeaves> identityLeaves(const Schema& schema, const Shape& shape);
// Appends what these leaves say in a row: equal texts, equal identity.
void appendIdentity(const Segment& segment, std::uint32_t row, const IdentityLeaves& identity,
                    std::string& text);

// True when both records hold the same members and values; the order of members does not count.
// Items say the same where one has null or nothing in a member (null, "", {}, []) that the other
// lacks: AWS Config's interfaces differ in that.
bool sameContent(const Schema& schema, const Segment& a, std::uint32_t rowA, const Segment& b,
                 std::uint32_t rowB);

enum class EmptyMembers : std::uint8_t
{
    Kept,
    Dropped, // null, "", {} and []
};
// JSON text with members sorted by key (stable, so repeated keys keep their order).
// Malformed text comes back unchanged.
std::string canonicalJson(std::string_view json, EmptyMembers empty = EmptyMembers::Kept);

} // namespace trailloupe::store
