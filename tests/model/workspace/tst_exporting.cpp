// Exports as files: all of one or nothing, with the note beside it, in the background.
#include "model/query/column.h"
#include "model/workspace/exportfile.h"
#include "model/workspace/exporting.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

using namespace trailloupe;
using namespace trailloupe::workspace;
using query::ExportFormat;
using test::SmallExport;

namespace {

struct World
{
    bool openAndWait(const QString& path)
    {
        workspace.open({path});
        return QTest::qWaitFor(
            [this] { return workspace.state() == Workspace::State::Ready && jobs.isIdle(); },
            20'000);
    }
    query::EventExport input(ExportFormat format) const
    {
        const auto& evidence = workspace.evidence();
        query::EventExport made;
        made.store = evidence.store;
        made.rows.assign(evidence.store->timeOrder().begin(), evidence.store->timeOrder().end());
        made.format = format;
        made.columns = {*query::parseColumn("eventName")};
        made.titles = {"eventName"};
        made.note = noteOf(evidence, workspace.paths());
        return made;
    }
    QString file(const QString& name) const { return dir.filePath(name); }
    QStringList files() const { return QDir(dir.path()).entryList(QDir::Files | QDir::Hidden); }

    QTemporaryDir dir;
    JobRunner jobs;
    Workspace workspace{jobs};
    Exporting exporting{jobs};
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestExporting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void writesTheFileAndItsNote()
    {
        const SmallExport small(2, 30);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QSignalSpy finished(&w.exporting, &Exporting::finished);
        w.exporting.start(w.input(ExportFormat::Csv), w.file(QStringLiteral("a.csv")));
        QVERIFY(w.exporting.isRunning());
        QVERIFY(finished.wait());
        QVERIFY(!w.exporting.error());
        QVERIFY(!w.exporting.isRunning());
        QCOMPARE(w.exporting.events(), std::uint64_t{60});
        QCOMPARE(contentOf(w.file(QStringLiteral("a.csv"))).count("\r\n"), 61);
        const QByteArray note = contentOf(w.file(QStringLiteral("a.csv.note.txt")));
        QVERIFY2(note.contains("events written: 60\n"), note.constData());
        QVERIFY2(note.contains("source: " + small.path().toUtf8()), note.constData());
        QCOMPARE(w.files().size(), 2);
    }

    void recordsOpenAgainAsAnExport()
    {
        const SmallExport small(3, 40);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString file = w.file(QStringLiteral("kept.json"));
        QVERIFY_OK(writeExportFile(w.input(ExportFormat::Records), file, JobContext()));
        QCOMPARE(w.files(), QStringList{QStringLiteral("kept.json")});
        World again;
        QVERIFY(again.openAndWait(file));
        const auto& ledger = *again.workspace.evidence().ledger;
        QCOMPARE(again.workspace.evidence().store->rowCount(), std::size_t{120});
        QCOMPARE(ledger.totals().problems, std::uint64_t{0});
    }

    void aCancelledExportLeavesNothing()
    {
        SmallExport small(20, 500);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        auto input = w.input(ExportFormat::JsonLines);
        const auto once = input.rows;
        for (int i = 0; i < 30; ++i)
            input.rows.insert(input.rows.end(), once.begin(), once.end());
        QSignalSpy finished(&w.exporting, &Exporting::finished);
        QSignalSpy progress(&w.exporting, &Exporting::progressChanged);
        w.exporting.start(std::move(input), w.file(QStringLiteral("a.jsonl")));
        QTRY_VERIFY(!progress.isEmpty() || !finished.isEmpty());
        w.exporting.stop();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(w.exporting.error());
        QCOMPARE(int(w.exporting.error()->kind), int(Error::Kind::Cancelled));
        w.jobs.cancelAllAndWait();
        QVERIFY2(w.files().isEmpty(), qPrintable(w.files().join(u' ')));
    }

    void whatWasThereStaysWhenItCannotBeWritten()
    {
        const SmallExport small(4, 500);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString file = w.file(QStringLiteral("a.jsonl"));
        QFile old(file);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        // A full disk, as far as a process can have one of its own.
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit little = before;
        little.rlim_cur = 100'000;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
        const auto written = writeExportFile(w.input(ExportFormat::JsonLines), file, JobContext());
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!written);
        QCOMPARE(int(written.error().kind), int(Error::Kind::Io));
        QCOMPARE(written.error().source, file.toStdString());
        QCOMPARE(QString::fromStdString(written.error().detail), qt_error_string(EFBIG));
        QCOMPARE(w.files(), QStringList{QStringLiteral("a.jsonl")});
        QCOMPARE(contentOf(file), QByteArray("old"));
    }

    void aPlaceThatCannotBeWrittenIsNamed()
    {
        const SmallExport small(1, 5);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString file = w.file(QStringLiteral("no/such/folder/a.csv"));
        QSignalSpy finished(&w.exporting, &Exporting::finished);
        w.exporting.start(w.input(ExportFormat::Csv), file);
        QVERIFY(finished.wait());
        QVERIFY(w.exporting.error());
        QCOMPARE(int(w.exporting.error()->kind), int(Error::Kind::Io));
        QCOMPARE(w.exporting.error()->source, file.toStdString());
        // The next one starts afresh.
        w.exporting.start(w.input(ExportFormat::Csv), w.file(QStringLiteral("a.csv")));
        QVERIFY(finished.wait());
        QVERIFY(!w.exporting.error());
    }

    void evidenceIsNeverWrittenTo()
    {
        const SmallExport small(2, 10);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString source = small.path() + QStringLiteral("/log-0.json.gz");
        const QByteArray before = contentOf(source);
        const QString link = w.file(QStringLiteral("link"));
        QVERIFY(QFile::link(small.path(), link));
        const QString fileLink = w.file(QStringLiteral("kept.json"));
        QVERIFY(QFile::link(source, fileLink));
        QVERIFY(QDir(small.path()).mkpath(QStringLiteral("deep/er")));
        for (const QString& target :
             {source, small.path() + QStringLiteral("/new.json"), fileLink,
              link + QStringLiteral("/new.json"), small.path() + QStringLiteral("/deep/er/a.json"),
              small.path() + QStringLiteral("/deep/../new.json")}) {
            const auto written =
                writeExportFile(w.input(ExportFormat::Records), target, JobContext());
            QVERIFY2(!written, qPrintable(target));
            QCOMPARE(int(written.error().kind), int(Error::Kind::Unsupported));
            QCOMPARE(written.error().source, target.toStdString());
        }
        QCOMPARE(contentOf(source), before);
        QCOMPARE(QDir(small.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
        // A folder whose name only begins like that of the evidence is another one.
        const QString beside = small.path() + QStringLiteral("-beside");
        QVERIFY(QDir().mkpath(beside));
        QVERIFY_OK(writeExportFile(w.input(ExportFormat::Records),
                                   beside + QStringLiteral("/new.json"), JobContext()));
        QVERIFY(QDir(beside).removeRecursively());
    }

    void aFileThatWasOpenedIsNotReplaced()
    {
        const SmallExport small(1, 10);
        World w;
        const QString opened = small.path() + QStringLiteral("/log-0.json.gz");
        QVERIFY(w.openAndWait(opened));
        QVERIFY(isInEvidence(opened, w.input(ExportFormat::Records).note.sources));
        // Beside it there is room.
        QVERIFY(!isInEvidence(small.path() + QStringLiteral("/other.json"),
                              w.input(ExportFormat::Records).note.sources));
    }

    void aNoteReplacesOnlyItsOwnKind()
    {
        const SmallExport small(1, 10);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString note = w.file(QStringLiteral("a.csv.note.txt"));
        QFile mine(note);
        QVERIFY(mine.open(QIODevice::WriteOnly) && mine.write("mine") == 4);
        mine.close();
        const QString file = w.file(QStringLiteral("a.csv"));
        const auto written = writeExportFile(w.input(ExportFormat::Csv), file, JobContext());
        QVERIFY(!written);
        QCOMPARE(written.error().source, note.toStdString());
        QCOMPARE(contentOf(note), QByteArray("mine"));
        QCOMPARE(w.files(), QStringList{QStringLiteral("a.csv.note.txt")});
        // That of a file which is replaced goes with it.
        QVERIFY(QFile::remove(note));
        QVERIFY_OK(writeExportFile(w.input(ExportFormat::Csv), file, JobContext()));
        QVERIFY_OK(writeExportFile(w.input(ExportFormat::Csv), file, JobContext()));
        QCOMPARE(w.files().size(), 2);
    }

    void anOlderExportAndItsNoteStayTogether_data()
    {
        QTest::addColumn<QString>("blocked"); // a folder of that name stands in the way
        QTest::addColumn<bool>("later"); // since the events are being written
        QTest::addColumn<bool>("hadNote");
        const QString data = QStringLiteral("a.csv");
        const QString note = QStringLiteral("a.csv.note.txt");
        QTest::newRow("no events from the begin") << data << false << true;
        QTest::newRow("no events later") << data << true << true;
        QTest::newRow("no events later, no note") << data << true << false;
        QTest::newRow("no note from the begin") << note << false << false;
        QTest::newRow("no note later") << note << true << false;
    }
    void anOlderExportAndItsNoteStayTogether()
    {
        QFETCH(const QString, blocked);
        QFETCH(const bool, later);
        QFETCH(const bool, hadNote);
        const SmallExport small(1, 10);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString path = w.file(QStringLiteral("a.csv"));
        const QString note = w.file(QStringLiteral("a.csv.note.txt"));
        const auto write = [](const QString& name, const char* text) {
            QFile file(name);
            return file.open(QIODevice::WriteOnly) && file.write(text) > 0;
        };
        QVERIFY(write(path, "old events"));
        QVERIFY(!hadNote || write(note, "old note"));
        const auto block = [&] {
            QFile::remove(w.file(blocked));
            QDir(w.dir.path()).mkpath(blocked + QStringLiteral("/inside"));
        };
        if (!later)
            block();
        const JobContext context({}, [&](const Progress&) {
            if (later)
                block();
        });
        const auto written = writeExportFile(w.input(ExportFormat::Csv), path, context);
        QVERIFY(!written);
        QCOMPARE(int(written.error().kind), int(Error::Kind::Io));
        QCOMPARE(written.error().source, w.file(blocked).toStdString());
        QVERIFY(!written.error().detail.empty());
        // What was there before is there, and nothing else.
        QStringList expected;
        if (w.file(blocked) != path) {
            expected.append(QStringLiteral("a.csv"));
            QCOMPARE(contentOf(path), QByteArray("old events"));
        }
        if (hadNote) {
            expected.append(QStringLiteral("a.csv.note.txt"));
            QCOMPARE(contentOf(note), QByteArray("old note"));
        }
        QCOMPARE(w.files(), expected);
    }

    void aLinkToANoteStaysOne()
    {
        const SmallExport small(1, 10);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const QString path = w.file(QStringLiteral("a.csv"));
        QVERIFY_OK(writeExportFile(w.input(ExportFormat::Csv), path, JobContext()));
        const QString note = w.file(QStringLiteral("a.csv.note.txt"));
        const QString real = w.file(QStringLiteral("real.txt"));
        QVERIFY(QFile::rename(note, real) && QFile::link(real, note));
        QFile old(real);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        QVERIFY_OK(writeExportFile(w.input(ExportFormat::Csv), path, JobContext()));
        QVERIFY(QFileInfo(note).isSymLink());
        QVERIFY(contentOf(real).contains("events written: 10"));
        QCOMPARE(w.files().size(), 3);
    }

    void theNameTellsTheFormat()
    {
        QCOMPARE(exportFormatOf(QStringLiteral("/a/B.CSV")), ExportFormat::Csv);
        QCOMPARE(exportFormatOf(QStringLiteral("b.ndjson")), ExportFormat::JsonLines);
        QCOMPARE(exportFormatOf(QStringLiteral("b.json")), ExportFormat::Records);
        QVERIFY(!exportFormatOf(QStringLiteral("b.txt")));
    }
};

QTEST_GUILESS_MAIN(TestExporting)
#include "tst_exporting.moc"
