// momenttext: moments to the nanosecond as people type and read them: "2026-03-14 09:26:53.120".
//
// Threads: any. Units: nanoseconds since 1970-01-01 UTC.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>

namespace trailloupe::ui {

// In the zone, without naming it; a fraction only where there is one, in threes of digits.
QString momentText(std::int64_t ns, const QByteArray& zone);
// With the zone as it was then: "2026-03-14 10:26:53.120 CET (UTC+01:00)".
QString momentTextWithZone(std::int64_t ns, const QByteArray& zone);

// What the filter bar takes for a time, with a space for the T and a fraction of a second where
// somebody has one; a day or an hour is its begin, "-12h" so long before `lastNs`. Nothing where it
// is no moment, or before 1970-01-01 or after 2200.
std::optional<std::int64_t> momentOf(const QString& text, const QByteArray& zone,
                                     std::int64_t lastNs);

} // namespace trailloupe::ui
