// Causes: which events explain a state, how sure, and why; and which never do.
#include "tests/model/config/causeworld.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::CauseWorld;
using test::EventSketch;
using test::groupItem;
using test::ItemSketch;
using test::ruleRequest;
using test::ruleText;

namespace {

constexpr auto kBefore = "2026-03-01T12:00:00.000Z";
constexpr auto kAfter = "2026-03-02T12:00:00.000Z";

// Two items of one resource, of which the second is the change.
std::vector<ItemSketch> pair(const char* type, const char* id, const char* before,
                             const char* after, const char* region = "us-east-1")
{
    const auto make = [&](const char* time, const char* rest) {
        return ItemSketch{.id = id, .time = time, .rest = rest, .type = type, .region = region};
    };
    return {make(kBefore, before), make(kAfter, after)};
}

std::vector<ItemSketch> instance(const char* before, const char* after)
{
    return pair("AWS::EC2::Instance", "i-1", before, after);
}

const std::vector<ItemSketch>& openedGroup()
{
    static const std::vector<ItemSketch> items{
        groupItem(kBefore, ruleText(443, "10.0.0.0/8")),
        groupItem(kAfter, ruleText(443, "10.0.0.0/8") + "," + ruleText(22, "0.0.0.0/0"))};
    return items;
}

EventSketch opening(const char* time = "2026-03-02T11:58:00Z")
{
    return {.name = "AuthorizeSecurityGroupIngress",
            .time = time,
            .request = ruleRequest("sg-1", 22, "0.0.0.0/0")};
}

struct Expected
{
    std::vector<ItemSketch> items;
    EventSketch event;
    QString text; // of the second item's causes
    QString reasons;
};

} // namespace

Q_DECLARE_METATYPE(Expected)

class TestCauses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aChangeHasItsCause_data()
    {
        QTest::addColumn<Expected>("expected");
        const auto row = [](const char* name, const Expected& expected) {
            QTest::newRow(name) << expected;
        };
        row("a rule, by peer and port",
            {openedGroup(), opening(), u"certain AuthorizeSecurityGroupIngress"_s,
             u"same-id changed-value"_s});
        {
            auto items = openedGroup();
            std::swap(items[0].time, items[1].time);
            row("a rule that is gone",
                {items,
                 {.name = "RevokeSecurityGroupIngress",
                  .request = ruleRequest("sg-1", 22, "0.0.0.0/0")},
                 u"certain RevokeSecurityGroupIngress"_s,
                 u"same-id changed-value"_s});
        }
        row("a rule in the words of the new API",
            {openedGroup(),
             {.name = "ModifySecurityGroupRules",
              .request = "{'ModifySecurityGroupRulesRequest':{'GroupId':'sg-1',"
                         "'SecurityGroupRule':{'SecurityGroupRuleId':'sgr-1','SecurityGroupRule':{"
                         "'CidrIpv4':'0.0.0.0/0','FromPort':22,'IpProtocol':'tcp','ToPort':22}}}}"},
             u"certain ModifySecurityGroupRules"_s,
             u"same-id changed-value"_s});
        row("the kind of call",
            {instance(",'configuration':{'state':{'name':'running'}}",
                      ",'configuration':{'state':{'name':'stopped'}}"),
             {},
             u"likely StopInstances"_s,
             u"same-id fitting-call"_s});
        row("a value under its name",
            {instance(",'configuration':{'ebsOptimized':false}",
                      ",'configuration':{'ebsOptimized':true}"),
             {.name = "ModifyInstanceAttribute",
              .request = "{'instanceId':'i-1','ebsOptimized':{'value':true}}"},
             u"certain ModifyInstanceAttribute"_s,
             u"same-id changed-value"_s});
        row("the instance type",
            {instance(",'configuration':{'instanceType':'t3.micro'}",
                      ",'configuration':{'instanceType':'t3.large'}"),
             {.name = "ModifyInstanceAttribute",
              .request = "{'instanceId':'i-1','instanceType':{'value':'t3.large'}}"},
             u"certain ModifyInstanceAttribute"_s,
             u"same-id changed-value"_s});
        row("the only call about it",
            {pair("AWS::RDS::DBInstance", "db-1",
                  ",'configuration':{'dBInstanceStatus':'available'}",
                  ",'configuration':{'dBInstanceStatus':'modifying'}"),
             {.name = "ModifyDBInstance",
              .request = "{'dbiResourceId':'db-1','masterUserPassword':'****'}",
              .source = "rds"},
             u"likely ModifyDBInstance"_s,
             u"same-id only-call"_s});
        row("a tag",
            {instance(",'tags':{}", ",'tags':{'Owner':'bob'}"),
             {.name = "CreateTags",
              .request = "{'resourcesSet':{'items':[{'resourceId':'i-1'}]},'tagSet':{'items':[{"
                         "'key':'Owner','value':'bob'}]}}"},
             u"certain CreateTags"_s,
             u"same-id changed-value"_s});
        row("a tag that is gone",
            {instance(",'tags':{'Owner':'bob'}", ",'tags':{}"),
             {.name = "DeleteTags",
              .request = "{'resourcesSet':{'items':[{'resourceId':'i-1'}]},'tagSet':{'items':[{"
                         "'key':'Owner'}]}}"},
             u"certain DeleteTags"_s,
             u"same-id changed-value"_s});
        const char* role = "AWS::IAM::Role";
        const auto roleItems = [&](const std::string& before, const std::string& after) {
            const std::string head =
                ",'resourceName':'web','ARN':'arn:aws:iam::111111111111:role/web'";
            return pair(role, "AROAEXAMPLEEXAMPLE123", (head + before).c_str(),
                        (head + after).c_str(), "global");
        };
        row("a policy by its ARN, a role by its name, from another Region",
            {roleItems(",'configuration':{'attachedManagedPolicies':[]}",
                       ",'configuration':{'attachedManagedPolicies':[{'policyArn':"
                       "'arn:aws:iam::aws:policy/AdministratorAccess','policyName':"
                       "'AdministratorAccess'}]}"),
             {.name = "AttachRolePolicy",
              .request =
                  "{'roleName':'web','policyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}",
              .source = "iam"},
             u"certain AttachRolePolicy"_s,
             u"same-name changed-value"_s});
        row("a policy document by what it means",
            {roleItems(",'configuration':{'assumeRolePolicyDocument':'%7B%22Statement%22%3A%5B%7B"
                       "%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssumeRole%22%2C"
                       "%22Principal%22%3A%7B%22Service%22%3A%22ec2.amazonaws.com%22%7D%7D%5D%7D'}",
                       ",'configuration':{'assumeRolePolicyDocument':'%7B%22Statement%22%3A%5B%7B"
                       "%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssumeRole%22%2C"
                       "%22Principal%22%3A%7B%22AWS%22%3A%22999999999999%22%7D%7D%5D%7D'}"),
             {.name = "UpdateAssumeRolePolicy",
              .request = "{'roleName':'web','policyDocument':'{\\'Statement\\':[{\\'Action\\':"
                         "[\\'sts:AssumeRole\\'],\\'Effect\\':\\'Allow\\',\\'Principal\\':{"
                         "\\'AWS\\':\\'999999999999\\'}}]}'}",
              .source = "iam"},
             u"certain UpdateAssumeRolePolicy"_s,
             u"same-name changed-value"_s});
        row("a bucket by its ARN in resources[]",
            {pair(
                 "AWS::S3::Bucket", "b",
                 ",'supplementaryConfiguration':{'BucketVersioningConfiguration':{'status':'Off'}}",
                 ",'supplementaryConfiguration':{'BucketVersioningConfiguration':{'status':"
                 "'Enabled'}}"),
             {.name = "PutBucketVersioning",
              .request = "{'bucketName':'b'}",
              .source = "s3",
              .rest = ",'resources':[{'ARN':'arn:aws:s3:::b','accountId':'111111111111'}]"},
             u"likely PutBucketVersioning"_s,
             u"same-id fitting-call"_s});
        row("what the response says",
            {pair("AWS::Lambda::Function", "f", ",'configuration':{'codeSha256':'aaaa1111='}",
                  ",'configuration':{'codeSha256':'bbbb2222='}"),
             {.name = "UpdateFunctionCode20150331v2",
              .request = "{'functionName':'f'}",
              .response = "{'functionName':'f','codeSha256':'bbbb2222='}",
              .source = "lambda"},
             u"likely UpdateFunctionCode20150331v2"_s,
             u"same-id answered-value"_s});
        row("a related resource that the request names",
            {instance(",'relationships':[]",
                      ",'relationships':[{'name':'Is attached to Volume','resourceType':"
                      "'AWS::EC2::Volume','resourceId':'vol-1'}]"),
             {.name = "AttachVolume", .request = "{'volumeId':'vol-1','instanceId':'i-1'}"},
             u"certain AttachVolume"_s,
             u"same-id related"_s});
        row("a related resource of a name alone, a group by the tag that AWS gives",
            {pair("AWS::AutoScaling::AutoScalingGroup",
                  "arn:aws:autoscaling:us-east-1:111111111111:autoScalingGroup:x",
                  ",'resourceName':'web','relationships':[]",
                  ",'resourceName':'web','relationships':[{'name':'Contains Instance',"
                  "'resourceType':'AWS::EC2::Instance','resourceId':'i-1'}]"),
             {.name = "RunInstances",
              .request = "{'tagSpecificationSet':{'items':[{'tags':[{'key':"
                         "'aws:autoscaling:groupName','value':'web'}]}]}}",
              .response = "{'instancesSet':{'items':[{'instanceId':'i-1'}]}}"},
             u"likely RunInstances"_s,
             u"same-name related"_s});
        row("a related resource by its name, which the change does not tell",
            {pair("AWS::IAM::Policy", "ANPAEXAMPLEEXAMPLE123",
                  ",'ARN':'arn:aws:iam::111111111111:policy/p','relationships':[]",
                  ",'ARN':'arn:aws:iam::111111111111:policy/p','relationships':[{'name':"
                  "'Is attached to Role','resourceType':'AWS::IAM::Role','resourceId':"
                  "'AROAEXAMPLEEXAMPLE123','resourceName':'web'}]",
                  "global"),
             {.name = "AttachRolePolicy",
              .request = "{'roleName':'web','policyArn':'arn:aws:iam::111111111111:policy/p'}",
              .source = "iam"},
             u"certain AttachRolePolicy"_s,
             u"same-arn related"_s});
        row("a related resource that was deleted",
            {pair("AWS::EC2::VPC", "vpc-1",
                  ",'relationships':[{'name':'Contains Subnet','resourceType':'AWS::EC2::Subnet',"
                  "'resourceId':'subnet-1'}]",
                  ",'relationships':[]"),
             {.name = "DeleteSubnet", .request = "{'subnetId':'subnet-1'}"},
             u"likely DeleteSubnet"_s,
             u"related"_s});
        row("an identifier of an ARN that the item lacks",
            {pair("AWS::SNS::Topic", "t", ",'resourceName':'news','configuration':{'n':1}",
                  ",'resourceName':'news','configuration':{'n':2}"),
             {.name = "SetTopicAttributes",
              .request = "{'topicArn':'arn:aws:sns:us-east-1:111111111111:news'}",
              .source = "sns"},
             u"likely SetTopicAttributes"_s,
             u"same-name only-call"_s});
        row("a queue by its URL",
            {pair("AWS::SQS::Queue", "https://sqs.us-east-1.amazonaws.com/111111111111/q",
                  ",'configuration':{'DelaySeconds':0}", ",'configuration':{'DelaySeconds':900}"),
             {.name = "SetQueueAttributes",
              .request = "{'queueUrl':'https://sqs.us-east-1.amazonaws.com/111111111111/q',"
                         "'attributes':{'DelaySeconds':'900'}}",
              .source = "sqs"},
             u"certain SetQueueAttributes"_s,
             u"same-id changed-value"_s});
        row("an account that is not said",
            {openedGroup(),
             [] {
                 EventSketch event = opening();
                 event.account.clear();
                 return event;
             }(),
             u"likely AuthorizeSecurityGroupIngress"_s,
             u"same-id changed-value unknown-account"_s});
        row("in a longer list that the store keeps as text",
            {openedGroup(),
             [] {
                 EventSketch event = opening();
                 event.request.insert(event.request.size() - 1, ",'more':[");
                 event.request.pop_back();
                 for (int i = 0; i < 3000; ++i)
                     event.request += (i ? "," : "") + std::to_string(i);
                 event.request += "]}";
                 return event;
             }(),
             u"certain AuthorizeSecurityGroupIngress"_s, u"same-id changed-value"_s});
    }

    void aChangeHasItsCause()
    {
        QFETCH(Expected, expected);
        const CauseWorld world(expected.items, {expected.event});
        const std::string id = expected.items.front().id;
        QCOMPARE(world.text(id, 1), expected.text);
        QCOMPARE(world.reasons(id, 1), expected.reasons);
        // Every reason says something, and where.
        for (const Cause& cause : world.ofItem(id, 1).causes) {
            QCOMPARE(cause.beforeNs, std::int64_t{120'000'000'000});
            for (const CauseReason& reason : cause.reasons)
                QVERIFY(!causeReasonText(reason).empty());
        }
    }

    void whatDidNotDoItIsNoCause_data()
    {
        QTest::addColumn<Expected>("expected");
        const auto row = [](const char* name, const Expected& expected) {
            QTest::newRow(name) << expected;
        };
        const auto changed = [](auto&& change) {
            EventSketch event = opening();
            change(event);
            return event;
        };
        row("another account",
            {openedGroup(), changed([](auto& e) { e.account = "222222222222"; }), {}, {}});
        row("another Region",
            {openedGroup(), changed([](auto& e) { e.region = "eu-west-1"; }), {}, {}});
        row("another resource",
            {openedGroup(),
             changed([](auto& e) { e.request = ruleRequest("sg-2", 22, "0.0.0.0/0"); }),
             {},
             {}});
        row("an id that begins alike",
            {openedGroup(),
             changed([](auto& e) { e.request = ruleRequest("sg-10", 22, "0.0.0.0/0"); }),
             {},
             {}});
        row("it reads",
            {openedGroup(),
             changed([](auto& e) {
                 e.name = "DescribeSecurityGroups";
                 e.readOnly = "true";
             }),
             {},
             {}});
        row("it reads, as its name says",
            {openedGroup(),
             changed([](auto& e) {
                 e.name = "DescribeSecurityGroups";
                 e.readOnly.clear();
             }),
             {},
             {}});
        row("it is about data",
            {openedGroup(), changed([](auto& e) { e.rest = ",'eventCategory':'Data'"; }), {}, {}});
        row("after the capture", {openedGroup(), opening("2026-03-02T12:00:10Z"), {}, {}});
        row("long before the capture before",
            {openedGroup(), opening("2026-03-01T11:50:00Z"), {}, {}});
        row("just before the capture before, and about something else",
            {openedGroup(),
             changed([](auto& e) {
                 e.time = "2026-03-01T11:59:00Z";
                 e.request = ruleRequest("sg-1", 80, "0.0.0.0/0");
             }),
             {},
             {}});
        row("undated", {openedGroup(), changed([](auto& e) { e.time = "soon"; }), {}, {}});
        row("the group is a peer of another one",
            {{groupItem(kBefore, ruleText(443, "10.0.0.0/8")),
              groupItem(kAfter,
                        ruleText(443, "10.0.0.0/8")
                            + ",{'ipProtocol':'tcp','fromPort':443,'toPort':443,"
                              "'userIdGroupPairs':[{'groupId':'sg-2'}]}")},
             changed([](auto& e) {
                 e.request = "{'groupId':'sg-2','ipPermissions':{'items':[{'ipProtocol':'tcp',"
                             "'fromPort':443,'toPort':443,'groups':{'items':[{'groupId':'sg-1'}]}}"
                             "]}}";
             }),
             {},
             {}});
        row("it uses the group",
            {openedGroup(),
             changed([](auto& e) {
                 e.name = "RunInstances";
                 e.request = "{'groupSet':{'items':[{'groupId':'sg-1'}]}}";
             }),
             {},
             {}});
        row("it does something else to it",
            {instance(",'configuration':{'state':{'name':'running'}}",
                      ",'configuration':{'state':{'name':'stopped'}}"),
             {.name = "CreateTags",
              .request = "{'resourcesSet':{'items':[{'resourceId':'i-1'}]},'tagSet':{'items':[{"
                         "'key':'Owner','value':'bob'}]}}"},
             {},
             {}});
        row("it tags another with the same tag",
            {instance(",'tags':{}", ",'tags':{'Team':'red-7'}"),
             {.name = "CreateVolume",
              .request =
                  "{'instanceId':'i-1','tagSet':{'items':[{'key':'Team','value':'red-7'}]}}"},
             {},
             {}});
        row("it modifies something else",
            {instance(",'configuration':{'state':{'name':'running'}}",
                      ",'configuration':{'state':{'name':'stopped'}}"),
             {.name = "ModifyInstanceAttribute",
              .request = "{'instanceId':'i-1','disableApiTermination':{'value':false}}"},
             {},
             {}});
        row("nothing changed",
            {instance(",'configuration':{'n':1}", ",'configuration':{'n':1}"), {}, {}, {}});
        row("it does the opposite",
            {openedGroup(),
             changed([](auto& e) { e.name = "RevokeSecurityGroupIngress"; }),
             {},
             {}});
        row("a name of another type",
            {pair("AWS::IAM::Role", "AROAEXAMPLEEXAMPLE123",
                  ",'resourceName':'web','configuration':{'n':1}",
                  ",'resourceName':'web','configuration':{'n':2}", "global"),
             {.name = "UpdateUser", .request = "{'userName':'web'}", .source = "iam"},
             {},
             {}});
        row("a name in another service",
            {pair("AWS::ECS::Cluster", "arn:aws:ecs:us-east-1:111111111111:cluster/prod",
                  ",'resourceName':'prod','configuration':{'n':1}",
                  ",'resourceName':'prod','configuration':{'n':2}"),
             {.name = "UpdateClusterConfig", .request = "{'name':'prod'}", .source = "eks"},
             {},
             {}});
        row("the ARN of another account's",
            {pair("AWS::SNS::Topic", "t", ",'resourceName':'news','configuration':{'n':1}",
                  ",'resourceName':'news','configuration':{'n':2}"),
             {.name = "SetTopicAttributes",
              .request = "{'topicArn':'arn:aws:sns:us-east-1:222222222222:news'}",
              .source = "sns"},
             {},
             {}});
        row("the new resource of a relationship, which the call did not make",
            {pair("AWS::EC2::EIP", "eipalloc-1", ",'relationships':[]",
                  ",'relationships':[{'name':'Is attached to Instance','resourceType':"
                  "'AWS::EC2::Instance','resourceId':'i-1'}]"),
             {.name = "RunInstances",
              .request = "{'imageId':'ami-1'}",
              .response = "{'instancesSet':{'items':[{'instanceId':'i-1'}]}}"},
             {},
             {}});
    }

    void whatDidNotDoItIsNoCause()
    {
        QFETCH(Expected, expected);
        const CauseWorld world(expected.items, {expected.event});
        QCOMPARE(world.text(expected.items.front().id, 1), QString());
        QVERIFY(world.ofItem(expected.items.front().id, 1).tried.empty());
    }

    void aFailedCallWasTried()
    {
        EventSketch denied = opening();
        denied.rest = ",'errorCode':'Client.UnauthorizedOperation'";
        const CauseWorld world(openedGroup(), {denied});
        const ItemCauses found = world.ofItem("sg-1", 1);
        QVERIFY(found.causes.empty());
        QCOMPARE(found.tried.size(), std::size_t{1});
        QCOMPARE(world.eventId(found.tried[0].event), u"AuthorizeSecurityGroupIngress"_s);
        QVERIFY(found.others.empty());
    }

    void whatTwoEventsSayNeitherDoesForSure()
    {
        EventSketch again = opening("2026-03-02T11:59:00Z");
        again.id = "again";
        const CauseWorld world(openedGroup(), {opening(), again});
        QCOMPARE(world.text("sg-1", 1), u"likely again, likely AuthorizeSecurityGroupIngress"_s);
    }

    void whatALaterCallUndidIsNoCause()
    {
        EventSketch undone = opening("2026-03-02T11:50:00Z");
        undone.id = "undone";
        EventSketch undoing = opening("2026-03-02T11:55:00Z");
        undoing.name = "RevokeSecurityGroupIngress";
        const CauseWorld world(openedGroup(), {undone, undoing, opening()});
        QCOMPARE(world.text("sg-1", 1), u"certain AuthorizeSecurityGroupIngress"_s);
        QCOMPARE(world.ofItem("sg-1", 1).others.size(), std::size_t{2});
    }

    void eachOfSeveralChangesHasItsOwnCause()
    {
        auto items = openedGroup();
        items[1].rest.insert(items[1].rest.find("'tags':{}") + 8, "'Team':'red-7'");
        const CauseWorld world(
            items,
            {opening(),
             {.name = "CreateTags",
              .time = "2026-03-02T11:59:00Z",
              .request = "{'resourcesSet':{'items':[{'resourceId':'sg-1'}]},'tagSet':{'items':[{"
                         "'key':'Team','value':'red-7'}]}}"},
             {.name = "RunInstances",
              .time = "2026-03-02T11:59:30Z",
              .request = "{'groupSet':{'items':[{'groupId':'sg-1'}]}}"}});
        QCOMPARE(world.text("sg-1", 1),
                 u"certain CreateTags, certain AuthorizeSecurityGroupIngress"_s);
        const auto others = world.ofItem("sg-1", 1).others;
        QCOMPARE(others.size(), std::size_t{1});
        QCOMPARE(world.eventId(others[0]), u"RunInstances"_s);
    }

    void theLastCallOfAKindMadeItSo()
    {
        const auto items =
            instance(",'configuration':{'state':{'name':'running'},'launchTime':'a'}",
                     ",'configuration':{'state':{'name':'running'},'launchTime':'b'}");
        const CauseWorld world(items,
                               {{.name = "StopInstances", .time = "2026-03-02T11:40:00Z"},
                                {.name = "StartInstances", .time = "2026-03-02T11:50:00Z"}});
        QCOMPARE(world.text("i-1", 1), u"likely StartInstances, possible StopInstances"_s);
    }

    void whatWasJustBeforeACaptureMayBeInTheNext()
    {
        // Too late for the first capture, by what the items show.
        const CauseWorld world(openedGroup(), {opening("2026-03-01T11:58:00Z")});
        QCOMPARE(world.text("sg-1", 1), u"certain AuthorizeSecurityGroupIngress"_s);
        // In the second of the capture, and a clock that is a little ahead.
        QCOMPARE(CauseWorld(openedGroup(), {opening("2026-03-02T12:00:00Z")}).text("sg-1", 1),
                 u"certain AuthorizeSecurityGroupIngress"_s);
        QCOMPARE(CauseWorld(openedGroup(), {opening("2026-03-02T12:00:04Z")}).text("sg-1", 1),
                 u"certain AuthorizeSecurityGroupIngress"_s);
    }

    void aNameThatTwoHaveIsNotSure()
    {
        auto items = openedGroup();
        ItemSketch twin = groupItem("2026-03-01T00:00:00Z", "");
        twin.id = "sg-2";
        twin.rest = ",'resourceName':'web'";
        items.push_back(twin);
        EventSketch byName = opening();
        byName.request.replace(0, std::string("{'groupId':'sg-1'").size(), "{'groupName':'web'");
        QCOMPARE(CauseWorld(openedGroup(), {byName}).text("sg-1", 1),
                 u"certain AuthorizeSecurityGroupIngress"_s);
        const CauseWorld world(items, {byName});
        QCOMPARE(world.text("sg-1", 1), u"possible AuthorizeSecurityGroupIngress"_s);
        QVERIFY(world.reasons("sg-1", 1).contains(u"ambiguous-name"));
    }

    void aResourceIsFoundByAnyNameItHad()
    {
        const auto user = [](const char* time, const char* name) {
            return ItemSketch{.id = "AIDAEXAMPLEEXAMPLE123",
                              .time = time,
                              .rest = ",'resourceName':'" + std::string(name)
                                  + "','configuration':{'userName':'" + name + "'}",
                              .type = "AWS::IAM::User",
                              .region = "global"};
        };
        const CauseWorld world({user(kBefore, "alice"), user(kAfter, "alicia")},
                               {{.name = "UpdateUser",
                                 .request = "{'userName':'alice','newUserName':'alicia'}",
                                 .source = "iam"}});
        QVERIFY(world.text("AIDAEXAMPLEEXAMPLE123", 1).startsWith(u"likely UpdateUser"));
    }

    void anEventOfAnotherAccountCountsWhereItNamesThisOnes()
    {
        const auto items =
            pair("AWS::S3::Bucket", "b",
                 ",'supplementaryConfiguration':{'BucketPolicy':{'policyText':null}}",
                 ",'supplementaryConfiguration':{'BucketPolicy':{'policyText':'x'}}");
        EventSketch call{.name = "PutBucketPolicy",
                         .request = "{'bucketName':'b'}",
                         .source = "s3",
                         .account = "222222222222",
                         .rest = ",'sharedEventID':'s','resources':[{'ARN':'arn:aws:s3:::b',"
                                 "'accountId':'111111111111'}]"};
        const CauseWorld world(items, {call});
        QCOMPARE(world.text("b", 1), u"likely PutBucketPolicy"_s);
        QVERIFY(world.reasons("b", 1).contains(u"other-account"));
        // The same call, as the bucket's own account recorded it: that one.
        EventSketch own = call;
        own.account = "111111111111";
        own.id = "own";
        QCOMPARE(CauseWorld(items, {call, own}).text("b", 1), u"likely own"_s);
        call.rest = ",'resources':[{'ARN':'arn:aws:s3:::b','accountId':'333333333333'}]";
        QCOMPARE(CauseWorld(items, {call}).text("b", 1), QString());
    }

    void whatTheItemNamesItselfIsBelievedWhereItIsAboutIt()
    {
        auto items = openedGroup();
        items[1].rest += ",'relatedEvents':['AuthorizeSecurityGroupIngress','lost']";
        EventSketch other = opening();
        other.request = ruleRequest("sg-1", 80, "10.0.0.0/8");
        const CauseWorld world(items, {other});
        QCOMPARE(world.text("sg-1", 1), u"certain AuthorizeSecurityGroupIngress"_s);
        QCOMPARE(world.reasons("sg-1", 1), u"related-event same-id fitting-call"_s);
        QCOMPARE(world.ofItem("sg-1", 1).missingEvents, std::vector<std::string>{"lost"});
        // AWS Config also names events of other resources.
        other.request = ruleRequest("sg-2", 22, "0.0.0.0/0");
        QCOMPARE(CauseWorld(items, {other}).text("sg-1", 1),
                 u"possible AuthorizeSecurityGroupIngress"_s);
        const CauseWorld ignoring(items, {other}, {.usesRelatedEvents = false, .threads = 1});
        QCOMPARE(ignoring.text("sg-1", 1), QString());
        QVERIFY(ignoring.ofItem("sg-1", 1).missingEvents.empty());
    }

    void withoutAStateBeforeOnlyNearCallsAreCauses()
    {
        const CauseWorld world({groupItem(kAfter, "")}, {opening()});
        QCOMPARE(world.text("sg-1", 0), u"likely AuthorizeSecurityGroupIngress"_s);
        EventSketch far = opening("2026-03-02T06:00:00Z");
        QCOMPARE(CauseWorld({groupItem(kAfter, "")}, {far}).text("sg-1", 0),
                 u"possible AuthorizeSecurityGroupIngress"_s);
        EventSketch second = opening("2026-03-02T11:59:00Z");
        second.id = "second";
        QCOMPARE(CauseWorld({groupItem(kAfter, "")}, {opening(), second}).text("sg-1", 0),
                 u"possible second, possible AuthorizeSecurityGroupIngress"_s);
    }

    void aDailyRecordingIsHoursAfterTheCall()
    {
        auto items = instance(",'configuration':{'state':{'name':'running'}}",
                              ",'configuration':{'state':{'name':'stopped'}}");
        const EventSketch early{.time = "2026-03-01T13:00:00Z"};
        QCOMPARE(CauseWorld(items, {early}).text("i-1", 1), u"possible StopInstances"_s);
        items[1].rest += ",'recordingFrequency':'DAILY'";
        QCOMPARE(CauseWorld(items, {early}).text("i-1", 1), u"likely StopInstances"_s);
    }
};

QTEST_GUILESS_MAIN(TestCauses)
#include "tst_causes.moc"
