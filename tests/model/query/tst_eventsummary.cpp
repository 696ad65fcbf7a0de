#include "model/query/eventsummary.h"
#include "model/query/supportcase.h"
#include "tests/support/testsupport.h"

using namespace trailloupe;
using namespace trailloupe::query;

namespace {

constexpr const char* kRoleEvent = R"({
"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:alice",
"arn":"arn:aws:sts::111122223333:assumed-role/Admin/alice","accountId":"111122223333",
"accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role",
"principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/Admin","accountId":"111122223333",
"userName":"Admin"},"attributes":{"creationDate":"2023-07-10T11:00:00Z","mfaAuthenticated":"true"},
"sourceIdentity":"alice@example.com"}},
"eventTime":"2023-07-10T11:41:12Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",
"awsRegion":"us-east-1","sourceIPAddress":"203.0.113.9",
"userAgent":"aws-cli/2.12.0 Python/3.11.4 Linux/5.15","errorCode":"AccessDenied",
"errorMessage":"User is not authorized","requestParameters":{"userName":"bob"},"responseElements":null,
"requestID":"r-1","eventID":"e-1","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,
"recipientAccountId":"999988887777","eventCategory":"Management",
"tlsDetails":{"tlsVersion":"TLSv1.3","clientProvidedHostHeader":"iam.amazonaws.com"}})";

RowFacts deniedFacts()
{
    RowFacts facts;
    facts.user = "alice";
    facts.role = "Admin";
    facts.error = "AccessDenied";
    facts.failure = true;
    facts.eventClass = EventClass::Denied;
    facts.resources = {{"AWS::IAM::User", "arn:aws:iam::111122223333:user/bob", true},
                       {"AWS::IAM::User", "bob", false}};
    return facts;
}

EventSummary summaryOf(const std::string& json, RowFacts facts = {})
{
    const auto document = JsonDocument::parse(json);
    return document.ok() ? summariseEvent(*document, std::move(facts)) : EventSummary{};
}

EventSummary summaryOfAgent(const QByteArray& userAgent, const QByteArray& more = {})
{
    return summaryOf(
        ("{\"userAgent\":\"" + userAgent + "\"" + (more.isEmpty() ? more : "," + more) + "}")
            .toStdString());
}

} // namespace

class TestEventSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aRoleSessionIsToldInFull()
    {
        const EventSummary event = summaryOf(kRoleEvent, deniedFacts());
        QCOMPARE(event.actor.name, "alice");
        QCOMPARE(event.actor.role, "Admin");
        QCOMPARE(event.actor.session, "alice");
        QCOMPARE(event.actor.mfa, std::optional<bool>(true));
        QCOMPARE(event.actor.keyKind, KeyKind::Temporary);
        QCOMPARE(event.actor.sourceIdentity, "alice@example.com");
        QCOMPARE(event.actor.issuerArn, "arn:aws:iam::111122223333:role/Admin");
        QCOMPARE(event.via.channel, Channel::Cli);
        QCOMPARE(event.via.agent, "aws-cli/2.12.0");
        QCOMPARE(event.via.tlsVersion, "TLSv1.3");
        QVERIFY(!event.via.sourceIsService);
        QCOMPARE(event.action.service, "iam");
        QCOMPARE(event.action.outcome, Outcome::Denied);
        QCOMPARE(event.action.readOnly, std::optional<bool>(false));
        QCOMPARE(event.accountId, "999988887777");
        QCOMPARE(event.seconds, std::optional<std::int64_t>(1688989272));
        QVERIFY(event.omitted.empty());
    }

    void plainNamesOfTargetsComeBeforeTheirArns()
    {
        const EventSummary event = summaryOf(kRoleEvent, deniedFacts());
        QCOMPARE(event.targets.size(), std::size_t(2));
        QCOMPARE(event.targets.front().name, "bob");
    }

    void channels_data()
    {
        QTest::addColumn<QByteArray>("userAgent");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("channel");
        QTest::newRow("browser") << QByteArray("Mozilla/5.0 (X11)") << QByteArray()
                                 << int(Channel::Console);
        QTest::newRow("console proxy")
            << QByteArray("console.amazonaws.com") << QByteArray() << int(Channel::Console);
        QTest::newRow("console session in another client")
            << QByteArray("aws-cli/2.1") << QByteArray(R"("sessionCredentialFromConsole":"true")")
            << int(Channel::Console);
        QTest::newRow("S3's brackets")
            << QByteArray("[aws-cli/1.27 Python]") << QByteArray() << int(Channel::Cli);
        QTest::newRow("boto") << QByteArray("Boto3/1.26 Python/3.9") << QByteArray()
                              << int(Channel::Sdk);
        QTest::newRow("service") << QByteArray("ec2.amazonaws.com") << QByteArray()
                                 << int(Channel::Service);
        QTest::newRow("service on behalf of a user")
            << QByteArray("aws-sdk-java/1")
            << QByteArray(
                   R"("userIdentity":{"type":"IAMUser","invokedBy":"cloudformation.amazonaws.com"})")
            << int(Channel::Service);
        QTest::newRow("tool") << QByteArray("Terraform/1.5") << QByteArray() << int(Channel::Tool);
        QTest::newRow("nothing") << QByteArray() << QByteArray() << int(Channel::Unknown);
    }
    void channels()
    {
        QFETCH(QByteArray, userAgent);
        QFETCH(QByteArray, more);
        QFETCH(int, channel);
        QCOMPARE(int(summaryOfAgent(userAgent, more).via.channel), channel);
    }

    void omittedFieldsAreSaid()
    {
        const EventSummary event = summaryOf(
            R"({"requestParameters":{"omitted":true,"reason":"requestParameters too large","originalSize":131077},)"
            R"("responseElements":{"omitted":"true"}})");
        const std::vector<OmittedField> expected = {
            {"requestParameters", "requestParameters too large", "131077"},
            {"responseElements", "", ""}};
        QCOMPARE(event.omitted.size(), std::size_t(2));
        QVERIFY(event.omitted == expected);
    }

    void anEventOfUnexpectedShapeIsNoTrouble_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char* json :
             {"{}", "[]", "1", "null", R"({"userIdentity":"alice"})", R"({"userIdentity":[]})",
              R"({"userIdentity":{"sessionContext":null}})", R"({"eventTime":12,"eventName":{}})"})
            QTest::newRow(json) << QByteArray(json);
    }
    void anEventOfUnexpectedShapeIsNoTrouble()
    {
        QFETCH(QByteArray, json);
        const EventSummary event = summaryOf(json.toStdString());
        QVERIFY(event.actor.type.empty());
        QVERIFY(!event.seconds);
    }

    void theSupportCaseHasWhatSupportAsksFor()
    {
        QCOMPARE(QString::fromStdString(supportCaseText(summaryOf(kRoleEvent, deniedFacts()))),
                 QStringLiteral("Time: 2023-07-10T11:41:12Z (UTC)\n"
                                "Operation: CreateAccessKey (iam.amazonaws.com)\n"
                                "Error code: AccessDenied\n"
                                "Error message: User is not authorized\n"
                                "Account: 999988887777\n"
                                "Caller account: 111122223333\n"
                                "Region: us-east-1\n"
                                "User or role: arn:aws:sts::111122223333:assumed-role/Admin/alice "
                                "(AssumedRole)\n"
                                "Role behind the session: arn:aws:iam::111122223333:role/Admin\n"
                                "Source identity: alice@example.com\n"
                                "Access key: ASIAIOSFODNN7EXAMPLE\n"
                                "Source IP: 203.0.113.9\n"
                                "User agent: aws-cli/2.12.0 Python/3.11.4 Linux/5.15\n"
                                "Resource: bob (AWS::IAM::User)\n"
                                "Resource: arn:aws:iam::111122223333:user/bob (AWS::IAM::User)\n"
                                "Request ID: r-1\n"
                                "Event ID: e-1\n"));
    }

    void controlCharactersInASupportCaseAreVisible()
    {
        const QString text = QString::fromStdString(
            supportCaseText(summaryOf("{\"userAgent\":\"a\\u001b[31m\\nError code: none\"}")));
        QCOMPARE(text, QStringLiteral("User agent: a\\x1B[31m\\x0AError code: none\n"));
    }
};

QTEST_GUILESS_MAIN(TestEventSummary)
#include "tst_eventsummary.moc"
