// The Timeline page under real mouse, wheel and key events.
#include "model/workspace/pivots.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/timeline/timelinefixture.h"
#include "ui/common/theme.h"
#include "ui/timeline/timelineminimap.h"

#include <QApplication>
#include <QComboBox>
#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::TimeSpan;
using test::UiWorld;
using ui::timeline::Hit;
using ui::timeline::Window;

namespace {

using test::kHour;
using test::kStart;
using test::oneDay;
using Fixture = test::TimelineFixture;

} // namespace

class TestTimelineView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void theWholeIsSeenAtFirst()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.page.isShowingLanes());
        QVERIFY(f.zoom.showsAll());
        QCOMPARE(f.page.timelining().lanes()->lanes().size(), std::size_t{4});
        QVERIFY2(f.page.countText().startsWith(QStringLiteral("1,468 events")),
                 qPrintable(f.page.countText()));
        QVERIFY(!f.page.grab().isNull());
    }

    void aClickSelectsWhatIsThereAndIsNotEchoed()
    {
        Fixture f;
        QVERIFY(f.opened);
        QSignalSpy selected(f.investigation.get(), &workspace::Investigation::selectionChanged);
        const Window before = f.zoom.window();
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        QCOMPARE(f.selectedName(), std::string("Once"));
        QCOMPARE(selected.size(), 1);
        QVERIFY(f.zoom.window() == before);
        QCOMPARE(f.view.currentLane(), std::optional(f.lane("Once")));
        // The failed one of the hour, by its mark.
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Hourly", kStart + 3 * kHour));
        QCOMPARE(f.selectedTime(), 3 * kHour);
        QCOMPARE(f.page.chosenEvents(5).size(), std::size_t{1});
        // Beside everything: nothing else is selected.
        selected.clear();
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 5 * kHour));
        QCOMPARE(selected.size(), 0);
    }

    void whatIsSelectedElsewhereIsShown()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.zoom.setWindow({double(kStart), double(kStart) + 600});
        QVERIFY(f.settle());
        const auto order = f.workspace->evidence().store->timeOrder();
        QSignalSpy selected(f.investigation.get(), &workspace::Investigation::selectionChanged);
        f.investigation->selectRow(order[order.size() - 1]);
        QCOMPARE(selected.size(), 1);
        const double time = static_cast<double>(kStart + 23 * kHour + 59 * 60);
        QVERIFY(f.zoom.window().from < time && f.zoom.window().to > time);
        QVERIFY(f.view.scene().selectedPlace.has_value());
        QVERIFY(f.view.currentLane().has_value());
        QTest::mouseClick(f.button(QStringLiteral("Follow")), Qt::LeftButton);
        const Window window = f.zoom.window();
        f.investigation->selectRow(order[0]);
        QVERIFY(f.zoom.window() == window);
    }

    void theWheelZoomsAboutThePointerScrollsAndMoves()
    {
        Fixture f(oneDay(40));
        f.page.timelining().setMost(50);
        QVERIFY(f.opened && f.settle());
        const QPoint where(600, 200);
        const auto timeAt = [&](int x) {
            const QRect plot = ui::timeline::plotRect(f.view.inputs());
            return ui::timeline::timeAt(f.zoom.window(), plot.width(), x - plot.left());
        };
        const double under = timeAt(600);
        const double length = f.zoom.window().length();
        f.wheel(where, {0, 120}, Qt::ControlModifier);
        QVERIFY(f.zoom.window().length() < length * 0.81);
        QVERIFY(std::abs(timeAt(600) - under) < 1);
        // Without a key it scrolls the lanes, of which there are more than fit.
        const Window window = f.zoom.window();
        QVERIFY(f.view.verticalScrollBar()->maximum() > 0);
        f.wheel(where, {0, -120});
        QVERIFY(f.view.verticalScrollBar()->value() > 0);
        QVERIFY(f.zoom.window() == window);
        f.wheel(where, {0, -120}, Qt::ShiftModifier);
        QVERIFY(f.zoom.window().from > window.from);
        QVERIFY(std::abs(f.zoom.window().length() - window.length()) < 1e-3);
        // On the axis there is nothing to scroll.
        f.wheel({600, 5}, {0, 120});
        QVERIFY(f.zoom.window().length() < window.length() * 0.81);
        for (int i = 0; i < 100; ++i)
            f.wheel(where, {0, 120}, Qt::ControlModifier);
        QCOMPARE(f.zoom.window().length(), ui::timeline::kLeastSeconds);
        for (int i = 0; i < 100; ++i)
            f.wheel(where, {0, -120}, Qt::ControlModifier);
        QVERIFY(f.zoom.showsAll());
        QVERIFY(f.settle());
    }

    void aDragMovesWhatIsInView()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.zoom.setWindow({double(kStart + 6 * kHour), double(kStart + 12 * kHour)});
        QVERIFY(f.settle());
        const QRect plot = ui::timeline::plotRect(f.view.inputs());
        f.drag(f.port(), plot.center(), plot.center() - QPoint(plot.width() / 6, 0));
        QVERIFY(std::abs(f.zoom.window().from - double(kStart + 7 * kHour)) < 60);
        QVERIFY(!f.zoom.selection());
        QVERIFY(!f.investigation->selectedRow()); // no click
    }

    void aDragWithShiftOrOnTheAxisTakesASpan()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.drag(f.port(), f.at("Once", kStart + 2 * kHour), f.at("Once", kStart + 4 * kHour),
               Qt::ShiftModifier);
        QVERIFY(f.zoom.selection());
        QVERIFY(std::abs(f.zoom.selection()->from - kStart - 2 * kHour) < 120);
        QVERIFY(f.page.spanWords().contains(QStringLiteral("counting")));
        QVERIFY(f.settle());
        const QString words = f.page.spanWords();
        QVERIFY2(words.contains(QStringLiteral("2 h")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("120 read"))
                     || words.contains(QStringLiteral("121 read")),
                 qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("Event name: Often 12")), qPrintable(words));
        // The other way round, on the axis.
        f.drag(f.port(), {800, 5}, {600, 5});
        QVERIFY(f.zoom.selection()->from < f.zoom.selection()->to);
        const TimeSpan span = *f.zoom.selection();
        QTest::mouseClick(f.button(QStringLiteral("Only this time")), Qt::LeftButton);
        QVERIFY(workspace::timeChoice(*f.investigation).span == span);
        QVERIFY(f.settle());
        f.view.setFocus();
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(!f.zoom.selection());
        QVERIFY(f.page.spanWords().isEmpty());
    }

    void keysDoWhatTheMouseDoes()
    {
        Fixture f;
        QVERIFY(f.opened);
        const double all = f.zoom.window().length();
        QTest::keyClick(&f.view, Qt::Key_W);
        QVERIFY(f.zoom.window().length() < all * 0.7);
        const Window window = f.zoom.window();
        QTest::keyClick(&f.view, Qt::Key_D);
        QVERIFY(f.zoom.window().from > window.from);
        QTest::keyClick(&f.view, Qt::Key_A);
        QVERIFY(std::abs(f.zoom.window().from - window.from) < 1);
        QTest::keyClick(&f.view, Qt::Key_S);
        QVERIFY(f.zoom.showsAll());
        QTest::keyClick(&f.view, Qt::Key_W);
        QTest::keyClick(&f.view, Qt::Key_F, Qt::ShiftModifier);
        QVERIFY(f.zoom.showsAll());
        // Lanes, and the events of one.
        while (f.view.currentLane() != f.lane("Hourly"))
            QTest::keyClick(&f.view, Qt::Key_Down);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QCOMPARE(f.selectedName(), std::string("Hourly"));
        QCOMPARE(f.selectedTime(), 0);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QCOMPARE(f.selectedTime(), 2 * kHour);
        QTest::keyClick(&f.view, Qt::Key_Comma);
        QCOMPARE(f.selectedTime(), kHour);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&f.view, Qt::Key_Comma);
        QCOMPARE(f.selectedTime(), 0); // there is none before
        QTest::keyClick(&f.view, Qt::Key_F);
        QVERIFY(f.zoom.window().length() < 120);
        QVERIFY(f.settle());
        QTest::keyClick(&f.view, Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
    }

    void aSpanIsTakenByKeys()
    {
        Fixture f;
        QVERIFY(f.opened);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        f.zoom.setWindow({double(kStart + 11 * kHour), double(kStart + 13 * kHour)});
        QVERIFY(f.settle());
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(f.zoom.selection());
        const TimeSpan first = *f.zoom.selection();
        QCOMPARE(first.from, kStart + 12 * kHour);
        const std::int64_t step = first.to - first.from;
        QVERIFY(step >= 60 && step <= 600);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY((*f.zoom.selection() == TimeSpan{first.from, first.from + 2 * step}));
        // Back, and over to the other side: the event stays in it.
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&f.view, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY((*f.zoom.selection() == TimeSpan{first.from - step, first.from + 1}));
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(!f.zoom.selection());
        // One that the mouse took grows, too.
        f.zoom.setSelection(TimeSpan{kStart + 12 * kHour + 7, kStart + 12 * kHour + 8});
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(
            (*f.zoom.selection() == TimeSpan{kStart + 12 * kHour + 7, kStart + 12 * kHour + step}));
        QVERIFY(f.settle());
    }

    void keysZoomAboutThePointerWhereItIsOverTheLanes()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QPoint at = f.at("Once", kStart + 3 * kHour);
        f.move(f.port(), at);
        QTest::keyClick(&f.view, Qt::Key_W);
        QVERIFY(std::abs(f.at("Once", kStart + 3 * kHour).x() - at.x()) <= 1);
        f.zoom.showAll();
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(f.port(), &leave);
        QTest::keyClick(&f.view, Qt::Key_W);
        QVERIFY(f.at("Once", kStart + 12 * kHour).x() > f.port()->width() / 2);
        QVERIFY(
            std::abs(f.zoom.window().from + f.zoom.window().to - 2 * double(kStart + 12 * kHour))
            < kHour);
        QVERIFY(f.settle());
    }

    void aTipGoesWhenAKeyMovesWhatItIsAbout()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QPoint at = f.at("Once", kStart + 12 * kHour);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, at);
        if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
            QTest::ignoreMessage(
                QtWarningMsg, QRegularExpression(QStringLiteral("plugin does not support raise")));
        QHelpEvent help(QEvent::ToolTip, at, f.port()->mapToGlobal(at));
        QApplication::sendEvent(f.port(), &help);
        QVERIFY(QToolTip::isVisible());
        QTest::keyClick(&f.view, Qt::Key_F);
        QTRY_VERIFY(!QToolTip::isVisible());
        QVERIFY(f.settle());
    }

    void aStepBringsTheEventIntoView()
    {
        Fixture f;
        QVERIFY(f.opened);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Hourly", kStart + 12 * kHour));
        QTest::keyClick(&f.view, Qt::Key_F);
        QVERIFY(f.settle());
        QTest::keyClick(&f.view, Qt::Key_Period);
        const double time = static_cast<double>(kStart + 13 * kHour);
        QVERIFY(f.zoom.window().from < time && f.zoom.window().to > time);
        QVERIFY(f.settle());
        const Hit hit = f.geometry().hit(f.at("Hourly", kStart + 13 * kHour));
        QCOMPARE(hit.kind, Hit::Kind::Glyph);
    }

    void aDoubleClickOpensTheEvent()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QPoint point = f.at("Once", kStart + 12 * kHour);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, point);
        QTest::mouseDClick(f.port(), Qt::LeftButton, {}, point);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QCOMPARE(f.selectedName(), std::string("Once"));
    }

    void theDayIsSaidWhereOnlyHoursAreInView()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.zoom.setWindow({double(kStart + 22 * kHour), double(kStart + 23 * kHour)});
        QVERIFY(f.settle());
        QCOMPARE(f.view.scene().axisDate, QStringLiteral("2026-03-10"));
        f.investigation->setZone("Asia/Tokyo"); // where it is tomorrow
        QVERIFY(f.settle());
        QCOMPARE(f.view.scene().axisDate, QStringLiteral("2026-03-11"));
        // It is painted, at the left of the axis.
        const QRect axis = ui::timeline::axisRect(f.view.inputs());
        const QImage with = f.port()->grab(QRect(axis.topLeft(), QSize(90, 20))).toImage();
        f.investigation->setZone("UTC");
        QVERIFY(f.settle());
        QVERIFY(f.port()->grab(QRect(axis.topLeft(), QSize(90, 20))).toImage() != with);
        // A minute has no round moment of its own zone; it has a day.
        f.zoom.setWindow({double(kStart + 22 * kHour + 1), double(kStart + 22 * kHour + 12)});
        QCOMPARE(f.view.scene().axisDate, QStringLiteral("2026-03-10"));
        QVERIFY(f.settle());
    }

    void theSameSecondIsSaidToHaveNoOrder()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QString tip = f.view.helpAt(f.at("Together", kStart + 6 * kHour));
        if (!tip.contains(QStringLiteral("order"))) // it is open: each event by itself
            QVERIFY2(tip.contains(QStringLiteral("Together")), qPrintable(tip));
        f.zoom.setWindow({double(kStart), double(kStart + 24 * kHour)});
        const ui::timeline::Geometry& geometry = f.geometry();
        QVERIFY(std::any_of(geometry.stacks().begin(), geometry.stacks().end(),
                            [](const ui::timeline::Stack& stack) {
                                return stack.isOneSecond && stack.events == 3;
                            }));
    }

    void timesAreCountedFromT0()
    {
        Fixture f;
        QVERIFY(f.opened);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        QTest::keyClick(&f.view, Qt::Key_T);
        QCOMPARE(*f.zoom.origin(), kStart + 12 * kHour);
        QVERIFY(!f.view.scene().relativeTicks.empty());
        const QString tip = f.view.helpAt(f.at("Hourly", kStart + 9 * kHour));
        QVERIFY2(tip.contains(QStringLiteral("T0 − 3 h")), qPrintable(tip));
        QTest::keyClick(&f.view, Qt::Key_T); // again
        QVERIFY(!f.zoom.origin());
        QVERIFY(f.view.scene().relativeTicks.empty());
    }

    void lanesArePinnedFoldedAndOpened()
    {
        Fixture f(oneDay(40));
        f.page.timelining().setMost(10);
        QVERIFY(f.opened && f.settle());
        const auto lanes = [&] {
            return f.page.timelining().lanes()->lanes();
        };
        QCOMPARE(lanes().size(), std::size_t{11});
        while (f.view.currentLane() != f.lane("Together"))
            QTest::keyClick(&f.view, Qt::Key_Down);
        QTest::keyClick(&f.view, Qt::Key_P);
        QVERIFY(f.settle());
        QCOMPARE(lanes()[0].text, std::string("Together"));
        QVERIFY(lanes()[0].isPinned);
        QCOMPARE(f.view.currentLane(), std::optional(std::size_t{0})); // it moved along
        QTest::keyClick(&f.view, Qt::Key_X);
        QVERIFY(f.geometry().bands()[0].isThin && !f.geometry().bands()[1].isThin);
        QTest::keyClick(&f.view, Qt::Key_X, Qt::ShiftModifier);
        QVERIFY(f.view.isAllFolded() && f.geometry().bands()[1].isThin);
        QVERIFY(f.button(QStringLiteral("Fold"))->isChecked());
        // The name of the rest opens the next ones.
        f.view.verticalScrollBar()->setValue(f.view.verticalScrollBar()->maximum());
        const ui::timeline::Band& rest = f.geometry().bands().back();
        QCOMPARE(lanes()[rest.lane].kind, trailloupe::timeline::Lane::Kind::Rest);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, rest.header.center());
        QVERIFY(f.settle());
        QCOMPARE(lanes().size(), std::size_t{22});
        QCOMPARE(f.page.mostBox()->currentText(), QStringLiteral("top 20"));
    }

    void theMinimapMovesTheWindow()
    {
        Fixture f;
        QVERIFY(f.opened);
        TimelineMinimap& map = *f.page.minimap();
        f.zoom.setWindow({double(kStart), double(kStart + 4 * kHour)});
        const int y = map.height() / 2;
        const QPoint middle = map.windowRect().center().toPoint();
        f.drag(&map, middle, middle + QPoint(map.width() / 3, 0));
        QVERIFY(std::abs(f.zoom.window().from - double(kStart + 8 * kHour)) < kHour);
        QVERIFY(std::abs(f.zoom.window().length() - 4 * kHour) < 1);
        // An edge, then a click elsewhere, then a new window.
        const QPoint edge(static_cast<int>(map.windowRect().right()), y);
        f.drag(&map, edge, edge + QPoint(60, 0));
        QVERIFY(f.zoom.window().length() > 4.5 * kHour);
        QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(60, y));
        QVERIFY(f.zoom.window().from < double(kStart + 2 * kHour));
        f.drag(&map, {map.width() - 200, y}, {map.width() - 100, y});
        QVERIFY(std::abs(f.zoom.window().length() - 2.5 * kHour) < kHour);
        QTest::mouseDClick(&map, Qt::LeftButton, {}, QPoint(60, y));
        QVERIFY(f.zoom.showsAll());
        QVERIFY(f.settle());
    }

    void lanesAndEventsHaveTheMenuOfAnyValue()
    {
        Fixture f;
        QVERIFY(f.opened);
        const ui::timeline::Band band = *f.geometry().bandOf(f.lane("Hourly"));
        QMenu* menu = test::menuAt(f.port(), band.header.center());
        QVERIFY(menu);
        QAction* only = test::entryOf(menu, QStringLiteral("Only"));
        QVERIFY(only);
        QVERIFY(test::entryOf(menu, QStringLiteral("&Pin This Lane")));
        only->trigger();
        menu->close();
        QVERIFY(f.settle());
        QCOMPARE(f.page.timelining().lanes()->found(), 24u);
        menu = test::menuAt(f.port(), f.at("Hourly", kStart + 3 * kHour));
        QVERIFY(menu);
        QVERIFY(test::entryOf(menu, QStringLiteral("Copy as filter: Hourly")));
        QAction* origin = test::entryOf(menu, QStringLiteral("Count Times from"));
        QVERIFY(origin);
        origin->trigger();
        menu->close();
        QCOMPARE(*f.zoom.origin(), kStart + 3 * kHour);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timelineview.moc"
