// timeticks: the marks of a time axis: round moments of a zone, as many as there is room for.
//
// Threads: any. Units: seconds since 1970 UTC; spans are [from, to). Cost: O(marks).
#pragma once

#include "model/query/histogram.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace trailloupe::ui {

struct Tick
{
    std::int64_t at = 0;
    QString label;
    bool isDay = false; // begins a day between hours, a year between months
};
// As many as fit when each takes `room` pixels.
std::vector<Tick> timeTicks(query::TimeSpan visible, int width, int room, const QByteArray& zone);

} // namespace trailloupe::ui
