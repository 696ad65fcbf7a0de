// Stars, tags and notes in the whole window, by its keys and menus.
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/dialogs.h"
#include "ui/common/markeditor.h"
#include "ui/detail/detailpanel.h"
#include "ui/events/eventtableview.h"
#include "ui/mainwindow/casemenu.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/timeline/timelinepage.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using casefile::Mark;
using test::UiWorld;
using workspace::Casebook;

namespace {

// Other events each time: evidence that was open before has its marks already.
std::string calls()
{
    static int number = 0;
    const std::string prefix = std::to_string(++number) + "-";
    std::string records;
    for (int i = 0; i < 8; ++i)
        records += std::string(i ? "," : "") + "{'eventID':'" + prefix + std::to_string(i)
            + "','eventTime':'2026-03-01T10:0" + std::to_string(i)
            + ":00Z','eventName':'Call','userIdentity':{'type':'IAMUser','userName':'alice',"
              "'accountId':'1','principalId':'AIDA1','accessKeyId':'AKIA1'}}";
    return test::quoted("{'Records':[" + records + "]}");
}

struct Fixture : UiWorld
{
    Fixture()
        : Fixture(QString())
    { }
    explicit Fixture(const QString& path)
        : window(*workspace, *investigation, *filtering, *catalog, *jobs, theme)
    {
        window.resize(1200, 800);
        window.show();
        opened = QTest::qWaitForWindowActive(&window);
        if (path.isEmpty())
            test::writeFile(dir.path(), "a.json", calls());
        window.openPaths({path.isEmpty() ? dir.path() : path});
        opened = opened && settle();
        investigation->setPage(QStringLiteral("events"));
        opened = opened && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor(
            [this] {
                return workspace->state() != workspace::Workspace::State::Loading && jobs->isIdle()
                    && casebook().state() == Casebook::State::Ready;
            },
            20'000);
    }
    Casebook& casebook() { return window.casebook(); }
    EventTableView& events() { return *window.findChild<EventTableView*>(); }
    MarkEditor& marks() { return *window.findChild<DetailPanel*>()->marks(); }
    // Newest first.
    void choose(int first, int last)
    {
        auto* selection = events().selectionModel();
        selection->select(
            QItemSelection(events().model()->index(first, 0), events().model()->index(last, 0)),
            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        selection->setCurrentIndex(events().model()->index(first, 0),
                                   QItemSelectionModel::NoUpdate);
        events().setFocus();
    }
    const Mark* mark(std::size_t place)
    {
        return casebook().mark(workspace->evidence().store->timeOrder()[place]);
    }

    QTemporaryDir dir;
    Theme theme;
    MainWindow window;
    bool opened = false;
};

} // namespace

class TestCaseMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void keysMarkTheSelectedEventsAndUndoTakesThemBack()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.choose(0, 2);
        QTest::keyClick(&f.events(), Qt::Key_Space);
        QVERIFY(f.mark(7)->isStarred && f.mark(6)->isStarred && f.mark(5)->isStarred);
        QVERIFY(!f.mark(4));
        // One without a star: all get one; all with one: none keeps it.
        f.choose(2, 3);
        QTest::keyClick(&f.events(), Qt::Key_Space);
        QVERIFY(f.mark(4)->isStarred && f.mark(5)->isStarred);
        f.choose(0, 3);
        QTest::keyClick(&f.events(), Qt::Key_Space);
        QVERIFY(!f.mark(7) && !f.mark(4));
        QTest::keyClick(&f.events(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(f.mark(7)->isStarred && f.mark(4)->isStarred);
        QTest::keyClick(&f.events(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!f.mark(4) && f.mark(5)->isStarred);
        QTest::keyClick(&f.events(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(f.mark(4)->isStarred);
        QVERIFY(!f.window.grab().isNull());
    }

    void aNoteIsWrittenBesideTheEvent()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.choose(1, 1);
        QVERIFY(f.settle());
        QTest::keyClick(&f.events(), Qt::Key_N);
        QTRY_VERIFY(f.marks().note()->hasFocus());
        // Letters are letters here: no star, no tag, no comparison.
        QTest::keyClicks(f.marks().note(), QStringLiteral("C and T, N F"));
        QCOMPARE(f.mark(6)->note, std::string("C and T, N F"));
        QVERIFY(!f.mark(6)->isStarred);
        QVERIFY(f.window.comparing().tray().empty());
        f.choose(2, 2);
        QCOMPARE(f.marks().note()->toPlainText(), QString());
        f.choose(1, 1);
        QCOMPARE(f.marks().note()->toPlainText(), QStringLiteral("C and T, N F"));
        QTest::mouseClick(f.marks().starButton(), Qt::LeftButton);
        QVERIFY(f.mark(6)->isStarred);
        // Looking makes nothing.
        QCOMPARE(f.casebook().entries().size(), std::size_t{1});
        // In the note, too, undo is that of the case.
        f.marks().note()->setFocus();
        QTest::keyClick(f.marks().note(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!f.mark(6)->isStarred);
        QTest::keyClick(f.marks().note(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!f.mark(6));
        QCOMPARE(f.marks().note()->toPlainText(), QString());
    }

    void theMenuSaysWhatCanBeUndone()
    {
        Fixture f;
        QVERIFY(f.opened);
        const auto undo = [&f]() -> QAction* {
            for (QAction* action : f.window.menuBar()->actions().at(1)->menu()->actions()) {
                if (action->shortcut() == QKeySequence(QKeySequence::Undo))
                    return action;
            }
            return nullptr;
        };
        QVERIFY(undo() && !undo()->isEnabled());
        f.choose(0, 0);
        QTest::keyClick(&f.events(), Qt::Key_Space);
        QVERIFY(undo()->isEnabled());
        QCOMPARE(undo()->text(), QStringLiteral("&Undo “Star”"));
    }

    void theSessionOfAnEventIsMarkedUnderCase()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.choose(3, 3);
        QVERIFY(f.settle());
        auto* menu = f.window.findChild<CaseMenu*>();
        QVERIFY(menu);
        Q_EMIT menu->aboutToShow();
        QAction* session = test::entryOf(menu, QStringLiteral("Star the S&ession of the Event"));
        QVERIFY(session && session->isEnabled());
        QAction* time = test::entryOf(menu, QStringLiteral("Star the Selected T&ime"));
        QVERIFY(time && !time->isEnabled()); // none is
        auto* timeline = f.window.findChild<TimelinePage*>();
        QVERIFY(timeline);
        timeline->zoom().setSelection(query::TimeSpan{100, 200});
        Q_EMIT menu->aboutToShow();
        QVERIFY(time->isEnabled());
        time->trigger();
        QCOMPARE(f.casebook().entries().size(), std::size_t{1});
        QVERIFY(f.casebook().entry(f.casebook().entries().front()).subject.kind
                == casefile::Subject::Kind::Span);
        f.casebook().undo();
        session->trigger();
        QCOMPARE(f.casebook().entries().size(), std::size_t{1});
        const auto& entry = f.casebook().entry(f.casebook().entries().front());
        QCOMPARE(entry.subject.session, std::string("AKIA1"));
        QVERIFY(
            entry.subject.from
            == f.workspace->evidence().store->time(f.workspace->evidence().store->timeOrder()[0]));
    }

    void marksAreThereAgainInTheNextWindow()
    {
        QTemporaryDir dir;
        test::writeFile(dir.path(), "b.json", calls());
        {
            Fixture f(dir.path());
            QVERIFY(f.opened);
            f.choose(0, 0);
            QTest::keyClick(&f.events(), Qt::Key_Space);
            // Closed at once: what was done is kept.
        }
        Fixture f(dir.path());
        QVERIFY(f.opened);
        QVERIFY(f.mark(7) && f.mark(7)->isStarred);
    }

    void marksThatCannotBeSavedAreNotLostInSilence()
    {
        const QString cases =
            QFileInfo(QSettings().fileName()).dir().filePath(QStringLiteral("cases"));
        QDir(cases).removeRecursively();
        QFile blocked(cases); // a file where the folder should be
        QVERIFY(blocked.open(QIODevice::WriteOnly));
        blocked.close();
        Fixture f;
        QVERIFY(f.opened);
        Casebook& casebook = f.casebook();
        const RowId row = f.workspace->evidence().store->timeOrder()[0];
        QVERIFY(casebook.setStarred({casebook.entryOf(row)}, true));
        QTRY_VERIFY(casebook.saveError());
        dialogs::testing::answerNext({}); // no, do not lose them
        QVERIFY(!f.window.close());
        QVERIFY(f.window.isVisible());
        dialogs::testing::answerNext({});
        QTest::keyClick(&f.events(), Qt::Key_W, Qt::ControlModifier);
        QVERIFY(f.workspace->state() == workspace::Workspace::State::Ready);
        QVERIFY(casebook.mark(row)->isStarred);
        QVERIFY(QFile::remove(cases)); // there is room again: nothing to ask
        QVERIFY(f.window.close());
        QVERIFY(casebook.isSaved());
    }
};

QTEST_MAIN(TestCaseMenu)
#include "tst_casemenu.moc"
