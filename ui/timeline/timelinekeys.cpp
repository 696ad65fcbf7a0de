// The keyboard of TimelineView.
#include "ui/timeline/timelineview.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {

using query::TimeSpan;
using trailloupe::timeline::Lanes;

namespace {

constexpr double kKeyZoom = 0.6;
constexpr double kKeyMove = 0.2; // of the window
constexpr int kSpanStep = 12; // pixels, at least
constexpr std::int64_t kFocusSeconds = 30; // to either side of an event

} // namespace

// Letters that mean something in the window otherwise, while this view has the focus.
bool TimelineView::wantsKey(const QKeyEvent* event) const
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    switch (event->key()) {
    case Qt::Key_Escape:
        return m_zoom.selection().has_value() || m_gesture != Gesture::None;
    case Qt::Key_W:
    case Qt::Key_S:
    case Qt::Key_A:
    case Qt::Key_D:
    case Qt::Key_F:
    case Qt::Key_T:
    case Qt::Key_P:
    case Qt::Key_X:
    case Qt::Key_Plus:
    case Qt::Key_Minus:
    case Qt::Key_0:
    case Qt::Key_Period:
    case Qt::Key_Comma:
        return true;
    case Qt::Key_Space:
    case Qt::Key_N:
        return canMark();
    default:
        return false;
    }
}

bool TimelineView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && wantsKey(static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

bool TimelineView::zoomByKey(const QKeyEvent* event)
{
    const double length = m_zoom.window().length();
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    const auto move = [&](double share) {
        m_zoom.setWindow(timeline::moved(m_zoom.window(), share * length));
        return true;
    };
    switch (event->key()) {
    case Qt::Key_W:
    case Qt::Key_Plus:
    case Qt::Key_Equal: // the same key without Shift
        zoomBy(kKeyZoom);
        return true;
    case Qt::Key_S:
    case Qt::Key_Minus:
        zoomBy(1 / kKeyZoom);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (isShift) {
            extendSpan(event->key() == Qt::Key_Right ? 1 : -1);
            return true;
        }
        return move(event->key() == Qt::Key_Right ? kKeyMove : -kKeyMove);
    case Qt::Key_A:
        return move(-kKeyMove);
    case Qt::Key_D:
        return move(kKeyMove);
    case Qt::Key_Home:
        return move(-1e9);
    case Qt::Key_End:
        return move(1e9);
    case Qt::Key_0:
        m_zoom.showAll();
        return true;
    case Qt::Key_F:
        if (isShift)
            m_zoom.showAll();
        else
            focusSelection();
        return true;
    default:
        return false;
    }
}

std::optional<std::int64_t> TimelineView::selectedTime() const
{
    if (!m_selectedPlace || !lanes())
        return std::nullopt;
    return lanes()->events()->time(lanes()->events()->timeOrder()[*m_selectedPlace]);
}

// From the selected event, else from the middle, to the next round moment; a span that is there
// grows and shrinks at the end that was moved last.
void TimelineView::extendSpan(int direction)
{
    const auto window = timeline::spanOf(m_zoom.window());
    if (!m_zoom.trace() || plotWidth() <= 0)
        return;
    if (!m_zoom.selection()) {
        const std::int64_t middle = window.from + (window.to - window.from) / 2;
        const auto time = selectedTime();
        const bool isInView = time && *time >= window.from && *time < window.to;
        const TimeSpan about = isInView ? TimeSpan{*time, *time + 1} : TimeSpan{middle, middle};
        m_keySpan = KeySpan{about, direction > 0 ? about.to : about.from};
    } else if (!m_keySpan || m_keySpan->span() != *m_zoom.selection()) { // the mouse took it
        const TimeSpan span = *m_zoom.selection();
        m_keySpan = direction > 0 ? KeySpan{{span.from, span.from}, span.to}
                                  : KeySpan{{span.to, span.to}, span.from};
    }
    const std::int64_t step = query::niceStep(
        window.from, window.to, static_cast<std::size_t>(std::max(1, plotWidth() / kSpanStep)));
    std::int64_t& end = m_keySpan->end;
    const std::int64_t before = end / step * step; // times are after 1970
    end = direction > 0 ? before + step : before == end ? end - step : before;
    const TimeSpan span = m_keySpan->span();
    if (span.from == span.to)
        return m_zoom.setSelection(std::nullopt);
    m_zoom.setSelection(span);
    m_zoom.reveal(static_cast<double>(end));
}

bool TimelineView::laneByKey(const QKeyEvent* event)
{
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    const int page = std::max(1, verticalScrollBar()->pageStep() / inputs().laneHeight);
    switch (event->key()) {
    case Qt::Key_Up:
        stepLane(-1);
        return true;
    case Qt::Key_Down:
        stepLane(1);
        return true;
    case Qt::Key_PageUp:
        stepLane(-page);
        return true;
    case Qt::Key_PageDown:
        stepLane(page);
        return true;
    case Qt::Key_Period:
        stepEvent(1);
        return true;
    case Qt::Key_Comma:
        stepEvent(-1);
        return true;
    case Qt::Key_T:
        setOriginAtSelected();
        return true;
    case Qt::Key_P:
        if (m_currentLane)
            togglePinned(*m_currentLane);
        return true;
    case Qt::Key_X:
        if (isShift)
            setAllFolded(!m_allFolded);
        else if (m_currentLane)
            toggleFolded(*m_currentLane);
        return true;
    default:
        return false;
    }
}

bool TimelineView::markByKey(const QKeyEvent* event)
{
    if (!canMark() || !m_investigation.selectedRow() || event->modifiers() != Qt::NoModifier)
        return false;
    if (event->key() == Qt::Key_Space) {
        starSelected();
        return true;
    }
    if (event->key() != Qt::Key_N)
        return false;
    Q_EMIT noteRequested();
    return true;
}

void TimelineView::keyPressEvent(QKeyEvent* event)
{
    QToolTip::hideText(); // what it was about moves away
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)
        || !(lanes() || m_zoom.trace()))
        return QAbstractScrollArea::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_zoom.selection() || m_gesture != Gesture::None) {
            m_gesture = Gesture::None;
            m_zoom.setSelection(std::nullopt);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_currentLane
            && lanes()->lanes()[*m_currentLane].kind == trailloupe::timeline::Lane::Kind::Rest
            && !(m_selectedPlace && lanes()->find(*m_currentLane, *m_selectedPlace)))
            m_timelining.openRest();
        else
            openSelected();
        return;
    default:
        if (zoomByKey(event) || laneByKey(event) || markByKey(event))
            return;
        break;
    }
    event->ignore();
}

void TimelineView::stepLane(int by)
{
    const Lanes* all = lanes();
    if (!all || all->lanes().empty())
        return;
    const auto last = static_cast<std::int64_t>(all->lanes().size()) - 1;
    const std::int64_t from =
        m_currentLane ? static_cast<std::int64_t>(*m_currentLane) : (by > 0 ? -1 : last + 1);
    if (by > 0 && from == last)
        Q_EMIT leftBelow();
    const auto lane = static_cast<std::size_t>(std::clamp<std::int64_t>(from + by, 0, last));
    setCurrentLane(lane);
    revealLane(lane);
}

void TimelineView::enterFromBelow()
{
    if (!lanes() || lanes()->lanes().empty())
        return;
    setFocus(Qt::OtherFocusReason);
    setCurrentLane(std::nullopt);
    stepLane(-1);
}

// From the selected event, else from what is in view.
void TimelineView::stepEvent(int direction)
{
    const Lanes* all = lanes();
    if (!all || all->lanes().empty())
        return;
    if (!m_currentLane)
        stepLane(1);
    const auto places = all->places(*m_currentLane);
    const auto times = all->times(*m_currentLane);
    if (places.empty())
        return;
    std::ptrdiff_t next = 0;
    if (m_selectedPlace) {
        next = direction > 0
            ? std::upper_bound(places.begin(), places.end(), *m_selectedPlace) - places.begin()
            : std::lower_bound(places.begin(), places.end(), *m_selectedPlace) - places.begin() - 1;
    } else {
        const auto window = m_zoom.window();
        const auto isBefore = [](std::uint32_t time, double at) {
            return time < at;
        };
        next = direction > 0
            ? std::lower_bound(times.begin(), times.end(), window.from, isBefore) - times.begin()
            : std::lower_bound(times.begin(), times.end(), window.to, isBefore) - times.begin() - 1;
    }
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(places.size()))
        return;
    const auto event = static_cast<std::size_t>(next);
    m_zoom.reveal(times[event] + 0.5);
    revealLane(*m_currentLane);
    select(*m_currentLane, event);
}

void TimelineView::focusSelection()
{
    if (m_zoom.selection())
        return m_zoom.show(*m_zoom.selection());
    const auto selected = selectedTime();
    if (!selected)
        return;
    const std::int64_t time = *selected;
    m_zoom.show({time - kFocusSeconds, time + kFocusSeconds + 1});
    if (const auto hit = selectedHit())
        revealLane(hit->lane);
}

void TimelineView::setOriginAtSelected()
{
    const auto time = selectedTime();
    m_zoom.setOrigin(time == m_zoom.origin() ? std::nullopt : time);
}

void TimelineView::openSelected()
{
    if (m_investigation.selectedRow())
        m_investigation.setPage(QStringLiteral("events"));
}

void TimelineView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    if ((event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        && !m_currentLane)
        stepLane(1);
    refresh();
}

void TimelineView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    refresh();
}

} // namespace trailloupe::ui
