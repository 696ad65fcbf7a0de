#include "model/casefile/casefile.h"
#include "model/ingest/sha256.h"
#include "tests/cli/clirun.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QFile>
#include <QTemporaryDir>

using namespace trailloupe;
using casefile::CaseFile;
using casefile::MarkedSubject;
using casefile::Subject;
using test::Json;
using test::oneEvent;
using test::records;
using test::run;
using test::Run;
using Mode = casefile::Database::Mode;

class TestCliReport : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_export; // two files, three events, one of them twice
    QString m_case; // a starred event, a comparison, a picture, an event that is not there
    std::vector<Json> m_events;

    casefile::EventKey keyOf(std::size_t event) const
    {
        return {m_events[event]["eventID"].get<std::string>(),
                ingest::Sha256::of(m_events[event].dump()), 1'772'359'200};
    }
    static QByteArray bytesOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        m_export = m_dir.filePath(QStringLiteral("export"));
        m_events = {oneEvent("e-1", "2026-03-01T10:00:00Z", "CreateUser"),
                    oneEvent("e-2", "2026-03-01T10:00:00Z", "DeleteUser"),
                    oneEvent("e-3", "2026-03-02T09:00:00Z", "CreateAccessKey")};
        test::writeFile(m_export, "a.json", records(m_events));
        test::writeFile(m_export, "b.json", records({m_events[0]}));
        m_case = m_dir.filePath(QStringLiteral("x.tlcase"));
        auto file = CaseFile::open(m_case.toStdString(), Mode::Create);
        QVERIFY_OK(file);
        const casefile::EventKey first = keyOf(0);
        Subject gone{.eventId = "e-9", .sha256 = std::string(64, '9'), .from = 5};
        const std::vector<MarkedSubject> marks{
            {{.eventId = first.eventId, .sha256 = first.sha256, .from = first.time},
             {.isStarred = true, .note = "first <b>", .filter = "eventName:CreateUser"}},
            {casefile::comparisonOf({keyOf(0), keyOf(1)}, {"eventID"}), {.isStarred = true}},
            {casefile::pictureOf("<svg/>", 5, 9), {.isStarred = true}},
            {gone, {.note = "where is it", .title = "DeleteTrail eve"}}};
        QVERIFY_OK(file->write(marks, std::nullopt));
    }
    void init() { test::failOnAnyWarning(); }

    void everyStatementCanBeCheckedByHand()
    {
        const QByteArray before = bytesOf(m_case);
        const Run html = run({QStringLiteral("report"), m_case, m_export});
        QCOMPARE(html.err, QByteArray());
        QCOMPARE(html.code, 0);
        const QByteArray file = bytesOf(m_export + QStringLiteral("/a.json"));
        const auto offset = file.indexOf("{", file.indexOf("["));
        for (const QByteArray& text :
             {QByteArray::fromStdString(keyOf(0).sha256),
              QByteArray::fromStdString(ingest::Sha256::of(file.toStdString())),
              QByteArray("byte " + QByteArray::number(offset) + " of its text"),
              QByteArray("Found 2 times"), QByteArray("first &lt;b&gt;"),
              QByteArray("eventName:CreateUser"), QByteArray("1 of 3"),
              QByteArray("4 read = 3 shown + 1 duplicates + 0 rejected"),
              QByteArray("DeleteTrail eve"), QByteArray("not in this evidence"),
              QByteArray("data:image/svg+xml;base64,") + QByteArray("<svg/>").toBase64(),
              QByteArray("DeleteUser")})
            QVERIFY2(html.out.contains(text), text.constData());
        QCOMPARE(bytesOf(m_case), before);
    }

    void markdownHasItsPicturesBesideIt()
    {
        const QString path = m_dir.filePath(QStringLiteral("r.md"));
        const Run written =
            run({QStringLiteral("report"), m_case, m_export, QStringLiteral("--output"), path,
                 QStringLiteral("--zone"), QStringLiteral("Asia/Tokyo")});
        QCOMPARE(written.err, QByteArray());
        QCOMPARE(written.code, 0);
        const QByteArray text = bytesOf(path);
        const QByteArray name =
            "r-" + QByteArray::fromStdString(ingest::Sha256::of("<svg/>")).left(10) + ".svg";
        QVERIFY(text.contains("(<" + name + ">)"));
        QVERIFY(text.contains("2026-03-01 19:00:00"));
        QCOMPARE(bytesOf(m_dir.filePath(QString::fromLatin1(name))), QByteArray("<svg/>"));
        const Run shown =
            run({QStringLiteral("report"), m_case, m_export, QStringLiteral("--format=markdown")});
        QVERIFY(shown.out.startsWith("# Report on export"));
    }

    void whatIsWrongIsSaid()
    {
        const QString garbage = m_dir.filePath(QStringLiteral("garbage"));
        test::writeFile(m_dir.path(), "garbage", "this is no case file, but long enough to be one");
        const QString newer = m_dir.filePath(QStringLiteral("newer.tlcase"));
        {
            QVERIFY_OK(CaseFile::open(newer.toStdString(), Mode::Create));
            auto database = casefile::Database::open(newer.toStdString(), Mode::ReadWrite);
            QVERIFY_OK(database);
            QVERIFY_OK(database->run("PRAGMA user_version=99"));
        }
        const QString report = QStringLiteral("report");
        const std::pair<QStringList, const char*> wrongs[] = {
            {{report}, "No case file"},
            {{report, m_case}, "No export"},
            {{report, m_dir.filePath(QStringLiteral("none")), m_export}, "no such file"},
            {{report, garbage, m_export}, "cannot be read as a case file"},
            {{report, newer, m_export}, "newer Trailloupe"},
            {{report, m_case, m_export, QStringLiteral("--format=pdf")}, "No such format"},
            {{report, m_case, m_export, QStringLiteral("--output=x.pdf")}, "ends in none"},
            {{report, m_case, m_export, QStringLiteral("--zone=Mars")}, "no zone"},
            {{report, m_case, m_export, QStringLiteral("--output=/no/such/r.html")},
             "cannot write"},
            {{report, m_case, m_export, QStringLiteral("--output"),
              m_export + QStringLiteral("/r.html")},
             "never written to"},
            {{report, m_case, m_dir.filePath(QStringLiteral("nothing"))}, "no such file"},
        };
        for (const auto& [arguments, words] : wrongs) {
            const Run wrong = run(arguments);
            QCOMPARE(wrong.code, 2);
            QVERIFY2(wrong.err.contains(words), wrong.err.constData());
            QCOMPARE(wrong.out, QByteArray());
        }
        QVERIFY(!QFile::exists(m_export + QStringLiteral("/r.html")));
    }
};

QTEST_GUILESS_MAIN(TestCliReport)
#include "tst_clireport.moc"
