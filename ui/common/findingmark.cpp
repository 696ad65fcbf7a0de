#include "ui/common/findingmark.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace trailloupe::ui {

using detection::Severity;

namespace {

constexpr double kHalo = 2.2; // pixels, half of them outside

// In a square of this size: what flies from the pole.
QPainterPath clothOf(Severity severity, const QPointF& corner, double size)
{
    const auto at = [&](double x, double y) {
        return corner + QPointF(x * size, y * size);
    };
    QPolygonF cloth;
    if (severity == Severity::Critical)
        cloth << at(0.22, 0.04) << at(1, 0.04) << at(0.76, 0.34) << at(1, 0.64) << at(0.22, 0.64);
    else if (severity == Severity::Low)
        cloth << at(0.22, 0.05) << at(0.8, 0.05) << at(0.8, 0.2) << at(0.22, 0.2);
    else
        cloth << at(0.22, 0.04) << at(0.98, 0.34) << at(0.22, 0.64);
    QPainterPath path;
    path.addPolygon(cloth);
    path.closeSubpath();
    return path;
}

} // namespace

QColor findingColor(Severity severity, const ThemeColors& colors)
{
    switch (severity) {
    case Severity::Critical:
    case Severity::High:
        return colors.bad;
    case Severity::Medium:
        return colors.warning;
    case Severity::Low:
        break;
    }
    return colors.muted;
}

void paintFindingMark(QPainter& painter, const QRectF& rect, Severity severity,
                      const ThemeColors& colors, const QColor* mono, const QColor* halo)
{
    const double size = std::min(rect.width(), rect.height());
    const QPointF corner = rect.center() - QPointF(size, size) / 2;
    const QColor color = mono ? *mono : findingColor(severity, colors);
    const double line = std::max(1.1, size * 0.13);
    QPainterPath pole;
    pole.addRect(QRectF(corner.x() + 0.22 * size - line / 2, corner.y(), line, size));
    const QPainterPath cloth = clothOf(severity, corner, size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (halo) {
        const QPen pen(*halo, kHalo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        painter.strokePath(pole, pen);
        painter.strokePath(cloth, pen);
        painter.fillPath(cloth, *halo);
    }
    painter.fillPath(pole, color);
    if (severity == Severity::Medium)
        painter.strokePath(cloth, QPen(color, line, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    else
        painter.fillPath(cloth, color);
    painter.restore();
}

} // namespace trailloupe::ui
