#include "model/items/ledgerorder.h"

#include "model/base/asciitext.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace trailloupe::items {
namespace {

using ingest::SourceEntry;
using ingest::SourceStatus;

constexpr std::uint64_t kLinesPerCheck = 4096;

bool matches(const SourceEntry& entry, const LedgerQuery& query)
{
    return (!query.problemsOnly || entry.hasProblem())
        && (!query.status || entry.status == *query.status)
        && (!query.kind || entry.kind == *query.kind)
        && containsFolded(entry.path, query.pathContains);
}

std::int64_t severity(const SourceEntry& entry)
{
    if (entry.status == SourceStatus::Failed)
        return 0;
    if (entry.status == SourceStatus::Partial)
        return 1;
    if (entry.hasProblem())
        return 2;
    return entry.issues.empty() ? 4 : 3;
}

// A sortable line: its key, as a number or as a piece of the shared text.
struct Key
{
    bool missing = false;
    std::int64_t number = 0;
    std::size_t textBegin = 0;
    std::size_t textLength = 0;
    SourceId id;
};

std::int64_t numberOf(const SourceEntry& entry, LedgerColumn column)
{
    switch (column) {
    case LedgerColumn::Problem:
        return severity(entry);
    case LedgerColumn::Kind:
        return static_cast<std::int64_t>(entry.kind);
    case LedgerColumn::Status:
        return static_cast<std::int64_t>(entry.status);
    case LedgerColumn::Records:
        return static_cast<std::int64_t>(entry.records);
    case LedgerColumn::Shown:
        return static_cast<std::int64_t>(entry.shown);
    case LedgerColumn::Duplicates:
        return static_cast<std::int64_t>(entry.duplicates);
    case LedgerColumn::Rejected:
        return static_cast<std::int64_t>(entry.rejected);
    case LedgerColumn::BytesStored:
        return static_cast<std::int64_t>(entry.bytesStored);
    case LedgerColumn::BytesText:
        return static_cast<std::int64_t>(entry.bytesText);
    case LedgerColumn::First:
        return entry.firstSeconds;
    case LedgerColumn::Last:
        return entry.lastSeconds;
    case LedgerColumn::Path:
    case LedgerColumn::Count:
        break;
    }
    return 0;
}

} // namespace

Result<std::vector<SourceId>> ledgerOrder(const ingest::Ledger& ledger, const LedgerQuery& query,
                                          const JobContext& context)
{
    const bool byTime = query.sort == LedgerColumn::First || query.sort == LedgerColumn::Last;
    std::vector<Key> keys;
    std::string texts;
    const auto size = static_cast<SourceId::Value>(ledger.size());
    for (SourceId::Value i = 0; i < size; ++i) {
        if (i % kLinesPerCheck == 0 && context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}};
        const SourceEntry entry = ledger.entry(SourceId(i));
        if (!matches(entry, query))
            continue;
        Key key;
        key.id = SourceId(i);
        key.missing = byTime && !entry.hasTimeSpan();
        if (query.sort == LedgerColumn::Path) {
            key.textBegin = texts.size();
            key.textLength = entry.path.size();
            texts += entry.path;
        } else {
            key.number = numberOf(entry, query.sort);
        }
        keys.push_back(key);
    }
    const auto text = [&](const Key& key) {
        return std::string_view(texts).substr(key.textBegin, key.textLength);
    };
    std::stable_sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
        if (a.missing || b.missing)
            return !a.missing && b.missing;
        const Key& low = query.descending ? b : a;
        const Key& high = query.descending ? a : b;
        return std::make_tuple(low.number, text(low)) < std::make_tuple(high.number, text(high));
    });
    if (context.cancelled())
        return Error{Error::Kind::Cancelled, {}, {}};
    std::vector<SourceId> order;
    order.reserve(keys.size());
    for (const Key& key : keys)
        order.push_back(key.id);
    return order;
}

} // namespace trailloupe::items
