// The Resources page by real keys and mouse: searching, choosing, moments, what comes from outside,
// what is said where there is nothing.
#include "model/workspace/resourcelinks.h"
#include "tests/support/smallestate.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/resources/resourcesworld.h"
#include "tests/ui/support/menus.h"
#include "ui/common/emptystate.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

using namespace trailloupe;
using namespace trailloupe::ui;
using namespace Qt::StringLiterals;
using config::ResourceNo;
using test::SmallEstate;
using test::UiWorld;
using Fixture = test::ResourcesWorld;
using Kind = config::InventoryColumn::Kind;

class TestResourcesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void whatIsThereIsListed()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QVERIFY(f.page.isShowingList() && f.list().isShowingTable());
        QCOMPARE(f.ids(), u"host sg-1 AROA1 bucket queue"_s);
        QCOMPARE(f.list().countWords(), u"showing 5 of 6 resources"_s);
        QCOMPARE(f.list().hiddenWords(), QString());
        QVERIFY(!f.selected());
    }

    void deletedOnesComeWhenAskedFor()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QTest::mouseClick(f.list().withDeleted(), Qt::LeftButton, {},
                          QPoint(8, f.list().withDeleted()->height() / 2));
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"host i-1 sg-1 AROA1 bucket queue"_s);
        QCOMPARE(f.list().countWords(), u"showing 6 resources"_s);
        QCOMPARE(f.model().cellText(1, {Kind::State, {}}), u"deleted"_s);
        QCOMPARE(f.model().cellText(1, {Kind::Tags, {}}), u"Owner=alice"_s); // of before
    }

    void aSearchFindsWordsAndFields()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        for (const QString& text : {u"bob"_s, u"web"_s, u"sg-1"_s, u"SecurityGroup"_s,
                                    u"tags.Team:net"_s, u"configuration.peer:\"0.0.0.0/0\""_s}) {
            QVERIFY(f.search(text));
            QCOMPARE(f.ids(), u"sg-1"_s);
            QCOMPARE(f.list().countWords(), u"showing 1 of 6 resources"_s);
            QCOMPARE(f.list().message(), QString());
        }
        QVERIFY(f.table().hasFocus()); // Enter led there
        QVERIFY(f.search({}));
        QCOMPARE(f.ids(), u"host sg-1 AROA1 bucket queue"_s);
    }

    void aSearchThatCannotBeReadIsSaidAtItsPlace()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QVERIFY(f.search(u"bob"_s));
        QVERIFY(f.search(u"tags.Owner:/(/"_s));
        QVERIFY(!f.list().message().isEmpty());
        QVERIFY(f.list().searchLine()->mark());
        QVERIFY(f.list().searchLine()->hasFocus()); // to mend it
        QCOMPARE(f.ids(), u"sg-1"_s); // the last one that could be read
        QVERIFY(f.search(u"tags.Owner:/b.b/"_s));
        QCOMPARE(f.list().message(), QString());
        QVERIFY(!f.list().searchLine()->mark());
    }

    void whatIsTypedIsSearchedAfterAPause()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QTest::keyClicks(f.list().searchLine(), u"bob"_s);
        QTRY_COMPARE(f.ids(), u"sg-1"_s);
    }

    void fieldsAndValuesOfItemsAreSuggested()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        auto* suggestions = f.page.findChild<QFrame*>(u"completion"_s);
        QVERIFY(suggestions);
        f.list().focusSearch();
        QTest::keyClicks(f.list().searchLine(), u"tags.Ow"_s);
        QTRY_VERIFY(suggestions->isVisible());
        QTest::keyClick(f.list().searchLine(), Qt::Key_Tab);
        QCOMPARE(f.list().searchLine()->text(), u"tags.Owner:"_s);
        QTest::keyClicks(f.list().searchLine(), u"b"_s);
        QTRY_VERIFY(suggestions->isVisible()
                    && suggestions->findChild<QTreeView*>()->model()->rowCount() == 1);
        QTest::keyClick(f.list().searchLine(), Qt::Key_Tab);
        QCOMPARE(f.list().searchLine()->text(), u"tags.Owner:bob"_s);
        QTRY_COMPARE(f.ids(), u"sg-1"_s);
    }

    void theRowThatIsChosenIsTheSelectedResource()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.clickRow(1);
        QCOMPARE(f.selected(), std::optional(f.called("sg-1")));
        QTest::keyClick(&f.table(), Qt::Key_J);
        QCOMPARE(f.selected(), std::optional(f.called("AROA1")));
        QTest::keyClick(&f.table(), Qt::Key_K);
        QTest::keyClick(&f.table(), Qt::Key_Up);
        QCOMPARE(f.selected(), std::optional(f.called("host")));
        QTest::keyClick(&f.table(), Qt::Key_End);
        QCOMPARE(f.selected(), std::optional(f.called("queue")));
    }

    void aSelectionFromOutsideIsShown()
    {
        std::vector<test::ItemSketch> many;
        for (int i = 0; i < 300; ++i)
            many.push_back({.id = "i-" + std::to_string(1000 + i), .time = SmallEstate::time(i)});
        const SmallEstate estate(SmallEstate::Files{many});
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        const ResourceNo far = f.called("i-1250");
        workspace::showResource(*f.world.investigation, far);
        QCOMPARE(f.table().current(), std::optional(far));
        const QRect rect = f.table().visualRect(f.table().currentIndex());
        QVERIFY(rect.top() >= 0 && rect.bottom() < f.table().viewport()->height());
        QCOMPARE(f.table().selectedCount(), 1);
        f.world.investigation->selectResource(std::nullopt);
        QVERIFY(!f.table().current());
        QCOMPARE(f.table().selectedCount(), 0);
    }

    void theChosenRowStaysWhereItIsWhenAnotherListComes()
    {
        std::vector<test::ItemSketch> many;
        for (int i = 0; i < 300; ++i)
            many.push_back({.id = "i-" + std::to_string(1000 + i), .time = SmallEstate::time(i)});
        const SmallEstate estate(SmallEstate::Files{many});
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.world.investigation->selectResource(f.called("i-1100"));
        const int y = f.table().visualRect(f.table().currentIndex()).top();
        f.world.investigation->setMoment(SmallEstate::ns(200));
        QVERIFY(f.settle());
        QCOMPARE(f.model().rowCount(), 201);
        QCOMPARE(f.table().current(), std::optional(f.called("i-1100")));
        QCOMPARE(f.table().visualRect(f.table().currentIndex()).top(), y);
        QCOMPARE(f.selected(), std::optional(f.called("i-1100")));
    }

    void bracketsStepAllOverThePage()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.table().setFocus();
        QTest::keyClick(&f.table(), Qt::Key_BracketLeft);
        QVERIFY(f.settle());
        QCOMPARE(f.world.investigation->moment(), std::optional(SmallEstate::ns(40)));
        QCOMPARE(f.ids(), u"host sg-1 AROA1"_s);
        QTest::keyClick(&f.table(), Qt::Key_BracketLeft);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"host i-1 sg-1 AROA1"_s);
        QTest::keyClick(&f.table(), Qt::Key_BracketRight);
        QTest::keyClick(&f.table(), Qt::Key_BracketRight);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"host sg-1 AROA1 bucket queue"_s);
    }

    void aSelectedResourceThatIsLeftOutIsSaid_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QString>("search");
        QTest::addColumn<int>("minute"); // -1: the latest
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("words");
        QTest::newRow("deleted") << QByteArray("i-1") << QString() << -1 << QString()
                                 << u"deleted by then"_s;
        QTest::newRow("not yet") << QByteArray("bucket") << QString() << 20 << QString()
                                 << u"nothing was recorded"_s;
        QTest::newRow("search") << QByteArray("bucket") << u"bob"_s << -1 << QString()
                                << u"the search does not find it"_s;
        QTest::newRow("type") << QByteArray("bucket") << QString() << -1 << u"AWS::IAM::Role"_s
                              << u"type"_s;
        QTest::newRow("all of it") << QByteArray("i-1") << u"bob"_s << -1 << u"AWS::IAM::Role"_s
                                   << u"deleted by then, and the search"_s;
    }
    void aSelectedResourceThatIsLeftOutIsSaid()
    {
        QFETCH(QByteArray, id);
        QFETCH(QString, search);
        QFETCH(int, minute);
        QFETCH(QString, type);
        QFETCH(QString, words);
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        if (!search.isEmpty())
            QVERIFY(f.search(search));
        if (!type.isEmpty()) {
            f.list().types()->setChosen({type.toStdString()});
            Q_EMIT f.list().types()->chosenChanged();
        }
        if (minute >= 0)
            f.world.investigation->setMoment(SmallEstate::ns(minute));
        QVERIFY(f.settle());
        f.world.investigation->selectResource(f.called(id.constData()));
        QVERIFY2(f.list().hiddenWords().contains(words), qPrintable(f.list().hiddenWords()));
        QVERIFY(f.list().hiddenWords().startsWith(QString::fromUtf8(id)));
        QTest::mouseClick(f.list().showHiddenButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.list().hiddenWords(), QString());
        QCOMPARE(f.table().current(), std::optional(f.called(id.constData())));
    }

    void aRowLeadsToItsEventsAndToTheGraph()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.world.investigation->setMoment(SmallEstate::ns(45));
        QVERIFY(f.settle());
        f.clickRow(1);
        QMenu* menu = test::menuAt(f.table().viewport(), f.cellAt(1, 1));
        QVERIFY(menu);
        test::entryOf(menu, u"Show its events"_s)->trigger();
        menu->close();
        QCOMPARE(f.world.investigation->page(), u"events"_s);
        QCOMPARE(f.world.investigation->filter().chips.front().text,
                 u"resource:(\"sg-1\" or \"web\")"_s);
        menu = test::menuAt(f.table().viewport(), f.cellAt(1, 1));
        test::entryOf(menu, u"Show in the graph"_s)->trigger();
        menu->close();
        QCOMPARE(f.world.investigation->page(), workspace::kGraphPage);
        QCOMPARE(f.world.investigation->moment(), std::optional(SmallEstate::ns(45)));
        QCOMPARE(f.selected(), std::optional(f.called("sg-1")));
        menu = test::menuAt(f.table().viewport(), f.cellAt(1, 1));
        test::entryOf(menu, u"Copy id"_s)->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"sg-1"_s);
        test::entryOf(menu, u"Only this type"_s)->trigger();
        menu->close();
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"sg-1"_s);
    }

    void whereThereIsNothingItIsSaidWhy()
    {
        Fixture f;
        QVERIFY(!f.page.isShowingList());
        QCOMPARE(f.page.emptyState()->title(), u"Nothing is open"_s);
        QVERIFY(!f.page.canExport());
        const test::SmallExport events;
        QVERIFY(f.world.openAndWait(events.path()));
        QCOMPARE(f.page.emptyState()->title(), u"No configuration items in this export"_s);
        QVERIFY(f.page.emptyState()->text().contains(u"ConfigHistory"_s));
        QTest::mouseClick(f.page.emptyState()->button(), Qt::LeftButton);
        QCOMPARE(f.world.investigation->page(), u"ledger"_s);
        const SmallEstate estate;
        f.world.workspace->open({estate.path()});
        QCOMPARE(f.page.emptyState()->title(), u"Known once everything is read"_s);
        QTRY_VERIFY(f.page.isShowingList());
    }

    void whatLeavesNothingCanBeTakenAway()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        const auto mend = [&f](const QString& title) {
            if (f.list().isShowingTable() || f.list().emptyState()->title() != title)
                return false;
            QTest::mouseClick(f.list().emptyState()->button(), Qt::LeftButton);
            return f.settle() && f.list().isShowingTable();
        };
        QVERIFY(f.search(u"nobody"_s));
        QVERIFY(mend(u"No resource fits the search"_s));
        // What was so once is a step away.
        QVERIFY(f.search(u"configuration.peer:\"10.0.0.0/8\""_s));
        QVERIFY(f.list().emptyState()->text().contains(u"2026-03-01 00:10:00.250 UTC"_s));
        QVERIFY(mend(u"Nothing fits as of this moment"_s));
        QCOMPARE(f.ids(), u"sg-1"_s);
        f.world.investigation->setMoment(std::nullopt);
        QVERIFY(f.search({}));
        QVERIFY(f.list().isShowingTable());
        // A slip of the pen is named, with what was meant.
        QVERIFY(f.search(u"tagz.Owner:alice"_s));
        QTRY_VERIFY(f.list().emptyState()->text().startsWith(
            u"No configuration item has tagz.Owner. There is tags.Owner"_s));
        QVERIFY(mend(u"No resource fits the search"_s));
        f.world.investigation->setMoment(SmallEstate::ns(0));
        QVERIFY(f.settle());
        QVERIFY(f.list().emptyState()->text().contains(u"2026-03-01 00:10:00.250 UTC"_s));
        QVERIFY(mend(u"Nothing was recorded by then"_s));
        const auto choose = [&f](std::vector<std::string> types) {
            f.list().types()->setChosen(types);
            Q_EMIT f.list().types()->chosenChanged();
            return f.settle();
        };
        QVERIFY(choose({"AWS::EC2::Instance"}));
        QVERIFY(mend(u"All that fit were deleted by then"_s));
        QCOMPARE(f.ids(), u"i-1"_s);
        f.list().withDeleted()->setChecked(false);
        QVERIFY(choose({"AWS::S3::Bucket"}));
        QVERIFY(f.search(u"bob"_s));
        QVERIFY(mend(u"No resource of these types fits"_s));
        QCOMPARE(f.ids(), u"sg-1"_s);
        // Two reasons at once: the one after the other.
        QVERIFY(choose({"AWS::S3::Bucket"}));
        QVERIFY(f.search(u"nobody"_s));
        QVERIFY(mend(u"No resource fits the search"_s));
        QCOMPARE(f.ids(), u"bucket"_s);
        const SmallEstate gone(
            {{{.id = "i-1", .time = SmallEstate::time(5)},
              {.id = "i-1", .time = SmallEstate::time(6), .status = "ResourceDeleted"}}});
        QVERIFY(f.world.openAndWait(gone.path()));
        QVERIFY(f.settle());
        QVERIFY(mend(u"All of them were deleted by then"_s));
    }

    void anotherExportBeginsAnew()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.list().types()->setChosen({"AWS::S3::Bucket"});
        Q_EMIT f.list().types()->chosenChanged();
        QVERIFY(f.settle());
        f.clickRow(0);
        f.world.investigation->reset();
        QVERIFY(f.world.openAndWait(estate.path()));
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"host sg-1 AROA1 bucket queue"_s);
        QVERIFY(!f.table().current());
    }

    void thePageFitsASmallWindow()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        auto* view = new QWidget;
        view->setMinimumSize(300, 100);
        f.page.setResourceView(view);
        f.list().types()->setChosen({"AWS::SomeLongService::SomeTypeWithALongName"});
        const QSize least = f.page.minimumSizeHint();
        QVERIFY2(least.width() <= 780 && least.height() <= 340,
                 qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
    }

    void theViewBesideTheListGetsTheKeys()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        auto* view = new QLineEdit;
        f.page.setResourceView(view);
        QVERIFY(view->isVisible());
        f.clickRow(1);
        QTest::keyClick(&f.table(), Qt::Key_Return);
        QVERIFY(view->hasFocus());
    }
};

QTEST_MAIN(TestResourcesPage)
#include "tst_resourcespage.moc"
