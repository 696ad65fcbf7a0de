// Facet: the values that a field has in some rows, and how many of the rows have each.
//
// Values are texts, numbers as they stand, "true" and "false"; equal texts are one value. A field
// may have several values in an event (elements of an array, repeated keys): the event counts once
// for each of them. Null, objects and arrays are no values.
//
// Representation: Facet holds numbers of texts, which it shares with the cache, and counts; UUIDs
// and times are kept as numbers.  FacetCache knows the texts of a field by the codes of each
// segment, so that they are hashed once and counting is look-ups of small integers.
// Threads: Facet is immutable, FacetCache may be used from any thread; calls may overlap.
// Memory: the cache keeps up to kCacheBytes of texts, the fields asked for last, and lets go of
// those of a closed export with the next call.
// Cost: some nanoseconds a row and field. The first time a field is asked for, its texts are
// hashed. Fields whose values are all different (eventID) are sorted: some 100 ms a million rows.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/evaluator.h"
#include "model/query/predicate.h"
#include "model/query/rowset.h"
#include "model/store/eventstore.h"

#include <compare>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailloupe::query {

class FacetTexts;

struct FacetValue
{
    std::string text;
    std::uint64_t events = 0;
    bool operator==(const FacetValue&) const = default;
};

enum class FacetOrder : std::uint8_t
{
    MostFirst, // equal counts by text
    RarestFirst, // equal counts by text
    ByText,
};

class Facet
{
public:
    const Field& field() const { return m_field; }
    std::uint64_t events() const { return m_events; } // of the row set
    // Events in which the field is there and not null: what "field:*" finds.
    std::uint64_t withField() const { return m_withField; }
    std::uint64_t distinct() const
    {
        return m_texts.size() + m_uuids.values.size() + m_times.size();
    }

    struct Page
    {
        std::vector<FacetValue> values;
        std::uint64_t matching = 0; // values that hold the text searched for
    };
    // Values [first, first + count) in this order, of those that hold `search` (ASCII letters in
    // either case).
    Page list(FacetOrder order, std::size_t first, std::size_t count,
              std::string_view search = {}) const;
    // The first `count`, most first, while a value is typed: as list(), but UUIDs have to begin
    // with the text, which is found without looking at every one of them.
    Page listTyped(std::size_t count, std::string_view typed) const;
    // 0 for a value that no event has. O(distinct).
    std::uint64_t eventsWith(std::string_view text) const;

    // 16 bytes in the order of their text.
    struct Uuid
    {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        auto operator<=>(const Uuid&) const = default;
    };
    struct UuidCounts
    {
        std::vector<Uuid> values; // sorted, each once
        std::vector<std::uint32_t> events; // of each; empty: one of each, as it nearly always is

        std::uint32_t eventsWith(std::size_t at) const { return events.empty() ? 1 : events[at]; }
    };

private:
    friend class FacetCounting;
    // Of a text's number, or of seconds.
    struct Counted
    {
        std::uint32_t value = 0;
        std::uint32_t events = 0;
    };
    struct Item;
    std::string textOf(const Item& item) const; // REQUIRES the lock of the texts
    enum class UuidMatch : bool
    {
        Anywhere,
        Beginning,
    };
    std::vector<Item> itemsWith(std::string_view search, UuidMatch uuids) const;
    Page page(std::vector<Item> items, FacetOrder order, std::size_t first,
              std::size_t count) const; // REQUIRES the lock of the texts

    Field m_field;
    std::uint64_t m_events = 0;
    std::uint64_t m_withField = 0;
    std::shared_ptr<FacetTexts> m_known;
    std::vector<Counted> m_texts; // by number of the text
    UuidCounts m_uuids;
    std::vector<Counted> m_times; // seconds, sorted
};
using FacetPtr = std::shared_ptr<const Facet>;

class FacetCache
{
public:
    static constexpr std::uint64_t kCacheBytes = std::uint64_t{128} << 20;

    // What is known about a field in the export that these events are of.
    std::shared_ptr<FacetTexts> of(const std::shared_ptr<const store::EventStore>& events,
                                   const Field& field);
    // Drops what is known about any other export.
    void keepOnly(const store::EventStore& events);

private:
    std::mutex m_mutex;
    std::list<std::pair<std::string, std::shared_ptr<FacetTexts>>> m_fields; // last used first
};

// One facet per field, in the order of the fields. `rows` is of these events. The evaluator lends
// its derived columns and its number of threads.
// Errors: Cancelled; TooLarge when memory runs out.
Result<std::vector<FacetPtr>> countFacets(const std::shared_ptr<const store::EventStore>& events,
                                          std::span<const Field> fields, const RowSet& rows,
                                          FacetCache& cache, Evaluator& evaluator,
                                          const JobContext& context);

} // namespace trailloupe::query
