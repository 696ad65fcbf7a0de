#include "model/ingest/eventhistorycsv.h"
#include "tests/support/testsupport.h"

#include <nlohmann/json.hpp>

using namespace trailloupe;
using namespace trailloupe::ingest;
using Json = nlohmann::ordered_json;

namespace {

const std::string kHeading =
    "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,"
    "User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,"
    "Recipient Account Id,Event category\n";

struct Outcome
{
    std::vector<std::uint64_t> offsets;
    std::vector<std::string> events;
    std::vector<Issue> issues;
    std::uint64_t records = 0;
    std::uint64_t rejected = 0;
    bool operator==(const Outcome&) const = default;
};

Outcome readCsv(const std::string& text, std::size_t chunk = 1u << 20, const Limits& limits = {})
{
    EventHistoryCsv csv(limits);
    Outcome outcome;
    const EventHistoryCsv::Sink sink = [&](std::uint64_t offset, std::string_view json) {
        outcome.offsets.push_back(offset);
        outcome.events.emplace_back(json);
    };
    for (std::size_t at = 0; at < text.size(); at += chunk)
        csv.feed(std::string_view(text).substr(at, chunk), sink);
    csv.finish(sink);
    outcome.issues = csv.issues();
    outcome.records = csv.records();
    outcome.rejected = csv.rejected();
    return outcome;
}

} // namespace

class TestEventHistoryCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aLineBecomesAnEventWithWhatItHas()
    {
        const std::string line =
            "alice,AKIA1,2026-03-01T14:05:12Z,iam.amazonaws.com,CreateUser,us-east-1,192.0.2.1,"
            "\"Mozilla/5.0 (X11, Linux) \"\"x\"\"\",,\"[{\"\"resourceType\"\":\"\"AWS::IAM::User"
            "\"\",\"\"resourceName\"\":\"\"bob\"\"},{\"\"resourceType\"\":null,\"\"resourceName"
            "\"\":\"\"arn:aws:iam::1:user/bob\"\"}]\",r-1,e-1,false,AwsApiCall,111122223333,"
            "Management\r\n";
        const Outcome outcome = readCsv(kHeading + line);
        QCOMPARE(outcome.events.size(), std::size_t(1));
        QVERIFY(outcome.issues.empty());
        QCOMPARE(outcome.offsets[0], std::uint64_t(kHeading.size()));
        Json expected;
        expected["userIdentity"] = {{"accessKeyId", "AKIA1"}, {"userName", "alice"}};
        expected["eventTime"] = "2026-03-01T14:05:12Z";
        expected["eventSource"] = "iam.amazonaws.com";
        expected["eventName"] = "CreateUser";
        expected["awsRegion"] = "us-east-1";
        expected["sourceIPAddress"] = "192.0.2.1";
        expected["userAgent"] = "Mozilla/5.0 (X11, Linux) \"x\"";
        expected["requestID"] = "r-1";
        expected["eventID"] = "e-1";
        expected["readOnly"] = false;
        expected["eventType"] = "AwsApiCall";
        expected["recipientAccountId"] = "111122223333";
        expected["eventCategory"] = "Management";
        expected["resources"] = Json::array();
        expected["resources"].push_back({{"type", "AWS::IAM::User"}, {"resourceName", "bob"}});
        expected["resources"].push_back({{"type", nullptr}, {"ARN", "arn:aws:iam::1:user/bob"}});
        QCOMPARE(outcome.events[0], expected.dump());
    }

    void columnsMayStandInAnyOrderAndUnknownOnesAreKept()
    {
        const Outcome outcome = readCsv("event id,Note,EVENT NAME,Read-only,Resources\n"
                                        "e-1,hello,ListUsers,maybe,not JSON\n"
                                        "e-2,,ListRoles,true,[]\n");
        QCOMPARE(outcome.events.size(), std::size_t(2));
        QCOMPARE(outcome.events[0],
                 std::string("{\"eventName\":\"ListUsers\",\"eventID\":\"e-1\",\"readOnly\":"
                             "\"maybe\",\"resources\":\"not JSON\",\"Note\":\"hello\"}"));
        QCOMPARE(
            outcome.events[1],
            std::string("{\"eventName\":\"ListRoles\",\"eventID\":\"e-2\",\"readOnly\":true}"));
    }

    void raggedLinesAreRejectedWithTheirPlace()
    {
        const std::string text = "Event name,Event ID\n"
                                 "A,1\n"
                                 "B\n"
                                 "\n"
                                 "C,3,x\n"
                                 "D,4";
        const Outcome outcome = readCsv(text);
        QCOMPARE(outcome.events.size(), std::size_t(2));
        QCOMPARE(outcome.records, std::uint64_t(4));
        QCOMPARE(outcome.rejected, std::uint64_t(2));
        QCOMPARE(outcome.issues.size(), std::size_t(1));
        QCOMPARE(outcome.issues[0].code, Issue::Code::NotAnEvent);
        QCOMPARE(outcome.issues[0].count, std::uint64_t(2));
        QCOMPARE(outcome.issues[0].offset, std::uint64_t(24));
        QCOMPARE(outcome.issues[0].record, std::uint64_t(1));
        QVERIFY(outcome.issues[0].detail.find("1 fields") != std::string::npos);
    }

    void aTextThatEndsInsideQuotesIsSaid()
    {
        const Outcome outcome = readCsv("Event name,Event ID\nA,1\nB,\"2\n3");
        QCOMPARE(outcome.events.size(), std::size_t(1));
        QCOMPARE(outcome.rejected, std::uint64_t(1));
        QCOMPARE(outcome.issues[0].code, Issue::Code::JsonTruncated);
        QCOMPARE(outcome.issues[0].offset, std::uint64_t(24));
    }

    void aLineBeyondTheLimitIsSkipped()
    {
        Limits limits;
        limits.recordBytes = 100;
        const Outcome outcome =
            readCsv("Event name,Event ID\nA,\"" + std::string(500, 'x') + "\"\nB,2\n", 7, limits);
        QCOMPARE(outcome.events.size(), std::size_t(1));
        QCOMPARE(outcome.issues.size(), std::size_t(1));
        QCOMPARE(outcome.issues[0].code, Issue::Code::RecordTooLarge);
        QCOMPARE(outcome.issues[0].offset, std::uint64_t(20));
    }

    void anyChunkingGivesTheSame()
    {
        const std::string text = "\xEF\xBB\xBF"
                                 "Event name,Event ID,User agent\r\n"
                                 "A,1,\"x\ny \"\"z\"\", w\"\r\n"
                                 "\"B\"tail,2,\n"
                                 ",,\n"
                                 "C,\"\",\"\"\n";
        const Outcome whole = readCsv(text);
        QCOMPARE(whole.events.size(), std::size_t(4));
        QCOMPARE(Json::parse(whole.events[0])["userAgent"].get<std::string>(),
                 std::string("x\ny \"z\", w"));
        QCOMPARE(Json::parse(whole.events[1])["eventName"].get<std::string>(),
                 std::string("Btail"));
        QCOMPARE(whole.events[2], std::string("{}"));
        for (const std::size_t chunk : {1u, 2u, 5u})
            QVERIFY(readCsv(text, chunk) == whole);
    }
};

QTEST_GUILESS_MAIN(TestEventHistoryCsv)
#include "tst_eventhistorycsv.moc"
