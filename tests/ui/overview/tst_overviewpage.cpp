#include "model/workspace/detecting.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "tests/support/fixtures.h"
#include "tests/support/smallestate.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "ui/common/countlist.h"
#include "ui/common/emptystate.h"
#include "ui/common/linklabel.h"
#include "ui/overview/coverageview.h"
#include "ui/overview/overviewpage.h"
#include "ui/overview/tile.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using workspace::Workspace;

namespace {

std::string eventOf(int day, const char* id, const char* name, const char* more = "")
{
    const std::string number = day < 10 ? "0" + std::to_string(day) : std::to_string(day);
    return test::quoted(std::string("{'eventVersion':'1.08','eventTime':'2023-07-") + number
                        + "T10:00:00Z','eventID':'" + id + "','eventName':'" + name
                        + "','eventSource':'iam.amazonaws.com','awsRegion':'us-east-1',"
                          "'recipientAccountId':'111122223333','readOnly':true"
                        + more + "}");
}

std::string recordsOf(const std::string& events)
{
    return "{\"Records\":[" + events + "]}";
}

struct Opened
{
    QTemporaryDir dir;
    workspace::JobRunner jobs;
    Workspace workspace{jobs};
    workspace::Investigation investigation;
    OverviewPage page{workspace, investigation, jobs};

    bool open()
    {
        page.resize(1200, 900);
        page.show();
        workspace.open({dir.path()});
        return QTest::qWaitFor([this] {
            return workspace.state() == Workspace::State::Ready && page.summary()
                && page.summary()->events == workspace.evidence().store->rowCount();
        });
    }
    Tile* tile(const char* title) const
    {
        for (Tile* each : page.findChildren<Tile*>())
            if (each->text() == QLatin1String(title))
                return each;
        return nullptr;
    }
    CountList* list(const char* title) const
    {
        for (CountList* each : page.findChildren<CountList*>())
            if (each->title().startsWith(QLatin1String(title)))
                return each;
        return nullptr;
    }
};

} // namespace

class TestOverviewPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingOpenSaysSo()
    {
        Opened opened;
        QVERIFY(!opened.page.isShowingSummary());
        QCOMPARE(opened.page.emptyState()->title(), QStringLiteral("Nothing is open"));
    }

    void whatTheRulesFoundIsSaidAndLeadsThere()
    {
        Opened opened;
        workspace::Detecting detecting(opened.workspace, opened.jobs);
        opened.page.setDetecting(detecting);
        QVERIFY(opened.page.findings()->isHidden());
        test::writeFile(opened.dir.path(), "a.json",
                        recordsOf(eventOf(1, "e1", "CreateUser") + ','
                                  + eventOf(2, "e2", "CreateSAMLProvider") + ','
                                  + eventOf(3, "e3", "CreateAccessKey") + ','
                                  + eventOf(4, "e4", "CreateAccessKey")));
        QVERIFY(opened.open());
        QTRY_VERIFY(!opened.page.findings()->isHidden());
        QVERIFY2(opened.page.findings()->text().contains(QStringLiteral("1 high, 2 medium")),
                 qPrintable(opened.page.findings()->text()));
        Q_EMIT opened.page.findings()->linkActivated(QStringLiteral("findings"));
        QCOMPARE(opened.investigation.page(), QStringLiteral("findings"));
        opened.workspace.close();
        QTRY_VERIFY(opened.page.findings()->isHidden());
    }

    void theNumbersAreThoseOfTheExport()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "a.json",
                        recordsOf(eventOf(1, "e1", "GetUser") + ',' + eventOf(3, "e2", "ListUsers")
                                  + ','
                                  + eventOf(3, "e3", "GetUser", ",'errorCode':'AccessDenied'")));
        test::writeFile(opened.dir.path(), "b.json", recordsOf(eventOf(1, "e1", "GetUser")));
        test::writeFile(opened.dir.path(), "c.json", "{\"Records\":[{\"eventTi");
        QVERIFY(opened.open());
        QVERIFY(opened.page.isShowingSummary());
        QCOMPARE(opened.tile("Events")->value(), QStringLiteral("3"));
        QCOMPARE(opened.tile("Accounts")->value(), QStringLiteral("1"));
        QCOMPARE(opened.tile("Errors")->value(), QStringLiteral("1"));
        QCOMPARE(opened.tile("Errors")->note(), QStringLiteral("1 denied, 0 failed"));
        QCOMPARE(opened.tile("Duplicates")->value(), QStringLiteral("1"));
        QCOMPARE(opened.tile("Problems")->value(), QStringLiteral("1"));
        QVERIFY2(opened.page.spanText().startsWith(
                     QLatin1String("2023-07-01 10:00:00 to 2023-07-03 10:00:00 UTC")),
                 qPrintable(opened.page.spanText()));
        QCOMPARE(opened.page.coverage()->grid().dayCount(), 3);
        opened.investigation.setZone("Asia/Tokyo");
        QVERIFY(opened.page.spanText().startsWith(QLatin1String("2023-07-01 19:00:00")));
    }

    void tilesLeadWhereTheNumbersComeFrom()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "a.json", recordsOf(eventOf(1, "e1", "GetUser")));
        QVERIFY(opened.open());
        opened.tile("Problems")->click();
        QCOMPARE(opened.investigation.page(), QStringLiteral("ledger"));
        opened.tile("Events")->click();
        QCOMPARE(opened.investigation.page(), QStringLiteral("events"));
    }

    void anotherExportReplacesTheNumbers()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "one/a.json",
                        recordsOf(eventOf(1, "e1", "GetUser") + ',' + eventOf(2, "e2", "GetUser")));
        test::writeFile(opened.dir.path(), "two/a.json", recordsOf(eventOf(9, "e9", "GetRole")));
        QVERIFY(opened.open());
        QCOMPARE(opened.tile("Events")->value(), QStringLiteral("3"));
        opened.workspace.open({opened.dir.filePath(QStringLiteral("two"))});
        QTRY_COMPARE(opened.tile("Events")->value(), QStringLiteral("1"));
        QTRY_VERIFY(opened.page.spanText().startsWith(QLatin1String("2023-07-09")));
        opened.workspace.close();
        QVERIFY(!opened.page.isShowingSummary());
    }

    void resourcesAreNamedWhereThereAreSome()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "a.json", recordsOf(eventOf(1, "e1", "GetUser")));
        QVERIFY(opened.open());
        QVERIFY(opened.tile("Resources")->isHidden());
        for (const auto& file : test::SmallEstate::items())
            test::writeFile(opened.dir.path(),
                            "config-" + file.front().id + file.front().time + ".json",
                            test::historyText(file));
        QVERIFY(opened.open());
        QTRY_VERIFY(opened.tile("Resources")->isVisible());
        QCOMPARE(opened.tile("Resources")->value(), QStringLiteral("6"));
        QCOMPARE(opened.tile("Resources")->note(), QStringLiteral("9 Config items"));
        QVERIFY(!opened.list("Event names")->isHidden());
        QVERIFY(opened.list("Resource types")->isHidden());
        opened.tile("Resources")->click();
        QCOMPARE(opened.investigation.page(), QStringLiteral("resources"));
    }

    void anExportOfConfigAloneIsNotEmpty()
    {
        const test::SmallEstate estate;
        Opened opened;
        opened.page.resize(1200, 900);
        opened.page.show();
        opened.workspace.open({estate.path()});
        QTRY_VERIFY(opened.workspace.resources() && opened.page.isShowingSummary());
        QTRY_VERIFY2(opened.page.spanText().contains(
                         QLatin1String("2026-03-01 00:10:00 to 2026-03-01 00:50:00 UTC")),
                     qPrintable(opened.page.spanText()));
        QVERIFY(opened.list("Event names")->isHidden());
        QVERIFY(opened.page.coverage()->isHidden());
        QVERIFY(!opened.list("Resource types")->isHidden());
        QCOMPARE(opened.list("Resource types")->model()->rowCount(), 6);
    }

    void anExportWithoutEventsIsShownToo()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "notes.txt", "nothing to see here\n");
        QVERIFY(opened.open());
        QVERIFY(opened.page.isShowingSummary());
        QCOMPARE(opened.tile("Events")->value(), QStringLiteral("0"));
        QCOMPARE(opened.page.spanText(), QStringLiteral("No event has a time."));
    }

    void aUserInAListIsFollowed()
    {
        Opened opened;
        const char* alice = ",'userIdentity':{'type':'IAMUser','userName':'alice'}";
        const char* bob = ",'userIdentity':{'type':'IAMUser','userName':'bob'}";
        test::writeFile(opened.dir.path(), "a.json",
                        recordsOf(eventOf(1, "e1", "GetUser", alice) + ','
                                  + eventOf(3, "e2", "GetUser", alice) + ','
                                  + eventOf(3, "e3", "GetRole", bob)));
        QVERIFY(opened.open());
        QVERIFY(opened.investigation.setFilter({QStringLiteral("GetRole"), {}}));
        CountList* users = opened.list("Users");
        QVERIFY(users);
        auto* table = users->findChild<QTableView*>();
        const QRect first = table->visualRect(table->model()->index(0, 0));
        // The Event history has a column of users; without it, the menu puts it back.
        QMenu* columns = test::menuAt(table->viewport(), first.center());
        QVERIFY(columns);
        QVERIFY(!test::entryOf(columns, QStringLiteral("Show as column"))->isEnabled());
        columns->close();
        opened.investigation.removeColumn(query::Column::derivedColumn(query::Derived::User));
        columns = test::menuAt(table->viewport(), first.center());
        QVERIFY(columns);
        test::entryOf(columns, QStringLiteral("Show as column"))->trigger();
        columns->close();
        QVERIFY(opened.investigation.columns().back()
                == query::Column::derivedColumn(query::Derived::User));
        QMenu* menu = test::menuAt(table->viewport(), first.center());
        QVERIFY(menu);
        QAction* follow = test::entryOf(menu, QStringLiteral("Follow: "));
        QVERIFY(follow);
        QVERIFY2(follow->text().endsWith(QStringLiteral("alice")), qPrintable(follow->text()));
        follow->trigger();
        menu->close();
        QCOMPARE(opened.investigation.filter().text, QString());
        QCOMPARE(opened.investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(opened.investigation.filter().chips[0].text, QStringLiteral("user:\"alice\""));
        QCOMPARE(opened.investigation.page(), QStringLiteral("events"));
    }

    void whatNoFilterCanHoldIsSaidInTheMenu()
    {
        Opened opened;
        const std::string longName(70'000, 'x');
        test::writeFile(opened.dir.path(), "a.json", recordsOf(eventOf(1, "e1", longName.c_str())));
        QVERIFY(opened.open());
        CountList* names = opened.list("Event names");
        QVERIFY(names);
        auto* table = names->findChild<QTableView*>();
        const QRect first = table->visualRect(table->model()->index(0, 0));
        QMenu* menu = test::menuAt(table->viewport(), first.center());
        QVERIFY(menu);
        for (const char* begin : {"Only ", "Without ", "Or ", "Copy as filter", "This value is"}) {
            QAction* entry = test::entryOf(menu, QString::fromUtf8(begin));
            QVERIFY2(entry && !entry->isEnabled(), begin);
        }
        menu->close();
        QVERIFY(opened.investigation.filter().isEmpty());
    }

    void enterAndADoubleClickShowOnlyThatValue()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "a.json",
                        recordsOf(eventOf(1, "e1", "GetUser") + ',' + eventOf(2, "e2", "GetUser")
                                  + ',' + eventOf(3, "e3", "GetRole")));
        QVERIFY(opened.open());
        CountList* names = opened.list("Event names");
        QVERIFY(names);
        auto* table = names->findChild<QTableView*>();
        const auto& chips = opened.investigation.filter().chips;
        const QPoint second = table->visualRect(table->model()->index(1, 0)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, second);
        QVERIFY(chips.empty()); // to look at a value is not to ask for it
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, second);
        QCOMPARE(chips.size(), std::size_t{1});
        QCOMPARE(chips[0].text, QStringLiteral("eventName:\"GetRole\""));
        QCOMPARE(opened.investigation.page(), QStringLiteral("events"));
        opened.investigation.setPage(QStringLiteral("overview"));
        table->setCurrentIndex(table->model()->index(0, 1));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(chips.size(), std::size_t{1});
        QCOMPARE(chips[0].text, QStringLiteral("eventName:\"GetUser\""));
        QCOMPARE(opened.investigation.page(), QStringLiteral("events"));
    }

    void aCellOfTheCoverageShowsItsDayInPlaceOfAnother()
    {
        Opened opened;
        test::writeFile(opened.dir.path(), "a.json",
                        recordsOf(eventOf(1, "e1", "GetUser") + ',' + eventOf(3, "e2", "GetRole")));
        QVERIFY(opened.open());
        const auto texts = [&] {
            QStringList list;
            for (const auto& chip : opened.investigation.filter().chips)
                list << chip.text;
            return list.join(u'|');
        };
        for (const auto& [key, day] :
             {std::pair{Qt::Key_Home, "2023-07-01"}, std::pair{Qt::Key_End, "2023-07-03"}}) {
            opened.investigation.setPage(QStringLiteral("overview"));
            QTest::keyClick(opened.page.coverage(), key);
            QTest::keyClick(opened.page.coverage(), Qt::Key_Return);
            QCOMPARE(opened.investigation.filter().chips.size(), std::size_t{3});
            QVERIFY2(texts().contains(QLatin1String(day)), qPrintable(texts()));
            QVERIFY2(texts().contains(QLatin1String("account:\"111122223333\"")),
                     qPrintable(texts()));
            QVERIFY2(texts().contains(QLatin1String("awsRegion:\"us-east-1\"")),
                     qPrintable(texts()));
            QCOMPARE(opened.investigation.page(), QStringLiteral("events"));
        }
    }

    void countsAreAModelOfTheirOwn()
    {
        CountModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setValues(std::make_shared<const std::vector<query::FacetValue>>(
                            std::vector<query::FacetValue>{{"GetUser", 12'345}, {"PutUser", 2}}),
                        3, QStringLiteral("(none)"));
        QCOMPARE(model.index(0, 1).data().toString(), QLocale().toString(12'345));
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("(none)"));
        QCOMPARE(model.index(0, 0).data(CountModel::ShareRole).toDouble(), 1.0);
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("PutUser"));
        model.setValues({}, 0, {});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestOverviewPage)
#include "tst_overviewpage.moc"
