// axiswindow: which part of time the axis of a Config timeline shows, and where moments are on it.
//
// Seconds since 1970 UTC as a double tell moments within a second apart, as states may be. A window
// without length, or a width without pixels, is taken as a second on a pixel; pixels are kept
// within ±kFar.
// Threads: pure functions. Units: seconds since 1970 UTC, pixels from the left edge of the plot.
#pragma once

#include "model/query/histogram.h"

#include <cstdint>

namespace trailloupe::ui::configaxis {

struct Window
{
    double from = 0;
    double to = 0;

    double length() const { return to - from; }
    bool operator==(const Window&) const = default;
};

constexpr double kFar = 1e7; // pixels
constexpr double kLeastSeconds = 2; // in view

double secondsOf(std::int64_t ns);
double secondsPerPixel(const Window& window, int width);
double xOf(const Window& window, int width, double seconds);
double timeAt(const Window& window, int width, double x); // also beyond the window
query::TimeSpan spanOf(const Window& window); // whole seconds that hold it

// A little more than the span at either side, and so much of time that a single moment has room.
Window padded(double from, double to);
// The window of at least kLeastSeconds that is nearest to this one within `limits`.
Window within(Window window, const Window& limits);
// A factor below 1 is closer; the moment stays at its pixel.
Window zoomed(const Window& window, double around, double factor);
Window moved(const Window& window, double seconds);

} // namespace trailloupe::ui::configaxis
