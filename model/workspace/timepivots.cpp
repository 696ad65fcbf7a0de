#include "model/workspace/timepivots.h"

#include "model/workspace/pivots.h"

namespace trailloupe::workspace {

namespace {

query::PredicatePtr predicateOf(const query::TimeSpan& span)
{
    query::TimeTest test;
    if (span.from != INT64_MIN)
        test.from = query::TimeBound{span.from, false};
    if (span.to != INT64_MAX)
        test.to = query::TimeBound{span.to, false};
    return query::Predicate::of(test);
}

} // namespace

QString timeCondition(const query::TimeSpan& span)
{
    return conditionText(*predicateOf(span));
}

void pivotWithoutTime(Investigation& investigation, const query::TimeSpan& span)
{
    const TimeChoice choice = timeChoice(investigation);
    Filter filter = choice.span == span ? withoutTimeChoice(investigation) : investigation.filter();
    addChip(filter, conditionText(*query::Predicate::negation(predicateOf(span))));
    investigation.setFilter(filter);
}

} // namespace trailloupe::workspace
