// ItemFrame: what an item shows of its resource (that it began, changed or ended), and the span of
// time in which the events lie that led to it.
//
// Threads: pure functions; FrameReader has one owner. Cost: some microseconds.
// Units: nanoseconds since 1970-01-01 UTC; spans (from, to].
#pragma once

#include "model/config/resources.h"

#include <optional>
#include <string>
#include <vector>

namespace trailloupe::config {

struct ItemFrame
{
    enum class Kind : std::uint8_t
    {
        Nothing, // a repeat, undated, or a stub of what is not recorded: nothing to explain
        Begin, // the first item of a lifetime that was created or discovered
        Change,
        Unknown, // an update, and how the resource was before is not known
        End, // a deletion
    };
    Kind kind = Kind::Nothing;
    ResourceNo resource;
    std::uint32_t item = 0;
    std::uint32_t before = kNoItem; // the item that tells how the resource was
    Beginning beginning = Beginning::Unrecorded; // of a Begin
    std::optional<std::int64_t> createdNs; // resourceCreationTime, of a Begin
    bool isDaily = false; // recorded once a day: events are up to a day before
    std::int64_t fromNs = kNoTime;
    // Of a Begin: the call that created it is looked for from here; the end of the life before, or
    // the begin of time.
    std::int64_t searchFromNs = kNoTime;
    std::int64_t toNs = kNoTime;

    // An event of this second counts only if it says what changed: clocks differ, and what happened
    // just before a capture may have missed it.
    static constexpr std::int64_t kSlackBeforeNs = 300'000'000'000;
    static constexpr std::int64_t kSlackAfterNs = 5'000'000'000;

    bool holds(std::int64_t eventNs) const; // in the span, an event may be anywhere in its second
    bool reachesNear(std::int64_t eventNs) const; // the slack too
    bool reaches(std::int64_t eventNs) const; // and what is searched for a creation
};

class FrameReader
{
public:
    explicit FrameReader(const Resources& resources);

    ItemFrame read(ResourceNo resource, std::uint32_t item);

private:
    std::string_view member(RowId row, const std::optional<PathId>& path);
    void begin(ItemFrame& frame, std::uint32_t firstOfLife);

    const Resources& m_resources;
    std::optional<PathId> m_created;
    std::optional<PathId> m_frequency;
    std::string m_text;
};

} // namespace trailloupe::config
