// ledgerOrder(): which lines of a ledger a table shows, and in which order.
//
// Threads: pure function of its inputs, cancellable; meant for a job on large ledgers.
// Cost: one pass over the ledger (a line is unpacked once), then O(n log n) on small keys.
// Errors: Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/ingest/ledger.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::items {

enum class LedgerColumn : std::uint8_t
{
    Status,
    Path,
    Kind,
    Problem, // sorts worst first: failed, partly read, other problems, remarks, nothing to say
    Records,
    Shown,
    Duplicates,
    Rejected,
    BytesStored,
    BytesText,
    First,
    Last,
    Count
};

struct LedgerQuery
{
    bool problemsOnly = false;
    std::optional<ingest::SourceStatus> status;
    std::optional<ingest::SourceKind> kind;
    std::string pathContains; // ASCII letters in any case
    LedgerColumn sort = LedgerColumn::Problem;
    bool descending = false;
    bool operator==(const LedgerQuery&) const = default;
};

// Lines without a value in the sorted column (no time span) come last in either direction; equal
// lines keep the order in which they were read.
Result<std::vector<SourceId>> ledgerOrder(const ingest::Ledger& ledger, const LedgerQuery& query,
                                          const JobContext& context);

} // namespace trailloupe::items
