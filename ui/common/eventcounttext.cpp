#include "ui/common/eventcounttext.h"

#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QStringList>

namespace trailloupe::ui {

using query::EventClass;
using query::HistogramBar;

namespace {

struct HistogramWords
{
    Q_DECLARE_TR_FUNCTIONS(HistogramWords)
};

} // namespace

QString eventsText(quint64 count)
{
    return count == 1 ? HistogramWords::tr("1 event")
                      : HistogramWords::tr("%1 events").arg(countText(count));
}

QString shortCount(quint64 count)
{
    if (count < 10'000)
        return countText(count);
    if (count < 1'000'000)
        return QStringLiteral("%1k").arg(countText(count / 1000));
    if (count < 100'000'000)
        return QStringLiteral("%1M").arg(
            QString::number(static_cast<double>(count / 100'000) / 10.0, 'f', 1));
    return QStringLiteral("%1M").arg(countText(count / 1'000'000));
}

QString barText(const HistogramBar& bar)
{
    if (bar.all() == 0)
        return HistogramWords::tr("No events");
    QStringList parts;
    const auto add = [&](const QString& words, quint64 count, const QString& ofWhich,
                         quint64 special) {
        if (count == 0)
            return;
        QString part = words.arg(countText(count));
        if (special > 0)
            part += ofWhich.arg(countText(special));
        parts.append(part);
    };
    add(HistogramWords::tr("%1 read"), bar.reads(), {}, 0);
    add(HistogramWords::tr("%1 write"), bar.writes(), HistogramWords::tr(" (%1 sensitive)"),
        bar.of(EventClass::Sensitive));
    add(HistogramWords::tr("%1 failed"), bar.failures(), HistogramWords::tr(" (%1 denied)"),
        bar.of(EventClass::Denied));
    add(HistogramWords::tr("%1 other"), bar.others(), {}, 0);
    return HistogramWords::tr("%1: %2").arg(eventsText(bar.all()),
                                            parts.join(HistogramWords::tr(", ")));
}

} // namespace trailloupe::ui
