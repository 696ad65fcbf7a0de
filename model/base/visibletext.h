// visibleText: text from evidence on one line, in which nothing can hide, reorder or pretend to be
// a line of ours.
//
// Control characters become their visible pictures (␊ ␉ ␀), characters that reorder or hide text
// (bidirectional overrides, zero-width ones, line separators, C1 controls, which terminals obey)
// become ⟨U+202E⟩. All else, wrong UTF-8 too, stays as it is. ui/common/evidencetext.h says the
// same for QString.
//
// Threads: any, pure functions.  Cost: one scan.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trailloupe {

std::string visibleText(std::string_view text);

// The first bytes of a text, at most so many, cut between characters.
constexpr std::string_view cutText(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

} // namespace trailloupe
