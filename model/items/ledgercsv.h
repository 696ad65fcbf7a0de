// ledgerCsv(): lines of a ledger as CSV, for spreadsheets and other programs.
//
// RFC 4180 with a header; kinds, status and issues by their stable keys, times as ISO UTC, all
// issues of a line in one field. A field that a spreadsheet would take as a formula gets an
// apostrophe in front, and control characters other than line ends are left out of no field: they
// are written as \xNN. Threads: pure function of its inputs, cancellable. Cost: O(lines); the text
// is handed out in pieces, so memory stays bounded. Errors: Cancelled; what `write` returns.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/ingest/ledger.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace trailloupe::items {

using WriteText = std::function<Result<void>(std::string_view)>;
Result<void> ledgerCsv(const ingest::Ledger& ledger, std::span<const SourceId> lines,
                       const WriteText& write, const JobContext& context);

void appendCsvField(std::string_view text, std::string& out);

} // namespace trailloupe::items
