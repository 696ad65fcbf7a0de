#include "model/ingest/storedstream.h"

#include <array>

namespace trailloupe::ingest {

StoredStream::StoredStream(std::unique_ptr<ByteStream> inner)
    : m_inner(std::move(inner))
{ }

std::string_view StoredStream::peek(std::size_t count)
{
    m_head.resize(count);
    std::size_t filled = 0;
    while (filled < count) {
        const auto got = readInner(m_head.data() + filled, count - filled);
        if (!got || *got == 0)
            break;
        filled += *got;
    }
    m_head.resize(filled);
    return m_head;
}

Result<std::size_t> StoredStream::read(char* into, std::size_t capacity)
{
    if (m_taken < m_head.size()) {
        const std::size_t count = m_head.copy(into, capacity, m_taken);
        m_taken += count;
        return count;
    }
    return readInner(into, capacity);
}

bool StoredStream::drain(const JobContext& context)
{
    std::array<char, 64 << 10> passed;
    while (m_end == End::None && !context.cancelled())
        (void)readInner(passed.data(), passed.size());
    return m_end == End::Reached;
}

Result<std::size_t> StoredStream::readInner(char* into, std::size_t capacity)
{
    if (m_end == End::Failed)
        return m_error;
    if (m_end == End::Reached)
        return std::size_t{0};
    const auto got = m_inner->read(into, capacity);
    if (!got) {
        m_end = End::Failed;
        m_error = got.error();
        return m_error;
    }
    if (*got == 0)
        m_end = End::Reached;
    m_sha256.add({into, *got});
    m_bytes += *got;
    return got;
}

} // namespace trailloupe::ingest
