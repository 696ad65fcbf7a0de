// The bars of the histogram: what they count, when they are counted again, and in which zone.
#include "model/workspace/timebars.h"
#include "model/workspace/zonesteps.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using query::TimeSpan;
using test::SmallExport;

namespace {

constexpr qint64 kStart = SmallExport::kFirstSecond;
constexpr qint64 kHour = 3600;
constexpr qint64 kDay = 86'400;

std::string eventAt(const std::string& id, qint64 seconds)
{
    const std::string time =
        QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate).toStdString();
    return "{\"eventID\":\"" + id + "\",\"eventName\":\"Late\",\"eventTime\":\"" + time + "\"}";
}

struct World : test::OpenWorld
{
    std::uint64_t inBars() const
    {
        std::uint64_t sum = 0;
        for (const query::HistogramBar& bar : bars.answer().counts.bars)
            sum += bar.all();
        return sum;
    }

    TimeBars bars{workspace, investigation, filtering, jobs};
};

qint64 utc(const char* text)
{
    return QDateTime::fromString(QString::fromUtf8(text), Qt::ISODate).toSecsSinceEpoch();
}

} // namespace

class TestTimeBars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void barsAndUndatedAreAllThatFits()
    {
        SmallExport small(2, 300); // ten minutes
        small.add(QStringLiteral("odd.json"),
                  "{\"Records\":[{\"eventID\":\"u1\",\"eventName\":\"Odd\"},{\"eventID\":\"u2\","
                  "\"eventName\":\"Odd\",\"eventTime\":\"yesterday\"}]}");
        World w;
        w.bars.setBarCount(10);
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.bars.answer().step, 60);
        QCOMPARE(w.bars.answer().total, std::uint64_t{602});
        QCOMPARE(w.bars.answer().counts.undated.all(), std::uint64_t{2});
        QCOMPARE(w.inBars(), std::uint64_t{600});
        QVERIFY(*w.bars.whole() == (TimeSpan{kStart, kStart + 600}));
        QVERIFY(w.bars.showsWhole());
        QVERIFY(w.filter(QStringLiteral("eventName:RunInstances or eventName:Odd")));
        QCOMPARE(w.inBars() + 2, w.filtering.result().count());
        QCOMPARE(w.bars.answer().total, w.filtering.result().count());
        // The axis is that of the export, whatever the filter.
        QVERIFY(*w.bars.whole() == (TimeSpan{kStart, kStart + 600}));
    }

    void theTimeChipIsASelectionAndNotPartOfWhatIsCounted()
    {
        const SmallExport small(1, 600);
        World w;
        w.bars.setBarCount(10);
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.filter(QStringLiteral("eventName:RunInstances")));
        const auto before = w.bars.answer();
        QSignalSpy answers(&w.bars, &TimeBars::answerChanged);
        QSignalSpy selections(&w.bars, &TimeBars::selectionChanged);
        pivotToTime(w.investigation, kStart + 60, kStart + 180);
        QVERIFY(w.waitIdle());
        QVERIFY(w.filtering.result().count() < before.total);
        QVERIFY(w.bars.answer().counts == before.counts);
        QCOMPARE(answers.size(), 0); // what was known is the answer
        QCOMPARE(selections.size(), 1);
        QVERIFY(w.bars.selection().span == (TimeSpan{kStart + 60, kStart + 180}));
        QCOMPARE(w.investigation.filter().text, QStringLiteral("eventName:RunInstances"));
        // Another text under the same chip: the rest is counted without the chip again.
        QVERIFY(w.filter(QString()));
        QCOMPARE(w.bars.answer().total, std::uint64_t{600});
        QCOMPARE(w.filtering.result().count(), std::uint64_t{120});
        clearTime(w.investigation);
        QVERIFY(w.waitIdle());
        QVERIFY(w.bars.selection().isEmpty());
        QCOMPARE(w.filtering.result().count(), std::uint64_t{600});
    }

    void onlyAPlainSpanIsASelection()
    {
        const SmallExport small(1, 600);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        pivotToTime(w.investigation, kStart, kStart + 60);
        Filter filter = w.investigation.filter();
        filter.chips.front().enabled = false;
        QVERIFY(w.investigation.setFilter(filter) && w.waitIdle());
        QVERIFY(w.bars.selection().isEmpty());
        QCOMPARE(w.bars.answer().total, std::uint64_t{600});
        filter.chips.front().enabled = true;
        filter.chips.front().text = QStringLiteral("not (%1)").arg(filter.chips.front().text);
        QVERIFY(w.investigation.setFilter(filter) && w.waitIdle());
        QVERIFY(w.bars.selection().isEmpty());
        QCOMPARE(w.bars.answer().total, std::uint64_t{540});
        pivotToUndated(w.investigation);
        QVERIFY(w.waitIdle());
        QVERIFY(w.bars.selection().undated);
        QCOMPARE(w.investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(w.filtering.result().count(), std::uint64_t{0});
        QCOMPARE(w.bars.answer().total, std::uint64_t{600});
        // A moment that is counted back is no span that could be shown.
        filter.chips.front().text = QStringLiteral("time:last 1m");
        QVERIFY(w.investigation.setFilter(filter) && w.waitIdle());
        QVERIFY(w.bars.selection().isEmpty());
        QVERIFY(w.bars.answer().total < 600);
    }

    void theViewStaysWithinTheExport()
    {
        const SmallExport small(1, 600);
        World w;
        w.bars.setBarCount(60);
        QVERIFY(w.openAndWait(small.path()));
        const TimeSpan whole = *w.bars.whole();
        w.bars.setVisible({kStart + 60, kStart + 120});
        QVERIFY(w.waitIdle());
        QCOMPARE(w.bars.answer().step, 1);
        QVERIFY(*w.bars.visible() == (TimeSpan{kStart + 60, kStart + 120}));
        // More than is in view is known, and it is still all that fits.
        QVERIFY(w.bars.answer().boundaries.front() < kStart + 60);
        QCOMPARE(w.inBars() + w.bars.answer().counts.before.all()
                     + w.bars.answer().counts.after.all(),
                 std::uint64_t{600});
        QSignalSpy answers(&w.bars, &TimeBars::answerChanged);
        w.bars.setVisible({kStart + 70, kStart + 130});
        QVERIFY(w.waitIdle());
        QCOMPARE(answers.size(), 0);
        w.bars.setVisible({kStart + 590, kStart + 650});
        QVERIFY(*w.bars.visible() == (TimeSpan{kStart + 540, kStart + 600}));
        QVERIFY(w.waitIdle());
        QVERIFY(answers.size() > 0);
        w.bars.setVisible({kStart + 60, kStart + 61});
        QCOMPARE(w.bars.visible()->to - w.bars.visible()->from, TimeBars::kLeastVisibleSeconds);
        w.bars.setVisible({whole.from - 1000, whole.to + 1000});
        QVERIFY(w.bars.showsWhole());
        QVERIFY(w.waitIdle());
    }

    void anotherExportIsSeenWhole()
    {
        const SmallExport small(1, 600), other(1, 50);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.bars.setVisible({kStart + 60, kStart + 120});
        QVERIFY(w.openAndWait(other.path()));
        QVERIFY(w.bars.showsWhole());
        QCOMPARE(w.bars.answer().total, std::uint64_t{50});
        w.workspace.close();
        QVERIFY(w.waitIdle());
        QVERIFY(!w.bars.hasAnswer());
        QVERIFY(!w.bars.visible());
        w.bars.setVisible({0, 100}); // nothing to look at
        QVERIFY(!w.bars.visible());
    }

    void gapsAreKnownOnceAllIsRead()
    {
        SmallExport small(1, 10);
        small.add(QStringLiteral("late.json"),
                  "{\"Records\":[" + eventAt("l1", kStart + 5 * kHour) + "]}");
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.bars.gaps().size(), std::size_t{1});
        QVERIFY(w.bars.gaps().front() == (TimeSpan{kStart + 9, kStart + 5 * kHour}));
        // They are of the export, not of the filter.
        QVERIFY(w.filter(QStringLiteral("eventName:Late")));
        QCOMPARE(w.bars.gaps().size(), std::size_t{1});
    }

    void loadingCountsEveryGeneration()
    {
        const SmallExport small(60, 50);
        World w;
        QVERIFY(w.filter(QStringLiteral("eventName:RunInstances")));
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.bars.answer().total, w.filtering.result().count());
        QVERIFY(w.bars.answer().total > 0);
    }

    void eventsOfManyYearsAreFewBars()
    {
        SmallExport small(1, 2);
        small.add(QStringLiteral("old.json"),
                  "{\"Records\":[" + eventAt("o1", utc("2006-02-03T00:00:00Z")) + "]}");
        World w;
        w.bars.setBarCount(100);
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.bars.answer().counts.bars.size() <= 102);
        QCOMPARE(w.bars.answer().counts.undated.all(), std::uint64_t{0});
        QCOMPARE(w.bars.answer().total, std::uint64_t{3});
        QCOMPARE(w.inBars(), std::uint64_t{3});
    }

    void daysBeginAtMidnightOfTheZone_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<qint64>("noon");
        QTest::addColumn<int>("hours"); // of that day
        QTest::newRow("UTC") << QStringLiteral("UTC") << utc("2026-03-29T12:00:00Z") << 24;
        QTest::newRow("Berlin, spring")
            << QStringLiteral("Europe/Berlin") << utc("2026-03-29T12:00:00Z") << 23;
        QTest::newRow("Berlin, autumn")
            << QStringLiteral("Europe/Berlin") << utc("2026-10-25T12:00:00Z") << 25;
        QTest::newRow("Tokyo") << QStringLiteral("Asia/Tokyo") << utc("2026-03-29T03:00:00Z") << 24;
        // Here midnight itself was skipped, or came twice.
        QTest::newRow("São Paulo, spring")
            << QStringLiteral("America/Sao_Paulo") << utc("2018-11-04T15:00:00Z") << 23;
        QTest::newRow("São Paulo, autumn")
            << QStringLiteral("America/Sao_Paulo") << utc("2018-02-17T15:00:00Z") << 25;
    }
    void daysBeginAtMidnightOfTheZone()
    {
        QFETCH(QString, zone);
        QFETCH(qint64, noon);
        QFETCH(int, hours);
        const QTimeZone timeZone(zone.toUtf8());
        const auto startOf = zoneStepStart(zone.toUtf8());
        const QDate date = QDateTime::fromSecsSinceEpoch(noon, timeZone).date();
        const qint64 begin = date.startOfDay(timeZone).toSecsSinceEpoch();
        const qint64 end = date.addDays(1).startOfDay(timeZone).toSecsSinceEpoch();
        QCOMPARE((end - begin) / kHour, qint64{hours});
        for (qint64 at = begin; at < end; at += 600)
            QCOMPARE(startOf(at, kDay), begin);
        QCOMPARE(startOf(begin - 1, kDay),
                 date.addDays(-1).startOfDay(timeZone).toSecsSinceEpoch());
        const auto days = query::barBoundaries(begin - kDay, end + kDay, kDay, startOf);
        QVERIFY(std::find(days.begin(), days.end(), begin) != days.end());
        QCOMPARE(*std::upper_bound(days.begin(), days.end(), begin), end);
        const auto weeks = query::barBoundaries(noon, noon + 1, 7 * kDay, startOf);
        const QDateTime monday = QDateTime::fromSecsSinceEpoch(weeks.front(), timeZone);
        QCOMPARE(monday.date().dayOfWeek(), 1);
        QCOMPARE(monday, monday.date().startOfDay(timeZone));
    }

    // Whatever the step: steps follow each other, hold what they are said to hold, and begin with
    // the clock on the wall.
    void stepsFollowEachOther()
    {
        for (const char* zone : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                 "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"}) {
            const auto startOf = zoneStepStart(zone);
            for (const char* around : {"2018-02-17T12:00:00Z", "2018-11-04T00:00:00Z",
                                       "2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z"}) {
                for (const std::int64_t step : query::niceSteps()) {
                    const std::int64_t from = utc(around) - std::min<std::int64_t>(step * 9, kDay);
                    const auto all = query::barBoundaries(
                        from, from + std::min<std::int64_t>(step * 20, 9 * kDay) + 1, step,
                        startOf);
                    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
                        QVERIFY(all[i] < all[i + 1]);
                        QVERIFY2(all[i + 1] - all[i] <= step + step / 2 + kHour, zone);
                    }
                }
            }
        }
    }

    void theZoneMovesTheBars()
    {
        SmallExport small(1, 10);
        small.add(QStringLiteral("late.json"),
                  "{\"Records\":[" + eventAt("l1", kStart + 9 * kDay) + "]}");
        World w;
        w.bars.setBarCount(12);
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.bars.answer().step, kDay);
        QCOMPARE(w.bars.answer().boundaries.front(), kStart);
        w.investigation.setZone("Asia/Tokyo");
        QVERIFY(w.waitIdle());
        QCOMPARE(w.bars.answer().boundaries.front(), kStart - 9 * kHour);
        QCOMPARE(w.bars.answer().total, std::uint64_t{11});
    }

    void aCountThatIsSupersededIsNotDelivered()
    {
        const SmallExport small(4, 2000);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QSignalSpy answers(&w.bars, &TimeBars::answerChanged);
        for (int i = 0; i < 20; ++i) {
            w.bars.setVisible({kStart + i * 100, kStart + i * 100 + 50 + i * 10});
            QVERIFY(w.bars.isRunning());
        }
        QVERIFY(w.waitIdle());
        QCOMPARE(answers.size(), 1);
        QCOMPARE(w.bars.answer().total, std::uint64_t{8000});
    }
};

QTEST_GUILESS_MAIN(TestTimeBars)
#include "tst_timebars.moc"
