#include "ui/graph/graphview.h"

#include "model/workspace/following.h"
#include "model/workspace/pivots.h"
#include "model/workspace/resourcelinks.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {

using config::EdgeNo;
using config::NodeNo;
using config::SceneEnd;
using config::SceneNode;
using graph::Camera;
using graph::Hit;
using workspace::GraphAsking;
using workspace::Graphing;
using workspace::Investigation;

namespace {

constexpr double kUsualLine = 16; // pixels of a line of text, where a point is a pixel
constexpr double kMostAtFirst = 1.25; // of what is readable
constexpr double kLeastAtFirst = 0.55;
constexpr int kRevealMargin = 30; // pixels

} // namespace

GraphView::GraphView(Graphing& graphing, GraphAsking& asking, Investigation& investigation,
                     QWidget* parent)
    : QWidget(parent)
    , m_graphing(graphing)
    , m_asking(asking)
    , m_investigation(investigation)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent); // so that what is moved can be scrolled
    setAccessibleName(tr("Graph of resources"));
    connect(&graphing, &Graphing::pictureChanged, this, &GraphView::adoptPicture);
    connect(&asking, &GraphAsking::changesChanged, this, &GraphView::adoptOverlay);
    connect(&asking, &GraphAsking::stepped, this, &GraphView::adoptOverlay);
    connect(&asking, &GraphAsking::trailChanged, this, &GraphView::adoptOverlay);
    connect(&investigation, &Investigation::selectedResourceChanged, this,
            &GraphView::adoptSelectedResource);
    describe();
}

QSize GraphView::minimumSizeHint() const
{
    return {160, 120};
}

QSize GraphView::sizeHint() const
{
    return {640, 420};
}

double GraphView::readable() const
{
    return std::max(0.75, fontMetrics().height() / kUsualLine);
}

void GraphView::adoptPicture()
{
    if (m_graphing.picture() == m_picture)
        return;
    const bool isFirst = !m_picture;
    m_picture = m_graphing.picture();
    m_painter.forget();
    m_hovered = {};
    if (!m_picture) {
        m_geometry = {};
        m_selection = {};
        m_adopted.reset();
        m_pathStart.reset();
        adoptOverlay();
        return;
    }
    m_geometry = graph::Geometry(*m_picture);
    adoptOverlay();
    if (isFirst || !m_picture->shift) {
        lookAtAll();
    } else {
        const QPointF shift(m_picture->shift->x, m_picture->shift->y);
        Camera camera = m_camera;
        camera.offset -= (shift * camera.scale).toPoint();
        setCamera(camera);
    }
    adoptSelectedResource();
    if (m_toCentre && m_picture->isShown(*m_toCentre))
        centreOn(*std::exchange(m_toCentre, std::nullopt));
    update();
    describe();
}

// All of it, as long as it can be read; else what it begins with, in the middle.
void GraphView::lookAtAll()
{
    const QRectF all(QPointF(), m_geometry.size());
    Camera camera = graph::fitted(all, size(), kMostAtFirst * readable());
    const double least = kLeastAtFirst * readable();
    const auto& roots = m_picture->question.roots;
    if (camera.scale < least && !roots.empty()) {
        if (const auto end = m_picture->endOf(roots.front()))
            camera = graph::centred(m_geometry.rectOf(*end).center(), least, size());
    }
    setCamera(camera);
    update();
}

void GraphView::adoptOverlay()
{
    m_overlay = m_picture ? graph::Overlay::of(*m_picture, m_asking.marks(),
                                               m_asking.trail() ? &*m_asking.trail() : nullptr)
                          : graph::Overlay();
    update();
}

void GraphView::adoptSelectedResource()
{
    const auto resource = m_investigation.selectedResource();
    if (m_isSelecting || !m_picture || !resource || resource == m_adopted)
        return;
    const NodeNo no = m_picture->graph->nodeOf(*resource);
    if (!m_picture->isShown(no))
        return;
    select({.node = no});
    m_adopted = resource;
    revealSelected();
}

void GraphView::select(const GraphSelection& selection)
{
    if (selection == m_selection)
        return;
    m_selection = selection;
    if (selection.node.isValid() && m_graphing.graph()) {
        const QScopedValueRollback<bool> guard(m_isSelecting, true);
        if (const auto resource = m_graphing.graph()->node(selection.node).resource;
            resource.isValid()) {
            m_investigation.selectResource(resource);
            m_adopted = resource;
        }
    }
    update();
    describe();
    Q_EMIT selectionChanged();
}

void GraphView::selectNode(NodeNo no)
{
    select({.node = no});
    revealSelected();
}

NodeNo GraphView::nodeOf(const SceneEnd& end) const
{
    return end.isBox ? m_picture->scene.boxes[end.index].node
                     : m_picture->scene.nodes[end.index].node;
}

GraphSelection GraphView::selectionOf(const SceneEnd& end) const
{
    if (const NodeNo no = nodeOf(end); no.isValid())
        return {.node = no};
    return {.group = end.isBox ? m_picture->scene.boxes[end.index].key
                               : m_picture->scene.nodes[end.index].key};
}

GraphSelection GraphView::selectionOf(const Hit& hit) const
{
    switch (hit.kind) {
    case Hit::Kind::Nothing:
        return {};
    case Hit::Kind::Line:
        return {.edge = m_picture->scene.edges[hit.index].edges.front()};
    case Hit::Kind::Box:
    case Hit::Kind::BoxBadge:
    case Hit::Kind::BoxFold:
        return selectionOf(SceneEnd{true, hit.index});
    default:
        return selectionOf(SceneEnd{false, hit.index});
    }
}

std::optional<SceneEnd> GraphView::selectedEnd() const
{
    if (!m_picture)
        return std::nullopt;
    if (m_selection.node.isValid())
        return m_picture->endOf(m_selection.node);
    if (m_selection.group.empty())
        return std::nullopt;
    const auto& scene = m_picture->scene;
    for (std::uint32_t i = 0; i < scene.boxes.size(); ++i) {
        if (scene.boxes[i].key == m_selection.group)
            return SceneEnd{true, i};
    }
    for (std::uint32_t i = 0; i < scene.nodes.size(); ++i) {
        if (scene.nodes[i].key == m_selection.group)
            return SceneEnd{false, i};
    }
    return std::nullopt;
}

std::optional<std::uint32_t> GraphView::selectedLine() const
{
    return m_picture && m_selection.edge.isValid() ? m_picture->lineOf(m_selection.edge)
                                                   : std::nullopt;
}

QRectF GraphView::rectOf(NodeNo no) const
{
    const auto end = m_picture ? m_picture->endOf(no) : std::nullopt;
    return end ? m_camera.toView(m_geometry.rectOf(*end)) : QRectF();
}

void GraphView::revealSelected()
{
    const auto end = selectedEnd();
    if (!end)
        return;
    QRectF rect = m_camera.toView(m_geometry.rectOf(*end));
    if (end->isBox) // its title
        rect.setHeight(std::min(rect.height(), 40.0));
    const QRectF room =
        QRectF(this->rect()).adjusted(kRevealMargin, kRevealMargin, -kRevealMargin, -kRevealMargin);
    const auto shift = [](double low, double high, double from, double to) {
        return low < from ? from - low : high > to ? std::max(to - high, from - low) : 0;
    };
    Camera camera = m_camera;
    camera.offset += QPointF(shift(rect.left(), rect.right(), room.left(), room.right()),
                             shift(rect.top(), rect.bottom(), room.top(), room.bottom()))
                         .toPoint();
    setCamera(camera);
}

void GraphView::centreOn(NodeNo no)
{
    const auto end = m_picture ? m_picture->endOf(no) : std::nullopt;
    if (!end) {
        m_toCentre = no;
        return;
    }
    const double scale = std::max(m_camera.scale, kLeastAtFirst * readable());
    const bool isZoomed = scale != m_camera.scale;
    setCamera(graph::centred(m_geometry.rectOf(*end).center(), scale, size()));
    if (isZoomed)
        update();
}

// Pixels that stay in view are moved, not drawn again.
void GraphView::setCamera(const Camera& wanted)
{
    const Camera camera = graph::bounded(wanted, m_geometry.size(), size());
    if (camera == m_camera)
        return;
    const bool isMoved = camera.scale == m_camera.scale;
    const QPoint by = camera.offset - m_camera.offset;
    m_camera = camera;
    if (isMoved && std::abs(by.x()) < width() && std::abs(by.y()) < height())
        scroll(by.x(), by.y());
    else
        update();
    Q_EMIT cameraChanged();
}

void GraphView::zoomBy(double factor, std::optional<QPointF> around)
{
    QPointF centre = QRectF(rect()).center();
    if (around)
        centre = *around;
    else if (const auto end = selectedEnd()) {
        const QPointF selected = m_camera.toView(m_geometry.rectOf(*end)).center();
        if (rect().contains(selected.toPoint()))
            centre = selected;
    }
    setCamera(graph::zoomed(m_camera, factor, centre));
}

void GraphView::fitSelection()
{
    if (const auto end = selectedEnd()) {
        const double around = config::GraphLayout::kNodeWidth;
        setCamera(graph::fitted(m_geometry.rectOf(*end).adjusted(-around, -around, around, around),
                                size(), kMostAtFirst * readable()));
    } else if (const auto line = selectedLine()) {
        setCamera(
            graph::fitted(m_geometry.lines()[*line].bounds, size(), kMostAtFirst * readable()));
    } else {
        fitAll();
    }
}

void GraphView::fitAll()
{
    if (m_picture)
        setCamera(
            graph::fitted(QRectF(QPointF(), m_geometry.size()), size(), kMostAtFirst * readable()));
}

graph::Scene GraphView::scene() const
{
    graph::Scene scene;
    scene.picture = m_picture.get();
    scene.geometry = &m_geometry;
    scene.overlay = &m_overlay;
    scene.camera = m_camera;
    scene.font = font();
    scene.hovered = m_hovered;
    scene.selected = selectedEnd();
    scene.selectedLine = selectedLine();
    scene.hasFocus = hasFocus();
    return scene;
}

void GraphView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const graph::Scene now = scene();
    const ThemeColors& colors = themeColors(palette());
    for (const QRect& rect : event->region()) {
        painter.save();
        painter.setClipRect(rect);
        m_painter.paint(painter, now, rect, colors);
        painter.restore();
    }
}

void GraphView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (!m_picture)
        return;
    if (event->oldSize().isEmpty())
        return lookAtAll();
    // What was in the middle stays there.
    Camera camera = m_camera;
    const QSize by = (event->size() - event->oldSize()) / 2;
    camera.offset += QPoint(by.width(), by.height());
    setCamera(camera);
    update();
}

void GraphView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        m_painter.forget();
        update();
    }
}

QString GraphView::titleOf(const SceneEnd& end) const
{
    if (const NodeNo no = nodeOf(end); no.isValid())
        return graph::titleOf(*m_picture->graph, no);
    const auto& scene = m_picture->scene;
    return end.isBox
        ? graph::boxTitle(scene.boxes[end.index].groupedBy, scene.boxes[end.index].title)
        : graph::boxTitle(scene.nodes[end.index].groupedBy, scene.nodes[end.index].title);
}

QString GraphView::nodeTip(NodeNo no, std::uint32_t hidden) const
{
    const config::TemporalGraph& all = *m_picture->graph;
    const config::GraphNode& node = all.node(no);
    QStringList lines{graph::titleOf(all, no)};
    lines << graph::shown(node.type);
    if (!node.id.empty() && node.id != config::nodeTitle(node))
        lines << graph::shown(node.id);
    if (!node.arn.empty())
        lines << graph::shown(node.arn);
    const QString where = QStringList{graph::shown(node.accountId), graph::shown(node.region)}.join(
        QStringLiteral(" · "));
    if (!node.accountId.empty() || !node.region.empty())
        lines << where;
    if (const QString state = graph::stateWord(all.stateAt(no, m_picture->question.atNs));
        !state.isEmpty())
        lines << state;
    if (hidden > 0)
        lines << tr("%n neighbour(s) not shown", nullptr, static_cast<int>(hidden));
    return lines.join(u'\n');
}

QString GraphView::lineTip(std::uint32_t line) const
{
    const config::SceneEdge& edge = m_picture->scene.edges[line];
    constexpr std::size_t kMostInTip = 8;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(edge.edges.size(), kMostInTip); ++i) {
        const EdgeNo no = edge.edges[i];
        lines << graph::relationSentence(*m_picture->graph, no);
        lines << QStringLiteral("    ")
                + graph::relationSource(*m_picture->graph, no,
                                        m_picture->graph->statedAt(no, m_picture->question.atNs));
    }
    if (edge.edges.size() > kMostInTip)
        lines << tr("and %n more", nullptr, static_cast<int>(edge.edges.size() - kMostInTip));
    return lines.join(u'\n');
}

QString GraphView::helpAt(const QPoint& point) const
{
    if (!m_picture)
        return {};
    const Hit hit = hitAt(point);
    const auto& scene = m_picture->scene;
    switch (hit.kind) {
    case Hit::Kind::Nothing:
        return {};
    case Hit::Kind::Line:
        return lineTip(hit.index);
    case Hit::Kind::NodeBadge:
        return tr("%n neighbour(s) not shown: a click shows them", nullptr,
                  static_cast<int>(scene.nodes[hit.index].hidden));
    case Hit::Kind::BoxBadge:
        return tr("%n neighbour(s) not shown: a click shows them", nullptr,
                  static_cast<int>(scene.boxes[hit.index].hidden));
    case Hit::Kind::NodeFold:
        return tr("Open: show the %n resource(s) in it", nullptr,
                  static_cast<int>(scene.nodes[hit.index].members));
    case Hit::Kind::BoxFold:
        return tr("Close: the %n resource(s) in it become one", nullptr,
                  static_cast<int>(scene.boxes[hit.index].members));
    default:
        break;
    }
    const bool isBox = hit.kind == Hit::Kind::Box;
    const SceneEnd end{isBox, hit.index};
    const std::uint32_t hidden =
        isBox ? scene.boxes[hit.index].hidden : scene.nodes[hit.index].hidden;
    if (const NodeNo no = nodeOf(end); no.isValid())
        return nodeTip(no, hidden);
    const auto members = isBox ? scene.boxes[hit.index].members : scene.nodes[hit.index].members;
    return titleOf(end) + u'\n' + tr("%n resource(s)", nullptr, static_cast<int>(members));
}

bool GraphView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = m_isMoving ? QString() : helpAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(
                help->globalPos(),
                QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped()), this,
                QRect(help->pos() - QPoint(3, 3), QSize(7, 7)));
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && wantsKey(static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

// What is read out.
void GraphView::describe()
{
    QStringList parts;
    if (m_picture) {
        parts << graph::countsText(*m_picture);
        if (const auto line = selectedLine())
            parts << lineTip(*line);
        else if (m_selection.node.isValid())
            parts << nodeTip(m_selection.node, 0);
        else if (const auto end = selectedEnd())
            parts << titleOf(*end);
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")).replace(u'\n', QStringLiteral(", ")));
}

void GraphView::toggleExpanded(NodeNo no)
{
    m_graphing.setExpanded(no, !m_graphing.isExpanded(no));
}

void GraphView::makeRoot(NodeNo no)
{
    m_graphing.look(no);
    select({.node = no});
}

void GraphView::hide(NodeNo no)
{
    m_graphing.hide(no);
}

void GraphView::showTimeline(NodeNo no)
{
    if (!m_picture)
        return;
    if (const auto resource = m_picture->graph->node(no).resource; resource.isValid())
        workspace::showResource(m_investigation, resource, m_investigation.moment());
}

// Of all that it is called by, in one condition.
void GraphView::showEvents(NodeNo no)
{
    if (!m_picture)
        return;
    const config::GraphNode& node = m_picture->graph->node(no);
    const auto field = workspace::fieldOf("resource");
    QStringList conditions;
    for (const std::string_view name : {node.id, node.arn, node.name}) {
        const QString condition = name.empty() || !field
            ? QString()
            : workspace::PivotValue{*field, std::string(name)}.condition();
        if (!condition.isEmpty() && !conditions.contains(condition))
            conditions << condition;
    }
    const workspace::FollowTarget target{.kind = workspace::FollowTarget::Kind::Resource,
                                         .value = std::string(node.id),
                                         .condition = conditions.join(QStringLiteral(" or "))};
    if (!conditions.isEmpty() && workspace::follow(m_investigation, target))
        m_investigation.setPage(QStringLiteral("events"));
}

void GraphView::setPathStart(std::optional<NodeNo> no)
{
    if (no == m_pathStart)
        return;
    m_pathStart = no;
    Q_EMIT pathStartChanged();
}

void GraphView::endPathAt(NodeNo no)
{
    if (!m_pathStart || !no.isValid() || no == *m_pathStart)
        return;
    m_asking.findPath(*m_pathStart, no);
    setPathStart(std::nullopt);
}

bool GraphView::isSecurityGroup(NodeNo no) const
{
    return m_picture && m_picture->graph->node(no).type == "AWS::EC2::SecurityGroup";
}

} // namespace trailloupe::ui
