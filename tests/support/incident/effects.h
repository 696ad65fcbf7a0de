// Effects: what calls that CloudTrail wrote down did to the estate.
#pragma once

#include "tests/support/incident/estate.h"

#include <optional>

namespace trailloupe::incident {

struct Effect
{
    // The resources that it is about, and what happened to each. What others say of them, and what
    // counts them, changes with it.
    std::map<ResourceKey, std::string> changes;
    std::optional<bool> recording; // the recorder of its Region was switched on or off
};

// Does to `estate` what the event did; calls that failed or only looked did nothing.
Effect applyEvent(Estate& estate, const Event& event);

} // namespace trailloupe::incident
