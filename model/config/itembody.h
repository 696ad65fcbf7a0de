// ItemBody: what an item says about its resource, without what it says about the recording of it.
//
// Threads: pure functions.
// Cost: O(size of the item), some microseconds a KB: it is rebuilt and sorted.
#pragma once

#include "model/base/strongid.h"
#include "model/store/eventstore.h"

#include <string>

namespace trailloupe::config {

// Equal for items with the same state: members sorted, null and empty ones left out, and without
// capture, delivery, state id, status, hash, version, related events and recording frequency.
std::string itemBody(const store::EventStore& items, RowId row);

} // namespace trailloupe::config
