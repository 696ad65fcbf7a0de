#include "tests/cli/clirun.h"
#include "tests/support/fixtures.h"
#include "tests/support/randomevents.h"
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

namespace {

std::vector<Json> jsonLines(const QByteArray& text)
{
    std::vector<Json> lines;
    for (const QByteArray& line : text.split('\n')) {
        if (!line.isEmpty())
            lines.push_back(Json::parse(line.toStdString()));
    }
    return lines;
}

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_good; // three events, one delivered twice, one stray file
    QString m_bad; // and a truncated file
    std::map<std::string, Json> m_events; // by eventID

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        m_good = m_dir.filePath(QStringLiteral("good"));
        m_bad = m_dir.filePath(QStringLiteral("bad"));
        const Json first = oneEvent("e-1", "2026-03-01T10:00:00Z", "CreateUser");
        const Json second = oneEvent("e-2", "2026-03-01T11:00:00Z", "DeleteUser");
        Json third = oneEvent("e-3", "2026-03-02T09:00:00Z", "CreateAccessKey");
        third["errorCode"] = "AccessDenied";
        third["awsRegion"] = "eu-west-1";
        m_events = {{"e-1", first}, {"e-2", second}, {"e-3", third}};
        for (const QString& dir : {m_good, m_bad}) {
            test::writeFile(dir, "a/one.json.gz", test::gzip(records({second, first})));
            test::writeFile(dir, "a/two.json", records({third, first}));
            test::writeFile(dir, "readme.txt", "hello\n");
        }
        const std::string whole =
            test::gzip(records({oneEvent("e-4", "2026-03-03T00:00:00Z", "X"),
                                oneEvent("e-5", "2026-03-03T00:00:00Z", "Y")}));
        test::writeFile(m_bad, "b/cut.json.gz", whole.substr(0, whole.size() / 2));
    }

    void init() { test::failOnAnyWarning(); }

    void summaryCountsInJson()
    {
        const Run result = run({QStringLiteral("summary"), m_good, QStringLiteral("--json")});
        QCOMPARE(result.err, QByteArray());
        QCOMPARE(result.code, 0);
        const Json json = Json::parse(result.out.toStdString());
        QCOMPARE(json["sources"]["total"].get<int>(), 3);
        QCOMPARE(json["sources"]["read"].get<int>(), 2);
        QCOMPARE(json["sources"]["skipped"].get<int>(), 1);
        QCOMPARE(json["sources"]["failed"].get<int>(), 0);
        QCOMPARE(json["records"].get<int>(), 4);
        QCOMPARE(json["events"].get<int>(), 3);
        QCOMPARE(json["duplicates"].get<int>(), 1);
        QCOMPARE(json["undated"].get<int>(), 0);
        QCOMPARE(json["firstEventTime"].get<std::string>(), std::string("2026-03-01T10:00:00Z"));
        QCOMPARE(json["lastEventTime"].get<std::string>(), std::string("2026-03-02T09:00:00Z"));
        QVERIFY(json["accounts"] == (Json{{"111122223333", 3}}));
        QVERIFY(json["regions"] == (Json{{"us-east-1", 2}, {"eu-west-1", 1}}));
        QVERIFY(json["bytesCompressed"].get<int>() > 0);
        QVERIFY(json["bytesJson"].get<int>() > json["bytesCompressed"].get<int>());
        QVERIFY(json["seconds"].is_number_float());
        QCOMPARE(json["problems"].get<int>(), 0);
        QCOMPARE(json["classes"]["denied"].get<int>(), 1);
    }

    void summaryIsReadable()
    {
        const Run result = run({QStringLiteral("summary"), m_bad});
        QCOMPARE(result.code, 1);
        QVERIFY(result.out.contains("111122223333"));
        QVERIFY(result.out.contains("1 with problems"));
    }

    void wholeEventsComeBackAsTheyWereRecorded()
    {
        const Run result =
            run({QStringLiteral("events"), m_good, QStringLiteral("--format=jsonl")});
        QCOMPARE(result.code, 0);
        const std::vector<Json> events = jsonLines(result.out);
        QCOMPARE(events.size(), m_events.size());
        for (const Json& one : events)
            QVERIFY(one == m_events[one["eventID"].get<std::string>()]);
        QCOMPARE(events.front()["eventID"].get<std::string>(), std::string("e-1"));
    }

    void randomEventsComeBackAsTheyWereRecorded()
    {
        test::RandomEvents random(77);
        std::multimap<std::string, std::string> recorded;
        std::string lines;
        for (int i = 0; i < 500; ++i) {
            const std::string one = random.next();
            recorded.emplace(one, one);
            lines += one + "\n";
        }
        const std::string file =
            test::writeFile(m_dir.path(), "random/all.json.gz", test::gzip(lines));
        const Run result = run({QStringLiteral("events"), QString::fromStdString(file),
                                QStringLiteral("--format"), QStringLiteral("jsonl")});
        const QList<QByteArray> rebuilt = result.out.split('\n');
        for (const QByteArray& line : rebuilt)
            QVERIFY(line.isEmpty() || recorded.count(line.toStdString()) > 0);
        QVERIFY(rebuilt.size() > 400);
    }

    void columnsSortAndLimit()
    {
        const Run table =
            run({QStringLiteral("events"), m_good, QStringLiteral("--columns"),
                 QStringLiteral("eventName,user,error"), QStringLiteral("--sort"),
                 QStringLiteral("eventName:desc"), QStringLiteral("--limit"), QStringLiteral("2")});
        QCOMPARE(table.code, 0);
        QCOMPARE(table.out,
                 QByteArray("eventName   user   error\n"
                            "DeleteUser  alice  \n"
                            "CreateUser  alice  \n"));
        QVERIFY(table.err.contains("2 of 3 events shown"));

        const Run csv = run({QStringLiteral("events"), m_good, QStringLiteral("--columns"),
                             QStringLiteral("requestParameters.userName,time"),
                             QStringLiteral("--format=csv"), QStringLiteral("--limit=1")});
        QCOMPARE(csv.out,
                 QByteArray("requestParameters.userName,time\r\n"
                            "\"=1+1,\"\"x\"\"\",2026-03-01T10:00:00Z\r\n"));
        QVERIFY(csv.err.contains("1 of 3 events shown"));
        const Run safe =
            run({QStringLiteral("events"), m_good, QStringLiteral("--columns"),
                 QStringLiteral("requestParameters.userName"), QStringLiteral("--format=csv"),
                 QStringLiteral("--limit=1"), QStringLiteral("--formula-safe")});
        QCOMPARE(safe.out.split('\n').value(1), QByteArray("\"'=1+1,\"\"x\"\"\"\r"));

        const Run lines = run({QStringLiteral("events"), m_good, QStringLiteral("--columns"),
                               QStringLiteral("requestParameters.count,readOnly,errorCode,class"),
                               QStringLiteral("--format=jsonl")});
        const std::vector<Json> rows = jsonLines(lines.out);
        QCOMPARE(rows.size(), std::size_t(3));
        QVERIFY(rows[0]
                == (Json{{"requestParameters.count", 7},
                         {"readOnly", false},
                         {"errorCode", nullptr},
                         {"class", "sensitive"}}));
        QCOMPARE(rows[2]["errorCode"].get<std::string>(), std::string("AccessDenied"));
    }

    void aFilterLeavesWhatFits()
    {
        const auto count = [this](const QString& filter) {
            const Run result = run({QStringLiteral("events"), m_good, QStringLiteral("--format"),
                                    QStringLiteral("jsonl"), QStringLiteral("--filter"), filter});
            return result.code == 0 ? result.out.count('\n') : -1;
        };
        const auto all = count(QString());
        const auto failed = count(QStringLiteral("errorCode:*"));
        QVERIFY(failed > 0 && failed < all);
        QCOMPARE(count(QStringLiteral("not errorCode:*")), all - failed);
        const Run sorted = run({QStringLiteral("events"), m_good, QStringLiteral("--columns"),
                                QStringLiteral("eventName"), QStringLiteral("--sort"),
                                QStringLiteral("eventName"), QStringLiteral("--format=csv"),
                                QStringLiteral("--filter"), QStringLiteral("errorCode:*")});
        QCOMPARE(sorted.out.count('\n'), failed + 1);
    }

    void aFilterThatCannotBeReadIsToldAtItsPlace()
    {
        const Run result = run({QStringLiteral("events"), m_good, QStringLiteral("--filter"),
                                QStringLiteral("user:alice and (time:today")});
        QCOMPARE(result.code, 2);
        QVERIFY(result.out.isEmpty());
        QVERIFY2(result.err.contains("this is no time: today"), result.err.constData());
        const Run pattern = run({QStringLiteral("events"), m_good, QStringLiteral("--filter"),
                                 QStringLiteral("{ $.eventName EXISTS }")});
        QCOMPARE(pattern.code, 2);
        QVERIFY2(pattern.err.contains("^"), pattern.err.constData());
        QVERIFY2(
            result.err.contains("\n  user:alice and (time:today\n                       ^^^^^"),
            result.err.constData());
    }

    void whatMendsAFilterIsSaid()
    {
        for (const auto& [filter, better] :
             {std::pair("eventName:a) ", "Write: eventName:a "),
              std::pair("{ $.eventName = \"a\"", "Write: { $.eventName = \"a\"}")}) {
            const Run result = run({QStringLiteral("events"), m_good, QStringLiteral("--filter"),
                                    QString::fromUtf8(filter)});
            QCOMPARE(result.code, 2);
            QVERIFY2(result.err.contains(better), result.err.constData());
        }
    }

    void aFieldThatNoEventHasIsSaid()
    {
        for (const char* filter : {"evntName:foo", "{ $.evntName = \"foo\" }"}) {
            const Run result = run({QStringLiteral("events"), m_good, QStringLiteral("--filter"),
                                    QString::fromUtf8(filter)});
            QCOMPARE(result.code, 0);
            QVERIFY2(result.err.contains("no event has evntName; there is eventName"),
                     result.err.constData());
        }
        const QByteArray facets = run({QStringLiteral("facets"), m_good, QStringLiteral("--field"),
                                       QStringLiteral("eventNam")})
                                      .err;
        QVERIFY2(facets.contains("no event has eventNam; there is eventName"), facets.constData());
    }

    void aFilterPatternIsReadAsOne()
    {
        const auto lines = [this](const QStringList& filter) {
            return run(QStringList{QStringLiteral("events"), m_good, QStringLiteral("--format"),
                                   QStringLiteral("jsonl"), QStringLiteral("--filter")}
                       + filter)
                .out.count('\n');
        };
        QCOMPARE(lines({QStringLiteral("{ $.errorCode = \"Access*\" }")}), 1);
        QCOMPARE(lines({QStringLiteral("{ $.errorCode NOT EXISTS }")}), 2);
        // Terms look through the whole record, a word of the bar only through values.
        const QString word = QStringLiteral("userIdentity");
        QCOMPARE(lines({word}), 0);
        QCOMPARE(lines({word, QStringLiteral("--language"), QStringLiteral("pattern")}), 3);
    }

    void facetsAreExact()
    {
        const Run result =
            run({QStringLiteral("facets"), m_good, QStringLiteral("--field"),
                 QStringLiteral("eventName"), QStringLiteral("--field"), QStringLiteral("region"),
                 QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("--filter"),
                 QStringLiteral("eventName:(CreateUser or CreateAccessKey)")});
        QCOMPARE(result.code, 0);
        const Json facets = Json::parse(result.out.toStdString());
        QCOMPARE(facets.size(), std::size_t{2});
        QVERIFY(facets[0]["field"] == "eventName");
        QVERIFY(facets[0]["events"] == 2);
        const Json expected = Json::array({Json{{"value", "CreateAccessKey"}, {"events", 1}},
                                           Json{{"value", "CreateUser"}, {"events", 1}}});
        QVERIFY(facets[0]["values"] == expected);
        QVERIFY(facets[1]["field"] == "awsRegion");
        QVERIFY(facets[1]["distinct"] == 2);
        const Run table =
            run({QStringLiteral("facets"), m_good, QStringLiteral("--field"),
                 QStringLiteral("eventName"), QStringLiteral("--top"), QStringLiteral("2")});
        QVERIFY2(table.out.contains("2 of 3 values; 3 of 3 events have the field"),
                 table.out.constData());
    }

    void histogramsReconcile()
    {
        const QString dir = m_dir.filePath(QStringLiteral("undated"));
        Json undated = oneEvent("e-9", "someday", "CreateUser");
        test::writeFile(dir, "one.json",
                        records({m_events["e-1"], m_events["e-2"], m_events["e-3"], undated}));
        const Run result =
            run({QStringLiteral("histogram"), dir, QStringLiteral("--step"), QStringLiteral("6h"),
                 QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(result.err, QByteArray());
        const Json json = Json::parse(result.out.toStdString());
        QVERIFY(json["stepSeconds"] == 21'600);
        QVERIFY(json["events"] == 4);
        QVERIFY(json["undated"]["events"] == 1);
        QCOMPARE(json["bars"].size(), std::size_t{5});
        QVERIFY(json["bars"][0]["from"] == "2026-03-01T06:00:00Z");
        QVERIFY(json["bars"][0]["to"] == "2026-03-01T12:00:00Z");
        QVERIFY(json["bars"][4]["failed"] == 1);
        int sum = json["undated"]["events"].get<int>();
        for (const Json& bar : json["bars"]) {
            const int parts = bar["failed"].get<int>() + bar["write"].get<int>()
                + bar["read"].get<int>() + bar["other"].get<int>();
            QCOMPARE(parts, bar["events"].get<int>());
            sum += parts;
        }
        QVERIFY(json["events"] == sum);
        QCOMPARE(json["gaps"].size(), std::size_t{2});
        QVERIFY(json["gaps"][1]["from"] == "2026-03-01T11:00:00Z");
        QVERIFY(json["gaps"][1]["to"] == "2026-03-02T09:00:00Z");
        const Run table = run({QStringLiteral("histogram"), dir, QStringLiteral("--filter"),
                               QStringLiteral("eventName:CreateUser"), QStringLiteral("--step"),
                               QStringLiteral("1d")});
        QVERIFY2(table.out.contains("2 events = 1 in 1 bars + 1 undated"), table.out.constData());
        QVERIFY2(table.out.contains("undated"), table.out.constData());
    }

    void histogramsAreOfAZone()
    {
        const Run result =
            run({QStringLiteral("histogram"), m_good, QStringLiteral("--step"),
                 QStringLiteral("1d"), QStringLiteral("--zone"), QStringLiteral("Asia/Tokyo"),
                 QStringLiteral("--format"), QStringLiteral("csv")});
        QCOMPARE(result.code, 0);
        QCOMPARE(result.out,
                 QByteArray("from,to,events,failed,write,read,other\r\n"
                            "2026-03-01T00:00:00+09:00,2026-03-02T00:00:00+09:00,2,0,2,0,0\r\n"
                            "2026-03-02T00:00:00+09:00,2026-03-03T00:00:00+09:00,1,1,0,0,0\r\n"));
        // Nothing fits: no bars, and that is no error.
        const Run none = run({QStringLiteral("histogram"), m_good, QStringLiteral("--filter"),
                              QStringLiteral("eventName:Nothing")});
        QCOMPARE(none.code, 0);
        QVERIFY2(none.out.contains("0 events = 0 in 0 bars + 0 undated"), none.out.constData());
    }

    void histogramsThatCannotBeAreRefused()
    {
        for (const QStringList& wrong :
             {QStringList{QStringLiteral("--step"), QStringLiteral("5")},
              QStringList{QStringLiteral("--step"), QStringLiteral("-5m")},
              QStringList{QStringLiteral("--step"), QStringLiteral("99999999999999999d")},
              QStringList{QStringLiteral("--step"), QString()},
              QStringList{QStringLiteral("--step"), QStringLiteral("1s")}, // a day of seconds
              QStringList{QStringLiteral("--zone"), QStringLiteral("Mars/Olympus")},
              QStringList{QStringLiteral("--format"), QStringLiteral("xml")},
              QStringList{QStringLiteral("--filter"), QStringLiteral("(a")}}) {
            const Run result = run(QStringList{QStringLiteral("histogram"), m_good} + wrong);
            QCOMPARE(result.code, 2);
            QVERIFY2(!result.err.isEmpty(), qPrintable(wrong.join(u' ')));
            QCOMPARE(result.out, QByteArray());
        }
    }

    void explainSaysTheSameInOtherLanguages()
    {
        const Run result =
            run({QStringLiteral("explain"), QStringLiteral("eventName:\"RunInstances\"")});
        QCOMPARE(result.code, 0);
        QVERIFY2(result.out.contains("read as: filter bar"), result.out.constData());
        QVERIFY2(result.out.contains("$.eventName = \"RunInstances\""), result.out.constData());
        const Run pattern = run(
            {QStringLiteral("explain"), QStringLiteral("{ $.userIdentity.invokedBy != \"x\" }")});
        QVERIFY2(pattern.out.contains("read as: CloudWatch filter pattern"),
                 pattern.out.constData());
        QVERIFY2(pattern.out.contains("userIdentity.invokedBy"), pattern.out.constData());
    }

    void outputWritesAFileThatOpensAgain()
    {
        const auto path = [this](const char* name) {
            return m_dir.filePath(QString::fromLatin1(name));
        };
        const QString filter = QStringLiteral("not errorCode:*");
        const QString json = path("some.json");
        Run result = run({QStringLiteral("events"), m_good, QStringLiteral("--filter"), filter,
                          QStringLiteral("--output"), json});
        QCOMPARE(result.code, 0);
        QVERIFY(result.out.isEmpty());
        const Json summary = Json::parse(
            run({QStringLiteral("summary"), json, QStringLiteral("--json")}).out.toStdString());
        QCOMPARE(summary["events"].get<int>(), 2);
        QFile file(json);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Json note = Json::parse(file.readAll().toStdString())["trailloupe"];
        QCOMPARE(note["filter"].get<std::string>(), filter.toStdString());
        QCOMPARE(note["written"].get<int>(), 2);
        QCOMPARE(note["events"].get<int>(), 3);
        QCOMPARE(note["duplicates"].get<int>(), 1);

        result = run({QStringLiteral("events"), m_good, QStringLiteral("--columns=eventID"),
                      QStringLiteral("--limit=1"), QStringLiteral("--output"), path("some.csv")});
        QCOMPARE(result.code, 0);
        QFile csv(path("some.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count("\r\n"), 2);
        QVERIFY(QFile::exists(path("some.csv.note.txt")));
        QVERIFY(result.err.contains("1 of 3 events shown"));

        // Evidence is never written to, whatever is asked for.
        for (const QString& target :
             {m_good + QStringLiteral("/new.json"), m_good + QStringLiteral("/new.csv")}) {
            result = run({QStringLiteral("events"), m_good, QStringLiteral("--output"), target});
            QCOMPARE(result.code, 2);
            QVERIFY2(result.err.contains("never written to"), result.err.constData());
            QVERIFY(!QFile::exists(target));
        }
        result = run({QStringLiteral("events"), json, QStringLiteral("--output"), json});
        QCOMPARE(result.code, 2);

        for (const char* bad : {"some.txt", "no/such/folder/some.csv"}) {
            result = run({QStringLiteral("events"), m_good, QStringLiteral("--output"), path(bad)});
            QCOMPARE(result.code, 2);
            QVERIFY2(result.err.contains(path(bad).toUtf8()), result.err.constData());
        }
    }

    void explainTellsWhatIsHardlyMeantAndWhatItCosts()
    {
        const QString text = QStringLiteral("errorCode != AccessDenied");
        const Run alone = run({QStringLiteral("explain"), text});
        QCOMPARE(alone.code, 0);
        QVERIFY2(alone.out.contains("finds every event without errorCode too\n"),
                 alone.out.constData());
        QVERIFY2(alone.out.contains("better: errorCode != AccessDenied and errorCode:*"),
                 alone.out.constData());
        QVERIFY2(alone.out.contains("dictionary of the field"), alone.out.constData());
        const Run counted = run({QStringLiteral("explain"),
                                 QStringLiteral("eventNam:x \"one two\" outcome:failure"), m_good});
        QCOMPARE(counted.code, 0);
        QVERIFY2(counted.out.contains("no event has eventNam; there is eventName"),
                 counted.out.constData());
        QVERIFY2(counted.out.contains("segments"), counted.out.constData());
        QVERIFY2(counted.out.contains("text scan of all values"), counted.out.constData());
        QVERIFY2(counted.out.contains("derived column"), counted.out.constData());
        QCOMPARE(run({QStringLiteral("explain"), text, QStringLiteral("/no/such/export")}).code, 2);
    }

    void archivesAreRead()
    {
        const std::string zip =
            test::zipOf({{.name = "AWSLogs/one.json.gz",
                          .bytes = test::gzip(records({m_events["e-1"], m_events["e-2"]}))},
                         {.name = "AWSLogs/two.json", .bytes = records({m_events["e-3"]})}});
        const std::string file = test::writeFile(m_dir.path(), "export.zip", zip);
        const Run result = run({QStringLiteral("summary"), QString::fromStdString(file), m_good,
                                QStringLiteral("--json")});
        QCOMPARE(result.code, 0);
        const Json json = Json::parse(result.out.toStdString());
        QCOMPARE(json["records"].get<int>(), 7);
        QCOMPARE(json["events"].get<int>(), 3);
        QCOMPARE(json["duplicates"].get<int>(), 4);
    }

    void aPathThatNoEventHasIsSaid()
    {
        const Run result = run({QStringLiteral("events"), m_good, QStringLiteral("--columns"),
                                QStringLiteral("eventNmae")});
        QCOMPARE(result.code, 0);
        QVERIFY(result.err.contains("eventNmae"));
    }

    void theLedgerAccountsForEverySource()
    {
        const Run all = run({QStringLiteral("ledger"), m_bad, QStringLiteral("--format=jsonl")});
        QCOMPARE(all.code, 1);
        const std::vector<Json> lines = jsonLines(all.out);
        QCOMPARE(lines.size(), std::size_t(4));
        for (const Json& line : lines)
            QCOMPARE(line["records"].get<int>(),
                     line["shown"].get<int>() + line["duplicates"].get<int>()
                         + line["rejected"].get<int>());
        const Run problems = run({QStringLiteral("ledger"), m_bad, QStringLiteral("--problems"),
                                  QStringLiteral("--format=jsonl")});
        const std::vector<Json> broken = jsonLines(problems.out);
        QCOMPARE(broken.size(), std::size_t(1));
        QCOMPARE(broken[0]["path"].get<std::string>().find("cut.json.gz") != std::string::npos,
                 true);
        QVERIFY(broken[0]["problem"].get<bool>());
        bool truncated = false;
        for (const Json& issue : broken[0]["issues"])
            truncated = truncated || issue["code"] == "gzip-truncated";
        QVERIFY(truncated);

        const Run csv = run({QStringLiteral("ledger"), m_good, QStringLiteral("--format=csv")});
        QCOMPARE(csv.code, 0);
        QVERIFY(csv.out.startsWith("path,kind,status,problem,"));
        QCOMPARE(csv.out.count("\r\n"), 4);
        const Run table = run({QStringLiteral("ledger"), m_good});
        QCOMPARE(table.out.count('\n'), 4);
        QVERIFY(table.out.contains("is no event log"));
    }

    void wrongArgumentsAreExplained_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const QStringList& arguments, const char* said) {
            QTest::newRow(name) << arguments << QByteArray(said);
        };
        const auto s = [](const char* text) {
            return QString::fromUtf8(text);
        };
        row("nothing", {}, "No command was given");
        row("unknown command", {s("frobnicate")}, "frobnicate");
        row("no export", {s("summary")}, "No export was given");
        row("unknown option", {s("events"), s("--frobnicate"), s("x")}, "frobnicate");
        row("unknown format", {s("events"), s("--format=xml"), s("x")}, "xml");
        row("broken path", {s("events"), s("--columns=a..b"), s("x")}, "a..b");
        row("broken sort", {s("events"), s("--sort=a..b:desc"), s("x")}, "a..b");
        row("no number", {s("events"), s("--limit=many"), s("x")}, "many");
        row("negative number", {s("events"), s("--limit=-1"), s("x")}, "-1");
        row("no such file", {s("summary"), s("/no/such/export")}, "/no/such/export");
        row("format of another command", {s("sessions"), s("--format"), s("csv"), s("x")},
            "tree and json");
        row("json of another command", {s("ledger"), s("--json"), s("x")}, "json");
    }

    void wrongArgumentsAreExplained()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, said);
        const Run result = run(arguments);
        QCOMPARE(result.code, 2);
        QCOMPARE(result.out, QByteArray());
        QVERIFY2(result.err.contains(said), result.err.constData());
        QVERIFY(result.err.startsWith("trailloupe-cli: "));
    }

    void helpNeedsNoManual()
    {
        for (const char* command : {"summary", "events", "ledger", "histogram", "sessions"}) {
            const Run result = run({QString::fromUtf8(command), QStringLiteral("--help")});
            QCOMPARE(result.code, 0);
            QCOMPARE(result.err, QByteArray());
            QVERIFY(result.out.startsWith(QByteArray("Usage: trailloupe-cli ") + command));
            QVERIFY(result.out.contains("Exit code"));
            QVERIFY(result.out.contains("Examples"));
        }
        const Run all = run({QStringLiteral("--help")});
        QCOMPARE(all.code, 0);
        QVERIFY(all.out.contains("summary") && all.out.contains("ledger"));
        const Run version = run({QStringLiteral("--version")});
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("trailloupe-cli 0."));
    }

    void aReaderThatGoesAwayIsNoError()
    {
        QProcess process;
        process.start(
            QStringLiteral("/bin/bash"),
            {QStringLiteral("-c"),
             QStringLiteral("set -o pipefail; for i in $(seq 200); do set -- \"$@\" \"%2\";"
                            " done; '%1' events \"$@\" --format jsonl | head -c 1")
                 .arg(QStringLiteral(TRAILLOUPE_CLI), m_dir.filePath(QStringLiteral("random")))});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.readAllStandardError(), QByteArray());
        QVERIFY(process.exitCode() == 0 || process.exitCode() == 1);
    }

    void noGuiLibraryIsLinked()
    {
        QProcess process;
        process.start(QStringLiteral("ldd"), {QStringLiteral(TRAILLOUPE_CLI)});
        if (!process.waitForFinished(30'000))
            QSKIP("ldd is absent");
        const QByteArray libraries = process.readAllStandardOutput();
        QVERIFY(libraries.contains("libQt6Core"));
        for (const char* gui : {"Qt6Gui", "Qt6Widgets", "libX11", "libGL", "libxcb"})
            QVERIFY2(!libraries.contains(gui), gui);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
