// The mouse of GraphView.
#include "ui/graph/graphview.h"

#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace trailloupe::ui {

using config::NodeNo;
using config::SceneEnd;
using graph::Camera;
using graph::Hit;

namespace {

constexpr int kDragBegins = 4; // pixels
constexpr double kWheelZoom = 1.2; // a notch
constexpr double kNotch = 120;
constexpr double kSlack = 5; // pixels beside a line
constexpr double kBeyond = 16; // pixels that is drawn beside a node
constexpr double kLabelRoom = 160; // pixels that the name of a line may be wide, to either side

} // namespace

Hit GraphView::hitAt(const QPointF& pixel) const
{
    return m_picture ? m_geometry.hit(m_camera.toScene(pixel), kSlack / m_camera.scale) : Hit();
}

void GraphView::hover(const Hit& hit)
{
    setCursor(hit.kind == Hit::Kind::Nothing ? Qt::ArrowCursor : Qt::PointingHandCursor);
    if (hit == m_hovered)
        return;
    const auto repaint = [this](const Hit& about) {
        if (about.kind == Hit::Kind::Nothing)
            return;
        const bool isLine = about.kind == Hit::Kind::Line;
        const bool isBox = about.kind == Hit::Kind::Box || about.kind == Hit::Kind::BoxBadge
            || about.kind == Hit::Kind::BoxFold;
        const QRectF rect = isLine ? m_geometry.lines()[about.index].bounds
                                   : m_geometry.rectOf(SceneEnd{isBox, about.index});
        const double beyond = isLine ? kLabelRoom : kBeyond;
        update(m_camera.toView(rect).adjusted(-beyond, -beyond, beyond, beyond).toAlignedRect());
    };
    repaint(m_hovered);
    m_hovered = hit;
    repaint(m_hovered);
}

void GraphView::mousePressEvent(QMouseEvent* event)
{
    QToolTip::hideText();
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_pressed = event->position().toPoint();
    m_movedFrom = m_camera.offset;
    m_isMoving = false;
}

void GraphView::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (!m_pressed)
        return hover(hitAt(event->position()));
    if (!m_isMoving && (point - *m_pressed).manhattanLength() < kDragBegins)
        return;
    if (!m_isMoving)
        setCursor(Qt::ClosedHandCursor);
    m_isMoving = true;
    setCamera({m_camera.scale, m_movedFrom + point - *m_pressed});
}

void GraphView::mouseReleaseEvent(QMouseEvent* event)
{
    const bool isClick = m_pressed && !m_isMoving && event->button() == Qt::LeftButton;
    m_pressed.reset();
    m_isMoving = false;
    const Hit hit = hitAt(event->position());
    if (isClick)
        click(hit);
    hover(hitAt(event->position()));
}

void GraphView::click(const Hit& hit)
{
    if (!m_picture)
        return;
    const auto& scene = m_picture->scene;
    switch (hit.kind) {
    case Hit::Kind::NodeBadge:
        if (const NodeNo no = nodeOf(SceneEnd{false, hit.index}); no.isValid())
            return m_graphing.setExpanded(no, true);
        return openGroup(scene.nodes[hit.index].key);
    case Hit::Kind::BoxBadge:
        if (const NodeNo no = nodeOf(SceneEnd{true, hit.index}); no.isValid())
            m_graphing.setExpanded(no, true);
        return;
    case Hit::Kind::NodeFold:
        return openGroup(scene.nodes[hit.index].key);
    case Hit::Kind::BoxFold:
        return m_graphing.setCollapsed(scene.boxes[hit.index].key, true);
    default:
        select(selectionOf(hit));
    }
    endPathAt(m_selection.node);
}

void GraphView::openGroup(const std::string& key)
{
    m_graphing.setCollapsed(key, false);
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_pressed.reset();
    if (event->button() != Qt::LeftButton || !m_picture)
        return;
    const Hit hit = hitAt(event->position());
    const auto& scene = m_picture->scene;
    if (hit.kind == Hit::Kind::Box)
        m_graphing.setCollapsed(scene.boxes[hit.index].key, true);
    else if (hit.kind == Hit::Kind::Node
             && scene.nodes[hit.index].kind == config::SceneNode::Kind::Group)
        openGroup(scene.nodes[hit.index].key);
    else if (hit.kind == Hit::Kind::Node)
        toggleExpanded(scene.nodes[hit.index].node);
    else
        click(hit); // badges and triangles, as often as they are clicked
}

void GraphView::wheelEvent(QWheelEvent* event)
{
    QToolTip::hideText();
    const QPoint delta = event->angleDelta().isNull() ? event->pixelDelta() : event->angleDelta();
    const bool isMove =
        event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y());
    if (isMove) {
        const int by = std::abs(delta.x()) > std::abs(delta.y()) ? delta.x() : delta.y();
        setCamera({m_camera.scale, m_camera.offset + QPoint(by, 0)});
    } else {
        zoomBy(std::pow(kWheelZoom, delta.y() / kNotch), event->position());
    }
    event->accept();
}

void GraphView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    hover({});
}

} // namespace trailloupe::ui
