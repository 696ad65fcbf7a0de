#include "ui/common/foldmark.h"

#include <QPainter>

namespace trailloupe::ui {

void paintFoldMark(QPainter& painter, const QPointF& center, bool isOpen, const QColor& color)
{
    constexpr double kHalf = 3.5;
    const QPointF closed[3] = {center + QPointF(-kHalf / 2, -kHalf),
                               center + QPointF(-kHalf / 2, kHalf), center + QPointF(kHalf / 2, 0)};
    const QPointF opened[3] = {center + QPointF(-kHalf, -kHalf / 2),
                               center + QPointF(kHalf, -kHalf / 2), center + QPointF(0, kHalf / 2)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(isOpen ? opened : closed, 3);
    painter.restore();
}

} // namespace trailloupe::ui
