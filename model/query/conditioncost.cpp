#include "model/query/conditioncost.h"

#include "model/query/barquery.h"
#include "model/query/evaluator.h"
#include "model/store/segment.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace trailloupe::query {
namespace {

using Way = ConditionCost::Way;

Way wayOf(const Predicate& test)
{
    switch (test.kind()) {
    case Predicate::Kind::Time:
        return Way::Time;
    case Predicate::Kind::Text:
        return test.text().scope == TextTest::Scope::Json
                || test.text().op == TextTest::Op::Delimited
            ? Way::WholeEvent
            : Way::AllValues;
    default:
        break;
    }
    const Field& field = test.field().field;
    if (field.derived == Derived::Time)
        return Way::Time;
    if (field.derived != Derived::None)
        return Way::Derived;
    const bool plain =
        field.path.steps.size() == 1 && field.path.steps.front().kind == PathStep::Kind::Key;
    return plain ? Way::Dictionary : Way::Elements;
}

std::string textOf(const Predicate& test)
{
    if (auto printed = printBar(test))
        return *std::move(printed);
    return test.kind() == Predicate::Kind::Text ? test.text().operand
        : test.kind() == Predicate::Kind::Field ? test.field().field.text()
                                                : "time";
}

void collect(const PredicatePtr& node, std::set<std::string>& seen,
             std::vector<ConditionCost>& costs)
{
    if (node->kind() <= Predicate::Kind::Not) {
        for (const PredicatePtr& child : node->children())
            collect(child, seen, costs);
    } else if (seen.insert(node->key()).second) {
        costs.push_back({node, textOf(*node), wayOf(*node), std::nullopt});
    }
}

std::uint64_t derivedValues(const std::shared_ptr<const store::EventStore>& events, Derived derived,
                            Evaluator& evaluator, const JobContext& context)
{
    std::uint64_t values = 0;
    for (std::size_t i = 0; i < events->segments().size(); ++i) {
        if (const auto made = evaluator.derived().get(events, i, derived, context))
            values += made->values().size();
    }
    return values;
}

// Entries of the dictionaries that hold values of the field; of all of them without one.
std::uint64_t dictionaryValues(const store::EventStore& events, const Field* field)
{
    std::optional<PathMatcher> matcher;
    if (field)
        matcher.emplace(field->path, events.paths());
    std::uint64_t values = 0;
    for (const auto& segment : events.segments()) {
        for (const store::Segment::Dictionary& dictionary : segment->dictionaries()) {
            if (!matcher || matcher->endsAt(dictionary.path))
                values += dictionary.count;
        }
    }
    return values;
}

std::uint64_t valuesOf(const ConditionCost& cost,
                       const std::shared_ptr<const store::EventStore>& events, Evaluator& evaluator,
                       const JobContext& context)
{
    switch (cost.way) {
    case Way::Dictionary:
    case Way::Elements:
        return dictionaryValues(*events, &cost.condition->field().field);
    case Way::AllValues:
        return dictionaryValues(*events, nullptr);
    case Way::Derived:
        return derivedValues(events, cost.condition->field().field.derived, evaluator, context);
    case Way::Time:
    case Way::WholeEvent:
        break;
    }
    return events->rowCount();
}

} // namespace

std::vector<ConditionCost> conditionCosts(const PredicatePtr& predicate)
{
    std::set<std::string> seen;
    std::vector<ConditionCost> costs;
    collect(predicate, seen, costs);
    return costs;
}

Result<void> measure(ConditionCost& cost, const std::shared_ptr<const store::EventStore>& events,
                     const JobContext& context)
{
    Evaluator evaluator;
    const auto start = std::chrono::steady_clock::now();
    const auto rows = evaluator.evaluate(events, cost.condition, context);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    if (!rows)
        return rows.error();
    cost.measured =
        ConditionCost::Measured{valuesOf(cost, events, evaluator, context),
                                events->segments().size(), took.count(), (*rows)->count()};
    return {};
}

const char* wayText(Way way)
{
    switch (way) {
    case Way::Dictionary:
        return "dictionary of the field";
    case Way::Elements:
        return "dictionaries along a path";
    case Way::Time:
        return "times of the events";
    case Way::Derived:
        return "derived column";
    case Way::AllValues:
        return "text scan of all values";
    case Way::WholeEvent:
        return "JSON of every event";
    }
    return "";
}

} // namespace trailloupe::query
