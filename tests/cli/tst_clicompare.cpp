#include "tests/cli/clirun.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>

#include <map>
#include <set>

using namespace trailloupe;
using test::Json;
using test::oneEvent;
using test::records;
using test::run;
using test::Run;

class TestCliCompare : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_good; // three events
    std::map<std::string, Json> m_events; // by eventID

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        m_good = m_dir.filePath(QStringLiteral("good"));
        const Json first = oneEvent("e-1", "2026-03-01T10:00:00Z", "CreateUser");
        const Json second = oneEvent("e-2", "2026-03-01T11:00:00Z", "DeleteUser");
        Json third = oneEvent("e-3", "2026-03-02T09:00:00Z", "CreateAccessKey");
        third["errorCode"] = "AccessDenied";
        third["awsRegion"] = "eu-west-1";
        m_events = {{"e-1", first}, {"e-2", second}, {"e-3", third}};
        test::writeFile(m_good, "a.json", records({second, first, third}));
    }
    void init() { test::failOnAnyWarning(); }

    void eventsAreCompared()
    {
        const QStringList two{QStringLiteral("compare"), m_good, QStringLiteral("--event=e-1"),
                              QStringLiteral("--event=e-2")};
        const Run text = run(two);
        QCOMPARE(text.err, QByteArray());
        QVERIFY2(text.out.contains("1  2026-03-01"), text.out.constData());
        QVERIFY2(text.out.contains("ignored"), text.out.constData());
        const Run json = run(two + QStringList{QStringLiteral("--format=json")});
        const Json compared = Json::parse(json.out.toStdString());
        QVERIFY(compared["events"][0] == m_events["e-1"]);
        QVERIFY(compared["counts"]["ignored"] == 2); // eventID and eventTime
        std::set<std::string> paths;
        for (const Json& row : compared["rows"]) {
            if (!row.value("ignored", false))
                paths.insert(row["path"].get<std::string>());
        }
        std::set<std::string> expected;
        for (const auto& [key, value] : m_events["e-1"].items()) {
            if (m_events["e-2"][key] != value && key != "eventID" && key != "eventTime")
                expected.insert(key);
        }
        QVERIFY(paths == expected);
        const Run patch = run(two + QStringList{QStringLiteral("--format=patch")});
        QVERIFY(m_events["e-1"].patch(Json::parse(patch.out.toStdString())) == m_events["e-2"]);
        const Run all = run(two
                            + QStringList{QStringLiteral("--all"), QStringLiteral("--format"),
                                          QStringLiteral("json")});
        QVERIFY(Json::parse(all.out.toStdString())["counts"]["ignored"] == 0);
    }

    void periodsAreCompared()
    {
        const QStringList base{QStringLiteral("periods"), m_good,
                               QStringLiteral("--a=eventName:CreateUser"),
                               QStringLiteral("--b=eventName:CreateAccessKey")};
        const Run json = run(
            base
            + QStringList{QStringLiteral("--field=eventName"), QStringLiteral("--format=json")});
        QCOMPARE(json.err, QByteArray());
        const Json told = Json::parse(json.out.toStdString());
        QVERIFY(told["inBoth"] == 0);
        QVERIFY(told["fields"][0]["values"][0]["trend"] == "new");
        QVERIFY(told["fields"][0]["values"][0]["value"] == "CreateAccessKey");
        QVERIFY(told["fields"][0]["values"][1]["trend"] == "gone");
        const Run table = run(base);
        QVERIFY2(table.out.contains("(1 new, 1 gone, 0 more, 0 less, 0 same)"),
                 table.out.constData());
        const Run missing = run({QStringLiteral("periods"), m_good, QStringLiteral("--a=x")});
        QCOMPARE(missing.code, 2);
        QVERIFY2(missing.err.contains("--b is missing"), missing.err.constData());
        const Run wrong = run({QStringLiteral("periods"), m_good, QStringLiteral("--a=x"),
                               QStringLiteral("--b=user:(")});
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("user:("), wrong.err.constData());
    }

    void whatCannotBeComparedIsSaid()
    {
        const QStringList base{QStringLiteral("compare"), m_good};
        const std::pair<QStringList, const char*> wrongs[] = {
            {{}, "--event is missing"},
            {{QStringLiteral("--event=e-1")}, "This is one event; 2 to 8 can be compared"},
            {{QStringLiteral("--event=e-1"), QStringLiteral("--event=\x1b[31m")},
             "No event has the id"},
            {{QStringLiteral("--event=e-1"), QStringLiteral("--event=e-2"),
              QStringLiteral("--event=e-3"), QStringLiteral("--format=patch")},
             "A patch is of two events; these are 3"},
            {{QStringLiteral("--event=e-1"), QStringLiteral("--event=e-2"),
              QStringLiteral("--format=xml")},
             "'xml' is no format"},
        };
        for (const auto& [arguments, words] : wrongs) {
            const Run result = run(base + arguments);
            QCOMPARE(result.code, 2);
            QVERIFY2(result.err.contains(words), result.err.constData());
            QVERIFY(!result.err.contains('\x1b'));
        }
    }

    void aPathToIgnoreThatNoEventHasIsNamed()
    {
        const Run result = run({QStringLiteral("compare"), m_good, QStringLiteral("--event=e-1"),
                                QStringLiteral("--event=e-2"), QStringLiteral("--ignore=eventName"),
                                QStringLiteral("--ignore=no.such.path")});
        QCOMPARE(result.code, 0);
        QCOMPARE(result.err.count('\n'), 1);
        QVERIFY2(result.err.contains("--ignore no.such.path: none of these events has that path"),
                 result.err.constData());
        QVERIFY2(result.out.contains("ignored"), result.out.constData());
    }

    // The last one would win, and nobody would know.
    void anOptionOfOneValueIsGivenOnce()
    {
        const QStringList periods{QStringLiteral("periods"), m_good, QStringLiteral("--a=user:x"),
                                  QStringLiteral("--b=user:y")};
        const std::pair<QStringList, const char*> wrongs[] = {
            {periods + QStringList{QStringLiteral("--a=user:z")}, "--a was given twice"},
            {periods
                 + QStringList{QStringLiteral("--format=json"), QStringLiteral("--format=json")},
             "--format was given twice"},
            {{QStringLiteral("sessions"), m_good, QStringLiteral("--actor=x"),
              QStringLiteral("--actor=y")},
             "--actor was given twice"},
            {{QStringLiteral("events"), m_good, QStringLiteral("--filter=x"),
              QStringLiteral("--filter=y")},
             "--filter was given twice"},
        };
        for (const auto& [arguments, words] : wrongs) {
            const Run result = run(arguments);
            QCOMPARE(result.code, 2);
            QVERIFY2(result.err.contains(words), result.err.constData());
        }
        const Run columns =
            run({QStringLiteral("events"), m_good, QStringLiteral("--columns=eventName"),
                 QStringLiteral("--columns=eventID,awsRegion"), QStringLiteral("--format=csv")});
        QCOMPARE(columns.code, 0);
        QVERIFY2(columns.out.startsWith("eventName,eventID,awsRegion"), columns.out.constData());
        QCOMPARE(
            run(periods
                + QStringList{QStringLiteral("--field=eventName"), QStringLiteral("--field=user")})
                .code,
            0);
    }

    // Fields of who was behind the events are compared like any other.
    void periodsKnowWhoWasBehindTheEvents()
    {
        const Run json = run({QStringLiteral("periods"), m_good,
                              QStringLiteral("--a=actor:alice time<2026-03-02"),
                              QStringLiteral("--b=actor:alice time>=2026-03-02"),
                              QStringLiteral("--field=actor"), QStringLiteral("--format=json")});
        QCOMPARE(json.err, QByteArray());
        const Json told = Json::parse(json.out.toStdString());
        QVERIFY(told["a"]["events"] == 2);
        QVERIFY(told["b"]["events"] == 1);
        QVERIFY(told["fields"][0]["values"][0]["value"] == "alice");
        const Run missing =
            run({QStringLiteral("periods"), m_good, QStringLiteral("--a=evntName:x"),
                 QStringLiteral("--b=eventName:*"), QStringLiteral("--field=eventName")});
        QVERIFY2(missing.err.contains("eventName"), missing.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliCompare)
#include "tst_clicompare.moc"
