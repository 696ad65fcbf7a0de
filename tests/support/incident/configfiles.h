// ConfigFiles: the deliveries of AWS Config, made of what the service wrote down.
//
//   AWSLogs/<account>/Config/<region>/2026/3/11/ConfigHistory/…    every six hours, by type
//   AWSLogs/<account>/Config/<region>/2026/3/11/ConfigSnapshot/…   every night, and when asked for
#pragma once

#include "tests/support/incident/configservice.h"

#include <map>

namespace trailloupe::incident {

struct ConfigDelivery
{
    std::string path;
    std::string text; // JSON; empty: the empty file that tests the bucket
};

struct ConfigStory
{
    std::vector<ConfigDelivery> deliveries;
    std::vector<ItemTruth> items; // of all items that were delivered, in order of capture
};

// `events`: what happened, in order of time; `isLogged` tells of each whether its trail was on.
ConfigStory recordConfig(const std::vector<Event>& events, const std::vector<bool>& isLogged,
                         std::uint64_t seed);

} // namespace trailloupe::incident
