// timelinecoordinates: where moments are on the axis of a timeline, and which moment is at a pixel.
//
// A window is what is in view, from its left edge to its right one; it may begin between seconds,
// so that zooming and moving are smooth. Degenerate cases: a window without length, or a width
// without pixels, is taken as a second on a pixel; times far outside give pixels far outside, kept
// within ±kFar, never a number that overflows.
// Threads: pure functions. Units: seconds since 1970 UTC, pixels from the left edge of the plot.
#pragma once

#include "model/query/histogram.h"

#include <cstdint>

namespace trailloupe::ui::timeline {

struct Window
{
    double from = 0;
    double to = 0;

    double length() const { return to - from; }
    bool operator==(const Window&) const = default;
};

constexpr double kFar = 1e7; // pixels
constexpr double kLeastSeconds = 10; // in view

double xOf(const Window& window, int width, double seconds);
double timeAt(const Window& window, int width, double x); // also beyond the window
double secondsPerPixel(const Window& window, int width);

Window windowOf(query::TimeSpan span);
query::TimeSpan spanOf(const Window& window); // whole seconds that hold it

// A little more than the span at either side, and kLeastSeconds at least: what "all" shows.
Window padded(query::TimeSpan span);
// The window of at least kLeastSeconds that is nearest to this one within `limits`, as long as it
// is where that fits, else the limits.
Window within(Window window, const Window& limits);
// A factor below 1 is closer; the moment stays at its pixel.
Window zoomed(const Window& window, double around, double factor);
Window moved(const Window& window, double seconds);

} // namespace trailloupe::ui::timeline
