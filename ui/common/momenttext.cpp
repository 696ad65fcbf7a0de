#include "ui/common/momenttext.h"

#include "model/base/timestamp.h"
#include "model/query/timetext.h"
#include "model/workspace/filter.h"
#include "ui/words/timetext.h"

#include <QRegularExpression>

namespace trailloupe::ui {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kLastSecond = 7'258'118'400; // 2200-01-01

// ".120"; empty for a whole second.
QString fraction(std::int64_t ns)
{
    std::int64_t rest = ns - Timestamp::fromNs(ns).seconds() * kSecond;
    if (rest == 0)
        return {};
    int digits = 9;
    while (rest % 1000 == 0) {
        rest /= 1000;
        digits -= 3;
    }
    return QStringLiteral(".%1").arg(rest, digits, 10, QLatin1Char('0'));
}

// Takes ".120" out of the text: its nanoseconds. What is behind the ninth digit is less than one.
std::int64_t takeFraction(QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("(?<=:\\d\\d:\\d\\d)[.,](\\d+)"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return 0;
    const QString digits = match.captured(1).left(9);
    text.remove(match.capturedStart(), match.capturedLength());
    return digits.leftJustified(9, u'0').toLongLong();
}

} // namespace

QString momentText(std::int64_t ns, const QByteArray& zone)
{
    return TimeText(zone).dateTime(Timestamp::fromNs(ns).seconds()) + fraction(ns);
}

QString momentTextWithZone(std::int64_t ns, const QByteArray& zone)
{
    const TimeText time(zone);
    const std::int64_t seconds = Timestamp::fromNs(ns).seconds();
    return time.dateTimeWithZone(seconds).insert(time.dateTime(seconds).size(), fraction(ns));
}

std::optional<std::int64_t> momentOf(const QString& text, const QByteArray& zone,
                                     std::int64_t lastNs)
{
    QString plain = text.trimmed();
    const std::int64_t part = takeFraction(plain);
    static const QRegularExpression spaceForT(QStringLiteral("(?<=\\d) +(?=\\d)"));
    plain.replace(spaceForT, QStringLiteral("T"));
    plain.remove(u' '); // before a zone
    plain.replace(QStringLiteral("UTC"), QStringLiteral("Z"));
    const auto span = query::parseTimeText(plain.toStdString(), workspace::barOptions(zone).toUtc);
    if (!span)
        return std::nullopt;
    std::int64_t seconds = span->from.seconds;
    std::int64_t more = part;
    if (span->from.beforeLast) {
        const std::int64_t last = Timestamp::fromNs(lastNs).seconds();
        seconds = last - seconds;
        more = lastNs - last * kSecond;
    }
    if (seconds < 0 || seconds >= kLastSecond)
        return std::nullopt;
    return seconds * kSecond + more;
}

} // namespace trailloupe::ui
