#include "ui/timeline/timelinemarkpainter.h"

#include "ui/timeline/timelinecolumns.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trailloupe::ui::timeline {

namespace {

constexpr double kLine = 3; // pixels of a span, above the lanes

QColor colorOf(const Mark& mark, const ThemeColors& colors)
{
    switch (mark.kind) {
    case Mark::Kind::Star:
        return colors.warning;
    case Mark::Kind::Tag: {
        const auto count = static_cast<int>(colors.ruleMark.size());
        return colors.ruleMark[static_cast<std::size_t>(std::clamp(mark.color, 0, count - 1))];
    }
    case Mark::Kind::Note:
        break;
    }
    return colors.text;
}

QPolygonF starAt(const QPointF& center)
{
    QPolygonF star;
    for (int i = 0; i < 10; ++i) {
        const double radius = i % 2 == 0 ? 4.5 : 1.9;
        const double angle = std::numbers::pi * (i * 0.2 - 0.5);
        star << center + QPointF(std::cos(angle), std::sin(angle)) * radius;
    }
    return star;
}

} // namespace

void paintMark(QPainter& painter, const QRectF& rect, const Mark& mark, const ThemeColors& colors)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colorOf(mark, colors));
    const QRectF r = rect.adjusted(1, 1, -1, -1);
    if (mark.kind == Mark::Kind::Star) {
        painter.drawPolygon(starAt(r.center()));
        if (r.width() > 9)
            painter.drawRect(QRectF(r.left(), r.center().y() - 0.5, r.width(), 1));
    } else if (mark.kind == Mark::Kind::Tag) {
        painter.drawRoundedRect(r.adjusted(0, 1, 0, -2), 2, 2);
    } else {
        // A sheet with two lines on it.
        const QRectF sheet = r.adjusted(0.5, 0, -0.5, -1);
        painter.drawRoundedRect(sheet, 1, 1);
        for (const double y : {2.0, 4.0})
            painter.fillRect(QRectF(sheet.left() + 1.5, sheet.top() + y, sheet.width() - 3, 1),
                             colors.base);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
}

void paintSpanGround(QPainter& painter, const Geometry& geometry, const ThemeColors& colors)
{
    const QRectF plot(plotRect(geometry.inputs()));
    // Opaque: what is high and translucent is drawn by threads that have to be waited for.
    for (const SpanRect& span : geometry.spans()) {
        const QColor color = colorOf((*geometry.inputs().marks)[span.mark], colors);
        painter.fillRect(
            QRectF(span.left, plot.top(), std::max(1.0, span.right - span.left), plot.height()),
            blend(color, colors.base, colors.dark ? 0.14 : 0.09));
    }
    for (const SpanRect& span : geometry.spans()) {
        const QColor color = colorOf((*geometry.inputs().marks)[span.mark], colors);
        const QColor edge = blend(color, colors.base, 0.6);
        if (span.beginIsInView)
            painter.fillRect(QRectF(std::floor(span.left), plot.top(), 1, plot.height()), edge);
        if (span.endIsInView)
            painter.fillRect(QRectF(std::ceil(span.right) - 1, plot.top(), 1, plot.height()), edge);
    }
}

void paintSpanMarks(QPainter& painter, const Geometry& geometry, const ThemeColors& colors)
{
    if (geometry.spans().empty())
        return;
    const Inputs& in = geometry.inputs();
    painter.save();
    painter.setClipRect(QRect(in.headerWidth, in.axisHeight, in.size.width(), in.spanHeight),
                        Qt::IntersectClip);
    for (const SpanRect& span : geometry.spans()) {
        const Mark* marks = &(*in.marks)[span.mark];
        painter.fillRect(QRectF(span.left, span.rect.bottom() - kLine,
                                std::max(1.0, span.right - span.left), kLine),
                         colorOf(*marks, colors));
        for (std::size_t i = 0; i < span.marks; ++i)
            paintMark(painter,
                      QRectF(span.rect.left() + 1 + static_cast<double>(i) * kMarkSize,
                             span.rect.top(), kMarkSize, kMarkSize),
                      marks[i], colors);
    }
    painter.restore();
}

} // namespace trailloupe::ui::timeline
