// Which resources are stacked on the timeline, and what is found out about them.
#include "model/base/timestamp.h"
#include "model/workspace/resourcelinks.h"
#include "model/workspace/stacking.h"
#include "tests/model/config/configitems.h"
#include "tests/support/fixtures.h"
#include "tests/support/openworld.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using config::BlockChanges;
using config::ResourceNo;
using test::ItemSketch;

namespace {

std::string minute(int number)
{
    return formatEventTime(1'772'359'200 + number * 60); // 2026-03-01T10:00:00Z
}

// "many" has a state a minute, every other one a new one; "a" to "c" one each, minutes 0 to 2.
std::vector<ItemSketch> someItems()
{
    std::vector<ItemSketch> items{{.id = "a", .time = minute(0)},
                                  {.id = "b", .time = minute(1)},
                                  {.id = "c", .time = minute(2)},
                                  {.id = "c", .time = ""}};
    for (int i = 0; i < 300; ++i)
        items.push_back({.id = "many",
                         .time = minute(i),
                         .rest = ",'configuration':{'size':" + std::to_string(i / 2) + "}"});
    return items;
}

const std::string kStopped = "{'Records':[{'eventID':'s','eventTime':'" + minute(20)
    + "','eventName':'StopConfigurationRecorder','eventSource':'config.amazonaws.com',"
      "'awsRegion':'us-east-1','recipientAccountId':'111111111111',"
      "'userIdentity':{'type':'Root','accountId':'111111111111'},"
      "'requestParameters':{'configurationRecorderName':'default'}}]}";

struct World : test::OpenWorld
{
    explicit World(const std::vector<ItemSketch>& items = someItems())
    {
        test::writeFile(dir.path(), "items.json", test::historyText(items));
        test::writeFile(dir.path(), "events.json", test::quoted(kStopped));
        stacking.setActive(true);
        isOpen = openAndWait(dir.path());
    }
    ResourceNo no(const char* id) const { return workspace.resources()->withId(id).front(); }
    // Ids of all that is stacked, and of all lanes.
    QString ids() const
    {
        QStringList ids;
        for (const ResourceNo no : stacked.all())
            ids << idOf(no);
        return ids.join(u' ');
    }
    QString laneIds() const
    {
        QStringList ids;
        for (std::size_t i = 0; stacking.lanes() && i < stacking.lanes()->lanes.size(); ++i)
            ids << idOf(stacking.lanes()->lanes[i]->resource);
        return ids.join(u' ');
    }
    QString idOf(ResourceNo no) const
    {
        const std::string_view id = workspace.resources()->resource(no).id;
        return QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
    }

    QTemporaryDir dir;
    StackedResources stacked{workspace};
    Stacking stacking{workspace, stacked, jobs};
    bool isOpen = false;
};

} // namespace

class TestStacking : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void eachResourceIsThereOnceInItsOrder()
    {
        World w;
        QVERIFY(w.isOpen);
        QSignalSpy changed(&w.stacked, &StackedResources::changed);
        w.stacked.add(w.no("b"));
        w.stacked.add(std::vector{w.no("a"), w.no("b"), w.no("c")});
        QCOMPARE(w.ids(), QStringLiteral("b a c"));
        QCOMPARE(changed.size(), 2);
        w.stacked.add(w.no("a"));
        w.stacked.add(ResourceNo(99)); // no resource of the evidence
        w.stacked.add(ResourceNo());
        QCOMPARE(w.ids(), QStringLiteral("b a c"));
        QCOMPARE(changed.size(), 2);
        w.stacked.remove(w.no("a"));
        QCOMPARE(w.ids(), QStringLiteral("b c"));
        QVERIFY(!w.stacked.contains(w.no("a")) && w.stacked.contains(w.no("c")));
        w.stacked.remove(w.no("a"));
        QCOMPARE(changed.size(), 3);
        w.stacked.clear();
        w.stacked.clear();
        QVERIFY(w.stacked.all().empty());
        QCOMPARE(changed.size(), 4);
    }

    void lanesAreMovedAsFarAsThereAreLanes()
    {
        World w;
        QVERIFY(w.isOpen);
        w.stacked.add(std::vector{w.no("a"), w.no("b"), w.no("c")});
        QSignalSpy changed(&w.stacked, &StackedResources::changed);
        w.stacked.move(w.no("a"), 1);
        QCOMPARE(w.ids(), QStringLiteral("b a c"));
        w.stacked.move(w.no("b"), 5);
        QCOMPARE(w.ids(), QStringLiteral("a c b"));
        w.stacked.move(w.no("b"), -2);
        QCOMPARE(w.ids(), QStringLiteral("b a c"));
        QCOMPARE(changed.size(), 3);
        w.stacked.move(w.no("b"), -1);
        w.stacked.move(w.no("many"), 1); // is not there
        QCOMPARE(changed.size(), 3);
    }

    void otherEvidenceHasNoneStacked()
    {
        World w;
        QVERIFY(w.isOpen);
        w.stacked.add(w.no("a"));
        QVERIFY(w.waitIdle());
        QVERIFY(w.stacking.lanes());
        const auto before = w.workspace.resources();
        bool wasRight = true; // whenever anybody hears of other evidence
        connect(&w.workspace, &Workspace::evidenceChanged, &w.stacked, [&] {
            wasRight = wasRight && w.stacked.resources() == w.workspace.resources()
                && w.stacked.all().empty();
        });
        QVERIFY(w.openAndWait(w.dir.path()));
        QVERIFY(wasRight);
        QVERIFY(w.workspace.resources() && w.workspace.resources() != before);
        QVERIFY(w.stacked.all().empty() && !w.stacking.lanes());
        // And the new ones can be.
        w.stacked.add(w.no("c"));
        QVERIFY(w.waitIdle());
        QCOMPARE(w.laneIds(), QStringLiteral("c"));
    }

    void theyAreShownWithTheTimelinePage()
    {
        World w;
        QVERIFY(w.isOpen);
        w.investigation.setPage(QStringLiteral("resources"));
        w.investigation.setMoment(77);
        const std::vector both{w.no("b"), w.no("a")};
        showOnTimeline(w.stacked, w.investigation, both);
        QCOMPARE(w.investigation.page(), kTimelinePage);
        QVERIFY(w.investigation.selectedResource() == w.no("b"));
        QCOMPARE(w.investigation.moment(), std::optional<std::int64_t>(77));
        QCOMPARE(w.ids(), QStringLiteral("b a"));
    }

    void lanesFollowWhatIsStacked()
    {
        World w;
        QVERIFY(w.isOpen);
        QVERIFY(w.stacking.hasResources());
        QVERIFY(!w.stacking.lanes());
        w.stacked.add(std::vector{w.no("b"), w.no("a")});
        QVERIFY(w.waitIdle());
        QCOMPARE(w.laneIds(), QStringLiteral("b a"));
        QSignalSpy changed(&w.stacking, &Stacking::lanesChanged);
        w.stacked.move(w.no("a"), -1);
        QCOMPARE(w.laneIds(), QStringLiteral("a b")); // at once
        w.stacked.remove(w.no("a"));
        QCOMPARE(w.laneIds(), QStringLiteral("b"));
        QCOMPARE(changed.size(), 2);
        w.stacked.clear();
        QVERIFY(!w.stacking.lanes());
        QVERIFY(w.waitIdle());
    }

    void everyStateIsComparedInTheEnd()
    {
        World w;
        QVERIFY(w.isOpen);
        w.stacked.add(std::vector{w.no("many"), w.no("c")});
        QVERIFY(w.waitIdle());
        const ResourceLane& many = *w.stacking.lanes()->lanes[0];
        QCOMPARE_EQ(many.changes.size(), std::size_t(300));
        QCOMPARE(many.changesOf(0)->outcome, BlockChanges::Outcome::Nothing);
        for (std::uint32_t i = 1; i < 300; ++i)
            QCOMPARE(many.changesOf(i)->outcome,
                     i % 2 ? BlockChanges::Outcome::Same : BlockChanges::Outcome::Changed);
        QVERIFY(!many.changesOf(300));
        const ResourceLane& c = *w.stacking.lanes()->lanes[1];
        QCOMPARE_EQ(c.history->blocks.size(), std::size_t(2));
        QCOMPARE_EQ(c.dated().size(), std::size_t(1));
        QCOMPARE_EQ(c.changes.size(), std::size_t(2)); // the undated one, too
    }

    void gapsAreThoseOfTheRecording()
    {
        World w({{.id = "a", .time = minute(0)},
                 {.id = "far", .time = minute(0), .region = "eu-west-1"}});
        QVERIFY(w.isOpen);
        w.stacked.add(std::vector{w.no("a"), w.no("far")});
        QVERIFY(w.waitIdle());
        const auto gaps = w.stacking.lanes()->lanes[0]->gaps;
        QVERIFY(gaps);
        QCOMPARE_EQ(gaps->size(), std::size_t(1));
        QCOMPARE(gaps->front().kind, config::RecordingSpan::Kind::Stopped);
        QCOMPARE_EQ(gaps->front().fromNs, parseTimestamp(minute(20))->ns());
        QVERIFY(w.stacking.lanes()->lanes[1]->gaps);
        QVERIFY(w.stacking.lanes()->lanes[1]->gaps->empty());
    }

    void statesAreFoundByTheirMoment()
    {
        World w;
        QVERIFY(w.isOpen);
        w.stacked.add(w.no("many"));
        QVERIFY(w.waitIdle());
        const ResourceLane& lane = *w.stacking.lanes()->lanes[0];
        const std::int64_t tenth = parseTimestamp(minute(10))->ns();
        QCOMPARE_EQ(lane.firstFrom(tenth), 10U);
        QCOMPARE_EQ(lane.firstFrom(tenth + 1), 11U);
        QCOMPARE_EQ(lane.firstFrom(0), 0U);
        QCOMPARE_EQ(lane.firstFrom(parseTimestamp(minute(1000))->ns()), 300U);
        const auto span = w.stacking.lanes()->span();
        QVERIFY(span);
        QCOMPARE_EQ(span->from, *parseEventTime(minute(0)));
        QCOMPARE_EQ(span->to, *parseEventTime(minute(299)) + 1);
        QVERIFY(w.stacking.lanes()->laneOf(w.no("many")) == std::size_t(0));
        QVERIFY(!w.stacking.lanes()->laneOf(w.no("a")));
    }

    void nothingIsMadeWhileNobodyLooks()
    {
        World w;
        QVERIFY(w.isOpen);
        w.stacking.setActive(false);
        w.stacked.add(w.no("a"));
        QVERIFY(w.jobs.isIdle());
        QVERIFY(!w.stacking.lanes());
        w.stacking.setActive(true);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.laneIds(), QStringLiteral("a"));
        // What is taken away meanwhile is gone at once.
        w.stacking.setActive(false);
        w.stacked.clear();
        QVERIFY(!w.stacking.lanes());
    }

    void thoseThatChangedAreAddedTheMostChangedFirst()
    {
        World w;
        QVERIFY(w.isOpen);
        const std::int64_t begin = *parseEventTime(minute(0));
        QSignalSpy found(&w.stacking, &Stacking::changedFound);
        w.stacking.findChanged({begin, begin + 90}); // minutes 0 and 1
        QVERIFY(w.waitIdle());
        QCOMPARE(found.size(), 1);
        QCOMPARE_EQ(w.stacking.changed()->resources.size(), std::size_t(3));
        QCOMPARE_EQ(w.stacking.addChanged(2), std::size_t(2));
        QCOMPARE(w.ids(), QStringLiteral("many a"));
        QCOMPARE_EQ(w.stacking.addChanged(2), std::size_t(1)); // the next ones
        QCOMPARE(w.ids(), QStringLiteral("many a b"));
        QCOMPARE_EQ(w.stacking.addChanged(2), std::size_t(0));
        QVERIFY(w.waitIdle());
    }
};

QTEST_GUILESS_MAIN(TestStacking)
#include "tst_stacking.moc"
