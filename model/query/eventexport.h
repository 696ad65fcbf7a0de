// eventexport: rows of a store as text that other programs read: exactly these rows, in this order.
//
//   Csv        the columns as cells, RFC 4180, a heading first
//   Tabs       the same between tabs, without a heading; for pasting into tables
//   JsonLines  whole events, member for member as they were recorded, one a line
//   Records    the same as a CloudTrail log file: {"Records":[…],"trailloupe":{…}}; the second
//              member is the note, which readers of log files pass over
//
// What is said about the whole (filter, zone, counts) is an ExportNote. Only Records can hold it
// without getting in a reader's way; for the others noteText() is a companion file.
//
// Threads: pure functions of their input; large inputs run as jobs. Cost: linear; the text goes out
// in pieces of some 64 KiB. Units: times are seconds since 1970 UTC.
// Errors: Cancelled, and what the sink says.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/column.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

enum class ExportFormat : std::uint8_t
{
    Csv,
    Tabs,
    JsonLines,
    Records,
};

// Takes pieces of the text, in order. An error ends the export.
using ExportSink = std::function<Result<void>(std::string_view)>;

// What the file is, for whoever finds it. Counts are of events but where they say otherwise.
struct ExportNote
{
    std::string program; // "Trailloupe 0.3.0"
    std::string madeAt; // ISO 8601
    std::vector<std::string> sources; // paths that were opened
    std::string filter; // empty: none
    std::string zone; // IANA
    std::string rows; // what was written: "all shown", "selected"; may be empty
    std::uint64_t written = 0;
    std::uint64_t shown = 0; // that fulfil the filter
    std::uint64_t events = 0; // in all
    std::uint64_t duplicates = 0; // left out: delivered more than once
    std::uint64_t undated = 0; // of the written
    // The sum of the ledger.
    std::uint64_t ledgerSources = 0;
    std::uint64_t ledgerRecords = 0;
    std::uint64_t ledgerItems = 0; // of AWS Config, each once
    std::uint64_t ledgerRejected = 0; // records that are neither
    std::uint64_t ledgerProblems = 0; // sources with a problem
    bool complete = true; // false: the export was still being read
};

struct EventExport
{
    std::shared_ptr<const store::EventStore> store;
    std::vector<RowId> rows;
    ExportFormat format = ExportFormat::Csv;
    // For Csv and Tabs:
    std::vector<Column> columns;
    std::vector<std::string> titles; // one per column
    std::function<std::string(std::int64_t)> timeText; // of the time column; null: ISO 8601 in UTC
    bool formulaSafe = true;
    bool byteOrderMark = false; // old spreadsheets take CSV without one for Latin-1
    // For Records:
    ExportNote note;
};

Result<void> writeEvents(const EventExport& input, const ExportSink& sink,
                         const JobContext& context);

// The note as lines "name: value", and as a JSON object.
std::string noteText(const ExportNote& note);
std::string noteJson(const ExportNote& note);

} // namespace trailloupe::query
