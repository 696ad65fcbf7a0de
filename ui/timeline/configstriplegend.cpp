// What the lanes of resources mean, those that are drawn, in the legend of a picture.
#include "ui/timeline/timelinelegend.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <set>

namespace trailloupe::ui::timeline {

using configstrip::Bar;

namespace {

struct ConfigStripLegend
{
    Q_DECLARE_TR_FUNCTIONS(ConfigStripLegend)
};

Bar barIn(const QRectF& rect, Bar::Part part, Bar::End left)
{
    Bar bar;
    bar.part = part;
    bar.rect = QRectF(rect.left(), rect.center().y() - 4, rect.width(), 8);
    bar.left = left;
    return bar;
}

} // namespace

void Legend::addStrip(const configstrip::Geometry& strip)
{
    std::set<StateMark> marks;
    bool haveNumber = false;
    for (const configstrip::Mark& mark : strip.marks()) {
        marks.insert(mark.mark);
        haveNumber = haveNumber || mark.states > 1;
    }
    for (const StateMark mark : marks)
        add([mark](QPainter& painter, const QRectF& rect,
                   const ThemeColors& colors) { paintStateMark(painter, rect, mark, colors); },
            ConfigStripLegend::tr("item of AWS Config: %1").arg(configstrip::markName(mark)));
    if (haveNumber)
        add({},
            ConfigStripLegend::tr("beside such a mark: so many items, the mark is what matters "
                                  "most of them"));
    const auto addBar = [&](Bar::Part part, Bar::End left, const QString& words) {
        add(
            [part, left](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                configstrip::paintBar(painter, barIn(rect, part, left), colors);
            },
            words);
    };
    const auto has = [&](auto what) {
        return std::ranges::any_of(strip.bars(), what);
    };
    if (has([](const Bar& bar) { return bar.part == Bar::Part::Recorded; }))
        addBar(Bar::Part::Recorded, Bar::End::Open,
               ConfigStripLegend::tr("lifetime of a resource, as recorded"));
    if (has([](const Bar& bar) {
            return bar.left == Bar::End::Closed || bar.right == Bar::End::Closed;
        }))
        addBar(Bar::Part::Recorded, Bar::End::Closed,
               ConfigStripLegend::tr("stroke: created or deleted there"));
    if (has([](const Bar& bar) { return bar.left == Bar::End::Unsure; }))
        addBar(Bar::Part::Recorded, Bar::End::Unsure,
               ConfigStripLegend::tr("dotted stroke: created, or only found there"));
    if (has([](const Bar& bar) { return bar.part != Bar::Part::Recorded; }))
        addBar(
            Bar::Part::Before, Bar::End::Open,
            ConfigStripLegend::tr("dotted frame: nothing was recorded, as far as is known it was "
                                  "there"));
    for (const bool isLight : {false, true}) {
        if (std::ranges::any_of(strip.gaps(),
                                [&](const auto& gap) { return gap.isLight == isLight; }))
            add(
                [isLight](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                    configstrip::paintHatch(painter, rect, isLight, colors);
                },
                isLight ? ConfigStripLegend::tr("wide hatching: one state a day was recorded")
                        : ConfigStripLegend::tr("hatched: AWS Config did not record"));
    }
    if (!strip.beyond().empty())
        add({}, ConfigStripLegend::tr("arrowheads at the edges: there are more items that way"));
}

} // namespace trailloupe::ui::timeline
