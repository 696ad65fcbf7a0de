// EventStoreBuilder: collects sealed segments, finds duplicates, keeps the time order and publishes
// generations of the EventStore.
//
// Duplicates: two rows with one eventID and the same content (member order does not count) are one
// event; the
//   one whose source was listed first is shown. A row from a summary source (a CSV that lacks most
//   fields) gives way to any full record of the same eventID. Rows without eventID are compared by
//   content. Two rows of one eventID with different contents are both shown and reported as a
//   conflict.
// Order: by time, then by the place of the source in the listing, then by record; so it does not
// depend on
//   which worker was faster.
// Threads: one at a time (the loader holds a lock); what publish() returns is immutable.
// Cost: add() one hash probe a row; publish() one merge over all rows.
#pragma once

#include "model/store/eventstore.h"
#include "model/store/schema.h"
#include "model/store/segment.h"

#include <memory>
#include <span>
#include <vector>

namespace trailloupe::store {

class EventStoreBuilder
{
public:
    explicit EventStoreBuilder(std::shared_ptr<Schema> schema);
    ~EventStoreBuilder();

    // What the builder must know of a source, by the writer's own number of it.
    struct SourceInfo
    {
        SourceId id; // in the ledger
        std::uint32_t sequence = 0; // place in the listing
        bool isSummary = false; // holds only some fields of its events
    };

    struct Outcome
    {
        // Rows that are no longer shown because another occurrence is; one entry a row.
        struct Hidden
        {
            SourceId source;
            bool undated = false;
        };
        std::vector<Hidden> hidden;
        struct Conflict
        {
            SourceId source;
            std::uint64_t record = 0;
            std::uint64_t offset = 0;
        };
        std::vector<Conflict> conflicts;
    };

    Outcome add(std::unique_ptr<Segment> segment, std::span<const SourceInfo> sources);
    std::shared_ptr<const EventStore> publish();

    std::size_t segmentCount() const { return m_segments.size(); }

private:
    // The table keeps the order of the tags, so that growing it reads and writes from front to
    // back. What has the tag of another identity is told apart by looking at the rows.
    struct Slot
    {
        std::uint32_t tag = 0;
        RowId row; // invalid: free
    };
    struct Ordered
    {
        std::uint64_t key = 0; // time (undated last), then the source's place in the listing
        RowId row;
        auto operator<=>(const Ordered&) const = default;
    };

    void meet(const Ordered& met, std::uint32_t tag, Outcome& outcome);
    // Both have one eventID, or none.
    bool sameId(RowId a, RowId b, bool& hasId) const;
    void hide(RowId hidden, RowId shown, Outcome& outcome);
    std::size_t slotOf(std::uint32_t tag) const { return tag >> m_slotShift; }
    void insert(std::uint32_t tag, RowId row);
    void growIndex(std::size_t rows); // so that as many more fit
    bool isSummary(RowId row) const;
    bool isSummaryOf(RowId a, RowId b) const; // either of the other
    void mergeFresh();
    bool isHidden(RowId row) const { return m_hidden[row.value() >> 16][rowIn(row)]; }
    std::shared_ptr<const std::vector<EventStore::Duplicate>> resolvedDuplicates() const;
    static std::uint64_t orderKey(std::uint32_t rowTime, std::uint64_t sequence);
    std::uint64_t orderKey(RowId row) const;
    const Segment& segmentOf(RowId row) const { return *m_segments[row.value() >> 16]; }
    static std::uint32_t rowIn(RowId row) { return row.value() & 0xFFFFu; }

    std::shared_ptr<Schema> m_schema;
    std::vector<std::shared_ptr<const Segment>> m_segments;
    std::vector<std::uint32_t> m_sequence; // by SourceId
    std::vector<bool> m_isSummary; // by SourceId
    std::vector<Slot> m_slots; // rows shown, by identity
    std::uint32_t m_slotShift = 32; // of a tag, to its place
    std::size_t m_used = 0;
    std::vector<std::vector<bool>> m_hidden; // by segment and row
    bool m_replaced = false; // a row that was shown is hidden since the last publish()
    std::vector<Ordered> m_order; // rows shown that were published
    std::vector<Ordered> m_fresh; // rows shown that were not yet
    std::vector<EventStore::Duplicate> m_duplicates;
    std::shared_ptr<const std::vector<EventStore::Duplicate>> m_publishedDuplicates;
    std::uint64_t m_generation = 0;
};

} // namespace trailloupe::store
