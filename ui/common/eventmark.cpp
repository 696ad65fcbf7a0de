#include "ui/common/eventmark.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace trailloupe::ui {

using query::EventClass;

namespace {

void paintShape(QPainter& painter, const QPointF& centre, double r, EventClass eventClass)
{
    switch (eventClass) {
    case EventClass::Read:
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, r * 0.8, r * 0.8);
        break;
    case EventClass::Write:
        painter.drawPolygon(
            QPolygonF({centre + QPointF(0, -r * 0.9), centre + QPointF(r * 0.95, r * 0.75),
                       centre + QPointF(-r * 0.95, r * 0.75)}));
        break;
    case EventClass::Sensitive:
        painter.drawPolygon(QPolygonF({centre + QPointF(0, -r), centre + QPointF(r, 0),
                                       centre + QPointF(0, r), centre + QPointF(-r, 0)}));
        break;
    case EventClass::Denied:
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, r * 0.9, r * 0.9);
        painter.drawLine(centre + QPointF(-r * 0.6, r * 0.6), centre + QPointF(r * 0.6, -r * 0.6));
        break;
    case EventClass::Failed:
        painter.drawLine(centre + QPointF(-r, -r) * 0.75, centre + QPointF(r, r) * 0.75);
        painter.drawLine(centre + QPointF(-r, r) * 0.75, centre + QPointF(r, -r) * 0.75);
        break;
    case EventClass::Other:
        painter.drawEllipse(centre, r * 0.25, r * 0.25);
        break;
    }
}

} // namespace

void paintEventMark(QPainter& painter, const QRectF& rect, EventClass eventClass,
                    const QColor& color)
{
    const double size = std::min(rect.width(), rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(color, std::max(1.4, size * 0.14), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(color);
    paintShape(painter, rect.center(), size / 2 - 1, eventClass);
    painter.restore();
}

QString eventClassName(EventClass eventClass)
{
    switch (eventClass) {
    case EventClass::Read:
        return QCoreApplication::translate("EventClass", "Read");
    case EventClass::Write:
        return QCoreApplication::translate("EventClass", "Write");
    case EventClass::Sensitive:
        return QCoreApplication::translate("EventClass", "Sensitive write");
    case EventClass::Denied:
        return QCoreApplication::translate("EventClass", "Denied");
    case EventClass::Failed:
        return QCoreApplication::translate("EventClass", "Failed");
    case EventClass::Other:
        break;
    }
    return QCoreApplication::translate("EventClass", "Service event");
}

} // namespace trailloupe::ui
