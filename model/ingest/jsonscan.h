// JsonScan: a cursor over JSON text that may be cut or malformed; it finds its way without
// checking.
//
// Threads: a value type. Cost: one pass, no allocation, no recursion. Errors: every step says
// whether it found what it looked for before the text ended; nothing is ever read past the end.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace trailloupe::ingest {

class JsonScan
{
public:
    explicit JsonScan(std::string_view text, std::size_t at = 0)
        : m_text(text)
        , m_at(at)
    { }

    std::size_t offset() const { return m_at; }
    bool atEnd() const { return m_at >= m_text.size(); }
    char current() const { return atEnd() ? '\0' : m_text[m_at]; }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }
    // Moves past `c` and the space after it, if it is next.
    bool take(char c)
    {
        if (current() != c || atEnd())
            return false;
        ++m_at;
        skipSpace();
        return true;
    }

    // REQUIRES current() == '"'. The raw text between the quotes; what there is of it, and false,
    // when the string is cut.
    bool readString(std::string_view& raw)
    {
        const std::size_t start = ++m_at;
        for (;;) {
            const void* hit = m_at < m_text.size()
                ? std::memchr(m_text.data() + m_at, '"', m_text.size() - m_at)
                : nullptr;
            if (!hit) {
                m_at = m_text.size();
                raw = m_text.substr(start);
                return false;
            }
            const auto quote =
                static_cast<std::size_t>(static_cast<const char*>(hit) - m_text.data());
            std::size_t backslashes = 0;
            while (quote - backslashes > start && m_text[quote - backslashes - 1] == '\\')
                ++backslashes;
            m_at = quote + 1;
            if (backslashes % 2 == 0) {
                raw = m_text.substr(start, quote - start);
                return true;
            }
        }
    }

    // Moves past the value at the cursor and the space after it. False when it is cut or when no
    // value is there.
    bool skipValue()
    {
        std::string_view ignored;
        const char c = current();
        bool whole = false;
        if (c == '"') {
            whole = readString(ignored);
        } else if (c == '{' || c == '[') {
            whole = skipContainer();
        } else {
            const std::size_t start = m_at;
            while (m_at < m_text.size() && !isEndOfScalar(m_text[m_at]))
                ++m_at;
            whole = m_at > start && m_at < m_text.size();
        }
        skipSpace();
        return whole;
    }

    // In an object, at a member: reads its name and stops at its value. False at anything else.
    bool readKey(std::string_view& raw)
    {
        if (current() != '"' || !readString(raw))
            return false;
        skipSpace();
        return take(':') && !atEnd();
    }

    static bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

private:
    static bool isEndOfScalar(char c)
    {
        return c == ',' || c == '}' || c == ']' || c == ':' || c == '"' || c == '{' || c == '['
            || isSpace(c);
    }

    bool skipContainer()
    {
        std::size_t depth = 0;
        std::string_view ignored;
        while (m_at < m_text.size()) {
            switch (m_text[m_at]) {
            case '"':
                if (!readString(ignored))
                    return false;
                continue;
            case '{':
            case '[':
                ++depth;
                break;
            case '}':
            case ']':
                if (--depth == 0) {
                    ++m_at;
                    return true;
                }
                break;
            default:
                break;
            }
            ++m_at;
        }
        return false;
    }

    std::string_view m_text;
    std::size_t m_at;
};

} // namespace trailloupe::ingest
