#include "ui/histogram/histogramgeometry.h"

#include "model/base/timestamp.h"
#include "model/workspace/zonesteps.h"
#include "ui/common/timetext.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui::histogram {

using query::HistogramBar;
using query::TimeSpan;

namespace {

constexpr int kRightMargin = 10;
constexpr int kUndatedGap = 10; // between the bars and the undated events
constexpr int kTop = 4;
constexpr std::int64_t kDay = 86'400;

// The first moment of a month, counted from year 0, in a zone.
std::int64_t monthStart(std::int64_t month, const TimeText& text, const query::StepStart& startOf)
{
    const auto year = static_cast<int>(month / 12);
    const std::int64_t local = daysFromCivil(year, static_cast<int>(month % 12) + 1, 1) * kDay;
    return startOf(local - text.offsetAt(local) + kDay / 2, kDay);
}

std::int64_t monthOf(std::int64_t seconds, const TimeText& text)
{
    const CivilDate date =
        civilFromDays(query::utcStepStart(seconds + text.offsetAt(seconds), kDay) / kDay);
    return std::int64_t{date.year} * 12 + date.month - 1;
}

std::vector<Tick> monthTicks(TimeSpan visible, std::int64_t most, const QByteArray& zone)
{
    static constexpr std::array<std::int64_t, 11> kMonths{1,  2,   3,   6,   12,  24,
                                                          60, 120, 240, 600, 1200};
    const TimeText text(zone);
    const auto startOf = workspace::zoneStepStart(zone);
    const std::int64_t months = (visible.to - visible.from) / (28 * kDay) + 1;
    const auto step = std::find_if(kMonths.begin(), kMonths.end(),
                                   [&](std::int64_t m) { return months / m <= most; });
    const std::int64_t by = step == kMonths.end() ? kMonths.back() : *step;
    std::vector<Tick> ticks;
    for (std::int64_t month = monthOf(visible.from, text) / by * by;; month += by) {
        const std::int64_t at = monthStart(month, text, startOf);
        if (at >= visible.to)
            return ticks;
        if (at < visible.from)
            continue;
        const bool isYear = month % 12 == 0;
        const QString date = text.date(at);
        ticks.push_back({at, by >= 12 ? date.left(4) : date.left(7), isYear && by < 12});
    }
}

} // namespace

QRect plotRect(const Inputs& in)
{
    const int right =
        in.size.width() - kRightMargin - (in.undatedWidth ? in.undatedWidth + kUndatedGap : 0);
    const int bottom = in.size.height() - in.textHeight - 4;
    return {in.gutter, kTop, std::max(1, right - in.gutter), std::max(1, bottom - kTop)};
}

QRect axisRect(const Inputs& in)
{
    const QRect plot = plotRect(in);
    return {plot.left(), plot.bottom() + 1, plot.width(), in.size.height() - plot.bottom() - 1};
}

QRect undatedRect(const Inputs& in)
{
    if (in.undatedWidth == 0)
        return {};
    const QRect plot = plotRect(in);
    return {plot.right() + 1 + kUndatedGap, plot.top(), in.undatedWidth,
            in.size.height() - plot.top() - 2};
}

double xOf(const Inputs& in, std::int64_t seconds)
{
    const QRect plot = plotRect(in);
    const auto span =
        static_cast<double>(std::max<std::int64_t>(1, in.visible.to - in.visible.from));
    const double share =
        (static_cast<double>(seconds) - static_cast<double>(in.visible.from)) / span;
    return plot.left() + share * plot.width();
}

std::int64_t timeAt(const Inputs& in, double x)
{
    const QRect plot = plotRect(in);
    const double share = std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0);
    const auto span = static_cast<double>(in.visible.to - in.visible.from);
    return in.visible.from + static_cast<std::int64_t>(std::floor(share * span));
}

std::size_t barCount(Boundaries boundaries)
{
    return boundaries.size() < 2 ? 0 : boundaries.size() - 1;
}

std::optional<std::size_t> barAt(Boundaries boundaries, std::int64_t seconds)
{
    if (barCount(boundaries) == 0 || seconds < boundaries.front() || seconds >= boundaries.back())
        return std::nullopt;
    const auto after = std::upper_bound(boundaries.begin(), boundaries.end(), seconds);
    return static_cast<std::size_t>(after - boundaries.begin()) - 1;
}

Range barsIn(Boundaries boundaries, TimeSpan visible)
{
    const std::size_t bars = barCount(boundaries);
    if (bars == 0 || visible.to <= boundaries.front() || visible.from >= boundaries.back())
        return {};
    const std::size_t first = barAt(boundaries, visible.from).value_or(0);
    const auto end = std::lower_bound(boundaries.begin(), boundaries.end(), visible.to);
    return {first, std::min(bars, static_cast<std::size_t>(end - boundaries.begin()))};
}

std::optional<TimeSpan> snapped(Boundaries boundaries, std::int64_t a, std::int64_t b)
{
    if (barCount(boundaries) == 0)
        return std::nullopt;
    const std::int64_t last = boundaries.back() - 1;
    const std::int64_t low = std::clamp(std::min(a, b), boundaries.front(), last);
    const std::int64_t high = std::clamp(std::max(a, b), boundaries.front(), last);
    return TimeSpan{boundaries[*barAt(boundaries, low)], boundaries[*barAt(boundaries, high) + 1]};
}

std::int64_t nearestBoundary(Boundaries boundaries, std::int64_t seconds)
{
    if (boundaries.empty())
        return seconds;
    const auto after = std::lower_bound(boundaries.begin(), boundaries.end(), seconds);
    if (after == boundaries.begin())
        return *after;
    if (after == boundaries.end())
        return boundaries.back();
    const std::int64_t before = *(after - 1);
    return seconds - before <= *after - seconds ? before : *after;
}

std::optional<HistogramBar> countOf(Boundaries boundaries, std::span<const HistogramBar> bars,
                                    TimeSpan span)
{
    const auto from = std::lower_bound(boundaries.begin(), boundaries.end(), span.from);
    const auto to = std::lower_bound(boundaries.begin(), boundaries.end(), span.to);
    if (from == boundaries.end() || to == boundaries.end() || *from != span.from || *to != span.to)
        return std::nullopt;
    HistogramBar sum;
    for (auto bar = from - boundaries.begin(); bar < to - boundaries.begin(); ++bar) {
        for (std::size_t c = 0; c < HistogramBar::kClasses; ++c)
            sum.byClass[c] += bars[static_cast<std::size_t>(bar)].byClass[c];
    }
    return sum;
}

TimeSpan zoomed(TimeSpan visible, std::int64_t around, double factor)
{
    const auto length = static_cast<double>(visible.to - visible.from);
    const double share =
        std::clamp(static_cast<double>(around - visible.from) / std::max(length, 1.0), 0.0, 1.0);
    // Slower than a second at a time would be standing still.
    double next = length * factor;
    if (std::abs(next - length) < 1)
        next = factor < 1 ? length - 1 : length + 1;
    const std::int64_t from = around - std::llround(next * share);
    return {from, from + std::llround(next)};
}

TimeSpan moved(TimeSpan visible, double share)
{
    const auto length = static_cast<double>(visible.to - visible.from);
    std::int64_t by = std::llround(length * share);
    if (by == 0 && share != 0)
        by = share < 0 ? -1 : 1;
    return {visible.from + by, visible.to + by};
}

std::vector<Tick> ticks(TimeSpan visible, int width, int room, const QByteArray& zone)
{
    const std::int64_t most = std::max(1, width / std::max(room, 1));
    const std::int64_t step =
        query::niceStep(visible.from, visible.to, static_cast<std::size_t>(most));
    if ((visible.to - visible.from) / step > most)
        return monthTicks(visible, most, zone);
    const TimeText text(zone);
    const auto startOf = workspace::zoneStepStart(zone);
    std::vector<Tick> ticks;
    for (const std::int64_t at : query::barBoundaries(visible.from, visible.to, step, startOf)) {
        if (at < visible.from || at >= visible.to)
            continue;
        const bool isDay = startOf(at, kDay) == at;
        QString label = step >= kDay || isDay ? text.date(at) : text.time(at);
        if (step < kDay && !isDay && step % 60 == 0)
            label.chop(3); // no seconds
        ticks.push_back({at, label, isDay && step < kDay});
    }
    return ticks;
}

} // namespace trailloupe::ui::histogram
