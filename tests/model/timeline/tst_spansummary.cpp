// What is said about a span against single events.
#include "model/query/fieldnames.h"
#include "model/timeline/spansummary.h"
#include "tests/model/timeline/timelinestores.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::test;
using query::TimeSpan;

class TestSpanSummary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void countsAndValuesAreThoseOfTheEventsInside()
    {
        const StorePtr store = randomStore(11, 300);
        const query::RowSetPtr rows = someRows(*store, 4, 2);
        const query::Field name = query::parseField("eventName").value();
        const query::EventFacts facts(store);
        const std::int64_t start = 1772373912;
        for (const TimeSpan span : {TimeSpan{start, start + 86400},
                                    TimeSpan{start + 20000, start + 30000}, TimeSpan{5, 5}}) {
            std::map<std::string, std::uint64_t> names;
            query::HistogramBar counts;
            std::optional<TimeSpan> used;
            for (const RowId row : rows->filter(store->timeOrder())) {
                const auto time = store->time(row);
                if (!time || *time < span.from || *time >= span.to)
                    continue;
                ++counts.byClass[static_cast<std::size_t>(facts.eventClass(row))];
                used = TimeSpan{used ? used->from : *time, *time + 1};
                for (const std::string& value : valuesOf(store, name, row))
                    ++names[value];
            }
            query::FacetCache cache;
            query::Evaluator evaluator;
            const auto summary = timeline::summarizeSpan(
                {.events = store, .rows = rows, .span = span, .fields = {name}, .most = 2}, cache,
                evaluator, JobContext());
            QVERIFY_OK(summary);
            QVERIFY(summary->counts == counts);
            QVERIFY(summary->used == used);
            QCOMPARE(summary->fields.size(), std::size_t{1});
            QCOMPARE(summary->fields[0].distinct, names.size());
            QCOMPARE(summary->fields[0].values.size(), std::min<std::size_t>(2, names.size()));
            for (const query::FacetValue& value : summary->fields[0].values)
                QCOMPARE(value.events, names[value.text]);
        }
    }

    void whatIsCancelledGivesNothing()
    {
        const StorePtr store = randomStore(11, 30);
        std::stop_source stop;
        stop.request_stop();
        query::FacetCache cache;
        query::Evaluator evaluator;
        const auto summary = timeline::summarizeSpan(
            {.events = store, .rows = nullptr, .span = {0, 1}, .fields = {}}, cache, evaluator,
            JobContext(stop.get_token()));
        QVERIFY(!summary.ok() && summary.error().kind == Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSpanSummary)
#include "tst_spansummary.moc"
