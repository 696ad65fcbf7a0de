#include "ui/histogram/histogramgeometry.h"

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::histogram {

using query::HistogramBar;
using query::TimeSpan;

namespace {

constexpr int kRightMargin = 10;
constexpr int kUndatedGap = 10; // between the bars and the undated events
constexpr int kTop = 4;

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

} // namespace trailloupe::ui::histogram
