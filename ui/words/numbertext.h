// numbertext: counts, sizes and durations in words that people read: "1,000,000", "1.2 GB",
// "about 40 s".
//
// Threads: any (QLocale() is read).
#pragma once

#include <QString>

namespace trailloupe::ui {

QString countText(quint64 count); // "1,000,000"
QString sizeText(quint64 bytes); // "1.2 GB" (powers of 1000), "812 bytes"
QString shareText(quint64 part, quint64 of); // "12.5 %", "less than 0.1 %", "none"
QString durationText(qint64 ms); // "0.4 s", "12 s", "3 min 5 s", "2 h 10 min"

} // namespace trailloupe::ui
