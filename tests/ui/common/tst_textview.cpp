#include "model/workspace/jobrunner.h"
#include "tests/support/testsupport.h"
#include "ui/common/searchline.h"
#include "ui/common/textpane.h"
#include "ui/common/textview.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;

namespace {

std::shared_ptr<const std::string> shared(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

std::string numberedLines(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "line " + std::to_string(i) + "\n";
    return text;
}

} // namespace

class TestTextView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void keysMoveAndSelect()
    {
        TextView view;
        view.resize(400, 200);
        view.setLines(
            std::make_shared<const WrappedText>(shared("alpha\nbeta\ngamma"), 80, Highlight::None));
        view.show();
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(view.selectedText(), QStringLiteral("beta"));
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view.selectedText(), QStringLiteral("alpha\nbeta\ngamma"));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("alpha\nbeta\ngamma"));
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
        QVERIFY(!view.hasSelection());
        QCOMPARE(view.cursorPosition().line, 0);
    }

    void draggingSelectsWhatIsBetween()
    {
        TextView view;
        view.resize(400, 200);
        view.setLines(
            std::make_shared<const WrappedText>(shared("alpha beta"), 80, Highlight::None));
        view.show();
        QWidget* area = view.viewport();
        QTest::mousePress(area, Qt::LeftButton, {}, QPoint(2, 12));
        QTest::mouseMove(area, QPoint(390, 12));
        QTest::mouseRelease(area, Qt::LeftButton, {}, QPoint(390, 12));
        QCOMPARE(view.selectedText(), QStringLiteral("alpha beta"));
        QTest::mouseDClick(area, Qt::LeftButton, {}, QPoint(20, 12));
        QCOMPARE(view.selectedText(), QStringLiteral("alpha"));
    }

    void keysAndTextsHaveInksOfTheirOwn()
    {
        TextView view;
        view.resize(400, 200);
        view.setLines(std::make_shared<const WrappedText>(shared("  \"MMMM\": \"MMMM\""), 80,
                                                          Highlight::IndentedJson));
        view.show();
        const ThemeColors& colors = themeColors(view.palette());
        const auto pixels = [&view](const QColor& color) {
            const QImage image = view.viewport()->grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == color;
            return count;
        };
        QCOMPARE_GT(pixels(colors.accent), 10);
        QCOMPARE_GT(pixels(colors.good), 10);
        view.selectAll();
        QCOMPARE_GT(pixels(view.palette().color(QPalette::Highlight)), 200);
    }

    void aBrokenLineIsCopiedAsOne()
    {
        TextView view;
        view.setLines(
            std::make_shared<const WrappedText>(shared("abcdefgh\nx"), 3, Highlight::None));
        view.selectAll();
        QCOMPARE(view.selectedText(), QStringLiteral("abcdefgh\nx"));
    }

    void aMillionLinesScrollToTheEnd()
    {
        TextView view;
        view.resize(400, 300);
        view.setLines(std::make_shared<const WrappedText>(shared(numberedLines(1'000'000)), 80,
                                                          Highlight::None));
        view.show();
        QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(view.cursorPosition().line, 1'000'000);
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        QVERIFY(!view.grab().isNull());
    }

    void searchingGoesFromMatchToMatch()
    {
        workspace::JobRunner jobs;
        TextPane pane(jobs, QStringLiteral("test"));
        pane.resize(400, 200);
        pane.show();
        pane.setText(shared(numberedLines(120)), Highlight::None);
        QTest::keyClicks(pane.searchLine(), QStringLiteral("LINE 11"));
        QCOMPARE(pane.matchText(), QStringLiteral("1 of 11"));
        QCOMPARE(pane.view()->selectedText(), QStringLiteral("line 11"));
        QTest::keyClick(pane.searchLine(), Qt::Key_Return);
        QCOMPARE(pane.matchText(), QStringLiteral("2 of 11"));
        QCOMPARE(pane.view()->cursorPosition().line, 110);
        QTest::keyClick(pane.searchLine(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(pane.matchText(), QStringLiteral("1 of 11"));
        QTest::keyClicks(pane.searchLine(), QStringLiteral("zzz"));
        QCOMPARE(pane.matchText(), QStringLiteral("no match"));
    }

    void longTextsAreWrappedAndSearchedInJobs()
    {
        workspace::JobRunner jobs;
        TextPane pane(jobs, QStringLiteral("test"));
        pane.resize(400, 200);
        pane.show();
        std::string text(TextPane::kInlineBytes + 10, 'x');
        text += "needle";
        pane.setText(shared(std::move(text)), Highlight::None);
        QVERIFY(pane.view()->lines() == nullptr);
        QTRY_VERIFY(pane.view()->lines() != nullptr);
        pane.searchLine()->setText(QStringLiteral("needle"));
        QTRY_COMPARE(pane.matchText(), QStringLiteral("1 of 1"));
        QCOMPARE(pane.view()->selectedText(), QStringLiteral("needle"));
    }

    void aTextThatWasReplacedDoesNotComeBack()
    {
        workspace::JobRunner jobs;
        TextPane pane(jobs, QStringLiteral("test"));
        pane.resize(400, 200);
        pane.show();
        pane.setText(shared(std::string(TextPane::kInlineBytes + 10, 'x')), Highlight::None);
        pane.setText(shared("short"), Highlight::None);
        QTRY_VERIFY(jobs.isIdle());
        QCoreApplication::processEvents();
        QCOMPARE(pane.view()->lines()->line(0), QStringLiteral("short"));
    }
};

QTEST_MAIN(TestTextView)
#include "tst_textview.moc"
