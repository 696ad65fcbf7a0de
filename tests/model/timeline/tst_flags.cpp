// Flags of lanes: each flagged event in every lane that it is in, by a slow look at all of them.
#include "model/query/fieldnames.h"
#include "model/timeline/flags.h"
#include "tests/model/timeline/timelinestores.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <random>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::timeline;

class TestFlags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyLaneHasTheFlagsOfItsEvents_data()
    {
        QTest::addColumn<unsigned>("outOf");
        QTest::newRow("few") << 200U;
        QTest::newRow("some") << 7U;
        QTest::newRow("all") << 1U;
    }

    void everyLaneHasTheFlagsOfItsEvents()
    {
        QFETCH(unsigned, outOf);
        for (const char* field : {"eventName", "resource", "sourceIPAddress"}) {
            const auto lanes = test::lanesOf({.events = test::randomStore(outOf, 300),
                                              .field = query::parseField(field).value(),
                                              .most = 6});
            QVERIFY(lanes);
            std::mt19937 random(outOf);
            std::vector<std::uint32_t> places;
            std::vector<std::uint8_t> levels;
            for (std::uint32_t place = 0; place < lanes->events()->rowCount(); ++place) {
                if (random() % outOf == 0) {
                    places.push_back(place);
                    levels.push_back(static_cast<std::uint8_t>(random() % 4));
                }
            }
            const auto flags = makeFlags(lanes, places, levels, JobContext());
            QVERIFY_OK(flags);
            for (std::size_t lane = 0; lane < lanes->lanes().size(); ++lane) {
                std::vector<std::uint32_t> events;
                std::vector<std::uint8_t> ofEvents;
                for (std::uint32_t event = 0; event < lanes->places(lane).size(); ++event) {
                    const auto it = std::ranges::find(places, lanes->places(lane)[event]);
                    if (it != places.end()) {
                        events.push_back(event);
                        ofEvents.push_back(levels[static_cast<std::size_t>(it - places.begin())]);
                    }
                }
                QVERIFY(std::ranges::equal((*flags)->events(lane), events));
                QVERIFY(std::ranges::equal((*flags)->levels(lane), ofEvents));
            }
        }
    }

    void theFirstOfTheGravestIsTheWorst()
    {
        const auto lanes = test::lanesOf({.events = test::randomStore(3, 60),
                                          .field = query::parseField("eventVersion").value(),
                                          .most = 1});
        const auto inLane = lanes->places(0);
        QVERIFY(inLane.size() > 6);
        const std::vector<std::uint32_t> places(inLane.begin() + 1, inLane.begin() + 6);
        const std::vector<std::uint8_t> levels{1, 0, 3, 2, 3};
        const auto flags = makeFlags(lanes, places, levels, JobContext());
        QVERIFY_OK(flags);
        QCOMPARE((*flags)->worstOf(0, 0, 5).level, std::uint8_t{3});
        QCOMPARE((*flags)->worstOf(0, 0, 5).event, 3U);
        QCOMPARE((*flags)->worstOf(0, 0, 2).event, 1U);
        QCOMPARE((*flags)->worstOf(0, 3, 4).level, std::uint8_t{2});
    }

    void whatIsCancelledFlagsNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto lanes = test::lanesOf(
            {.events = test::randomStore(3, 10), .field = query::parseField("eventName").value()});
        const auto flags = makeFlags(lanes, {}, {}, JobContext(stop.get_token()));
        QVERIFY(!flags.ok());
        QCOMPARE(flags.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFlags)
#include "tst_flags.moc"
