// trailloupe-cli config graph: what resources have to do with each other, as of any moment.
#include "app/cli/configoption.h"
#include "app/cli/output.h"
#include "model/base/jsondocument.h"
#include "model/base/visibletext.h"
#include "model/config/graphtext.h"

#include <algorithm>

namespace trailloupe::cli {
namespace {

using config::EdgeAt;
using config::GraphEdge;
using config::GraphNode;
using config::NodeNo;
using config::TemporalGraph;

struct Request
{
    std::size_t depth = 1;
    std::size_t maxNodes = 400;
    std::int64_t atNs = config::kEndOfExport;
    config::Grouping grouping;
    config::GraphFilter filter;
    QString format;
};

// What a graph says as text and as JSON.
class GraphText
{
public:
    GraphText(const TemporalGraph& graph, const config::ShownGraph& shown)
        : m_graph(graph)
        , m_shown(shown)
    { }

    std::string head() const
    {
        return Command::tr("%1 of %2, %3\n")
            .arg(QString::fromStdString(grouped(m_shown.nodes.size())),
                 counted(m_shown.of, Command::tr("1 node"), Command::tr("%1 nodes")),
                 QString::fromStdString(config::momentText(m_shown.atNs)))
            .toStdString();
    }

    std::string nodeLine(const config::ShownNode& shown) const
    {
        QString line = QStringLiteral("  ") + lineOf(shown.node);
        line += stateWords(shown.state);
        if (shown.hidden > 0)
            line += Command::tr("  and %1 more around it")
                        .arg(QString::fromStdString(grouped(shown.hidden)));
        return line.toStdString() + '\n';
    }

    std::string edgeLine(const EdgeAt& at) const
    {
        const GraphEdge& edge = m_graph.edge(at.edge);
        std::string line =
            "  " + shortLine(edge.from) + "  " + visibleText(edge.name) + "  " + shortLine(edge.to);
        if (edge.isDerived)
            line += "  (" + visibleText(edge.path) + ')';
        return line + '\n';
    }

    std::string nodeJson(const config::ShownNode& shown) const
    {
        const GraphNode& node = m_graph.node(shown.node);
        std::string json = '{' + resourceMembersJson(resourceOf(node), node.name, node.arn);
        appendMember(json, "state", config::nodeStateKey(shown.state));
        json += node.isDangling() ? ",\"dangling\":true" : ",\"dangling\":false";
        json += ",\"depth\":" + std::to_string(shown.depth)
            + ",\"hidden\":" + std::to_string(shown.hidden);
        return json + '}';
    }

    // `from` and `to` are places among the nodes.
    std::string edgeJson(const EdgeAt& at) const
    {
        const GraphEdge& edge = m_graph.edge(at.edge);
        std::string json = "{\"from\":" + std::to_string(placeOf(edge.from))
            + ",\"to\":" + std::to_string(placeOf(edge.to));
        appendMember(json, "name", edge.name);
        json += edge.isDerived ? ",\"derived\":true" : ",\"derived\":false";
        appendMember(json, "path", edge.path);
        appendMember(json, "statedBy", config::statedByKey(at.statedBy));
        return json + '}';
    }

    void writeText(Output& out) const
    {
        out.write(head());
        for (const config::ShownNode& node : m_shown.nodes)
            out.write(nodeLine(node));
        out.write(
            counted(m_shown.edges.size(), Command::tr("1 relation"), Command::tr("%1 relations"))
                .toStdString()
            + '\n');
        for (const EdgeAt& edge : m_shown.edges) {
            if (!out.write(edgeLine(edge)))
                return;
        }
        if (m_shown.wanted > m_shown.nodes.size())
            out.write(counted(m_shown.wanted - m_shown.nodes.size(),
                              Command::tr("1 node more is as near; --max-nodes shows it"),
                              Command::tr("%1 nodes more are as near; --max-nodes shows them"))
                          .toStdString()
                      + '\n');
    }

    void writeJson(Output& out) const
    {
        std::string json = "{";
        appendMember(json, "asOf",
                     m_shown.atNs >= config::kEndOfExport ? std::string()
                                                          : config::momentIso(m_shown.atNs));
        json += ",\"shown\":" + std::to_string(m_shown.nodes.size())
            + ",\"wanted\":" + std::to_string(m_shown.wanted)
            + ",\"of\":" + std::to_string(m_shown.of) + ",\"nodes\":[";
        for (const config::ShownNode& node : m_shown.nodes)
            json += (json.back() == '[' ? "\n  " : ",\n  ") + nodeJson(node);
        json += "],\n \"edges\":[";
        for (const EdgeAt& edge : m_shown.edges)
            json += (json.back() == '[' ? "\n  " : ",\n  ") + edgeJson(edge);
        out.write(json + "]}\n");
    }

private:
    static config::Resource resourceOf(const GraphNode& node)
    {
        return {.accountId = node.accountId,
                .region = node.region,
                .type = node.type,
                .id = node.id,
                .name = node.name,
                .arn = node.arn};
    }

    QString lineOf(NodeNo no) const
    {
        const GraphNode& node = m_graph.node(no);
        if (!node.isDangling())
            return resourceLine(resourceOf(node), node.name);
        return Command::tr("%1, not in the export").arg(QString::fromStdString(shortLine(no)));
    }

    std::string shortLine(NodeNo no) const
    {
        const GraphNode& node = m_graph.node(no);
        const std::string type =
            node.type.empty() ? Command::tr("no type").toStdString() : std::string(node.type);
        const std::string_view called = !node.id.empty() ? node.id
            : !node.name.empty()                         ? node.name
                                                         : node.arn;
        return visibleText(type + ' ' + std::string(called));
    }

    static QString stateWords(config::NodeState state)
    {
        switch (state) {
        case config::NodeState::Deleted:
            return Command::tr(", deleted");
        case config::NodeState::NotYet:
            return Command::tr(", recorded later");
        default:
            return {};
        }
    }

    std::size_t placeOf(NodeNo no) const
    {
        const auto it = std::ranges::lower_bound(m_shown.nodes, no, {}, &config::ShownNode::node);
        return static_cast<std::size_t>(it - m_shown.nodes.begin());
    }

    const TemporalGraph& m_graph;
    const config::ShownGraph& m_shown;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption({QStringLiteral("resource"),
                      Command::tr("Where to begin: an id, a name or an ARN that a resource has or "
                                  "had, or that others name."),
                      QStringLiteral("id")});
    addTypeOption(parser);
    parser.addOption({QStringLiteral("depth"),
                      Command::tr("How many steps to go. Default: 1. What has more than 60 "
                                  "neighbours is shown and not gone on from."),
                      QStringLiteral("steps")});
    parser.addOption({QStringLiteral("as-of"),
                      Command::tr("The graph as of <time>, UTC without a zone: "
                                  "2026-03-01T14:05:12Z. Default: the end of the export."),
                      QStringLiteral("time")});
    parser.addOption({QStringLiteral("group"),
                      Command::tr("Of dot and svg, the boxes: none (default), account, region, "
                                  "vpc, subnet, type, or tag:<key>."),
                      QStringLiteral("by"), QStringLiteral("none")});
    parser.addOption({QStringLiteral("recorded"),
                      Command::tr("Only relations that items list, none that only follow from "
                                  "their configuration.")});
    parser.addOption({QStringLiteral("deleted"),
                      Command::tr("Deleted resources too, where others still name them.")});
    parser.addOption({QStringLiteral("max-nodes"),
                      Command::tr("At most so many, the nearest first. Default: 400."),
                      QStringLiteral("number")});
    parser.addOption({QStringLiteral("format"),
                      Command::tr("text (default), json, dot (for Graphviz) or svg. json: asOf "
                                  "(null: the end), shown, wanted, of, nodes (with state, "
                                  "dangling: no item tells of it, depth, hidden: neighbours that "
                                  "are not shown) and edges (from and to are places among the "
                                  "nodes, from 0; name, derived, path, statedBy)."),
                      QStringLiteral("format"), QStringLiteral("text")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli config graph AWSLogs/ --resource sg-0123456789abcdef0\n"
        "  trailloupe-cli config graph x.zip --resource web --type EC2::Instance --depth 2 "
        "--as-of 2026-03-12T02:55Z\n"
        "  trailloupe-cli config graph x.zip --resource vpc-0123456789abcdef0 --depth 2 --group "
        "subnet --format svg > vpc.svg\n"));
}

std::optional<int> parseGrouping(const Command& command, const QCommandLineParser& parser,
                                 config::Grouping& grouping)
{
    const QString by = parser.value(QStringLiteral("group"));
    const QString tag = QStringLiteral("tag:");
    if (by.startsWith(tag) && by.size() > tag.size()) {
        grouping.by = config::GroupBy::Tag;
        grouping.tag = by.mid(tag.size()).toStdString();
        return std::nullopt;
    }
    const auto known = config::groupByOfKey(by.toStdString());
    if (!known || known == config::GroupBy::Tag)
        return command.wrong(Command::tr("No such group: '%1'. There are none, account, region, "
                                         "vpc, subnet, type and tag:<key>.")
                                 .arg(by));
    grouping.by = *known;
    return std::nullopt;
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    constexpr auto kMost = config::GraphLayout::kMostNodes;
    if (parser.value(QStringLiteral("resource")).isEmpty())
        return command.wrong(Command::tr("--resource is missing."));
    if (const auto code = command.readNumber(QStringLiteral("depth"), request.depth))
        return code;
    if (const auto code = command.readNumber(QStringLiteral("max-nodes"), request.maxNodes))
        return code;
    if (request.maxNodes == 0)
        return command.wrong(
            Command::tr("--max-nodes is at least 1: the resource itself is always shown."));
    std::optional<std::int64_t> at;
    if (const auto code = parseMoment(command, parser, QStringLiteral("as-of"), at))
        return code;
    request.atNs = at.value_or(config::kEndOfExport);
    request.filter.derived = !parser.isSet(QStringLiteral("recorded"));
    request.filter.deleted = parser.isSet(QStringLiteral("deleted"));
    request.format = parser.value(QStringLiteral("format"));
    const bool isPicture = request.format == QStringLiteral("svg");
    if (!isPicture && request.format != QStringLiteral("text")
        && request.format != QStringLiteral("json") && request.format != QStringLiteral("dot"))
        return command.wrong(Command::tr("No such format: '%1'. There are text, json, dot and svg.")
                                 .arg(request.format));
    if (isPicture && request.maxNodes > kMost)
        return command.wrong(Command::tr("A picture has at most %1 nodes.").arg(kMost));
    return parseGrouping(command, parser, request.grouping);
}

// Resources that are called so, and what others call so where there is no such resource.
std::vector<NodeNo> nodesCalled(const TemporalGraph& graph, const std::string& text,
                                const std::vector<std::string>& types)
{
    std::vector<NodeNo> found;
    for (const config::ResourceNo no : resourcesCalled(*graph.resources(), text, types))
        found.push_back(graph.nodeOf(no));
    for (auto i = static_cast<std::uint32_t>(graph.resources()->size()); i < graph.nodes().size();
         ++i) {
        const GraphNode& node = graph.node(NodeNo(i));
        if ((node.id == text || node.name == text || node.arn == text)
            && isOfType(node.type, types))
            found.push_back(NodeNo(i));
    }
    return found;
}

bool write(const TemporalGraph& graph, const config::ShownGraph& shown, const Request& request,
           Output& out, const JobContext& context)
{
    const config::GraphScene scene = config::makeScene(graph, shown, request.grouping);
    const GraphText text(graph, shown);
    if (request.format == QStringLiteral("json")) {
        text.writeJson(out);
    } else if (request.format == QStringLiteral("dot")) {
        out.write(config::graphDot(scene));
    } else if (request.format == QStringLiteral("svg")) {
        const auto layout = config::layOut(scene, context);
        if (!layout) {
            printError(QString::fromStdString(layout.error().detail));
            return false;
        }
        out.write(config::graphSvg(scene, *layout));
    } else {
        text.writeText(out);
    }
    return true;
}

} // namespace

int runConfigGraph(const QStringList& arguments)
{
    Command command(QStringLiteral("config graph"),
                    Command::tr("Shows what a resource has to do with others, at the end of the "
                                "export or at any moment: the relationships that AWS Config "
                                "recorded, at either end, and those that follow from ids, names "
                                "and ARNs in configurations."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    const auto read = readResources(command);
    if (!read)
        return kCouldNotRun;
    TerminalProgress progress;
    const auto graph = TemporalGraph::make(read->resources, progress.context());
    if (!graph) {
        printError(QString::fromStdString(graph.error().detail));
        return kCouldNotRun;
    }
    const QString called = command.parser().value(QStringLiteral("resource"));
    const auto roots = nodesCalled(**graph, called.toStdString(), chosenTypes(command.parser()));
    if (roots.empty()) {
        noteUnknownTypes(*read->resources, command.parser());
        printError(
            Command::tr("no resource of the export has the id, name or ARN '%1'").arg(called));
        return kCouldNotRun;
    }
    const auto shown =
        config::neighbourhood(**graph,
                              {.roots = roots,
                               .depth = static_cast<std::uint32_t>(request.depth),
                               .atNs = request.atNs,
                               .maxNodes = static_cast<std::uint32_t>(request.maxNodes),
                               .filter = request.filter});
    Output out;
    if (!write(**graph, shown, request, out, progress.context()))
        return kCouldNotRun;
    return out.finish() ? read->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
