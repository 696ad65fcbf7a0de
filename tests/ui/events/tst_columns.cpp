#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/columntitles.h"
#include "ui/events/columnpresets.h"
#include "ui/events/columnsdialog.h"

#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::Column;
using query::Derived;
using test::SmallExport;
using test::UiWorld;

class TestColumns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init()
    {
        test::failOnAnyWarning();
        QSettings().clear();
    }

    void titlesAreTheConsolesAndPathsSpeakForThemselves()
    {
        const QString utc = QStringLiteral("UTC");
        QCOMPARE_EQ(columnTitle(Column::derivedColumn(Derived::Time), utc),
                    QStringLiteral("Event time (UTC)"));
        QCOMPARE_EQ(columnTitle(Column::derivedColumn(Derived::User), utc),
                    QStringLiteral("User name"));
        QCOMPARE_EQ(columnTitle(Column::pathColumn("sourceIPAddress"), utc),
                    QStringLiteral("Source IP"));
        QCOMPARE_EQ(columnTitle(Column::pathColumn("requestParameters.x"), utc),
                    QStringLiteral("requestParameters.x"));
    }

    void onlyIdsAreSetInAFontOfEvenWidth()
    {
        QVERIFY(isIdColumn(Column::pathColumn("eventID")));
        QVERIFY(isIdColumn(Column::pathColumn("userIdentity.accessKeyId")));
        QVERIFY(!isIdColumn(Column::pathColumn("eventName")));
        QVERIFY(!isIdColumn(Column::derivedColumn(Derived::Time)));
    }

    void thereAreFourPresetsAndOnesOwnAreKept()
    {
        QCOMPARE_EQ(columnpresets::list().size(), 4);
        for (const ColumnPreset& preset : columnpresets::list()) {
            QVERIFY(preset.builtIn);
            QVERIFY(preset.columns.size() >= 5);
            QVERIFY(preset.columns.front() == Column::derivedColumn(Derived::Time));
        }
        const std::vector<Column> own = {Column::pathColumn("requestParameters[\"a.b\"]"),
                                         Column::derivedColumn(Derived::Class)};
        columnpresets::save(QStringLiteral("mine"), own);
        columnpresets::save(QStringLiteral("mine"), own);
        QCOMPARE_EQ(columnpresets::list().size(), 5);
        QCOMPARE_EQ(columnpresets::list().back().columns, own);
        columnpresets::remove(QStringLiteral("mine"));
        QCOMPARE_EQ(columnpresets::list().size(), 4);
    }

    void theLastColumnsComeBack()
    {
        QCOMPARE_EQ(columnpresets::lastUsed(), query::eventHistoryColumns());
        const std::vector<Column> own = {Column::pathColumn("eventName")};
        columnpresets::keepLastUsed(own);
        QCOMPARE_EQ(columnpresets::lastUsed(), own);
    }

    void everyPathWithAValueIsOffered()
    {
        UiWorld world;
        const SmallExport small;
        QVERIFY(world.openAndWait(small.path()));
        const auto paths = valuePaths(*world.workspace->evidence().store);
        const auto has = [&paths](const char* path) {
            return std::ranges::find(paths, path) != paths.end();
        };
        QVERIFY(has("requestParameters.number"));
        QVERIFY(has("userIdentity.userName"));
        QVERIFY(!has("userIdentity")); // an object, never a value
        QVERIFY(std::ranges::is_sorted(paths));
    }

    void aPathIsFoundAddedMovedAndRemoved()
    {
        UiWorld world;
        const SmallExport small;
        QVERIFY(world.openAndWait(small.path()));
        const std::vector<Column> shown = {Column::derivedColumn(Derived::Time),
                                           Column::pathColumn("eventName")};
        ColumnsDialog dialog(world.workspace->evidence().store, shown);
        QCOMPARE_EQ(dialog.columns(), shown);
        auto* search = dialog.findChild<QLineEdit*>();
        QTest::keyClicks(search, QStringLiteral("PARAMETERS.num"));
        const auto lists = dialog.findChildren<QListView*>();
        QListView* available = nullptr;
        for (QListView* list : lists) {
            if (!qobject_cast<QListWidget*>(list))
                available = list;
        }
        QVERIFY(available);
        QCOMPARE_EQ(available->model()->rowCount(), 1);
        available->setCurrentIndex(available->model()->index(0, 0));
        Q_EMIT available->doubleClicked(available->currentIndex());
        Q_EMIT available->doubleClicked(available->currentIndex());
        std::vector<Column> expected = shown;
        expected.push_back(Column::pathColumn("requestParameters.number"));
        QCOMPARE_EQ(dialog.columns(), expected);
        auto* list = dialog.findChild<QListWidget*>();
        list->setCurrentRow(0);
        Q_EMIT list->itemDoubleClicked(list->item(0));
        expected.erase(expected.begin());
        QCOMPARE_EQ(list->count(), 2);
        QCOMPARE_EQ(dialog.columns(), expected);
    }

    void theKeyboardAloneAddsAColumn()
    {
        UiWorld world;
        const SmallExport small;
        QVERIFY(world.openAndWait(small.path()));
        ColumnsDialog dialog(world.workspace->evidence().store, {Column::pathColumn("eventName")});
        dialog.show();
        auto* search = dialog.findChild<QLineEdit*>();
        const auto addedLast = [&dialog] {
            return dialog.columns().back().path;
        };
        QTest::keyClicks(search, QStringLiteral("parameters.num"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE_EQ(addedLast(), std::string("requestParameters.number"));
        search->clear();
        QTest::keyClicks(search, QStringLiteral("userIdentity.userN"));
        QTest::keyClick(search, Qt::Key_Down);
        QWidget* list = dialog.focusWidget();
        QVERIFY(qobject_cast<QListView*>(list));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE_EQ(addedLast(), std::string("userIdentity.userName"));
        QVERIFY(dialog.isVisible());
        // Nothing to add: Enter means OK.
        search->clear();
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
        QCOMPARE_EQ(dialog.result(), int(QDialog::Accepted));
    }
};

QTEST_MAIN(TestColumns)
#include "tst_columns.moc"
