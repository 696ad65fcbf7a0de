// Histogram: how many rows of a set fall into each bar of a time axis, by what the events are.
//
// Units: seconds since 1970 UTC; a bar is [its boundary, the next boundary).
// Threads: pure functions of their inputs; any thread.
// Cost: some nanoseconds a row, once Derived::Class is known for the segments.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/column.h"
#include "model/query/evaluator.h"
#include "model/query/rowset.h"
#include "model/store/eventstore.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <span>
#include <vector>

namespace trailloupe::query {

struct HistogramBar
{
    static constexpr std::size_t kClasses = 6;
    std::array<std::uint64_t, kClasses> byClass{}; // by EventClass

    std::uint64_t of(EventClass eventClass) const
    {
        return byClass[static_cast<std::size_t>(eventClass)];
    }
    // The stack; together they are all.
    std::uint64_t reads() const { return of(EventClass::Read); }
    std::uint64_t writes() const { return of(EventClass::Write) + of(EventClass::Sensitive); }
    std::uint64_t failures() const { return of(EventClass::Denied) + of(EventClass::Failed); }
    std::uint64_t others() const { return of(EventClass::Other); }
    std::uint64_t all() const
    {
        return std::accumulate(byClass.begin(), byClass.end(), std::uint64_t{0});
    }
    bool operator==(const HistogramBar&) const = default;
};

struct Histogram
{
    std::vector<HistogramBar> bars;
    HistogramBar before; // the first boundary
    HistogramBar after; // the last boundary, or at it
    HistogramBar undated;
    bool operator==(const Histogram&) const = default;
};

constexpr std::size_t kMostBars = 20'000;

// 1, 2, 5, 10, 15, 30 s, the same in minutes, 1, 2, 3, 6, 12 h, 1 d, 1 w: the least that needs no
// more than `bars` for [from, to), or the longest.
std::int64_t niceStep(std::int64_t from, std::int64_t to, std::size_t bars);
std::span<const std::int64_t> niceSteps();

// The start of the step that a moment is in. The zone is the caller's: days, weeks and hours start
// elsewhere in each. Weeks start on Monday.
using StepStart = std::function<std::int64_t(std::int64_t seconds, std::int64_t step)>;
std::int64_t utcStepStart(std::int64_t seconds, std::int64_t step);

// Ascending boundaries, one more than bars, that hold [from, to): at most kMostBars bars from
// `from` on. Days of 23 or 25 hours are one bar each. REQUIRES from < to, step > 0.
std::vector<std::int64_t> barBoundaries(std::int64_t from, std::int64_t to, std::int64_t step,
                                        const StepStart& startOf = utcStepStart);

// `boundaries` ascend, without equal ones; `rows` is of these events. The evaluator lends its
// derived columns and its number of threads.
// Errors: Cancelled; TooLarge when memory runs out or for more than kMostBars bars.
Result<Histogram> countHistogram(const std::shared_ptr<const store::EventStore>& events,
                                 const RowSet& rows, std::span<const std::int64_t> boundaries,
                                 Evaluator& evaluator, const JobContext& context);

struct TimeSpan
{
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool operator==(const TimeSpan&) const = default;
};

// Spans of at least `least` seconds, by time, in which no source of the whole export holds an
// event: [one event's time, the next event's time), whatever the filter. That is all that is said:
// whether nothing happened, nothing was recorded or a file is missing cannot be told from events.
// Before the first event and after the last one nothing is known, so there is no gap.
// Errors: Cancelled.
constexpr std::int64_t kLeastGapSeconds = 3600;
Result<std::vector<TimeSpan>> deliveryGaps(const store::EventStore& events, std::int64_t least,
                                           const JobContext& context);

} // namespace trailloupe::query
