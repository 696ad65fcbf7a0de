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

constexpr int kSpanHeight = 14; // marks, and the line of the span
constexpr int kLeastHeader = 110;
constexpr int kMostHeader = 280;

// A tooltip whose lines are not broken.
QString asLines(const QString& text)
{
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped());
}

// Whether the ticks are days or longer, which say their date by themselves.
bool tellDays(const std::vector<Tick>& ticks)
{
    constexpr std::int64_t kShortestDay = 82'800; // when the clock is put forward
    return ticks.size() > 1 && ticks[1].at - ticks[0].at >= kShortestDay;
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
    connect(&investigation, &Investigation::momentChanged, this, &TimelineView::refresh);
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
                        .spanHeight = m_hasSpanMarks ? kSpanHeight : 0,
                        .laneHeight = std::max(30, metrics.height() + 12),
                        .thinHeight = metrics.height() + 3,
                        .digitWidth = metrics.horizontalAdvance(QChar(u'8')),
                        .scroll = verticalScrollBar()->value(),
                        .window = m_zoom.window(),
                        .detail = m_timelining.detail(),
                        .thin = {},
                        .marks = m_marks,
                        .flags = m_showsFindings ? m_flags : nullptr};
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
    if (!all && m_zoom.trace()) // of resources below
        return tr("Nothing that was opened holds an event");
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

std::vector<Tick> TimelineView::ticks() const
{
    const int room = fontMetrics().horizontalAdvance(QStringLiteral("0000-00-00")) + 28;
    return timeTicks(timeline::spanOf(m_zoom.window()), plotWidth(), room, m_investigation.zone());
}

timeline::Scene TimelineView::scene() const
{
    const timeline::Geometry& geometry = geometryNow();
    const TimeText time(m_investigation.zone());
    timeline::Scene scene;
    scene.geometry = &geometry;
    scene.axisText = time.zoneName();
    scene.origin = m_zoom.origin();
    if (m_workspace.resources() && m_workspace.resources()->size() > 0)
        scene.momentNs = m_investigation.moment();
    scene.selection = m_zoom.selection();
    scene.selectedPlace = m_selectedPlace;
    scene.currentLane = m_currentLane;
    scene.hoveredLane = m_hoveredLane;
    scene.hasFocus = hasFocus();
    scene.emptyText = emptyText();
    if (!m_zoom.trace())
        return scene;
    for (const timeline::Band& band : geometry.bands())
        scene.labels.push_back(timeline::labelOf(lanes()->lanes()[band.lane]));
    scene.ticks = ticks();
    if (!tellDays(scene.ticks))
        scene.axisDate = time.date(timeline::spanOf(m_zoom.window()).from);
    scene.relativeTicks = relativeTicks();
    return scene;
}

timeline::Picture TimelineView::picture() const
{
    timeline::Picture picture;
    picture.in = inputs();
    // Not higher than its lanes.
    const int empty = timeline::plotRect(picture.in).height() - timeline::lanesHeight(picture.in);
    picture.in.size.rheight() -= std::max(0, empty);
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
    m_hasSpanMarks = m_marks
        && std::ranges::any_of(*m_marks, [](const auto& mark) { return mark.span.has_value(); });
    adoptScroll();
    refresh();
}

void TimelineView::setFindings(detection::FindingsPtr findings, timeline::FlagsPtr flags)
{
    m_findings = std::move(findings);
    m_flags = std::move(flags);
    refresh();
}

void TimelineView::setShowsFindings(bool show)
{
    if (show == m_showsFindings)
        return;
    m_showsFindings = show;
    refresh();
    Q_EMIT showsFindingsChanged();
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
    const Hit hit = geometryNow().hit(point);
    const TimeText time(m_investigation.zone());
    QStringList parts;
    if (hit.mark)
        parts << timeline::markTip((*m_marks)[*hit.mark], time);
    if (hit.flag)
        parts << timeline::flagTip(geometryNow().flags()[*hit.flag], *m_flags, *m_findings);
    if (const QString tip = timeline::hitTip(hit, *all, time, m_zoom.origin()); !tip.isEmpty())
        parts << tip;
    return parts.join(QStringLiteral("\n\n"));
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
        m_pointer.reset();
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
