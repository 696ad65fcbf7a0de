// SlowEvaluator: what a predicate says about one event, read from the event's JSON by the words of
// predicate.h, one value after the other.  The oracle for the evaluator; shares no code with it but
// the JSON reader.
#pragma once

#include "model/base/jsondocument.h"
#include "model/query/predicate.h"

#include <cstdint>
#include <string>

namespace trailloupe::test {

// `lastEvent`: seconds, for times that are counted back. Derived columns are not supported.
bool slowlyFulfils(const query::Predicate& predicate, const std::string& json,
                   std::int64_t lastEvent = 0);

} // namespace trailloupe::test
