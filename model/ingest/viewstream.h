// ViewStream: bytes in memory that belong to someone else, as a ByteStream.
//
// Threads: one owner.  The bytes outlive the stream.
#pragma once

#include "model/ingest/source.h"

#include <string_view>

namespace trailloupe::ingest {

class ViewStream : public ByteStream
{
public:
    explicit ViewStream(std::string_view bytes)
        : m_bytes(bytes)
    { }

    Result<std::size_t> read(char* into, std::size_t capacity) override
    {
        const std::size_t count = m_bytes.copy(into, capacity);
        m_bytes.remove_prefix(count);
        return count;
    }

private:
    std::string_view m_bytes;
};

} // namespace trailloupe::ingest
