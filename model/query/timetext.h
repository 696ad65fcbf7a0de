// Times as people type them in a filter.
//
//   2026-03-01   2026-03-01T14:05   2026-03-01T14:05:12Z   2026-03-01T14:05+09:00   a moment, or as
//   much time as is left open: a whole day, hour, minute
//
//   -12h   90m   3d   counted back from the last event of the export
//
// Threads: pure functions.  Units: seconds since 1970 UTC.
#pragma once

#include "model/query/predicate.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace trailloupe::query {

// [from, to) of the time that a text stands for; relative texts are one moment, from == to.
struct TimeSpanText
{
    TimeBound from;
    TimeBound to;
};
std::optional<TimeSpanText> parseTimeText(
    std::string_view text, const std::function<std::int64_t(std::int64_t)>& toUtc = {});

// "12h", "90m", "3d": seconds. Units s, m, h, d, w.
std::optional<std::int64_t> parseDuration(std::string_view text);
std::string printDuration(std::int64_t seconds);
std::string printTimeBound(const TimeBound& bound); // what parseTimeText() reads back

} // namespace trailloupe::query
