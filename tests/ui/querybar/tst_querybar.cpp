#include "tests/support/scarcememory.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/querybarworld.h"
#include "ui/common/filteredit.h"
#include "ui/querybar/filterchips.h"
#include "ui/querybar/querybar.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;
using Fixture = test::QueryBarWorld;
using workspace::Filter;

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
        // Of many differences the line has three, the tip all.
        f.investigation->setFilter({QStringLiteral("a.b:x c.d:y e.f:z g.h:u"), {}});
        f.bar.copyAs(query::TextForm::FilterPattern);
        QVERIFY2(f.bar.message().contains(QStringLiteral(" more, in the tip")),
                 qPrintable(f.bar.message()));
        f.investigation->setFilter({QStringLiteral("eventName:\"A\""), {}});
        f.bar.copyAs(query::TextForm::Bar);
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
};

QTEST_MAIN(TestQueryBar)
#include "tst_querybar.moc"
