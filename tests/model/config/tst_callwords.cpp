// CallWords, TypeWords, CallEffects: what the names of calls and parameters say.
#include "model/config/calleffects.h"
#include "model/config/callwords.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;

namespace {

QString fitName(KeyFit fit)
{
    switch (fit) {
    case KeyFit::No:
        return u"no"_s;
    case KeyFit::Generic:
        return u"generic"_s;
    case KeyFit::Other:
        return u"other"_s;
    case KeyFit::Yes:
        return u"yes"_s;
    }
    return {};
}

Change changeOf(const char* path, Change::Section section = Change::Section::Configuration)
{
    Change change;
    change.section = section;
    change.path = path;
    return change;
}

} // namespace

class TestCallWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aCallIsAboutTheTypeThatItsNameSays_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("about"); // "", "part", "whole"
        const auto row = [](const char* event, const char* type, const char* about) {
            QTest::addRow("%s %s", event, type)
                << QString::fromUtf8(event) << QString::fromUtf8(type) << QString::fromUtf8(about);
        };
        row("AuthorizeSecurityGroupIngress", "AWS::EC2::SecurityGroup", "part");
        row("CreateSecurityGroup", "AWS::EC2::SecurityGroup", "whole");
        row("RunInstances", "AWS::EC2::Instance", "whole");
        row("RunInstances", "AWS::EC2::Subnet", "");
        row("ModifyInstanceAttribute", "AWS::EC2::Instance", "part");
        row("CreateVpcEndpoint", "AWS::EC2::VPC", "");
        row("CreateVpcEndpoint", "AWS::EC2::VPCEndpoint", "whole");
        row("AssociateVpcCidrBlock", "AWS::EC2::VPC", "part");
        row("CreateDefaultVpc", "AWS::EC2::VPC", "whole");
        row("AcceptVpcPeeringConnection", "AWS::EC2::VPCPeeringConnection", "whole");
        row("AllocateAddress", "AWS::EC2::EIP", "whole");
        row("CreateRoute", "AWS::EC2::RouteTable", "part");
        row("DeleteRouteTable", "AWS::EC2::RouteTable", "whole");
        row("AttachRolePolicy", "AWS::IAM::Role", "part");
        row("AttachRolePolicy", "AWS::IAM::Policy", "");
        row("PutRolePolicy", "AWS::IAM::Policy", "");
        row("CreatePolicyVersion", "AWS::IAM::Policy", "part");
        row("AddUserToGroup", "AWS::IAM::User", "part");
        row("AddUserToGroup", "AWS::IAM::Group", "part");
        row("RemoveUserFromGroup", "AWS::IAM::Group", "part");
        row("RemoveUserFromGroup", "AWS::IAM::User", "part");
        row("RestoreDBInstanceFromDBSnapshot", "AWS::RDS::DBInstance", "whole");
        row("UpdateAssumeRolePolicy", "AWS::IAM::Role", "part");
        row("CreateServiceLinkedRole", "AWS::IAM::Role", "whole");
        row("AddRoleToInstanceProfile", "AWS::EC2::Instance", "");
        row("DeleteBucketPolicy", "AWS::S3::Bucket", "part");
        row("DeleteBucket", "AWS::S3::Bucket", "whole");
        row("UpdateFunctionCode20150331v2", "AWS::Lambda::Function", "part");
        row("DeleteFunction20150331", "AWS::Lambda::Function", "whole");
        row("ModifyDBInstance", "AWS::RDS::DBInstance", "whole");
        row("CreateDBInstanceReadReplica", "AWS::RDS::DBInstance", "whole");
        row("CreateDBClusterSnapshot", "AWS::RDS::DBCluster", "");
        row("ScheduleKeyDeletion", "AWS::KMS::Key", "whole");
        row("PutMetricAlarm", "AWS::CloudWatch::Alarm", "whole");
        row("StopLogging", "AWS::CloudTrail::Trail", "part");
        row("UpdateWebACL", "AWS::WAFv2::WebACL", "whole");
        row("AssociateVPCWithHostedZone", "AWS::Route53::HostedZone", "part");
        row("DeletePolicies", "AWS::IAM::Policy", "");
        row("", "AWS::EC2::VPC", "");
    }

    void aCallIsAboutTheTypeThatItsNameSays()
    {
        QFETCH(QString, event);
        QFETCH(QString, type);
        QFETCH(QString, about);
        const CallWords words(event.toStdString());
        const TypeWords of(type.toStdString());
        QCOMPARE(of.isObjectOf(words), !about.isEmpty());
        QCOMPARE(of.isWholeObjectOf(words), about == u"whole");
    }

    void verbsSayWhatIsDone()
    {
        QVERIFY(CallWords("RunInstances").creates());
        QVERIFY(CallWords("PutMetricAlarm").creates());
        QVERIFY(!CallWords("ModifyVolume").creates());
        QVERIFY(CallWords("TerminateInstances").deletes());
        QVERIFY(CallWords("BatchDeleteImage").deletes());
        QVERIFY(CallWords("ScheduleKeyDeletion").deletes());
        QVERIFY(!CallWords("CancelKeyDeletion").deletes());
        QVERIFY(CallWords("RevokeSecurityGroupIngress").removes());
        QVERIFY(!CallWords("RevokeSecurityGroupIngress").deletes());
        QVERIFY(CallWords("UpdateTrail").replaces());
        QVERIFY(CallWords("CreateTags").isTagCall());
        QVERIFY(CallWords("TagRole").isTagCall());
        QVERIFY(CallWords("PutBucketTagging").isTagCall());
        QVERIFY(!CallWords("CreateStage").isTagCall());
        QVERIFY(!CallWords().creates());
    }

    void aServiceIsThatOfItsTypes()
    {
        QVERIFY(TypeWords("AWS::EC2::VPC").isServedBy("ec2.amazonaws.com"));
        QVERIFY(!TypeWords("AWS::EC2::VPC").isServedBy("ecs.amazonaws.com"));
        QVERIFY(TypeWords("AWS::ElasticLoadBalancingV2::LoadBalancer")
                    .isServedBy("elasticloadbalancing.amazonaws.com"));
        QVERIFY(TypeWords("AWS::CloudWatch::Alarm").isServedBy("monitoring.amazonaws.com"));
        QVERIFY(!TypeWords("Nothing").isServedBy("nothing.amazonaws.com"));
        QVERIFY(!TypeWords("").isServedBy(""));
    }

    void parametersNameTypes_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("fit");
        const auto row = [](const char* key, const char* type, const char* fit) {
            QTest::addRow("%s %s", key, type)
                << QString::fromUtf8(key) << QString::fromUtf8(type) << QString::fromUtf8(fit);
        };
        row("groupId", "AWS::EC2::SecurityGroup", "yes");
        row("securityGroupIds", "AWS::EC2::SecurityGroup", "yes");
        row("groupName", "AWS::IAM::Group", "yes");
        row("sourceGroupId", "AWS::EC2::SecurityGroup", "other");
        row("sourceDBInstanceIdentifier", "AWS::RDS::DBInstance", "other");
        row("dBInstanceIdentifier", "AWS::RDS::DBInstance", "yes");
        row("roleName", "AWS::IAM::Role", "yes");
        row("roleName", "AWS::IAM::User", "no");
        row("newUserName", "AWS::IAM::User", "yes");
        row("trailNameList", "AWS::CloudTrail::Trail", "yes");
        row("name", "AWS::CloudTrail::Trail", "generic");
        row("id", "AWS::CloudFront::Distribution", "generic");
        row("resourceArn", "AWS::Lambda::Function", "generic");
        row("queueUrl", "AWS::SQS::Queue", "yes");
        row("publicIp", "AWS::EC2::EIP", "yes");
        row("description", "AWS::EC2::SecurityGroup", "no");
        row("keyName", "AWS::EC2::Instance", "no");
    }

    void parametersNameTypes()
    {
        QFETCH(QString, key);
        QFETCH(QString, type);
        QFETCH(QString, fit);
        QCOMPARE(fitName(TypeWords(type.toStdString()).keyFit(key.toStdString())), fit);
    }

    void identifiersStandForOneResource()
    {
        for (const char* text :
             {"i-0123456789abcdef0", "sg-01234567", "eni-attach-0123456789abcdef0",
              "arn:aws:iam::111111111111:role/web", "AROAEXAMPLEEXAMPLE123",
              "01234567-89ab-cdef-0123-456789abcdef", "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
              "https://sqs.us-east-1.amazonaws.com/111111111111/q"})
            QVERIFY2(isUniqueText(text), text);
        for (const char* text : {"", "web", "default", "i-1", "my-bucket", "prod-web-01", "ADMIN",
                                 "111111111111", "team-decade"})
            QVERIFY2(!isUniqueText(text), text);
    }

    void effectsCoverWhatACallChanges()
    {
        const auto covers = [](const char* source, const char* event, const Change& change) {
            const auto effects = CallEffects::of(source, event, CallWords(event));
            return effects ? effects->cover(change) ? "yes" : "no" : "unknown";
        };
        const auto path = "configuration.ipPermissions[tcp 22 0.0.0.0/0]";
        const auto egress = "configuration.ipPermissionsEgress[tcp 22 0.0.0.0/0]";
        const char* ec2 = "ec2.amazonaws.com";
        QCOMPARE(covers(ec2, "AuthorizeSecurityGroupIngress", changeOf(path)), "yes");
        QCOMPARE(covers(ec2, "AuthorizeSecurityGroupIngress", changeOf(egress)), "no");
        QCOMPARE(covers(ec2, "AuthorizeSecurityGroupEgress", changeOf(egress)), "yes");
        QCOMPARE(covers(ec2, "StopInstances", changeOf("configuration.state.name")), "yes");
        QCOMPARE(covers(ec2, "StopInstances", changeOf("configuration.instanceType")), "no");
        QCOMPARE(covers(ec2, "ModifyInstanceAttribute", changeOf("configuration.instanceType")),
                 "yes");
        QCOMPARE(covers(ec2, "ModifyHosts", changeOf("configuration.state")), "unknown");
        QCOMPARE(covers("iam.amazonaws.com", "StopInstances", changeOf("configuration.state")),
                 "unknown");
        const Change tag = changeOf("tags.Owner", Change::Section::Tags);
        QCOMPARE(covers(ec2, "CreateTags", tag), "yes");
        QCOMPARE(covers("kms.amazonaws.com", "TagResource", tag), "yes");
        QCOMPARE(covers(ec2, "StopInstances", tag), "no");
        QCOMPARE(covers("s3.amazonaws.com", "PutBucketPolicy",
                        changeOf("supplementaryConfiguration.BucketPolicy.policyText",
                                 Change::Section::Supplementary)),
                 "yes");
        QCOMPARE(covers("lambda.amazonaws.com", "AddPermission20150331v2",
                        changeOf("supplementaryConfiguration.Policy.policy",
                                 Change::Section::Supplementary)),
                 "yes");
    }
};

QTEST_GUILESS_MAIN(TestCallWords)
#include "tst_callwords.moc"
