// What a timeline asks for, and when: lanes of the filter, cells of what is in view, a span.
#include "model/query/fieldnames.h"
#include "model/workspace/timelining.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using query::TimeSpan;
using test::SmallExport;

namespace {

constexpr qint64 kStart = SmallExport::kFirstSecond;

struct World : test::OpenWorld
{
    World()
    {
        timelining.setField(query::parseField("eventName").value());
        timelining.setActive(true);
    }
    std::uint64_t inLanes() const
    {
        std::uint64_t sum = 0;
        for (const timeline::Lane& lane : timelining.lanes()->lanes())
            sum += lane.events();
        return sum;
    }
    std::uint64_t inCells() const
    {
        std::uint64_t sum = 0;
        for (std::size_t lane = 0; lane < timelining.detail()->laneCount(); ++lane) {
            for (const timeline::Cell& cell : timelining.detail()->of(lane).cells)
                sum += cell.events();
        }
        return sum;
    }

    Timelining timelining{workspace, investigation, filtering, jobs};
};

} // namespace

class TestTimelining : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void lanesAreOfWhatTheFilterFinds()
    {
        const SmallExport small(2, 300);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.timelining.lanes());
        QCOMPARE(w.timelining.lanes()->lanes().size(), std::size_t{5});
        QCOMPARE(w.inLanes(), 600u);
        QVERIFY(w.filter(QStringLiteral("eventName:RunInstances or eventName:PutObject")));
        QCOMPARE(w.timelining.lanes()->lanes().size(), std::size_t{2});
        QCOMPARE(w.inLanes(), w.filtering.result().count());
        QVERIFY(w.filter(QStringLiteral("eventName:Nothing")));
        QCOMPARE(w.timelining.lanes()->found(), 0u);
        QVERIFY(!w.timelining.error());
    }

    void nothingIsMadeWhileNobodyLooks()
    {
        const SmallExport small(1, 100);
        World w;
        w.timelining.setActive(false);
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(!w.timelining.lanes());
        w.timelining.setActive(true);
        QVERIFY(w.timelining.isRunning());
        QVERIFY(w.waitIdle());
        QCOMPARE(w.inLanes(), 100u);
        QSignalSpy made(&w.timelining, &Timelining::lanesChanged);
        w.timelining.setActive(false);
        w.timelining.setActive(true);
        QVERIFY(w.waitIdle());
        QCOMPARE(made.size(), 0); // what is known is the answer
    }

    void pinnedValuesStayAndTheRestOpens()
    {
        const SmallExport small(1, 600);
        World w;
        w.timelining.setMost(2);
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.timelining.lanes()->lanes().size(), std::size_t{3});
        QCOMPARE(w.timelining.lanes()->lanes()[2].values, 3u);
        w.timelining.openRest();
        QVERIFY(w.waitIdle());
        QCOMPARE(w.timelining.lanes()->lanes().size(), std::size_t{5});
        w.timelining.setMost(1);
        w.timelining.setPinned("RunInstances", true);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.timelining.lanes()->lanes()[0].text, std::string("RunInstances"));
        QVERIFY(w.filter(QStringLiteral("eventName:PutObject")));
        QCOMPARE(w.timelining.lanes()->lanes()[0].text, std::string("RunInstances"));
        QCOMPARE(w.timelining.lanes()->lanes()[0].events(), 0u);
        // Pinned is a value of a field.
        w.timelining.setField(query::parseField("awsRegion").value());
        QVERIFY(w.waitIdle());
        QVERIFY(!w.timelining.lanes()->lanes()[0].isPinned);
        w.timelining.setField(query::parseField("eventName").value());
        w.timelining.setPinned("RunInstances", false);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.timelining.lanes()->lanes()[0].text, std::string("PutObject"));
    }

    void cellsAreOfWhatIsInView()
    {
        const SmallExport small(1, 4000);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(!w.timelining.detail()); // nobody said what is in view
        w.timelining.setView({kStart, kStart + 4000}, 1000);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.timelining.detail()->level(), 2u);
        QCOMPARE(w.inCells(), 4000u);
        QSignalSpy made(&w.timelining, &Timelining::detailChanged);
        w.timelining.setView({kStart + 500, kStart + 4500}, 1000);
        QVERIFY(w.waitIdle());
        QCOMPARE(made.size(), 0); // more than was in view is known
        w.timelining.setView({kStart + 1000, kStart + 1100}, 1000);
        QVERIFY(w.timelining.detail()); // the last one stays until then
        QVERIFY(w.timelining.isDetailRunning());
        QVERIFY(w.waitIdle());
        QCOMPARE(made.size(), 1);
        QCOMPARE(w.timelining.detail()->level(), 0u);
        QVERIFY(w.timelining.detail()->span() == (TimeSpan{kStart + 950, kStart + 1150}));
        QCOMPARE(w.inCells(), 200u);
    }

    void onlyTheLastViewIsAnswered()
    {
        const SmallExport small(1, 4000);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QSignalSpy made(&w.timelining, &Timelining::detailChanged);
        for (int i = 0; i < 20; ++i)
            w.timelining.setView({kStart, kStart + 10 + 190 * i}, 100);
        QVERIFY(w.waitIdle());
        QCOMPARE(made.size(), 1);
        QVERIFY(w.timelining.detail()->span().to >= kStart + 10 + 190 * 19);
    }

    void onlyTheLastQuestionIsAnswered()
    {
        const SmallExport small(4, 1000);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QSignalSpy made(&w.timelining, &Timelining::lanesChanged);
        for (const char* field : {"awsRegion", "sourceIPAddress", "user", "service"})
            w.timelining.setField(query::parseField(field).value());
        QVERIFY(w.waitIdle());
        QCOMPARE(made.size(), 1);
        QCOMPARE(QString::fromStdString(w.timelining.lanes()->field().text()),
                 QStringLiteral("service"));
    }

    void whatIsCancelledIsNotDeliveredAndNoError()
    {
        const SmallExport small(4, 1000);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        // Who was behind the events comes last, and lanes are asked for anew then.
        QTRY_VERIFY(w.workspace.identities() && w.jobs.isIdle());
        const auto before = w.timelining.lanes();
        w.timelining.setField(query::parseField("awsRegion").value());
        QElapsedTimer clock;
        clock.start();
        w.jobs.cancel(QStringLiteral("timeline lanes"));
        QVERIFY(w.waitIdle());
        QVERIFY(clock.elapsed() < 1000);
        QVERIFY(!w.timelining.isRunning());
        QVERIFY(!w.timelining.error());
        QVERIFY(w.timelining.lanes() == before);
    }

    void aSpanIsCountedAndForgotten()
    {
        const SmallExport small(1, 600);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.timelining.setSpan(TimeSpan{kStart + 100, kStart + 200});
        QVERIFY(!w.timelining.summary());
        QVERIFY(w.waitIdle());
        QCOMPARE(w.timelining.summary()->counts.all(), 100u);
        QCOMPARE(w.timelining.summary()->fields[0].values[0].events, 20u);
        QVERIFY(w.filter(QStringLiteral("eventName:RunInstances")));
        QCOMPARE(w.timelining.summary()->counts.all(), 20u);
        w.timelining.setSpan(std::nullopt);
        QVERIFY(!w.timelining.summary());
    }

    void anotherExportIsAnotherTimeline()
    {
        const SmallExport small(1, 600), other(1, 50);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.timelining.setPinned("Gone", true);
        w.timelining.setSpan(TimeSpan{kStart, kStart + 10});
        w.timelining.setView({kStart, kStart + 600}, 100);
        QVERIFY(w.waitIdle());
        QVERIFY(w.openAndWait(other.path()));
        QCOMPARE(w.inLanes(), 50u);
        QVERIFY(w.timelining.pinned().empty());
        QVERIFY(!w.timelining.span());
        QCOMPARE(w.inCells(), 50u);
        w.workspace.close();
        QVERIFY(w.waitIdle());
        QVERIFY(!w.timelining.lanes() && !w.timelining.detail());
    }
};

QTEST_GUILESS_MAIN(TestTimelining)
#include "tst_timelining.moc"
