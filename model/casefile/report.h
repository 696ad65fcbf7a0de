// Report: what a case says, with the evidence for each of its statements: the facts of it, for
// ui/words to put into words.
//
// Representation: one item for each mark, by time, undated ones last. Every event that an item is
// about is there with its id, its hash, and each of its occurrences: file, record, offset. An event
// that the evidence does not hold is named all the same, by what the case knows of it.
// Threads: makeReport() is a pure function of its input, for a job; a Report is immutable.
// Units: times are seconds since 1970-01-01 UTC; spans are [from, to).
// Cost: O(size of the marked events), and of the comparisons.
// Errors: Cancelled. What cannot be compared any more is said in its item.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/casefile/casenotes.h"
#include "model/compare/comparisonlines.h"
#include "model/identity/names.h"
#include "model/ingest/ledger.h"
#include "model/query/eventsummary.h"
#include "model/store/eventstore.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::casefile {

struct ReportEvent
{
    EventKey key;
    std::optional<RowId> row; // nothing: the evidence does not hold it
    std::optional<query::EventSummary> summary; // as the detail panel shows it
    std::string json; // indented
    std::vector<store::Occurrence> occurrences; // the first is the one that is shown
    std::optional<identity::SessionId> session;
};

struct ReportItem
{
    MarkedSubject marked;
    // Of an event that one; of a comparison each, in its order; of a span the first and the last of
    // it; of a session the first and the last of it, before them those that issued the sessions
    // above it and its own, from the top.
    std::vector<ReportEvent> events;
    std::uint64_t count = 0; // of a span or a session: its events
    std::optional<identity::SessionId> session; // of a session, where it is known
    compare::ComparisonPtr comparison; // null where an event of it is missing
    std::vector<compare::Line> lines; // of the comparison: what differs, what is equal folded
};

struct ReportFilter
{
    std::string text; // empty: everything
    std::string zone;
    std::optional<std::uint64_t> found; // events; nothing: it cannot be read as a filter
    std::vector<std::size_t> items; // first marked with it
};

struct ReportInput
{
    Contents contents;
    // Where the case knows the row of an event already; by place in contents.marks, or empty.
    std::vector<std::optional<RowId>> rows;
    std::shared_ptr<const store::EventStore> events;
    std::shared_ptr<const ingest::Ledger> ledger;
    identity::IdentitiesPtr identities; // may be null
    identity::NamesPtr names; // null as identities are
    std::vector<std::string> sources; // paths that were opened
    std::string title; // of the evidence
    std::string casePath;
    std::string program; // "Trailloupe 0.3.0"
    std::string madeAt; // ISO 8601
    bool isComplete = true; // false: the evidence was still being read
};

struct Report
{
    ReportInput input; // its marks are in items
    std::string fingerprint; // of the evidence
    std::vector<ReportItem> items;
    std::vector<ReportFilter> filters; // found is for the caller to fill in
    std::map<SourceId, ingest::SourceEntry> cited; // by source
    std::vector<ingest::SourceEntry> problems; // kMostProblems of them
    std::optional<std::int64_t> first; // dated events of the evidence
    std::optional<std::int64_t> last;
};

// Of the ledger's problems; there is a command for all of them.
constexpr std::size_t kMostProblems = 100;

Result<Report> makeReport(ReportInput input, const JobContext& context);

} // namespace trailloupe::casefile
