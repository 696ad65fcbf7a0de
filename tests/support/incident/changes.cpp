// What people, the pipeline and AWS itself change on the two ordinary days.
#include "tests/support/incident/estate.h"

namespace trailloupe::incident {
namespace {

constexpr const char* kShopImage = "ami-0fedcba9876543210";

Call change(const char* service, const char* name, Json request, Json response = nullptr)
{
    return {.service = service,
            .name = name,
            .readOnly = false,
            .request = std::move(request),
            .response = std::move(response)};
}

// ---- scaling

Caller scaling(Random& random, std::int64_t time)
{
    return serviceRole(random, kShop, "autoscaling", "AWSServiceRoleForAutoScaling", time - 40);
}

void scaleOut(Recorder& recorder, std::int64_t time, const std::string& instance,
              const std::string& address)
{
    Random& random = recorder.random();
    const Json tags = Json::array(
        {{{"resourceType", "instance"},
          {"tags",
           Json::array({{{"key", "Name"}, {"value", "web"}},
                        {{"key", "aws:autoscaling:groupName"}, {"value", kScalingGroup}}})}}});
    const Json asked = Json::array({{{"imageId", kShopImage}, {"minCount", 1}, {"maxCount", 1}}});
    const Json started = startedMachine({.id = instance,
                                         .type = "m6i.large",
                                         .image = kShopImage,
                                         .subnet = kSubnetA,
                                         .group = kWebGroup,
                                         .privateAddress = address},
                                        "vpc-0a0000000000000a1", 0);
    // One after the other: compilers draw what stands in one call in different orders.
    Json response{{"requestId", random.uuid()},
                  {"reservationId", "r-0" + random.hex(16)},
                  {"ownerId", kShop},
                  {"instancesSet", {{"items", Json::array({started})}}}};
    const std::string token = random.uuid();
    const Caller caller = scaling(random, time);
    recorder.record(caller, time, kVirginia,
                    change("ec2", "RunInstances",
                           {{"instancesSet", {{"items", asked}}},
                            {"instanceType", "m6i.large"},
                            {"subnetId", kSubnetA},
                            {"groupSet", {{"items", Json::array({{{"groupId", kWebGroup}}})}}},
                            {"iamInstanceProfile", {{"name", "web-server"}}},
                            {"tagSpecificationSet", {{"items", tags}}},
                            {"clientToken", token}},
                           std::move(response)));
}

void scaleIn(Recorder& recorder, std::int64_t time, const std::string& instance)
{
    Random& random = recorder.random();
    const Json items = Json::array({{{"instanceId", instance}}});
    Json response{{"requestId", random.uuid()}, {"instancesSet", {{"items", items}}}};
    const Caller caller = scaling(random, time);
    recorder.record(caller, time, kVirginia,
                    change("ec2", "TerminateInstances", {{"instancesSet", {{"items", items}}}},
                           std::move(response)));
}

// ---- Terraform

Caller terraform(Recorder& recorder, std::int64_t time)
{
    Random& random = recorder.random();
    const Caller bob = userWithKey(kShop, "bob", "AIDABOBBOBBOBBEXAMPLE", "AKIABOBBOBBOBEXAMPLE",
                                   kOffice, "aws-cli/2.17.9 md/Botocore#2.0.0 os/linux#6.1.0");
    const Caller session = roleSession(
        kShop, kInfrastructure, "AROAINFRASTRUEXAMPLE1", "bob", random.unique("ASIA", 20), kOffice,
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.2 terraform-provider-aws/5.58.0 "
        "aws-sdk-go-v2/1.30.1",
        time);
    const std::string role = roleArn(kShop, kInfrastructure);
    recorder.record(bob, time, kVirginia,
                    {.service = "sts",
                     .name = "AssumeRole",
                     .request = {{"roleArn", role}, {"roleSessionName", "bob"}},
                     .response = {{"credentials",
                                   {{"accessKeyId", session.identity["accessKeyId"]},
                                    {"expiration", timeText(time + 3600)}}},
                                  {"assumedRoleUser",
                                   {{"assumedRoleId", session.identity["principalId"]},
                                    {"arn", session.identity["arn"]}}}},
                     .resources = Json::array(
                         {{{"accountId", kShop}, {"type", "AWS::IAM::Role"}, {"ARN", role}}})});
    return session;
}

Call tagging(Random& random, const std::vector<std::string>& ids, const char* key,
             const char* value)
{
    Json items = Json::array();
    for (const std::string& id : ids)
        items.push_back({{"resourceId", id}});
    const Json tags = Json::array({{{"key", key}, {"value", value}}});
    return change("ec2", "CreateTags",
                  {{"resourcesSet", {{"items", items}}}, {"tagSet", {{"items", tags}}}},
                  {{"requestId", random.uuid()}, {"_return", true}});
}

// The version that lets report-bot make users: somebody wanted it to look after its own keys.
Call botPolicy(std::int64_t time)
{
    const Json allowed =
        Json::array({"cloudwatch:GetMetricData", "s3:PutObject", "s3:ListAllMyBuckets",
                     "iam:ListAttachedUserPolicies", "iam:GetPolicyVersion", "iam:CreateUser",
                     "iam:CreateAccessKey", "iam:AttachUserPolicy"});
    const Json document{
        {"Version", "2012-10-17"},
        {"Statement",
         Json::array({{{"Effect", "Allow"}, {"Action", allowed}, {"Resource", "*"}}})}};
    return change(
        "iam", "CreatePolicyVersion",
        {{"policyArn", std::string("arn:aws:iam::") + kShop + ":policy/report-bot"},
         {"policyDocument", document.dump()},
         {"setAsDefault", true}},
        {{"policyVersion",
          {{"versionId", "v7"}, {"isDefaultVersion", true}, {"createDate", timeText(time)}}}});
}

void applyOnFirstDay(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    const std::int64_t time = day + 11 * 3600 + 752;
    const Caller session = terraform(recorder, time);
    recorder.record(session, time + 21, kVirginia,
                    tagging(random, {kWebGroup, kSubnetA, kSubnetB}, "cost-center", "4711"));
    recorder.record(session, time + 29, kVirginia, botPolicy(time + 29));
}

void applyOnSecondDay(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    const std::int64_t time = day + 15 * 3600 + 2411;
    const Caller session = terraform(recorder, time);
    const Json range{{"cidrIp", "192.0.2.0/24"}, {"description", "office"}};
    const Json asked{{"ipProtocol", "tcp"},
                     {"fromPort", 8443},
                     {"toPort", 8443},
                     {"groups", Json::object()},
                     {"ipRanges", {{"items", Json::array({range})}}},
                     {"ipv6Ranges", Json::object()},
                     {"prefixListIds", Json::object()}};
    const Json rule{{"groupOwnerId", kShop},
                    {"groupId", kWebGroup},
                    {"securityGroupRuleId", "sgr-0" + random.hex(16)},
                    {"isEgress", false},
                    {"ipProtocol", "tcp"},
                    {"fromPort", 8443},
                    {"toPort", 8443},
                    {"cidrIpv4", "192.0.2.0/24"}};
    recorder.record(
        session, time + 18, kVirginia,
        change("ec2", "AuthorizeSecurityGroupIngress",
               {{"groupId", kWebGroup}, {"ipPermissions", {{"items", Json::array({asked})}}}},
               {{"requestId", random.uuid()},
                {"_return", true},
                {"securityGroupRuleSet", {{"items", Json::array({rule})}}}}));
    Call tags = bucketCall(random, "PutBucketTagging", kArtifacts, kShop, kVirginia, "tagging");
    tags.readOnly = false;
    tags.request["Tagging"] = {{"TagSet", {{"Tag", {{"Key", "cost-center"}, {"Value", "4711"}}}}}};
    recorder.record(session, time + 24, kVirginia, tags);
}

// ---- the function that makes thumbnails

Caller pipeline(Recorder& recorder, const std::string& run, std::int64_t time)
{
    Random& random = recorder.random();
    const Caller session =
        roleSession(kShop, "ci-deploy", "AROADEPLOYCIEXAMPLE01", run, random.unique("ASIA", 20),
                    "198.51.100.140",
                    "aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/linux lang/python#3.11.9", time);
    const std::string provider =
        std::string("arn:aws:iam::") + kShop + ":oidc-provider/ci.example.com";
    const std::string subject = "repo:example/thumbnails:ref:refs/heads/main";
    Caller caller = session;
    caller.identity = {{"type", "WebIdentityUser"},
                       {"principalId", provider + ":sts.amazonaws.com:" + subject},
                       {"userName", subject},
                       {"identityProvider", provider}};
    const std::string role = roleArn(kShop, "ci-deploy");
    recorder.record(caller, time, kVirginia,
                    {.service = "sts",
                     .name = "AssumeRoleWithWebIdentity",
                     .request = {{"roleArn", role}, {"roleSessionName", run}},
                     .response = {{"credentials",
                                   {{"accessKeyId", session.identity["accessKeyId"]},
                                    {"expiration", timeText(time + 3600)}}},
                                  {"assumedRoleUser",
                                   {{"assumedRoleId", session.identity["principalId"]},
                                    {"arn", session.identity["arn"]}}},
                                  {"provider", provider},
                                  {"audience", "sts.amazonaws.com"}},
                     .resources = Json::array(
                         {{{"accountId", kShop}, {"type", "AWS::IAM::Role"}, {"ARN", role}}})});
    return session;
}

Json functionAnswer(Random& random, std::int64_t time)
{
    return {{"functionName", kThumbnails},
            {"functionArn",
             std::string("arn:aws:lambda:us-east-1:") + kShop + ":function:" + kThumbnails},
            {"runtime", "python3.11"},
            {"role", roleArn(kShop, "web-server")},
            {"codeSha256", random.base64(43) + "="},
            {"codeSize", random.between(46000, 52000)},
            {"revisionId", random.uuid()},
            {"lastModified", timeText(time).substr(0, 19) + ".000+0000"}};
}

void updateCode(Recorder& recorder, std::int64_t time, int run)
{
    const std::string key = "thumbnails/" + std::to_string(run) + ".zip";
    const Caller session = pipeline(recorder, "thumbnails-" + std::to_string(run), time);
    recorder.record(session, time + 14, kVirginia,
                    change("lambda", "UpdateFunctionCode20150331v2",
                           {{"functionName", kThumbnails},
                            {"s3Bucket", kArtifacts},
                            {"s3Key", key},
                            {"publish", false}},
                           functionAnswer(recorder.random(), time + 14)));
}

// alice deletes the wrong function; the pipeline makes it anew.
void deleteByMistake(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    const std::int64_t time = day + 15 * 3600 + 127;
    const Caller alice =
        userInConsole(kShop, "alice", "AIDAALICEALICEEXAMPLE", random.unique("ASIA", 20), kOffice,
                      day + 14 * 3600 + 331, true);
    recorder.record(alice, time, kVirginia,
                    change("lambda", "DeleteFunction20150331", {{"functionName", kThumbnails}}));
    const std::int64_t later = time + 1180;
    const Caller session = pipeline(recorder, "thumbnails-89", later);
    recorder.record(session, later + 11, kVirginia,
                    change("lambda", "CreateFunction20150331",
                           {{"functionName", kThumbnails},
                            {"runtime", "python3.11"},
                            {"role", roleArn(kShop, "web-server")},
                            {"handler", "main.handler"},
                            {"code", {{"s3Bucket", kArtifacts}, {"s3Key", "thumbnails/89.zip"}}},
                            {"timeout", 30},
                            {"memorySize", 256}},
                           functionAnswer(random, later + 11)));
}

// What the root user of the data account came for.
void versionBucket(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    const std::int64_t time = day + 36122;
    Caller root =
        userInConsole(kData, "root", kData, random.unique("ASIA", 20), kOffice, time, true);
    root.identity["type"] = "Root";
    root.identity["arn"] = std::string("arn:aws:iam::") + kData + ":root";
    root.identity.erase("userName");
    Call call =
        bucketCall(random, "PutBucketVersioning", kCustomers, kData, kIreland, "versioning");
    call.readOnly = false;
    call.request["VersioningConfiguration"] = {{"Status", "Enabled"}};
    recorder.record(root, time + 214, kIreland, call);
}

} // namespace

void recordChanges(Recorder& recorder)
{
    const std::int64_t first = firstSecond();
    const std::int64_t second = first + 86400;
    updateCode(recorder, first + 8 * 3600 + 1903, 88);
    versionBucket(recorder, first);
    applyOnFirstDay(recorder, first);
    scaleOut(recorder, first + 12 * 3600 + 1334, "i-0a11b22c33d44e561", "10.0.1.61");
    deleteByMistake(recorder, first);
    scaleIn(recorder, first + 18 * 3600 + 2051, "i-0a11b22c33d44e561");

    scaleOut(recorder, second + 12 * 3600 + 488, "i-0a11b22c33d44e562", "10.0.1.62");
    updateCode(recorder, second + 13 * 3600 + 641, 90);
    applyOnSecondDay(recorder, second);
}

} // namespace trailloupe::incident
