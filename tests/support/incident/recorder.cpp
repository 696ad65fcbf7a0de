#include "tests/support/incident/recorder.h"

#include <chrono>
#include <cstdio>

namespace trailloupe::incident {
namespace {

bool isGlobal(const std::string& service)
{
    return service == "iam" || service == "signin" || service == "health";
}

std::string hostOf(const Call& call, const std::string& region)
{
    if (call.service == "signin")
        return region + ".signin.aws.amazon.com";
    if (isGlobal(call.service))
        return call.service + ".amazonaws.com";
    if (call.service == "s3" && call.request.contains("Host"))
        return call.request["Host"].get<std::string>();
    return call.service + "." + region + ".amazonaws.com";
}

Json s3Additional(Random& random, const std::string& name, std::int64_t bytes)
{
    const bool reads = name != "PutObject";
    return {{"SignatureVersion", "SigV4"},
            {"CipherSuite", "TLS_AES_128_GCM_SHA256"},
            {"bytesTransferredIn", reads ? 0 : bytes},
            {"AuthenticationMethod", "AuthHeader"},
            {"x-amz-id-2", random.base64(75) + "="},
            {"bytesTransferredOut", reads ? bytes : 0}};
}

std::string bucketHost(const std::string& bucket, const std::string& region)
{
    return bucket + ".s3." + region + ".amazonaws.com";
}

} // namespace

std::string timeText(std::int64_t time)
{
    using namespace std::chrono;
    const sys_seconds point{seconds(time)};
    const auto day = floor<days>(point);
    const year_month_day date(day);
    const hh_mm_ss clock(point - day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                  int(clock.minutes().count()), int(clock.seconds().count()));
    return text;
}

std::int64_t timeOf(int year, unsigned month, unsigned day, int hour, int minute, int second)
{
    using namespace std::chrono;
    const sys_days date{std::chrono::year(year) / std::chrono::month(month)
                        / std::chrono::day(day)};
    return date.time_since_epoch().count() * 86400LL + hour * 3600 + minute * 60 + second;
}

void Recorder::addRequestId(Json& json, const Call& call)
{
    if (call.eventType != "AwsApiCall")
        return;
    const Json& response = call.response;
    if (!call.requestId.empty())
        json["requestID"] = call.requestId;
    else if (response.is_object() && response.contains("requestId"))
        json["requestID"] = response["requestId"];
    else
        json["requestID"] = call.service == "s3" ? m_random.upper(16) : m_random.uuid();
}

std::string Recorder::record(const Caller& caller, std::int64_t time, const std::string& region,
                             const Call& call)
{
    const std::string id = m_random.uuid();
    Json json;
    const bool isNewer = call.service == "cloudtrail" || call.service == "s3"
        || call.service == "ecs" || call.service == "athena";
    json["eventVersion"] = isNewer ? "1.11" : "1.10";
    json["userIdentity"] = caller.identity;
    json["eventTime"] = timeText(time);
    json["eventSource"] = call.service + ".amazonaws.com";
    json["eventName"] = call.name;
    json["awsRegion"] = region;
    json["sourceIPAddress"] = caller.address;
    json["userAgent"] =
        call.service == "s3" && !caller.isService ? "[" + caller.agent + "]" : caller.agent;
    if (!call.errorCode.empty())
        json["errorCode"] = call.errorCode;
    if (!call.errorMessage.empty())
        json["errorMessage"] = call.errorMessage;
    json["requestParameters"] = call.request;
    json["responseElements"] = call.response;
    if (!call.additional.is_null())
        json["additionalEventData"] = call.additional;
    addRequestId(json, call);
    json["eventID"] = id;
    json["readOnly"] = call.readOnly;
    if (!call.resources.is_null())
        json["resources"] = call.resources;
    json["eventType"] = call.eventType;
    json["managementEvent"] = !call.isData;
    json["recipientAccountId"] = caller.account;
    if (!call.sharedEventId.empty())
        json["sharedEventID"] = call.sharedEventId;
    json["eventCategory"] = call.isData ? "Data" : "Management";
    if (!caller.isService)
        json["tlsDetails"] = {{"tlsVersion", "TLSv1.3"},
                              {"cipherSuite", "TLS_AES_128_GCM_SHA256"},
                              {"clientProvidedHostHeader", hostOf(call, region)}};
    if (caller.inConsole && call.eventType == "AwsApiCall")
        json["sessionCredentialFromConsole"] = "true";
    m_events.push_back({time, caller.account, region, std::move(json)});
    return id;
}

Call objectCall(Random& random, const std::string& name, const std::string& bucket,
                const std::string& owner, const std::string& region, const std::string& key,
                std::int64_t bytes)
{
    Call call{.service = "s3", .name = name, .readOnly = name != "PutObject", .isData = true};
    call.request = {{"bucketName", bucket}, {"Host", bucketHost(bucket, region)}, {"key", key}};
    if (name == "PutObject")
        call.response = {{"x-amz-server-side-encryption", "AES256"}};
    call.additional = s3Additional(random, name, bytes);
    call.resources = Json::array(
        {{{"type", "AWS::S3::Object"}, {"ARN", "arn:aws:s3:::" + bucket + "/" + key}},
         {{"accountId", owner}, {"type", "AWS::S3::Bucket"}, {"ARN", "arn:aws:s3:::" + bucket}}});
    return call;
}

Call bucketCall(Random& random, const std::string& name, const std::string& bucket,
                const std::string& owner, const std::string& region, const char* subresource)
{
    Call call{.service = "s3", .name = name};
    call.request = {
        {"bucketName", bucket}, {"Host", bucketHost(bucket, region)}, {subresource, ""}};
    call.additional = s3Additional(random, name, random.between(180, 2400));
    call.resources = Json::array(
        {{{"accountId", owner}, {"type", "AWS::S3::Bucket"}, {"ARN", "arn:aws:s3:::" + bucket}}});
    return call;
}

} // namespace trailloupe::incident
