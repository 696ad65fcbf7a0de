// sameText: equality of short texts without a call: keys of JSON members and repeated values are
// compared some fifty times an event, and most are shorter than what memcmp needs to pay off.
#pragma once

#include "model/base/textwords.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace trailloupe {

inline bool sameBytes(const char* a, const char* b, std::size_t size)
{
    const auto load4 = [](const char* at) {
        std::uint32_t word = 0;
        std::memcpy(&word, at, sizeof word);
        return word;
    };
    if (size >= 8) {
        if (size > 64)
            return std::memcmp(a, b, size) == 0;
        // Whole words from the start, and one that overlaps them at the end.
        for (std::size_t at = 0; at + 8 < size; at += 8) {
            if (load8(a + at) != load8(b + at))
                return false;
        }
        return load8(a + size - 8) == load8(b + size - 8);
    }
    if (size >= 4)
        return load4(a) == load4(b) && load4(a + size - 4) == load4(b + size - 4);
    for (std::size_t at = 0; at < size; ++at) {
        if (a[at] != b[at])
            return false;
    }
    return true;
}

inline bool sameText(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sameBytes(a.data(), b.data(), a.size());
}

} // namespace trailloupe
