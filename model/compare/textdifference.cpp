#include "model/compare/textdifference.h"

#include <algorithm>
#include <cstdint>

namespace trailloupe::compare {

namespace {

bool isOfWord(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<TextPart> wordsOf(std::string_view text)
{
    std::vector<TextPart> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (isOfWord(text[at])) {
            while (end < text.size() && isOfWord(text[end]))
                ++end;
        }
        words.push_back({at, end - at});
        at = end;
    }
    return words;
}

std::string_view textOf(std::string_view text, const TextPart& part)
{
    return text.substr(part.offset, part.length);
}

void append(std::vector<TextPart>& parts, const TextPart& part)
{
    if (!parts.empty() && parts.back().offset + parts.back().length == part.offset)
        parts.back().length += part.length;
    else
        parts.push_back(part);
}

// The words between what begins and what ends both texts.
struct Between
{
    std::vector<TextPart> first;
    std::vector<TextPart> second;
};

Between betweenCommonEnds(std::string_view first, std::string_view second)
{
    Between words{wordsOf(first), wordsOf(second)};
    const std::size_t most = std::min(words.first.size(), words.second.size());
    const auto same = [&](std::size_t a, std::size_t b) {
        return textOf(first, words.first[a]) == textOf(second, words.second[b]);
    };
    std::size_t begin = 0;
    while (begin < most && same(begin, begin))
        ++begin;
    std::size_t end = 0;
    while (end < most - begin && same(words.first.size() - 1 - end, words.second.size() - 1 - end))
        ++end;
    const auto cut = [begin, end](std::vector<TextPart>& of) {
        of.erase(of.end() - static_cast<std::ptrdiff_t>(end), of.end());
        of.erase(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(begin));
    };
    cut(words.first);
    cut(words.second);
    return words;
}

} // namespace

DifferingParts differingParts(std::string_view first, std::string_view second)
{
    const Between words = betweenCommonEnds(first, second);
    const std::size_t n = words.first.size();
    const std::size_t m = words.second.size();
    DifferingParts parts;
    if (n > kMostWords || m > kMostWords) {
        for (const TextPart& word : words.first)
            append(parts.inFirst, word);
        for (const TextPart& word : words.second)
            append(parts.inSecond, word);
        return parts;
    }
    // common[i * (m + 1) + j]: how many words the rests from i and j have in common, in order.
    std::vector<std::uint16_t> common((n + 1) * (m + 1));
    const auto same = [&](std::size_t i, std::size_t j) {
        return textOf(first, words.first[i]) == textOf(second, words.second[j]);
    };
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& {
        return common[i * (m + 1) + j];
    };
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t j = m; j-- > 0;)
            at(i, j) = same(i, j) ? static_cast<std::uint16_t>(at(i + 1, j + 1) + 1)
                                  : std::max(at(i + 1, j), at(i, j + 1));
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < n || j < m) {
        if (i < n && j < m && same(i, j)) {
            ++i;
            ++j;
        } else if (j == m || (i < n && at(i + 1, j) >= at(i, j + 1))) {
            append(parts.inFirst, words.first[i++]);
        } else {
            append(parts.inSecond, words.second[j++]);
        }
    }
    return parts;
}

} // namespace trailloupe::compare
