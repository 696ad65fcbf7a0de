#include "ui/common/statemark.h"

#include <QPainter>

#include <algorithm>

namespace trailloupe::ui {

StateMark stateMark(const config::Block& block, const config::BlockChanges* changes)
{
    using Kind = config::Block::Kind;
    switch (block.kind) {
    case Kind::Created:
    case Kind::Discovered:
    case Kind::Existed:
    case Kind::Unrecorded:
    case Kind::Rediscovered:
        return StateMark::Begins;
    case Kind::Deleted:
    case Kind::DeletedAgain:
        return StateMark::Deleted;
    case Kind::NotRecorded:
        return StateMark::NotRecorded;
    case Kind::Undated:
        return StateMark::Undated;
    case Kind::Updated:
    case Kind::FoundAgain:
        break;
    }
    using Outcome = config::BlockChanges::Outcome;
    if (!changes)
        return StateMark::Counting;
    const bool isSame = changes->outcome == Outcome::Same || changes->outcome == Outcome::OnlyNoise;
    return isSame ? StateMark::Unchanged : StateMark::Changed;
}

QColor stateMarkColor(StateMark mark, const ThemeColors& colors)
{
    switch (mark) {
    case StateMark::Begins:
        return colors.good;
    case StateMark::Changed:
        return colors.accent;
    case StateMark::Deleted:
        return colors.bad;
    case StateMark::Unchanged:
    case StateMark::NotRecorded:
    case StateMark::Undated:
    case StateMark::Counting:
        break;
    }
    return colors.muted;
}

void paintStateMark(QPainter& painter, const QRectF& rect, StateMark mark,
                    const ThemeColors& colors)
{
    const double size = std::min(rect.width(), rect.height());
    const QPointF c = rect.center();
    const double r = size * 0.36;
    const double line = std::max(1.4, size / 9);
    const QColor color = stateMarkColor(mark, colors);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, line, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(colors.base);
    const auto diamond = [&] {
        const QPointF points[] = {c + QPointF(0, -r * 1.2), c + QPointF(r * 1.2, 0),
                                  c + QPointF(0, r * 1.2), c + QPointF(-r * 1.2, 0)};
        painter.drawPolygon(points, 4);
    };
    switch (mark) {
    case StateMark::Begins:
        painter.drawEllipse(c, r, r);
        painter.drawLine(c + QPointF(-r * 0.5, 0), c + QPointF(r * 0.5, 0));
        painter.drawLine(c + QPointF(0, -r * 0.5), c + QPointF(0, r * 0.5));
        break;
    case StateMark::Changed:
        painter.setBrush(color);
        diamond();
        break;
    case StateMark::Counting:
        diamond();
        break;
    case StateMark::Unchanged:
        painter.drawEllipse(c, r * 0.7, r * 0.7);
        break;
    case StateMark::Deleted:
        // On a ground of its own: a bar goes through it.
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(c, r * 1.3, r * 1.3);
        painter.setPen(QPen(color, line * 1.3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(c + QPointF(-r * 0.8, -r * 0.8), c + QPointF(r * 0.8, r * 0.8));
        painter.drawLine(c + QPointF(-r * 0.8, r * 0.8), c + QPointF(r * 0.8, -r * 0.8));
        break;
    case StateMark::NotRecorded:
        painter.drawRect(QRectF(c.x() - r * 0.8, c.y() - r * 0.8, r * 1.6, r * 1.6));
        break;
    case StateMark::Undated:
        painter.drawEllipse(c, r, r);
        painter.drawLine(c, c + QPointF(0, -r * 0.6));
        break;
    }
    painter.restore();
}

} // namespace trailloupe::ui
