#include "ui/words/timetext.h"

#include "model/base/timestamp.h"

#include <QDateTime>

#include <cstdio>
#include <limits>

namespace trailloupe::ui {

namespace {

constexpr qint64 kDay = 86'400;
// QTimeZone answers for these moments; what lies beyond takes the offset of the nearer end.
constexpr qint64 kZoneDataFrom = -5'000'000'000;
constexpr qint64 kZoneDataUntil = 30'000'000'000;

struct Clock
{
    CivilDate date;
    int hour;
    int minute;
    int second;
};

Clock clockAt(qint64 localSeconds)
{
    qint64 days = localSeconds / kDay;
    qint64 rest = localSeconds % kDay;
    if (rest < 0) {
        rest += kDay;
        --days;
    }
    return {civilFromDays(days), static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60),
            static_cast<int>(rest % 60)};
}

void putDigits(QChar*& at, int value, int digits)
{
    for (int i = digits - 1; i >= 0; --i) {
        at[i] = QChar(u'0' + value % 10);
        value /= 10;
    }
    at += digits;
}

QString dateText(const Clock& c)
{
    if (c.date.year < 0 || c.date.year > 9999)
        return QStringLiteral("%1-%2-%3").arg(c.date.year).arg(c.date.month).arg(c.date.day);
    QString text(10, Qt::Uninitialized);
    QChar* at = text.data();
    putDigits(at, c.date.year, 4);
    *at++ = QChar(u'-');
    putDigits(at, c.date.month, 2);
    *at++ = QChar(u'-');
    putDigits(at, c.date.day, 2);
    return text;
}

QString clockText(const Clock& c)
{
    QString text(8, Qt::Uninitialized);
    QChar* at = text.data();
    putDigits(at, c.hour, 2);
    *at++ = QChar(u':');
    putDigits(at, c.minute, 2);
    *at++ = QChar(u':');
    putDigits(at, c.second, 2);
    return text;
}

QString offsetAsText(int offset)
{
    const int minutes = (offset < 0 ? -offset : offset) / 60;
    return QStringLiteral("%1%2:%3")
        .arg(offset < 0 ? QChar(u'-') : QChar(u'+'))
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QDateTime utc(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(qBound(kZoneDataFrom, seconds, kZoneDataUntil), Qt::UTC);
}

} // namespace

TimeText::TimeText(const QByteArray& ianaId)
    : m_zone(ianaId)
{
    if (!m_zone.isValid())
        m_zone = QTimeZone("UTC");
    m_isUtc = m_zone.id() == "UTC";
    if (m_isUtc) {
        m_from = std::numeric_limits<qint64>::min();
        m_until = std::numeric_limits<qint64>::max();
    }
}

int TimeText::offsetAt(qint64 seconds) const
{
    if (seconds >= m_from && seconds < m_until)
        return m_offset;
    const QDateTime at = utc(seconds);
    m_offset = m_zone.offsetFromUtc(at);
    // No transition lies between these two, so the offset holds for all that is between them.
    const auto before = m_zone.previousTransition(at.addSecs(1));
    const auto after = m_zone.nextTransition(at);
    m_from = before.atUtc.isValid() ? before.atUtc.toSecsSinceEpoch() : seconds;
    m_until = after.atUtc.isValid() ? after.atUtc.toSecsSinceEpoch() : seconds + 1;
    if (seconds < m_from || seconds >= m_until) {
        m_from = seconds;
        m_until = seconds + 1;
    }
    return m_offset;
}

QString TimeText::dateTime(qint64 seconds) const
{
    const Clock c = clockAt(seconds + offsetAt(seconds));
    return dateText(c) + QChar(u' ') + clockText(c);
}

QString TimeText::date(qint64 seconds) const
{
    return dateText(clockAt(seconds + offsetAt(seconds)));
}

QString TimeText::time(qint64 seconds) const
{
    return clockText(clockAt(seconds + offsetAt(seconds)));
}

QString TimeText::offsetText(qint64 seconds) const
{
    return offsetAsText(offsetAt(seconds));
}

QString TimeText::dateTimeWithZone(qint64 seconds) const
{
    if (m_isUtc)
        return dateTime(seconds) + QStringLiteral(" UTC");
    const QString name = m_zone.abbreviation(utc(seconds));
    const QString offset = QStringLiteral("UTC") + offsetText(seconds);
    const bool isLetters = !name.isEmpty() && name.at(0).isLetter() && name != QStringLiteral("UTC")
        && !name.startsWith(QStringLiteral("UTC"));
    return isLetters ? QStringLiteral("%1 %2 (%3)").arg(dateTime(seconds), name, offset)
                     : QStringLiteral("%1 %2").arg(dateTime(seconds), offset);
}

QString TimeText::span(qint64 from, qint64 to) const
{
    QString begin = offsetAt(from) == offsetAt(to) ? dateTime(from) : dateTimeWithZone(from);
    QString end = dateTimeWithZone(to);
    const qsizetype dateLength = date(to).size() + 1; // and the space
    if (from % 60 == 0 && to % 60 == 0) {
        begin.remove(date(from).size() + 6, 3); // after " 09:26"
        end.remove(dateLength + 5, 3);
    }
    if (date(from) == date(to))
        end.remove(0, dateLength);
    return QStringLiteral("%1 – %2").arg(begin, end);
}

QString TimeText::iso(qint64 seconds) const
{
    const Clock c = clockAt(seconds + offsetAt(seconds));
    return dateText(c) + QChar(u'T') + clockText(c)
        + (m_isUtc ? QStringLiteral("Z") : offsetText(seconds));
}

QString TimeText::zoneName() const
{
    return QString::fromUtf8(m_zone.id());
}

QString zoneOffsetNow(const QByteArray& ianaId)
{
    const QTimeZone zone(ianaId);
    if (!zone.isValid())
        return {};
    return QStringLiteral("UTC")
        + offsetAsText(zone.offsetFromUtc(QDateTime::currentDateTimeUtc()));
}

} // namespace trailloupe::ui
