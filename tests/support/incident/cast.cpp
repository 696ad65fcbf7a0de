#include "tests/support/incident/cast.h"

namespace trailloupe::incident {
namespace {

constexpr const char* kBrowser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
                                 "Firefox/128.0";

Json attributes(std::int64_t since, bool withMfa)
{
    return {{"creationDate", timeText(since)}, {"mfaAuthenticated", withMfa ? "true" : "false"}};
}

Json assumedRole(const std::string& account, const std::string& role, const std::string& path,
                 const std::string& roleId, const std::string& session, std::int64_t since)
{
    return {{"type", "AssumedRole"},
            {"principalId", roleId + ":" + session},
            {"arn", "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session},
            {"accountId", account},
            {"accessKeyId", ""},
            {"sessionContext",
             {{"sessionIssuer",
               {{"type", "Role"},
                {"principalId", roleId},
                {"arn", "arn:aws:iam::" + account + ":role/" + path + role},
                {"accountId", account},
                {"userName", role}}},
              {"attributes", attributes(since, false)}}}};
}

} // namespace

std::int64_t firstSecond()
{
    return timeOf(2026, 3, 11, 0, 0);
}
std::int64_t stopLogging()
{
    return timeOf(2026, 3, 12, 2, 52, 40);
}
std::int64_t startLogging()
{
    return timeOf(2026, 3, 12, 7, 46, 22);
}

std::string roleArn(const std::string& account, const std::string& role)
{
    return "arn:aws:iam::" + account + ":role/" + role;
}

std::string userArn(const std::string& account, const std::string& user)
{
    return "arn:aws:iam::" + account + ":user/" + user;
}

Caller userWithKey(const std::string& account, const std::string& name, const std::string& userId,
                   const std::string& key, const std::string& address, const std::string& agent)
{
    return {.identity = {{"type", "IAMUser"},
                         {"principalId", userId},
                         {"arn", userArn(account, name)},
                         {"accountId", account},
                         {"accessKeyId", key},
                         {"userName", name}},
            .account = account,
            .address = address,
            .agent = agent};
}

Caller userInConsole(const std::string& account, const std::string& name, const std::string& userId,
                     const std::string& sessionKey, const std::string& address, std::int64_t since,
                     bool withMfa)
{
    Caller caller = userWithKey(account, name, userId, sessionKey, address, kBrowser);
    caller.identity["sessionContext"] = {{"attributes", attributes(since, withMfa)}};
    caller.inConsole = true;
    return caller;
}

Caller roleSession(const std::string& account, const std::string& role, const std::string& roleId,
                   const std::string& session, const std::string& sessionKey,
                   const std::string& address, const std::string& agent, std::int64_t since)
{
    Caller caller{.identity = assumedRole(account, role, "", roleId, session, since),
                  .account = account,
                  .address = address,
                  .agent = agent};
    caller.identity["accessKeyId"] = sessionKey;
    return caller;
}

Caller serviceRole(Random& random, const std::string& account, const std::string& service,
                   const std::string& role, std::int64_t since)
{
    const std::string host = service + ".amazonaws.com";
    // The unique id of a role does not change from session to session.
    std::uint64_t seed = 14695981039346656037ULL;
    for (const char c : account + role)
        seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    Random ofRole(seed);
    Caller caller{.identity = assumedRole(
                      account, role, "aws-service-role/" + host + "/", ofRole.unique("AROA", 21),
                      "AWSService" + std::to_string(random.below(1000000)), since),
                  .account = account,
                  .address = host,
                  .agent = host,
                  .isService = true};
    caller.identity.erase("accessKeyId");
    caller.identity["invokedBy"] = host;
    return caller;
}

Caller service(const std::string& account, const std::string& name)
{
    const std::string host = name + ".amazonaws.com";
    return {.identity = {{"type", "AWSService"}, {"invokedBy", host}},
            .account = account,
            .address = host,
            .agent = host,
            .isService = true};
}

} // namespace trailloupe::incident
