#include "tests/support/incident/ordinary.h"

namespace trailloupe::incident {
namespace {

struct Person
{
    const char* name;
    const char* id;
    const char* address;
};

const std::vector<Person>& staff()
{
    static const std::vector<Person> all{{"alice", "AIDAALICEALICEEXAMPLE", kOffice},
                                         {"bob", "AIDABOBBOBBOBBEXAMPLE", kOffice},
                                         {"dave", "AIDADAVEDAVEDAEXAMPLE", "198.51.100.77"}};
    return all;
}

// What pages of the console ask for by themselves.
const std::vector<std::pair<const char*, const char*>>& pageLoads()
{
    static const std::vector<std::pair<const char*, const char*>> all{
        {"ec2", "DescribeInstances"},
        {"ec2", "DescribeInstanceStatus"},
        {"ec2", "DescribeTags"},
        {"ec2", "DescribeVolumes"},
        {"ec2", "DescribeSecurityGroups"},
        {"ec2", "DescribeAddresses"},
        {"ec2", "DescribeImages"},
        {"ec2", "DescribeAccountAttributes"},
        {"ec2", "DescribeAvailabilityZones"},
        {"rds", "DescribeDBInstances"},
        {"rds", "DescribeDBSnapshots"},
        {"monitoring", "DescribeAlarms"},
        {"logs", "DescribeLogGroups"},
        {"lambda", "ListFunctions20150331"},
        {"ecs", "ListClusters"},
        {"cloudtrail", "DescribeTrails"},
        {"health", "DescribeEventAggregates"},
        {"notifications", "ListNotificationHubs"},
    };
    return all;
}

void signIn(Recorder& recorder, const Caller& caller, std::int64_t time, bool withMfa)
{
    Caller page = caller;
    page.identity.erase("sessionContext");
    page.identity["accessKeyId"] = "";
    if (withMfa)
        recorder.record(page, time - 12, kVirginia,
                        {.service = "signin",
                         .name = "CheckMfa",
                         .readOnly = false,
                         .response = {{"CheckMfa", "Success"}},
                         .additional = {{"MfaType", "Virtual MFA"}},
                         .eventType = "AwsConsoleSignIn"});
    page.identity.erase("accessKeyId");
    recorder.record(page, time, kVirginia,
                    {.service = "signin",
                     .name = "ConsoleLogin",
                     .readOnly = false,
                     .response = {{"ConsoleLogin", "Success"}},
                     .additional = {{"LoginTo", "https://console.aws.amazon.com/console/home"},
                                    {"MobileVersion", "No"},
                                    {"MFAUsed", withMfa ? "Yes" : "No"}},
                     .eventType = "AwsConsoleSignIn"});
}

Call page(Random& random)
{
    const auto& [service, name] = random.pick(pageLoads());
    Call call{.service = service, .name = name};
    if (call.service == "ec2")
        call.request = {{"maxResults", 1000}, {"filterSet", Json::object()}};
    if (call.service == "logs")
        call.request = {{"limit", 50}};
    return call;
}

// dave may look, but not everywhere.
void refuse(Call& call, const Caller& caller)
{
    const std::string action = call.service + ":" + call.name;
    call.errorCode =
        call.service == "ec2" ? "Client.UnauthorizedOperation" : "AccessDeniedException";
    call.errorMessage = "User: " + caller.identity["arn"].get<std::string>()
        + " is not authorized to perform: " + action
        + " because no identity-based policy allows the " + action + " action";
}

void changeSomething(Recorder& recorder, const Caller& caller, std::int64_t time)
{
    Random& random = recorder.random();
    const std::string instance = "i-0a11b22c33d44e55" + std::to_string(random.between(1, 3));
    if (random.percent(50)) {
        Call tags{
            .service = "ec2",
            .name = "CreateTags",
            .readOnly = false,
            .request = {{"resourcesSet", {{"items", Json::array({{{"resourceId", instance}}})}}},
                        {"tagSet",
                         {{"items",
                           Json::array(
                               {{{"key", "owner"}, {"value", caller.identity["userName"]}}})}}}},
            .response = {{"requestId", random.uuid()}, {"_return", true}}};
        if (instance == "i-0a11b22c33d44e553") { // of another Region
            tags.requestId = tags.response["requestId"];
            tags.response = nullptr;
            tags.errorCode = "Client.InvalidInstanceID.NotFound";
            tags.errorMessage = "The instance ID '" + instance + "' does not exist";
        }
        recorder.record(caller, time, kVirginia, tags);
    } else {
        recorder.record(caller, time, kVirginia,
                        {.service = "monitoring",
                         .name = "PutMetricAlarm",
                         .readOnly = false,
                         .request = {{"alarmName", "web-5xx"},
                                     {"metricName", "HTTPCode_Target_5XX_Count"},
                                     {"namespace", "AWS/ApplicationELB"},
                                     {"threshold", 10 * random.between(1, 9)},
                                     {"comparisonOperator", "GreaterThanThreshold"}}});
    }
}

void lookAtBucket(Recorder& recorder, const Caller& caller, std::int64_t time)
{
    static const std::vector<std::pair<const char*, const char*>> kParts{
        {"GetBucketAcl", "acl"},         {"GetBucketPolicy", "policy"},
        {"GetBucketTagging", "tagging"}, {"GetBucketVersioning", "versioning"},
        {"GetBucketLogging", "logging"}, {"GetBucketEncryption", "encryption"}};
    Random& random = recorder.random();
    for (const auto& [name, part] : kParts) {
        Call call = bucketCall(random, name, kAssets, kShop, kVirginia, part);
        if (call.name == "GetBucketTagging") {
            call.errorCode = "NoSuchTagSet";
            call.errorMessage = "The TagSet does not exist";
        }
        recorder.record(caller, time + random.between(0, 1), kVirginia, call);
    }
}

void workInConsole(Recorder& recorder, const Person& person, std::int64_t time)
{
    Random& random = recorder.random();
    const Caller caller = userInConsole(kShop, person.name, person.id, random.unique("ASIA", 20),
                                        person.address, time, true);
    signIn(recorder, caller, time, true);
    const bool mayOnlyRead = std::string(person.name) == "dave";
    std::int64_t now = time + 20;
    for (int view = 0; view < 6; ++view) {
        const std::string region = random.percent(75) ? kVirginia : kIreland;
        now += random.between(10, 110);
        const std::int64_t requests = random.between(5, 10);
        for (std::int64_t request = 0; request < requests; ++request) {
            Call call = page(random);
            if (mayOnlyRead && random.percent(6))
                refuse(call, caller);
            recorder.record(caller, now + random.between(0, 2), region, call);
        }
        if (!mayOnlyRead && view == 3)
            changeSomething(recorder, caller, now + 30);
        if (view == 4)
            lookAtBucket(recorder, caller, now + 5);
    }
}

} // namespace

void recordConsoleWork(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    for (const Person& person : staff()) {
        for (const int hour : {8, 10, 14, 16})
            workInConsole(recorder, person, day + hour * 3600 + random.between(0, 1500));
    }
}

void recordTerraform(Recorder& recorder, std::int64_t day)
{
    static const std::vector<std::pair<const char*, const char*>> kRefresh{
        {"ec2", "DescribeVpcs"},
        {"ec2", "DescribeVpcAttribute"},
        {"ec2", "DescribeSubnets"},
        {"ec2", "DescribeRouteTables"},
        {"ec2", "DescribeNatGateways"},
        {"ec2", "DescribeSecurityGroups"},
        {"iam", "GetRole"},
        {"iam", "ListRolePolicies"},
        {"iam", "ListAttachedRolePolicies"},
        {"kms", "DescribeKey"},
        {"rds", "DescribeDBInstances"},
        {"ssm", "GetParameter"}};
    Random& random = recorder.random();
    for (const int hour : {9, 15}) {
        const std::int64_t time = day + hour * 3600 + 1210 + random.between(0, 300);
        const Caller bob =
            userWithKey(kShop, "bob", "AIDABOBBOBBOBBEXAMPLE", "AKIABOBBOBBOBEXAMPLE", kOffice,
                        "aws-cli/2.17.9 md/Botocore#2.0.0 os/linux#6.1.0");
        const Caller session =
            roleSession(kShop, "infrastructure", "AROAINFRASTRUEXAMPLE1", "bob",
                        random.unique("ASIA", 20), kOffice,
                        "APN/1.0 HashiCorp/1.0 Terraform/1.9.2 terraform-provider-aws/5.58.0 "
                        "aws-sdk-go-v2/1.30.1",
                        time);
        recorder.record(
            bob, time, kVirginia,
            {.service = "sts",
             .name = "AssumeRole",
             .request = {{"roleArn", roleArn(kShop, "infrastructure")}, {"roleSessionName", "bob"}},
             .response = {{"credentials",
                           {{"accessKeyId", session.identity["accessKeyId"]},
                            {"expiration", timeText(time + 3600)}}},
                          {"assumedRoleUser",
                           {{"assumedRoleId", session.identity["principalId"]},
                            {"arn", session.identity["arn"]}}}},
             .resources = Json::array({{{"accountId", kShop},
                                        {"type", "AWS::IAM::Role"},
                                        {"ARN", roleArn(kShop, "infrastructure")}}})});
        for (int pass = 0; pass < 9; ++pass) {
            for (const auto& [service, name] : kRefresh) {
                const bool isIam = std::string(service) == "iam";
                Call call{.service = service, .name = name};
                if (isIam)
                    call.request = {{"roleName", pass % 2 == 0 ? "web-server" : "ci-deploy"}};
                if (call.name == "GetParameter")
                    call.request = {{"name", "/shop/feature-flags"}, {"withDecryption", true}};
                recorder.record(session, time + 5 + pass * 6 + random.between(0, 4),
                                isIam || pass % 3 != 2 ? kVirginia : kIreland, call);
            }
        }
    }
}

void recordAnalyst(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    for (const int hour : {9, 11, 13, 15, 17}) {
        const std::int64_t time = day + hour * 3600 + 130 + random.between(0, 600);
        Caller carol = roleSession(
            kData, "AWSReservedSSO_DataAnalyst_0a1b2c3d4e5f6a7b", "AROAANALYSTSSOEXAMPLE",
            "carol@example.com", random.unique("ASIA", 20), kOffice,
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15", time - 60);
        carol.inConsole = true;
        for (int query = 0; query < 7; ++query) {
            const std::int64_t now = time + query * 47;
            const std::string id = random.uuid();
            recorder.record(
                carol, now, kIreland,
                {.service = "athena",
                 .name = "StartQueryExecution",
                 .readOnly = false,
                 .request = {{"queryString", "HIDDEN_DUE_TO_SECURITY_REASONS"},
                             {"workGroup", "analysts"},
                             {"resultConfiguration",
                              {{"outputLocation", std::string("s3://") + kLake + "/athena/"}}}},
                 .response = {{"queryExecutionId", id}}});
            for (int poll = 0; poll < 3; ++poll)
                recorder.record(carol, now + 2 + poll * 2, kIreland,
                                {.service = "athena",
                                 .name = "GetQueryExecution",
                                 .request = {{"queryExecutionId", id}}});
            recorder.record(carol, now + 9, kIreland,
                            objectCall(random, "GetObject", kLake, kData, kIreland,
                                       "athena/" + id + ".csv", random.between(300, 200000)));
        }
    }
}

void recordSignInTrouble(Recorder& recorder, std::int64_t day)
{
    const Call failed{.service = "signin",
                      .name = "ConsoleLogin",
                      .readOnly = false,
                      .response = {{"ConsoleLogin", "Failure"}},
                      .additional = {{"LoginTo", "https://console.aws.amazon.com/console/home"},
                                     {"MobileVersion", "No"},
                                     {"MFAUsed", "No"}},
                      .errorMessage = "Failed authentication",
                      .eventType = "AwsConsoleSignIn"};
    Caller alice = userInConsole(kShop, "alice", "AIDAALICEALICEEXAMPLE", "", kOffice, day, false);
    alice.identity.erase("sessionContext");
    alice.identity.erase("arn");
    recorder.record(alice, day + 28681, kVirginia, failed);

    // Somebody on the internet tries names.
    Caller stranger = alice;
    stranger.identity = {{"type", "IAMUser"},
                         {"accountId", kShop},
                         {"accessKeyId", ""},
                         {"userName", "HIDDEN_DUE_TO_SECURITY_REASONS"}};
    stranger.address = "198.51.100.250";
    stranger.agent = "python-requests/2.31.0";
    Call unknown = failed;
    unknown.errorMessage = "No username found in supplied account";
    for (int attempt = 0; attempt < 4; ++attempt)
        recorder.record(stranger, day + 79210 + attempt * 7, kVirginia, unknown);

    if (day == firstSecond()) {
        Caller root = alice;
        root.account = kData;
        root.identity = {{"type", "Root"},
                         {"principalId", kData},
                         {"arn", std::string("arn:aws:iam::") + kData + ":root"},
                         {"accountId", kData},
                         {"accessKeyId", ""}};
        signIn(recorder, root, day + 36122, true);
    }
}

} // namespace trailloupe::incident
