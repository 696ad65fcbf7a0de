// GzipDecoder: gzip members in, text out, piece by piece, through whatever damage there is.
//
// Reads the gzip frame itself and inflates by zlib without a wrapper, so that the text of a member
// with a wrong checksum is kept and the member after it is found.
// Threads: one owner. Errors: none; what is odd is an Issue with the offset in the text.
#pragma once

#include "model/ingest/ledger.h"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

class GzipDecoder
{
public:
    struct Step
    {
        std::size_t consumed = 0;
        std::size_t produced = 0;
    };

    // Text that came before, where another decoder has read the first members.
    explicit GzipDecoder(std::uint64_t textBytesBefore = 0);
    ~GzipDecoder();
    GzipDecoder(const GzipDecoder&) = delete;
    GzipDecoder& operator=(const GzipDecoder&) = delete;

    // Goes on until `stored` is used up, `into` is full or the stream has ended. May be called with
    // nothing stored, to get what is pending.
    Step decode(std::string_view stored, char* into, std::size_t capacity);
    // There are no more stored bytes: says so where the stream is not complete.
    void endOfStored();
    // Stops for a reason that only the caller knows.
    void stop(Issue issue);

    bool ended() const { return m_state == State::Ended; }
    bool isWhole() const { return ended() && m_whole; }
    std::uint64_t textBytes() const { return m_textBytes; }
    const std::vector<Issue>& issues() const { return m_issues; }
    std::vector<Issue> takeIssues() { return std::move(m_issues); }

private:
    enum class State : std::uint8_t
    {
        Between, // before a member: magic, trailing bytes or the end
        Fixed, // the ten bytes that every header has
        ExtraLength,
        Extra,
        Name,
        Comment,
        HeaderChecksum,
        Body,
        Trailer,
        Ended,
    };

    std::size_t takeHeader(std::string_view stored);
    void takeHeaderByte(unsigned char byte);
    void checkFixedHeader();
    void enter(State state);
    void enterNextHeaderPart(State done);
    Step inflateBody(std::string_view stored, char* into, std::size_t capacity);
    void checkTrailer();
    void endCorrupt(std::string detail);

    z_stream m_zlib{};
    State m_state = State::Between;
    bool m_ready = false; // zlib could be set up
    bool m_whole = true;
    bool m_anyMember = false;
    std::string m_field; // bytes of the header part or trailer being read
    std::uint32_t m_skip = 0; // of an extra field
    std::uint8_t m_flags = 0;
    std::uint32_t m_crc = 0;
    std::uint64_t m_memberStart = 0; // text bytes
    std::uint64_t m_textBytes = 0;
    std::vector<Issue> m_issues;
};

} // namespace trailloupe::ingest
