#include "model/casefile/casefile.h"
#include "tests/support/testsupport.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace trailloupe;
using namespace trailloupe::casefile;

namespace {

using Mode = Database::Mode;

std::string shaOf(int number)
{
    std::string digits = std::to_string(number);
    return std::string(64 - digits.size(), '0') + digits;
}

MarkedSubject markOf(int number, Mark mark)
{
    return {
        {.eventId = "e-" + std::to_string(number), .sha256 = shaOf(number), .from = 1000 + number},
        std::move(mark)};
}

Mark starred()
{
    return {.isStarred = true, .title = "CreateUser alice", .created = 5, .changed = 6};
}

Mark noted(const std::string& note)
{
    return {.tags = {"lead"}, .note = note, .created = 1, .changed = 2};
}

std::vector<MarkedSubject> sorted(std::vector<MarkedSubject> marks)
{
    std::ranges::sort(marks, {}, [](const MarkedSubject& marked) { return marked.subject.key(); });
    return marks;
}

// The second program of the tests: this one, started again with these variables.
constexpr const char* kWriterPath = "TRAILLOUPE_TEST_CASE";
constexpr unsigned kPauseUs = 3000; // no person writes without a pause: others get their turn
constexpr const char* kWriterLimit = "TRAILLOUPE_TEST_LIMIT"; // bytes that a file may have

// Writes marks without end and says the number of each once it is written.
int writeWithoutEnd(const char* path)
{
    if (const char* limit = std::getenv(kWriterLimit)) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlim_t bytes = std::strtoul(limit, nullptr, 10);
        const rlimit limits{bytes, bytes};
        setrlimit(RLIMIT_FSIZE, &limits);
    }
    auto file = CaseFile::open(path, Mode::Create);
    for (int i = 0; file; ++i) {
        const MarkedSubject marks[] = {markOf(i, noted(std::string(900, 'x'))),
                                       markOf(1'000'000 + i, {})};
        const auto written = file->write(marks, std::nullopt);
        if (!written) {
            std::printf("%s: %s\n", errorKindName(written.error().kind),
                        written.error().detail.c_str());
            return 3;
        }
        std::printf("%d\n", i);
        std::fflush(stdout);
        usleep(kPauseUs);
    }
    return 4;
}

} // namespace

class TestCaseFile : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    int m_files = 0;

    std::string newPath()
    {
        return m_dir.filePath(QString::number(++m_files) + QStringLiteral(".tlcase")).toStdString();
    }
    static void start(QProcess& process, const std::string& path, const char* limit = nullptr)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kWriterPath), QString::fromStdString(path));
        if (limit)
            environment.insert(QString::fromLatin1(kWriterLimit), QString::fromLatin1(limit));
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {});
    }

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void whatIsWrittenIsThereAgain()
    {
        const std::string path = newPath();
        const std::vector<MarkedSubject> marks =
            sorted({markOf(1, starred()),
                    markOf(2, noted("two\nlines \u65e5\u672c\0!")),
                    {{.kind = Subject::Kind::Session, .session = "AKIA1", .from = 7}, starred()},
                    {{.kind = Subject::Kind::Span, .from = -5, .to = 1'800'000'000}, noted("")},
                    {comparisonOf({{"e-1", shaOf(1), 9}, {"", shaOf(2), {}}, {"e-1", shaOf(3), -4}},
                                  {"userAgent", "a.b[]", "userAgent"}),
                     starred()},
                    {pictureOf("<svg>\u65e5 & '</svg>", 10, 20),
                     {.isStarred = true, .filter = "user:alice", .zone = "Asia/Tokyo"}}});
        const std::vector<Tag> tags{{"lead", 3}, {"noise", 0}};
        {
            auto file = CaseFile::open(path, Mode::Create);
            QVERIFY_OK(file);
            QVERIFY_OK(file->write(marks, tags));
        }
        auto file = CaseFile::open(path, Mode::ReadWrite);
        QVERIFY_OK(file);
        auto contents = file->read();
        QVERIFY_OK(contents);
        QVERIFY(contents->marks == marks);
        QVERIFY(contents->tags == tags);
        // A mark that says nothing goes, others stay.
        const MarkedSubject none[] = {markOf(1, {})};
        QVERIFY_OK(file->write(none, std::nullopt));
        contents = file->read();
        QVERIFY_OK(contents);
        QCOMPARE(contents->marks.size(), marks.size() - 1);
        QVERIFY(contents->tags == tags);
        QVERIFY(!QFile::exists(QString::fromStdString(path) + QStringLiteral("-journal")));
    }

    void anyMarksComeBackAsTheyWere()
    {
        std::mt19937 random(7);
        const auto pick = [&](int below) {
            return static_cast<int>(random() % static_cast<unsigned>(below));
        };
        auto file = CaseFile::open(newPath(), Mode::Create);
        QVERIFY_OK(file);
        std::map<std::string, MarkedSubject> expected;
        for (int round = 0; round < 60; ++round) {
            std::vector<MarkedSubject> marks;
            for (int i = pick(4); i >= 0; --i) {
                Mark mark;
                mark.isStarred = pick(2) == 1;
                for (int t = pick(3); t > 0; --t)
                    mark.tags.insert("t" + std::to_string(pick(4)));
                if (pick(2))
                    mark.note = std::string(static_cast<std::size_t>(pick(300)), 'n');
                if (pick(3))
                    mark.changed = pick(1000);
                marks.push_back(markOf(pick(12), mark));
                if (mark.isEmpty())
                    expected.erase(marks.back().subject.key());
                else
                    expected[marks.back().subject.key()] = marks.back();
            }
            QVERIFY_OK(file->write(marks, std::nullopt));
            const auto contents = file->read();
            QVERIFY_OK(contents);
            std::vector<MarkedSubject> all;
            for (const auto& [key, marked] : expected)
                all.push_back(marked);
            QVERIFY(contents->marks == all);
        }
    }

    void whatWasSavedSurvivesAKill()
    {
        for (int round = 0; round < 12; ++round) {
            const std::string path = newPath();
            QProcess writer;
            start(writer, path);
            QVERIFY(writer.waitForStarted());
            // Any moment of any write: after some lines, and a little.
            QByteArray said;
            while (said.count('\n') < 2 + round) {
                QVERIFY(writer.waitForReadyRead(20'000));
                said += writer.readAll();
            }
            for (int spin = 0; spin < round * 20'000; ++spin)
                QVERIFY(writer.processId() >= 0);
            writer.kill();
            QVERIFY(writer.waitForFinished());
            said += writer.readAll();
            const int last = said.left(said.lastIndexOf('\n')).split('\n').last().toInt();
            auto file = CaseFile::open(path, Mode::ReadWrite);
            QVERIFY_OK(file);
            const auto contents = file->read();
            QVERIFY_OK(contents);
            QCOMPARE_GE(contents->marks.size(), static_cast<std::size_t>(last + 1));
            for (int i = 0; i <= last; ++i) {
                const auto found = std::ranges::count_if(contents->marks, [i](const auto& marked) {
                    return marked.subject == markOf(i, {}).subject
                        && marked.mark == noted(std::string(900, 'x'));
                });
                QCOMPARE(found, 1);
            }
        }
    }

    void aFullDiskIsSaidAndNothingIsLost()
    {
        const std::string path = newPath();
        QProcess writer;
        start(writer, path, "200000");
        QVERIFY(writer.waitForFinished(60'000));
        QCOMPARE(writer.exitCode(), 3);
        const QList<QByteArray> said = writer.readAll().trimmed().split('\n');
        QVERIFY2(said.last().startsWith("io: "), said.last().constData());
        auto file = CaseFile::open(path, Mode::ReadWrite);
        QVERIFY_OK(file);
        const auto contents = file->read();
        QVERIFY_OK(contents);
        QCOMPARE(contents->marks.size(), static_cast<std::size_t>(said.size() - 1));
        // There is room again.
        const MarkedSubject more[] = {markOf(100'000, starred())};
        QVERIFY_OK(file->write(more, std::nullopt));
    }

    void twoProgramsMayWriteAtOnce()
    {
        const std::string path = newPath();
        auto mine = CaseFile::open(path, Mode::Create);
        QVERIFY_OK(mine);
        auto theirs = CaseFile::open(path, Mode::Create);
        QVERIFY_OK(theirs);
        QVERIFY(!*mine->hasNews());
        const MarkedSubject first[] = {markOf(60'001, starred())};
        const MarkedSubject second[] = {markOf(60'002, starred())};
        QVERIFY_OK(theirs->write(first, std::nullopt));
        QVERIFY(*mine->hasNews());
        QVERIFY(!*mine->hasNews());
        QVERIFY_OK(mine->write(second, std::nullopt));
        QVERIFY(!*mine->hasNews()); // its own is no news
        QCOMPARE(mine->read()->marks.size(), std::size_t{2});
        QVERIFY(*theirs->hasNews());

        QProcess writer;
        start(writer, path);
        QVERIFY(writer.waitForStarted());
        QVERIFY(writer.waitForReadyRead(20'000));
        for (int i = 0; i < 20; ++i) {
            const MarkedSubject marks[] = {markOf(50'000 + i, starred())};
            QVERIFY_OK(mine->write(marks, std::nullopt));
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        const auto contents = mine->read();
        QVERIFY_OK(contents);
        QCOMPARE(std::ranges::count_if(contents->marks,
                                       [](const auto& marked) { return marked.mark == starred(); }),
                 22);
    }

    void changesAreDoneToWhatOthersWrote()
    {
        auto file = CaseFile::open(newPath(), Mode::Create);
        QVERIFY_OK(file);
        const Subject subject = markOf(1, {}).subject;
        const Mark before{.isStarred = true, .tags = {"a", "b"}, .note = "one"};
        Mark now = before;
        now.tags = {"b", "c"};
        now.note = "theirs";
        const MarkedSubject theirs[] = {{subject, now}};
        QVERIFY_OK(file->write(theirs, std::nullopt));
        Mark after = before;
        after.isStarred = false;
        after.tags = {"a", "b", "d"};
        after.note = "mine";
        const MarkChange mine[] = {{subject, before, after}};
        const auto isNews = file->apply(mine, std::nullopt);
        QVERIFY_OK(isNews);
        QVERIFY(*isNews);
        const auto contents = file->read();
        QVERIFY_OK(contents);
        const Mark& mark = contents->marks.front().mark;
        QVERIFY(!mark.isStarred);
        QCOMPARE(mark.tags, (std::set<std::string>{"b", "c", "d"}));
        QCOMPARE(mark.note, std::string("theirs"));
        // Of what nobody else touched, all is done.
        const MarkChange again[] = {{subject, mark, Mark()}};
        const auto alone = file->apply(again, std::nullopt);
        QVERIFY_OK(alone);
        QVERIFY(!*alone);
        QVERIFY(file->read()->marks.empty());
        // What could not be read again is not written.
        const MarkedSubject span[] = {
            {{.kind = Subject::Kind::Span, .from = 5, .to = 5}, starred()}};
        QVERIFY(!file->write(span, std::nullopt));
        QVERIFY_OK(file->read());
    }

    void aNewerFileIsRefusedAndNotTouched()
    {
        const std::string path = newPath();
        QVERIFY_OK(CaseFile::open(path, Mode::Create));
        {
            auto database = Database::open(path, Mode::ReadWrite);
            QVERIFY_OK(database);
            QVERIFY_OK(database->run("PRAGMA user_version=99"));
        }
        QFile bytes(QString::fromStdString(path));
        QVERIFY(bytes.open(QIODevice::ReadOnly));
        const QByteArray before = bytes.readAll();
        bytes.close();
        const auto file = CaseFile::open(path, Mode::ReadWrite);
        QVERIFY(!file);
        QVERIFY(file.error().kind == Error::Kind::Unsupported);
        QCOMPARE(file.error().detail, std::string("version 99"));
        QVERIFY(bytes.open(QIODevice::ReadOnly));
        QVERIFY(bytes.readAll() == before);
    }

    // As the first version wrote it: all of it is there, and a copy as it was stays beside it. Who
    // only reads leaves it alone.
    void aFileOfTheFirstVersionIsRead()
    {
        const std::string path = newPath();
        {
            auto database = Database::open(path, Mode::Create);
            QVERIFY_OK(database);
            const char* const first[] = {caseFileSteps()[0]};
            QVERIFY_OK(migrate(*database, first));
            QVERIFY_OK(database->run("INSERT INTO mark VALUES ('session:a',2,'','','a',7,NULL,1,"
                                     "'a note','title',5,6);"
                                     "INSERT INTO mark_tag VALUES ('session:a','lead');"
                                     "INSERT INTO tag VALUES ('lead',3,0)"));
        }
        const MarkedSubject expected{{.kind = Subject::Kind::Session, .session = "a", .from = 7},
                                     {.isStarred = true,
                                      .tags = {"lead"},
                                      .note = "a note",
                                      .title = "title",
                                      .created = 5,
                                      .changed = 6}};
        const auto bytesOf = [](const std::string& file) {
            QFile in(QString::fromStdString(file));
            return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
        };
        const QByteArray before = bytesOf(path);
        {
            auto file = CaseFile::open(path, Mode::ReadOnly);
            QVERIFY_OK(file);
            const auto contents = file->read();
            QVERIFY_OK(contents);
            QVERIFY(contents->marks == std::vector{expected});
            QVERIFY(file->isReadOnly());
            const MarkedSubject marks[] = {markOf(1, starred())};
            QVERIFY(!file->write(marks, std::nullopt));
        }
        QCOMPARE(bytesOf(path), before);
        auto file = CaseFile::open(path, Mode::ReadWrite);
        QVERIFY_OK(file);
        QCOMPARE(bytesOf(path + ".v1").size(), before.size());
        const MarkedSubject more[] = {{pictureOf("<svg/>", 1, 2), starred()}};
        QVERIFY_OK(file->write(more, std::nullopt));
        const auto contents = file->read();
        QVERIFY_OK(contents);
        QCOMPARE(contents->marks.size(), std::size_t{2});
        QVERIFY(std::ranges::find(contents->marks, expected) != contents->marks.end());
        auto older = CaseFile::open(path + ".v1", Mode::ReadOnly);
        QVERIFY_OK(older);
        QCOMPARE(older->read()->marks.size(), std::size_t{1});
    }

    void anOlderFileIsBroughtUpToDateStepByStep()
    {
        const char* const one[] = {"CREATE TABLE a(x INTEGER); INSERT INTO a VALUES (41)"};
        const char* const three[] = {one[0], "ALTER TABLE a ADD COLUMN y INTEGER",
                                     "UPDATE a SET x=x+1, y=7"};
        const char* const wrong[] = {one[0], three[1], three[2], "UPDATE a SET x=0; nonsense"};
        auto database = Database::open(newPath(), Mode::Create);
        QVERIFY_OK(database);
        QVERIFY_OK(migrate(*database, one));
        QCOMPARE(*database->integer("PRAGMA user_version"), std::int64_t{1});
        QVERIFY_OK(migrate(*database, three));
        QVERIFY_OK(migrate(*database, three)); // nothing is done twice
        QCOMPARE(*database->integer("SELECT x+y FROM a"), std::int64_t{49});
        QVERIFY(!migrate(*database, wrong));
        QCOMPARE(*database->integer("SELECT x+y FROM a"), std::int64_t{49});
        QCOMPARE(*database->integer("PRAGMA user_version"), std::int64_t{3});
        const auto newer = migrate(*database, one);
        QVERIFY(!newer && newer.error().kind == Error::Kind::Unsupported);
    }

    void whatIsNoCaseFileIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("text")
            << QByteArray("this is no database at all, but a longer text\n").repeated(40)
            << QByteArray();
        QTest::newRow("another database") << QByteArray() << QByteArray("CREATE TABLE a(b)");
        QTest::newRow("a table that is not there")
            << QByteArray()
            << QByteArray("PRAGMA application_id=1414679619; PRAGMA user_version=1");
        const QByteArray ours = QByteArray(caseFileSteps()[0])
            + ";PRAGMA application_id=1414679619; PRAGMA user_version=1;";
        const auto row = [&](const char* name, const char* values) {
            QTest::newRow(name) << QByteArray()
                                << ours + "INSERT INTO mark VALUES (" + values + ")";
        };
        row("an unknown kind", "'x',9,'','','',0,0,1,'','',0,0");
        row("a hash that is none", "'event:z',1,'','z','',0,0,1,'','',0,0");
        row("a key of another", "'session:b',2,'','','a',0,0,1,'','',0,0");
        row("a span that ends before it begins", "'span:5..4',3,'','','',5,4,1,'','',0,0");
        row("a note that is too long",
            "'session:a',2,'','','a',0,0,1,printf('%70000c','x'),'',0,0");
        QTest::newRow("the tag of no mark")
            << QByteArray() << ours + "INSERT INTO mark_tag VALUES ('event:1','t')";
        const QByteArray second = QByteArray(caseFileSteps()[0]) + caseFileSteps()[1]
            + ";PRAGMA application_id=1414679619; PRAGMA user_version=2;"
              "INSERT INTO mark VALUES ('session:a',2,'','','a',0,0,1,'','',0,0,'','');"
              "INSERT INTO mark VALUES ('picture:x',5,'','x','',0,1,1,'','',0,0,'','');";
        QTest::newRow("a picture that is not there") << QByteArray() << second;
        QTest::newRow("a picture of another hash")
            << QByteArray() << second + "INSERT INTO picture VALUES ('picture:x','<svg/>')";
        QTest::newRow("a session with a picture")
            << QByteArray() << second + "INSERT INTO picture VALUES ('session:a','<svg/>')";
        QTest::newRow("a session that compares")
            << QByteArray()
            << second + "INSERT INTO compared_event VALUES ('session:a',0,'','',NULL)";
        QTest::newRow("a colour that is none")
            << QByteArray() << ours + "INSERT INTO tag VALUES ('t',8,0)";
    }
    void whatIsNoCaseFileIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, sql);
        const std::string path = newPath();
        if (sql.isEmpty()) {
            QFile file(QString::fromStdString(path));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        } else {
            auto database = Database::open(path, Mode::Create);
            QVERIFY_OK(database);
            QVERIFY_OK(database->run("PRAGMA foreign_keys=OFF"));
            QVERIFY_OK(database->run(sql.toStdString()));
        }
        auto file = CaseFile::open(path, Mode::ReadWrite);
        const auto contents = file ? file->read() : Result<Contents>(file.error());
        QVERIFY(!contents);
        QCOMPARE(QByteArray(errorKindName(contents.error().kind)), QByteArray("malformed"));
    }

    // Every byte of a file may be wrong: an answer or an error, never more.
    void aBrokenFileIsNoDanger()
    {
        const std::string path = newPath();
        {
            auto file = CaseFile::open(path, Mode::Create);
            QVERIFY_OK(file);
            std::vector<MarkedSubject> marks;
            for (int i = 0; i < 60; ++i)
                marks.push_back(markOf(i, noted("note " + std::to_string(i))));
            QVERIFY_OK(file->write(marks, std::vector<Tag>{{"lead", 1}}));
        }
        QFile whole(QString::fromStdString(path));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray good = whole.readAll();
        std::mt19937 random(3);
        int refused = 0;
        for (int round = 0; round < 150; ++round) {
            QByteArray bad = good;
            for (int i = 0; i < 3; ++i) {
                const auto at =
                    static_cast<qsizetype>(random() % static_cast<unsigned>(bad.size()));
                bad[at] = static_cast<char>(random());
            }
            if (round % 5 == 0)
                bad.truncate(static_cast<qsizetype>(random() % static_cast<unsigned>(bad.size())));
            const std::string broken = newPath();
            QFile out(QString::fromStdString(broken));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(bad);
            out.close();
            auto file = CaseFile::open(broken, Mode::ReadWrite);
            const auto contents = file ? file->read() : Result<Contents>(file.error());
            refused += contents ? 0 : 1;
        }
        QCOMPARE_GT(refused, 10);
    }

    void aPlaceWhereNothingCanBeWrittenIsSaid()
    {
        const auto nowhere = CaseFile::open(
            m_dir.filePath(QStringLiteral("no/where.tlcase")).toStdString(), Mode::Create);
        QVERIFY(!nowhere);
        QVERIFY(nowhere.error().kind == Error::Kind::Io);
        QCOMPARE(nowhere.error().detail, std::string("No such file or directory"));
        const std::string path = newPath();
        QVERIFY_OK(CaseFile::open(path, Mode::Create));
        auto file = CaseFile::open(path, Mode::ReadOnly);
        QVERIFY_OK(file);
        QVERIFY(file->isReadOnly());
        const MarkedSubject marks[] = {markOf(1, starred())};
        QVERIFY(file->write(marks, std::nullopt).error().kind == Error::Kind::Io);
        if (geteuid() == 0)
            QSKIP("the system lets root write everywhere");
        QFile::setPermissions(QString::fromStdString(path), QFile::ReadOwner);
        auto locked = CaseFile::open(path, Mode::ReadWrite);
        QVERIFY_OK(locked);
        QVERIFY(locked->isReadOnly());
    }

    void whatIsTooLongIsRefusedAsAWhole()
    {
        auto file = CaseFile::open(newPath(), Mode::Create);
        QVERIFY_OK(file);
        const MarkedSubject marks[] = {markOf(1, starred()),
                                       markOf(2, noted(std::string(kMaxNoteBytes + 1, 'x')))};
        QVERIFY(file->write(marks, std::nullopt).error().kind == Error::Kind::TooLarge);
        QVERIFY(file->read()->marks.empty());
    }

    void aCopyIsAWholeCase()
    {
        auto file = CaseFile::open(newPath(), Mode::Create);
        QVERIFY_OK(file);
        const MarkedSubject marks[] = {markOf(1, starred())};
        QVERIFY_OK(file->write(marks, std::vector<Tag>{{"t", 2}}));
        const std::string there = newPath();
        QVERIFY_OK(file->copyTo(there));
        auto copy = CaseFile::open(there, Mode::ReadWrite);
        QVERIFY_OK(copy);
        QVERIFY(*copy->read() == *file->read());
    }
};

int main(int argc, char** argv)
{
    if (const char* path = std::getenv(kWriterPath))
        return writeWithoutEnd(path);
    QCoreApplication application(argc, argv);
    TestCaseFile test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_casefile.moc"
