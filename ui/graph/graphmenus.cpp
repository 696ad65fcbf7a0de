// The menus of GraphView.
#include "ui/common/icons.h"
#include "ui/graph/graphview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

namespace trailloupe::ui {

using config::EdgeNo;
using config::NodeNo;
using config::SceneEnd;
using config::SceneNode;
using graph::Hit;

namespace {

constexpr double kZoom = 1.3;
constexpr qsizetype kMenuLetters = 40;

QString menuText(const QString& text)
{
    QString words = text.size() > kMenuLetters ? text.left(kMenuLetters - 1) + u'…' : text;
    return words.replace(u'&', QStringLiteral("&&"));
}

} // namespace

void GraphView::addNodeActions(QMenu* menu, NodeNo no)
{
    const bool isExpanded = m_graphing.isExpanded(no);
    const bool isDangling = m_picture->graph->node(no).isDangling();
    menu->addAction(isExpanded ? tr("Close &Neighbours\tSpace") : tr("Show &Neighbours\tSpace"),
                    this, [this, no] { toggleExpanded(no); });
    menu->addAction(tr("&Only This Neighbourhood\tR"), this, [this, no] { makeRoot(no); });
    const auto& roots = m_graphing.question().roots;
    menu->addAction(tr("&Begin Here Too"), this, [this, no] { m_graphing.addRoot(no); })
        ->setEnabled(std::ranges::find(roots, no) == roots.end());
    menu->addAction(tr("&Hide\tX"), this, [this, no] { hide(no); });
    if (const auto end = m_picture->endOf(no);
        end && (end->isBox || m_picture->scene.nodes[end->index].box != config::kNoBox))
        menu->addAction(tr("&Close the Box around It\tC"), this, [this, no] { closeBoxOf(no); });
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("clock")), tr("Show Its Config &Timeline\tEnter"), this,
                    [this, no] { showTimeline(no); })
        ->setEnabled(!isDangling);
    menu->addAction(icon(QStringLiteral("timeline")), tr("Show It on the Time&line"), this,
                    [this, resource = m_picture->graph->node(no).resource] {
                        Q_EMIT timelineRequested({resource});
                    })
        ->setEnabled(!isDangling);
    menu->addAction(icon(QStringLiteral("events")), tr("Show Its &Events"), this,
                    [this, no] { showEvents(no); });
    menu->addSeparator();
    addPathActions(menu, no);
    menu->addSeparator();
    addCopyActions(menu, no);
}

void GraphView::addPathActions(QMenu* menu, NodeNo no)
{
    if (m_pathStart && *m_pathStart != no)
        menu->addAction(tr("Find the &Path from %1\tP")
                            .arg(menuText(graph::titleOf(*m_picture->graph, *m_pathStart))),
                        this, [this, no] { endPathAt(no); });
    menu->addAction(tr("Find a Path &from Here\tP"), this, [this, no] { setPathStart(no); });
    if (isSecurityGroup(no))
        menu->addAction(tr("What Could Reach the &Internet through It"), this,
                        [this, no] { m_asking.findInternet(no); });
    if (m_asking.trail())
        menu->addAction(tr("Give the Path &Up\tEsc"), this, [this] { m_asking.clearTrail(); });
}

void GraphView::addCopyActions(QMenu* menu, NodeNo no)
{
    const config::GraphNode& node = m_picture->graph->node(no);
    const auto copy = [&](const QString& words, std::string_view text) {
        menu->addAction(icon(QStringLiteral("copy")), words, this,
                        [text = std::string(text)] {
                            QGuiApplication::clipboard()->setText(QString::fromStdString(text));
                        })
            ->setEnabled(!text.empty());
    };
    copy(tr("Copy &Id"), node.id);
    copy(tr("Copy &ARN"), node.arn);
}

void GraphView::addLineActions(QMenu* menu, std::uint32_t line)
{
    const config::SceneEdge& edge = m_picture->scene.edges[line];
    for (const SceneEnd& end : {edge.from, edge.to}) {
        menu->addAction(tr("Go to %1").arg(menuText(titleOf(end))), this,
                        [this, to = selectionOf(end)] {
                            select(to);
                            revealSelected();
                        });
    }
    QStringList sentences;
    for (const EdgeNo no : edge.edges)
        sentences << graph::relationSentence(*m_picture->graph, no);
    menu->addAction(
        icon(QStringLiteral("copy")), tr("&Copy What It Says"), this,
        [text = sentences.join(u'\n')] { QGuiApplication::clipboard()->setText(text); });
}

void GraphView::addViewActions(QMenu* menu)
{
    menu->addAction(tr("&Focus the Selection\tF"), this, &GraphView::fitSelection)
        ->setEnabled(!m_selection.isEmpty());
    menu->addAction(tr("Fit &All\tShift+F"), this, &GraphView::fitAll);
    menu->addAction(tr("Zoom In\t+"), this, [this] { zoomBy(kZoom); });
    menu->addAction(tr("Zoom Out\t-"), this, [this] { zoomBy(1 / kZoom); });
    menu->addAction(tr("Arrange Ane&w"), this, [this] { m_graphing.arrangeAnew(); });
    menu->addAction(tr("Show What Was Hidden"), this, [this] { m_graphing.showHidden(); })
        ->setEnabled(!m_graphing.question().hidden.empty());
}

void GraphView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_picture)
        return;
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    QPoint at = event->pos();
    GraphSelection about = m_selection;
    if (!isKey) {
        const Hit hit = hitAt(at);
        about = selectionOf(hit);
        if (!about.isEmpty())
            select(about);
    } else if (const auto end = selectedEnd()) {
        at = m_camera.toView(m_geometry.rectOf(*end)).center().toPoint();
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (about.node.isValid() && m_picture->isShown(about.node)) {
        addNodeActions(menu, about.node);
        menu->addSeparator();
    } else if (const auto line = selectedLine(); line && about.edge.isValid()) {
        addLineActions(menu, *line);
        menu->addSeparator();
    } else if (!about.group.empty()) {
        const bool isClosed = m_graphing.question().grouping.collapsed.contains(about.group);
        menu->addAction(
            isClosed ? tr("&Open\tSpace") : tr("&Close\tSpace"), this,
            [this, key = about.group, isClosed] { m_graphing.setCollapsed(key, !isClosed); });
        menu->addSeparator();
    }
    addViewActions(menu);
    menu->popup(mapToGlobal(at));
}

} // namespace trailloupe::ui
