#include "model/query/summary.h"

#include "model/query/column.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace trailloupe::query {

using store::ValueKind;

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept
    {
        return std::hash<std::string_view>()(text);
    }
};

// Counts values; ids are given in the order in which values first come.
class Counter
{
public:
    std::uint32_t add(std::string_view value)
    {
        auto it = m_ids.find(value);
        if (it == m_ids.end()) {
            it = m_ids.emplace(std::string(value), static_cast<std::uint32_t>(m_counts.size()))
                     .first;
            m_counts.push_back({it->first, 0});
        }
        ++m_counts[it->second].count;
        return it->second;
    }

    // Most first, then by value. `ranks` gives the place of each id.
    std::vector<CountedValue> take(std::vector<std::uint32_t>* ranks = nullptr)
    {
        std::vector<std::uint32_t> order(m_counts.size());
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const CountedValue& x = m_counts[a];
            const CountedValue& y = m_counts[b];
            return x.count != y.count ? x.count > y.count : x.value < y.value;
        });
        std::vector<CountedValue> sorted;
        sorted.reserve(order.size());
        if (ranks)
            ranks->resize(order.size());
        for (const std::uint32_t id : order) {
            if (ranks)
                (*ranks)[id] = static_cast<std::uint32_t>(sorted.size());
            sorted.push_back(std::move(m_counts[id]));
        }
        return sorted;
    }

private:
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> m_ids;
    std::vector<CountedValue> m_counts;
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

// One pass over the rows.
class Counting
{
public:
    explicit Counting(const std::shared_ptr<const store::EventStore>& events)
        : m_events(*events)
        , m_facts(events)
    {
        const store::PathTable& paths = m_events.paths();
        m_recipient = paths.find("recipientAccountId");
        m_caller = paths.find("userIdentity.accountId");
        m_region = paths.find("awsRegion");
        m_name = paths.find("eventName");
        m_source = paths.find("eventSource");
        m_type = paths.find("eventType");
        m_identityType = paths.find("userIdentity.type");
        m_invokedBy = paths.find("userIdentity.invokedBy");
        m_mfaUsed = paths.find("additionalEventData.MFAUsed");
    }

    void add(RowId row)
    {
        const std::string error = m_facts.error(row);
        if (!error.empty())
            m_errors.add(error);
        countClass(m_facts.eventClass(row));
        const std::string user = m_facts.user(row);
        if (!user.empty())
            m_users.add(user);
        if (!text(row, m_source).empty())
            m_sources.add(m_text);

        std::string_view account = text(row, m_recipient);
        if (account.empty())
            account = text(row, m_caller);
        Cell cell;
        cell.account = m_accounts.add(account);
        cell.region = m_regions.add(text(row, m_region));
        if (const auto seconds = m_events.time(row)) {
            cell.day = *seconds / kSecondsPerDay - (*seconds % kSecondsPerDay < 0 ? 1 : 0);
            CoverageCell& counted = m_cells[cell];
            ++counted.events;
            counted.failures += error.empty() ? 0 : 1;
        }
        countRoot(row);
        if (!text(row, m_name).empty())
            m_names.add(m_text);
        if (m_text == "ConsoleLogin")
            countSignIn(row, !error.empty());
    }

    Summary take()
    {
        Summary& summary = m_summary;
        std::vector<std::uint32_t> accountRanks;
        std::vector<std::uint32_t> regionRanks;
        summary.accounts = m_accounts.take(&accountRanks);
        summary.regions = m_regions.take(&regionRanks);
        summary.eventNames = m_names.take();
        summary.eventSources = m_sources.take();
        summary.users = m_users.take();
        summary.errors = m_errors.take();
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
    // Empty when the event has none or null. Lives until the next call.
    std::string_view text(RowId row, const std::optional<PathId>& path)
    {
        m_text.clear();
        if (path && m_events.value(row, *path, m_text) == ValueKind::Null)
            m_text.clear();
        return m_text;
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

    void countRoot(RowId row)
    {
        if (text(row, m_identityType) == "Root" && text(row, m_invokedBy).empty()
            && text(row, m_type) != "AwsServiceEvent")
            ++m_summary.rootEvents;
    }

    void countSignIn(RowId row, bool failed)
    {
        ++m_summary.consoleSignIns;
        if (failed)
            ++m_summary.consoleSignInFailures;
        else if (text(row, m_mfaUsed) == "No")
            ++m_summary.consoleSignInsWithoutMfa;
    }

    const store::EventStore& m_events;
    EventFacts m_facts;
    std::optional<PathId> m_recipient, m_caller, m_region, m_name, m_source, m_type;
    std::optional<PathId> m_identityType, m_invokedBy, m_mfaUsed;
    Counter m_accounts, m_regions, m_names, m_sources, m_users, m_errors;
    std::unordered_map<Cell, CoverageCell, CellHash> m_cells;
    std::string m_text;
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
