// Snapshots: which snapshots of AWS Config an export has, and which resources went missing from one
// to the next without a word: between them they were deleted, or ceased to be recorded.
//
// A snapshot is a source whose content is one and whose name tells account, Region and moment
// (…_Config_us-east-1_ConfigSnapshot_20260301T120000Z_….json.gz), read to its end. That a resource
// is gone is inferred, never recorded: whether its type was still recorded is for the caller to
// ask (see Recording).
// Threads: immutable once made; any thread.
// Units: times are nanoseconds since 1970-01-01 UTC.
// Cost: make() O(sources); the rest O(occurrences of the items of a resource).
#pragma once

#include "model/config/resources.h"
#include "model/ingest/ledger.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::config {

struct Snapshot
{
    std::string account;
    std::string region;
    std::int64_t ns = kNoTime;
    SourceId source;
};

// A resource that was in one snapshot and not in the next one.
struct Vanishing
{
    std::int64_t lastSeenNs = kNoTime;
    std::int64_t missingNs = kNoTime;
    SourceId lastSeen;
    SourceId missing;
    bool operator==(const Vanishing&) const = default;
};

class Snapshots
{
public:
    Snapshots() = default; // none
    explicit Snapshots(const ingest::Ledger& ledger);

    const std::vector<Snapshot>& all() const { return m_all; } // by account, Region and time
    // When it is in a snapshot, by time.
    std::vector<std::int64_t> seenNs(const Resources& resources, ResourceNo resource) const;
    // Nothing while it is known to live, or to be deleted, and where something was recorded later.
    std::optional<Vanishing> vanishing(const Resources& resources, ResourceNo resource) const;

private:
    std::vector<std::size_t> snapshotsWith(const Resources& resources, ResourceNo resource) const;

    std::vector<Snapshot> m_all;
    std::vector<std::pair<SourceId, std::size_t>> m_bySource; // sorted
};

// What the name of a snapshot says; nothing where it is no such name.
std::optional<Snapshot> snapshotOfName(std::string_view path);

} // namespace trailloupe::config
