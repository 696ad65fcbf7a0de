#include "ui/histogram/histogramwords.h"

#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QStringList>

#include <utility>

namespace trailloupe::ui::histogram {

using query::EventClass;
using query::HistogramBar;
using query::TimeSpan;

namespace {

struct HistogramWords
{
    Q_DECLARE_TR_FUNCTIONS(HistogramWords)
};

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kWeek = 7 * kDay;

} // namespace

QString stepText(std::int64_t seconds)
{
    if (seconds % kWeek == 0)
        return HistogramWords::tr("%n week(s)", nullptr, static_cast<int>(seconds / kWeek));
    if (seconds % kDay == 0)
        return HistogramWords::tr("%n day(s)", nullptr, static_cast<int>(seconds / kDay));
    if (seconds % kHour == 0)
        return HistogramWords::tr("%1 h").arg(seconds / kHour);
    if (seconds % kMinute == 0)
        return HistogramWords::tr("%1 min").arg(seconds / kMinute);
    return HistogramWords::tr("%1 s").arg(seconds);
}

QString barsAsCsv(std::span<const std::int64_t> boundaries, std::span<const HistogramBar> bars,
                  const HistogramBar& undated, const TimeText& time)
{
    QString csv = QStringLiteral("from,to,events,failed,write,read,other\r\n");
    const auto add = [&csv](const QString& from, const QString& to, const HistogramBar& bar) {
        csv += from + u',' + to;
        for (const quint64 count :
             {bar.all(), bar.failures(), bar.writes(), bar.reads(), bar.others()})
            csv += u',' + QString::number(count);
        csv += QStringLiteral("\r\n");
    };
    for (std::size_t i = 0; i < bars.size(); ++i)
        add(time.iso(boundaries[i]), time.iso(boundaries[i + 1]), bars[i]);
    if (undated.all() > 0)
        add(QStringLiteral("undated"), {}, undated);
    return csv;
}

QString gapText(TimeSpan gap, const TimeText& time)
{
    return HistogramWords::tr("No event in any file of the export for %1,\n%2.\n"
                              "Nothing happened, nothing was recorded, or a file is missing:\n"
                              "events alone cannot tell.")
        .arg(durationText((gap.to - gap.from) * 1000), time.span(gap.from, gap.to));
}

QString undatedText(const HistogramBar& undated)
{
    return HistogramWords::tr("Without a time: %1.\nThey are in no bar. Click to see only them.")
        .arg(barText(undated));
}

} // namespace trailloupe::ui::histogram
