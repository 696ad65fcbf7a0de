// The list of fields follows what is open.
#include "model/query/fieldnames.h"
#include "model/workspace/catalog.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using test::SmallExport;

namespace {

struct World : test::OpenWorld
{
    std::optional<std::uint64_t> eventsWith(std::string_view name) const
    {
        const auto coverage = catalog.current()->coverage(*query::parseField(name));
        return coverage ? std::optional(coverage->events) : std::nullopt;
    }

    Catalog catalog{workspace, filtering, jobs};
};

} // namespace

class TestCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingIsOpenAtFirst()
    {
        World w;
        QVERIFY(w.catalog.current());
        QCOMPARE(w.catalog.current()->events(), std::uint64_t{0});
        QVERIFY(!w.catalog.isRunning());
        QVERIFY(w.catalog.isComplete());
    }

    void everythingIsCountedAtTheEndOfTheLoading()
    {
        const SmallExport small(4, 25);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.catalog.isComplete());
        QCOMPARE(w.catalog.current()->events(), std::uint64_t{100});
        QCOMPARE(w.eventsWith("eventName"), std::uint64_t{100});
        QCOMPARE(w.eventsWith("outcome"), std::uint64_t{100});
        QVERIFY(w.catalog.current()->isLackedByMost(*query::parseField("requestParameters.none")));
    }

    void whatIsClosedTakesItsFieldsWithIt()
    {
        const SmallExport small(1, 10);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QSignalSpy changed(&w.catalog, &Catalog::changed);
        w.workspace.close();
        QCOMPARE(w.catalog.current()->events(), std::uint64_t{0});
        QCOMPARE(changed.size(), 1);
        w.workspace.close();
        QCOMPARE(changed.size(), 1);
    }

    void aNewExportReplacesTheOldWhileItsCatalogIsMade()
    {
        const SmallExport first(1, 10);
        const SmallExport second(1, 30);
        World w;
        QVERIFY(w.openAndWait(first.path()));
        w.workspace.open({second.path()});
        w.workspace.open({first.path()});
        w.workspace.open({second.path()});
        QVERIFY(w.waitIdle());
        QCOMPARE(w.catalog.current()->events(), std::uint64_t{30});
        QVERIFY(w.catalog.isComplete());
    }

    void aStoppedLoadIsCountedToo()
    {
        SmallExport small(30, 200);
        small.deliverAgain(200);
        World w;
        w.workspace.open({small.path()});
        QVERIFY(QTest::qWaitFor([&] { return w.workspace.evidence().store->rowCount() > 0; }));
        w.workspace.cancel();
        QVERIFY(w.waitIdle());
        QVERIFY(w.catalog.isComplete());
        QCOMPARE(w.catalog.current()->events(), w.workspace.evidence().store->rowCount());
    }
};

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
