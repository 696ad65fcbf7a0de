// Drafts: principals and sessions while they are put together. Inside of resolve.h.
//
// Representation: numbers are given as claims arrive, which depends on threads; nothing else does.
// fold() finds out which of them are the same, find…() follow that.
// Threads: one at a time.
#pragma once

#include "model/identity/segmentclaims.h"
#include "model/query/valueids.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace trailloupe::identity {

inline constexpr std::uint32_t kNobody = ~std::uint32_t{0};
// Clocks of hosts differ, and events have no fractions of a second.
inline constexpr std::int64_t kSameMoment = 2;

struct PrincipalDraft
{
    PrincipalType type = PrincipalType::None;
    bool hasUniqueId = false;
    std::string_view uniqueId, name, arn, account;
    std::int64_t named = kNoTime; // when it was last seen with this name
    std::uint32_t sameAs = kNobody;
};

struct SessionDraft
{
    std::uint32_t principal = kNobody;
    Which which;
    Tally tally;
    std::string_view sourceIdentity, signInArn, issuerType, issuerId, issuerArn, issuedTo;
    EventKey tie; // eventID of what made it, where nothing else tells two apart
    bool isOfInstance = false; // ec2RoleDelivery
    bool isAssumedRoot = false;
    bool isForeign = false; // seen by another account
    bool isIssued = false; // the answer of an event names it
    bool isReplaced = false; // others took its place
    std::uint32_t sameAs = kNobody;

    // The link, as Session has it.
    LinkReason reason = LinkReason::None;
    Confidence confidence = Confidence::None;
    MissingLog missing = MissingLog::None;
    std::string_view missingAccount;
    std::uint32_t parent = kNobody; // session
    std::uint32_t parentPrincipal = kNobody; // where there is no such session
    RowId issuingRow;
    std::int64_t issued = kNoTime;
    std::int64_t expires = kNoTime;

    bool isLinked() const { return reason != LinkReason::None; }
    // When it began, as far as is known.
    std::int64_t begin() const
    {
        if (which.created != kNoTime)
            return which.created;
        return issued != kNoTime ? issued : tally.first;
    }
};

struct IssueDraft
{
    Issue::Kind kind = Issue::Kind::Other;
    RowId row;
    std::int64_t time = kNoTime;
    EventKey eventId;
    std::string_view accessKey; // that was issued; empty when it is masked
    std::int64_t expires = kNoTime;
    std::uint32_t session = kNobody; // that was issued
};

class Drafts
{
public:
    // Takes what a segment says, and gives the session of each claim.
    std::vector<std::uint32_t> add(const SegmentClaims& claims);
    // Finds out which principals and sessions are the same.
    void fold();

    std::vector<PrincipalDraft>& principals() { return m_principals; }
    const std::vector<PrincipalDraft>& principals() const { return m_principals; }
    std::vector<SessionDraft>& sessions() { return m_sessions; }
    const std::vector<SessionDraft>& sessions() const { return m_sessions; }
    std::vector<IssueDraft>& issues() { return m_issues; }
    const std::string& keyOf(std::uint32_t principal) const
    {
        return m_principalKeys.text(principal + 1);
    }

    std::uint32_t addPrincipal(const Who& who, std::int64_t time);
    std::uint32_t addSession(const SessionDraft& session);
    // What a number stands for after fold().
    std::uint32_t findPrincipal(std::uint32_t principal) const;
    std::uint32_t findSession(std::uint32_t session) const;

    // The only principal of this type and name in an account; kNobody for none and several.
    std::uint32_t findByName(PrincipalType type, std::string_view account,
                             std::string_view name) const;

private:
    std::uint32_t addClaim(const Claim& claim, const Tally& tally, bool isForeign,
                           std::int64_t time);
    void foldPrincipals();
    void foldEqualSessions();
    void foldByKey();
    void foldNamed();
    void merge(std::uint32_t from, std::uint32_t into);
    static std::string nameKey(PrincipalType type, std::string_view account, std::string_view name);
    static void describe(const SessionDraft& session, std::string& key);

    query::Interner m_principalKeys; // number + 1
    std::vector<PrincipalDraft> m_principals;
    query::Interner m_sessionKeys; // the number of a session, below
    std::vector<std::uint32_t> m_sessionOfKey; // by number of the key
    std::vector<SessionDraft> m_sessions;
    std::vector<IssueDraft> m_issues;
    std::unordered_map<std::string, std::uint32_t> m_byName; // kNobody: several
    Who m_who; // scratch
    std::string m_key; // scratch
};

} // namespace trailloupe::identity
