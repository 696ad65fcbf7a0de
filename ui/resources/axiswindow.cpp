#include "ui/resources/axiswindow.h"

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::configaxis {
namespace {

constexpr double kPadding = 0.06; // of the span, at either side: room for half a card
constexpr double kLeastPadding = 1; // seconds
constexpr double kAroundOne = 1800; // seconds at either side of a single moment

} // namespace

double secondsOf(std::int64_t ns)
{
    return static_cast<double>(ns) / 1e9;
}

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

query::TimeSpan spanOf(const Window& window)
{
    return {static_cast<std::int64_t>(std::floor(window.from)),
            static_cast<std::int64_t>(std::ceil(window.to))};
}

Window padded(double from, double to)
{
    to = std::max(from, to);
    const double beside = from == to ? kAroundOne : std::max(kLeastPadding, (to - from) * kPadding);
    return {from - beside, to + beside};
}

Window within(Window window, const Window& limits)
{
    const double most = std::max(limits.length(), kLeastSeconds);
    const double length = std::clamp(window.length(), kLeastSeconds, most);
    if (length != window.length()) {
        const double middle = (window.from + window.to) / 2;
        window = {middle - length / 2, middle + length / 2};
    }
    if (window.from < limits.from)
        window = {limits.from, limits.from + length};
    else if (window.to > limits.to)
        window = {limits.to - length, limits.to};
    return window;
}

Window zoomed(const Window& window, double around, double factor)
{
    return {around - (around - window.from) * factor, around + (window.to - around) * factor};
}

Window moved(const Window& window, double seconds)
{
    return {window.from + seconds, window.to + seconds};
}

} // namespace trailloupe::ui::configaxis
