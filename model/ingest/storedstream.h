// StoredStream: the stored bytes of one source on their way: counted and hashed, and looked at
// before they are taken.
//
// Threads: one owner.
// Errors: those of the stream inside; after one, and until the end was reached, there is no hash.
#pragma once

#include "model/base/jobcontext.h"
#include "model/ingest/sha256.h"
#include "model/ingest/source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace trailloupe::ingest {

class StoredStream : public ByteStream
{
public:
    explicit StoredStream(std::unique_ptr<ByteStream> inner);

    // The first `count` bytes, without taking them; fewer where the stream ends or fails, which
    // read() tells when it gets there.  To be called once, first.
    std::string_view peek(std::size_t count);
    Result<std::size_t> read(char* into, std::size_t capacity) override;

    // Passes over what was not taken. False when the end was not reached: an error, or cancelled.
    bool drain(const JobContext& context);

    std::uint64_t bytes() const { return m_bytes; } // seen so far
    std::string sha256() { return m_sha256.finish(); } // REQUIRES drain() returned true

private:
    Result<std::size_t> readInner(char* into, std::size_t capacity);

    enum class End : std::uint8_t
    {
        None,
        Reached,
        Failed
    };

    std::unique_ptr<ByteStream> m_inner;
    Sha256 m_sha256;
    std::uint64_t m_bytes = 0;
    std::string m_head;
    std::size_t m_taken = 0; // of the head
    End m_end = End::None;
    Error m_error; // when it failed
};

} // namespace trailloupe::ingest
