#include "model/detection/findings.h"

#include "model/query/barquery.h"

#include <algorithm>
#include <new>

namespace trailloupe::detection {

using query::RowBits;
using query::RowSetPtr;
using store::EventStore;

namespace {

const Error kCancelled{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};

// Nothing where it cannot be read.
Result<query::PredicatePtr> predicateOf(const Rule& rule)
{
    const query::BarQuery read = query::parseBar(rule.filter);
    if (read.predicate)
        return read.predicate;
    return Error{Error::Kind::Malformed,
                 rule.id + ": " + query::barErrorText(read.error->code),
                 {},
                 read.error->where.offset};
}

} // namespace

class FindingsMaking
{
public:
    FindingsMaking(const std::shared_ptr<const EventStore>& events, RulesPtr rules,
                   query::Evaluator& evaluator, const JobContext& context)
        : m_evaluator(evaluator)
        , m_context(context)
        , m_made(std::make_shared<Findings>())
    {
        m_made->m_events = events;
        m_made->m_rules = std::move(rules);
    }

    Result<FindingsPtr> make()
    {
        if (!askRules() || !collect())
            return kCancelled;
        orderByWeight();
        return FindingsPtr(m_made);
    }

private:
    bool askRules()
    {
        const std::size_t count = m_made->m_rules->size();
        for (std::size_t rule = 0; rule < count; ++rule) {
            m_context.report({rule, count, "findings"});
            auto found = ask((*m_made->m_rules)[rule]);
            if (m_context.cancelled())
                return false;
            if (!found.ok()) {
                if (found.error().kind == Error::Kind::Cancelled)
                    return false;
                m_made->m_failures.push_back({rule, found.error()});
            } else if ((*found)->count() == 0) {
                m_made->m_silent.push_back(rule);
            } else {
                m_made->m_findings.push_back({.rule = rule});
                m_made->m_findings.back().places.reserve((*found)->count());
                m_rows.push_back(*std::move(found));
            }
        }
        return true;
    }

    Result<RowSetPtr> ask(const Rule& rule)
    {
        auto predicate = predicateOf(rule);
        if (!predicate.ok())
            return predicate.error();
        return m_evaluator.evaluate(m_made->m_events, *predicate, m_context);
    }

    // One pass over all rows, so that what stands in time order needs no sorting.
    bool collect()
    {
        if (m_rows.empty())
            return true;
        constexpr std::uint32_t kBetweenLooks = 1 << 16;
        const query::RowSet any = unionOfRows();
        const auto order = m_made->m_events->timeOrder();
        for (std::uint32_t place = 0; place < order.size(); ++place) {
            if (place % kBetweenLooks == 0 && m_context.cancelled())
                return false;
            if (any.contains(order[place]))
                add(place, order[place]);
        }
        return true;
    }

    query::RowSet unionOfRows() const
    {
        std::vector<std::shared_ptr<const RowBits>> segments;
        for (std::size_t i = 0; i < m_rows.front()->segmentCount(); ++i) {
            RowBits bits = m_rows.front()->segment(i);
            for (const RowSetPtr& rows : m_rows) {
                const RowBits& more = rows->segment(i);
                for (std::size_t word = 0; word < bits.size(); ++word)
                    bits[word] |= more[word];
            }
            segments.push_back(std::make_shared<const RowBits>(std::move(bits)));
        }
        return query::RowSet(std::move(segments));
    }

    void add(std::uint32_t place, RowId row)
    {
        Severity worst = Severity::Low;
        const auto time = m_made->m_events->time(row);
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            if (!m_rows[i]->contains(row))
                continue;
            Finding& finding = m_made->m_findings[i];
            finding.places.push_back(place);
            if (time && !finding.first)
                finding.first = time;
            if (time)
                finding.last = time;
            m_made->m_hits.push_back({row, static_cast<std::uint32_t>(i)});
            worst = std::max(worst, m_made->ruleOf(finding).severity);
        }
        m_made->m_places.push_back(place);
        m_made->m_severities.push_back(worst);
    }

    void orderByWeight()
    {
        std::vector<std::uint32_t> order(m_made->m_findings.size());
        for (std::uint32_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const Finding& left = m_made->m_findings[a];
            const Finding& right = m_made->m_findings[b];
            const Severity leftSeverity = m_made->ruleOf(left).severity;
            const Severity rightSeverity = m_made->ruleOf(right).severity;
            return leftSeverity != rightSeverity ? leftSeverity > rightSeverity
                                                 : left.places.front() < right.places.front();
        });
        std::vector<Finding> sorted;
        std::vector<std::uint32_t> numbers(order.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            numbers[order[i]] = i;
            sorted.push_back(std::move(m_made->m_findings[order[i]]));
        }
        m_made->m_findings = std::move(sorted);
        for (Findings::Hit& hit : m_made->m_hits)
            hit.finding = numbers[hit.finding];
        std::sort(m_made->m_hits.begin(), m_made->m_hits.end());
    }

    query::Evaluator& m_evaluator;
    const JobContext& m_context;
    std::shared_ptr<Findings> m_made;
    std::vector<RowSetPtr> m_rows; // of each finding
};

std::span<const Findings::Hit> Findings::findingsOf(RowId row) const
{
    return {std::ranges::lower_bound(m_hits, row, {}, &Hit::row),
            std::ranges::upper_bound(m_hits, row, {}, &Hit::row)};
}

std::uint64_t Findings::memoryBytes() const
{
    std::uint64_t bytes = m_hits.capacity() * sizeof(Hit)
        + m_places.capacity() * sizeof(std::uint32_t) + m_severities.capacity();
    for (const Finding& finding : m_findings)
        bytes += finding.places.capacity() * sizeof(std::uint32_t);
    return bytes;
}

std::string Findings::checkInvariants() const
{
    if (m_findings.size() + m_silent.size() + m_failures.size() != m_rules->size())
        return "not every rule is found, silent or failed";
    std::vector<std::pair<std::uint32_t, Severity>> marked;
    std::vector<Hit> hits;
    for (std::uint32_t i = 0; i < m_findings.size(); ++i) {
        const Finding& finding = m_findings[i];
        if (finding.places.empty())
            return "a finding without events";
        if (!std::ranges::is_sorted(finding.places, std::ranges::less_equal()))
            return "a finding whose events are not in order";
        if (i > 0 && ruleOf(m_findings[i - 1]).severity < ruleOf(finding).severity)
            return "the worst is not first";
        std::optional<std::int64_t> first, last;
        for (std::size_t event = 0; event < finding.places.size(); ++event) {
            const auto time = m_events->time(row(finding, event));
            first = first ? first : time;
            last = time ? time : last;
            hits.push_back({row(finding, event), i});
            marked.emplace_back(finding.places[event], ruleOf(finding).severity);
        }
        if (first != finding.first || last != finding.last)
            return "wrong times of a finding";
    }
    std::ranges::sort(hits);
    if (hits != m_hits)
        return "hits that are not those of the findings";
    std::ranges::sort(marked);
    std::vector<std::uint32_t> places;
    std::vector<Severity> severities;
    for (const auto& [place, severity] : marked) {
        if (places.empty() || places.back() != place) {
            places.push_back(place);
            severities.push_back(severity);
        }
        severities.back() = std::max(severities.back(), severity);
    }
    if (places != m_places || severities != m_severities)
        return "places that are not those of the findings";
    return {};
}

Result<FindingsPtr> findAll(const std::shared_ptr<const EventStore>& events, RulesPtr rules,
                            query::Evaluator& evaluator, const JobContext& context)
{
    try {
        return FindingsMaking(events, std::move(rules), evaluator, context).make();
    } catch (const std::bad_alloc&) {
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    }
}

} // namespace trailloupe::detection
