#include "model/workspace/history.h"
#include "model/workspace/pivots.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;

namespace {

void type(Investigation& investigation, const QString& text)
{
    for (int i = 1; i <= text.size(); ++i) {
        Filter filter = investigation.filter();
        filter.text = text.left(i);
        investigation.setFilter(filter);
    }
}

const PivotValue kAlice{{query::Derived::User, {}}, "alice"};

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void backAndForwardWalkThePagesVisited()
    {
        Investigation investigation;
        investigation.setPage(QStringLiteral("overview"));
        History history(investigation);
        QVERIFY(!history.canGoBack());
        investigation.setPage(QStringLiteral("events"));
        investigation.setPage(QStringLiteral("ledger"));
        history.back();
        QCOMPARE(investigation.page(), QStringLiteral("events"));
        history.back();
        QCOMPARE(investigation.page(), QStringLiteral("overview"));
        QVERIFY(!history.canGoBack());
        history.back(); // nothing lies there
        history.forward();
        QCOMPARE(investigation.page(), QStringLiteral("events"));
        QVERIFY(history.canGoForward());
        investigation.setPage(QStringLiteral("overview"));
        QVERIFY(!history.canGoForward()); // what lay ahead is cut off
    }

    void aResourceIsOneStepHoweverFarItIs()
    {
        Investigation investigation;
        investigation.setPage(QStringLiteral("events"));
        History history(investigation);
        investigation.setPage(QStringLiteral("resources"), config::ResourceNo(1), 5);
        QCOMPARE_EQ(history.views().size(), std::size_t(2));
        investigation.setMoment(6); // moving through time is none
        QCOMPARE_EQ(history.views().size(), std::size_t(2));
        investigation.selectResource(config::ResourceNo(2));
        investigation.selectResource(config::ResourceNo(3)); // without a pause
        QCOMPARE_EQ(history.views().size(), std::size_t(3));
        history.back();
        QVERIFY(investigation.selectedResource() == config::ResourceNo(1));
        QCOMPARE(investigation.moment(), std::optional<std::int64_t>(6));
        history.back();
        QCOMPARE(investigation.page(), QStringLiteral("events"));
        QVERIFY(!investigation.selectedResource());
        history.goTo(2);
        QVERIFY(investigation.selectedResource() == config::ResourceNo(3));
        QCOMPARE(investigation.page(), QStringLiteral("resources"));
    }

    void aFilterIsUndoneWithTheSelectionItWasMadeFrom()
    {
        Investigation investigation;
        investigation.setPage(QStringLiteral("events"));
        History history(investigation);
        investigation.selectRow(RowId(4));
        investigation.selectRow(RowId(5));
        pivot(investigation, kAlice, Pivot::Only);
        investigation.selectRow(RowId(9));
        pivotToTime(investigation, 100, 200);
        QCOMPARE(history.views().size(), std::size_t{3});
        history.back();
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(investigation.selectedRow(), std::optional(RowId(9)));
        history.back();
        QVERIFY(investigation.filter().isEmpty());
        QCOMPARE(investigation.selectedRow(), std::optional(RowId(5)));
        history.goTo(2);
        QCOMPARE(investigation.filter().chips.size(), std::size_t{2});
    }

    void whatIsTypedIsOneView()
    {
        Investigation investigation;
        History history(investigation);
        type(investigation, QStringLiteral("eventName:Run*"));
        QCOMPARE(history.views().size(), std::size_t{2});
        investigation.setPage(QStringLiteral("ledger"));
        investigation.setPage(QStringLiteral("events"));
        type(investigation, QStringLiteral("eventName:Stop*"));
        QCOMPARE(history.views().size(), std::size_t{5});
        history.back();
        QCOMPARE(investigation.filter().text, QStringLiteral("eventName:Run*"));
    }

    void anotherExportStartsAnew()
    {
        Investigation investigation;
        History history(investigation);
        pivot(investigation, kAlice, Pivot::Only);
        QSignalSpy changed(&history, &History::changed);
        investigation.reset();
        history.restart();
        QVERIFY(!history.canGoBack());
        QCOMPARE(history.views().size(), std::size_t{1});
        QVERIFY(!changed.isEmpty());
    }

    void theListIsBounded()
    {
        Investigation investigation;
        History history(investigation);
        for (int i = 0; i < 1000; ++i)
            pivotToTime(investigation, i, i + 10);
        QCOMPARE(history.views().size(), History::kMaxViews);
        QCOMPARE(history.current(), History::kMaxViews - 1);
        while (history.canGoBack())
            history.back();
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
