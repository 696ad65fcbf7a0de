// Tree: principals, the sessions below each and what those issued, searched and in an order.
//
// Below a principal stand the sessions that have its credentials, those that it was behind and
// those whose chain ends at it, without the ones that are below another of them anyway. Below a
// session stands what it issued. So a role session is found below the person who assumed the role
// and below the role, and a user's key below whoever created it and below the user.
//
// Representation: lists of numbers, each list in the order that was asked for; nothing a node.
// Threads: immutable; any thread. Views are valid as long as this.
// Units: times are seconds since 1970-01-01 UTC.
// Cost: makeTree() O(rows) small look-ups and O(sessions log sessions); look-ups O(1); memory some
// 60 bytes a session.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/identity/names.h"
#include "model/query/evaluator.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace trailloupe::identity {

enum class TreeOrder : std::uint8_t
{
    Name,
    Type,
    Events,
    Found,
    Denied,
    First,
    Last,
};

struct TreeQuestion
{
    std::string search; // see chosenSessions(); empty: everything
    TreeOrder order = TreeOrder::Events;
    bool descending = true;
    bool onlyFound = false; // what has events that the filter finds, or stands above such
    bool operator==(const TreeQuestion&) const = default;
};

// What a session did itself; of a principal what subjectOf() says, the sum of its sessions.
struct Totals
{
    std::uint64_t events = 0;
    std::uint64_t found = 0; // by the filter
    std::uint64_t denied = 0; // EventClass::Denied
    std::uint64_t sessions = 0;
    std::int64_t first = kNoTime;
    std::int64_t last = kNoTime;
};

// By principal: the sum of the sessions that subjectOf() says, of numbers by session. O(sessions).
std::vector<Totals> principalTotals(const Identities& identities, std::span<const Totals> sessions);

// Why principals' numbers do not add up to the export's: a role has the events made with its
// credentials, anyone else those that they were behind. Sum of the principals' events = all + twice
// - none.
struct CountedTwice
{
    std::uint64_t all = 0; // events of the export
    std::uint64_t twice = 0; // of those, how many count for a role and for who was behind it
    std::uint64_t none = 0; // … for neither: somebody else's credentials, with a role behind them
};
CountedTwice countedTwice(const Identities& identities);

class Tree
{
public:
    const IdentitiesPtr& identities() const { return m_identities; }
    const NamesPtr& names() const { return m_names; }

    std::span<const PrincipalId> principals() const { return m_principals; }
    std::span<const SessionId> below(PrincipalId id) const
    {
        return m_ofPrincipals.list(id.index());
    }
    std::span<const SessionId> below(SessionId id) const { return m_ofSessions.list(id.index()); }

    const Totals& totals(PrincipalId id) const { return m_principalTotals[id.index()]; }
    const Totals& totals(SessionId id) const { return m_sessionTotals[id.index()]; }
    std::uint64_t sessionCount() const { return m_sessionCount; } // that are in the tree
    // What TreeQuestion::search names best, of what is in the tree: principals before sessions, the
    // first of equals. Nothing without a search, or where it names only what leads to others.
    using Match = std::variant<PrincipalId, SessionId>;
    const std::optional<Match>& match() const { return m_match; }
    const std::string& search() const { return m_search; }
    const CountedTwice& countedTwice() const { return m_countedTwice; }

private:
    friend class TreeMaker;
    struct Lists
    {
        std::vector<std::uint32_t> first; // one more at the end
        std::vector<SessionId> all;

        std::span<const SessionId> list(std::size_t of) const
        {
            return {all.data() + first[of], first[of + 1] - first[of]};
        }
    };

    IdentitiesPtr m_identities;
    NamesPtr m_names;
    std::vector<PrincipalId> m_principals;
    Lists m_ofPrincipals, m_ofSessions;
    std::vector<Totals> m_principalTotals, m_sessionTotals;
    std::uint64_t m_sessionCount = 0;
    CountedTwice m_countedTwice;
    std::string m_search;
    std::optional<Match> m_match;
};

using TreePtr = std::shared_ptr<const Tree>;

// `events` are those of the identities, or a later generation with the same rows; `found` are the
// rows that the filter finds (null: every row).
// Errors: Cancelled; TooLarge when memory runs out.
Result<TreePtr> makeTree(const std::shared_ptr<const store::EventStore>& events,
                         IdentitiesPtr identities, NamesPtr names, const query::RowSetPtr& found,
                         const TreeQuestion& question, query::Evaluator& evaluator,
                         const JobContext& context);

} // namespace trailloupe::identity
