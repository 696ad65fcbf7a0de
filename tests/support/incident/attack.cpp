#include "tests/support/incident/estate.h"

namespace trailloupe::incident {
namespace {

constexpr const char* kAgent = "aws-cli/2.13.0 Python/3.11.4 Linux/6.5.0-kali3-amd64 "
                               "exe/x86_64.kali.2023 prompt/off";
constexpr const char* kBackupUserId = "AIDASVCBACKUP0EXAMPLE";
constexpr const char* kReadWriteRole = "analytics-readwrite";
constexpr const char* kReadWriteRoleId = "AROAANALYTICSXEXAMPLE";
constexpr const char* kSessionName = "nightly-backup";

std::int64_t nightAt(int hour, int minute, int second)
{
    return timeOf(2026, 3, 12, hour, minute, second);
}

// Records what happened and keeps the calls that the story names.
class Story
{
public:
    explicit Story(Recorder& recorder)
        : m_recorder(recorder)
    { }

    std::string add(const Caller& caller, std::int64_t time, const std::string& region,
                    const Call& call)
    {
        return m_recorder.record(caller, time, region, call);
    }

    void tell(const Caller& caller, std::int64_t time, const std::string& region, const Call& call,
              const std::string& what)
    {
        m_steps.push_back(
            {time, caller.account, region, call.name, add(caller, time, region, call), what});
    }

    Random& random() { return m_recorder.random(); }
    std::vector<Step> take() { return std::move(m_steps); }

private:
    Recorder& m_recorder;
    std::vector<Step> m_steps;
};

Call denied(const std::string& service, const std::string& name, const Caller& caller)
{
    Call call{.service = service, .name = name};
    const std::string action = service + ":" + name;
    call.errorCode = service == "ec2" ? "Client.UnauthorizedOperation" : "AccessDenied";
    call.errorMessage = "User: " + caller.identity["arn"].get<std::string>()
        + " is not authorized to perform: " + action
        + " because no identity-based policy allows the " + action + " action";
    return call;
}

void lookAround(Story& story, const Caller& bot)
{
    story.tell(bot, nightAt(2, 11, 7), kVirginia, {.service = "sts", .name = "GetCallerIdentity"},
               "the leaked key of report-bot is tried from 203.0.113.66");
    story.tell(bot, nightAt(2, 12, 5), kVirginia,
               denied("iam", "GetAccountAuthorizationDetails", bot),
               "reconnaissance begins; this call is refused");
    int second = 0;
    for (const char* region : {kVirginia, kIreland, kTokyo}) {
        for (const char* name : {"DescribeInstances", "DescribeKeyPairs", "DescribeSnapshots"})
            story.add(bot, nightAt(2, 13, ++second), region, denied("ec2", name, bot));
        story.add(bot, nightAt(2, 13, ++second), region,
                  denied("secretsmanager", "ListSecrets", bot));
        story.add(bot, nightAt(2, 13, ++second), region, denied("kms", "ListKeys", bot));
        story.add(bot, nightAt(2, 13, ++second), region,
                  denied("lambda", "ListFunctions20150331", bot));
    }
    Call buckets{.service = "s3", .name = "ListBuckets"};
    buckets.request = {{"Host", "s3.amazonaws.com"}};
    story.add(bot, nightAt(2, 14, 2), kVirginia, buckets);
    story.add(bot, nightAt(2, 15, 31), kVirginia,
              {.service = "iam",
               .name = "ListAttachedUserPolicies",
               .request = {{"userName", "report-bot"}}});
    story.tell(bot, nightAt(2, 16, 12), kVirginia,
               {.service = "iam",
                .name = "GetPolicyVersion",
                .request = {{"policyArn", "arn:aws:iam::111122223333:policy/report-bot"},
                            {"versionId", "v7"}}},
               "the policy of report-bot is read: it may create users");
}

void moveIn(Story& story, const Caller& bot)
{
    const std::string arn = userArn(kShop, "svc-backup");
    story.tell(bot, nightAt(2, 21, 44), kVirginia,
               {.service = "iam",
                .name = "CreateUser",
                .readOnly = false,
                .request = {{"userName", "svc-backup"}},
                .response = {{"user",
                              {{"path", "/"},
                               {"userName", "svc-backup"},
                               {"userId", kBackupUserId},
                               {"arn", arn},
                               {"createDate", "Mar 12, 2026 2:21:44 AM"}}}}},
               "a user with an innocent name is made");
    story.tell(bot, nightAt(2, 21, 52), kVirginia,
               {.service = "iam",
                .name = "CreateAccessKey",
                .readOnly = false,
                .request = {{"userName", "svc-backup"}},
                .response = {{"accessKey",
                              {{"userName", "svc-backup"},
                               {"accessKeyId", kIntruderKey},
                               {"status", "Active"},
                               {"createDate", "Mar 12, 2026 2:21:52 AM"}}}}},
               "and gets the key AKIAI44QH8DHBEXAMPLE");
    story.tell(bot, nightAt(2, 22, 9), kVirginia,
               {.service = "iam",
                .name = "AttachUserPolicy",
                .readOnly = false,
                .request = {{"userName", "svc-backup"},
                            {"policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"}}},
               "and AdministratorAccess");
}

// One action, seen by both accounts: two events, tied by sharedEventID.
void crossOver(Story& story, const Caller& backup, const std::string& sessionKey)
{
    const std::string role = roleArn(kData, kReadWriteRole);
    const std::string shared = story.random().uuid();
    const std::int64_t time = nightAt(2, 31, 18);
    const std::string session = std::string("arn:aws:sts::") + kData + ":assumed-role/"
        + kReadWriteRole + "/" + kSessionName;
    const Json resources =
        Json::array({{{"accountId", kData}, {"type", "AWS::IAM::Role"}, {"ARN", role}}});
    Call call{.service = "sts",
              .name = "AssumeRole",
              .request = {{"roleArn", role}, {"roleSessionName", kSessionName}},
              .response = {{"credentials",
                            {{"accessKeyId", sessionKey},
                             {"sessionToken", "HIDDEN_DUE_TO_SECURITY_REASONS"},
                             {"expiration", timeText(time + 3600)}}},
                           {"assumedRoleUser",
                            {{"assumedRoleId", std::string(kReadWriteRoleId) + ":" + kSessionName},
                             {"arn", session}}}},
              .resources = resources,
              .sharedEventId = shared,
              .requestId = story.random().uuid()};
    story.tell(backup, time, kVirginia, call,
               "svc-backup assumes a role of the data account (the caller's copy)");
    Caller foreign = backup;
    foreign.account = kData;
    foreign.identity = {
        {"type", "AWSAccount"}, {"principalId", kBackupUserId}, {"accountId", kShop}};
    story.tell(foreign, time, kVirginia, call,
               "the same, as the data account saw it (same sharedEventID)");
}

Call runInstances(Random& random, const char* type, int count)
{
    return {.service = "ec2",
            .name = "RunInstances",
            .readOnly = false,
            .request = {{"instancesSet",
                         {{"items",
                           Json::array({{{"imageId", "ami-0123456789abcdef0"},
                                         {"minCount", count},
                                         {"maxCount", count},
                                         {"keyName", "backup"}}})}}},
                        {"groupSet", {{"items", Json::array({{{"groupId", kTokyoGroup}}})}}},
                        {"instanceType", type},
                        {"blockDeviceMapping", Json::object()},
                        {"monitoring", {{"enabled", false}}},
                        {"disableApiTermination", true},
                        {"clientToken", random.uuid()}}};
}

void spend(Story& story, const Caller& backup)
{
    Random& random = story.random();
    story.add(backup, nightAt(2, 36, 50), kTokyo,
              {.service = "ec2", .name = "DescribeInstanceTypeOfferings"});
    story.add(backup, nightAt(2, 37, 12), kTokyo,
              {.service = "ec2",
               .name = "CreateKeyPair",
               .readOnly = false,
               .request = {{"keyName", "backup"}, {"keyType", "rsa"}},
               .response = {{"requestId", random.uuid()},
                            {"keyName", "backup"},
                            {"keyPairId", "key-0badc0de0badc0de0"},
                            {"keyMaterial", "<sensitiveDataRemoved>"}}});
    const Json open{{"ipProtocol", "tcp"},
                    {"fromPort", 22},
                    {"toPort", 22},
                    {"groups", Json::object()},
                    {"ipRanges", {{"items", Json::array({{{"cidrIp", "0.0.0.0/0"}}})}}},
                    {"ipv6Ranges", Json::object()},
                    {"prefixListIds", Json::object()}};
    story.tell(
        backup, nightAt(2, 38, 50), kTokyo,
        {.service = "ec2",
         .name = "AuthorizeSecurityGroupIngress",
         .readOnly = false,
         .request = {{"groupId", kTokyoGroup}, {"ipPermissions", {{"items", Json::array({open})}}}},
         .response = {{"requestId", random.uuid()},
                      {"_return", true},
                      {"securityGroupRuleSet",
                       {{"items",
                         Json::array({{{"groupOwnerId", kShop},
                                       {"groupId", kTokyoGroup},
                                       {"securityGroupRuleId", "sgr-0123456789abcdef0"},
                                       {"isEgress", false},
                                       {"ipProtocol", "tcp"},
                                       {"fromPort", 22},
                                       {"toPort", 22},
                                       {"cidrIpv4", "0.0.0.0/0"}}})}}}}},
        "port 22 of sg-0c0ffee5ca1ab1e01 is opened to the world");
    Call tooLarge = runInstances(random, "p4d.24xlarge", 8);
    tooLarge.errorCode = "Client.VcpuLimitExceeded";
    tooLarge.errorMessage = "You have requested more vCPU capacity than your current vCPU "
                            "limit of 64 allows for the instance bucket that the specified "
                            "instance type belongs to.";
    story.tell(backup, nightAt(2, 41, 16), kTokyo, tooLarge,
               "eight p4d.24xlarge are asked for and refused");
    Call run = runInstances(random, "c6i.32xlarge", 4);
    Json items = Json::array();
    for (int index = 0; index < 4; ++index)
        items.push_back(startedMachine({.id = "i-0dead10cc0ffee00" + std::to_string(index),
                                        .type = "c6i.32xlarge",
                                        .image = "ami-0123456789abcdef0",
                                        .subnet = "subnet-0a1b2c3d4e5f60718",
                                        .group = kTokyoGroup,
                                        .privateAddress = "172.31.16.4" + std::to_string(index),
                                        .keyName = "backup"},
                                       "vpc-0f1e2d3c4b5a69788", index));
    run.response = {{"requestId", random.uuid()},
                    {"reservationId", "r-0123456789abcdef0"},
                    {"ownerId", kShop},
                    {"instancesSet", {{"items", items}}}};
    story.tell(backup, nightAt(2, 42, 3), kTokyo, run,
               "four c6i.32xlarge start in a Region nobody uses");
}

void coverUp(Story& story, const Caller& backup, const Caller& session)
{
    story.add(backup, nightAt(2, 50, 58), kVirginia,
              {.service = "cloudtrail", .name = "DescribeTrails"});
    story.add(backup, nightAt(2, 51, 20), kVirginia,
              {.service = "cloudtrail", .name = "GetTrailStatus", .request = {{"name", kTrail}}});
    Call stop{.service = "cloudtrail", .name = "StopLogging", .readOnly = false};
    stop.request = {
        {"name", std::string("arn:aws:cloudtrail:us-east-1:") + kShop + ":trail/" + kTrail}};
    story.tell(backup, stopLogging(), kVirginia, stop,
               "the trail of the shop account is switched off: its events end here");
    Call refused = denied("cloudtrail", "StopLogging", session);
    refused.readOnly = false;
    refused.request = {{"name", "data-trail"}};
    story.tell(session, nightAt(2, 55, 1), kIreland, refused,
               "the trail of the data account stays on: refused");
}

void takeData(Story& story, const Caller& session)
{
    Random& random = story.random();
    Call buckets{.service = "s3", .name = "ListBuckets"};
    buckets.request = {{"Host", "s3.eu-west-1.amazonaws.com"}};
    story.add(session, nightAt(2, 56, 40), kIreland, buckets);
    for (int page = 0; page < 3; ++page) {
        Call list = bucketCall(random, "ListObjects", kCustomers, kData, kIreland, "list-type");
        list.isData = true;
        story.add(session, nightAt(2, 57, 3 + page), kIreland, list);
    }
    for (int file = 0; file < 84; ++file) {
        const std::string number = std::to_string(1000 + file).substr(1);
        const Call get = objectCall(random, "GetObject", kCustomers, kData, kIreland,
                                    "customers/2026/customers-" + number + ".parquet",
                                    random.between(18000000, 64000000));
        const std::int64_t time = nightAt(2, 58, 30) + file * 9;
        if (file == 0)
            story.tell(session, time, kIreland, get,
                       "the first of 84 customer files is read from S3");
        else if (file == 83)
            story.tell(session, time, kIreland, get, "the last of them");
        else
            story.add(session, time, kIreland, get);
    }
}

void respond(Story& story)
{
    Random& random = story.random();
    const Caller bob = userInConsole(kShop, "bob", "AIDABOBBOBBOBBEXAMPLE",
                                     random.unique("ASIA", 20), kOffice, nightAt(7, 41, 10), true);
    const auto change = [](const char* service, const char* name, Json request) {
        return Call{
            .service = service, .name = name, .readOnly = false, .request = std::move(request)};
    };
    story.tell(bob, startLogging(), kVirginia,
               change("cloudtrail", "StartLogging", {{"name", kTrail}}),
               "bob finds the trail off and switches it on");
    for (const auto& [user, key] :
         {std::pair("report-bot", kLeakedKey), std::pair("svc-backup", kIntruderKey)})
        story.tell(bob, nightAt(7, 48, key == kLeakedKey ? 5 : 31), kVirginia,
                   change("iam", "UpdateAccessKey",
                          {{"userName", user}, {"accessKeyId", key}, {"status", "Inactive"}}),
                   std::string("the key of ") + user + " is switched off");
    story.add(bob, nightAt(7, 49, 2), kVirginia,
              change("iam", "DetachUserPolicy",
                     {{"userName", "svc-backup"},
                      {"policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"}}));
    Json items = Json::array();
    for (int index = 0; index < 4; ++index)
        items.push_back({{"instanceId", "i-0dead10cc0ffee00" + std::to_string(index)}});
    Call refused = change("ec2", "TerminateInstances", {{"instancesSet", {{"items", items}}}});
    refused.errorCode = "Client.OperationNotPermitted";
    refused.errorMessage = "The instance 'i-0dead10cc0ffee000' may not be terminated. Modify "
                           "its 'disableApiTermination' instance attribute and try again.";
    story.add(bob, nightAt(7, 53, 40), kTokyo, refused);
    for (int index = 0; index < 4; ++index)
        story.add(bob, nightAt(7, 55, 10 + index * 4), kTokyo,
                  change("ec2", "ModifyInstanceAttribute",
                         {{"instanceId", "i-0dead10cc0ffee00" + std::to_string(index)},
                          {"disableApiTermination", {{"value", false}}}}));
    Call terminate = refused;
    terminate.errorCode.clear();
    terminate.errorMessage.clear();
    terminate.response = {{"requestId", random.uuid()}, {"instancesSet", {{"items", items}}}};
    story.tell(bob, nightAt(7, 56, 8), kTokyo, terminate, "the four instances are terminated");
}

} // namespace

std::vector<Step> recordAttack(Recorder& recorder)
{
    Story story(recorder);
    const Caller bot =
        userWithKey(kShop, "report-bot", "AIDAREPORTBOT0EXAMPLE", kLeakedKey, kIntruder, kAgent);
    lookAround(story, bot);
    moveIn(story, bot);

    const Caller backup =
        userWithKey(kShop, "svc-backup", kBackupUserId, kIntruderKey, kIntruderLater, kAgent);
    story.tell(backup, nightAt(2, 25, 33), kVirginia,
               {.service = "sts", .name = "GetCallerIdentity"},
               "the new key is tried, from 203.0.113.71");
    for (const char* name : {"ListRoles", "ListUsers", "ListAccountAliases"})
        story.add(backup, nightAt(2, 27, 5), kVirginia, {.service = "iam", .name = name});
    const std::string sessionKey = "ASIACROSSACCTEXAMPLE";
    crossOver(story, backup, sessionKey);
    const Caller session = roleSession(kData, kReadWriteRole, kReadWriteRoleId, kSessionName,
                                       sessionKey, kIntruderLater, kAgent, nightAt(2, 31, 18));
    spend(story, backup);
    coverUp(story, backup, session);
    takeData(story, session);
    respond(story);
    return story.take();
}

} // namespace trailloupe::incident
