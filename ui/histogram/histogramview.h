// HistogramView: how many events fit the filter along time: bars that one can drag over to see only
// a span. The brush sets the time chip, never the text of the filter bar.
//
// Mouse: drag selects, a click selects a bar, the edges of the selection can be moved, a double
// click clears it; the wheel zooms around the pointer, Shift+wheel and the middle button move.
// Keys: arrows walk from bar to bar, Shift+arrows take a span, Enter selects, U the undated events,
// Del clears, + - 0 zoom, Z to the selection, Ctrl+arrows and PageUp, PageDown move, Home and End
// go to the ends, Esc gives up a drag.
// Spans that are dragged consist of whole bars, so their count is exact while it is shown.
// Threads: GUI thread only. Counting is TimeBars' work; painting uses what was counted.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/timebars.h"
#include "ui/histogram/histogramgeometry.h"
#include "ui/histogram/histogrampainter.h"

#include <QWidget>

#include <optional>

namespace trailloupe::ui {

class HistogramView : public QWidget
{
    Q_OBJECT
public:
    HistogramView(workspace::TimeBars& bars, workspace::Investigation& investigation,
                  QWidget* parent = nullptr);

    histogram::Inputs inputs() const;
    // What is being dragged or taken by keys, before it is selected.
    const std::optional<query::TimeSpan>& band() const { return m_band; }
    QString bandText() const;
    QString helpAt(const QPoint& point) const; // what the tooltip says

    // Of the event that is selected anywhere; nothing: none, or it is not known.
    void setEventTime(std::optional<std::int64_t> seconds);
    const std::optional<std::int64_t>& eventTime() const { return m_event; }

    void zoomIn();
    void zoomOut();
    void clearSelection();
    void chooseUndated(); // or all again
    void zoomToSelection();
    void copyBars(); // those in view, as CSV

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    enum class Gesture
    {
        None,
        Press, // a click, or the begin of a drag
        Span,
        Edge,
        Move, // of the view
        Undated,
    };

    const workspace::TimeBars::Answer& answer() const { return m_bars.answer(); }
    histogram::Scene scene() const;
    QString emptyText() const;
    void describe();
    void adoptWidth();
    void hover(const QPoint& point);
    std::optional<std::int64_t> edgeAt(const QPoint& point) const;
    std::optional<std::int64_t> barStartAt(const QPoint& point) const;
    std::optional<query::TimeSpan> barForMenu(const QContextMenuEvent* event) const;
    const query::TimeSpan* gapAt(std::int64_t seconds) const;
    void drag(const QPoint& point);
    void cancelGesture();
    void select(std::optional<query::TimeSpan> span);
    void zoom(double factor, std::int64_t around);
    std::int64_t zoomCenter() const;
    bool zoomByKey(int key);
    bool moveByKey(const QKeyEvent* event);
    void walk(int bars, bool extend);
    void setCursorBar(std::size_t bar);
    bool wantsKey(const QKeyEvent* event) const;

    workspace::TimeBars& m_bars;
    workspace::Investigation& m_investigation;
    Gesture m_gesture = Gesture::None;
    QPoint m_pressed;
    std::int64_t m_anchor = 0; // where a drag began; for an edge: the other one
    query::TimeSpan m_movedFrom; // the view when moving it began
    std::optional<query::TimeSpan> m_band;
    std::optional<std::int64_t> m_cursor; // of the keyboard: begin of a bar
    bool m_usesKeys = false; // the cursor is shown
    std::optional<std::int64_t> m_keyAnchor;
    std::optional<std::int64_t> m_hovered;
    std::optional<std::int64_t> m_event;
    bool m_undatedHovered = false;
};

} // namespace trailloupe::ui
