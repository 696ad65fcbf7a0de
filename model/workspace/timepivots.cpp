#include "model/workspace/timepivots.h"

#include "model/workspace/pivots.h"

#include <algorithm>

namespace trailloupe::workspace {

namespace {

query::PredicatePtr predicateOf(const query::TimeSpan& span)
{
    return query::Predicate::of(
        query::TimeTest{query::TimeBound{span.from, false}, query::TimeBound{span.to, false}});
}

QString printed(const query::PredicatePtr& predicate)
{
    return QString::fromStdString(query::printBar(*predicate).value_or(std::string()));
}

} // namespace

QString timeCondition(const query::TimeSpan& span)
{
    return printed(predicateOf(span));
}

void pivotWithoutTime(Investigation& investigation, const query::TimeSpan& span)
{
    const TimeChoice choice = timeChoice(investigation);
    Filter filter = choice.span == span ? withoutTimeChoice(investigation) : investigation.filter();
    const QString without = printed(query::Predicate::negation(predicateOf(span)));
    const auto same = std::ranges::find(filter.chips, without, &FilterChip::text);
    if (same != filter.chips.end())
        same->enabled = true;
    else
        filter.chips.push_back({.text = without});
    investigation.setFilter(filter);
}

} // namespace trailloupe::workspace
