// Lanes of resources below those of events, under real mouse and wheel events.
#include "model/workspace/resourcelinks.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/timeline/configstripfixture.h"
#include "ui/common/emptystate.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QSignalSpy>

using namespace trailloupe;
using namespace trailloupe::ui;
using config::ResourceNo;
using configstrip::Hit;
using configstrip::Mark;
using Fixture = test::ConfigStripFixture;
using test::at;
using test::ItemSketch;
using test::kDay;
using test::kHour;
using test::kNs;
using test::kStart;
using test::someItems;
using test::UiWorld;
using test::with;
using ui::timeline::Window;

class TestConfigStrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void withoutItemsNothingOfItIsSeen()
    {
        Fixture f(std::vector<ItemSketch>{});
        QVERIFY(f.opened);
        QVERIFY(!f.strip.isVisible());
        QCOMPARE(f.page.view()->verticalScrollBarPolicy(), Qt::ScrollBarAsNeeded);
        f.investigation->setMoment(kStart * kNs);
        QVERIFY(!f.page.view()->scene().momentNs);
    }

    void withItemsThereIsAWayToPutThemThere()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.strip.isVisible());
        QCOMPARE(f.strip.height(), f.strip.leastHeight());
        QVERIFY(f.strip.resourcesButton()->isVisible());
        QVERIFY(!f.strip.picture());
        QVERIFY(f.add({"web", "wall"}));
        QCOMPARE(f.strip.height(), f.strip.wholeHeight());
        QCOMPARE(f.strip.headText(), QStringLiteral("2 resources  ·  5 items in view"));
        QCOMPARE(f.strip.scene().labels[0].name, QStringLiteral("web"));
        QCOMPARE(f.strip.scene().labels[1].type, QStringLiteral("EC2::SecurityGroup"));
        QVERIFY(!f.page.grab().isNull());
        f.stacked.clear();
        QTRY_COMPARE(f.strip.height(), f.strip.leastHeight());
        QVERIFY(f.settle());
    }

    // An event is drawn in the middle of its second, an item at its capture.
    void aMomentIsAtOneXInAllLanes()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"wall"}));
        const auto compare = [&] {
            const auto& events = f.page.view()->geometryNow();
            const std::size_t lane = *f.page.timelining().lanes()->laneOf(
                trailloupe::timeline::Lane::Kind::Value, "Once");
            const auto glyph = std::ranges::find(events.glyphs(), lane, &ui::timeline::Glyph::lane);
            const auto mark = std::ranges::find_if(f.geometry().marks(),
                                                   [](const Mark& of) { return of.holds(1); });
            return glyph != events.glyphs().end() && mark != f.geometry().marks().end()
                && std::abs(glyph->rect.center().x() - mark->rect.center().x()) < 1e-3;
        };
        QVERIFY(compare());
        f.zoom.setWindow({double(kStart + 11 * kHour), double(kStart + 14 * kHour)});
        QVERIFY(f.settle() && compare());
        // More lanes than fit: the bar takes the same from both.
        std::vector<ItemSketch> many = someItems();
        for (int i = 0; i < 30; ++i)
            many.push_back({.id = "more" + std::to_string(i), .time = ::at(kHour)});
        Fixture g(many);
        std::vector<ResourceNo> all;
        for (std::uint32_t i = 0; i < g.workspace->resources()->size(); ++i)
            all.emplace_back(i);
        g.stacked.add(all);
        QVERIFY(g.settle());
        QTRY_VERIFY(g.strip.verticalScrollBar()->maximum() > 0);
        QTRY_COMPARE(g.port()->width(), g.page.view()->viewport()->width());
        QVERIFY(g.strip.height() < g.page.height() / 2);
    }

    void aClickSelectsTheStateEverywhere()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        QSignalSpy moments(f.investigation.get(), &workspace::Investigation::momentChanged);
        const Window before = f.zoom.window();
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("web", 6 * kHour));
        QCOMPARE(f.looked(), QStringLiteral("web 6h"));
        QCOMPARE(moments.size(), 1);
        QVERIFY(f.zoom.window() == before);
        QCOMPARE(f.strip.scene().selectedState, std::optional<std::uint32_t>(1));
        QVERIFY(f.strip.scene().momentNs && f.page.view()->scene().momentNs);
        // Beside everything nothing else is; a name is its resource.
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("wall", 20 * kHour));
        QCOMPARE(f.looked(), QStringLiteral("web 6h"));
        QCOMPARE(f.strip.currentLane(), std::optional<std::size_t>(1));
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.nameOf("wall"));
        QCOMPARE(f.looked(), QStringLiteral("wall 6h"));
        QVERIFY(f.strip.scene().selectedState == 0U); // as of then
        QVERIFY(!f.investigation->selectedRow());
    }

    void whatIsLookedAtElsewhereIsShown()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        f.zoom.setWindow({double(kStart + 20 * kHour), double(kStart + 21 * kHour)});
        QVERIFY(f.settle());
        workspace::showResource(*f.investigation, f.no("wall"),
                                (kStart + 12 * kHour) * kNs + kNs / 2);
        QCOMPARE(f.strip.currentLane(), std::optional<std::size_t>(1));
        const double noon = double(kStart + 12 * kHour);
        QVERIFY(f.zoom.window().from < noon && f.zoom.window().to > noon);
        QCOMPARE(f.strip.scene().selectedState, std::optional<std::uint32_t>(1));
        QVERIFY(f.settle());
    }

    void aDoubleClickGoesToTheConfigTimeline()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "busy"}));
        const QPoint point = f.at("web", 6 * kHour);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, point);
        QTest::mouseDClick(f.port(), Qt::LeftButton, {}, point);
        QCOMPARE(f.investigation->page(), workspace::kResourcesPage);
        QCOMPARE(f.looked(), QStringLiteral("web 6h"));
        // A crowd is zoomed to.
        f.investigation->setPage(workspace::kTimelinePage);
        const QPoint crowd = f.at("busy", 3 * kHour + 195);
        QCOMPARE(f.geometry().hit(crowd).kind, Hit::Kind::Cluster);
        QCOMPARE_EQ(f.geometry().hit(crowd).states, 40U);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, crowd);
        QTest::mouseDClick(f.port(), Qt::LeftButton, {}, crowd);
        QCOMPARE(f.investigation->page(), workspace::kTimelinePage);
        QVERIFY(f.zoom.window().length() < 600);
        QVERIFY(f.zoom.window().from < double(kStart + 3 * kHour)
                && f.zoom.window().to > double(kStart + 3 * kHour + 390));
        QVERIFY(f.settle());
        QVERIFY(f.geometry().marks().size() > 20);
    }

    void theMouseMovesAndZoomsTime()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        f.zoom.setWindow({double(kStart + 6 * kHour), double(kStart + 12 * kHour)});
        QVERIFY(f.settle());
        const QRect plot = configstrip::plotRect(f.strip.inputs());
        const QPoint middle = plot.center();
        f.drag(middle, middle - QPoint(plot.width() / 6, 0));
        QVERIFY(std::abs(f.zoom.window().from - double(kStart + 7 * kHour)) < 60);
        QCOMPARE(f.looked(), QStringLiteral("none")); // no click
        f.drag(middle, middle + QPoint(plot.width() / 6, 0), Qt::ShiftModifier);
        QVERIFY(f.zoom.selection());
        QVERIFY(std::abs(f.zoom.selection()->to - f.zoom.selection()->from - kHour) < 120);
        const double length = f.zoom.window().length();
        const double under = ui::timeline::timeAt(f.zoom.window(), plot.width(), 600 - plot.left());
        f.wheel({600, middle.y()}, {0, 120}, Qt::ControlModifier);
        QVERIFY(f.zoom.window().length() < length * 0.81);
        QVERIFY(
            std::abs(ui::timeline::timeAt(f.zoom.window(), plot.width(), 600 - plot.left()) - under)
            < 1);
        const Window window = f.zoom.window();
        f.wheel({600, middle.y()}, {0, -120}, Qt::ShiftModifier);
        QVERIFY(f.zoom.window().from > window.from);
        QVERIFY(f.settle());
    }

    void whatIsOutsideTheEventsCanBeReached()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.zoom.showsAll());
        const Window before = f.zoom.window();
        QVERIFY(f.add({"wall"}));
        QVERIFY(f.zoom.window() == before); // it does not jump
        QVERIFY(!f.zoom.showsAll());
        QVERIFY(f.zoom.limits().from <= double(kStart - 3 * kDay));
        // The arrowhead at the edge leads there.
        const configstrip::Beyond beyond = f.geometry().beyond()[0];
        QCOMPARE_EQ(beyond.before, 1U);
        QVERIFY2(f.strip.helpAt(beyond.left.center().toPoint())
                     .startsWith(QStringLiteral("1 item before")),
                 qPrintable(f.strip.helpAt(beyond.left.center().toPoint())));
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, beyond.left.center().toPoint());
        QVERIFY(f.zoom.window().from < double(kStart - 3 * kDay));
        QVERIFY(f.settle());
        f.stacked.clear();
        QVERIFY(f.zoom.window().from >= before.from - 1 && f.zoom.window().to <= before.to + 1);
        QVERIFY(f.settle());
    }

    void tipsSayWhatIsThere()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        const QString tip = f.strip.helpAt(f.at("web", 6 * kHour));
        for (const char* words :
             {"AWS::EC2::Instance web", "changed", "2026-03-10 06:00:00 UTC", "status OK"})
            QVERIFY2(tip.contains(QString::fromUtf8(words)), qPrintable(tip));
        QVERIFY(f.strip.helpAt(f.at("web", 9 * kHour)).contains(QStringLiteral("same state")));
        QVERIFY(f.strip.helpAt(f.nameOf("web")).contains(QStringLiteral("4 items")));
        QVERIFY(f.strip.accessibleDescription().contains(QStringLiteral("2 resources")));
    }

    void theMenuOfALaneActsOnIt()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        const auto choose = [&](const QPoint& point, const char* begin) {
            QMenu* menu = test::menuAt(f.port(), point);
            QAction* entry = menu ? test::entryOf(menu, QString::fromUtf8(begin)) : nullptr;
            if (entry && entry->isEnabled())
                entry->trigger();
            if (menu)
                menu->close();
            return entry && entry->isEnabled();
        };
        QVERIFY(choose(f.at("web", 6 * kHour), "Count Times from"));
        QCOMPARE(f.zoom.origin(), std::optional(kStart + 6 * kHour));
        QVERIFY(choose(f.at("web", 6 * kHour), "Show Its &Config"));
        QCOMPARE(f.investigation->page(), workspace::kResourcesPage);
        QCOMPARE(f.looked(), QStringLiteral("web 6h"));
        f.investigation->setPage(workspace::kTimelinePage);
        QVERIFY(choose(f.at("wall", 12 * kHour), "Show in the &Graph"));
        QCOMPARE(f.investigation->page(), workspace::kGraphPage);
        f.investigation->setPage(workspace::kTimelinePage);
        QVERIFY(choose(f.nameOf("wall"), "Only Its"));
        QVERIFY2(workspace::wholeText(f.investigation->filter()).contains(QStringLiteral("wall")),
                 qPrintable(workspace::wholeText(f.investigation->filter())));
        f.investigation->setFilter({});
        QVERIFY(f.settle());
        QVERIFY(!choose(f.nameOf("wall"), "Move &Down"));
        QVERIFY(choose(f.nameOf("wall"), "Move &Up"));
        QCOMPARE(f.ids(), QStringLiteral("wall web"));
        QVERIFY(choose(f.nameOf("wall"), "&Remove"));
        QCOMPARE(f.ids(), QStringLiteral("web"));
        QVERIFY(choose(f.nameOf("web"), "Look at Resources as of the &Last"));
        QVERIFY(!f.investigation->moment());
        QVERIFY(choose(f.nameOf("web"), "Remove &All"));
        QVERIFY(f.stacked.all().empty());
        QVERIFY(f.settle());
    }

    void resourcesComeFromTheSelection()
    {
        const std::string touching = test::quoted(
            "{'Records':[{'eventID':'x','eventTime':'" + ::at(5 * kHour)
            + "','eventName':'StopInstances','eventSource':'ec2.amazonaws.com',"
              "'awsRegion':'us-east-1','recipientAccountId':'111111111111',"
              "'requestParameters':{'instancesSet':{'items':[{'instanceId':'i-0123456789abcdef1'},"
              "{'instanceId':'i-0123456789abcdef2'}]}}}]}");
        Fixture f({{.id = "i-0123456789abcdef1", .time = ::at(kHour)},
                   {.id = "i-0123456789abcdef2", .time = ::at(kHour)},
                   {.id = "i-0123456789abcdef3", .time = ::at(kHour)}},
                  touching);
        QVERIFY(f.opened);
        QMenu* menu = f.resourcesMenu();
        QVERIFY(menu);
        QVERIFY(!test::entryOf(menu, QStringLiteral("The &Selected"))->isEnabled());
        QVERIFY(!test::entryOf(menu, QStringLiteral("Resources of the"))->isEnabled());
        f.investigation->selectRow(f.workspace->evidence().store->timeOrder().front());
        menu = f.resourcesMenu();
        QAction* entry = test::entryOf(menu, QStringLiteral("Resources of the"));
        QVERIFY2(entry->isEnabled() && entry->text().contains(QStringLiteral("(2)")),
                 qPrintable(entry->text()));
        entry->trigger();
        QCOMPARE(f.ids(), QStringLiteral("i-0123456789abcdef1 i-0123456789abcdef2"));
        f.investigation->selectResource(f.no("i-0123456789abcdef3"));
        menu = f.resourcesMenu();
        QVERIFY(!test::entryOf(menu, QStringLiteral("Resources of the"))->isEnabled());
        entry = test::entryOf(menu, QStringLiteral("The &Selected"));
        QVERIFY(entry->isEnabled());
        entry->trigger();
        QCOMPARE(f.ids(),
                 QStringLiteral("i-0123456789abcdef1 i-0123456789abcdef2 i-0123456789abcdef3"));
        menu = f.resourcesMenu();
        test::entryOf(menu, QStringLiteral("&Remove All"))->trigger();
        QVERIFY(f.stacked.all().empty());
        QVERIFY(f.settle());
    }

    void thoseThatChangedInViewAreAddedTwentyAtATime()
    {
        std::vector<ItemSketch> items;
        for (int i = 0; i < 25; ++i) {
            for (int k = 0; k <= i % 3; ++k)
                items.push_back({.id = "r" + std::to_string(i),
                                 .time = ::at((1 + k) * kHour),
                                 .rest = with(k)});
        }
        items.push_back({.id = "later", .time = ::at(20 * kHour)});
        Fixture f(items);
        QVERIFY(f.opened);
        f.zoom.setWindow({double(kStart), double(kStart + 10 * kHour)});
        QVERIFY(f.settle());
        const QString begin = QStringLiteral("Those That");
        QAction* entry = test::entryOf(f.resourcesMenu(), begin);
        QVERIFY2(entry->text().contains(QStringLiteral("20 of 25")), qPrintable(entry->text()));
        entry->trigger();
        QVERIFY(f.settle());
        QCOMPARE_EQ(f.stacked.all().size(), std::size_t(20));
        QCOMPARE(f.strip.scene().labels[0].count, QStringLiteral("3"));
        QVERIFY2(f.strip.headText().endsWith(
                     QStringLiteral("added 20 of 25 that changed in view, the most changed first")),
                 qPrintable(f.strip.headText()));
        entry = test::entryOf(f.resourcesMenu(), begin);
        QVERIFY2(entry->text().contains(QStringLiteral("5 more of 25")), qPrintable(entry->text()));
        entry->trigger();
        QVERIFY(f.settle());
        QCOMPARE_EQ(f.stacked.all().size(), std::size_t(25));
        QVERIFY(!f.stacked.contains(f.no("later")));
        entry = test::entryOf(f.resourcesMenu(), begin);
        QVERIFY(!entry->isEnabled());
        f.stacked.remove(f.stacked.all().front());
        QVERIFY(!f.strip.headText().contains(QStringLiteral("added")));
        QVERIFY(f.settle());
    }

    void theMomentIsALineOverAllLanes()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web"}));
        const auto columnAt = [&](QWidget* port, double x) {
            const QImage image = port->grab().toImage();
            int dark = 0;
            for (int y = image.height() / 3; y < image.height(); ++y)
                dark += QColor(image.pixel(static_cast<int>(x), y)) == lightColors().text;
            return dark;
        };
        const std::int64_t moment = (kStart + 15 * kHour) * kNs;
        const double x = std::round(f.geometry().xAt(moment));
        QCOMPARE(columnAt(f.port(), x), 0);
        f.investigation->setMoment(moment);
        QVERIFY(columnAt(f.port(), x) > 15);
        QVERIFY(columnAt(f.page.view()->viewport(), x) > 60);
        f.zoom.setWindow({double(kStart), double(kStart + kHour)}); // out of view
        QVERIFY(f.settle());
        QCOMPARE(columnAt(f.port(), x), 0);
    }

    void aPictureHasTheLanesOfResources()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        ui::timeline::Picture picture = f.page.view()->picture();
        const QImage without = QImage::fromData(ui::timeline::pngOf(picture));
        picture.strip = f.strip.picture();
        QVERIFY(picture.strip);
        const QImage with = QImage::fromData(ui::timeline::pngOf(picture));
        QVERIFY(with.height() >= without.height() + 2 * picture.strip->in.size.height());
        QCOMPARE(with.width(), without.width());
        QVERIFY(with.text(QStringLiteral("Events")).contains(QStringLiteral("2 resources")));
        const QString svg = QString::fromUtf8(ui::timeline::svgOf(picture));
        for (const char* words :
             {"Configuration", "EC2::SecurityGroup", "wall", "changed", "lifetime of a resource"})
            QVERIFY2(svg.contains(QString::fromUtf8(words)), words);
        QVERIFY(!QString::fromUtf8(ui::timeline::svgOf(f.page.view()->picture()))
                     .contains(QStringLiteral("lifetime of a resource")));
    }

    void whatIsCopiedIsOfTheLanesWithTheFocus()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        f.strip.enterFromAbove();
        QVERIFY(f.page.canCopy(PageCommands::CopyForm::Cells));
        QVERIFY(!f.page.canCopy(PageCommands::CopyForm::Json));
        f.page.copy(PageCommands::CopyForm::Cells);
        QVERIFY2(QGuiApplication::clipboard()->text().contains(
                     QStringLiteral("AWS::EC2::Instance\tweb\t\t111111111111\tus-east-1\t4\n")),
                 qPrintable(QGuiApplication::clipboard()->text()));
        f.key(Qt::Key_Period);
        QVERIFY(f.page.canCopy(PageCommands::CopyForm::Json));
        f.page.copy(PageCommands::CopyForm::Json);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\"resourceId\"")));
        QVERIFY(f.settle());
    }

    void resourcesNeedNoEvents()
    {
        Fixture f(someItems(), {});
        QVERIFY(f.opened);
        QVERIFY(!f.page.isShowingLanes());
        QVERIFY(f.page.emptyState()->isVisible());
        const std::vector all{f.no("web"), f.no("wall")};
        workspace::showOnTimeline(f.stacked, *f.investigation, all);
        QVERIFY(f.settle());
        QVERIFY(f.page.isShowingLanes() && f.strip.isVisible());
        QVERIFY(f.zoom.showsAll());
        QCOMPARE(f.strip.headText(), QStringLiteral("2 resources  ·  6 items in view"));
        QVERIFY(!f.page.view()->scene().ticks.empty());
        f.strip.enterFromAbove();
        const double all0 = f.zoom.window().length();
        f.key(Qt::Key_W);
        QVERIFY(f.zoom.window().length() < all0);
        f.key(Qt::Key_A);
        f.key(Qt::Key_Up); // there are no lanes above
        QVERIFY(f.strip.hasFocus());
        QVERIFY(!f.page.grab().isNull());
        f.stacked.clear();
        QVERIFY(!f.page.isShowingLanes());
    }

    void aFilterThatFindsNothingLeavesThemThere()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web"}));
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:Nowhere");
        QVERIFY(f.investigation->setFilter(filter));
        QVERIFY(f.settle());
        QVERIFY(f.page.isShowingLanes() && f.strip.isVisible());
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("web", 6 * kHour));
        QCOMPARE(f.looked(), QStringLiteral("web 6h"));
        f.investigation->setFilter({});
        QVERIFY(f.settle());
        QVERIFY(f.page.view()->currentLane() || f.page.isShowingLanes());
    }

    void otherEvidenceBeginsWithout()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.nameOf("web"));
        QVERIFY(f.openAndWait(f.dir.path()) && f.settle());
        QVERIFY(f.stacked.all().empty());
        QVERIFY(f.strip.isVisible() && !f.strip.currentLane());
        QCOMPARE(f.strip.height(), f.strip.leastHeight());
    }
};

QTEST_MAIN(TestConfigStrip)
#include "tst_configstrip.moc"
