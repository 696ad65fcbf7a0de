// EventDetail: everything the detail panel shows of one event, made in one job.
//
// Representation: the event rebuilt from the store, as a tree of fields and as indented text, its
// summary and its occurrences.  Of an event beyond kMaxTreeBytes, members longer than
// kMaxMemberBytes are not in the tree and are named in `leftOut`; the text always has everything.
// Threads: loadEventDetail() is a pure function of its inputs, cancellable; the result is
// immutable. Cost: O(size of the event); memory some ten times its text, bounded by the two limits.
// Errors: Malformed (the event is no JSON object: a defect of the store), Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/eventsummary.h"
#include "model/query/fieldtree.h"
#include "model/store/eventstore.h"

#include <memory>
#include <string>
#include <vector>

namespace trailloupe::query {

constexpr std::size_t kMaxTreeBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxMemberBytes = std::size_t{256} << 10;

struct EventDetail
{
    RowId row;
    std::shared_ptr<const std::string> json; // compact
    std::shared_ptr<const std::string> indented;
    std::shared_ptr<const FieldTree> fields;
    std::vector<std::string> leftOut;
    EventSummary summary;
    std::vector<store::Occurrence> occurrences;
};

Result<EventDetail> loadEventDetail(const std::shared_ptr<const store::EventStore>& store,
                                    RowId row, const JobContext& context);

RowFacts rowFacts(const EventFacts& facts, RowId row);

// The object without those of its members whose value is longer than `limit`; their names go to
// `leftOut`.  Text that is no object comes back as "{}".
std::string withoutLongMembers(std::string_view object, std::size_t limit,
                               std::vector<std::string>& leftOut);

} // namespace trailloupe::query
