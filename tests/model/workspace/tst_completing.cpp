// Suggestions for the filter bar: where they come from, and that they go with it.
#include "model/workspace/completing.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using test::SmallExport;

namespace {

struct World : test::OpenWorld
{
    // At the end of the text.
    [[nodiscard]] bool ask(const std::string& text)
    {
        completing.ask(text, text.size());
        return waitIdle();
    }

    Catalog catalog{workspace, filtering, jobs};
    Completing completing{investigation, filtering, catalog, jobs};
};

} // namespace

class TestCompleting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void valuesAreKeptForTheNextLetters()
    {
        const SmallExport small(1, 60);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.ask("eventName:"));
        const std::uint64_t all = w.completing.offer().matching;
        QVERIFY(all > 1);
        QCOMPARE(w.completing.keptValues(), all);
        QVERIFY(w.ask("eventName:Run"));
        QCOMPARE(w.completing.offer().suggestions.size(), std::size_t{1});
        QCOMPARE(w.completing.keptValues(), all);
    }

    void withTheEvidenceGoesWhatWasReadFromIt()
    {
        const SmallExport small(1, 60);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.ask("eventName:"));
        QVERIFY(w.completing.keptValues() > 0);
        w.workspace.close();
        QCOMPARE(w.completing.keptValues(), std::uint64_t{0});
        QVERIFY(w.completing.offer().suggestions.empty());
    }

    void anAnswerAboutWhatWasClosedNeverComes()
    {
        const SmallExport small(1, 60);
        const SmallExport other(1, 1);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        w.completing.ask("eventID:", 8);
        QVERIFY(w.completing.isRunning());
        w.workspace.open({other.path()});
        QVERIFY(!w.completing.isRunning());
        QVERIFY(w.waitIdle());
        QCOMPARE(w.completing.keptValues(), std::uint64_t{0});
        QVERIFY(w.completing.offer().suggestions.empty());
        QVERIFY(w.ask("eventID:"));
        QCOMPARE(w.completing.keptValues(), std::uint64_t{1});
    }

    void aFilterLeavesWhatIsKept()
    {
        const SmallExport small(1, 60);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.ask("eventName:"));
        QVERIFY(w.filter(QStringLiteral("eventName:R")));
        QVERIFY(w.completing.keptValues() > 1);
    }
};

QTEST_GUILESS_MAIN(TestCompleting)
#include "tst_completing.moc"
