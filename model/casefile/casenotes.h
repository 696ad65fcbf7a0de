// What a person keeps about a case: stars, tags and notes on events, sessions, spans of time,
// comparisons and pictures.
//
// Representation: value types. A Subject says what a mark is about in a way that holds in any copy
// of the evidence: an event by the SHA-256 of its JSON (compact, members in the order of the
// record, as EventStore::json() writes it) beside its id and time, a session by the text of the
// field session.id, a span by its ends, a comparison by its events and what it ignores, a picture
// by its bytes. A Mark that says nothing is no mark: it is not in the file.
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
constexpr std::size_t kMostCompared = 8;
constexpr std::size_t kMostIgnored = 1000; // paths of a comparison
constexpr std::size_t kMaxPictureBytes = std::size_t{8} << 20;

// What names an event in any copy of the evidence.
struct EventKey
{
    std::string eventId; // may be empty, and need not be its own alone
    std::string sha256; // 64 digits, lower case
    std::optional<std::int64_t> time;
    bool operator==(const EventKey&) const = default;
};

struct Subject
{
    enum class Kind : std::uint8_t
    {
        Event = 1,
        Session = 2,
        Span = 3,
        Comparison = 4,
        Picture = 5,
    };
    Kind kind = Kind::Event;
    std::string eventId; // of an event
    // Of an event, of its JSON; of a comparison, of comparisonText(); of a picture, of its bytes.
    std::string sha256;
    std::string session; // of a session
    // Of a span, and of what a picture shows; else when it happened or began, where that is known.
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to; // of a span or a picture
    std::vector<EventKey> events; // of a comparison, the first one first
    std::vector<std::string> ignored; // of a comparison: paths, sorted, each once
    std::string svg; // of a picture

    // One for each thing: "event:<sha256>", "session:<text>", "span:<from>..<to>",
    // "comparison:<sha256>", "picture:<sha256>".
    std::string key() const;
    bool operator==(const Subject&) const = default;
};

// What the hash of a comparison is of: a line for each event, then one for each ignored path.
std::string comparisonText(const Subject& comparison);
Subject comparisonOf(std::vector<EventKey> events, std::vector<std::string> ignored);
Subject pictureOf(std::string svg, std::int64_t from, std::int64_t to);

struct Mark
{
    bool isStarred = false;
    std::set<std::string> tags; // by name
    std::string note; // plain text
    std::string title; // what it was called when it was marked, for when it is not in the evidence
    std::string filter; // what was asked for when it was first marked; empty: everything
    std::string zone; // how times without a zone in the filter were meant; IANA, may be empty
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
