// What configurations name: ids, ARNs and names become derived edges, other values do not.
#include "model/config/resourcename.h"
#include "tests/model/config/graphsketch.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::edgesAt;
using test::graphOf;
using test::ItemSketch;

namespace {

const std::string kVpc = "AWS::EC2::VPC";

QStringList edgesOf(const std::vector<ItemSketch>& items)
{
    const auto graph = graphOf(items);
    const std::string wrong = graph->checkInvariants();
    return wrong.empty() ? edgesAt(*graph) : QStringList{QString::fromStdString(wrong)};
}

} // namespace

class ItemMentionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }
    void configurationTellsMore_data();
    void configurationTellsMore();
    void nothingIsMadeUp_data();
    void nothingIsMadeUp();
    void anythingThatIsKnownCounts();
    void policiesInTextAreRead();
    void longListsAreReadToo();
    void interfacesTellWhatTheyAreFor_data();
    void interfacesTellWhatTheyAreFor();
    void arnsTellTypes_data();
    void arnsTellTypes();
    void idsAreUniqueByTheirForm();
};

void ItemMentionsTest::configurationTellsMore_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("configuration");
    QTest::addColumn<QString>("edge");
    const auto row = [](const char* name, const char* type, const char* members, const char* edge) {
        QTest::newRow(name) << QString::fromUtf8(type) << QString::fromUtf8(members)
                            << QString::fromUtf8(edge);
    };
    row("instance profile", "AWS::EC2::Instance",
        "'iamInstanceProfile':{'arn':'arn:aws:iam::111111111111:instance-profile/web'}",
        "EC2::Instance x  uses  IAM::InstanceProfile web?  (configuration.iamInstanceProfile.arn)");
    row("role of a profile", "AWS::IAM::Role",
        "'instanceProfileList':[{'arn':'arn:aws:iam::111111111111:instance-profile/web'}]",
        "IAM::InstanceProfile web?  contains  IAM::Role x  "
        "(configuration.instanceProfileList[].arn)");
    row("peer of a rule", "AWS::EC2::SecurityGroup",
        "'ipPermissions':[{'ipProtocol':'tcp','userIdGroupPairs':[{'groupId':'sg-9'}]}]",
        "EC2::SecurityGroup x  allows from  EC2::SecurityGroup sg-9?  "
        "(configuration.ipPermissions[].userIdGroupPairs[].groupId)");
    row("peer of a rule outwards", "AWS::EC2::SecurityGroup",
        "'ipPermissionsEgress':[{'ipProtocol':'tcp','userIdGroupPairs':[{'groupId':'sg-9'}]}]",
        "EC2::SecurityGroup x  allows to  EC2::SecurityGroup sg-9?  "
        "(configuration.ipPermissionsEgress[].userIdGroupPairs[].groupId)");
    row("route", "AWS::EC2::RouteTable",
        "'routes':[{'destinationCidrBlock':'0.0.0.0/0','gatewayId':'igw-1'},"
        "{'destinationCidrBlock':'10.0.0.0/8','gatewayId':'local'}]",
        "EC2::RouteTable x  routes to  EC2::InternetGateway igw-1?  "
        "(configuration.routes[].gatewayId)");
    row("role of a function", "AWS::Lambda::Function",
        "'role':'arn:aws:iam::111111111111:role/service/run'",
        "Lambda::Function x  uses  IAM::Role run?  (configuration.role)");
    row("role of a service of the newer types", "AWS::ECS::TaskDefinition",
        "'TaskRoleArn':'arn:aws:iam::111111111111:role/run'",
        "ECS::TaskDefinition x  uses  IAM::Role run?  (configuration.TaskRoleArn)");
    row("managed policy of AWS", "AWS::IAM::User",
        "'attachedManagedPolicies':[{'policyArn':"
        "'arn:aws:iam::aws:policy/AdministratorAccess'}]",
        "IAM::User x  is attached to  IAM::Policy AdministratorAccess?  "
        "(configuration.attachedManagedPolicies[].policyArn)");
    row("key by its ARN", "AWS::EC2::Volume",
        "'kmsKeyId':'arn:aws:kms:us-east-1:111111111111:key/"
        "01234567-89ab-cdef-0123-456789abcdef'",
        "EC2::Volume x  is encrypted with  KMS::Key 01234567-89ab-cdef-0123-456789abcdef?  "
        "(configuration.kmsKeyId)");
    row("key by its alias", "AWS::CloudTrail::Trail", "'kmsKeyId':'alias/trail'",
        "CloudTrail::Trail x  is encrypted with  KMS::Alias trail?  (configuration.kmsKeyId)");
    row("bucket of a trail", "AWS::CloudTrail::Trail", "'s3BucketName':'logs'",
        "CloudTrail::Trail x  delivers to  S3::Bucket logs?  (configuration.s3BucketName)");
    row("log group of a trail", "AWS::CloudTrail::Trail",
        "'cloudWatchLogsLogGroupArn':'arn:aws:logs:us-east-1:111111111111:log-group:trail:*'",
        "CloudTrail::Trail x  delivers to  Logs::LogGroup trail?  "
        "(configuration.cloudWatchLogsLogGroupArn)");
    row("VPC", "AWS::EC2::RouteTable", "'vpcId':'vpc-1'",
        "EC2::VPC vpc-1?  contains  EC2::RouteTable x  (configuration.vpcId)");
    row("subnets of a list", "AWS::EKS::Cluster", "'ResourcesVpcConfig':{'SubnetIds':['subnet-1']}",
        "EKS::Cluster x  is attached to  EC2::Subnet subnet-1?  "
        "(configuration.ResourcesVpcConfig.SubnetIds[])");
}

void ItemMentionsTest::configurationTellsMore()
{
    QFETCH(QString, type);
    QFETCH(QString, configuration);
    QFETCH(QString, edge);
    QStringList edges = edgesOf({{.id = "x",
                                  .rest = ",'configuration':{" + configuration.toStdString() + "}",
                                  .type = type.toStdString()}});
    QCOMPARE(edges.size(), 1);
    QCOMPARE(edges.front().replace(QRegularExpression(u"  by (from|to)$"_s), QString()), edge);
}

// Values that look like references and are none, or speak of resources that are not known.
void ItemMentionsTest::nothingIsMadeUp_data()
{
    QTest::addColumn<QString>("rest");
    const auto row = [](const char* name, const char* rest) {
        QTest::newRow(name) << QString::fromUtf8(rest);
    };
    row("its own id",
        ",'configuration':{'instanceId':'i-0123456789abcdef0','id':'i-0123456789abcdef0'}");
    row("an account", ",'configuration':{'ownerId':'111111111111'}");
    row("an ARN that nothing tells of", ",'configuration':{'x':'arn:aws:sns:us-east-1:1:topic'}");
    row("tags",
        ",'configuration':{'tags':[{'key':'k','value':'vpc-0a1b2c3d'}]},"
        "'tags':{'vpc':'vpc-0a1b2c3d'}");
    row("words", ",'configuration':{'description':'prod','name':'prod'}");
    row("a gateway that is none", ",'configuration':{'gatewayId':'local'}");
    row("no relationships", ",'relationships':null");
    row("relationships of another kind", ",'relationships':{'a':'b'}");
    row("empty relationships", ",'relationships':[{},[],'x',1,null]");
}

void ItemMentionsTest::nothingIsMadeUp()
{
    QFETCH(QString, rest);
    // A bucket and a VPC whose names and ids those values hold.
    QCOMPARE(edgesOf({{.id = "i-0123456789abcdef0", .rest = rest.toStdString()},
                      {.id = "prod", .type = "AWS::S3::Bucket"},
                      {.id = "111111111111", .type = "AWS::S3::AccountPublicAccessBlock"},
                      {.id = "vpc-0a1b2c3d", .type = kVpc}}),
             QStringList());
}

// By ARN or by an id that is unique, wherever it stands.
void ItemMentionsTest::anythingThatIsKnownCounts()
{
    QCOMPARE(
        edgesOf({{.id = "x",
                  .rest = ",'configuration':{'Deep':[{'Target':'arn:aws:sns:us-east-1:1:t'}],"
                          "'log':'fl-0a1b2c3d'},"
                          "'supplementaryConfiguration':{'More':{'q':'vpc-0a1b2c3d'}}",
                  .type = "AWS::A::B"},
                 {.id = "arn:aws:sns:us-east-1:1:t", .type = "AWS::SNS::Topic"},
                 {.id = "fl-0a1b2c3d", .type = "AWS::EC2::FlowLog"},
                 {.id = "vpc-0a1b2c3d", .type = kVpc}}),
        (QStringList{u"A::B x  refers to  EC2::FlowLog fl-0a1b2c3d  (configuration.log)  by from"_s,
                     u"A::B x  refers to  EC2::VPC vpc-0a1b2c3d  "
                     "(supplementaryConfiguration.More.q)  by from"_s,
                     u"A::B x  refers to  SNS::Topic arn:aws:sns:us-east-1:1:t  "
                     "(configuration.Deep[].Target)  by from"_s}));
}

// URL-encoded, as IAM has them, and as JSON in text.
void ItemMentionsTest::policiesInTextAreRead()
{
    const std::string arn = "arn:aws:iam::222222222222:role/deploy";
    const ItemSketch deploy{.id = "AROADEPLOYDEPLOYDEPLO",
                            .rest = ",'resourceName':'deploy','ARN':'" + arn + "'",
                            .type = "AWS::IAM::Role",
                            .account = "222222222222",
                            .region = "global"};
    const QString encoded = QString::fromLatin1(
        QByteArray(
            R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::222222222222:role/deploy","111111111111"]}}]})")
            .toPercentEncoding());
    QCOMPARE(
        edgesOf({{.id = "AROATRUSTTRUSTTRUSTX",
                  .rest = ",'configuration':{'assumeRolePolicyDocument':'" + encoded.toStdString()
                      + "'}",
                  .type = "AWS::IAM::Role",
                  .region = "global"},
                 deploy}),
        QStringList{u"IAM::Role AROATRUSTTRUSTTRUSTX  trusts  IAM::Role AROADEPLOYDEPLOYDEPLO  "
                    "(configuration.assumeRolePolicyDocument→Statement[].Principal.AWS[])  "
                    "by from"_s});
    QCOMPARE(edgesOf({{.id = "b",
                       .rest = ",'supplementaryConfiguration':{'BucketPolicy':{'policyText':'"
                               "{\\'Statement\\':[{\\'Principal\\':{\\'AWS\\':\\'"
                           + arn + "\\'}}]}'}}",
                       .type = "AWS::S3::Bucket"},
                      deploy}),
             QStringList{u"S3::Bucket b  allows  IAM::Role AROADEPLOYDEPLOYDEPLO  "
                         "(supplementaryConfiguration.BucketPolicy.policyText→Statement[].Principal"
                         ".AWS)  by from"_s});
}

// Lists that are too long for columns are kept as text by the store.
void ItemMentionsTest::longListsAreReadToo()
{
    std::string pairs;
    std::string relations;
    for (int i = 0; i < 40; ++i) {
        pairs += (i ? "," : "") + std::string("{'userIdGroupPairs':[{'groupId':'sg-")
            + std::to_string(i) + "'}]}";
        relations += (i ? "," : "")
            + test::relationText("Is associated with ", "AWS::EC2::Instance",
                                 "i-" + std::to_string(i));
    }
    const QStringList edges = edgesOf({{.id = "sg-x",
                                        .rest = ",'configuration':{'ipPermissions':[" + pairs
                                            + "]},'relationships':[" + relations + "]",
                                        .type = "AWS::EC2::SecurityGroup"}});
    QCOMPARE(edges.size(), 80);
    QCOMPARE(edges.filter(u"allows from"_s).size(), 40);
    QCOMPARE(edges.filter(u"(configuration.ipPermissions[].userIdGroupPairs[].groupId)"_s).size(),
             40);
}

void ItemMentionsTest::interfacesTellWhatTheyAreFor_data()
{
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* name, const char* description, const char* type, const char* id,
                        const char* called) {
        QTest::newRow(name) << QString::fromUtf8(description) << QString::fromUtf8(type)
                            << QString::fromUtf8(id) << QString::fromUtf8(called);
    };
    row("NAT gateway", "Interface for NAT Gateway nat-0123456789abcdef0", "AWS::EC2::NatGateway",
        "nat-0123456789abcdef0", "");
    row("endpoint", "VPC Endpoint Interface vpce-0123456789abcdef0", "AWS::EC2::VPCEndpoint",
        "vpce-0123456789abcdef0", "");
    row("load balancer", "ELB app/web/0123456789abcdef",
        "AWS::ElasticLoadBalancingV2::LoadBalancer", "arn", "web");
    row("classic load balancer", "ELB web", "AWS::ElasticLoadBalancing::LoadBalancer", "web", "");
    row("function", "AWS Lambda VPC ENI-resize-01234567-89ab-cdef-0123-456789abcdef",
        "AWS::Lambda::Function", "resize", "");
}

void ItemMentionsTest::interfacesTellWhatTheyAreFor()
{
    QFETCH(QString, description);
    QFETCH(QString, type);
    QFETCH(QString, id);
    QFETCH(QString, name);
    const ItemSketch interface {
        .id = "eni-1",
        .rest = ",'configuration':{'description':'" + description.toStdString() + "'}",
        .type = "AWS::EC2::NetworkInterface"
    };
    const QStringList edges = edgesOf({interface,
                                       {.id = id.toStdString(),
                                        .rest = ",'resourceName':'" + name.toStdString() + "'",
                                        .type = type.toStdString()}});
    QCOMPARE(edges.size(), 1);
    QVERIFY(edges.front().contains(u"is attached to"_s));
    QVERIFY(!edges.front().contains(u'?'));
    // Words alone make nothing up.
    QCOMPARE(edgesOf({interface}), QStringList());
}

void ItemMentionsTest::arnsTellTypes_data()
{
    QTest::addColumn<QString>("arn");
    QTest::addColumn<QString>("wanted"); // type, id, name, account, Region
    const auto row = [](const char* arn, const char* wanted) {
        QTest::newRow(arn) << QString::fromUtf8(arn) << QString::fromUtf8(wanted);
    };
    row("arn:aws:iam::111111111111:role/aws-service-role/x/Name",
        "AWS::IAM::Role||Name|111111111111|global");
    row("arn:aws:iam::aws:policy/job-function/Billing", "AWS::IAM::Policy||Billing|aws|global");
    row("arn:aws:s3:::logs", "AWS::S3::Bucket|logs|||");
    row("arn:aws:s3:::logs/key", "|arn:aws:s3:::logs/key|||");
    row("arn:aws-cn:lambda:cn-north-1:1:function:f:7", "AWS::Lambda::Function|f||1|cn-north-1");
    row("arn:aws:ec2:us-east-1:1:subnet/subnet-1", "AWS::EC2::Subnet|subnet-1||1|us-east-1");
    row("arn:aws:kms:us-east-1:1:key/k", "AWS::KMS::Key|k||1|us-east-1");
    row("arn:aws:sns:us-east-1:1:t", "AWS::SNS::Topic|arn:aws:sns:us-east-1:1:t||1|us-east-1");
    row("arn:aws:sns:us-east-1:1:t:subscription",
        "|arn:aws:sns:us-east-1:1:t:subscription||1|us-east-1");
    row("arn:aws:logs:us-east-1:1:log-group:/a/b:*", "AWS::Logs::LogGroup||/a/b|1|us-east-1");
    row("arn:aws:dynamodb:us-east-1:1:table/t/index/i", "AWS::DynamoDB::Table|t||1|us-east-1");
    row("arn:aws:made:up:1:of/it", "|arn:aws:made:up:1:of/it||1|up");
    row("arn:aws:iam::1:role/", "|arn:aws:iam::1:role/||1|");
    row("arn:aws:iam::1", "no ARN");
    row("urn:aws:iam::1:role/x", "no ARN");
    row("arn:::::", "|arn:::::|||");
}

void ItemMentionsTest::arnsTellTypes()
{
    QFETCH(QString, arn);
    QFETCH(QString, wanted);
    const auto found = resourceOfArn(arn.toStdString());
    if (!found) {
        QCOMPARE(u"no ARN"_s, wanted);
        return;
    }
    QCOMPARE(QString::fromStdString(found->type + '|' + found->id + '|' + found->name + '|'
                                    + found->accountId + '|' + found->region),
             wanted);
    QCOMPARE(found->arn, arn.toStdString());
}

void ItemMentionsTest::idsAreUniqueByTheirForm()
{
    for (const char* id : {"vpc-1a2b3c4d", "i-0123456789abcdef0", "tgw-attach-0123456789abcdef0",
                           "AROAEXAMPLEEXAMPLE123", "01234567-89ab-cdef-0123-456789abcdef",
                           "https://sqs.us-east-1.amazonaws.com/1/q", "arn:aws:s3:::b",
                           "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
        QVERIFY2(isUnique(id), id);
    for (const char* text : {"", "web", "vpc-1", "111111111111", "prod-web-server", "-1a2b3c4d",
                             "my-bucket-20260311", "ADMIN", "2026-03-11"})
        QVERIFY2(!isUnique(text), text);
}

QTEST_GUILESS_MAIN(ItemMentionsTest)
#include "tst_itemmentions.moc"
