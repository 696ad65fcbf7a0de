#include "model/identity/choice.h"

#include "model/base/asciitext.h"

#include <algorithm>

namespace trailloupe::identity {
namespace {

std::vector<bool> namedPrincipals(const Identities& identities, std::string_view text)
{
    std::vector<bool> named;
    named.reserve(identities.principals().size());
    for (const Principal& principal : identities.principals())
        named.push_back(isNamed(principal, text));
    return named;
}

// The sessions below those that are marked, of any depth: no recursion.
void markBelow(const Identities& identities, std::vector<bool>& marked)
{
    std::vector<SessionId> open;
    for (std::uint32_t i = 0; i < marked.size(); ++i) {
        if (marked[i])
            open.push_back(SessionId(i));
    }
    while (!open.empty()) {
        const SessionId id = open.back();
        open.pop_back();
        for (const SessionId child : identities.children(id)) {
            if (!marked[child.index()]) {
                marked[child.index()] = true;
                open.push_back(child);
            }
        }
    }
}

Fit fitOf(std::string_view name, std::string_view text)
{
    if (!containsFolded(name, text))
        return Fit::None;
    if (!containsFolded(name.substr(0, text.size()), text))
        return Fit::Within;
    return name.size() == text.size() ? Fit::Whole : Fit::Start;
}

} // namespace

Fit fitOf(const Principal& principal, std::string_view text)
{
    const Fit fit = std::max(
        {fitOf(principal.name, text), fitOf(principal.uniqueId, text), fitOf(principal.arn, text)});
    return fit == Fit::None && containsFolded(principal.account, text) ? Fit::Within : fit;
}

Fit fitOf(const Session& session, std::string_view text)
{
    return std::max({fitOf(session.accessKey, text), fitOf(session.name, text),
                     fitOf(session.sourceIdentity, text)});
}

bool isNamed(const Principal& principal, std::string_view text)
{
    for (const std::string_view of :
         {principal.name, principal.arn, principal.uniqueId, principal.account}) {
        if (containsFolded(of, text))
            return true;
    }
    return false;
}

std::vector<bool> chosenSessions(const Identities& identities, std::string_view text)
{
    const auto sessions = identities.sessions();
    if (text.empty())
        return std::vector<bool>(sessions.size(), true);
    const std::vector<bool> principals = namedPrincipals(identities, text);
    std::vector<bool> chosen(sessions.size());
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        const Session& session = sessions[i];
        chosen[i] = principals[session.principal.index()] || principals[session.actor.index()]
            || (!session.parent.isValid() && principals[session.rootPrincipal.index()])
            || containsFolded(session.accessKey, text) || containsFolded(session.name, text)
            || containsFolded(session.sourceIdentity, text);
    }
    std::vector<bool> above = chosen;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (!chosen[i])
            continue;
        for (SessionId up = sessions[i].parent; up.isValid() && !above[up.index()];
             up = sessions[up.index()].parent)
            above[up.index()] = true;
    }
    markBelow(identities, chosen);
    for (std::size_t i = 0; i < sessions.size(); ++i)
        chosen[i] = chosen[i] || above[i];
    return chosen;
}

} // namespace trailloupe::identity
