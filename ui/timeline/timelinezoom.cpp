#include "ui/timeline/timelinezoom.h"

#include <algorithm>

namespace trailloupe::ui {

using query::TimeSpan;
using timeline::Window;

void TimelineZoom::setTrace(std::optional<TimeSpan> trace)
{
    if (trace == m_trace)
        return;
    m_trace = trace;
    Q_EMIT traceChanged();
    if (!m_trace)
        return;
    const bool isElsewhere = m_window.to <= static_cast<double>(m_trace->from)
        || m_window.from >= static_cast<double>(m_trace->to);
    if (m_showsAll || isElsewhere)
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
    setTrace(std::nullopt);
}

} // namespace trailloupe::ui
