// Names: what principals and sessions are called where a text has to tell them apart: in fields, in
// filters, on pages.
//
// Representation: no two principals have one name, and no two sessions; only the principal of
// events without userIdentity has none. A name says who it is; of several with one name, the unique
// id or the account does, then both, then the type, then a number in the order in which they were
// seen.
// Threads: immutable; any thread. Views are valid as long as this. Cost: making it O(principals +
// sessions), some 60 bytes each.
#pragma once

#include "model/identity/identities.h"

#include <memory>
#include <string>
#include <vector>

namespace trailloupe::identity {

class Names
{
public:
    explicit Names(const Identities& identities);

    // What the fields actor and principal hold.
    const std::string& principal(PrincipalId id) const { return m_principals[id.index()]; }
    // What the fields session.id and session.root hold: the access key, else whose it is and since
    // when.
    const std::string& session(SessionId id) const { return m_sessions[id.index()]; }

    std::uint64_t memoryBytes() const;

private:
    void namePrincipals(const Identities& identities);
    void nameSessions(const Identities& identities);

    std::vector<std::string> m_principals;
    std::vector<std::string> m_sessions;
};

using NamesPtr = std::shared_ptr<const Names>;

} // namespace trailloupe::identity
