// DerivedValues: the values of one derived column for the rows of one segment, as codes, so that
// they are tested, counted and sorted like any other field.
//
// Representation: distinct values, and per row one code or, where rows have several values, a run
// of codes.  No code: the event has no such value. Threads: DerivedCache any thread; DerivedValues
// immutable. Cost: made once per segment and column (EventFacts for every row), then kept as long
// as the segment lives.
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
    std::span<const std::uint32_t> codes(std::uint32_t row) const
    {
        return {m_codes.data() + m_first[row], m_first[row + 1] - m_first[row]};
    }
    std::uint64_t memoryBytes() const;

private:
    std::vector<std::string> m_values;
    std::vector<std::uint32_t> m_first; // by row, one more at the end
    std::vector<std::uint32_t> m_codes;
};

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
        std::shared_ptr<const DerivedValues> values;
    };
    std::mutex m_mutex;
    std::map<std::pair<const store::Segment*, Derived>, Entry> m_entries;
};

} // namespace trailloupe::query
