// ConfigAxis: the states of a resource on a true axis of time, with its lifetimes and with what was
// not recorded; the state that is looked at (A) and the one it is compared with (B).
//
// Mouse: a click looks at a state, Shift+click compares with it; a click on a cluster opens it, or,
// where its states cannot be told apart, goes through them; the wheel zooms around the pointer,
// Shift+wheel and dragging move, a double click shows all.
// Keys: ← → Home End go from state to state, with Shift from B, which is where that begins; Space
// or B compares with what is looked at, Esc with the state before again; + − 0 or W S zoom, A D and
// Ctrl+← → move.
// Threads: GUI thread only. Cost: a painting O(what is in view).
#pragma once

#include "model/workspace/configtimeline.h"
#include "ui/resources/axisgeometry.h"
#include "ui/resources/axispainter.h"

#include <QPoint>
#include <QWidget>

#include <optional>

class QMenu;

namespace trailloupe::ui {

class ConfigAxis : public QWidget
{
    Q_OBJECT
public:
    ConfigAxis(workspace::ConfigTimeline& timeline, workspace::Investigation& investigation,
               QWidget* parent = nullptr);

    configaxis::Inputs inputs() const;
    const configaxis::Geometry& geometry() const; // of inputs()
    const configaxis::Window& window() const { return m_window; }
    bool showsAll() const { return m_showsAll; }
    void setWindow(const configaxis::Window& window); // kept within what the export covers
    void showAll(); // of this resource
    void zoom(double factor); // around the state that is looked at, else the middle
    void copyStates(); // moments and numbers of all of them, a line each

    QString helpAt(const QPoint& point) const; // what the tip says

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    const config::ResourceHistory& history() const { return m_timeline.history(); }
    std::shared_ptr<const configaxis::Content> makeContent() const;
    void adoptResource();
    void adoptGaps();
    void refresh();
    void reveal();
    void describe();
    configaxis::Window all() const;
    configaxis::Window limits() const;
    configaxis::Scene scene() const;
    configaxis::CardWords cardWords(const configaxis::Card& card) const;
    QString cardTime(std::int64_t ns) const;
    std::optional<std::int64_t> shownMoment() const;
    QString helpOf(std::uint32_t state) const;
    void click(const configaxis::Hit& hit, Qt::KeyboardModifiers modifiers);
    void openCluster(const configaxis::Hit& hit);
    void hover(const QPoint& point);
    void toggleBase(std::uint32_t state);
    bool stepByKey(const QKeyEvent& event);
    bool moveByKey(const QKeyEvent& event);
    bool compareByKey(const QKeyEvent& event);
    bool wantsKey(const QKeyEvent& event) const;
    void zoomAround(double seconds, double factor);

    workspace::ConfigTimeline& m_timeline;
    workspace::Investigation& m_investigation;
    std::shared_ptr<const configaxis::Content> m_content;
    configaxis::Window m_window;
    bool m_showsAll = true;
    mutable configaxis::Geometry m_geometry;
    std::optional<QPoint> m_pressed;
    configaxis::Window m_pressedWindow;
    bool m_isDragging = false;
    std::optional<std::uint32_t> m_hovered;
};

} // namespace trailloupe::ui
