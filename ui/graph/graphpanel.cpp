#include "ui/graph/graphpanel.h"

#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/graph/graphfacts.h"
#include "ui/graph/graphview.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using config::EdgeNo;
using config::NodeNo;
using workspace::GraphAsking;
using workspace::Graphing;

namespace {

constexpr int kLeastLines = 4; // of relations

QLabel* makeText(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

// A line may be broken behind any letter that ids and ARNs are put together with.
QString breakable(QString text)
{
    for (const char16_t letter : {u':', u'/', u'-', u'.', u'_'})
        text.replace(QChar(letter), QString(QChar(letter)) + QChar(0x200b));
    return text;
}

QLabel* makeTitle(QWidget* parent)
{
    QLabel* label = makeText(parent);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

} // namespace

GraphPanel::GraphPanel(Graphing& graphing, GraphAsking& asking,
                       workspace::Investigation& investigation, GraphView* view, QWidget* parent)
    : QWidget(parent)
    , m_graphing(graphing)
    , m_asking(asking)
    , m_investigation(investigation)
    , m_view(view)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTrail(), 1);
    layout->addWidget(makeFacts(), 1);
    connect(view, &GraphView::selectionChanged, this, &GraphPanel::showSelection);
    connect(&graphing, &Graphing::pictureChanged, this, &GraphPanel::showSelection);
    connect(&investigation, &workspace::Investigation::zoneChanged, this,
            &GraphPanel::showSelection);
    connect(&asking, &GraphAsking::trailChanged, this, &GraphPanel::showTrail);
    showSelection();
    showTrail();
}

QWidget* GraphPanel::makeFacts()
{
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(6);
    m_title = makeTitle(box);
    m_title->setContentsMargins(12, 0, 12, 0);
    m_title->setAccessibleName(tr("Selected"));
    layout->addWidget(m_title);
    m_actions = new QWidget(box);
    auto* row = new QHBoxLayout(m_actions);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(2);
    const auto button = [&](const QString& iconName, const QString& words, auto act) {
        auto* made = new QToolButton(m_actions);
        made->setIcon(icon(iconName));
        made->setText(words);
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(made, &QToolButton::clicked, this, [this, act] {
            if (const NodeNo no = m_view->selection().node; no.isValid())
                act(m_view, no);
        });
        row->addWidget(made);
        return made;
    };
    m_timeline = button(QStringLiteral("clock"), tr("Timeline"),
                        [](GraphView* view, NodeNo no) { view->showTimeline(no); });
    m_timeline->setToolTip(tr("Its Config timeline (Enter)"));
    m_events = button(QStringLiteral("events"), tr("Events"),
                      [](GraphView* view, NodeNo no) { view->showEvents(no); });
    m_events->setToolTip(tr("The events that name it"));
    m_expand = button(QStringLiteral("add"), tr("Neighbours"),
                      [](GraphView* view, NodeNo no) { view->toggleExpanded(no); });
    m_expand->setToolTip(tr("Show or close its neighbours (Space)"));
    row->addStretch(1);
    layout->addWidget(m_actions);
    m_facts = new GraphFacts(box);
    m_facts->setAccessibleName(tr("What is known of it"));
    layout->addWidget(m_facts);
    m_relationsTitle = makeTitle(box);
    m_relationsTitle->setContentsMargins(12, 4, 12, 0);
    layout->addWidget(m_relationsTitle);
    m_relations = new GraphLinkList(box);
    m_relations->setAccessibleName(tr("Relations"));
    connect(m_relations, &GraphLinkList::followed, this, &GraphPanel::follow);
    m_relations->setMinimumHeight(kLeastLines * fontMetrics().height());
    layout->addWidget(m_relations, 1);
    return box;
}

QWidget* GraphPanel::makeTrail()
{
    m_trailBox = new QWidget(this);
    auto* layout = new QVBoxLayout(m_trailBox);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 4, 0);
    m_trailTitle = makeTitle(m_trailBox);
    auto* close = new QToolButton(m_trailBox);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(tr("Give it up (Esc)"));
    close->setAccessibleName(tr("Give the path up"));
    connect(close, &QToolButton::clicked, &m_asking, &GraphAsking::clearTrail);
    row->addWidget(m_trailTitle, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    layout->addLayout(row);
    m_trail = new GraphLinkList(m_trailBox);
    m_trail->setAccessibleName(tr("Steps"));
    connect(m_trail, &GraphLinkList::followed, this, &GraphPanel::follow);
    layout->addWidget(m_trail, 1);
    auto* line = new QFrame(m_trailBox);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    layout->addWidget(line);
    return m_trailBox;
}

QString GraphPanel::title() const
{
    return m_title->text().remove(QChar(0x200b));
}

QString GraphPanel::trailTitle() const
{
    return m_trailBox->isHidden() ? QString() : m_trailTitle->text();
}

QString GraphPanel::factsText() const
{
    QStringList lines;
    for (int row = 0; row < m_facts->rowCount(); ++row)
        lines << QStringLiteral("%1: %2").arg(m_facts->nameAt(row)->text(),
                                              m_facts->valueAt(row)->text().remove(QChar(0x200b)));
    return lines.join(u'\n');
}

void GraphPanel::setFacts(const QList<std::pair<QString, QString>>& facts)
{
    QList<std::pair<QString, QString>> broken;
    for (const auto& [name, value] : facts)
        broken.append({name, breakable(value)});
    m_facts->setFacts(broken);
}

QString GraphPanel::moment(std::int64_t ns) const
{
    return momentTextWithZone(ns, m_investigation.zone());
}

QString GraphPanel::stateText(NodeNo no) const
{
    const config::TemporalGraph& graph = *m_graphing.graph();
    const std::int64_t atNs = m_graphing.picture()->question.atNs;
    const config::NodeState state = graph.stateAt(no, atNs);
    const config::ResourceNo resource = graph.node(no).resource;
    QString words = graph::stateSentence(state);
    if (!resource.isValid() || graph.resources()->datedCount(resource) == 0)
        return words;
    const auto items = graph.resources()->items(resource);
    const config::State then = graph.resources()->stateAt(resource, atNs);
    if (state == config::NodeState::NotYet)
        return tr("%1 (%2)").arg(words, moment(items.front().capturedNs));
    if (then.item == config::kNoItem)
        return words;
    return tr("%1, as recorded %2").arg(words, moment(items[then.item].capturedNs));
}

// When the relation holds.
QString GraphPanel::spansText(EdgeNo no) const
{
    constexpr std::size_t kMostSpans = 6;
    const auto spans = m_graphing.graph()->spans(no);
    QStringList lines;
    for (std::size_t i = 0; i < std::min(spans.size(), kMostSpans); ++i) {
        const config::EdgeSpan& span = spans[i];
        if (span.beginNs >= config::kEndOfExport)
            lines << tr("not dated");
        else if (span.endNs >= config::kEndOfExport)
            lines << tr("since %1").arg(moment(span.beginNs));
        else
            lines << tr("%1 to %2").arg(moment(span.beginNs), moment(span.endNs));
    }
    if (spans.size() > kMostSpans)
        lines << tr("and %n more", nullptr, static_cast<int>(spans.size() - kMostSpans));
    return lines.join(u'\n');
}

void GraphPanel::showSelection()
{
    const GraphSelection& selection = m_view->selection();
    const bool isThere = m_graphing.graph() && m_graphing.picture();
    const bool isNode = isThere && selection.node.isValid();
    m_actions->setVisible(isNode);
    m_relationsTitle->setVisible(isNode || (isThere && selection.edge.isValid()));
    if (!isThere || selection.isEmpty()) {
        m_title->setText(tr("Nothing is selected"));
        setFacts({});
        m_relations->links()->setLinks({});
    } else if (isNode) {
        showNode(selection.node);
    } else if (selection.edge.isValid()) {
        showEdge(selection.edge);
    } else {
        showGroup();
    }
}

void GraphPanel::showNode(NodeNo no)
{
    const config::TemporalGraph& graph = *m_graphing.graph();
    const config::GraphNode& node = graph.node(no);
    const workspace::GraphPicture& picture = *m_graphing.picture();
    m_title->setText(breakable(graph::titleOf(graph, no)));
    m_timeline->setEnabled(!node.isDangling());
    const bool isExpanded = m_graphing.isExpanded(no);
    m_expand->setText(isExpanded ? tr("Close") : tr("Neighbours"));
    m_expand->setIcon(icon(isExpanded ? QStringLiteral("close") : QStringLiteral("add")));
    setFacts({{tr("Type"), graph::shown(node.type)},
              {tr("Id"), graph::shown(node.id)},
              {tr("Name"), graph::shown(node.name)},
              {tr("ARN"), graph::shown(node.arn)},
              {tr("Account"), graph::shown(node.accountId)},
              {tr("Region"), graph::shown(node.region)},
              {tr("State"), stateText(no)}});
    std::vector<GraphLink> links;
    for (const config::Neighbour& neighbour :
         neighbours(graph, no, picture.question.atNs, picture.question.filter)) {
        const config::GraphEdge& edge = graph.edge(neighbour.edge.edge);
        QString above = graph::relationFrom(edge, no);
        if (edge.isDerived)
            above = tr("%1 (derived, %2)").arg(above, graph::shown(edge.path));
        QString text = graph::titleAndType(graph, neighbour.node);
        if (!picture.isShown(neighbour.node))
            text = tr("%1, not in the picture").arg(text);
        links.push_back({.above = above,
                         .text = text,
                         .node = neighbour.node,
                         .edge = neighbour.edge.edge,
                         .isDerived = edge.isDerived});
    }
    m_relationsTitle->setText(tr("Relations: %1").arg(countText(links.size())));
    m_relations->links()->setLinks(std::move(links));
}

void GraphPanel::showEdge(EdgeNo no)
{
    const config::TemporalGraph& graph = *m_graphing.graph();
    const workspace::GraphPicture& picture = *m_graphing.picture();
    std::vector<EdgeNo> edges{no};
    if (const auto line = picture.lineOf(no))
        edges = picture.scene.edges[*line].edges;
    m_title->setText(edges.size() == 1
                         ? graph::shown(graph.edge(no).name)
                         : tr("%n relation(s)", nullptr, static_cast<int>(edges.size())));
    if (edges.size() == 1)
        setFacts({{tr("Says"), graph::relationSentence(graph, no)},
                  {tr("Source"),
                   graph::relationSource(graph, no, graph.statedAt(no, picture.question.atNs))},
                  {tr("Holds"), spansText(no)}});
    else
        setFacts({});
    std::vector<GraphLink> links;
    for (const EdgeNo each : edges) {
        const config::GraphEdge& edge = graph.edge(each);
        links.push_back({.text = graph::titleAndType(graph, edge.from), .node = edge.from});
        links.push_back({.above = graph::shown(edge.name),
                         .text = graph::titleAndType(graph, edge.to),
                         .node = edge.to,
                         .isDerived = edge.isDerived});
    }
    m_relationsTitle->setText(edges.size() == 1 ? tr("Between") : tr("All of them"));
    m_relations->links()->setLinks(std::move(links));
}

void GraphPanel::showGroup()
{
    const config::GraphScene& scene = m_graphing.picture()->scene;
    const std::string& key = m_view->selection().group;
    const auto show = [this](const auto& part) {
        m_title->setText(graph::boxTitle(part.groupedBy, part.title));
        setFacts({{tr("Group by"), graph::groupWord(part.groupedBy)},
                  {tr("In it"),
                   tr("%n resource(s) of those shown", nullptr, static_cast<int>(part.members))}});
    };
    if (const auto box = std::ranges::find(scene.boxes, key, &config::SceneBox::key);
        box != scene.boxes.end())
        show(*box);
    else if (const auto node = std::ranges::find(scene.nodes, key, &config::SceneNode::key);
             node != scene.nodes.end())
        show(*node);
    m_relations->links()->setLinks({});
}

void GraphPanel::showTrail()
{
    const auto& trail = m_asking.trail();
    m_trailBox->setVisible(trail.has_value());
    if (!trail || !m_graphing.graph())
        return;
    const config::TemporalGraph& graph = *m_graphing.graph();
    m_trailTitle->setText(graph::trailTitle(graph, *trail));
    std::vector<GraphLink> links;
    for (const graph::TrailLine& line : graph::trailLines(graph, *trail))
        links.push_back(
            {.text = line.text, .node = line.node, .edge = line.edge, .isHeading = line.isHeading});
    m_trail->links()->setLinks(std::move(links));
}

// To the resource, where the link leads to one; what is not in the picture comes into it.
void GraphPanel::follow(const GraphLink& link)
{
    const auto& picture = m_graphing.picture();
    if (!picture)
        return;
    if (!link.node.isValid())
        return m_view->select({.edge = link.edge});
    if (!picture->isShown(link.node)) {
        m_graphing.addRoot(link.node);
        m_view->centreOn(link.node);
    }
    m_view->selectNode(link.node);
}

} // namespace trailloupe::ui
