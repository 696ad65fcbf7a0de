// trailloupe-cli config: the resources of an export, as a script sees them.
#include "tests/cli/clirun.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace Qt::StringLiterals;
using test::Json;
using test::run;
using test::Run;

namespace {

Json item(const char* type, const char* id, const char* time, const char* status)
{
    return Json{{"configurationItemVersion", "1.3"},
                {"awsAccountId", "111122223333"},
                {"awsRegion", "us-east-1"},
                {"resourceType", type},
                {"resourceId", id},
                {"configurationItemCaptureTime", time},
                {"configurationItemStatus", status},
                {"configurationStateId", 1}};
}

std::string history(const std::vector<Json>& items)
{
    return Json{{"fileVersion", "1.0"}, {"configurationItems", items}}.dump();
}

} // namespace

class TestCliConfig : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    Json listed(const QStringList& more)
    {
        const Run result =
            run(QStringList{u"config"_s, u"list"_s, m_dir.path(), u"--format"_s, u"json"_s} + more);
        if (result.code != 0 || !result.err.isEmpty())
            qWarning("%d: %s", result.code, result.err.constData());
        return Json::parse(result.out.toStdString());
    }
    static QStringList ids(const Json& list)
    {
        QStringList found;
        for (const Json& resource : list)
            found << QString::fromStdString(resource["resourceId"].get<std::string>());
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        Json open = item("AWS::EC2::SecurityGroup", "sg-1", "2026-03-02T00:00:00.500Z", "OK");
        open["resourceName"] = "web";
        open["ARN"] = "arn:aws:ec2:us-east-1:111122223333:security-group/sg-1";
        open["configuration"] = {{"ipPermissions", {{{"cidrIp", "0.0.0.0/0"}}}}};
        Json closed = item("AWS::EC2::SecurityGroup", "sg-1", "2026-03-01T00:00:00.000Z",
                           "ResourceDiscovered");
        closed["resourceName"] = "old-name";
        closed["configuration"] = {{"ipPermissions", {{{"cidrIp", "10.0.0.0/8"}}}}};
        Json instance =
            item("AWS::EC2::Instance", "i-1", "2026-03-01T00:00:00.000Z", "ResourceDiscovered");
        instance["configuration"] = {{"state", {{"name", "running"}}}};
        instance["tags"] = {{"Owner", "alice"}};
        const Json gone =
            item("AWS::EC2::Instance", "i-1", "2026-03-03T00:00:00.000Z", "ResourceDeleted");
        Json bucket = item("AWS::S3::Bucket", "b", "2026-03-04T00:00:00.000Z", "OK");
        bucket["configuration"] = nullptr;
        test::writeFile(m_dir.path(), "1.json.gz", test::gzip(history({open, closed, instance})));
        test::writeFile(m_dir.path(), "2.json.gz", test::gzip(history({gone, bucket, open})));
    }
    void init() { test::failOnAnyWarning(); }

    void resourcesAreListedWithTheirLastState()
    {
        const Json list = listed({});
        QCOMPARE(ids(list), QStringList({u"sg-1"_s, u"b"_s}));
        const Json& group = list[0];
        QCOMPARE(group["resourceType"].get<std::string>(), std::string("AWS::EC2::SecurityGroup"));
        QCOMPARE(group["accountId"].get<std::string>(), std::string("111122223333"));
        QCOMPARE(group["region"].get<std::string>(), std::string("us-east-1"));
        QCOMPARE(group["name"].get<std::string>(), std::string("web"));
        QCOMPARE(group["status"].get<std::string>(), std::string("OK"));
        QCOMPARE(group["state"].get<std::string>(), std::string("live"));
        QCOMPARE(group["items"].get<int>(), 2); // one of them stands in both files
        QCOMPARE(group["lastChange"].get<std::string>(), std::string("2026-03-02T00:00:00.500Z"));
        QCOMPARE(group["firstSeen"].get<std::string>(), std::string("2026-03-01T00:00:00.000Z"));
        QVERIFY(list[1]["name"].is_null());
    }

    void deletedOnesAreListedWhenAskedFor()
    {
        const Json list = listed({u"--deleted"_s, u"--type"_s, u"ec2::instance"_s});
        QCOMPARE(ids(list), QStringList(u"i-1"_s));
        QCOMPARE(list[0]["status"].get<std::string>(), std::string("ResourceDeleted"));
        QCOMPARE(list[0]["state"].get<std::string>(), std::string("deleted"));
        QCOMPARE(list[0]["items"].get<int>(), 2);
    }

    void asOfAMomentThingsAreAsTheyWere()
    {
        const Json before = listed({u"--as-of"_s, u"2026-03-02T00:00:00Z"_s});
        QCOMPARE(ids(before), QStringList({u"i-1"_s, u"sg-1"_s}));
        QCOMPARE(before[0]["state"].get<std::string>(), std::string("live"));
        QCOMPARE(before[1]["name"].get<std::string>(), std::string("old-name"));
        QCOMPARE(before[1]["items"].get<int>(), 1);
        QVERIFY(listed({u"--as-of"_s, u"2026-02-01"_s, u"--deleted"_s}).empty());
    }

    void filtersAskTheStateOfThatMoment()
    {
        const QString open = u"configuration.ipPermissions.cidrIp:\"0.0.0.0/0\""_s;
        QCOMPARE(ids(listed({u"--filter"_s, open})), QStringList(u"sg-1"_s));
        QVERIFY(listed({u"--filter"_s, open, u"--as-of"_s, u"2026-03-01T12:00:00Z"_s}).empty());
        // What was deleted is found by what it was.
        QCOMPARE(ids(listed({u"--filter"_s, u"tags.Owner:alice"_s, u"--deleted"_s})),
                 QStringList(u"i-1"_s));
    }

    void theColumnsThatItemsHaveAreFieldsToo()
    {
        QCOMPARE(ids(listed({u"--filter"_s, u"resourceType:*SecurityGroup"_s})),
                 QStringList(u"sg-1"_s));
        QCOMPARE(ids(listed({u"--filter"_s, u"type:*SecurityGroup"_s})),
                 ids(listed({u"--filter"_s, u"resourceType:*SecurityGroup"_s})));
        QCOMPARE(ids(listed({u"--filter"_s, u"id:sg-1"_s})), QStringList(u"sg-1"_s));
        const Run unknown =
            run({u"config"_s, u"list"_s, m_dir.path(), u"--filter"_s, u"tagz.Owner:alice"_s});
        QVERIFY2(unknown.err.contains("no configuration item has tagz.Owner"),
                 unknown.err.constData());
        QCOMPARE(ids(listed({u"--filter"_s, u"resource:web"_s})), QStringList(u"sg-1"_s));
        QCOMPARE(ids(listed({u"--filter"_s, u"resource:b account:111122223333"_s})),
                 QStringList(u"b"_s));
        QCOMPARE(ids(listed({u"--filter"_s, u"time>=2026-03-03 region:us-*"_s})),
                 QStringList(u"b"_s));
        QVERIFY(listed({u"--filter"_s, u"account:999999999999"_s}).empty());
    }

    void typesMayHaveGaps()
    {
        QCOMPARE(ids(listed({u"--type"_s, u"AWS::S3::*"_s})), QStringList(u"b"_s));
        QCOMPARE(ids(listed({u"--type"_s, u"AWS::S3::Bucket"_s, u"--type"_s, u"*SecurityGroup"_s})),
                 QStringList({u"sg-1"_s, u"b"_s}));
    }

    void aTypeThatNothingHasIsSaid()
    {
        const auto of = [this](const QString& type) {
            return run(
                {u"config"_s, u"list"_s, m_dir.path(), u"--format=json"_s, u"--type"_s, type});
        };
        for (const auto& [type, said] : {
                 std::pair(u"Nothing"_s, "no resource of the export has the type 'Nothing'\n"),
                 std::pair(u"AWS::S3"_s, "has the type 'AWS::S3'; there is AWS::S3::Bucket\n"),
                 std::pair(u"SecurityGroup"_s,
                           "has the type 'SecurityGroup'; there is AWS::EC2::SecurityGroup\n"),
                 std::pair(
                     u"EC2::SecurityGroups"_s,
                     "has the type 'EC2::SecurityGroups'; there is AWS::EC2::SecurityGroup\n"),
             }) {
            const Run result = of(type);
            QCOMPARE(result.code, 0);
            QVERIFY(Json::parse(result.out.toStdString()).empty());
            QVERIFY2(result.err.endsWith(said), result.err.constData());
        }
        QCOMPARE(of(u"*::bucket"_s).err, QByteArray());
        // Once for each command that takes one.
        for (const char* command : {"diff", "timeline", "causes", "graph"}) {
            const Run result = run({u"config"_s, QString::fromUtf8(command), m_dir.path(),
                                    u"--resource"_s, u"sg-1"_s, u"--type"_s, u"Nothing"_s});
            QCOMPARE(result.code, 2);
            QCOMPARE(result.err.count("has the type 'Nothing'"), qsizetype(1));
        }
    }

    // Columns of a terminal: a character of Japanese takes two, a mark on the one before it none.
    void aTableStandsInLineWithWideCharacters()
    {
        const QTemporaryDir dir;
        std::vector<Json> items;
        for (const char* name : {"web", "\u8ACB\u6C42", "\u30AB\u3099x", "\uFF21"}) {
            const std::string id = "i-" + std::to_string(items.size());
            items.push_back(
                item("AWS::EC2::Instance", id.c_str(), "2026-03-01T00:00:00.000Z", "OK"));
            items.back()["resourceName"] = name;
        }
        test::writeFile(dir.path(), "1.json", history(items));
        const QByteArray table = run({u"config"_s, u"list"_s, dir.path()}).out;
        for (const char* part :
             {"i-0  web   111122223333", "i-1  \u8ACB\u6C42  111122223333",
              "i-2  \u30AB\u3099x   111122223333", "i-3  \uFF21    111122223333"})
            QVERIFY2(table.contains(part), (QByteArray(part) + '\n' + table).constData());
    }

    void whatWasNotRecordedIsComparedWithNothing()
    {
        const QTemporaryDir dir;
        const auto tagged = [](const char* time, const char* status, const char* owner) {
            Json state = item("AWS::EC2::Instance", "i-9", time, status);
            state["tags"] = {{"Owner", owner}};
            return state;
        };
        test::writeFile(dir.path(), "1.json",
                        history({tagged("2026-03-01T00:00:00.000Z", "OK", "alice"),
                                 item("AWS::EC2::Instance", "i-9", "2026-03-02T00:00:00.000Z",
                                      "ResourceNotRecorded"),
                                 tagged("2026-03-03T00:00:00.000Z", "OK", "bob")}));
        const auto timeline = [&](const char* format) {
            return run({u"config"_s, u"timeline"_s, dir.path(), u"--resource"_s, u"i-9"_s,
                        u"--format"_s, QString::fromUtf8(format)})
                .out;
        };
        const QByteArray text = timeline("text");
        QVERIFY2(text.contains("ResourceNotRecorded  not recorded: it is compared with nothing\n"
                               "  2026-03-03T00:00:00.000Z  OK\n"),
                 text.constData());
        // What comes after it is compared with what was before it.
        QVERIFY2(text.contains("tags.Owner: bob, was alice"), text.constData());
        const Json items = Json::parse(timeline("json").toStdString())[0]["items"];
        QVERIFY(items[1]["changes"].is_null());
        QCOMPARE(items[2]["changes"].size(), std::size_t{1});
    }

    void theFormatsSayTheSame()
    {
        const auto out = [this](const char* format) {
            const Run result = run({u"config"_s, u"list"_s, m_dir.path(), u"--deleted"_s,
                                    u"--format"_s, QString::fromUtf8(format)});
            return result.out;
        };
        const Json list = Json::parse(out("json").toStdString());
        const auto lines = out("jsonl").trimmed().split('\n');
        QCOMPARE(lines.size(), qsizetype(3));
        for (qsizetype i = 0; i < 3; ++i)
            QVERIFY(Json::parse(lines[i].toStdString()) == list[static_cast<std::size_t>(i)]);
        QCOMPARE(out("csv").trimmed().split('\n').size(), qsizetype(4));
        QVERIFY(out("table").contains("3 of 3 resources"));
    }

    void aTimelineShowsWhatChangedFromItemToItem()
    {
        const auto timeline = [this](const QString& resource, const char* format) {
            return run({u"config"_s, u"timeline"_s, m_dir.path(), u"--resource"_s, resource,
                        u"--format"_s, QString::fromUtf8(format)});
        };
        // By its id, a name that it had, its ARN.
        for (const QString& name : {u"sg-1"_s, u"old-name"_s,
                                    u"arn:aws:ec2:us-east-1:111122223333:security-group/sg-1"_s}) {
            const Json found = Json::parse(timeline(name, "json").out.toStdString());
            QCOMPARE(found.size(), std::size_t{1});
            QCOMPARE(found[0]["items"].size(), std::size_t{2});
            QCOMPARE(found[0]["lifetimes"][0]["beginning"].get<std::string>(),
                     std::string("discovered"));
            QVERIFY(found[0]["items"][0]["changes"].is_null());
            QCOMPARE(found[0]["items"][1]["occurrences"].get<int>(), 2);
            const Json& changes = found[0]["items"][1]["changes"];
            QVERIFY(std::any_of(changes.begin(), changes.end(), [](const Json& change) {
                return change["path"] == "resourceName" && change["before"] == "old-name"
                    && change["after"] == "web";
            }));
        }
        const QByteArray text = timeline(u"i-1"_s, "text").out;
        QVERIFY2(text.contains("ResourceDiscovered  discovered; nothing tells"), text.constData());
        QVERIFY2(text.contains("ResourceDeleted"), text.constData());
        QVERIFY2(text.contains("tags.Owner: alice"), text.constData());
        const Run nobody = timeline(u"nobody"_s, "text");
        QCOMPARE(nobody.code, 2);
        QVERIFY(nobody.err.contains("nobody"));
        QCOMPARE(run({u"config"_s, u"timeline"_s, m_dir.path()}).code, 2);
    }

    void aDifferenceShowsWhatHappenedBetweenTwoMoments()
    {
        const auto diff = [this](const QStringList& more) {
            return run(QStringList{u"config"_s, u"diff"_s, m_dir.path()} + more);
        };
        const Json all =
            Json::parse(diff({u"--from"_s, u"2026-03-01T12:00:00Z"_s, u"--format"_s, u"json"_s})
                            .out.toStdString());
        QCOMPARE(ids(all["resources"]), QStringList({u"i-1"_s, u"sg-1"_s, u"b"_s}));
        QCOMPARE(all["resources"][0]["change"].get<std::string>(), std::string("died"));
        QCOMPARE(all["resources"][1]["change"].get<std::string>(), std::string("changed"));
        QVERIFY(!all["resources"][1]["changes"].empty());
        QCOMPARE(all["resources"][2]["change"].get<std::string>(), std::string("appeared"));
        QCOMPARE(all["from"].get<std::string>(), std::string("2026-03-01T12:00:00Z"));
        const QByteArray one =
            diff({u"--from"_s, u"2026-03-01T12:00:00Z"_s, u"--to"_s, u"2026-03-02T12:00:00Z"_s,
                  u"--type"_s, u"EC2::SecurityGroup"_s})
                .out;
        QVERIFY2(one.contains("0.0.0.0/0"), one.constData());
        QVERIFY2(one.contains("1 of 3 resources"), one.constData());
        QVERIFY(diff({u"--resource"_s, u"b"_s}).out.contains("1 of 1 resources")); // asked for
        QVERIFY(diff({}).out.contains("3 of 3 resources"));
        QCOMPARE(diff({u"--from"_s, u"2026-03-02"_s, u"--to"_s, u"2026-03-01"_s}).code, 2);
        QCOMPARE(diff({u"--resource"_s, u"nobody"_s}).code, 2);
    }

    void whatChangedAndChangedBackIsInADifference()
    {
        const QTemporaryDir dir;
        const auto group = [](const char* time, const char* peer) {
            Json item = ::item("AWS::EC2::SecurityGroup", "sg-2", time, "OK");
            item["configuration"] = {{"ipPermissions",
                                      {{{"ipProtocol", "tcp"},
                                        {"fromPort", 22},
                                        {"toPort", 22},
                                        {"ipv4Ranges", {{{"cidrIp", peer}}}}}}}};
            return item;
        };
        test::writeFile(dir.path(), "1.json",
                        history({group("2026-03-01T00:00:00.000Z", "10.0.0.0/8"),
                                 group("2026-03-02T00:00:00.000Z", "0.0.0.0/0"),
                                 group("2026-03-03T00:00:00.000Z", "10.0.0.0/8"),
                                 item("AWS::S3::Bucket", "b", "2026-03-01T00:00:00.000Z", "OK")}));
        const QStringList command{u"config"_s, u"diff"_s, dir.path(), u"--from"_s,
                                  u"2026-03-01T12:00:00Z"_s};
        const Json found =
            Json::parse(run(command + QStringList{u"--format"_s, u"json"_s}).out.toStdString());
        QCOMPARE(ids(found["resources"]), QStringList(u"sg-2"_s));
        const Json& one = found["resources"][0];
        QCOMPARE(one["change"].get<std::string>(), std::string("changed-back"));
        QVERIFY(one["changes"].empty());
        QCOMPARE(one["between"].size(), std::size_t{2});
        QCOMPARE(one["between"][0]["time"].get<std::string>(),
                 std::string("2026-03-02T00:00:00.000Z"));
        QVERIFY(one["between"][0]["changes"].dump().find("0.0.0.0/0") != std::string::npos);
        const QByteArray text = run(command + QStringList{u"--resource"_s, u"sg-2"_s}).out;
        for (const char* part :
             {"\u21C4 changed and changed back  AWS::EC2::SecurityGroup sg-2",
              "\n  2026-03-02T00:00:00.000Z\n    ", "configuration.ipPermissions[tcp 22 0.0.0.0/0]",
              "\n  2026-03-03T00:00:00.000Z\n    ", "1 of 1 resources, from 2026-03-01T12:00:00Z"})
            QVERIFY2(text.contains(part), (QByteArray(part) + '\n' + text).constData());
    }

    void aDifferenceFromBehindTheLastItemIsSaidToBeOne()
    {
        const Run late = run({u"config"_s, u"diff"_s, m_dir.path(), u"--from"_s, u"2026-03-05"_s});
        QCOMPARE(late.code, 0);
        QVERIFY2(late.out.contains(
                     "0 of 3 resources, from 2026-03-05T00:00:00Z to 2026-03-05T00:00:00Z"),
                 late.out.constData());
        QVERIFY2(late.err.contains("the last item of the export, which is of 2026-03-04T00:00:00Z"),
                 late.err.constData());
        const Run early = run({u"config"_s, u"diff"_s, m_dir.path(), u"--from"_s, u"2026-03-03"_s});
        QCOMPARE(early.err, QByteArray());
    }

    void ledgersAndSummariesCountItems()
    {
        const Run ledger = run({u"ledger"_s, m_dir.path(), u"--format=jsonl"_s});
        QCOMPARE(ledger.code, 0);
        int items = 0;
        for (const QByteArray& line : ledger.out.trimmed().split('\n')) {
            const Json entry = Json::parse(line.toStdString());
            QCOMPARE(entry["status"].get<std::string>(), std::string("read"));
            items += entry["items"].get<int>();
        }
        QCOMPARE(items, 5);
        const Json summary =
            Json::parse(run({u"summary"_s, m_dir.path(), u"--json"_s}).out.toStdString());
        QCOMPARE(summary["records"].get<int>(), 6);
        QCOMPARE(summary["items"].get<int>(), 5);
        QCOMPARE(summary["duplicates"].get<int>(), 1);
        QCOMPARE(summary["events"].get<int>(), 0);
    }

    void whatCannotBeDoneIsSaid()
    {
        QCOMPARE(run({u"config"_s}).code, 2);
        QVERIFY(run({u"config"_s, u"lost"_s}).err.contains("lost"));
        QCOMPARE(run({u"config"_s, u"--help"_s}).code, 0);
        QVERIFY(run({u"config"_s, u"list"_s, u"--help"_s}).out.contains("--as-of"));
        QVERIFY(run({u"config"_s, u"list"_s, m_dir.path(), u"--as-of"_s, u"soon"_s})
                    .err.contains("soon"));
        QCOMPARE(run({u"config"_s, u"list"_s, m_dir.path(), u"--format"_s, u"xml"_s}).code, 2);
        QCOMPARE(run({u"config"_s, u"list"_s, m_dir.path(), u"--filter"_s, u"a:("_s}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliConfig)
#include "tst_cliconfig.moc"
