// The histogram against a plain count of every event, and the axis it stands on.
#include "model/query/histogram.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QDateTime>

#include <algorithm>
#include <numeric>
#include <random>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;

namespace {

constexpr std::int64_t kStart = 1'772'323'200; // 2026-03-01T00:00:00Z
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

using StorePtr = std::shared_ptr<const store::EventStore>;

QString timeText(std::int64_t seconds);

StorePtr randomStore(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    const std::vector<std::string> kinds = {
        "'eventName':'GetUser','readOnly':true",
        "'eventName':'RunInstances','readOnly':false",
        "'eventName':'CreateUser','eventSource':'iam.amazonaws.com'",
        "'eventName':'GetUser','errorCode':'AccessDenied'",
        "'eventName':'GetUser','errorCode':'Throttling'",
        "'eventType':'AwsServiceEvent','eventName':'x'"};
    StoreBuilding building;
    std::string again;
    for (int segment = 0; segment < 3; ++segment) {
        std::string text;
        for (int i = 0; i < 500; ++i) {
            std::string event = "{'eventID':'" + std::to_string(segment * 1000 + i) + "',";
            if (random() % 20 != 0)
                event += "'eventTime':'"
                    + timeText(kStart + static_cast<std::int64_t>(random() % (5 * kDay)))
                          .toStdString()
                    + "',";
            event += kinds[random() % kinds.size()] + '}';
            if (i == 7 && !again.empty())
                event = again;
            again = event;
            text += (i ? "," : "{'Records':[") + event;
        }
        building.read(quoted(text + "]}"));
        building.seal();
    }
    return building.store();
}

QString timeText(std::int64_t seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
}

Histogram slowly(const StorePtr& store, const RowSet& rows,
                 const std::vector<std::int64_t>& boundaries)
{
    Histogram histogram;
    histogram.bars.resize(boundaries.size() < 2 ? 0 : boundaries.size() - 1);
    const EventFacts facts(store);
    for (const RowId row : store->timeOrder()) {
        if (!rows.contains(row))
            continue;
        HistogramBar* bar = &histogram.undated;
        if (const auto time = store->time(row)) {
            bar = &histogram.after;
            if (boundaries.empty() || *time < boundaries.front())
                bar = &histogram.before;
            for (std::size_t i = 0; i + 1 < boundaries.size(); ++i) {
                if (*time >= boundaries[i] && *time < boundaries[i + 1])
                    bar = &histogram.bars[i];
            }
        }
        ++bar->byClass[static_cast<std::size_t>(facts.eventClass(row))];
    }
    return histogram;
}

RowSetPtr someRows(const store::EventStore& store, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<std::shared_ptr<const RowBits>> segments;
    const RowSetPtr shown = shownRows(store);
    for (std::size_t i = 0; i < shown->segmentCount(); ++i) {
        RowBits bits = shown->segment(i);
        for (std::uint64_t& word : bits)
            word &= random();
        segments.push_back(std::make_shared<const RowBits>(std::move(bits)));
    }
    return std::make_shared<const RowSet>(std::move(segments));
}

// Local time with one hour more from the third day on: that day has 25 hours, or 23.
StepStart zoneWithAChange(std::int64_t before, std::int64_t after)
{
    return [=](std::int64_t seconds, std::int64_t step) {
        const std::int64_t change = kStart + 2 * kDay + 5 * kHour;
        const auto offsetAt = [&](std::int64_t at) {
            return at < change ? before : after;
        };
        const std::int64_t local = utcStepStart(seconds + offsetAt(seconds), step);
        const std::int64_t start = local - offsetAt(seconds);
        return start < change && offsetAt(seconds) == after ? local - before : start;
    };
}

} // namespace

class TestHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void barsAreThoseOfAPlainCount_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void barsAreThoseOfAPlainCount()
    {
        QFETCH(quint64, seed);
        const auto store = randomStore(seed);
        QVERIFY(store->duplicateCount() > 0);
        QVERIFY(store->datedCount() < store->rowCount());
        std::mt19937_64 random(seed);
        Evaluator one(1), two(2);
        for (const RowSetPtr& rows : {shownRows(*store), someRows(*store, seed)}) {
            for (const std::size_t bars : {0u, 1u, 2u, 7u, 1000u}) {
                std::vector<std::int64_t> boundaries;
                for (std::size_t i = 0; i < bars + 1; ++i)
                    boundaries.push_back(kStart - kDay / 2
                                         + static_cast<std::int64_t>(random() % (5 * kDay)));
                std::sort(boundaries.begin(), boundaries.end());
                boundaries.erase(std::unique(boundaries.begin(), boundaries.end()),
                                 boundaries.end());
                if (bars == 0)
                    boundaries.clear();
                const Histogram expected = slowly(store, *rows, boundaries);
                const auto a = countHistogram(store, *rows, boundaries, one, JobContext());
                const auto b = countHistogram(store, *rows, boundaries, two, JobContext());
                QVERIFY_OK(a);
                QVERIFY_OK(b);
                QCOMPARE(a->bars.size(), expected.bars.size());
                QVERIFY(*b == *a);
                // With no axis there is neither before nor after.
                QCOMPARE(a->before.all() + a->after.all(),
                         expected.before.all() + expected.after.all());
                QVERIFY(a->bars == expected.bars);
                QVERIFY(a->undated == expected.undated);
                std::uint64_t sum = a->before.all() + a->after.all() + a->undated.all();
                for (const HistogramBar& bar : a->bars) {
                    sum += bar.all();
                    QCOMPARE(bar.reads() + bar.writes() + bar.failures() + bar.others(), bar.all());
                }
                QCOMPARE(sum, rows->count());
            }
        }
    }

    void stepsAreNice()
    {
        QCOMPARE(niceStep(0, 100, 100), 1);
        QCOMPARE(niceStep(0, 101, 100), 2);
        QCOMPARE(niceStep(0, 30 * kDay, 1000), kHour);
        QCOMPARE(niceStep(0, 30 * kDay, 100), 12 * kHour);
        QCOMPARE(niceStep(0, 3650 * kDay, 10), 7 * kDay); // the longest there is
        QCOMPARE(niceStep(5, 5, 10), 1);
        QVERIFY(std::is_sorted(niceSteps().begin(), niceSteps().end()));
    }

    void boundariesStartWithTheStep()
    {
        const auto hours = barBoundaries(kStart + 100, kStart + 3 * kHour, kHour);
        QCOMPARE(hours,
                 (std::vector<std::int64_t>{kStart, kStart + kHour, kStart + 2 * kHour,
                                            kStart + 3 * kHour}));
        // 2026-03-01 is a Sunday: its week began on 23 February.
        QCOMPARE(barBoundaries(kStart, kStart + 1, 7 * kDay),
                 (std::vector<std::int64_t>{kStart - 6 * kDay, kStart + kDay}));
        QVERIFY(barBoundaries(0, kStart, 1).size() <= kMostBars + 1);
    }

    void aDayOf25HoursIsOneBar_data()
    {
        QTest::addColumn<qint64>("before");
        QTest::addColumn<qint64>("after");
        QTest::addColumn<qint64>("length");
        QTest::newRow("25 hours") << qint64{7200} << qint64{3600} << qint64{25 * kHour};
        QTest::newRow("23 hours") << qint64{3600} << qint64{7200} << qint64{23 * kHour};
    }
    void aDayOf25HoursIsOneBar()
    {
        QFETCH(qint64, before);
        QFETCH(qint64, after);
        QFETCH(qint64, length);
        const auto days =
            barBoundaries(kStart + kDay, kStart + 5 * kDay, kDay, zoneWithAChange(before, after));
        std::vector<std::int64_t> lengths;
        for (std::size_t i = 1; i < days.size(); ++i)
            lengths.push_back(days[i] - days[i - 1]);
        QVERIFY(lengths.size() >= 4);
        QCOMPARE(std::count(lengths.begin(), lengths.end(), length), 1);
        QCOMPARE(std::count(lengths.begin(), lengths.end(), kDay),
                 static_cast<std::ptrdiff_t>(lengths.size()) - 1);
    }

    void gapsAreSpansWithoutAnyEvent()
    {
        std::vector<std::string> events;
        for (const std::int64_t at : {0, 10, 20, 4000, 4010, 4010 + 3600, 20000})
            events.push_back(quoted("{'eventID':'" + std::to_string(at) + "','eventTime':'"
                                    + timeText(kStart + at).toStdString() + "'}"));
        events.push_back(quoted("{'eventID':'undated'}"));
        const auto store = storeOf(events);
        const auto gaps = deliveryGaps(*store, kLeastGapSeconds, JobContext());
        QVERIFY_OK(gaps);
        QVERIFY(*gaps
                == (std::vector<TimeSpan>{{kStart + 20, kStart + 4000},
                                          {kStart + 4010, kStart + 7610},
                                          {kStart + 7610, kStart + 20000}}));
        const auto none = deliveryGaps(store::EventStore(), 1, JobContext());
        QVERIFY_OK(none);
        QVERIFY(none->empty());
    }

    void tooManyBarsAndACancelledCountAreNoAnswer()
    {
        const auto store = randomStore(1);
        Evaluator evaluator(2);
        std::vector<std::int64_t> boundaries(kMostBars + 2);
        std::iota(boundaries.begin(), boundaries.end(), 0);
        const auto many =
            countHistogram(store, *shownRows(*store), boundaries, evaluator, JobContext());
        QVERIFY(!many.ok());
        QCOMPARE(many.error().kind, Error::Kind::TooLarge);
        std::stop_source stop;
        stop.request_stop();
        const JobContext stopped(stop.get_token());
        const auto cancelled =
            countHistogram(store, *shownRows(*store), barBoundaries(kStart, kStart + kDay, kHour),
                           evaluator, stopped);
        QVERIFY(!cancelled.ok());
        QCOMPARE(cancelled.error().kind, Error::Kind::Cancelled);
        QVERIFY(!deliveryGaps(*store, 1, stopped).ok());
    }
};

QTEST_GUILESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
