#include "model/identity/rowtexts.h"
#include "model/query/barquery.h"
#include "model/query/evaluator.h"
#include "model/query/facet.h"
#include "model/query/fieldnames.h"
#include "model/query/sort.h"
#include "tests/model/identity/identityevents.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using query::Column;
using query::Derived;
using test::call;
using test::Json;
using test::role;
using test::user;
using StorePtr = std::shared_ptr<const store::EventStore>;

namespace {

StorePtr withIdentities(const std::vector<Json>& events)
{
    const auto identified = identity::withIdentities(test::storeOfEvents(events), JobContext());
    return identified ? identified->events : nullptr;
}

// What a column says of each event, in time order.
QStringList cells(const StorePtr& store, Derived derived)
{
    const query::ColumnReader reader(store, Column::derivedColumn(derived));
    QStringList texts;
    std::string text;
    for (const RowId row : store->timeOrder()) {
        reader.text(row, text);
        texts.append(QString::fromStdString(text));
    }
    return texts;
}

std::size_t found(const StorePtr& store, const char* filter, query::Evaluator& evaluator)
{
    const auto parsed = query::parseBar(filter);
    const auto rows = evaluator.evaluate(store, parsed.predicate, JobContext());
    return rows ? (*rows)->count() : SIZE_MAX;
}

// alice and a role that she assumed; a key that she made for backup, and what it did.
std::vector<Json> someEvents()
{
    return {call(0, "AssumeRole", user("alice", "AKIA1"), test::assumed("one", "a", "ASIA1")),
            call(10, "X", role("one", "a", "ASIA1", 0)),
            call(20, "CreateAccessKey", user("alice", "AKIA1"),
                 {{"responseElements",
                   {{"accessKey", {{"accessKeyId", "AKIA2"}, {"userName", "backup"}}}}}}),
            call(30, "Y", user("backup", "AKIA2")),
            call(40, "Z", role("two", "b", "ASIA3", 35)),
            call(50, "S", {{"type", "AWSService"}, {"invokedBy", "kms.amazonaws.com"}}),
            call(60, "N", nullptr)};
}

} // namespace

class TestRowTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void columnsSayWhoWasBehindIt()
    {
        const auto store = withIdentities(someEvents());
        QVERIFY(store);
        QCOMPARE(cells(store, Derived::Actor).join(QLatin1Char('|')),
                 QStringLiteral("alice|alice|alice|backup|two|kms.amazonaws.com|"));
        QCOMPARE(cells(store, Derived::ActorType).join(QLatin1Char('|')),
                 QStringLiteral("IAMUser|IAMUser|IAMUser|IAMUser|Role|AWSService|None"));
        QCOMPARE(cells(store, Derived::Principal).join(QLatin1Char('|')),
                 QStringLiteral("alice|one|alice|backup|two|kms.amazonaws.com|"));
        QCOMPARE(cells(store, Derived::Session).join(QLatin1Char('|')),
                 QStringLiteral("AKIA1|ASIA1|AKIA1|AKIA2|ASIA3|kms.amazonaws.com without key|"
                                "no key"));
        QCOMPARE(cells(store, Derived::SessionRoot).join(QLatin1Char('|')),
                 QStringLiteral("AKIA1|AKIA1|AKIA1|AKIA1|ASIA3|kms.amazonaws.com without key|"
                                "no key"));
        QCOMPARE(cells(store, Derived::SessionOrigin).join(QLatin1Char('|')),
                 QStringLiteral("own|keyIssued|own|keyCreated|unknown|own|own"));
    }

    void twoOfOneNameAreToldApart()
    {
        const auto store =
            withIdentities({call(0, "A", user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
                            call(1, "B", user("alice", "AKIA2", "AIDASECONDSECONDSEC1")),
                            call(2, "C", user("bob", "AKIA3"))});
        QVERIFY(store);
        QCOMPARE(cells(store, Derived::Actor).join(QLatin1Char('|')),
                 QStringLiteral("alice (AIDAFIRSTFIRSTFIRST1)|alice (AIDASECONDSECONDSEC1)|bob"));
    }

    // A user and a role of one name in one account, of neither of which a unique id is known.
    void noTwoHaveOneName()
    {
        Json deployer = user("deploy", "AKIA1");
        deployer.erase("principalId");
        Json role = test::role("deploy", "x", "", -1);
        role["principalId"] = ":x";
        role["sessionContext"]["sessionIssuer"].erase("principalId");
        const auto result = identity::withIdentities(
            test::storeOfEvents(
                {call(0, "A", deployer), call(1, "B", role), call(2, "C", nullptr)}),
            JobContext());
        QVERIFY_OK(result);
        QStringList names;
        for (std::uint32_t i = 0; i < result->identities->principals().size(); ++i)
            names.append(
                QString::fromStdString(result->names->principal(identity::PrincipalId(i))));
        QCOMPARE(names.join(QLatin1Char('|')),
                 QStringLiteral("deploy (111122223333) (IAMUser)|deploy (111122223333) (Role)|"));
    }

    void filtersFindThem()
    {
        const auto store = withIdentities(someEvents());
        QVERIFY(store);
        query::Evaluator evaluator(2);
        QCOMPARE(found(store, "actor:alice", evaluator), std::size_t{3});
        QCOMPARE(found(store, "session.root:AKIA1", evaluator), std::size_t{4});
        QCOMPARE(found(store, "session.root:AKIA1 and -session.id:AKIA1", evaluator),
                 std::size_t{2});
        QCOMPARE(found(store, "session.origin:unknown", evaluator), std::size_t{1});
        QCOMPARE(found(store, "actor.type:IAMUser", evaluator), std::size_t{4});
        QCOMPARE(found(store, "actor:*", evaluator), std::size_t{6});
        QCOMPARE(found(store, "not actor:*", evaluator), std::size_t{1});
    }

    void aFilterIsAskedAgainOnceItIsKnown()
    {
        const auto before = test::storeOfEvents(someEvents());
        query::Evaluator evaluator(2);
        QCOMPARE(found(before, "actor:alice", evaluator), std::size_t{0});
        const auto after = identity::withIdentities(before, JobContext());
        QVERIFY_OK(after);
        QCOMPARE(found(after->events, "actor:alice", evaluator), std::size_t{3});
    }

    void facetsCountThem()
    {
        const auto store = withIdentities(someEvents());
        QVERIFY(store);
        query::Evaluator evaluator(2);
        query::FacetCache cache;
        const auto all = query::shownRows(*store);
        const std::vector<query::Field> fields{*query::parseField("actor"),
                                               *query::parseField("session.root")};
        const auto facets = query::countFacets(store, fields, *all, cache, evaluator, JobContext());
        QVERIFY_OK(facets);
        const auto actors = (*facets)[0]->list(query::FacetOrder::MostFirst, 0, 9);
        QCOMPARE(actors.values.size(), std::size_t{4});
        QCOMPARE(actors.values[0].text, std::string("alice"));
        QCOMPARE(actors.values[0].events, std::uint64_t{3});
        QCOMPARE((*facets)[0]->withField(), std::uint64_t{6});
        const auto roots = (*facets)[1]->list(query::FacetOrder::MostFirst, 0, 9);
        QCOMPARE(roots.values[0].text, std::string("AKIA1"));
        QCOMPARE(roots.values[0].events, std::uint64_t{4});
    }

    void rowsAreSortedByThem()
    {
        const auto store = withIdentities(someEvents());
        QVERIFY(store);
        const auto order = query::sortRows(
            store, {Column::derivedColumn(Derived::Actor), query::Direction::Ascending},
            JobContext());
        QVERIFY_OK(order);
        const query::ColumnReader reader(store, Column::derivedColumn(Derived::Actor));
        QStringList texts;
        std::string text;
        for (const RowId row : **order) {
            reader.text(row, text);
            texts.append(QString::fromStdString(text));
        }
        QCOMPARE(texts.join(QLatin1Char('|')),
                 QStringLiteral("alice|alice|alice|backup|kms.amazonaws.com|two|"));
    }

    void theNextGenerationHasTheSameEvents()
    {
        const auto before = test::storeOfEvents(someEvents());
        const auto result = identity::withIdentities(before, JobContext());
        QVERIFY_OK(result);
        const store::EventStore& after = *result->events;
        QCOMPARE(result->identities->events().get(), before.get());
        QCOMPARE(after.generation(), before->generation() + 1);
        QCOMPARE(after.rowCount(), before->rowCount());
        QCOMPARE(after.datedCount(), before->datedCount());
        QVERIFY(std::ranges::equal(after.timeOrder(), before->timeOrder()));
        QCOMPARE(after.checkInvariants(), std::string());
        QVERIFY(!before->rowTexts());
        QVERIFY(after.rowTexts());
        QCOMPARE(test::eventsOf(after), test::eventsOf(*before));
        QVERIFY(after.rowTexts()->memoryBytes() > 0);
    }

    void aRowThatIsNotShownHasNone()
    {
        const Json event = call(0, "A", user("alice", "AKIA1"));
        const auto store = withIdentities({event, event});
        QVERIFY(store);
        QCOMPARE(store->rowCount(), std::size_t{1});
        const RowId shown = store->timeOrder()[0];
        const RowId hidden(1 - shown.value());
        QVERIFY(store->rowTexts()->number(store::RowTexts::Column::Actor, shown) != 0);
        QCOMPARE(store->rowTexts()->number(store::RowTexts::Column::Actor, hidden), 0u);
        QCOMPARE(store->rowTexts()->text(store::RowTexts::Column::Actor, 0), std::string_view());
    }
};

QTEST_GUILESS_MAIN(TestRowTexts)
#include "tst_rowtexts.moc"
