#include "model/workspace/investigation.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using workspace::Investigation;

class TestInvestigation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void settersTellOnlyOfChange()
    {
        Investigation investigation;
        QSignalSpy selection(&investigation, &Investigation::selectionChanged);
        QSignalSpy columns(&investigation, &Investigation::columnsChanged);
        QSignalSpy sorting(&investigation, &Investigation::sortKeyChanged);
        QSignalSpy zone(&investigation, &Investigation::zoneChanged);
        QSignalSpy page(&investigation, &Investigation::pageChanged);
        for (int i = 0; i < 2; ++i) {
            investigation.selectRow(RowId(5));
            investigation.setColumns({query::Column::pathColumn("eventName")});
            investigation.setSortKey(
                {query::Column::pathColumn("eventName"), query::Direction::Ascending});
            investigation.setZone("Asia/Tokyo");
            investigation.setPage(QStringLiteral("ledger"));
        }
        QCOMPARE_EQ(selection.size(), 1);
        QCOMPARE_EQ(columns.size(), 1);
        QCOMPARE_EQ(sorting.size(), 1);
        QCOMPARE_EQ(zone.size(), 1);
        QCOMPARE_EQ(page.size(), 1);
    }

    void aColumnIsAddedOnceAndRemovedOnce()
    {
        Investigation investigation;
        const auto before = investigation.columns().size();
        const auto column = query::Column::pathColumn("requestParameters.roleArn");
        QSignalSpy columns(&investigation, &Investigation::columnsChanged);
        investigation.addColumn(column);
        investigation.addColumn(column);
        QCOMPARE_EQ(investigation.columns().size(), before + 1);
        QCOMPARE_EQ(columns.size(), 1);
        investigation.removeColumn(column);
        investigation.removeColumn(column);
        QCOMPARE_EQ(investigation.columns().size(), before);
        QCOMPARE_EQ(columns.size(), 2);
    }

    void aNewExportForgetsTheSelectionAndKeepsTheView()
    {
        Investigation investigation;
        investigation.selectRow(RowId(1));
        investigation.setZone("Europe/Berlin");
        investigation.reset();
        QVERIFY(!investigation.selectedRow());
        QCOMPARE_EQ(investigation.zone(), QByteArray("Europe/Berlin"));
    }
};

QTEST_GUILESS_MAIN(TestInvestigation)
#include "tst_investigation.moc"
