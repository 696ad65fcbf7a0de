// ConfigStrip: lanes of resources below those of events: what AWS Config recorded of them, on the
// same axis. What it shows comes from Stacking, which part of time from TimelineZoom; where time is
// across comes from the lanes of events, so that a moment is at one x in both.
//
// The state that is looked at is that of the Investigation: its resource, as of its moment.
// Mouse: a click selects a state, a double click goes to it on the page of its resource; a click on
// a name selects the resource; a drag moves, Shift+drag takes a span; the wheel is as in the lanes
// of events.
// Keys: ↑ ↓ lanes, up into those of events, with Shift to move one; "." "," next and previous
// state; Enter goes to it, T sets T0 there, F zooms to it, X or Del takes the lane away; all others
// are as in the lanes of events. Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/stacking.h"
#include "model/workspace/workspace.h"
#include "ui/timeline/configstrippainter.h"
#include "ui/timeline/timelinezoom.h"

#include <QAbstractScrollArea>

#include <optional>

class QAction;
class QMenu;
class QToolButton;

namespace trailloupe::ui {

class TimelineView;

class ConfigStrip : public QAbstractScrollArea
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostAdded = 20; // of those that changed, at once

    // REQUIRES that `lanes`, those of the events, outlive it.
    ConfigStrip(workspace::Workspace& workspace, workspace::Investigation& investigation,
                workspace::Stacking& stacking, TimelineZoom& zoom, TimelineView& lanes,
                QWidget* parent = nullptr);

    const configstrip::Geometry& geometryNow() const;
    configstrip::Inputs inputs() const;
    configstrip::Scene scene() const;
    QString helpAt(const QPoint& point) const; // what the tip says; of the viewport
    QString headText() const; // what is said above the lanes
    QString lanesText() const; // all lanes as tab-separated text
    // The item of the state that is looked at, as JSON; empty where none is.
    std::string selectedJson() const;
    std::optional<std::size_t> currentLane() const { return m_currentLane; }
    QToolButton* resourcesButton() const { return m_button; }
    // What is seen of lanes, to be saved; nothing without any.
    std::optional<configstrip::Picture> picture() const;

    bool hasLanes() const { return m_stacking.lanes() != nullptr; }
    int leastHeight() const; // the head, and one lane where there are any
    int wholeHeight() const; // with all lanes

    void enterFromAbove(); // by the keyboard
    void stepState(int direction); // "." and ","
    void openSelected(); // the page of the resource, as of its state

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void heightChanged(); // whole or least
    void leftAbove(); // ↑ from the first lane

protected:
    bool viewportEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
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

    const workspace::StackedLanesPtr& lanes() const { return m_stacking.lanes(); }
    config::ResourceNo resourceOf(std::size_t lane) const;
    const config::Block& blockOf(std::size_t lane, std::uint32_t state) const;
    int headHeight() const;
    int laneHeight() const;
    double timeAtX(double x) const;
    void adoptLanes();
    void adoptSelection();
    void adoptScroll();
    void refresh();
    void describe();

    // Of the selected resource, where it has a lane; the state as of the moment.
    std::optional<std::size_t> selectedLane() const;
    std::optional<std::uint32_t> selectedState() const;
    std::optional<std::int64_t> selectedTime() const; // of its capture, seconds
    void select(std::size_t lane, std::uint32_t state);
    std::uint32_t tellingOf(const configstrip::Hit& hit) const;
    void setCurrentLane(std::optional<std::size_t> lane);
    void stepLane(int by);
    void moveLane(std::size_t lane, int by);
    void removeLane(std::size_t lane);
    void revealLane(std::size_t lane);
    void reveal(std::size_t lane, std::uint32_t state);
    void showStates(std::size_t lane, std::uint32_t first, std::uint32_t states); // zooms to them
    void open(std::size_t lane, std::optional<std::uint32_t> state, const QString& page);
    void showEvents(std::size_t lane);
    void setOriginAtSelected();

    void hover(const QPoint& point);
    void drag(const QPoint& point);
    void click(const configstrip::Hit& hit);
    bool wantsKey(const QKeyEvent* event) const;
    bool laneByKey(const QKeyEvent* event);
    bool zoomByKey(const QKeyEvent* event);

    void fillResourcesMenu();
    void showChanged();
    void addChanged();
    void addStateActions(QMenu* menu, const configstrip::Hit& hit);
    void addLaneActions(QMenu* menu, std::size_t lane, std::optional<std::uint32_t> state);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Stacking& m_stacking;
    TimelineZoom& m_zoom;
    TimelineView& m_lanesAbove;
    mutable configstrip::Geometry m_geometry;
    configstrip::Painter m_painter;
    QToolButton* m_button;
    QMenu* m_menu;
    QAction* m_changed = nullptr; // of the menu, while it is open
    QString m_said; // about what was added last
    bool m_isSelecting = false; // this view asks for the selection
    std::optional<std::size_t> m_currentLane;
    std::optional<config::ResourceNo> m_currentResource; // of that lane
    std::optional<std::size_t> m_hoveredLane;

    Gesture m_gesture = Gesture::None;
    bool m_takesSpan = false; // the drag, where it becomes one
    QPoint m_pressed;
    timeline::Window m_movedFrom;
    int m_scrolledFrom = 0;
    std::int64_t m_anchor = 0;
    std::optional<QPoint> m_pointer; // over the viewport
};

} // namespace trailloupe::ui
