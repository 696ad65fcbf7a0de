// RecordSplitter: cuts a text that is too large to hold into its records, chunk by chunk.
//
// The container is found on the way: the arrays "Records", "Events" (lookup-events), "logEvents"
// (CloudWatch Logs), "configurationItems", "baseConfigurationItems" and "Results" (AWS Config) of
// an object, whatever members come first; a bare array; or one object after the other, with or
// without line breaks. The elements of an array are the records; an object without such an array is
// a record itself.  Any number of containers may follow each other.
//
// Representation: a state machine over brackets and strings; records are cut out, not checked, and
// may be no objects. Only a record that spans chunks is copied. Threads: one owner. Units: offsets
// are bytes from the start of the text; records count from 0, rejected ones too. Cost: one pass, no
// recursion; memory is at most one record of limits.recordBytes. The same text gives the same
// records and issues however it is cut into chunks.
// Errors: issues(). RecordTooLarge and a record that is cut by the end of the text are rejected;
// text that is no JSON is passed over up to the next line that starts with a bracket.
#pragma once

#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

class RecordSplitter
{
public:
    // The record lives until the call returns.
    using Sink = std::function<void(std::uint64_t offset, std::string_view record)>;

    explicit RecordSplitter(const Limits& limits = {});

    void feed(std::string_view chunk, const Sink& sink);
    void finish(); // the text ended

    std::uint64_t records() const { return m_records; } // handed over or rejected
    std::uint64_t rejected() const { return m_rejected; }
    const std::vector<Issue>& issues() const { return m_issues; }

private:
    enum class State : std::uint8_t
    {
        Top, // between containers
        Garbage, // up to the next line that starts with a bracket
        Object, // in an object that may hold a container
        Elements, // in a container, between its elements
        Value, // in an element: an object, an array or a string
        Scalar, // in any other element
    };

    std::size_t top(std::size_t at);
    std::size_t garbage(std::size_t at);
    std::size_t object(std::size_t at, const Sink& sink);
    std::size_t elements(std::size_t at);
    std::size_t value(std::size_t at, const Sink& sink);
    std::size_t scalar(std::size_t at, const Sink& sink);
    std::size_t restOfString(std::size_t at);
    void startOfMember(char c, std::size_t at);
    void endContainer();
    void beginRecord(std::size_t at);
    void endRecord(std::size_t end, const Sink& sink);
    void holdRest();
    void note(Issue::Code code, std::uint64_t offset, bool ofRecord, const char* detail = "");
    std::uint64_t offsetAt(std::size_t at) const { return m_before + at; }

    std::uint64_t m_recordLimit;
    std::string_view m_chunk;
    std::uint64_t m_before = 0; // bytes of the chunks before this one
    State m_state = State::Top;

    std::uint64_t m_depth = 0; // brackets that are open in the record or object at hand
    bool m_inString = false;
    bool m_escaped = false; // the chunk before ended in an odd run of backslashes

    bool m_inObject = false; // the elements belong to an object
    bool m_expectsKey = false;
    bool m_afterColon = false;
    bool m_capturing = false; // the string at hand is the name of a member of the object
    std::string m_key;
    bool m_needsComma = false;
    bool m_atLineStart = false;
    bool m_sawValue = false; // what follows is not the start of the text

    bool m_holds = false; // a record is open
    bool m_tooLarge = false;
    std::uint64_t m_recordOffset = 0;
    std::size_t m_recordAt = 0; // in the chunk: what m_held does not have yet
    std::string m_held;

    std::uint64_t m_records = 0;
    std::uint64_t m_rejected = 0;
    std::vector<Issue> m_issues;
};

} // namespace trailloupe::ingest
