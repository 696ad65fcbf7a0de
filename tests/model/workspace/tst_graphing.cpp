// What the Graph page asks for, and when; and the answers about it.
#include "model/workspace/graphasking.h"
#include "model/workspace/graphing.h"
#include "tests/support/busythreads.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/smallnetwork.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using config::NodeNo;
using test::SmallNetwork;

namespace {

struct World : test::OpenWorld
{
    explicit World(const std::vector<test::ItemSketch>& more = {})
        : estate(more)
    {
        graphing.setActive(true);
        opened = openAndWait(estate.path()) && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor(
            [this] {
                return jobs.isIdle() && !graphing.isRunning() && !asking.isStepping()
                    && !asking.isComparing();
            },
            20'000);
    }
    NodeNo node(std::string_view id) const
    {
        const auto& graph = *graphing.graph();
        for (std::uint32_t i = 0; i < graph.nodes().size(); ++i) {
            if (graph.node(NodeNo(i)).id == id)
                return NodeNo(i);
        }
        return {};
    }
    config::ResourceNo resource(std::string_view id) const
    {
        return graphing.graph()->node(node(id)).resource;
    }
    bool select(std::string_view id)
    {
        investigation.selectResource(resource(id));
        return settle();
    }
    bool isShown(std::string_view id) const { return graphing.picture()->isShown(node(id)); }
    QPointF placeOf(std::string_view id) const
    {
        const auto end = *graphing.picture()->endOf(node(id));
        const auto& layout = graphing.picture()->layout;
        const auto& rect = end.isBox ? layout.boxes[end.index] : layout.nodes[end.index];
        return {rect.x, rect.y};
    }

    SmallNetwork estate;
    Graphing graphing{workspace, investigation, jobs};
    GraphAsking asking{graphing, investigation, jobs};
    bool opened = false;
};

} // namespace

class TestGraphing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingIsMadeWhileNobodyLooks()
    {
        const SmallNetwork estate;
        test::OpenWorld world;
        Graphing graphing(world.workspace, world.investigation, world.jobs);
        QVERIFY(world.openAndWait(estate.path()));
        QVERIFY(!graphing.graph() && !graphing.isRunning());
        graphing.setActive(true);
        QVERIFY(graphing.isMakingGraph());
        QVERIFY(QTest::qWaitFor([&] { return !graphing.isRunning(); }, 20'000));
        QVERIFY(graphing.graph());
        QVERIFY(!graphing.picture()); // of nothing
        QCOMPARE(graphing.connected().size(), Graphing::kConnected - 1); // there are no more
        const auto first = graphing.connected().front();
        QCOMPARE(std::string(graphing.graph()->node(first.node).id), std::string("vpc-1"));
    }

    void anExportWithoutItemsHasNoGraph()
    {
        const test::SmallExport small(1, 10);
        test::OpenWorld world;
        Graphing graphing(world.workspace, world.investigation, world.jobs);
        graphing.setActive(true);
        QVERIFY(world.openAndWait(small.path()));
        QVERIFY(!graphing.graph() && !graphing.isRunning() && !graphing.error());
    }

    void theSelectedResourceBeginsAPicture()
    {
        World w;
        w.investigation.setMoment(SmallNetwork::at(3));
        QVERIFY(w.opened && w.select("i-1"));
        QVERIFY(w.graphing.picture());
        QVERIFY(w.graphing.question().roots == std::vector{w.node("i-1")});
        QVERIFY(w.isShown("sg-1") && w.isShown("vol-gone"));
        // One that is shown already is no reason for another picture.
        QSignalSpy made(&w.graphing, &Graphing::pictureChanged);
        w.investigation.setMoment(SmallNetwork::at(3));
        QVERIFY(w.settle());
        made.clear();
        QVERIFY(w.select("sg-1"));
        QCOMPARE(made.size(), 0);
        QVERIFY(w.graphing.question().roots == std::vector{w.node("i-1")});
        QVERIFY(w.select("lonely"));
        QVERIFY(w.graphing.question().roots == std::vector{w.node("lonely")});
        QCOMPARE(w.graphing.picture()->shown().nodes.size(), std::size_t{1});
        // Nothing selected: the picture stays.
        w.investigation.selectResource(std::nullopt);
        QVERIFY(w.settle());
        QVERIFY(w.isShown("lonely"));
    }

    void aMomentMakesAnotherPictureAndKeepsPlaces()
    {
        World w;
        w.investigation.setMoment(SmallNetwork::at(1));
        QVERIFY(w.opened && w.select("sg-1"));
        QVERIFY(w.isShown("i-1") && !w.isShown("i-2"));
        const QPointF before = w.placeOf("i-1") - w.placeOf("sg-1");
        w.investigation.setMoment(SmallNetwork::at(3));
        QVERIFY(w.settle());
        QVERIFY(w.isShown("i-1") && w.isShown("i-2"));
        QVERIFY(w.graphing.picture()->shift.has_value());
        const QPointF after = w.placeOf("i-1") - w.placeOf("sg-1");
        QVERIFY((after - before).manhattanLength() < 0.01);
        // The same again: nothing is drawn anew.
        QSignalSpy made(&w.graphing, &Graphing::pictureChanged);
        w.investigation.setMoment(SmallNetwork::at(3));
        w.graphing.setDepth(w.graphing.question().depth);
        QVERIFY(w.settle());
        QCOMPARE(made.size(), 0);
    }

    void severalQuestionsOfOneTurnMakeOnePicture()
    {
        World w;
        QVERIFY(w.opened && w.select("i-2"));
        QSignalSpy made(&w.graphing, &Graphing::pictureChanged);
        w.graphing.setDepth(2);
        w.graphing.setExpanded(w.node("sg-1"), true);
        w.investigation.setMoment(SmallNetwork::at(5));
        QVERIFY(w.graphing.isRunning());
        QVERIFY(w.settle());
        QCOMPARE(made.size(), 1);
        QVERIFY(w.graphing.picture()->question == w.graphing.question());
    }

    void aSupersededPictureIsNeverSeen()
    {
        World w;
        QVERIFY(w.opened && w.select("i-2"));
        QSignalSpy made(&w.graphing, &Graphing::pictureChanged);
        w.graphing.setDepth(3);
        QCoreApplication::processEvents(); // it has begun
        w.graphing.setDepth(2);
        QVERIFY(w.settle());
        QCOMPARE(w.graphing.picture()->question.depth, 2u);
        QVERIFY(made.size() <= 2);
    }

    void aCancelledPictureLeavesTheOneBefore()
    {
        World w;
        QVERIFY(w.opened && w.select("i-2"));
        const GraphPicturePtr before = w.graphing.picture();
        // Before it is done: every thread waits until then.
        test::BusyThreads busy(w.jobs);
        const auto begun = connect(&w.jobs, &JobRunner::runningChanged, this,
                                   [&](const QString& slot, bool running) {
                                       if (slot == QStringLiteral("graph") && running) {
                                           w.graphing.cancel();
                                           busy.release();
                                       }
                                   });
        w.graphing.setDepth(3);
        QVERIFY(w.settle());
        disconnect(begun);
        QVERIFY(w.graphing.error() && w.graphing.error()->kind == Error::Kind::Cancelled);
        QVERIFY(w.graphing.picture() == before);
        w.graphing.tryAgain();
        QVERIFY(w.settle());
        QVERIFY(!w.graphing.error());
        QCOMPARE(w.graphing.picture()->question.depth, 3u);
    }

    void whatIsTooLargeIsSaidAndLeavesTheOneBefore()
    {
        std::vector<test::ItemSketch> many;
        for (int i = 0; i < 300; ++i)
            many.push_back(SmallNetwork::item(
                0, "AWS::EC2::Volume", "vol-" + std::to_string(i), "OK",
                SmallNetwork::related(
                    {SmallNetwork::relation("Is contained in ", "AWS::EC2::VPC", "vpc-1")})));
        World w(many);
        QVERIFY(w.opened && w.select("vpc-1"));
        QCOMPARE(w.graphing.picture()->shown().nodes.size(),
                 std::size_t{w.graphing.picture()->shown().wanted});
        w.graphing.setMost(100);
        QVERIFY(w.settle());
        QCOMPARE(w.graphing.picture()->shown().nodes.size(), std::size_t{100});
        QVERIFY(w.graphing.picture()->shown().wanted > 300);
        QCOMPARE(w.graphing.picture()->shown().of,
                 countsAt(*w.graphing.graph(), config::kEndOfExport, w.graphing.question().filter)
                     .nodes);
    }

    void collapsedGroupsCarryCountsAndKnowWhatIsInThem()
    {
        World w;
        w.investigation.setMoment(SmallNetwork::at(3));
        w.graphing.setGrouping({.by = config::GroupBy::Type});
        QVERIFY(w.opened && w.select("sg-1"));
        const auto& before = w.graphing.picture()->scene;
        const auto box =
            std::ranges::find(before.boxes, std::string("EC2::Instance"), &config::SceneBox::title);
        QVERIFY(box != before.boxes.end());
        QCOMPARE(box->members, 2u);
        w.graphing.setCollapsed(box->key, true);
        QVERIFY(w.settle());
        const auto one = w.graphing.picture()->endOf(w.node("i-1"));
        const auto two = w.graphing.picture()->endOf(w.node("i-2"));
        QVERIFY(one && two && *one == *two && !one->isBox);
        const auto& group = w.graphing.picture()->scene.nodes[one->index];
        QVERIFY(group.kind == config::SceneNode::Kind::Group);
        QCOMPARE(group.members, 2u);
        QVERIFY(*w.graphing.picture()->endOf(w.node("sg-1")) != *one);
        // How many are shown does not depend on how they are drawn.
        QCOMPARE(w.graphing.picture()->shown().nodes.size(), std::size_t{5});
    }

    void aNetworkIsItsBox()
    {
        World w;
        w.graphing.setGrouping({.by = config::GroupBy::Subnet});
        QVERIFY(w.opened && w.select("i-2"));
        for (const char* id : {"vpc-1", "subnet-2"}) {
            const auto end = w.graphing.picture()->endOf(w.node(id));
            QVERIFY2(end && end->isBox, id);
        }
        // One that is only a box around what is shown can be selected without another picture.
        w.graphing.setDepth(0);
        QVERIFY(w.settle());
        QCOMPARE(w.graphing.picture()->shown().nodes.size(), std::size_t{1});
        QVERIFY(w.graphing.picture()->endOf(w.node("vpc-1")));
        QVERIFY(w.select("vpc-1"));
        QVERIFY(w.graphing.question().roots == std::vector{w.node("i-2")});
    }

    void everyShownNodeIsSomewhere()
    {
        World w;
        w.graphing.setDepth(4);
        QVERIFY(w.opened && w.select("i-2"));
        for (const auto by :
             {config::GroupBy::None, config::GroupBy::Account, config::GroupBy::Region,
              config::GroupBy::Vpc, config::GroupBy::Subnet, config::GroupBy::Type}) {
            w.graphing.setGrouping({.by = by});
            QVERIFY(w.settle());
            config::Grouping closed{.by = by};
            for (const auto& box : w.graphing.picture()->scene.boxes)
                closed.collapsed.insert(box.key);
            for (const config::Grouping& grouping : {config::Grouping{.by = by}, closed}) {
                w.graphing.setGrouping(grouping);
                QVERIFY(w.settle());
                const auto& picture = *w.graphing.picture();
                std::uint32_t inGroups = 0;
                for (const auto& node : picture.scene.nodes)
                    inGroups += node.members;
                for (const auto& shown : picture.shown().nodes)
                    QVERIFY(picture.endOf(shown.node).has_value());
                QCOMPARE_EQ(inGroups > 0, !grouping.collapsed.empty());
            }
        }
    }

    void anotherExportForgetsEverything()
    {
        World w;
        QVERIFY(w.opened && w.select("i-1"));
        w.asking.compareWith(SmallNetwork::at(1));
        w.asking.findPath(w.node("i-1"), w.node("igw-1"));
        QVERIFY(w.settle());
        QVERIFY(w.asking.trail());
        const test::SmallExport small(1, 10);
        w.investigation.reset();
        QVERIFY(w.openAndWait(small.path()) && w.settle());
        QVERIFY(!w.graphing.graph() && !w.graphing.picture());
        QVERIFY(w.graphing.question().roots.empty());
        QVERIFY(!w.asking.trail() && !w.asking.comparedWith() && !w.asking.changes());
    }

    void whatHappenedSinceIsTold()
    {
        World w;
        QVERIFY(w.opened && w.select("sg-1"));
        QVERIFY(!w.isShown("i-1"));
        w.asking.compareWith(SmallNetwork::at(1));
        QVERIFY(w.settle());
        QVERIFY(w.isShown("i-1")); // gone since, so it is shown
        QVERIFY(w.asking.changes());
        std::map<std::string, std::string> happened;
        for (const auto& change : w.asking.changes()->nodes)
            happened[std::string(w.graphing.graph()->resources()->resource(change.resource).id)] =
                config::estateChangeKey(change.kind);
        QCOMPARE(happened.size(), std::size_t{4});
        QCOMPARE(happened["i-1"], std::string("died"));
        QCOMPARE(happened["eni-1"], std::string("died"));
        QCOMPARE(happened["i-2"], std::string("born"));
        QCOMPARE(happened["sg-1"], std::string("changed"));
        QVERIFY(w.asking.marks() == w.asking.changes().get());
        // A moment that is not before: nothing is told, and nothing of then is shown.
        w.investigation.setMoment(SmallNetwork::at(1));
        QVERIFY(w.settle());
        QVERIFY(!w.asking.canCompare() && !w.asking.changes());
        w.investigation.setMoment(std::nullopt);
        w.asking.compareWith(std::nullopt);
        QVERIFY(w.settle());
        QVERIFY(!w.asking.marks() && !w.isShown("i-1"));
    }

    void replayGoesFromChangeToChange()
    {
        World w;
        QVERIFY(w.opened && w.select("sg-1"));
        QList<int> hours;
        const auto hour = [&] {
            return static_cast<int>((*w.investigation.moment() - SmallNetwork::kBeginNs)
                                    / SmallNetwork::kHourNs);
        };
        while (!w.asking.endReached()) {
            w.asking.step(Direction::Earlier);
            QVERIFY(w.settle());
            if (!w.asking.endReached())
                hours << hour();
        }
        // 8 recorded the same again; 6 is of those that are shown only where they are shown: the
        // group was theirs until then.
        QCOMPARE(hours, (QList<int>{6, 4, 2, 0}));
        hours.clear();
        do {
            w.asking.step(Direction::Later);
            QVERIFY(w.settle());
            if (!w.asking.endReached())
                hours << hour();
            if (hours.size() == 1) {
                const auto& step = *w.asking.lastStep();
                QCOMPARE(step.diff.nodes.size(), std::size_t{1});
                QVERIFY(step.diff.nodes[0].resource == w.resource("i-2"));
                QVERIFY(!step.diff.edges.empty());
                QVERIFY(w.asking.marks() == &step.diff);
            }
        } while (!w.asking.endReached());
        QCOMPARE(hours, (QList<int>{2, 4, 6}));
        // At 6 what went then is still shown, as gone; at another moment the step is forgotten.
        QVERIFY(w.isShown("i-1"));
        w.investigation.setMoment(SmallNetwork::at(7));
        QVERIFY(w.settle());
        QVERIFY(!w.asking.lastStep() && !w.asking.marks() && !w.isShown("i-1"));
    }

    void aPathIsFoundAndShown()
    {
        World w;
        w.investigation.setMoment(SmallNetwork::at(3));
        QVERIFY(w.opened && w.select("i-2"));
        QVERIFY(!w.isShown("igw-1"));
        w.asking.findPath(w.node("i-2"), w.node("igw-1"));
        QVERIFY(w.settle());
        QVERIFY(w.asking.trail() && w.asking.trail()->path);
        QCOMPARE(w.asking.trail()->path->size(), std::size_t{2}); // over the VPC
        QVERIFY(w.isShown("igw-1"));
        for (const auto edge : w.asking.trail()->edges)
            QVERIFY(w.graphing.picture()->lineOf(edge));
        // There is none to what is related to nothing.
        w.asking.findPath(w.node("i-2"), w.node("lonely"));
        QVERIFY(w.settle());
        QVERIFY(w.asking.trail() && !w.asking.trail()->path);
        // It is as of the moment: before i-2 there is none.
        w.asking.findPath(w.node("i-2"), w.node("igw-1"));
        w.investigation.setMoment(SmallNetwork::at(1));
        QVERIFY(w.settle());
        QVERIFY(w.asking.trail() && !w.asking.trail()->path);
        w.asking.clearTrail();
        w.investigation.setMoment(SmallNetwork::at(3));
        QVERIFY(w.settle());
        QVERIFY(!w.asking.trail() && !w.isShown("igw-1"));
        // With another picture the path is given up.
        w.asking.findPath(w.node("i-2"), w.node("igw-1"));
        QVERIFY(w.settle());
        w.graphing.look(w.node("lonely"));
        QVERIFY(w.settle());
        QVERIFY(!w.asking.trail());
    }

    void whatReachesTheInternetIsAsOfTheMoment()
    {
        World w;
        w.investigation.setMoment(SmallNetwork::at(3));
        QVERIFY(w.opened && w.select("sg-1"));
        w.asking.findInternet(w.node("sg-1"));
        QVERIFY(w.settle());
        QVERIFY(w.asking.trail() && w.asking.trail()->reach.isRecorded);
        QVERIFY(w.asking.trail()->reach.rules.empty());
        w.investigation.setMoment(SmallNetwork::at(5));
        QVERIFY(w.settle());
        QCOMPARE(w.asking.trail()->reach.rules.size(), std::size_t{1});
        QVERIFY(!w.asking.trail()->edges.empty());
        QVERIFY(w.isShown("igw-1") && w.isShown("rtb-1"));
    }

    void resourcesAreFoundByWhatTheyAre()
    {
        World w;
        QVERIFY(w.opened && w.select("i-2"));
        const auto found = [&](const char* text) {
            w.asking.find(text);
            QStringList ids;
            if (!w.settle() || !w.asking.found())
                return ids;
            for (const NodeNo no : w.asking.found()->nodes)
                ids << QString::fromStdString(std::string(w.graphing.graph()->node(no).id));
            return ids;
        };
        QCOMPARE(found("sg-1"), QStringList{QStringLiteral("sg-1")});
        QCOMPARE(found("WEB-1"), QStringList{QStringLiteral("i-1")});
        // Both words; and the one that is shown before the other.
        QCOMPARE(found("instance ec2"),
                 (QStringList{QStringLiteral("i-2"), QStringLiteral("i-1")}));
        QCOMPARE(found("role/server"), QStringList{QStringLiteral("AROASERVER")});
        QCOMPARE(found("vol-gone"), QStringList{QStringLiteral("vol-gone")}); // not recorded
        QVERIFY(found("no such thing").isEmpty());
        QVERIFY(w.asking.found());
        w.asking.find({});
        QVERIFY(!w.asking.found());
    }
};

QTEST_GUILESS_MAIN(TestGraphing)
#include "tst_graphing.moc"
