// The mouse and the keyboard of ConfigStrip.
#include "model/base/timestamp.h"
#include "model/workspace/resourcelinks.h"
#include "ui/timeline/configstrip.h"
#include "ui/timeline/timelineview.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {

using config::Block;
using configstrip::Hit;
using query::TimeSpan;

namespace {

constexpr int kDragBegins = 4; // pixels
constexpr double kWheelZoom = 0.8; // a notch
constexpr double kWheelMove = 0.12; // of the window, a notch
constexpr double kNotch = 120;
constexpr double kKeyZoom = 0.6;
constexpr std::int64_t kFocusSeconds = 30; // to either side of a state

} // namespace

void ConfigStrip::hover(const QPoint& point)
{
    const Hit hit = geometryNow().hit(point);
    const bool leadsOn =
        hit.isMark() || hit.kind == Hit::Kind::Before || hit.kind == Hit::Kind::After;
    const bool isPlot = hit.isOfLane() && hit.kind != Hit::Kind::Header;
    viewport()->setCursor(leadsOn || hit.kind == Hit::Kind::Header ? Qt::PointingHandCursor
                              : isPlot                             ? Qt::OpenHandCursor
                                                                   : Qt::ArrowCursor);
    const auto lane = hit.isOfLane() ? std::optional(hit.lane) : std::nullopt;
    if (lane == m_hoveredLane)
        return;
    m_hoveredLane = lane;
    viewport()->update();
}

void ConfigStrip::mousePressEvent(QMouseEvent* event)
{
    QToolTip::hideText();
    const bool isLeft = event->button() == Qt::LeftButton;
    if (!m_zoom.trace() || (!isLeft && event->button() != Qt::MiddleButton))
        return;
    m_pressed = event->position().toPoint();
    m_movedFrom = m_zoom.window();
    m_scrolledFrom = verticalScrollBar()->value();
    m_gesture = Gesture::Press;
    m_takesSpan = isLeft && event->modifiers().testFlag(Qt::ShiftModifier)
        && m_pressed.x() >= configstrip::plotRect(inputs()).left();
    m_anchor = std::llround(timeAtX(m_pressed.x()));
}

void ConfigStrip::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    m_pointer = point;
    if (m_gesture == Gesture::None)
        hover(point);
    else
        drag(point);
}

void ConfigStrip::drag(const QPoint& point)
{
    if (m_gesture == Gesture::Press && (point - m_pressed).manhattanLength() >= kDragBegins) {
        m_gesture = m_takesSpan ? Gesture::Span : Gesture::Move;
        if (m_gesture == Gesture::Move)
            viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (m_gesture == Gesture::Span) {
        m_zoom.setSelection(TimeSpan{m_anchor, std::llround(timeAtX(point.x()))});
    } else if (m_gesture == Gesture::Move) {
        const int width = configstrip::plotRect(inputs()).width();
        m_zoom.setWindow(timeline::moved(m_movedFrom,
                                         (m_pressed.x() - point.x())
                                             * timeline::secondsPerPixel(m_movedFrom, width)));
        verticalScrollBar()->setValue(m_scrolledFrom + m_pressed.y() - point.y());
    }
}

void ConfigStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    if (gesture == Gesture::Press && event->button() == Qt::LeftButton)
        click(geometryNow().hit(point));
    hover(point);
}

void ConfigStrip::click(const Hit& hit)
{
    if (!hit.isOfLane())
        return;
    setCurrentLane(hit.lane);
    if (hit.isMark())
        return select(hit.lane, tellingOf(hit));
    if (hit.kind == Hit::Kind::Header)
        return m_investigation.selectResource(resourceOf(hit.lane));
    if (hit.kind == Hit::Kind::Before || hit.kind == Hit::Kind::After)
        reveal(hit.lane, hit.first);
}

// What matters most among the states that were hit; of several the last.
std::uint32_t ConfigStrip::tellingOf(const Hit& hit) const
{
    const workspace::ResourceLane& lane = *lanes()->lanes[hit.lane];
    const configstrip::Mark* mark = geometryNow().markOf(hit.lane, hit.first);
    for (std::uint32_t i = hit.first + hit.states; mark && i-- > hit.first;) {
        if (stateMark(lane.dated()[i], lane.changesOf(i)) == mark->mark)
            return i;
    }
    return hit.first;
}

void ConfigStrip::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Hit hit = geometryNow().hit(event->position().toPoint());
    m_gesture = Gesture::None;
    if (event->button() != Qt::LeftButton || !hit.isOfLane())
        return;
    if (hit.kind == Hit::Kind::Header)
        return open(hit.lane, std::nullopt, workspace::kResourcesPage);
    if (!hit.isMark())
        return;
    // Those of one second cannot be told apart by zooming.
    const auto second = [&](std::uint32_t state) {
        return Timestamp::fromNs(blockOf(hit.lane, state).capturedNs).seconds();
    };
    if (second(hit.first) == second(hit.first + hit.states - 1))
        return openSelected(); // the first click has selected it
    showStates(hit.lane, hit.first, hit.states);
}

void ConfigStrip::wheelEvent(QWheelEvent* event)
{
    QToolTip::hideText();
    const QPoint delta = event->angleDelta().isNull() ? event->pixelDelta() : event->angleDelta();
    const bool isSideways = std::abs(delta.x()) > std::abs(delta.y());
    const double notches = (isSideways ? delta.x() : delta.y()) / kNotch;
    if (isSideways || event->modifiers().testFlag(Qt::ShiftModifier))
        m_zoom.setWindow(
            timeline::moved(m_zoom.window(), -notches * kWheelMove * m_zoom.window().length()));
    else if (event->modifiers().testFlag(Qt::ControlModifier)
             || verticalScrollBar()->maximum() == 0)
        m_zoom.zoomBy(std::pow(kWheelZoom, notches), timeAtX(event->position().x()));
    else
        return QAbstractScrollArea::wheelEvent(event);
    event->accept();
}

// Letters that mean something in the window otherwise, while this has the focus.
bool ConfigStrip::wantsKey(const QKeyEvent* event) const
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    switch (event->key()) {
    case Qt::Key_Escape:
        return m_zoom.selection().has_value();
    case Qt::Key_W:
    case Qt::Key_S:
    case Qt::Key_A:
    case Qt::Key_D:
    case Qt::Key_F:
    case Qt::Key_T:
    case Qt::Key_X:
    case Qt::Key_Delete:
    case Qt::Key_Plus:
    case Qt::Key_Minus:
    case Qt::Key_0:
    case Qt::Key_Period:
    case Qt::Key_Comma:
        return true;
    default:
        return false;
    }
}

bool ConfigStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && wantsKey(static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

bool ConfigStrip::laneByKey(const QKeyEvent* event)
{
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    const int page = std::max(1, verticalScrollBar()->pageStep() / laneHeight());
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int by = event->key() == Qt::Key_Up ? -1 : 1;
        if (!isShift)
            stepLane(by);
        else if (m_currentLane)
            moveLane(*m_currentLane, by);
        return true;
    }
    case Qt::Key_PageUp:
        stepLane(-page);
        return true;
    case Qt::Key_PageDown:
        stepLane(page);
        return true;
    case Qt::Key_Period:
        stepState(1);
        return true;
    case Qt::Key_Comma:
        stepState(-1);
        return true;
    case Qt::Key_X:
    case Qt::Key_Delete:
        if (isShift || !m_currentLane)
            return false;
        removeLane(*m_currentLane);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openSelected();
        return true;
    default:
        return false;
    }
}

bool ConfigStrip::zoomByKey(const QKeyEvent* event)
{
    const auto zoom = [this](double factor) {
        const timeline::Window& window = m_zoom.window();
        double around = (window.from + window.to) / 2;
        const QRect plot = configstrip::plotRect(inputs());
        if (m_pointer && plot.contains(*m_pointer)) {
            around = timeAtX(m_pointer->x());
        } else if (const auto time = selectedTime()) {
            const auto at = static_cast<double>(*time);
            around = at >= window.from && at < window.to ? at : around;
        }
        m_zoom.zoomBy(factor, around);
        return true;
    };
    switch (event->key()) {
    case Qt::Key_W:
    case Qt::Key_Plus:
    case Qt::Key_Equal: // the same key without Shift
        return zoom(kKeyZoom);
    case Qt::Key_S:
    case Qt::Key_Minus:
        return zoom(1 / kKeyZoom);
    case Qt::Key_F:
        if (event->modifiers().testFlag(Qt::ShiftModifier) || m_zoom.selection()
            || !selectedState())
            return false;
        showStates(*selectedLane(), *selectedState(), 1);
        return true;
    case Qt::Key_T:
        if (!selectedState())
            return false;
        setOriginAtSelected();
        return true;
    default:
        return false;
    }
}

void ConfigStrip::keyPressEvent(QKeyEvent* event)
{
    QToolTip::hideText(); // what it was about moves away
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier) || !hasLanes())
        return QAbstractScrollArea::keyPressEvent(event);
    if (event->key() == Qt::Key_Escape && m_gesture != Gesture::None) {
        m_gesture = Gesture::None;
        return m_zoom.setSelection(std::nullopt);
    }
    if (laneByKey(event) || zoomByKey(event))
        return;
    // Stars and notes are of events.
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_N || event->key() == Qt::Key_P
        || event->key() == Qt::Key_Delete)
        return event->ignore();
    QCoreApplication::sendEvent(&m_lanesAbove, event);
}

void ConfigStrip::stepLane(int by)
{
    if (!hasLanes())
        return;
    if (by < 0 && m_currentLane.value_or(0) == 0) {
        Q_EMIT leftAbove();
        return;
    }
    const auto last = static_cast<std::int64_t>(lanes()->lanes.size()) - 1;
    const std::int64_t from = m_currentLane ? static_cast<std::int64_t>(*m_currentLane) : -1;
    const auto lane = static_cast<std::size_t>(std::clamp<std::int64_t>(from + by, 0, last));
    setCurrentLane(lane);
    revealLane(lane);
}

void ConfigStrip::enterFromAbove()
{
    if (!hasLanes())
        return;
    setCurrentLane(0);
    revealLane(0);
    setFocus(Qt::OtherFocusReason);
}

// From the moment, where it is this resource that is looked at, else from what is in view.
void ConfigStrip::stepState(int direction)
{
    if (!hasLanes())
        return;
    if (!m_currentLane)
        stepLane(1);
    const std::size_t number = *m_currentLane;
    const workspace::ResourceLane& lane = *lanes()->lanes[number];
    const auto dated = lane.dated();
    const auto behind = [&](double seconds) {
        return static_cast<std::int64_t>(
            std::ranges::lower_bound(
                dated, seconds, {},
                [](const Block& block) { return configstrip::secondsOf(block.capturedNs); })
            - dated.begin());
    };
    std::int64_t next = 0;
    if (const auto moment = m_investigation.moment(); moment && selectedLane() == number)
        next = direction > 0 ? lane.firstFrom(*moment + 1)
                             : static_cast<std::int64_t>(lane.firstFrom(*moment)) - 1;
    else
        next = direction > 0 ? behind(m_zoom.window().from) : behind(m_zoom.window().to) - 1;
    if (next < 0 || next >= static_cast<std::int64_t>(dated.size()))
        return;
    const auto state = static_cast<std::uint32_t>(next);
    reveal(number, state);
    select(number, state);
}

void ConfigStrip::reveal(std::size_t lane, std::uint32_t state)
{
    m_zoom.reveal(configstrip::secondsOf(blockOf(lane, state).capturedNs));
    revealLane(lane);
}

void ConfigStrip::showStates(std::size_t lane, std::uint32_t first, std::uint32_t states)
{
    const auto second = [&](std::uint32_t state) {
        return Timestamp::fromNs(blockOf(lane, state).capturedNs).seconds();
    };
    const std::int64_t beside = states == 1 ? kFocusSeconds : 0;
    m_zoom.show({second(first) - beside, second(first + states - 1) + beside + 1});
    revealLane(lane);
}

void ConfigStrip::setOriginAtSelected()
{
    const auto time = selectedTime();
    m_zoom.setOrigin(time == m_zoom.origin() ? std::nullopt : time);
}

void ConfigStrip::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    if ((event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        && !m_currentLane)
        stepLane(1);
    refresh();
}

void ConfigStrip::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    refresh();
}

} // namespace trailloupe::ui
