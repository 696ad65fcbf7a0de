// Recorder: writes down API calls as CloudTrail would.
//
// Units: times are seconds since 1970-01-01 UTC.
#pragma once

#include "tests/support/incident/random.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace trailloupe::incident {

using Json = nlohmann::ordered_json;

struct Event
{
    std::int64_t time = 0;
    std::string account; // whose trail delivered it
    std::string region;
    Json json;
};

// Who makes a call, and from where.
struct Caller
{
    Json identity;
    std::string account;
    std::string address; // an address, or the name of a service
    std::string agent;
    bool isService = false; // no TLS details then
    bool inConsole = false;
};

struct Call
{
    std::string service = {}; // "ec2"
    std::string name = {};
    bool readOnly = true;
    Json request = nullptr;
    Json response = nullptr;
    Json additional = nullptr; // additionalEventData, left out when null
    Json resources = nullptr; // left out when null
    std::string errorCode = {};
    std::string errorMessage = {};
    bool isData = false;
    std::string eventType = "AwsApiCall";
    std::string sharedEventId = {};
    std::string requestId = {}; // of its own when empty
};

class Recorder
{
public:
    explicit Recorder(std::uint64_t seed)
        : m_random(seed)
    { }

    Random& random() { return m_random; }
    // Returns the event's id.
    std::string record(const Caller& caller, std::int64_t time, const std::string& region,
                       const Call& call);
    std::vector<Event> take() { return std::move(m_events); }

private:
    void addRequestId(Json& json, const Call& call);

    Random m_random;
    std::vector<Event> m_events;
};

// "2026-03-12T02:11:07Z" and its parts.
std::string timeText(std::int64_t time);
std::int64_t timeOf(int year, unsigned month, unsigned day, int hour, int minute, int second = 0);

// S3 calls carry more than others: host, bytes and the object's and bucket's names.
Call objectCall(Random& random, const std::string& name, const std::string& bucket,
                const std::string& owner, const std::string& region, const std::string& key,
                std::int64_t bytes);
Call bucketCall(Random& random, const std::string& name, const std::string& bucket,
                const std::string& owner, const std::string& region, const char* subresource);

} // namespace trailloupe::incident
