// histogramgeometry: where the bars, the marks of the axis and the undated events of a histogram
// are, and what is under a point.
//
// Pure functions of values; no widget. Units: pixels of the widget; seconds since 1970 UTC; spans
// are [from, to). Threads: any.  Cost: O(log bars), O(marks in sight) for the axis.
#pragma once

#include "model/query/histogram.h"

#include <QByteArray>
#include <QRect>
#include <QSize>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::ui::histogram {

struct Inputs
{
    QSize size;
    int gutter = 0; // for the count at the left
    int textHeight = 0;
    int undatedWidth = 0; // 0: there are none
    query::TimeSpan visible;
    bool operator==(const Inputs&) const = default;
};

QRect plotRect(const Inputs& in);
QRect axisRect(const Inputs& in);
QRect undatedRect(const Inputs& in); // empty when there are none

double xOf(const Inputs& in, std::int64_t seconds); // beyond the plot for times out of view
std::int64_t timeAt(const Inputs& in, double x); // kept within the view

using Boundaries = std::span<const std::int64_t>;
std::size_t barCount(Boundaries boundaries);
std::optional<std::size_t> barAt(Boundaries boundaries, std::int64_t seconds);
// The bars of which something is in view: [first, last).
struct Range
{
    std::size_t first = 0;
    std::size_t last = 0;
    bool operator==(const Range&) const = default;
};
Range barsIn(Boundaries boundaries, query::TimeSpan visible);
// Every bar that [a, b] touches, whichever comes first; nothing where there are no bars.
std::optional<query::TimeSpan> snapped(Boundaries boundaries, std::int64_t a, std::int64_t b);
std::int64_t nearestBoundary(Boundaries boundaries, std::int64_t seconds);
// The rows of the bars of a span; nothing when an end of it is within a bar, so that they cannot be
// known.
std::optional<query::HistogramBar> countOf(Boundaries boundaries,
                                           std::span<const query::HistogramBar> bars,
                                           query::TimeSpan span);

// Zoomed by a factor (< 1: closer) so that the moment stays where it is.
query::TimeSpan zoomed(query::TimeSpan visible, std::int64_t around, double factor);
query::TimeSpan moved(query::TimeSpan visible, double share);

} // namespace trailloupe::ui::histogram
