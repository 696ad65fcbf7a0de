// EventHistoryCsv: reads the CSV that the console's Event history downloads, each line as one
// event in JSON.
//
// The event has what the line has and nothing else, under the names of CloudTrail: the user name
// and the access key in userIdentity, Read-only as a boolean, the resources as
// {"type", "ARN" or "resourceName"}. Empty fields are left out. Columns may stand in any order; one
// that CloudTrail does not know keeps its heading as its name.
//
// Representation: RFC 4180 by characters, chunk by chunk. Threads: one owner. Units: offsets are
// bytes from the start of the text, of the line; records count from 0. Cost: one pass; memory is
// one line of at most limits.recordBytes.
// Errors: issues(). A line with more or fewer fields than the heading, one that is too large and
// one that the text ends in are rejected.
#pragma once

#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

class EventHistoryCsv
{
public:
    // The JSON lives until the call returns.
    using Sink = std::function<void(std::uint64_t offset, std::string_view json)>;

    explicit EventHistoryCsv(const Limits& limits = {});

    void feed(std::string_view chunk, const Sink& sink);
    void finish(const Sink& sink); // the text ended

    std::uint64_t records() const { return m_records; } // handed over or rejected
    std::uint64_t rejected() const { return m_rejected; }
    const std::vector<Issue>& issues() const { return m_issues; }

private:
    enum class State : std::uint8_t
    {
        FieldStart,
        Plain,
        Quoted,
        QuoteInQuoted, // a quote that ends the field, or the first of two
    };

    void step(char c, const Sink& sink);
    void append(char c);
    void endField();
    void endLine(const Sink& sink);
    void readLine(const Sink& sink);
    void writeEvent();
    void reject(Issue::Code code, std::string detail);

    std::uint64_t m_lineLimit;
    State m_state = State::FieldStart;
    std::uint64_t m_offset = 0; // of the next character
    std::uint64_t m_lineOffset = 0;
    std::uint64_t m_lineBytes = 0;
    bool m_lineHasText = false;
    std::string m_field;
    std::vector<std::string> m_fields;
    std::vector<std::string> m_columns; // empty until the heading was read
    std::string m_json;
    std::uint64_t m_records = 0;
    std::uint64_t m_rejected = 0;
    std::vector<Issue> m_issues;
};

} // namespace trailloupe::ingest
