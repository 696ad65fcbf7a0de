// ByteBuffer: bytes that may be parsed in place: kPadding readable bytes always follow the content.
//
// Representation: uninitialised growth (resizing does not clear), so that inflating costs one pass.
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <utility>

namespace trailloupe {

class ByteBuffer
{
public:
    static constexpr std::size_t kPadding = 64; // what simdjson reads past the end

    ByteBuffer() = default;
    ByteBuffer(ByteBuffer&& other) noexcept
        : m_data(std::move(other.m_data))
        , m_size(std::exchange(other.m_size, 0))
        , m_capacity(std::exchange(other.m_capacity, 0))
    { }
    ByteBuffer& operator=(ByteBuffer&& other) noexcept
    {
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
        m_capacity = std::exchange(other.m_capacity, 0);
        return *this;
    }

    char* data() { return m_data.get(); }
    const char* data() const { return m_data.get(); }
    std::size_t size() const { return m_size; }
    std::size_t capacity() const { return m_capacity; }
    bool empty() const { return m_size == 0; }
    std::string_view view() const { return {m_data.get(), m_size}; }

    // New bytes are uninitialised; the padding after them is zero.
    void resize(std::size_t size)
    {
        reserve(size);
        m_size = size;
        if (m_data)
            std::memset(m_data.get() + size, 0, kPadding);
    }
    void reserve(std::size_t capacity)
    {
        if (m_data && capacity <= m_capacity)
            return;
        std::size_t grown = m_capacity + m_capacity / 2;
        if (grown < capacity)
            grown = capacity;
        char* fresh = static_cast<char*>(std::malloc(grown + kPadding));
        if (!fresh)
            throw std::bad_alloc();
        if (m_size)
            std::memcpy(fresh, m_data.get(), m_size);
        std::memset(fresh + m_size, 0, kPadding);
        m_data.reset(fresh);
        m_capacity = grown;
    }
    void append(std::string_view text)
    {
        const std::size_t at = m_size;
        resize(at + text.size());
        if (!text.empty())
            std::memcpy(m_data.get() + at, text.data(), text.size());
    }
    void clear() { resize(0); }
    // Gives the memory back when it holds more than `limit` bytes.
    void shrinkAbove(std::size_t limit)
    {
        if (m_capacity > limit)
            *this = ByteBuffer();
    }

private:
    struct Free
    {
        void operator()(char* p) const { std::free(p); }
    };
    std::unique_ptr<char, Free> m_data;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace trailloupe
