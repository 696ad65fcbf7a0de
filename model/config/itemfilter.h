// ItemFilter: a condition that was typed over configuration items, in the names that people use for
// what a resource is.
//
// The filter bar's short names are those of events: type, id. Over items they, and name and status,
// mean those of the resource. Every other name is the path that it is, of the item.
// Threads: pure functions. Cost: O(size of the condition).
#pragma once

#include "model/query/predicate.h"

namespace trailloupe::config {

// The same condition, of what items call "resourceType", "resourceId", "resourceName" and
// "configurationItemStatus". The condition itself where there is nothing to rename.
query::PredicatePtr itemFilter(const query::PredicatePtr& typed);

} // namespace trailloupe::config
