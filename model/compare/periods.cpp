#include "model/compare/periods.h"

#include "model/query/fieldnames.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace trailloupe::compare {

using query::Predicate;
using query::PredicatePtr;
using query::TimeSpan;

namespace {

// First and last event, the end exclusive.
std::optional<TimeSpan> wholeSpan(const store::EventStore& events)
{
    if (events.datedCount() == 0)
        return std::nullopt;
    const auto order = events.timeOrder().first(events.datedCount());
    return TimeSpan{*events.time(order.front()), *events.time(order.back()) + 1};
}

// What is left of the span when the condition's own words about time are taken.
TimeSpan boundedBy(const Predicate& predicate, TimeSpan span, std::int64_t last)
{
    if (predicate.kind() == Predicate::Kind::All) {
        for (const PredicatePtr& child : predicate.children())
            span = boundedBy(*child, span, last);
    } else if (predicate.kind() == Predicate::Kind::Time) {
        if (predicate.time().from)
            span.from = std::max(span.from, predicate.time().from->at(last));
        if (predicate.time().to)
            span.to = std::min(span.to, predicate.time().to->at(last));
    }
    return span;
}

PeriodSide sideOf(const store::EventStore& events, PredicatePtr predicate, std::uint64_t count)
{
    PeriodSide side{std::move(predicate), count, wholeSpan(events)};
    if (side.span) {
        const TimeSpan span = boundedBy(*side.predicate, *side.span, side.span->to - 1);
        side.span = span.from < span.to ? std::optional(span) : std::nullopt;
    }
    return side;
}

std::uint64_t countInBoth(const query::RowSet& a, const query::RowSet& b)
{
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < a.segmentCount(); ++i) {
        const query::RowBits& left = a.segment(i);
        const query::RowBits& right = b.segment(i);
        for (std::size_t word = 0; word < left.size(); ++word)
            count += static_cast<std::uint64_t>(std::popcount(left[word] & right[word]));
    }
    return count;
}

// Twice the logarithm of how much likelier the counts are with two rates than with one.
double unlikelihood(std::uint64_t before, std::uint64_t after, double hoursBefore,
                    double hoursAfter)
{
    const auto a = static_cast<double>(before);
    const auto b = static_cast<double>(after);
    const double all = hoursBefore + hoursAfter;
    const auto part = [&](double count, double hours) {
        return count > 0 ? count * std::log(count / ((a + b) * hours / all)) : 0.0;
    };
    return 2 * (part(a, hoursBefore) + part(b, hoursAfter));
}

void judge(PeriodLine& line, const PeriodSide& before, const PeriodSide& after)
{
    // Without time on a side there are no rates: shares of the events stand for them.
    const bool hasRates = before.span && after.span;
    const double a = hasRates ? before.hours() : static_cast<double>(before.events);
    const double b = hasRates ? after.hours() : static_cast<double>(after.events);
    if (line.before > 0 && line.after > 0)
        line.unlikely = unlikelihood(line.before, line.after, a, b);
    if (line.before == 0)
        line.trend = Trend::New;
    else if (line.after == 0)
        line.trend = Trend::Gone;
    else if (line.unlikely < kUnlikely)
        line.trend = Trend::Same;
    else
        line.trend = static_cast<double>(line.after) * a > static_cast<double>(line.before) * b
            ? Trend::More
            : Trend::Less;
}

PeriodField fieldOf(const query::Facet& facetBefore, const query::Facet& facetAfter,
                    const PeriodSide& before, const PeriodSide& after)
{
    PeriodField made{facetBefore.field(), {}, {}};
    std::unordered_map<std::string, std::size_t> known;
    auto page = facetBefore.list(query::FacetOrder::ByText, 0, SIZE_MAX);
    made.lines.reserve(page.values.size());
    known.reserve(page.values.size());
    for (query::FacetValue& value : page.values) {
        known.emplace(value.text, made.lines.size());
        made.lines.push_back({.value = std::move(value.text), .before = value.events});
    }
    page = facetAfter.list(query::FacetOrder::ByText, 0, SIZE_MAX);
    for (query::FacetValue& value : page.values) {
        const auto found = known.find(value.text);
        if (found == known.end())
            made.lines.push_back({.value = std::move(value.text), .after = value.events});
        else
            made.lines[found->second].after = value.events;
    }
    const std::uint64_t withoutBefore = facetBefore.events() - facetBefore.withField();
    const std::uint64_t withoutAfter = facetAfter.events() - facetAfter.withField();
    if (withoutBefore + withoutAfter > 0)
        made.lines.push_back({.isMissing = true, .before = withoutBefore, .after = withoutAfter});
    for (PeriodLine& line : made.lines) {
        judge(line, before, after);
        ++made.counts[static_cast<std::size_t>(line.trend)];
    }
    const auto place = [](const PeriodLine& line) {
        const double most = line.trend == Trend::More || line.trend == Trend::Less
            ? line.unlikely
            : static_cast<double>(line.before + line.after);
        return std::tuple(line.trend, -most, line.isMissing);
    };
    std::sort(made.lines.begin(), made.lines.end(), [&](const PeriodLine& a, const PeriodLine& b) {
        const auto left = place(a);
        const auto right = place(b);
        return left != right ? left < right : a.value < b.value;
    });
    return made;
}

} // namespace

const char* trendName(Trend trend)
{
    static constexpr std::array<const char*, kTrends> kNames{"new", "gone", "more", "less", "same"};
    return kNames[static_cast<std::size_t>(trend)];
}

double PeriodSide::hours() const
{
    return span ? static_cast<double>(span->to - span->from) / 3600 : 0;
}

double PeriodSide::rate(std::uint64_t count) const
{
    return span ? static_cast<double>(count) / hours() : 0;
}

const std::vector<query::Field>& periodFields()
{
    static const std::vector<query::Field> fields = [] {
        std::vector<query::Field> made;
        for (const char* name :
             {"eventName", "user", "role", "sourceIPAddress", "agent", "service", "awsRegion",
              "account", "verb", "error", "userIdentity.accessKeyId", "userIdentity.type"})
            made.push_back(*query::parseField(name));
        return made;
    }();
    return fields;
}

Result<PeriodsPtr> comparePeriods(const std::shared_ptr<const store::EventStore>& events,
                                  PredicatePtr before, PredicatePtr after,
                                  std::span<const query::Field> fields, query::FacetCache& cache,
                                  query::Evaluator& evaluator, const JobContext& context)
{
    const auto rowsBefore = evaluator.evaluate(events, before, context);
    if (!rowsBefore)
        return rowsBefore.error();
    const auto rowsAfter = evaluator.evaluate(events, after, context);
    if (!rowsAfter)
        return rowsAfter.error();
    auto periods = std::make_shared<Periods>();
    periods->before = sideOf(*events, std::move(before), (*rowsBefore)->count());
    periods->after = sideOf(*events, std::move(after), (*rowsAfter)->count());
    periods->inBoth = countInBoth(**rowsBefore, **rowsAfter);
    const auto facetsBefore =
        query::countFacets(events, fields, **rowsBefore, cache, evaluator, context);
    if (!facetsBefore)
        return facetsBefore.error();
    const auto facetsAfter =
        query::countFacets(events, fields, **rowsAfter, cache, evaluator, context);
    if (!facetsAfter)
        return facetsAfter.error();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        periods->fields.push_back(
            fieldOf(*(*facetsBefore)[i], *(*facetsAfter)[i], periods->before, periods->after));
    }
    return PeriodsPtr(std::move(periods));
}

} // namespace trailloupe::compare
