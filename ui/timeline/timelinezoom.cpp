#include "ui/timeline/timelinezoom.h"

#include <algorithm>

namespace trailloupe::ui {

using query::TimeSpan;
using timeline::Window;

void TimelineZoom::setTrace(std::optional<TimeSpan> events)
{
    if (events == m_events)
        return;
    m_events = events;
    adoptTrace(m_showsAll);
}

void TimelineZoom::setBeside(std::optional<TimeSpan> beside)
{
    if (beside == m_beside)
        return;
    m_beside = beside;
    adoptTrace(false);
}

void TimelineZoom::adoptTrace(bool showsAll)
{
    std::optional<TimeSpan> trace = m_events ? m_events : m_beside;
    if (m_events && m_beside)
        trace = TimeSpan{std::min(m_events->from, m_beside->from),
                         std::max(m_events->to, m_beside->to)};
    if (trace == m_trace)
        return;
    m_trace = trace;
    Q_EMIT traceChanged();
    if (!m_trace)
        return;
    const bool isElsewhere = m_window.to <= static_cast<double>(m_trace->from)
        || m_window.from >= static_cast<double>(m_trace->to);
    if (showsAll || isElsewhere)
        adopt(limits(), true);
    else
        setWindow(m_window);
}

Window TimelineZoom::limits() const
{
    return m_trace ? timeline::padded(*m_trace) : Window{};
}

void TimelineZoom::adopt(const Window& window, bool showsAll)
{
    m_showsAll = showsAll;
    if (window == m_window)
        return;
    m_window = window;
    Q_EMIT windowChanged();
}

void TimelineZoom::setWindow(const Window& window)
{
    if (!m_trace)
        return;
    const Window kept = timeline::within(window, limits());
    adopt(kept, kept.length() >= limits().length());
}

void TimelineZoom::showAll()
{
    if (m_trace)
        adopt(limits(), true);
}

void TimelineZoom::show(TimeSpan span)
{
    const Window window = timeline::padded(span);
    const double beside = window.length() * 0.05;
    setWindow({window.from - beside, window.to + beside});
}

void TimelineZoom::zoomBy(double factor, double around)
{
    if (!m_trace)
        return;
    const double least = std::max(m_window.length() * factor, timeline::kLeastSeconds);
    setWindow(timeline::zoomed(m_window, around, least / m_window.length()));
}

void TimelineZoom::reveal(double seconds)
{
    constexpr double kMargin = 0.02; // of the window
    const double margin = m_window.length() * kMargin;
    if (seconds < m_window.from + margin || seconds > m_window.to - margin)
        setWindow(timeline::moved(m_window, seconds - (m_window.from + m_window.to) / 2));
}

void TimelineZoom::setSelection(std::optional<TimeSpan> selection)
{
    if (selection) {
        if (selection->from > selection->to)
            std::swap(selection->from, selection->to);
        selection->to = std::max(selection->to, selection->from + 1);
    }
    if (selection == m_selection)
        return;
    m_selection = selection;
    Q_EMIT selectionChanged();
}

void TimelineZoom::setOrigin(std::optional<std::int64_t> origin)
{
    if (origin == m_origin)
        return;
    m_origin = origin;
    Q_EMIT originChanged();
}

void TimelineZoom::reset()
{
    setSelection(std::nullopt);
    setOrigin(std::nullopt);
    m_showsAll = true;
    setBeside(std::nullopt);
    setTrace(std::nullopt);
}

} // namespace trailloupe::ui
