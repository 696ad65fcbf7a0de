// TimelineZoom: which part of time a timeline shows, which span of it is taken, and from when on
// times are counted.
//
// The trace is all there is to see: events, and what is beside them, which may begin before them
// and end after. The window lies within it (padded). While the window shows all it keeps doing so
// when the events change; else it stays where it is as far as the trace goes, and so it does when
// what is beside them changes. A window that would be as long as all of it is all of it. Threads:
// GUI thread only. Units: seconds since 1970 UTC; spans are [from, to).
#pragma once

#include "ui/timeline/timelinecoordinates.h"

#include <QObject>

#include <optional>

namespace trailloupe::ui {

class TimelineZoom : public QObject
{
    Q_OBJECT
public:
    explicit TimelineZoom(QObject* parent = nullptr)
        : QObject(parent)
    { }

    // Nothing: there is nothing to see, and no window.
    const std::optional<query::TimeSpan>& trace() const { return m_trace; }
    void setTrace(std::optional<query::TimeSpan> events);
    void setBeside(std::optional<query::TimeSpan> beside);
    timeline::Window limits() const; // the trace with a little beside it

    const timeline::Window& window() const { return m_window; }
    bool showsAll() const { return m_showsAll; }
    void setWindow(const timeline::Window& window);
    void showAll();
    void show(query::TimeSpan span); // with a little beside it
    // A factor below 1 is closer; the moment stays at its pixel.
    void zoomBy(double factor, double around);
    // So that the moment is in view; the middle, where it was not.
    void reveal(double seconds);

    // What was taken; kept within whole seconds, at least one.
    const std::optional<query::TimeSpan>& selection() const { return m_selection; }
    void setSelection(std::optional<query::TimeSpan> selection);

    // T0: the moment that times are counted from.
    const std::optional<std::int64_t>& origin() const { return m_origin; }
    void setOrigin(std::optional<std::int64_t> origin);

    void reset(); // for another export

Q_SIGNALS:
    void traceChanged();
    void windowChanged();
    void selectionChanged();
    void originChanged();

private:
    void adopt(const timeline::Window& window, bool showsAll);
    void adoptTrace(bool showsAll);

    std::optional<query::TimeSpan> m_events;
    std::optional<query::TimeSpan> m_beside;
    std::optional<query::TimeSpan> m_trace;
    timeline::Window m_window;
    bool m_showsAll = true;
    std::optional<query::TimeSpan> m_selection;
    std::optional<std::int64_t> m_origin;
};

} // namespace trailloupe::ui
