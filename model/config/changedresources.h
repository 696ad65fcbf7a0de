// changedresources: which resources changed within a span of time, and how often.
//
// A change is every item but the one that only says that its resource had been there before
// (Beginning::Existed), and but repeats. Whether its content differs from the item before is not
// looked at: that takes a comparison of each.
// Threads: pure function. Units: nanoseconds since 1970-01-01 UTC; the span is [from, to).
// Cost: O(resources · log items + items in the span).
// Errors: Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/resources.h"

#include <cstdint>
#include <vector>

namespace trailloupe::config {

struct ChangedResource
{
    ResourceNo resource;
    std::uint32_t changes = 0; // at least one
    bool operator==(const ChangedResource&) const = default;
};

// The most changed ones first; of equally many changes in their order.
Result<std::vector<ChangedResource>> changedResources(const Resources& resources,
                                                      std::int64_t fromNs, std::int64_t toNs,
                                                      const JobContext& context);

} // namespace trailloupe::config
