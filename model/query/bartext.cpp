#include "model/query/bartext.h"

#include "model/base/asciitext.h"
#include "model/query/fieldnames.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace trailloupe::query::bar {
namespace {

bool isControl(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return u < 0x20 || u == 0x7F;
}

void appendUtf8(std::string& text, char32_t letter)
{
    const auto byte = [&](std::uint32_t bits) {
        text += static_cast<char>(bits);
    };
    const auto code = static_cast<std::uint32_t>(letter);
    if (code < 0x80)
        return byte(code);
    if (code < 0x800)
        byte(0xC0 | code >> 6);
    else if (code < 0x10000)
        byte(0xE0 | code >> 12);
    else
        byte(0xF0 | code >> 18);
    if (code >= 0x10000)
        byte(0x80 | (code >> 12 & 0x3F));
    if (code >= 0x800)
        byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
}

bool isFieldStart(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return std::isalpha(u) || c == '_' || c == '@' || c == '`' || u >= 0x80;
}

bool isFieldChar(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return std::isalnum(u) || c == '_' || c == '@' || c == '.' || c == '-' || c == '*' || u >= 0x80;
}

} // namespace

void fail(BarError::Code code, TextSpan where, std::string detail, std::optional<std::string> fix)
{
    throw Failure{{code, where, std::move(detail), std::move(fix)}};
}

std::string quotedText(std::string_view value)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "\"";
    for (const char c : value) {
        const auto u = static_cast<unsigned char>(c);
        if (isControl(c)) {
            text += "\\u{";
            if (u >= 0x10)
                text += kDigits[u >> 4];
            (text += kDigits[u & 15]) += '}';
            continue;
        }
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '"';
}

void BarText::check() const
{
    if (m_text.size() > kMaxBarText)
        fail(BarError::Code::TooLong, {kMaxBarText, m_text.size() - kMaxBarText});
    for (std::size_t i = 0; i < m_text.size(); ++i) {
        if (isControl(m_text[i]) && !isSpace(m_text[i]))
            fail(BarError::Code::ControlCharacter, {i, 1}, {}, std::string(" "));
    }
}

void BarText::skipSpace()
{
    while (!atEnd() && isSpace(peek()))
        ++m_at;
}

TextSpan BarText::trimmedFrom(std::size_t begin) const
{
    TextSpan span = spanFrom(begin);
    while (span.length > 0 && isSpace(m_text[span.end() - 1]))
        --span.length;
    return span;
}

bool BarText::takeSign(std::string_view sign)
{
    if (!startsWith(sign))
        return false;
    m_at += sign.size();
    skipSpace();
    return true;
}

bool BarText::isWord(std::string_view word) const
{
    if (!equalFolded(m_text.substr(m_at, word.size()), word))
        return false;
    const char next = peek(word.size());
    return next == '\0' || isSpace(next) || next == '(' || next == ')' || next == '[';
}

bool BarText::takeWord(std::string_view word)
{
    if (!isWord(word))
        return false;
    m_at += word.size();
    skipSpace();
    return true;
}

bool BarText::isFunction(std::string_view name) const
{
    return equalFolded(m_text.substr(m_at, name.size()), name) && peek(name.size()) == '(';
}

std::size_t BarText::lengthOfConjunction() const
{
    for (const std::string_view word : {"and", "or"}) {
        if (isWord(word))
            return word.size();
    }
    return startsWith("||") || startsWith("&&") ? 2 : 0;
}

bool BarText::isArn() const
{
    return startsWith("arn:") && m_text.find(':', m_at + 4) != m_text.npos;
}

// ---- fields

TextSpan BarText::takeField()
{
    const std::size_t begin = m_at;
    // "*.type": of any member.
    const bool anyName = peek() == '*' && (peek(1) == '.' || peek(1) == '[');
    if (!anyName && !isFieldStart(peek()))
        return spanFrom(begin);
    while (!atEnd()) {
        if (peek() == '`') {
            const std::size_t close = m_text.find('`', m_at + 1);
            if (close == std::string_view::npos)
                fail(BarError::Code::UnclosedQuote, {m_at, 1}, "`", std::nullopt);
            m_at = close + 1;
        } else if (peek() == '[') {
            std::size_t end = m_at + 1;
            while (end < m_text.size()
                   && (std::isdigit(static_cast<unsigned char>(m_text[end])) || m_text[end] == '*'))
                ++end;
            if (end >= m_text.size() || m_text[end] != ']')
                return spanFrom(begin);
            m_at = end + 1;
        } else if (isFieldChar(peek())) {
            ++m_at;
        } else {
            return spanFrom(begin);
        }
    }
    return spanFrom(begin);
}

Field BarText::fieldAt(TextSpan span) const
{
    auto field = parseField(m_text.substr(span.offset, span.length));
    if (!field)
        fail(BarError::Code::BadPath, span);
    return *std::move(field);
}

// ---- operators

std::string BarText::takeOperator(TextSpan& span)
{
    std::size_t at = m_at;
    while (at < m_text.size() && isSpace(m_text[at]))
        ++at;
    const std::string sign = takeSignOperator(span, at);
    if (!sign.empty() || at == m_at)
        return sign;
    static constexpr std::array<std::string_view, 14> kWords{
        "is not null", "is null",    "is not true", "is true", "is not false",
        "is false",    "not exists", "exists",      "not in",  "in",
        "contains",    "startswith", "endswith",    "matches"};
    const std::size_t before = m_at;
    m_at = at;
    for (const std::string_view words : kWords) {
        if (const auto length = lengthOfWords(words)) {
            const bool needsValue = words.find("null") == words.npos
                && words.find("exists") == words.npos && !words.starts_with("is ");
            // "in" and the like are values themselves when nothing follows.
            if (needsValue && onlySpaceBehind(at + *length))
                continue;
            span = {at, *length};
            m_at = at + *length;
            return std::string(words);
        }
    }
    m_at = before;
    return {};
}

std::string BarText::takeSignOperator(TextSpan& span, std::size_t at)
{
    static constexpr std::array<std::string_view, 13> kSigns{
        "!=~", "=~", "!~", "==", "!=", "<=", ">=", "<>", "<", ">", "=", "~", ":"};
    for (const std::string_view sign : kSigns) {
        if (!m_text.substr(at).starts_with(sign))
            continue;
        // A colon belongs to the field directly: "a :b" is two values.
        if (sign == ":" && at != m_at)
            break;
        span = {at, sign.size()};
        m_at = at + sign.size();
        return sign == "==" ? "=" : sign == "<>" ? "!=" : std::string(sign);
    }
    return {};
}

bool BarText::onlySpaceBehind(std::size_t at) const
{
    while (at < m_text.size() && isSpace(m_text[at]))
        ++at;
    return at >= m_text.size() || m_text[at] == ')';
}

// The length in the text of words that stand here with any spaces between them.
std::optional<std::size_t> BarText::lengthOfWords(std::string_view words) const
{
    std::size_t at = m_at;
    while (!words.empty()) {
        const std::size_t space = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, space);
        if (!equalFolded(m_text.substr(at, word.size()), word))
            return std::nullopt;
        at += word.size();
        const char next = at < m_text.size() ? m_text[at] : '\0';
        if (next != '\0' && !isSpace(next) && next != '(' && next != ')' && next != '['
            && next != '"')
            return std::nullopt;
        words.remove_prefix(std::min(space + 1, words.size()));
        while (!words.empty() && at < m_text.size() && isSpace(m_text[at]))
            ++at;
    }
    return at - m_at;
}

// ---- values

bool BarText::isEndOfValue(std::size_t ahead, std::string_view ends) const
{
    const char c = peek(ahead);
    return c == '\0' || isSpace(c) || c == ')' || ends.find(c) != std::string_view::npos;
}

Value BarText::takeValue(std::string_view ends)
{
    if (atEnd() || isEndOfValue(0, ends))
        fail(BarError::Code::MissingValue, {m_at, 0});
    if (const std::size_t length = lengthOfConjunction())
        fail(BarError::Code::MissingValue, {m_at, length});
    if (peek() == '"' || peek() == '\'')
        return takeQuoted();
    if (peek() == '/') {
        if (auto regex = takeRegex(ends))
            return *std::move(regex);
    }
    return takeLetters(ends);
}

Value BarText::takeQuoted()
{
    const char quote = peek();
    Value value;
    value.kind = Value::Kind::Quoted;
    value.span.offset = m_at++;
    for (;; ++m_at) {
        if (atEnd())
            fail(BarError::Code::UnclosedQuote, {value.span.offset, 1}, std::string(1, quote));
        if (peek() == quote)
            break;
        if (const auto letter = takeEscape()) {
            appendUtf8(value.text, *letter);
            continue;
        }
        if (peek() == '\\' && (peek(1) == quote || peek(1) == '\\'))
            ++m_at;
        value.text += peek();
    }
    ++m_at;
    value.span.length = m_at - value.span.offset;
    return value;
}

// Leaves the cursor at its last letter.
std::optional<char32_t> BarText::takeEscape()
{
    constexpr std::size_t kMostDigits = 6;
    if (!startsWith("\\u{"))
        return std::nullopt;
    const std::string_view digits = m_text.substr(m_at + 3, kMostDigits + 1);
    std::uint32_t number = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    const auto length = static_cast<std::size_t>(end - digits.data());
    const bool isLetter = number <= 0x10FFFF && (number < 0xD800 || number > 0xDFFF);
    if (error != std::errc() || length >= digits.size() || *end != '}' || !isLetter)
        return std::nullopt;
    m_at += 3 + length;
    return static_cast<char32_t>(number);
}

// /…/ or /…/i, when the second slash ends a value; else a word that begins with a slash.
std::optional<Value> BarText::takeRegex(std::string_view ends)
{
    if (std::find(m_withoutRegex.begin(), m_withoutRegex.end(), ends) != m_withoutRegex.end())
        return std::nullopt;
    Value value;
    value.kind = Value::Kind::Regex;
    for (std::size_t at = m_at + 1; at < m_text.size(); ++at) {
        if (m_text[at] == '\\' && at + 1 < m_text.size()) {
            if (m_text[at + 1] != '/')
                value.text += m_text[at];
            value.text += m_text[++at];
            continue;
        }
        if (m_text[at] != '/') {
            value.text += m_text[at];
            continue;
        }
        value.foldCase = at + 1 < m_text.size() && m_text[at + 1] == 'i';
        const std::size_t end = at + (value.foldCase ? 2 : 1);
        if (!isEndOfValue(end - m_at, ends)) {
            value.text += m_text[at];
            continue;
        }
        value.span = {m_at, end - m_at};
        m_at = end;
        return value;
    }
    m_withoutRegex.push_back(ends);
    return std::nullopt;
}

Value BarText::takeLetters(std::string_view ends)
{
    Value value;
    value.span.offset = m_at;
    // Brackets that open in a word close in it: f(x), a[0]
    int open = 0;
    for (; !atEnd(); ++m_at) {
        char c = peek();
        if (c == '(')
            ++open;
        if (isSpace(c) || (c == ')' && open == 0) || ends.find(c) != std::string_view::npos)
            break;
        if (c == ')')
            --open;
        const bool escaped = c == '\\' && m_at + 1 < m_text.size();
        if (escaped) {
            c = m_text[++m_at];
            value.escaped = true;
        }
        const bool star = c == '*' || c == '?';
        value.text += c;
        value.wild = value.wild || (star && !escaped);
        value.escapedWild = value.escapedWild || (star && escaped);
        if (star && !escaped)
            value.glob += c == '*' ? "\\C*" : ".";
        else if (std::isalnum(static_cast<unsigned char>(c))
                 || static_cast<unsigned char>(c) >= 0x80)
            value.glob += c;
        else
            (value.glob += '\\') += c;
    }
    value.span.length = m_at - value.span.offset;
    return value;
}

} // namespace trailloupe::query::bar
