// Facets against plain maps over every event's JSON: random fields and row sets, several segments,
// duplicates and undated events, with the cache cold and warm, with one thread and with two.
#include "model/query/facet.h"
#include "model/query/fieldnames.h"
#include "model/query/valuematcher.h"
#include "tests/support/randomevents.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <algorithm>
#include <map>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;

namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

StorePtr randomStore(std::uint64_t seed, int events)
{
    RandomEvents random(seed);
    StoreBuilding building;
    std::string again;
    for (int segment = 0; segment < 4; ++segment) {
        std::string text = "{\"Records\":[";
        for (int i = 0; i < events; ++i) {
            std::string event = i == 3 && !again.empty() ? again : random.next();
            if (i % 17 == 5) // undated
                event.replace(event.find("\"eventTime\""), 11, "\"eventTine\"");
            text += (i ? "," : "") + event;
            again = event;
        }
        building.read(text + "]}");
        building.seal();
    }
    return building.store();
}

RowSet everyOther(const store::EventStore& store, std::uint64_t seed, std::uint32_t outOf)
{
    RandomEvents random(seed);
    std::vector<std::shared_ptr<const RowBits>> segments;
    const RowSetPtr shown = shownRows(store);
    for (std::size_t i = 0; i < shown->segmentCount(); ++i) {
        RowBits bits = shown->segment(i);
        for (std::size_t row = 0; row < bits.size() * 64; ++row) {
            if (random.below(outOf) != 0)
                bits[row / 64] &= ~(std::uint64_t{1} << (row % 64));
        }
        segments.push_back(std::make_shared<const RowBits>(std::move(bits)));
    }
    return RowSet(std::move(segments));
}

struct Counted
{
    std::map<std::string, std::uint64_t> events;
    std::uint64_t withField = 0;
};

Counted slowly(const StorePtr& store, const Field& field, const RowSet& rows)
{
    Counted counted;
    for (const RowId row : store->timeOrder()) {
        if (!rows.contains(row))
            continue;
        std::vector<std::string> values;
        bool exists = false;
        if (field.derived == Derived::None) {
            std::string json;
            store->json(row, json);
            for (const std::string& value : slowValues(field.path, json, exists))
                values.push_back(value);
        } else {
            ColumnReader(store, Column::derivedColumn(field.derived)).derivedValues(row, values);
            std::sort(values.begin(), values.end());
            values.erase(std::unique(values.begin(), values.end()), values.end());
            exists = !values.empty();
        }
        counted.withField += exists ? 1 : 0;
        for (const std::string& value : values)
            ++counted.events[value];
    }
    return counted;
}

std::map<std::string, std::uint64_t> asMap(const Facet& facet)
{
    std::map<std::string, std::uint64_t> map;
    for (const FacetValue& value : facet.list(FacetOrder::ByText, 0, facet.distinct()).values)
        map[value.text] += value.events;
    return map;
}

std::vector<Field> someFields()
{
    std::vector<Field> fields;
    for (const char* text : {"eventName",
                             "eventID",
                             "eventTime",
                             "readOnly",
                             "userIdentity",
                             "requestParameters.name",
                             "requestParameters.items",
                             "responseElements.items",
                             "responseElements.*",
                             "requestParameters.items[0]",
                             "requestParameters.items[*].name",
                             "userIdentity.tag.key",
                             "requestParameters.*.*",
                             "time",
                             "user",
                             "service",
                             "outcome",
                             "class",
                             "verb",
                             "resource",
                             "nosuchfield",
                             "requestParameters.instanceId"})
        fields.push_back(parseField(text).value());
    fields.push_back(parseField("requestParameters.items").value());
    fields.back().path.forgiving = false;
    return fields;
}

Result<std::vector<FacetPtr>> count(const StorePtr& store, const std::vector<Field>& fields,
                                    const RowSet& rows)
{
    FacetCache cache;
    Evaluator evaluator(2);
    return countFacets(store, fields, rows, cache, evaluator, JobContext());
}

std::string pageText(const Facet::Page& page)
{
    std::string text;
    for (const FacetValue& value : page.values)
        text += value.text + ' ' + std::to_string(value.events) + '\n';
    return text + "of " + std::to_string(page.matching);
}

} // namespace

class TestFacet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void countsAreThoseOfPlainMaps_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void countsAreThoseOfPlainMaps()
    {
        QFETCH(quint64, seed);
        const auto store = randomStore(seed, 150);
        QVERIFY(store->duplicateCount() > 0);
        QVERIFY(store->datedCount() < store->rowCount());
        const std::vector<Field> fields = someFields();
        FacetCache cache;
        Evaluator one(1), two(2);
        for (std::uint32_t outOf : {1u, 2u, 30u, 100000u}) {
            const RowSet rows = everyOther(*store, seed * 3 + outOf, outOf);
            const auto cold = count(store, fields, rows);
            const auto single = countFacets(store, fields, rows, cache, one, JobContext());
            const auto warm = countFacets(store, fields, rows, cache, two, JobContext());
            for (const auto& found : {&cold, &single, &warm}) {
                QVERIFY_OK(*found);
                for (std::size_t i = 0; i < fields.size(); ++i) {
                    const Facet& facet = *found->value()[i];
                    const Counted expected = slowly(store, fields[i], rows);
                    QVERIFY2(asMap(facet) == expected.events, fields[i].text().c_str());
                    QCOMPARE(facet.distinct(), expected.events.size());
                    QCOMPARE(facet.withField(), expected.withField);
                    QCOMPARE(facet.events(), rows.count());
                }
            }
        }
    }

    void aValueMeansTheRowsThatItsFilterFinds()
    {
        const auto store = randomStore(9, 150);
        const RowSetPtr rows = shownRows(*store);
        Evaluator evaluator(2);
        FacetCache cache;
        const std::vector<Field> fields = someFields();
        const auto facets = countFacets(store, fields, *rows, cache, evaluator, JobContext());
        QVERIFY_OK(facets);
        for (const FacetPtr& facet : *facets) {
            for (const FacetValue& value : facet->list(FacetOrder::MostFirst, 0, 20).values) {
                FieldTest test;
                test.field = facet->field();
                test.operands = {value.text};
                const auto found = evaluator.evaluate(store, Predicate::of(test), JobContext());
                QVERIFY_OK(found);
                // 0 and -0.0 are one number to a filter, texts to a facet.
                if (!numberOf(value.text))
                    QCOMPARE((*found)->count(), value.events);
                QCOMPARE(facet->eventsWith(value.text), value.events);
            }
            FieldTest exists;
            exists.field = facet->field();
            exists.op = FieldTest::Op::Exists;
            const auto found = evaluator.evaluate(store, Predicate::of(exists), JobContext());
            QVERIFY_OK(found);
            QCOMPARE(facet->withField(), (*found)->count());
        }
    }

    void valuesComeInOrderByPages()
    {
        std::vector<std::string> events;
        const auto add = [&](const char* name, int times) {
            for (int i = 0; i < times; ++i)
                events.push_back(quoted("{'eventID':'" + std::to_string(events.size())
                                        + "','eventName':'" + name + "'}"));
        };
        add("GetUser", 3);
        add("ListUsers", 1);
        add("DeleteUser", 1);
        add("PutObject", 7);
        events.push_back(quoted("{'eventID':'last'}"));
        const auto store = storeOf(events);
        const auto facets = count(store, {parseField("eventName").value()}, *shownRows(*store));
        QVERIFY_OK(facets);
        const Facet& facet = *facets->front();
        QCOMPARE(facet.withField(), 12u);
        QCOMPARE(facet.events(), 13u);
        QCOMPARE(pageText(facet.list(FacetOrder::MostFirst, 0, 3)),
                 std::string("PutObject 7\nGetUser 3\nDeleteUser 1\nof 4"));
        QCOMPARE(pageText(facet.list(FacetOrder::MostFirst, 3, 3)),
                 std::string("ListUsers 1\nof 4"));
        QCOMPARE(pageText(facet.list(FacetOrder::RarestFirst, 0, 2)),
                 std::string("DeleteUser 1\nListUsers 1\nof 4"));
        QCOMPARE(pageText(facet.list(FacetOrder::ByText, 1, 1)), std::string("GetUser 3\nof 4"));
        QCOMPARE(pageText(facet.list(FacetOrder::MostFirst, 0, 9, "uSER")),
                 std::string("GetUser 3\nDeleteUser 1\nListUsers 1\nof 3"));
        QCOMPARE(pageText(facet.list(FacetOrder::MostFirst, 9, 9)), std::string("of 4"));
        QCOMPARE(facet.eventsWith("nobody"), 0u);
    }

    void anEscapedUuidIsTheSameValue()
    {
        const auto store =
            storeOf({R"({"eventID":"1","requestID":"01234567-89ab-cdef-0123-456789abcdef"})",
                     R"({"eventID":"2","requestID":"\u00301234567-89ab-cdef-0123-456789abcdef"})",
                     R"({"eventID":"3","requestID":"ABCDEF01-89ab-cdef-0123-456789abcdef"})"});
        const auto facets = count(store, {parseField("requestID").value()}, *shownRows(*store));
        QVERIFY_OK(facets);
        QCOMPARE(pageText(facets->front()->list(FacetOrder::MostFirst, 0, 9)),
                 std::string("01234567-89ab-cdef-0123-456789abcdef 2\n"
                             "ABCDEF01-89ab-cdef-0123-456789abcdef 1\nof 2"));
    }

    void aLaterGenerationIsCountedWithTheSameCache()
    {
        RandomEvents random(70);
        StoreBuilding building;
        FacetCache cache;
        Evaluator evaluator(2);
        const std::vector<Field> fields = someFields();
        for (int generation = 0; generation < 4; ++generation) {
            std::string text;
            for (int i = 0; i < 60; ++i)
                text += (i ? "," : "{\"Records\":[") + random.next();
            building.read(text + "]}");
            const auto store = building.store();
            const RowSetPtr rows = shownRows(*store);
            const auto facets = countFacets(store, fields, *rows, cache, evaluator, JobContext());
            QVERIFY_OK(facets);
            for (std::size_t i = 0; i < fields.size(); ++i)
                QCOMPARE(asMap(*(*facets)[i]), slowly(store, fields[i], *rows).events);
        }
        // Another export, with the same cache.
        const auto other = randomStore(71, 50);
        const auto facets =
            countFacets(other, fields, *shownRows(*other), cache, evaluator, JobContext());
        QVERIFY_OK(facets);
        QCOMPARE(asMap(*facets->front()), slowly(other, fields.front(), *shownRows(*other)).events);
    }

    void whatIsKnownOfAnotherExportIsDropped()
    {
        const auto store = randomStore(70, 50);
        FacetCache cache;
        const std::weak_ptr<FacetTexts> known = cache.of(store, someFields().front());
        cache.keepOnly(*store);
        QVERIFY(!known.expired());
        cache.keepOnly(*randomStore(71, 50));
        QVERIFY(known.expired());
        const std::weak_ptr<FacetTexts> again = cache.of(store, someFields().front());
        cache.keepOnly(store::EventStore());
        QVERIFY(again.expired());
    }

    void nothingHasNoValues()
    {
        const auto store = std::make_shared<const store::EventStore>();
        const auto facets = count(store, someFields(), *shownRows(*store));
        QVERIFY_OK(facets);
        QCOMPARE(facets->size(), someFields().size());
        QCOMPARE(facets->front()->distinct(), 0u);
    }

    void aCancelledCountIsNoAnswer()
    {
        const auto store = randomStore(5, 50);
        std::stop_source stop;
        stop.request_stop();
        FacetCache cache;
        Evaluator evaluator(2);
        const auto facets = countFacets(store, someFields(), *shownRows(*store), cache, evaluator,
                                        JobContext(stop.get_token()));
        QVERIFY(!facets.ok());
        QCOMPARE(facets.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFacet)
#include "tst_facet.moc"
