#include "model/config/graphgroups.h"

#include "model/base/asciitext.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace trailloupe::config {
namespace {

constexpr std::string_view kVpc = "AWS::EC2::VPC";
constexpr std::string_view kSubnet = "AWS::EC2::Subnet";

struct GroupName
{
    GroupBy by;
    const char* key;
};
constexpr std::array kGroupNames{
    GroupName{GroupBy::None, "none"},     GroupName{GroupBy::Account, "account"},
    GroupName{GroupBy::Region, "region"}, GroupName{GroupBy::Vpc, "vpc"},
    GroupName{GroupBy::Subnet, "subnet"}, GroupName{GroupBy::Type, "type"},
    GroupName{GroupBy::Tag, "tag"},
};

// "r|account|Region|type|id": '|' and '\' inside are escaped.
void appendPart(std::string& key, std::string_view part)
{
    key += '|';
    for (const char c : part) {
        if (c == '|' || c == '\\')
            key += '\\';
        key += c;
    }
}

// One box of a node, from the outermost to the innermost.
struct Level
{
    GroupBy by;
    std::string key;
    std::string title;
    NodeNo node;
};
using Levels = std::vector<Level>;

// Which boxes a node is in as of the moment.
class Places
{
public:
    Places(const TemporalGraph& graph, const ShownGraph& shown, const Grouping& grouping)
        : m_graph(graph)
        , m_shown(shown)
        , m_grouping(grouping)
    { }

    Levels levelsOf(NodeNo no)
    {
        switch (m_grouping.by) {
        case GroupBy::None:
            return {};
        case GroupBy::Type:
            return typeOf(no);
        case GroupBy::Tag:
            return tagOf(no);
        case GroupBy::Account:
        case GroupBy::Region:
            return scopeOf(no);
        case GroupBy::Vpc:
        case GroupBy::Subnet:
            break;
        }
        const NodeNo subnet = m_grouping.by == GroupBy::Subnet ? subnetOf(no) : NodeNo::invalid();
        const NodeNo network = subnet.isValid() ? subnet : no;
        const NodeNo vpc = vpcOf(network);
        Levels levels = scopeOf(vpc.isValid() ? vpc : network);
        if (vpc.isValid())
            levels.push_back(networkLevel(GroupBy::Vpc, vpc));
        if (subnet.isValid())
            levels.push_back(networkLevel(GroupBy::Subnet, subnet));
        return levels;
    }

private:
    Level networkLevel(GroupBy by, NodeNo no) const
    {
        return {by, std::string(groupByKey(by)) + ':' + nodeKey(m_graph, no),
                nodeTitle(m_graph.node(no)), no};
    }

    Levels typeOf(NodeNo no) const
    {
        const std::string_view type = m_graph.node(no).type;
        if (type.empty())
            return {};
        return {{GroupBy::Type, "type:" + std::string(type), std::string(shortType(type)), {}}};
    }

    Levels tagOf(NodeNo no) const
    {
        if (m_graph.node(no).isDangling())
            return {};
        const Resources& resources = *m_graph.resources();
        const store::PathTable& paths = resources.store()->paths();
        const ResourceNo resource = m_graph.node(no).resource;
        const State state = resources.datedCount(resource) == 0
            ? resources.lastState(resource)
            : resources.stateAt(resource, m_shown.atNs);
        const auto tags = paths.findChild(store::PathTable::root(), "tags");
        const auto path = tags ? paths.findChild(*tags, m_grouping.tag) : std::nullopt;
        if (!path || state.described == kNoItem)
            return {};
        std::string value;
        const auto kind =
            resources.store()->value(resources.items(resource)[state.described].row, *path, value);
        if (kind == store::ValueKind::Missing || kind == store::ValueKind::Null)
            return {};
        return {{GroupBy::Tag, "tag:" + m_grouping.tag + '=' + value, value, {}}};
    }

    // An unknown one with an id that is unique is where what names it is, if that is one place.
    std::pair<std::string_view, std::string_view> accountAndRegion(NodeNo no) const
    {
        const GraphNode& node = m_graph.node(no);
        std::pair place{node.accountId, node.region};
        if (!node.isDangling() || !place.first.empty())
            return place;
        bool isFirst = true;
        for (const EdgeNo edge : m_graph.edgesOf(no)) {
            const GraphNode& other = m_graph.node(m_graph.otherEnd(edge, no));
            if (isFirst)
                place = {other.accountId, node.region.empty() ? other.region : node.region};
            if (place.first != other.accountId)
                return {{}, {}};
            if (node.region.empty() && place.second != other.region)
                place.second = {};
            isFirst = false;
        }
        return place;
    }

    Levels scopeOf(NodeNo no) const
    {
        const auto [account, region] = accountAndRegion(no);
        if (account.empty())
            return {};
        const std::string text(account);
        Levels levels{{GroupBy::Account, "account:" + text, text, {}}};
        if (m_grouping.by != GroupBy::Account && !region.empty())
            levels.push_back({GroupBy::Region,
                              "region:" + text + '/' + std::string(region),
                              std::string(region),
                              {}});
        return levels;
    }

    bool isOf(NodeNo no, std::string_view type) const
    {
        return equalFolded(m_graph.node(no).type, type);
    }

    // The one of this type that the node has an edge to: that contains it, or of any kind.
    // Invalid where there is none, or more than one.
    NodeNo only(NodeNo no, std::string_view type, bool isContainer) const
    {
        NodeNo found;
        for (const EdgeNo edgeNo : m_graph.edgesOf(no)) {
            const GraphEdge& edge = m_graph.edge(edgeNo);
            const NodeNo other = m_graph.otherEnd(edgeNo, no);
            if (!isOf(other, type) || other == no
                || (isContainer && (edge.name != "contains" || edge.to != no))
                || m_graph.statedAt(edgeNo, m_shown.atNs) == StatedBy::None)
                continue;
            if (found.isValid() && found != other)
                return NodeNo::invalid();
            found = other;
        }
        return found;
    }

    NodeNo subnetOf(NodeNo no) { return isOf(no, kSubnet) ? no : only(no, kSubnet, true); }

    NodeNo vpcOf(NodeNo no)
    {
        if (isOf(no, kVpc))
            return no;
        const auto [it, isNew] = m_vpcs.try_emplace(no.value());
        if (!isNew)
            return it->second;
        NodeNo found = only(no, kVpc, true);
        if (!found.isValid() && !isOf(no, kSubnet)) {
            const NodeNo subnet = only(no, kSubnet, true);
            if (subnet.isValid())
                found = only(subnet, kVpc, true);
        }
        if (!found.isValid())
            found = only(no, kVpc, false);
        m_vpcs[no.value()] = found;
        return found;
    }

    const TemporalGraph& m_graph;
    const ShownGraph& m_shown;
    const Grouping& m_grouping;
    std::unordered_map<std::uint32_t, NodeNo> m_vpcs;
};

class SceneBuilder
{
public:
    SceneBuilder(const TemporalGraph& graph, const ShownGraph& shown, const Grouping& grouping)
        : m_graph(graph)
        , m_shown(shown)
        , m_grouping(grouping)
    { }

    GraphScene make()
    {
        m_scene.atNs = m_shown.atNs;
        m_scene.shown = static_cast<std::uint32_t>(m_shown.nodes.size());
        m_scene.of = m_shown.of;
        findLevels();
        addBoxes();
        addNodes();
        addGroups();
        addEdges();
        return std::move(m_scene);
    }

private:
    static constexpr std::uint32_t kNothing = ~std::uint32_t{0};

    // A box that some node is in, whether it is drawn as a box, as one node, or not at all.
    struct Group
    {
        Level level;
        std::uint32_t parent = kNothing; // in m_groups
        std::uint32_t depth = 0;
        std::uint32_t members = 0; // but for its own node
        std::uint32_t ownNode = kNothing; // in m_shown, where it is shown
        std::uint32_t index = kNothing; // of the box, or of the node it is collapsed to
        bool isCollapsed = false; // by itself
        std::uint32_t collapsedInto = kNothing; // the outermost collapsed group around or of it
    };

    void findLevels()
    {
        Places places(m_graph, m_shown, m_grouping);
        m_groupOf.assign(m_shown.nodes.size(), kNothing);
        for (std::uint32_t i = 0; i < m_shown.nodes.size(); ++i) {
            const NodeNo no = m_shown.nodes[i].node;
            std::uint32_t parent = kNothing;
            for (Level& level : places.levelsOf(no)) {
                const bool isOwn = level.node == no;
                const auto [it, isNew] =
                    m_byKey.try_emplace(level.key, static_cast<std::uint32_t>(m_groups.size()));
                if (isNew)
                    m_groups.push_back({std::move(level), parent,
                                        parent == kNothing ? 0 : m_groups[parent].depth + 1});
                Group& group = m_groups[it->second];
                if (isOwn)
                    group.ownNode = i;
                else
                    ++group.members;
                parent = it->second;
            }
            m_groupOf[i] = parent;
        }
        // A network with nothing in it is a node like any other.
        for (Group& group : m_groups) {
            if (group.members == 0 && group.ownNode != kNothing)
                m_groupOf[group.ownNode] = group.parent;
        }
        for (Group& group : m_groups) { // parents come first
            group.isCollapsed = group.members > 0 && m_grouping.collapsed.contains(group.level.key);
            if (group.parent != kNothing)
                group.collapsedInto = m_groups[group.parent].collapsedInto;
            if (group.collapsedInto == kNothing && group.isCollapsed)
                group.collapsedInto = static_cast<std::uint32_t>(&group - m_groups.data());
        }
    }

    std::uint32_t boxOf(std::uint32_t group) const
    {
        return group == kNothing ? kNoBox : m_groups[group].index;
    }

    void addBoxes()
    {
        for (std::uint32_t i = 0; i < m_groups.size(); ++i) {
            if (m_groups[i].members > 0 && m_groups[i].collapsedInto == kNothing)
                m_drawn.push_back(i);
        }
        std::ranges::sort(m_drawn, {}, [&](std::uint32_t i) {
            return std::pair(m_groups[i].depth, std::string_view(m_groups[i].level.key));
        });
        for (const std::uint32_t i : m_drawn) {
            Group& group = m_groups[i];
            SceneBox box{.key = group.level.key,
                         .groupedBy = group.level.by,
                         .node = group.level.node,
                         .isShown = group.ownNode != kNothing,
                         .title = group.level.title,
                         .box = boxOf(group.parent),
                         .members = group.members};
            if (box.node.isValid())
                box.state = m_graph.stateAt(box.node, m_shown.atNs);
            if (box.isShown)
                box.hidden = m_shown.nodes[group.ownNode].hidden;
            group.index = static_cast<std::uint32_t>(m_scene.boxes.size());
            m_scene.boxes.push_back(std::move(box));
        }
    }

    bool isOwnBox(std::uint32_t shown) const
    {
        const std::uint32_t group = m_groupOf[shown];
        return group != kNothing && m_groups[group].ownNode == shown && m_groups[group].members > 0;
    }

    void addNodes()
    {
        m_ends.resize(m_shown.nodes.size());
        for (std::uint32_t i = 0; i < m_shown.nodes.size(); ++i) {
            const std::uint32_t group = m_groupOf[i];
            if (group != kNothing && m_groups[group].collapsedInto != kNothing)
                continue;
            if (isOwnBox(i)) {
                m_ends[i] = {true, m_groups[group].index};
                continue;
            }
            const ShownNode& shown = m_shown.nodes[i];
            const GraphNode& node = m_graph.node(shown.node);
            m_ends[i] = {false, static_cast<std::uint32_t>(m_scene.nodes.size())};
            m_scene.nodes.push_back(
                {.kind = node.isDangling() ? SceneNode::Kind::Dangling : SceneNode::Kind::Resource,
                 .key = nodeKey(m_graph, shown.node),
                 .node = shown.node,
                 .state = shown.state,
                 .title = nodeTitle(node),
                 .type = std::string(shortType(node.type)),
                 .box = boxOf(group),
                 .hidden = shown.hidden});
        }
    }

    void addGroups()
    {
        std::vector<std::uint32_t> collapsed;
        for (std::uint32_t i = 0; i < m_groups.size(); ++i) {
            if (m_groups[i].collapsedInto == i)
                collapsed.push_back(i);
        }
        std::ranges::sort(collapsed, {},
                          [&](std::uint32_t i) { return std::string_view(m_groups[i].level.key); });
        for (const std::uint32_t i : collapsed) {
            Group& group = m_groups[i];
            const NodeNo node = group.level.node;
            SceneNode made{.kind = SceneNode::Kind::Group,
                           .key = group.level.key,
                           .node = node,
                           .title = group.level.title,
                           .groupedBy = group.level.by,
                           .box = boxOf(group.parent),
                           .members = group.members};
            if (node.isValid()) {
                made.state = m_graph.stateAt(node, m_shown.atNs);
                made.type = shortType(m_graph.node(node).type);
            }
            made.hidden = hiddenAround(i);
            group.index = static_cast<std::uint32_t>(m_scene.nodes.size());
            m_scene.nodes.push_back(std::move(made));
        }
        for (std::uint32_t i = 0; i < m_shown.nodes.size(); ++i) {
            const std::uint32_t group = m_groupOf[i];
            if (group != kNothing && m_groups[group].collapsedInto != kNothing)
                m_ends[i] = {false, m_groups[m_groups[group].collapsedInto].index};
        }
    }

    // Distinct neighbours of all in a collapsed group that are not shown.
    std::uint32_t hiddenAround(std::uint32_t collapsed) const
    {
        std::set<NodeNo> hidden;
        for (std::uint32_t i = 0; i < m_shown.nodes.size(); ++i) {
            const std::uint32_t group = m_groupOf[i];
            if (group == kNothing || m_groups[group].collapsedInto != collapsed
                || m_shown.nodes[i].hidden == 0)
                continue;
            for (const Neighbour& neighbour :
                 neighbours(m_graph, m_shown.nodes[i].node, m_shown.atNs, m_shown.filter)) {
                if (!shownIndex(neighbour.node))
                    hidden.insert(neighbour.node);
            }
        }
        return static_cast<std::uint32_t>(hidden.size());
    }

    std::optional<std::uint32_t> shownIndex(NodeNo no) const
    {
        const auto it = std::ranges::lower_bound(m_shown.nodes, no, {}, &ShownNode::node);
        if (it == m_shown.nodes.end() || it->node != no)
            return std::nullopt;
        return static_cast<std::uint32_t>(it - m_shown.nodes.begin());
    }

    std::uint32_t boxAround(const SceneEnd& end) const
    {
        return end.isBox ? m_scene.boxes[end.index].box : m_scene.nodes[end.index].box;
    }

    // A box around something says what they have to do with each other.
    bool isImplied(const SceneEnd& a, const SceneEnd& b) const
    {
        for (const auto& [box, inside] : {std::pair(a, b), std::pair(b, a)}) {
            if (!box.isBox)
                continue;
            for (std::uint32_t at = boxAround(inside); at != kNoBox; at = m_scene.boxes[at].box) {
                if (at == box.index)
                    return true;
            }
        }
        return false;
    }

    void addEdges()
    {
        // Directed ones first: what has no direction joins the line that is there already.
        for (const bool isSymmetric : {false, true}) {
            for (const EdgeAt& at : m_shown.edges) {
                if (m_graph.edge(at.edge).isSymmetric == isSymmetric)
                    addEdge(at);
            }
        }
        for (auto& [ends, edge] : m_lines) {
            std::ranges::sort(edge.edges);
            m_scene.edges.push_back(std::move(edge));
        }
        for (SceneEdge& line : m_scene.edges)
            line.name = namesOf(line.edges);
    }

    void addEdge(const EdgeAt& at)
    {
        const GraphEdge& edge = m_graph.edge(at.edge);
        SceneEnd from = m_ends[*shownIndex(edge.from)];
        SceneEnd to = m_ends[*shownIndex(edge.to)];
        const bool isLoop = edge.from == edge.to;
        const bool isGroup = from.isBox || m_scene.nodes[from.index].kind == SceneNode::Kind::Group;
        if ((from == to && (!isLoop || isGroup)) || isImplied(from, to)) {
            ++m_scene.implied;
            return;
        }
        StatedBy statedBy = at.statedBy;
        if (edge.isSymmetric && !m_lines.contains({from, to})
            && (m_lines.contains({to, from}) || to < from)) {
            std::swap(from, to);
            if (statedBy == StatedBy::From || statedBy == StatedBy::To)
                statedBy = statedBy == StatedBy::From ? StatedBy::To : StatedBy::From;
        }
        const auto [it, isNew] = m_lines.try_emplace({from, to});
        SceneEdge& line = it->second;
        if (isNew)
            line = {.from = from, .to = to, .isDerived = true, .statedBy = StatedBy::None};
        line.edges.push_back(at.edge);
        line.isDerived = line.isDerived && edge.isDerived;
        line.isDirected = line.isDirected || !edge.isSymmetric;
        line.statedBy =
            static_cast<StatedBy>(static_cast<int>(line.statedBy) | static_cast<int>(statedBy));
    }

    std::string namesOf(const std::vector<EdgeNo>& edges) const
    {
        std::set<std::string_view> names;
        for (const EdgeNo edge : edges)
            names.insert(m_graph.edge(edge).name);
        std::string text;
        for (const std::string_view name : names) {
            text += text.empty() ? "" : ", ";
            text += name;
        }
        return text;
    }

    const TemporalGraph& m_graph;
    const ShownGraph& m_shown;
    const Grouping& m_grouping;
    GraphScene m_scene;
    std::vector<Group> m_groups; // outer ones before inner ones
    std::unordered_map<std::string, std::uint32_t> m_byKey;
    std::vector<std::uint32_t> m_groupOf; // by shown node: the innermost group
    std::vector<std::uint32_t> m_drawn; // groups that are boxes
    std::vector<SceneEnd> m_ends; // by shown node
    std::map<std::pair<SceneEnd, SceneEnd>, SceneEdge> m_lines;
};

} // namespace

const char* groupByKey(GroupBy by)
{
    const auto it = std::ranges::find(kGroupNames, by, &GroupName::by);
    return it == kGroupNames.end() ? "" : it->key;
}

std::optional<GroupBy> groupByOfKey(std::string_view key)
{
    const auto it = std::ranges::find_if(
        kGroupNames, [&](const GroupName& name) { return std::string_view(name.key) == key; });
    return it == kGroupNames.end() ? std::nullopt : std::optional(it->by);
}

std::string nodeKey(const TemporalGraph& graph, NodeNo no)
{
    const GraphNode& node = graph.node(no);
    std::string key = node.isDangling() ? "d" : "r";
    appendPart(key, node.accountId);
    appendPart(key, node.region);
    appendPart(key, node.type);
    appendPart(key, node.id);
    if (node.isDangling() && node.id.empty())
        appendPart(key, node.name.empty() ? node.arn : node.name);
    // Several items without an id are told apart by nothing else.
    if (!node.isDangling() && node.id.empty())
        appendPart(key, std::to_string(no.value()));
    return key;
}

std::optional<NodeNo> nodeOfKey(const TemporalGraph& graph, std::string_view key)
{
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (key[i] == '|') {
            parts.emplace_back();
            continue;
        }
        if (key[i] == '\\' && i + 1 < key.size())
            ++i;
        parts.back() += key[i];
    }
    if (parts.size() == 5 && parts[0] == "r") {
        const auto found = graph.resources()->find(parts[1], parts[2], parts[3], parts[4]);
        return found ? std::optional(graph.nodeOf(*found)) : std::nullopt;
    }
    const auto first = static_cast<std::uint32_t>(parts[0] == "d" ? graph.resources()->size() : 0);
    for (std::uint32_t i = first; i < graph.nodes().size(); ++i) {
        if (nodeKey(graph, NodeNo(i)) == key)
            return NodeNo(i);
    }
    return std::nullopt;
}

std::string nodeTitle(const GraphNode& node)
{
    if (!node.name.empty())
        return std::string(node.name);
    std::string_view title = node.id.empty() ? node.arn : node.id;
    if (title.starts_with("arn:"))
        title = title.substr(title.find_last_of(":/") + 1);
    if (title.empty())
        title = node.id.empty() ? node.arn : node.id;
    return std::string(title.empty() ? shortType(node.type) : title);
}

std::string_view shortType(std::string_view type)
{
    constexpr std::string_view kAws = "AWS::";
    return type.starts_with(kAws) ? type.substr(kAws.size()) : type;
}

GraphScene makeScene(const TemporalGraph& graph, const ShownGraph& shown, const Grouping& grouping)
{
    return SceneBuilder(graph, shown, grouping).make();
}

} // namespace trailloupe::config
