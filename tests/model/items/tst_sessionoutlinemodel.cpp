#include "model/items/sessionoutlinemodel.h"
#include "tests/model/identity/randomidentities.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <algorithm>

using namespace trailloupe;
using identity::SessionId;
using items::SessionOutlineModel;
using test::call;
using test::Json;
using Kind = SessionOutlineModel::Kind;

namespace {

SessionId sessionOf(const identity::Identities& identities, std::string_view key)
{
    for (std::uint32_t i = 0; i < identities.sessions().size(); ++i) {
        if (identities.sessions()[i].accessKey == key)
            return SessionId(i);
    }
    return {};
}

// "Kind depth key events", a line each.
QStringList linesOf(const SessionOutlineModel& model, const identity::Identities& identities)
{
    static const char* const kNames[] = {"principal", "gap",    "link", "above",
                                         "itself",    "issued", "below"};
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto& line = model.lineAt(row);
        QString text = QString(line.depth, QLatin1Char(' '))
            + QString::fromLatin1(kNames[static_cast<int>(line.kind)]);
        if (line.session.isValid()) {
            const auto& key = identities.session(line.session).accessKey;
            text += QLatin1Char(' ')
                + QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
        }
        const QVariant events = model.index(row, SessionOutlineModel::EventsColumn)
                                    .data(SessionOutlineModel::NumberRole);
        if (events.isValid())
            text += QLatin1Char(' ') + events.toString();
        if (model.eventOf(line).isValid())
            text += QStringLiteral(" !");
        lines.append(text);
    }
    return lines;
}

} // namespace

class TestSessionOutlineModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theChainStandsAboveAndWhatWasIssuedBelow()
    {
        const auto identities =
            test::identitiesOf({call(0, "AssumeRole", test::user("alice", "AKIA1"),
                                     test::assumed("one", "a", "ASIA1")),
                                call(10, "AssumeRole", test::role("one", "a", "ASIA1", 0),
                                     test::assumed("two", "b", "ASIA2")),
                                call(11, "AssumeRole", test::role("one", "a", "ASIA1", 0),
                                     test::assumed("two", "c", "ASIA3")),
                                call(20, "X", test::role("two", "b", "ASIA2", 10))});
        SessionOutlineModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSession(identities, sessionOf(*identities, "ASIA1"));
        QCOMPARE(linesOf(model, *identities),
                 QStringList({QStringLiteral("principal"), QStringLiteral(" above AKIA1 1"),
                              QStringLiteral("  link ASIA1 !"), QStringLiteral("  itself ASIA1 2"),
                              QStringLiteral("   issued ASIA1"), QStringLiteral("   link ASIA3 !"),
                              QStringLiteral("   below ASIA3 0"), QStringLiteral("   link ASIA2 !"),
                              QStringLiteral("   below ASIA2 1")}));
        QCOMPARE(model.rowOfItself(), 3);
        const RowId issued = model.eventOf(model.lineAt(2));
        QCOMPARE(issued, identities->events()->timeOrder()[0]);
        QCOMPARE(model.index(2, SessionOutlineModel::TimeColumn)
                     .data(SessionOutlineModel::NumberRole)
                     .toLongLong(),
                 *identities->events()->time(issued));
        QCOMPARE(model.index(2, 0).data(SessionOutlineModel::ConfidenceRole).toInt(),
                 static_cast<int>(identity::Confidence::Certain));
        model.setSession(identities, sessionOf(*identities, "ASIA2"));
        QCOMPARE(linesOf(model, *identities).size(), 6);
        // All that came of the first, not only what it issued itself.
        model.setSession(identities, sessionOf(*identities, "AKIA1"));
        QCOMPARE(linesOf(model, *identities),
                 QStringList({QStringLiteral("principal"), QStringLiteral(" itself AKIA1 1"),
                              QStringLiteral("  issued AKIA1"), QStringLiteral("  link ASIA1 !"),
                              QStringLiteral("  below ASIA1 2"), QStringLiteral("   link ASIA3 !"),
                              QStringLiteral("   below ASIA3 0"), QStringLiteral("   link ASIA2 !"),
                              QStringLiteral("   below ASIA2 1")}));
        QCOMPARE(model.countBelow(), std::size_t{3});
    }

    void anUnknownOriginIsAGap()
    {
        const auto identities =
            test::identitiesOf({call(0, "A", test::role("admin", "x", "ASIA1", 0))});
        SessionOutlineModel model;
        model.setSession(identities, SessionId(0));
        QCOMPARE(linesOf(model, *identities),
                 QStringList({QStringLiteral("principal"), QStringLiteral(" gap ASIA1"),
                              QStringLiteral(" itself ASIA1 1")}));
        QVERIFY(!model.eventOf(model.lineAt(1)).isValid());
    }

    // Each session once, the links as many as there are; nothing more and nothing less.
    void everySessionHasItsChain()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto identities = test::identitiesOf(test::randomIdentityEvents(seed, 200));
            for (std::uint32_t i = 0; i < identities->sessions().size(); ++i) {
                SessionOutlineModel model;
                model.setSession(identities, SessionId(i));
                std::size_t above = 0, below = 0, itself = 0;
                for (int row = 0; row < model.rowCount(); ++row) {
                    const Kind kind = model.lineAt(row).kind;
                    above += kind == Kind::Above;
                    below += kind == Kind::Below;
                    itself += kind == Kind::Itself;
                }
                QCOMPARE(above + 1, identities->chain(SessionId(i)).size());
                QCOMPARE(below, model.countBelow());
                std::size_t expected = 0;
                for (std::uint32_t other = 0; other < identities->sessions().size(); ++other) {
                    const auto chain = identities->chain(SessionId(other));
                    expected += other != i && std::ranges::find(chain, SessionId(i)) != chain.end();
                }
                QCOMPARE(below, expected);
                QCOMPARE(itself, std::size_t{1});
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSessionOutlineModel)
#include "tst_sessionoutlinemodel.moc"
