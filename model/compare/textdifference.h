// differingParts(): which parts of two texts are not in the other one.
//
// By words: runs of letters, digits and bytes beyond ASCII, every other character by itself. So a
// part begins and ends between characters. What begins and ends both texts is common; of what is
// between, as many words as possible, in their order. Beyond kMostWords words all that is between
// counts as different.
//
// Units: bytes. Threads: pure function. Cost: O(bytes + words²) with words ≤ kMostWords.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace trailloupe::compare {

constexpr std::size_t kMostWords = 100;

struct TextPart
{
    std::size_t offset = 0;
    std::size_t length = 0;
    bool operator==(const TextPart&) const = default;
};

struct DifferingParts
{
    std::vector<TextPart> inFirst; // ascending, never adjacent
    std::vector<TextPart> inSecond;
};

DifferingParts differingParts(std::string_view first, std::string_view second);

} // namespace trailloupe::compare
