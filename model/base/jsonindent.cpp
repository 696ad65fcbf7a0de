#include "model/base/jsonindent.h"

#include <algorithm>

namespace trailloupe {
namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Indenter
{
public:
    explicit Indenter(std::string_view json)
        : m_json(json)
    {
        m_out.reserve(json.size() + json.size() / 2);
    }

    std::string run()
    {
        while (m_at < m_json.size())
            step();
        return std::move(m_out);
    }

private:
    void step()
    {
        const char c = m_json[m_at];
        if (c == '"') {
            copyString();
        } else if (c == '{' || c == '[') {
            open(c);
        } else if (c == '}' || c == ']') {
            ++m_at;
            m_depth = std::max(m_depth - 1, 0);
            newLine();
            m_out += c;
        } else if (c == ',') {
            ++m_at;
            m_out += c;
            newLine();
        } else if (c == ':') {
            ++m_at;
            m_out += ": ";
        } else {
            ++m_at;
            if (!isSpace(c))
                m_out += c;
        }
    }

    void open(char c)
    {
        ++m_at;
        m_out += c;
        std::size_t next = m_at;
        while (next < m_json.size() && isSpace(m_json[next]))
            ++next;
        if (next < m_json.size() && m_json[next] == (c == '{' ? '}' : ']')) {
            m_out += m_json[next];
            m_at = next + 1;
            return;
        }
        ++m_depth;
        newLine();
    }

    void newLine()
    {
        m_out += '\n';
        m_out.append(static_cast<std::size_t>(std::min(m_depth, kMaxIndentDepth) * kIndentSpaces),
                     ' ');
    }

    void copyString()
    {
        m_out += m_json[m_at++];
        while (m_at < m_json.size()) {
            const char c = m_json[m_at];
            unsigned codePoint = 0;
            if (const std::size_t length = invisibleControlAt(m_json, m_at, codePoint)) {
                appendEscape(codePoint);
                m_at += length;
                continue;
            }
            m_out += c;
            ++m_at;
            if (c == '"')
                return;
            if (c == '\\' && m_at < m_json.size())
                m_out += m_json[m_at++];
        }
    }

    void appendEscape(unsigned codePoint)
    {
        static constexpr char kHex[] = "0123456789abcdef";
        m_out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4)
            m_out += kHex[(codePoint >> shift) & 0xF];
    }

    std::string_view m_json;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::string m_out;
};

} // namespace

std::size_t invisibleControlAt(std::string_view utf8, std::size_t at, unsigned& codePoint)
{
    if (at + 3 > utf8.size())
        return 0;
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(utf8[at + i]);
    };
    if (byte(0) != 0xE2 && byte(0) != 0xEF)
        return 0;
    const unsigned code = (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    const bool invisible = (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E)
        || (code >= 0x2060 && code <= 0x2064) || (code >= 0x2066 && code <= 0x2069)
        || code == 0xFEFF;
    if (!invisible)
        return 0;
    codePoint = code;
    return 3;
}

std::string indentJson(std::string_view json)
{
    return Indenter(json).run();
}

} // namespace trailloupe
