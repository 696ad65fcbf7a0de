// Lanes of resources below those of events, under real keys.
#include "model/workspace/resourcelinks.h"
#include "tests/support/testsupport.h"
#include "tests/ui/timeline/configstripfixture.h"
#include "ui/common/theme.h"

using namespace trailloupe;
using namespace trailloupe::ui;
using Fixture = test::ConfigStripFixture;
using test::kDay;
using test::kHour;
using test::kNs;
using test::kStart;
using test::UiWorld;
using ui::timeline::Window;

class TestConfigStripKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

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
};

QTEST_MAIN(TestConfigStripKeys)
#include "tst_configstripkeys.moc"
