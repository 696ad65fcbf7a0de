// BarText: the text of a filter under a cursor, for barparser.cpp: letters, words, operators,
// fields and values, not yet what they mean.
//
// Threads: one. Cost: linear in the text; looking ahead goes over more than one value only where a
// regular expression does not end, and then once.
// Errors: throws Failure, see there.
#pragma once

#include "model/query/barquery.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query::bar {

// The first error ends the parse, from however deep in the grammar: thrown by whoever finds it and
// caught by parseBar(), which no exception leaves. Every rule would have to ask for it otherwise.
struct Failure
{
    BarError error;
};
[[noreturn]] void fail(BarError::Code code, TextSpan where, std::string detail = {},
                       std::optional<std::string> fix = std::nullopt);

inline bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// A value as it stands in the text.
struct Value
{
    enum class Kind : std::uint8_t
    {
        Word,
        Quoted,
        Regex,
    };
    Kind kind = Kind::Word;
    TextSpan span;
    std::string text; // without quotes and escapes; of a word with wildcards: see glob
    std::string glob; // of a word: '*' and '?' are wildcards, what was escaped is in backslashes
    bool wild = false; // a word with a wildcard
    bool escaped = false; // a word with a backslash: stands for its letters and nothing else
    bool escapedWild = false; // and with a '*' or '?' that is none
    bool foldCase = false; // of a regex: /…/i
};

// The value in quotes, as takeValue() reads it: control characters as "\u{7}".
std::string quotedText(std::string_view value);

class BarText
{
public:
    explicit BarText(std::string_view text)
        : m_text(text)
    { }

    // Length and control characters.
    void check() const;

    std::size_t at() const { return m_at; }
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    // REQUIRES at() + bytes within the text.
    void skip(std::size_t bytes) { m_at += bytes; }
    void skipSpace();
    // From there to here.
    TextSpan spanFrom(std::size_t begin) const { return {begin, m_at - begin}; }
    TextSpan trimmedFrom(std::size_t begin) const; // without the space at its end
    char letter(std::size_t offset) const { return m_text[offset]; }

    bool startsWith(std::string_view part) const { return m_text.substr(m_at).starts_with(part); }
    bool takeSign(std::string_view sign); // with the space behind it
    // A word of letters that stands here by itself, any letter case.
    bool isWord(std::string_view word) const;
    bool takeWord(std::string_view word); // with the space behind it
    // A word with a bracket directly behind it.
    bool isFunction(std::string_view name) const;
    // The length of an "and" or "or" that stands here, in letters or signs.
    std::size_t lengthOfConjunction() const;

    // What may be a field; empty when there is none. Brackets only where they are part of a path.
    TextSpan takeField();
    Field fieldAt(TextSpan span) const;
    // The operator behind a field, taken; empty when there is none, and what follows is a value.
    // "==" is "=", "<>" is "!=", words are in small letters with one space between them.
    std::string takeOperator(TextSpan& span);

    // Ends at a space, at ')' and at one of `ends`.
    Value takeValue(std::string_view ends = {});
    bool isEndOfValue(std::size_t ahead, std::string_view ends = {}) const;
    // An ARN names itself; its colons are no operators.
    bool isArn() const;

private:
    bool onlySpaceBehind(std::size_t at) const;
    std::optional<std::size_t> lengthOfWords(std::string_view words) const;
    std::string takeSignOperator(TextSpan& span, std::size_t at);
    Value takeQuoted();
    std::optional<char32_t> takeEscape(); // "\u{7}", when it is one
    std::optional<Value> takeRegex(std::string_view ends);
    Value takeLetters(std::string_view ends);

    std::string_view m_text;
    std::size_t m_at = 0;
    // No slash from here on ends a regular expression, for values that end at these letters.
    std::vector<std::string_view> m_withoutRegex;
};

} // namespace trailloupe::query::bar
