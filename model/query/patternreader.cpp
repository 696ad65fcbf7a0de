#include "model/query/patternreader.h"

#include "model/query/textpattern.h"
#include "model/query/valuematcher.h"

#include <cctype>

namespace trailloupe::query {

using Op = FieldTest::Op;

bool PatternReader::isWordLetter(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return std::isalnum(u) || c == '_' || u >= 0x80;
}

void PatternReader::skipSpace()
{
    while (!atEnd() && isSpace(peek()))
        ++m_at;
}

std::string PatternReader::takeComparison()
{
    for (const std::string_view sign : {"==", "!=", "<=", ">=", "=", "<", ">"}) {
        if (!startsWith(sign))
            continue;
        if (sign == "==")
            warn(PatternWarning::Code::DoubleEquals, {m_at, 2});
        m_at += sign.size();
        return sign == "==" ? "=" : std::string(sign);
    }
    return {};
}

PatternValue PatternReader::takeRegex()
{
    PatternValue value;
    value.kind = PatternValue::Kind::Regex;
    const std::size_t begin = m_at++;
    while (!atEnd() && peek() != '%')
        m_at += peek() == '\\' ? 2 : 1;
    if (atEnd())
        fail(Code::UnclosedRegex, {begin, 1});
    value.text = m_text.substr(begin + 1, m_at - begin - 1);
    ++m_at;
    value.span = {begin, m_at - begin};
    checkRegex(value);
    return value;
}

void PatternReader::checkRegex(const PatternValue& value)
{
    ++m_regexes;
    const auto compiled = TextPattern::compile(TextPattern::Op::Regex, {value.text}, false);
    if (!compiled)
        fail(Code::BadRegex, value.span, compiled.error().detail);
    static constexpr std::string_view kAllowed = " :_#=@/;,-^$?[]{}|\\*+.";
    for (std::size_t i = 0; i < value.text.size(); ++i) {
        const char c = value.text[i];
        if (c > 0
            && (std::isalnum(static_cast<unsigned char>(c)) || kAllowed.find(c) != kAllowed.npos))
            continue;
        warn(PatternWarning::Code::RegexLetter, {value.span.offset + 1 + i, 1}, std::string(1, c));
        return;
    }
}

PatternValue PatternReader::takeQuoted(bool escapes)
{
    const char quote = peek();
    PatternValue value;
    value.quoted = true;
    const std::size_t begin = m_at++;
    for (;; ++m_at) {
        if (atEnd())
            fail(Code::UnclosedQuote, {begin, 1}, std::string(1, quote));
        if (peek() == quote)
            break;
        if (escapes && quote == '"' && peek() == '\\' && m_at + 1 < m_end) {
            // Only quotes and backslashes are escaped; before others a backslash is a letter.
            if (peek(1) != '"' && peek(1) != '\\')
                value.text += '\\';
            ++m_at;
        }
        value.text += peek();
    }
    ++m_at;
    value.span = {begin, m_at - begin};
    if (quote == '\'')
        warn(PatternWarning::Code::SingleQuotes, value.span);
    return value;
}

FieldTest PatternReader::conditionOf(const std::string& comparison, TextSpan where,
                                     const PatternValue& value)
{
    FieldTest test;
    test.field.path.forgiving = false;
    test.operands = {value.text};
    test.negated = comparison == "!=";
    if (comparison != "=" && comparison != "!=") {
        if (value.kind == PatternValue::Kind::Regex)
            fail(Code::RegexNeedsEquality, where, comparison);
        if (value.kind != PatternValue::Kind::Number) {
            const bool reads = looseNumberOf(value.text).has_value();
            fail(Code::OrderNeedsNumber, value.span, value.text,
                 reads ? std::optional(value.text) : std::nullopt);
        }
        test.op = comparison == "<" ? Op::Less
            : comparison == "<="    ? Op::LessOrEqual
            : comparison == ">"     ? Op::Greater
                                    : Op::GreaterOrEqual;
        test.numbers = FieldTest::Numbers::Loose;
        return test;
    }
    switch (value.kind) {
    case PatternValue::Kind::Regex:
        test.op = Op::Regex;
        break;
    case PatternValue::Kind::Number:
        test.numbers = FieldTest::Numbers::Loose;
        break;
    case PatternValue::Kind::Text:
        test.op = value.text.find('*') == std::string::npos ? Op::Equal : Op::Glob;
        test.numbers = FieldTest::Numbers::Text;
        break;
    }
    return test;
}

} // namespace trailloupe::query
