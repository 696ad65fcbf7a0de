// Questions to a graph as of a moment, and between two, against plain folds of the items.
#include "model/config/graphdiff.h"
#include "tests/model/config/graphoracle.h"
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
            const test::GraphOracle oracle(*resources);
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
            QCOMPARE(static_cast<std::ptrdiff_t>(shown.ofDangling),
                     std::ranges::count_if(all.nodes, [&](NodeNo no) {
                         return graph->stateAt(no, at) == NodeState::Unknown
                             || graph->stateAt(no, at) == NodeState::NotYet;
                     }));
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
