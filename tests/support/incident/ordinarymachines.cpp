#include "tests/support/incident/ordinary.h"

namespace trailloupe::incident {
namespace {

struct Machine
{
    const char* instance;
    const char* region;
    const char* address;
};

const std::vector<Machine>& webServers()
{
    static const std::vector<Machine> all{{"i-0a11b22c33d44e551", kVirginia, "198.51.100.21"},
                                          {"i-0a11b22c33d44e552", kVirginia, "198.51.100.22"},
                                          {"i-0a11b22c33d44e553", kIreland, "198.51.100.37"}};
    return all;
}

constexpr const char* kWebRoleId = "AROAWEBSERVERSEXAMPLE";

Caller webServer(Random& random, const Machine& machine, std::int64_t since)
{
    Caller caller = roleSession(
        kShop, "web-server", kWebRoleId, machine.instance, random.unique("ASIA", 20),
        machine.address, "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOARCH#amd64", since);
    caller.identity["sessionContext"]["ec2RoleDelivery"] = "2.0";
    return caller;
}

// The secret is read by the server, and decrypted by Secrets Manager in its name.
void readSecret(Recorder& recorder, const Caller& caller, std::int64_t time,
                const std::string& region)
{
    const std::string secret =
        "arn:aws:secretsmanager:" + region + ":" + kShop + ":secret:shop/database-Xb3kQe";
    recorder.record(caller, time, region,
                    {.service = "secretsmanager",
                     .name = "GetSecretValue",
                     .request = {{"secretId", "shop/database"}}});
    Caller behalf = caller;
    behalf.identity["invokedBy"] = "secretsmanager.amazonaws.com";
    behalf.address = behalf.agent = "secretsmanager.amazonaws.com";
    behalf.isService = true;
    recorder.record(behalf, time, region,
                    {.service = "kms",
                     .name = "Decrypt",
                     .request = {{"encryptionAlgorithm", "SYMMETRIC_DEFAULT"},
                                 {"encryptionContext",
                                  {{"SecretARN", secret},
                                   {"SecretVersionId", "5f0e7c1a-8a52-4c1b-9d0e-2b6f3a7c9e11"}}}},
                     .resources = Json::array(
                         {{{"accountId", kShop},
                           {"type", "AWS::KMS::Key"},
                           {"ARN", "arn:aws:kms:" + region + ":" + kShop + ":key/" + kShopKey}}})});
}

void reportHealth(Recorder& recorder, const Caller& caller, std::int64_t time,
                  const Machine& machine)
{
    recorder.record(caller, time, machine.region,
                    {.service = "ssm",
                     .name = "UpdateInstanceInformation",
                     .readOnly = false,
                     .request = {{"instanceId", machine.instance},
                                 {"agentName", "amazon-ssm-agent"},
                                 {"agentVersion", "3.3.987.0"},
                                 {"agentStatus", "Active"},
                                 {"platformType", "Linux"},
                                 {"platformName", "Debian GNU/Linux"},
                                 {"platformVersion", "12"},
                                 {"iPAddress", "10.0.1.21"}}});
}

Caller pipeline(Random& random, const std::string& run, std::int64_t since)
{
    return roleSession(kShop, "ci-deploy", "AROADEPLOYCIEXAMPLE01", run, random.unique("ASIA", 20),
                       "198.51.100.140",
                       "aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/linux lang/python#3.11.9",
                       since);
}

// The pipeline signs in with a token of its own provider.
void assumeDeployRole(Recorder& recorder, const Caller& session, const std::string& run,
                      std::int64_t time)
{
    const std::string subject = "repo:example/shop:ref:refs/heads/main";
    const std::string provider =
        std::string("arn:aws:iam::") + kShop + ":oidc-provider/ci.example.com";
    Caller caller = session;
    caller.identity = {{"type", "WebIdentityUser"},
                       {"principalId", provider + ":sts.amazonaws.com:" + subject},
                       {"userName", subject},
                       {"identityProvider", provider}};
    const std::string role = roleArn(kShop, "ci-deploy");
    recorder.record(
        caller, time, kVirginia,
        {.service = "sts",
         .name = "AssumeRoleWithWebIdentity",
         .request = {{"roleArn", role}, {"roleSessionName", run}, {"durationSeconds", 3600}},
         .response = {{"credentials",
                       {{"accessKeyId", session.identity["accessKeyId"]},
                        {"sessionToken", recorder.random().base64(60)},
                        {"expiration", timeText(time + 3600)}}},
                      {"subjectFromWebIdentityToken", subject},
                      {"assumedRoleUser",
                       {{"assumedRoleId", session.identity["principalId"]},
                        {"arn", session.identity["arn"]}}},
                      {"provider", provider},
                      {"audience", "sts.amazonaws.com"}},
         .resources =
             Json::array({{{"accountId", kShop}, {"type", "AWS::IAM::Role"}, {"ARN", role}}})});
}

void deploy(Recorder& recorder, const Caller& session, std::int64_t time, int number)
{
    Random& random = recorder.random();
    const std::string image =
        std::string(kShop) + ".dkr.ecr.us-east-1.amazonaws.com/shop:" + random.hex(12);
    const std::string place = std::string(":us-east-1:") + kShop;
    const std::string definition =
        "arn:aws:ecs" + place + ":task-definition/shop:" + std::to_string(number - 4400);
    recorder.record(session, time, kVirginia, {.service = "ecr", .name = "GetAuthorizationToken"});
    for (const char* layer : {"app.tar.gz", "report.xml"}) {
        const std::string key = "runs/" + std::to_string(number) + "/" + layer;
        recorder.record(session, time + 4, kVirginia,
                        objectCall(random, "PutObject", kArtifacts, kShop, kVirginia, key,
                                   random.between(2000, 9000000)));
    }
    recorder.record(
        session, time + 21, kVirginia,
        {.service = "ecs",
         .name = "RegisterTaskDefinition",
         .readOnly = false,
         .request =
             {{"family", "shop"},
              {"networkMode", "awsvpc"},
              {"containerDefinitions",
               Json::array(
                   {{{"name", "shop"}, {"image", image}, {"memory", 512}, {"essential", true}}})}},
         .response = {{"taskDefinition",
                       {{"taskDefinitionArn", definition},
                        {"family", "shop"},
                        {"revision", number - 4400}}}}});
    recorder.record(session, time + 24, kVirginia,
                    {.service = "ecs",
                     .name = "UpdateService",
                     .readOnly = false,
                     .request = {{"cluster", "shop"},
                                 {"service", "web"},
                                 {"taskDefinition", "shop:" + std::to_string(number - 4400)}},
                     .response = {{"service",
                                   {{"serviceArn", "arn:aws:ecs" + place + ":service/shop/web"},
                                    {"serviceName", "web"},
                                    {"taskDefinition", definition},
                                    {"desiredCount", 3}}}}});
    for (int poll = 0; poll < 6; ++poll) {
        Call look{.service = "ecs",
                  .name = "DescribeServices",
                  .request = {{"cluster", "shop"}, {"services", Json::array({"web"})}}};
        if (random.percent(4)) {
            look.errorCode = "ThrottlingException";
            look.errorMessage = "Rate exceeded";
        }
        recorder.record(session, time + 39 + poll * 15, kVirginia, look);
    }
}

} // namespace

void recordWebServers(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    for (int hour = 0; hour < 24; hour += 6) {
        for (const Machine& machine : webServers()) {
            const std::int64_t since = day + hour * 3600 + 61;
            const Caller caller = webServer(random, machine, since);
            const Caller ec2 = service(kShop, "ec2");
            recorder.record(ec2, since, machine.region,
                            {.service = "sts",
                             .name = "AssumeRole",
                             .request = {{"roleArn", roleArn(kShop, "web-server")},
                                         {"roleSessionName", machine.instance}},
                             .response = {{"credentials",
                                           {{"accessKeyId", caller.identity["accessKeyId"]},
                                            {"expiration", timeText(since + 6 * 3600)}}}},
                             .resources = Json::array({{{"accountId", kShop},
                                                        {"type", "AWS::IAM::Role"},
                                                        {"ARN", roleArn(kShop, "web-server")}}}),
                             .sharedEventId = random.uuid()});
            for (int half = 0; half < 12; ++half) {
                const std::int64_t time = since + half * 1800 + random.between(5, 60);
                reportHealth(recorder, caller, time, machine);
                const std::string key = half % 2 == 0 ? "config/site.json" : "config/prices.json";
                recorder.record(caller, time + 3, machine.region,
                                objectCall(random, "GetObject", kAssets, kShop, machine.region, key,
                                           random.between(900, 48000)));
                if (half % 4 == 0)
                    readSecret(recorder, caller, time + 7, machine.region);
            }
        }
    }
}

void recordPipeline(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    const int first = day == firstSecond() ? 4501 : 4515;
    for (int run = 0; run < 14; ++run) {
        const std::int64_t time = day + 7 * 3600 + run * 2700 + random.between(0, 90);
        const std::string name = "run-" + std::to_string(first + run);
        const Caller session = pipeline(random, name, time);
        assumeDeployRole(recorder, session, name, time);
        deploy(recorder, session, time + 2, first + run);
    }
}

void recordLakeJobs(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    for (int hour = 0; hour < 24; ++hour) {
        const std::int64_t time = day + hour * 3600 + 605;
        const Caller worker = roleSession(
            kData, "lake-loader", "AROALAKELOADEREXAMPLE", "lake-loader", random.unique("ASIA", 20),
            "198.51.100.201", "aws-sdk-java/2.26.12 Linux/5.10 exec-env/AWS_Lambda_java21", time);
        const std::string hourPath = timeText(time).substr(0, 13);
        for (int part = 0; part < 9; ++part) {
            const std::string key = "orders/" + hourPath + "/part-" + std::to_string(part);
            recorder.record(worker, time + part * 4, kIreland,
                            objectCall(random, part % 3 == 2 ? "PutObject" : "GetObject", kLake,
                                       kData, kIreland, key, random.between(20000, 4000000)));
        }
        recorder.record(worker, time + 41, kIreland,
                        {.service = "glue",
                         .name = "BatchCreatePartition",
                         .readOnly = false,
                         .request = {{"databaseName", "shop"}, {"tableName", "orders"}}});
        if (hour == 4) {
            const std::string key = "orders/" + hourPath + "/_SUCCESS";
            Call missing = objectCall(random, "GetObject", kLake, kData, kIreland, key, 0);
            missing.errorCode = "NoSuchKey";
            missing.errorMessage = "The specified key does not exist.";
            recorder.record(worker, time + 44, kIreland, missing);
        }
    }
}

void recordReportBot(Recorder& recorder, std::int64_t day)
{
    Random& random = recorder.random();
    const Caller bot =
        userWithKey(kShop, "report-bot", "AIDAREPORTBOT0EXAMPLE", kLeakedKey, kReportHost,
                    "Boto3/1.34.131 md/Botocore#1.34.131 "
                    "ua/2.0 os/linux#6.1.0 lang/python#3.11.2");
    for (const int hour : {1, 6, 13, 20}) {
        const std::int64_t time = day + hour * 3600 + 15;
        for (int metric = 0; metric < 6; ++metric)
            recorder.record(bot, time + metric, kVirginia,
                            {.service = "monitoring",
                             .name = "GetMetricData",
                             .request = {{"startTime", timeText(time - 21600)},
                                         {"endTime", timeText(time)},
                                         {"maxDatapoints", 360}},
                             .isData = true});
        const std::string key = "reports/" + timeText(time).substr(0, 13) + ".csv";
        recorder.record(bot, time + 9, kVirginia,
                        objectCall(random, "PutObject", kAssets, kShop, kVirginia, key,
                                   random.between(4000, 90000)));
    }
}

void recordAwsItself(Recorder& recorder, std::int64_t day)
{
    static const std::vector<std::pair<const char*, const char*>> kLooks{
        {"ec2", "DescribeInstances"},
        {"ec2", "DescribeSecurityGroups"},
        {"ec2", "DescribeVolumes"},
        {"ec2", "DescribeNetworkInterfaces"},
        {"ec2", "DescribeVpcs"},
        {"ec2", "DescribeSubnets"},
        {"ec2", "DescribeRouteTables"},
        {"rds", "DescribeDBInstances"},
        {"lambda", "ListFunctions20150331"},
        {"kms", "ListKeys"},
        {"elasticloadbalancing", "DescribeLoadBalancers"}};
    Random& random = recorder.random();
    for (int hour = 3; hour < 24; hour += 6) {
        for (const char* account : {kShop, kData}) {
            for (const char* region : {kVirginia, kIreland, kTokyo}) {
                const std::int64_t time = day + hour * 3600 + 1500 + random.between(0, 120);
                const Caller config =
                    serviceRole(random, account, "config", "AWSServiceRoleForConfig", time);
                std::int64_t later = time;
                for (const auto& [service, name] : kLooks)
                    recorder.record(config, later += random.between(0, 3), region,
                                    {.service = service, .name = name});
            }
        }
    }
    const Caller scaling =
        serviceRole(random, kShop, "autoscaling", "AWSServiceRoleForAutoScaling", day + 25900);
    for (const int hour : {7, 19})
        recorder.record(
            scaling, day + hour * 3600 + 700, kVirginia,
            {.service = "ec2",
             .name = "DescribeInstanceStatus",
             .request = {{"instancesSet",
                          {{"items", Json::array({{{"instanceId", "i-0a11b22c33d44e551"}}})}}}}});
    if (day == firstSecond()) {
        Caller kms;
        kms.identity = {{"accountId", kData}, {"invokedBy", "AWS Internal"}};
        kms.account = kData;
        kms.address = kms.agent = "AWS Internal";
        kms.isService = true;
        recorder.record(kms, day + 40211, kIreland,
                        {.service = "kms",
                         .name = "RotateKey",
                         .readOnly = false,
                         .resources = Json::array({{{"accountId", kData},
                                                    {"type", "AWS::KMS::Key"},
                                                    {"ARN",
                                                     "arn:aws:kms:eu-west-1:444455556666:key/"
                                                     "9b8a7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d"}}}),
                         .eventType = "AwsServiceEvent"});
    }
}

} // namespace trailloupe::incident
