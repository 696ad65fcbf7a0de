// TimelineView: lanes of events along time. What it shows comes from Timelining, which part of time
// from TimelineZoom; the selected event is that of the Investigation.
//
// Mouse: a click selects an event, a double click opens it; a drag moves, Shift+drag or a drag on
// the axis takes a span; Ctrl+wheel zooms about the pointer, the wheel scrolls the lanes (on the
// axis, and where there is nothing to scroll, it zooms), Shift+wheel moves. A click on the name of
// the rest opens it.
// Keys: W S zoom about the pointer, else the selected event, A D move, Shift+← → take a span, F the
// selection, Shift+F all, "." "," next and previous event of the lane, ↑ ↓ lanes, Enter opens the
// event, Space stars it, N asks for its note, T sets T0, P pins, X folds the lane, Shift+X all of
// them, Esc gives the span up. Threads: GUI thread only. Painting uses what was made by jobs.
#pragma once

#include "model/workspace/casebook.h"
#include "model/workspace/investigation.h"
#include "model/workspace/timelining.h"
#include "model/workspace/workspace.h"
#include "ui/timeline/timelinepicture.h"
#include "ui/timeline/timelinezoom.h"

#include <QAbstractScrollArea>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

class QMenu;

namespace trailloupe::ui {

class TimelineView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    TimelineView(workspace::Workspace& workspace, workspace::Investigation& investigation,
                 workspace::Timelining& timelining, TimelineZoom& zoom, QWidget* parent = nullptr);

    const timeline::Geometry& geometryNow() const;
    timeline::Inputs inputs() const;
    timeline::Scene scene() const;
    QString helpAt(const QPoint& point) const; // what the tip says; of the viewport
    std::optional<std::size_t> currentLane() const { return m_currentLane; }
    std::vector<Tick> ticks() const; // of the axis

    void enterFromBelow(); // by the keyboard
    void focusSelection(); // F
    void stepEvent(int direction); // "." and ","
    void openSelected();
    void setOriginAtSelected(); // T: or no origin, where it is already there
    void togglePinned(std::size_t lane);
    void toggleFolded(std::size_t lane);
    bool isAllFolded() const { return m_allFolded; }
    void setAllFolded(bool folded);
    // Whether the window follows the event that is selected elsewhere.
    bool follows() const { return m_follows; }
    void setFollows(bool follows);
    void setMarks(timeline::Marks marks);
    // Of the lanes that are drawn; both null: no flags.
    void setFindings(detection::FindingsPtr findings, timeline::FlagsPtr flags);
    bool showsFindings() const { return m_showsFindings; }
    void setShowsFindings(bool show);
    // Without one nothing can be marked; REQUIRES that it outlives the view.
    void setCasebook(workspace::Casebook& casebook) { m_casebook = &casebook; }
    void starSelected(); // Space: the event; again: no longer
    void starSpan(query::TimeSpan span); // likewise
    // What is seen, to be saved; without what the page knows of it.
    timeline::Picture picture() const;

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void foldingChanged();
    void showsFindingsChanged();
    void pictureRequested();
    void keepRequested(); // the picture in the case
    void noteRequested(); // N: for the selected event
    void leftBelow(); // ↓ from the last lane

protected:
    bool viewportEvent(QEvent* event) override;
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
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    enum class Gesture
    {
        None,
        Press, // a click, or the begin of a drag
        Move,
        Span,
    };

    const trailloupe::timeline::Lanes* lanes() const; // those that are drawn
    int plotWidth() const;
    double timeAtX(double x) const;
    void adoptLanes();
    void adoptView(); // asks for what is in view
    void adoptSelection();
    void adoptScroll();
    void refresh();
    void describe();
    QString emptyText() const;
    std::vector<Tick> relativeTicks() const;

    void click(const timeline::Hit& hit);
    void drag(const QPoint& point);
    void hover(const QPoint& point);
    double zoomCentre() const; // of keys
    std::optional<std::int64_t> selectedTime() const;
    void extendSpan(int direction); // Shift+→, Shift+←
    void zoomBy(double factor, std::optional<double> around = std::nullopt);
    bool wantsKey(const QKeyEvent* event) const;
    bool zoomByKey(const QKeyEvent* event);
    bool laneByKey(const QKeyEvent* event);
    bool markByKey(const QKeyEvent* event);
    void select(std::size_t lane, std::size_t event);
    void stepLane(int lanes);
    void setCurrentLane(std::optional<std::size_t> lane);
    void revealLane(std::size_t lane);
    std::size_t tellingOf(const timeline::Hit& hit) const;
    std::optional<timeline::Hit> selectedHit() const;
    static std::string keyOf(const trailloupe::timeline::Lane& lane);
    bool canMark() const;
    void addEventActions(QMenu* menu, const timeline::Hit& hit);
    void addEventMarkActions(QMenu* menu, RowId row);
    void addSpanActions(QMenu* menu, query::TimeSpan span);
    void addLaneActions(QMenu* menu, std::size_t lane);
    void addViewActions(QMenu* menu);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Timelining& m_timelining;
    TimelineZoom& m_zoom;
    mutable timeline::Geometry m_geometry;
    timeline::Painter m_painter;
    std::set<std::string> m_folded; // lanes of the field, by keyOf()
    bool m_allFolded = false;
    bool m_follows = true;
    bool m_isSelecting = false; // this view asks for the selection
    workspace::Casebook* m_casebook = nullptr;
    timeline::Marks m_marks;
    bool m_hasSpanMarks = false;
    detection::FindingsPtr m_findings; // that the flags are of
    timeline::FlagsPtr m_flags;
    bool m_showsFindings = true;
    std::optional<std::uint32_t> m_selectedPlace;
    std::optional<std::size_t> m_currentLane;
    std::string m_currentKey; // of that lane
    std::optional<std::size_t> m_hoveredLane;

    Gesture m_gesture = Gesture::None;
    bool m_takesSpan = false; // the drag, where it becomes one
    QPoint m_pressed;
    timeline::Window m_movedFrom;
    int m_scrolledFrom = 0;
    std::int64_t m_anchor = 0;
    std::optional<QPoint> m_pointer; // over the viewport

    // A span taken by keys: what it is always about, and the end that moves.
    struct KeySpan
    {
        query::TimeSpan about;
        std::int64_t end = 0;

        query::TimeSpan span() const
        {
            return {std::min(end, about.from), std::max(end, about.to)};
        }
    };
    std::optional<KeySpan> m_keySpan;
};

} // namespace trailloupe::ui
