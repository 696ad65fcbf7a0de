// trailloupe-cli config causes: the events behind the states of a resource, as a script sees them.
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

Json groupItem(const char* time, const char* peer)
{
    return Json{{"configurationItemVersion", "1.3"},
                {"awsAccountId", "111122223333"},
                {"awsRegion", "us-east-1"},
                {"resourceType", "AWS::EC2::SecurityGroup"},
                {"resourceId", "sg-1"},
                {"resourceName", "web"},
                {"configurationItemCaptureTime", time},
                {"configurationItemStatus", "OK"},
                {"configurationStateId", 1},
                {"configuration",
                 {{"ipPermissions",
                   {{{"ipProtocol", "tcp"},
                     {"fromPort", 22},
                     {"toPort", 22},
                     {"ipv4Ranges", {{{"cidrIp", peer}}}}}}}}}};
}

Json opening(const std::string& id, const char* time)
{
    Json event = test::oneEvent(id, time, "AuthorizeSecurityGroupIngress");
    event["eventSource"] = "ec2.amazonaws.com";
    event["requestParameters"] = {{"groupId", "sg-1"},
                                  {"ipPermissions",
                                   {{"items",
                                     {{{"ipProtocol", "tcp"},
                                       {"fromPort", 22},
                                       {"toPort", 22},
                                       {"ipRanges", {{"items", {{{"cidrIp", "0.0.0.0/0"}}}}}}}}}}}};
    return event;
}

constexpr auto kOpened = "0a6f2a4e-0000-4000-8000-000000000001";
constexpr auto kDenied = "0a6f2a4e-0000-4000-8000-000000000002";

} // namespace

class TestCliConfigCauses : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    Run causes(const QStringList& more)
    {
        return run(QStringList{u"config"_s, u"causes"_s, m_dir.path()} + more);
    }
    Json json(const QStringList& more)
    {
        const Run result = causes(more + QStringList{u"--format"_s, u"json"_s});
        if (result.code != 0 || !result.err.isEmpty())
            qWarning("%d: %s", result.code, result.err.constData());
        return Json::parse(result.out.toStdString());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::vector<Json> items{groupItem("2026-03-02T12:00:00.000Z", "10.0.0.0/8"),
                                      groupItem("2026-03-03T12:00:00.000Z", "0.0.0.0/0"),
                                      groupItem("2026-03-04T12:00:00.000Z", "10.0.0.0/8")};
        Json denied = opening(kDenied, "2026-03-04T11:00:00Z");
        denied["errorCode"] = "Client.UnauthorizedOperation";
        test::writeFile(m_dir.path(), "items.json",
                        Json{{"fileVersion", "1.0"}, {"configurationItems", items}}.dump());
        test::writeFile(m_dir.path(), "events.json",
                        test::records({opening(kOpened, "2026-03-03T11:58:00Z"), denied}));
    }
    void init() { test::failOnAnyWarning(); }

    void eachStateHasItsCausesWithReasons()
    {
        const Json found = json({u"--resource"_s, u"sg-1"_s});
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0]["resourceId"].get<std::string>(), std::string("sg-1"));
        const Json& items = found[0]["items"];
        QCOMPARE(items.size(), std::size_t{3});
        QVERIFY(items[0]["causes"].empty());
        const Json& cause = items[1]["causes"][0];
        QCOMPARE(cause["eventID"].get<std::string>(), std::string(kOpened));
        QCOMPARE(cause["eventTime"].get<std::string>(), std::string("2026-03-03T11:58:00Z"));
        QCOMPARE(cause["eventName"].get<std::string>(),
                 std::string("AuthorizeSecurityGroupIngress"));
        QCOMPARE(cause["caller"].get<std::string>(), std::string("alice"));
        QVERIFY(cause["errorCode"].is_null());
        QCOMPARE(cause["confidence"].get<std::string>(), std::string("certain"));
        QCOMPARE(cause["secondsBefore"].get<int>(), 120);
        QCOMPARE(cause["indirect"].get<bool>(), false);
        const Json& reasons = cause["reasons"];
        QCOMPARE(reasons[0]["kind"].get<std::string>(), std::string("same-id"));
        QCOMPARE(reasons[0]["path"].get<std::string>(), std::string("requestParameters.groupId"));
        QCOMPARE(reasons[1]["kind"].get<std::string>(), std::string("changed-value"));
        QCOMPARE(reasons[1]["change"].get<std::string>(),
                 std::string("configuration.ipPermissions[tcp 22 0.0.0.0/0]"));
        // What was tried, and what was searched in vain.
        QVERIFY(items[2]["causes"].empty());
        QCOMPARE(items[2]["tried"][0]["eventID"].get<std::string>(), std::string(kDenied));
        QCOMPARE(items[2]["tried"][0]["errorCode"].get<std::string>(),
                 std::string("Client.UnauthorizedOperation"));
        const Json& searched = items[2]["searched"];
        QCOMPARE(searched["from"].get<std::string>(), std::string("2026-03-03T12:00:00Z"));
        QCOMPARE(searched["to"].get<std::string>(), std::string("2026-03-04T12:00:00Z"));
        QCOMPARE(searched["events"].get<int>(), 1);
        QCOMPARE(searched["texts"].dump(), std::string("[\"sg-1\",\"web\"]"));
    }

    void theTextSaysTheSame()
    {
        const QByteArray text = causes({u"--resource"_s, u"web"_s}).out;
        for (const char* part :
             {"AWS::EC2::SecurityGroup sg-1 (web)", "2026-03-03T12:00:00.000Z  OK",
              "certain  2026-03-03T11:58:00Z  AuthorizeSecurityGroupIngress by alice",
              "2 min 0 s before the capture", kOpened,
              "names its id: sg-1 at requestParameters.groupId", "the request has tcp 22 0.0.0.0/0",
              "tried  2026-03-04T11:00:00Z", "Client.UnauthorizedOperation",
              "no cause found: searched 1 events between 2026-03-03T12:00:00Z and "
              "2026-03-04T12:00:00Z in account 111122223333, us-east-1, for sg-1, web"})
            QVERIFY2(text.contains(part), (QByteArray(part) + '\n' + text).constData());
        QVERIFY(!text.contains("2026-03-02T12:00:00.000Z  OK\n    certain"));
    }

    // As the window says it.
    void whereNothingChangedNoCallHasToExplainIt()
    {
        const QTemporaryDir dir;
        Json counted = groupItem("2026-03-03T12:00:00.000Z", "10.0.0.0/8");
        counted["configuration"]["itemCount"] = 7; // changes by itself
        const std::vector<Json> items{groupItem("2026-03-02T12:00:00.000Z", "10.0.0.0/8"), counted,
                                      groupItem("2026-03-04T12:00:00.000Z", "10.0.0.0/8"),
                                      groupItem("2026-03-05T12:00:00.000Z", "0.0.0.0/0")};
        test::writeFile(dir.path(), "items.json",
                        Json{{"fileVersion", "1.0"}, {"configurationItems", items}}.dump());
        const auto said = [&] {
            return run({u"config"_s, u"causes"_s, dir.path(), u"--resource"_s, u"sg-1"_s}).out;
        };
        const QByteArray unchanged = "    nothing changed that a call would have to explain\n";
        const QByteArray alone = said(); // no events at all: nothing can be said of calls
        QCOMPARE(alone.count(unchanged), qsizetype(0));
        QCOMPARE(alone.count("the export has no events"), qsizetype(4));
        test::writeFile(dir.path(), "events.json",
                        test::records({test::oneEvent(kOpened, "2026-03-02T13:00:00Z", "Other")}));
        const QByteArray text = said();
        QCOMPARE(text.count(unchanged), qsizetype(2));
        QVERIFY2(text.contains("2026-03-03T12:00:00.000Z  OK\n" + unchanged), text.constData());
        QVERIFY2(text.contains("2026-03-04T12:00:00.000Z  OK\n" + unchanged), text.constData());
        // The first state, and the one that did change.
        QCOMPARE(text.count("no cause found"), qsizetype(2));
    }

    void anEventHasItsStates()
    {
        const Json states = json({u"--event"_s, QString::fromUtf8(kOpened)});
        QCOMPARE(states.size(), std::size_t{1});
        QCOMPARE(states[0]["resourceId"].get<std::string>(), std::string("sg-1"));
        QCOMPARE(states[0]["time"].get<std::string>(), std::string("2026-03-03T12:00:00.000Z"));
        QCOMPARE(states[0]["confidence"].get<std::string>(), std::string("certain"));
        QVERIFY(json({u"--event"_s, QString::fromUtf8(kDenied)}).empty());
        QVERIFY(causes({u"--event"_s, QString::fromUtf8(kOpened)}).out.contains("certain"));
        QVERIFY(causes({u"--event"_s, QString::fromUtf8(kDenied)}).out.contains("led to no state"));
    }

    void whatCannotBeDoneIsSaid()
    {
        QCOMPARE(causes({}).code, 2);
        QVERIFY(causes({}).err.contains("Either --resource or --event"));
        const Run both = causes({u"--resource"_s, u"sg-1"_s, u"--event"_s, u"x"_s});
        QCOMPARE(both.code, 2);
        QVERIFY2(both.err.contains("Only one of --resource and --event"), both.err.constData());
        QVERIFY(causes({u"--resource"_s, u"nobody"_s}).err.contains("nobody"));
        QVERIFY(causes({u"--event"_s, u"nobody"_s}).err.contains("nobody"));
        QCOMPARE(causes({u"--resource"_s, u"sg-1"_s, u"--type"_s, u"EC2::Volume"_s}).code, 2);
        QVERIFY(causes({u"--resource"_s, u"sg-1"_s, u"--format"_s, u"xml"_s}).err.contains("xml"));
        QVERIFY(run({u"config"_s, u"causes"_s, u"--help"_s}).out.contains("--event"));
        QVERIFY(run({u"config"_s, u"--help"_s}).out.contains("causes"));
    }
};

QTEST_GUILESS_MAIN(TestCliConfigCauses)
#include "tst_cliconfigcauses.moc"
