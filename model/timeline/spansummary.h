// SpanSummary: what happened in a span of time: how many events, of what, and by whom.
//
// Threads: pure function of its inputs; any thread. Units: seconds since 1970 UTC; [from, to).
// Cost: a look at every row's time, then countFacets() of the events in the span.
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/facet.h"
#include "model/query/histogram.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::timeline {

struct SpanValues
{
    query::Field field;
    std::uint64_t distinct = 0;
    std::vector<query::FacetValue> values; // the most frequent
};

struct SpanSummary
{
    query::TimeSpan span;
    query::HistogramBar counts;
    std::optional<query::TimeSpan> used; // first event to last event + 1
    std::vector<SpanValues> fields; // in the order of the question
};

struct SpanQuestion
{
    std::shared_ptr<const store::EventStore> events;
    query::RowSetPtr rows; // of these events; null: all that are shown
    query::TimeSpan span;
    std::vector<query::Field> fields;
    std::size_t most = 3; // values of each
};

Result<SpanSummary> summarizeSpan(const SpanQuestion& question, query::FacetCache& cache,
                                  query::Evaluator& evaluator, const JobContext& context);

} // namespace trailloupe::timeline
