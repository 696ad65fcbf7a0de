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
        QSignalSpy resource(&investigation, &Investigation::selectedResourceChanged);
        QSignalSpy moment(&investigation, &Investigation::momentChanged);
        for (int i = 0; i < 2; ++i) {
            investigation.selectRow(RowId(5));
            investigation.setColumns({query::Column::pathColumn("eventName")});
            investigation.setSortKey(
                {query::Column::pathColumn("eventName"), query::Direction::Ascending});
            investigation.setZone("Asia/Tokyo");
            investigation.setPage(QStringLiteral("ledger"));
            investigation.selectResource(config::ResourceNo(3));
            investigation.setMoment(7);
        }
        QCOMPARE_EQ(resource.size(), 1);
        QCOMPARE_EQ(moment.size(), 1);
        QCOMPARE_EQ(selection.size(), 1);
        QCOMPARE_EQ(columns.size(), 1);
        QCOMPARE_EQ(sorting.size(), 1);
        QCOMPARE_EQ(zone.size(), 1);
        QCOMPARE_EQ(page.size(), 1);
    }

    void aFilterAndItsPageAreComeToInOneStep()
    {
        Investigation investigation;
        QSignalSpy page(&investigation, &Investigation::pageChanged);
        QSignalSpy filter(&investigation, &Investigation::filterChanged);
        connect(&investigation, &Investigation::filterChanged, this,
                [&] { QCOMPARE(investigation.page(), QStringLiteral("events")); });
        const workspace::Filter asked{QStringLiteral("user:alice"), {}};
        for (int i = 0; i < 2; ++i)
            QVERIFY(investigation.setPage(QStringLiteral("events"), asked));
        QCOMPARE_EQ(page.size(), 1);
        QCOMPARE_EQ(filter.size(), 1);
        QVERIFY(!investigation.setPage(QStringLiteral("notes"), {QStringLiteral("user:("), {}}));
        QCOMPARE(investigation.page(), QStringLiteral("events"));
        QVERIFY(investigation.filter() == asked);
    }

    void aResourceIsComeToInOneStep()
    {
        Investigation investigation;
        QSignalSpy page(&investigation, &Investigation::pageChanged);
        QSignalSpy moment(&investigation, &Investigation::momentChanged);
        connect(&investigation, &Investigation::selectedResourceChanged, this, [&] {
            QCOMPARE(investigation.page(), QStringLiteral("resources"));
            QCOMPARE(investigation.moment(), std::optional<std::int64_t>(5));
        });
        QSignalSpy resource(&investigation, &Investigation::selectedResourceChanged);
        for (int i = 0; i < 2; ++i)
            investigation.setPage(QStringLiteral("resources"), config::ResourceNo(2), 5);
        QCOMPARE_EQ(page.size(), 1);
        QCOMPARE_EQ(moment.size(), 1);
        QCOMPARE_EQ(resource.size(), 1);
        QVERIFY(investigation.selectedResource() == config::ResourceNo(2));
        // On the page that is shown, given as it is.
        investigation.setPage(investigation.page(), config::ResourceNo(2), 5);
        QCOMPARE(investigation.page(), QStringLiteral("resources"));
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
        investigation.selectResource(config::ResourceNo(1));
        investigation.setMoment(1);
        investigation.reset();
        QVERIFY(!investigation.selectedRow());
        QVERIFY(!investigation.selectedResource());
        QVERIFY(!investigation.moment());
        QCOMPARE_EQ(investigation.zone(), QByteArray("Europe/Berlin"));
    }
};

QTEST_GUILESS_MAIN(TestInvestigation)
#include "tst_investigation.moc"
