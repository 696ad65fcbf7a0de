// Ways through the graph in words: paths, and what reaches the Internet.
#include "ui/graph/graphwords.h"

#include <QCoreApplication>

namespace trailloupe::ui::graph {

using config::InternetReach;
using config::NodeNo;
using config::ReachPath;
using config::ReachStep;
using config::TemporalGraph;
using workspace::GraphTrail;
using workspace::TrailQuestion;

namespace {

struct GraphTrailWords
{
    Q_DECLARE_TR_FUNCTIONS(GraphTrailWords)
};

std::vector<TrailLine> pathLines(const TemporalGraph& graph, const GraphTrail& trail)
{
    std::vector<TrailLine> lines;
    if (!trail.path) {
        lines.push_back({.text = GraphTrailWords::tr(
                             "No relation that holds at this moment leads from one to the other, "
                             "however far around")});
        return lines;
    }
    NodeNo at = trail.question.from;
    lines.push_back({.text = titleAndType(graph, at), .node = at});
    for (const config::Neighbour& step : *trail.path) {
        const config::GraphEdge& edge = graph.edge(step.edge.edge);
        QString words = relationFrom(edge, at);
        if (edge.isDerived)
            words = GraphTrailWords::tr("%1 (derived)").arg(words);
        lines.push_back(
            {.text = GraphTrailWords::tr("%1 %2").arg(words, titleAndType(graph, step.node)),
             .node = step.node,
             .edge = step.edge.edge});
        at = step.node;
    }
    return lines;
}

QString stepText(const TemporalGraph& graph, const ReachStep& step)
{
    const QString from = titleOf(graph, step.from);
    const QString to = step.to.isValid() ? titleAndType(graph, step.to) : QString();
    switch (step.kind) {
    case ReachStep::Kind::Guards:
        return GraphTrailWords::tr("%1 guards %2").arg(from, to);
    case ReachStep::Kind::BelongsTo:
        return GraphTrailWords::tr("%1 belongs to %2").arg(from, to);
    case ReachStep::Kind::InSubnet:
        return GraphTrailWords::tr("%1 is in %2").arg(from, to);
    case ReachStep::Kind::RoutedBy:
        return GraphTrailWords::tr("%1 is routed by %2").arg(from, to);
    case ReachStep::Kind::RoutedByMain:
        return GraphTrailWords::tr(
                   "%1 is routed by the main route table %2: it has none of its own")
            .arg(from, to);
    case ReachStep::Kind::RoutesTo:
        return GraphTrailWords::tr("%1 routes %2 to %3").arg(from, shown(step.detail), to);
    }
    return {};
}

QString pathHeading(const TemporalGraph& graph, const ReachPath& path)
{
    const QString what = titleOf(graph, path.guarded);
    QString words;
    if (path.isInbound && path.isOutbound)
        words = GraphTrailWords::tr("%1: from the Internet and to it").arg(what);
    else if (path.isInbound)
        words = GraphTrailWords::tr("%1: from the Internet").arg(what);
    else if (path.isOutbound)
        words = GraphTrailWords::tr("%1: to the Internet").arg(what);
    else if (path.gateway.isValid())
        words = GraphTrailWords::tr("%1: a way to a gateway, but no rule that uses it").arg(what);
    else
        words = GraphTrailWords::tr("%1: no way to a gateway is recorded").arg(what);
    return path.publicAddress.empty()
        ? GraphTrailWords::tr("%1, no public address recorded").arg(words)
        : GraphTrailWords::tr("%1, %2").arg(words, shown(path.publicAddress));
}

std::vector<TrailLine> reachLines(const TemporalGraph& graph, const GraphTrail& trail)
{
    std::vector<TrailLine> lines;
    const InternetReach& reach = trail.reach;
    const auto heading = [&](const QString& text, NodeNo node = {}) {
        lines.push_back({.text = text, .node = node, .isHeading = true});
    };
    if (!reach.isRecorded) {
        heading(GraphTrailWords::tr("The rules of this group are not recorded at this moment"));
        return lines;
    }
    heading(reach.rules.empty() ? GraphTrailWords::tr("No rule is open to the whole Internet")
                                : GraphTrailWords::tr("Rules open to the whole Internet"));
    for (const config::OpenRule& rule : reach.rules) {
        QString text = rule.isEgress ? GraphTrailWords::tr("lets out: %1").arg(shown(rule.rule))
                                     : GraphTrailWords::tr("lets in: %1").arg(shown(rule.rule));
        if (!rule.description.empty())
            text = GraphTrailWords::tr("%1 (“%2”)").arg(text, shown(rule.description));
        lines.push_back({.text = text});
    }
    if (reach.paths.empty())
        heading(GraphTrailWords::tr("No interface or instance is recorded behind this group"));
    for (const ReachPath& path : reach.paths) {
        heading(pathHeading(graph, path), path.guarded);
        for (const ReachStep& step : path.steps)
            lines.push_back({.text = stepText(graph, step), .node = step.to, .edge = step.edge});
    }
    heading(GraphTrailWords::tr("From recorded configuration alone: network ACLs, firewalls on "
                                "hosts and what is not in the export are not looked at."));
    return lines;
}

} // namespace

QString trailTitle(const TemporalGraph& graph, const GraphTrail& trail)
{
    const TrailQuestion& asked = trail.question;
    if (asked.kind == TrailQuestion::Kind::Internet)
        return GraphTrailWords::tr("Internet and %1").arg(titleOf(graph, asked.from));
    const QString ends =
        GraphTrailWords::tr("%1 → %2").arg(titleOf(graph, asked.from), titleOf(graph, asked.to));
    if (!trail.path)
        return GraphTrailWords::tr("No path: %1").arg(ends);
    return GraphTrailWords::tr("Path of %n step(s): %1", nullptr,
                               static_cast<int>(trail.path->size()))
        .arg(ends);
}

std::vector<TrailLine> trailLines(const TemporalGraph& graph, const GraphTrail& trail)
{
    return trail.question.kind == TrailQuestion::Kind::Path ? pathLines(graph, trail)
                                                            : reachLines(graph, trail);
}

} // namespace trailloupe::ui::graph
