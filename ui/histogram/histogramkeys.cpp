// The keyboard of HistogramView.
#include "ui/histogram/histogramview.h"

#include <QKeyEvent>

#include <algorithm>
#include <climits>

namespace trailloupe::ui {

using histogram::barAt;
using query::TimeSpan;

namespace {

constexpr double kKeyZoom = 0.6;
constexpr double kKeyMove = 0.25; // of the view
constexpr double kPageMove = 0.9;

} // namespace

bool HistogramView::wantsKey(const QKeyEvent* event) const
{
    switch (event->key()) {
    case Qt::Key_Escape:
        return m_band.has_value() || m_gesture != Gesture::None;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_0:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    default:
        return false;
    }
}

void HistogramView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (!m_band && m_gesture == Gesture::None)
            break;
        return cancelGesture();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_band && m_cursor) {
            if (const auto bar = barAt(answer().boundaries, *m_cursor))
                m_band = TimeSpan{answer().boundaries[*bar], answer().boundaries[*bar + 1]};
        }
        if (m_gesture == Gesture::None) {
            select(m_band);
            cancelGesture();
        }
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        cancelGesture();
        return clearSelection();
    case Qt::Key_U:
        return chooseUndated();
    default:
        if (!(event->modifiers() & Qt::AltModifier)
            && (zoomByKey(event->key()) || moveByKey(event)))
            return;
        break;
    }
    QWidget::keyPressEvent(event);
}

bool HistogramView::zoomByKey(int key)
{
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: // the same key without Shift
        zoomIn();
        return true;
    case Qt::Key_Minus:
        zoomOut();
        return true;
    case Qt::Key_0:
        m_bars.showWhole();
        return true;
    case Qt::Key_Z:
        zoomToSelection();
        return true;
    default:
        return false;
    }
}

bool HistogramView::moveByKey(const QKeyEvent* event)
{
    if (!m_bars.visible())
        return false;
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool move = event->modifiers().testFlag(Qt::ControlModifier);
    const auto moveBy = [this](double share) {
        m_bars.setVisible(histogram::moved(*m_bars.visible(), share));
        return true;
    };
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int direction = event->key() == Qt::Key_Left ? -1 : 1;
        if (move)
            return moveBy(direction * kKeyMove);
        walk(direction, extend);
        return true;
    }
    case Qt::Key_PageUp:
        return moveBy(-kPageMove);
    case Qt::Key_PageDown:
        return moveBy(kPageMove);
    case Qt::Key_Home:
    case Qt::Key_End: {
        const bool home = event->key() == Qt::Key_Home;
        const TimeSpan view = *m_bars.visible();
        const TimeSpan whole = *m_bars.whole();
        const std::int64_t length = view.to - view.from;
        m_bars.setVisible(home ? TimeSpan{whole.from, whole.from + length}
                               : TimeSpan{whole.to - length, whole.to});
        // As far as was counted; what comes into view is on its way.
        walk(home ? INT_MIN : INT_MAX, extend);
        return true;
    }
    default:
        return false;
    }
}

// From bar to bar; the first step goes to the selection, else into the middle of the view.
void HistogramView::walk(int bars, bool extend)
{
    const std::size_t count = histogram::barCount(answer().boundaries);
    if (count == 0)
        return;
    std::size_t bar = 0;
    const auto here = m_cursor ? barAt(answer().boundaries, *m_cursor) : std::nullopt;
    if (here) {
        const auto to = static_cast<std::int64_t>(*here) + bars;
        bar = static_cast<std::size_t>(
            std::clamp(to, std::int64_t{0}, static_cast<std::int64_t>(count) - 1));
    } else if (bars == INT_MIN || bars == INT_MAX) {
        bar = bars < 0 ? 0 : count - 1;
    } else {
        bar = barAt(answer().boundaries, zoomCenter()).value_or(0);
    }
    if (extend && !m_keyAnchor)
        m_keyAnchor = answer().boundaries[here.value_or(bar)];
    if (!extend)
        m_keyAnchor.reset();
    setCursorBar(bar);
}

void HistogramView::setCursorBar(std::size_t bar)
{
    const TimeSpan span{answer().boundaries[bar], answer().boundaries[bar + 1]};
    m_cursor = span.from;
    m_usesKeys = true;
    m_band = m_keyAnchor ? histogram::snapped(answer().boundaries, *m_keyAnchor, span.from)
                         : std::nullopt;
    const TimeSpan view = *m_bars.visible();
    if (span.from < view.from)
        m_bars.setVisible({span.from, span.from + (view.to - view.from)});
    else if (span.to > view.to)
        m_bars.setVisible({span.to - (view.to - view.from), span.to});
    describe();
    update();
}

// The bar of the keyboard when it is in view, else the selection, else the middle.
std::int64_t HistogramView::zoomCenter() const
{
    const TimeSpan view = m_bars.visible().value_or(TimeSpan{});
    const auto isInView = [&](std::int64_t at) {
        return at >= view.from && at < view.to;
    };
    if (m_cursor && isInView(*m_cursor))
        return *m_cursor;
    const auto& span = m_bars.selection().span;
    if (span && isInView(span->from))
        return isInView(span->to) ? span->from + (span->to - span->from) / 2 : span->from;
    return view.from + (view.to - view.from) / 2;
}

void HistogramView::zoomIn()
{
    zoom(kKeyZoom, zoomCenter());
}

void HistogramView::zoomOut()
{
    zoom(1 / kKeyZoom, zoomCenter());
}

// A span that was taken by keys waits for Enter, which goes elsewhere now.
void HistogramView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    if (m_keyAnchor)
        cancelGesture();
    describe();
    update();
}

void HistogramView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_usesKeys = true;
        if (!m_cursor && m_bars.visible())
            walk(1, false);
    }
    describe();
    update();
}

} // namespace trailloupe::ui
