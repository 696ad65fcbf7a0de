// Questions to a graph as of a moment, and between two, against plain folds of the items.
#include "model/base/asciitext.h"
#include "model/config/graphdiff.h"
#include "model/config/relationship.h"
#include "model/query/fieldtree.h"
#include "tests/model/config/graphsketch.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::edgesAt;
using test::graphOf;
using test::ItemSketch;
using test::momentNs;
using test::nodeCalled;
using test::nodeText;
using test::relationsText;
using test::relationText;
using test::resourcesOf;

namespace {

const std::string kInstance = "AWS::EC2::Instance";
const std::string kVpc = "AWS::EC2::VPC";
const std::string kGroup = "AWS::EC2::SecurityGroup";
const std::string kRole = "AWS::IAM::Role";

// What the oracle calls a node: "account/Region/type/id", with "?" in front of an unknown one.
using Node = std::string;

bool isOneOfAKind(const std::string& id)
{
    return id.find("-0a1b2c3d") != std::string::npos || id.starts_with("AROA");
}

struct Said
{
    std::string from, verb, to;
    bool isDerived = false;
    bool isDirect = false;
    auto key() const { return std::tuple(from, verb, to, isDerived); }
};

// Reads items again for every question, one at a time.
class Oracle
{
public:
    explicit Oracle(const Resources& resources)
        : m_resources(resources)
    {
        for (const Resource& r : resources.all()) {
            m_numbers[m_names.emplace_back(std::string(r.accountId) + '/' + std::string(r.region)
                                           + '/' + std::string(r.type) + '/' + std::string(r.id))] =
                ResourceNo(static_cast<std::uint32_t>(m_numbers.size()));
        }
    }

    // "from verb to (derived) by", as of the moment.
    std::set<std::string> edgesAt(std::int64_t atNs, const GraphFilter& filter) const
    {
        std::set<std::string> edges;
        std::vector<std::pair<ResourceNo, Said>> all;
        for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
            for (const Said& said : saidAt(ResourceNo(i), atNs))
                all.emplace_back(ResourceNo(i), said);
        }
        for (const auto& [teller, said] : all) {
            if (said.isDerived && (!filter.derived || isRecorded(all, said)))
                continue;
            if (!isShown(said.from, atNs, filter) || !isShown(said.to, atNs, filter))
                continue;
            int by = 0;
            for (const auto& [other, same] : all) {
                if (same.key() == said.key() && !isTakenBack(other, same, atNs))
                    by |= (name(other) == said.from ? 1 : 0) | (name(other) == said.to ? 2 : 0);
            }
            if (by != 0)
                edges.insert(said.from + "  " + said.verb + "  " + said.to
                             + (said.isDerived ? "  derived  " : "  ")
                             + statedByKey(static_cast<StatedBy>(by)));
        }
        return edges;
    }

    const Node& name(ResourceNo no) const { return m_names[no.index()]; }

private:
    static bool isRecorded(const std::vector<std::pair<ResourceNo, Said>>& all, const Said& said)
    {
        return std::ranges::any_of(all, [&](const auto& other) {
            const Said& s = other.second;
            return !s.isDerived
                && ((s.from == said.from && s.to == said.to)
                    || (s.from == said.to && s.to == said.from));
        });
    }

    bool isShown(const Node& node, std::int64_t atNs, const GraphFilter& filter) const
    {
        const ResourceNo no = resourceOf(node);
        if (!no.isValid())
            return filter.dangling;
        switch (m_resources.stateAt(no, atNs).presence) {
        case State::Presence::Deleted:
            return filter.deleted;
        case State::Presence::NotYet:
            return filter.dangling;
        default:
            return true;
        }
    }

    ResourceNo resourceOf(const Node& node) const
    {
        const auto it = m_numbers.find(node);
        return it == m_numbers.end() ? ResourceNo::invalid() : it->second;
    }

    std::vector<Said> saidAt(ResourceNo no, std::int64_t atNs) const
    {
        const State state = m_resources.stateAt(no, atNs);
        if (state.presence != State::Presence::Live)
            return {};
        return saidBy(no, state.item);
    }

    // In another item of the same life the other end said it out of its own configuration, and
    // does not any more in a newer item than the last one of the teller.
    bool isTakenBack(ResourceNo teller, const Said& said, std::int64_t atNs) const
    {
        if (said.isDerived || said.from == said.to)
            return false;
        const ResourceNo other = resourceOf(said.from == name(teller) ? said.to : said.from);
        if (!other.isValid())
            return false;
        const State state = m_resources.stateAt(other, atNs);
        if (state.presence != State::Presence::Live
            && state.presence != State::Presence::NotRecorded)
            return false;
        const auto says = [&](std::uint32_t item, bool isDirect) {
            return std::ranges::any_of(saidBy(other, item), [&](const Said& s) {
                return s.key() == said.key() && (!isDirect || s.isDirect);
            });
        };
        if (state.presence == State::Presence::Live && says(state.item, false))
            return false;
        const auto captured = [&](ResourceNo no) {
            const State s = m_resources.stateAt(no, atNs);
            return s.described == kNoItem ? kNoTime : m_resources.items(no)[s.described].capturedNs;
        };
        if (captured(other) <= captured(teller))
            return false;
        const auto items = m_resources.items(other);
        for (std::uint32_t i = state.item; i-- > 0;) {
            if (isDeletion(items[i].status))
                return false;
            const bool lasts = items[i].capturedNs < items[i + 1].capturedNs;
            if (lasts && items[i].status != ItemStatus::NotRecorded && says(i, true))
                return true;
        }
        return false;
    }

    const std::vector<Said>& saidBy(ResourceNo no, std::uint32_t item) const
    {
        const auto [it, isNew] = m_said.try_emplace({no, item});
        if (isNew)
            it->second = read(no, item);
        return it->second;
    }

    std::vector<Said> read(ResourceNo no, std::uint32_t item) const
    {
        std::string json;
        m_resources.store()->json(m_resources.items(no)[item].row, json);
        const auto tree = query::FieldTree::build(json);
        const std::int64_t at = m_resources.items(no)[item].capturedNs;
        std::vector<Said> all;
        std::set<Node> inConfiguration;
        const auto add = [&](std::string verb, const Node& other, bool isDerived, bool isReversed) {
            Said said{isReversed ? other : name(no), verb, isReversed ? name(no) : other,
                      isDerived};
            const bool isSymmetric = verb == "is attached to" || verb == "is associated with";
            if (isSymmetric && isBefore(said.to, said.from))
                std::swap(said.from, said.to);
            all.push_back(said);
            if (isDerived)
                inConfiguration.insert(other);
        };
        for (const Relationship& r : relationshipsOf(*tree)) {
            const bool isContained = r.verb == "is contained in";
            add(isContained ? "contains" : r.verb, resolved(r.type, r.id, r.name, no, at), false,
                isContained);
        }
        for (const auto& [key, type] : {std::pair("vpcId", kVpc), std::pair("groupId", kGroup)}) {
            for (std::uint32_t i = 0; i < tree->nodeCount(); ++i) {
                if (tree->node(i).key != key)
                    continue;
                const Node other = resolved(type, tree->node(i).text, {}, no, at);
                if (other == name(no))
                    continue;
                const bool isVpc = type == kVpc;
                const bool isGroup = m_resources.resource(no).type == kGroup;
                add(isVpc         ? "contains"
                        : isGroup ? "allows from"
                                  : "is associated with",
                    other, true, isVpc);
            }
        }
        for (Said& said : all)
            said.isDirect = !said.isDerived
                && inConfiguration.contains(said.from == name(no) ? said.to : said.from);
        return all;
    }

    // Resources come before unknown ones, each kind in the order of its names.
    static bool isBefore(const Node& a, const Node& b)
    {
        const auto rank = [](const Node& node) {
            if (node.front() != '?')
                return std::vector<std::string>{"0", part(node, 0), part(node, 1), part(node, 2),
                                                part(node, 3)};
            const std::string bare = node.substr(1);
            return std::vector<std::string>{"1", lowerAscii(part(bare, 2)), part(bare, 3),
                                            part(bare, 0), part(bare, 1)};
        };
        return rank(a) < rank(b);
    }
    static std::string part(const Node& node, int number)
    {
        std::size_t begin = 0;
        for (; number > 0; --number)
            begin = node.find('/', begin) + 1;
        return node.substr(begin, node.find('/', begin) - begin);
    }

    Node resolved(const std::string& type, const std::string& id, const std::string& called,
                  ResourceNo teller, std::int64_t atNs) const
    {
        const Resource& told = m_resources.resource(teller);
        const std::string& text = id.empty() ? called : id;
        Node best;
        std::tuple<int, int, int> bestRank{9, 9, 9};
        for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
            const Resource& r = m_resources.resource(ResourceNo(i));
            if (!type.empty() && r.type != type)
                continue;
            const bool isId = r.id == text;
            // Names that it ever had.
            const auto named = m_resources.withName(text);
            const bool isNamed = std::ranges::find(named, ResourceNo(i)) != named.end();
            if (!isId && (!isNamed || type.empty()))
                continue;
            const bool isHere = r.accountId == told.accountId;
            const int scope = isHere && r.region == told.region ? 0
                : isHere && r.region == "global"                ? 1
                : isHere                                        ? 2
                                                                : 3;
            if (scope == 3 && !(isId && isOneOfAKind(text)))
                continue;
            const auto presence = m_resources.stateAt(ResourceNo(i), atNs).presence;
            const bool isThere =
                presence == State::Presence::Live || presence == State::Presence::NotRecorded;
            const std::tuple rank{isId ? 0 : 1, scope, isThere ? 0 : 1};
            if (rank < bestRank) {
                bestRank = rank;
                best = name(ResourceNo(i));
            }
        }
        if (!best.empty())
            return best;
        const bool isOne = isOneOfAKind(text);
        const std::string region = type == kRole ? "global" : std::string(told.region);
        return "?" + (isOne ? std::string() : std::string(told.accountId)) + '/'
            + (isOne ? std::string() : region) + '/' + type + '/' + text;
    }

    const Resources& m_resources;
    std::vector<Node> m_names;
    std::map<Node, ResourceNo> m_numbers;
    mutable std::map<std::pair<ResourceNo, std::uint32_t>, std::vector<Said>> m_said;
};

std::set<std::string> graphEdges(const TemporalGraph& graph, std::int64_t atNs,
                                 const GraphFilter& filter)
{
    std::set<std::string> edges;
    const auto name = [&](NodeNo no) {
        const GraphNode& node = graph.node(no);
        return (node.isDangling() ? "?" : "") + std::string(node.accountId) + '/'
            + std::string(node.region) + '/' + std::string(node.type) + '/'
            + std::string(node.id.empty() ? node.name : node.id);
    };
    for (const EdgeAt& at : graphAt(graph, atNs, filter).edges) {
        const GraphEdge& edge = graph.edge(at.edge);
        edges.insert(name(edge.from) + "  " + std::string(edge.name) + "  " + name(edge.to)
                     + (edge.isDerived ? "  derived  " : "  ") + statedByKey(at.statedBy));
    }
    return edges;
}

std::string timeText(int second)
{
    return QStringLiteral("2026-03-01T00:00:%1Z")
        .arg(second, 2, 10, QLatin1Char('0'))
        .toStdString();
}

// A world of a few resources that change a lot.
std::vector<ItemSketch> randomHistory(unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&](unsigned limit) {
        return static_cast<unsigned>(random() % limit);
    };
    const auto idOf = [&](const std::string& type) -> std::string {
        if (type == kRole)
            return "AROA00000000000000000" + std::to_string(below(2));
        const std::string prefix = type == kInstance ? "i-" : type == kVpc ? "vpc-" : "sg-";
        return below(3) == 0 ? prefix + "0a1b2c3d" : prefix + std::to_string(below(2));
    };
    const std::array types{kInstance, kVpc, kGroup, kRole};
    const std::array labels{"Is attached to ", "Is contained in Vpc", "Contains Instance",
                            "Is associated with ", "Feeds"};
    std::vector<ItemSketch> items;
    for (unsigned n = 20 + below(40); n > 0; --n) {
        ItemSketch item;
        item.type = types[below(4)];
        item.id = idOf(item.type);
        item.account = below(3) ? "111111111111" : "222222222222";
        item.region = item.type == kRole ? "global" : below(3) ? "us-east-1" : "eu-west-1";
        item.time = timeText(static_cast<int>(below(40)));
        item.status = below(8) == 0 ? "ResourceDeleted"
            : below(10) == 0        ? "ResourceNotRecorded"
                                    : "OK";
        if (item.type == kRole)
            item.rest += ",'resourceName':'r" + std::to_string(below(2)) + "'";
        std::vector<std::string> relations;
        for (unsigned k = below(4); k > 0; --k) {
            const std::string& type = types[below(4)];
            if (type == kRole && below(2))
                relations.push_back(
                    relationText(labels[below(5)], type, {}, "r" + std::to_string(below(3))));
            else
                relations.push_back(relationText(labels[below(5)], type, idOf(type)));
        }
        item.rest += relationsText(relations);
        if (item.type == kInstance && below(3))
            item.rest += ",'configuration':{'vpcId':'" + idOf(kVpc)
                + "','securityGroups':[{'groupId':'" + idOf(kGroup) + "'}]}";
        if (item.type == kGroup && below(2))
            item.rest += ",'configuration':{'ipPermissions':[{'userIdGroupPairs':[{'groupId':'"
                + idOf(kGroup) + "'}]}]}";
        // State ids make the order of items of one second certain.
        item.rest += ",'configurationStateId':" + std::to_string(1000 + items.size());
        items.push_back(item);
    }
    return items;
}

QStringList asList(const std::set<std::string>& texts)
{
    QStringList list;
    for (const std::string& text : texts)
        list << QString::fromStdString(text);
    return list;
}

QStringList nodesOf(const TemporalGraph& graph, const ShownGraph& shown)
{
    QStringList list;
    for (const ShownNode& node : shown.nodes) {
        QString text = nodeText(graph, node.node) + u" %1"_s.arg(node.depth);
        if (node.hidden > 0)
            text += u" +%1"_s.arg(node.hidden);
        list << text;
    }
    return list;
}

// i-0 … i-n in a row, each attached to the next.
std::vector<ItemSketch> row(int count)
{
    std::vector<ItemSketch> items;
    for (int i = 0; i < count; ++i)
        items.push_back({.id = "i-" + std::to_string(i),
                         .rest = i + 1 < count ? relationsText({relationText(
                                     "Is attached to ", kInstance, "i-" + std::to_string(i + 1))})
                                               : std::string()});
    return items;
}

} // namespace

class GraphViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theGraphIsThePlainFoldOfTheItems()
    {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            const auto resources = resourcesOf({randomHistory(seed)});
            const auto graph = graphOf(resources);
            QCOMPARE(graph->checkInvariants(), std::string());
            const Oracle oracle(*resources);
            for (int second = 0; second < 42; second += 1 + static_cast<int>(seed % 4)) {
                const std::int64_t at = momentNs("2026-03-01T00:00:00Z") + second * 1'000'000'000LL;
                for (const GraphFilter& filter :
                     {GraphFilter{}, GraphFilter{.derived = false, .dangling = false},
                      GraphFilter{.deleted = true}}) {
                    const auto wanted = asList(oracle.edgesAt(at, filter));
                    const auto found = asList(graphEdges(*graph, at, filter));
                    if (wanted != found)
                        qWarning("seed %u, second %d", seed, second);
                    QCOMPARE(found, wanted);
                }
            }
        }
    }

    void theNumberOfThreadsMakesNoDifference()
    {
        std::vector<ItemSketch> items;
        for (unsigned seed = 1; seed <= 12; ++seed) {
            for (ItemSketch item : randomHistory(seed)) {
                item.account = std::to_string(seed) + item.account;
                items.push_back(item);
            }
        }
        const auto resources = resourcesOf({items});
        const auto one = graphOf(resources, 1);
        const auto four = graphOf(resources, 4);
        QCOMPARE(one->edges().size(), four->edges().size());
        QVERIFY(one->edges().size() > 100);
        for (std::uint32_t i = 0; i < one->nodes().size(); ++i)
            QCOMPARE(nodeKey(*one, NodeNo(i)), nodeKey(*four, NodeNo(i)));
        for (std::uint32_t i = 0; i < one->edges().size(); ++i) {
            const EdgeNo no(i);
            QCOMPARE(test::edgeText(*one, {no}), test::edgeText(*four, {no}));
            QVERIFY(std::ranges::equal(one->spans(no), four->spans(no)));
        }
    }

    void whatChangesBetweenTwoMomentsIsWhatTheGraphsSay()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const auto graph = graphOf(resourcesOf({randomHistory(seed)}));
            const std::int64_t from = momentNs("2026-03-01T00:00:10Z");
            const std::int64_t to = momentNs("2026-03-01T00:00:30Z");
            std::map<std::uint32_t, std::string> wanted;
            const auto holdsAt = [&](std::int64_t at) {
                std::set<std::uint32_t> edges;
                for (const EdgeAt& edge : graphAt(*graph, at).edges)
                    edges.insert(edge.edge.value());
                return edges;
            };
            const auto before = holdsAt(from);
            const auto after = holdsAt(to);
            for (std::uint32_t i = 0; i < graph->edges().size(); ++i) {
                bool always = true;
                bool once = false;
                for (std::int64_t at = from; at <= to; at += 1'000'000'000) {
                    const bool holds = graph->statedAt(EdgeNo(i), at) != StatedBy::None;
                    always = always && holds;
                    once = once || holds;
                }
                if (before.contains(i) != after.contains(i))
                    wanted[i] = after.contains(i) ? "born" : "died";
                else if (before.contains(i) && !always)
                    wanted[i] = "reborn";
                else if (!before.contains(i) && once
                         && graph->statedAt(EdgeNo(i), from) == StatedBy::None
                         && graph->statedAt(EdgeNo(i), to) == StatedBy::None)
                    wanted[i] = "passed";
            }
            std::map<std::uint32_t, std::string> found;
            for (const EdgeChange& change : differEdges(*graph, from, to))
                found[change.edge.value()] = edgeChangeKey(change.kind);
            QCOMPARE(found, wanted);
        }
    }

    void nodesOfADifferenceAreThoseOfTheEstate()
    {
        const auto graph = graphOf(resourcesOf({randomHistory(3)}));
        const std::int64_t from = momentNs("2026-03-01T00:00:10Z");
        const std::int64_t to = momentNs("2026-03-01T00:00:30Z");
        const auto diff = differGraph(*graph, from, to, {}, JobContext());
        QVERIFY_OK(diff);
        QCOMPARE(diff->nodes, *differEstate(*graph->resources(), from, to, JobContext()));
        QCOMPARE(diff->edges, differEdges(*graph, from, to));
    }

    void neighboursComeByStepsWithTheirNumbers()
    {
        const auto graph = graphOf(row(6));
        const auto around = [&](std::uint32_t depth, std::uint32_t most = 400) {
            return nodesOf(
                *graph,
                neighbourhood(
                    *graph,
                    {.roots = {nodeCalled(*graph, "i-2")}, .depth = depth, .maxNodes = most}));
        };
        QCOMPARE(around(0), QStringList{u"EC2::Instance i-2 0 +2"_s});
        QCOMPARE(around(1),
                 (QStringList{u"EC2::Instance i-1 1 +1"_s, u"EC2::Instance i-2 0"_s,
                              u"EC2::Instance i-3 1 +1"_s}));
        QCOMPARE(around(9).size(), 6);
        // The nearest first.
        QCOMPARE(around(9, 3), around(1));
        const ShownGraph shown = neighbourhood(
            *graph, {.roots = {nodeCalled(*graph, "i-2")}, .depth = 2, .maxNodes = 3});
        QCOMPARE(shown.of, 6u);
        QCOMPARE(shown.wanted, 5u);
        QCOMPARE(shown.edges.size(), std::size_t{2});
    }

    void rootsAreShownWhateverTheyAre()
    {
        const auto graph = graphOf(row(6));
        const NodeNo first = nodeCalled(*graph, "i-0");
        const NodeNo last = nodeCalled(*graph, "i-5");
        const ShownGraph shown = neighbourhood(*graph,
                                               {.roots = {last, first, last},
                                                .depth = 1,
                                                .atNs = momentNs("2020-01-01T00:00:00Z"),
                                                .maxNodes = 1});
        QCOMPARE(shown.nodes.size(), std::size_t{2});
        QCOMPARE(shown.nodes[0].state, NodeState::NotYet);
        QCOMPARE(shown.of, 0u);
    }

    void hubsAreShownAndNotGoneOnFrom()
    {
        std::vector<std::string> relations;
        for (int i = 0; i < 100; ++i)
            relations.push_back(
                relationText("Contains Instance", kInstance, "i-" + std::to_string(i)));
        const auto graph = graphOf(
            std::vector<ItemSketch>{{.id = "vpc-1", .rest = relationsText(relations), .type = kVpc},
                                    {.id = "i-0"},
                                    {.id = "i-1"}});
        const ShownGraph shown = neighbourhood(
            *graph, {.roots = {nodeCalled(*graph, "i-0")}, .depth = 3, .maxFanOut = 60});
        QCOMPARE(nodesOf(*graph, shown),
                 (QStringList{u"EC2::Instance i-0 0"_s, u"EC2::VPC vpc-1 1 +99"_s}));
        // As a root it is.
        QCOMPARE(neighbourhood(*graph, {.roots = {nodeCalled(*graph, "vpc-1")}, .depth = 1})
                     .nodes.size(),
                 std::size_t{101});
    }

    void chosenNodesAreShownWithTheEdgesAmongThem()
    {
        const auto graph = graphOf(row(4));
        const auto call = [&](const char* id) {
            return nodeCalled(*graph, id);
        };
        const ShownGraph shown =
            shownGraph(*graph, {call("i-3"), call("i-0"), call("i-2"), call("i-0")}, kEndOfExport);
        QCOMPARE(nodesOf(*graph, shown),
                 (QStringList{u"EC2::Instance i-0 0 +1"_s, u"EC2::Instance i-2 0 +1"_s,
                              u"EC2::Instance i-3 0"_s}));
        QCOMPARE(shown.edges.size(), std::size_t{1});
    }

    // Whatever is shown: every neighbour of a node is an end of an edge of it, or hidden.
    void shownAndHiddenNeighboursAreAll()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const auto graph = graphOf(resourcesOf({randomHistory(seed)}));
            const std::int64_t at = momentNs("2026-03-01T00:00:25Z");
            const GraphAt all = graphAt(*graph, at);
            if (all.nodes.empty())
                continue;
            const ShownGraph shown = neighbourhood(
                *graph, {.roots = {all.nodes.front()}, .depth = 2, .atNs = at, .maxNodes = 5});
            QCOMPARE(shown.of, static_cast<std::uint32_t>(all.nodes.size()));
            for (const ShownNode& node : shown.nodes) {
                std::set<NodeNo> around;
                for (const Neighbour& n : neighbours(*graph, node.node, at))
                    around.insert(n.node);
                std::set<NodeNo> byEdges;
                for (const EdgeAt& edge : shown.edges) {
                    const GraphEdge& e = graph->edge(edge.edge);
                    if (e.from == node.node || e.to == node.node)
                        byEdges.insert(graph->otherEnd(edge.edge, node.node));
                }
                QCOMPARE(byEdges.size() + node.hidden, around.size());
            }
        }
    }

    void aPathIsAShortestOne()
    {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const auto graph = graphOf(resourcesOf({randomHistory(seed)}));
            const std::int64_t at = momentNs("2026-03-01T00:00:25Z");
            const GraphAt all = graphAt(*graph, at);
            // Steps between any two, by trying all in the middle.
            std::map<std::pair<NodeNo, NodeNo>, int> steps;
            const auto stepsOf = [&](NodeNo a, NodeNo b) {
                const auto it = steps.find({a, b});
                return a == b ? 0 : it == steps.end() ? 1000 : it->second;
            };
            for (const EdgeAt& edge : all.edges) {
                const GraphEdge& e = graph->edge(edge.edge);
                steps[{e.from, e.to}] = 1;
                steps[{e.to, e.from}] = 1;
            }
            for (const NodeNo k : all.nodes) {
                for (const NodeNo i : all.nodes) {
                    for (const NodeNo j : all.nodes) {
                        if (stepsOf(i, k) + stepsOf(k, j) < stepsOf(i, j))
                            steps[{i, j}] = stepsOf(i, k) + stepsOf(k, j);
                    }
                }
            }
            for (const NodeNo from : all.nodes) {
                for (const NodeNo to : all.nodes) {
                    const auto path = pathBetween(*graph, from, to, at);
                    QCOMPARE(path.has_value(), stepsOf(from, to) < 1000);
                    if (!path)
                        continue;
                    QCOMPARE(static_cast<int>(path->size()), stepsOf(from, to));
                    NodeNo here = from;
                    for (const Neighbour& step : *path) {
                        QVERIFY(graph->statedAt(step.edge.edge, at) != StatedBy::None);
                        QCOMPARE(graph->otherEnd(step.edge.edge, here), step.node);
                        here = step.node;
                    }
                    QCOMPARE(here, to);
                }
            }
        }
    }

    void momentsAreWhenSomethingChanges()
    {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const auto graph = graphOf(resourcesOf({randomHistory(seed)}));
            const auto all = moments(*graph);
            QVERIFY(std::ranges::is_sorted(all));
            QVERIFY(std::ranges::adjacent_find(all) == all.end());
            const std::set<std::int64_t> known(all.begin(), all.end());
            GraphAt before;
            for (int half = 0; half < 84; ++half) {
                const std::int64_t at = momentNs("2026-03-01T00:00:00Z") + half * 500'000'000LL;
                const GraphAt now = graphAt(*graph, at);
                if (now != before)
                    QVERIFY(known.contains(at));
                before = now;
            }
        }
    }

    void momentsOfSomeNodesAreThoseOfTheirItemsAndEdges()
    {
        const std::string attached =
            relationsText({relationText("Is attached to ", kInstance, "i-2")});
        const auto graph = graphOf({{.id = "i-1", .time = "2026-03-01T00:00:00Z", .rest = attached},
                                    {.id = "i-1", .time = "2026-03-02T00:00:00Z"},
                                    {.id = "i-2", .time = "2026-03-03T00:00:00Z"},
                                    {.id = "i-3", .time = "2026-03-04T00:00:00Z"}});
        const std::array one{nodeCalled(*graph, "i-2")};
        QCOMPARE(momentsOf(*graph, one), std::vector{momentNs("2026-03-03T00:00:00Z")});
        const std::array two{nodeCalled(*graph, "i-1"), nodeCalled(*graph, "i-2")};
        QCOMPARE(momentsOf(*graph, two).size(), std::size_t{3});
        QCOMPARE(moments(*graph).size(), std::size_t{4});
    }

    void theEvidenceIsTheItemOfThatMoment()
    {
        const std::string attached =
            relationsText({relationText("Is attached to ", kInstance, "i-2")});
        const auto graph = graphOf({{.id = "i-1", .time = "2026-03-01T00:00:00Z", .rest = attached},
                                    {.id = "i-1", .time = "2026-03-02T00:00:00Z", .rest = attached},
                                    {.id = "i-2", .time = "2026-03-01T00:00:00Z"}});
        const auto evidence = evidenceAt(*graph, EdgeNo(0), momentNs("2026-03-02T12:00:00Z"));
        QCOMPARE(evidence.size(), std::size_t{1});
        QCOMPARE(graph->nodeOf(evidence[0].teller), nodeCalled(*graph, "i-1"));
        QCOMPARE(evidence[0].item, 1u);
        QCOMPARE(evidenceAt(*graph, EdgeNo(0), 0).size(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(GraphViewTest)
#include "tst_graphview.moc"
