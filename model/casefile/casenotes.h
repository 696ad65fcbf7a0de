// What a person keeps about a case: stars, tags and notes on events, sessions and spans of time.
//
// Representation: value types. A Subject says what a mark is about in a way that holds in any copy
// of the evidence: an event by the SHA-256 of its JSON (compact, members in the order of the
// record, as EventStore::json() writes it) beside its id and time, a session by the text of the
// field session.id, a span by its ends. A Mark that says nothing is no mark: it is not in the file.
// Threads: value types.  Units: times are seconds since 1970-01-01 UTC; spans are [from, to).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trailloupe::casefile {

// What a file may hold; more is refused.
constexpr std::size_t kMaxNoteBytes = std::size_t{64} << 10;
constexpr std::size_t kMaxNameBytes = 4096; // of a session, a title
constexpr std::size_t kMaxTagBytes = 128;
constexpr int kTagColors = 6;

struct Subject
{
    enum class Kind : std::uint8_t
    {
        Event = 1,
        Session = 2,
        Span = 3,
    };
    Kind kind = Kind::Event;
    std::string eventId; // of an event; may be empty, and need not be its own alone
    std::string sha256; // of an event: 64 digits, lower case
    std::string session; // of a session
    std::optional<std::int64_t>
        from; // of a span; else when it happened or began, where that is known
    std::optional<std::int64_t> to; // of a span

    // One for each thing: "event:<sha256>", "session:<text>", "span:<from>..<to>".
    std::string key() const;
    bool operator==(const Subject&) const = default;
};

struct Mark
{
    bool isStarred = false;
    std::set<std::string> tags; // by name
    std::string note; // plain text
    std::string title; // what it was called when it was marked, for when it is not in the evidence
    std::optional<std::int64_t> created;
    std::optional<std::int64_t> changed;

    bool isEmpty() const { return !isStarred && tags.empty() && note.empty(); }
    bool operator==(const Mark&) const = default;
};

// What a person changed from `before` to `after`, done to a mark that may have changed since: star
// and tags one by one; a note only where it is still the one that was changed.
Mark merged(const Mark& current, const Mark& before, const Mark& after);

struct Tag
{
    std::string name;
    int color = 0; // [0, kTagColors)
    bool operator==(const Tag&) const = default;
};

struct MarkedSubject
{
    Subject subject;
    Mark mark;
    bool operator==(const MarkedSubject&) const = default;
};

struct MarkChange
{
    Subject subject;
    Mark before;
    Mark after;
};

struct Contents
{
    std::vector<MarkedSubject> marks; // by key
    std::vector<Tag> tags; // in the person's order
    bool operator==(const Contents&) const = default;
};

} // namespace trailloupe::casefile
