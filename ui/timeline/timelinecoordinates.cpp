#include "ui/timeline/timelinecoordinates.h"

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::timeline {

using query::TimeSpan;

namespace {

constexpr double kPadding = 0.015; // of the span, at either side

} // namespace

double secondsPerPixel(const Window& window, int width)
{
    return window.length() > 0 && width > 0 ? window.length() / width : 1.0;
}

double xOf(const Window& window, int width, double seconds)
{
    return std::clamp((seconds - window.from) / secondsPerPixel(window, width), -kFar, kFar);
}

double timeAt(const Window& window, int width, double x)
{
    return window.from + std::clamp(x, -kFar, kFar) * secondsPerPixel(window, width);
}

Window windowOf(TimeSpan span)
{
    return {static_cast<double>(span.from), static_cast<double>(span.to)};
}

TimeSpan spanOf(const Window& window)
{
    return {static_cast<std::int64_t>(std::floor(window.from)),
            static_cast<std::int64_t>(std::ceil(window.to))};
}

Window padded(TimeSpan span)
{
    Window window = windowOf({span.from, std::max(span.from, span.to)});
    const double beside =
        std::max((kLeastSeconds - window.length()) / 2, std::max(0.5, window.length() * kPadding));
    return {window.from - beside, window.to + beside};
}

Window within(Window window, const Window& limits)
{
    const double most = std::max(limits.length(), kLeastSeconds);
    const double length = std::clamp(window.length(), kLeastSeconds, most);
    // What becomes longer or shorter does so around its middle.
    window.from += (window.length() - length) / 2;
    window.from = std::clamp(window.from, limits.from, limits.from + most - length);
    return {window.from, window.from + length};
}

Window zoomed(const Window& window, double around, double factor)
{
    return {around - (around - window.from) * factor, around + (window.to - around) * factor};
}

Window moved(const Window& window, double seconds)
{
    return {window.from + seconds, window.to + seconds};
}

} // namespace trailloupe::ui::timeline
