// Random events of who called whom: users with keys, roles assumed from each other, keys made for
// others, services, masked and missing ids, refused calls; seeded.
#pragma once

#include "tests/model/identity/identityevents.h"

#include <cstdint>
#include <random>

namespace trailloupe::test {

inline std::vector<Json> randomIdentityEvents(std::uint64_t seed, int count)
{
    std::mt19937_64 random(seed);
    const auto below = [&random](std::uint32_t limit) {
        return static_cast<std::uint32_t>(random() % limit);
    };
    static const char* const kNames[] = {"alice", "bob", "deploy", "backup"};
    static const char* const kCalls[] = {"GetObject", "RunInstances", "ListUsers", "StopLogging",
                                         "ConsoleLogin"};
    static const char* const kRegions[] = {"us-east-1", "eu-west-1", "ap-northeast-1"};
    static const char* const kErrors[] = {"AccessDenied", "Client.UnauthorizedOperation",
                                          "NoSuchKey"};
    std::vector<Json> callers; // whoever has credentials
    for (const char* name : kNames)
        callers.push_back(user(name, std::string("AKIA") + name));
    // Made again under its name, and one of the same name elsewhere.
    callers.push_back(user("alice", "AKIAagain", "AIDASECONDSECONDSEC1"));
    callers.push_back(user("alice", "AKIAother", "", kOther));
    callers.push_back({{"type", "AWSService"}, {"invokedBy", "config.amazonaws.com"}});
    callers.push_back(nullptr);
    std::vector<Json> events;
    int keys = 0;
    for (int i = 0; i < count; ++i) {
        const Json caller = callers[below(static_cast<std::uint32_t>(callers.size()))];
        const std::uint32_t kind = below(10);
        const int second = i * 7;
        Json more{{"awsRegion", kRegions[below(3)]},
                  {"sourceIPAddress", "192.0.2." + std::to_string(below(6))},
                  {"userAgent", below(2) == 0 ? "aws-cli/2.1" : "Boto3/1.0"}};
        const std::string target = kNames[below(4)];
        if (kind == 0) {
            const std::string key = "ASIA" + std::to_string(++keys);
            const std::string session = kNames[below(4)];
            more.update(assumed(target, session, below(4) == 0 ? "" : key));
            events.push_back(call(second, "AssumeRole", caller, more));
            callers.push_back(role(target, session, key, second));
        } else if (kind == 1) {
            const std::string key = "AKIA" + std::to_string(++keys);
            more["responseElements"]["accessKey"] = {{"accessKeyId", key}, {"userName", target}};
            events.push_back(call(second, "CreateAccessKey", caller, more));
            callers.push_back(user(target, key));
        } else if (kind == 2) {
            // Of unknown origin.
            callers.push_back(role(target, "i-" + std::to_string(below(5)),
                                   "ASIA" + std::to_string(++keys), second));
        } else {
            if (below(4) == 0)
                more["errorCode"] = kErrors[below(3)];
            more["eventSource"] = below(2) == 0 ? "s3.amazonaws.com" : "ec2.amazonaws.com";
            events.push_back(call(second, kCalls[below(5)], caller, more));
        }
    }
    return events;
}

} // namespace trailloupe::test
