// Events of who called whom, for tests of model/identity: callers and events in, a tree as text
// out.
#pragma once

#include "model/base/timestamp.h"
#include "model/identity/resolve.h"
#include "tests/support/storebuilding.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace trailloupe::test {

using Json = nlohmann::ordered_json;

inline const std::string kAccount = "111122223333";
inline const std::string kOther = "444455556666";

// The time so many seconds after 2026-03-01T10:00:00Z.
inline std::string clock(int seconds)
{
    return formatEventTime(*parseEventTime("2026-03-01T10:00:00Z") + seconds);
}

// An event at clock(seconds); `more` adds and replaces members.
inline Json call(int seconds, const std::string& name, const Json& identity,
                 const Json& more = Json::object())
{
    static int number = 0;
    char id[40];
    std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012d", ++number);
    Json made{{"eventVersion", "1.10"},
              {"userIdentity", identity},
              {"eventTime", clock(seconds)},
              {"eventSource", "sts.amazonaws.com"},
              {"eventName", name},
              {"awsRegion", "us-east-1"},
              {"sourceIPAddress", "192.0.2.1"},
              {"eventID", id},
              {"recipientAccountId", kAccount}};
    made.update(more);
    return made;
}

// A unique id that follows from the name.
inline std::string uniqueId(const char* prefix, const std::string& name)
{
    std::string id = prefix;
    for (const char c : name)
        id += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : 'X';
    return id + std::string(21 - std::min<std::size_t>(id.size(), 21), '0');
}

inline Json user(const std::string& name, const std::string& key, const std::string& id = "",
                 const std::string& account = kAccount)
{
    return {{"type", "IAMUser"},
            {"principalId", id.empty() ? uniqueId("AIDA", name) : id},
            {"arn", "arn:aws:iam::" + account + ":user/" + name},
            {"accountId", account},
            {"accessKeyId", key},
            {"userName", name}};
}

inline std::string roleId(const std::string& role)
{
    return uniqueId("AROA", role);
}

// A session of a role; created at clock(created) unless that is negative.
inline Json role(const std::string& name, const std::string& session, const std::string& key,
                 int created, const std::string& account = kAccount)
{
    Json identity{{"type", "AssumedRole"},
                  {"principalId", roleId(name) + ":" + session},
                  {"arn", "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session},
                  {"accountId", account}};
    if (!key.empty())
        identity["accessKeyId"] = key;
    identity["sessionContext"]["sessionIssuer"] = {
        {"type", "Role"},
        {"principalId", roleId(name)},
        {"arn", "arn:aws:iam::" + account + ":role/" + name},
        {"accountId", account},
        {"userName", name}};
    if (created >= 0)
        identity["sessionContext"]["attributes"] = {{"creationDate", clock(created)},
                                                    {"mfaAuthenticated", "false"}};
    return identity;
}

// What AssumeRole answers; the parts of which the text is empty are left out.
inline Json assumed(const std::string& name, const std::string& session, const std::string& key,
                    const std::string& account = kAccount)
{
    Json more{
        {"requestParameters",
         {{"roleArn", "arn:aws:iam::" + account + ":role/" + name}, {"roleSessionName", session}}}};
    Json& answer = more["responseElements"];
    answer["credentials"]["expiration"] = "Mar 1, 2026, 11:00:00 AM";
    if (!key.empty())
        answer["credentials"]["accessKeyId"] = key;
    answer["assumedRoleUser"] = {
        {"assumedRoleId", roleId(name) + ":" + session},
        {"arn", "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session}};
    return more;
}

inline std::shared_ptr<const store::EventStore> storeOfEvents(const std::vector<Json>& events)
{
    std::vector<std::string> texts;
    for (const Json& one : events)
        texts.push_back(one.dump());
    return storeOf(texts);
}

inline identity::IdentitiesPtr identitiesOf(const std::vector<Json>& events)
{
    auto result = identity::resolve(storeOfEvents(events), JobContext());
    return result ? *result : nullptr;
}

// The tree, a line a principal and a session:
// "IAMUser alice" and below it "  longTermKey AKIA1 2" or "    temporaryKey ASIA1 Role admin/alice
// 1 keyIssued certain", where the number is that of the events, and "?log account" says what is
// missing.
inline std::string treeOf(const identity::Identities& identities)
{
    using namespace identity;
    std::string text;
    const auto nameOf = [&](PrincipalId id) {
        const Principal& principal = identities.principal(id);
        std::string name = principalTypeKey(principal.type);
        if (!principal.name.empty())
            name.append(" ").append(principal.name);
        return name;
    };
    const auto add = [&](auto self, SessionId id, std::size_t depth) -> void {
        const Session& session = identities.session(id);
        text += std::string(depth * 2, ' ') + sessionKindKey(session.kind);
        if (!session.accessKey.empty())
            text.append(" ").append(session.accessKey);
        if (session.parent.isValid() || session.rootPrincipal != session.principal
            || !session.name.empty())
            text += " " + nameOf(session.principal);
        if (!session.name.empty())
            text.append("/").append(session.name);
        text += " " + std::to_string(session.events);
        if (session.reason != LinkReason::None)
            text += std::string(" ") + linkReasonKey(session.reason) + " "
                + confidenceKey(session.confidence);
        if (session.missing != MissingLog::None)
            text.append(" ?").append(missingLogKey(session.missing));
        if (!session.missingAccount.empty())
            text.append(" ").append(session.missingAccount);
        text += '\n';
        for (const SessionId child : identities.children(id))
            self(self, child, depth + 1);
    };
    for (std::uint32_t i = 0; i < identities.principals().size(); ++i) {
        const auto tops = identities.tops(PrincipalId(i));
        if (tops.empty())
            continue;
        text += nameOf(PrincipalId(i)) + '\n';
        for (const SessionId top : tops)
            add(add, top, 1);
    }
    return text;
}

} // namespace trailloupe::test
