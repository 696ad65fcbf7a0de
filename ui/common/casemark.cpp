#include "ui/common/casemark.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trailloupe::ui {

namespace {

constexpr int kTagSize = 7;
constexpr int kTagStep = 9;
constexpr int kMostTags = 3; // that are painted; the tip names all
constexpr int kIconSize = 32;

QColor tagColor(int color, const ThemeColors& colors)
{
    const int last = static_cast<int>(colors.ruleMark.size()) - 1;
    return colors.ruleMark[static_cast<std::size_t>(std::clamp(color, 0, last))];
}

void paintNote(QPainter& painter, const QRectF& rect, const QColor& color)
{
    painter.setPen(QPen(color, 1.2));
    for (int line = -1; line <= 1; ++line) {
        const double y = rect.center().y() + line * 3;
        const double width = line == 1 ? 4 : 7;
        painter.drawLine(QPointF(rect.center().x() - 3.5, y),
                         QPointF(rect.center().x() - 3.5 + width, y));
    }
}

} // namespace

void paintStar(QPainter& painter, const QRectF& rect, const QColor& color, bool isFilled)
{
    const double radius = std::min(rect.width(), rect.height()) / 2;
    QPolygonF star;
    for (int point = 0; point < 10; ++point) {
        const double angle = std::numbers::pi * (point / 5.0 - 0.5);
        const double reach = point % 2 == 0 ? radius : radius * 0.45;
        star << rect.center() + QPointF(std::cos(angle) * reach, std::sin(angle) * reach);
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isFilled ? QPen(Qt::NoPen) : QPen(color, radius / 6));
    painter.setBrush(isFilled ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPolygon(star);
    painter.restore();
}

int caseMarkWidth(const CaseMark& mark)
{
    const int tags = std::min(static_cast<int>(mark.tagColors.size()), kMostTags);
    return (mark.isStarred || mark.hasNote ? kCaseMarkWidth : 0) + tags * kTagStep;
}

void paintCaseMark(QPainter& painter, const QRectF& rect, const CaseMark& mark,
                   const ThemeColors& colors, const QColor* mono)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    double left = rect.left();
    const double middle = rect.center().y();
    if (mark.isStarred || mark.hasNote) {
        const QRectF place(left, middle - 5.5, 11, 11);
        if (mark.isStarred)
            paintStar(painter, place, mono ? *mono : colors.warning, true);
        else
            paintNote(painter, place, mono ? *mono : colors.muted);
        left += kCaseMarkWidth;
    }
    for (qsizetype i = 0; i < std::min<qsizetype>(mark.tagColors.size(), kMostTags); ++i) {
        painter.setPen(mono ? QPen(*mono) : QPen(Qt::NoPen));
        painter.setBrush(tagColor(mark.tagColors[i], colors));
        painter.drawRoundedRect(QRectF(left, middle - kTagSize / 2.0, kTagSize, kTagSize), 1.5,
                                1.5);
        left += kTagStep;
    }
    painter.restore();
}

QIcon tagIcon(int color, const ThemeColors& colors)
{
    QPixmap pixmap(kIconSize, kIconSize);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tagColor(color, colors));
    painter.drawRoundedRect(QRectF(6, 6, kIconSize - 12, kIconSize - 12), 4, 4);
    return QIcon(pixmap);
}

} // namespace trailloupe::ui
