#include "model/workspace/pivots.h"
#include "tests/support/scarcememory.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/querybar/filterchips.h"
#include "ui/querybar/filteredit.h"
#include "ui/querybar/querybar.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLayout>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;
using workspace::Filter;

namespace {

struct Fixture : UiWorld
{
    explicit Fixture(int events = 20)
        : small(1, events)
        , bar(*workspace, *investigation, *filtering, *catalog)
    {
        bar.resize(1000, 80);
        bar.show();
        opened = openAndWait(small.path());
        bar.focusEdit();
    }
    void type(const QString& text)
    {
        bar.edit()->clear();
        QTest::keyClicks(bar.edit(), text);
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               10'000);
    }
    QToolButton* button(const QString& accessibleName)
    {
        for (auto* b : bar.findChildren<QToolButton*>()) {
            if (b->accessibleName() == accessibleName && !b->isHidden())
                return b;
        }
        return nullptr;
    }
    QString inForce() const { return investigation->filter().text; }

    SmallExport small;
    QueryBar bar;
    bool opened = false;
};

QAction* editEntry(const QMenu& menu)
{
    for (QAction* action : menu.actions()) {
        if (action->text() == QStringLiteral("&Edit as Text"))
            return action;
    }
    return nullptr;
}

} // namespace

class TestQueryBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void typingFiltersLetterByLetter()
    {
        Fixture f;
        QVERIFY(f.opened);
        QCOMPARE_EQ(f.bar.countText(), QStringLiteral("20 events"));
        QSignalSpy changes(f.investigation.get(), &workspace::Investigation::filterChanged);
        f.type(QStringLiteral("eventName:RunInstances"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("eventName:RunInstances"));
        QVERIFY(changes.size() > 10);
        QVERIFY(f.settle());
        QVERIFY(f.bar.countText().endsWith(QStringLiteral(" of 20")));
        f.bar.edit()->clear();
        QVERIFY(f.settle());
        QCOMPARE_EQ(f.bar.countText(), QStringLiteral("20 events"));
    }

    // A field that is being typed reads as a text that no event has; the table would be empty for
    // as long as it takes to reach the colon.
    void theNameOfAFieldIsNoTextToLookFor()
    {
        Fixture f;
        QStringList inForce;
        connect(f.investigation.get(), &workspace::Investigation::filterChanged, &f.bar,
                [&] { inForce << f.inForce(); });
        f.type(QStringLiteral("eventName:RunInstances and erro"));
        QVERIFY(f.inForce().endsWith(QStringLiteral("RunInstances ")));
        for (const QString& text : inForce)
            QVERIFY2(text.isEmpty() || text.startsWith(QStringLiteral("eventName:")),
                     qPrintable(text));
        // Without further letters it is a text.
        QTRY_COMPARE(f.inForce(), QStringLiteral("eventName:RunInstances and erro"));
        // What no field begins with is looked for at once.
        f.type(QStringLiteral("secret"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("secret"));
    }

    void aWordThatWaitsForMoreIsPutInForceByGoingOn()
    {
        Fixture f;
        f.type(QStringLiteral("even"));
        QVERIFY(f.inForce().isEmpty());
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QCOMPARE_EQ(f.inForce(), QStringLiteral("even"));

        f.type(QStringLiteral("reg"));
        QVERIFY(f.inForce() != QStringLiteral("reg"));
        f.bar.edit()->clearFocus();
        QCOMPARE_EQ(f.inForce(), QStringLiteral("reg"));

        // A click on a value changes no text: both count.
        f.type(QStringLiteral("user"));
        Filter filter = f.investigation->filter();
        workspace::addChip(filter, QStringLiteral("awsRegion:us-east-1"));
        f.investigation->setFilter(filter);
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("user"));
        QTRY_COMPARE(f.inForce(), QStringLiteral("user"));
        QCOMPARE_EQ(f.investigation->filter().chips.size(), std::size_t{1});

        // Another filter in the meantime is another text.
        f.type(QStringLiteral("err"));
        f.investigation->setFilter({QStringLiteral("outcome:failure"), {}});
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("outcome:failure"));
        QSignalSpy changes(f.investigation.get(), &workspace::Investigation::filterChanged);
        QVERIFY(!changes.wait(600));
    }

    void theFilterIsCopiedForOtherTools()
    {
        Fixture f;
        const auto clipboard = [] {
            return QGuiApplication::clipboard()->text();
        };
        f.type(QStringLiteral("eventName:RunInstances"));
        Filter filter = f.investigation->filter();
        workspace::addChip(filter, QStringLiteral("awsRegion:us-east-1"));
        f.investigation->setFilter(filter);
        f.bar.copyAs(query::TextForm::FilterPattern);
        QVERIFY2(clipboard().contains(QStringLiteral("$.eventName")), qPrintable(clipboard()));
        QVERIFY(clipboard().contains(QStringLiteral("$.awsRegion"))); // chips too
        QVERIFY2(f.bar.message().startsWith(
                     QStringLiteral("Copied for a CloudWatch filter pattern, with differences:")),
                 qPrintable(f.bar.message())); // letters of either case
        f.bar.copyAs(query::TextForm::Jq);
        QVERIFY(clipboard().contains(QStringLiteral(".eventName")));
        f.investigation->setFilter({QStringLiteral("eventName:\"A\""), {}});
        f.bar.copyAs(query::TextForm::Bar);
        QCOMPARE_EQ(clipboard(), QStringLiteral("eventName:\"A\""));
        QCOMPARE_EQ(f.bar.message(), QStringLiteral("Copied for the filter bar."));
        // What cannot be said leaves the clipboard alone.
        f.investigation->setFilter({QStringLiteral("secret"), {}});
        f.bar.copyAs(query::TextForm::Athena);
        QVERIFY2(f.bar.message().startsWith(
                     QStringLiteral("This filter cannot be written for an Athena WHERE:")),
                 qPrintable(f.bar.message()));
        QCOMPARE_EQ(clipboard(), QStringLiteral("eventName:\"A\""));
    }

    void aPatternThatIsBeingTypedIsNoText()
    {
        Fixture f;
        f.type(QStringLiteral("eventName:RunInstances"));
        f.bar.edit()->selectAll();
        for (const char letter : std::string("{ $.eventName = ConsoleLogin "))
            QTest::keyClick(f.bar.edit(), letter);
        QCOMPARE_EQ(f.inForce(), QStringLiteral("eventName:RunInstances"));
        QTest::keyClick(f.bar.edit(), '}');
        QCOMPARE_EQ(f.inForce(), f.bar.edit()->text());
    }

    void theLastGoodFilterStaysWhileTheTextIsWrong()
    {
        Fixture f;
        f.type(QStringLiteral("eventName:RunInstances"));
        QTest::keyClicks(f.bar.edit(), QStringLiteral(" ("));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("eventName:RunInstances "));
        QVERIFY(f.bar.message().isEmpty()); // not while it is being typed
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QVERIFY(f.bar.message().contains(QStringLiteral("A condition is missing here.")));
        QVERIFY(f.bar.message().contains(QStringLiteral("eventName:RunInstances")));
        QVERIFY(f.bar.edit()->mark());
        QCOMPARE_EQ(f.bar.edit()->mark()->start, 24);
        // Escape goes back to what is in force, a second one to the page; Ctrl+Z brings it back.
        QSignalSpy left(&f.bar, &QueryBar::left);
        QTest::keyClick(f.bar.edit(), Qt::Key_Escape);
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("eventName:RunInstances "));
        QVERIFY(f.bar.message().isEmpty());
        QVERIFY(!f.bar.edit()->mark());
        QCOMPARE_EQ(left.size(), 0);
        QTest::keyClick(f.bar.edit(), Qt::Key_Escape);
        QCOMPARE_EQ(left.size(), 1);
        f.bar.edit()->undo();
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("eventName:RunInstances ("));
    }

    void whatIsWrongIsSaidAfterAWhileByItself()
    {
        Fixture f;
        f.type(QStringLiteral("a:\"b"));
        QTRY_VERIFY(!f.bar.message().isEmpty());
        QTest::keyClicks(f.bar.edit(), QStringLiteral("\""));
        QVERIFY(f.bar.message().isEmpty());
        QCOMPARE_EQ(f.inForce(), QStringLiteral("a:\"b\""));
    }

    void oneClickMendsWhatCanBeMended()
    {
        Fixture f;
        f.bar.edit()->setText(QStringLiteral("日本 time:2026-03-12..2026-03-01"));
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QToolButton* mend = f.button(QStringLiteral("Mend the filter"));
        QVERIFY(mend);
        QTest::mouseClick(mend, Qt::LeftButton);
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("日本 time:2026-03-01..2026-03-12"));
        QCOMPARE_EQ(f.inForce(), f.bar.edit()->text());
        QVERIFY(f.bar.message().isEmpty());
    }

    void whatIsHardlyMeantIsMarkedAndStaysInForce()
    {
        Fixture f;
        f.type(QStringLiteral("errorCode != AccessDenied"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("errorCode != AccessDenied"));
        QVERIFY(f.bar.message().isEmpty()); // not while it is being typed
        QTRY_VERIFY(f.bar.message().startsWith(QStringLiteral("Finds every event without error")));
        QVERIFY2(f.bar.message().contains(u'%'), qPrintable(f.bar.message()));
        QVERIFY(!f.bar.edit()->mark());
        QVERIFY(f.bar.chips()->isHidden()); // the message takes the place of the hint
        QCOMPARE_EQ(f.bar.edit()->warnings().size(), std::size_t{1});
        QCOMPARE_EQ(f.bar.edit()->warnings()[0].length, 25);
        QCOMPARE_EQ(f.inForce(), QStringLiteral("errorCode != AccessDenied"));
        QToolButton* mend = f.button(QStringLiteral("Mend the filter"));
        QVERIFY(mend);
        QTest::mouseClick(mend, Qt::LeftButton);
        QCOMPARE_EQ(f.inForce(), QStringLiteral("errorCode != AccessDenied and errorCode:*"));
        QVERIFY(f.bar.message().isEmpty());
        QVERIFY(!f.bar.chips()->isHidden());
        QVERIFY(f.bar.edit()->warnings().empty());
        f.bar.edit()->undo();
        QCOMPARE_EQ(f.inForce(), QStringLiteral("errorCode != AccessDenied"));
    }

    void aMisspeltFieldIsNamedWithTheRightOne()
    {
        Fixture f;
        f.type(QStringLiteral("eventNam:RunInstances"));
        QTRY_VERIFY(f.bar.message().contains(QStringLiteral("No event has eventNam")));
        QTest::mouseClick(f.button(QStringLiteral("Mend the filter")), Qt::LeftButton);
        QCOMPARE_EQ(f.inForce(), QStringLiteral("eventName:RunInstances"));
        // What is typed on is not talked about.
        QTest::keyClicks(f.bar.edit(), QStringLiteral(" "));
        QVERIFY(f.bar.message().isEmpty());
    }

    void whatAPatternLeavesOutIsSaid()
    {
        Fixture f;
        f.bar.edit()->setText(QStringLiteral("{ $.errorCode != \"AccessDenied\" }"));
        QVERIFY(f.bar.message().contains(QStringLiteral("Events without errorCode are left out")));
        QCOMPARE_EQ(f.bar.edit()->warnings().size(), std::size_t{1});
        QCOMPARE_EQ(f.bar.edit()->warnings()[0].start, 2);
        QCOMPARE_EQ(f.inForce(), f.bar.edit()->text());
        // Every event of this export has it, though not every CloudTrail event.
        f.bar.edit()->setText(QStringLiteral("{ $.recipientAccountId != \"1\" }"));
        QVERIFY2(!f.bar.message().contains(QStringLiteral("left out")),
                 qPrintable(f.bar.message()));
        QVERIFY(f.bar.edit()->warnings().empty());
    }

    void whatFindsNothingIsSaidFirst()
    {
        Fixture f;
        f.type(QStringLiteral("errorCode != x and eventNam:y"));
        QTRY_VERIFY(f.bar.message().contains(QStringLiteral("No event has eventNam")));
        QCOMPARE_EQ(f.bar.edit()->warnings().size(), std::size_t{2});
    }

    void theKeysForExportAreLeftToTheWindow()
    {
        Fixture f;
        QKeyEvent key(QEvent::ShortcutOverride, Qt::Key_E, Qt::ControlModifier);
        QApplication::sendEvent(f.bar.edit(), &key);
        QVERIFY(!key.isAccepted());
        QKeyEvent other(QEvent::ShortcutOverride, Qt::Key_A, Qt::ControlModifier);
        QApplication::sendEvent(f.bar.edit(), &other);
        QVERIFY(other.isAccepted());
    }

    void warningsFollowTheExportThatIsOpen()
    {
        Fixture f;
        f.type(QStringLiteral("eventNam:x"));
        QTRY_VERIFY(!f.bar.message().isEmpty());
        f.workspace->close(); // nothing is known of nothing
        QVERIFY(f.bar.message().isEmpty());
        QVERIFY(f.bar.edit()->warnings().empty());
    }

    void aPatternWorksAsItIsPasted()
    {
        Fixture f;
        const QString pattern = QStringLiteral("{ ($.eventName = \"Run*\") && ($.errorCode = *) }");
        QApplication::clipboard()->setText(pattern);
        f.bar.edit()->paste();
        QCOMPARE_EQ(f.inForce(), pattern);
        QVERIFY(f.settle());
        QCOMPARE_EQ(f.bar.countText(), QStringLiteral("4 of 20"));
        QVERIFY(f.bar.message().contains(QStringLiteral("CloudWatch filter pattern")));
        QToolButton* write = f.button(QStringLiteral("Mend the filter"));
        QVERIFY(write);
        QTest::mouseClick(write, Qt::LeftButton);
        QVERIFY2(f.inForce().contains(QStringLiteral("errorCode:*")), qPrintable(f.inForce()));
        QVERIFY(f.bar.message().isEmpty());
        QVERIFY(f.settle());
        QCOMPARE_EQ(f.bar.countText(), QStringLiteral("4 of 20"));
        f.bar.edit()->undo();
        QCOMPARE_EQ(f.bar.edit()->text(), pattern);
    }

    void aPatternThatIsWrongIsToldLikeAnyText()
    {
        Fixture f;
        f.bar.edit()->setText(QStringLiteral("{ $.eventName EXISTS }"));
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QVERIFY(f.bar.message().contains(QStringLiteral("only NOT EXISTS")));
        QVERIFY(f.bar.edit()->mark());
        QTest::mouseClick(f.button(QStringLiteral("Mend the filter")), Qt::LeftButton);
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("{ $.eventName = * }"));
        QCOMPARE_EQ(f.inForce(), f.bar.edit()->text());
    }

    void aPasteOfAnySizeIsAnswered()
    {
        Fixture f;
        f.type(QStringLiteral("user:alice"));
        QSignalSpy changes(f.investigation.get(), &workspace::Investigation::filterChanged);
        QApplication::clipboard()->setText(QString(1'000'000, u'x'));
        QTest::keyClick(f.bar.edit(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(f.bar.edit(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(f.bar.message().contains(QStringLiteral("64 KiB")));
        QVERIFY(!f.button(QStringLiteral("Mend the filter")));
        // Nothing of it is in the line or in force.
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("user:alice"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("user:alice"));
        QCOMPARE_EQ(changes.size(), 0);
        f.bar.edit()->clearFocus(); // and goes on elsewhere
        QVERIFY(f.bar.message().isEmpty());
        f.bar.edit()->setFocus();
        QTest::keyClick(f.bar.edit(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(!f.bar.message().isEmpty());
        QTest::keyClick(f.bar.edit(), Qt::Key_End);
        QTest::keyClicks(f.bar.edit(), QStringLiteral("s"));
        QVERIFY(f.bar.message().isEmpty());
        QCOMPARE_EQ(f.inForce(), QStringLiteral("user:alices"));
    }

    void aLongTextIsRefusedWhicheverWayItComes_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("the menu") << 0;
        QTest::newRow("the middle button") << 1;
        QTest::newRow("a drop") << 2;
    }
    void aLongTextIsRefusedWhicheverWayItComes()
    {
        QFETCH(const int, way);
        Fixture f;
        FilterEdit& edit = *f.bar.edit();
        const bool middle = way == 1;
        if (middle && !QApplication::clipboard()->supportsSelection())
            QSKIP("the platform has no selection that the middle button would paste");
        const auto bring = [&](const QString& text) {
            const QPoint at = edit.rect().center();
            if (way == 0) {
                QApplication::clipboard()->setText(text);
                QMenu* menu = test::menuAt(&edit, at);
                QAction* paste = menu ? test::entryOf(menu, QStringLiteral("&Paste")) : nullptr;
                if (!paste || !paste->isEnabled())
                    return false;
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(paste).center());
            } else if (middle) {
                QApplication::clipboard()->setText(text, QClipboard::Selection);
                QTest::mouseClick(&edit, Qt::MiddleButton, {}, at);
            } else {
                QMimeData data;
                data.setText(text);
                QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
                QApplication::sendEvent(&edit, &enter);
                QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
                QApplication::sendEvent(&edit, &drop);
            }
            return true;
        };
        f.type(QStringLiteral("user:alice"));
        QSignalSpy changes(f.investigation.get(), &workspace::Investigation::filterChanged);
        QVERIFY(bring(QString(1'000'000, u'x')));
        QVERIFY2(f.bar.message().contains(QStringLiteral("64 KiB")), qPrintable(f.bar.message()));
        QCOMPARE_EQ(edit.text(), QStringLiteral("user:alice"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("user:alice"));
        QCOMPARE_EQ(changes.size(), 0);
        // What fits is taken the same way, and nothing is said any more.
        QVERIFY(bring(QStringLiteral("yyy")));
        QVERIFY2(edit.text().contains(QStringLiteral("yyy")), qPrintable(edit.text()));
        QVERIFY(f.bar.message().isEmpty());
    }

    void anAnswerThatCannotBeComputedIsSaid()
    {
        Fixture f(20'000);
        QVERIFY(f.opened && f.settle());
        f.type(QStringLiteral("eventName:RunInstances"));
        QVERIFY(f.settle());
        const QString before = f.bar.countText();
        QVERIFY(before.endsWith(QStringLiteral(" of 20,000")));
        {
            const test::ScarceMemory scarce;
            f.bar.edit()->setText(QStringLiteral("user:*"));
            QVERIFY(f.settle());
        }
        QVERIFY(f.filtering->error());
        QCOMPARE_EQ(f.bar.countText(), QStringLiteral("could not be computed: out of memory"));
        // There is memory again.
        f.bar.edit()->clear();
        f.type(QStringLiteral("eventName:RunInstances"));
        QVERIFY(f.settle());
        QCOMPARE_EQ(f.bar.countText(), before);
    }

    void aPasteThatIsTooLongInBytesIsTaken()
    {
        Fixture f;
        QApplication::clipboard()->setText(QString(40'000, u'日'));
        QTest::keyClick(f.bar.edit(), Qt::Key_V, Qt::ControlModifier);
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QCOMPARE_EQ(f.bar.edit()->text().size(), 40'000);
        QVERIFY(f.bar.message().contains(QStringLiteral("64 KiB")));
        QCOMPARE_EQ(f.inForce(), QString());
    }

    void aLongFilterFromElsewhereIsShownAsAWhole()
    {
        Fixture f;
        QString text = QStringLiteral("eventName:(a");
        while (text.size() < 40'000)
            text += QStringLiteral(" or abcdefgh");
        text += u')';
        QVERIFY(f.investigation->setFilter({text, {}}));
        QCOMPARE_EQ(f.bar.edit()->text().size(), text.size());
        QCOMPARE_EQ(f.inForce(), text);
    }

    void theLineFollowsAFilterFromElsewhere()
    {
        Fixture f;
        QVERIFY(f.investigation->setFilter({QStringLiteral("user:alice"), {}}));
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("user:alice"));
        f.investigation->reset();
        QCOMPARE_EQ(f.bar.edit()->text(), QString());
    }

    void aFilterFromElsewhereTakesThePlaceOfTextThatIsWrong()
    {
        Fixture f;
        f.type(QStringLiteral("user:alice"));
        QTest::keyClicks(f.bar.edit(), QStringLiteral(" ("));
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QVERIFY(!f.bar.message().isEmpty());
        QVERIFY(f.investigation->setFilter({QStringLiteral("user:bob"), {}}));
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("user:bob"));
        QVERIFY(f.bar.message().isEmpty());
        QVERIFY(!f.bar.edit()->mark());
        QCOMPARE_EQ(f.inForce(), QStringLiteral("user:bob"));
    }

    void anotherExportTakesThePlaceOfTextThatIsWrong()
    {
        Fixture f;
        f.type(QStringLiteral("("));
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QVERIFY(!f.bar.message().isEmpty());
        f.investigation->reset(); // there was no filter, so none goes
        QVERIFY(f.openAndWait(f.small.path()));
        QCOMPARE_EQ(f.bar.edit()->text(), QString());
        QVERIFY(f.bar.message().isEmpty());
    }

    void aClickOnAValueLeavesWhatIsBeingTyped()
    {
        Fixture f;
        f.type(QStringLiteral("user:alice ("));
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        const QString said = f.bar.message();
        QVERIFY(!said.isEmpty());
        Filter clicked = f.investigation->filter();
        clicked.chips = {{.text = QStringLiteral("a:b")}};
        QVERIFY(f.investigation->setFilter(clicked));
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("user:alice ("));
        QCOMPARE_EQ(f.bar.message(), said);
    }

    void theTimeIsSaidInTheZoneOfTheWindow()
    {
        Fixture f;
        constexpr qint64 from = 1'773'140'400; // 2026-03-10T11:00Z
        workspace::pivotToTime(*f.investigation, from, from + 3600);
        QVERIFY(f.button(QStringLiteral("2026-03-10 11:00 – 12:00 UTC")));
        f.investigation->setZone("Asia/Tokyo");
        QToolButton* chip = f.button(QStringLiteral("2026-03-10 20:00 – 21:00 JST (UTC+09:00)"));
        QVERIFY(chip);
        QVERIFY(chip->toolTip().contains(QLatin1String("2026-03-10T11:00:00Z")));
        workspace::pivotToUndated(*f.investigation);
        QVERIFY(f.button(QStringLiteral("without a time")));
    }

    void aConditionThatWouldBeTooLongStaysAsItIs()
    {
        Fixture f;
        const QString longest = u'"' + QString(64 * 1024 - 2, u'a') + u'"';
        QVERIFY(f.investigation->setFilter({{}, {{.text = longest}}}));
        QVERIFY(f.bar.message().isEmpty());
        f.bar.chips()->perform(FilterChips::Action::Negate, 0);
        QVERIFY(f.bar.message().contains(QStringLiteral("64 KiB")));
        QCOMPARE_EQ(f.investigation->filter().chips.front().text, longest);
    }

    void chipsAreSwitchedTurnedPinnedEditedAndRemoved()
    {
        Fixture f;
        QCOMPARE_EQ(f.bar.chips()->layout()->count(), 1);
        QVERIFY(f.investigation->setFilter(
            {QString(),
             {{.text = QStringLiteral("user:alice")}, {.text = QStringLiteral("a:b")}}}));
        QCOMPARE_EQ(f.bar.chips()->layout()->count(), 3);
        const auto& chips = f.investigation->filter().chips;
        QToolButton* first = f.button(QStringLiteral("user:alice"));
        QVERIFY(first);
        QTest::mouseClick(first, Qt::LeftButton);
        QVERIFY(!chips[0].enabled);
        using Action = FilterChips::Action;
        f.bar.chips()->perform(Action::Toggle, 0);
        QVERIFY(chips[0].enabled);
        f.bar.chips()->perform(Action::Negate, 0);
        QCOMPARE_EQ(chips[0].text, QStringLiteral("not user:alice"));
        f.bar.chips()->perform(Action::Negate, 0);
        QCOMPARE_EQ(chips[0].text, QStringLiteral("user:alice"));
        f.bar.chips()->perform(Action::Pin, 0);
        QVERIFY(chips[0].pinned);
        f.bar.chips()->perform(Action::Edit, 1);
        QCOMPARE_EQ(chips.size(), std::size_t{1});
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("a:b"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("a:b"));
        QToolButton* remove = f.button(QStringLiteral("Remove user:alice"));
        QVERIFY(remove);
        QTest::mouseClick(remove, Qt::LeftButton);
        QVERIFY(chips.empty());
        QCOMPARE_EQ(f.bar.chips()->layout()->count(), 1);
    }

    void aChipThatBecomesTextMeansTheSame_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing before") << QString() << "a:b or c:d"
                                        << "a:b or c:d";
        QTest::newRow("one and one") << "user:x"
                                     << "a:b"
                                     << "user:x a:b";
        QTest::newRow("an or in the line") << "user:x or user:y"
                                           << "a:b"
                                           << "(user:x or user:y) a:b";
        QTest::newRow("an or in the chip") << "user:x"
                                           << "a:b or c:d"
                                           << "user:x (a:b or c:d)";
        QTest::newRow("an or in both") << "user:x or e:f"
                                       << "a:b or c:d"
                                       << "(user:x or e:f) (a:b or c:d)";
        QTest::newRow("and beside or") << "user:x b:c or e:f"
                                       << "not a:b"
                                       << "(user:x b:c or e:f) not a:b";
    }
    void aChipThatBecomesTextMeansTheSame()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, chip);
        QFETCH(const QString, expected);
        Fixture f;
        QVERIFY(f.investigation->setFilter({text, {{.text = chip}}}));
        const std::string meant = f.investigation->predicate()->key();
        QMenu menu;
        f.bar.chips()->fillMenu(&menu, 0);
        QAction* edit = editEntry(menu);
        QVERIFY(edit && edit->isEnabled());
        edit->trigger();
        QCOMPARE_EQ(f.bar.edit()->text(), expected);
        QCOMPARE_EQ(f.inForce(), expected);
        QVERIFY(f.investigation->filter().chips.empty());
        QCOMPARE_EQ(f.investigation->predicate()->key(), meant);
    }

    void aChipStaysWhereItCannotBecomeText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a pattern") << "{ $.eventName = * }";
        QTest::newRow("what cannot be read") << "user:alice (";
    }
    void aChipStaysWhereItCannotBecomeText()
    {
        QFETCH(const QString, text);
        Fixture f;
        QVERIFY(f.investigation->setFilter({QString(), {{.text = QStringLiteral("a:b")}}}));
        f.bar.edit()->setText(text);
        const Filter before = f.investigation->filter();
        QMenu menu;
        f.bar.chips()->fillMenu(&menu, 0);
        QAction* edit = editEntry(menu);
        QVERIFY(edit && !edit->isEnabled());
        QVERIFY(!edit->toolTip().isEmpty());
        f.bar.chips()->perform(FilterChips::Action::Edit, 0);
        QVERIFY(f.investigation->filter() == before);
        QCOMPARE_EQ(before.chips.size(), std::size_t{1});
        QCOMPARE_EQ(f.bar.edit()->text(), text);
        f.bar.edit()->clear();
        menu.clear();
        f.bar.chips()->fillMenu(&menu, 0);
        QVERIFY(editEntry(menu)->isEnabled());
    }
};

QTEST_MAIN(TestQueryBar)
#include "tst_querybar.moc"
