#include "model/query/histogram.h"

#include "model/store/segment.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <thread>

namespace trailloupe::query {

using store::Segment;

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kWeek = 7 * kDay;
constexpr std::array<std::int64_t, 19> kSteps{
    1,   2,    5,    10,       15,       30,       60,        120,  300,  600,
    900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, kDay, kWeek};

// Times to places: 0 undated, 1 before the first boundary, then the bars, then after the last.
class Places
{
public:
    explicit Places(std::span<const std::int64_t> boundaries)
        : m_boundaries(boundaries)
        , m_bars(boundaries.size() < 2 ? 0 : boundaries.size() - 1)
    {
        if (m_bars == 0)
            return;
        // Cells of a power of two of seconds, a few for each bar, say where to begin to look.
        const auto span = static_cast<std::uint64_t>(boundaries.back() - boundaries.front());
        while ((span >> m_shift) > m_bars * 4)
            ++m_shift;
        std::uint32_t bar = 0;
        for (std::uint64_t cell = 0; cell <= span >> m_shift; ++cell) {
            const std::int64_t start =
                boundaries.front() + static_cast<std::int64_t>(cell << m_shift);
            while (bar + 1 < m_bars && start >= boundaries[bar + 1])
                ++bar;
            m_firstBar.push_back(bar);
        }
    }

    std::size_t count() const { return m_bars + 3; }
    std::size_t of(std::uint32_t time) const
    {
        if (time == 0)
            return 0;
        const std::int64_t at = time;
        if (m_boundaries.empty() || at < m_boundaries.front())
            return 1;
        if (at >= m_boundaries.back())
            return m_bars + 2;
        std::uint32_t bar =
            m_firstBar[static_cast<std::uint64_t>(at - m_boundaries.front()) >> m_shift];
        while (at >= m_boundaries[bar + 1])
            ++bar;
        return bar + 2;
    }

private:
    std::span<const std::int64_t> m_boundaries;
    std::size_t m_bars;
    unsigned m_shift = 0;
    std::vector<std::uint32_t> m_firstBar; // by cell
};

std::size_t classNumber(std::string_view key)
{
    for (std::size_t i = 0; i < HistogramBar::kClasses; ++i) {
        if (key == eventClassKey(static_cast<EventClass>(i)))
            return i;
    }
    return static_cast<std::size_t>(EventClass::Other);
}

using Bars = std::vector<HistogramBar>;

// False when cancelled.
bool countSegment(const std::shared_ptr<const store::EventStore>& events, std::size_t index,
                  const RowBits& rows, const Places& places, DerivedCache& derived,
                  const JobContext& context, Bars& bars)
{
    const auto classes = derived.get(events, index, Derived::Class, context);
    if (!classes)
        return false;
    std::vector<std::size_t> classOf;
    for (std::uint32_t set = 0; set < classes->setCount(); ++set) {
        const auto codes = classes->codesOf(set);
        classOf.push_back(
            classNumber(codes.empty() ? std::string_view() : classes->values()[codes.front()]));
    }
    const auto times = events->segments()[index]->rowTimes();
    for (std::uint32_t word = 0; word < rows.size(); ++word) {
        for (std::uint64_t rest = rows[word]; rest; rest &= rest - 1) {
            const std::uint32_t row = word * 64 + static_cast<std::uint32_t>(__builtin_ctzll(rest));
            ++bars[places.of(times[row])].byClass[classOf[classes->setOf(row)]];
        }
    }
    return !context.cancelled();
}

} // namespace

std::span<const std::int64_t> niceSteps()
{
    return kSteps;
}

std::int64_t niceStep(std::int64_t from, std::int64_t to, std::size_t bars)
{
    const std::int64_t span = std::max<std::int64_t>(to - from, 1);
    const auto most = static_cast<std::int64_t>(std::clamp<std::size_t>(bars, 1, kMostBars));
    const auto it = std::find_if(kSteps.begin(), kSteps.end(), [&](std::int64_t step) {
        return (span + step - 1) / step <= most;
    });
    return it == kSteps.end() ? kSteps.back() : *it;
}

std::int64_t utcStepStart(std::int64_t seconds, std::int64_t step)
{
    // 1970-01-01 was a Thursday.
    const std::int64_t shift = step % kWeek == 0 ? 3 * kDay : 0;
    const std::int64_t at = seconds + shift;
    return at - ((at % step) + step) % step - shift;
}

std::vector<std::int64_t> barBoundaries(std::int64_t from, std::int64_t to, std::int64_t step,
                                        const StepStart& startOf)
{
    std::vector<std::int64_t> boundaries{std::min(startOf(from, step), from)};
    while (boundaries.back() < to && boundaries.size() <= kMostBars) {
        const std::int64_t last = boundaries.back();
        // A day may be an hour longer: then a step further is still in it.
        std::int64_t next = startOf(last + step, step);
        if (next <= last)
            next = startOf(last + step + step / 2, step);
        boundaries.push_back(next > last ? next : last + step);
    }
    return boundaries;
}

Result<Histogram> countHistogram(const std::shared_ptr<const store::EventStore>& events,
                                 const RowSet& rows, std::span<const std::int64_t> boundaries,
                                 Evaluator& evaluator, const JobContext& context)
{
    if (boundaries.size() > kMostBars + 1)
        return Error{Error::Kind::TooLarge, "too many bars", {}, Error::kNoOffset};
    const std::size_t segments = events->segments().size();
    const std::size_t threads =
        std::max(std::size_t{1}, std::min<std::size_t>(evaluator.threads(), segments));
    std::atomic<bool> outOfMemory{false};
    try {
        const Places places(boundaries);
        std::vector<Bars> parts(threads, Bars(places.count()));
        std::atomic<std::size_t> next{0};
        const auto work = [&](Bars& bars) {
            try {
                for (std::size_t i = next++; i < segments; i = next++) {
                    if (!countSegment(events, i, rows.segment(i), places, evaluator.derived(),
                                      context, bars))
                        return;
                }
            } catch (const std::bad_alloc&) {
                outOfMemory = true;
            }
        };
        {
            std::vector<std::jthread> pool;
            for (std::size_t i = 1; i < threads; ++i)
                pool.emplace_back([&, i] { work(parts[i]); });
            work(parts[0]);
        }
        if (context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
        Bars& sum = parts.front();
        for (std::size_t part = 1; part < threads; ++part) {
            for (std::size_t i = 0; i < sum.size(); ++i) {
                for (std::size_t c = 0; c < HistogramBar::kClasses; ++c)
                    sum[i].byClass[c] += parts[part][i].byClass[c];
            }
        }
        if (!outOfMemory)
            return Histogram{Bars(sum.begin() + 2, sum.end() - 1), sum[1], sum.back(), sum[0]};
    } catch (const std::bad_alloc&) { }
    return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
}

Result<std::vector<TimeSpan>> deliveryGaps(const store::EventStore& events, std::int64_t least,
                                           const JobContext& context)
{
    constexpr std::size_t kRowsBetweenLooks = 8192; // at the cancel flag
    std::vector<TimeSpan> gaps;
    const auto order = events.timeOrder().first(events.datedCount());
    std::int64_t last = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i % kRowsBetweenLooks == 0 && context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
        const std::int64_t time = events.segments()[order[i].value() / Segment::kMaxRows]->rowTime(
            order[i].value() % Segment::kMaxRows);
        if (i > 0 && time - last >= least && time > last)
            gaps.push_back({last, time});
        last = time;
    }
    return gaps;
}

} // namespace trailloupe::query
