// Letters of ASCII, whatever the locale: upper and lower case alike, other bytes as they are.
//
// Threads: pure functions.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace trailloupe {

constexpr char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string lowerAscii(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        c = lowerAscii(c);
    return lower;
}

inline bool equalFolded(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lowerAscii(x) == lowerAscii(y); });
}

// Every text holds an empty one.
inline bool containsFolded(std::string_view text, std::string_view part)
{
    return part.empty()
        || std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char x, char y) { return lowerAscii(x) == lowerAscii(y); })
        != text.end();
}

} // namespace trailloupe
