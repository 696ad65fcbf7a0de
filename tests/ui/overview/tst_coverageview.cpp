#include "tests/support/testsupport.h"
#include "ui/common/theme.h"
#include "ui/overview/coveragegeometry.h"
#include "ui/overview/coverageview.h"

#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;

namespace {

coverage::Inputs inputsOf(int rows, int days)
{
    coverage::Inputs in;
    in.rows = rows;
    in.days = days;
    in.viewport = {800, 300};
    in.labelWidth = 200;
    in.headerHeight = 40;
    in.rowHeight = 20;
    in.minimumCell = 18;
    in.maximumCell = 70;
    return in;
}

query::CoverageGrid gridOf(std::uint32_t accounts, std::uint32_t regions, int days)
{
    query::Summary summary;
    for (std::uint32_t i = 0; i < accounts; ++i)
        summary.accounts.push_back({"11112222333" + std::to_string(i), 1});
    for (std::uint32_t i = 0; i < regions; ++i)
        summary.regions.push_back({"eu-central-" + std::to_string(i), 1});
    for (std::uint32_t a = 0; a < accounts; ++a)
        for (std::uint32_t r = 0; r < regions; ++r)
            for (int d = 0; d < days; ++d)
                if ((a + r + static_cast<std::uint32_t>(d)) % 5 != 0)
                    summary.coverage.push_back(
                        {a, r, 19'000 + d, 1 + std::uint64_t(d) * 10, d % 3 ? 0u : 1u});
    return query::CoverageGrid(summary);
}

} // namespace

class TestCoverageView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setPalette(paletteFor(lightColors())); }
    void init() { test::failOnAnyWarning(); }

    void cellsAreAsWideAsFits_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("width");
        QTest::newRow("few days stop at the largest cell") << 3 << 70;
        QTest::newRow("all days fit") << 20 << 30;
        QTest::newRow("many days scroll") << 365 << 18;
        QTest::newRow("none") << 0 << 18;
    }
    void cellsAreAsWideAsFits()
    {
        QFETCH(int, days);
        QFETCH(int, width);
        QCOMPARE(coverage::cellWidth(inputsOf(4, days)), width);
    }

    void theCellUnderAPointIsTheOneDrawnThere()
    {
        coverage::Inputs in = inputsOf(40, 365);
        in.scroll = {123, 77};
        const coverage::Range rows = coverage::visibleRows(in);
        const coverage::Range days = coverage::visibleDays(in);
        for (int row = rows.begin; row < rows.end; ++row) {
            for (int day = days.begin; day < days.end; ++day) {
                const QRect rect = coverage::cellRect(in, {row, day});
                const QPoint center = rect.center();
                if (center.x() < in.labelWidth || center.y() < in.headerHeight)
                    continue;
                QCOMPARE(coverage::cellAt(in, center), (coverage::CellPlace{row, day}));
            }
        }
        QVERIFY(!coverage::cellAt(in, QPoint(10, 100)));
        QVERIFY(!coverage::cellAt(in, QPoint(400, 10)));
        QVERIFY(!coverage::cellAt(inputsOf(1, 1), QPoint(700, 290)));
    }

    void onlyWhatIsInSightIsVisited()
    {
        coverage::Inputs in = inputsOf(5000, 3650);
        QCOMPARE(coverage::visibleRows(in), (coverage::Range{0, 13}));
        QCOMPARE(coverage::visibleDays(in), (coverage::Range{0, 34}));
        in.scroll = {1'000'000, 1'000'000};
        QCOMPARE(coverage::visibleRows(in).end, 5000);
        QCOMPARE(coverage::visibleDays(in).end, 3650);
    }

    void moreEventsAreNeverLighter()
    {
        int before = 0;
        for (quint64 events = 0; events <= 10'000; events += 7) {
            const int step = coverage::intensity(events, 10'000, 5);
            QVERIFY(step >= before && step <= 5);
            before = step;
        }
        QCOMPARE(coverage::intensity(0, 10, 5), 0);
        QCOMPARE(coverage::intensity(1, 1'000'000, 5), 1);
        QCOMPARE(coverage::intensity(1'000'000, 1'000'000, 5), 5);
        QCOMPARE(coverage::intensity(1, 1, 5), 5);
    }

    void denserDaysAreDarker()
    {
        CoverageView view;
        view.resize(900, 200);
        view.show();
        view.setGrid(gridOf(1, 1, 9));
        const QImage image = view.viewport()->grab().toImage();
        const coverage::Inputs in = view.geometry();
        const auto lightness = [&](int day) {
            const QRect rect = coverage::cellRect(in, {0, day});
            return image.pixelColor(rect.topLeft() + QPoint(3, 3)).lightness();
        };
        // The first day of the nine has no events, so the grid begins with the second.
        QVERIFY(lightness(7) < lightness(0));
        QVERIFY2(lightness(4) > lightness(7), "a day without events is no dark cell");
    }

    void keysWalkTheGridAndChooseACell()
    {
        CoverageView view;
        view.resize(500, 200);
        view.setGrid(gridOf(2, 3, 200));
        view.show();
        QSignalSpy chosen(&view, &CoverageView::cellChosen);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentCell(), (coverage::CellPlace{0, 199}));
        QCOMPARE(view.horizontalScrollBar()->value(), view.horizontalScrollBar()->maximum());
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentCell().day, 199);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Home);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.at(0).at(0).toString(), QStringLiteral("111122223330"));
        QCOMPARE(chosen.at(0).at(1).toString(), QStringLiteral("eu-central-1"));
        QCOMPARE(chosen.at(0).at(2).toLongLong(), view.grid().firstDay());
        QVERIFY(!view.accessibleDescription().isEmpty());
    }

    void aClickChoosesTheCellUnderIt()
    {
        CoverageView view;
        view.resize(700, 200);
        view.setGrid(gridOf(1, 2, 5));
        view.show();
        QSignalSpy chosen(&view, &CoverageView::cellChosen);
        const QPoint at = coverage::cellRect(view.geometry(), {1, 3}).center();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.at(0).at(2).toLongLong(), view.grid().firstDay() + 3);
        QVERIFY(view.cellText({1, 3}).contains(QLatin1String("eu-central-1")));
        QVERIFY(view.cellText({1, 4}).startsWith(QLatin1String("No events")));
    }

    void anEmptyGridTakesKeysAndClicks()
    {
        CoverageView view;
        view.show();
        QSignalSpy chosen(&view, &CoverageView::cellChosen);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Return);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(50, 50));
        QCOMPARE(chosen.count(), 0);
        QVERIFY(!view.grab().isNull());
    }
};

QTEST_MAIN(TestCoverageView)
#include "tst_coverageview.moc"
