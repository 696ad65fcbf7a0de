// Graphs for tests, as text: "EC2::VPC vpc-1  contains  EC2::Instance i-1".
#pragma once

#include "model/base/timestamp.h"
#include "model/config/graphgroups.h"
#include "model/config/graphview.h"
#include "tests/model/config/configitems.h"

#include <QString>
#include <QStringList>

namespace trailloupe::test {

inline std::int64_t momentNs(const char* text)
{
    return parseTimestamp(text)->ns();
}

// Of one relationship: ("Is attached to Volume", "AWS::EC2::Volume", "vol-1").
inline std::string relationText(const std::string& label, const std::string& type,
                                const std::string& id, const std::string& name = {})
{
    std::string text = "{'resourceType':'" + type + "','name':'" + label + "'";
    if (!id.empty())
        text += ",'resourceId':'" + id + "'";
    if (!name.empty())
        text += ",'resourceName':'" + name + "'";
    return text + "}";
}

// The member of an item, with a comma in front.
inline std::string relationsText(const std::vector<std::string>& relations)
{
    std::string text = ",'relationships':[";
    for (std::size_t i = 0; i < relations.size(); ++i)
        text += (i ? "," : "") + relations[i];
    return text + "]";
}

inline std::shared_ptr<const config::TemporalGraph> graphOf(
    const std::shared_ptr<const config::Resources>& resources, unsigned threads = 0)
{
    auto made = config::TemporalGraph::make(resources, JobContext(), threads);
    return made ? *made : nullptr;
}
inline std::shared_ptr<const config::TemporalGraph> graphOf(const std::vector<ItemSketch>& items)
{
    return graphOf(resourcesOf({items}));
}

inline QString nodeText(const config::TemporalGraph& graph, config::NodeNo no)
{
    const config::GraphNode& node = graph.node(no);
    std::string text(config::shortType(node.type));
    text += ' ';
    text += node.id.empty() ? node.name : node.id;
    if (node.isDangling())
        text += '?';
    return QString::fromStdString(text);
}

inline QString edgeText(const config::TemporalGraph& graph, const config::EdgeAt& at)
{
    const config::GraphEdge& edge = graph.edge(at.edge);
    QString text = nodeText(graph, edge.from) + QStringLiteral("  ")
        + QString::fromUtf8(edge.name.data(), static_cast<int>(edge.name.size()))
        + QStringLiteral("  ") + nodeText(graph, edge.to);
    if (edge.isDerived)
        text += QStringLiteral("  (%1)").arg(
            QString::fromUtf8(edge.path.data(), static_cast<int>(edge.path.size())));
    if (at.statedBy != config::StatedBy::Both)
        text += QStringLiteral("  by ") + QString::fromLatin1(config::statedByKey(at.statedBy));
    return text;
}

inline QStringList edgesAt(const config::TemporalGraph& graph,
                           std::int64_t atNs = config::kEndOfExport,
                           const config::GraphFilter& filter = {})
{
    QStringList text;
    for (const config::EdgeAt& edge : config::graphAt(graph, atNs, filter).edges)
        text << edgeText(graph, edge);
    return text;
}

// The node that is called so; invalid where there is none, or more than one.
inline config::NodeNo nodeCalled(const config::TemporalGraph& graph, std::string_view id)
{
    config::NodeNo found;
    for (std::uint32_t i = 0; i < graph.nodes().size(); ++i) {
        const config::GraphNode& node = graph.node(config::NodeNo(i));
        if (node.id != id && (!node.id.empty() || node.name != id))
            continue;
        if (found.isValid())
            return config::NodeNo::invalid();
        found = config::NodeNo(i);
    }
    return found;
}

} // namespace trailloupe::test
