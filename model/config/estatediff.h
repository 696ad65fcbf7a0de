// EstateDiff: what was born, died and changed between two moments, over all resources.
//
// Threads: any; works on `threads` of its own (0: one per processor). The result is the same for
// any number of them.
// Units: nanoseconds since 1970-01-01 UTC.
// Cost: O(log items) a resource; of those with other items at the two moments one ItemDiff each.
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/resources.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace trailloupe::config {

struct EstateChange
{
    enum class Kind : std::uint8_t
    {
        Born, // not known or deleted before, there after; created or at least discovered
        Appeared, // the same, but its first item says that it existed before
        Died, // there before, deleted after
        Passed, // neither before nor after, but in between
        Changed, // there at both, and not the same
        Reborn, // there at both, deleted in between
    };

    ResourceNo resource;
    Kind kind = Kind::Changed;
    Beginning beginning = Beginning::Unrecorded; // of the life that Born and Appeared begin
    State before;
    State after;
    std::uint32_t changes = 0; // of Changed and Reborn: from one to the other; the noise too
    std::uint32_t noise = 0;
    bool operator==(const EstateChange&) const = default;
};

// In the order of the resources; those that are the same at both moments are left out.
// REQUIRES fromNs <= toNs.
Result<std::vector<EstateChange>> differEstate(const Resources& resources, std::int64_t fromNs,
                                               std::int64_t toNs, const JobContext& context,
                                               unsigned threads = 0);

// The same of one resource; nothing when it is the same at both moments.
std::optional<EstateChange> differResource(const Resources& resources, ResourceNo no,
                                           std::int64_t fromNs, std::int64_t toNs);

const char* estateChangeKey(EstateChange::Kind kind); // "born"

} // namespace trailloupe::config
