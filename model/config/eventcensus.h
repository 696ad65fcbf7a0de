// EventCensus: which events can have changed a resource, how many there are of an account and
// Region in a span of time, and when a trail of an account was switched off.
//
// Reads, calls to the data of a service (eventCategory Data), those of STS and sign-ins change
// nothing that AWS Config records. Events that failed are kept: they were tried.
// Representation: a bit per row; per account and Region the times of its events, in order.
// Threads: make() works on `threads` of its own; then immutable.
// Units: nanoseconds since 1970-01-01 UTC; event times are whole seconds.
// Cost: make() some 100 ns an event and thread; 4 bytes an event, and 4 more for a write.
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/resources.h"
#include "model/query/rowset.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

// An item of AWS Config says "global" for what has no Region; some of its dialects nothing.
bool isRegion(std::string_view region);

class EventCensus
{
public:
    static Result<EventCensus> make(const std::shared_ptr<const store::EventStore>& events,
                                    const JobContext& context, unsigned threads);

    // Rows that can be a cause, by segment.
    std::span<const query::RowBits> writes() const { return m_writes; }
    bool isWrite(RowId row) const
    {
        return (m_writes[row.value() >> 16][(row.value() & 0xFFFF) / 64] >> (row.value() % 64) & 1)
            != 0;
    }

    struct Count
    {
        std::uint64_t events = 0;
        std::uint64_t writes = 0;
        std::int64_t firstSeconds = 0; // of all events of the account and Region, whatever the span
        std::int64_t lastSeconds = 0; // 0: there is none
    };
    // Of an account, in a Region or, for what is no Region, in all; events that do not say theirs
    // count too. An empty account is any.
    Count count(std::string_view account, std::string_view region, std::int64_t fromNs,
                std::int64_t toNs) const;
    // When a trail of the account was stopped or deleted, and started again (kNoTime: no call says
    // so); the first such span that reaches into this one. Others may have recorded meanwhile.
    struct TrailStop
    {
        std::int64_t fromNs = kNoTime; // kNoTime: there is none
        std::int64_t toNs = kNoTime;
    };
    TrailStop trailStop(std::string_view account, std::int64_t fromNs, std::int64_t toNs) const;
    std::uint64_t memoryBytes() const;

private:
    // A successful call that switches a trail.
    struct TrailCall
    {
        std::string account;
        std::int64_t ns = kNoTime;
        bool isStart = false;
    };
    struct Place
    {
        std::string account;
        std::string region;
        std::vector<std::uint32_t> times; // seconds
        std::vector<std::uint32_t> writes;
    };
    class OfSegments;
    void addInOrder(const store::EventStore& events,
                    const std::vector<std::vector<std::uint32_t>>& places);
    void addTrailCalls(const std::shared_ptr<const store::EventStore>& events,
                       std::vector<RowId> rows);

    std::vector<query::RowBits> m_writes;
    std::vector<Place> m_places;
    std::vector<TrailCall> m_trailCalls; // by time
};

} // namespace trailloupe::config
