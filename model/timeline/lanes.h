// Lanes: the events that a filter finds, side by side by the values of one field: the first picture
// that a timeline is made of. TIMELINE.md has the rules.
//
// Representation: flat arrays, the events of a lane one behind the other in the store's time order:
// their places in timeOrder(), their times, what they are. The lanes, in this order: pinned values,
// the most frequent values, all other values together ("rest"), events without a value. An event
// with several values (resources) is in the lane of each of them, so lanes may be more than events
// together; it is in "rest" once, however many of its values are there. Undated events are counted
// with each lane and stand in no array. Threads: immutable; any thread, const members.
// Units: times are seconds since 1970-01-01 UTC, of dated events in 1 … 2^32 - 1.
// Cost: 9 bytes an event and lane; making it some 30 ns an event and thread, the first time a field
// is asked for also what countFacets() takes. Errors: Cancelled; TooLarge when memory runs out;
// Unsupported for the field Derived::Time, whose values are the axis.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/identity/identities.h"
#include "model/query/facet.h"
#include "model/query/histogram.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::timeline {

// What events are told apart by from afar; each has its own place, shape and colour.
enum class Part : std::uint8_t
{
    Failed, // and denied
    Sensitive,
    Write,
    Other, // reads, and what is no API call
};
constexpr std::size_t kParts = 4;
constexpr Part partOf(query::EventClass eventClass)
{
    switch (eventClass) {
    case query::EventClass::Denied:
    case query::EventClass::Failed:
        return Part::Failed;
    case query::EventClass::Sensitive:
        return Part::Sensitive;
    case query::EventClass::Write:
        return Part::Write;
    case query::EventClass::Read:
    case query::EventClass::Other:
        break;
    }
    return Part::Other;
}
using PartCounts = std::array<std::uint32_t, kParts>; // by Part
constexpr std::uint64_t sumOf(const PartCounts& counts)
{
    std::uint64_t sum = 0;
    for (const std::uint32_t count : counts)
        sum += count;
    return sum;
}

// The life of a session in the lane of its actor, or in its own.
struct Ribbon
{
    identity::SessionId session;
    std::int64_t begin = 0; // issued, or its first event where that is not known
    std::int64_t lastUse = 0;
    std::optional<std::int64_t> expires;
    bool issueIsKnown = false; // the record says when it was issued
    bool operator==(const Ribbon&) const = default;
};

struct Lane
{
    enum class Kind : std::uint8_t
    {
        Value,
        Rest, // every value that has no lane of its own
        NoValue, // events that have none
    };
    Kind kind = Kind::Value;
    bool isPinned = false;
    std::string text; // of Value
    std::uint64_t values = 0; // that the lane holds: 1 of Value, 0 of NoValue
    std::uint64_t first = 0; // of its dated events in the arrays
    std::uint64_t dated = 0;
    std::uint64_t undated = 0;
    std::vector<Ribbon> ribbons; // by begin

    std::uint64_t events() const { return dated + undated; }
};

struct LaneQuestion
{
    std::shared_ptr<const store::EventStore> events;
    query::RowSetPtr rows; // of these events; null: all that are shown
    query::Field field;
    std::size_t most = 20; // values with a lane of their own, besides pinned ones
    std::vector<std::string> pinned; // values that have one in any case, even without events
    identity::IdentitiesPtr identities; // for ribbons; may be null
};

class Lanes
{
public:
    static constexpr std::size_t kMostLanes = 2000; // of values; what is beyond is in "rest"
    static constexpr std::size_t kOverviewColumns = 1024;

    const std::shared_ptr<const store::EventStore>& events() const { return m_store; }
    const query::Field& field() const { return m_field; }
    std::span<const Lane> lanes() const { return m_lanes; }
    std::uint64_t found() const { return m_found; } // events, each once
    std::uint64_t undated() const { return m_undated; } // of them
    std::uint64_t distinct() const { return m_distinct; } // values of the field
    bool hasSeveral() const { return m_hasSeveral; } // some event is in more than one lane

    // First event's time to last event's time + 1; nothing when none has a time.
    const std::optional<query::TimeSpan>& span() const { return m_span; }
    // Dated events, each once, in kOverviewColumns equal parts of span().
    std::span<const PartCounts> overview() const { return m_overview; }

    // Of the dated events of a lane, in time order.
    std::span<const std::uint32_t> places(std::size_t lane) const
    {
        return std::span(m_places).subspan(m_lanes[lane].first, m_lanes[lane].dated);
    }
    std::span<const std::uint32_t> times(std::size_t lane) const
    {
        return std::span(m_times).subspan(m_lanes[lane].first, m_lanes[lane].dated);
    }
    query::EventClass eventClass(std::size_t lane, std::size_t event) const
    {
        return static_cast<query::EventClass>(m_classes[m_lanes[lane].first + event]);
    }
    RowId row(std::size_t lane, std::size_t event) const
    {
        return m_store->timeOrder()[places(lane)[event]];
    }
    // Where an event stands in a lane; nothing where it is not. O(log events).
    std::optional<std::size_t> find(std::size_t lane, std::uint32_t place) const;
    // Dated events of all lanes in the span, each once. O(log events) a lane; where events are in
    // several lanes a look at each in the span.
    std::uint64_t eventsIn(query::TimeSpan span) const;
    std::optional<std::size_t> laneOf(Lane::Kind kind, std::string_view text) const;

    std::uint64_t memoryBytes() const;
    // "" when every invariant above holds, else what is wrong. Slow: for tests.
    std::string checkInvariants() const;

private:
    friend class LaneMaking;

    std::shared_ptr<const store::EventStore> m_store;
    query::Field m_field;
    std::vector<Lane> m_lanes;
    std::vector<std::uint32_t> m_places;
    std::vector<std::uint32_t> m_times;
    std::vector<std::uint8_t> m_classes;
    std::vector<PartCounts> m_overview;
    std::optional<query::TimeSpan> m_span;
    std::uint64_t m_found = 0;
    std::uint64_t m_undated = 0;
    std::uint64_t m_distinct = 0;
    bool m_hasSeveral = false;
};
using LanesPtr = std::shared_ptr<const Lanes>;

// The cache and the evaluator lend what they know of the values of the field.
Result<LanesPtr> makeLanes(const LaneQuestion& question, query::FacetCache& cache,
                           query::Evaluator& evaluator, const JobContext& context);

} // namespace trailloupe::timeline
