// awsnames: what the ids, ARNs and times that stand in a userIdentity say by their form.
//
// Threads: pure functions. Views are parts of the text that was given.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace trailloupe::identity {

// No time, where seconds since 1970-01-01 UTC stand.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

// Empty, or masked: "HIDDEN_DUE_TO_SECURITY_REASONS", "AKIA****************".
bool saysNothing(std::string_view text);
// An access key id that tells sessions apart.
bool isUsableKey(std::string_view text);

// AIDA… of a user, AROA… of a role.
bool isUserId(std::string_view id);
bool isRoleId(std::string_view id);

// "AROA…:session" in its two parts; the second is empty without one.
struct IdAndSession
{
    std::string_view id;
    std::string_view session;
};
IdAndSession splitPrincipalId(std::string_view text);

// What an ARN says; empty where it is none.
struct ArnParts
{
    std::string_view service;
    std::string_view account;
    std::string_view resource; // what is behind the fifth colon
};
ArnParts splitArn(std::string_view arn);
// The role and the session of arn:aws:sts::…:assumed-role/role/session, or the role of a role's
// ARN.
struct RoleAndSession
{
    std::string_view account;
    std::string_view role; // without its path
    std::string_view session;
};
RoleAndSession roleOf(std::string_view arn);
std::string_view lastPart(std::string_view text); // behind the last '/'

// The service of a service-linked role, by its ARN (…:role/aws-service-role/<service>/…) .
std::string_view serviceOfLinkedRole(std::string_view roleArn);
// The permission set of a role that IAM Identity Center made: AWSReservedSSO_<set>_<16 hex digits>.
std::string_view permissionSetOf(std::string_view roleName);

// When credentials end, in the spellings of STS: ISO 8601, "Aug 1, 2024, 11:45:22 AM",
// "Nov 18, 2017 1:21:51 AM", and seconds or milliseconds since 1970. kNoTime for anything else.
std::int64_t parseExpiration(std::string_view text);

} // namespace trailloupe::identity
