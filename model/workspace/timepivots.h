// Time pivots: from a span that is looked at to a filter: all but this span, or the words for it.
// Only this span is pivotToTime() in pivots.h.
//
// Threads: GUI thread only. Units: seconds since 1970 UTC; spans are [from, to).
#pragma once

#include "model/query/histogram.h"
#include "model/workspace/investigation.h"

#include <QString>

namespace trailloupe::workspace {

// The span as a condition in the bar's language. An open end is INT64_MIN or INT64_MAX; REQUIRES
// that one is not.
QString timeCondition(const query::TimeSpan& span);
// Events of that span go; undated ones stay. A time chip that asks for just this span goes too, or
// nothing would be left.
void pivotWithoutTime(Investigation& investigation, const query::TimeSpan& span);

} // namespace trailloupe::workspace
