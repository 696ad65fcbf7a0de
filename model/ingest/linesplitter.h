// LineSplitter: cuts JSON lines where lines end, chunk by chunk, so that a broken one does not
// spoil the next.
//
// Threads: one owner.  Units: offsets are bytes from the start of the text.
// Cost: one pass; memory is at most one line of limits.recordBytes.
// Errors: issues(): a longer line is rejected as RecordTooLarge.
#pragma once

#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

class LineSplitter
{
public:
    // The line lives until the call returns.
    using Sink = std::function<void(std::uint64_t offset, std::string_view line)>;

    explicit LineSplitter(const Limits& limits);

    void feed(std::string_view chunk, const Sink& sink);
    void finish(const Sink& sink); // the text ended

    std::uint64_t rejected() const { return m_rejected; }
    const std::vector<Issue>& issues() const { return m_issues; }

private:
    void take(std::string_view part);
    void endLine(const Sink& sink);

    std::uint64_t m_limit;
    std::string m_line;
    std::uint64_t m_size = 0; // of the line, also beyond the limit
    std::uint64_t m_offset = 0;
    std::uint64_t m_rejected = 0;
    std::vector<Issue> m_issues;
};

} // namespace trailloupe::ingest
