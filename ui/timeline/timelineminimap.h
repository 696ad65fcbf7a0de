// TimelineMinimap: all of the time there is, and which part of it is in view.
//
// A drag of the window moves it, a drag of an edge changes it, a click elsewhere brings it there, a
// drag elsewhere draws a new one; a double click shows all; the wheel zooms about the pointer.
// Columns are those of the lanes: what is of a part of them has its share of the height.
// Everything it does the keys of TimelineView do too, so it takes no focus.
// Threads: GUI thread only. Cost: painting O(width).
#pragma once

#include "model/workspace/timelining.h"
#include "ui/timeline/timelinegeometry.h"
#include "ui/timeline/timelinezoom.h"

#include <QWidget>

#include <vector>

namespace trailloupe::ui {

struct ThemeColors;

class TimelineMinimap : public QWidget
{
    Q_OBJECT
public:
    TimelineMinimap(workspace::Timelining& timelining, TimelineZoom& zoom,
                    QWidget* parent = nullptr);

    QRectF windowRect() const; // in view, in pixels
    double xOf(double seconds) const;
    std::vector<timeline::Column> columns() const; // by x; of no lane

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    enum class Gesture
    {
        None,
        Move,
        Left, // edge
        Right,
        Draw,
    };
    void paintColumns(QPainter& painter, const ThemeColors& colors) const;
    double timeAt(double x) const;
    Gesture gestureAt(const QPointF& point) const;
    void drag(double x);

    workspace::Timelining& m_timelining;
    TimelineZoom& m_zoom;
    Gesture m_gesture = Gesture::None;
    double m_pressed = 0; // x
    timeline::Window m_movedFrom;
};

} // namespace trailloupe::ui
