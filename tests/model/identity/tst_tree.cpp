#include "model/identity/rowtexts.h"
#include "model/identity/subject.h"
#include "model/identity/tree.h"
#include "model/query/barquery.h"
#include "tests/model/identity/identityevents.h"
#include "tests/model/identity/randomidentities.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <map>

using namespace trailloupe;
using identity::Identified;
using identity::PrincipalId;
using identity::SessionId;
using identity::TreeOrder;
using identity::TreeQuestion;
using test::call;
using test::Json;

namespace {

struct World
{
    explicit World(const std::vector<Json>& events)
        : known(*identity::withIdentities(test::storeOfEvents(events), JobContext()))
    { }
    identity::TreePtr tree(const TreeQuestion& question = {},
                           const query::RowSetPtr& found = nullptr)
    {
        auto made = identity::makeTree(known.events, known.identities, known.names, found, question,
                                       evaluator, JobContext());
        return made ? *made : nullptr;
    }
    query::RowSetPtr rows(const char* filter)
    {
        return *evaluator.evaluate(known.events, query::parseBar(filter).predicate, JobContext());
    }

    Identified known;
    query::Evaluator evaluator{2};
};

// "alice 3/1" and below it its sessions, "  AKIA1 2": events and denied ones.
QString textOf(const identity::Tree& tree)
{
    QString text;
    const auto numbers = [](const identity::Totals& totals) {
        return QStringLiteral(" %1").arg(totals.events)
            + (totals.denied ? QStringLiteral("/%1").arg(totals.denied) : QString())
            + QLatin1Char('\n');
    };
    const auto add = [&](auto self, SessionId id, int depth) -> void {
        text += QString(depth * 2, QLatin1Char(' '))
            + QString::fromStdString(tree.names()->session(id)) + numbers(tree.totals(id));
        for (const SessionId below : tree.below(id))
            self(self, below, depth + 1);
    };
    for (const PrincipalId id : tree.principals()) {
        text += QString::fromStdString(tree.names()->principal(id)) + numbers(tree.totals(id));
        for (const SessionId below : tree.below(id))
            add(add, below, 1);
    }
    return text;
}

// alice, a role that she assumed, and the key that she made for backup, which was refused once.
std::vector<Json> someEvents()
{
    return {call(0, "AssumeRole", test::user("alice", "AKIA1"), test::assumed("one", "a", "ASIA1")),
            call(10, "X", test::role("one", "a", "ASIA1", 0)),
            call(20, "CreateAccessKey", test::user("alice", "AKIA1"),
                 {{"responseElements",
                   {{"accessKey", {{"accessKeyId", "AKIA2"}, {"userName", "backup"}}}}}}),
            call(30, "Y", test::user("backup", "AKIA2")),
            call(35, "Y", test::user("backup", "AKIA2"), {{"errorCode", "AccessDenied"}}),
            call(40, "Z", test::role("two", "b", "ASIA3", 35))};
}

} // namespace

class TestTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyPrincipalStandsThereWithWhatIsItsAndWhatItWasBehind()
    {
        World world(someEvents());
        const auto tree = world.tree({.order = TreeOrder::Name, .descending = false});
        QVERIFY(tree);
        QCOMPARE(textOf(*tree),
                 QStringLiteral("alice 3\n"
                                "  AKIA1 2\n"
                                "    AKIA2 2/1\n"
                                "    ASIA1 1\n"
                                "backup 2/1\n"
                                "  AKIA2 2/1\n"
                                "one 1\n"
                                "  ASIA1 1\n"
                                "two 1\n"
                                "  ASIA3 1\n"));
        QCOMPARE(tree->sessionCount(), std::uint64_t{4});
    }

    void theOrderIsWhatWasAskedFor_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QString>("principals");
        const auto row = [](const char* name, TreeOrder order, bool descending,
                            const char* principals) {
            QTest::newRow(name) << static_cast<int>(order) << descending
                                << QString::fromUtf8(principals);
        };
        row("most events first", TreeOrder::Events, true, "alice backup one two");
        row("fewest events first", TreeOrder::Events, false, "one two backup alice");
        row("by name backwards", TreeOrder::Name, true, "two one backup alice");
        row("most denied first", TreeOrder::Denied, true, "backup alice one two");
        row("the last seen first", TreeOrder::Last, true, "two backup alice one");
        row("the first seen first", TreeOrder::First, false, "alice one backup two");
        row("by type", TreeOrder::Type, false, "alice backup one two");
    }
    void theOrderIsWhatWasAskedFor()
    {
        QFETCH(int, order);
        QFETCH(bool, descending);
        QFETCH(QString, principals);
        World world(someEvents());
        const auto tree =
            world.tree({.order = static_cast<TreeOrder>(order), .descending = descending});
        QStringList names;
        for (const PrincipalId id : tree->principals())
            names.append(QString::fromStdString(tree->names()->principal(id)));
        QCOMPARE(names.join(QLatin1Char(' ')), principals);
    }

    void searchingKeepsWhatStandsAboveAndBelow_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QString>("text");
        QTest::newRow("a key") << QStringLiteral("asia1")
                               << QStringLiteral("alice 3\n  AKIA1 2\n    ASIA1 1\none 1\n"
                                                 "  ASIA1 1\n");
        QTest::newRow("a name") << QStringLiteral("BACKUP")
                                << QStringLiteral("alice 3\n  AKIA1 2\n    AKIA2 2/1\n"
                                                  "backup 2/1\n  AKIA2 2/1\n");
        QTest::newRow("an ARN") << QStringLiteral(":role/two")
                                << QStringLiteral("two 1\n  ASIA3 1\n");
        QTest::newRow("nothing") << QStringLiteral("mallory") << QString();
    }
    void searchingKeepsWhatStandsAboveAndBelow()
    {
        QFETCH(QString, search);
        QFETCH(QString, text);
        World world(someEvents());
        QCOMPARE(
            textOf(*world.tree(
                {.search = search.toStdString(), .order = TreeOrder::Name, .descending = false})),
            text);
    }

    void onlyWhatTheFilterFinds()
    {
        World world(someEvents());
        const auto tree =
            world.tree({.order = TreeOrder::Name, .descending = false, .onlyFound = true},
                       world.rows("eventName:Y"));
        QCOMPARE(textOf(*tree),
                 QStringLiteral("alice 3\n  AKIA1 2\n    AKIA2 2/1\nbackup 2/1\n  AKIA2 2/1\n"));
        const auto names = tree->names();
        for (const PrincipalId id : tree->principals())
            QCOMPARE(tree->totals(id).found,
                     std::uint64_t{names->principal(id) == "backup" ? 2u : 0u});
    }

    // The sums are those of the filters that subjectOf() stands for; no session is lost, and lists
    // make no circle.
    void totalsAreThoseOfTheFilters()
    {
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            World world(test::randomIdentityEvents(seed, 300));
            const auto tree = world.tree();
            QVERIFY(tree);
            const auto& identities = *world.known.identities;
            std::vector<bool> met(identities.sessions().size());
            const auto enter = [&](auto self, SessionId id, int depth) -> void {
                QVERIFY(depth < 1000);
                met[id.index()] = true;
                for (const SessionId below : tree->below(id))
                    self(self, below, depth + 1);
            };
            for (const PrincipalId id : tree->principals()) {
                const auto condition = identity::conditionOf(identities, *world.known.names,
                                                             identity::subjectOf(identities, id));
                query::PredicatePtr predicate = query::Predicate::of(
                    query::FieldTest{.field = condition.field, .operands = condition.values});
                if (condition.values.empty())
                    predicate = query::Predicate::negation(query::Predicate::of(query::FieldTest{
                        .field = condition.field, .op = query::FieldTest::Op::Exists}));
                const auto rows =
                    world.evaluator.evaluate(world.known.events, predicate, JobContext());
                QCOMPARE(tree->totals(id).events, (*rows)->count());
                for (const SessionId below : tree->below(id))
                    enter(enter, below, 1);
            }
            QVERIFY(std::ranges::count(met, false) == 0);
            // They add up to the events, once it is said which count twice or not at all.
            std::uint64_t sum = 0;
            for (std::uint32_t i = 0; i < identities.principals().size(); ++i)
                sum += tree->totals(PrincipalId(i)).events;
            const auto& counted = tree->countedTwice();
            QCOMPARE(counted.all, std::uint64_t{world.known.events->rowCount()});
            QCOMPARE(sum, counted.all + counted.twice - counted.none);
        }
    }

    void anEventOfARoleSessionCountsForTheRoleAndForWhoAssumedIt()
    {
        World world(someEvents());
        const auto counted = world.tree()->countedTwice();
        std::uint64_t ofRoles = 0;
        for (const auto& session : world.known.identities->sessions()) {
            if (session.actor != session.principal)
                ofRoles += session.events;
        }
        QVERIFY(ofRoles > 0);
        QCOMPARE(counted.twice, ofRoles);
        QCOMPARE(counted.none, std::uint64_t{0});
    }

    void whatTheSearchNamesBestIsKnown()
    {
        World world(someEvents());
        const auto& identities = *world.known.identities;
        const auto match = [&world](const char* text) {
            return world.tree({.search = text})->match();
        };
        QVERIFY(!world.tree()->match());
        QVERIFY(!match("nobody"));
        const auto key = match("asia1");
        QVERIFY(key && std::holds_alternative<SessionId>(*key));
        QCOMPARE(identities.session(std::get<SessionId>(*key)).accessKey,
                 std::string_view("ASIA1"));
        const auto start = match("AKIA");
        QVERIFY(start && std::holds_alternative<SessionId>(*start));
        // The whole name of a user, not the role session that begins with it or the account.
        const auto name = match("Backup");
        QVERIFY(name && std::holds_alternative<PrincipalId>(*name));
        QCOMPARE(identities.principal(std::get<PrincipalId>(*name)).name,
                 std::string_view("backup"));
    }

    void aCancelledTreeIsNone()
    {
        World world(someEvents());
        std::stop_source stop;
        stop.request_stop();
        const auto made =
            identity::makeTree(world.known.events, world.known.identities, world.known.names,
                               nullptr, {}, world.evaluator, JobContext(stop.get_token()));
        QVERIFY(!made);
        QCOMPARE(made.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestTree)
#include "tst_tree.moc"
