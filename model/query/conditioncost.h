// ConditionCost: what a single condition of a filter has to look at, and what that costs on an
// export.
//
// Threads: pure functions; measuring uses the threads of an evaluator of its own.
// Cost: describing O(tree); measuring runs every condition once, with nothing known before.
// Units: milliseconds. Errors: those of Evaluator::evaluate().
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/predicate.h"
#include "model/store/eventstore.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::query {

struct ConditionCost
{
    enum class Way : std::uint8_t
    {
        Dictionary, // each distinct value of the field once, then numbers
        Elements, // the same for several fields at once: arrays, wildcards
        Time, // the times of the rows
        Derived, // a column that is worked out first, then kept
        AllValues, // each distinct value of every field
        WholeEvent, // the JSON of every event, rebuilt
    };
    struct Measured
    {
        std::uint64_t values = 0; // distinct ones of all segments, or what stands for them
        std::size_t segments = 0;
        double milliseconds = 0;
        std::uint64_t events = 0; // that fulfil the condition by itself
    };

    PredicatePtr condition;
    std::string text; // of the bar where it can say it, else its field or text
    Way way{};
    std::optional<Measured> measured;
};

// The single conditions, in the order of the tree, equal ones once; not measured.
std::vector<ConditionCost> conditionCosts(const PredicatePtr& predicate);
Result<void> measure(ConditionCost& cost, const std::shared_ptr<const store::EventStore>& events,
                     const JobContext& context);

// In English, for the command line: "dictionary look-up", "text scan" …
const char* wayText(ConditionCost::Way way);

} // namespace trailloupe::query
