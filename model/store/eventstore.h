// EventStore: every field of every event of an export, immutable, in time order. STORE.md has the
// layout.
//
// Representation: a list of sealed segments, the shapes and paths they share, and the order of the
// rows that
//   are shown. Duplicates stay in their segments and are reachable as occurrences of the row that
//   is shown.
// Threads: immutable after it was published; any thread, const members. A new generation is a new
// object
//   that shares the segments of the one before.
// Units: times are seconds since 1970-01-01 UTC (CloudTrail's own resolution); sizes are bytes.
// Cost: value() of a row O(1) + its text; json() O(size of the event); findByEventId() O(segments *
// log rows).
#pragma once

#include "model/base/strongid.h"
#include "model/store/pathtable.h"
#include "model/store/value.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::store {

class RowTexts;
class Segment;
class Schema;

// One appearance of an event in the evidence.
struct Occurrence
{
    SourceId source;
    std::uint64_t record = 0; // number within the source, from 0
    std::uint64_t offset = 0; // of the record, bytes from the start of the source's text
    bool operator==(const Occurrence&) const = default;
};

class EventStore
{
public:
    EventStore(); // the empty store
    ~EventStore();
    EventStore(const EventStore&) = delete;
    EventStore& operator=(const EventStore&) = delete;

    std::uint64_t generation() const { return m_generation; }
    // The next generation: the same events, with texts that were found out about all of them.
    std::shared_ptr<const EventStore> with(std::shared_ptr<const RowTexts> texts) const;
    const RowTexts* rowTexts() const { return m_rowTexts.get(); } // null: none

    // Rows that are shown, in time order (order inside one second is that of the sources); undated
    // ones last.
    std::span<const RowId> timeOrder() const { return {m_order.data(), m_order.size()}; }
    std::size_t rowCount() const { return m_order.size(); }
    // timeOrder()[0, datedCount()) have a time.
    std::size_t datedCount() const { return m_datedCount; }
    std::uint64_t duplicateCount() const { return m_duplicateCount; }

    // Where a row stands in timeOrder(); nothing for one that is not shown, or of another store.
    // O(log rows + rows of the same second), of an undated row O(undated rows).
    std::optional<std::size_t> placeInTimeOrder(RowId row) const;

    // Absent for undated rows.
    std::optional<std::int64_t> time(RowId row) const;

    const PathTable& paths() const;

    // The first value of a path in a row, as text: strings unescaped, numbers as they stand in the
    // record, "true", "false", "null", "{}" and "[]" for empty containers, JSON text for a subtree
    // that is kept as text. Kind Missing and no text where the event has no such path. Replaces
    // `text`.
    ValueKind value(RowId row, PathId path, std::string& text) const;
    // Every value of a path in a row, in document order (a path through an array has several).
    using ValueSink = std::function<void(ValueKind, std::string_view)>;
    void values(RowId row, PathId path, const ValueSink& sink) const;
    // Every leaf of a row in document order.
    using LeafSink = std::function<void(PathId, ValueKind, std::string_view)>;
    void leaves(RowId row, const LeafSink& sink) const;

    // The whole event as compact JSON: member order, number text, duplicate keys and empty
    // containers as in the record; strings escaped minimally. Appends to `json`.
    void json(RowId row, std::string& json) const;

    // The first is the one shown; the others are duplicates, in the order they were found.
    std::vector<Occurrence> occurrences(RowId row) const;
    // Rows shown whose eventID is this text (more than one only when their contents differ).
    std::vector<RowId> findByEventId(std::string_view eventId) const;
    // The row shown for a record of a source, also when that record is a duplicate.
    std::optional<RowId> findByOccurrence(SourceId source, std::uint64_t record) const;

    std::span<const std::shared_ptr<const Segment>> segments() const
    {
        return {m_segments.data(), m_segments.size()};
    }
    const Schema& schema() const { return *m_schema; }

    std::uint64_t memoryBytes() const;
    // "" when every invariant of STORE.md holds, else what is wrong. Slow: for tests.
    std::string checkInvariants() const;

private:
    friend class EventStoreBuilder;
    struct Duplicate
    {
        RowId shown;
        RowId hidden;
    };

    RowId shownRow(RowId row) const; // itself, unless it is a duplicate

    std::uint64_t m_generation = 0;
    std::shared_ptr<const Schema> m_schema;
    std::vector<std::shared_ptr<const Segment>> m_segments;
    std::vector<RowId> m_order;
    std::size_t m_datedCount = 0;
    std::uint64_t m_duplicateCount = 0;
    std::shared_ptr<const std::vector<Duplicate>> m_duplicates; // by shown row
    std::shared_ptr<const RowTexts> m_rowTexts;
};

} // namespace trailloupe::store
