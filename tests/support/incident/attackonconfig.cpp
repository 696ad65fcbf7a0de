// What the intruder does to AWS Config, and under cover of the trail and the recorders that are
// off: no event of that was delivered, but AWS Config tells of it.
#include "tests/support/incident/estate.h"

namespace trailloupe::incident {
namespace {

constexpr const char* kAgent = "aws-cli/2.13.0 Python/3.11.4 Linux/6.5.0-kali3-amd64 "
                               "exe/x86_64.kali.2023 prompt/off";
constexpr const char* kSession = "nightly-backup";

std::int64_t nightAt(int hour, int minute, int second)
{
    return timeOf(2026, 3, 12, hour, minute, second);
}

Call change(const char* service, const char* name, Json request, Json response = nullptr)
{
    return {.service = service,
            .name = name,
            .readOnly = false,
            .request = std::move(request),
            .response = std::move(response)};
}

class Story
{
public:
    explicit Story(Recorder& recorder)
        : m_recorder(recorder)
    { }
    void tell(const Caller& caller, std::int64_t time, const char* region, const Call& call,
              const std::string& what)
    {
        m_steps.push_back({time, caller.account, region, call.name,
                           m_recorder.record(caller, time, region, call), what});
    }
    void add(const Caller& caller, std::int64_t time, const char* region, const Call& call)
    {
        m_recorder.record(caller, time, region, call);
    }
    Random& random() { return m_recorder.random(); }
    std::vector<Step> take() { return std::move(m_steps); }

private:
    Recorder& m_recorder;
    std::vector<Step> m_steps;
};

Json readers(const std::string& sid, const Json& who, const char* bucket)
{
    return {{"Version", "2012-10-17"},
            {"Statement",
             Json::array({{{"Sid", sid},
                           {"Effect", "Allow"},
                           {"Principal", who},
                           {"Action", "s3:GetObject"},
                           {"Resource", std::string("arn:aws:s3:::") + bucket + "/*"}}})}};
}

Call bucketPolicy(Random& random, const char* bucket, const char* owner, const char* region,
                  const Json& policy)
{
    Call call = bucketCall(random, "PutBucketPolicy", bucket, owner, region, "policy");
    call.readOnly = false;
    call.request["bucketPolicy"] = policy;
    return call;
}

void stopRecorders(Story& story, const Caller& backup)
{
    story.add(backup, nightAt(2, 51, 31), kVirginia,
              {.service = "config", .name = "DescribeConfigurationRecorders"});
    const Call stop =
        change("config", "StopConfigurationRecorder", {{"configurationRecorderName", "default"}});
    story.tell(backup, nightAt(2, 51, 44), kVirginia, stop, "AWS Config stops recording");
    story.tell(backup, nightAt(2, 51, 58), kTokyo, stop, "and here; eu-west-1 is forgotten");
}

void actUnlogged(Story& story, const Caller& backup)
{
    Random& random = story.random();
    const Json strangers{{"AWS", std::string("arn:aws:iam::") + kStrangers + ":root"}};
    const auto trust = [](const Json& who) {
        return Json{{"Effect", "Allow"}, {"Principal", who}, {"Action", "sts:AssumeRole"}};
    };
    const Json document{
        {"Version", "2012-10-17"},
        {"Statement", Json::array({trust({{"AWS", userArn(kShop, "bob")}}), trust(strangers)})}};
    story.add(backup, nightAt(3, 24, 51), kVirginia,
              change("iam", "UpdateAssumeRolePolicy",
                     {{"roleName", kInfrastructure}, {"policyDocument", document.dump()}}));
    Call block = bucketCall(random, "DeleteBucketPublicAccessBlock", kAssets, kShop, kVirginia,
                            "publicAccessBlock");
    block.readOnly = false;
    story.add(backup, nightAt(3, 31, 7), kVirginia, block);
    story.add(backup, nightAt(3, 31, 40), kVirginia,
              bucketPolicy(random, kAssets, kShop, kVirginia, readers("Public", "*", kAssets)));
    const char* const name = "shop-metrics-sync";
    const std::string role = roleArn(kShop, kInfrastructure);
    story.add(backup, nightAt(3, 42, 15), kVirginia,
              change("lambda", "CreateFunction20150331",
                     {{"functionName", name}, {"runtime", "python3.11"}, {"role", role}},
                     {{"functionName", name},
                      {"runtime", "python3.11"},
                      {"role", role},
                      {"codeSha256", random.base64(43) + "="},
                      {"lastModified", "2026-03-12T03:42:15.000+0000"}}));
}

void respond(Story& story)
{
    Random& random = story.random();
    const Caller bob = userInConsole(kShop, "bob", "AIDABOBBOBBOBBEXAMPLE",
                                     random.unique("ASIA", 20), kOffice, nightAt(7, 41, 10), true);
    const Call start =
        change("config", "StartConfigurationRecorder", {{"configurationRecorderName", "default"}});
    story.tell(bob, nightAt(7, 50, 12), kVirginia, start, "bob lets AWS Config record again");
    story.tell(bob, nightAt(7, 51, 3), kTokyo, start, "and here");
    const Json range = Json::array({{{"cidrIp", "0.0.0.0/0"}}});
    const Json closed{
        {"ipProtocol", "tcp"}, {"fromPort", 22}, {"toPort", 22}, {"ipRanges", {{"items", range}}}};
    story.tell(
        bob, nightAt(7, 58, 20), kTokyo,
        change("ec2", "RevokeSecurityGroupIngress",
               {{"groupId", kTokyoGroup}, {"ipPermissions", {{"items", Json::array({closed})}}}},
               {{"requestId", random.uuid()}, {"_return", true}}),
        "port 22 is closed again");
    const std::string arn =
        std::string("arn:aws:cloudtrail:us-east-1:") + kShop + ":trail/" + kTrail;
    story.add(bob, nightAt(8, 0, 31), kVirginia,
              change("cloudtrail", "UpdateTrail",
                     {{"name", kTrail}, {"enableLogFileValidation", true}},
                     {{"name", kTrail},
                      {"trailARN", arn},
                      {"s3BucketName", kLogs},
                      {"isMultiRegionTrail", true},
                      {"logFileValidationEnabled", true}}));
    for (const char* region : {kVirginia, kTokyo})
        story.add(bob, nightAt(8, 3, region == kTokyo ? 41 : 12), region,
                  change("config", "DeliverConfigSnapshot", {{"deliveryChannelName", "default"}},
                         {{"configSnapshotId", random.uuid()}}));
}

} // namespace

std::vector<Step> recordAttackOnConfig(Recorder& recorder)
{
    Story story(recorder);
    const Caller backup = userWithKey(kShop, "svc-backup", "AIDASVCBACKUP0EXAMPLE", kIntruderKey,
                                      kIntruderLater, kAgent);
    const Caller session =
        roleSession(kData, "analytics-readwrite", "AROAANALYTICSXEXAMPLE", kSession,
                    "ASIACROSSACCTEXAMPLE", kIntruderLater, kAgent, nightAt(2, 31, 18));
    stopRecorders(story, backup);
    const Json strangers{{"AWS", std::string("arn:aws:iam::") + kStrangers + ":root"}};
    story.tell(session, nightAt(3, 13, 26), kIreland,
               bucketPolicy(story.random(), kCustomers, kData, kIreland,
                            readers("Backup", strangers, kCustomers)),
               "the bucket is opened to the account 777788889999");
    actUnlogged(story, backup);
    respond(story);
    return story.take();
}

} // namespace trailloupe::incident
