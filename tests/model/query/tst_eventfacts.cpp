#include "model/query/column.h"
#include "model/query/resourcerules.h"
#include "model/query/sensitiveactions.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::query;

namespace {

// JSON written with ' for ".
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

// A store that holds these members as one event each; rows in the same order.
struct World
{
    explicit World(const std::vector<std::string>& members)
    {
        test::StoreBuilding building;
        std::string text = "{\"Records\":[";
        for (std::size_t i = 0; i < members.size(); ++i) {
            text += i > 0 ? "," : "";
            text += "{'eventVersion':'1.08','eventTime':'2026-03-01T14:05:12Z'," + members[i]
                + ",'eventID':'" + std::to_string(i) + "\"}";
        }
        store = [&] {
            building.read(quoted(text + "]}"));
            return building.store();
        }();
    }
    RowId row(std::size_t i = 0) const { return store->findByEventId(std::to_string(i)).front(); }
    std::string text(std::string_view column, std::size_t i = 0) const
    {
        const ColumnReader reader(store, *parseColumn(column));
        std::string cell;
        reader.text(row(i), cell);
        return cell;
    }

    std::shared_ptr<const store::EventStore> store;
};

std::string identity(const std::string& members)
{
    return "'userIdentity':{" + members + "},'eventName':'X','eventSource':'x.amazonaws.com'";
}

QByteArray resourcesOf(const std::string& members)
{
    const World world({members});
    QByteArray text;
    for (const ResourceRef& ref : EventFacts(world.store).resources(world.row())) {
        text += QByteArray::fromStdString(ref.type) + ' ' + QByteArray::fromStdString(ref.name)
            + (ref.recorded ? " recorded" : "") + '\n';
    }
    return text;
}

} // namespace

class TestEventFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theUserIsWhatTheConsoleShows_data()
    {
        QTest::addColumn<std::string>("members");
        QTest::addColumn<std::string>("user");
        QTest::addColumn<std::string>("role");
        const auto row = [](const char* name, const char* members, const char* user,
                            const char* role = "") {
            QTest::newRow(name) << std::string(members) << std::string(user) << std::string(role);
        };
        row("root", "'type':'Root','arn':'arn:aws:iam::1:root'", "root");
        row("root with an alias", "'type':'Root','userName':'my-alias'", "root");
        row("user", "'type':'IAMUser','userName':'alice'", "alice");
        row("role session",
            "'type':'AssumedRole','arn':'arn:aws:sts::1:assumed-role/Admin/i-0abc',"
            "'principalId':'AROA:i-0abc','sessionContext':{'sessionIssuer':{'type':'Role',"
            "'userName':'Admin'}}",
            "i-0abc", "Admin");
        row("role session without an issuer",
            "'type':'AssumedRole','arn':'arn:aws-cn:sts::1:assumed-role/Dev/me@x.org'", "me@x.org",
            "Dev");
        row("role session without an ARN", "'type':'AssumedRole','principalId':'AROA:me'", "me");
        row("service", "'type':'AWSService','invokedBy':'ec2.amazonaws.com'", "");
        row("no type", "'accountId':'1','invokedBy':'AWS Internal'", "");
        row("no type but a name", "'userName':'alice'", "alice");
        row("unknown sign-in", "'type':'IAMUser','userName':'HIDDEN_DUE_TO_SECURITY_REASONS'",
            "HIDDEN_DUE_TO_SECURITY_REASONS");
        row("SAML", "'type':'SAMLUser','userName':'sub'", "sub");
        row("federated",
            "'type':'FederatedUser','arn':'arn:aws:sts::1:federated-user/bob',"
            "'sessionContext':{'sessionIssuer':{'type':'IAMUser','userName':'alice'}}",
            "bob");
        row("other account", "'type':'AWSAccount','principalId':'AIDA','accountId':'2'", "");
        row("null name", "'type':'IAMUser','userName':null", "");
    }
    void theUserIsWhatTheConsoleShows()
    {
        QFETCH(std::string, members);
        QFETCH(std::string, user);
        QFETCH(std::string, role);
        const World world({identity(members)});
        QCOMPARE(world.text("user"), user);
        QCOMPARE(world.text("role"), role);
    }

    void identityCenterSignInsNameTheUserElsewhere()
    {
        const World world({"'userIdentity':{'type':'IdentityCenterUser'},"
                           "'additionalEventData':{'UserName':'carol'}"});
        QCOMPARE(world.text("user"), std::string("carol"));
    }

    void outcomesAndClasses_data()
    {
        QTest::addColumn<std::string>("members");
        QTest::addColumn<std::string>("error");
        QTest::addColumn<std::string>("eventClass");
        const auto row = [](const char* name, const char* members, const char* error,
                            const char* eventClass) {
            QTest::newRow(name) << std::string(members) << std::string(error)
                                << std::string(eventClass);
        };
        row("read", "'eventName':'ListUsers','readOnly':true", "", "read");
        row("write", "'eventName':'RunInstances','readOnly':false", "", "write");
        row("read-only as text", "'eventName':'Frobnicate','readOnly':'true'", "", "read");
        row("verb that reads", "'eventName':'DescribeInstances'", "", "read");
        row("verb that only looks like it", "'eventName':'Getaway'", "", "write");
        row("sensitive",
            "'eventName':'CreateAccessKey','eventSource':'iam.amazonaws.com','readOnly':false", "",
            "sensitive");
        row("sensitive with a version",
            "'eventName':'AddPermission20150331v2','eventSource':'lambda.amazonaws.com'", "",
            "sensitive");
        row("same name of another service",
            "'eventName':'CreateAccessKey','eventSource':'x.amazonaws.com','readOnly':false", "",
            "write");
        row("root signs in",
            "'eventName':'ConsoleLogin','userIdentity':{'type':'Root'},"
            "'responseElements':{'ConsoleLogin':'Success'},'readOnly':false",
            "", "sensitive");
        row("a user signs in",
            "'eventName':'ConsoleLogin','userIdentity':{'type':'IAMUser'},"
            "'responseElements':{'ConsoleLogin':'Success'},'readOnly':false",
            "", "write");
        row("denied", "'eventName':'ListUsers','readOnly':true,'errorCode':'AccessDenied'",
            "AccessDenied", "denied");
        row("denied by EC2",
            "'eventName':'StopLogging','eventSource':'cloudtrail.amazonaws.com',"
            "'errorCode':'Client.UnauthorizedOperation'",
            "Client.UnauthorizedOperation", "denied");
        row("denied by an endpoint", "'eventName':'Decrypt','errorCode':'VpceAccessDenied'",
            "VpceAccessDenied", "denied");
        row("failed", "'eventName':'X','errorCode':'NoSuchBucket','errorMessage':'gone'",
            "NoSuchBucket", "failed");
        row("only a message", "'eventName':'ConsoleLogin','errorMessage':'Failed authentication'",
            "Failed authentication", "failed");
        row("only a message that denies",
            "'eventName':'X','errorMessage':'u is not authorized to perform: a on b'",
            "u is not authorized to perform: a on b", "denied");
        row("only a result",
            "'eventName':'ConsoleLogin','responseElements':{'ConsoleLogin':'Failure'}", "Failure",
            "failed");
        row("EC2 says no", "'eventName':'X','responseElements':{'_return':false}", "_return: false",
            "failed");
        row("EC2 says yes", "'eventName':'X','responseElements':{'_return':true}", "", "write");
        row("error code is null", "'eventName':'GetX','errorCode':null", "", "read");
        row("service event",
            "'eventName':'RotateKey','eventType':'AwsServiceEvent','readOnly':false", "", "other");
        row("insight", "'eventType':'AwsCloudTrailInsight','insightDetails':{'state':'Start'}", "",
            "other");
    }
    void outcomesAndClasses()
    {
        QFETCH(std::string, members);
        QFETCH(std::string, error);
        QFETCH(std::string, eventClass);
        const World world({members});
        const EventFacts facts(world.store);
        QCOMPARE(facts.error(world.row()), error);
        QCOMPARE(facts.isFailure(world.row()), !error.empty());
        QCOMPARE(world.text("class"), eventClass);
        QCOMPARE(world.text("error"), error);
    }

    void resourcesAreRecordedOrExtracted_data()
    {
        QTest::addColumn<std::string>("members");
        QTest::addColumn<QByteArray>("resources");
        const auto row = [](const char* name, const char* members, const char* resources) {
            QTest::newRow(name) << std::string(members) << QByteArray(resources);
        };
        row("nothing", "'eventName':'ConsoleLogin'", "");
        row("recorded",
            "'eventSource':'s3.amazonaws.com','resources':[{'type':'AWS::S3::Object',"
            "'ARN':'arn:aws:s3:::b/k'},{'accountId':'1','type':'AWS::S3::Bucket',"
            "'ARN':'arn:aws:s3:::b'}],'requestParameters':{'bucketName':'b','key':'k'}",
            "AWS::S3::Object arn:aws:s3:::b/k recorded\nAWS::S3::Bucket arn:aws:s3:::b recorded\n");
        row("recorded without a type",
            "'resources':[{'ARN':'arn:aws:kms:r:1:key/k'},"
            "{'ARN':'arn:aws:iam::1:role/r','accountId':'1'}]",
            "AWS::KMS::Key arn:aws:kms:r:1:key/k recorded\n"
            "AWS::IAM::Role arn:aws:iam::1:role/r recorded\n");
        row("of a CSV",
            "'resources':[{'type':'AWS::IAM::User','resourceName':'bob'},"
            "{'type':null,'resourceName':'x'}]",
            "AWS::IAM::User bob recorded\n x recorded\n");
        row("create a user",
            "'eventSource':'iam.amazonaws.com','requestParameters':{'userName':'bob'},"
            "'responseElements':{'user':{'arn':'arn:aws:iam::1:user/bob','userId':'AIDA',"
            "'userName':'bob'}}",
            "AWS::IAM::User bob\n");
        row("attach a policy",
            "'eventSource':'iam.amazonaws.com','requestParameters':{'userName':'bob',"
            "'policyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}",
            "AWS::IAM::User bob\n"
            "AWS::IAM::Policy arn:aws:iam::aws:policy/AdministratorAccess\n");
        row("run instances",
            "'eventSource':'ec2.amazonaws.com','requestParameters':{'instancesSet':{'items':"
            "[{'imageId':'ami-0123456789abcdef0','keyName':'k'}]},'subnetId':'subnet-12345678'},"
            "'responseElements':{'instancesSet':{'items':[{'instanceId':'i-00000000000000001'},"
            "{'instanceId':'i-00000000000000002'}]}}",
            "AWS::EC2::Ami ami-0123456789abcdef0\nAWS::EC2::KeyPair k\n"
            "AWS::EC2::Subnet subnet-12345678\nAWS::EC2::Instance i-00000000000000001\n"
            "AWS::EC2::Instance i-00000000000000002\n");
        row("assume a role",
            "'eventSource':'sts.amazonaws.com','requestParameters':{'roleArn':"
            "'arn:aws:iam::2:role/Audit','roleSessionName':'me'},'responseElements':"
            "{'assumedRoleUser':{'arn':'arn:aws:sts::2:assumed-role/Audit/me'}}",
            "AWS::IAM::Role arn:aws:iam::2:role/Audit\n");
        row("a group means two things",
            "'eventSource':'ec2.amazonaws.com','requestParameters':{'groupName':'web'}",
            "AWS::EC2::SecurityGroup web\n");
        row("parameters by name",
            "'eventSource':'ssm.amazonaws.com','requestParameters':{'names':['/a','/b']}",
            "AWS::SSM::Parameter /a\nAWS::SSM::Parameter /b\n");
        row("what only looks like an identifier",
            "'requestParameters':{'a':'i-xyz','b':'sg-123','c':'arn:aws','d':'x-12345678',"
            "'policyDocument':'{Resource: arn:aws:s3:::b}'}",
            "");
        row("ARN of a service we do not know",
            "'requestParameters':{'x':'arn:aws:newsvc:us-east-1:1:thing/t'}",
            " arn:aws:newsvc:us-east-1:1:thing/t\n");
    }
    void resourcesAreRecordedOrExtracted()
    {
        QFETCH(std::string, members);
        QFETCH(QByteArray, resources);
        QCOMPARE(resourcesOf(members), resources);
    }

    void resourcesInsideASubtreeKeptAsTextAreFound()
    {
        std::string items;
        for (int i = 0; i < 300; ++i) {
            char id[32];
            std::snprintf(id, sizeof id, "i-%017x", static_cast<unsigned>(i));
            items += std::string(i > 0 ? "," : "") + "{'instanceId':'" + id + "\"}";
        }
        const World world({"'eventSource':'ec2.amazonaws.com','requestParameters':"
                           "{'instancesSet':{'items':["
                           + items + "]}}"});
        QCOMPARE(EventFacts(world.store).resources(world.row()).size(), std::size_t(300));
    }

    void columnsHaveNamesOrPaths()
    {
        for (const char* text : {"time", "user", "role", "resource", "resourceType", "error",
                                 "class", "eventName", "requestParameters[\"a.b\"].items[]"}) {
            const auto column = parseColumn(text);
            QVERIFY(column.has_value());
            QCOMPARE(columnText(*column), std::string(text));
        }
        for (const char* text : {"", "a..b", "a[1", "."})
            QVERIFY(!parseColumn(text).has_value());
        QCOMPARE(eventHistoryColumns().size(), std::size_t(10));
        QVERIFY(parseColumn("time") == Column::derivedColumn(Derived::Time));
    }

    void cellsShowWhatTheEventHas()
    {
        const World world({"'readOnly':true,'n':1.50,'o':{},'z':null,'l':[{'x':'a'},{'x':'b'}],"
                           "'eventSource':'iam.amazonaws.com',"
                           "'requestParameters':{'userName':'bob','groupName':'g'}"});
        QCOMPARE(world.text("time"), std::string("2026-03-01T14:05:12Z"));
        QCOMPARE(world.text("readOnly"), std::string("true"));
        QCOMPARE(world.text("n"), std::string("1.50"));
        QCOMPARE(world.text("l[].x"), std::string("a, b"));
        QCOMPARE(world.text("resource"), std::string("bob, g"));
        QCOMPARE(world.text("resourceType"), std::string("AWS::IAM::User, AWS::IAM::Group"));
        const World bucket({"'resources':[{'type':'AWS::S3::Bucket','ARN':'arn:aws:s3:::b'}],"
                            "'requestParameters':{'bucketName':'b'}"});
        QCOMPARE(bucket.text("resource"), std::string("b"));
        std::string text = "old";
        QCOMPARE(ColumnReader(world.store, Column::pathColumn("not.there")).text(world.row(), text),
                 store::ValueKind::Missing);
        QVERIFY(text.empty());
        QCOMPARE(ColumnReader(world.store, Column::pathColumn("z")).text(world.row(), text),
                 store::ValueKind::Null);
        QCOMPARE(
            ColumnReader(world.store, Column::derivedColumn(Derived::User)).text(world.row(), text),
            store::ValueKind::Missing);
    }

    void tablesAreSorted()
    {
        QVERIFY(sensitiveActionsAreSorted());
        QVERIFY(sensitiveActionCount() > 150);
        QVERIFY(resourceTablesAreSorted());
        QVERIFY(isSensitiveAction("iam.amazonaws.com", "CreateAccessKey"));
        QVERIFY(isSensitiveAction("cloudtrail.amazonaws.com", "StopLogging"));
        QVERIFY(!isSensitiveAction("", ""));
        QCOMPARE(withoutApiVersion("UpdateDistribution2020_05_31"), "UpdateDistribution");
        QCOMPARE(withoutApiVersion("ListObjectsV2"), "ListObjectsV2");
    }

    void factsAreCheap()
    {
        std::string members =
            "'userIdentity':{'type':'AssumedRole','arn':'arn:aws:sts::1:assumed-role/A/b'},"
            "'eventSource':'ec2.amazonaws.com','eventName':'RunInstances','readOnly':false,"
            "'requestParameters':{'instancesSet':{'items':[{'imageId':'ami-12345678'}]}}";
        const World world({members});
        const EventFacts facts(world.store);
        const RowId row = world.row();
        QElapsedTimer timer;
        timer.start();
        std::size_t size = 0;
        constexpr int kRounds = 20'000;
        for (int i = 0; i < kRounds; ++i)
            size += facts.user(row).size() + facts.resources(row).size()
                + (facts.eventClass(row) == EventClass::Write ? 1 : 0);
        const auto nanoseconds = timer.nsecsElapsed() / kRounds;
        qInfo("%lld ns for user, class and resources", static_cast<long long>(nanoseconds));
        QCOMPARE(size, std::size_t(kRounds * 3));
        QVERIFY(nanoseconds < 100'000);
    }
};

QTEST_GUILESS_MAIN(TestEventFacts)
#include "tst_eventfacts.moc"
