// The keyboard of GraphView.
#include "ui/graph/graphview.h"

#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {

using config::NodeNo;
using config::SceneEnd;

namespace {

constexpr double kKeyZoom = 1.3;
constexpr double kKeyMove = 0.15; // of the view

} // namespace

// Letters that mean something in the window otherwise, while this view has the focus.
bool GraphView::wantsKey(const QKeyEvent* event) const
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    switch (event->key()) {
    case Qt::Key_W:
    case Qt::Key_A:
    case Qt::Key_S:
    case Qt::Key_D:
    case Qt::Key_F:
    case Qt::Key_E:
    case Qt::Key_C:
    case Qt::Key_X:
    case Qt::Key_R:
    case Qt::Key_P:
    case Qt::Key_0:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_Space:
        return true;
    case Qt::Key_Escape:
        return m_pathStart || m_asking.trail();
    default:
        return false;
    }
}

bool GraphView::moveByKey(const QKeyEvent* event)
{
    const auto move = [this](int dx, int dy) {
        const QPoint by(static_cast<int>(dx * kKeyMove * width()),
                        static_cast<int>(dy * kKeyMove * height()));
        setCamera({m_camera.scale, m_camera.offset + by});
        return true;
    };
    switch (event->key()) {
    case Qt::Key_W:
        return move(0, 1);
    case Qt::Key_S:
        return move(0, -1);
    case Qt::Key_A:
        return move(1, 0);
    case Qt::Key_D:
        return move(-1, 0);
    case Qt::Key_Plus:
    case Qt::Key_Equal: // the same key without Shift
        zoomBy(kKeyZoom);
        return true;
    case Qt::Key_Minus:
        zoomBy(1 / kKeyZoom);
        return true;
    case Qt::Key_0:
        fitAll();
        return true;
    case Qt::Key_F:
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            fitAll();
        else
            fitSelection();
        return true;
    default:
        return false;
    }
}

bool GraphView::goByKey(const QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        stepTowards(-1, 0);
        return true;
    case Qt::Key_Right:
        stepTowards(1, 0);
        return true;
    case Qt::Key_Up:
        stepTowards(0, -1);
        return true;
    case Qt::Key_Down:
        stepTowards(0, 1);
        return true;
    case Qt::Key_Home:
    case Qt::Key_End: {
        const auto order = m_geometry.readingOrder();
        if (!order.empty()) {
            const auto node = event->key() == Qt::Key_Home ? order.front() : order.back();
            select(selectionOf(SceneEnd{false, node}));
            revealSelected();
        }
        return true;
    }
    case Qt::Key_E:
        stepLine(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    default:
        return false;
    }
}

bool GraphView::doByKey(const QKeyEvent* event)
{
    const NodeNo no = m_selection.node;
    switch (event->key()) {
    case Qt::Key_Space:
        if (no.isValid())
            toggleExpanded(no);
        else if (!m_selection.group.empty())
            m_graphing.setCollapsed(
                m_selection.group,
                !m_picture->question.grouping.collapsed.contains(m_selection.group));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (no.isValid())
            showTimeline(no);
        else if (m_selection.edge.isValid())
            selectNode(m_picture->graph->edge(m_selection.edge).to);
        return true;
    case Qt::Key_C:
        if (no.isValid())
            closeBoxOf(no);
        return true;
    case Qt::Key_X:
        if (no.isValid())
            hide(no);
        return true;
    case Qt::Key_R:
        if (no.isValid())
            makeRoot(no);
        return true;
    case Qt::Key_P:
        pathByKey();
        return true;
    case Qt::Key_Escape:
        if (!m_pathStart && !m_asking.trail())
            return false;
        if (m_pathStart)
            setPathStart(std::nullopt);
        else
            m_asking.clearTrail();
        return true;
    default:
        return false;
    }
}

void GraphView::keyPressEvent(QKeyEvent* event)
{
    QToolTip::hideText(); // what it was about moves away
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (isPlain && m_picture && (moveByKey(event) || goByKey(event) || doByKey(event)))
        return;
    QWidget::keyPressEvent(event);
}

// Tab goes from resource to resource, and behind the last one out of the picture.
bool GraphView::focusNextPrevChild(bool next)
{
    return (m_picture && stepNode(next ? 1 : -1)) || QWidget::focusNextPrevChild(next);
}

bool GraphView::stepNode(int by)
{
    const auto order = m_geometry.readingOrder();
    const auto end = selectedEnd();
    std::ptrdiff_t at = by > 0 ? -1 : static_cast<std::ptrdiff_t>(order.size());
    if (end && !end->isBox)
        at = std::ranges::find(order, end->index) - order.begin();
    at += by;
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(order.size()))
        return false;
    select(selectionOf(SceneEnd{false, order[static_cast<std::size_t>(at)]}));
    revealSelected();
    return true;
}

void GraphView::stepTowards(int dx, int dy)
{
    const auto end = selectedEnd();
    if (!end) {
        stepNode(1);
        return;
    }
    const auto besides = end->isBox ? std::nullopt : std::optional(end->index);
    const auto next = m_geometry.nodeTowards(m_geometry.rectOf(*end).center(), dx, dy, besides);
    if (!next)
        return;
    select(selectionOf(SceneEnd{false, *next}));
    revealSelected();
}

// Through the relations of the selected resource, or of where the selected relation begins.
void GraphView::stepLine(int by)
{
    const auto& edges = m_picture->scene.edges;
    std::vector<std::uint32_t> lines;
    const auto selected = selectedLine();
    const auto end = selected ? std::optional(edges[*selected].from) : selectedEnd();
    for (std::uint32_t i = 0; i < edges.size(); ++i) {
        if (end && (edges[i].from == *end || edges[i].to == *end))
            lines.push_back(i);
    }
    if (lines.empty())
        return;
    const auto count = static_cast<std::ptrdiff_t>(lines.size());
    std::ptrdiff_t at = by > 0 ? -1 : count;
    if (selected)
        at = std::ranges::find(lines, *selected) - lines.begin();
    at = (at + by + count) % count;
    select({.edge = edges[lines[static_cast<std::size_t>(at)]].edges.front()});
}

void GraphView::pathByKey()
{
    const NodeNo no = m_selection.node;
    if (!no.isValid())
        return;
    if (!m_pathStart || m_pathStart == no)
        return setPathStart(m_pathStart ? std::nullopt : std::optional(no));
    endPathAt(no);
}

// Its own box, where it is one; else the innermost one around it.
void GraphView::closeBoxOf(NodeNo no)
{
    const auto end = m_picture->endOf(no);
    if (!end)
        return;
    const auto& scene = m_picture->scene;
    const std::uint32_t box = end->isBox ? end->index : scene.nodes[end->index].box;
    if (box != config::kNoBox)
        m_graphing.setCollapsed(scene.boxes[box].key, true);
}

void GraphView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if ((event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        && m_selection.isEmpty() && m_picture)
        stepNode(event->reason() == Qt::TabFocusReason ? 1 : -1);
    update();
}

void GraphView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace trailloupe::ui
