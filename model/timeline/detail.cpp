#include "model/timeline/detail.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <thread>

namespace trailloupe::timeline {

namespace {

constexpr std::size_t kEventsBetweenLooks = 1 << 16; // at the cancel flag

// False when cancelled.
bool fill(const Lanes& lanes, std::size_t lane, query::TimeSpan span, unsigned level,
          const JobContext& context, LaneDetail& detail)
{
    const auto times = lanes.times(lane);
    const auto at = [&](std::int64_t time) {
        const auto it = std::lower_bound(times.begin(), times.end(), time,
                                         [](std::uint32_t a, std::int64_t b) { return a < b; });
        return static_cast<std::uint32_t>(it - times.begin());
    };
    detail.begin = at(span.from);
    detail.end = at(span.to);
    for (std::uint32_t i = detail.begin; i < detail.end; ++i) {
        if ((i - detail.begin) % kEventsBetweenLooks == 0 && context.cancelled())
            return false;
        const auto column =
            static_cast<std::uint32_t>((std::int64_t{times[i]} - span.from) >> level);
        if (detail.cells.empty() || detail.cells.back().column != column)
            detail.cells.push_back({column, i, {}});
        ++detail.cells.back().byPart[static_cast<std::size_t>(partOf(lanes.eventClass(lane, i)))];
    }
    detail.cells.shrink_to_fit();
    return true;
}

} // namespace

unsigned levelFor(query::TimeSpan visible, int pixels)
{
    const std::int64_t length = std::max<std::int64_t>(1, visible.to - visible.from);
    const std::int64_t width = std::max(1, pixels);
    unsigned level = 0;
    while (level + 1 < Detail::kMostLevels && (std::int64_t{2} << level) * width <= length)
        ++level;
    return level;
}

query::TimeSpan wholeCells(query::TimeSpan span, unsigned level)
{
    const std::int64_t step = std::int64_t{1} << level;
    const auto down = [step](std::int64_t time) {
        return time - ((time % step) + step) % step;
    };
    return {down(span.from), down(span.to + step - 1)};
}

Result<DetailPtr> makeDetail(const LanesPtr& lanes, query::TimeSpan span, unsigned level,
                             unsigned threads, const JobContext& context)
{
    const auto outOfMemory = [] {
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    };
    try {
        auto detail = std::make_shared<Detail>();
        detail->m_lanes = lanes;
        detail->m_span = wholeCells(span, level);
        detail->m_level = level;
        const std::size_t count = lanes->lanes().size();
        detail->m_byLane.resize(count);
        std::atomic<std::size_t> next{0};
        std::atomic<bool> failed{false};
        const auto work = [&] {
            try {
                for (std::size_t i = next++; i < count && !failed; i = next++) {
                    if (!fill(*lanes, i, detail->m_span, level, context, detail->m_byLane[i]))
                        return;
                }
            } catch (const std::bad_alloc&) {
                failed = true;
            }
        };
        {
            std::vector<std::jthread> pool;
            for (std::size_t i = 1; i < std::min<std::size_t>(std::max(1u, threads), count); ++i)
                pool.emplace_back(work);
            work();
        }
        if (failed)
            return outOfMemory();
        if (context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
        for (const LaneDetail& lane : detail->m_byLane) {
            for (const Cell& cell : lane.cells)
                detail->m_most = std::max(detail->m_most, cell.events());
        }
        return DetailPtr(std::move(detail));
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    }
}

} // namespace trailloupe::timeline
