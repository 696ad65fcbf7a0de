#include "model/compare/periods.h"
#include "model/query/barquery.h"
#include "model/query/column.h"
#include "model/query/fieldnames.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <map>
#include <random>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::compare;
using StorePtr = std::shared_ptr<const store::EventStore>;

namespace {

std::string eventOf(int number, const char* time, const char* name, const char* user)
{
    return test::quoted(std::string("{'eventID':'e") + std::to_string(number) + "','eventTime':'"
                        + time + "','eventName':'" + name + "','userIdentity':{'type':'IAMUser'"
                        + (*user ? std::string(",'userName':'") + user + "'" : std::string())
                        + "}}");
}

PeriodsPtr compared(const StorePtr& store, const char* before, const char* after, const char* field)
{
    query::Evaluator evaluator;
    query::FacetCache cache;
    const std::vector<query::Field> fields{*query::parseField(field)};
    const auto made =
        comparePeriods(store, query::parseBar(before).predicate, query::parseBar(after).predicate,
                       fields, cache, evaluator, JobContext());
    return made ? *made : nullptr;
}

QByteArray told(const PeriodsPtr& periods)
{
    QByteArray text;
    for (const PeriodLine& line : periods->fields.front().lines)
        text += QByteArray::fromStdString(line.isMissing ? "(none)" : line.value) + ' '
            + trendName(line.trend) + ' ' + QByteArray::number(quint64(line.before)) + ' '
            + QByteArray::number(quint64(line.after)) + '\n';
    return text;
}

} // namespace

class TestPeriods : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void whatIsNewGoneMoreAndLessIsTold()
    {
        std::vector<std::string> events;
        int number = 0;
        const auto add = [&](const char* time, const char* name, int times) {
            for (int i = 0; i < times; ++i)
                events.push_back(eventOf(++number, time, name, "alice"));
        };
        add("2026-03-01T10:00:00Z", "Common", 20);
        add("2026-03-01T10:30:00Z", "Rising", 2);
        add("2026-03-01T10:30:00Z", "Falling", 30);
        add("2026-03-01T10:59:00Z", "Old", 3);
        add("2026-03-01T11:00:00Z", "Common", 18);
        add("2026-03-01T11:30:00Z", "Rising", 40);
        add("2026-03-01T11:30:00Z", "Falling", 1);
        add("2026-03-01T11:59:59Z", "Fresh", 1);
        const StorePtr store = test::storeOf(events);
        const auto periods =
            compared(store, "time<2026-03-01T11:00:00Z", "time>=2026-03-01T11:00:00Z", "eventName");
        QVERIFY(periods);
        QCOMPARE(told(periods),
                 QByteArray("Fresh new 0 1\nOld gone 3 0\nRising more 2 40\n"
                            "Falling less 30 1\nCommon same 20 18\n"));
        QCOMPARE(periods->inBoth, std::uint64_t{0});
        QCOMPARE(periods->before.hours(), 1.0);
        QCOMPARE(periods->after.hours(), 1.0);
        QCOMPARE(periods->after.rate(40), 40.0);
        for (const std::uint64_t count : periods->fields.front().counts)
            QCOMPARE(count, std::uint64_t{1});
    }

    // Twice as many in twice the time is as many.
    void ratesAreOfTheTimeThatASideIsAbout()
    {
        std::vector<std::string> events;
        for (int i = 0; i < 90; ++i) {
            char time[32];
            std::snprintf(time, sizeof time, "2026-03-01T%02d:%02d:00Z", 10 + i / 30, i % 30 * 2);
            events.push_back(eventOf(i, time, "Steady", "alice"));
        }
        const StorePtr store = test::storeOf(events);
        const auto periods =
            compared(store, "time<2026-03-01T11:00:00Z", "time>=2026-03-01T11:00:00Z", "eventName");
        QCOMPARE(told(periods), QByteArray("Steady same 30 60\n"));
        // Without words about time both sides are about all of it, whenever they have events.
        const auto persons = compared(store, "eventID:e1", "eventID:e2", "eventName");
        QCOMPARE(persons->before.hours(), persons->after.hours());
        QVERIFY(persons->before.hours() > 2.9);
    }

    void twoPrincipalsAndEventsWithoutTheField()
    {
        const StorePtr store = test::storeOf({
            eventOf(1, "2026-03-01T10:00:00Z", "A", "alice"),
            eventOf(2, "2026-03-01T10:00:01Z", "B", "alice"),
            eventOf(3, "2026-03-01T10:00:02Z", "B", "bob"),
            eventOf(4, "2026-03-01T10:00:03Z", "C", ""),
        });
        const auto names = compared(store, "user:alice", "user:bob", "eventName");
        QCOMPARE(told(names), QByteArray("A gone 1 0\nB same 1 1\n"));
        const auto users =
            compared(store, "eventName:(A or B)", "eventName:(B or C)", "userIdentity.userName");
        QCOMPARE(users->inBoth, std::uint64_t{2});
        QCOMPARE(told(users), QByteArray("(none) new 0 1\nalice same 2 1\nbob same 1 1\n"));
    }

    void emptySidesAndAnEmptyExport()
    {
        const StorePtr store = test::storeOf({eventOf(1, "2026-03-01T10:00:00Z", "A", "alice")});
        const auto none = compared(store, "user:nobody", "time>2027-01-01", "eventName");
        QCOMPARE(told(none), QByteArray());
        QVERIFY(!none->after.span); // it is about no time of the export
        QCOMPARE(none->after.rate(7), 0.0);
        QCOMPARE(told(compared(test::storeOf({}), "user:a", "user:b", "eventName")), QByteArray());
    }

    void itStopsWhenCancelled()
    {
        const StorePtr store = test::storeOf({eventOf(1, "2026-03-01T10:00:00Z", "A", "alice")});
        std::stop_source stop;
        stop.request_stop();
        query::Evaluator evaluator;
        query::FacetCache cache;
        const auto made = comparePeriods(store, query::parseBar("user:a").predicate,
                                         query::parseBar("user:b").predicate, periodFields(), cache,
                                         evaluator, JobContext(stop.get_token()));
        QVERIFY(!made);
        QVERIFY(made.error().kind == Error::Kind::Cancelled);
    }

    // Against counting by hand: every event of a side is in the counts of each single-valued
    // field, and swapping the sides mirrors the trends.
    void countsAreExactAndSwappingMirrors()
    {
        std::mt19937 random(3);
        std::vector<std::string> events;
        std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> expected;
        for (int i = 0; i < 3000; ++i) {
            const std::string name = "N" + std::to_string(random() % 60 * (random() % 3));
            const bool isLate = random() % 3 == 0;
            events.push_back(eventOf(i, isLate ? "2026-03-02T00:00:00Z" : "2026-03-01T00:00:00Z",
                                     name.c_str(), "u"));
            ++(isLate ? expected[name].second : expected[name].first);
        }
        const StorePtr store = test::storeOf(events);
        const auto there = compared(store, "time<2026-03-02", "time>=2026-03-02", "eventName");
        const auto back = compared(store, "time>=2026-03-02", "time<2026-03-02", "eventName");
        QCOMPARE(there->fields[0].lines.size(), expected.size());
        std::map<std::string, const PeriodLine*> mirrored;
        for (const PeriodLine& line : back->fields[0].lines)
            mirrored[line.value] = &line;
        static constexpr Trend kMirror[] = {Trend::Gone, Trend::New, Trend::Less, Trend::More,
                                            Trend::Same};
        for (const PeriodLine& line : there->fields[0].lines) {
            QCOMPARE(line.before, expected[line.value].first);
            QCOMPARE(line.after, expected[line.value].second);
            const PeriodLine& other = *mirrored[line.value];
            QCOMPARE(other.before, line.after);
            QVERIFY(other.trend == kMirror[static_cast<int>(line.trend)]);
        }
    }
};

QTEST_APPLESS_MAIN(TestPeriods)
#include "tst_periods.moc"
