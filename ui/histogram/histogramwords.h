// histogramwords: what a histogram says in words: of a bar, a span, a gap, the undated events.
//
// Threads: any.
#pragma once

#include "model/query/histogram.h"
#include "ui/common/eventcounttext.h"
#include "ui/words/timetext.h"

#include <QString>

#include <cstdint>
#include <span>

namespace trailloupe::ui::histogram {

QString stepText(std::int64_t seconds); // "15 min", "1 day"
// The bars as CSV: from, to, events, failed, write, read, other; then the undated ones.
QString barsAsCsv(std::span<const std::int64_t> boundaries,
                  std::span<const query::HistogramBar> bars, const query::HistogramBar& undated,
                  const TimeText& time);
QString gapText(query::TimeSpan gap, const TimeText& time);
QString undatedText(const query::HistogramBar& undated);

} // namespace trailloupe::ui::histogram
