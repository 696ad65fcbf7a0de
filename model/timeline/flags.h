// Flags: which events of lanes an analysis has something to say about, and how grave it is.
//
// Representation: flat arrays, the flagged events of a lane one behind the other: their numbers in
// the arrays of the lane, ascending, and their levels.
// Threads: immutable; any thread. Cost: 5 bytes a flagged event and lane; making it some ns a
// flagged event and lane, or an event of the lane where that is less; worstOf() looks at each
// flagged event of the range, a byte each. Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/timeline/lanes.h"

namespace trailloupe::timeline {

class Flags
{
public:
    const LanesPtr& lanes() const { return m_lanes; }

    // Of the dated events of a lane, those that are flagged.
    std::span<const std::uint32_t> events(std::size_t lane) const
    {
        return std::span(m_events).subspan(m_begin[lane], m_begin[lane + 1] - m_begin[lane]);
    }
    std::span<const std::uint8_t> levels(std::size_t lane) const
    {
        return std::span(m_levels).subspan(m_begin[lane], m_begin[lane + 1] - m_begin[lane]);
    }

    // The gravest level of events(lane)[begin, end), and the first event that has it. REQUIRES
    // begin < end.
    struct Worst
    {
        std::uint8_t level = 0;
        std::uint32_t event = 0; // of the lane
    };
    Worst worstOf(std::size_t lane, std::size_t begin, std::size_t end) const;

private:
    friend Result<std::shared_ptr<const Flags>> makeFlags(const LanesPtr& lanes,
                                                          std::span<const std::uint32_t> places,
                                                          std::span<const std::uint8_t> levels,
                                                          const JobContext& context);

    LanesPtr m_lanes;
    std::vector<std::uint32_t> m_events;
    std::vector<std::uint8_t> m_levels;
    std::vector<std::size_t> m_begin; // of each lane, and the end
};
using FlagsPtr = std::shared_ptr<const Flags>;

// Of events by their places in the time order of the lanes' store, ascending, each with a level:
// the graver, the greater. REQUIRES as many levels as places.
Result<FlagsPtr> makeFlags(const LanesPtr& lanes, std::span<const std::uint32_t> places,
                           std::span<const std::uint8_t> levels, const JobContext& context);

} // namespace trailloupe::timeline
