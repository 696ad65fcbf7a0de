// SlowEvaluator: what a predicate says about one event, read from the event's JSON by the words of
// predicate.h, one value after the other.  The oracle for the evaluator; shares no code with it but
// the JSON reader.
#pragma once

#include "model/base/jsondocument.h"
#include "model/query/predicate.h"

#include <cstdint>
#include <set>
#include <string>

namespace trailloupe::test {

// `lastEvent`: seconds, for times that are counted back. Derived columns are not supported.
bool slowlyFulfils(const query::Predicate& predicate, const std::string& json,
                   std::int64_t lastEvent = 0);

// The values of a field in one event: texts, numbers, true and false. `exists`: also when all there
// is are objects and arrays, but not null.
std::set<std::string> slowValues(const query::FieldPath& path, const std::string& json,
                                 bool& exists);

} // namespace trailloupe::test
