#include "tests/cli/clirun.h"
#include "tests/support/fixtures.h"
#include "tests/support/randomevents.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>

using namespace trailloupe;
using test::Json;
using test::oneEvent;
using test::records;
using test::run;
using test::Run;

class TestCliSessions : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void sessionsSayWhoWasBehindIt()
    {
        const QString incident = test::sourcePath("resources/sample-incident");
        const QStringList asked{QStringLiteral("sessions"), incident, QStringLiteral("--actor"),
                                QStringLiteral("nightly-backup")};
        const Run tree = run(asked);
        QCOMPARE(tree.code, 1); // two files of it have problems
        QCOMPARE(tree.err, QByteArray());
        const QList<QByteArray> lines = tree.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[0].startsWith("IAMUser report-bot  account 111122223333"));
        // As the window has it; what its key made for another is that other's.
        QVERIFY2(lines[0].endsWith("  sessions 1, events that it was behind 75, events below 182"),
                 lines[0].constData());
        QVERIFY(lines[1].startsWith("  key AKIAIOSFODNN7EXAMPLE  events 75"));
        QVERIFY(lines[2].startsWith("    key AKIAI44QH8DHBEXAMPLE of IAMUser svc-backup  events "));
        QVERIFY(lines[2].endsWith("[its key was created there: certain]"));
        QVERIFY(lines[3].startsWith(
            "      key ASIACROSSACCTEXAMPLE of Role analytics-readwrite/nightly-backup  events "));
        QVERIFY(lines[3].contains("2026-03-12T02:55:01Z to "));
        QVERIFY(lines[3].endsWith("[its access key was issued there: certain]"));

        const Run json = run(asked + QStringList{QStringLiteral("--format=json")});
        const Json parsed = Json::parse(json.out.toStdString());
        QCOMPARE(parsed["sessions"].size(), std::size_t{3});
        const Json& last = parsed["sessions"].back();
        QCOMPARE(last["accessKey"].get<std::string>(), std::string("ASIACROSSACCTEXAMPLE"));
        QCOMPARE(last["reason"].get<std::string>(), std::string("keyIssued"));
        QCOMPARE(last["issuingEvent"].get<std::string>(),
                 std::string("3ddd6167-aedf-4cb2-a2db-bcbd7f21acb6"));
        QCOMPARE(last["expires"].get<std::string>(), std::string("2026-03-12T03:31:18Z"));
        QCOMPARE(last["root"].get<int>(), parsed["sessions"].front()["id"].get<int>());
        QVERIFY(parsed["sessions"].front()["parent"].is_null());
        QCOMPARE(parsed["principals"].size(), std::size_t{3});

        const Run unknown = run({QStringLiteral("sessions"), incident, QStringLiteral("--actor"),
                                 QStringLiteral("LAKE-loader")});
        QVERIFY(unknown.out.contains("origin unknown: an AssumeRole* event in account "
                                     "444455556666 would show it"));
        const Run nobody = run({QStringLiteral("sessions"), incident, QStringLiteral("--actor"),
                                QStringLiteral("nobody at all")});
        QCOMPARE(nobody.out, QByteArray());
        QVERIFY2(nobody.err.contains("no principal and no session matches 'nobody at all'"),
                 nobody.err.constData());
        QCOMPARE(nobody.code, 1);
    }

    void whoWasBehindItIsAField()
    {
        const QString incident = test::sourcePath("resources/sample-incident");
        const Run facets =
            run({QStringLiteral("facets"), incident, QStringLiteral("--filter"),
                 QStringLiteral("session.root:AKIAIOSFODNN7EXAMPLE"), QStringLiteral("--field"),
                 QStringLiteral("session.id"), QStringLiteral("--field"), QStringLiteral("actor"),
                 QStringLiteral("--format=json")});
        const Json json = Json::parse(facets.out.toStdString());
        QCOMPARE(json[0]["events"].get<int>(), 182);
        QCOMPARE(json[0]["values"].size(), std::size_t{3});
        QCOMPARE(json[1]["values"][0]["value"].get<std::string>(), std::string("svc-backup"));
        QCOMPARE(json[1]["values"][0]["events"].get<int>(), 107);
        const Run events = run({QStringLiteral("events"), incident, QStringLiteral("--filter"),
                                QStringLiteral("actor:svc-backup and eventName:GetObject"),
                                QStringLiteral("--columns"),
                                QStringLiteral("session.root,actor.type,session.origin"),
                                QStringLiteral("--format=csv")});
        const QList<QByteArray> lines = events.out.split('\n');
        QCOMPARE(lines.size(), 84 + 2);
        QCOMPARE(lines[1], QByteArray("AKIAIOSFODNN7EXAMPLE,IAMUser,keyIssued\r"));
        const Run explained =
            run({QStringLiteral("explain"), QStringLiteral("actor:svc-backup"), incident});
        QVERIFY2(!explained.out.contains("no event"), explained.out.constData());
    }

    void everyEventIsInTheSumOfItsSessions()
    {
        test::RandomEvents random(5);
        for (int file = 0; file < 4; ++file) {
            std::string list;
            for (int i = 0; i < 60; ++i)
                list += (i ? "," : "") + random.next();
            test::writeFile(m_dir.path(), "random/" + std::to_string(file) + ".json",
                            "{\"Records\":[" + list + "]}");
        }
        const Run result =
            run({QStringLiteral("sessions"), m_dir.filePath(QStringLiteral("random")),
                 QStringLiteral("--format"), QStringLiteral("json")});
        const Json json = Json::parse(result.out.toStdString());
        const Run summary =
            run({QStringLiteral("summary"), m_dir.filePath(QStringLiteral("random")),
                 QStringLiteral("--json")});
        std::uint64_t events = 0;
        for (const Json& session : json["sessions"])
            events += session["events"].get<std::uint64_t>();
        QVERIFY(events > 0);
        QCOMPARE(events, Json::parse(summary.out.toStdString())["events"].get<std::uint64_t>());
    }

    void namesOfPrincipalsCannotSteerTheTerminal()
    {
        Json event = oneEvent("e-1", "2026-03-01T10:00:00Z", "X");
        event["userIdentity"]["userName"] = "\x1b[2J\nbob";
        event["userIdentity"]["accessKeyId"] = "AKIA\x07";
        test::writeFile(m_dir.path(), "steering/a.json", records({event}));
        const Run result =
            run({QStringLiteral("sessions"), m_dir.filePath(QStringLiteral("steering"))});
        QCOMPARE(result.code, 0);
        QVERIFY(!result.out.contains('\x1b') && !result.out.contains('\a'));
        QCOMPARE(result.out.count('\n'), 2);
        QVERIFY(result.out.contains("\u241B[2J\u240Abob"));
    }
};

QTEST_GUILESS_MAIN(TestCliSessions)
#include "tst_clisessions.moc"
