// PatternReader: the letters and values that the filter pattern languages share.  Internal to
// filterpattern.cpp and delimitedpattern.cpp.
//
// Threads: one reader per parse.
// Errors: fail() throws PatternFailure, which parseFilterPattern() and parseDelimited() catch.
#pragma once

#include "model/query/filterpattern.h"

#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

struct PatternFailure
{
    PatternError error;
};

struct PatternValue
{
    enum class Kind : std::uint8_t
    {
        Text,
        Number,
        Regex,
    };
    Kind kind = Kind::Text;
    std::string text;
    TextSpan span;
    bool quoted = false;
};

class PatternReader
{
public:
    using Code = PatternError::Code;

    PatternReader(std::string_view text, std::size_t begin, std::size_t end,
                  std::vector<PatternWarning>& warnings)
        : m_text(text)
        , m_at(begin)
        , m_end(end)
        , m_warnings(warnings)
    { }

    [[noreturn]] static void fail(Code code, TextSpan where, std::string detail = {},
                                  std::optional<std::string> fix = std::nullopt)
    {
        throw PatternFailure{{code, where, std::move(detail), std::move(fix)}};
    }
    void warn(PatternWarning::Code code, TextSpan where, std::string detail = {})
    {
        m_warnings.push_back({code, where, std::move(detail)});
    }

    bool atEnd() const { return m_at >= m_end; }
    char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_end ? m_text[m_at + ahead] : '\0';
    }
    bool startsWith(std::string_view part) const { return rest().starts_with(part); }
    std::string_view rest() const { return m_text.substr(m_at, m_end - m_at); }
    void skipSpace();
    // One of = == != < <= > >=, taken; "==" comes as "=". Empty when there is none.
    std::string takeComparison();
    // REQUIRES peek() == '%'. Checked by RE2.
    PatternValue takeRegex();
    // REQUIRES peek() is a quote.
    PatternValue takeQuoted(bool escapes);
    // "=" and so on with a value; the field is left open.
    static FieldTest conditionOf(const std::string& comparison, TextSpan where,
                                 const PatternValue& value);
    int regexes() const { return m_regexes; }

    static bool isSpace(char c)
    {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
    }
    static bool isWordLetter(char c); // letters, digits, "_" and what is not ASCII

protected:
    void checkRegex(const PatternValue& value);

    std::string_view m_text;
    std::size_t m_at;
    std::size_t m_end;

private:
    std::vector<PatternWarning>& m_warnings;
    int m_regexes = 0;
};

// A whole JSON pattern between its braces; PatternFailure when it cannot be read.
PredicatePtr readJsonPattern(std::string_view text, std::size_t begin, std::size_t end,
                             std::vector<PatternWarning>& warnings);

} // namespace trailloupe::query
