// Comparing in the whole window: keys, tray, page, menus.
#include "model/items/eventmime.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/emptystate.h"
#include "ui/common/markeditor.h"
#include "ui/common/theme.h"
#include "ui/compare/comparepage.h"
#include "ui/compare/comparetray.h"
#include "ui/events/eventtableview.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/querybar/querybar.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using items::ComparisonModel;
using test::UiWorld;

namespace {

// Ten calls, one a minute: the odd ones by alice, the even ones by bob.
std::string callsOf(const char* name, const char* more = "")
{
    std::string records;
    for (int i = 1; i <= 10; ++i) {
        char text[400];
        std::snprintf(
            text, sizeof text,
            R"(%s{"eventTime":"2026-03-01T10:%02d:00Z","eventName":"%s","eventID":"e-%02d",)"
            R"("awsRegion":"eu-west-1","userIdentity":{"type":"IAMUser","userName":"%s"},)"
            R"("requestParameters":{"number":%d,"same":"x"%s}})",
            i > 1 ? "," : "", i, name, i, i % 2 ? "alice" : "bob", i, more);
        records += text;
    }
    return "{\"Records\":[" + records + "]}";
}

struct Fixture : UiWorld
{
    explicit Fixture(const std::string& records = callsOf("PutKey"))
        : window(*workspace, *investigation, *filtering, *catalog, *jobs, theme)
    {
        window.resize(1200, 800);
        window.show();
        active = QTest::qWaitForWindowActive(&window);
        test::writeFile(dir.path(), "a.json", records);
        window.openPaths({dir.path()});
        opened = settle();
        investigation->setPage(QStringLiteral("events"));
        opened = opened && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor(
            [this] {
                return workspace->state() != workspace::Workspace::State::Loading && jobs->isIdle();
            },
            20'000);
    }
    bool compare(const std::vector<RowId>& rows)
    {
        window.comparing().setTray(rows);
        investigation->setPage(QStringLiteral("compare"));
        return settle();
    }
    EventTableView& events() { return *window.findChild<EventTableView*>(); }
    ComparePage& page() { return *window.findChild<ComparePage*>(); }
    CompareTray& tray() { return *window.compareTray(); }
    // Newest first: row 0 is e-10.
    void choose(int first, int last)
    {
        auto* selection = events().selectionModel();
        selection->select(
            QItemSelection(events().model()->index(first, 0), events().model()->index(last, 0)),
            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        selection->setCurrentIndex(events().model()->index(first, 0),
                                   QItemSelectionModel::NoUpdate);
        events().setFocus();
    }
    QStringList trayIds()
    {
        QStringList ids;
        for (const RowId row : window.comparing().tray())
            ids << QString::fromStdString(window.comparing().title(row).id);
        return ids;
    }
    // The paths of the lines in sight, folded ones as their number.
    QStringList lines()
    {
        QStringList lines;
        const auto* model = page().model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex cell = model->index(row, 0);
            lines << (cell.data(ComparisonModel::FoldedRole).toInt()
                          ? QStringLiteral("(%1)").arg(
                              cell.data(ComparisonModel::FoldedRole).toInt())
                          : cell.data(ComparisonModel::PathRole).toString());
        }
        return lines;
    }
    QToolButton* button(const QString& text)
    {
        for (auto* button : page().findChildren<QToolButton*>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    QTemporaryDir dir;
    Theme theme;
    MainWindow window;
    bool active = false;
    bool opened = false;
};

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void theKeyCCollectsEventsAndThePageComparesThem()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        QVERIFY(!f.tray().isVisible());
        f.choose(0, 0);
        QTest::keyClick(&f.events(), Qt::Key_C);
        QVERIFY(f.tray().isVisible());
        QVERIFY(!f.tray().findChild<QPushButton*>()->isEnabled());
        f.choose(2, 2);
        QTest::keyClick(&f.events(), Qt::Key_C);
        QTest::keyClick(&f.events(), Qt::Key_C); // it is there already
        QCOMPARE(f.trayIds(), QStringList({QStringLiteral("e-10"), QStringLiteral("e-08")}));
        QTest::mouseClick(f.tray().findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(f.investigation->page(), QStringLiteral("compare"));
        QVERIFY(f.settle());
        QVERIFY(f.page().isShowingTable());
        QCOMPARE(f.page().countText(), QStringLiteral("1 different  ·  5 equal  ·  2 ignored"));
        const QStringList expected{QStringLiteral("eventTime"),
                                   QStringLiteral("eventName"),
                                   QStringLiteral("eventID"),
                                   QStringLiteral("(3)"),
                                   QStringLiteral("requestParameters"),
                                   QStringLiteral("requestParameters.number"),
                                   QStringLiteral("requestParameters.same")};
        QCOMPARE(f.lines(), expected);
        QVERIFY(f.page()
                    .model()
                    ->headerData(1, Qt::Horizontal, Qt::DisplayRole)
                    .toString()
                    .startsWith(QStringLiteral("1  PutKey\n2026-03-01 10:10:00  bob")));
    }

    void theTimeOfAColumnNamesItsZone()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(f.compare({order[0], order[1]}));
        const auto head = [&f](int role) {
            return f.page().model()->headerData(1, Qt::Horizontal, role).toString();
        };
        QVERIFY2(head(Qt::ToolTipRole).contains(QStringLiteral("10:01:00 UTC")),
                 qPrintable(head(Qt::ToolTipRole)));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY2(head(Qt::ToolTipRole).contains(QStringLiteral("19:01:00 ")),
                 qPrintable(head(Qt::ToolTipRole)));
        QVERIFY(head(Qt::ToolTipRole).contains(QStringLiteral("UTC+09:00")));
        QVERIFY2(head(Qt::DisplayRole).contains(QStringLiteral("19:01:00 JST")),
                 qPrintable(head(Qt::DisplayRole)));
    }

    void moreThanEightFindNoRoomAndThatIsSaid()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        f.choose(0, 9);
        QTest::keyClick(&f.events(), Qt::Key_C);
        QCOMPARE(f.window.comparing().tray().size(), std::size_t{8});
        QVERIFY2(f.tray().words().startsWith(QStringLiteral("8 events can be compared at once")),
                 qPrintable(f.tray().words()));
        // The window is not made wider by them.
        QCOMPARE_LE(f.window.minimumSizeHint().width(), 800);
        f.investigation->setPage(QStringLiteral("compare"));
        QVERIFY(f.settle());
        QCOMPARE_LE(f.window.minimumSizeHint().width(), 800);
        QCOMPARE(f.page().model()->columnCount(), 9);
    }

    // All that were chosen but those that are there, by whichever way they come.
    void howManyFoundNoRoomIsTrue()
    {
        std::string records = callsOf("PutKey");
        std::string more = callsOf("GetKey");
        for (std::size_t at = more.find("\"e-"); at != std::string::npos;
             at = more.find("\"e-", at + 1))
            more[at + 1] = 'f';
        records.insert(records.size() - 2, "," + more.substr(12, more.size() - 14));
        Fixture f(records);
        QVERIFY(f.active && f.opened);
        QCOMPARE(f.events().model()->rowCount(), 20);
        const auto words = [&f] {
            return f.tray().words().section(u' ', -3);
        };
        f.choose(0, 0);
        f.events().selectAll();
        QTest::keyClick(&f.events(), Qt::Key_C);
        QCOMPARE(words(), QStringLiteral("room for 12."));
        QTest::keyClick(&f.events(), Qt::Key_C); // eight of them are there
        QCOMPARE(words(), QStringLiteral("room for 12."));
        f.window.comparing().clear();
        const QRect rect = f.events().visualRect(f.events().model()->index(1, 1));
        QMenu* menu = test::menuAt(f.events().viewport(), rect.center());
        QVERIFY(menu);
        test::entryOf(menu, QStringLiteral("Add to the comparison"))->trigger();
        menu->close();
        QCOMPARE(words(), QStringLiteral("room for 12."));
        const auto order = f.workspace->evidence().store->timeOrder();
        const auto data = items::mimeDataOf({order[0], order[3]}, 500);
        QCOMPARE(items::eventsOf(data.get()).size(), std::size_t{2});
        QCOMPARE(items::countOf(data.get()), std::size_t{500});
    }

    void aLetterInTheFilterIsALetter()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        f.window.queryBar()->focusEdit();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_C);
        QVERIFY(f.window.comparing().tray().empty());
    }

    void shiftCComparesWithThePreviousOfItsKind()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        f.choose(0, 0);
        QTest::keyClick(&f.events(), Qt::Key_C, Qt::ShiftModifier);
        QVERIFY(f.settle());
        QCOMPARE(f.trayIds(), QStringList({QStringLiteral("e-08"), QStringLiteral("e-10")}));
        QCOMPARE(f.investigation->page(), QStringLiteral("compare"));
        f.investigation->setPage(QStringLiteral("events"));
        f.choose(9, 9); // the very first
        QTest::keyClick(&f.events(), Qt::Key_C, Qt::ShiftModifier);
        QVERIFY(f.settle());
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY2(f.tray().words().startsWith(QStringLiteral("No earlier event")),
                 qPrintable(f.tray().words()));
        QCOMPARE(f.window.comparing().tray().size(), std::size_t{2});
    }

    void eventsAreDroppedIntoTheTray()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        const auto data = items::mimeDataOf({order[0], order[3]});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, data.get(), Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(&f.window, &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(f.tray().isVisible()); // somewhere to drop them
        // An event let go anywhere else was not meant to be compared.
        QDropEvent beside(QPointF(50, 50), Qt::CopyAction, data.get(), Qt::LeftButton,
                          Qt::NoModifier);
        QApplication::sendEvent(&f.window, &beside);
        QVERIFY(!beside.isAccepted());
        QVERIFY(f.trayIds().isEmpty());
        QVERIFY(!f.tray().isVisible());

        QApplication::sendEvent(&f.window, &enter);
        QTRY_VERIFY(f.tray().height() > 10);
        const QPoint there = f.tray().mapTo(&f.window, f.tray().rect().center());
        const auto moveTo = [&](const QPoint& at) {
            QDragMoveEvent move(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&f.window, &move);
            return move.isAccepted();
        };
        QVERIFY(!moveTo({50, 50}));
        QVERIFY(moveTo(there));
        QVERIFY(f.tray().isVisible());
        QDropEvent drop(there, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&f.window, &drop);
        QVERIFY(drop.isAccepted());
        QCOMPARE(f.trayIds(), QStringList({QStringLiteral("e-01"), QStringLiteral("e-04")}));
        // Whoever drags a row of the table needs the model's leave.
        const QModelIndex cell = f.events().model()->index(0, 0);
        QVERIFY(cell.flags() & Qt::ItemIsDragEnabled);
        QCOMPARE(f.events().model()->supportedDragActions(), Qt::CopyAction);
        // Nonsense is no event.
        QMimeData bad;
        bad.setData(QStringLiteral("application/x-trailloupe-events"), "\x01\x02");
        QVERIFY(items::eventsOf(&bad).empty());
    }

    // Whether it was selected before or not.
    void theRowUnderThePressIsDragged()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        f.choose(0, 1);
        const auto press = [&f](int row, Qt::KeyboardModifiers modifiers = {}) {
            const QRect rect = f.events().visualRect(f.events().model()->index(row, 1));
            QTest::mousePress(f.events().viewport(), Qt::LeftButton, modifiers, rect.center());
            const bool isDrag = f.events().dragEnabled();
            QTest::mouseRelease(f.events().viewport(), Qt::LeftButton, modifiers, rect.center());
            return isDrag;
        };
        QVERIFY(press(4));
        QCOMPARE(f.events().selectedCount(), 1);
        QCOMPARE(f.events().currentIndex().row(), 4);
        QVERIFY(press(4));
        QVERIFY(!press(6, Qt::ShiftModifier));
        QCOMPARE(f.events().selectedCount(), 3);
    }

    void nGoesFromDifferenceToDifference()
    {
        Fixture f(callsOf("PutKey", R"(,"list":[1,2],"other":{"a":1})"));
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(f.compare({order[0], order[1]}));
        QTableView* table = f.page().table();
        const auto current = [table] {
            return table->currentIndex().data(ComparisonModel::PathRole).toString();
        };
        QTest::keyClick(table, Qt::Key_N);
        QCOMPARE(current(), QStringLiteral("userIdentity.userName"));
        QTest::keyClick(table, Qt::Key_N);
        QCOMPARE(current(), QStringLiteral("requestParameters.number"));
        QTest::keyClick(table, Qt::Key_N);
        QCOMPARE(current(), QStringLiteral("userIdentity.userName")); // round
        QTest::keyClick(table, Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(current(), QStringLiteral("requestParameters.number"));
        // I ignores it, and it is kept.
        QTest::keyClick(table, Qt::Key_I);
        QVERIFY(f.settle());
        QCOMPARE(f.page().countText().section(u' ', 0, 1), QStringLiteral("1 different"));
        QCOMPARE(f.investigation->ignoredPaths().back(), std::string("requestParameters.number"));
        // What it was folded into is no path.
        QTest::keyClick(table, Qt::Key_I);
        QVERIFY(f.settle());
        QCOMPARE(f.page().countText().section(u' ', 0, 1), QStringLiteral("1 different"));
        QMenu* ignored = f.button(QStringLiteral("Ignored: 13 ▾"))->menu();
        Q_EMIT ignored->aboutToShow();
        test::entryOf(ignored, QStringLiteral("requestParameters.number"))->trigger();
        QVERIFY(f.settle());
        QCOMPARE(f.page().countText().section(u' ', 0, 1), QStringLiteral("2 different"));
    }

    void foldedLinesOpenAndCloseByKeyAndClick()
    {
        Fixture f(callsOf("PutKey", R"(,"list":[1,2],"other":{"a":1})"));
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(f.compare({order[0], order[2]}));
        QTableView* table = f.page().table();
        const int before = f.page().model()->rowCount();
        int folded = 0;
        while (table->model()->index(folded, 0).data(ComparisonModel::FoldedRole).toInt() == 0)
            ++folded;
        const QModelIndex cell = table->model()->index(folded, 0);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        QVERIFY(f.settle());
        QCOMPARE_GT(f.page().model()->rowCount(), before);
        table->setCurrentIndex(table->model()->index(folded, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(f.settle());
        QCOMPARE(f.page().model()->rowCount(), before);
    }

    void onlyDifferencesAsOneDiffAndSearch()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(f.compare({order[0], order[1]}));
        QToolButton* only = f.button(QStringLiteral("Only differences"));
        QToolButton* one = f.button(QStringLiteral("As one diff"));
        QTest::mouseClick(only, Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(
            f.lines(),
            QStringList({QStringLiteral("userIdentity"), QStringLiteral("userIdentity.userName"),
                         QStringLiteral("requestParameters"),
                         QStringLiteral("requestParameters.number")}));
        QTest::mouseClick(one, Qt::LeftButton);
        const auto* model = f.page().model();
        QCOMPARE(model->columnCount(), 2);
        QCOMPARE(model->rowCount(), 6); // each value before and after
        QCOMPARE(model->index(1, 1).data().toString(), QStringLiteral("alice"));
        QCOMPARE(model->index(2, 1).data().toString(), QStringLiteral("bob"));
        QVERIFY(!f.page().grab().isNull());
        QTest::mouseClick(one, Qt::LeftButton);
        QTest::mouseClick(only, Qt::LeftButton);
        QTest::keyClicks(f.page().findChild<QLineEdit*>(), QStringLiteral("eu-west"));
        QVERIFY(f.settle());
        QCOMPARE(f.lines(), QStringList({QStringLiteral("awsRegion")}));
        // Of three events there is no one diff.
        f.window.comparing().add({order[2]});
        QVERIFY(f.settle());
        QVERIFY(!one->isEnabled());
    }

    void aSearchWithoutAHitSaysSo()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(f.compare({order[0], order[2]}));
        auto* search = f.page().findChild<QLineEdit*>();
        f.page().focusSearch();
        QTest::keyClicks(search, QStringLiteral("zebra"));
        QVERIFY(f.settle());
        QVERIFY(!f.page().table()->isVisible());
        QVERIFY(f.page().noLines()->isVisible());
        QCOMPARE(f.page().noLines()->title(),
                 QStringLiteral("Nothing has \u201czebra\u201d in its path or values"));
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(search->text().isEmpty());
        QVERIFY(f.settle());
        QVERIFY(f.page().table()->isVisible());
        QVERIFY(!f.page().noLines()->isVisible());
        // Two events without a difference.
        std::vector<std::string> ignored = f.window.comparing().ignored();
        ignored.push_back("requestParameters.number");
        QTest::mouseClick(f.button(QStringLiteral("Only differences")), Qt::LeftButton);
        QVERIFY(f.settle());
        f.page().table()->setFocus();
        f.window.comparing().setIgnored(ignored);
        QVERIFY(f.settle());
        QCOMPARE(f.page().noLines()->title(), QStringLiteral("Nothing differs"));
        QVERIFY(f.page().noLines()->hasFocus());
        QTest::mouseClick(f.button(QStringLiteral("Only differences")), Qt::LeftButton);
        QVERIFY(f.settle());
        QVERIFY(f.page().table()->isVisible());
        QVERIFY(!f.page().noLines()->isVisible());
    }

    void aColumnBecomesAFilter()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        f.window.comparing().setTray({order[0], order[2]});
        std::vector<std::string> ignored = f.window.comparing().ignored();
        ignored.push_back("requestParameters.number");
        f.window.comparing().setIgnored(ignored);
        f.investigation->setPage(QStringLiteral("compare"));
        QVERIFY(f.settle());
        QTableView* table = f.page().table();
        const QRect rect = table->visualRect(table->model()->index(0, 2));
        QMenu* menu = test::menuAt(table->viewport(), rect.center());
        QVERIFY(menu);
        QAction* like = test::entryOf(menu, QStringLiteral("More like this"));
        QVERIFY(like);
        like->trigger();
        menu->close();
        QVERIFY(f.settle());
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{5}); // those of alice
        for (const RowId row : order) {
            QCOMPARE(f.filtering->result().rows->contains(row),
                     f.window.comparing().title(row).user == "alice");
        }
    }

    void itIsCopiedAsTextMarkdownAndPatch()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(f.compare({order[0], order[1]}));
        const auto copied = [&f](const QString& form) {
            QApplication::clipboard()->clear();
            for (auto* menu : f.page().findChildren<QMenu*>()) {
                if (QAction* action = test::entryOf(menu, form))
                    action->trigger();
            }
            return f.settle() ? QApplication::clipboard()->text() : QString();
        };
        QVERIFY(copied(QStringLiteral("As text")).contains(QStringLiteral("2 different")));
        QVERIFY(
            copied(QStringLiteral("As Markdown"))
                .contains(QStringLiteral("| ~ | userIdentity.userName | \"alice\" | \"bob\" |")));
        QVERIFY(copied(QStringLiteral("As JSON Patch"))
                    .contains(QStringLiteral(
                        R"({"op":"replace","path":"/userIdentity/userName","value":"bob"})")));
    }

    void theTrayIsOfTheExportThatIsOpen()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        f.window.comparing().setTray({order[0], order[1]});
        f.window.comparing().setIgnored({}); // of this export alone, unless a view keeps it
        f.investigation->setPage(QStringLiteral("compare"));
        QVERIFY(f.settle());
        f.window.openPaths({f.dir.path()});
        QVERIFY(f.settle());
        QVERIFY(f.window.comparing().tray().empty());
        QVERIFY(f.window.comparing().ignored() == compare::ignoredByDefault());
        QVERIFY(!f.window.comparing().comparison());
        QVERIFY(!f.page().isShowingTable());
        QCOMPARE(f.page().emptyState()->title(), QStringLiteral("Nothing to compare yet"));
    }

    // With what it ignores; shown again it is the same one, whatever was looked at since.
    void aComparisonIsKeptAndShownAgain()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        workspace::Casebook& casebook = f.window.casebook();
        QVERIFY(QTest::qWaitFor(
            [&] { return casebook.state() == workspace::Casebook::State::Ready; }, 20'000));
        const auto order = f.workspace->evidence().store->timeOrder();
        const std::vector<std::string> ignored{"eventID", "requestParameters.number"};
        f.window.comparing().setIgnored(ignored);
        QVERIFY(f.compare({order[3], order[1], order[6]}));
        MarkEditor* marks = f.page().marks();
        QVERIFY(marks && marks->isEnabled() && !marks->starButton()->isChecked());
        QTest::mouseClick(marks->starButton(), Qt::LeftButton);
        QVERIFY(marks->starButton()->isChecked());
        QCOMPARE(casebook.entries().size(), std::size_t{1});
        const casefile::Subject kept = casebook.entry(casebook.entries().front()).subject;
        QVERIFY(kept.kind == casefile::Subject::Kind::Comparison);
        QCOMPARE(kept.events.size(), std::size_t{3});
        QCOMPARE(kept.events[0].eventId, std::string("e-04"));
        QCOMPARE(kept.ignored, ignored);
        // Other events, and the same ones with other paths ignored, are other comparisons.
        f.window.comparing().setIgnored({});
        QVERIFY(f.settle());
        QVERIFY(!marks->starButton()->isChecked());
        f.window.comparing().setTray({order[0], order[2]});
        QVERIFY(f.settle());
        QVERIFY(!marks->starButton()->isChecked());
        f.investigation->setPage(QStringLiteral("events"));
        f.page().showKept(kept);
        QVERIFY(f.settle());
        QCOMPARE(f.investigation->page(), QStringLiteral("compare"));
        QVERIFY(f.window.comparing().tray() == std::vector<RowId>({order[3], order[1], order[6]}));
        QCOMPARE(f.window.comparing().ignored(), ignored);
        QVERIFY(marks->starButton()->isChecked());
        // Not with one of its events alone.
        casefile::Subject gone = kept;
        gone.events = {kept.events[0], kept.events[1]};
        gone.events[1].sha256 = std::string(64, '0');
        f.page().showKept(gone);
        QVERIFY(f.settle());
        QCOMPARE(f.window.comparing().tray().size(), std::size_t{3});
        QVERIFY2(f.tray().words().contains(QStringLiteral("Fewer than two")),
                 qPrintable(f.tray().words()));
        QVERIFY(QTest::qWaitFor([&] { return casebook.isSaved(); }, 20'000));
    }

    void thePartThatDiffersIsMarked()
    {
        Fixture f;
        QVERIFY(f.active && f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        std::vector<std::string> none;
        f.window.comparing().setIgnored(none);
        QVERIFY(f.compare({order[0], order[1], order[2]}));
        const auto* model = f.page().model();
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("eventTime"));
        const auto marks =
            model->index(0, 2).data(ComparisonModel::MarksRole).value<QList<items::TextMark>>();
        QCOMPARE(marks.size(), 1);
        QCOMPARE(model->index(0, 2).data().toString().mid(marks[0].start, marks[0].length),
                 QStringLiteral("02"));
    }
};

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
