#include "model/config/inventoryorder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <compare>
#include <limits>
#include <new>
#include <tuple>
#include <utility>

namespace trailloupe::config {
namespace {

using Kind = InventoryColumn::Kind;

constexpr std::uint32_t kStep = 512; // rows between two looks at the context
constexpr std::string_view kPathPrefix = "path:";

constexpr std::array<std::pair<Kind, std::string_view>, 11> kKeys{{{Kind::Type, "type"},
                                                                   {Kind::Id, "id"},
                                                                   {Kind::Name, "name"},
                                                                   {Kind::Account, "account"},
                                                                   {Kind::Region, "region"},
                                                                   {Kind::Tags, "tags"},
                                                                   {Kind::State, "state"},
                                                                   {Kind::Changes, "changes"},
                                                                   {Kind::LastChange, "lastChange"},
                                                                   {Kind::FirstSeen, "firstSeen"},
                                                                   {Kind::Arn, "arn"}}};

// What a row is put in order by.
struct Place
{
    enum class Class : std::uint8_t
    {
        Number,
        Text,
        None,
    };
    Class kind = Class::None;
    std::int64_t key = 0; // of a number, in its order
    std::string text; // decides between equals
    std::uint32_t row = 0;
};

Place placeOf(std::int64_t number)
{
    return {Place::Class::Number, number, {}, 0};
}

Place placeOfTime(std::int64_t ns)
{
    return {ns == kNoTime ? Place::Class::None : Place::Class::Number, ns, {}, 0};
}

// An integer of the same order.
std::int64_t orderOf(double value)
{
    const auto bits = std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value);
    return bits < 0 ? bits ^ std::numeric_limits<std::int64_t>::max() : bits;
}

Place placeOf(std::string text)
{
    Place place;
    place.kind = text.empty() ? Place::Class::None : Place::Class::Text;
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && error == std::errc() && end == text.data() + text.size()
        && std::isfinite(number)) {
        place.kind = Place::Class::Number;
        place.key = orderOf(number);
    }
    place.text = std::move(text);
    return place;
}

// Live ones first, what is gone last.
int rankOf(State::Presence presence)
{
    switch (presence) {
    case State::Presence::Live:
        return 0;
    case State::Presence::NotRecorded:
        return 1;
    case State::Presence::Undated:
        return 2;
    case State::Presence::Deleted:
    case State::Presence::NotYet:
        break;
    }
    return 3;
}

Place placeOf(const InventoryFacts& facts, const InventoryRow& row, const InventoryColumn& column)
{
    switch (column.kind) {
    case Kind::State:
        return placeOf(rankOf(row.state.presence));
    case Kind::Changes:
        return placeOf(std::int64_t{row.state.itemCount});
    case Kind::LastChange:
        return placeOfTime(facts.lastChangeNs(row));
    case Kind::FirstSeen:
        return placeOfTime(facts.firstSeenNs(row));
    default:
        return placeOf(inventoryText(facts, row, column));
    }
}

// Equal ones keep their places.
bool isBefore(const Place& a, const Place& b, bool descending)
{
    if (a.kind != b.kind) {
        const bool isValued = a.kind != Place::Class::None && b.kind != Place::Class::None;
        return descending && isValued ? b.kind < a.kind : a.kind < b.kind;
    }
    const auto order = std::tie(a.key, a.text) <=> std::tie(b.key, b.text);
    if (order != 0)
        return descending ? order > 0 : order < 0;
    return a.row < b.row;
}

} // namespace

std::string inventoryColumnKey(const InventoryColumn& column)
{
    if (column.kind == Kind::Path)
        return std::string(kPathPrefix) + column.path;
    return std::string(
        std::ranges::find(kKeys, column.kind, &std::pair<Kind, std::string_view>::first)->second);
}

std::optional<InventoryColumn> parseInventoryColumn(std::string_view key)
{
    if (key.starts_with(kPathPrefix)) {
        key.remove_prefix(kPathPrefix.size());
        if (key.empty() || !store::PathTable::parse(key))
            return std::nullopt;
        return InventoryColumn{Kind::Path, std::string(key)};
    }
    const auto it = std::ranges::find(kKeys, key, &std::pair<Kind, std::string_view>::second);
    return it == kKeys.end() ? std::nullopt : std::optional(InventoryColumn{it->first, {}});
}

std::string inventoryText(const InventoryFacts& facts, const InventoryRow& row,
                          const InventoryColumn& column)
{
    const Resource& resource = facts.resources()->resource(row.no);
    switch (column.kind) {
    case Kind::Type:
        return std::string(resource.type);
    case Kind::Id:
        return std::string(resource.id);
    case Kind::Name:
        return facts.name(row);
    case Kind::Account:
        return std::string(resource.accountId);
    case Kind::Region:
        return std::string(resource.region);
    case Kind::Tags:
        return facts.tags(row);
    case Kind::State:
        return presenceKey(row.state.presence);
    case Kind::Changes:
        return std::to_string(row.state.itemCount);
    case Kind::LastChange:
        return facts.lastChange(row);
    case Kind::FirstSeen:
        return facts.firstSeen(row);
    case Kind::Arn:
        return facts.arn(row);
    case Kind::Path:
        return facts.path(row, column.path);
    }
    return {};
}

Result<std::vector<InventoryRow>> sortInventory(const Inventory& inventory,
                                                const InventorySort& sort,
                                                const JobContext& context)
{
    try {
        const InventoryFacts facts(inventory.resources(), inventory.asOfNs());
        std::vector<Place> places;
        places.reserve(inventory.rows().size());
        for (const InventoryRow& row : inventory.rows()) {
            if (places.size() % kStep == 0 && context.cancelled())
                return Error{.kind = Error::Kind::Cancelled};
            places.push_back(placeOf(facts, row, sort.column));
            places.back().row = row.no.value();
        }
        std::ranges::sort(places, [&](const Place& a, const Place& b) {
            return isBefore(a, b, sort.descending);
        });
        std::vector<InventoryRow> sorted;
        sorted.reserve(places.size());
        for (const Place& place : places)
            sorted.push_back(inventory.rows()[*inventory.rowOf(ResourceNo(place.row))]);
        return sorted;
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

} // namespace trailloupe::config
