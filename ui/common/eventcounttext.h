// eventcounttext: how many events, and of what, in words.
//
// Threads: any (QLocale() is read).
#pragma once

#include "model/query/histogram.h"

#include <QString>

namespace trailloupe::ui {

QString eventsText(quint64 count); // "1 event", "1,204 events"
QString shortCount(quint64 count); // "812", "12k", "3.4M"
// "412 events: 300 read, 100 write (3 sensitive), 12 failed (9 denied)"
QString barText(const query::HistogramBar& bar);

} // namespace trailloupe::ui
