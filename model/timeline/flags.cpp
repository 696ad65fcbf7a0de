#include "model/timeline/flags.h"

#include <algorithm>
#include <new>

namespace trailloupe::timeline {

namespace {

using Places = std::span<const std::uint32_t>;

// Calls found(number in a, number in b) for each place that both have. Steps through the shorter
// one and leaps through the longer.
template<typename Found>
void intersect(Places a, Places b, const Found& found)
{
    const bool leapsThroughB = a.size() <= b.size();
    const Places few = leapsThroughB ? a : b;
    const Places many = leapsThroughB ? b : a;
    std::size_t at = 0;
    for (std::size_t i = 0; i < few.size() && at < many.size(); ++i) {
        std::size_t step = 1;
        while (at + step < many.size() && many[at + step] < few[i])
            step *= 2;
        const auto end =
            many.begin() + static_cast<std::ptrdiff_t>(std::min(at + step + 1, many.size()));
        const auto it =
            std::lower_bound(many.begin() + static_cast<std::ptrdiff_t>(at), end, few[i]);
        at = static_cast<std::size_t>(it - many.begin());
        if (at < many.size() && many[at] == few[i]) {
            if (leapsThroughB)
                found(i, at);
            else
                found(at, i);
        }
    }
}

} // namespace

Flags::Worst Flags::worstOf(std::size_t lane, std::size_t begin, std::size_t end) const
{
    const auto of = levels(lane).subspan(begin, end - begin);
    const auto worst = std::max_element(of.begin(), of.end());
    return {*worst, events(lane)[begin + static_cast<std::size_t>(worst - of.begin())]};
}

Result<FlagsPtr> makeFlags(const LanesPtr& lanes, Places places,
                           std::span<const std::uint8_t> levels, const JobContext& context)
{
    try {
        auto flags = std::make_shared<Flags>();
        flags->m_lanes = lanes;
        flags->m_begin.push_back(0);
        for (std::size_t lane = 0; lane < lanes->lanes().size(); ++lane) {
            if (context.cancelled())
                return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
            intersect(lanes->places(lane), places, [&](std::size_t event, std::size_t flagged) {
                flags->m_events.push_back(static_cast<std::uint32_t>(event));
                flags->m_levels.push_back(levels[flagged]);
            });
            flags->m_begin.push_back(flags->m_events.size());
        }
        return FlagsPtr(std::move(flags));
    } catch (const std::bad_alloc&) {
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    }
}

} // namespace trailloupe::timeline
