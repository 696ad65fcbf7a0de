#include "model/workspace/following.h"
#include "model/workspace/pivots.h"
#include "tests/support/smallestate.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/dialogs.h"
#include "ui/common/filtercompletion.h"
#include "ui/common/filteredit.h"
#include "ui/common/recentexports.h"
#include "ui/compare/comparetray.h"
#include "ui/events/eventspage.h"
#include "ui/events/eventtableview.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/statusline.h"
#include "ui/mainwindow/zonechooser.h"
#include "ui/principals/followview.h"
#include "ui/principals/principalspage.h"
#include "ui/querybar/querybar.h"
#include "ui/welcome/welcomepage.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;
using workspace::Workspace;

namespace {

struct Fixture : UiWorld
{
    Fixture()
        : window(*workspace, *investigation, *filtering, *catalog, *jobs, theme)
    {
        window.show();
        active = QTest::qWaitForWindowActive(&window); // shortcuts belong to the active window
    }

    template<typename T>
    T* find(const QString& name = {})
    {
        return window.findChild<T*>(name);
    }
    bool waitUntilRead()
    {
        return QTest::qWaitFor(
            [this] { return workspace->state() == Workspace::State::Ready && jobs->isIdle(); },
            20'000);
    }
    // Until the table shows what is asked for.
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    QString eventId(RowId row) const
    {
        const auto column = query::parseColumn("eventID");
        const auto values = workspace::pivotValues(workspace->evidence().store, row, *column);
        return QString::fromStdString(values.front().value.value_or(std::string()));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* target = QApplication::focusWidget();
        QTest::keyClick(target && window.isAncestorOf(target) ? target : &window, key, modifiers);
    }
    void drop(const QList<QUrl>& urls)
    {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        accepted = enter.isAccepted();
        if (!accepted)
            return;
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &drop);
    }

    Theme theme;
    MainWindow window;
    bool active = false;
    bool accepted = false;
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void anEmptyWindowWelcomes()
    {
        Fixture f;
        QVERIFY(f.find<WelcomePage>()->isVisible());
        QCOMPARE_EQ(f.window.windowTitle(), QStringLiteral("Trailloupe"));
        QVERIFY(!f.find<QToolButton>(QStringLiteral("ledgerSum"))->isVisible());
    }

    // A laptop's screen at 200 % and more.
    void allPagesFitASmallWindow()
    {
        const SmallExport small(1, 20);
        Fixture f;
        f.window.openPaths({small.path()});
        QVERIFY(f.waitUntilRead());
        f.investigation->selectRow(f.workspace->evidence().store->timeOrder().front());
        QVERIFY(f.settle());
        for (const char* page : {"overview", "events", "timeline", "principals", "resources",
                                 "graph", "compare", "periods", "notes", "ledger"}) {
            f.investigation->setPage(QLatin1String(page));
            const QSize least = f.window.minimumSizeHint();
            QVERIFY2(least.width() <= 800 && least.height() <= 500,
                     qPrintable(QStringLiteral("%1: %2 x %3")
                                    .arg(QLatin1String(page))
                                    .arg(least.width())
                                    .arg(least.height())));
        }
    }

    // Rows that come back must not take the letters that are being typed.
    void theLineKeepsTheFocusWhileRowsComeAndGo()
    {
        const SmallExport small(1, 20);
        Fixture f;
        QVERIFY(f.active);
        f.window.openPaths({small.path()});
        QVERIFY(f.waitUntilRead());
        f.investigation->setPage(QStringLiteral("events"));
        FilterEdit* edit = f.window.queryBar()->edit();
        f.press(Qt::Key_L, Qt::ControlModifier);
        QTest::keyClicks(edit, QStringLiteral("zzzz"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{0});
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!edit->hasFocus());
        f.press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(edit->hasFocus());
        edit->selectAll();
        const QString text = QStringLiteral("eventName != Nothing");
        for (const QChar letter : text) {
            QVERIFY(edit->hasFocus());
            QTest::keyClick(QApplication::focusWidget(), letter.toLatin1());
            QVERIFY(f.settle());
        }
        QCOMPARE_EQ(edit->text(), text);
        QVERIFY(edit->hasFocus());
    }

    void droppedFilesAndFoldersAreOpenedTogether()
    {
        const SmallExport a(1, 10);
        SmallExport b(0);
        b.add(QStringLiteral("one.json"), SmallExport::event(500));
        Fixture f;
        f.drop({QUrl::fromLocalFile(a.path()),
                QUrl::fromLocalFile(b.path() + QStringLiteral("/one.json"))});
        QVERIFY(f.accepted);
        QVERIFY(f.waitUntilRead());
        QCOMPARE_EQ(f.rowCount(), std::size_t(11));
        QVERIFY(!f.find<WelcomePage>()->isVisible());
        QVERIFY(f.window.windowTitle().startsWith(QDir(a.path()).dirName()));
        QVERIFY(f.window.windowTitle().endsWith(QStringLiteral("Trailloupe")));
        QCOMPARE_EQ(recentexports::list().size(), 1);
        QCOMPARE_EQ(recentexports::list().front().size(), 2);
    }

    void whatIsNoFileIsNotTaken()
    {
        Fixture f;
        f.drop({QUrl(QStringLiteral("https://example.com/x"))});
        QVERIFY(!f.accepted);
        QCOMPARE_EQ(f.workspace->state(), Workspace::State::Empty);
    }

    void theOpenKeyOpensWhatIsChosen()
    {
        const SmallExport small(1, 10);
        Fixture f;
        dialogs::testing::answerNext({small.path()});
        f.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(f.waitUntilRead());
        QCOMPARE_EQ(f.rowCount(), std::size_t(10));
    }

    void theStatusLineNamesResources()
    {
        const test::SmallEstate estate;
        Fixture f;
        QVERIFY(f.openAndWait(estate.path()));
        QCOMPARE_EQ(f.find<StatusLine>()->resourcesText(), QStringLiteral("6 resources"));
        const SmallExport small;
        QVERIFY(f.openAndWait(small.path()));
        QCOMPARE_EQ(f.find<StatusLine>()->resourcesText(), QString());
    }

    void theStatusLineAddsUp()
    {
        SmallExport small(2, 10);
        small.add(QStringLiteral("again.json"), SmallExport::event(3));
        small.add(QStringLiteral("cut.json"),
                  "{\"Records\":[" + SmallExport::event(900) + ",{\"ev");
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        const auto totals = f.workspace->evidence().ledger->totals();
        QVERIFY(totals.reconciles());
        QCOMPARE_EQ(totals.duplicates, std::uint64_t(1));
        auto* sum = f.find<QToolButton>(QStringLiteral("ledgerSum"));
        QVERIFY(sum->isVisible());
        const QString expected =
            QStringLiteral("%1 records = %2 shown + 1 duplicates + %3 rejected")
                .arg(totals.records)
                .arg(totals.shown)
                .arg(totals.rejected);
        QVERIFY2(sum->text().contains(expected), qPrintable(sum->text()));
        QVERIFY2(sum->text().contains(QStringLiteral("4 sources ✓  1 ⚠")), qPrintable(sum->text()));
        QTest::mouseClick(sum, Qt::LeftButton);
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("ledger"));
    }

    void aSumThatDoesNotAddUpSaysSo()
    {
        ingest::LedgerTotals totals;
        totals.sources = 1;
        totals.records = 10;
        totals.shown = 9;
        QVERIFY(ledgerSumText(totals).contains(QStringLiteral("does not add up")));
        totals.rejected = 1;
        QVERIFY(!ledgerSumText(totals).contains(QStringLiteral("does not add up")));
    }

    void progressSaysWhatHowFarAndHowLongStill()
    {
        const Progress reading{.done = 12'340, .total = 63'779, .stage = "reading"};
        const QString text = progressText(reading, 12'000);
        QVERIFY2(text.contains(QStringLiteral("Reading 12,340 of 63,779 sources")),
                 qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("about 12 s left")), qPrintable(text));
        QVERIFY(!progressText(reading, -1).contains(QStringLiteral("left")));
        QVERIFY(progressText({.done = 7, .total = 0, .stage = "listing"}, -1)
                    .contains(QStringLiteral("7 so far")));
    }

    void escapeAndTheButtonCancelLoading()
    {
        SmallExport big(1, 2000);
        big.deliverAgain(2000);
        Fixture f;
        auto* cancel = f.find<QToolButton>(QStringLiteral("cancelLoading"));
        f.window.openPaths({big.path()});
        QVERIFY(cancel->isVisible());
        f.press(Qt::Key_Escape);
        QTRY_COMPARE_EQ(f.workspace->state(), Workspace::State::Cancelled);
        QVERIFY(!cancel->isVisible());
        f.window.openPaths({big.path()});
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_COMPARE_EQ(f.workspace->state(), Workspace::State::Cancelled);
        QVERIFY(f.find<StatusLine>()->sumText().contains(QStringLiteral("cancelled")));
    }

    void keysSwitchPagesAndBackAndForwardUndoIt()
    {
        const SmallExport small;
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        f.press(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("events"));
        QCOMPARE_EQ(f.find<QTabBar>(QStringLiteral("pageTabs"))->currentIndex(), 1);
        QVERIFY(f.find<EventsPage>()->isVisible());
        f.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("ledger"));
        f.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("events"));
        f.press(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE_EQ(f.investigation->page(), QStringLiteral("ledger"));
    }

    // A tab of the principals, from wherever an event is selected, and back.
    void fFollowsTheSessionOfTheSelectedEvent()
    {
        const SmallExport small(2, 100);
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        f.press(Qt::Key_2, Qt::ControlModifier);
        auto* table = f.find<EventTableView>();
        table->setFocus();
        table->selectRow(7);
        QVERIFY(f.settle());
        const auto row = f.investigation->selectedRow();
        QVERIFY(row);
        f.press(Qt::Key_F);
        QCOMPARE(f.investigation->page(),
                 workspace::sessionPage(f.workspace->evidence().store, *row).value());
        auto* page = f.find<PrincipalsPage>();
        QVERIFY(page->isVisible() && page->followed());
        QVERIFY(f.settle());
        QTRY_VERIFY(page->followed()->calls()->hasFocus());
        QCOMPARE(page->followed()->callsModel()->rowIdAt(
                     page->followed()->calls()->currentIndex().row()),
                 *row);
        f.press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!page->followed());
        f.press(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(page->followed());
        f.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        // A letter that is typed is a letter.
        f.press(Qt::Key_L, Qt::ControlModifier);
        QTest::keyClicks(f.window.queryBar()->edit(), QStringLiteral("f"));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
    }

    // On the page of principals a session is highlighted, not an event.
    void fFollowsTheHighlightedSession()
    {
        Fixture f;
        QVERIFY(f.openAndWait(test::sourcePath("resources/sample-incident")));
        const auto& identities = *f.workspace->identities();
        f.investigation->selectRow(f.workspace->evidence().store->timeOrder()[0]);
        f.press(Qt::Key_5, Qt::ControlModifier);
        QVERIFY(f.settle());
        auto* page = f.find<PrincipalsPage>();
        // One whose session the selected event is not of.
        const auto ofEvent = identities.sessionOf(*f.investigation->selectedRow());
        std::uint32_t other = 0;
        while (identities.session(identity::SessionId(other)).name.empty()
               || identity::SessionId(other) == ofEvent)
            ++other;
        page->view()->lookAt(identity::SessionId(other));
        QVERIFY(f.settle());
        page->view()->tree()->setFocus();
        f.press(Qt::Key_F);
        QVERIFY(page->followed());
        QCOMPARE(page->followed()->session().value(), other);
        // Up the chain from there: the line that the keys stand on.
        f.press(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(!page->followed());
        // Of several sessions of a principal none is guessed, and that is said.
        const auto principal = identities.session(identity::SessionId(other)).principal;
        page->view()->lookAt(principal);
        QVERIFY(f.settle());
        page->view()->tree()->setFocus();
        f.press(Qt::Key_F);
        QVERIFY(!page->followed());
        QVERIFY2(f.find<CompareTray>()->words().contains(QStringLiteral("sessions")),
                 qPrintable(f.find<CompareTray>()->words()));
        // There is no choice where there is one.
        for (std::uint32_t i = 0; i < identities.principals().size(); ++i) {
            if (identities.principal(identity::PrincipalId(i)).name == "report-bot")
                page->view()->lookAt(identity::PrincipalId(i));
        }
        QVERIFY(f.settle());
        f.press(Qt::Key_F);
        QVERIFY(page->followed());
        QVERIFY(page->followed()->title().contains(QStringLiteral("AKIAIOSFODNN7EXAMPLE")));
    }

    void goingBackSelectsWhatWasSelected()
    {
        const SmallExport small(2, 400);
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        f.press(Qt::Key_2, Qt::ControlModifier);
        auto* table = f.find<EventTableView>();
        table->setFocus();
        // Two filters, each without the event that is selected under the other.
        const auto without = [&f](RowId row) {
            workspace::Filter filter;
            filter.chips = {{.text = QStringLiteral("not eventID:\"%1\"").arg(f.eventId(row))}};
            return f.investigation->setFilter(filter) && f.settle();
        };
        QVERIFY(f.settle());
        QTest::keyClick(table, Qt::Key_Home);
        const auto other = f.investigation->selectedRow();
        QVERIFY(other && without(*other));
        QVERIFY(!table->currentRow());
        for (int i = 0; i < 300; ++i)
            QTest::keyClick(table, Qt::Key_J);
        const auto row = f.investigation->selectedRow();
        const workspace::Filter filter = f.investigation->filter();
        QVERIFY(row && row != other && without(*row));
        QVERIFY(!table->currentRow());
        QTest::keyClick(table, Qt::Key_Home);
        QVERIFY(f.investigation->selectedRow() == other);
        f.press(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(f.settle());
        QVERIFY(f.investigation->filter() == filter);
        QVERIFY(f.investigation->selectedRow() == row);
        QVERIFY(table->currentRow() == row);
        QCOMPARE_EQ(table->selectedCount(), 1);
        QVERIFY(
            table->viewport()->rect().contains(table->visualRect(table->currentIndex()).center()));
        QVERIFY(table->hasFocus());
        f.press(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(f.settle());
        QVERIFY(table->currentRow() == other);
        QCOMPARE_EQ(table->selectedCount(), 1);
    }

    void theLineFollowsBackAndForwardThoughItsTextIsWrong()
    {
        const SmallExport small;
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        f.press(Qt::Key_2, Qt::ControlModifier);
        workspace::Filter filter;
        filter.text = QStringLiteral("user:alice");
        QVERIFY(f.investigation->setFilter(filter));
        QueryBar* bar = f.window.queryBar();
        bar->focusEdit();
        QTest::keyClicks(bar->edit(), QStringLiteral("("));
        QTest::keyClick(bar->edit(), Qt::Key_Return);
        QVERIFY(bar->message().contains(QStringLiteral("user:alice")));
        f.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE_EQ(bar->edit()->text(), QString());
        QVERIFY(bar->message().isEmpty());
        f.press(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE_EQ(bar->edit()->text(), filter.text);
    }

    void aRefusedPasteIsSaidInPlaceOfSuggestions()
    {
        const SmallExport small(1, 20);
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        f.press(Qt::Key_2, Qt::ControlModifier);
        QueryBar* bar = f.window.queryBar();
        bar->focusEdit();
        QTest::keyClicks(bar->edit(), QStringLiteral("eventName:"));
        auto* suggestions = f.find<FilterCompletion>();
        QTRY_VERIFY(suggestions->isVisible());
        QApplication::clipboard()->setText(QString(1'000'000, u'x'));
        QTest::keyClick(bar->edit(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(!suggestions->isVisible());
        QVERIFY(bar->message().contains(QStringLiteral("64 KiB")));
        QVERIFY(!QTest::qWaitFor([bar] { return bar->message().isEmpty(); }, 1200));
        QVERIFY(bar->message().contains(QStringLiteral("64 KiB")));
        QCOMPARE_EQ(bar->edit()->text(), QStringLiteral("eventName:"));
    }

    void theListOfVisitedViewsSaysHowManyThereAre()
    {
        const SmallExport small;
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        QMenu* visited = nullptr;
        for (QMenu* menu : f.window.findChildren<QMenu*>()) {
            if (menu->title() == QStringLiteral("&Visited Views"))
                visited = menu;
        }
        QVERIFY(visited);
        const auto visit = [&f](int views) {
            for (int i = 0; i < views; ++i) {
                workspace::Filter filter;
                filter.chips = {{.text = QStringLiteral("a:%1").arg(i)}};
                f.investigation->setFilter(filter);
            }
        };
        visit(24);
        Q_EMIT visited->aboutToShow();
        QCOMPARE_EQ(visited->actions().size(), 25);
        visit(5);
        Q_EMIT visited->aboutToShow();
        const QAction* last = visited->actions().back();
        QVERIFY2(last->text().startsWith(QStringLiteral("25 of 30")), qPrintable(last->text()));
        QVERIFY(!last->isEnabled());
    }

    void aZoneIsFoundByTyping()
    {
        ZoneDialog dialog("UTC");
        QCOMPARE_EQ(dialog.zone(), QByteArray("UTC"));
        auto* search = dialog.findChild<QLineEdit*>();
        QTest::keyClicks(search, QStringLiteral("new york"));
        auto* list = dialog.findChild<QListView*>();
        QCOMPARE_EQ(list->model()->rowCount(), 1);
        QCOMPARE_EQ(dialog.zone(), QByteArray("America/New_York"));
        QTest::keyClicks(search, QStringLiteral("nowhere"));
        QCOMPARE_EQ(dialog.zone(), QByteArray());
    }

    void theZoneButtonSaysTheZone()
    {
        Fixture f;
        auto* zone = f.find<ZoneChooser>();
        QVERIFY(zone->text().contains(QStringLiteral("UTC")));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY(zone->text().contains(QStringLiteral("Asia/Tokyo")));
        QMenu menu;
        zone->fillMenu(&menu);
        QCOMPARE_EQ(menu.actions().front()->text(), QStringLiteral("UTC"));
        menu.actions().front()->trigger();
        QCOMPARE_EQ(f.investigation->zone(), QByteArray("UTC"));
    }

    void closingGoesBackToTheWelcome()
    {
        const SmallExport small;
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        f.investigation->selectRow(RowId(0));
        f.press(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(f.find<WelcomePage>()->isVisible());
        QVERIFY(!f.investigation->selectedRow());
    }

    void theWindowMayGoWhileAFilterIsTyped()
    {
        const SmallExport small;
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        auto window = std::make_unique<MainWindow>(*f.workspace, *f.investigation, *f.filtering,
                                                   *f.catalog, *f.jobs, f.theme);
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        window->queryBar()->focusEdit();
        QTRY_VERIFY(window->queryBar()->edit()->hasFocus());
        QTest::keyClicks(window->queryBar()->edit(), QStringLiteral("eventName:"));
        window.reset();
        QVERIFY(f.window.isVisible());
    }

    void everythingThatTakesTheFocusHasAName()
    {
        const SmallExport small;
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        for (const QString& page : f.window.pageIds()) {
            f.investigation->setPage(page);
            for (QWidget* widget : f.window.findChildren<QWidget*>()) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)
                    || widget->focusProxy())
                    continue;
                QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(accessible);
                QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                         qPrintable(QStringLiteral("%1: %2 %3")
                                        .arg(page, QLatin1String(widget->metaObject()->className()),
                                             widget->objectName())));
            }
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
