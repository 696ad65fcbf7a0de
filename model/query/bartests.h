// What the conditions of a filter's text mean: a field, an operator and values into predicates. The
// table in GRAMMAR.md is their definition.
//
// Threads: pure functions. Errors: throw Failure, see bartext.h.
#pragma once

#include "model/query/bartext.h"
#include "model/query/predicate.h"

#include <string_view>
#include <vector>

namespace trailloupe::query::bar {

PredicatePtr existence(const Field& field);
PredicatePtr truth(const Field& field, bool isTrue);

// field:value, a range or a network included
PredicatePtr valueTest(const Field& field, const Value& value);
// Any of the values; equalities of one field that differ in the value alone are one test.
PredicatePtr anyValue(std::vector<PredicatePtr> tests);
// < <= > >=
PredicatePtr orderTest(const Field& field, std::string_view op, const Value& value);
// ~ =~ contains startswith endswith matches, and with a '!' before them
PredicatePtr textTest(const Field& field, std::string_view op, const Value& value);
// A value without a field: anywhere in the event.
PredicatePtr anywhere(const Value& value);

// time < <= > >=
PredicatePtr timeOrderTest(std::string_view op, const Value& value, const BarOptions& options);
// time:value, a range included
PredicatePtr timeTest(const Value& value, const BarOptions& options);
// time:last value
PredicatePtr lastTest(const Value& value);

} // namespace trailloupe::query::bar
