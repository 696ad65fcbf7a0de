#include "model/query/sort.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;

namespace {

// A store of three segments, so that values of different dictionaries meet.
std::shared_ptr<const store::EventStore> randomStore(std::uint64_t seed, int events)
{
    RandomEvents random(seed);
    StoreBuilding building;
    for (int segment = 0; segment < 3; ++segment) {
        std::string text = "{\"Records\":[";
        for (int i = 0; i < events; ++i)
            text += (i ? "," : "") + random.next();
        building.read(text + "]}");
        building.seal();
    }
    return building.store();
}

std::vector<std::string> valuesOf(const store::EventStore& store, const std::string& path,
                                  std::span<const RowId> rows)
{
    std::vector<std::string> values;
    const auto id = store.paths().find(path);
    for (const RowId row : rows) {
        std::string text = "-";
        if (id && store.value(row, *id, text) == store::ValueKind::Missing)
            text = "-";
        values.push_back(text);
    }
    return values;
}

std::string joined(const std::vector<std::string>& values)
{
    std::string text;
    for (const auto& value : values)
        text += (text.empty() ? "" : " ") + value;
    return text;
}

std::string sortedValues(const std::vector<std::string>& values, Direction direction)
{
    std::vector<std::string> events;
    for (std::size_t i = 0; i < values.size(); ++i)
        events.push_back(quoted("{'eventTime':'2026-03-01T00:00:0" + std::to_string(i)
                                + "Z','eventID':'" + std::to_string(i) + "'"
                                + (values[i].empty() ? "" : ",'x':" + values[i]) + "}"));
    const auto store = storeOf(events);
    const auto rows = sortRows(store, {Column::pathColumn("x"), direction}, JobContext());
    return rows ? joined(valuesOf(*store, "x", **rows)) : rows.error().detail;
}

} // namespace

class TestSort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void everyColumnAgreesWithAStableSortOfItsText_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* path : {"eventName", "eventID", "readOnly", "requestParameters.name",
                                 "requestParameters.items[]", "userIdentity.items.name",
                                 "responseElements", "no.such.path"})
            QTest::newRow(path) << QString::fromUtf8(path);
    }
    void everyColumnAgreesWithAStableSortOfItsText()
    {
        QFETCH(QString, path);
        const auto store = randomStore(17, 300);
        for (const Direction direction : {Direction::Ascending, Direction::Descending}) {
            for (const unsigned threads : {1u, 3u}) {
                const auto rows =
                    sortRows(store, {Column::pathColumn(path.toStdString()), direction},
                             JobContext(), threads);
                QVERIFY_OK(rows);
                QCOMPARE((*rows)->size(), store->rowCount());
                // Every row once.
                auto sorted = **rows;
                std::sort(sorted.begin(), sorted.end());
                QVERIFY(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
                // Texts that are no numbers or times ascend (or descend), and equal texts keep
                // their time order.
                const auto values = valuesOf(*store, path.toStdString(), **rows);
                std::vector<std::size_t> place(store->rowCount());
                for (std::size_t i = 0; i < store->rowCount(); ++i) {
                    const auto order = store->timeOrder();
                    place[i] = static_cast<std::size_t>(
                        std::find(order.begin(), order.end(), (**rows)[i]) - order.begin());
                }
                const auto isWord = [](const std::string& v) {
                    return !v.empty() && v[0] >= 'A';
                };
                for (std::size_t i = 1; i < values.size(); ++i) {
                    if (values[i - 1] == values[i])
                        QVERIFY(place[i - 1] < place[i]);
                    else if (isWord(values[i - 1]) && isWord(values[i]))
                        QVERIFY((values[i - 1] < values[i]) == (direction == Direction::Ascending));
                }
                // What has no value is last.
                const auto missing = std::find(values.begin(), values.end(), "-");
                QVERIFY(std::all_of(missing, values.end(), [](const auto& v) { return v == "-"; }));
            }
        }
    }

    void numbersSortByValueThenTimesThenText()
    {
        const std::vector<std::string> mixed = {"'beta'", "10",      "'9'",
                                                "",       "-3",      "'2026-03-02T00:00:00Z'",
                                                "1e3",    "'alpha'", "'2026-03-01T00:00:00Z'"};
        QCOMPARE(sortedValues(mixed, Direction::Ascending),
                 std::string("-3 9 10 1e3 2026-03-01T00:00:00Z 2026-03-02T00:00:00Z alpha beta -"));
        QCOMPARE(sortedValues(mixed, Direction::Descending),
                 std::string("beta alpha 2026-03-02T00:00:00Z 2026-03-01T00:00:00Z 1e3 10 9 -3 -"));
    }

    void uuidsAndOtherTextSortTogether()
    {
        QCOMPARE(sortedValues({"'ffffffff-0000-0000-0000-000000000000'", "'a'",
                               "'00000000-0000-0000-0000-000000000001'", "'g'",
                               "'ffffffff-0000-0000-0000-000000000001'"},
                              Direction::Ascending),
                 std::string(
                     "00000000-0000-0000-0000-000000000001 a ffffffff-0000-0000-0000-000000000000 "
                     "ffffffff-0000-0000-0000-000000000001 g"));
    }

    void byTimeIsTheTimeOrderOrItsReverseWithUndatedLast()
    {
        const auto store = storeOf({quoted("{'eventID':'u'}"),
                                    quoted("{'eventID':'a','eventTime':'2026-03-01T00:00:00Z'}"),
                                    quoted("{'eventID':'b','eventTime':'2026-03-01T00:00:01Z'}")});
        const auto up = sortRows(
            store, {Column::derivedColumn(Derived::Time), Direction::Ascending}, JobContext());
        const auto down = sortRows(
            store, {Column::derivedColumn(Derived::Time), Direction::Descending}, JobContext());
        QCOMPARE(joined(valuesOf(*store, "eventID", **up)), std::string("a b u"));
        QCOMPARE(joined(valuesOf(*store, "eventID", **down)), std::string("b a u"));
    }

    void derivedColumnsSortByWhatTheyShow()
    {
        const auto store =
            storeOf({quoted("{'eventID':'1','userIdentity':{'type':'IAMUser','userName':'zoe'}}"),
                     quoted("{'eventID':'2','userIdentity':{'type':'Root'}}"),
                     quoted("{'eventID':'3','userIdentity':{'type':'IAMUser','userName':'amy'}}")});
        const auto rows = sortRows(
            store, {Column::derivedColumn(Derived::User), Direction::Ascending}, JobContext());
        QVERIFY_OK(rows);
        QCOMPARE(joined(valuesOf(*store, "eventID", **rows)), std::string("3 2 1"));
    }

    void aCancelledSortGivesNoOrder()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto rows =
            sortRows(randomStore(1, 50), {Column::pathColumn("eventName"), Direction::Ascending},
                     JobContext(stop.get_token()));
        QVERIFY(!rows.ok());
        QCOMPARE(rows.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSort)
#include "tst_sort.moc"
