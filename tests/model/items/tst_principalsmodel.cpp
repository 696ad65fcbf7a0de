#include "model/identity/rowtexts.h"
#include "model/items/principalsmodel.h"
#include "tests/model/identity/randomidentities.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using identity::PrincipalId;
using identity::SessionId;
using items::PrincipalsModel;
using test::call;
using test::Json;

namespace {

struct World
{
    explicit World(const std::vector<Json>& events)
        : known(*identity::withIdentities(test::storeOfEvents(events), JobContext()))
    { }
    identity::TreePtr tree(const identity::TreeQuestion& question = {})
    {
        return *identity::makeTree(known.events, known.identities, known.names, nullptr, question,
                                   evaluator, JobContext());
    }

    identity::Identified known;
    query::Evaluator evaluator{2};
};

// alice, a role that she assumed, and a session that the role's issued.
std::vector<Json> aChain()
{
    return {call(0, "AssumeRole", test::user("alice", "AKIA1"), test::assumed("one", "a", "ASIA1")),
            call(10, "AssumeRole", test::role("one", "a", "ASIA1", 0),
                 test::assumed("two", "b", "ASIA2")),
            call(20, "X", test::role("two", "b", "ASIA2", 10), {{"errorCode", "AccessDenied"}})};
}

QString number(const QModelIndex& index, PrincipalsModel::Column column)
{
    return index.siblingAtColumn(column).data(PrincipalsModel::NumberRole).toString();
}

} // namespace

class TestPrincipalsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void linesSayWhatTheTreeSays()
    {
        World world(aChain());
        PrincipalsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setWords({[&](PrincipalId id, PrincipalsModel::Column) {
                            return QString::fromStdString(world.known.names->principal(id));
                        },
                        [&](SessionId id, PrincipalsModel::Id above, PrincipalsModel::Column) {
                            return QString::fromStdString(world.known.names->session(id))
                                + (std::holds_alternative<PrincipalId>(above) ? QStringLiteral("!")
                                                                              : QString());
                        }});
        model.setTree(world.tree({.order = identity::TreeOrder::Name, .descending = false}));
        QCOMPARE(model.rowCount(), 3);
        const QModelIndex alice = model.index(0, 0);
        QCOMPARE(alice.data().toString(), QStringLiteral("alice"));
        QVERIFY(alice.data(PrincipalsModel::IsPrincipalRole).toBool());
        QCOMPARE(number(alice, PrincipalsModel::EventsColumn), QStringLiteral("3"));
        QCOMPARE(number(alice, PrincipalsModel::DeniedColumn), QStringLiteral("1"));
        const QModelIndex key = model.index(0, 0, alice);
        QCOMPARE(key.data().toString(), QStringLiteral("AKIA1!"));
        const QModelIndex first = model.index(0, 0, key);
        QCOMPARE(first.data().toString(), QStringLiteral("ASIA1"));
        QCOMPARE(number(first, PrincipalsModel::EventsColumn), QStringLiteral("1"));
        QCOMPARE(first.siblingAtColumn(PrincipalsModel::LinkColumn)
                     .data(PrincipalsModel::ConfidenceRole)
                     .toInt(),
                 static_cast<int>(identity::Confidence::Certain));
        const QModelIndex second = model.index(0, 0, first);
        QCOMPARE(second.data().toString(), QStringLiteral("ASIA2"));
        QVERIFY(!model.hasChildren(second));
        QVERIFY(!model.index(1, 0, first).isValid());
        // The same session below its role is another index.
        const QModelIndex again = model.index(0, 0, model.index(2, 0));
        QCOMPARE(again.data().toString(), QStringLiteral("ASIA2!"));
        QVERIFY(again != second);
        QCOMPARE(again.parent(), model.index(2, 0));
        QCOMPARE(model.indexOf(std::get<SessionId>(model.idOf(again))), second);
        QCOMPARE(model.indexOf(std::get<PrincipalId>(model.idOf(alice))), alice);
    }

    void aNewTreeIsOneReset()
    {
        World world(test::randomIdentityEvents(3, 200));
        PrincipalsModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setTree(world.tree());
        QCOMPARE(resets.size(), 1);
        QVERIFY(model.rowCount() > 3);
        model.setTree(world.tree({.search = "alice"}));
        model.setTree(nullptr);
        QCOMPARE(resets.size(), 3);
        QCOMPARE(model.rowCount(), 0);
    }

    void everySessionIsFound()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            World world(test::randomIdentityEvents(seed, 250));
            PrincipalsModel model;
            model.setTree(world.tree());
            for (std::uint32_t i = 0; i < world.known.identities->sessions().size(); ++i) {
                const QModelIndex index = model.indexOf(SessionId(i));
                QVERIFY(index.isValid());
                QCOMPARE(std::get<SessionId>(model.idOf(index)), SessionId(i));
            }
        }
    }

    // None is left out, and only what is opened is made.
    void tenThousandSessionsBelowOneRole()
    {
        std::vector<Json> events;
        for (int i = 0; i < 10'000; ++i)
            events.push_back(call(
                i, "X", test::role("one", "s" + std::to_string(i), "ASIA" + std::to_string(i), i)));
        World world(events);
        PrincipalsModel model;
        model.setTree(world.tree({.order = identity::TreeOrder::First, .descending = false}));
        const QModelIndex role = model.index(0, 0);
        QVERIFY(model.hasChildren(role));
        QCOMPARE(model.rowCount(role), 10'000);
        const QModelIndex last = model.index(9'999, 0, role);
        QCOMPARE(world.known.names->session(std::get<SessionId>(model.idOf(last))),
                 std::string("ASIA9999"));
        QVERIFY(!model.index(10'000, 0, role).isValid());
    }
};

QTEST_GUILESS_MAIN(TestPrincipalsModel)
#include "tst_principalsmodel.moc"
