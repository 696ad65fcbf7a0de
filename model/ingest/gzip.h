// Gzip: stored bytes become text, whatever shape the gzip stream is in.
//
//   GzipReader     one source at a time, whole, into a buffer that is used again
//   GunzipStream   the same for sources whose text is too large to hold
//
// Whatever is odd about a stream is an Issue, never a failure of the call, and text that could be
// read is kept. Issue offsets count bytes of text.
// Threads: one owner each. Cost: a sound single-member source costs one libdeflate call and no
// allocation once the buffer has grown; a damaged one is read by zlib, which gives what comes
// before the damage.
#pragma once

#include "model/base/bytes.h"
#include "model/ingest/ledger.h"
#include "model/ingest/limits.h"
#include "model/ingest/source.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

// By the first three bytes: magic and the only compression method there is.
bool looksLikeGzip(std::string_view stored);

struct GzipOutcome
{
    enum Status : std::uint8_t
    {
        Whole, // all text of all members; issues may still tell of checksums and trailing bytes
        Partial, // the text up to where the stream ends early or is corrupt
        NeedsStream, // more than limits.wholeTextBytes, text is empty: read it by GunzipStream
        Failed, // the stream is damaged before its first byte of text
    };

    Status status = Whole;
    std::vector<Issue> issues;
};

class GzipReader
{
public:
    GzipReader();
    ~GzipReader();
    GzipReader(const GzipReader&) = delete;
    GzipReader& operator=(const GzipReader&) = delete;

    // Replaces the content of `text` by the text of `stored`. Never holds more than
    // limits.wholeTextBytes of it, whatever the stream claims.
    GzipOutcome inflate(std::string_view stored, const Limits& limits, ByteBuffer& text);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

// The text of a gzip stream, piece by piece. Ends at damage, at limits.sourceTextBytes and where
// the stream turns out to be a bomb; issues() says which, and is complete once read() returned 0.
// Errors: only those of the stored stream.
class GunzipStream : public ByteStream
{
public:
    GunzipStream(std::unique_ptr<ByteStream> stored, const Limits& limits);
    ~GunzipStream() override;

    Result<std::size_t> read(char* into, std::size_t capacity) override;

    const std::vector<Issue>& issues() const;
    bool isWhole() const; // the end was reached and no text is missing
    std::uint64_t storedBytes() const; // taken from the stored stream so far
    std::uint64_t textBytes() const; // given out so far

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace trailloupe::ingest
