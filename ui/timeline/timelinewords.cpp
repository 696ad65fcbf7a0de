#include "ui/timeline/timelinewords.h"

#include "model/query/column.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/eventmark.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <cstdlib>

namespace trailloupe::ui::timeline {

using query::HistogramBar;
using trailloupe::timeline::Lane;
using trailloupe::timeline::Lanes;
using trailloupe::timeline::Ribbon;
using trailloupe::timeline::SpanSummary;

namespace {

struct TimelineWords
{
    Q_DECLARE_TR_FUNCTIONS(TimelineWords)
};

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 86'400;
constexpr qsizetype kLongestText = 300;

QString shown(std::string_view text)
{
    QString all = visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return all.size() > kLongestText ? all.left(kLongestText) + QChar(u'…') : all;
}

QString cell(const Lanes& lanes, RowId row, const query::Column& column)
{
    std::string text;
    query::ColumnReader(lanes.events(), column).text(row, text);
    return shown(text);
}

QString eventTip(const Lanes& lanes, const Hit& hit, const TimeText& time)
{
    using query::Derived;
    const RowId row = lanes.row(hit.lane, hit.first);
    QStringList lines;
    lines << cell(lanes, row, query::Column::pathColumn("eventName")) + QStringLiteral("  ·  ")
            + cell(lanes, row, query::Column::derivedColumn(Derived::Service));
    lines << time.dateTimeWithZone(lanes.times(hit.lane)[hit.first]);
    QString who = cell(lanes, row, query::Column::derivedColumn(Derived::Actor));
    if (who.isEmpty())
        who = cell(lanes, row, query::Column::derivedColumn(Derived::User));
    const QString from = cell(lanes, row, query::Column::pathColumn("sourceIPAddress"));
    lines << QStringList{who, from}
                 .filter(QRegularExpression(QStringLiteral(".")))
                 .join(QStringLiteral("  ·  "));
    const QString error = cell(lanes, row, query::Column::derivedColumn(Derived::Error));
    const QString what = eventClassName(lanes.eventClass(hit.lane, hit.first));
    lines << (error.isEmpty() ? what : what + QStringLiteral(": ") + error);
    return lines.join(u'\n');
}

// Whose session a lane is, where lanes are sessions and that is known.
QString sessionActor(const Lanes& lanes, std::size_t number)
{
    using query::Derived;
    const Lane& lane = lanes.lanes()[number];
    const bool isSession =
        lanes.field().derived == Derived::Session || lanes.field().derived == Derived::SessionRoot;
    if (!isSession || lane.kind != Lane::Kind::Value || lane.dated == 0)
        return {};
    const RowId row = lanes.row(number, 0);
    const QString actor = cell(lanes, row, query::Column::derivedColumn(Derived::Actor));
    return actor.isEmpty() ? cell(lanes, row, query::Column::derivedColumn(Derived::User)) : actor;
}

HistogramBar barOf(const Lanes& lanes, const Hit& hit)
{
    HistogramBar bar;
    for (std::uint32_t i = 0; i < hit.events; ++i)
        ++bar.byClass[static_cast<std::size_t>(lanes.eventClass(hit.lane, hit.first + i))];
    return bar;
}

QString ribbonTip(const Ribbon& ribbon, const TimeText& time)
{
    QStringList lines{
        ribbon.issueIsKnown
            ? TimelineWords::tr("Session, issued %1").arg(time.dateTimeWithZone(ribbon.begin))
            : TimelineWords::tr("Session, first event %1; when it was issued is not known")
                  .arg(time.dateTimeWithZone(ribbon.begin))};
    lines << TimelineWords::tr("last event in the export %1")
                 .arg(time.dateTimeWithZone(ribbon.lastUse));
    lines << (ribbon.expires
                  ? TimelineWords::tr("expires %1").arg(time.dateTimeWithZone(*ribbon.expires))
                  : TimelineWords::tr("when it expires is not known"));
    return lines.join(u'\n');
}

} // namespace

QString laneName(const Lane& lane)
{
    switch (lane.kind) {
    case Lane::Kind::Rest:
        return TimelineWords::tr("and %1 more").arg(countText(lane.values));
    case Lane::Kind::NoValue:
        return TimelineWords::tr("no value");
    case Lane::Kind::Value:
        break;
    }
    return lane.text.empty() ? TimelineWords::tr("(empty text)") : shown(lane.text);
}

LaneLabel labelOf(const Lane& lane)
{
    return {laneName(lane), countText(lane.events()), lane.isPinned,
            lane.kind != Lane::Kind::Value};
}

QString laneTip(const Lanes& lanes, std::size_t number)
{
    const Lane& lane = lanes.lanes()[number];
    QStringList lines{laneName(lane)};
    if (lane.kind == Lane::Kind::Rest)
        lines.front() = TimelineWords::tr("%1 more values in one lane; click to open the next ones")
                            .arg(countText(lane.values));
    else if (lane.kind == Lane::Kind::NoValue)
        lines.front() = TimelineWords::tr("Events in which the field has no value");
    if (const QString who = sessionActor(lanes, number); !who.isEmpty())
        lines << TimelineWords::tr("Session of %1").arg(who);
    lines << eventsText(lane.events());
    if (lane.undated > 0)
        lines << TimelineWords::tr("%1 of them without a time, which are not drawn")
                     .arg(countText(lane.undated));
    if (!lane.ribbons.empty())
        lines << TimelineWords::tr("%n session(s)", nullptr, static_cast<int>(lane.ribbons.size()));
    if (lanes.hasSeveral())
        lines << TimelineWords::tr("An event with several values is in several lanes.");
    return lines.join(u'\n');
}

QString hitTip(const Hit& hit, const Lanes& lanes, const TimeText& time,
               std::optional<std::int64_t> origin)
{
    if (hit.kind == Hit::Kind::Header)
        return laneTip(lanes, hit.lane);
    if (hit.kind == Hit::Kind::Ribbon && hit.ribbons > 1)
        return TimelineWords::tr("%1 sessions, too close to be told apart; the first begins %2")
            .arg(countText(hit.ribbons),
                 time.dateTimeWithZone(lanes.lanes()[hit.lane].ribbons[hit.ribbon].begin));
    if (hit.kind == Hit::Kind::Ribbon)
        return ribbonTip(lanes.lanes()[hit.lane].ribbons[hit.ribbon], time);
    if (hit.events == 0)
        return {};
    const auto times = lanes.times(hit.lane);
    const std::int64_t from = times[hit.first];
    const std::int64_t to = std::int64_t{times[hit.first + hit.events - 1]} + 1;
    QStringList lines;
    if (hit.events == 1)
        lines << eventTip(lanes, hit, time);
    else if (hit.isOneSecond)
        lines << time.dateTimeWithZone(from) << barText(barOf(lanes, hit))
              << TimelineWords::tr("All within one second: their order is not known.");
    else
        lines << time.span(from, to) << barText(barOf(lanes, hit));
    if (origin)
        lines << relativeText(from - *origin);
    return lines.join(u'\n');
}

QStringList eventWords(const Lanes& lanes, RowId row, const TimeText& time,
                       std::optional<std::int64_t> origin)
{
    using query::Derived;
    QStringList words;
    const auto place = lanes.events()->placeInTimeOrder(row);
    if (!place)
        return words;
    const auto at = lanes.events()->time(row);
    words << (at ? time.dateTimeWithZone(*at) : TimelineWords::tr("without a time"));
    words << TimelineWords::tr("%1 (%2)").arg(
        cell(lanes, row, query::Column::pathColumn("eventName")),
        cell(lanes, row, query::Column::derivedColumn(Derived::Service)));
    QString who = cell(lanes, row, query::Column::derivedColumn(Derived::Actor));
    if (who.isEmpty())
        who = cell(lanes, row, query::Column::derivedColumn(Derived::User));
    if (!who.isEmpty())
        words << who;
    const QString error = cell(lanes, row, query::Column::derivedColumn(Derived::Error));
    const QString what = eventClassName(query::EventFacts(lanes.events()).eventClass(row));
    words << (error.isEmpty() ? what : what + QStringLiteral(": ") + error);
    if (at && origin)
        words << relativeText(*at - *origin);
    bool isInLanes = false;
    for (std::size_t lane = 0; at && !isInLanes && lane < lanes.lanes().size(); ++lane)
        isInLanes = lanes.find(lane, static_cast<std::uint32_t>(*place)).has_value();
    if (at && !isInLanes)
        words << TimelineWords::tr("not in the lanes");
    return words;
}

QString markTip(const Mark& mark, const TimeText& time)
{
    if (!mark.span)
        return mark.words;
    return TimelineWords::tr("Marked span, %1").arg(lengthText(mark.span->to - mark.span->from))
        + u'\n' + time.span(mark.span->from, mark.span->to) + u'\n' + mark.words;
}

QString lengthText(std::int64_t seconds)
{
    QStringList parts;
    const auto add = [&](std::int64_t unit, const QString& words) {
        if (seconds >= unit && parts.size() < 3) {
            parts << words.arg(seconds / unit);
            seconds %= unit;
        }
    };
    if (seconds == 0)
        return TimelineWords::tr("0 s");
    add(kDay, TimelineWords::tr("%1 d"));
    add(kHour, TimelineWords::tr("%1 h"));
    add(kMinute, TimelineWords::tr("%1 min"));
    add(1, TimelineWords::tr("%1 s"));
    return parts.join(QChar(u' '));
}

QString relativeText(std::int64_t seconds)
{
    if (seconds == 0)
        return TimelineWords::tr("T0");
    return seconds > 0 ? TimelineWords::tr("T0 + %1").arg(lengthText(seconds))
                       : TimelineWords::tr("T0 − %1").arg(lengthText(-seconds));
}

QString relativeTick(std::int64_t seconds, std::int64_t step)
{
    const std::int64_t length = std::abs(seconds);
    const QString sign =
        seconds == 0 ? QString() : QString(seconds < 0 ? QChar(u'−') : QChar(u'+'));
    if (step >= kDay)
        return sign + TimelineWords::tr("%1 d").arg(length / kDay);
    const auto two = [](std::int64_t number) {
        return QStringLiteral("%1").arg(number, 2, 10, QChar(u'0'));
    };
    QString text = length >= kDay
        ? TimelineWords::tr("%1 d").arg(length / kDay) + QChar(u' ') + two(length % kDay / kHour)
        : QString::number(length / kHour);
    text += QChar(u':') + two(length % kHour / kMinute);
    if (step % kMinute != 0)
        text += QChar(u':') + two(length % kMinute);
    return sign + text;
}

QString spanText(query::TimeSpan span, const SpanSummary* summary, const TimeText& time,
                 std::optional<std::int64_t> origin)
{
    QStringList parts{time.span(span.from, span.to), lengthText(span.to - span.from)};
    if (origin)
        parts << TimelineWords::tr("from %1").arg(relativeText(span.from - *origin));
    parts << (summary ? barText(summary->counts) : TimelineWords::tr("counting…"));
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace trailloupe::ui::timeline
