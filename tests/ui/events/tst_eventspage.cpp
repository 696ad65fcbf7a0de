#include "tests/support/smallestate.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/events/columnpresets.h"
#include "ui/events/eventspage.h"
#include "ui/events/eventtableview.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::Column;
using query::Derived;
using query::Direction;
using test::SmallExport;
using test::UiWorld;

namespace {

// A page that is shown, over an export that is read.
struct Fixture : UiWorld
{
    explicit Fixture(const QString& path = {})
        : page(*workspace, *investigation, *filtering, *jobs)
    {
        page.resize(1200, 700);
        page.show();
        if (!path.isEmpty())
            opened = openAndWait(path);
        page.table()->setFocus();
    }

    EventTableView& table() { return *page.table(); }
    QString cell(int row, int column) const
    {
        return page.table()->model()->index(row, column).data().toString();
    }
    int columnOf(const Column& column) const
    {
        const auto& columns = investigation->columns();
        return static_cast<int>(std::ranges::find(columns, column) - columns.begin());
    }
    QStringList names(int rows)
    {
        const int column = columnOf(Column::pathColumn("eventName"));
        QStringList names;
        for (int row = 0; row < rows; ++row)
            names.append(cell(row, column));
        return names;
    }
    void clickHeader(int section)
    {
        QHeaderView* header = table().horizontalHeader();
        QTest::mouseClick(
            header->viewport(), Qt::LeftButton, Qt::NoModifier,
            QPoint(header->sectionViewportPosition(section) + 30, header->height() / 2));
    }
    QString clipboard() const { return QApplication::clipboard()->text(); }

    EventsPage page;
    bool opened = false;
};

const Column kName = Column::pathColumn("eventName");

} // namespace

class TestEventsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void theFocusStaysWhereTimeIsChosen()
    {
        const SmallExport small(1, 20);
        Fixture f;
        auto* histogram = new QLineEdit;
        f.page.setHistogram(histogram);
        QVERIFY(f.openAndWait(small.path()));
        QVERIFY(QTest::qWaitForWindowActive(&f.page));
        histogram->setFocus();
        workspace::Filter none;
        none.text = QStringLiteral("eventName:NoSuchThing");
        QVERIFY(f.investigation->setFilter(none));
        QTRY_VERIFY(f.page.emptyState()->isVisible());
        QVERIFY(f.investigation->setFilter({}));
        QTRY_VERIFY(f.table().isVisible());
        QVERIFY(histogram->hasFocus());
    }

    void everyEventIsARowNewestFirst()
    {
        const SmallExport small(2, 10);
        Fixture f(small.path());
        QVERIFY(f.opened);
        QCOMPARE_EQ(f.table().model()->rowCount(), 20);
        QCOMPARE_EQ(f.cell(0, 0), QStringLiteral("2026-03-10 00:00:19"));
        QCOMPARE_EQ(f.cell(19, 0), QStringLiteral("2026-03-10 00:00:00"));
        QCOMPARE_EQ(f.table().horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
    }

    void theZoneIsSaidAndFollowed()
    {
        const SmallExport small;
        Fixture f(small.path());
        const auto title = [&f] {
            return f.table().model()->headerData(0, Qt::Horizontal).toString();
        };
        QVERIFY(title().contains(QStringLiteral("UTC")));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY(title().contains(QStringLiteral("Asia/Tokyo")));
        QCOMPARE_EQ(f.cell(0, 0), QStringLiteral("2026-03-10 09:00:09"));
    }

    void aClickOnATitleSortsAndASecondOneTurnsRound()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        f.clickHeader(f.columnOf(kName));
        QTRY_VERIFY(!f.page.isSorting());
        QStringList sorted = f.names(10);
        QVERIFY(std::ranges::is_sorted(sorted));
        QCOMPARE_EQ(sorted.front(), QStringLiteral("CreateAccessKey"));
        f.clickHeader(f.columnOf(kName));
        QTRY_VERIFY(!f.page.isSorting());
        QCOMPARE_EQ(f.names(1).front(), QStringLiteral("RunInstances"));
        QCOMPARE_EQ(f.investigation->sortKey().direction, Direction::Descending);
    }

    void theOldOrderStaysWhileTheNewOneIsMade()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        const QStringList before = f.names(10);
        f.investigation->setSortKey({kName, Direction::Ascending});
        QVERIFY(f.page.isSorting());
        QCOMPARE_EQ(f.names(10), before);
        QTRY_VERIFY(!f.page.isSorting());
        QVERIFY(f.names(10) != before);
    }

    void workIsShownAsLongAsItLasts()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        const auto bars = f.page.findChildren<QProgressBar*>();
        const auto found = std::ranges::find(bars, QStringLiteral("Working"),
                                             [](const auto* b) { return b->accessibleName(); });
        QVERIFY(found != bars.end());
        const QProgressBar* bar = *found;
        QVERIFY(bar->isHidden());
        f.investigation->setSortKey({kName, Direction::Ascending});
        QVERIFY(!bar->isHidden());
        QTRY_VERIFY(!f.page.isSorting());
        QVERIFY(bar->isHidden());
        // Also where the sort is overtaken by an order that needs none.
        f.investigation->setSortKey({kName, Direction::Descending});
        QVERIFY(!bar->isHidden());
        f.investigation->setSortKey(query::SortKey());
        QVERIFY(!f.page.isSorting());
        QVERIFY(bar->isHidden());
    }

    void aSortThatIsStoppedLeavesTheOldOrder()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        const QStringList before = f.names(10);
        const query::SortKey key = f.investigation->sortKey();
        // Ten rows are sorted at once: every thread is kept busy until the sort was stopped.
        constexpr int kManyThreads = 200;
        QSemaphore gate;
        for (int i = 0; i < kManyThreads; ++i) {
            f.jobs->start(
                QStringLiteral("gate%1").arg(i), &f.page,
                [&gate](const JobContext&) {
                    gate.acquire();
                    return Result<int>(0);
                },
                [](const Result<int>&) {});
        }
        f.investigation->setSortKey({kName, Direction::Ascending});
        f.jobs->cancel(QStringLiteral("sort"));
        gate.release(kManyThreads);
        QTRY_VERIFY(!f.page.isSorting());
        QTRY_VERIFY(f.jobs->isIdle());
        QCOMPARE_EQ(f.names(10), before);
        QVERIFY(f.investigation->sortKey() == key);
    }

    void aRowThatIsSelectedIsToldAndARequestedOneIsShown()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        QSignalSpy selections(f.investigation.get(), &workspace::Investigation::selectionChanged);
        QTest::mouseClick(f.table().viewport(), Qt::LeftButton, Qt::NoModifier,
                          QPoint(40, f.table().rowViewportPosition(3) + 5));
        QCOMPARE_EQ(selections.size(), 1);
        QCOMPARE_EQ(f.investigation->selectedRow(), f.table().currentRow());
        const RowId other = f.workspace->evidence().store->timeOrder().front();
        f.investigation->selectRow(other);
        QCOMPARE_EQ(f.table().currentRow(), std::optional(other));
        QCOMPARE_EQ(f.table().currentIndex().row(), 9);
        QCOMPARE_EQ(selections.size(), 2); // and not reported back
    }

    void keysMoveThroughTheRows()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        QTest::keyClick(&f.table(), Qt::Key_J);
        QCOMPARE_EQ(f.table().currentIndex().row(), 0);
        QTest::keyClick(&f.table(), Qt::Key_J);
        QTest::keyClick(&f.table(), Qt::Key_J);
        QTest::keyClick(&f.table(), Qt::Key_K);
        QCOMPARE_EQ(f.table().currentIndex().row(), 1);
        QTest::keyClick(&f.table(), Qt::Key_End);
        QCOMPARE_EQ(f.table().currentIndex().row(), 9);
        QTest::keyClick(&f.table(), Qt::Key_J);
        QCOMPARE_EQ(f.table().currentIndex().row(), 9);
        QTest::keyClick(&f.table(), Qt::Key_Home);
        QCOMPARE_EQ(f.table().currentIndex().row(), 0);
        QCOMPARE_EQ(f.investigation->selectedRow(), f.table().currentRow());
    }

    void endGoesToTheLastRowAlsoWhenThereIsNoCurrentOne()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        QTest::keyClick(&f.table(), Qt::Key_End);
        QCOMPARE_EQ(f.table().currentIndex().row(), 9);
    }

    void spaceHidesTheDetailAndEnterOpensIt()
    {
        const SmallExport small(1, 10);
        Fixture f(small.path());
        auto* detail = new QLabel(QStringLiteral("detail"));
        detail->setFocusPolicy(Qt::StrongFocus);
        auto* facets = new QLabel(QStringLiteral("facets"));
        f.page.setPanels(facets, detail);
        QVERIFY(!detail->isHidden());
        QVERIFY(!facets->isHidden());
        f.table().setFocus();
        QTest::keyClick(&f.table(), Qt::Key_J);
        QTest::keyClick(&f.table(), Qt::Key_D);
        QVERIFY(detail->isHidden());
        QTest::keyClick(&f.table(), Qt::Key_Return);
        QVERIFY(!detail->isHidden());
        f.table().setFocus();
        QTest::keyClick(&f.table(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(facets->isHidden());
        QTest::keyClick(&f.table(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!facets->isHidden());
    }

    void placeAndSelectionSurviveANewOrder()
    {
        const SmallExport small(4, 50);
        Fixture f(small.path());
        f.table().selectionModel()->select(
            QItemSelection(f.table().model()->index(100, 0), f.table().model()->index(102, 9)),
            QItemSelectionModel::ClearAndSelect);
        f.table().selectionModel()->setCurrentIndex(f.table().model()->index(101, 2),
                                                    QItemSelectionModel::NoUpdate);
        f.table().scrollTo(f.table().model()->index(100, 0), QAbstractItemView::PositionAtTop);
        auto selected = f.table().selectedRows();
        std::ranges::sort(selected);
        const auto current = f.table().currentRow();
        QSignalSpy selections(f.investigation.get(), &workspace::Investigation::selectionChanged);
        f.investigation->setSortKey({kName, Direction::Ascending});
        QTRY_VERIFY(!f.page.isSorting());
        auto after = f.table().selectedRows();
        std::ranges::sort(after);
        QCOMPARE_EQ(after.size(), std::size_t(3));
        QVERIFY(after == selected);
        QCOMPARE_EQ(f.table().currentRow(), current);
        QCOMPARE_EQ(f.table().currentIndex().column(), 2);
        QCOMPARE_EQ(selections.size(), 0);
    }

    void selectingEverythingCountsEverything()
    {
        const SmallExport small(4, 50);
        Fixture f(small.path());
        f.table().selectAll();
        QCOMPARE_EQ(f.table().selectedCount(), 200);
        f.investigation->setSortKey({Column::derivedColumn(Derived::Time), Direction::Ascending});
        QCOMPARE_EQ(f.table().selectedCount(), 200);
    }

    void anyPathBecomesAColumn()
    {
        const SmallExport small;
        Fixture f(small.path());
        const int before = f.table().model()->columnCount();
        dialogs::testing::answerNext({QStringLiteral("requestParameters.number")});
        f.page.addPathColumn();
        QCOMPARE_EQ(f.table().model()->columnCount(), before + 1);
        QCOMPARE_EQ(f.cell(0, before), QStringLiteral("9"));
        dialogs::testing::recordTold(true);
        dialogs::testing::answerNext({QStringLiteral("a..b")});
        f.page.addPathColumn();
        QCOMPARE_EQ(dialogs::testing::takeTold().size(), 1);
        QCOMPARE_EQ(f.table().model()->columnCount(), before + 1);
        dialogs::testing::recordTold(false);
    }

    void aDraggedColumnIsTheNewOrderEverywhere()
    {
        const SmallExport small;
        Fixture f(small.path());
        const auto before = f.investigation->columns();
        f.table().horizontalHeader()->resizeSection(1, 333);
        f.table().horizontalHeader()->moveSection(1, 0);
        QTRY_VERIFY(f.investigation->columns() != before);
        QCOMPARE_EQ(f.investigation->columns().front(), before.at(1));
        QCOMPARE_EQ(f.investigation->columns().at(1), before.at(0));
        const QHeaderView* header = f.table().horizontalHeader();
        for (int i = 0; i < header->count(); ++i)
            QCOMPARE_EQ(header->visualIndex(i), i);
        QCOMPARE_EQ(header->sectionSize(0), 333); // widths go with their column
        QCOMPARE_EQ(header->sortIndicatorSection(), 1);
    }

    void aHiddenColumnGoesAndAPresetBringsItBack()
    {
        const SmallExport small;
        Fixture f(small.path());
        const auto before = f.investigation->columns();
        f.investigation->removeColumn(kName);
        QCOMPARE_EQ(f.table().model()->columnCount(), int(before.size()) - 1);
        f.investigation->setColumns(columnpresets::list().front().columns);
        QCOMPARE_EQ(f.investigation->columns(), before);
    }

    void oneCellIsCopiedExactly()
    {
        const SmallExport small;
        Fixture f(small.path());
        const int user = f.columnOf(Column::derivedColumn(Derived::User));
        f.table().setCurrentIndex(f.table().model()->index(1, user)); // event 8: the odd one
        f.page.copy(PageCommands::CopyForm::Cells);
        QCOMPARE_EQ(f.clipboard(), QStringLiteral("=cmd|' /C calc'!A0"));
        f.table().setCurrentIndex(f.table().model()->index(1, 0));
        f.page.copy(PageCommands::CopyForm::Cells);
        QCOMPARE_EQ(f.clipboard(), QStringLiteral("2026-03-10T00:00:08Z"));
    }

    void rowsAreCopiedAsJsonLinesAndSafeCsv()
    {
        const SmallExport small;
        Fixture f(small.path());
        f.table().selectAll();
        f.page.copy(PageCommands::CopyForm::Json);
        const QStringList lines = f.clipboard().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE_EQ(lines.size(), 10);
        QCOMPARE_EQ(lines.front(), QString::fromStdString(SmallExport::event(9)));
        f.page.copy(PageCommands::CopyForm::Csv);
        const QStringList rows = f.clipboard().split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
        QCOMPARE_EQ(rows.size(), 11);
        QVERIFY(rows.front().startsWith(QStringLiteral("time,eventName,user")));
        for (const QString& row : rows) {
            for (const QString& field : row.split(u','))
                QVERIFY2(!field.startsWith(u'='), qPrintable(row));
        }
    }

    void manyRowsAreCopiedInAJob()
    {
        const SmallExport small(20, 60);
        Fixture f(small.path());
        f.table().selectAll();
        QApplication::clipboard()->clear();
        f.page.copy(PageCommands::CopyForm::Json);
        QVERIFY(f.jobs->isRunning(QStringLiteral("copy")));
        QTRY_VERIFY(!f.jobs->isRunning(QStringLiteral("copy")));
        QCOMPARE_EQ(f.clipboard().count(u'\n'), 1200);
    }

    void anEmptyExportSaysSoAndLeadsToTheLedger()
    {
        SmallExport none(0);
        none.add(QStringLiteral("notes.txt"), "hello");
        Fixture f(none.path());
        QVERIFY(f.opened);
        QVERIFY(f.page.emptyState()->isVisible());
        QCOMPARE_EQ(f.page.emptyState()->title(), QStringLiteral("No events in this export"));
        QTest::mouseClick(f.page.emptyState()->button(), Qt::LeftButton);
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("ledger"));
    }

    void anExportOfConfigAloneLeadsToItsResources()
    {
        const test::SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened);
        QCOMPARE_EQ(f.page.emptyState()->title(), QStringLiteral("No events in this export"));
        QVERIFY(f.page.emptyState()->text().contains(QStringLiteral("9 configuration items")));
        f.page.emptyState()->button()->click();
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("resources"));
    }

    void loadingSaysSoBeforeTheFirstRow()
    {
        const SmallExport small(50, 50);
        Fixture f;
        QVERIFY(f.page.emptyState()->isVisible());
        f.workspace->open({small.path()});
        QCOMPARE_EQ(f.page.emptyState()->title(), QStringLiteral("Reading the export"));
        QTRY_VERIFY(!f.page.emptyState()->isVisible());
        QTRY_COMPARE_EQ(f.table().model()->rowCount(), 2500);
    }
};

QTEST_MAIN(TestEventsPage)
#include "tst_eventspage.moc"
