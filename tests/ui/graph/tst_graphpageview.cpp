// The graph under the mouse and the keys.
#include "tests/support/testsupport.h"
#include "tests/ui/graph/graphfixture.h"
#include "tests/ui/support/menus.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallNetwork;
using test::UiWorld;
using Fixture = test::GraphFixture;

namespace {

double distance(const QPointF& a, const QPointF& b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

class TestGraphPageView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void aClickSelectsHereAndEverywhere()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        QCOMPARE(f.selectedId(), std::string("i-1"));
        QSignalSpy made(&f.page.graphing(), &workspace::Graphing::pictureChanged);
        f.click(f.at("sg-1"));
        QCOMPARE(f.selectedId(), std::string("sg-1"));
        QVERIFY(f.investigation->selectedResource() == f.resource("sg-1"));
        QVERIFY(f.settle());
        QCOMPARE(made.size(), 0); // the picture stays
        // What nothing was recorded of is no resource of the investigation.
        f.click(f.at("vol-gone"));
        QCOMPARE(f.selectedId(), std::string("vol-gone"));
        QVERIFY(f.investigation->selectedResource() == f.resource("sg-1"));
        QVERIFY(f.page.panel()->factsText().contains(QStringLiteral("no item of it")));
    }

    void theBadgeOpensWhatIsAround()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        QVERIFY(!f.isShown("i-2"));
        QVERIFY(!f.shape("sg-1").badge.isEmpty());
        const QPoint before = f.at("i-1");
        f.click(f.at(f.shape("sg-1").badge));
        QVERIFY(f.settle());
        QVERIFY(f.isShown("i-2"));
        QVERIFY(f.shape("sg-1").badge.isEmpty());
        // What was there has not moved under the pointer.
        QVERIFY2(distance(before, f.at("i-1")) <= 2, "moved");
        // Space closes it again, and opens it.
        f.click(f.at("sg-1"));
        f.key(Qt::Key_Space);
        QVERIFY(f.settle());
        QVERIFY(!f.isShown("i-2") && f.isShown("i-1"));
        f.doubleClick(f.at("sg-1"));
        QVERIFY(f.settle());
        QVERIFY(f.isShown("i-2"));
    }

    void aBoxIsClosedAndOpened()
    {
        Fixture f;
        f.page.graphing().setGrouping({.by = config::GroupBy::Subnet});
        QVERIFY(f.opened && f.look("sg-1", 3));
        f.page.graphing().setDepth(2);
        QVERIFY(f.settle());
        const auto end = *f.picture().endOf(f.node("subnet-1"));
        QVERIFY(end.isBox);
        f.view.fitAll();
        f.click(f.at(f.view.geometryNow().boxes()[end.index].fold));
        QVERIFY(f.settle());
        const auto group = *f.picture().endOf(f.node("subnet-1"));
        QVERIFY(!group.isBox);
        QVERIFY(f.picture().endOf(f.node("i-1")) == group);
        QCOMPARE(f.picture().scene.nodes[group.index].members, 2u); // i-1, eni-1
        f.view.fitAll();
        f.click(f.at(f.view.geometryNow().nodes()[group.index].fold));
        QVERIFY(f.settle());
        QVERIFY(f.picture().endOf(f.node("subnet-1"))->isBox);
        // By key: the box around what is selected.
        f.view.selectNode(f.node("i-1"));
        f.key(Qt::Key_C);
        QVERIFY(f.settle());
        QVERIFY(f.picture().endOf(f.node("i-1")) == f.picture().endOf(f.node("eni-1")));
    }

    void theWheelZoomsAboutThePointer()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        const QPoint pointer = f.at("sg-1") + QPoint(20, 6);
        const QPointF under = f.view.camera().toScene(pointer);
        const double scale = f.view.camera().scale;
        for (const int delta : {120, 120, -240, 360}) {
            f.wheel(pointer, delta);
            QVERIFY(distance(f.view.camera().toView(under), pointer) <= 4);
        }
        QVERIFY(f.view.camera().scale > scale * 1.2);
    }

    void aDragMovesAndIsNoClick()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        const QPoint from = f.at("sg-1");
        const QPoint to = from + QPoint(40, -25);
        QTest::mousePress(&f.view, Qt::LeftButton, {}, from);
        f.move((from + to) / 2, Qt::LeftButton);
        f.move(to, Qt::LeftButton);
        QTest::mouseRelease(&f.view, Qt::LeftButton, {}, to);
        QCOMPARE(f.at("sg-1"), to);
        QCOMPARE(f.selectedId(), std::string("i-1"));
    }

    // Scrolled pixels and drawn ones are the same picture.
    void whatIsMovedLooksAsIfItWereDrawn()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        f.page.graphing().setDepth(2);
        QVERIFY(f.settle());
        f.view.zoomBy(2);
        f.view.setFocus();
        QApplication::processEvents();
        for (const auto key : {Qt::Key_W, Qt::Key_A, Qt::Key_A, Qt::Key_S, Qt::Key_D}) {
            f.key(key);
            QApplication::processEvents();
        }
        const QImage moved = f.view.window()->screen()
            ? f.page.grab(QRect(f.view.mapTo(&f.page, QPoint()), f.view.size())).toImage()
            : QImage();
        f.view.update();
        QApplication::processEvents();
        const QImage drawn =
            f.page.grab(QRect(f.view.mapTo(&f.page, QPoint()), f.view.size())).toImage();
        QVERIFY(!moved.isNull());
        QVERIFY(moved == drawn);
    }

    void keysGoThroughTheResources()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        f.view.setFocus();
        f.key(Qt::Key_Home);
        std::set<std::string> seen{f.selectedId()};
        for (int i = 0; i < 20 && f.view.hasFocus(); ++i) {
            f.key(Qt::Key_Tab);
            seen.insert(f.selectedId());
        }
        QVERIFY(!f.view.hasFocus()); // behind the last one it goes on
        QCOMPARE(seen.size(), f.picture().scene.nodes.size());
        f.view.setFocus();
        f.view.selectNode(f.node("i-1"));
        const QPoint from = f.at("i-1");
        for (const auto& [key, dx, dy] : {std::tuple(Qt::Key_Down, 0, 1),
                                          {Qt::Key_Up, 0, -1},
                                          {Qt::Key_Left, -1, 0},
                                          {Qt::Key_Right, 1, 0}}) {
            f.view.selectNode(f.node("i-1"));
            f.key(key);
            const QPoint way = f.at(f.selectedId()) - f.at("i-1");
            QVERIFY(f.selectedId() == "i-1" || way.x() * dx + way.y() * dy > 0);
        }
        QVERIFY(!from.isNull());
    }

    void enterLeadsToTheConfigTimeline()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        f.view.setFocus();
        f.view.selectNode(f.node("sg-1"));
        f.key(Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("resources"));
        QVERIFY(f.investigation->selectedResource() == f.resource("sg-1"));
        QVERIFY(f.investigation->moment() == SmallNetwork::at(3)); // as of the same moment
    }

    void relationsAreSelectedAndNamed()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        f.view.setFocus();
        f.key(Qt::Key_E);
        QVERIFY(f.view.selection().edge.isValid());
        const auto line = *f.picture().lineOf(f.view.selection().edge);
        const QString tip = f.view.helpAt(f.at(f.view.geometryNow().lines()[line].bounds));
        QVERIFY(f.page.panel()->title().size() > 1);
        // Under the pointer too.
        f.view.select({});
        f.view.fitAll();
        const QPoint on =
            f.view.camera().toView(f.view.geometryNow().lines()[line].middle).toPoint();
        f.click(on);
        QVERIFY(f.view.selection().edge.isValid());
        QVERIFY(!f.view.helpAt(on).isEmpty());
        QVERIFY(tip.isEmpty() || !tip.contains(QStringLiteral("%1")));
    }

    void derivedAndOneSidedAreSaidSo()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        const auto lineTo = [&](const char* id) {
            for (std::uint32_t i = 0; i < f.picture().scene.edges.size(); ++i) {
                const auto& edge = f.picture().scene.edges[i];
                const auto end = *f.picture().endOf(f.node(id));
                if (edge.from == end || edge.to == end)
                    return i;
            }
            return ~0u;
        };
        const auto tipOf = [&](const char* id) {
            const QPointF middle = f.view.geometryNow().lines()[lineTo(id)].middle;
            return f.view.helpAt(f.view.camera().toView(middle).toPoint());
        };
        f.view.fitAll();
        QVERIFY(f.picture().scene.edges[lineTo("AROASERVER")].isDerived);
        QVERIFY2(tipOf("AROASERVER").contains(QStringLiteral("configuration.role")),
                 qPrintable(tipOf("AROASERVER")));
        QVERIFY2(tipOf("vol-gone").contains(QStringLiteral("Listed by web-1 alone")),
                 qPrintable(tipOf("vol-gone")));
    }

    void changesAreMarkedByColourAndSign()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("sg-1"));
        f.page.asking().compareWith(SmallNetwork::at(1));
        QVERIFY(f.settle());
        const auto markOf = [&](const char* id) {
            return f.view.overlay().nodes[f.picture().endOf(f.node(id))->index];
        };
        QVERIFY(markOf("i-1") == graph::ChangeKind::Died);
        QVERIFY(markOf("i-2") == graph::ChangeKind::Born);
        QVERIFY(markOf("sg-1") == graph::ChangeKind::Changed);
        QVERIFY(!markOf("vpc-1"));
        f.view.fitAll();
        QApplication::processEvents();
        const QImage image = f.view.grab().toImage();
        const auto hasColour = [&](const char* id, const QColor& color) {
            const QPoint corner = f.view.rectOf(f.node(id)).topLeft().toPoint();
            for (int y = -7; y <= 7; ++y) {
                for (int x = -7; x <= 7; ++x) {
                    if (image.rect().contains(corner + QPoint(x, y))
                        && image.pixelColor(corner + QPoint(x, y)) == color)
                        return true;
                }
            }
            return false;
        };
        QVERIFY(hasColour("i-1", lightColors().bad));
        QVERIFY(hasColour("i-2", lightColors().good));
        QVERIFY(hasColour("sg-1", lightColors().warning));
        QVERIFY(!hasColour("vpc-1", lightColors().bad));
    }

    void theMenuOffersWhatTheKeysDo()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 3));
        const auto choose = [&](const char* id, const char* entry) {
            QMenu* menu = test::menuAt(&f.view, f.at(id));
            if (!menu)
                return false;
            QAction* action = test::entryOf(menu, QString::fromUtf8(entry));
            const bool can = action && action->isEnabled();
            if (can)
                action->trigger();
            menu->close();
            return can && f.settle();
        };
        QVERIFY(choose("sg-1", "Show &Neighbours"));
        QVERIFY(f.isShown("i-1"));
        QVERIFY(choose("i-1", "Copy &Id"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("i-1"));
        QVERIFY(choose("vpc-1", "&Hide"));
        QVERIFY(!f.isShown("vpc-1"));
        QVERIFY(choose("i-1", "Find a Path &from Here"));
        QVERIFY(choose("subnet-2", "Find the &Path from"));
        QVERIFY(f.page.asking().trail() && f.page.asking().trail()->path);
        f.key(Qt::Key_Escape);
        QVERIFY(!f.page.asking().trail());
        QVERIFY(choose("sg-1", "What Could Reach"));
        QVERIFY(f.page.asking().trail());
        QVERIFY(choose("i-1", "&Only This Neighbourhood"));
        QVERIFY(f.page.graphing().question().roots == std::vector{f.node("i-1")});
        QVERIFY(choose("i-1", "Show Its &Events"));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(workspace::wholeText(f.investigation->filter()).contains(QStringLiteral("i-1")));
    }

    void aWayStandsOutAndTheRestSteps()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 3));
        f.view.setFocus();
        f.key(Qt::Key_P);
        QVERIFY(f.view.pathStart() == f.node("i-2"));
        f.click(f.at("vpc-1"));
        QVERIFY(f.settle());
        QVERIFY(!f.view.pathStart());
        QVERIFY(f.view.overlay().hasTrail);
        const auto index = [&](const char* id) {
            return f.picture().endOf(f.node(id))->index;
        };
        QVERIFY(f.view.overlay().nodesInTrail[index("i-2")]);
        QVERIFY(f.view.overlay().nodesInTrail[index("vpc-1")]);
        QVERIFY(!f.view.overlay().nodesInTrail[index("sg-1")]);
        QCOMPARE(std::ranges::count(f.view.overlay().linesInTrail, true), 1);
        f.key(Qt::Key_Escape);
        QVERIFY(!f.view.overlay().hasTrail);
    }
};

QTEST_MAIN(TestGraphPageView)
#include "tst_graphpageview.moc"
