#include "tests/support/incident/effects.h"

#include <functional>

namespace trailloupe::incident {
namespace {

// One event at work.
struct Doing
{
    Estate& estate;
    const Event& event;
    const Json& request;
    const Json& response;
    Effect& effect;

    const std::string& account() const { return event.account; }
    const std::string& region() const { return event.region; }
    std::string moment() const
    {
        std::string text = timeText(event.time);
        text.insert(text.size() - 1, ".000");
        return text;
    }
    Resource* ours(const std::string& type, const std::string& id) const
    {
        return estate.find({account(), region(), type, id});
    }
    Resource* byName(const std::string& type, const std::string& nameOrArn) const
    {
        const Resource* found = estate.named(account(), type, nameOrArn);
        return found ? estate.find(found->key) : nullptr;
    }
    void tell(const Resource* resource, const std::string& what) const
    {
        effect.changes[resource->key] = what;
    }
};

using Act = std::function<void(const Doing&)>;

void createTags(const Doing& doing)
{
    static const std::map<std::string, std::string> kTypes{{"i", "AWS::EC2::Instance"},
                                                           {"sg", "AWS::EC2::SecurityGroup"},
                                                           {"subnet", "AWS::EC2::Subnet"}};
    for (const Json& item : doing.request["resourcesSet"]["items"]) {
        const std::string id = item["resourceId"];
        Resource* resource = doing.ours(kTypes.at(id.substr(0, id.find('-'))), id);
        for (const Json& tag : doing.request["tagSet"]["items"]) {
            const std::string key = tag["key"];
            if (resource->tags.value(key, Json()) == tag["value"])
                continue;
            resource->tags[key] = tag["value"];
            doing.tell(resource, "tag " + key + ": " + tag["value"].get<std::string>());
        }
    }
}

// A security group of an event: its permission for one peer appears or goes.
void changeIngress(const Doing& doing)
{
    const bool opens = doing.event.json["eventName"] == "AuthorizeSecurityGroupIngress";
    Resource* group = doing.ours("AWS::EC2::SecurityGroup", doing.request["groupId"]);
    Json& permissions = group->configuration["ipPermissions"];
    for (const Json& asked : doing.request["ipPermissions"]["items"]) {
        const int port = asked["fromPort"];
        const Json& range = asked["ipRanges"]["items"][0];
        const std::string cidr = range["cidrIp"];
        const std::string what = " for " + cidr;
        if (opens) {
            permissions.push_back(permission(port, cidr, range.value("description", "")));
            doing.tell(group, "port " + std::to_string(port) + " is opened" + what);
        } else {
            for (auto it = permissions.begin(); it != permissions.end(); ++it)
                if (it->value("fromPort", 0) == port && (*it)["ipRanges"][0] == cidr) {
                    permissions.erase(it);
                    break;
                }
            doing.tell(group, "port " + std::to_string(port) + " is closed" + what);
        }
    }
}

void scale(const Doing& doing, const std::string& instance, const std::string& zone, bool isBorn)
{
    Resource* group = doing.byName("AWS::AutoScaling::AutoScalingGroup", kScalingGroup);
    Json& members = group->configuration["instances"];
    if (isBorn) {
        members.push_back({{"instanceId", instance},
                           {"availabilityZone", zone},
                           {"lifecycleState", "InService"},
                           {"healthStatus", "Healthy"}});
    } else {
        for (auto it = members.begin(); it != members.end(); ++it)
            if ((*it)["instanceId"] == instance) {
                members.erase(it);
                break;
            }
    }
    group->configuration["desiredCapacity"] = members.size();
    doing.tell(group, std::to_string(members.size()) + " instances");
}

bool isOfScaling(const Doing& doing)
{
    return doing.event.json["sourceIPAddress"] == "autoscaling.amazonaws.com";
}

void runInstances(const Doing& doing)
{
    const bool scales = isOfScaling(doing);
    for (const Json& item : doing.response["instancesSet"]["items"]) {
        const std::string id = item["instanceId"];
        const std::string inside = item["privateIpAddress"];
        Machine machine{.id = id,
                        .type = item["instanceType"],
                        .image = item["imageId"],
                        .subnet = item["subnetId"],
                        .group = item["groupSet"]["items"][0]["groupId"],
                        .privateAddress = inside,
                        .publicAddress = "198.51.100" + inside.substr(inside.rfind('.')),
                        .keyName = scales ? "" : "backup",
                        .role = scales ? "web-server" : "",
                        .launched = doing.moment()};
        if (scales)
            machine.tags = {{"Name", "web"}, {"aws:autoscaling:groupName", kScalingGroup}};
        addMachine(doing.estate, doing.account(), doing.region(), machine);
        const Resource* instance = doing.ours("AWS::EC2::Instance", id);
        doing.tell(instance, machine.type + " starts");
        const Json& json = instance->configuration;
        doing.tell(doing.ours("AWS::EC2::NetworkInterface",
                              json["networkInterfaces"][0]["networkInterfaceId"]),
                   "created with the instance");
        doing.tell(
            doing.ours("AWS::EC2::Volume", json["blockDeviceMappings"][0]["ebs"]["volumeId"]),
            "created with the instance");
        if (scales)
            scale(doing, id, instance->zone, true);
    }
}

void terminateInstances(const Doing& doing)
{
    for (const Json& item : doing.request["instancesSet"]["items"]) {
        const std::string id = item["instanceId"];
        const Resource* instance = doing.ours("AWS::EC2::Instance", id);
        const Json json = instance->configuration;
        doing.tell(instance, "terminated");
        doing.tell(doing.ours("AWS::EC2::NetworkInterface",
                              json["networkInterfaces"][0]["networkInterfaceId"]),
                   "deleted with the instance");
        doing.tell(
            doing.ours("AWS::EC2::Volume", json["blockDeviceMappings"][0]["ebs"]["volumeId"]),
            "deleted with the instance");
        removeMachine(doing.estate, doing.account(), doing.region(), id);
        if (isOfScaling(doing))
            scale(doing, id, "", false);
    }
}

void createUser(const Doing& doing)
{
    const Json& user = doing.response["user"];
    doing.tell(&doing.estate.add(
                   iamUser(doing.account(), user["userName"], user["userId"], doing.moment())),
               "created");
}

void attachUserPolicy(const Doing& doing)
{
    Resource* user = doing.byName("AWS::IAM::User", doing.request["userName"]);
    const std::string arn = doing.request["policyArn"];
    const std::string name = arn.substr(arn.rfind('/') + 1);
    Json& policies = user->configuration["attachedManagedPolicies"];
    if (doing.event.json["eventName"] == "AttachUserPolicy") {
        policies.push_back({{"policyName", name}, {"policyArn", arn}});
        doing.tell(user, name + " is attached");
    } else {
        policies = Json::array(); // it has only the one
        doing.tell(user, name + " is detached");
    }
}

void createPolicyVersion(const Doing& doing)
{
    Resource* policy = doing.byName("AWS::IAM::Policy", doing.request["policyArn"]);
    const std::string version = doing.response["policyVersion"]["versionId"];
    Json& json = policy->configuration;
    json["defaultVersionId"] = version;
    Json& versions = json["policyVersionList"];
    for (Json& earlier : versions)
        earlier["isDefaultVersion"] = false;
    const std::string text = doing.request["policyDocument"];
    versions.insert(versions.begin(),
                    Json{{"document", urlEncoded(text)},
                         {"versionId", version},
                         {"isDefaultVersion", true},
                         {"createDate", doing.moment()}});
    doing.tell(policy, "version " + version + " is the default");
}

void updateTrust(const Doing& doing)
{
    Resource* role = doing.byName("AWS::IAM::Role", doing.request["roleName"]);
    const std::string text = doing.request["policyDocument"];
    role->configuration["assumeRolePolicyDocument"] = urlEncoded(text);
    doing.tell(role, std::string("account ") + kStrangers + " may assume it");
}

void putBucketPolicy(const Doing& doing)
{
    Resource* bucket = doing.ours("AWS::S3::Bucket", doing.request["bucketName"]);
    const Json& policy = doing.request["bucketPolicy"];
    bucket->supplementary["BucketPolicy"]["policyText"] = policy.dump();
    const Json& who = policy["Statement"][0]["Principal"];
    doing.tell(bucket,
               who == "*" ? "its policy lets everybody read it"
                          : std::string("its policy lets account ") + kStrangers + " read it");
}

void putBucketVersioning(const Doing& doing)
{
    Resource* bucket = doing.ours("AWS::S3::Bucket", doing.request["bucketName"]);
    bucket->supplementary["BucketVersioningConfiguration"]["status"] =
        doing.request["VersioningConfiguration"]["Status"];
    doing.tell(bucket, "versioning is enabled");
}

void putBucketTagging(const Doing& doing)
{
    Resource* bucket = doing.ours("AWS::S3::Bucket", doing.request["bucketName"]);
    const Json& tag = doing.request["Tagging"]["TagSet"]["Tag"];
    bucket->tags[tag["Key"].get<std::string>()] = tag["Value"];
    doing.tell(bucket, "tag " + tag["Key"].get<std::string>());
}

void deletePublicAccessBlock(const Doing& doing)
{
    Resource* bucket = doing.ours("AWS::S3::Bucket", doing.request["bucketName"]);
    bucket->supplementary["PublicAccessBlockConfiguration"] = nullptr;
    doing.tell(bucket, "nothing blocks public access any more");
}

void putMetricAlarm(const Doing& doing)
{
    Resource* alarm = doing.ours("AWS::CloudWatch::Alarm", doing.request["alarmName"]);
    Json& threshold = alarm->configuration["threshold"];
    const std::string what = "threshold " + threshold.dump() + " becomes ";
    threshold = doing.request["threshold"];
    doing.tell(alarm, what + threshold.dump());
}

void registerTaskDefinition(const Doing& doing)
{
    const Resource& made = doing.estate.add(taskDefinition(
        doing.account(), doing.region(), doing.response["taskDefinition"]["taskDefinitionArn"],
        doing.request["family"], doing.request["containerDefinitions"]));
    doing.tell(&made, "registered");
}

void updateService(const Doing& doing)
{
    Resource* service = doing.ours("AWS::ECS::Service", doing.response["service"]["serviceArn"]);
    service->configuration["TaskDefinition"] = doing.response["service"]["taskDefinition"];
    doing.tell(service, "runs " + doing.request["taskDefinition"].get<std::string>());
}

void updateCode(const Doing& doing)
{
    Resource* function = doing.ours("AWS::Lambda::Function", doing.request["functionName"]);
    for (const char* member : {"codeSha256", "codeSize", "lastModified"})
        function->configuration[member] = doing.response[member];
    doing.tell(function, "new code");
}

void deleteFunction(const Doing& doing)
{
    const Resource* function = doing.ours("AWS::Lambda::Function", doing.request["functionName"]);
    doing.tell(function, "deleted");
    doing.estate.remove(ResourceKey(function->key));
}

void createFunction(const Doing& doing)
{
    const Json& json = doing.response;
    doing.tell(&doing.estate.add(lambdaFunction(doing.account(), doing.region(),
                                                json["functionName"], json["role"], json["runtime"],
                                                json["lastModified"], json["codeSha256"])),
               "created");
}

void updateTrail(const Doing& doing)
{
    Resource* trail = doing.byName("AWS::CloudTrail::Trail", doing.response["trailARN"]);
    trail->configuration["logFileValidationEnabled"] = doing.response["logFileValidationEnabled"];
    doing.tell(trail, "log files can be validated");
}

void switchRecorder(const Doing& doing)
{
    Resource* recorder = doing.ours("AWS::Config::ConfigurationRecorder",
                                    doing.request["configurationRecorderName"]);
    const bool isOn = doing.event.json["eventName"] == "StartConfigurationRecorder";
    recorder->configuration["Recording"] = isOn;
    doing.effect.recording = isOn;
    doing.tell(recorder, isOn ? "recording begins again" : "recording stops");
}

const std::map<std::string, Act>& acts()
{
    static const std::map<std::string, Act> all{
        {"AttachUserPolicy", attachUserPolicy},
        {"AuthorizeSecurityGroupIngress", changeIngress},
        {"CreateFunction20150331", createFunction},
        {"CreatePolicyVersion", createPolicyVersion},
        {"CreateTags", createTags},
        {"CreateUser", createUser},
        {"DeleteBucketPublicAccessBlock", deletePublicAccessBlock},
        {"DeleteFunction20150331", deleteFunction},
        {"DetachUserPolicy", attachUserPolicy},
        {"PutBucketPolicy", putBucketPolicy},
        {"PutBucketTagging", putBucketTagging},
        {"PutBucketVersioning", putBucketVersioning},
        {"PutMetricAlarm", putMetricAlarm},
        {"RegisterTaskDefinition", registerTaskDefinition},
        {"RevokeSecurityGroupIngress", changeIngress},
        {"RunInstances", runInstances},
        {"StartConfigurationRecorder", switchRecorder},
        {"StopConfigurationRecorder", switchRecorder},
        {"TerminateInstances", terminateInstances},
        {"UpdateAssumeRolePolicy", updateTrust},
        {"UpdateFunctionCode20150331v2", updateCode},
        {"UpdateService", updateService},
        {"UpdateTrail", updateTrail},
    };
    return all;
}

} // namespace

Effect applyEvent(Estate& estate, const Event& event)
{
    Effect effect;
    const auto act = acts().find(event.json["eventName"].get<std::string>());
    if (act != acts().end() && !event.json.contains("errorCode"))
        act->second({estate, event, event.json["requestParameters"], event.json["responseElements"],
                     effect});
    return effect;
}

} // namespace trailloupe::incident
