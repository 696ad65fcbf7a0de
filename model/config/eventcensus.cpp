#include "model/config/eventcensus.h"

#include "model/query/column.h"
#include "model/query/sensitiveactions.h"
#include "model/query/valueids.h"
#include "model/store/segment.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::uint32_t kRowsBetweenLooks = 4096; // at the cancel flag

bool changesNothing(std::string_view eventSource)
{
    return eventSource == "sts.amazonaws.com" || eventSource == "signin.amazonaws.com";
}

bool switchesTrail(std::string_view eventName)
{
    return eventName == "StopLogging" || eventName == "DeleteTrail" || eventName == "StartLogging";
}

} // namespace

bool isRegion(std::string_view region)
{
    return !region.empty() && region != "global" && region != "Not Applicable";
}

// What one thread finds out about the rows of the segments that it takes: their places, and as the
// lowest bit whether they write.
class EventCensus::OfSegments
{
public:
    struct Shared
    {
        std::mutex mutex;
        std::map<std::pair<std::string, std::string>, std::uint32_t> numbers;
        std::vector<Place>* places = nullptr;
        std::vector<RowId> trailCalls; // in no order
    };

    OfSegments(const std::shared_ptr<const store::EventStore>& events, Shared& shared)
        : m_events(*events)
        , m_shared(shared)
        , m_account(events, "recipientAccountId", m_texts)
        , m_callerAccount(events, "userIdentity.accountId", m_texts)
        , m_region(events, "awsRegion", m_texts)
        , m_readOnly(events, "readOnly", m_texts)
        , m_category(events, "eventCategory", m_texts)
        , m_management(events, "managementEvent", m_texts)
        , m_source(events, "eventSource", m_texts)
        , m_name(events, "eventName", m_texts)
    { }

    // False when cancelled.
    bool read(std::size_t segment, const JobContext& context, std::vector<std::uint32_t>& places)
    {
        places.resize(m_events.segments()[segment]->rowCount());
        for (std::uint32_t row = 0; row < places.size(); ++row) {
            if (row % kRowsBetweenLooks == 0 && context.cancelled())
                return false;
            const RowId id(static_cast<std::uint32_t>(segment) << 16 | row);
            places[row] = placeOf(id) << 1 | (isWrite(id) ? 1u : 0u);
            if (of(m_switches, m_name.id(id), switchesTrail)) {
                const std::lock_guard lock(m_shared.mutex);
                m_shared.trailCalls.push_back(id);
            }
        }
        return true;
    }

private:
    std::uint32_t placeOf(RowId row)
    {
        std::uint32_t account = m_account.id(row);
        if (account == 0)
            account = m_callerAccount.id(row);
        const std::uint64_t key = std::uint64_t{account} << 32 | m_region.id(row);
        if (key != m_lastKey) {
            const auto [it, isNew] = m_places.try_emplace(key, 0);
            if (isNew)
                it->second =
                    numberOf(m_texts.text(account), m_texts.text(static_cast<std::uint32_t>(key)));
            m_lastKey = key;
            m_lastPlace = it->second;
        }
        return m_lastPlace;
    }

    std::uint32_t numberOf(const std::string& account, const std::string& region)
    {
        const std::lock_guard lock(m_shared.mutex);
        const auto [it, isNew] = m_shared.numbers.try_emplace(
            {account, region}, static_cast<std::uint32_t>(m_shared.places->size()));
        if (isNew)
            m_shared.places->push_back({account, region, {}, {}});
        return it->second;
    }

    bool isWrite(RowId row)
    {
        const std::string& category = m_texts.text(m_category.id(row));
        if ((!category.empty() && category != "Management")
            || m_texts.text(m_management.id(row)) == "false")
            return false;
        if (of(m_sources, m_source.id(row), changesNothing))
            return false;
        const std::string& readOnly = m_texts.text(m_readOnly.id(row));
        return readOnly.empty() ? !of(m_names, m_name.id(row), query::isReadVerb)
                                : readOnly != "true";
    }

    // What a text is, found out once.
    template<typename Test>
    bool of(std::vector<std::uint8_t>& known, std::uint32_t id, const Test& test)
    {
        if (id >= known.size())
            known.resize(std::max<std::size_t>(id + 1, m_texts.size()));
        if (known[id] == 0)
            known[id] = test(m_texts.text(id)) ? 2 : 1;
        return known[id] == 2;
    }

    const store::EventStore& m_events;
    Shared& m_shared;
    query::Interner m_texts;
    query::ValueIds m_account, m_callerAccount, m_region, m_readOnly, m_category, m_management,
        m_source, m_name;
    std::vector<std::uint8_t> m_sources;
    std::vector<std::uint8_t> m_names;
    std::vector<std::uint8_t> m_switches;
    std::unordered_map<std::uint64_t, std::uint32_t> m_places;
    std::uint64_t m_lastKey = ~std::uint64_t{0};
    std::uint32_t m_lastPlace = 0;
};

void EventCensus::addInOrder(const store::EventStore& events,
                             const std::vector<std::vector<std::uint32_t>>& places)
{
    for (const auto& segment : events.segments())
        m_writes.emplace_back((segment->rowCount() + 63) / 64);
    for (const RowId row : events.timeOrder().first(events.datedCount())) {
        const std::size_t segment = row.value() >> 16;
        const std::uint32_t inSegment = row.value() & 0xFFFF;
        const std::uint32_t time = events.segments()[segment]->rowTime(inSegment);
        const std::uint32_t what = places[segment][inSegment];
        Place& place = m_places[what >> 1];
        place.times.push_back(time);
        if ((what & 1) == 0)
            continue;
        place.writes.push_back(time);
        m_writes[segment][inSegment / 64] |= std::uint64_t{1} << (inSegment % 64);
    }
    std::erase_if(m_places, [](const Place& place) { return place.times.empty(); });
    for (Place& place : m_places) {
        place.times.shrink_to_fit();
        place.writes.shrink_to_fit();
    }
}

void EventCensus::addTrailCalls(const std::shared_ptr<const store::EventStore>& events,
                                std::vector<RowId> rows)
{
    const query::EventFacts facts(events);
    const auto name = events->paths().find("eventName");
    for (const RowId row : rows) {
        const auto seconds = events->time(row);
        if (!seconds || !facts.error(row).empty())
            continue;
        std::string text;
        events->value(row, *name, text);
        m_trailCalls.push_back({facts.account(row), *seconds * kSecond, text == "StartLogging"});
    }
    std::ranges::sort(m_trailCalls, [](const TrailCall& a, const TrailCall& b) {
        return std::tie(a.ns, a.isStart, a.account) < std::tie(b.ns, b.isStart, b.account);
    });
}

EventCensus::TrailStop EventCensus::trailStop(std::string_view account, std::int64_t fromNs,
                                              std::int64_t toNs) const
{
    TrailStop stop;
    for (const TrailCall& call : m_trailCalls) {
        if (call.account != account)
            continue;
        const bool isStopped = stop.fromNs != kNoTime;
        if (!call.isStart && !isStopped) {
            if (call.ns > toNs)
                break;
            stop.fromNs = call.ns;
        } else if (call.isStart && isStopped) {
            if (call.ns > fromNs) {
                stop.toNs = call.ns;
                break;
            }
            stop = {};
        }
    }
    return stop;
}

Result<EventCensus> EventCensus::make(const std::shared_ptr<const store::EventStore>& events,
                                      const JobContext& context, unsigned threads)
{
    EventCensus census;
    const std::size_t segments = events->segments().size();
    std::atomic<bool> isOutOfMemory{false};
    try {
        OfSegments::Shared shared;
        shared.places = &census.m_places;
        std::vector<std::vector<std::uint32_t>> places(segments);
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            try {
                OfSegments reader(events, shared);
                for (std::size_t i = next.fetch_add(1); i < segments && !isOutOfMemory;
                     i = next.fetch_add(1)) {
                    context.report({i, segments, "census"});
                    if (!reader.read(i, context, places[i]))
                        return;
                }
            } catch (const std::bad_alloc&) {
                isOutOfMemory = true;
            }
        };
        {
            std::vector<std::jthread> pool;
            for (std::size_t i = 1; i < std::min<std::size_t>(threads, segments); ++i)
                pool.emplace_back(work);
            work();
        }
        if (!isOutOfMemory && !context.cancelled()) {
            census.addInOrder(*events, places);
            census.addTrailCalls(events, std::move(shared.trailCalls));
        }
    } catch (const std::bad_alloc&) {
        isOutOfMemory = true;
    }
    if (isOutOfMemory)
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    return census;
}

EventCensus::Count EventCensus::count(std::string_view account, std::string_view region,
                                      std::int64_t fromNs, std::int64_t toNs) const
{
    Count count;
    // An event of a second may be anywhere in it: the second that the span begins in counts.
    const auto isBefore = [fromNs](std::uint32_t time) {
        return (std::int64_t{time} + 1) * kSecond <= fromNs;
    };
    const auto isWithin = [toNs](std::uint32_t time) {
        return std::int64_t{time} * kSecond <= toNs;
    };
    const auto within = [&](const std::vector<std::uint32_t>& times) {
        const auto first = std::ranges::partition_point(times, isBefore);
        const auto last = std::partition_point(first, times.end(), isWithin);
        return static_cast<std::uint64_t>(last - first);
    };
    for (const Place& place : m_places) {
        if (!account.empty() && !place.account.empty() && place.account != account)
            continue;
        if (isRegion(region) && !place.region.empty() && place.region != region)
            continue;
        count.events += within(place.times);
        count.writes += within(place.writes);
        const std::int64_t first = place.times.front();
        count.firstSeconds = count.firstSeconds == 0 ? first : std::min(count.firstSeconds, first);
        count.lastSeconds = std::max<std::int64_t>(count.lastSeconds, place.times.back());
    }
    return count;
}

std::uint64_t EventCensus::memoryBytes() const
{
    std::uint64_t bytes = 0;
    for (const query::RowBits& bits : m_writes)
        bytes += bits.capacity() * sizeof(std::uint64_t);
    for (const Place& place : m_places)
        bytes += (place.times.capacity() + place.writes.capacity()) * sizeof(std::uint32_t);
    return bytes;
}

} // namespace trailloupe::config
