// The page of findings: what was found and what was looked for, and the ways on from there.
#include "model/workspace/casebook.h"
#include "model/workspace/history.h"
#include "tests/support/fixtures.h"
#include "tests/support/smallexport.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/emptystate.h"
#include "ui/common/theme.h"
#include "ui/findings/findingcard.h"
#include "ui/findings/findingevents.h"
#include "ui/findings/findingspage.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using items::FindingsModel;
using test::UiWorld;

namespace {

std::string call(int number, const char* time, const char* source, const char* name,
                 const std::string& more = {})
{
    return "{'eventID':'e" + std::to_string(number) + "','eventTime':'2026-03-01T" + time
        + "Z','eventSource':'" + source + ".amazonaws.com','eventName':'" + name
        + "','sourceIPAddress':'192.0.2.7','userIdentity':{'type':'IAMUser','userName':'mallory'}"
        + more + "}";
}

// A user and two keys, then the trail is switched off; and what nobody looks for.
std::string anAttack()
{
    return test::quoted("{'Records':[" + call(1, "10:00:00", "iam", "ListUsers") + ","
                        + call(2, "10:01:00", "iam", "CreateUser") + ","
                        + call(3, "10:02:00", "iam", "CreateAccessKey") + ","
                        + call(4, "10:05:00", "iam", "CreateAccessKey") + ","
                        + call(5, "10:09:00", "cloudtrail", "StopLogging") + "]}");
}

struct Fixture : UiWorld
{
    explicit Fixture(const std::string& records = anAttack())
        : detecting(*workspace, *jobs)
        , page(*workspace, *investigation, *filtering, detecting, *jobs)
    {
        investigation->setPage(QStringLiteral("findings"));
        page.resize(1100, 700);
        page.show();
        if (records.empty())
            return;
        test::writeFile(dir.path(), "a.json", records);
        opened = openAndWait(dir.path()) && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    QStringList rows()
    {
        QStringList rows;
        for (int row = 0; row < model().rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < FindingsModel::kColumns; ++column)
                cells << model().index(row, column).data().toString();
            rows << cells.join(u'|');
        }
        return rows;
    }
    void choose(const char* rule) { page.table()->selectRow(model().rowOf(rule)); }
    std::string nameOf(RowId row) const
    {
        std::string text;
        query::ColumnReader(workspace->evidence().store, query::Column::pathColumn("eventName"))
            .text(row, text);
        return text;
    }
    FindingsModel& model() { return *page.model(); }

    QTemporaryDir dir;
    workspace::Detecting detecting;
    FindingsPage page;
    bool opened = false;
};

} // namespace

class TestFindingsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void whatWasFoundStandsWorstFirst()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QAbstractItemModelTester tester(
            &f.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(f.page.isShowingFindings());
        const auto silent = detection::builtinRules().size() - 3;
        QCOMPARE(f.rows(),
                 QStringList({QStringLiteral("Critical|CloudTrail logging stopped|1|2026-03-01 "
                                             "10:09:00|2026-03-01 10:09:00"),
                              QStringLiteral("Medium|IAM user created|1|2026-03-01 "
                                             "10:01:00|2026-03-01 10:01:00"),
                              QStringLiteral("Medium|Access key created|2|2026-03-01 "
                                             "10:02:00|2026-03-01 10:05:00"),
                              QStringLiteral("%1 rules found nothing||||").arg(silent)}));
        QVERIFY2(f.page.countText().startsWith(QStringLiteral("3 of %1 rules found 4 events among "
                                                              "5 events")
                                                   .arg(detection::builtinRules().size())),
                 qPrintable(f.page.countText()));
        // The first one is chosen.
        QCOMPARE(f.page.card()->title(), QStringLiteral("CloudTrail logging stopped"));
        QVERIFY(!f.page.card()->why().isEmpty());
        QVERIFY(f.page.card()->filter().contains(QStringLiteral("StopLogging")));
        QVERIFY(f.page.card()->references().contains(QStringLiteral("T1562.008")));
        QVERIFY(f.page.card()->facts().startsWith(QStringLiteral("1 event")));
        QCOMPARE(f.page.events()->events()->rowCount(), 1);
        f.choose("access-key-created");
        QCOMPARE(f.page.events()->events()->rowCount(), 2);
        QVERIFY(!f.page.grab().isNull());
    }

    void theRulesThatFoundNothingAreThere()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QAbstractItemModelTester tester(
            &f.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int fold = f.model().foldRow();
        QCOMPARE(f.model().rowCount(), fold + 1);
        f.page.table()->setFocus();
        f.page.table()->selectRow(fold);
        QVERIFY(f.page.card()->widget()->isHidden());
        for (const auto& [key, isOpen] :
             {std::pair(Qt::Key_Return, true), std::pair(Qt::Key_Left, false),
              std::pair(Qt::Key_Right, true), std::pair(Qt::Key_Return, false)}) {
            QTest::keyClick(f.page.table(), key);
            QCOMPARE(f.model().isOpen(), isOpen);
            QCOMPARE(f.model().rowCount(),
                     fold + 1
                         + (isOpen ? static_cast<int>(detection::builtinRules().size()) - 3 : 0));
        }
        QTest::mouseClick(f.page.table()->viewport(), Qt::LeftButton, {},
                          f.page.table()->visualRect(f.model().index(fold, 0)).center());
        QVERIFY(f.model().isOpen());
        f.choose("mfa-deactivated");
        QCOMPARE(f.page.card()->title(), QStringLiteral("MFA deactivated"));
        QVERIFY(!f.page.card()->eventsButton()->isEnabled());
        QVERIFY(!f.page.card()->timelineButton()->isEnabled());
        QVERIFY(f.page.card()->filterButton()->isEnabled());
        QCOMPARE(f.page.events()->events()->rowCount(), 0);
        QVERIFY(!f.page.grab().isNull());
    }

    void eventsAreTheFilterOfTheRuleAndOneStepBack()
    {
        Fixture f;
        QVERIFY(f.opened);
        workspace::History history(*f.investigation);
        workspace::Filter filter; // of chips: what is typed goes on until there is a pause
        filter.chips = {{.text = QStringLiteral("eventName:*"), .pinned = true},
                        {.text = QStringLiteral("user:alice")}};
        QVERIFY(f.investigation->setFilter(filter));
        QVERIFY(f.settle());
        const auto before = history.current();
        f.choose("access-key-created");
        f.page.card()->eventsButton()->click();
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QCOMPARE(f.investigation->filter().text, f.page.card()->filter());
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1}); // the pinned one
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{2});
        QTRY_COMPARE(history.current(), before + 1);
        history.back();
        QCOMPARE(f.investigation->filter(), filter);
        QCOMPARE(f.investigation->page(), QStringLiteral("findings"));
        // Enter does the same.
        f.page.table()->setFocus();
        QTest::keyClick(f.page.table(), Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
    }

    void aRuleIsAskedForBesideTheFilter()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.investigation->setFilter({QStringLiteral("user:mallory"), {}}));
        f.choose("user-created");
        const QSignalSpy said(&f.page, &FindingsPage::said);
        f.page.card()->filterButton()->click();
        f.page.card()->filterButton()->click(); // twice is once
        QCOMPARE(said.count(), 2);
        QCOMPARE(f.investigation->filter().text, QStringLiteral("user:mallory"));
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
        QCOMPARE(f.investigation->page(), QStringLiteral("findings"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
        // The findings are of all events, as before.
        QCOMPARE(f.model().findings()->findings().size(), std::size_t{3});
    }

    void theTimelineIsShownWithTheEvent()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.choose("access-key-created");
        f.page.card()->timelineButton()->click();
        QCOMPARE(f.investigation->page(), QStringLiteral("timeline"));
        const auto& store = f.workspace->evidence().store;
        QCOMPARE(*f.investigation->selectedRow(), store->timeOrder()[2]);
        QVERIFY(f.investigation->filter().isEmpty());
        // The second one, which the filter hides.
        f.investigation->setPage(QStringLiteral("findings"));
        QVERIFY(f.investigation->setFilter({QStringLiteral("eventName:ListUsers"), {}}));
        QVERIFY(f.settle());
        f.page.events()->setCurrentIndex(f.page.events()->events()->index(1, 0));
        const QSignalSpy said(&f.page, &FindingsPage::said);
        f.page.card()->timelineButton()->click();
        QCOMPARE(*f.investigation->selectedRow(), store->timeOrder()[3]);
        QVERIFY(f.investigation->filter().isEmpty());
        QCOMPARE(said.count(), 1);
    }

    void anEventIsGoneTo()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.choose("access-key-created");
        FindingEvents& events = *f.page.events();
        events.setFocus();
        QTest::keyClick(&events, Qt::Key_J);
        QTest::keyClick(&events, Qt::Key_J);
        QCOMPARE(f.nameOf(*f.investigation->selectedRow()), std::string("CreateAccessKey"));
        QCOMPARE(*f.investigation->selectedRow(), f.workspace->evidence().store->timeOrder()[3]);
        QCOMPARE(f.page.chosenEvents(5).size(), std::size_t{1});
        Q_EMIT events.activated(events.currentIndex());
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.investigation->filter().isEmpty());
        // Hidden by the filter: the finding is asked for instead.
        QVERIFY(f.investigation->setFilter({QStringLiteral("eventName:ListUsers"), {}}));
        QVERIFY(f.settle());
        const QSignalSpy said(&f.page, &FindingsPage::said);
        Q_EMIT events.activated(events.currentIndex());
        QCOMPARE(f.investigation->filter().text, f.page.card()->filter());
        QCOMPARE(said.count(), 1);
    }

    void aRuleIsGoneToFromElsewhere()
    {
        Fixture f;
        QVERIFY(f.opened);
        const auto pageOf = [](const char* id) {
            detection::Rule rule;
            rule.id = id;
            return workspace::findingsPage(rule);
        };
        f.investigation->setPage(pageOf("access-key-created"));
        QCOMPARE(f.page.card()->title(), QStringLiteral("Access key created"));
        f.investigation->setPage(pageOf("mfa-deactivated")); // among those that found nothing
        QCOMPARE(f.page.card()->title(), QStringLiteral("MFA deactivated"));
        f.investigation->setPage(pageOf("no-such-rule"));
        QCOMPARE(f.page.card()->title(), QStringLiteral("MFA deactivated"));
        QVERIFY(workspace::ruleOfPage(QStringLiteral("findings")).isEmpty());
    }

    void timesAreInTheZoneOfTheWindow()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY(f.rows().first().contains(QStringLiteral("2026-03-01 19:09:00")));
        QVERIFY(f.model()
                    .headerData(FindingsModel::FirstColumn, Qt::Horizontal, Qt::DisplayRole)
                    .toString()
                    .contains(QStringLiteral("Asia/Tokyo")));
        QVERIFY2(f.page.card()->facts().contains(QStringLiteral("19:09:00")),
                 qPrintable(f.page.card()->facts()));
    }

    void findingsAndEventsAreCopied()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.choose("access-key-created");
        using Form = PageCommands::CopyForm;
        QVERIFY(f.page.canCopy(Form::Cells) && !f.page.canCopy(Form::Csv));
        QVERIFY(!f.page.canCopy(Form::Json)); // no event is chosen
        f.page.copy(Form::Cells);
        QVERIFY2(QApplication::clipboard()->text().startsWith(
                     QStringLiteral("Medium\tAccess key created\t2\t2026-03-01 10:02:00\t")),
                 qPrintable(QApplication::clipboard()->text()));
        f.page.card()->copyButton()->click();
        QCOMPARE(QApplication::clipboard()->text(), f.page.card()->filter());
        f.page.events()->selectAll();
        QVERIFY(f.page.canCopy(Form::Json));
        f.page.copy(Form::Json);
        QVERIFY(f.settle());
        QCOMPARE(QApplication::clipboard()->text().count(QStringLiteral("\"CreateAccessKey\"")), 2);
    }

    void undatedEventsAreFoundWithoutATime()
    {
        std::string records = anAttack();
        records.replace(records.find("2026-03-01T10:09"), 10, "someday at");
        Fixture f(records);
        QVERIFY(f.opened);
        QCOMPARE(f.rows().first(),
                 QStringLiteral("Critical|CloudTrail logging stopped|1|no time|no time"));
        QVERIFY(f.page.card()->eventsButton()->isEnabled());
        QVERIFY(!f.page.card()->timelineButton()->isEnabled());
    }

    void withoutFindingsOrEventsThePageSaysSo()
    {
        Fixture nothing((std::string()));
        QVERIFY(!nothing.page.isShowingFindings());
        QCOMPARE(nothing.page.emptyState()->title(), QStringLiteral("Nothing is open"));
        Fixture quiet(
            test::quoted("{'Records':[" + call(1, "10:00:00", "iam", "ListUsers") + "]}"));
        QVERIFY(quiet.opened);
        QVERIFY(quiet.page.isShowingFindings());
        QVERIFY2(quiet.page.countText().startsWith(QStringLiteral("None of ")),
                 qPrintable(quiet.page.countText()));
        QVERIFY(quiet.model().isOpen()); // what was looked for
        Fixture empty(std::string("{\"Records\":[]}"));
        QVERIFY(empty.opened);
        QVERIFY(!empty.page.isShowingFindings());
        QCOMPARE(empty.page.emptyState()->title(), QStringLiteral("No events"));
        // While it loads nothing is said of what was open before.
        quiet.workspace->open({quiet.dir.path()});
        QVERIFY(!quiet.page.isShowingFindings());
        QVERIFY(quiet.settle());
        QVERIFY(QTest::qWaitFor([&] { return quiet.page.isShowingFindings(); }, 20'000));
    }

    void theMenuOffersTheSame()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QRect rect =
            f.page.table()->visualRect(f.model().index(f.model().rowOf("user-created"), 1));
        QMenu* menu = test::menuAt(f.page.table()->viewport(), rect.center());
        QVERIFY(menu);
        QAction* add = test::entryOf(menu, QStringLiteral("Add to the filter"));
        QVERIFY(add && test::entryOf(menu, QStringLiteral("Show on the timeline")));
        add->trigger();
        menu->close();
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
        const QRect fold = f.page.table()->visualRect(f.model().index(f.model().foldRow(), 0));
        Q_EMIT f.page.table()->customContextMenuRequested(fold.center());
        QVERIFY(!QApplication::activePopupWidget());
    }

    void thePageIsPaintedInTheDarkAndInLittleRoom()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.page.resize(560, 360);
        const auto middle = [](const QImage& image) {
            return image.pixelColor(image.width() - 5, image.height() - 5).lightness();
        };
        f.page.setPalette(paletteFor(lightColors()));
        QVERIFY(middle(f.page.grab().toImage()) > 200);
        QApplication::setPalette(paletteFor(darkColors()));
        f.page.setPalette(paletteFor(darkColors()));
        QVERIFY(middle(f.page.grab().toImage()) < 80);
        QApplication::setPalette(paletteFor(lightColors()));
        QVERIFY(f.page.minimumSizeHint().width() <= 560);
    }

    void theTitleIsLargeAndTheFilterHasLettersOfOneWidth()
    {
        qApp->setStyleSheet(styleSheetFor(lightColors()));
        Fixture f;
        QVERIFY(f.opened);
        const auto labels = f.page.card()->findChildren<QLabel*>();
        const auto title = std::ranges::find(labels, f.page.card()->title(), &QLabel::text);
        QVERIFY(title != labels.end());
        QVERIFY((*title)->font().weight() == QFont::DemiBold);
        const QFontInfo filter(f.page.card()->findChild<QPlainTextEdit*>()->font());
        QVERIFY(filter.fixedPitch());
        qApp->setStyleSheet({});
    }
};

QTEST_MAIN(TestFindingsPage)
#include "tst_findingspage.moc"
