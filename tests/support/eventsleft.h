// EventsLeft: what a filter leaves, worked out on the spot and without jobs.
#pragma once

#include "model/store/eventstore.h"
#include "model/workspace/investigation.h"

#include <memory>
#include <string>

namespace trailloupe::test {

// The eventIDs in time order, one behind the other: readable where each is a letter. "?" where the
// filter cannot be evaluated.
std::string left(const std::shared_ptr<const store::EventStore>& store,
                 const workspace::Investigation& investigation);

} // namespace trailloupe::test
