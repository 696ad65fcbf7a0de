// Where moments are, and which moment is where; the window that a timeline shows.
#include "tests/support/testsupport.h"
#include "ui/timeline/timelinezoom.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <random>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::TimeSpan;
using timeline::Window;

Q_DECLARE_METATYPE(trailloupe::ui::timeline::Window)

class TestTimelineCoordinates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aMomentIsAtItsPixel_data()
    {
        QTest::addColumn<Window>("window");
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("x");
        QTest::newRow("left edge") << Window{100, 200} << 50 << 100.0 << 0.0;
        QTest::newRow("right edge") << Window{100, 200} << 50 << 200.0 << 50.0;
        QTest::newRow("middle") << Window{100, 200} << 50 << 150.0 << 25.0;
        QTest::newRow("before") << Window{100, 200} << 50 << 80.0 << -10.0;
        QTest::newRow("between seconds") << Window{100.5, 101.5} << 1000 << 101.0 << 500.0;
        QTest::newRow("one instant") << Window{100, 100} << 50 << 101.0 << 1.0;
        QTest::newRow("the wrong way round") << Window{200, 100} << 50 << 201.0 << 1.0;
        QTest::newRow("no width") << Window{100, 200} << 0 << 103.0 << 3.0;
        QTest::newRow("far outside") << Window{1.7e9, 1.7e9 + 10} << 1000 << 0.0 << -timeline::kFar;
        QTest::newRow("farther") << Window{0, 1e-9} << 1000 << 1e300 << timeline::kFar;
    }
    void aMomentIsAtItsPixel()
    {
        QFETCH(Window, window);
        QFETCH(int, width);
        QFETCH(double, seconds);
        QFETCH(double, x);
        QCOMPARE(timeline::xOf(window, width, seconds), x);
    }

    // To the pixel and back: less than a millionth of a pixel away.
    void thereAndBackIsTheSameMoment()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 10'000; ++i) {
            const double from = 1.7e9 + static_cast<double>(random() % 100'000'000);
            const double length = std::pow(10, static_cast<double>(random() % 900) / 100.0);
            const int width = 1 + static_cast<int>(random() % 4000);
            const Window window{from, from + length};
            const double x = static_cast<double>(random() % 10'000) / 10'000 * width;
            const double back = timeline::xOf(window, width, timeline::timeAt(window, width, x));
            QVERIFY(std::abs(back - x) < 1e-6 * width + 2.5e-7 * width / length);
        }
    }

    void zoomingKeepsTheMomentUnderThePointer()
    {
        for (const double factor : {0.1, 0.8, 1.0, 1.25, 10.0}) {
            const Window window{1.7e9, 1.7e9 + 5000};
            for (const int x : {0, 1, 333, 999}) {
                const double at = timeline::timeAt(window, 1000, x);
                const Window next = timeline::zoomed(window, at, factor);
                QVERIFY(std::abs(next.length() - 5000 * factor) < 1e-3);
                QVERIFY(std::abs(timeline::xOf(next, 1000, at) - x) < 1e-3);
            }
        }
    }

    void aWindowStaysWithinItsLimits_data()
    {
        QTest::addColumn<Window>("window");
        QTest::addColumn<Window>("kept");
        QTest::newRow("inside") << Window{120, 150} << Window{120, 150};
        QTest::newRow("over the left") << Window{50, 90} << Window{100, 140};
        QTest::newRow("over the right") << Window{190, 290} << Window{100, 200};
        QTest::newRow("over both") << Window{0, 500} << Window{100, 200};
        QTest::newRow("too short") << Window{150, 152} << Window{146, 156};
        QTest::newRow("too short at the edge") << Window{100, 101} << Window{100, 110};
        QTest::newRow("the wrong way round") << Window{150, 140} << Window{140, 150};
    }
    void aWindowStaysWithinItsLimits()
    {
        QFETCH(Window, window);
        QFETCH(Window, kept);
        const Window found = timeline::within(window, {100, 200});
        QCOMPARE(found.from, kept.from);
        QCOMPARE(found.to, kept.to);
    }

    void oneInstantHasRoomAroundIt()
    {
        const Window window = timeline::padded({1000, 1001});
        QVERIFY(window.length() >= timeline::kLeastSeconds);
        QVERIFY(window.from < 1000 && window.to > 1001);
        const Window week = timeline::padded({0, 604'800});
        QVERIFY(week.from < 0 && week.from > -20'000 && week.to > 604'800);
    }

    void whatShowsAllGoesOnShowingAll()
    {
        TimelineZoom zoom;
        QSignalSpy changed(&zoom, &TimelineZoom::windowChanged);
        zoom.setWindow({0, 100}); // nothing to see
        QCOMPARE(changed.size(), 0);
        zoom.setTrace(TimeSpan{1000, 2000});
        QVERIFY(zoom.showsAll() && zoom.window() == zoom.limits());
        zoom.setTrace(TimeSpan{1000, 5000});
        QVERIFY(zoom.showsAll() && zoom.window() == zoom.limits());
        zoom.setWindow({1500, 1600});
        QVERIFY(!zoom.showsAll());
        zoom.setTrace(TimeSpan{1200, 3000});
        QVERIFY((zoom.window() == Window{1500, 1600})); // stays where it is
        zoom.setTrace(TimeSpan{8000, 9000}); // nothing left of it
        QVERIFY(zoom.showsAll());
        zoom.setWindow({0, 1e9});
        QVERIFY(zoom.showsAll());
        changed.clear();
        zoom.showAll();
        QCOMPARE(changed.size(), 0); // no news
    }

    void aMomentIsBroughtIntoView()
    {
        TimelineZoom zoom;
        zoom.setTrace(TimeSpan{0, 10'000});
        zoom.setWindow({100, 200});
        zoom.reveal(150);
        QVERIFY((zoom.window() == Window{100, 200}));
        zoom.reveal(5000);
        QVERIFY((zoom.window() == Window{4950, 5050}));
        zoom.reveal(10'000);
        QVERIFY(zoom.window().to > 10'000 && zoom.window().length() == 100);
    }

    void aSelectionIsAtLeastASecondAndTheRightWayRound()
    {
        TimelineZoom zoom;
        QSignalSpy changed(&zoom, &TimelineZoom::selectionChanged);
        zoom.setSelection(TimeSpan{20, 10});
        QVERIFY(*zoom.selection() == (TimeSpan{10, 20}));
        zoom.setSelection(TimeSpan{10, 20});
        QCOMPARE(changed.size(), 1);
        zoom.setSelection(TimeSpan{7, 7});
        QVERIFY(*zoom.selection() == (TimeSpan{7, 8}));
        zoom.setOrigin(5);
        zoom.reset();
        QVERIFY(!zoom.selection() && !zoom.origin() && !zoom.trace());
    }
};

QTEST_GUILESS_MAIN(TestTimelineCoordinates)
#include "tst_timelinecoordinates.moc"
