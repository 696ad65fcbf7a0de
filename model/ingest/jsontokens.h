// JsonTokens: where the structure of a JSON text is, found by simdjson's first stage, and a cursor
// over it.
//
// The first stage marks { } [ ] : , and the start of every string and scalar, and checks that the
// text is UTF-8 and its strings closed. Grammar is left to the cursor's user. Only that stage is
// used because the store needs what simdjson's tree does not keep: offsets, number text, member
// order and repeated keys; and it is half of the time of building a tree.
//
// Threads: one owner; the tokens are valid as long as the text is.
// Cost: index() about 1 ns per 2 bytes of text; memory 4 bytes per byte of the largest text so far.
// Errors: see Status.
#pragma once

#include "model/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace trailloupe::ingest {

class JsonTokens
{
public:
    enum class Status : std::uint8_t
    {
        Ok,
        Empty, // no token at all
        Unclosed, // the text ends inside a string
        NeedsRepair, // not UTF-8, or raw control characters inside strings
        TooLarge, // beyond what offsets of 32 bits reach
    };

    JsonTokens();
    ~JsonTokens();

    // REQUIRES ByteBuffer::kPadding zero bytes behind the text, as a ByteBuffer has them: the first
    // is what ends a cursor.
    Status index(const ByteBuffer& text);

    std::uint32_t size() const { return m_size; }
    // Offset of token i; REQUIRES i <= size(); the end of the text for i == size().
    std::uint32_t at(std::uint32_t i) const { return m_tokens[i]; }
    // The first character of token i; '\0' for i == size(), so that a cursor which compares needs
    // no other look whether the text goes on. REQUIRES i <= size().
    char kind(std::uint32_t i) const { return m_text[m_tokens[i]]; }
    std::string_view text() const { return {m_text, m_length}; }

    // The string or scalar at token i, with its quotes, without the white space after it.
    std::string_view token(std::uint32_t i) const
    {
        const char* begin = m_text + m_tokens[i];
        const char* end = m_text + m_tokens[i + 1];
        while (end > begin && isSpace(end[-1]))
            --end;
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    // The escaped inside of the string at token i; false when there is none. REQUIRES i <= size().
    bool string(std::uint32_t i, std::string_view& inside) const
    {
        const char* begin = m_text + m_tokens[i];
        if (*begin != '"')
            return false;
        const char* end = m_text + m_tokens[i + 1];
        while (isSpace(end[-1]))
            --end;
        if (end - begin < 2 || end[-1] != '"')
            return false;
        inside = {begin + 1, static_cast<std::size_t>(end - begin) - 2};
        return true;
    }

    // The token after the value that starts at token i, counting brackets only; size() when it
    // never ends.
    std::uint32_t skip(std::uint32_t i) const;
    // Appends the value at token i without white space, checking its grammar, without recursion.
    // Moves i past it. False with i at the token that is wrong (size() when the text ends too
    // early).
    bool compact(std::uint32_t& i, std::string& out) const;

    static bool isSpace(char c)
    {
        return static_cast<unsigned char>(c) <= ' '
            && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
    }
    static bool isString(std::string_view token)
    {
        return token.size() >= 2 && token.front() == '"' && token.back() == '"';
    }
    static bool isNumber(std::string_view token);
    static bool isLiteral(std::string_view token)
    {
        return token == "true" || token == "false" || token == "null";
    }

private:
    struct Parser;
    bool scalar(std::uint32_t i, std::string& out) const;

    std::unique_ptr<Parser> m_parser;
    const char* m_text = nullptr;
    std::size_t m_length = 0;
    const std::uint32_t* m_tokens = nullptr;
    std::uint32_t m_size = 0;
};

} // namespace trailloupe::ingest
