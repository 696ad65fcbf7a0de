// The mouse of TimelineView.
#include "ui/timeline/timelineview.h"

#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {

using query::TimeSpan;
using timeline::Hit;
using timeline::Window;
using trailloupe::timeline::Lane;
using trailloupe::timeline::Lanes;

namespace {

constexpr int kDragBegins = 4; // pixels
constexpr double kWheelZoom = 0.8; // a notch
constexpr double kWheelMove = 0.12; // of the window, a notch
constexpr double kNotch = 120;

} // namespace

void TimelineView::hover(const QPoint& point)
{
    const Hit hit = geometryNow().hit(point);
    const bool isRest = hit.kind == Hit::Kind::Header && lanes()
        && lanes()->lanes()[hit.lane].kind == Lane::Kind::Rest;
    viewport()->setCursor(hit.mark                             ? Qt::PointingHandCursor
                              : hit.kind == Hit::Kind::Axis    ? Qt::CrossCursor
                              : isRest || hit.events > 0       ? Qt::PointingHandCursor
                              : hit.kind == Hit::Kind::Nothing ? Qt::ArrowCursor
                              : hit.kind == Hit::Kind::Header  ? Qt::ArrowCursor
                                                               : Qt::OpenHandCursor);
    const bool isLane = hit.kind != Hit::Kind::Nothing && hit.kind != Hit::Kind::Axis;
    const auto lane = isLane ? std::optional(hit.lane) : std::nullopt;
    if (lane == m_hoveredLane)
        return;
    m_hoveredLane = lane;
    viewport()->update();
}

void TimelineView::mousePressEvent(QMouseEvent* event)
{
    QToolTip::hideText();
    const QPoint point = event->position().toPoint();
    const bool isLeft = event->button() == Qt::LeftButton;
    if (!m_zoom.trace() || (!isLeft && event->button() != Qt::MiddleButton))
        return;
    const Hit hit = geometryNow().hit(point);
    m_pressed = point;
    m_movedFrom = m_zoom.window();
    m_scrolledFrom = verticalScrollBar()->value();
    m_gesture = Gesture::Press;
    m_takesSpan = isLeft
        && (hit.kind == Hit::Kind::Axis
            || (event->modifiers().testFlag(Qt::ShiftModifier)
                && point.x() >= timeline::plotRect(inputs()).left()));
    m_anchor = std::llround(timeAtX(point.x()));
}

void TimelineView::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    m_pointer = point;
    if (m_gesture == Gesture::None)
        hover(point);
    else
        drag(point);
}

void TimelineView::drag(const QPoint& point)
{
    if (m_gesture == Gesture::Press && (point - m_pressed).manhattanLength() >= kDragBegins) {
        m_gesture = m_takesSpan ? Gesture::Span : Gesture::Move;
        if (m_gesture == Gesture::Move)
            viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (m_gesture == Gesture::Span) {
        m_zoom.setSelection(TimeSpan{m_anchor, std::llround(timeAtX(point.x()))});
    } else if (m_gesture == Gesture::Move) {
        const double seconds =
            (m_pressed.x() - point.x()) * timeline::secondsPerPixel(m_movedFrom, plotWidth());
        m_zoom.setWindow(timeline::moved(m_movedFrom, seconds));
        verticalScrollBar()->setValue(m_scrolledFrom + m_pressed.y() - point.y());
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    if (gesture == Gesture::Press && event->button() == Qt::LeftButton)
        click(geometryNow().hit(point));
    hover(point);
}

void TimelineView::click(const Hit& hit)
{
    const Lanes* all = lanes();
    if (hit.kind == Hit::Kind::Axis && hit.mark)
        m_zoom.setSelection((*m_marks)[*hit.mark].span);
    if (!all || hit.kind == Hit::Kind::Nothing || hit.kind == Hit::Kind::Axis)
        return;
    setCurrentLane(hit.lane);
    if (hit.kind == Hit::Kind::Header && all->lanes()[hit.lane].kind == Lane::Kind::Rest)
        m_timelining.openRest();
    else if (hit.events > 0)
        select(hit.lane, tellingOf(hit));
}

// What matters most among the events that were hit.
std::size_t TimelineView::tellingOf(const Hit& hit) const
{
    const Lanes& all = *lanes();
    std::size_t best = hit.first;
    for (std::size_t i = hit.first; i < std::size_t{hit.first} + hit.events; ++i) {
        const auto part = trailloupe::timeline::partOf(all.eventClass(hit.lane, i));
        if (part < trailloupe::timeline::partOf(all.eventClass(hit.lane, best)))
            best = i;
        if (part == timeline::Part::Failed)
            break;
    }
    return best;
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Lanes* all = lanes();
    const Hit hit = geometryNow().hit(event->position().toPoint());
    m_gesture = Gesture::None;
    if (!all || event->button() != Qt::LeftButton || hit.events == 0)
        return;
    if (hit.events == 1 || hit.isOneSecond)
        return openSelected(); // the first click has selected it
    const auto times = all->times(hit.lane);
    m_zoom.show({times[hit.first], std::int64_t{times[hit.first + hit.events - 1]} + 1});
}

// Without a pointer over the lanes: the selected event, where it is in view, else the middle.
double TimelineView::zoomCentre() const
{
    const Window window = m_zoom.window();
    if (m_pointer && timeline::plotRect(inputs()).contains(*m_pointer))
        return timeAtX(m_pointer->x());
    const auto selected = selectedTime();
    const auto time = static_cast<double>(selected.value_or(0));
    return selected && time >= window.from && time <= window.to ? time
                                                                : (window.from + window.to) / 2;
}

void TimelineView::zoomBy(double factor, std::optional<double> around)
{
    if (m_zoom.trace())
        m_zoom.zoomBy(factor, around.value_or(zoomCentre()));
}

void TimelineView::wheelEvent(QWheelEvent* event)
{
    QToolTip::hideText();
    const QPoint delta = event->angleDelta().isNull() ? event->pixelDelta() : event->angleDelta();
    const bool isSideways = std::abs(delta.x()) > std::abs(delta.y());
    const double notches = (isSideways ? delta.x() : delta.y()) / kNotch;
    const bool canScroll = verticalScrollBar()->maximum() > 0;
    const bool isOnAxis = event->position().y() < timeline::plotRect(inputs()).top();
    if (isSideways || event->modifiers().testFlag(Qt::ShiftModifier))
        m_zoom.setWindow(
            timeline::moved(m_zoom.window(), -notches * kWheelMove * m_zoom.window().length()));
    else if (event->modifiers().testFlag(Qt::ControlModifier) || isOnAxis || !canScroll)
        zoomBy(std::pow(kWheelZoom, notches), timeAtX(event->position().x()));
    else
        return QAbstractScrollArea::wheelEvent(event);
    event->accept();
}

} // namespace trailloupe::ui
