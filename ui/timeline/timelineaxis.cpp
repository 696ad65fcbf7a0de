#include "ui/timeline/timelineaxis.h"

#include "ui/timeline/momentline.h"
#include "ui/timeline/timelinecolumns.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::timeline {

namespace {

void paintTicks(QPainter& painter, const Scene& scene, const std::vector<Tick>& ticks,
                const QRect& row, int free, const ThemeColors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    for (const Tick& tick : ticks) {
        const int x = static_cast<int>(std::lround(spanX(*scene.geometry, tick.at)));
        const int width = metrics.horizontalAdvance(tick.label);
        int left = std::clamp(x - width / 2, row.left() + 2,
                              std::max(row.left() + 2, row.right() - width - 2));
        if (left < free)
            continue;
        painter.setPen(tick.isDay ? colors.text : colors.muted);
        painter.drawText(QRect(left, row.top(), width + 1, row.height()), Qt::AlignCenter,
                         tick.label);
        free = left + width + 8;
    }
}

// Which day it is, at the left edge, unless the mark of a day stands there. Returns where it ends.
int paintDate(QPainter& painter, const Scene& scene, const QRect& row, const ThemeColors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int width = metrics.horizontalAdvance(scene.axisDate);
    const QRect date(row.left() + 4, row.top(), width + 1, row.height());
    const bool isSaid = std::ranges::any_of(scene.ticks, [&](const Tick& tick) {
        return tick.isDay && spanX(*scene.geometry, tick.at) - width / 2.0 < date.right() + 8;
    });
    if (scene.axisDate.isEmpty() || isSaid)
        return row.left();
    painter.setPen(colors.text);
    painter.drawText(date, Qt::AlignCenter, scene.axisDate);
    return date.right() + 8;
}

} // namespace

double spanX(const Geometry& geometry, std::int64_t seconds)
{
    const QRect plot = plotRect(geometry.inputs());
    return plot.left() + xOf(geometry.inputs().window, plot.width(), static_cast<double>(seconds));
}

void paintAxis(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    const QRect axis = axisRect(in);
    painter.fillRect(QRect(0, 0, in.size.width(), in.axisHeight + in.spanHeight), colors.window);
    painter.setPen(colors.muted);
    painter.drawText(QRect(kNamePadding, 0, in.headerWidth - 2 * kNamePadding, in.axisHeight - 4),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(scene.axisText, Qt::ElideRight,
                                                      in.headerWidth - 2 * kNamePadding));
    painter.save();
    painter.setClipRect(axis, Qt::IntersectClip);
    const bool hasBoth = !scene.relativeTicks.empty();
    const QRect upper(axis.left(), 2, axis.width(), (in.axisHeight - 6) / (hasBoth ? 2 : 1));
    const int free = paintDate(painter, scene, upper, colors);
    paintTicks(painter, scene, scene.ticks, upper, free, colors);
    if (hasBoth)
        paintTicks(painter, scene, scene.relativeTicks, upper.translated(0, upper.height()),
                   axis.left(), colors);
    for (const Tick& tick : scene.ticks) {
        const int x = static_cast<int>(std::lround(spanX(*scene.geometry, tick.at)));
        painter.fillRect(QRect(x, in.axisHeight - 4, 1, 4), colors.muted);
    }
    painter.restore();
    painter.fillRect(QRect(0, in.axisHeight - 1, in.size.width(), 1), colors.border);
    if (in.spanHeight > 0)
        painter.fillRect(QRect(0, plotRect(in).top() - 1, in.size.width(), 1), colors.border);
}

void paintSpan(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.selection)
        return;
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    const double left = std::clamp<double>(spanX(*scene.geometry, scene.selection->from),
                                           plot.left(), plot.right() + 1);
    const double right = std::clamp<double>(spanX(*scene.geometry, scene.selection->to),
                                            plot.left(), plot.right() + 1);
    if (right <= left)
        return;
    const QRectF band(left, 0, std::max(1.0, right - left), in.size.height());
    painter.fillRect(band, faded(colors.accent, colors.dark ? 0.16 : 0.1));
    painter.fillRect(QRectF(left, 0, 1, band.height()), colors.accent);
    painter.fillRect(QRectF(right - 1, 0, 1, band.height()), colors.accent);
    painter.fillRect(QRectF(left, in.axisHeight - 4, band.width(), 3), colors.accent);
}

void paintOrigin(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.origin)
        return;
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    const double x = std::round(spanX(*scene.geometry, *scene.origin));
    if (x < plot.left() || x > plot.right())
        return;
    painter.fillRect(QRectF(x - 0.5, in.axisHeight - 6, 1.5, in.size.height()), colors.warning);
    const QFontMetrics metrics = painter.fontMetrics();
    QRectF flag(x, in.axisHeight - metrics.height() - 2, flagWidth(metrics, originFlag()),
                metrics.height());
    flag.moveLeft(std::min(flag.left(), double(plot.right()) - flag.width()));
    painter.fillRect(flag, colors.warning);
    painter.setPen(colors.base);
    painter.drawText(flag, Qt::AlignCenter, originFlag());
}

void paintMoment(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.momentNs)
        return;
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    const auto at = [&](double seconds) {
        return plot.left() + xOf(in.window, plot.width(), seconds);
    };
    const double x = std::round(at(static_cast<double>(*scene.momentNs) / 1e9));
    if (x < plot.left() || x > plot.right())
        return;
    std::optional<double> origin;
    if (scene.origin)
        origin = std::round(at(static_cast<double>(*scene.origin)));
    paintMomentLine(painter, x, in.axisHeight, in.size.height(), colors);
    paintMomentFlag(painter, x, axisRect(in), origin, colors);
}

} // namespace trailloupe::ui::timeline
