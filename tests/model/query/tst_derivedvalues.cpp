// The derived columns: what they say of an event, and that the quick way to make them for a whole
// segment says the same.
#include "model/query/agentfamily.h"
#include "model/query/derivedvalues.h"
#include "model/query/sensitiveactions.h"
#include "model/query/servicenames.h"
#include "model/store/segment.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;

namespace {

// Events whose deciding fields take every kind of value, some of them none.
class OddEvents
{
public:
    explicit OddEvents(std::uint64_t seed)
        : m_random(seed)
    { }

    std::string next()
    {
        std::string json = "{'eventVersion':'1.08','eventTime':'2026-03-01T14:05:12Z'";
        add(json, "eventID", {text(m_random.uuid())});
        add(json, "eventName",
            {"'ConsoleLogin'", "'GetUser'", "'DeleteTrail'", "'RunInstances'", "''", "null",
             "'DeleteBucket'", "'TerminateInstances'"});
        add(json, "eventSource",
            {"'iam.amazonaws.com'", "'monitoring.amazonaws.com'", "'s3.amazonaws.com'",
             "'kms.amazonaws.com'", "'ec2.amazonaws.com'", "'x'", "5", text(m_random.uuid())});
        add(json, "eventType", {"'AwsApiCall'", "'AwsServiceEvent'", "'AwsCloudTrailInsight'"});
        add(json, "readOnly", {"true", "false", "'True'", "'False'", "null"});
        add(json, "errorCode",
            {"'AccessDenied'", "'Client.UnauthorizedOperation'", "'NoSuchKey'", "''", "null",
             "{}"});
        add(json, "errorMessage",
            {"'is not authorized to perform: x'", "'no'", "'" + number() + "'"});
        add(json, "recipientAccountId", {"'111122223333'", "'444455556666'", "null", "''"});
        add(json, "userAgent",
            {"'aws-cli/2.1'", "'Boto3/1.2'", "'[S3Console/0.4]'", text(number())});
        add(json, "requestParameters", {parameters(), parameters(), parameters(), deep(), "null"});
        add(json, "resources",
            {"[{'ARN':'arn:aws:s3:::b" + number() + "','type':'AWS::S3::Bucket'}]",
             "[{'type':'AWS::IAM::Role','ARN':'" + number() + "'},{'ARN':5}]", "[]"});
        json += ",'userIdentity':{'type':"
            + pick({"'Root'", "'AssumedRole'", "'IAMUser'", "'2026-03-01T14:05:12Z'",
                    text(m_random.uuid())});
        add(json, "arn", {"'arn:aws:sts::1:assumed-role/Admin/" + number() + "'", "'x'"});
        add(json, "userName", {"'alice'", "'bob'", "['a']", "[]"});
        add(json, "accountId", {"'111122223333'", "'777788889999'"});
        json += '}';
        add(json, "responseElements",
            {"{'ConsoleLogin':'Failure'}", "{'ConsoleLogin':'Success'}", "{'_return':false}",
             "{'SwitchRole':'Failure'}", deep(), "null"});
        return quoted(json + '}');
    }

private:
    std::string parameters()
    {
        std::string json = "{'x':1";
        add(json, "bucketName", {"'logs'", text(number()), text(m_random.uuid())});
        add(json, "userName", {"'alice'", "'2026-03-01T14:05:12Z'", text(number()), "7", "true"});
        add(json, "keyId",
            {text(m_random.uuid()), "'alias/x'", "'00000000-0000-4000-8000-000000000000'"});
        add(json, "instanceId",
            {"'i-0123456789abcdef0'", "'i-01234567'", "'x'", "['i-01234567','i-1']"});
        add(json, "roleArn", {"'arn:aws:iam::1:role/" + number() + "'", "'none'"});
        add(json, "token", {text(m_random.uuid()), text(number())});
        return json + '}';
    }
    std::string number() { return std::to_string(m_random.below(50)); }
    static std::string text(const std::string& of) { return "'" + of + "'"; }
    // Beyond what the store splits into leaves: kept as text.
    static std::string deep()
    {
        return "{'a':" + std::string(200, '[') + "1" + std::string(200, ']')
            + ",'ConsoleLogin':'Failure'}";
    }
    std::string pick(const std::vector<std::string>& of)
    {
        return of[m_random.below(static_cast<std::uint32_t>(of.size()))];
    }
    void add(std::string& json, const char* name, const std::vector<std::string>& values)
    {
        if (m_random.below(5) != 0)
            json.append(json.ends_with('{') ? "'" : ",'")
                .append(name)
                .append("':")
                .append(pick(values));
    }

    RandomEvents m_random;
};

std::vector<std::string> valuesOf(const DerivedValues& values, std::uint32_t row)
{
    std::vector<std::string> texts;
    for (const std::uint32_t code : values.codes(row))
        texts.push_back(values.values()[code]);
    return texts;
}

std::string cell(const std::string& event, const char* column)
{
    const auto store = storeOf({quoted(event)});
    std::string text;
    ColumnReader(store, *parseColumn(column)).text(store->timeOrder().front(), text);
    return text;
}

} // namespace

class TestDerivedValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aWholeSegmentSaysWhatEveryEventSays_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void aWholeSegmentSaysWhatEveryEventSays()
    {
        QFETCH(quint64, seed);
        OddEvents odd(seed);
        RandomEvents random(seed);
        StoreBuilding building;
        for (int segment = 0; segment < 2; ++segment) {
            std::string text;
            for (int i = 0; i < 1500; ++i)
                text += (i ? "," : "{\"Records\":[") + (i % 5 ? odd.next() : random.next());
            building.read(text + "]}");
            building.seal();
        }
        const auto store = building.store();
        for (const Derived derived : derivedColumns()) {
            const ColumnReader reader(store, Column::derivedColumn(derived));
            for (std::size_t i = 0; i < store->segments().size(); ++i) {
                const auto values = DerivedValues::make(store, i, derived, JobContext());
                QVERIFY(values);
                for (std::uint32_t row = 0; row < store->segments()[i]->rowCount(); ++row) {
                    std::vector<std::string> expected;
                    reader.derivedValues(
                        RowId(static_cast<std::uint32_t>(i) * store::Segment::kMaxRows + row),
                        expected);
                    std::vector<std::string> once;
                    for (const std::string& value : expected) {
                        if (std::find(once.begin(), once.end(), value) == once.end())
                            once.push_back(value);
                    }
                    QCOMPARE(valuesOf(*values, row), once);
                }
            }
        }
    }

    void everyDerivedColumnHasAName()
    {
        for (const Derived derived : derivedColumns()) {
            const std::string name = columnText(Column::derivedColumn(derived));
            QVERIFY(!name.empty());
            QVERIFY(parseColumn(name) == Column::derivedColumn(derived));
        }
    }

    void outcomeAndVerbAreWhatTheCallWas_data()
    {
        QTest::addColumn<std::string>("members");
        QTest::addColumn<std::string>("outcome");
        QTest::addColumn<std::string>("verb");
        const auto row = [](const char* name, const char* members, const char* outcome,
                            const char* verb) {
            QTest::newRow(name) << std::string(members) << std::string(outcome)
                                << std::string(verb);
        };
        row("read", "'eventName':'GetUser','readOnly':true", "success", "read");
        row("read by its verb", "'eventName':'ListUsers'", "success", "read");
        row("write", "'eventName':'RunInstances','readOnly':false", "success", "write");
        row("denied", "'eventName':'RunInstances','errorCode':'AccessDenied'", "failure", "write");
        row("sensitive", "'eventName':'CreateUser','eventSource':'iam.amazonaws.com'", "success",
            "sensitive");
        row("destructive", "'eventName':'TerminateInstances'", "success", "destructive");
        row("both", "'eventName':'DeleteTrail','eventSource':'cloudtrail.amazonaws.com'", "success",
            "sensitive, destructive");
        row("no verb, only its letters", "'eventName':'Deleted'", "success", "write");
        row("failed sign-in", "'eventName':'ConsoleLogin','errorMessage':'Failed authentication'",
            "failure", "write");
        row("insight", "'eventType':'AwsCloudTrailInsight','eventName':'RunInstances'", "", "");
    }
    void outcomeAndVerbAreWhatTheCallWas()
    {
        QFETCH(std::string, members);
        QFETCH(std::string, outcome);
        QFETCH(std::string, verb);
        const std::string event = "{'eventTime':'2026-03-01T14:05:12Z'," + members + '}';
        QCOMPARE(cell(event, "outcome"), outcome);
        QCOMPARE(cell(event, "verb"), verb);
    }

    void servicesAreCalledAsInPolicies_data()
    {
        QTest::addColumn<std::string>("source");
        QTest::addColumn<std::string>("service");
        QTest::newRow("plain") << std::string("iam.amazonaws.com") << std::string("iam");
        QTest::newRow("other name")
            << std::string("monitoring.amazonaws.com") << std::string("cloudwatch");
        QTest::newRow("two labels")
            << std::string("streams.dynamodb.amazonaws.com") << std::string("dynamodb");
        QTest::newRow("China") << std::string("ec2.amazonaws.com.cn") << std::string("ec2");
        QTest::newRow("Region") << std::string("ssm.us-east-1.amazonaws.com") << std::string("ssm");
        QTest::newRow("not AWS") << std::string("partner.example.com")
                                 << std::string("partner.example.com");
        QTest::newRow("nothing before")
            << std::string(".amazonaws.com") << std::string(".amazonaws.com");
        QTest::newRow("none") << std::string() << std::string();
    }
    void servicesAreCalledAsInPolicies()
    {
        QFETCH(std::string, source);
        QFETCH(std::string, service);
        QCOMPARE(std::string(serviceName(source)), service);
        QVERIFY(serviceNamesAreSorted());
    }

    void userAgentsFallIntoFamilies_data()
    {
        QTest::addColumn<std::string>("agent");
        QTest::addColumn<std::string>("family");
        const auto row = [](const char* agent, const char* family) {
            QTest::newRow(agent) << std::string(agent) << std::string(family);
        };
        row("aws-cli/2.15.0 Python/3.11 Linux/6.1 exe/x86_64 prompt/off command/s3.ls", "aws-cli");
        row("aws-cli/2.0 Python/3.7 Linux/4.14 exec-env/CloudShell exe/x86_64", "cloudshell");
        row("aws-cli/1.16 Python/3.7 Linux/5.2.0-kali1-amd64 botocore/1.12", "kali-linux");
        row("aws-cli/2.15 md/awscrt#0.19 exec-env/grimoire_fea269f9-0000", "grimoire");
        row("stratus-red-team_ea782787-a65d-4fc4-9fca-1c97869a9a25", "stratus-red-team");
        row("[Boto3/1.9 Python/3.8 Linux/5.4-46-generic Botocore/1.12]", "boto3");
        row("APN/1.0 HashiCorp/1.0 Terraform/1.1 (+https://www.terraform.io) aws-sdk-go/1.4",
            "terraform");
        row("[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11 Linux/4.9]", "console");
        row("RDS Console, aws-internal/3 aws-sdk-java/1.12", "console");
        row("console.ec2.amazonaws.com", "console");
        row("signin.amazonaws.com", "console");
        row("secretsmanager.amazonaws.com", "aws-service");
        row("cloudformation.amazonaws.com", "cloudformation");
        row("AWS Internal", "aws-service");
        row("aws-internal/3 aws-sdk-java/1.11", "aws-service");
        row("aws-sdk-go/1.44 (go1.18; linux; amd64) amazon-ssm-agent/", "ssm-agent");
        row("aws-sdk-go-v2/1.30 os/linux lang/go#1.22 api/sts#1.2", "aws-sdk-go-v2");
        row("aws-sdk-java/1.12", "aws-sdk-java");
        row("aws-sdk-/1", "other");
        row("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:1) Gecko/20100101 Firefox/1", "browser");
        row("ec2-api-tools 1.7", "ec2-api-tools");
        row("something else", "other");
        row("-", "");
        row("[]", "");
    }
    void userAgentsFallIntoFamilies()
    {
        QFETCH(std::string, agent);
        QFETCH(std::string, family);
        QCOMPARE(agentFamily(agent), family);
    }

    void familiesAreOfAKind()
    {
        using query::AgentKind;
        QCOMPARE(query::agentKind("console"), AgentKind::Console);
        QCOMPARE(query::agentKind("browser"), AgentKind::Console);
        QCOMPARE(query::agentKind("aws-cli"), AgentKind::CommandLine);
        QCOMPARE(query::agentKind("boto3"), AgentKind::Sdk);
        QCOMPARE(query::agentKind("aws-sdk-go-v2"), AgentKind::Sdk);
        QCOMPARE(query::agentKind("aws-service"), AgentKind::Service);
        QCOMPARE(query::agentKind("terraform"), AgentKind::Program);
        QCOMPARE(query::agentKind("other"), AgentKind::Program);
        // On what it runs is not what it is.
        QVERIFY(query::isAgentSystem(agentFamily("aws-cli/2.13.0 Linux/6.1.0-kali9-amd64")));
        QCOMPARE(query::agentKindOf("aws-cli/2.13.0 Linux/6.1.0-kali9-amd64"),
                 std::optional(AgentKind::CommandLine));
        QVERIFY(!query::agentKindOf("-"));
    }

    void accountsAreNamedWhereTheEvidenceNamesThem()
    {
        const std::string alias =
            "'eventName':'CreateAccountAlias','recipientAccountId':'111122223333',"
            "'requestParameters':{'accountAlias':";
        StoreBuilding building;
        building.read(quoted(
            "{'Records':["
            "{'eventID':'old','eventTime':'2026-03-01T10:00:00Z',"
            + alias
            + "'first'}},"
              "{'eventID':'new','eventTime':'2026-03-01T12:00:00Z',"
            + alias
            + "'shop'}},"
              "{'eventID':'no','eventTime':'2026-03-01T13:00:00Z','errorCode':'EntityAlreadyExists'"
              ","
            + alias
            + "'other'}},"
              "{'eventID':'org','eventTime':'2026-03-01T13:00:00Z','eventName':'"
              "CreateAccountResult',"
              "'serviceEventDetails':{'createAccountStatus':{'accountId':'444455556666',"
              "'accountName':'Payments'}}},"
              "{'eventID':'hid','eventTime':'2026-03-01T13:00:00Z','serviceEventDetails':"
              "{'createAccountStatus':{'accountId':'777788889999','accountName':'****'}}}]}"));
        building.seal();
        building.read(
            quoted("{'Records':[{'eventID':'a','recipientAccountId':'444455556666'},"
                   "{'eventID':'b','userIdentity':{'accountId':'111122223333'}},"
                   "{'eventID':'c','recipientAccountId':'777788889999'},{'eventID':'d'}]}"));
        const auto store = building.store();
        const ColumnReader names(store, Column::derivedColumn(Derived::AccountName));
        const auto nameOf = [&](const char* id) {
            std::string text;
            names.text(store->findByEventId(id).front(), text);
            return text;
        };
        QCOMPARE(nameOf("a"), std::string("Payments"));
        QCOMPARE(nameOf("b"), std::string("shop"));
        QCOMPARE(nameOf("c"), std::string());
        QCOMPARE(nameOf("d"), std::string());
        QCOMPARE(nameOf("old"), std::string("shop"));
    }

    void aNameThatComesLaterIsKnownEverywhere()
    {
        StoreBuilding building;
        building.read(quoted("{'Records':[{'eventID':'a','recipientAccountId':'111122223333'}]}"));
        const auto before = building.store();
        DerivedCache cache;
        const auto none = cache.get(before, 0, Derived::AccountName, JobContext());
        QVERIFY(none && none->codes(0).empty());
        building.read(quoted("{'Records':[{'eventID':'b','eventTime':'2026-03-01T10:00:00Z',"
                             "'eventName':'CreateAccountAlias','recipientAccountId':'111122223333',"
                             "'requestParameters':{'accountAlias':'shop'}}]}"));
        const auto after = building.store();
        const auto named = cache.get(after, 0, Derived::AccountName, JobContext());
        QVERIFY(named);
        QCOMPARE(valuesOf(*named, 0), std::vector<std::string>{"shop"});
    }

    void aCancelledColumnIsNone()
    {
        const auto store = storeOf({quoted("{'eventID':'a'}")});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!DerivedValues::make(store, 0, Derived::User, JobContext(stop.get_token())));
    }
};

QTEST_GUILESS_MAIN(TestDerivedValues)
#include "tst_derivedvalues.moc"
