// Colour rules: which rule an event has, while everything around it changes.
#include "model/workspace/coloring.h"
#include "tests/support/openworld.h"
#include "tests/support/scarcememory.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

#include <map>

using namespace trailloupe;
using namespace trailloupe::workspace;
using test::SmallExport;

namespace {

struct World : test::OpenWorld
{
    // How many shown events have each colour; -1: none.
    std::map<int, std::uint64_t> colors() const
    {
        std::map<int, std::uint64_t> counts;
        const store::EventStore& store = *workspace.evidence().store;
        for (const RowId row : store.timeOrder()) {
            const ColorRule* rule = coloring.ruleFor(store, row);
            ++counts[rule ? rule->color : -1];
        }
        return counts;
    }
    // What the bar finds for the same text.
    std::uint64_t found(const char* text)
    {
        if (!filter(QString::fromUtf8(text)))
            return 0;
        const std::uint64_t count = filtering.result().count();
        return filter({}) ? count : 0;
    }

    Coloring coloring{workspace, investigation, filtering, jobs};
};

ColorRule rule(const char* filter, int color, bool enabled = true)
{
    return {.filter = QString::fromUtf8(filter), .color = color, .enabled = enabled};
}

} // namespace

class TestColoring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void withoutRulesNothingHasAColor()
    {
        const SmallExport small(1, 20);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{-1, 20}}));
    }

    void theFirstRuleCounts()
    {
        const SmallExport small(2, 30);
        World w;
        w.coloring.setRules({rule("eventName:RunInstances", 3), rule("eventName:*", 1)});
        QVERIFY(w.openAndWait(small.path()));
        const std::uint64_t run = w.found("eventName:RunInstances");
        QVERIFY(run > 0 && run < 60);
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{3, run}, {1, 60 - run}}));
        QCOMPARE(w.coloring.count(0), run);
        QCOMPARE(w.coloring.count(1), std::uint64_t{60}); // whether or not another one comes first

        w.coloring.setRules({rule("eventName:*", 1), rule("eventName:RunInstances", 3)});
        QVERIFY(w.waitIdle());
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{1, 60}}));
    }

    void patternsAreRulesToo()
    {
        const SmallExport small(1, 30);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.coloring.setRules({rule("{ $.eventName = \"RunInstances\" }", 2)});
        QVERIFY(w.waitIdle());
        QCOMPARE(w.colors()[2], w.found("eventName:RunInstances"));
    }

    void whatIsOffOrAsksForNothingOrCannotBeReadFindsNothing()
    {
        const SmallExport small(1, 10);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.coloring.setRules({rule("eventName:*", 0, false), rule("", 1), rule("  ", 2),
                             rule("eventName:(", 3), rule("eventName:/(?<a>x/", 4)});
        QVERIFY(w.waitIdle());
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{-1, 10}}));
        for (std::size_t i = 0; i < 5; ++i)
            QVERIFY(!w.coloring.count(i));
        // One that is wrong does not keep the others from finding what they ask for.
        w.coloring.add(rule("eventName:*", 5));
        QVERIFY(w.waitIdle());
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{5, 10}}));
    }

    void aRuleOfTheSameFilterIsReplaced()
    {
        World w;
        QSignalSpy changed(&w.coloring, &Coloring::rulesChanged);
        w.coloring.add(rule("a:1", 1));
        w.coloring.add(rule("b:1", 2));
        w.coloring.add(rule("a:1", 3));
        QCOMPARE(changed.count(), 3);
        QVERIFY((w.coloring.rules() == std::vector{rule("a:1", 3), rule("b:1", 2)}));
        w.coloring.setRules(w.coloring.rules());
        w.coloring.remove(QStringLiteral("no such"));
        QCOMPARE(changed.count(), 3);
        w.coloring.remove(QStringLiteral("a:1"));
        QVERIFY((w.coloring.rules() == std::vector{rule("b:1", 2)}));
    }

    void theFilterDoesNotChangeTheColors()
    {
        const SmallExport small(1, 40);
        World w;
        w.coloring.setRules({rule("eventName:RunInstances", 3)});
        QVERIFY(w.openAndWait(small.path()));
        const auto before = w.colors();
        QVERIFY(w.filter(QStringLiteral("not eventName:RunInstances")));
        QVERIFY(w.colors() == before);
    }

    void timesWithoutAZoneAreMeantInTheZoneOfTheWindow()
    {
        const SmallExport small(1, 10); // from midnight, UTC
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.coloring.setRules({rule("time:2026-03-10T00:00:00..2026-03-10T00:00:04", 1)});
        QVERIFY(w.waitIdle());
        const std::uint64_t inUtc = w.colors()[1];
        QVERIFY(inUtc > 0 && inUtc < 10);
        w.investigation.setZone("Asia/Tokyo");
        QVERIFY(w.waitIdle());
        QCOMPARE(w.colors()[1], std::uint64_t{0});
    }

    void withoutMemoryThereAreNoColorsAndThatIsSaid()
    {
        const SmallExport small(1, 20'000);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.coloring.setRules({rule("eventName:*", 1)});
        QVERIFY(w.waitIdle());
        QVERIFY(!w.coloring.error() && w.colors()[1] > 0);
        QSignalSpy answered(&w.coloring, &Coloring::resultChanged);
        {
            const test::ScarceMemory scarce;
            w.coloring.setRules({rule("eventName:*", 1), rule("user:*", 2)});
            QVERIFY(w.waitIdle());
        }
        QCOMPARE(answered.count(), 1);
        QVERIFY(w.coloring.error());
        QCOMPARE(int(w.coloring.error()->kind), int(Error::Kind::TooLarge));
        QVERIFY(!w.coloring.count(1));
        // No event has the colour of a rule that was not looked at.
        QCOMPARE(w.colors()[2], std::uint64_t{0});
        w.coloring.setRules({rule("user:*", 2)});
        QVERIFY(w.waitIdle());
        QVERIFY(!w.coloring.error());
        QVERIFY(w.colors()[2] > 0);
    }

    void colorsComeWhileAnExportLoadsAndGoWithIt()
    {
        SmallExport large(40, 200);
        const SmallExport other(1, 5);
        World w;
        w.coloring.setRules({rule("eventName:*", 4)});
        // At every answer: what is coloured is right, and nothing of another export is coloured.
        bool wrong = false;
        connect(&w.coloring, &Coloring::resultChanged, this, [&] {
            for (const auto& [color, count] : w.colors())
                wrong = wrong || (color != 4 && color != -1);
        });
        QVERIFY(w.openAndWait(large.path()));
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{4, 8000}}));
        w.workspace.open({other.path()});
        QVERIFY(w.colors().empty() || w.colors().size() == 1);
        QVERIFY(w.waitIdle());
        QVERIFY((w.colors() == std::map<int, std::uint64_t>{{4, 5}}));
        QVERIFY(!wrong);
        w.workspace.close();
        QVERIFY(w.colors().empty());
    }
};

QTEST_GUILESS_MAIN(TestColoring)
#include "tst_coloring.moc"
