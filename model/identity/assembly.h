// Assembly: puts Identities together: reads the segments on threads, folds and links what they
// say, and gives everything its number. Inside of resolve.h.
//
// Threads: one owner; run() starts its own.
#pragma once

#include "model/base/jobcontext.h"
#include "model/identity/drafts.h"
#include "model/identity/identities.h"
#include "model/identity/linking.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace trailloupe::identity {

class Assembly
{
public:
    Assembly(const std::shared_ptr<const store::EventStore>& events, const JobContext& context,
             unsigned threads);

    IdentitiesPtr run(); // null when cancelled or out of memory
    bool isOutOfMemory() const { return m_outOfMemory; }

private:
    // What stays of a segment that was read.
    struct OfSegment
    {
        std::vector<std::uint32_t> rows; // claim of each, at last the session's number
        std::vector<std::uint32_t> sessionOfClaim;
        std::vector<bool> isForeign; // by claim
    };
    struct Override // of the session that a row's claim says
    {
        RowId row;
        std::uint32_t session = kNobody;
    };

    bool inParallel(std::size_t count, const auto& work);
    std::vector<std::vector<std::uint64_t>> shownRows() const;
    bool readSegments();
    void openSignIns();
    void addOverrides(std::vector<Override> overrides);
    bool pairForeignRows();
    bool isPartner(std::uint32_t foreign, std::uint32_t other) const;
    std::uint32_t sessionOf(RowId row) const; // a folded one

    void followFolds();
    void cutCircles();
    void number();
    std::vector<bool> usedSessions() const;
    void writePrincipals(Identities& into) const;
    void writeSessions(Identities& into) const;
    void resolveChains(Identities& into) const;
    static void writeTrees(Identities& into);
    bool writeRows(Identities& into);

    std::shared_ptr<const store::EventStore> m_store;
    const JobContext& m_context;
    const unsigned m_threads;
    const ReadPaths m_paths;
    std::atomic<bool> m_outOfMemory{false};

    std::mutex m_mutex; // guards what threads add to
    Drafts m_drafts;
    std::vector<OfSegment> m_segments;
    std::vector<SignInDraft> m_signIns;
    std::vector<RoleGrant> m_grants;
    std::vector<ForeignRow> m_foreign;
    std::vector<std::deque<std::string>> m_texts;

    std::vector<Override> m_overrides; // by row
    std::vector<RowId> m_sharedRows; // those of them that another account's copy tells
    std::vector<std::uint32_t> m_order; // of the sessions that stay
    std::vector<std::uint32_t> m_numberOfSession, m_numberOfPrincipal; // by draft
    std::vector<std::uint32_t> m_principalOrder;
};

} // namespace trailloupe::identity
