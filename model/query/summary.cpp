#include "model/query/summary.h"

#include "model/query/column.h"
#include "model/query/valueids.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace trailloupe::query {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

// Counts the texts of an interner by their ids.
class Counter
{
public:
    void add(std::uint32_t id)
    {
        if (id >= m_counts.size())
            m_counts.resize(std::max<std::size_t>(id + 1, m_counts.size() * 2));
        ++m_counts[id];
    }

    // Most first, then by value. `ranks` gives the place of each id.
    std::vector<CountedValue> take(const Interner& texts,
                                   std::vector<std::uint32_t>* ranks = nullptr) const
    {
        std::vector<std::uint32_t> order;
        for (std::uint32_t id = 0; id < m_counts.size(); ++id) {
            if (m_counts[id] > 0)
                order.push_back(id);
        }
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return m_counts[a] != m_counts[b] ? m_counts[a] > m_counts[b]
                                              : texts.text(a) < texts.text(b);
        });
        std::vector<CountedValue> sorted;
        sorted.reserve(order.size());
        if (ranks)
            ranks->resize(m_counts.size());
        for (const std::uint32_t id : order) {
            if (ranks)
                (*ranks)[id] = static_cast<std::uint32_t>(sorted.size());
            sorted.push_back({texts.text(id), m_counts[id]});
        }
        return sorted;
    }

private:
    std::vector<std::uint64_t> m_counts;
};

struct Cell
{
    std::uint32_t account = 0;
    std::uint32_t region = 0;
    std::int64_t day = 0;
    bool operator==(const Cell&) const = default;
};

struct CellHash
{
    std::size_t operator()(const Cell& cell) const noexcept
    {
        const auto place = (std::uint64_t{cell.account} << 32) | cell.region;
        return std::hash<std::uint64_t>()(place * 0x9E37'79B9'7F4A'7C15u
                                          + static_cast<std::uint64_t>(cell.day));
    }
};

// Ids of several paths of a row.
template<std::size_t N>
struct IdsHash
{
    std::size_t operator()(const std::array<std::uint32_t, N>& ids) const noexcept
    {
        std::uint64_t hash = 0;
        for (const std::uint32_t id : ids)
            hash = (hash ^ id) * 0x9E37'79B9'7F4A'7C15u;
        return static_cast<std::size_t>(hash ^ (hash >> 32));
    }
};

// What the rules of EventFacts make of the values of some paths, asked once for each combination of
// them.
template<std::size_t N, typename Fact>
class FactMemo
{
public:
    FactMemo(const std::shared_ptr<const store::EventStore>& events,
             const std::array<const char*, N>& paths, Interner& texts)
    {
        for (const char* path : paths)
            m_inputs.emplace_back(events, path, texts);
    }

    // Lives until the next call.
    template<typename Ask>
    const Fact& of(RowId row, Ask ask)
    {
        std::array<std::uint32_t, N> key;
        for (std::size_t i = 0; i < N; ++i)
            key[i] = m_inputs[i].id(row);
        auto it = m_facts.find(key);
        if (it == m_facts.end()) {
            // Messages that are never the same twice must not fill the memory.
            if (m_facts.size() >= kMostFacts)
                m_facts.clear();
            it = m_facts.emplace(key, ask()).first;
        }
        return it->second;
    }

private:
    static constexpr std::size_t kMostFacts = 1u << 17;

    std::vector<ValueIds> m_inputs;
    std::unordered_map<std::array<std::uint32_t, N>, Fact, IdsHash<N>> m_facts;
};

struct Outcome
{
    std::uint32_t error = 0;
    EventClass eventClass = EventClass::Other;
};

// Every path that EventFacts::error() and eventClass() look at.
constexpr std::array kOutcomePaths{"errorCode",
                                   "errorMessage",
                                   "eventName",
                                   "eventSource",
                                   "eventType",
                                   "readOnly",
                                   "userIdentity.type",
                                   "insightDetails.state",
                                   "responseElements._return",
                                   "responseElements.ConsoleLogin",
                                   "responseElements.SwitchRole",
                                   "responseElements.CheckMfa",
                                   "responseElements.CredentialVerification",
                                   "responseElements.UserAuthentication",
                                   "responseElements.PasswordRecoveryRequested",
                                   "responseElements.PasswordRecoveryCompleted",
                                   "responseElements.ExitRole",
                                   "responseElements.RenewRole"};
// And user().
constexpr std::array kUserPaths{"userIdentity.type", "userIdentity.arn", "userIdentity.principalId",
                                "userIdentity.userName", "additionalEventData.UserName"};

// One pass over the rows.
class Counting
{
public:
    explicit Counting(const std::shared_ptr<const store::EventStore>& events)
        : m_events(*events)
        , m_facts(events)
        , m_outcomes(events, kOutcomePaths, m_texts)
        , m_userOf(events, kUserPaths, m_texts)
        , m_recipient(events, "recipientAccountId", m_texts)
        , m_caller(events, "userIdentity.accountId", m_texts)
        , m_region(events, "awsRegion", m_texts)
        , m_name(events, "eventName", m_texts)
        , m_source(events, "eventSource", m_texts)
        , m_type(events, "eventType", m_texts)
        , m_identityType(events, "userIdentity.type", m_texts)
        , m_invokedBy(events, "userIdentity.invokedBy", m_texts)
        , m_mfaUsed(events, "additionalEventData.MFAUsed", m_texts)
        , m_root(m_texts.id("Root"))
        , m_serviceEvent(m_texts.id("AwsServiceEvent"))
        , m_consoleLogin(m_texts.id("ConsoleLogin"))
        , m_no(m_texts.id("No"))
    { }

    void add(RowId row)
    {
        const Outcome& outcome = m_outcomes.of(row, [&] {
            return Outcome{m_texts.id(m_facts.error(row)), m_facts.eventClass(row)};
        });
        const bool failed = outcome.error != 0;
        if (failed)
            m_errors.add(outcome.error);
        countClass(outcome.eventClass);
        addNamed(m_users, m_userOf.of(row, [&] { return m_texts.id(m_facts.user(row)); }));
        addNamed(m_sources, m_source.id(row));
        const std::uint32_t name = m_name.id(row);
        addNamed(m_names, name);

        Cell cell;
        const std::uint32_t recipient = m_recipient.id(row);
        cell.account = recipient != 0 ? recipient : m_caller.id(row);
        cell.region = m_region.id(row);
        m_accounts.add(cell.account);
        m_regions.add(cell.region);
        if (const auto seconds = m_events.time(row)) {
            cell.day = *seconds / kSecondsPerDay - (*seconds % kSecondsPerDay < 0 ? 1 : 0);
            CoverageCell& counted = m_cells[cell];
            ++counted.events;
            counted.failures += failed ? 1 : 0;
        }
        if (m_identityType.id(row) == m_root && m_invokedBy.id(row) == 0
            && m_type.id(row) != m_serviceEvent)
            ++m_summary.rootEvents;
        if (name == m_consoleLogin)
            countSignIn(row, failed);
    }

    Summary take()
    {
        Summary& summary = m_summary;
        std::vector<std::uint32_t> accountRanks;
        std::vector<std::uint32_t> regionRanks;
        summary.accounts = m_accounts.take(m_texts, &accountRanks);
        summary.regions = m_regions.take(m_texts, &regionRanks);
        summary.eventNames = m_names.take(m_texts);
        summary.eventSources = m_sources.take(m_texts);
        summary.users = m_users.take(m_texts);
        summary.errors = m_errors.take(m_texts);
        for (auto& [cell, counted] : m_cells) {
            counted.account = accountRanks[cell.account];
            counted.region = regionRanks[cell.region];
            counted.day = cell.day;
            summary.coverage.push_back(counted);
        }
        std::sort(summary.coverage.begin(), summary.coverage.end(),
                  [](const CoverageCell& a, const CoverageCell& b) {
                      if (a.account != b.account)
                          return a.account < b.account;
                      return a.region != b.region ? a.region < b.region : a.day < b.day;
                  });
        const auto order = m_events.timeOrder();
        const std::size_t dated = m_events.datedCount();
        summary.events = m_events.rowCount();
        summary.undated = m_events.rowCount() - dated;
        summary.duplicates = m_events.duplicateCount();
        if (dated > 0) {
            summary.firstSeconds = m_events.time(order[0]);
            summary.lastSeconds = m_events.time(order[dated - 1]);
        }
        return std::move(summary);
    }

private:
    static void addNamed(Counter& counter, std::uint32_t id)
    {
        if (id != 0)
            counter.add(id);
    }

    void countClass(EventClass eventClass)
    {
        switch (eventClass) {
        case EventClass::Read:
            ++m_summary.reads;
            break;
        case EventClass::Write:
            ++m_summary.writes;
            break;
        case EventClass::Sensitive:
            ++m_summary.sensitive;
            break;
        case EventClass::Denied:
            ++m_summary.denied;
            break;
        case EventClass::Failed:
            ++m_summary.failed;
            break;
        case EventClass::Other:
            ++m_summary.other;
            break;
        }
    }

    void countSignIn(RowId row, bool failed)
    {
        ++m_summary.consoleSignIns;
        if (failed)
            ++m_summary.consoleSignInFailures;
        else if (m_mfaUsed.id(row) == m_no)
            ++m_summary.consoleSignInsWithoutMfa;
    }

    const store::EventStore& m_events;
    EventFacts m_facts;
    Interner m_texts;
    FactMemo<kOutcomePaths.size(), Outcome> m_outcomes;
    FactMemo<kUserPaths.size(), std::uint32_t> m_userOf;
    ValueIds m_recipient, m_caller, m_region, m_name, m_source, m_type;
    ValueIds m_identityType, m_invokedBy, m_mfaUsed;
    std::uint32_t m_root, m_serviceEvent, m_consoleLogin, m_no;
    Counter m_accounts, m_regions, m_names, m_sources, m_users, m_errors;
    std::unordered_map<Cell, CoverageCell, CellHash> m_cells;
    Summary m_summary;
};

} // namespace

Result<Summary> summarise(const std::shared_ptr<const store::EventStore>& store,
                          const JobContext& context)
{
    constexpr std::uint64_t kRowsBetweenChecks = 4096;
    Counting counting(store);
    const auto rows = store->timeOrder();
    for (std::uint64_t i = 0; i < rows.size(); ++i) {
        if (i % kRowsBetweenChecks == 0) {
            if (context.cancelled())
                return Error{Error::Kind::Cancelled, {}, {}};
            context.report({i, rows.size(), "summarising"});
        }
        counting.add(rows[i]);
    }
    return counting.take();
}

} // namespace trailloupe::query
