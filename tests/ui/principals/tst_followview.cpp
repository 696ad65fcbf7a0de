#include "model/workspace/following.h"
#include "model/workspace/history.h"
#include "tests/model/identity/identityevents.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/principals/calldelegate.h"
#include "ui/principals/followview.h"
#include "ui/principals/principalcard.h"
#include "ui/principals/principalspage.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace trailloupe;
using namespace trailloupe::ui;
using items::SessionOutlineModel;
using test::Json;
using test::UiWorld;

namespace {

const QString kIncident = test::sourcePath("resources/sample-incident");

struct Fixture : UiWorld
{
    explicit Fixture(const QString& path) { start(path); }
    explicit Fixture(const std::vector<Json>& events)
    {
        test::writeFile(dir.path(), "a.json", Json{{"Records", events}}.dump());
        start(dir.path());
    }
    void start(const QString& path)
    {
        page.resize(1200, 800);
        page.show();
        investigation->setPage(QStringLiteral("principals"));
        opened = openAndWait(path) && settle();
        history.restart();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    RowId row(const char* eventId)
    {
        const auto found = workspace->evidence().store->findByEventId(eventId);
        return found.empty() ? RowId() : found.front();
    }
    bool follow(RowId row)
    {
        const auto to = workspace::sessionPage(workspace->evidence().store, row);
        if (!to)
            return false;
        investigation->setPage(*to);
        return page.followed() && settle();
    }
    QStringList lines()
    {
        QStringList lines;
        const auto* model = page.followed()->outlineModel();
        for (int row = 0; row < model->rowCount(); ++row)
            lines.append(model->index(row, 0).data().toString());
        return lines;
    }
    QModelIndex line(const QString& begin)
    {
        const QStringList all = lines();
        for (int row = 0; row < all.size(); ++row) {
            if (all[row].startsWith(begin))
                return page.followed()->outlineModel()->index(row, 0);
        }
        return {};
    }
    void press(const QModelIndex& index)
    {
        QTreeView* outline = page.followed()->outline();
        outline->setFocus();
        outline->setCurrentIndex(index);
        QTest::keyClick(outline, Qt::Key_Return);
    }

    QTemporaryDir dir;
    PrincipalsPage page{*workspace, *investigation, *filtering, *jobs};
    workspace::History history{*investigation};
    bool opened = false;
};

const char* const kLastFile = "95767561-6fa6-4ade-a8a9-13509e7f201d";

} // namespace

class TestFollowView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    // The last of the files that were read, back to the leaked key, step by step.
    void theAttackLeadsBackToTheLeakedKey()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        const RowId last = f.row(kLastFile);
        f.investigation->selectRow(last);
        QVERIFY(f.follow(last));
        const QStringList lines = f.lines();
        QVERIFY2(lines.size() == 6, qPrintable(lines.join(u'\n')));
        QCOMPARE(lines[0], QStringLiteral("IAMUser report-bot"));
        QCOMPARE(lines[1], QStringLiteral("key AKIAIOSFODNN7EXAMPLE of IAMUser report-bot"));
        QCOMPARE(lines[2], QStringLiteral("CreateAccessKey, its key was created there: certain"));
        QCOMPARE(lines[3], QStringLiteral("key AKIAI44QH8DHBEXAMPLE of IAMUser svc-backup"));
        QVERIFY2(lines[4].startsWith(QStringLiteral("AssumeRole, ")), qPrintable(lines[4]));
        QVERIFY(lines[4].endsWith(QStringLiteral("certain")));
        QVERIFY2(lines[5].contains(QStringLiteral("Role analytics-readwrite/")),
                 qPrintable(lines[5]));
        // All of its calls in the order of time, at the one that it was asked for.
        const auto* calls = f.page.followed()->callsModel();
        QCOMPARE(calls->rowCount(), 90);
        for (int row = 1; row < calls->rowCount(); ++row)
            QVERIFY(*f.workspace->evidence().store->time(calls->rowIdAt(row - 1))
                    <= *f.workspace->evidence().store->time(calls->rowIdAt(row)));
        QCOMPARE(calls->rowIdAt(f.page.followed()->calls()->currentIndex().row()), last);
        // Up the chain by the keys.
        f.press(f.line(QStringLiteral("key AKIAI44")));
        QVERIFY(f.settle());
        QVERIFY(f.page.followed()->title().contains(QStringLiteral("AKIAI44QH8DHBEXAMPLE")));
        QCOMPARE(f.page.tabs()->count(), 3);
        // What made its key, on the Events page.
        f.press(f.line(QStringLiteral("CreateAccessKey")));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QCOMPARE(f.investigation->selectedRow(),
                 std::optional(f.row("80640204-2f5b-4859-8978-a4fe98b169e7")));
        QVERIFY(f.investigation->filter().isEmpty()); // it was in sight
        // Back to the session, back to the first.
        f.history.back();
        QVERIFY(f.page.followed()->title().contains(QStringLiteral("AKIAI44QH8DHBEXAMPLE")));
        f.history.back();
        QVERIFY(f.page.followed()->title().contains(QStringLiteral("analytics-readwrite")));
        f.history.forward();
        // What it issued, downwards.
        QVERIFY(f.line(QStringLiteral("It issued one session")).isValid());
        const QModelIndex below = f.page.followed()->outlineModel()->index(
            f.page.followed()->outlineModel()->rowCount() - 1, 0);
        QCOMPARE(below.siblingAtColumn(SessionOutlineModel::EventsColumn)
                     .data(SessionOutlineModel::NumberRole)
                     .toULongLong(),
                 qulonglong{90});
        f.press(below);
        QVERIFY(f.page.followed()->title().contains(QStringLiteral("analytics-readwrite")));
        // Who was behind it all.
        f.press(f.line(QStringLiteral("IAMUser report-bot")));
        QVERIFY(f.settle());
        QVERIFY(!f.page.followed());
        QCOMPARE(f.page.view()->card()->title(), QStringLiteral("report-bot"));
        QVERIFY(!f.page.grab().isNull());
    }

    void aCallLeadsToItsEvent()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        QVERIFY(f.follow(f.row(kLastFile)));
        QTableView* calls = f.page.followed()->calls();
        calls->setFocus();
        calls->setCurrentIndex(f.page.followed()->callsModel()->index(3, 0));
        const RowId fourth = f.page.followed()->callsModel()->rowIdAt(3);
        QCOMPARE(f.investigation->selectedRow(), std::optional(fourth));
        QTest::keyClick(calls, Qt::Key_J);
        QCOMPARE(calls->currentIndex().row(), 4);
        QTest::keyClick(calls, Qt::Key_K);
        QCOMPARE(f.page.chosenEvents(8), std::vector<RowId>{fourth});
        // Under the filter, where that finds it.
        QSignalSpy said(&f.page, &PrincipalsPage::said);
        const workspace::Filter wide{QStringLiteral("eventSource:s3* or eventSource:sts*"), {}};
        QVERIFY(f.investigation->setFilter(wide));
        QVERIFY(f.settle());
        QVERIFY(f.filtering->result().rows->contains(fourth));
        QTest::keyClick(calls, Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.investigation->filter() == wide);
        QVERIFY(said.isEmpty());
        f.history.back();
        // The filter does not find it: one for the session takes its place, and that is said.
        QVERIFY(f.investigation->setFilter({QStringLiteral("eventName:ConsoleLogin"), {}}));
        QVERIFY(f.settle());
        QTest::keyClick(calls, Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{90});
        QCOMPARE(f.investigation->selectedRow(), std::optional(fourth));
        QCOMPARE(said.size(), 1);
        f.history.back();
        QCOMPARE(f.investigation->filter().text, QStringLiteral("eventName:ConsoleLogin"));
        QCOMPARE(f.investigation->selectedRow(), std::optional(fourth));
        // All of them by the button.
        f.history.back();
        QVERIFY(f.investigation->setFilter({}));
        QTest::mouseClick(f.page.followed()->eventsButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{90});
    }

    // Two calls of one second carry the sign, the one after them does not.
    void thatTheOrderWithinASecondIsNotKnownIsSaid()
    {
        Fixture f(std::vector<Json>{test::call(0, "A", test::user("alice", "AKIA1")),
                                    test::call(0, "B", test::user("alice", "AKIA1")),
                                    test::call(1, "C", test::user("alice", "AKIA1"))});
        QVERIFY(f.opened);
        QVERIFY(f.follow(f.workspace->evidence().store->timeOrder()[0]));
        const auto* model = f.page.followed()->callsModel();
        CallDelegate delegate;
        QStringList tips;
        for (int row = 0; row < 3; ++row)
            tips.append(delegate.tipOf(model->index(row, 0)));
        QVERIFY2(tips[0].contains(QStringLiteral("order is not known")), qPrintable(tips[0]));
        QVERIFY(tips[1].contains(QStringLiteral("order is not known")));
        QVERIFY(!tips[2].contains(QStringLiteral("order is not known")));
        QVERIFY(!delegate.tipOf(model->index(0, 1)).contains(QStringLiteral("order")));
        const auto first = CallDelegate::inSecond(model->index(0, 0));
        QVERIFY(!first.hasBefore && first.hasAfter);
        QVERIFY(!CallDelegate::inSecond(model->index(2, 0)).isShared());
    }

    // Children, and what came of those; the time has room in bold.
    void everythingBelowIsListed()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        QVERIFY(f.follow(f.row("b297f1e3-fbb0-4181-b30e-7c06ea452f58")));
        const QStringList lines = f.lines();
        QVERIFY2(lines.size() == 7, qPrintable(lines.join(u'\n')));
        QCOMPARE(lines[2], QStringLiteral("It issued one session, and one came of that"));
        QCOMPARE(lines[3], QStringLiteral("CreateAccessKey, its key was created there: certain"));
        QCOMPARE(lines[4], QStringLiteral("key AKIAI44QH8DHBEXAMPLE of IAMUser svc-backup"));
        QVERIFY(lines[5].startsWith(QStringLiteral("AssumeRole, ")));
        QVERIFY(lines[6].contains(QStringLiteral("Role analytics-readwrite/")));
        QTreeView* outline = f.page.followed()->outline();
        QFont bold = outline->font();
        bold.setWeight(QFont::DemiBold);
        QVERIFY(outline->columnWidth(SessionOutlineModel::TimeColumn)
                >= QFontMetrics(bold).horizontalAdvance(QStringLiteral("2026-03-12 02:55:01"))
                    + 12);
        f.press(f.line(QStringLiteral("AssumeRole")));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
    }

    void starsStandBesideTheCalls()
    {
        Fixture f(kIncident);
        workspace::Casebook casebook(*f.workspace, *f.jobs, f.dir.path());
        f.page.setCasebook(casebook);
        QVERIFY(f.opened);
        QVERIFY(f.follow(f.row(kLastFile)));
        QCOMPARE(f.page.followed()->callsModel()->casebook(), &casebook);
        f.page.followed()->callsModel()->setCasebook(nullptr); // it goes first
    }

    void tabsAreClosedAndComeBack()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        QVERIFY(f.page.tabs()->isHidden());
        QVERIFY(f.follow(f.row(kLastFile)));
        QVERIFY(f.follow(f.row("b297f1e3-fbb0-4181-b30e-7c06ea452f58")));
        QCOMPARE(f.page.tabs()->count(), 3);
        QVERIFY(f.follow(f.row(kLastFile))); // it has one
        QCOMPARE(f.page.tabs()->count(), 3);
        QCOMPARE(f.page.tabs()->currentIndex(), 1);
        // With the mouse to the other one and to the tree.
        QTest::mouseClick(f.page.tabs(), Qt::LeftButton, {}, f.page.tabs()->tabRect(2).center());
        QVERIFY(f.page.followed()->title().contains(QStringLiteral("AKIAIOSFODNN7EXAMPLE")));
        QTest::mouseClick(f.page.tabs(), Qt::LeftButton, {}, f.page.tabs()->tabRect(0).center());
        QVERIFY(!f.page.followed());
        QCOMPARE(f.investigation->page(), QStringLiteral("principals"));
        f.history.back();
        QCOMPARE(f.page.tabs()->currentIndex(), 2);
        f.page.activateWindow();
        f.page.followed()->calls()->setFocus();
        QTest::keyClick(f.page.followed()->calls(), Qt::Key_W,
                        Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(f.page.tabs()->count(), 2);
        QTest::mouseClick(f.page.tabs()->tabButton(1, QTabBar::RightSide), Qt::LeftButton);
        QVERIFY(f.page.tabs()->isHidden() && !f.page.followed());
        // Back opens what was closed.
        f.history.back();
        QVERIFY(f.page.followed());
        // Another export closes all.
        f.workspace->close();
        QVERIFY(!f.page.followed() && f.page.tabs()->isHidden());
    }

    void anOriginThatIsNotInTheExportIsSaid()
    {
        Fixture f(std::vector<Json>{test::call(0, "A", test::role("admin", "x", "ASIA1", 0))});
        QVERIFY(f.opened);
        QVERIFY(f.follow(f.workspace->evidence().store->timeOrder()[0]));
        QCOMPARE(f.lines().size(), 3);
        QCOMPARE(f.page.followed()->gapText(), f.lines()[1]);
        QVERIFY(f.lines()[1].startsWith(QStringLiteral("origin unknown: an AssumeRole")));
        QVERIFY(f.lines()[1].contains(QString::fromStdString(test::kAccount)));
    }

    void whatIsSelectedIsCopied()
    {
        Fixture f(std::vector<Json>{test::call(0, "First", test::user("al\nice", "AKIA1")),
                                    test::call(1, "Second", test::user("al\nice", "AKIA1"))});
        QVERIFY(f.opened);
        QVERIFY(f.follow(f.workspace->evidence().store->timeOrder()[0]));
        f.page.followed()->calls()->selectAll();
        f.page.followed()->calls()->setFocus();
        f.page.copy(PageCommands::CopyForm::Cells);
        QVERIFY(f.settle());
        const QStringList lines = QApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].contains(QStringLiteral("First"))
                && lines[1].contains(QStringLiteral("Second")));
        f.page.followed()->outline()->setFocus();
        f.page.followed()->outline()->setCurrentIndex(
            f.page.followed()->outlineModel()->index(0, 0));
        f.page.copy(PageCommands::CopyForm::Cells);
        QCOMPARE(QApplication::clipboard()->text().trimmed(),
                 QStringLiteral("IAMUser al\u240Aice"));
    }

    // What the export does not know is no page.
    void aPageOfNobodyIsTheTree()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        f.investigation->setPage(workspace::sessionPage("AKIANOBODY"));
        QVERIFY(!f.page.followed());
        QCOMPARE(workspace::windowPage(f.investigation->page()), QStringLiteral("principals"));
        QCOMPARE(workspace::sessionOfPage(f.investigation->page()),
                 std::optional<std::string>("AKIANOBODY"));
        QVERIFY(!workspace::sessionOfPage(QStringLiteral("principals")));
    }
};

QTEST_MAIN(TestFollowView)
#include "tst_followview.moc"
