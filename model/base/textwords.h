// Text eight bytes at a time: what is compared or read some fifty times an event is worth words
// instead of characters.
//
// Representation: the first byte of the text is the lowest of the word, on any machine. In the
// masks that come back, a byte that has a property has its highest bit set and no other.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace trailloupe {

inline std::uint64_t load8(const char* at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap64(word);
    return word;
}

inline void store4(std::uint32_t word, std::uint8_t* at)
{
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap32(word);
    std::memcpy(at, &word, sizeof word);
}

// The first `size` < 8 bytes of a word, zero behind them.
constexpr std::uint64_t firstBytes(std::uint64_t word, std::size_t size)
{
    return word & ((std::uint64_t{1} << (8 * size)) - 1);
}

constexpr std::uint64_t eightOf(unsigned char c)
{
    return 0x0101010101010101u * c;
}

// The bytes from `first` to `last`. REQUIRES all bytes of the word below 128.
constexpr std::uint64_t bytesWithin(std::uint64_t word, char first, char last)
{
    const std::uint64_t reached = word + eightOf(static_cast<unsigned char>(128 - first));
    const std::uint64_t passed = word + eightOf(static_cast<unsigned char>(127 - last));
    return reached & ~passed & eightOf(128);
}

} // namespace trailloupe
