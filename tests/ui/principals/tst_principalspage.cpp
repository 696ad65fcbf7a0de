#include "model/identity/subject.h"
#include "tests/model/identity/identityevents.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/countlist.h"
#include "ui/common/emptystate.h"
#include "ui/principals/activitystrip.h"
#include "ui/principals/agentline.h"
#include "ui/principals/firstlist.h"
#include "ui/principals/principalcard.h"
#include "ui/principals/principalspage.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>
#include <QWheelEvent>
#include <qtestspontaneevent.h>

using namespace trailloupe;
using namespace trailloupe::ui;
using items::PrincipalsModel;
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
        opened = openAndWait(path) && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    PrincipalsView& view() { return *page.view(); }
    QTreeView* tree() { return view().tree(); }
    PrincipalCard* card() { return view().card(); }
    QStringList names(const QModelIndex& parent = {})
    {
        QStringList names;
        for (int row = 0; row < view().model()->rowCount(parent); ++row)
            names.append(view().model()->index(row, 0, parent).data().toString());
        return names;
    }
    QModelIndex line(const QString& name, const QModelIndex& parent = {})
    {
        const auto row = names(parent).indexOf(name);
        return row < 0 ? QModelIndex() : view().model()->index(static_cast<int>(row), 0, parent);
    }
    bool click(const QModelIndex& index)
    {
        tree()->scrollTo(index);
        QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {},
                          tree()->visualRect(index).center());
        return settle();
    }
    bool search(const QString& text)
    {
        view().searchLine()->setFocus();
        view().searchLine()->clear();
        QTest::keyClicks(view().searchLine(), text);
        QTest::keyClick(view().searchLine(), Qt::Key_Return);
        return settle();
    }

    QTemporaryDir dir;
    PrincipalsPage page{*workspace, *investigation, *filtering, *jobs};
    bool opened = false;
};

QStringList valuesOf(const CountList* list)
{
    QStringList values;
    for (int row = 0; row < list->model()->rowCount(); ++row)
        values.append(list->model()->index(row, 0).data().toString() + QLatin1Char(' ')
                      + list->model()->index(row, 1).data().toString());
    return values;
}

} // namespace

class TestPrincipalsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void theLeakedKeyIsFoundAndItsCardSaysWhatItDid()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        const QAbstractItemModelTester tester(
            f.view().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(f.view().isShowingTree());
        QCOMPARE(f.view().model()->rowCount(), 23);
        QVERIFY(f.view().countWords().startsWith(QStringLiteral("23 principals, 234 sessions")));
        QVERIFY(f.search(QStringLiteral("akiai44qh8dhbexample")));
        QVERIFY2(f.names().contains(QStringLiteral("report-bot")),
                 qPrintable(f.names().join(u' ')));
        QVERIFY(f.names().contains(QStringLiteral("svc-backup")));
        // The key that was looked for, opened and looked at.
        QVERIFY2(f.card()->title().startsWith(QStringLiteral("key AKIAI44QH8DHBEXAMPLE")),
                 qPrintable(f.card()->title()));
        QVERIFY(f.tree()->isExpanded(f.tree()->currentIndex().parent()));
        QVERIFY(f.tree()->visualRect(f.tree()->currentIndex()).isValid());
        const QModelIndex bot = f.line(QStringLiteral("report-bot"));
        QVERIFY(f.click(bot));
        QCOMPARE(f.card()->title(), QStringLiteral("report-bot"));
        QCOMPARE(valuesOf(f.card()->listOf("sourceIPAddress")),
                 QStringList({QStringLiteral("192.0.2.44 49"), QStringLiteral("203.0.113.66 26")}));
        QCOMPARE(f.card()->firsts()->model()->index(0, FirstModel::ValueColumn).data().toString(),
                 QStringLiteral("AttachUserPolicy"));
        // By the keys to the key that it made, and on to the role.
        f.tree()->setFocus();
        QTest::keyClick(f.tree(), Qt::Key_Right);
        QTest::keyClick(f.tree(), Qt::Key_Right);
        QTest::keyClick(f.tree(), Qt::Key_Right);
        QTest::keyClick(f.tree(), Qt::Key_Down);
        QVERIFY(f.settle());
        QVERIFY2(f.card()->title().contains(QStringLiteral("AKIAI44QH8DHBEXAMPLE")),
                 qPrintable(f.card()->title()));
        QVERIFY(f.card()->originText().contains(QStringLiteral("certain")));
        QVERIFY(!f.page.grab().isNull());
    }

    void whatTheNumbersOfEventsAreOfIsSaid()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        const auto& counted = f.view().profiling().tree()->countedTwice();
        QVERIFY(counted.twice > 0);
        QVERIFY2(f.view().sumsWords().contains(QLocale().toString(counted.twice)),
                 qPrintable(f.view().sumsWords()));
        QVERIFY(f.view().sumsWords().contains(QLocale().toString(counted.all)));
        QVERIFY(f.view()
                    .model()
                    ->headerData(PrincipalsModel::EventsColumn, Qt::Horizontal, Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("credentials")));
    }

    // Wide: all columns, and nothing beside the view; narrow: name, events and link.
    void theColumnsThatMatterAreInSight()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        const QHeaderView* header = f.tree()->header();
        f.page.resize(1900, 800);
        QCOMPARE(header->hiddenSectionCount(), 1); // there is no filter
        QCOMPARE(header->length(), f.tree()->viewport()->width());
        f.page.resize(800, 700);
        QCOMPARE(header->length(), f.tree()->viewport()->width());
        QVERIFY(f.tree()->isColumnHidden(PrincipalsModel::LastColumn));
        for (const int column : {PrincipalsModel::NameColumn, PrincipalsModel::EventsColumn,
                                 PrincipalsModel::LinkColumn})
            QVERIFY(!f.tree()->isColumnHidden(column));
        f.page.resize(1900, 800);
        QCOMPARE(header->hiddenSectionCount(), 1);
    }

    void everyLineOfTheCardLeadsToItsEvents()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened && f.search(QStringLiteral("svc-backup")));
        QVERIFY(f.click(f.line(QStringLiteral("svc-backup"))));
        CountList* names = f.card()->listOf("eventName");
        QCOMPARE(valuesOf(names).first(), QStringLiteral("GetObject 84"));
        QTableView* table = names->table();
        table->setCurrentIndex(names->model()->index(0, 0));
        table->setFocus();
        Q_EMIT table->activated(table->currentIndex());
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{84});
        // What was denied, by the menu.
        CountList* denied = f.card()->deniedListOf("eventName");
        QMenu* menu =
            test::menuAt(denied->table()->viewport(),
                         denied->table()->visualRect(denied->model()->index(0, 0)).center());
        QVERIFY(menu);
        QAction* show = test::entryOf(menu, QStringLiteral("Show 1 event"));
        QVERIFY(show);
        show->trigger();
        menu->close();
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
        // All of them.
        QTest::mouseClick(f.card()->eventsButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{107});
        // The other choice of what is counted: the role was not its own.
        f.card()->scopes()->setCurrentIndex(1);
        Q_EMIT f.card()->scopes()->activated(1);
        QVERIFY(f.settle());
        QTest::mouseClick(f.card()->eventsButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QVERIFY(f.filtering->result().count() < 107);
        QCOMPARE(f.filtering->result().count(), f.view().profiling().profile()->events);
    }

    // What was done stands in it; the columns beside it are as wide as what they say.
    void theValueThatWasNewIsRead()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        f.page.resize(1600, 900);
        QTableView* table = f.card()->firsts()->table();
        const QModelIndex name = f.card()->firsts()->model()->index(0, FirstModel::ValueColumn);
        QVERIFY(!table->isColumnHidden(FirstModel::NoteColumn));
        QVERIFY(table->columnWidth(FirstModel::ValueColumn)
                > table->fontMetrics().horizontalAdvance(name.data().toString()) + 8);
    }

    // Console or API, with the numbers of what is asked for by it.
    void fromWhereItWasCalledIsSaidAndLeadsToTheEvents()
    {
        const auto by = [](int second, const char* agent) {
            return test::call(second, "A", test::user("alice", "AKIA1"),
                              agent ? Json{{"userAgent", agent}} : Json::object());
        };
        Fixture f(std::vector<Json>{by(0, "console.amazonaws.com"), by(1, "Mozilla/5.0 (X11)"),
                                    by(2, "aws-cli/2.15"), by(3, "Boto3/1.26"),
                                    by(7, "aws-cli/2.13.0 Linux/6.1.0-kali9-amd64"),
                                    by(4, "aws-sdk-go-v2/1.30"), by(5, "curl/8"), by(6, nullptr)});
        QVERIFY(f.opened);
        AgentLine* line = f.card()->agents();
        QCOMPARE(line->words(),
                 QStringLiteral("console 2  ·  command line 2  ·  SDKs 2  ·  other programs 1  ·  "
                                "not said 1"));
        Q_EMIT line->linkActivated(QStringLiteral("0"));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{2});
        Q_EMIT line->linkActivated(QStringLiteral("1")); // a family, and one on another system
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{2});
        Q_EMIT line->linkActivated(QStringLiteral("4"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
    }

    // The wheel turns the card, until somebody goes into a list.
    void theWheelTurnsTheCardNotTheListUnderThePointer()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened && f.search(QStringLiteral("svc-backup")));
        f.page.resize(900, 700);
        auto* scroll = f.card()->findChild<QScrollArea*>();
        QTableView* table = f.card()->firsts()->table();
        const auto turn = [&] {
            const QPointF at(20, 10);
            QWheelEvent wheel(at, table->viewport()->mapToGlobal(at), {}, {0, -120}, Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QSpontaneKeyEvent::setSpontaneous(&wheel); // others go no further than their receiver
            qApp->notify(table->viewport(), &wheel);
        };
        QVERIFY(table->verticalScrollBar()->maximum() > 0);
        QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
        QVERIFY(!table->hasFocus());
        turn();
        QCOMPARE(table->verticalScrollBar()->value(), 0);
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
        f.page.activateWindow();
        table->setFocus();
        QTRY_VERIFY(table->hasFocus());
        const int there = scroll->verticalScrollBar()->value();
        turn();
        QVERIFY(table->verticalScrollBar()->value() > 0);
        QCOMPARE(scroll->verticalScrollBar()->value(), there);
    }

    void aBarOfTheStripIsATimeToRead()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        ActivityStrip* strip = f.card()->strip();
        QVERIFY(strip->barCount() > 10);
        strip->setFocus();
        QTest::keyClick(strip, Qt::Key_Right);
        QTest::keyClick(strip, Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.settle());
        const auto byKey = f.filtering->result().count();
        QVERIFY(byKey > 0 && byKey < f.view().profiling().profile()->events);
        // The same bar with the mouse.
        const auto& bars = f.view().profiling().profile()->histogram.bars;
        std::size_t bar = 0;
        while (bars[bar].all() == 0)
            ++bar;
        QCOMPARE(strip->barAt(strip->rectOf(bar).center()), std::optional(bar));
        QVERIFY(f.investigation->setFilter({}));
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->rectOf(bar).center().toPoint());
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), byKey);
        QCOMPARE(byKey, bars[bar].all());
    }

    void aUserThatWasMadeAgainIsTwo()
    {
        Fixture f(std::vector<Json>{
            test::call(0, "A", test::user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
            test::call(1, "B", test::user("alice", "AKIA2", "AIDASECONDSECONDSEC1")),
            test::call(2, "C", test::user("bob", "AKIA3"))});
        QVERIFY(f.opened);
        f.tree()->header()->setSortIndicator(PrincipalsModel::NameColumn, Qt::AscendingOrder);
        QVERIFY(f.settle());
        QCOMPARE(
            f.names(),
            QStringList({QStringLiteral("alice (AIDAFIRSTFIRSTFIRST1)"),
                         QStringLiteral("alice (AIDASECONDSECONDSEC1)"), QStringLiteral("bob")}));
        QVERIFY(f.click(f.line(QStringLiteral("alice (AIDASECONDSECONDSEC1)"))));
        QVERIFY(f.card()->idText().contains(QStringLiteral("AIDASECONDSECONDSEC1")));
        QTest::mouseClick(f.card()->eventsButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
    }

    void anUnknownOriginIsSaidWithTheLogThatWouldShowIt()
    {
        Fixture f(std::vector<Json>{test::call(0, "A", test::role("admin", "x", "ASIA1", 0))});
        QVERIFY(f.opened);
        const QModelIndex role = f.line(QStringLiteral("admin"));
        f.tree()->expand(role);
        const QModelIndex session = f.view().model()->index(0, 0, role);
        QVERIFY(f.click(session));
        QVERIFY2(f.card()->originText().startsWith(QStringLiteral("origin unknown")),
                 qPrintable(f.card()->originText()));
        QVERIFY(f.card()->originText().contains(QStringLiteral("AssumeRole")));
        QVERIFY(f.card()->originText().contains(QString::fromStdString(test::kAccount)));
        const QModelIndex link = session.siblingAtColumn(PrincipalsModel::LinkColumn);
        QVERIFY(link.data(PrincipalsModel::IsUnknownRole).toBool());
        // In the line as short as can be, which log and whose first of all.
        QCOMPARE(link.data().toString(),
                 QStringLiteral("unknown: AssumeRole* in ")
                     + QString::fromStdString(test::kAccount));
    }

    void whatIsOpenAndLookedAtStaysWhenTheOrderChanges()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        const QModelIndex bot = f.line(QStringLiteral("report-bot"));
        f.tree()->expand(bot);
        QVERIFY(f.click(f.view().model()->index(0, 0, bot)));
        const auto subject = f.view().profiling().subject();
        f.tree()->header()->setSortIndicator(PrincipalsModel::DeniedColumn, Qt::DescendingOrder);
        QVERIFY(f.settle());
        QCOMPARE(f.names().first(), QStringLiteral("dave"));
        QVERIFY(f.tree()->isExpanded(f.line(QStringLiteral("report-bot"))));
        QVERIFY(!f.tree()->isExpanded(f.line(QStringLiteral("dave"))));
        QCOMPARE(f.view().profiling().subject(), subject);
        QVERIFY(f.tree()->currentIndex().parent() == f.line(QStringLiteral("report-bot")));
    }

    void theLinkHasNoOrder()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        const QStringList before = f.names();
        f.tree()->header()->setSortIndicator(PrincipalsModel::LinkColumn, Qt::DescendingOrder);
        QVERIFY(f.settle());
        QCOMPARE(f.names(), before);
        QCOMPARE(f.tree()->header()->sortIndicatorSection(), int(PrincipalsModel::EventsColumn));
    }

    void tenThousandSessionsOfOneRole()
    {
        std::vector<Json> events;
        for (int i = 0; i < 10'000; ++i)
            events.push_back(test::call(
                i, "X", test::role("one", "s" + std::to_string(i), "ASIA" + std::to_string(i), i)));
        Fixture f(events);
        QVERIFY(f.opened);
        QVERIFY(f.view().countWords().startsWith(QStringLiteral("1 principal, 10,000 sessions")));
        f.tree()->setFocus();
        f.tree()->setCurrentIndex(f.view().model()->index(0, 0));
        QTest::keyClick(f.tree(), Qt::Key_Right);
        QTest::keyClick(f.tree(), Qt::Key_End);
        QVERIFY(f.settle());
        QCOMPARE(f.tree()->currentIndex().row(), 9'999);
        QCOMPARE(f.view().profiling().profile()->events, std::uint64_t{1});
        QTest::keyClick(f.tree(), Qt::Key_Home);
        QVERIFY(f.settle());
        QCOMPARE(f.view().profiling().profile()->events, std::uint64_t{10'000});
        // Each of them is a value of its own, and none is left out.
        QCOMPARE(f.card()->listOf("session.id")->model()->rowCount(), 10'000);
        QVERIFY(f.search(QStringLiteral("s9998")));
        QVERIFY(f.view().countWords().endsWith(QStringLiteral(", 1 session")));
    }

    // Of a key that does not end no event says whether there was MFA.
    void thatMfaIsNotSaidIsSaid()
    {
        Fixture f(std::vector<Json>{test::call(0, "A", test::user("alice", "AKIA1"))});
        QVERIFY(f.opened);
        CountList* mfa =
            f.card()->listOf("userIdentity.sessionContext.attributes.mfaAuthenticated");
        QVERIFY(!mfa->isHidden());
        QCOMPARE(valuesOf(mfa), QStringList(QStringLiteral("(not said) 1")));
    }

    void onlyThoseInTheFilter()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        QVERIFY(!f.view().onlyFound()->isEnabled());
        QVERIFY(f.tree()->isColumnHidden(PrincipalsModel::FoundColumn));
        QVERIFY(f.investigation->setFilter({QStringLiteral("eventName:StopLogging"), {}}));
        QVERIFY(f.settle());
        QVERIFY(!f.tree()->isColumnHidden(PrincipalsModel::FoundColumn));
        QCOMPARE(f.view().model()->rowCount(), 23);
        QTest::mouseClick(f.view().onlyFound(), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(f.settle());
        QVERIFY(f.names().contains(QStringLiteral("svc-backup")));
        QVERIFY(!f.names().contains(QStringLiteral("alice")));
        QVERIFY(f.search(QStringLiteral("nobody of this name")));
        QVERIFY(!f.view().isShowingTree());
        QVERIFY(!f.view().emptyState()->title().isEmpty());
    }

    void thereIsNothingToSeeBeforeAndAfter()
    {
        UiWorld world;
        PrincipalsPage page(*world.workspace, *world.investigation, *world.filtering, *world.jobs);
        page.show();
        QVERIFY(!page.view()->isShowingTree());
        QVERIFY(world.openAndWait(kIncident));
        QTRY_VERIFY(page.view()->isShowingTree() && world.jobs->isIdle());
        world.workspace->close();
        QVERIFY(!page.view()->isShowingTree());
        QVERIFY(page.view()->card()->isHidden());
    }

    void twoAreComparedInPeriods()
    {
        Fixture f(kIncident);
        QVERIFY(f.opened);
        QSignalSpy periods(&f.page, &PrincipalsPage::periodsRequested);
        f.tree()->setCurrentIndex(f.line(QStringLiteral("alice")));
        f.tree()->selectionModel()->select(f.line(QStringLiteral("bob")),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QMenu* menu = test::menuAt(f.tree()->viewport(),
                                   f.tree()->visualRect(f.line(QStringLiteral("bob"))).center());
        QVERIFY(menu);
        QAction* two = test::entryOf(menu, QStringLiteral("Compare these two"));
        QVERIFY(two);
        two->trigger();
        menu->close();
        QCOMPARE(periods.size(), 1);
        QStringList sides{periods[0][0].toString(), periods[0][1].toString()};
        sides.sort();
        QCOMPARE(sides,
                 QStringList({QStringLiteral("actor:\"alice\""), QStringLiteral("actor:\"bob\"")}));
    }

    void oddNamesCanNeitherHideNorReorderAnything()
    {
        const std::string name = "mal\nlory\x1b[2J \xE2\x80\xAE"
                                 "gpj.exe \"quoted\" & <b>";
        Json caller = test::user("x", "AKIA1");
        caller["userName"] = name;
        caller["arn"] = "arn:aws:iam::" + test::kAccount + ":user/" + name;
        Fixture f(std::vector<Json>{test::call(0, "A\nB", caller), test::call(1, "C", caller)});
        QVERIFY(f.opened);
        QCOMPARE(f.names().size(), 1);
        const QString shown = f.names().first();
        for (const QChar bad : {QChar(u'\n'), QChar(0x1b), QChar(0x202e)})
            QVERIFY(!shown.contains(bad) && !f.card()->title().contains(bad));
        QVERIFY(shown.contains(QStringLiteral("<b>")));
        QTest::mouseClick(f.card()->eventsButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{2});
        f.page.setFocus();
        f.page.copy(PageCommands::CopyForm::Cells);
        QVERIFY(!QApplication::clipboard()->text().contains(u'\n'));
    }
};

QTEST_MAIN(TestPrincipalsPage)
#include "tst_principalspage.moc"
