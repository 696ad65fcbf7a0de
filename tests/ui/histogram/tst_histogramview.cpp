#include "model/workspace/pivots.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/theme.h"
#include "ui/histogram/histogramgeometry.h"
#include "ui/histogram/histogrampanel.h"
#include "ui/histogram/histogramview.h"
#include "ui/histogram/histogramwords.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::TimeSpan;
using test::SmallExport;
using test::UiWorld;

namespace {

constexpr qint64 kStart = SmallExport::kFirstSecond;
constexpr qint64 kHour = 3600;
constexpr qint64 kDay = 86'400;

// Two days, an event every minute from kStart on, but for a gap of five hours; two undated ones.
constexpr qint64 kGapFrom = kStart + 20 * kHour;
constexpr qint64 kGapTo = kStart + 25 * kHour;

QByteArray twoDays()
{
    QByteArray text = "{\"Records\":[{\"eventID\":\"u1\",\"eventName\":\"Odd\"},"
                      "{\"eventID\":\"u2\",\"eventName\":\"Odd\"}";
    for (qint64 at = kStart; at < kStart + 2 * kDay; at += 60) {
        if (at > kGapFrom && at < kGapTo)
            continue;
        const QByteArray time =
            QDateTime::fromSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate).toUtf8();
        text += ",{\"eventID\":\"" + QByteArray::number(at) + "\",\"eventName\":\"GetThing\","
            + "\"readOnly\":true,\"eventTime\":\"" + time + "\"}";
    }
    return text + "]}";
}

struct Fixture : UiWorld
{
    explicit Fixture(int width = 1000)
        : panel(*workspace, *investigation, *filtering, *jobs)
    {
        small.add(QStringLiteral("days.json"), twoDays().toStdString());
        panel.resize(width, 140);
        panel.show();
        opened = openAndWait(small.path()) && waitIdle();
        view.setFocus();
    }

    bool waitIdle()
    {
        return QTest::qWaitFor(
            [this] {
                return jobs->isIdle() && !filtering->isRunning() && !panel.bars().isRunning();
            },
            20'000);
    }
    int y() const { return histogram::plotRect(view.inputs()).center().y(); }
    QPoint at(qint64 seconds) const
    {
        return {static_cast<int>(std::ceil(histogram::xOf(view.inputs(), seconds))), y()};
    }
    void move(const QPoint& to, Qt::MouseButton button = Qt::LeftButton)
    {
        QMouseEvent event(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, button, {});
        QApplication::sendEvent(&view, &event);
    }
    void drag(qint64 from, qint64 to)
    {
        QTest::mousePress(&view, Qt::LeftButton, {}, at(from));
        move(at((from + to) / 2));
        move(at(to));
    }
    void dragAndDrop(qint64 from, qint64 to)
    {
        drag(from, to);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at(to));
    }
    void wheel(const QPoint& where, QPoint delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(where, view.mapToGlobal(where), {}, delta, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }
    TimeSpan visible() { return *panel.bars().visible(); }
    std::optional<TimeSpan> selected() { return panel.bars().selection().span; }
    qint64 step() { return panel.bars().answer().step; }

    SmallExport small{1, 0};
    HistogramPanel panel;
    HistogramView& view = *panel.view();
    bool opened = false;
};

} // namespace

class TestHistogramView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void aDragAsksForWholeBarsAndLeavesTheTextAlone()
    {
        Fixture f;
        QVERIFY(f.opened);
        QCOMPARE(f.step(), 1800);
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:GetThing");
        QVERIFY(f.investigation->setFilter(filter) && f.waitIdle());
        QSignalSpy changed(f.investigation.get(), &workspace::Investigation::filterChanged);
        f.drag(kStart + 5 * kHour + 300, kStart + 8 * kHour - 300);
        const TimeSpan expected{kStart + 5 * kHour, kStart + 8 * kHour};
        QVERIFY(f.view.band() == expected);
        QCOMPARE(f.view.bandText(), QStringLiteral("2026-03-10 05:00 – 08:00 UTC  ·  180 events"));
        QCOMPARE(changed.size(), 0); // until it is let go
        QTest::mouseRelease(&f.view, Qt::LeftButton, {}, f.at(kStart + 8 * kHour - 300));
        QCOMPARE(changed.size(), 1);
        QVERIFY(f.waitIdle());
        QVERIFY(f.selected() == expected);
        QVERIFY(!f.view.band());
        const workspace::Filter& now = f.investigation->filter();
        QCOMPARE(now.text, filter.text);
        QCOMPARE(now.chips.size(), std::size_t{1});
        QVERIFY(now.chips.front().isTime);
        QCOMPARE(f.filtering->result().count(), std::uint64_t{180});
        // Backwards is the same, and takes the place of what was chosen.
        f.dragAndDrop(kStart + 12 * kHour - 300, kStart + 10 * kHour + 300);
        QVERIFY(f.selected() == (TimeSpan{kStart + 10 * kHour, kStart + 12 * kHour}));
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
    }

    void escapeGivesUpADrag()
    {
        Fixture f;
        f.drag(kStart + kHour, kStart + 3 * kHour);
        QVERIFY(f.view.band().has_value());
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(!f.view.band());
        f.move(f.at(kStart + 4 * kHour));
        QTest::mouseRelease(&f.view, Qt::LeftButton, {}, f.at(kStart + 4 * kHour));
        QVERIFY(!f.selected());
        QVERIFY(f.investigation->filter().isEmpty());
    }

    void aClickChoosesABarAndADoubleClickClears()
    {
        Fixture f;
        const qint64 bar = kStart + 30 * kHour;
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.at(bar + 600));
        QVERIFY(f.selected() == (TimeSpan{bar, bar + f.step()}));
        QVERIFY(f.waitIdle());
        QTest::mouseDClick(&f.view, Qt::LeftButton, {}, f.at(bar + 600));
        QVERIFY(!f.selected());
        QVERIFY(f.investigation->filter().isEmpty());
    }

    void theEdgesOfTheSelectionCanBeMoved()
    {
        Fixture f;
        workspace::pivotToTime(*f.investigation, kStart + 10 * kHour, kStart + 12 * kHour);
        QVERIFY(f.waitIdle());
        f.dragAndDrop(kStart + 12 * kHour, kStart + 15 * kHour);
        QVERIFY(f.selected() == (TimeSpan{kStart + 10 * kHour, kStart + 15 * kHour}));
        QVERIFY(f.waitIdle());
        // Beyond the other edge they change places.
        f.dragAndDrop(kStart + 10 * kHour, kStart + 18 * kHour);
        QVERIFY(f.selected() == (TimeSpan{kStart + 15 * kHour, kStart + 18 * kHour}));
    }

    void theWheelZoomsAroundThePointer()
    {
        Fixture f;
        const TimeSpan whole = f.visible();
        const QPoint pointer = f.at(kStart + 12 * kHour);
        const qint64 moment = histogram::timeAt(f.view.inputs(), pointer.x());
        for (int i = 0; i < 10; ++i)
            f.wheel(pointer, {0, 120});
        const TimeSpan closer = f.visible();
        QVERIFY(closer.to - closer.from < (whole.to - whole.from) / 5);
        QVERIFY(std::abs(f.at(moment).x() - pointer.x()) <= 2);
        QVERIFY(f.waitIdle());
        QVERIFY(f.step() < 1800);
        f.wheel(pointer, {0, -120}, Qt::ShiftModifier);
        QVERIFY(f.visible().from > closer.from);
        QCOMPARE(f.visible().to - f.visible().from, closer.to - closer.from);
        f.wheel(pointer, {120, 0});
        QVERIFY(f.visible() == closer);
        for (int i = 0; i < 20; ++i)
            f.wheel(pointer, {0, -120});
        QVERIFY(f.panel.bars().showsWhole());
        QVERIFY(!f.selected());
    }

    void theMiddleButtonMovesTheView()
    {
        Fixture f;
        f.panel.bars().setVisible({kStart + 10 * kHour, kStart + 20 * kHour});
        QVERIFY(f.waitIdle());
        const QPoint from = f.at(kStart + 15 * kHour);
        const QPoint to = f.at(kStart + 13 * kHour);
        QTest::mousePress(&f.view, Qt::MiddleButton, {}, from);
        f.move(to, Qt::MiddleButton);
        QTest::mouseRelease(&f.view, Qt::MiddleButton, {}, to);
        QVERIFY(std::abs(f.visible().from - (kStart + 12 * kHour)) < 120);
        QVERIFY(!f.selected());
    }

    void keysDoWhatTheMouseDoes()
    {
        Fixture f;
        const TimeSpan whole = f.visible();
        QTest::keyClick(&f.view, Qt::Key_Home);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::keyClick(&f.view, Qt::Key_Return);
        QVERIFY(f.selected() == (TimeSpan{kStart + 1800, kStart + 3600}));
        QVERIFY(f.waitIdle());
        QVERIFY2(f.view.accessibleDescription().contains(QLatin1String("30 events: 30 read")),
                 qPrintable(f.view.accessibleDescription()));
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(f.view.band() == (TimeSpan{kStart + 1800, kStart + 7200}));
        QVERIFY(f.view.bandText().contains(QLatin1String("90 events")));
        QTest::keyClick(&f.view, Qt::Key_Return);
        QVERIFY(f.selected() == (TimeSpan{kStart + 1800, kStart + 7200}));
        QTest::keyClick(&f.view, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QVERIFY(!f.view.band());
        QVERIFY(f.selected() == (TimeSpan{kStart + 1800, kStart + 7200}));
        QTest::keyClick(&f.view, Qt::Key_Delete);
        QVERIFY(!f.selected());
        QVERIFY(f.waitIdle());
        QTest::keyClick(&f.view, Qt::Key_Plus);
        QTest::keyClick(&f.view, Qt::Key_Plus);
        const TimeSpan closer = f.visible();
        QVERIFY(closer.to - closer.from < whole.to - whole.from);
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.visible().to, whole.to);
        QTest::keyClick(&f.view, Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(f.visible().to < whole.to);
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QTest::keyClick(&f.view, Qt::Key_Minus);
        QTest::keyClick(&f.view, Qt::Key_0);
        QVERIFY(f.panel.bars().showsWhole());
        QVERIFY(f.waitIdle());
    }

    void theKeyboardTakesTheViewAlong()
    {
        Fixture f;
        f.panel.bars().setVisible({kStart + 10 * kHour, kStart + 11 * kHour});
        QVERIFY(f.waitIdle());
        for (int i = 0; i < 300; ++i)
            QTest::keyClick(&f.view, Qt::Key_Right);
        QVERIFY(f.visible().from > kStart + 10 * kHour);
        QVERIFY(f.waitIdle());
    }

    void aGapIsHatchedAndSaysNoMoreThanIsKnown()
    {
        Fixture f;
        QCOMPARE(f.panel.bars().gaps().size(), std::size_t{1});
        const QString help = f.view.helpAt(f.at(kStart + 22 * kHour));
        QVERIFY2(help.contains(QLatin1String("No events")), qPrintable(help));
        QVERIFY2(help.contains(QLatin1String("5 h 0 min")), qPrintable(help));
        QVERIFY2(help.contains(QLatin1String("cannot tell")), qPrintable(help));
        QVERIFY(!f.view.helpAt(f.at(kStart + 12 * kHour)).contains(QLatin1String("cannot tell")));
        const QImage image = f.view.grab().toImage();
        const auto colorsBetween = [&](qint64 from, qint64 to) {
            QSet<QRgb> colors;
            for (int x = f.at(from).x() + 3; x < f.at(to).x() - 3; ++x)
                colors.insert(image.pixel(x, 8));
            return colors.size();
        };
        QVERIFY(colorsBetween(kStart + 21 * kHour, kStart + 24 * kHour) > 1);
    }

    void undatedEventsAreParkedInSight()
    {
        Fixture f;
        const QRect box = histogram::undatedRect(f.view.inputs());
        QVERIFY(!box.isEmpty());
        QVERIFY(!box.intersects(histogram::plotRect(f.view.inputs())));
        QVERIFY(f.view.helpAt(box.center()).contains(QLatin1String("2 events")));
        workspace::pivotToTime(*f.investigation, kStart, kStart + kHour);
        QVERIFY(f.waitIdle());
        QVERIFY(!histogram::undatedRect(f.view.inputs()).isEmpty());
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, box.center());
        QVERIFY(f.waitIdle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{2});
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
        QCOMPARE(f.investigation->filter().chips.front().text, QStringLiteral("not time:*"));
        QCOMPARE(f.panel.bars().answer().total, f.rowCount()); // the bars stay
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, box.center());
        QVERIFY(f.investigation->filter().isEmpty());
    }

    void keysReachTheUndatedAndTheSelectionToo()
    {
        Fixture f;
        QVERIFY(QTest::qWaitForWindowActive(&f.panel));
        QTest::keyClick(&f.view, Qt::Key_U);
        QVERIFY(f.panel.bars().selection().undated);
        QTest::keyClick(&f.view, Qt::Key_U);
        QVERIFY(f.investigation->filter().isEmpty());
        workspace::pivotToTime(*f.investigation, kStart + 10 * kHour, kStart + 12 * kHour);
        QTest::keyClick(&f.view, Qt::Key_Z);
        QVERIFY(f.visible() == (TimeSpan{kStart + 10 * kHour - 360, kStart + 12 * kHour + 360}));
        QVERIFY(f.waitIdle());
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(f.view.band().has_value());
        f.view.clearFocus();
        QVERIFY(!f.view.band());
        QVERIFY(f.waitIdle());
    }

    void theLegendReconciles()
    {
        Fixture f;
        QCOMPARE(f.panel.legendText(),
                 QStringLiteral("0 failed, 2 write, %1 read")
                     .arg(QLocale().toString(static_cast<qulonglong>(f.rowCount()) - 2)));
        QCOMPARE(f.panel.caption(),
                 QStringLiteral("2026-03-10 00:00 – 2026-03-12 00:00 UTC  ·  30 min a bar"));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY(f.waitIdle());
        QVERIFY2(f.panel.caption().contains(QLatin1String("2026-03-10 09:00")),
                 qPrintable(f.panel.caption()));
        QVERIFY(f.view.accessibleDescription().contains(QLatin1String("2 undated")));
    }

    void nothingFitsIsSaidAndBearsEveryEvent()
    {
        Fixture f;
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:NoSuchThing");
        QVERIFY(f.investigation->setFilter(filter) && f.waitIdle());
        QCOMPARE(f.panel.legendText(), QStringLiteral("0 failed, 0 write, 0 read"));
        QVERIFY(histogram::undatedRect(f.view.inputs()).isEmpty());
        f.dragAndDrop(kStart + kHour, kStart + 2 * kHour);
        QVERIFY(f.selected().has_value());
        QTest::keyClick(&f.view, Qt::Key_Delete);
        QVERIFY(!f.view.grab().isNull());
        QVERIFY(f.waitIdle());
    }

    void withoutEvidenceItHasNoPlace()
    {
        UiWorld world;
        HistogramPanel panel(*world.workspace, *world.investigation, *world.filtering, *world.jobs);
        QVERIFY(panel.isHidden());
        HistogramView& view = *panel.view();
        for (const auto key : {Qt::Key_Left, Qt::Key_Home, Qt::Key_Plus, Qt::Key_Return,
                               Qt::Key_Delete, Qt::Key_0, Qt::Key_PageDown})
            QTest::keyClick(&view, key);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(50, 20));
        QVERIFY(world.investigation->filter().isEmpty());
        QVERIFY(!view.grab().isNull());
    }

    void foldedIsRemembered()
    {
        Fixture f;
        QVERIFY(!f.panel.isFolded());
        f.panel.setFolded(true);
        QVERIFY(f.panel.sizeHint().height() < 50);
        HistogramPanel next(*f.workspace, *f.investigation, *f.filtering, *f.jobs);
        QVERIFY(next.isFolded());
        next.setFolded(false);
        QVERIFY(f.waitIdle());
    }

    void barsAreCopiedAsTheyStand()
    {
        Fixture f;
        f.panel.bars().setVisible({kStart, kStart + kHour});
        QVERIFY(f.waitIdle());
        f.view.copyBars();
        const QStringList lines =
            QGuiApplication::clipboard()->text().split(QStringLiteral("\r\n"));
        QCOMPARE(lines.first(), QStringLiteral("from,to,events,failed,write,read,other"));
        QCOMPARE(lines.at(1),
                 QStringLiteral("2026-03-10T00:00:00Z,2026-03-10T00:00:30Z,1,0,0,1,0"));
        QCOMPARE(lines.size(), 1 + 120 + 2);
        QCOMPARE(lines.at(121), QStringLiteral("undated,,2,0,2,0,0"));
    }

    void theKeyHLeadsThereAndBack()
    {
        UiWorld world;
        QWidget page;
        QVBoxLayout layout(&page);
        HistogramPanel panel(*world.workspace, *world.investigation, *world.filtering, *world.jobs,
                             &page);
        QLineEdit other;
        layout.addWidget(&panel);
        layout.addWidget(&other);
        page.setFocusProxy(&other);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        const SmallExport small(1, 100);
        QVERIFY(world.openAndWait(small.path()));
        panel.setFolded(true);
        QPushButton button(&page);
        layout.addWidget(&button);
        button.setFocus();
        QTest::keyClick(&button, Qt::Key_H);
        QVERIFY(!panel.isFolded());
        QVERIFY(panel.view()->hasFocus());
        QVERIFY(!panel.view()->accessibleDescription().isEmpty());
        QTest::keyClick(panel.view(), Qt::Key_H);
        QVERIFY(other.hasFocus());
        // Where one writes, an h is an h.
        QTest::keyClick(&other, Qt::Key_H);
        QCOMPARE(other.text(), QStringLiteral("h"));
        QVERIFY(QTest::qWaitFor([&] { return world.jobs->isIdle(); }));
    }

    void theSelectedEventIsMarkedWhereverItWasSelected()
    {
        Fixture f;
        QVERIFY(f.opened);
        const auto order = f.workspace->evidence().store->timeOrder();
        QVERIFY(!f.view.eventTime());
        const QImage without = f.view.grab().toImage();
        f.investigation->selectRow(order[600]);
        QCOMPARE(f.view.eventTime(), f.workspace->evidence().store->time(order[600]));
        const QImage with = f.view.grab().toImage();
        // Only around its place.
        const int x = f.at(*f.view.eventTime()).x();
        for (int at = 0; at < with.width(); ++at) {
            bool differs = false;
            for (int y = 0; y < with.height(); ++y)
                differs = differs || with.pixel(at, y) != without.pixel(at, y);
            QCOMPARE(differs, std::abs(at - x) < 4 || (differs && std::abs(at - x) < 8));
        }
        f.investigation->selectRow(order.back()); // it has no time
        QVERIFY(!f.view.eventTime());
        QCOMPARE(f.view.grab().toImage(), without);
    }

    void higherBarsAreHigherAndFailuresStandOnTheGround()
    {
        SmallExport small(1, 3000); // fifty minutes, all kinds of events
        UiWorld world;
        HistogramPanel panel(*world.workspace, *world.investigation, *world.filtering, *world.jobs);
        panel.resize(900, 140);
        panel.show();
        QVERIFY(world.openAndWait(small.path()));
        QVERIFY(QTest::qWaitFor([&] { return world.jobs->isIdle(); }));
        const HistogramView& view = *panel.view();
        const QImage image = panel.view()->grab().toImage();
        const QRect plot = histogram::plotRect(view.inputs());
        const auto& answer = panel.bars().answer();
        const QRgb ground = lightColors().base.rgb();
        int looked = 0;
        for (std::size_t i = 0; i < answer.counts.bars.size(); ++i) {
            const int x = static_cast<int>(histogram::xOf(view.inputs(), answer.boundaries[i])) + 2;
            if (answer.counts.bars[i].failures() == 0)
                continue;
            QCOMPARE(image.pixel(x, plot.bottom()),
                     histogram::colorOf(histogram::Part::Failed, lightColors()).rgb());
            QVERIFY(image.pixel(x, plot.bottom()) != ground);
            ++looked;
        }
        QVERIFY(looked > 0);
    }

    void partsOfTheStackCanBeToldApart()
    {
        using histogram::Part;
        for (const ThemeColors& colors : {lightColors(), darkColors()}) {
            const auto contrast = [&](Part part) {
                return contrastRatio(histogram::colorOf(part, colors), colors.base);
            };
            QVERIFY(contrast(Part::Failed) >= 4.5);
            QVERIFY(contrast(Part::Write) >= 4.5);
            QVERIFY(contrast(Part::Read) >= 2);
            QVERIFY(contrast(Part::Other) >= 1.2);
            // Reads are many: they step back also for eyes that see no hue.
            QVERIFY(contrastRatio(histogram::colorOf(Part::Write, colors),
                                  histogram::colorOf(Part::Read, colors))
                    >= 2);
        }
    }

    void placesAndMomentsAreEachOthersInverse()
    {
        histogram::Inputs in{.size = {1000, 100},
                             .gutter = 40,
                             .textHeight = 16,
                             .undatedWidth = 60,
                             .visible = {kStart, kStart + 2 * kDay}};
        const QRect plot = histogram::plotRect(in);
        for (int x = plot.left(); x <= plot.right(); ++x) {
            const qint64 at = histogram::timeAt(in, x);
            QVERIFY(std::abs(histogram::xOf(in, at) - x) < 0.01);
        }
        QCOMPARE(histogram::timeAt(in, -50), in.visible.from);
        QCOMPARE(histogram::timeAt(in, 5000), in.visible.to);
        const std::vector<std::int64_t> bars{0, 10, 20, 40};
        QVERIFY(histogram::snapped(bars, 12, 3) == (TimeSpan{0, 20}));
        QVERIFY(histogram::snapped(bars, -5, 100) == (TimeSpan{0, 40}));
        QVERIFY(!histogram::snapped({}, 1, 2));
        QCOMPARE(histogram::nearestBoundary(bars, 29), 20);
        QCOMPARE(histogram::nearestBoundary(bars, 31), 40);
        QVERIFY(histogram::barsIn(bars, {10, 20}) == (histogram::Range{1, 2}));
        QVERIFY(histogram::barsIn(bars, {9, 21}) == (histogram::Range{0, 3}));
        QVERIFY(histogram::barsIn(bars, {50, 60}) == (histogram::Range{}));
        const std::vector<query::HistogramBar> counts(3, query::HistogramBar{{1, 0, 0, 0, 0, 0}});
        QCOMPARE(histogram::countOf(bars, counts, {0, 20})->all(), std::uint64_t{2});
        QVERIFY(!histogram::countOf(bars, counts, {5, 20}));
    }

    void aBarHasTheMenuOfAnyValue()
    {
        Fixture f;
        QVERIFY(f.opened);
        const qint64 from = kStart + 5 * kHour;
        const auto choose = [&](const char* begin) {
            QMenu* menu = test::menuAt(&f.view, f.at(from + 600));
            QVERIFY(menu);
            QAction* entry = test::entryOf(menu, QString::fromUtf8(begin));
            QVERIFY2(entry && entry->isEnabled(), begin);
            entry->trigger();
            menu->close();
            QVERIFY(f.waitIdle());
        };
        const quint64 all = f.panel.bars().answer().total;
        choose("Only this time: 2026-03-10 05:00 – 05:30 UTC");
        QVERIFY(f.selected() == (TimeSpan{from, from + f.step()}));
        QCOMPARE(f.filtering->result().count(), std::uint64_t{30});
        choose("Copy as filter");
        QCOMPARE(QApplication::clipboard()->text(), f.investigation->filter().chips.front().text);
        // Only this time and without it would leave nothing.
        choose("Without this time");
        QVERIFY(!f.selected());
        QCOMPARE(f.filtering->result().count(), all - 30);
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
        QVERIFY(f.investigation->filter().chips[0].text.startsWith(QStringLiteral("not time:")));
        choose("Without this time"); // once is enough
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
        choose("± 15 min");
        QVERIFY(f.selected() == (TimeSpan{from - 900, from + f.step() + 900}));
        // Beside the bars there is nothing to ask.
        QMenu* menu = test::menuAt(&f.view, QPoint(1, 1));
        QVERIFY(menu && !test::entryOf(menu, QStringLiteral("Only this time")));
        menu->close();
    }

    void stepsAndCountsAreShort()
    {
        QCOMPARE(histogram::stepText(900), QStringLiteral("15 min"));
        QCOMPARE(histogram::stepText(2 * kHour), QStringLiteral("2 h"));
        QCOMPARE(shortCount(12'345), QStringLiteral("12k"));
        QCOMPARE(shortCount(3'450'000), QStringLiteral("3.4M"));
    }
};

QTEST_MAIN(TestHistogramView)
#include "tst_histogramview.moc"
