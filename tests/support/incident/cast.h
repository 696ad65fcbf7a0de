// The people, roles, machines and places of the sample incident.  All are invented; accounts,
// addresses and keys are those that documentation may use.
#pragma once

#include "tests/support/incident/recorder.h"

namespace trailloupe::incident {

inline constexpr const char* kShop = "111122223333"; // runs the shop
inline constexpr const char* kData = "444455556666"; // holds its data

inline constexpr const char* kVirginia = "us-east-1";
inline constexpr const char* kIreland = "eu-west-1";
inline constexpr const char* kTokyo = "ap-northeast-1"; // nobody works here, usually

inline constexpr const char* kOffice = "192.0.2.10";
inline constexpr const char* kReportHost = "192.0.2.44";
inline constexpr const char* kIntruder = "203.0.113.66";
inline constexpr const char* kIntruderLater = "203.0.113.71";

inline constexpr const char* kLeakedKey = "AKIAIOSFODNN7EXAMPLE"; // of report-bot
inline constexpr const char* kIntruderKey = "AKIAI44QH8DHBEXAMPLE"; // of svc-backup

inline constexpr const char* kAssets = "shop-assets-111122223333";
inline constexpr const char* kArtifacts = "shop-artifacts-111122223333";
inline constexpr const char* kCustomers = "shop-customer-exports-444455556666";
inline constexpr const char* kLake = "shop-lake-444455556666";
inline constexpr const char* kLogs = "shop-logs-111122223333"; // of CloudTrail and AWS Config
inline constexpr const char* kTrail = "shop-trail";

// What AWS Config keeps and the story names.
inline constexpr const char* kSubnetA = "subnet-0a0000000000000a1";
inline constexpr const char* kSubnetB = "subnet-0a0000000000000b1";
inline constexpr const char* kWebGroup = "sg-0a0000000000000a1";
inline constexpr const char* kTokyoGroup =
    "sg-0c0ffee5ca1ab1e01"; // of the VPC that every Region has
inline constexpr const char* kScalingGroup = "shop-web";
inline constexpr const char* kShopKey = "0d5f2c1e-7b1a-4f0e-8a9b-3c4d5e6f7a8b"; // in KMS
inline constexpr const char* kThumbnails = "shop-thumbnails"; // a function
inline constexpr const char* kInfrastructure = "infrastructure"; // a role
inline constexpr const char* kStrangers = "777788889999"; // an account that nobody knows

// The first second of 2026-03-11, and how many days the export holds.
std::int64_t firstSecond();
inline constexpr int kDays = 2;
// The trail of kShop is switched off in [stopLogging(), startLogging()).
std::int64_t stopLogging();
std::int64_t startLogging();

// An IAM user with a long-term key.
Caller userWithKey(const std::string& account, const std::string& name, const std::string& userId,
                   const std::string& key, const std::string& address, const std::string& agent);
// An IAM user in the console; the session was made at `since`.
Caller userInConsole(const std::string& account, const std::string& name, const std::string& userId,
                     const std::string& sessionKey, const std::string& address, std::int64_t since,
                     bool withMfa);
// A session of a role.
Caller roleSession(const std::string& account, const std::string& role, const std::string& roleId,
                   const std::string& session, const std::string& sessionKey,
                   const std::string& address, const std::string& agent, std::int64_t since);
// AWS itself, working through a service-linked role.
Caller serviceRole(Random& random, const std::string& account, const std::string& service,
                   const std::string& role, std::int64_t since);
// AWS itself, without a role.
Caller service(const std::string& account, const std::string& name);

std::string roleArn(const std::string& account, const std::string& role);
std::string userArn(const std::string& account, const std::string& user);

// Everything two ordinary days bring.
void recordOrdinaryDays(Recorder& recorder);
// What is changed in them for AWS Config to see. Written down by a recorder of its own, as
// recordAttackOnConfig() is, so that what was told before it keeps its ids.
void recordChanges(Recorder& recorder);

// One step of the attack, as docs/sample-incident.md tells it.
struct Step
{
    std::int64_t time = 0;
    std::string account;
    std::string region;
    std::string name; // of the event
    std::string eventId;
    std::string what; // one line
};
std::vector<Step> recordAttack(Recorder& recorder);
std::vector<Step> recordAttackOnConfig(Recorder& recorder);

} // namespace trailloupe::incident
