// The list of fields against a look into every event's JSON.
#include "model/query/fieldcatalog.h"
#include "model/query/fieldnames.h"
#include "tests/support/randomevents.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;

namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

StorePtr randomStore(std::uint64_t seed)
{
    RandomEvents random(seed);
    StoreBuilding building;
    std::string again;
    for (int segment = 0; segment < 3; ++segment) {
        std::string text;
        for (int i = 0; i < 200; ++i) {
            const std::string event = i == 3 && !again.empty() ? again : random.next();
            text += (i ? "," : "{\"Records\":[") + event;
            again = event;
        }
        building.read(text + "]}");
        building.seal();
    }
    return building.store();
}

std::uint64_t slowly(const StorePtr& store, const Field& field)
{
    std::uint64_t events = 0;
    for (const RowId row : store->timeOrder()) {
        bool exists = false;
        if (field.derived == Derived::None) {
            std::string json;
            store->json(row, json);
            slowValues(field.path, json, exists);
        } else {
            std::string text;
            exists = ColumnReader(store, Column::derivedColumn(field.derived)).text(row, text)
                != store::ValueKind::Missing;
        }
        events += exists ? 1 : 0;
    }
    return events;
}

std::shared_ptr<const FieldCatalog> catalogOf(const StorePtr& store, Evaluator* evaluator = nullptr)
{
    const auto made = FieldCatalog::make(store, evaluator, JobContext());
    return made ? made.value() : nullptr;
}

StorePtr smallStore()
{
    return storeOf({quoted("{'eventID':'1','eventName':'A','userIdentity':{'accessKeyId':'k',"
                           "'arn':'x'},'items':[{'id':'a'},{'id':null}],'errorCode':null}"),
                    quoted("{'eventID':'2','eventName':'B','user':'own','tag.key':'v'}"),
                    quoted("{'eventID':'3','eventName':'C','items':[]}")});
}

const CatalogField* find(const FieldCatalog& catalog, std::string_view name)
{
    const auto it = std::find_if(catalog.fields().begin(), catalog.fields().end(),
                                 [&](const CatalogField& field) { return field.name == name; });
    return it == catalog.fields().end() ? nullptr : &*it;
}

} // namespace

class TestFieldCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void countsAreThoseOfTheEvents_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 3; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void countsAreThoseOfTheEvents()
    {
        QFETCH(quint64, seed);
        const auto store = randomStore(seed);
        QVERIFY(store->duplicateCount() > 0);
        Evaluator evaluator(2);
        const auto catalog = catalogOf(store, &evaluator);
        QVERIFY(catalog);
        QCOMPARE(catalog->events(), store->rowCount());
        std::size_t looked = 0;
        std::size_t exact = 0;
        for (const CatalogField& field : catalog->fields()) {
            QVERIFY2(parseField(field.name) == field.field, field.name.c_str());
            if (!field.events || looked++ > 120)
                continue;
            const std::uint64_t expected = slowly(store, field.field);
            const auto coverage = catalog->coverage(field.field);
            QVERIFY(coverage);
            if (!field.mayHaveMore && !coverage->mayHaveMore) {
                QVERIFY2(*field.events == expected, field.name.c_str());
                ++exact;
            }
            QVERIFY2(*field.events <= expected, field.name.c_str());
            QVERIFY2(coverage->events <= expected, field.name.c_str());
            if (!coverage->mayHaveMore)
                QCOMPARE(coverage->events, expected);
        }
        QVERIFY(exact > 20);
    }

    void namesAreWhatPeopleType()
    {
        const auto catalog = catalogOf(smallStore());
        QVERIFY(catalog);
        QVERIFY(find(*catalog, "items.id"));
        QCOMPARE(*find(*catalog, "items.id")->events, 1u);
        QCOMPARE(*find(*catalog, "items")->events, 2u);
        QVERIFY(!find(*catalog, "items")->hasValues);
        QCOMPARE(*find(*catalog, "errorCode")->events, 0u);
        // A member that is called like one of our columns, and one with a dot.
        QVERIFY(find(*catalog, "user")->field.derived == Derived::User);
        QCOMPARE(*find(*catalog, "`user`")->events, 1u);
        QCOMPARE(*find(*catalog, "`tag.key`")->events, 1u);
        QVERIFY(!find(*catalog, "resource")->events);
    }

    void aFieldThatMostEventsLackIsKnown()
    {
        const auto catalog = catalogOf(smallStore());
        QVERIFY(!catalog->isLackedByMost(*parseField("eventName")));
        QVERIFY(catalog->isLackedByMost(*parseField("errorCode")));
        QVERIFY(catalog->isLackedByMost(*parseField("userIdentity.arn")));
        QVERIFY(catalog->isLackedByMost(*parseField("nosuchfield")));
        QVERIFY(catalog->coverage(*parseField("items[0].id"))
                == (FieldCatalog::Coverage{1, false}));
        QVERIFY(catalog->coverage(*parseField("items[1].id"))
                == (FieldCatalog::Coverage{0, false}));
    }

    void anUnknownFieldSuggestsTheNearest_data()
    {
        QTest::addColumn<std::string>("typed");
        QTest::addColumn<std::string>("meant");
        QTest::newRow("letter case") << std::string("eventname") << std::string("eventName");
        QTest::newRow("swapped") << std::string("evnetName") << std::string("eventName");
        QTest::newRow("left out") << std::string("evntName") << std::string("eventName");
        QTest::newRow("last step")
            << std::string("accessKeyId") << std::string("userIdentity.accessKeyId");
        QTest::newRow("last step, other case")
            << std::string("accesskeyid") << std::string("userIdentity.accessKeyId");
        QTest::newRow("derived") << std::string("outcom") << std::string("outcome");
        QTest::newRow("short name") << std::string("regoin") << std::string("region");
        QTest::newRow("other parent")
            << std::string("identity.accessKeyId") << std::string("userIdentity.accessKeyId");
        QTest::newRow("nothing near") << std::string("zzzzzzzzzz") << std::string();
    }
    void anUnknownFieldSuggestsTheNearest()
    {
        QFETCH(std::string, typed);
        QFETCH(std::string, meant);
        const auto names = catalogOf(smallStore())->nearest(typed, 3);
        QCOMPARE(names.empty() ? std::string() : names.front(), meant);
        QVERIFY(names.size() <= 3);
    }

    void aCancelledCatalogIsNone()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto made = FieldCatalog::make(smallStore(), nullptr, JobContext(stop.get_token()));
        QVERIFY(!made.ok());
        QCOMPARE(made.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFieldCatalog)
#include "tst_fieldcatalog.moc"
