// EstateDiff: what was born, died and changed between two moments, over all resources.
//
// Threads: any; works on `threads` of its own (0: one per processor). The result is the same for
// any number of them.
// Units: nanoseconds since 1970-01-01 UTC.
// Cost: O(log items) a resource; of those with other items at the two moments one ItemDiff each,
// and with ChangedBack::Told of those that are the same one more for each of their items in
// between, up to the first that is not. Errors: Cancelled; TooLarge when memory runs out.
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
        ChangedBack, // there at both, and the same but for noise; not so in between
    };

    ResourceNo resource;
    Kind kind = Kind::Changed;
    Beginning beginning = Beginning::Unrecorded; // of the life that Born and Appeared begin
    State before;
    State after;
    // Of Changed, Reborn and ChangedBack: from one to the other; the noise too.
    std::uint32_t changes = 0;
    std::uint32_t noise = 0;
    bool operator==(const EstateChange&) const = default;
};

// Whether those that are the same at both moments, and were not in between, are told of.
enum class ChangedBack : std::uint8_t
{
    LeftOut,
    Told,
};

// In the order of the resources; those that are the same at both moments are left out.
// REQUIRES fromNs <= toNs.
Result<std::vector<EstateChange>> differEstate(const Resources& resources, std::int64_t fromNs,
                                               std::int64_t toNs, const JobContext& context,
                                               unsigned threads = 0,
                                               ChangedBack changedBack = ChangedBack::LeftOut);

// The same of one resource; nothing when it is the same at both moments.
std::optional<EstateChange> differResource(const Resources& resources, ResourceNo no,
                                           std::int64_t fromNs, std::int64_t toNs);

// The items of the span that say how the resource was, in order: from after the state before to the
// state after, without repeats.
std::vector<std::uint32_t> itemsBetween(const Resources& resources, const EstateChange& change);

const char* estateChangeKey(EstateChange::Kind kind); // "born"

} // namespace trailloupe::config
