// Lanes of resources below those of events, under real mouse, wheel and key events.
#include "model/workspace/resourcelinks.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/timeline/timelinefixture.h"
#include "ui/common/emptystate.h"
#include "ui/common/theme.h"
#include "ui/timeline/configstrip.h"

#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using config::ResourceNo;
using configstrip::Hit;
using configstrip::Mark;
using test::ItemSketch;
using test::kHour;
using test::kStart;
using test::UiWorld;
using ui::timeline::Window;

namespace {

constexpr std::int64_t kNs = 1'000'000'000;
constexpr std::int64_t kDay = 24 * kHour;

std::string at(std::int64_t seconds, const char* fraction = "")
{
    std::string text = formatEventTime(kStart + seconds);
    return text.insert(text.size() - 1, fraction);
}

std::string with(int value)
{
    return ",'configuration':{'v':" + std::to_string(value) + "}";
}

// "web" lives from 01:00 to 18:00; "wall" was there before the day and changes at noon; "busy"
// changes every ten seconds for a while.
std::vector<ItemSketch> someItems()
{
    const std::string created = ",'resourceCreationTime':'" + at(kHour - 30) + "'";
    std::vector<ItemSketch> items{
        {.id = "web", .time = at(kHour), .status = "ResourceDiscovered", .rest = created + with(1)},
        {.id = "web", .time = at(6 * kHour), .rest = created + with(2)},
        {.id = "web", .time = at(9 * kHour), .rest = created + with(2)},
        {.id = "web", .time = at(18 * kHour), .status = "ResourceDeleted"},
        {.id = "wall", .time = at(-3 * kDay), .type = "AWS::EC2::SecurityGroup"},
        {.id = "wall",
         .time = at(12 * kHour, ".5"),
         .rest = with(5),
         .type = "AWS::EC2::SecurityGroup"}};
    for (int i = 0; i < 40; ++i)
        items.push_back({.id = "busy",
                         .time = at(3 * kHour + 10 * i),
                         .rest = with(i),
                         .type = "AWS::S3::Bucket"});
    return items;
}

struct Fixture : UiWorld
{
    explicit Fixture(const std::vector<ItemSketch>& items = someItems(),
                     const std::string& events = test::oneDay())
        : stacked(*workspace)
        , page(*workspace, *investigation, *filtering, *jobs)
    {
        if (!events.empty())
            test::writeFile(dir.path(), "a.json", events);
        if (!items.empty())
            test::writeFile(dir.path(), "items.json", test::historyText(items));
        page.timelining().setField(query::parseField("eventName").value());
        investigation->setPage(workspace::kTimelinePage);
        page.resize(1000, 700);
        page.show();
        opened = openAndWait(dir.path()) && settle();
        page.view()->setFocus();
    }

    ConfigStrip& withStacked()
    {
        page.setStacked(stacked);
        return *page.strip();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    bool add(const std::vector<const char*>& ids)
    {
        std::vector<ResourceNo> all;
        for (const char* id : ids)
            all.push_back(no(id));
        stacked.add(all);
        return settle();
    }
    ResourceNo no(const char* id) const { return workspace->resources()->withId(id).front(); }
    std::size_t lane(const char* id) const
    {
        const auto& all = stacked.all();
        return static_cast<std::size_t>(std::ranges::find(all, no(id)) - all.begin());
    }
    QWidget* port() const { return strip.viewport(); }
    const configstrip::Geometry& geometry() const { return strip.geometryNow(); }
    QPoint at(const char* id, std::int64_t seconds) const
    {
        return {static_cast<int>(geometry().xAt((kStart + seconds) * kNs)),
                geometry().bandOf(lane(id))->plot.center().y()};
    }
    QPoint nameOf(const char* id) const { return geometry().bandOf(lane(id))->header.center(); }
    // "web 6h", "none": the resource that is looked at, and the moment.
    QString looked() const
    {
        const auto resource = investigation->selectedResource();
        if (!resource)
            return QStringLiteral("none");
        const std::string_view id = workspace->resources()->resource(*resource).id;
        QString text = QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
        if (const auto moment = investigation->moment())
            text += QStringLiteral(" %1h").arg(double(*moment / kNs - kStart) / kHour);
        return text;
    }
    QString ids() const
    {
        QStringList ids;
        for (const ResourceNo no : stacked.all()) {
            const std::string_view id = workspace->resources()->resource(no).id;
            ids << QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
        }
        return ids.join(u' ');
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }
    void move(const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(QEvent::MouseMove, to, port()->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, modifiers);
        QApplication::sendEvent(port(), &event);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(port(), Qt::LeftButton, modifiers, from);
        move((from + to) / 2, modifiers);
        move(to, modifiers);
        QTest::mouseRelease(port(), Qt::LeftButton, modifiers, to);
    }
    void wheel(const QPoint& where, QPoint delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(where, port()->mapToGlobal(where), {}, delta, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(port(), &event);
    }
    // The menu of the button, once it is filled; closed by the caller.
    QMenu* resourcesMenu()
    {
        QMenu* menu = strip.resourcesButton()->menu();
        Q_EMIT menu->aboutToShow();
        return settle() ? menu : nullptr;
    }

    QTemporaryDir dir;
    workspace::StackedResources stacked;
    TimelinePage page;
    ConfigStrip& strip = withStacked();
    TimelineZoom& zoom = page.zoom();
    bool opened = false;
};

} // namespace

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

    void keysLeadInAndOut()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        for (int i = 0; i < 4; ++i)
            f.key(Qt::Key_Down);
        QVERIFY(f.page.view()->hasFocus());
        QCOMPARE(f.page.view()->currentLane(), std::optional<std::size_t>(3)); // the last one
        f.key(Qt::Key_Down);
        QVERIFY(f.strip.hasFocus());
        QCOMPARE(f.strip.currentLane(), std::optional<std::size_t>(0));
        f.key(Qt::Key_Down);
        f.key(Qt::Key_Down);
        QCOMPARE(f.strip.currentLane(), std::optional<std::size_t>(1));
        f.key(Qt::Key_Up);
        f.key(Qt::Key_Up);
        QVERIFY(f.page.view()->hasFocus());
        QCOMPARE(f.page.view()->currentLane(), std::optional<std::size_t>(3));
    }

    void keysStepFromStateToState()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall"}));
        f.strip.enterFromAbove();
        QStringList seen;
        for (int i = 0; i < 5; ++i) { // there is none behind the last one
            f.key(Qt::Key_Period);
            seen << f.looked();
        }
        QCOMPARE(seen.join(u','), QStringLiteral("web 1h,web 6h,web 9h,web 18h,web 18h"));
        f.key(Qt::Key_Comma);
        QCOMPARE(f.looked(), QStringLiteral("web 9h"));
        f.key(Qt::Key_T);
        QCOMPARE(f.zoom.origin(), std::optional(kStart + 9 * kHour));
        f.key(Qt::Key_T);
        QVERIFY(!f.zoom.origin());
        f.key(Qt::Key_F);
        QVERIFY(f.zoom.window().length() < 120);
        // The next one is brought into view.
        f.key(Qt::Key_Period);
        QVERIFY(f.zoom.window().from < double(kStart + 18 * kHour)
                && f.zoom.window().to > double(kStart + 18 * kHour));
        // Another lane begins with what is in view.
        f.zoom.setWindow({double(kStart), double(kStart + kDay)});
        f.key(Qt::Key_Down);
        f.key(Qt::Key_Period);
        QCOMPARE_EQ(*f.investigation->moment(), (kStart + 12 * kHour) * kNs + kNs / 2);
        f.key(Qt::Key_Comma); // before the window
        QCOMPARE(f.looked(), QStringLiteral("wall -72h"));
        QVERIFY(f.zoom.window().from < double(kStart - 3 * kDay) + 1);
        f.key(Qt::Key_Return);
        QCOMPARE(f.investigation->page(), workspace::kResourcesPage);
        QVERIFY(f.settle());
    }

    void keysZoomAndMoveAsInTheLanesOfEvents()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web"}));
        f.zoom.showAll();
        f.strip.enterFromAbove();
        const double all = f.zoom.window().length();
        f.key(Qt::Key_W);
        QVERIFY(f.zoom.window().length() < all * 0.7);
        const Window window = f.zoom.window();
        f.key(Qt::Key_D);
        QVERIFY(f.zoom.window().from > window.from);
        f.key(Qt::Key_Left);
        QVERIFY(std::abs(f.zoom.window().from - window.from) < 1);
        f.key(Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(f.zoom.selection());
        f.key(Qt::Key_Escape);
        QVERIFY(!f.zoom.selection());
        f.key(Qt::Key_0);
        QVERIFY(f.zoom.showsAll());
        f.key(Qt::Key_X, Qt::ShiftModifier);
        QVERIFY(f.page.view()->isAllFolded());
        QVERIFY(f.strip.inputs().laneHeight < 30);
        QVERIFY(f.settle());
    }

    void keysTakeLanesAwayAndMoveThem()
    {
        Fixture f;
        QVERIFY(f.opened && f.add({"web", "wall", "busy"}));
        f.strip.enterFromAbove();
        f.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(f.ids(), QStringLiteral("wall web busy"));
        QCOMPARE(f.strip.currentLane(), std::optional<std::size_t>(1)); // it went along
        f.key(Qt::Key_Up, Qt::ShiftModifier);
        f.key(Qt::Key_X);
        QCOMPARE(f.ids(), QStringLiteral("wall busy"));
        QCOMPARE(f.strip.currentLane(), std::optional<std::size_t>(0)); // the next one
        f.key(Qt::Key_Delete);
        f.key(Qt::Key_X);
        QVERIFY(f.stacked.all().empty());
        QVERIFY(!f.strip.currentLane());
        QVERIFY(f.settle());
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
