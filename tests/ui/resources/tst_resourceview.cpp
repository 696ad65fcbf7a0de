// ResourceView: a resource along time, from the export to the words on the screen.
#include "model/workspace/history.h"
#include "model/workspace/resourcelinks.h"
#include "tests/support/testsupport.h"
#include "tests/ui/resources/resourceworld.h"
#include "tests/ui/support/menus.h"
#include "ui/common/emptystate.h"
#include "ui/common/searchline.h"
#include "ui/common/sourcebytesview.h"
#include "ui/common/textpane.h"
#include "ui/common/textview.h"
#include "ui/resources/changesview.h"
#include "ui/resources/configaxis.h"
#include "ui/resources/itemdetailsview.h"
#include "ui/resources/rawitemview.h"
#include "ui/resources/relationshipsview.h"
#include "ui/resources/stateeventsview.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTextBlock>
#include <QToolButton>
#include <QTreeView>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::ItemSketch;
using test::ResourceWorld;
using test::UiWorld;
using Pair = workspace::ConfigTimeline::Pair;

namespace {

const char* const kGroup = "sg-0123456789abcdef0";

// A click on the words of a link, as the person makes it.
bool clickLink(QTextBrowser* browser, const QString& words)
{
    const QTextCursor found = browser->document()->find(words);
    if (found.isNull())
        return false;
    QTextCursor inside(browser->document());
    inside.setPosition((found.selectionStart() + found.selectionEnd()) / 2);
    browser->setTextCursor(inside);
    browser->ensureCursorVisible();
    const QPoint at = browser->cursorRect(inside).center();
    if (browser->anchorAt(at).isEmpty())
        return false;
    QTest::mouseClick(browser->viewport(), Qt::LeftButton, {}, at);
    return true;
}

QStringList linesOf(const items::RelatedModel& model)
{
    QStringList lines;
    for (int group = 0; group < model.rowCount(); ++group) {
        const QModelIndex parent = model.index(group, 0);
        lines.append(parent.data().toString());
        for (int row = 0; row < model.rowCount(parent); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column)
                cells.append(model.index(row, column, parent).data().toString());
            lines.append(QStringLiteral("  ") + cells.join(QStringLiteral(" | ")));
        }
    }
    return lines;
}

QModelIndex valueOf(const items::FieldTreeModel& model, const QString& path)
{
    for (std::uint32_t i = 1; i < model.tree()->nodeCount(); ++i) {
        if (QString::fromStdString(model.tree()->exactPath(i)) == path)
            return model.indexOf(i).siblingAtColumn(
                static_cast<int>(items::FieldTreeModel::Column::Value));
    }
    return {};
}

} // namespace

class TestResourceView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void withoutAResourceItSaysWhatToDo()
    {
        ResourceWorld f;
        QVERIFY(!f.view.isShowingResource());
        QCOMPARE(f.view.emptyState()->title(), QStringLiteral("No resource chosen"));
        QVERIFY(f.open());
        QVERIFY(!f.view.isShowingResource());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.view.isShowingResource());
        f.investigation->selectResource(std::nullopt);
        QVERIFY(!f.view.isShowingResource());
        // An export without items says so.
        UiWorld other;
        QTemporaryDir empty;
        test::writeFile(empty.path(), "events.json",
                        "{\"Records\":[" + test::callText("a", "A", "2026-03-01T10:00:00Z", "null")
                            + "]}");
        workspace::Explaining explaining(*other.workspace, *other.jobs);
        ResourceView view(*other.workspace, *other.investigation, explaining, *other.jobs);
        view.show();
        QVERIFY(other.openAndWait(empty.path()));
        QCOMPARE(view.emptyState()->title(), QStringLiteral("No configuration items"));
    }

    void theHeadSaysWhatItIs()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QCOMPARE(f.view.titleText(), QStringLiteral("web"));
        QVERIFY2(f.view.stateText().startsWith(
                     QStringLiteral("State 4 of 4  \u00B7  2026-03-01 13:00:20 UTC")),
                 qPrintable(f.view.stateText()));
        QVERIFY2(f.view.stateText().contains(QStringLiteral("deleted \u00B7 1 event")),
                 qPrintable(f.view.stateText()));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY2(f.view.stateText().contains(QStringLiteral("22:00:20")),
                 qPrintable(f.view.stateText()));
    }

    void theMomentLeadsAndIsLed()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        const auto& blocks = f.view.timeline().history().blocks;
        QTest::keyClick(f.view.axis(), Qt::Key_Left);
        QCOMPARE(f.investigation->moment(), std::optional(blocks[2].capturedNs));
        f.investigation->setMoment(blocks[1].capturedNs + 1);
        QCOMPARE(f.view.timeline().current(), std::optional<std::uint32_t>(1));
        f.investigation->setMoment(blocks[0].capturedNs - 1);
        QVERIFY(!f.view.timeline().current());
        QVERIFY(f.settle());
        QVERIFY(f.view.stateText().startsWith(QStringLiteral("Before its first state")));
        QVERIFY(f.view.changes()->text().startsWith(
            QStringLiteral("Nothing of it was recorded until then.")));
        // Another resource is looked at as of the same moment.
        f.investigation->setMoment(blocks[1].capturedNs);
        QVERIFY(f.choose("i-1"));
        QCOMPARE(f.view.timeline().current(), std::optional<std::uint32_t>(0));
    }

    void keysStepFromAnywhere()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        f.view.showTab(ResourceView::Tab::Changes);
        f.view.activateWindow();
        f.view.changes()->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&f.view));
        QTest::keyClick(f.view.changes(), Qt::Key_Comma);
        QCOMPARE(f.view.timeline().current(), std::optional<std::uint32_t>(2));
        QTest::keyClick(f.view.changes(), Qt::Key_Period);
        QCOMPARE(f.view.timeline().current(), std::optional<std::uint32_t>(3));
        // In a line of text they are letters.
        f.view.showTab(ResourceView::Tab::Details);
        f.view.details()->searchLine()->setFocus();
        QTest::keyClicks(f.view.details()->searchLine(), QStringLiteral("10.0,"));
        QCOMPARE(f.view.details()->searchLine()->text(), QStringLiteral("10.0,"));
        QCOMPARE(f.view.timeline().current(), std::optional<std::uint32_t>(3));
    }

    void whatChangedIsToldWithItsCause()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(1));
        f.view.showTab(ResourceView::Tab::Changes);
        const QString shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.contains(QStringLiteral("+ ipPermissions[tcp 22 0.0.0.0/0]")),
                 qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("AuthorizeSecurityGroupIngress by alice, 40 s "
                                               "before the capture")),
                 qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("\u25CF\u25CF\u25CF certain")), qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("tried, failed: DeleteSecurityGroup by alice")),
                 qPrintable(shown));
        f.view.copy();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QStringLiteral("certain: AuthorizeSecurityGroupIngress by alice")),
                 qPrintable(copied));
        QVERIFY2(copied.contains(QStringLiteral("+ configuration.ipPermissions[tcp 22 0.0.0.0/0]")),
                 qPrintable(copied));
    }

    void withoutACauseItSaysWhatWasSearched()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(2));
        const QString shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.contains(QStringLiteral("+ Owner:  alice")), qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("No cause found. Searched ")), qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("sg-0123456789abcdef0")), qPrintable(shown));
    }

    void anyTwoStatesAreCompared()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(0));
        QTest::mouseClick(f.view.baseButton(), Qt::LeftButton); // compare from here
        QCOMPARE(f.view.timeline().base(), std::optional<std::uint32_t>(0));
        QVERIFY(f.chooseState(2));
        QCOMPARE(f.view.timeline().compared(), std::optional(Pair{0, 2}));
        QVERIFY(f.settle());
        QString shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.startsWith(QStringLiteral("From 2026-03-01 10:00:00 to 2026-03-01 12:00:30 "
                                                 "UTC, over 1 state in between")),
                 qPrintable(shown));
        QVERIFY(shown.contains(QStringLiteral("+ ipPermissions[tcp 22 0.0.0.0/0]")));
        QVERIFY(shown.contains(QStringLiteral("+ Owner:  alice")));
        // The causes of all that lies between.
        QVERIFY(shown.contains(QStringLiteral("AuthorizeSecurityGroupIngress")));
        // The other way round it is told in order of time all the same.
        f.view.timeline().setBase(2);
        QVERIFY(f.chooseState(0));
        QVERIFY(f.settle());
        QCOMPARE(f.view.changes()->toPlainText(), shown);
        QTest::mouseClick(f.view.baseButton(), Qt::LeftButton);
        QVERIFY(!f.view.timeline().base());
        QVERIFY(f.settle());
        shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.contains(QStringLiteral("There is no state before this one")),
                 qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("CreateSecurityGroup by alice")), qPrintable(shown));
    }

    void aDeletionTellsWhatItTookAlong()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        const QString shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.contains(QStringLiteral("It was deleted, and took along")),
                 qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("\u2212 Owner:  alice")), qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("DeleteSecurityGroup by alice")), qPrintable(shown));
    }

    void aCauseLeadsToItsEvent()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        workspace::History history(*f.investigation);
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(1));
        f.view.showTab(ResourceView::Tab::Changes);
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("AuthorizeSecurityGroupIngress")));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QCOMPARE(f.investigation->selectedRow(), std::optional(f.event("opened")));
        QVERIFY(f.investigation->filter().isEmpty());
        // Where the filter leaves it out, it is asked for, and that is said.
        QSignalSpy said(&f.view, &ResourceView::said);
        QVERIFY(f.investigation->setFilter({QStringLiteral("eventName:ConsoleLogin"), {}}));
        QVERIFY(f.settle());
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("AuthorizeSecurityGroupIngress")));
        QVERIFY(f.settle());
        QCOMPARE(said.size(), 1);
        QVERIFY(f.filtering->result().rows->contains(f.event("opened")));
    }

    void eventsOfAStateAreListed()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(1));
        f.view.showTab(ResourceView::Tab::Events);
        const items::EventTableModel* model = f.view.events()->model();
        QCOMPARE(model->rowCount(), 2);
        QCOMPARE(model->rowIdAt(0), f.event("opened")); // what led to it first
        QCOMPARE(model->rowIdAt(1), f.event("denied"));
        QVERIFY2(f.view.events()->summaryText().contains(QStringLiteral("One call failed")),
                 qPrintable(f.view.events()->summaryText()));
        QTableView* table = f.view.events()->table();
        table->setFocus();
        table->setCurrentIndex(model->index(0, 0));
        QCOMPARE(f.investigation->selectedRow(), std::optional(f.event("opened")));
        QTest::keyClick(table, Qt::Key_J);
        QCOMPARE(f.investigation->selectedRow(), std::optional(f.event("denied")));
        QTest::mouseClick(f.view.events()->allButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QCOMPARE(f.filtering->result().count(), std::uint64_t{4});
        QVERIFY(!f.filtering->result().rows->contains(f.event("else")));
    }

    void relationshipsAreThoseOfTheMoment()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        const QAbstractItemModelTester tester(
            f.view.relationships()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(0));
        const QStringList early{QStringLiteral("is associated with (1)"),
                                QStringLiteral("  i-gone | AWS::EC2::Instance | not in the export"),
                                QStringLiteral("is contained in (1)"),
                                QStringLiteral("  vpc-1 | AWS::EC2::VPC | live")};
        QCOMPARE(linesOf(*f.view.relationships()->model()), early);
        QVERIFY(f.chooseState(1));
        QStringList later = early;
        later << QStringLiteral("others: \u201Cis associated with\u201D this (1)")
              << QStringLiteral("  i-1 | AWS::EC2::Instance | live");
        QCOMPARE(linesOf(*f.view.relationships()->model()), later);
        QVERIFY(f.view.relationships()->summaryText().contains(
            QStringLiteral("One other resource names it.")));
        // Enter goes there, at that time.
        QTreeView* tree = f.view.relationships()->tree();
        f.view.showTab(ResourceView::Tab::Relationships);
        const auto* model = f.view.relationships()->model();
        tree->setCurrentIndex(model->index(0, 0, model->index(2, 0)));
        const auto moment = f.investigation->moment();
        QTest::keyClick(tree, Qt::Key_Return);
        QCOMPARE(f.investigation->selectedResource(), std::optional(f.resource("i-1")));
        QCOMPARE(f.investigation->moment(), moment);
        QCOMPARE(f.investigation->page(), workspace::kResourcesPage);
    }

    void aClickOnAnUnknownOneGoesNowhere()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(0));
        f.view.showTab(ResourceView::Tab::Relationships);
        QTreeView* tree = f.view.relationships()->tree();
        const auto* model = f.view.relationships()->model();
        const QModelIndex unknown = model->index(0, 0, model->index(0, 0));
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(unknown).center());
        QCOMPARE(f.investigation->selectedResource(), std::optional(f.resource(kGroup)));
        const QModelIndex known = model->index(0, 0, model->index(1, 0));
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(known).center());
        QCOMPARE(f.investigation->selectedResource(), std::optional(f.resource("vpc-1")));
    }

    void detailsSayWhatTheStateSays()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(2));
        f.view.showTab(ResourceView::Tab::Details);
        QCOMPARE(f.view.details()->factsText(),
                 QStringLiteral("Status: OK\nCaptured: 2026-03-01 12:00:30 UTC\n"
                                "Created: 2026-03-01 09:59:30 UTC\nTags: Owner=alice\n"));
        // A value that names a resource leads to it; its own id and others do not.
        const auto* model = f.view.details()->model();
        QTreeView* tree = f.view.details()->tree();
        QVERIFY(f.view.details()
                    ->linksAt(valueOf(*model, QStringLiteral("configuration.groupId")))
                    .empty());
        const QModelIndex vpc = valueOf(*model, QStringLiteral("configuration.vpcId"));
        QCOMPARE(f.view.details()->linksAt(vpc),
                 std::vector<config::ResourceNo>{f.resource("vpc-1")});
        f.view.details()->searchLine()->setText(QStringLiteral("10.0.0.0"));
        QCOMPARE(tree->currentIndex().data(items::FieldTreeModel::ExactPathRole).toString(),
                 QStringLiteral("configuration.ipPermissions[0].ipv4Ranges[0].cidrIp"));
        tree->scrollTo(vpc);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {},
                          tree->visualRect(vpc).topLeft() + QPoint(6, 6));
        QCOMPARE(f.investigation->selectedResource(), std::optional(f.resource("vpc-1")));
        QCOMPARE(f.investigation->moment(),
                 std::optional(f.workspace->resources()->items(f.resource(kGroup))[2].capturedNs));
    }

    void theFieldThatIsLookedAtStaysFromStateToState()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(1));
        QTreeView* tree = f.view.details()->tree();
        const QString path = QStringLiteral("configuration.ipPermissions[0].fromPort");
        tree->setCurrentIndex(valueOf(*f.view.details()->model(), path));
        QVERIFY(f.chooseState(2));
        QCOMPARE(tree->currentIndex().data(items::FieldTreeModel::ExactPathRole).toString(), path);
    }

    void rawShowsTextAndBytes()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        QVERIFY(f.chooseState(1));
        f.view.showTab(ResourceView::Tab::Raw);
        QVERIFY(f.view.raw()->json()->view()->lines());
        f.view.copy();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(
            QStringLiteral("{\n  \"version\": \"1.3\"")));
        QTest::mouseClick(f.view.raw()->sourceButton(), Qt::LeftButton);
        QTRY_VERIFY(f.view.raw()->source()->isShowingBytes());
        const QString facts = f.view.raw()->source()->factsText();
        QVERIFY2(facts.contains(QStringLiteral("groups.json")), qPrintable(facts));
        QVERIFY2(facts.contains(QStringLiteral("Record: 1\n")), qPrintable(facts));
        QVERIFY2(facts.contains(QStringLiteral("SHA-256 of record: ")), qPrintable(facts));
        QVERIFY2(facts.contains(QStringLiteral("unchanged since it was opened")),
                 qPrintable(facts));
    }

    void theTabIsRemembered()
    {
        {
            ResourceWorld f;
            QCOMPARE(f.view.tab(), ResourceView::Tab::Changes);
            f.view.showTab(ResourceView::Tab::Raw);
        }
        ResourceWorld again({}, UiWorld::Settings::Kept);
        QCOMPARE(again.view.tab(), ResourceView::Tab::Raw);
    }

    void gapsAreToldAlongTheAxis()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose("vpc-1"));
        const auto& spans = f.view.timeline().gaps().spans;
        QCOMPARE(spans.size(), std::size_t{1});
        QCOMPARE(spans[0].kind, config::RecordingSpan::Kind::Stopped);
        const auto& axis = *f.view.axis();
        f.view.axis()->setWindow({configaxis::secondsOf(spans[0].fromNs) - 3600,
                                  configaxis::secondsOf(spans[0].toNs) + 60});
        const QPoint inside(
            static_cast<int>(axis.geometry().xAt((spans[0].fromNs + spans[0].toNs) / 2)), 30);
        const QString tip = axis.helpAt(inside);
        QVERIFY2(tip.startsWith(QStringLiteral("The recorder was stopped: nothing was recorded.\n"
                                               "2026-03-01 14:00:00 to 2026-03-01 15:00:00 UTC")),
                 qPrintable(tip));
        QVERIFY(axis.accessibleDescription().contains(QStringLiteral("recorder was stopped")));
    }

    void oddResourcesAreShown_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("changes");
        QTest::newRow("one state") << 0 << "discovered"
                                   << "There is no state before this one";
        QTest::newRow("not recorded") << 1 << "not recorded"
                                      << "Its type is excluded";
        QTest::newRow("undated") << 2 << "no capture time"
                                 << "This state has no time";
        QTest::newRow("only its deletion") << 3 << "deleted"
                                           << "Only its deletion is recorded";
        QTest::newRow("without configuration") << 4 << "no change"
                                               << "The same state, recorded again";
        QTest::newRow("only noise") << 5 << "no change"
                                    << "Nothing but what changes by itself";
        QTest::newRow("markup") << 6 << "1 change"
                                << "<b>x</b>\u240A";
    }
    void oddResourcesAreShown()
    {
        const std::vector<std::vector<ItemSketch>> worlds{
            {{.status = "ResourceDiscovered"}},
            {{.status = "ResourceNotRecorded"}},
            {{.time = ""}},
            {{.status = "ResourceDeleted", .rest = ",'configuration':null"}},
            {{}, {.time = "2026-03-02T00:00:00Z"}},
            {{.rest = ",'configuration':{'itemCount':1}"},
             {.time = "2026-03-02T00:00:00Z", .rest = ",'configuration':{'itemCount':2}"}},
            {{.rest = ",'configuration':{'b':1}"},
             {.time = "2026-03-02T00:00:00Z",
              .rest = ",'configuration':{'a':'<b>x</b>\\n','b':1}"}}};
        QFETCH(int, number);
        QFETCH(QString, state);
        QFETCH(QString, changes);
        ResourceWorld f(worlds[static_cast<std::size_t>(number)]);
        QVERIFY(f.open());
        QVERIFY(f.choose("i-1"));
        QVERIFY2(f.view.stateText().contains(state), qPrintable(f.view.stateText()));
        const QString shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.contains(changes), qPrintable(shown));
        for (const auto tab :
             {ResourceView::Tab::Details, ResourceView::Tab::Relationships,
              ResourceView::Tab::Changes, ResourceView::Tab::Events, ResourceView::Tab::Raw}) {
            f.view.showTab(tab);
            QVERIFY(!f.view.grab().isNull());
        }
    }

    void noiseIsFolded()
    {
        ResourceWorld f(
            {{.rest = ",'configuration':{'itemCount':1,'a':1}"},
             {.time = "2026-03-02T00:00:00Z", .rest = ",'configuration':{'itemCount':2,'a':2}"}});
        QVERIFY(f.open());
        QVERIFY(f.choose("i-1"));
        f.view.showTab(ResourceView::Tab::Changes);
        QVERIFY(
            f.view.changes()->toPlainText().contains(QStringLiteral("\u2260 a:  1  \u2192  2")));
        QVERIFY(!f.view.changes()->toPlainText().contains(QStringLiteral("itemCount")));
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("1 more that changes by itself")));
        QVERIFY(f.view.changes()->toPlainText().contains(QStringLiteral("itemCount")));
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("1 more that changes by itself")));
        QVERIFY(!f.view.changes()->toPlainText().contains(QStringLiteral("itemCount")));
    }

    void whatIsLongIsCutAndWhatIsMuchComesInSteps()
    {
        const std::string text(5000, 'x');
        std::string many;
        for (int i = 0; i < 450; ++i)
            many += ",'k" + std::to_string(i) + "':1";
        ResourceWorld f(
            {{.rest = ",'configuration':{'a':'" + text + "1'}"},
             {.time = "2026-03-02T00:00:00Z", .rest = ",'configuration':{'a':'" + text + "2'}"},
             {.time = "2026-03-03T00:00:00Z",
              .rest = ",'configuration':{'a':'" + text + "2'" + many + "}"}});
        QVERIFY(f.open());
        QVERIFY(f.choose("i-1"));
        f.view.showTab(ResourceView::Tab::Changes);
        QVERIFY(f.view.changes()->toPlainText().contains(
            QStringLiteral("Showing 200 of 450 changes.")));
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("Show 200 more")));
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("Show 50 more")));
        QVERIFY(!f.view.changes()->toPlainText().contains(QStringLiteral("Showing ")));
        QVERIFY(f.view.changes()->toPlainText().contains(QStringLiteral("+ k449:  1")));
        // Where they differ is in sight although it is at the end.
        QVERIFY(f.chooseState(1));
        const QString cut = f.view.changes()->toPlainText();
        QVERIFY(cut.size() < 4000);
        QVERIFY2(cut.contains(QStringLiteral("x1 all 5,001 characters")), qPrintable(cut));
        QVERIFY(clickLink(f.view.changes(), QStringLiteral("all 5,001 characters")));
        QVERIFY(f.view.changes()->toPlainText().size() > 10'000);
    }

    void policiesAreToldInWords()
    {
        const auto policy = [](const char* principal) {
            return std::string(",'supplementaryConfiguration':{'BucketPolicy':{'policyText':"
                               "'{\\\"Statement\\\":[{\\\"Sid\\\":\\\"a\\\",\\\"Effect\\\":"
                               "\\\"Allow\\\",\\\"Action\\\":\\\"s3:GetObject\\\","
                               "\\\"Principal\\\":")
                + principal + ",\\\"Resource\\\":\\\"*\\\"}]}'}}";
        };
        ResourceWorld f({{.rest = policy("{\\\"AWS\\\":\\\"111111111111\\\"}")},
                         {.time = "2026-03-02T00:00:00Z", .rest = policy("\\\"*\\\"")}});
        QVERIFY(f.open());
        QVERIFY(f.choose("i-1"));
        const QString shown = f.view.changes()->toPlainText();
        QVERIFY2(shown.contains(QStringLiteral("Supplementary configuration (1)")),
                 qPrintable(shown));
        QVERIFY2(shown.contains(QStringLiteral("anybody"), Qt::CaseInsensitive)
                     || shown.contains(QStringLiteral("public"), Qt::CaseInsensitive),
                 qPrintable(shown));
    }

    void fiveThousandStatesAreGoneThrough()
    {
        std::vector<ItemSketch> items;
        for (int i = 0; i < 5000; ++i)
            items.push_back({.time = QStringLiteral("2026-%1-%2T%3:%4:00.000Z")
                                         .arg(1 + i / 500, 2, 10, QLatin1Char('0'))
                                         .arg(1 + i % 500 / 20, 2, 10, QLatin1Char('0'))
                                         .arg(i % 20, 2, 10, QLatin1Char('0'))
                                         .arg(i % 60, 2, 10, QLatin1Char('0'))
                                         .toStdString(),
                             .rest = ",'configuration':{'n':" + std::to_string(i % 7) + "}"});
        ResourceWorld f(items);
        QVERIFY(f.open());
        f.investigation->selectResource(f.resource("i-1"));
        // At once, however long the numbers take.
        QVERIFY2(f.view.stateText().startsWith(QStringLiteral("State 5,000 of 5,000")),
                 qPrintable(f.view.stateText()));
        QTest::keyClick(f.view.axis(), Qt::Key_Home);
        QVERIFY(f.view.stateText().startsWith(QStringLiteral("State 1 of 5,000")));
        QVERIFY(f.settle());
        QVERIFY(!f.view.timeline().isCounting());
        QCOMPARE(f.view.timeline().changes(4999)->outcome, config::BlockChanges::Outcome::Changed);
        QVERIFY(!f.view.grab().isNull());
    }

    void onlyTheLastResourceIsShown()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        for (const char* id : {kGroup, "i-1", "vpc-1", kGroup, "i-1"})
            f.investigation->selectResource(f.resource(id));
        QVERIFY(f.settle());
        QCOMPARE(f.view.titleText(), QStringLiteral("i-1"));
        QCOMPARE(f.view.timeline().detail()->resource, f.resource("i-1"));
        QVERIFY(f.view.details()->linksAt({}).empty());
    }

    void outOfSightItDoesNothing()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        const std::weak_ptr<const config::Resources> closed = f.workspace->resources();
        f.view.hide();
        QSignalSpy running(f.jobs.get(), &workspace::JobRunner::runningChanged);
        f.investigation->selectResource(f.resource("vpc-1"));
        f.investigation->setMoment(1);
        QCOMPARE(running.size(), 0);
        f.view.show();
        QVERIFY(f.settle());
        QCOMPARE(f.view.titleText(), QStringLiteral("vpc-1"));
        // What is closed meanwhile is let go.
        f.view.hide();
        f.workspace->close();
        QVERIFY(f.settle());
        QTRY_VERIFY(closed.expired());
    }

    void itFitsWhereItIsNarrow()
    {
        ResourceWorld f;
        QVERIFY(f.open());
        QVERIFY(f.choose(kGroup));
        f.view.resize(420, 400);
        QVERIFY2(f.view.minimumSizeHint().width() <= 420,
                 qPrintable(QString::number(f.view.minimumSizeHint().width())));
        for (const auto tab : {ResourceView::Tab::Details, ResourceView::Tab::Events}) {
            f.view.showTab(tab);
            QVERIFY(!f.view.grab().isNull());
            QCOMPARE(f.view.width(), 420);
        }
    }
};

QTEST_MAIN(TestResourceView)
#include "tst_resourceview.moc"
