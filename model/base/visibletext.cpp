#include "model/base/visibletext.h"

#include <array>
#include <cstddef>

namespace trailloupe {
namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

constexpr std::array<Range, 7> kHidden{{{0x80, 0x9f},
                                        {0xad, 0xad},
                                        {0x61c, 0x61c},
                                        {0x200b, 0x200f},
                                        {0x2028, 0x202e},
                                        {0x2060, 0x206f},
                                        {0xfff9, 0xfffb}}};

bool hidesOrReorders(char32_t c)
{
    for (const Range& range : kHidden) {
        if (c >= range.first && c <= range.last)
            return true;
    }
    return c == 0xfeff;
}

unsigned char byteAt(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

bool isTail(std::string_view text, std::size_t at)
{
    return at < text.size() && (byteAt(text, at) & 0xC0) == 0x80;
}

// The character of two or three bytes that stands there; 0 where none does. No other is hidden.
char32_t shortCharacter(std::string_view text, std::size_t at)
{
    const unsigned char lead = byteAt(text, at);
    if ((lead & 0xE0) == 0xC0 && isTail(text, at + 1))
        return static_cast<char32_t>((lead & 0x1F) << 6 | (byteAt(text, at + 1) & 0x3F));
    if ((lead & 0xF0) == 0xE0 && isTail(text, at + 1) && isTail(text, at + 2))
        return static_cast<char32_t>((lead & 0x0F) << 12 | (byteAt(text, at + 1) & 0x3F) << 6
                                     | (byteAt(text, at + 2) & 0x3F));
    return 0;
}

void appendCode(std::string& out, char32_t c)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    out += "\u27e8U+";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += kDigits[(c >> shift) & 0xF];
    out += "\u27e9";
}

} // namespace

std::string visibleText(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char byte = byteAt(text, i);
        if (byte < 0x20 || byte == 0x7F) {
            out += "\xE2\x90"; // U+2400 and on
            out += static_cast<char>(byte == 0x7F ? 0xA1 : 0x80 + byte);
            continue;
        }
        const char32_t c = byte < 0x80 ? 0 : shortCharacter(text, i);
        if (c != 0 && hidesOrReorders(c)) {
            appendCode(out, c);
            i += (byte & 0xE0) == 0xC0 ? 1 : 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace trailloupe
