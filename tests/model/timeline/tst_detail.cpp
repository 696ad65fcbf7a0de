// The cells of a timeline against counts of single events.
#include "model/query/fieldnames.h"
#include "model/timeline/detail.h"
#include "tests/model/timeline/timelinestores.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::test;
using query::TimeSpan;
using timeline::Cell;
using timeline::Detail;
using timeline::DetailPtr;
using timeline::LanesPtr;
using timeline::PartCounts;

namespace {

LanesPtr someLanes(std::uint64_t seed = 5)
{
    return lanesOf({.events = randomStore(seed, 400),
                    .field = query::parseField("eventName").value(),
                    .most = 6});
}

DetailPtr detailOf(const LanesPtr& lanes, TimeSpan span, unsigned level, unsigned threads = 2)
{
    const auto made = timeline::makeDetail(lanes, span, level, threads, JobContext());
    return made.ok() ? *made : nullptr;
}

// Of a lane by time of the cell, from every single event.
std::map<std::int64_t, PartCounts> slowly(const timeline::Lanes& lanes, std::size_t lane,
                                          TimeSpan span, std::int64_t step)
{
    std::map<std::int64_t, PartCounts> cells;
    for (std::size_t event = 0; event < lanes.times(lane).size(); ++event) {
        const std::int64_t time = lanes.times(lane)[event];
        if (time >= span.from && time < span.to)
            ++cells[time - time % step]
                   [static_cast<std::size_t>(timeline::partOf(lanes.eventClass(lane, event)))];
    }
    return cells;
}

} // namespace

class TestDetail : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void theLevelIsTheLongestCellThatIsNoWiderThanAPixel_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<int>("pixels");
        QTest::addColumn<unsigned>("level");
        QTest::newRow("nothing") << qint64{0} << 100 << 0u;
        QTest::newRow("no room") << qint64{100} << 0 << 6u;
        QTest::newRow("a second is many pixels") << qint64{10} << 1000 << 0u;
        QTest::newRow("a second a pixel") << qint64{1000} << 1000 << 0u;
        QTest::newRow("nearly two") << qint64{1999} << 1000 << 0u;
        QTest::newRow("two seconds a pixel") << qint64{2000} << 1000 << 1u;
        QTest::newRow("a week") << qint64{604800} << 1000 << 9u;
        QTest::newRow("all there can be") << (qint64{1} << 33) << 1 << 31u;
    }
    void theLevelIsTheLongestCellThatIsNoWiderThanAPixel()
    {
        QFETCH(qint64, seconds);
        QFETCH(int, pixels);
        QFETCH(unsigned, level);
        QCOMPARE(timeline::levelFor({1000, 1000 + seconds}, pixels), level);
    }

    void wholeCellsHoldTheSpan()
    {
        QCOMPARE(timeline::wholeCells({5, 9}, 0), (TimeSpan{5, 9}));
        QCOMPARE(timeline::wholeCells({5, 9}, 2), (TimeSpan{4, 12}));
        QCOMPARE(timeline::wholeCells({-5, -3}, 2), (TimeSpan{-8, 0}));
        QCOMPARE(timeline::wholeCells({8, 8}, 3), (TimeSpan{8, 8}));
    }

    void everyEventIsInItsCell()
    {
        const LanesPtr lanes = someLanes();
        const TimeSpan all = *lanes->span();
        const std::int64_t middle = all.from + (all.to - all.from) / 2;
        for (const TimeSpan span : {all, TimeSpan{middle, middle + 3000}, TimeSpan{middle, middle},
                                    TimeSpan{all.from - 9999, all.from},
                                    TimeSpan{all.to, all.to + 500}, TimeSpan{-5000, all.to * 2}}) {
            for (const unsigned level : {0u, 1u, 5u, 9u, 14u, 31u}) {
                const DetailPtr detail = detailOf(lanes, span, level, 1 + level % 3);
                QVERIFY(detail);
                std::uint64_t most = 0;
                for (std::size_t lane = 0; lane < detail->laneCount(); ++lane) {
                    auto expected = slowly(*lanes, lane, detail->span(), detail->step());
                    std::uint32_t next = detail->of(lane).begin;
                    for (const Cell& cell : detail->of(lane).cells) {
                        QCOMPARE(cell.first, next);
                        next += static_cast<std::uint32_t>(cell.events());
                        most = std::max(most, cell.events());
                        QVERIFY(expected[detail->timeOf(cell)] == cell.byPart);
                        expected.erase(detail->timeOf(cell));
                    }
                    QVERIFY(expected.empty());
                    QCOMPARE(next, detail->of(lane).end); // sums equal counts
                }
                QCOMPARE(detail->most(), most);
            }
        }
    }

    void theSameCellsAreSeenInEverySpan()
    {
        const LanesPtr lanes = someLanes();
        const TimeSpan all = *lanes->span();
        const DetailPtr whole = detailOf(lanes, all, 8);
        const DetailPtr part = detailOf(lanes, {all.from + 1000, all.from + 9000}, 8);
        for (std::size_t lane = 0; lane < whole->laneCount(); ++lane) {
            for (const Cell& cell : part->of(lane).cells) {
                const auto& cells = whole->of(lane).cells;
                QVERIFY(std::any_of(cells.begin(), cells.end(), [&](const Cell& other) {
                    return whole->timeOf(other) == part->timeOf(cell) && other.first == cell.first
                        && other.byPart == cell.byPart;
                }));
            }
        }
    }

    void whatIsCancelledGivesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        const LanesPtr lanes = someLanes();
        const auto made =
            timeline::makeDetail(lanes, *lanes->span(), 3, 2, JobContext(stop.get_token()));
        QVERIFY(!made.ok() && made.error().kind == Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestDetail)
#include "tst_detail.moc"
