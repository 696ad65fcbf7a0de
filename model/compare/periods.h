// comparePeriods(): what two filters find, field by field: what is new, gone, more and less.
//
// Baseline against incident (this key before and after 14:00), or one principal against another.
// Counts are exact. A rate is events by the hour of the time that a side is about: what its
// condition says of time, cut to the first and last event of the export; all of it where the
// condition says nothing. "More" and "less" are differences of rates that chance alone would make
// in fewer than one of twenty cases (log-likelihood ratio of two Poisson rates over kUnlikely); the
// ones that chance explains least come first.
//
// Units: seconds since 1970 UTC. Threads: pure function of its inputs; the evaluator's threads.
// Cost: that of both filters and of counting the facets, and O(values log values).
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/query/facet.h"
#include "model/query/histogram.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace trailloupe::compare {

constexpr double kUnlikely = 3.841; // chi-square, one degree of freedom, 5 %

enum class Trend : std::uint8_t // in the order in which lines stand
{
    New, // only the second side has it
    Gone, // only the first
    More,
    Less,
    Same,
};
constexpr std::size_t kTrends = 5;
const char* trendName(Trend trend); // "new", "gone", "more", "less", "same"

struct PeriodSide
{
    query::PredicatePtr predicate;
    std::uint64_t events = 0;
    std::optional<query::TimeSpan> span; // what the rates are of; none without a dated event
    double hours() const;
    double rate(std::uint64_t count) const; // by the hour; 0 without a span
};

struct PeriodLine
{
    std::string value; // REQUIRES !isMissing
    bool isMissing = false; // events without the field
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    Trend trend = Trend::Same;
    double unlikely = 0; // the log-likelihood ratio
};

struct PeriodField
{
    query::Field field;
    std::vector<PeriodLine> lines; // by trend; new and gone most first, others least likely first
    std::array<std::uint64_t, kTrends> counts{}; // lines of each trend
};

struct Periods
{
    PeriodSide before;
    PeriodSide after;
    std::uint64_t inBoth = 0; // events that both sides find
    std::vector<PeriodField> fields;
};
using PeriodsPtr = std::shared_ptr<const Periods>;

// Twelve that tell who, what, from where and how it went. Resources are not among them: the first
// time they take longer than all others together.
const std::vector<query::Field>& periodFields();

Result<PeriodsPtr> comparePeriods(const std::shared_ptr<const store::EventStore>& events,
                                  query::PredicatePtr before, query::PredicatePtr after,
                                  std::span<const query::Field> fields, query::FacetCache& cache,
                                  query::Evaluator& evaluator, const JobContext& context);

} // namespace trailloupe::compare
