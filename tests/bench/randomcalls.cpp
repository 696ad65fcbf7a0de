// RandomEstate::writeCalls(): the CloudTrail events of a generated estate.
#include "model/base/timestamp.h"
#include "tests/bench/randomestate.h"

#include <array>
#include <cstdio>

namespace trailloupe::bench {
namespace {

constexpr std::array kAccounts{"111122223333", "444455556666"};
constexpr std::array kRegions{"us-east-1", "eu-west-1", "ap-northeast-1"};
constexpr unsigned kUsers = 60;

struct Call
{
    std::int64_t seconds = 0;
    unsigned account = 0;
    unsigned region = 0;
    const char* source = "ec2";
    const char* name = "";
    bool isReadOnly = false;
    bool isData = false;
    const char* error = nullptr;
    std::string request = "null";
    std::string response = "null";
};

std::string quoted(const std::string& text)
{
    return '"' + text + '"';
}

std::string uuid(std::uint64_t high, std::uint64_t low)
{
    char text[40];
    std::snprintf(text, sizeof text, "%08llx-%04llx-4%03llx-a%03llx-%012llx",
                  static_cast<unsigned long long>(high >> 32),
                  static_cast<unsigned long long>(high >> 16 & 0xFFFF),
                  static_cast<unsigned long long>(high & 0xFFF),
                  static_cast<unsigned long long>(low >> 52),
                  static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFF));
    return text;
}

std::string eventJson(const Call& call, std::mt19937_64& random)
{
    const unsigned user = static_cast<unsigned>(random() % kUsers);
    const std::string account = kAccounts[call.account];
    const std::string name = "user-" + std::to_string(user);
    std::string text = "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"IAMUser\","
                       "\"principalId\":\"AIDAEXAMPLE"
        + std::to_string(100000 + user) + "\",\"arn\":\"arn:aws:iam::" + account + ":user/" + name
        + "\",\"accountId\":\"" + account + "\",\"accessKeyId\":\"AKIAEXAMPLE"
        + std::to_string(100000 + user) + "\",\"userName\":\"" + name + "\"},\"eventTime\":\""
        + formatEventTime(call.seconds) + "\",\"eventSource\":\"" + call.source
        + ".amazonaws.com\",\"eventName\":\"" + call.name + "\",\"awsRegion\":\""
        + kRegions[call.region] + "\",\"sourceIPAddress\":\"203.0.113."
        + std::to_string(random() % 250) + "\",\"userAgent\":\"aws-cli/2.15.0\"";
    if (call.error)
        text += std::string(",\"errorCode\":\"") + call.error + '"';
    text += ",\"requestParameters\":" + call.request + ",\"responseElements\":" + call.response
        + ",\"requestID\":\"" + uuid(random(), random()) + "\",\"eventID\":\""
        + uuid(random(), random()) + "\",\"readOnly\":" + (call.isReadOnly ? "true" : "false")
        + ",\"eventType\":\"AwsApiCall\",\"managementEvent\":" + (call.isData ? "false" : "true")
        + ",\"recipientAccountId\":\"" + account + "\",\"eventCategory\":\""
        + (call.isData ? "Data" : "Management") + "\"}";
    return text;
}

} // namespace

// What made a revision of a resource, some time before it was captured.
std::string RandomEstate::callOf(const Resource& resource, unsigned revision)
{
    const std::string id = quoted(idOf(resource));
    const bool isEnd = resource.isDeleted && revision + 1 == resource.captures.size();
    Call call;
    call.seconds = resource.captures[revision] / 1000 - 30 - below(150);
    call.account = resource.account;
    call.region = typeName(resource.type) == "AWS::IAM::Role" ? 0 : resource.region;
    const std::string address = "10." + std::to_string(below(256)) + ".0.0/16";
    const std::string items = "{\"items\":[{\"instanceId\":" + id + "}]}";
    const std::string type = typeName(resource.type);
    if (type == "AWS::EC2::SecurityGroup") {
        call.name = isEnd   ? "DeleteSecurityGroup"
            : revision == 0 ? "CreateSecurityGroup"
                            : "AuthorizeSecurityGroupIngress";
        call.request = revision == 0 && !isEnd
            ? "{\"groupName\":\"name-" + std::to_string(resource.number) + "\"}"
            : "{\"groupId\":" + id
                + ",\"ipPermissions\":{\"items\":[{\"ipProtocol\":\"tcp\",\"fromPort\":22,"
                  "\"toPort\":22,\"ipRanges\":{\"items\":[{\"cidrIp\":\""
                + address + "\"}]}}]}}";
        call.response = "{\"_return\":true,\"groupId\":" + id + "}";
    } else if (type == "AWS::EC2::Instance") {
        call.name = isEnd   ? "TerminateInstances"
            : revision == 0 ? "RunInstances"
            : below(2)      ? "StopInstances"
                            : "CreateTags";
        const bool isTag = call.name == std::string_view("CreateTags");
        call.request = revision == 0 && !isEnd
            ? "{\"instanceType\":\"t3.large\",\"subnetId\":\"subnet-000000000000000"
                + std::to_string(resource.number % 10) + "\"}"
            : isTag ? "{\"resourcesSet\":{\"items\":[{\"resourceId\":" + id
                + "}]},\"tagSet\":{\"items\":[{\"key\":\"Team\",\"value\":\"team-7\"}]}}"
                    : "{\"instancesSet\":" + items + "}";
        call.response = "{\"instancesSet\":" + items + "}";
    } else if (type == "AWS::EC2::NetworkInterface") {
        call.name = isEnd ? "DeleteNetworkInterface" : "ModifyNetworkInterfaceAttribute";
        call.request = "{\"networkInterfaceId\":" + id + ",\"sourceDestCheck\":false}";
    } else if (type == "AWS::EC2::Volume") {
        call.name = isEnd ? "DeleteVolume" : "ModifyVolume";
        call.request = "{\"ModifyVolumeRequest\":{\"VolumeId\":" + id
            + ",\"Size\":" + std::to_string(below(100)) + "}}";
    } else if (type == "AWS::IAM::Role") {
        call.source = "iam";
        call.name = isEnd ? "DeleteRole" : below(2) ? "AttachRolePolicy" : "PutRolePolicy";
        call.request = "{\"roleName\":\"name-" + std::to_string(resource.number)
            + "\",\"policyArn\":\"arn:aws:iam::aws:policy/P" + std::to_string(below(90)) + "\"}";
    } else if (type == "AWS::S3::Bucket") {
        call.source = "s3";
        call.name = isEnd ? "DeleteBucket" : "PutBucketPublicAccessBlock";
        call.request = "{\"bucketName\":" + id + "}";
    } else {
        return {};
    }
    return eventJson(call, m_random);
}

// What reads, or has to do with a resource in another way.
std::string RandomEstate::otherCall()
{
    const Resource& resource = m_resources[below(static_cast<unsigned>(m_resources.size()))];
    const std::string id = quoted(idOf(resource));
    Call call;
    call.seconds = resource.captures.front() / 1000
        + static_cast<std::int64_t>(m_random() % (std::uint64_t{m_size.days} * 86400));
    call.account = resource.account;
    call.region = resource.region;
    const unsigned what = below(100);
    if (what < 45) {
        call.name = "DescribeInstances";
        call.isReadOnly = true;
        call.request = "{\"instancesSet\":{\"items\":[{\"instanceId\":" + id + "}]}}";
    } else if (what < 60) {
        call.source = "sts";
        call.name = "AssumeRole";
        call.isReadOnly = true;
        call.request = "{\"roleArn\":\"arn:aws:iam::" + std::string(kAccounts[call.account])
            + ":role/name-" + std::to_string(resource.number) + "\",\"roleSessionName\":\"s-"
            + std::to_string(m_random() % 100000) + "\"}";
    } else if (what < 75) {
        call.source = "s3";
        call.name = "PutObject";
        call.isData = true;
        call.request = "{\"bucketName\":" + id + ",\"key\":\"2026/03/object-"
            + std::to_string(m_random()) + ".json\"}";
    } else if (what < 90) {
        // About what is not of this estate, in a subnet and with a group of it.
        const std::string other = uuid(m_random(), m_random()).substr(0, 8);
        call.name = "RunInstances";
        call.request = "{\"imageId\":\"ami-" + other + "\",\"subnetId\":\"subnet-000000000000000"
            + std::to_string(resource.number % 10)
            + "\",\"groupSet\":{\"items\":[{\"groupId\":" + id + "}]}}";
        call.response = "{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-" + other
            + "00000001\",\"subnetId\":\"subnet-000000000000000"
            + std::to_string(resource.number % 10) + "\"}]}}";
    } else if (what < 95) {
        call.name = "StartInstances";
        call.error = "Client.UnauthorizedOperation";
        call.request = "{\"instancesSet\":{\"items\":[{\"instanceId\":" + id + "}]}}";
    } else {
        call.source = "lambda";
        call.name = "UpdateFunctionConfiguration20150331v2";
        call.request = "{\"functionName\":\"f-" + std::to_string(m_random() % 5000)
            + "\",\"timeout\":" + std::to_string(below(900)) + "}";
    }
    return eventJson(call, m_random);
}

void RandomEstate::writeCalls(unsigned count, const CallSink& sink)
{
    unsigned written = 0;
    for (const Resource& resource : m_resources) {
        for (unsigned revision = 0; revision < resource.captures.size() && written < count;
             ++revision) {
            const std::string call = callOf(resource, revision);
            if (call.empty())
                continue;
            sink(call);
            ++written;
        }
    }
    for (; written < count; ++written)
        sink(otherCall());
}

} // namespace trailloupe::bench
