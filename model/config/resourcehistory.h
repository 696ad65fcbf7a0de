// ResourceHistory: the Config timeline of one resource: its states one after the other, what each
// of them is, and what it is compared with.
//
// Representation: a block for every item that is no repeat, in the order of Resources::items():
// the dated ones, then those without a time. A block is compared with the one before it that says
// how the resource was: an update with the state before, a deletion with what it ended, what was
// found again with the state before its deletion. The first state of all is compared with nothing,
// nor is one that says nothing: undated, or not recorded.
// Threads: immutable once made; pure functions.
// Units: times are nanoseconds since 1970-01-01 UTC.
// Cost: historyOf() some 2 µs a lifetime and 20 ns an item; countChanges() a difference of two
// items.
// Errors: countChanges() is Cancelled; what cannot be compared says so by its outcome.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/resources.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::config {

inline constexpr std::uint32_t kNoBlock = ~std::uint32_t{0};
inline constexpr std::uint32_t kNoLifetime = ~std::uint32_t{0};

struct Block
{
    enum class Kind : std::uint8_t
    {
        // The first state of a lifetime; see Beginning.
        Created,
        Discovered,
        Existed,
        Unrecorded, // an update: what was before is not in the export
        Rediscovered, // any of them after a deletion
        // A further one.
        Updated,
        FoundAgain, // discovered while it was there: recording was begun anew
        // Of any place.
        Deleted,
        DeletedAgain, // a deletion that was recorded before
        NotRecorded, // seen, but its type is excluded
        Undated,
    };

    std::uint32_t item = kNoItem; // in Resources::items()
    std::int64_t capturedNs = kNoTime;
    ItemStatus status = ItemStatus::Unknown;
    Kind kind = Kind::Updated;
    std::uint32_t lifetime = kNoLifetime; // in Resources::lifetimes()
    std::uint32_t comparedWith = kNoBlock;
    std::uint32_t repeats = 0; // how often it was recorded again, moments apart
    bool operator==(const Block&) const = default;
};

struct ResourceHistory
{
    ResourceNo resource;
    std::vector<Block> blocks;
    std::uint32_t datedBlocks = 0; // of blocks, the first ones
    // By lifetime: when its resource was created, by its own word; kNoTime: it does not say.
    std::vector<std::int64_t> createdNs;
    std::uint32_t deletionLagHours = 0; // see deletionLagHours()

    // The state as of then: the last dated block until then, that moment included.
    std::optional<std::uint32_t> blockAt(std::int64_t ns) const;
    // What is looked at where no moment is: the last dated one, else the last one.
    std::optional<std::uint32_t> lastBlock() const;
};

// REQUIRES resource.index() < resources.size().
ResourceHistory historyOf(const Resources& resources, ResourceNo resource);

// What a block changed in what it is compared with.
struct BlockChanges
{
    enum class Outcome : std::uint8_t
    {
        Nothing, // it is compared with nothing
        Same, // the same state, recorded again
        OnlyNoise, // only what changes by itself
        Changed,
        Unreadable, // they cannot be compared
    };
    Outcome outcome = Outcome::Nothing;
    std::uint32_t changes = 0; // without the noise
    std::uint32_t noise = 0;
    bool operator==(const BlockChanges&) const = default;
};

BlockChanges countChanges(const Resources& resources, const ResourceHistory& history,
                          std::uint32_t block);
// Of each of the blocks.
Result<std::vector<BlockChanges>> countChanges(const Resources& resources,
                                               const ResourceHistory& history,
                                               std::span<const std::uint32_t> blocks,
                                               const JobContext& context);

// "created", "found-again" …
const char* blockKindKey(Block::Kind kind);

} // namespace trailloupe::config
