#include "model/timeline/spansummary.h"

#include "model/store/segment.h"

#include <algorithm>

namespace trailloupe::timeline {

namespace {

// Of the rows those in the span.
query::RowBits bitsIn(const store::Segment& segment, const query::RowBits& rows,
                      query::TimeSpan span, std::optional<query::TimeSpan>& used)
{
    query::RowBits bits(rows.size());
    const auto times = segment.rowTimes();
    for (std::size_t word = 0; word < rows.size(); ++word) {
        for (std::uint64_t rest = rows[word]; rest; rest &= rest - 1) {
            const auto bit = static_cast<unsigned>(__builtin_ctzll(rest));
            const std::int64_t time = times[word * 64 + bit];
            if (time == 0 || time < span.from || time >= span.to)
                continue;
            bits[word] |= std::uint64_t{1} << bit;
            if (!used)
                used = query::TimeSpan{time, time + 1};
            used->from = std::min(used->from, time);
            used->to = std::max(used->to, time + 1);
        }
    }
    return bits;
}

} // namespace

Result<SpanSummary> summarizeSpan(const SpanQuestion& question, query::FacetCache& cache,
                                  query::Evaluator& evaluator, const JobContext& context)
{
    const auto rows = question.rows ? question.rows : query::shownRows(*question.events);
    SpanSummary summary;
    summary.span = question.span;
    std::vector<std::shared_ptr<const query::RowBits>> segments;
    for (std::size_t i = 0; i < rows->segmentCount(); ++i) {
        if (context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
        segments.push_back(std::make_shared<const query::RowBits>(bitsIn(
            *question.events->segments()[i], rows->segment(i), question.span, summary.used)));
    }
    const query::RowSet inside(std::move(segments));
    const auto counts = query::countHistogram(question.events, inside, {}, evaluator, context);
    if (!counts)
        return counts.error();
    summary.counts = counts->before; // without boundaries all of them are
    const auto facets =
        query::countFacets(question.events, question.fields, inside, cache, evaluator, context);
    if (!facets)
        return facets.error();
    for (const query::FacetPtr& facet : *facets) {
        auto page = facet->list(query::FacetOrder::MostFirst, 0, question.most);
        summary.fields.push_back({facet->field(), facet->distinct(), std::move(page.values)});
    }
    return summary;
}

} // namespace trailloupe::timeline
