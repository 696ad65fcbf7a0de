#include "model/config/internetreach.h"

#include "model/base/asciitext.h"
#include "model/config/networkrules.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace trailloupe::config {
namespace {

using query::FieldTree;
using Kind = JsonDocument::Kind;

constexpr std::string_view kEverywhere4 = "0.0.0.0/0";
constexpr std::string_view kEverywhere6 = "::/0";

constexpr std::string_view kGroup = "AWS::EC2::SecurityGroup";
constexpr std::string_view kInterface = "AWS::EC2::NetworkInterface";
constexpr std::string_view kInstance = "AWS::EC2::Instance";
constexpr std::string_view kSubnet = "AWS::EC2::Subnet";
constexpr std::string_view kVpc = "AWS::EC2::VPC";
constexpr std::string_view kRouteTable = "AWS::EC2::RouteTable";
constexpr std::string_view kInternetGateway = "AWS::EC2::InternetGateway";

// Members of a route that name where it goes.
constexpr std::array<std::string_view, 7> kTargets{
    "gatewayId",        "natGatewayId",           "egressOnlyInternetGatewayId",
    "transitGatewayId", "vpcPeeringConnectionId", "networkInterfaceId",
    "instanceId",
};

// The configuration of an item, by names of either era.
class Configuration
{
public:
    static std::optional<Configuration> of(const TemporalGraph& graph, NodeNo no, std::int64_t atNs)
    {
        if (graph.node(no).isDangling())
            return std::nullopt;
        const Resources& resources = *graph.resources();
        const ResourceNo resource = graph.node(no).resource;
        const State state = resources.datedCount(resource) == 0 && atNs >= kEndOfExport
            ? resources.lastState(resource)
            : resources.stateAt(resource, atNs);
        if (state.described == kNoItem || !isThere(graph.stateAt(no, atNs)))
            return std::nullopt;
        std::string json;
        resources.store()->json(resources.items(resource)[state.described].row, json);
        auto tree = FieldTree::build(std::move(json));
        if (!tree)
            return std::nullopt;
        Configuration made(*std::move(tree));
        made.m_root = made.member(0, "configuration");
        return made.m_root == FieldTree::kNone ? std::nullopt : std::optional(std::move(made));
    }

    const FieldTree& tree() const { return m_tree; }
    std::uint32_t root() const { return m_root; }

    std::uint32_t member(std::uint32_t object, std::string_view key) const
    {
        if (object == FieldTree::kNone)
            return FieldTree::kNone;
        const std::uint32_t found = m_tree.document().member(object, key);
        if (found != FieldTree::kNone)
            return found;
        std::string upper(key);
        upper.front() = static_cast<char>(upper.front() - ('a' - 'A'));
        return m_tree.document().member(object, upper);
    }
    std::string text(std::uint32_t object, std::string_view key) const
    {
        const std::uint32_t found = member(object, key);
        return found != FieldTree::kNone && m_tree.node(found).kind == Kind::String
            ? m_tree.node(found).text
            : std::string();
    }
    // The elements of a list that are objects.
    std::vector<std::uint32_t> objects(std::string_view key) const
    {
        std::vector<std::uint32_t> found;
        const std::uint32_t list = member(m_root, key);
        if (list == FieldTree::kNone || m_tree.node(list).kind != Kind::Array)
            return found;
        for (std::uint32_t i = 0; i < m_tree.childCount(list); ++i) {
            if (m_tree.node(m_tree.child(list, i)).kind == Kind::Object)
                found.push_back(m_tree.child(list, i));
        }
        return found;
    }

private:
    explicit Configuration(FieldTree tree)
        : m_tree(std::move(tree))
    { }

    FieldTree m_tree;
    std::uint32_t m_root = FieldTree::kNone;
};

struct DefaultRoute
{
    std::string target;
    bool is6 = false;
};

class Reach
{
public:
    Reach(const TemporalGraph& graph, NodeNo group, std::int64_t atNs)
        : m_graph(graph)
        , m_group(group)
        , m_atNs(atNs)
    { }

    InternetReach find()
    {
        if (!isOf(m_group, kGroup))
            return std::move(m_found);
        readRules();
        std::vector<NodeNo> instancesWithInterface;
        const auto around = neighbours(m_graph, m_group, m_atNs);
        for (const Neighbour& guarded : around) {
            if (isOf(guarded.node, kInterface))
                addInterface(guarded, instancesWithInterface);
        }
        for (const Neighbour& guarded : around) {
            const bool isOther = !isOf(guarded.node, kInterface) && !isOf(guarded.node, kVpc)
                && !isOf(guarded.node, kGroup)
                && std::ranges::find(instancesWithInterface, guarded.node)
                    == instancesWithInterface.end();
            if (isOther && !ofType(guarded.node, kSubnet).empty())
                addGuarded({.guarded = guarded.node, .steps = {guards(guarded)}}, guarded.node);
        }
        std::ranges::stable_sort(m_found.paths, {}, &ReachPath::guarded);
        for (const ReachPath& path : m_found.paths) {
            if (!path.isInbound && !path.isOutbound)
                continue;
            for (const ReachStep& step : path.steps) {
                if (step.edge.isValid())
                    m_found.edges.push_back(step.edge);
            }
        }
        std::ranges::sort(m_found.edges);
        m_found.edges.erase(std::unique(m_found.edges.begin(), m_found.edges.end()),
                            m_found.edges.end());
        return std::move(m_found);
    }

private:
    bool isOf(NodeNo no, std::string_view type) const
    {
        return equalFolded(m_graph.node(no).type, type);
    }

    // Neighbours of a type, each once, by its lowest edge.
    std::vector<Neighbour> ofType(NodeNo no, std::string_view type) const
    {
        std::vector<Neighbour> found;
        for (const Neighbour& neighbour : neighbours(m_graph, no, m_atNs)) {
            if (isOf(neighbour.node, type)
                && std::ranges::find(found, neighbour.node, &Neighbour::node) == found.end())
                found.push_back(neighbour);
        }
        return found;
    }

    ReachStep guards(const Neighbour& guarded) const
    {
        return {ReachStep::Kind::Guards, m_group, guarded.node, guarded.edge.edge, {}};
    }

    void readRules()
    {
        const auto configuration = Configuration::of(m_graph, m_group, m_atNs);
        if (!configuration)
            return;
        m_found.isRecorded = true;
        for (const bool isEgress : {false, true}) {
            const std::uint32_t list = configuration->member(
                configuration->root(), isEgress ? "ipPermissionsEgress" : "ipPermissions");
            if (!areNetworkRules(&configuration->tree(), list))
                continue;
            for (const auto& [rule, description] : networkRules(configuration->tree(), list)) {
                const std::string_view peer = std::string_view(rule).substr(rule.rfind(' ') + 1);
                if (peer != kEverywhere4 && peer != kEverywhere6)
                    continue;
                m_found.rules.push_back({isEgress, rule, description});
                m_isOpen[isEgress][peer == kEverywhere6] = true;
            }
        }
    }

    std::string publicAddressOf(NodeNo no) const
    {
        const auto configuration = Configuration::of(m_graph, no, m_atNs);
        if (!configuration)
            return {};
        if (isOf(no, kInstance))
            return configuration->text(configuration->root(), "publicIpAddress");
        return configuration->text(configuration->member(configuration->root(), "association"),
                                   "publicIp");
    }

    void addInterface(const Neighbour& guarded, std::vector<NodeNo>& instances)
    {
        ReachPath path{.guarded = guarded.node, .steps = {guards(guarded)}};
        path.publicAddress = publicAddressOf(guarded.node);
        for (const Neighbour& owner : ofType(guarded.node, kInstance)) {
            path.steps.push_back(
                {ReachStep::Kind::BelongsTo, guarded.node, owner.node, owner.edge.edge, {}});
            instances.push_back(owner.node);
            if (path.publicAddress.empty())
                path.publicAddress = publicAddressOf(owner.node);
        }
        addGuarded(std::move(path), guarded.node);
    }

    void addGuarded(ReachPath path, NodeNo guarded)
    {
        if (path.publicAddress.empty() && isOf(guarded, kInstance))
            path.publicAddress = publicAddressOf(guarded);
        const auto subnets = ofType(guarded, kSubnet);
        for (const Neighbour& subnet : subnets) {
            ReachPath one = path;
            one.steps.push_back(
                {ReachStep::Kind::InSubnet, guarded, subnet.node, subnet.edge.edge, {}});
            addRoutes(std::move(one), subnet.node);
        }
        if (subnets.empty())
            m_found.paths.push_back(std::move(path));
    }

    void addRoutes(ReachPath path, NodeNo subnet)
    {
        const auto tables = ofType(subnet, kRouteTable);
        NodeNo table;
        if (!tables.empty()) {
            table = tables.front().node;
            path.steps.push_back(
                {ReachStep::Kind::RoutedBy, subnet, table, tables.front().edge.edge, {}});
        } else if (table = mainTableOf(subnet); table.isValid()) {
            path.steps.push_back(
                {ReachStep::Kind::RoutedByMain, subnet, table, EdgeNo::invalid(), {}});
        }
        const auto routes = table.isValid() ? defaultRoutes(table) : std::vector<DefaultRoute>();
        for (const DefaultRoute& route : routes) {
            ReachPath one = path;
            addGateway(one, table, route);
            m_found.paths.push_back(std::move(one));
        }
        if (routes.empty())
            m_found.paths.push_back(std::move(path));
    }

    void addGateway(ReachPath& path, NodeNo table, const DefaultRoute& route) const
    {
        for (const Neighbour& target : neighbours(m_graph, table, m_atNs)) {
            if (m_graph.node(target.node).id != route.target)
                continue;
            path.steps.push_back({ReachStep::Kind::RoutesTo, table, target.node, target.edge.edge,
                                  std::string(route.is6 ? kEverywhere6 : kEverywhere4)});
            const std::string_view type = m_graph.node(target.node).type;
            const bool isGateway = equalFolded(type, kInternetGateway);
            const bool isOutOnly = equalFolded(type, "AWS::EC2::NatGateway")
                || equalFolded(type, "AWS::EC2::EgressOnlyInternetGateway");
            if (!isGateway && !isOutOnly)
                return;
            path.gateway = target.node;
            path.isInbound = isGateway && m_isOpen[false][route.is6];
            path.isOutbound = m_isOpen[true][route.is6];
            return;
        }
    }

    NodeNo mainTableOf(NodeNo subnet)
    {
        const auto vpcs = ofType(subnet, kVpc);
        if (vpcs.empty())
            return {};
        const auto [it, isNew] = m_mainTables.try_emplace(vpcs.front().node);
        for (const Neighbour& table :
             isNew ? ofType(vpcs.front().node, kRouteTable) : std::vector<Neighbour>()) {
            const auto configuration = Configuration::of(m_graph, table.node, m_atNs);
            if (!configuration)
                continue;
            for (const std::uint32_t association : configuration->objects("associations")) {
                const std::uint32_t main = configuration->member(association, "main");
                if (main != FieldTree::kNone && configuration->tree().node(main).kind == Kind::True)
                    it->second = table.node;
            }
        }
        return it->second;
    }

    const std::vector<DefaultRoute>& defaultRoutes(NodeNo table)
    {
        const auto [it, isNew] = m_routes.try_emplace(table);
        if (!isNew)
            return it->second;
        const auto configuration = Configuration::of(m_graph, table, m_atNs);
        if (!configuration)
            return it->second;
        for (const std::uint32_t route : configuration->objects("routes")) {
            const bool is4 = configuration->text(route, "destinationCidrBlock") == kEverywhere4;
            const bool is6 = configuration->text(route, "destinationIpv6CidrBlock") == kEverywhere6;
            // A black hole leads nowhere.
            if ((!is4 && !is6) || equalFolded(configuration->text(route, "state"), "blackhole"))
                continue;
            for (const std::string_view key : kTargets) {
                std::string target = configuration->text(route, key);
                if (!target.empty()) {
                    it->second.push_back({std::move(target), is6});
                    break;
                }
            }
        }
        return it->second;
    }

    const TemporalGraph& m_graph;
    NodeNo m_group;
    std::int64_t m_atNs;
    InternetReach m_found;
    std::array<std::array<bool, 2>, 2> m_isOpen{}; // [egress][IPv6]
    std::map<NodeNo, NodeNo> m_mainTables; // by VPC
    std::map<NodeNo, std::vector<DefaultRoute>> m_routes; // by table
};

} // namespace

const char* reachStepKey(ReachStep::Kind kind)
{
    switch (kind) {
    case ReachStep::Kind::Guards:
        return "guards";
    case ReachStep::Kind::BelongsTo:
        return "belongs-to";
    case ReachStep::Kind::InSubnet:
        return "in-subnet";
    case ReachStep::Kind::RoutedBy:
        return "routed-by";
    case ReachStep::Kind::RoutedByMain:
        return "routed-by-main";
    case ReachStep::Kind::RoutesTo:
        return "routes-to";
    }
    return "";
}

InternetReach internetReach(const TemporalGraph& graph, NodeNo securityGroup, std::int64_t atNs)
{
    return Reach(graph, securityGroup, atNs).find();
}

} // namespace trailloupe::config
