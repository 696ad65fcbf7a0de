#include "ui/timeline/timelineview.h"

#include "model/query/fieldnames.h"
#include "ui/timeline/timelinewords.h"
#include "ui/words/timetext.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
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
using workspace::Investigation;
using workspace::Timelining;

namespace {

constexpr int kDragBegins = 4; // pixels
constexpr double kWheelZoom = 0.8; // a notch
constexpr double kWheelMove = 0.12; // of the window, a notch
constexpr double kNotch = 120;
constexpr int kLeastHeader = 110;
constexpr int kMostHeader = 280;

// A tooltip whose lines are not broken.
QString asLines(const QString& text)
{
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace

TimelineView::TimelineView(workspace::Workspace& workspace, Investigation& investigation,
                           Timelining& timelining, TimelineZoom& zoom, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_timelining(timelining)
    , m_zoom(zoom)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline: lanes of events along time"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    connect(&timelining, &Timelining::lanesChanged, this, &TimelineView::refresh);
    connect(&timelining, &Timelining::detailChanged, this, &TimelineView::adoptLanes);
    connect(&timelining, &Timelining::questionChanged, this, [this] {
        if (!m_timelining.lanes() || m_timelining.field() != m_timelining.lanes()->field())
            m_folded.clear();
    });
    connect(&zoom, &TimelineZoom::windowChanged, this, &TimelineView::adoptView);
    connect(&zoom, &TimelineZoom::selectionChanged, this, &TimelineView::refresh);
    connect(&zoom, &TimelineZoom::originChanged, this, [this] {
        adoptScroll();
        refresh();
    });
    connect(&investigation, &Investigation::selectionChanged, this, &TimelineView::adoptSelection);
    connect(&investigation, &Investigation::zoneChanged, this, &TimelineView::refresh);
    describe();
}

QSize TimelineView::minimumSizeHint() const
{
    const int line = fontMetrics().height();
    return {20 * line, 8 * line};
}

const Lanes* TimelineView::lanes() const
{
    return m_timelining.detail() ? m_timelining.detail()->lanes().get() : nullptr;
}

std::string TimelineView::keyOf(const Lane& lane)
{
    return static_cast<char>('0' + static_cast<int>(lane.kind)) + lane.text;
}

timeline::Inputs TimelineView::inputs() const
{
    const QFontMetrics metrics(font());
    const QSize size = viewport()->size();
    timeline::Inputs in{.size = size,
                        .headerWidth = std::clamp(size.width() / 5, kLeastHeader, kMostHeader),
                        .axisHeight = metrics.height() * (m_zoom.origin() ? 2 : 1) + 12,
                        .laneHeight = std::max(30, metrics.height() + 12),
                        .thinHeight = metrics.height() + 3,
                        .digitWidth = metrics.horizontalAdvance(QChar(u'8')),
                        .scroll = verticalScrollBar()->value(),
                        .window = m_zoom.window(),
                        .detail = m_timelining.detail(),
                        .thin = {},
                        .marks = m_marks};
    if (const Lanes* all = lanes(); all && (m_allFolded || !m_folded.empty())) {
        for (const Lane& lane : all->lanes())
            in.thin.push_back(m_allFolded != m_folded.contains(keyOf(lane)));
    }
    return in;
}

const timeline::Geometry& TimelineView::geometryNow() const
{
    const timeline::Inputs in = inputs();
    if (!(m_geometry.inputs() == in))
        m_geometry = timeline::Geometry(in);
    return m_geometry;
}

int TimelineView::plotWidth() const
{
    return timeline::plotRect(inputs()).width();
}

double TimelineView::timeAtX(double x) const
{
    const QRect plot = timeline::plotRect(inputs());
    return timeline::timeAt(m_zoom.window(), plot.width(), x - plot.left());
}

QString TimelineView::emptyText() const
{
    const Lanes* all = lanes();
    if (all && all->found() == 0)
        return tr("No event fits the filter");
    if (all && !all->span())
        return tr("None of these events has a time");
    return {};
}

std::vector<Tick> TimelineView::relativeTicks() const
{
    std::vector<Tick> ticks;
    if (!m_zoom.origin())
        return ticks;
    const TimeSpan span = timeline::spanOf(m_zoom.window());
    const int room = fontMetrics().horizontalAdvance(QStringLiteral("+00:00:00")) + 24;
    const auto most = static_cast<std::size_t>(std::max(1, plotWidth() / room));
    std::int64_t step = query::niceStep(span.from, span.to, most);
    while ((span.to - span.from) / step > static_cast<std::int64_t>(most))
        step *= 2;
    const std::int64_t origin = *m_zoom.origin();
    const std::int64_t first = (span.from - origin) / step - 1;
    for (std::int64_t i = first; origin + i * step < span.to; ++i) {
        // T0 itself has its flag.
        if (i != 0 && origin + i * step >= span.from)
            ticks.push_back({origin + i * step, timeline::relativeTick(i * step, step), false});
    }
    return ticks;
}

timeline::Scene TimelineView::scene() const
{
    const timeline::Geometry& geometry = geometryNow();
    const TimeText time(m_investigation.zone());
    timeline::Scene scene;
    scene.geometry = &geometry;
    scene.axisText = time.zoneName();
    scene.origin = m_zoom.origin();
    scene.selection = m_zoom.selection();
    scene.selectedPlace = m_selectedPlace;
    scene.currentLane = m_currentLane;
    scene.hoveredLane = m_hoveredLane;
    scene.hasFocus = hasFocus();
    scene.emptyText = emptyText();
    const Lanes* all = lanes();
    if (!all || !m_zoom.trace())
        return scene;
    for (const timeline::Band& band : geometry.bands())
        scene.labels.push_back(timeline::labelOf(all->lanes()[band.lane]));
    const int room = fontMetrics().horizontalAdvance(QStringLiteral("0000-00-00")) + 28;
    scene.ticks =
        timeTicks(timeline::spanOf(m_zoom.window()), plotWidth(), room, m_investigation.zone());
    scene.relativeTicks = relativeTicks();
    return scene;
}

timeline::Picture TimelineView::picture() const
{
    timeline::Picture picture;
    picture.in = inputs();
    picture.scene = scene();
    picture.font = font();
    const TimeText time(m_investigation.zone());
    const TimeSpan span = timeline::spanOf(m_zoom.window());
    const bool isUtc = time.isUtc();
    picture.span = time.span(span.from, span.to);
    if (!isUtc)
        picture.span += QStringLiteral("  (%1)").arg(time.zoneName());
    const auto& ticks = picture.scene.ticks;
    if (ticks.size() > 1)
        picture.scale = tr("a mark each %1").arg(timeline::lengthText(ticks[1].at - ticks[0].at));
    picture.scale =
        QStringList{tr("%1 across").arg(timeline::lengthText(span.to - span.from)), picture.scale}
            .join(picture.scale.isEmpty() ? QString() : QStringLiteral(", "));
    if (m_zoom.origin())
        picture.scale += tr(", T0 is %1").arg(time.dateTimeWithZone(*m_zoom.origin()));
    return picture;
}

void TimelineView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(viewport());
    painter.setFont(font());
    m_painter.paint(painter, scene(), themeColors(palette()));
}

void TimelineView::refresh()
{
    describe();
    viewport()->update();
}

void TimelineView::adoptView()
{
    m_timelining.setView(timeline::spanOf(m_zoom.window()), plotWidth());
    viewport()->update();
}

// Another picture: the lanes may be others.
void TimelineView::adoptLanes()
{
    m_currentLane.reset();
    if (const Lanes* all = lanes()) {
        for (std::size_t i = 0; i < all->lanes().size(); ++i) {
            if (keyOf(all->lanes()[i]) == m_currentKey)
                m_currentLane = i;
        }
    }
    m_hoveredLane.reset();
    adoptSelection();
    adoptScroll();
    refresh();
}

void TimelineView::adoptScroll()
{
    const timeline::Inputs in = inputs();
    const int room = timeline::plotRect(in).height();
    verticalScrollBar()->setRange(0, std::max(0, timeline::lanesHeight(in) - room));
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(in.laneHeight);
}

void TimelineView::adoptSelection()
{
    m_selectedPlace.reset();
    const Lanes* all = lanes();
    const auto row = m_investigation.selectedRow();
    if (!all || !row)
        return refresh();
    const auto place = all->events()->placeInTimeOrder(*row);
    if (!place || *place >= all->events()->datedCount())
        return refresh();
    m_selectedPlace = static_cast<std::uint32_t>(*place);
    const bool isNew = sender() == &m_investigation;
    if (isNew && !m_isSelecting) {
        if (!m_currentLane || !all->find(*m_currentLane, *m_selectedPlace)) {
            for (std::size_t i = 0; i < all->lanes().size(); ++i) {
                if (all->find(i, *m_selectedPlace)) {
                    setCurrentLane(i);
                    break;
                }
            }
        }
        if (m_follows) {
            m_zoom.reveal(static_cast<double>(*all->events()->time(*row)));
            if (m_currentLane)
                revealLane(*m_currentLane);
        }
    }
    refresh();
}

void TimelineView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    adoptScroll();
    adoptView();
}

void TimelineView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

void TimelineView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        adoptScroll();
}

void TimelineView::setFollows(bool follows)
{
    m_follows = follows;
}

void TimelineView::setMarks(timeline::Marks marks)
{
    m_marks = std::move(marks);
    refresh();
}

void TimelineView::setAllFolded(bool folded)
{
    if (folded == m_allFolded)
        return;
    m_allFolded = folded;
    m_folded.clear();
    adoptScroll();
    refresh();
    Q_EMIT foldingChanged();
}

void TimelineView::toggleFolded(std::size_t lane)
{
    const std::string key = keyOf(lanes()->lanes()[lane]);
    if (m_folded.erase(key) == 0)
        m_folded.insert(key);
    adoptScroll();
    refresh();
}

void TimelineView::togglePinned(std::size_t lane)
{
    const Lane& of = lanes()->lanes()[lane];
    if (of.kind == Lane::Kind::Value)
        m_timelining.setPinned(of.text, !of.isPinned);
}

QString TimelineView::helpAt(const QPoint& point) const
{
    const Lanes* all = lanes();
    if (!all)
        return {};
    return timeline::hitTip(geometryNow().hit(point), *all, TimeText(m_investigation.zone()),
                            m_zoom.origin());
}

bool TimelineView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = m_gesture == Gesture::None ? helpAt(help->pos()) : QString();
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), asLines(text), viewport(),
                               QRect(help->pos() - QPoint(3, 3), QSize(7, 7)));
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hoveredLane.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::describe()
{
    const Lanes* all = lanes();
    QStringList parts;
    const TimeText time(m_investigation.zone());
    if (all && m_zoom.trace()) {
        const TimeSpan view = timeline::spanOf(m_zoom.window());
        parts << time.span(view.from, view.to)
              << tr("%n lane(s)", nullptr, static_cast<int>(all->lanes().size()));
        if (m_currentLane)
            parts << timeline::laneTip(*all, *m_currentLane);
        if (const auto hit = selectedHit())
            parts << timeline::hitTip(*hit, *all, time, m_zoom.origin());
    } else if (!emptyText().isEmpty()) {
        parts << emptyText();
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")).replace(u'\n', QStringLiteral(", ")));
}

void TimelineView::hover(const QPoint& point)
{
    const Hit hit = geometryNow().hit(point);
    const bool isRest = hit.kind == Hit::Kind::Header && lanes()
        && lanes()->lanes()[hit.lane].kind == Lane::Kind::Rest;
    viewport()->setCursor(hit.kind == Hit::Kind::Axis          ? Qt::CrossCursor
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

void TimelineView::zoomBy(double factor, std::optional<double> around)
{
    if (!m_zoom.trace())
        return;
    const Window window = m_zoom.window();
    double at = around.value_or((window.from + window.to) / 2);
    if (!around && m_selectedPlace && lanes()) {
        const auto row = lanes()->events()->timeOrder()[*m_selectedPlace];
        const auto time = static_cast<double>(lanes()->events()->time(row).value_or(0));
        if (time >= window.from && time <= window.to)
            at = time;
    }
    const double least = std::max(window.length() * factor, timeline::kLeastSeconds);
    m_zoom.setWindow(timeline::zoomed(window, at, least / window.length()));
}

void TimelineView::wheelEvent(QWheelEvent* event)
{
    QToolTip::hideText();
    const QPoint delta = event->angleDelta().isNull() ? event->pixelDelta() : event->angleDelta();
    const bool isSideways = std::abs(delta.x()) > std::abs(delta.y());
    const double notches = (isSideways ? delta.x() : delta.y()) / kNotch;
    const bool canScroll = verticalScrollBar()->maximum() > 0;
    const bool isOnAxis = event->position().y() < inputs().axisHeight;
    if (isSideways || event->modifiers().testFlag(Qt::ShiftModifier))
        m_zoom.setWindow(
            timeline::moved(m_zoom.window(), -notches * kWheelMove * m_zoom.window().length()));
    else if (event->modifiers().testFlag(Qt::ControlModifier) || isOnAxis || !canScroll)
        zoomBy(std::pow(kWheelZoom, notches), timeAtX(event->position().x()));
    else
        return QAbstractScrollArea::wheelEvent(event);
    event->accept();
}

void TimelineView::select(std::size_t lane, std::size_t event)
{
    const QScopedValueRollback<bool> guard(m_isSelecting, true);
    m_investigation.selectRow(lanes()->row(lane, event));
}

void TimelineView::setCurrentLane(std::optional<std::size_t> lane)
{
    m_currentLane = lane;
    m_currentKey = lane ? keyOf(lanes()->lanes()[*lane]) : std::string();
    refresh();
}

void TimelineView::revealLane(std::size_t lane)
{
    const timeline::Inputs in = inputs();
    const int top = timeline::laneTop(in, lane);
    const int bottom = top + timeline::laneHeight(in, lane);
    QScrollBar* bar = verticalScrollBar();
    const int room = timeline::plotRect(in).height();
    if (top < bar->value())
        bar->setValue(top);
    else if (bottom > bar->value() + room)
        bar->setValue(bottom - room);
}

// The selected event in the current lane, else in the first that has it.
std::optional<Hit> TimelineView::selectedHit() const
{
    const Lanes* all = lanes();
    if (!all || !m_selectedPlace)
        return std::nullopt;
    const auto hitIn = [&](std::size_t lane) -> std::optional<Hit> {
        const auto event = all->find(lane, *m_selectedPlace);
        if (!event)
            return std::nullopt;
        Hit hit;
        hit.kind = Hit::Kind::Glyph;
        hit.lane = lane;
        hit.first = static_cast<std::uint32_t>(*event);
        hit.events = 1;
        return hit;
    };
    if (m_currentLane) {
        if (const auto hit = hitIn(*m_currentLane))
            return hit;
    }
    for (std::size_t lane = 0; lane < all->lanes().size(); ++lane) {
        if (const auto hit = hitIn(lane))
            return hit;
    }
    return std::nullopt;
}

} // namespace trailloupe::ui
