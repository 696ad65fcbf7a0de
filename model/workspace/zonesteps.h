// zonesteps: where hours, days and weeks begin in a zone, for the bars of a histogram and the marks
// of its axis.
//
// A step begins when the clock on the wall of that zone says so: days of 23 and 25 hours are one
// step, and so is an hour that the clock jumps into. Weeks begin on Monday.
// Threads: the functions given are values, one per thread (they keep the last offset looked up).
// Cost: some nanoseconds within one offset period, a look into the zone's data beyond.
#pragma once

#include "model/query/histogram.h"

#include <QByteArray>
#include <QTimeZone>

#include <cstdint>

namespace trailloupe::workspace {

// Seconds east of UTC, by moment.
class ZoneOffsets
{
public:
    // An id that is no zone is taken as UTC.
    explicit ZoneOffsets(const QByteArray& ianaId);

    std::int64_t at(std::int64_t seconds);

private:
    QTimeZone m_zone;
    bool m_isUtc = true;
    // Half-open span of UTC seconds in which the offset is known to be m_offset.
    std::int64_t m_from = 0;
    std::int64_t m_until = 0;
    std::int64_t m_offset = 0;
};

query::StepStart zoneStepStart(const QByteArray& ianaId);

} // namespace trailloupe::workspace
