// Which part of a graph a question is about, and when that changes.
#include "model/workspace/graphquestion.h"
#include "tests/support/smallnetwork.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace trailloupe;
using namespace trailloupe::workspace;
using config::NodeNo;
using test::SmallNetwork;

namespace {

std::shared_ptr<const config::TemporalGraph> graphOf(const std::vector<test::ItemSketch>& items)
{
    const auto resources = test::resourcesOf({items});
    auto made = config::TemporalGraph::make(resources, JobContext(), 1);
    return made ? *made : nullptr;
}

NodeNo node(const config::TemporalGraph& graph, std::string_view id)
{
    for (std::uint32_t i = 0; i < graph.nodes().size(); ++i) {
        if (graph.node(NodeNo(i)).id == id)
            return NodeNo(i);
    }
    return {};
}

// Ids that are shown, in order.
QString shown(const config::TemporalGraph& graph, const GraphQuestion& question)
{
    QStringList ids;
    for (const auto& each : partOf(graph, question).shown.nodes)
        ids << QString::fromStdString(std::string(graph.node(each.node).id));
    ids.sort();
    return ids.join(u' ');
}

std::uint32_t hiddenAround(const config::TemporalGraph& graph, const GraphQuestion& question,
                           std::string_view id)
{
    for (const auto& each : partOf(graph, question).shown.nodes) {
        if (graph.node(each.node).id == id)
            return each.hidden;
    }
    return ~0u;
}

// A graph of hubs and chains, by a seed.
std::vector<test::ItemSketch> someItems(unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<test::ItemSketch> items;
    for (int i = 0; i < 60; ++i) {
        std::vector<std::string> relations;
        for (unsigned k = 0; k < random() % 4; ++k)
            relations.push_back(SmallNetwork::relation("Is associated with ", "T::T::T",
                                                       "r" + std::to_string(random() % 70)));
        if (random() % 3 == 0)
            relations.push_back(SmallNetwork::relation("Is associated with ", "T::T::T", "r0"));
        const auto hour = static_cast<int>(random() % 5);
        items.push_back(SmallNetwork::item(hour, "T::T::T", "r" + std::to_string(i), "OK",
                                           SmallNetwork::related(relations)));
        if (random() % 4 == 0)
            items.push_back(SmallNetwork::item(hour + 3, "T::T::T", "r" + std::to_string(i),
                                               "ResourceDeleted", {}));
    }
    return items;
}

} // namespace

class TestGraphQuestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void depthGoesOnFromTheRoot()
    {
        const auto graph = graphOf(SmallNetwork::items());
        QVERIFY(graph);
        GraphQuestion question{.roots = {node(*graph, "i-1")}, .depth = 0};
        question.atNs = SmallNetwork::at(3);
        QCOMPARE(shown(*graph, question), QStringLiteral("i-1"));
        question.depth = 1;
        QCOMPARE(shown(*graph, question),
                 QStringLiteral("AROASERVER eni-1 i-1 sg-1 subnet-1 vol-gone vpc-1"));
        QCOMPARE(hiddenAround(*graph, question, "sg-1"), 1u); // i-2
        question.filter.dangling = false;
        question.filter.derived = false;
        QCOMPARE(shown(*graph, question), QStringLiteral("eni-1 i-1 sg-1 subnet-1 vpc-1"));
        question.depth = 2;
        QCOMPARE(shown(*graph, question),
                 QStringLiteral("eni-1 i-1 i-2 igw-1 rtb-1 sg-1 subnet-1 subnet-2 vpc-1"));
    }

    void whatIsShownIsAsOfTheMoment()
    {
        const auto graph = graphOf(SmallNetwork::items());
        GraphQuestion question{.roots = {node(*graph, "sg-1")}};
        question.atNs = SmallNetwork::at(1);
        QCOMPARE(shown(*graph, question), QStringLiteral("eni-1 i-1 sg-1 vpc-1"));
        question.atNs = SmallNetwork::at(2);
        QCOMPARE(shown(*graph, question), QStringLiteral("eni-1 i-1 i-2 sg-1 vpc-1"));
        question.atNs = SmallNetwork::at(7);
        QCOMPARE(shown(*graph, question), QStringLiteral("i-2 sg-1 vpc-1"));
        // With a moment to compare with, both.
        question.beforeNs = SmallNetwork::at(1);
        QCOMPARE(shown(*graph, question), QStringLiteral("eni-1 i-1 i-2 sg-1 vpc-1"));
        // A root is shown even where it is not there yet.
        question = {.roots = {node(*graph, "i-2")}};
        question.atNs = SmallNetwork::at(1);
        QCOMPARE(shown(*graph, question), QStringLiteral("i-2"));
        const auto part = partOf(*graph, question).shown;
        QVERIFY(part.nodes.size() <= part.of);
    }

    void openedClosedKeptAndHiddenCount()
    {
        const auto graph = graphOf(SmallNetwork::items());
        GraphQuestion question{.roots = {node(*graph, "i-2")}};
        question.atNs = SmallNetwork::at(3);
        QCOMPARE(shown(*graph, question), QStringLiteral("i-2 sg-1 subnet-2 vpc-1"));
        question.expanded = {node(*graph, "sg-1")};
        QCOMPARE(shown(*graph, question), QStringLiteral("eni-1 i-1 i-2 sg-1 subnet-2 vpc-1"));
        // What was reached only through it goes with it.
        question.hidden = {node(*graph, "sg-1")};
        QCOMPARE(shown(*graph, question), QStringLiteral("i-2 subnet-2 vpc-1"));
        question.hidden.clear();
        question.closed = {node(*graph, "i-2")};
        QCOMPARE(shown(*graph, question), QStringLiteral("i-2"));
        question.kept = {node(*graph, "sg-1"), node(*graph, "lonely")};
        QCOMPARE(shown(*graph, question), QStringLiteral("eni-1 i-1 i-2 lonely sg-1 vpc-1"));
    }

    // A path through the picture, say, that leads over what is there in steps too.
    void whatIsKeptTakesNothingAway()
    {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            const auto graph = graphOf(someItems(seed));
            QVERIFY(graph);
            std::mt19937 random(seed);
            GraphQuestion question;
            question.roots = {node(*graph, "r0")};
            question.depth = 1 + static_cast<std::uint32_t>(random() % 3);
            question.most = 1000;
            std::set<NodeNo> before;
            for (const auto& each : partOf(*graph, question).shown.nodes)
                before.insert(each.node);
            for (int i = 0; i < 5; ++i)
                question.kept.push_back(
                    NodeNo(static_cast<std::uint32_t>(random() % graph->nodes().size())));
            std::set<NodeNo> after;
            for (const auto& each : partOf(*graph, question).shown.nodes)
                after.insert(each.node);
            QVERIFY(std::ranges::includes(after, before));
            for (const NodeNo kept : question.kept)
                QVERIFY(after.contains(kept));
        }
    }

    void thereAreNeverMoreThanAskedForAndItIsKnownHowMany()
    {
        const auto graph = graphOf(SmallNetwork::items());
        GraphQuestion question{.roots = {node(*graph, "vpc-1")}, .depth = 3};
        const auto all = partOf(*graph, question).shown;
        QCOMPARE(std::size_t{all.wanted}, all.nodes.size());
        for (std::uint32_t most = 0; most < 6; ++most) {
            question.most = most;
            const auto some = partOf(*graph, question).shown;
            QCOMPARE(some.nodes.size(), std::size_t{std::max(most, 1u)}); // the root always
            QCOMPARE(some.wanted, all.wanted);
            QCOMPARE(some.of, all.of);
        }
    }

    // Against what the numbers mean.
    void numbersAreTrue()
    {
        for (unsigned seed = 1; seed <= 12; ++seed) {
            const auto graph = graphOf(someItems(seed));
            QVERIFY(graph);
            std::mt19937 engine(seed);
            const auto random = [&engine] {
                return static_cast<unsigned>(engine());
            };
            GraphQuestion question{.roots = {NodeNo(random() % 20)}, .depth = random() % 4};
            question.most = 5 + random() % 60;
            question.atNs = SmallNetwork::at(static_cast<int>(random() % 9));
            if (random() % 2)
                question.beforeNs = question.atNs - 2 * SmallNetwork::kHourNs;
            question.filter.dangling = random() % 2;
            question.filter.deleted = random() % 2;
            const auto part = partOf(*graph, question);
            std::set<NodeNo> nodes;
            for (const auto& each : part.shown.nodes)
                nodes.insert(each.node);
            // Edges of either moment among what is shown, all of them.
            std::set<config::EdgeNo> edges;
            std::set<NodeNo> all = nodes;
            std::vector<std::int64_t> moments{question.atNs};
            if (question.beforeNs)
                moments.push_back(*question.beforeNs);
            std::map<NodeNo, std::set<NodeNo>> around;
            for (const std::int64_t at : moments) {
                const auto whole = graphAt(*graph, at, question.filter);
                all.insert(whole.nodes.begin(), whole.nodes.end());
                for (const auto& edge : whole.edges) {
                    const auto& ends = graph->edge(edge.edge);
                    around[ends.from].insert(ends.to);
                    around[ends.to].insert(ends.from);
                    if (nodes.contains(ends.from) && nodes.contains(ends.to))
                        edges.insert(edge.edge);
                }
            }
            QCOMPARE(std::size_t{part.shown.of}, all.size());
            QCOMPARE(part.shown.edges.size(), edges.size());
            for (const auto& each : part.shown.nodes) {
                std::size_t hidden = 0;
                for (const NodeNo other : around[each.node])
                    hidden += other != each.node && !nodes.contains(other);
                QCOMPARE(std::size_t{each.hidden}, hidden);
            }
        }
    }

    void ofOneMomentItIsTheNeighbourhoodOfTheGraph()
    {
        for (unsigned seed = 1; seed <= 12; ++seed) {
            const auto graph = graphOf(someItems(seed));
            const GraphQuestion question{
                .roots = {NodeNo(seed)}, .depth = seed % 4, .atNs = SmallNetwork::at(4)};
            const auto part = partOf(*graph, question).shown;
            const auto same = neighbourhood(*graph,
                                            {.roots = question.roots,
                                             .depth = question.depth,
                                             .atNs = question.atNs,
                                             .maxFanOut = GraphQuestion::kMostFanOut,
                                             .filter = question.filter});
            QCOMPARE(part.nodes.size(), same.nodes.size());
            for (std::size_t i = 0; i < part.nodes.size(); ++i) {
                QVERIFY(part.nodes[i].node == same.nodes[i].node);
                QVERIFY(part.nodes[i].state == same.nodes[i].state);
                QCOMPARE(part.nodes[i].hidden, same.nodes[i].hidden);
                QCOMPARE(part.nodes[i].depth, same.nodes[i].depth);
            }
            QVERIFY(part.edges == same.edges);
        }
    }

    void aHubIsGoneOnFromOnlyWhenAsked()
    {
        std::vector<test::ItemSketch> items{
            SmallNetwork::item(0, "T::T::T", "hub", "OK", ",'configuration':{}")};
        for (int i = 0; i < 70; ++i)
            items.push_back(SmallNetwork::item(0, "T::T::T", "r" + std::to_string(i), "OK",
                                               SmallNetwork::related({SmallNetwork::relation(
                                                   "Is associated with ", "T::T::T", "hub")})));
        const auto graph = graphOf(items);
        GraphQuestion question{.roots = {node(*graph, "r7")}, .depth = 2};
        QCOMPARE(shown(*graph, question), QStringLiteral("hub r7"));
        QCOMPARE(hiddenAround(*graph, question, "hub"), 69u);
        question.expanded = {node(*graph, "hub")};
        QCOMPARE(partOf(*graph, question).shown.nodes.size(), std::size_t{71});
        question = {.roots = {node(*graph, "hub")}};
        QCOMPARE(partOf(*graph, question).shown.nodes.size(), std::size_t{71});
    }

    void changesOfWhatIsShownAreKnown()
    {
        const auto graph = graphOf(SmallNetwork::items());
        GraphQuestion question{.roots = {node(*graph, "sg-1")}};
        question.atNs = SmallNetwork::at(1);
        const auto hours = [&](std::uint32_t depth) {
            question.depth = depth;
            QStringList text;
            for (const auto ns : changeMoments(*graph, partOf(*graph, question), question.filter))
                text << QString::number((ns - SmallNetwork::kBeginNs) / SmallNetwork::kHourNs);
            return text.join(u' ');
        };
        QCOMPARE(hours(0), QStringLiteral("0 4 8"));
        // i-2 comes at 2; the bucket of 1 has nothing to do with it.
        QCOMPARE(hours(1), QStringLiteral("0 2 4 6 8"));
    }
};

QTEST_GUILESS_MAIN(TestGraphQuestion)
#include "tst_graphquestion.moc"
