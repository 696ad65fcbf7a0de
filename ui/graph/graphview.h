// GraphView: a part of the graph of resources, drawn. What it shows comes from Graphing, the marks
// and ways over it from GraphAsking; the selected resource is that of the Investigation.
//
// Mouse: a click selects, a double click opens or closes what is around a resource; the number of
// hidden neighbours opens them, the triangle of a box closes and opens it; a drag moves, the wheel
// zooms about the pointer.
// Keys: Tab and the arrows go from resource to resource, Space opens what is around it, Enter shows
// it on the Resources page, W A S D move, + - zoom, F the selection, Shift+F all, E the relations
// of the selected one, C closes the box around it, X hides it, R makes it the only root, P begins a
// path and ends it, Esc gives the path up.
// Threads: GUI thread only. Cost of moving: what comes into view is drawn, the rest is scrolled.
#pragma once

#include "model/workspace/graphasking.h"
#include "model/workspace/investigation.h"
#include "ui/graph/graphpainter.h"

#include <QWidget>

#include <optional>
#include <string>

class QMenu;

namespace trailloupe::ui {

// What is selected: one of the three; all empty is nothing.
struct GraphSelection
{
    config::NodeNo node; // a resource, dangling or not
    std::string group; // the key of a box or a collapsed group that is no resource
    config::EdgeNo edge; // of a line the first one
    bool isEmpty() const { return !node.isValid() && group.empty() && !edge.isValid(); }
    bool operator==(const GraphSelection&) const = default;
};

class GraphView : public QWidget
{
    Q_OBJECT
public:
    GraphView(workspace::Graphing& graphing, workspace::GraphAsking& asking,
              workspace::Investigation& investigation, QWidget* parent = nullptr);

    const graph::Geometry& geometryNow() const { return m_geometry; }
    const graph::Camera& camera() const { return m_camera; }
    const graph::Overlay& overlay() const { return m_overlay; }
    const GraphSelection& selection() const { return m_selection; }
    QString helpAt(const QPoint& point) const; // what the tip says
    // Of the view, where it is drawn now; empty where it is not.
    QRectF rectOf(config::NodeNo no) const;

    void select(const GraphSelection& selection);
    void selectNode(config::NodeNo no); // and brings it into view
    void revealSelected();
    void centreOn(config::NodeNo no); // now, or once it is in the picture
    void fitSelection(); // F
    void fitAll(); // Shift+F
    void zoomBy(double factor, std::optional<QPointF> around = std::nullopt);
    void toggleExpanded(config::NodeNo no);
    void makeRoot(config::NodeNo no);
    void hide(config::NodeNo no);
    void showTimeline(config::NodeNo no);
    void showEvents(config::NodeNo no);
    // From there to what is selected next; nothing: no longer.
    void setPathStart(std::optional<config::NodeNo> no);
    void endPathAt(config::NodeNo no); // where one was begun elsewhere
    const std::optional<config::NodeNo>& pathStart() const { return m_pathStart; }
    bool isSecurityGroup(config::NodeNo no) const;

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void selectionChanged();
    void pathStartChanged();
    void cameraChanged();
    void timelineRequested(const std::vector<config::ResourceNo>& resources);

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
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    const workspace::GraphPicture* picture() const { return m_picture.get(); }
    graph::Scene scene() const;
    double readable() const; // the scale at which letters are as large as elsewhere
    void adoptPicture();
    void adoptOverlay();
    void adoptSelectedResource();
    void lookAtAll(); // where a picture begins
    void setCamera(const graph::Camera& camera);
    graph::Hit hitAt(const QPointF& pixel) const;
    void hover(const graph::Hit& hit);
    void click(const graph::Hit& hit);
    void openGroup(const std::string& key);
    void closeBoxOf(config::NodeNo no);
    GraphSelection selectionOf(const graph::Hit& hit) const;
    std::optional<config::SceneEnd> selectedEnd() const;
    std::optional<std::uint32_t> selectedLine() const;
    config::NodeNo nodeOf(const config::SceneEnd& end) const;
    GraphSelection selectionOf(const config::SceneEnd& end) const;
    void describe();
    QString titleOf(const config::SceneEnd& end) const;
    QString lineTip(std::uint32_t line) const;
    QString nodeTip(config::NodeNo no, std::uint32_t hidden) const;
    bool wantsKey(const QKeyEvent* event) const;
    bool moveByKey(const QKeyEvent* event);
    bool goByKey(const QKeyEvent* event);
    bool doByKey(const QKeyEvent* event);
    bool stepNode(int by); // in reading order; false: there is no further one
    void stepTowards(int dx, int dy);
    void stepLine(int by);
    void pathByKey();
    void addNodeActions(QMenu* menu, config::NodeNo no);
    void addPathActions(QMenu* menu, config::NodeNo no);
    void addCopyActions(QMenu* menu, config::NodeNo no);
    void addLineActions(QMenu* menu, std::uint32_t line);
    void addViewActions(QMenu* menu);

    workspace::Graphing& m_graphing;
    workspace::GraphAsking& m_asking;
    workspace::Investigation& m_investigation;
    workspace::GraphPicturePtr m_picture;
    graph::Geometry m_geometry;
    graph::Overlay m_overlay;
    graph::Painter m_painter;
    graph::Camera m_camera;
    GraphSelection m_selection;
    bool m_isSelecting = false; // this view asks for the selection
    // What of the Investigation was selected here: anything else may be by now.
    std::optional<config::ResourceNo> m_adopted;
    std::optional<config::NodeNo> m_toCentre; // once it is shown
    std::optional<config::NodeNo> m_pathStart;
    graph::Hit m_hovered;
    std::optional<QPoint> m_pressed;
    QPoint m_movedFrom; // offset of the camera
    bool m_isMoving = false;
};

} // namespace trailloupe::ui
