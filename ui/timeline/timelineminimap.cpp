#include "ui/timeline/timelineminimap.h"

#include "ui/common/theme.h"
#include "ui/timeline/timelinecolumns.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {

using timeline::Part;
using timeline::PartCounts;
using timeline::Window;
using trailloupe::timeline::kParts;
using trailloupe::timeline::Lanes;
using trailloupe::timeline::sumOf;
using workspace::Timelining;

namespace {

constexpr int kEdgeReach = 4; // pixels to either side
constexpr int kDragBegins = 4;
constexpr double kWheelZoom = 0.8; // a notch
constexpr double kNotch = 120;
constexpr double kLeastWidth = 3; // of the window that is shown

} // namespace

TimelineMinimap::TimelineMinimap(Timelining& timelining, TimelineZoom& zoom, QWidget* parent)
    : QWidget(parent)
    , m_timelining(timelining)
    , m_zoom(zoom)
{
    setMouseTracking(true);
    setAccessibleName(tr("All of the time, and the part in view"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    const auto refresh = [this] {
        update();
    };
    connect(&timelining, &Timelining::lanesChanged, this, refresh);
    connect(&zoom, &TimelineZoom::traceChanged, this, refresh);
    connect(&zoom, &TimelineZoom::windowChanged, this, refresh);
    connect(&zoom, &TimelineZoom::selectionChanged, this, refresh);
    connect(&zoom, &TimelineZoom::originChanged, this, refresh);
}

QSize TimelineMinimap::sizeHint() const
{
    return {400, fontMetrics().height() * 2 + 6};
}

double TimelineMinimap::xOf(double seconds) const
{
    return timeline::xOf(m_zoom.limits(), width(), seconds);
}

double TimelineMinimap::timeAt(double x) const
{
    return timeline::timeAt(m_zoom.limits(), width(), x);
}

QRectF TimelineMinimap::windowRect() const
{
    double left = xOf(m_zoom.window().from);
    double right = xOf(m_zoom.window().to);
    if (right - left < kLeastWidth) {
        const double middle = (left + right) / 2;
        left = middle - kLeastWidth / 2;
        right = middle + kLeastWidth / 2;
    }
    return {left, 0, right - left, double(height())};
}

// One for each pixel that has events, as the lanes have them.
std::vector<timeline::Column> TimelineMinimap::columns() const
{
    std::vector<timeline::Column> columns;
    const auto& lanes = m_timelining.lanes();
    if (!lanes || !m_zoom.trace() || !lanes->span())
        return columns;
    const auto from = static_cast<double>(lanes->span()->from);
    const double each = static_cast<double>(lanes->span()->to - lanes->span()->from)
        / static_cast<double>(Lanes::kOverviewColumns);
    for (std::size_t i = 0; i < lanes->overview().size(); ++i) {
        const PartCounts& counts = lanes->overview()[i];
        const auto all = static_cast<std::uint32_t>(sumOf(counts));
        if (all == 0)
            continue;
        const int left = static_cast<int>(std::floor(xOf(from + static_cast<double>(i) * each)));
        const int right =
            static_cast<int>(std::floor(xOf(from + static_cast<double>(i + 1) * each)));
        if (columns.empty() || columns.back().x < left) {
            timeline::Column column;
            column.x = left;
            columns.push_back(column);
        }
        timeline::Column& column = columns.back();
        column.width = std::max(1, right - left);
        column.events += all;
        column.peak = std::max(column.peak, all);
        for (std::size_t part = 0; part < kParts; ++part)
            column.byPart[part] += counts[part];
    }
    return columns;
}

void TimelineMinimap::paintColumns(QPainter& painter, const ThemeColors& colors) const
{
    const auto all = columns();
    std::uint32_t most = 1;
    for (const timeline::Column& column : all)
        most = std::max(most, column.peak);
    const QRect room(0, 1, width(), height() - 3);
    const timeline::Heights heights(most, room, false);
    for (const timeline::Column& column : all)
        timeline::eachRect(column, room, false, heights, [&](Part part, const QRect& rect) {
            painter.fillRect(rect, timeline::colorOf(part, colors));
        });
}

void TimelineMinimap::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const ThemeColors& colors = themeColors(palette());
    const auto& lanes = m_timelining.lanes();
    if (!lanes || !m_zoom.trace() || !lanes->span())
        return;
    paintColumns(painter, colors);
    const QRectF window = windowRect();
    const QColor veil = timeline::faded(colors.window, colors.dark ? 0.62 : 0.7);
    painter.fillRect(QRectF(0, 0, window.left(), height()), veil);
    painter.fillRect(QRectF(window.right(), 0, width() - window.right(), height()), veil);
    if (const auto& span = m_zoom.selection()) {
        const double left = xOf(static_cast<double>(span->from));
        const double right = std::max(left + 1, xOf(static_cast<double>(span->to)));
        painter.fillRect(QRectF(left, 0, right - left, height()),
                         timeline::faded(colors.accent, 0.3));
    }
    if (m_zoom.origin())
        painter.fillRect(QRectF(xOf(static_cast<double>(*m_zoom.origin())) - 0.5, 0, 1.5, height()),
                         colors.warning);
    painter.setPen(QPen(colors.accent, 1));
    painter.drawRect(window.adjusted(0.5, 0.5, -1, -1));
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.border);
}

TimelineMinimap::Gesture TimelineMinimap::gestureAt(const QPointF& point) const
{
    const QRectF window = windowRect();
    const bool isWide = window.width() > 4 * kEdgeReach;
    if (std::abs(point.x() - window.left()) <= kEdgeReach && isWide)
        return Gesture::Left;
    if (std::abs(point.x() - window.right()) <= kEdgeReach && isWide)
        return Gesture::Right;
    if (!m_zoom.showsAll() && window.adjusted(-kEdgeReach, 0, kEdgeReach, 0).contains(point))
        return Gesture::Move;
    return Gesture::Draw;
}

void TimelineMinimap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_zoom.trace())
        return;
    m_pressed = event->position().x();
    m_gesture = gestureAt(event->position());
    m_movedFrom = m_zoom.window();
}

void TimelineMinimap::mouseMoveEvent(QMouseEvent* event)
{
    if (m_gesture != Gesture::None)
        return drag(event->position().x());
    switch (m_zoom.trace() ? gestureAt(event->position()) : Gesture::None) {
    case Gesture::Left:
    case Gesture::Right:
        setCursor(Qt::SizeHorCursor);
        break;
    case Gesture::Move:
        setCursor(Qt::OpenHandCursor);
        break;
    case Gesture::Draw:
        setCursor(Qt::CrossCursor);
        break;
    case Gesture::None:
        setCursor(Qt::ArrowCursor);
        break;
    }
}

void TimelineMinimap::drag(double x)
{
    const double at = timeAt(x);
    switch (m_gesture) {
    case Gesture::Move:
        m_zoom.setWindow(timeline::moved(m_movedFrom, at - timeAt(m_pressed)));
        break;
    case Gesture::Left:
        m_zoom.setWindow({std::min(at, m_movedFrom.to - timeline::kLeastSeconds), m_movedFrom.to});
        break;
    case Gesture::Right:
        m_zoom.setWindow(
            {m_movedFrom.from, std::max(at, m_movedFrom.from + timeline::kLeastSeconds)});
        break;
    case Gesture::Draw:
        if (std::abs(x - m_pressed) >= kDragBegins)
            m_zoom.setWindow({std::min(at, timeAt(m_pressed)), std::max(at, timeAt(m_pressed))});
        break;
    case Gesture::None:
        break;
    }
}

void TimelineMinimap::mouseReleaseEvent(QMouseEvent* event)
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    const double x = event->position().x();
    if (gesture != Gesture::Draw || std::abs(x - m_pressed) >= kDragBegins)
        return;
    const Window window = m_zoom.window();
    m_zoom.setWindow(timeline::moved(window, timeAt(x) - (window.from + window.to) / 2));
}

void TimelineMinimap::mouseDoubleClickEvent(QMouseEvent* /*event*/)
{
    m_zoom.showAll();
}

void TimelineMinimap::wheelEvent(QWheelEvent* event)
{
    if (!m_zoom.trace())
        return event->ignore();
    const QPoint delta = event->angleDelta().isNull() ? event->pixelDelta() : event->angleDelta();
    const double factor = std::pow(kWheelZoom, delta.y() / kNotch);
    m_zoom.setWindow(timeline::zoomed(m_zoom.window(), timeAt(event->position().x()), factor));
    event->accept();
}

} // namespace trailloupe::ui
