#include "model/identity/identities.h"

#include <algorithm>
#include <array>

namespace trailloupe::identity {

const char* principalTypeKey(PrincipalType type)
{
    static constexpr std::array kKeys{"Root",
                                      "IAMUser",
                                      "Role",
                                      "FederatedUser",
                                      "SAMLUser",
                                      "WebIdentityUser",
                                      "IdentityCenterUser",
                                      "Directory",
                                      "AWSAccount",
                                      "AWSService",
                                      "Person",
                                      "Unknown",
                                      "None"};
    return kKeys[static_cast<std::size_t>(type)];
}

const char* sessionKindKey(SessionKind kind)
{
    static constexpr std::array kKeys{"longTermKey", "temporaryKey", "named", "signIn", "noKey"};
    return kKeys[static_cast<std::size_t>(kind)];
}

const char* linkReasonKey(LinkReason reason)
{
    static constexpr std::array kKeys{
        "none",         "keyIssued",      "keyCreated",         "roleSession",    "signInSession",
        "signIn",       "switchRole",     "sharedEvent",        "sessionIssuer",  "linkedService",
        "roleDelivery", "identityCenter", "identityCenterRole", "sourceIdentity", "sessionName"};
    return kKeys[static_cast<std::size_t>(reason)];
}

const char* confidenceKey(Confidence confidence)
{
    static constexpr std::array kKeys{"none", "possible", "likely", "strong", "certain"};
    return kKeys[static_cast<std::size_t>(confidence)];
}

const char* missingLogKey(MissingLog log)
{
    static constexpr std::array kKeys{"none",           "assumeRole", "callerCopy",
                                      "signInOrToken",  "assumeRoot", "federationToken",
                                      "identityCenter", "conflict"};
    return kKeys[static_cast<std::size_t>(log)];
}

std::vector<RowId> Identities::rowsOf(SessionId id) const
{
    std::vector<RowId> rows;
    for (const RowId row : m_store->timeOrder()) {
        if (sessionOf(row) == id)
            rows.push_back(row);
    }
    return rows;
}

std::vector<SessionId> Identities::chain(SessionId id) const
{
    std::vector<SessionId> chain;
    for (; id.isValid(); id = session(id).parent)
        chain.push_back(id);
    return chain;
}

std::uint64_t Identities::memoryBytes() const
{
    std::uint64_t bytes = m_principals.capacity() * sizeof(Principal)
        + m_sessions.capacity() * sizeof(Session)
        + (m_children.capacity() + m_tops.capacity()) * sizeof(SessionId)
        + (m_firstChild.capacity() + m_firstTop.capacity()) * sizeof(std::uint32_t);
    for (const auto& rows : m_sessionOfRow)
        bytes += rows.capacity() * sizeof(std::uint32_t);
    for (const auto& texts : m_texts) {
        for (const std::string& text : texts)
            bytes += sizeof text + text.capacity();
    }
    return bytes;
}

std::string Identities::checkInvariants() const
{
    std::vector<std::uint64_t> events(m_sessions.size());
    for (const RowId row : m_store->timeOrder()) {
        const SessionId id = sessionOf(row);
        if (!id.isValid() || id.index() >= m_sessions.size())
            return "a row without a session";
        ++events[id.index()];
        const auto time = m_store->time(row);
        if (time && (*time < session(id).first || *time > session(id).last))
            return "an event outside its session";
    }
    std::uint64_t ofPrincipals = 0;
    for (const Principal& principal : m_principals)
        ofPrincipals += principal.events;
    if (ofPrincipals != m_store->rowCount())
        return "the events of principals do not sum up";
    for (std::uint32_t i = 0; i < m_sessions.size(); ++i) {
        const Session& one = m_sessions[i];
        if (one.events != events[i])
            return "a wrong count of events";
        if (!one.principal.isValid() || !one.actor.isValid() || !one.rootPrincipal.isValid())
            return "a session without a principal";
        std::size_t steps = 0;
        for (SessionId at(i); at.isValid(); at = session(at).parent) {
            if (++steps > m_sessions.size())
                return "a circle of sessions";
            if (session(at).root != one.root)
                return "a chain with two tops";
        }
        if (session(one.root).parent.isValid())
            return "a top with a parent";
        const auto siblings = one.parent.isValid() ? children(one.parent) : tops(one.rootPrincipal);
        if (std::count(siblings.begin(), siblings.end(), SessionId(i)) != 1)
            return "a session that does not stand once below what is above it";
        if (one.events == 0 && one.reason == LinkReason::None && children(SessionId(i)).empty())
            return "a session that nothing tells of";
    }
    if (m_children.size() + m_tops.size() != m_sessions.size())
        return "sessions in no tree, or in two";
    return {};
}

} // namespace trailloupe::identity
