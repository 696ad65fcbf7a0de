#include "model/ingest/ledger.h"

#include "model/ingest/ledgerblocks.h"

#include <algorithm>
#include <cassert>

namespace trailloupe::ingest {

bool SourceEntry::hasProblem() const
{
    return status == SourceStatus::Failed || status == SourceStatus::Partial || rejected > 0
        || std::any_of(issues.begin(), issues.end(),
                       [](const Issue& issue) { return issue.isProblem(); });
}

Ledger::Ledger()
    : m_data(std::make_unique<Data>())
{
    m_data->problems = std::make_shared<const std::vector<SourceId>>();
}

Ledger::~Ledger() = default;

std::uint64_t Ledger::size() const
{
    return m_data->size;
}

SourceEntry Ledger::entry(SourceId id) const
{
    assert(id.value() < size());
    const std::uint64_t line = id.value();
    SourceEntry entry = m_data->blocks[line / kLinesPerBlock]->entry(
        static_cast<std::uint32_t>(line % kLinesPerBlock));
    entry.path = m_data->path(line);
    return entry;
}

std::string Ledger::path(SourceId id) const
{
    assert(id.value() < size());
    return m_data->path(id.value());
}

const LedgerTotals& Ledger::totals() const
{
    return m_data->totals;
}

const std::vector<SourceId>& Ledger::problems() const
{
    return *m_data->problems;
}

std::string Ledger::checkInvariants() const
{
    LedgerTotals sums;
    std::vector<SourceId> problems;
    for (std::uint64_t line = 0; line < size(); ++line) {
        const SourceId id(static_cast<std::uint32_t>(line));
        const SourceEntry one = entry(id);
        const auto wrong = [&](const char* what) {
            return one.path + ": " + what;
        };
        if (one.records != one.shown + one.duplicates + one.rejected)
            return wrong("records is not shown + duplicates + rejected");
        if (one.undated > one.shown)
            return wrong("more undated than shown");
        if (one.items > one.shown)
            return wrong("more items than shown");
        if (one.firstSeconds > one.lastSeconds)
            return wrong("the time span ends before it starts");
        if (!one.hasTimeSpan() && (one.firstSeconds != 0 || one.lastSeconds != 0))
            return wrong("a time span without a dated event");
        if (std::any_of(one.issues.begin(), one.issues.end(),
                        [](const Issue& issue) { return issue.count == 0; }))
            return wrong("an issue that was never met");
        if (one.hasProblem())
            problems.push_back(id);
        addToTotals(one, sums);
    }
    if (sums != totals())
        return "the totals are not the sums of the lines";
    if (!totals().reconciles())
        return "the totals do not reconcile";
    if (problems != this->problems())
        return "the list of problems is not that of the lines";
    return {};
}

} // namespace trailloupe::ingest
