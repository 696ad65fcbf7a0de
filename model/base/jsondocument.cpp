#include "model/base/jsondocument.h"

#include <cassert>

namespace trailloupe {
namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHighSurrogate(std::uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool isLowSurrogate(std::uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

// Also encodes lone surrogates (WTF-8).
void appendCodePoint(std::uint32_t point, std::string& out)
{
    const auto byte = [&out](std::uint32_t value) {
        out.push_back(static_cast<char>(value));
    };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | (point >> 6));
        byte(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        byte(0xE0 | (point >> 12));
        byte(0x80 | ((point >> 6) & 0x3F));
        byte(0x80 | (point & 0x3F));
    } else {
        byte(0xF0 | (point >> 18));
        byte(0x80 | ((point >> 12) & 0x3F));
        byte(0x80 | ((point >> 6) & 0x3F));
        byte(0x80 | (point & 0x3F));
    }
}

// The four hexadecimal digits at `at`, or nothing below 0.
int hexUnit(std::string_view text, std::size_t at)
{
    if (text.size() - at < 4)
        return -1;
    int unit = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const char c = text[i];
        int digit = 0;
        if (isDigit(c))
            digit = c - '0';
        else if (c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F')
            digit = c - 'A' + 10;
        else
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// What a one-letter escape stands for, or 0 when there is no such escape.
char shortEscape(char letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return letter;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

// Decodes the escape whose backslash is at `at` and moves past it; false leaves `at` at the
// backslash.
bool decodeEscape(std::string_view text, std::size_t& at, std::string& out, bool& loneSurrogate)
{
    if (at + 1 >= text.size())
        return false;
    if (text[at + 1] != 'u') {
        const char plain = shortEscape(text[at + 1]);
        if (plain == 0)
            return false;
        out.push_back(plain);
        at += 2;
        return true;
    }
    const int first = hexUnit(text, at + 2);
    if (first < 0)
        return false;
    auto point = static_cast<std::uint32_t>(first);
    at += 6;
    if (isHighSurrogate(point) && at + 1 < text.size() && text[at] == '\\' && text[at + 1] == 'u') {
        const int second = hexUnit(text, at + 2);
        if (second >= 0 && isLowSurrogate(static_cast<std::uint32_t>(second))) {
            point =
                0x10000 + ((point - 0xD800) << 10) + (static_cast<std::uint32_t>(second) - 0xDC00);
            at += 6;
        }
    }
    if (isHighSurrogate(point) || isLowSurrogate(point))
        loneSurrogate = true;
    appendCodePoint(point, out);
    return true;
}

} // namespace

// Reads one text from start to end; nesting lives in m_open, never on the call stack.
class JsonDocumentReader
{
public:
    JsonDocumentReader(std::string_view text, std::vector<JsonDocument::Node>& nodes)
        : m_text(text)
        , m_nodes(nodes)
    { }

    Result<void> read()
    {
        while (m_expected != Expected::End) {
            skipSpace();
            if (m_at >= m_text.size())
                return failure(m_at, "text ends early");
            if (!step())
                return m_error;
        }
        skipSpace();
        if (m_at < m_text.size())
            return failure(m_at, "text after the end of the value");
        return {};
    }

private:
    using Kind = JsonDocument::Kind;
    using Node = JsonDocument::Node;

    enum class Expected
    {
        Value,
        ElementOrEnd,
        KeyOrEnd,
        Key,
        CommaOrEnd,
        End,
    };
    struct Open
    {
        std::uint32_t node;
        std::uint32_t lastChild;
    };

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }

    Error failure(std::uint64_t offset, const char* what) const
    {
        return {Error::Kind::Malformed, what, {}, offset};
    }
    bool fail(std::uint64_t offset, const char* what)
    {
        m_error = failure(offset, what);
        return false;
    }

    bool step()
    {
        const char c = m_text[m_at];
        switch (m_expected) {
        case Expected::Value:
            return readValue(c);
        case Expected::ElementOrEnd:
            return c == ']' ? closeContainer() : readValue(c);
        case Expected::KeyOrEnd:
            return c == '}' ? closeContainer() : readKey(c);
        case Expected::Key:
            return readKey(c);
        case Expected::CommaOrEnd:
            return readCommaOrEnd(c);
        case Expected::End:
            break;
        }
        return true;
    }

    bool readCommaOrEnd(char c)
    {
        const bool inObject = m_nodes[m_open.back().node].kind == Kind::Object;
        if (c == (inObject ? '}' : ']'))
            return closeContainer();
        if (c != ',')
            return fail(m_at, inObject ? "expected ',' or '}'" : "expected ',' or ']'");
        ++m_at;
        m_expected = inObject ? Expected::Key : Expected::Value;
        return true;
    }

    bool readKey(char c)
    {
        if (c != '"')
            return fail(m_at, "expected a member name");
        m_key.clear();
        if (!readString(m_key))
            return false;
        skipSpace();
        if (m_at >= m_text.size())
            return fail(m_at, "text ends early");
        if (m_text[m_at] != ':')
            return fail(m_at, "expected ':'");
        ++m_at;
        m_expected = Expected::Value;
        return true;
    }

    bool readValue(char c)
    {
        switch (c) {
        case '{':
            return openContainer(Kind::Object, Expected::KeyOrEnd);
        case '[':
            return openContainer(Kind::Array, Expected::ElementOrEnd);
        case '"': {
            const std::size_t start = m_at;
            std::string text;
            if (!readString(text) || !addNode(Kind::String, start))
                return false;
            m_nodes.back().text = std::move(text);
            return endScalar();
        }
        case 't':
            return readWord("true", Kind::True);
        case 'f':
            return readWord("false", Kind::False);
        case 'n':
            return readWord("null", Kind::Null);
        default:
            return readNumber();
        }
    }

    bool addNode(Kind kind, std::size_t start)
    {
        if (m_nodes.size() >= JsonDocument::kMaxNodes) {
            m_error = {Error::Kind::TooLarge, "too many values in one JSON text", {}, start};
            return false;
        }
        const auto index = static_cast<std::uint32_t>(m_nodes.size());
        Node& node = m_nodes.emplace_back();
        node.kind = kind;
        node.offset = start;
        node.length = m_at - start;
        node.key = m_key;
        m_key.clear();
        if (!m_open.empty()) {
            Open& open = m_open.back();
            node.parent = open.node;
            Node& parent = m_nodes[open.node];
            ++parent.childCount;
            if (open.lastChild == JsonDocument::kNone)
                parent.firstChild = index;
            else
                m_nodes[open.lastChild].nextSibling = index;
            open.lastChild = index;
        }
        return true;
    }

    bool openContainer(Kind kind, Expected next)
    {
        if (!addNode(kind, m_at))
            return false;
        m_open.push_back({static_cast<std::uint32_t>(m_nodes.size() - 1), JsonDocument::kNone});
        ++m_at;
        m_expected = next;
        return true;
    }

    bool closeContainer()
    {
        ++m_at;
        Node& node = m_nodes[m_open.back().node];
        node.length = m_at - node.offset;
        m_open.pop_back();
        return endScalar();
    }

    bool endScalar()
    {
        m_expected = m_open.empty() ? Expected::End : Expected::CommaOrEnd;
        return true;
    }

    bool readWord(std::string_view word, Kind kind)
    {
        const std::size_t start = m_at;
        for (const char c : word) {
            if (m_at >= m_text.size())
                return fail(m_at, "text ends early");
            if (m_text[m_at] != c)
                return fail(m_at, "no JSON value");
            ++m_at;
        }
        return addNode(kind, start) && endScalar();
    }

    bool readDigits()
    {
        if (m_at >= m_text.size())
            return fail(m_at, "text ends early");
        if (!isDigit(m_text[m_at]))
            return fail(m_at, "expected a digit");
        while (m_at < m_text.size() && isDigit(m_text[m_at]))
            ++m_at;
        return true;
    }

    bool readNumber()
    {
        const std::size_t start = m_at;
        if (m_text[m_at] == '-')
            ++m_at;
        else if (!isDigit(m_text[m_at]))
            return fail(m_at, "no JSON value");
        if (m_at < m_text.size() && m_text[m_at] == '0')
            ++m_at;
        else if (!readDigits())
            return false;
        if (m_at < m_text.size() && m_text[m_at] == '.') {
            ++m_at;
            if (!readDigits())
                return false;
        }
        if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
            ++m_at;
            if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
                ++m_at;
            if (!readDigits())
                return false;
        }
        if (!addNode(Kind::Number, start))
            return false;
        m_nodes.back().text = m_text.substr(start, m_at - start);
        return endScalar();
    }

    // m_at is at the opening quote; moves past the closing one.
    bool readString(std::string& out)
    {
        ++m_at;
        bool loneSurrogate = false;
        for (;;) {
            const std::size_t start = m_at;
            while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\'
                   && static_cast<unsigned char>(m_text[m_at]) >= 0x20)
                ++m_at;
            out.append(m_text.substr(start, m_at - start));
            if (m_at >= m_text.size())
                return fail(m_at, "text ends early");
            if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
            if (m_text[m_at] != '\\')
                return fail(m_at, "control character in a string");
            if (!decodeEscape(m_text, m_at, out, loneSurrogate))
                return fail(m_at, "malformed escape");
        }
    }

    std::string_view m_text;
    std::vector<Node>& m_nodes;
    std::vector<Open> m_open;
    std::string m_key;
    std::size_t m_at = 0;
    Expected m_expected = Expected::Value;
    Error m_error;
};

Result<JsonDocument> JsonDocument::parse(std::string_view text)
{
    JsonDocument document;
    JsonDocumentReader reader(text, document.m_nodes);
    if (const auto result = reader.read(); !result)
        return result.error();
    return document;
}

std::uint32_t JsonDocument::member(std::uint32_t object, std::string_view key) const
{
    assert(object < m_nodes.size());
    std::uint32_t found = kNone;
    if (m_nodes[object].kind != Kind::Object)
        return found;
    for (auto child = m_nodes[object].firstChild; child != kNone;
         child = m_nodes[child].nextSibling) {
        if (m_nodes[child].key == key)
            found = child;
    }
    return found;
}

void appendJsonString(std::string_view text, std::string& out)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out.push_back('"');
    std::size_t from = 0;
    const auto flush = [&](std::size_t upTo) {
        out.append(text.substr(from, upTo - from));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == 0xED && i + 2 < text.size()
            && static_cast<unsigned char>(text[i + 1]) >= 0xA0) {
            flush(i);
            const auto second = static_cast<unsigned char>(text[i + 1]);
            const auto third = static_cast<unsigned char>(text[i + 2]);
            const unsigned unit = 0xD000u | ((second & 0x3Fu) << 6) | (third & 0x3Fu);
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4)
                out.push_back(kHex[(unit >> shift) & 0xF]);
            i += 2;
            from = i + 1;
            continue;
        }
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        flush(i);
        from = i + 1;
        out.push_back('\\');
        switch (byte) {
        case '"':
        case '\\':
            out.push_back(static_cast<char>(byte));
            break;
        case '\b':
            out.push_back('b');
            break;
        case '\f':
            out.push_back('f');
            break;
        case '\n':
            out.push_back('n');
            break;
        case '\r':
            out.push_back('r');
            break;
        case '\t':
            out.push_back('t');
            break;
        default:
            out.append("u00");
            out.push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 0xF]);
        }
    }
    flush(text.size());
    out.push_back('"');
}

bool unescapeJsonString(std::string_view escaped, std::string& out, bool* loneSurrogate)
{
    const std::size_t before = out.size();
    bool lone = false;
    std::size_t at = 0;
    while (at < escaped.size()) {
        std::size_t backslash = escaped.find('\\', at);
        if (backslash == std::string_view::npos)
            backslash = escaped.size();
        out.append(escaped.substr(at, backslash - at));
        at = backslash;
        if (at < escaped.size() && !decodeEscape(escaped, at, out, lone)) {
            out.resize(before);
            return false;
        }
    }
    if (loneSurrogate)
        *loneSurrogate = lone;
    return true;
}

} // namespace trailloupe
