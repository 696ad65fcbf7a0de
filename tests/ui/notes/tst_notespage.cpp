#include "model/casefile/eventkeys.h"
#include "model/workspace/casebook.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/common/markeditor.h"
#include "ui/notes/notespage.h"
#include "ui/notes/reportcommand.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using casefile::Subject;
using items::NotesModel;
using test::UiWorld;
using workspace::Casebook;

namespace {

std::string tenEvents()
{
    std::string records;
    for (int i = 0; i < 10; ++i)
        records += std::string(i ? "," : "") + "{'eventID':'e" + std::to_string(i)
            + "','eventTime':'2026-03-01T10:0" + std::to_string(i) + ":00Z','eventName':'Call"
            + std::to_string(i)
            + "','userIdentity':{'type':'IAMUser','userName':'alice','accessKeyId':'AKIA1'}}";
    return test::quoted("{'Records':[" + records + "]}");
}

struct Fixture : UiWorld
{
    Fixture()
        : casebook(*workspace, *jobs, cases.path())
        , page(*workspace, *investigation, *filtering, casebook, *jobs)
    {
        test::writeFile(dir.path(), "a.json", tenEvents());
        page.resize(1000, 600);
        page.show();
        opened = openAndWait(dir.path()) && QTest::qWaitForWindowActive(&page)
            && QTest::qWaitFor([this] { return casebook.state() == Casebook::State::Ready; });
    }
    RowId row(std::size_t place) const { return workspace->evidence().store->timeOrder()[place]; }
    bool star(std::size_t place)
    {
        return casebook.setStarred({casebook.entryOf(row(place))}, true);
    }
    QStringList whats() const
    {
        QStringList names;
        for (int i = 0; i < page.model()->rowCount(); ++i)
            names << page.model()->index(i, NotesModel::SubjectColumn).data().toString();
        return names;
    }

    QTemporaryDir dir;
    QTemporaryDir cases;
    Casebook casebook;
    NotesPage page;
    bool opened = false;
};

} // namespace

class TestNotesPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void marksStandInTheOrderOfTime()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QAbstractItemModelTester tester(
            f.page.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(!f.page.isShowingTable());
        QVERIFY(f.star(7));
        QVERIFY(f.star(2));
        const std::int64_t noon = *f.workspace->evidence().store->time(f.row(4));
        const Subject span{.kind = Subject::Kind::Span, .from = noon, .to = noon + 90};
        QVERIFY(f.casebook.setNote(f.casebook.entryOf(span), QStringLiteral("here it began")));
        const Subject session{
            .kind = Subject::Kind::Session, .session = "AKIA1", .from = noon - 600};
        QVERIFY(f.casebook.setStarred({f.casebook.entryOf(session)}, true));
        QVERIFY(f.page.isShowingTable());
        QTRY_VERIFY(f.casebook.isSaved());
        QCOMPARE(f.whats(),
                 QStringList({QStringLiteral("Session AKIA1"), QStringLiteral("Call2 alice"),
                              QStringLiteral("Span of time"), QStringLiteral("Call7 alice")}));
        QCOMPARE(f.page.countText(), QStringLiteral("4 marks"));
        auto* choice = f.page.findChild<QComboBox*>();
        choice->setCurrentIndex(2);
        QCOMPARE(f.whats(), QStringList{QStringLiteral("Span of time")});
        QCOMPARE(f.page.countText(), QStringLiteral("1 of 4 marks"));
        choice->setCurrentIndex(0);
        f.page.findChild<QLineEdit*>()->setText(QStringLiteral("call"));
        QCOMPARE(f.whats().size(), 2);
        f.page.findChild<QLineEdit*>()->clear();
        // Out of the case it is out of the list, and back again.
        f.casebook.undo();
        QCOMPARE(f.whats().size(), 3);
        f.casebook.redo();
        QCOMPARE(f.whats().size(), 4);
        f.page.table()->selectRow(1); // with one under the pen
        QVERIFY(f.page.editor()->isEnabled());
        f.workspace->close();
        QVERIFY(!f.page.editor()->isEnabled());
        QVERIFY(!f.page.isShowingTable());
        QCOMPARE(f.whats().size(), 0);
    }

    void aNoteIsWrittenUnderTheTable()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(1) && f.star(3));
        f.page.table()->setFocus();
        f.page.table()->selectRow(1);
        QTest::keyClick(f.page.table(), Qt::Key_N);
        QVERIFY(f.page.editor()->note()->hasFocus());
        QTest::keyClicks(f.page.editor()->note(), QStringLiteral("who is this?"));
        QCOMPARE(f.casebook.mark(f.row(3))->note, std::string("who is this?"));
        QCOMPARE(f.page.model()->index(1, NotesModel::NoteColumn).data().toString(),
                 QStringLiteral("who is this?"));
        // Another row, another note; the first is one step of undo.
        f.page.table()->setFocus();
        f.page.table()->selectRow(0);
        QCOMPARE(f.page.editor()->note()->toPlainText(), QString());
        f.casebook.undo();
        QVERIFY(f.casebook.mark(f.row(3))->note.empty());
        QVERIFY(f.casebook.mark(f.row(3))->isStarred);
    }

    void keysStarAndRemove()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(1) && f.star(3));
        QVERIFY(f.casebook.setTagged({f.casebook.entryOf(f.row(3))}, "t", true));
        f.page.table()->setFocus();
        f.page.table()->selectRow(1);
        QTest::keyClick(f.page.table(), Qt::Key_Space);
        QVERIFY(!f.casebook.mark(f.row(3))->isStarred);
        QTest::keyClick(f.page.table(), Qt::Key_Space);
        QVERIFY(f.casebook.mark(f.row(3))->isStarred);
        QTest::keyClick(f.page.table(), Qt::Key_Delete);
        QVERIFY(!f.casebook.mark(f.row(3)));
        QCOMPARE(f.page.model()->rowCount(), 1);
        f.casebook.undo();
        QVERIFY(f.casebook.mark(f.row(3))->tags.contains("t"));
    }

    void whatIsMarkedLeadsToTheEvidence()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(5));
        const std::int64_t time = *f.workspace->evidence().store->time(f.row(7));
        const Subject span{.kind = Subject::Kind::Span, .from = time, .to = time + 61};
        QVERIFY(f.casebook.setStarred({f.casebook.entryOf(span)}, true));
        const Subject session{
            .kind = Subject::Kind::Session, .session = "AKIA1", .from = time + 600};
        QVERIFY(f.casebook.setStarred({f.casebook.entryOf(session)}, true));
        f.page.table()->selectRow(0);
        QTest::keyClick(f.page.table(), Qt::Key_Return);
        QVERIFY(f.investigation->selectedRow() == f.row(5));
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        for (const auto& [mark, events] : {std::pair(1, 2), std::pair(2, 10)}) {
            f.investigation->setPage(QStringLiteral("notes"));
            f.page.table()->selectRow(mark);
            Q_EMIT f.page.table()->doubleClicked(f.page.table()->currentIndex());
            QCOMPARE(f.investigation->page(), QStringLiteral("events"));
            QTRY_COMPARE(f.filtering->result().count(), std::uint64_t(events));
        }
    }

    void comparisonsAndPicturesAreShownWhereTheyWereMade()
    {
        Fixture f;
        QVERIFY(f.opened);
        const auto keyOf = [&f](std::size_t place) {
            return casefile::eventKey(*f.workspace->evidence().store, f.row(place));
        };
        const std::int64_t noon = *f.workspace->evidence().store->time(f.row(4));
        const Subject comparison = casefile::comparisonOf({keyOf(4), keyOf(5)}, {"eventID"});
        QVERIFY(f.casebook.setStarred({f.casebook.entryOf(comparison, "Call4 / Call5")}, true));
        workspace::Filter filter;
        filter.text = QStringLiteral("user:alice");
        QVERIFY(f.investigation->setFilter(filter));
        f.casebook.noteFilterOf(*f.investigation);
        const Subject picture = casefile::pictureOf("<svg/>", noon + 60, noon + 180);
        QVERIFY(f.casebook.setStarred({f.casebook.entryOf(picture, "lanes by Actor")}, true));
        QVERIFY(f.investigation->setFilter({}));
        QCOMPARE(f.whats(),
                 QStringList({QStringLiteral("Comparison: Call4 / Call5"),
                              QStringLiteral("Timeline: lanes by Actor")}));
        const QSignalSpy asked(&f.page, &NotesPage::comparisonRequested);
        f.page.table()->selectRow(0);
        QTest::keyClick(f.page.table(), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QVERIFY(asked.front().front().value<casefile::Subject>() == comparison);
        f.page.table()->selectRow(1);
        QTest::keyClick(f.page.table(), Qt::Key_Return);
        QCOMPARE(f.investigation->page(), QStringLiteral("timeline"));
        QCOMPARE(f.investigation->filter().text, filter.text);
        QTRY_COMPARE(f.filtering->result().count(), std::uint64_t{2});
        QTRY_VERIFY(f.casebook.isSaved());
    }

    void aReportIsWritten()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(2));
        QVERIFY(f.casebook.setNote(f.casebook.entryOf(f.row(5)), QStringLiteral("look <here>")));
        QTemporaryDir out;
        const QString path = out.filePath(QStringLiteral("r.html"));
        QToolButton* write = f.page.findChild<QToolButton*>(QStringLiteral("writeReport"));
        QVERIFY(write);
        dialogs::testing::answerNext({path});
        QTest::mouseClick(write, Qt::LeftButton);
        QVERIFY(f.page.report()->isRunning());
        QTRY_VERIFY(!f.page.report()->isRunning());
        QVERIFY2(!f.page.report()->isError(), qPrintable(f.page.report()->words()));
        QCOMPARE(f.page.report()->path(), path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        const auto key = casefile::eventKey(*f.workspace->evidence().store, f.row(2));
        for (const QString& text : {QString::fromStdString(key.sha256), QStringLiteral("e2"),
                                    QStringLiteral("look &lt;here&gt;"), QStringLiteral("a.json"),
                                    QStringLiteral("10 read = 10 shown")})
            QVERIFY2(page.contains(text), qPrintable(text));
        // Where nothing can be written, it is said, and the marks are as they were.
        dialogs::testing::answerNext({out.filePath(QStringLiteral("no/such/r.md"))});
        f.page.report()->start();
        QTRY_VERIFY(!f.page.report()->isRunning());
        QVERIFY(f.page.report()->isError());
        QVERIFY2(f.page.report()->words().contains(QStringLiteral("could not be written")),
                 qPrintable(f.page.report()->words()));
        QCOMPARE(f.page.model()->rowCount(), 2);
        QTRY_VERIFY(f.casebook.isSaved());
    }

    void nothingIsEverWrittenIntoTheEvidence()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(2));
        dialogs::setEvidence({f.dir.path()});
        dialogs::testing::recordTold(true);
        dialogs::testing::answerNext({f.dir.filePath(QStringLiteral("r.html"))});
        f.page.report()->start();
        QVERIFY(!f.page.report()->isRunning());
        const QStringList told = dialogs::testing::takeTold();
        dialogs::testing::recordTold(false);
        dialogs::setEvidence({});
        QCOMPARE(told.size(), 1);
        QVERIFY2(told.front().contains(QStringLiteral("never written to")),
                 qPrintable(told.front()));
        QVERIFY(!QFile::exists(f.dir.filePath(QStringLiteral("r.html"))));
        QTRY_VERIFY(f.casebook.isSaved());
    }

    void tagsAreGivenInTheEditor()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(1));
        f.page.table()->selectRow(0);
        QMenu* menu = f.page.editor()->tagButton()->menu();
        dialogs::testing::answerNext({QStringLiteral("lead")});
        Q_EMIT menu->aboutToShow();
        test::entryOf(menu, QStringLiteral("New tag…"))->trigger();
        QCOMPARE(f.casebook.mark(f.row(1))->tags, std::set<std::string>{"lead"});
        QCOMPARE(f.casebook.tags().size(), std::size_t{1});
        Q_EMIT menu->aboutToShow();
        QAction* lead = test::entryOf(menu, QStringLiteral("lead"));
        QVERIFY(lead->isChecked());
        lead->trigger();
        QVERIFY(f.casebook.mark(f.row(1))->tags.empty());
    }

    void whatIsNotInTheEvidenceIsStillThere()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.star(1));
        QTRY_VERIFY(f.casebook.isSaved());
        const QString file = f.cases.filePath(QStringLiteral("copy.tlcase"));
        f.casebook.saveAs(file, [](const Result<void>&) {});
        QTRY_VERIFY(f.casebook.path() == file && f.casebook.state() == Casebook::State::Ready);
        QTemporaryDir other;
        test::writeFile(other.path(), "b.json",
                        test::quoted("{'Records':[{'eventID':'z','eventName':'Z'}]}"));
        QVERIFY(f.openAndWait(other.path()));
        QTRY_VERIFY(f.casebook.state() == Casebook::State::Ready);
        f.casebook.chooseFile(file);
        QTRY_COMPARE(f.page.model()->rowCount(), 1);
        QCOMPARE(f.whats(), QStringList{QStringLiteral("Call1 alice")});
        QVERIFY(!f.page.model()->index(0, 0).data(NotesModel::IsThereRole).toBool());
        f.page.table()->selectRow(0);
        QTest::keyClick(f.page.table(), Qt::Key_Return);
        QVERIFY(!f.investigation->selectedRow());
        QVERIFY(!f.page.grab().isNull());
    }
};

QTEST_MAIN(TestNotesPage)
#include "tst_notespage.moc"
