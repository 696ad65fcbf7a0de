#include "model/casefile/eventkeys.h"
#include "model/workspace/casebook.h"
#include "tests/support/fixtures.h"
#include "tests/support/openworld.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using casefile::Mark;
using casefile::Subject;
using test::OpenWorld;
using workspace::Casebook;
using StepKind = Casebook::StepKind;

namespace {

std::string events(int count)
{
    std::string records;
    for (int i = 0; i < count; ++i)
        records += std::string(i ? "," : "") + "{'eventID':'e" + std::to_string(i)
            + "','eventTime':'2026-03-01T10:00:" + std::to_string(10 + i)
            + "Z','eventName':'Get','userIdentity':{'type':'IAMUser','userName':'alice'}}";
    return test::quoted("{'Records':[" + records + "]}");
}

// An export and a folder for cases; several worlds may share both.
struct Place
{
    explicit Place(int count = 12) { test::writeFile(exportDir.path(), "a.json", events(count)); }
    QTemporaryDir exportDir;
    QTemporaryDir cases;
};

struct World : OpenWorld
{
    World(const QString& path, const QString& cases)
        : casebook(workspace, jobs, cases)
    {
        opened = openAndWait(path) && QTest::qWaitFor([this] {
                     return casebook.state() == Casebook::State::Ready
                         || casebook.state() == Casebook::State::Failed;
                 });
    }
    explicit World(const Place& place)
        : World(place.exportDir.path(), place.cases.path())
    { }
    RowId row(std::size_t place) const { return workspace.evidence().store->timeOrder()[place]; }
    bool isStarred(std::size_t place) const
    {
        const Mark* mark = casebook.mark(row(place));
        return mark && mark->isStarred;
    }
    bool star(std::size_t place, bool isStarred = true)
    {
        return casebook.setStarred({casebook.entryOf(row(place))}, isStarred);
    }
    bool waitSaved()
    {
        return QTest::qWaitFor([this] { return casebook.isSaved(); }, 20'000);
    }

    Casebook casebook;
    bool opened = false;
};

} // namespace

class TestCasebook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void marksAreThereAgainWhereverTheEvidenceIsOpenedFrom()
    {
        const Place place;
        {
            World w(place);
            QVERIFY(w.opened);
            QVERIFY(QDir(place.cases.path()).isEmpty()); // nothing is written for looking
            w.casebook.addTag({"lead", 3});
            QVERIFY(w.star(4));
            QVERIFY(w.casebook.setTagged({w.casebook.entryOf(w.row(5))}, "lead", true));
            QVERIFY(w.casebook.setNote(w.casebook.entryOf(w.row(4)), QStringLiteral("why?")));
            const Subject session{.kind = Subject::Kind::Session, .session = "AKIA", .from = 5};
            QVERIFY(w.casebook.setStarred({w.casebook.entryOf(session)}, true));
            QVERIFY(w.waitSaved());
        }
        QTemporaryDir elsewhere;
        QVERIFY(QFile::copy(place.exportDir.filePath(QStringLiteral("a.json")),
                            elsewhere.filePath(QStringLiteral("other name.json"))));
        World w(elsewhere.path(), place.cases.path());
        QVERIFY(w.opened);
        QVERIFY(w.isStarred(4) && !w.isStarred(5));
        QCOMPARE(w.casebook.mark(w.row(4))->note, std::string("why?"));
        QCOMPARE(w.casebook.mark(w.row(4))->title, std::string("Get alice"));
        QCOMPARE(w.casebook.mark(w.row(5))->tags, std::set<std::string>{"lead"});
        QCOMPARE(w.casebook.tags().front().color, 3);
        // By time: the session, then the two events.
        QCOMPARE(w.casebook.entries().size(), std::size_t{3});
        QCOMPARE(w.casebook.entry(w.casebook.entries()[0]).subject.session, std::string("AKIA"));
        QVERIFY(w.casebook.entry(w.casebook.entries()[1]).row == w.row(4));
    }

    void otherEvidenceHasItsOwnCase()
    {
        const Place place;
        const Place other(7);
        {
            World w(place);
            QVERIFY(w.opened && w.star(1) && w.waitSaved());
        }
        World w(other.exportDir.path(), place.cases.path());
        QVERIFY(w.opened);
        QVERIFY(w.casebook.entries().empty());
        w.workspace.open({place.exportDir.path()});
        QTRY_VERIFY(w.casebook.state() == Casebook::State::Ready && !w.casebook.entries().empty());
        QVERIFY(w.isStarred(1));
        w.workspace.close();
        QVERIFY(w.casebook.state() == Casebook::State::None);
        QVERIFY(w.casebook.entries().empty());
    }

    void everythingCanBeUndoneAndRedone()
    {
        const Place place;
        World w(place);
        QVERIFY(w.opened);
        QVERIFY(!w.casebook.undoKind() && !w.casebook.redoKind());
        const auto entry = w.casebook.entryOf(w.row(0));
        w.casebook.addTag({"t", 1});
        QVERIFY(w.casebook.setStarred({entry, w.casebook.entryOf(w.row(1))}, true));
        QVERIFY(w.casebook.setTagged({entry}, "t", true));
        QVERIFY(w.casebook.setNote(entry, QStringLiteral("a")));
        w.casebook.removeTag("t");
        QVERIFY(w.casebook.clear({entry}));
        // The same again is no step.
        QVERIFY(w.casebook.setStarred({entry}, false));
        const auto state = [&] {
            const Mark* mark = w.casebook.mark(w.row(0));
            return mark ? QStringLiteral("%1%2%3")
                              .arg(mark->isStarred ? QStringLiteral("*") : QString())
                              .arg(mark->tags.size())
                              .arg(QString::fromStdString(mark->note))
                        : QStringLiteral("-");
        };
        const QStringList states{QStringLiteral("-"),  QStringLiteral("-"),   QStringLiteral("*0"),
                                 QStringLiteral("*1"), QStringLiteral("*1a"), QStringLiteral("*0a"),
                                 QStringLiteral("-")};
        const StepKind kinds[] = {StepKind::Tags, StepKind::Star, StepKind::Tag,
                                  StepKind::Note, StepKind::Tags, StepKind::Clear};
        for (int round = 0; round < 2; ++round) {
            for (int i = 6; i > 0; --i) {
                QCOMPARE(state(), states[i]);
                QVERIFY(w.casebook.undoKind() == kinds[i - 1]);
                w.casebook.undo();
            }
            QCOMPARE(state(), states[0]);
            QVERIFY(w.casebook.tags().empty());
            QVERIFY(!w.casebook.undoKind());
            w.casebook.undo();
            for (int i = 0; i < 6; ++i) {
                QCOMPARE(state(), states[i]);
                QVERIFY(w.casebook.redoKind() == kinds[i]);
                w.casebook.redo();
            }
            w.casebook.redo();
        }
        // What is undone is undone in the file too.
        w.casebook.undo();
        QVERIFY(w.star(3)); // nothing to redo any more
        QVERIFY(!w.casebook.redoKind());
        QVERIFY(w.waitSaved());
        World again(place);
        QVERIFY(again.opened);
        QCOMPARE(again.casebook.entries().size(), std::size_t{3});
        QCOMPARE(again.casebook.mark(again.row(0))->note, std::string("a"));
    }

    void typingANoteIsOneStep()
    {
        const Place place;
        World w(place);
        QVERIFY(w.opened);
        const auto entry = w.casebook.entryOf(w.row(0));
        QString text;
        for (const QChar c : QStringLiteral("seen before")) {
            text += c;
            QVERIFY(w.casebook.setNote(entry, text));
        }
        w.casebook.endNote();
        QVERIFY(w.casebook.setNote(entry, text + u'!'));
        w.casebook.undo();
        QCOMPARE(w.casebook.mark(w.row(0))->note, text.toStdString());
        w.casebook.undo();
        QVERIFY(!w.casebook.mark(w.row(0)));
        QVERIFY(!w.casebook.undoKind());
        // A note has its limit, between characters.
        QVERIFY(!w.casebook.setNote(entry, QString(70'000, QChar(0x65e5))));
        const std::string& note = w.casebook.mark(w.row(0))->note;
        QCOMPARE(note.size(), casefile::kMaxNoteBytes / 3 * 3);
        QVERIFY(w.waitSaved());
    }

    void aMarkSaysWhatWasAskedForWhenItWasMade()
    {
        const Place place;
        {
            World w(place);
            QVERIFY(w.opened);
            w.casebook.noteFilterOf(w.investigation);
            w.investigation.setZone("Asia/Tokyo");
            QVERIFY(w.filter(QStringLiteral("eventName:Get")));
            QVERIFY(w.star(0));
            // What it says later does not change what it was found with.
            QVERIFY(w.filter(QStringLiteral("user:alice")));
            QVERIFY(w.casebook.setNote(w.casebook.entryOf(w.row(0)), QStringLiteral("n")));
            QVERIFY(w.star(1));
            QVERIFY(w.waitSaved());
        }
        World w(place);
        QVERIFY(w.opened);
        QCOMPARE(w.casebook.mark(w.row(0))->filter, std::string("eventName:Get"));
        QCOMPARE(w.casebook.mark(w.row(0))->zone, std::string("Asia/Tokyo"));
        QCOMPARE(w.casebook.mark(w.row(1))->filter, std::string("user:alice"));
    }

    void comparisonsAndPicturesAreMarksLikeOthers()
    {
        const Place place;
        Subject comparison;
        const Subject picture = casefile::pictureOf("<svg/>", 5, 9);
        {
            World w(place);
            QVERIFY(w.opened);
            const auto& store = *w.workspace.evidence().store;
            comparison = casefile::comparisonOf(
                {casefile::eventKey(store, w.row(2)), casefile::eventKey(store, w.row(3))},
                {"eventID"});
            QVERIFY(w.casebook.setStarred({w.casebook.entryOf(comparison, "two")}, true));
            QVERIFY(w.casebook.setTagged({w.casebook.entryOf(picture, "one")}, "lead", true));
            QVERIFY(w.waitSaved());
            w.casebook.undo();
            QCOMPARE(w.casebook.entries().size(), std::size_t{1});
            w.casebook.redo();
            QVERIFY(w.waitSaved());
        }
        World w(place);
        QVERIFY(w.opened);
        QCOMPARE(w.casebook.entries().size(), std::size_t{2});
        const auto* first = w.casebook.find(picture);
        QVERIFY(first && first->subject == picture);
        QCOMPARE(first->mark.title, std::string("one"));
        const auto* second = w.casebook.find(comparison);
        QVERIFY(second && second->subject == comparison && second->mark.isStarred);
        const auto contents = w.casebook.contents();
        QCOMPARE(contents.contents.marks.size(), std::size_t{2});
        QCOMPARE(contents.rows.size(), std::size_t{2});
    }

    void whatIsMarkedWhileAnExportIsReadJoinsTheCase()
    {
        const Place place;
        {
            World w(place);
            QVERIFY(w.opened && w.star(0));
            QVERIFY(w.casebook.setNote(w.casebook.entryOf(w.row(1)), QStringLiteral("old")));
            QVERIFY(w.waitSaved());
        }
        OpenWorld w;
        Casebook casebook(w.workspace, w.jobs, place.cases.path());
        bool isMarked = false;
        connect(&w.workspace, &workspace::Workspace::evidenceChanged, &casebook, [&] {
            const auto& store = w.workspace.evidence().store;
            if (isMarked || store->rowCount() != 12)
                return;
            isMarked = true;
            QVERIFY(casebook.state() == Casebook::State::Opening);
            const RowId row = store->timeOrder()[1];
            QVERIFY(casebook.setNote(casebook.entryOf(row), QStringLiteral("new")));
            QVERIFY(!casebook.isSaved());
        });
        w.workspace.open({place.exportDir.path()});
        QTRY_VERIFY(casebook.state() == Casebook::State::Ready && casebook.isSaved());
        QVERIFY(isMarked);
        const auto order = w.workspace.evidence().store->timeOrder();
        QVERIFY(casebook.mark(order[0])->isStarred);
        QCOMPARE(casebook.mark(order[1])->note, std::string("old\n\nnew"));
    }

    void twoWindowsShareACase()
    {
        const Place place;
        World one(place);
        World two(place);
        QVERIFY(one.opened && two.opened);
        QVERIFY(one.star(0) && one.waitSaved());
        QVERIFY(two.star(1) && two.waitSaved());
        QTRY_VERIFY_WITH_TIMEOUT(one.isStarred(1), 15'000);
        QVERIFY(one.isStarred(0));
        QTRY_VERIFY_WITH_TIMEOUT(two.isStarred(0), 15'000);
        QVERIFY(one.star(1, false) && one.waitSaved());
        QTRY_VERIFY_WITH_TIMEOUT(!two.isStarred(1), 15'000);
        QVERIFY(two.isStarred(0));
    }

    void whatCannotBeSavedIsSaidAndTriedAgain()
    {
        const Place place;
        const QString folder = place.cases.filePath(QStringLiteral("cases"));
        test::writeFile(place.cases.path(), "cases", "a file where the folder should be");
        World w(place.exportDir.path(), folder);
        QVERIFY(w.opened);
        QVERIFY(w.star(0));
        QTRY_VERIFY(w.casebook.saveError());
        QVERIFY(!w.casebook.isSaved());
        QVERIFY(w.casebook.saveError()->kind == Error::Kind::Io);
        QVERIFY(w.isStarred(0)); // and can be worked with
        // What is taken back has nothing to save.
        w.casebook.undo();
        QVERIFY(w.casebook.isSaved() && !w.casebook.saveError());
        w.casebook.redo();
        QTRY_VERIFY(w.casebook.saveError());
        QVERIFY(QFile::remove(folder));
        QVERIFY(w.star(1));
        QVERIFY(w.waitSaved());
        QVERIFY(!w.casebook.saveError());
        World again(place.exportDir.path(), folder);
        QVERIFY(again.opened && again.isStarred(0) && again.isStarred(1));
    }

    void aBrokenCaseIsSaidAndNotTouched()
    {
        const Place place;
        QString path;
        {
            World w(place);
            QVERIFY(w.opened && w.star(0) && w.waitSaved());
            path = w.casebook.path();
        }
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray broken("not what it was, and long enough to be told from a short read\n");
        file.write(broken);
        file.close();
        World w(place);
        QVERIFY(w.opened);
        QVERIFY(w.casebook.state() == Casebook::State::Failed);
        QVERIFY(w.casebook.error()->kind == Error::Kind::Malformed);
        QCOMPARE(w.casebook.error()->source, path.toStdString());
        QVERIFY(w.star(1)); // kept in memory
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), broken);
        file.close();
        // Another file, chosen by the person, is the case from then on.
        const QString chosen = place.cases.filePath(QStringLiteral("mine.tlcase"));
        std::optional<Result<void>> refused; // what was marked would be lost
        w.casebook.chooseFile(chosen, [&refused](Result<void> done) { refused = done; });
        QVERIFY(refused && !refused->ok());
        // Once nothing is marked any more, nothing would be.
        w.casebook.undo();
        QVERIFY(w.casebook.isSaved());
        w.casebook.redo();
        QVERIFY(!w.casebook.isSaved());
        QVERIFY(w.isStarred(1));
        w.casebook.saveAs(chosen, [](const Result<void>& done) { QVERIFY_OK(done); });
        QTRY_VERIFY(w.casebook.state() == Casebook::State::Ready);
        QVERIFY(w.isStarred(1));
        QVERIFY(w.star(2) && w.waitSaved());
        QCOMPARE(w.casebook.path(), chosen);
        World again(place);
        QVERIFY(again.opened);
        QCOMPARE(again.casebook.path(), chosen);
        QVERIFY(again.isStarred(2) && again.isStarred(1));
    }

    // A disk that is full is when somebody saves elsewhere.
    void whatCouldNotBeSavedGoesAlongElsewhere()
    {
        const Place place;
        const QString folder = place.cases.filePath(QStringLiteral("cases"));
        test::writeFile(place.cases.path(), "cases", "a file where the folder should be");
        World w(place.exportDir.path(), folder);
        QVERIFY(w.opened && w.star(0));
        w.casebook.addTag({"lead", 4});
        QVERIFY(w.casebook.setTagged({w.casebook.entryOf(w.row(1))}, "lead", true));
        QTRY_VERIFY(w.casebook.saveError());
        const QString there = place.cases.filePath(QStringLiteral("saved.tlcase"));
        test::writeFile(place.cases.path(), "saved.tlcase", "what may go");
        bool isDone = false;
        w.casebook.saveAs(there, [&isDone](const Result<void>&) { isDone = true; });
        QTRY_VERIFY(isDone);
        auto file =
            casefile::CaseFile::open(there.toStdString(), casefile::Database::Mode::ReadOnly);
        QVERIFY_OK(file);
        const auto contents = file->read();
        QVERIFY_OK(contents);
        QCOMPARE(contents->marks.size(), std::size_t{2});
        QCOMPARE(contents->tags.front().color, 4);
        QVERIFY(!QFile::exists(there + QStringLiteral(".new")));
    }

    // Undo takes back what was done here, not what others wrote since.
    void undoLeavesWhatAnotherWindowWrote()
    {
        const Place place;
        World one(place);
        World two(place);
        QVERIFY(one.opened && two.opened);
        QVERIFY(one.star(0) && one.waitSaved());
        QVERIFY(two.casebook.setNote(two.casebook.entryOf(two.row(0)), QStringLiteral("theirs")));
        two.casebook.endNote();
        QVERIFY(two.waitSaved());
        // Not yet heard of it: the star goes, the note stays.
        one.casebook.undo();
        QVERIFY(one.waitSaved());
        World three(place);
        QVERIFY(three.opened);
        QCOMPARE(three.casebook.mark(three.row(0))->note, std::string("theirs"));
        QVERIFY(!three.isStarred(0));
        QTRY_VERIFY_WITH_TIMEOUT(one.casebook.mark(one.row(0)), 15'000);
        QCOMPARE(one.casebook.mark(one.row(0))->note, std::string("theirs"));
    }

    void undoOfWhatWasMarkedWhileReadingLeavesTheCase()
    {
        const Place place;
        {
            World w(place);
            QVERIFY(w.opened);
            w.casebook.addTag({"old", 2});
            QVERIFY(w.casebook.setNote(w.casebook.entryOf(w.row(1)), QStringLiteral("kept")));
            QVERIFY(w.waitSaved());
        }
        OpenWorld w;
        Casebook casebook(w.workspace, w.jobs, place.cases.path());
        bool isMarked = false;
        connect(&w.workspace, &workspace::Workspace::evidenceChanged, &casebook, [&] {
            const auto& store = w.workspace.evidence().store;
            if (isMarked || store->rowCount() != 12)
                return;
            isMarked = true;
            casebook.addTag({"new", 1});
            QVERIFY(casebook.setStarred({casebook.entryOf(store->timeOrder()[1])}, true));
        });
        w.workspace.open({place.exportDir.path()});
        QTRY_VERIFY(casebook.state() == Casebook::State::Ready && casebook.isSaved());
        QVERIFY(isMarked);
        QCOMPARE(casebook.tags().size(), std::size_t{2});
        const auto row = w.workspace.evidence().store->timeOrder()[1];
        QVERIFY(casebook.mark(row)->isStarred);
        casebook.undo();
        QVERIFY(casebook.mark(row) && !casebook.mark(row)->isStarred);
        QCOMPARE(casebook.mark(row)->note, std::string("kept"));
        casebook.undo();
        QCOMPARE(casebook.tags().size(), std::size_t{1});
        QCOMPARE(casebook.tags().front().name, std::string("old"));
    }

    void savedElsewhereItGoesOnThere()
    {
        const Place place;
        World w(place);
        QVERIFY(w.opened && w.star(0) && w.waitSaved());
        const QString first = w.casebook.path();
        const QString there = place.cases.filePath(QStringLiteral("incident 42.tlcase"));
        bool isDone = false;
        w.casebook.saveAs(there, [&isDone](const Result<void>& done) { isDone = done.ok(); });
        QTRY_VERIFY(isDone && w.casebook.state() == Casebook::State::Ready);
        QCOMPARE(w.casebook.path(), there);
        QVERIFY(w.isStarred(0));
        QVERIFY(w.star(1) && w.waitSaved());
        w.casebook.chooseFile({}); // the evidence's own again
        QTRY_COMPARE(w.casebook.path(), first);
        QVERIFY(w.casebook.state() == Casebook::State::Ready);
        QVERIFY(w.isStarred(0) && !w.isStarred(1));
    }

    // The open case stays, whatever the other file is; and a choice that has gone is said.
    void aFileThatIsNoCaseLeavesTheOpenOneAlone()
    {
        const Place place;
        test::writeFile(place.cases.path(), "garbage.tlcase", std::string(3000, 'x'));
        const QString mine = place.cases.filePath(QStringLiteral("mine.tlcase"));
        {
            World w(place);
            QVERIFY(w.opened && w.star(0) && w.waitSaved());
            const QString own = w.casebook.path();
            std::optional<Result<void>> refused;
            w.casebook.chooseFile(place.cases.filePath(QStringLiteral("garbage.tlcase")),
                                  [&refused](Result<void> done) { refused = done; });
            QTRY_VERIFY(refused);
            QVERIFY(!refused->ok() && refused->error().kind == Error::Kind::Malformed);
            QVERIFY(w.casebook.state() == Casebook::State::Ready);
            QCOMPARE(w.casebook.path(), own);
            QVERIFY(w.isStarred(0));
            QVERIFY(w.star(1) && w.waitSaved());
            bool isDone = false;
            w.casebook.saveAs(mine, [&isDone](const Result<void>& done) { isDone = done.ok(); });
            QTRY_VERIFY(isDone && w.casebook.state() == Casebook::State::Ready);
            QVERIFY(w.casebook.missingChoice().isEmpty());
        }
        QVERIFY(QFile::remove(mine));
        World again(place);
        QVERIFY(again.opened);
        QCOMPARE(again.casebook.missingChoice(), mine);
        QVERIFY(again.isStarred(0)); // of the evidence's own
    }

    void tooManyAtOnceIsRefused()
    {
        const Place place;
        World w(place);
        QVERIFY(w.opened);
        const std::vector<Casebook::EntryId> many(Casebook::kMostAtOnce + 1,
                                                  w.casebook.entryOf(w.row(0)));
        QSignalSpy changes(&w.casebook, &Casebook::changed);
        QVERIFY(!w.casebook.setStarred(many, true));
        QCOMPARE(changes.size(), 0);
        QVERIFY(!w.isStarred(0));
    }
};

QTEST_GUILESS_MAIN(TestCasebook)
#include "tst_casebook.moc"
