// DerivedValues: the values of one derived column for the rows of one segment, as codes, so that
// they are tested, counted and sorted like any other field.
//
// Representation: distinct values, the sets of them that rows have (one value, several or none),
// and the number of its set per row.  Threads: DerivedCache any thread; DerivedValues immutable.
// Cost: made once per segment and column, then kept as long as the segment lives. EventFacts is
// asked once for each combination of what decides: the inputs of derivedInputs(), for resources
// the values that name one. Two bytes a row.
#pragma once

#include "model/base/jobcontext.h"
#include "model/query/column.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::query {

class DerivedValues
{
public:
    // Makes the values of all rows of segment `index` of the store; nothing when cancelled.
    static std::shared_ptr<const DerivedValues> make(
        const std::shared_ptr<const store::EventStore>& events, std::size_t index, Derived derived,
        const JobContext& context);

    std::span<const std::string> values() const { return m_values; }
    std::span<const std::uint32_t> codes(std::uint32_t row) const { return codesOf(m_set[row]); }
    // Rows with equal values have the same set.
    std::uint32_t setCount() const { return static_cast<std::uint32_t>(m_first.size() - 1); }
    std::uint32_t setOf(std::uint32_t row) const { return m_set[row]; }
    std::span<const std::uint32_t> codesOf(std::uint32_t set) const // each code once
    {
        return {m_codes.data() + m_first[set], m_first[set + 1] - m_first[set]};
    }
    std::uint64_t memoryBytes() const;

private:
    class Making;
    std::vector<std::string> m_values;
    std::vector<std::uint16_t> m_set; // by row: a segment has no more rows than fit
    std::vector<std::uint32_t> m_first{0}; // by set, one more at the end
    std::vector<std::uint32_t> m_codes;
};

// True when the values of a segment depend on the events of others, so that they may differ in the
// next generation of the store.
constexpr bool dependsOnGeneration(Derived derived)
{
    return derived == Derived::AccountName || derived >= Derived::Actor;
}

class DerivedCache
{
public:
    // Nothing when cancelled before it was made.
    std::shared_ptr<const DerivedValues> get(const std::shared_ptr<const store::EventStore>& events,
                                             std::size_t index, Derived derived,
                                             const JobContext& context);

private:
    struct Entry
    {
        std::weak_ptr<const store::Segment> segment;
        std::uint64_t generation = 0; // 0: of any
        std::shared_ptr<const DerivedValues> values;
    };
    std::mutex m_mutex;
    std::map<std::pair<const store::Segment*, Derived>, Entry> m_entries;
};

} // namespace trailloupe::query
