// Findings: what rules found in the events of a store, with the events that made them say so.
//
// Representation: per rule that found something its events, as places of the store's time order
// (undated ones stand last there); and flat arrays over all of them: which findings an event is in,
// by row, and which places have any, with the worst severity there. An event that several rules
// find is in the finding of each.
// Threads: immutable once made; any thread. Units: times are seconds since 1970 UTC.
// Cost: findAll() one filter a rule and one pass over the rows: the built-in rules over 1 M
// events some 0.9 s on two slow cores, 70 ms where the evaluator knows their conditions. 17 bytes
// an event that is found, 12 more for each further rule that finds it.
//
// Errors: Cancelled. A rule that cannot be read or answered is a failure and keeps no other from
// its finding.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/detection/rule.h"
#include "model/query/evaluator.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::detection {

using RulesPtr = std::shared_ptr<const std::vector<Rule>>; // never null

struct Finding
{
    std::size_t rule = 0; // of Findings::rules()
    std::vector<std::uint32_t> places; // ascending, at least one
    std::optional<std::int64_t> first; // none where no event of it has a time
    std::optional<std::int64_t> last;

    std::uint64_t count() const { return places.size(); }
};

class Findings
{
public:
    struct Hit // one event in one finding
    {
        RowId row;
        std::uint32_t finding = 0; // of findings(), so that the worst is the least
        auto operator<=>(const Hit&) const = default;
    };
    struct Failure
    {
        std::size_t rule = 0;
        Error error;
    };

    const std::shared_ptr<const store::EventStore>& events() const { return m_events; }
    const std::vector<Rule>& rules() const { return *m_rules; }

    // The worst first, of equal ones the earliest.
    std::span<const Finding> findings() const { return m_findings; }
    const Rule& ruleOf(const Finding& finding) const { return (*m_rules)[finding.rule]; }
    const Rule& ruleOf(const Hit& hit) const { return ruleOf(m_findings[hit.finding]); }
    RowId row(const Finding& finding, std::size_t event) const
    {
        return m_events->timeOrder()[finding.places[event]];
    }
    // Rules that found nothing, and those that could not be asked; in the order of rules().
    std::span<const std::size_t> silent() const { return m_silent; }
    std::span<const Failure> failures() const { return m_failures; }

    // By row, and of a row the worst first.
    std::span<const Hit> hits() const { return m_hits; }
    std::span<const Hit> findingsOf(RowId row) const; // O(log hits)

    // Events that are in a finding, each once, and the worst severity of each.
    std::span<const std::uint32_t> places() const { return m_places; }
    std::span<const Severity> severities() const { return m_severities; }

    std::uint64_t memoryBytes() const;
    // "" when all of the above holds, else what is wrong. Slow: for tests.
    std::string checkInvariants() const;

private:
    friend class FindingsMaking;

    std::shared_ptr<const store::EventStore> m_events;
    RulesPtr m_rules;
    std::vector<Finding> m_findings;
    std::vector<std::size_t> m_silent;
    std::vector<Failure> m_failures;
    std::vector<Hit> m_hits;
    std::vector<std::uint32_t> m_places;
    std::vector<Severity> m_severities;
};
using FindingsPtr = std::shared_ptr<const Findings>;

Result<FindingsPtr> findAll(const std::shared_ptr<const store::EventStore>& events, RulesPtr rules,
                            query::Evaluator& evaluator, const JobContext& context);

} // namespace trailloupe::detection
