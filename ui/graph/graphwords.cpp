#include "ui/graph/graphwords.h"

#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace trailloupe::ui::graph {

using config::GraphEdge;
using config::NodeNo;
using config::NodeState;
using config::StatedBy;
using config::TemporalGraph;

namespace {

struct GraphWords
{
    Q_DECLARE_TR_FUNCTIONS(GraphWords)
};

constexpr qsizetype kLongestText = 200;
constexpr int kMostInSentence = 4; // of a step; then it is said how many more

} // namespace

QString shown(std::string_view text)
{
    QString all = visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return all.size() > kLongestText ? all.left(kLongestText) + QChar(u'…') : all;
}

QString titleOf(const TemporalGraph& graph, NodeNo no)
{
    const QString title = shown(config::nodeTitle(graph.node(no)));
    return title.isEmpty() ? GraphWords::tr("(no id)") : title;
}

QString typeOf(const TemporalGraph& graph, NodeNo no)
{
    const QString type = shown(config::shortType(graph.node(no).type));
    return type.isEmpty() ? GraphWords::tr("type not known") : type;
}

QString titleAndType(const TemporalGraph& graph, NodeNo no)
{
    return GraphWords::tr("%1 (%2)").arg(titleOf(graph, no), typeOf(graph, no));
}

QString stateWord(NodeState state)
{
    switch (state) {
    case NodeState::Live:
        return {};
    case NodeState::NotRecorded:
        return GraphWords::tr("no longer recorded");
    case NodeState::Undated:
        return GraphWords::tr("undated");
    case NodeState::Deleted:
        return GraphWords::tr("deleted");
    case NodeState::NotYet:
        return GraphWords::tr("not there yet");
    case NodeState::Unknown:
        return GraphWords::tr("not recorded here");
    }
    return {};
}

QString stateSentence(NodeState state)
{
    switch (state) {
    case NodeState::Live:
        return GraphWords::tr("There");
    case NodeState::NotRecorded:
        return GraphWords::tr("There, but its type is no longer recorded");
    case NodeState::Undated:
        return GraphWords::tr("Recorded without a time");
    case NodeState::Deleted:
        return GraphWords::tr("Deleted");
    case NodeState::NotYet:
        return GraphWords::tr("Not there yet: its first item is later");
    case NodeState::Unknown:
        return GraphWords::tr("Named by others; the export has no item of it");
    }
    return {};
}

QString groupWord(config::GroupBy by)
{
    switch (by) {
    case config::GroupBy::None:
        return GraphWords::tr("Nothing");
    case config::GroupBy::Account:
        return GraphWords::tr("Account");
    case config::GroupBy::Region:
        return GraphWords::tr("Region");
    case config::GroupBy::Vpc:
        return GraphWords::tr("VPC");
    case config::GroupBy::Subnet:
        return GraphWords::tr("Subnet");
    case config::GroupBy::Type:
        return GraphWords::tr("Type");
    case config::GroupBy::Tag:
        return GraphWords::tr("Tag");
    }
    return {};
}

QString boxTitle(config::GroupBy by, const std::string& title)
{
    const QString text = shown(title);
    switch (by) {
    case config::GroupBy::Account:
    case config::GroupBy::Vpc:
    case config::GroupBy::Subnet:
        return GraphWords::tr("%1 %2").arg(groupWord(by), text);
    default:
        return text;
    }
}

ChangeKind changeKindOf(const config::EstateChange& change)
{
    using Kind = config::EstateChange::Kind;
    switch (change.kind) {
    case Kind::Born:
        return ChangeKind::Born;
    case Kind::Appeared:
        return ChangeKind::Appeared;
    case Kind::Died:
        return ChangeKind::Died;
    case Kind::Passed:
        return ChangeKind::Passed;
    case Kind::Reborn:
        return ChangeKind::Reborn;
    case Kind::Changed:
    case Kind::ChangedBack: // the graph does not ask for them
        break;
    }
    return ChangeKind::Changed;
}

ChangeKind changeKindOf(const config::EdgeChange& change)
{
    using Kind = config::EdgeChange::Kind;
    switch (change.kind) {
    case Kind::Born:
        return ChangeKind::Born;
    case Kind::Died:
        return ChangeKind::Died;
    case Kind::Passed:
        return ChangeKind::Passed;
    case Kind::Reborn:
        break;
    }
    return ChangeKind::Reborn;
}

QString changeMark(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Born:
        return QStringLiteral("+");
    case ChangeKind::Appeared:
        return QStringLiteral("○");
    case ChangeKind::Died:
        return QStringLiteral("−");
    case ChangeKind::Passed:
        return QStringLiteral("±");
    case ChangeKind::Changed:
        return QStringLiteral("≠");
    case ChangeKind::Reborn:
        return QStringLiteral("↻");
    }
    return {};
}

QString changeWord(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Born:
        return GraphWords::tr("new");
    case ChangeKind::Appeared:
        return GraphWords::tr("first seen");
    case ChangeKind::Died:
        return GraphWords::tr("gone");
    case ChangeKind::Passed:
        return GraphWords::tr("came and went");
    case ChangeKind::Changed:
        return GraphWords::tr("changed");
    case ChangeKind::Reborn:
        return GraphWords::tr("gone and back");
    }
    return {};
}

QString changeWord(const config::EstateChange& change)
{
    if (change.changes == 0)
        return changeWord(changeKindOf(change));
    const QString words =
        GraphWords::tr("%1 (%n change(s))", nullptr, static_cast<int>(change.changes))
            .arg(changeWord(changeKindOf(change)));
    return change.noise == change.changes
        ? GraphWords::tr("%1, of what changes by itself").arg(words)
        : words;
}

QString relationFrom(const GraphEdge& edge, NodeNo viewer)
{
    const QString name = shown(edge.name);
    if (edge.isSymmetric || edge.from == viewer)
        return name;
    if (edge.name == "contains")
        return GraphWords::tr("is contained in");
    return GraphWords::tr("← %1").arg(name);
}

QString relationSentence(const TemporalGraph& graph, config::EdgeNo no)
{
    const GraphEdge& edge = graph.edge(no);
    return GraphWords::tr("%1 %2 %3")
        .arg(titleAndType(graph, edge.from), shown(edge.name), titleAndType(graph, edge.to));
}

QString relationSource(const TemporalGraph& graph, config::EdgeNo no, StatedBy statedBy)
{
    const GraphEdge& edge = graph.edge(no);
    if (edge.isDerived)
        return GraphWords::tr("Derived: it stands in %1, and no item lists it under relationships")
            .arg(shown(edge.path));
    switch (statedBy) {
    case StatedBy::Both:
        return GraphWords::tr("Listed by both");
    case StatedBy::From:
        return GraphWords::tr("Listed by %1 alone").arg(titleOf(graph, edge.from));
    case StatedBy::To:
        return GraphWords::tr("Listed by %1 alone").arg(titleOf(graph, edge.to));
    case StatedBy::None:
        break;
    }
    return GraphWords::tr("Does not hold at this moment");
}

QString stepSentence(const TemporalGraph& graph, const config::GraphDiff& diff)
{
    QStringList parts;
    for (const config::EstateChange& change : diff.nodes)
        parts << GraphWords::tr("%1: %2").arg(titleAndType(graph, graph.nodeOf(change.resource)),
                                              changeWord(change));
    for (const config::EdgeChange& change : diff.edges)
        parts << GraphWords::tr("%1: %2").arg(relationSentence(graph, change.edge),
                                              changeWord(changeKindOf(change)));
    const qsizetype more = parts.size() - kMostInSentence;
    if (more > 1) {
        parts = parts.mid(0, kMostInSentence);
        parts << GraphWords::tr("and %n more", nullptr, static_cast<int>(more));
    }
    return parts.join(QStringLiteral("; "));
}

QString diffSummary(const config::GraphDiff& diff)
{
    constexpr std::array kKinds{ChangeKind::Born,   ChangeKind::Appeared, ChangeKind::Died,
                                ChangeKind::Passed, ChangeKind::Changed,  ChangeKind::Reborn};
    const auto counted = [&](const auto& changes) {
        QStringList parts;
        for (const ChangeKind kind : kKinds) {
            const auto count = std::ranges::count_if(
                changes, [&](const auto& change) { return changeKindOf(change) == kind; });
            if (count > 0)
                parts << GraphWords::tr("%1 %2").arg(countText(static_cast<quint64>(count)),
                                                     changeWord(kind));
        }
        return parts.join(QStringLiteral(", "));
    };
    const QString nodes = counted(diff.nodes);
    const QString edges = counted(diff.edges);
    if (nodes.isEmpty() && edges.isEmpty())
        return GraphWords::tr("Nothing changed");
    QStringList parts;
    if (!nodes.isEmpty())
        parts << GraphWords::tr("Resources: %1").arg(nodes);
    if (!edges.isEmpty())
        parts << GraphWords::tr("Relations: %1").arg(edges);
    return parts.join(QStringLiteral("  ·  "));
}

QString countsText(const workspace::GraphPicture& picture)
{
    const QString relations =
        GraphWords::tr("%n relation(s)", nullptr, static_cast<int>(picture.shown().edges.size()));
    const QString of = countText(picture.shown().of);
    const QString shown = GraphWords::tr("%1 of %2 resources shown, %3")
                              .arg(countText(picture.shown().nodes.size()), of, relations);
    // The other pages count those alone that were recorded.
    return picture.shown().ofDangling == 0
        ? shown
        : GraphWords::tr("%1; %2 of the %3 are only named, not recorded by then")
              .arg(shown, countText(picture.shown().ofDangling), of);
}

} // namespace trailloupe::ui::graph
