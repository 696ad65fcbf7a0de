// TimeText: moments in the zone the person chose, and the zone's name beside them.
//
// Units: seconds since 1970-01-01 UTC.
// Threads: a value; one per thread (it keeps the last offset looked up).
// Cost: well under 1 µs in UTC and inside one offset period of another zone; no QDateTime per call.
#pragma once

#include <QByteArray>
#include <QString>
#include <QTimeZone>

namespace trailloupe::ui {

class TimeText
{
public:
    // An id that is no zone is taken as UTC.
    explicit TimeText(const QByteArray& ianaId = "UTC");

    QString dateTime(qint64 seconds) const; // "2026-03-14 09:26:53"
    QString date(qint64 seconds) const; // "2026-03-14"
    QString time(qint64 seconds) const; // "09:26:53"
    // With the zone as it was at that moment: "2026-03-14 09:26:53 UTC", "… CET (UTC+01:00)".
    QString dateTimeWithZone(qint64 seconds) const;
    // "2026-03-14 09:26 – 11:00 UTC": the end (exclusive) with its date only when that is another,
    // both with their offsets when the clock was changed between them, seconds when there are any.
    QString span(qint64 from, qint64 to) const;
    // ISO 8601 with offset, for exports: "2026-03-14T10:26:53+01:00", "2026-03-14T09:26:53Z".
    QString iso(qint64 seconds) const;

    QString zoneName() const; // "UTC", "Europe/Berlin"
    QByteArray zoneId() const { return m_zone.id(); }
    bool isUtc() const { return m_isUtc; }
    int offsetAt(qint64 seconds) const; // seconds east of UTC

private:
    QString offsetText(qint64 seconds) const; // "+01:00"

    QTimeZone m_zone;
    bool m_isUtc = true;
    // Half-open span of UTC seconds in which the offset is known to be m_offset.
    mutable qint64 m_from = 0;
    mutable qint64 m_until = 0;
    mutable int m_offset = 0;
};

// Fourth column of a zone list: "UTC+01:00 now".
QString zoneOffsetNow(const QByteArray& ianaId);

} // namespace trailloupe::ui
