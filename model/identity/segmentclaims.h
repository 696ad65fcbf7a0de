// SegmentClaims: what the events of one segment say about who called and what credentials they
// issued, each distinct userIdentity once. Inside of resolve.h.
//
// Threads: reading one segment is one thread's work, several may be read at a time.
// Units: times are seconds since 1970-01-01 UTC.  Cost: O(rows * members of userIdentity that vary)
// look-ups of small integers, and the texts of each distinct userIdentity.
#pragma once

#include "model/base/jobcontext.h"
#include "model/identity/claim.h"
#include "model/store/segment.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::identity {

// How often, and from when to when, something was seen.
struct Tally
{
    std::uint64_t events = 0;
    std::int64_t first = kNoTime;
    std::int64_t last = kNoTime;

    void addEvent(std::int64_t time)
    {
        ++events;
        addTime(time);
    }
    void addTime(std::int64_t time)
    {
        if (time == kNoTime)
            return;
        first = first == kNoTime ? time : std::min(first, time);
        last = std::max(last, time); // kNoTime is the least number
    }
    void add(const Tally& other)
    {
        events += other.events;
        addTime(other.first);
        addTime(other.last);
    }
};

// An eventID or a sharedEventID: a UUID, or for other texts a number that follows from the text.
struct EventKey
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const EventKey&) const = default;
};

// An event whose answer holds credentials.
struct Issue
{
    enum class Kind : std::uint8_t
    {
        Role,
        Token,
        Federation,
        Root,
        LongTermKey,
        Other, // of whom is not said
    };
    Kind kind = Kind::Other;
    RowId row;
    std::int64_t time = kNoTime;
    EventKey eventId; // tells equal ones apart, whatever the order of rows
    Claim issued; // of the new session; of Kind::Other only the key
    std::int64_t expires = kNoTime;
};

// A successful sign-in to the console, or a switch of roles there.
struct SignIn
{
    RowId row;
    std::int64_t time = kNoTime;
    EventKey eventId;
    std::string_view switchedFrom; // ARN; empty for sign-ins
    bool isSwitch = false;
};

// An event of IAM Identity Center that hands out a role.
struct RoleGrant
{
    RowId row;
    std::int64_t time = kNoTime;
    std::string_view account;
    std::string_view permissionSet;
    std::string_view userName;
};

// A row by a caller of another account that has a sharedEventID.
struct ForeignRow
{
    RowId row;
    std::int64_t time = kNoTime;
    EventKey shared;
};

struct SegmentClaims
{
    std::vector<Claim> claims;
    std::vector<Tally> tallies; // by claim: shown rows but those of signIns and foreign
    static constexpr std::uint32_t kNoClaim = ~std::uint32_t{0}; // of rows that are not shown
    std::vector<std::uint32_t> claimOfRow;
    std::vector<bool> isForeign; // by claim: of a caller of another account
    std::vector<Issue> issues;
    std::vector<SignIn> signIns;
    std::vector<RoleGrant> grants;
    std::vector<ForeignRow> foreign;
    std::deque<std::string> texts; // views may point here
};

// The paths that are read, found once per store.
struct ReadPaths
{
    explicit ReadPaths(const store::PathTable& paths);

    using Path = std::optional<PathId>;
    std::array<Path, kFieldCount> fields;
    Path created;
    Path identity; // userIdentity itself
    Path eventName, eventId, sharedEventId, recipient;
    Path issuedKey, issuedExpiration, assumedRoleId, assumedRoleArn, federatedId, federatedArn;
    Path answeredIdentity; // responseElements.sourceIdentity
    Path roleArn, roleSessionName, targetPrincipal;
    Path createdKey, createdKeyUser, requestedUser;
    Path consoleLogin, switchRole, switchFrom;
    Path grantedRole, grantedAccount;
};

// Nothing when cancelled. `shown`: one bit a row, empty when all are.
std::optional<SegmentClaims> readSegment(const store::EventStore& events, std::size_t segment,
                                         const ReadPaths& paths,
                                         const std::vector<std::uint64_t>& shown,
                                         const JobContext& context);

// The first value of a path as a key, where a row's block has one.
class EventKeyReader
{
public:
    EventKeyReader(const store::EventStore& events, std::size_t segment,
                   const std::optional<PathId>& path);
    std::optional<EventKey> key(std::uint32_t row) const;

private:
    const store::Segment& m_segment;
    std::vector<const store::Segment::Column*> m_columns; // by block; null: none
};

} // namespace trailloupe::identity
