// predicatetext: what a predicate means, for people who want to know exactly: a line a condition,
// indented like the tree, with what each decides about letter case, missing fields and null.
//
// Nothing is left out, so it also shows what no language of ours can say.
// Threads: pure functions. Cost: O(nodes).
#pragma once

#include "model/query/predicate.h"

#include <string>

namespace trailloupe::query {

// Lines end with '\n', each begins with `indent`.
std::string predicateText(const Predicate& predicate, const std::string& indent = {});

} // namespace trailloupe::query
