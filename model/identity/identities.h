// Identities: who was behind the events of a store: principals, the sessions in which they acted,
// and which session got its credentials from which. IDENTITY.md has the rules.
//
// Representation: principals and sessions are numbered by when they were first seen; one session
// number a row. Every row that is shown belongs to one session, every session to one principal. A
// session's parent is the one that got its credentials issued: parents make no circle. Texts are
// views into the store, which this keeps alive, or into texts of its own. Threads: immutable; any
// thread, const members.  Views are valid as long as this. Units: times are seconds since
// 1970-01-01 UTC. Cost: sessionOf() O(1), rowsOf() O(rows); memory 4 bytes a row and some 300 a
// session.
#pragma once

#include "model/base/strongid.h"
#include "model/identity/awsnames.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::identity {

using PrincipalId = StrongId<struct PrincipalTag>;
using SessionId = StrongId<struct SessionTag>;

enum class PrincipalType : std::uint8_t
{
    Root,
    IamUser,
    Role,
    FederatedUser,
    SamlUser,
    WebIdentityUser,
    IdentityCenterUser,
    Directory,
    Account, // another account, of which no more is known
    Service,
    Person, // known only by the name that a sourceIdentity or a session carries
    Unknown,
    None, // events without userIdentity
};
// "Root", "IAMUser", … as CloudTrail has it where it has it; "Person", "None".
const char* principalTypeKey(PrincipalType type);

struct Principal
{
    PrincipalType type = PrincipalType::None;
    std::string_view uniqueId; // AIDA…, AROA…; empty where events have none
    std::string_view name; // the last that it was seen with
    std::string_view arn;
    std::string_view account;
    std::int64_t first = kNoTime; // of its own events
    std::int64_t last = kNoTime;
    std::uint64_t events = 0; // its own; not those of roles that it assumed
};

enum class SessionKind : std::uint8_t
{
    LongTermKey, // of an access key that does not end
    TemporaryKey, // of one that does
    Named, // without a key: events of a role session, or of one that is known by name
    SignIn, // to the console
    NoKey, // what a principal did without any of these
};
const char* sessionKindKey(SessionKind kind);

// Why a session is below its parent, or directly below a principal.
enum class LinkReason : std::uint8_t
{
    None, // the session is its principal's own, or its origin is unknown
    KeyIssued, // the parent's event issued this access key
    KeyCreated, // the parent's event created this long-term key
    RoleSession, // the parent's event issued credentials for this role session
    SignInSession, // signInSessionArn
    SignIn, // a sign-in of the principal at the moment that the session was created
    SwitchRole, // the console's switch of roles names who switched
    SharedEvent, // the caller is known from the other account's copy of the event
    SessionIssuer, // the record names who issued the credentials
    LinkedService, // a service-linked role
    RoleDelivery, // the record says to what AWS delivered the role's credentials
    IdentityCenter, // an event of IAM Identity Center hands out this permission set
    IdentityCenterRole, // the role is one of IAM Identity Center, which names its sessions by user
    SourceIdentity,
    SessionName, // the name of the session is the name of a person
};
const char* linkReasonKey(LinkReason reason);

enum class Confidence : std::uint8_t
{
    None,
    Possible, // a name that anybody may choose
    Likely,
    Strong, // recorded by AWS, but not the credentials themselves
    Certain, // the credentials themselves
};
const char* confidenceKey(Confidence confidence);

// What would show the origin of a session, where the export does not.
enum class MissingLog : std::uint8_t
{
    None,
    AssumeRole, // an AssumeRole* event in the role's account
    CallerCopy, // the caller's copy of the event, in the caller's account
    SignInOrToken, // ConsoleLogin or GetSessionToken in the user's account
    AssumeRoot, // AssumeRoot in the organization's management or delegated account
    FederationToken, // GetFederationToken in the account
    IdentityCenter, // the log of IAM Identity Center, and AssumeRoleWithSAML in the role's account
    Conflict, // the events contradict each other: each claims to have issued the other
};
const char* missingLogKey(MissingLog log);

struct Session
{
    SessionKind kind = SessionKind::NoKey;
    LinkReason reason = LinkReason::None;
    Confidence confidence = Confidence::None; // of the link
    Confidence weakest = Confidence::Certain; // of the links from here to the top
    MissingLog missing = MissingLog::None;
    PrincipalId principal; // whose credentials they are: a user, a role …
    PrincipalId actor; // who acted: the top of the chain, roles resolved; ends at long-term keys
    PrincipalId rootPrincipal; // the top of the whole chain, keys that others created included
    SessionId parent; // invalid at the top
    SessionId root; // the session at the top of the chain: itself without a parent
    RowId issuingRow; // the event that issued the credentials; invalid where it is not known
    std::string_view accessKey;
    std::string_view name; // of a role session or a federated user
    std::string_view sourceIdentity;
    std::string_view missingAccount; // whose log `missing` is
    std::int64_t created = kNoTime; // as the record says, else when they were issued
    std::int64_t expires = kNoTime;
    std::int64_t first = kNoTime; // event
    std::int64_t last = kNoTime;
    std::uint64_t events = 0; // 0: issued, but no event of it is in the export
};

class Identities
{
public:
    const std::shared_ptr<const store::EventStore>& events() const { return m_store; }

    std::span<const Principal> principals() const { return m_principals; }
    std::span<const Session> sessions() const { return m_sessions; }
    const Principal& principal(PrincipalId id) const { return m_principals[id.index()]; }
    const Session& session(SessionId id) const { return m_sessions[id.index()]; }

    // REQUIRES a row that is shown.
    SessionId sessionOf(RowId row) const
    {
        return SessionId(m_sessionOfRow[row.value() >> 16][row.value() & 0xFFFF]);
    }
    PrincipalId principalOf(RowId row) const { return session(sessionOf(row)).principal; }
    PrincipalId actorOf(RowId row) const { return session(sessionOf(row)).actor; }
    std::span<const std::uint32_t> sessionsOfSegment(std::size_t segment) const // by row
    {
        return m_sessionOfRow[segment];
    }

    // Sessions whose parent this is, by number.
    std::span<const SessionId> children(SessionId id) const
    {
        return {m_children.data() + m_firstChild[id.index()],
                m_firstChild[id.index() + 1] - m_firstChild[id.index()]};
    }
    // Sessions without a parent that stand below this principal: the tops of its trees.
    std::span<const SessionId> tops(PrincipalId id) const
    {
        return {m_tops.data() + m_firstTop[id.index()],
                m_firstTop[id.index() + 1] - m_firstTop[id.index()]};
    }
    // Shown rows in time order.
    std::vector<RowId> rowsOf(SessionId id) const;
    // From the session up to the top.
    std::vector<SessionId> chain(SessionId id) const;

    std::uint64_t memoryBytes() const;
    // "" when every invariant above holds, else what is wrong. Slow: for tests.
    std::string checkInvariants() const;

private:
    friend class Assembly;

    std::shared_ptr<const store::EventStore> m_store;
    std::vector<Principal> m_principals;
    std::vector<Session> m_sessions;
    std::vector<std::vector<std::uint32_t>> m_sessionOfRow; // by segment and row
    std::vector<SessionId> m_children, m_tops;
    std::vector<std::uint32_t> m_firstChild, m_firstTop; // one more at the end
    std::vector<std::deque<std::string>> m_texts; // what views point to that are not of the store
};

using IdentitiesPtr = std::shared_ptr<const Identities>;

} // namespace trailloupe::identity
