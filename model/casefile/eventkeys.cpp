#include "model/casefile/eventkeys.h"

#include "model/ingest/sha256.h"

#include <algorithm>
#include <array>
#include <cstdio>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trailloupe::casefile {
namespace {

std::string hashOf(const store::EventStore& events, RowId row)
{
    std::string json;
    events.json(row, json);
    return ingest::Sha256::of(json);
}

std::string idOf(const store::EventStore& events, RowId row)
{
    std::string id;
    if (const auto path = events.paths().find("eventID"))
        events.value(row, *path, id);
    return id;
}

// The rows shown that happened in that second; without a time those that have none.
std::span<const RowId> rowsAt(const store::EventStore& events, std::optional<std::int64_t> time)
{
    const auto dated = events.timeOrder().subspan(0, events.datedCount());
    if (!time)
        return events.timeOrder().subspan(events.datedCount());
    const auto timeOf = [&events](RowId row) {
        return *events.time(row);
    };
    // clang 14 knows no subrange of the library's.
    const auto first = std::ranges::lower_bound(dated, *time, {}, timeOf);
    return {first, std::ranges::upper_bound(dated, *time, {}, timeOf)};
}

} // namespace

EventKey eventKey(const store::EventStore& events, RowId row)
{
    EventKey key{
        .eventId = idOf(events, row), .sha256 = hashOf(events, row), .time = events.time(row)};
    if (key.eventId.size() > kMaxNameBytes)
        key.eventId.clear(); // no id that AWS gives; the hash says which event it is
    return key;
}

Subject eventSubject(const store::EventStore& events, RowId row)
{
    EventKey key = eventKey(events, row);
    return {.eventId = std::move(key.eventId), .sha256 = std::move(key.sha256), .from = key.time};
}

std::optional<RowId> findEvent(const store::EventStore& events, const EventKey& key)
{
    const auto among = [&](std::span<const RowId> rows) -> std::optional<RowId> {
        for (const RowId row : rows) {
            if (hashOf(events, row) == key.sha256)
                return row;
        }
        return std::nullopt;
    };
    if (!key.eventId.empty())
        return among(events.findByEventId(key.eventId));
    return among(rowsAt(events, key.time));
}

std::optional<RowId> findEvent(const store::EventStore& events, const Subject& subject)
{
    return findEvent(events, EventKey{subject.eventId, subject.sha256, subject.from});
}

std::string fingerprint(const store::EventStore& events)
{
    // A sum does not depend on the order; the count tells repeated ids apart.
    std::uint64_t sum = events.rowCount();
    const auto path = events.paths().find("eventID");
    std::string id;
    for (const RowId row : events.timeOrder()) {
        id.clear();
        if (path)
            events.value(row, *path, id);
        sum += XXH3_64bits_withSeed(id.data(), id.size(),
                                    static_cast<std::uint64_t>(events.time(row).value_or(0)));
    }
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(sum));
    return digits.data();
}

} // namespace trailloupe::casefile
