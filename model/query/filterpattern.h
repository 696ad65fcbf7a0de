// CloudWatch Logs filter patterns: text into a predicate that means what CloudWatch means.
// GRAMMAR.md defines the language.
//
// There are four languages, told apart by the first character: JSON "{ $.a = 1 }", space-delimited
// "[a, b]", a regular expression "%x%", and terms. The last three look at the text of the message;
// for an event of the store that is its compact JSON.
// Threads: pure functions.
// Cost: linear in the text; at most kMaxBarText bytes and kMaxBarDepth brackets within each other.
// Units: offsets and lengths are bytes of the text.
// Errors: at most one, the first; it names the place and, where there is one, the text to put
// there.  Warnings change nothing of the meaning.
#pragma once

#include "model/query/barquery.h"
#include "model/query/predicate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

struct PatternError
{
    enum class Code : std::uint8_t
    {
        TooLong,
        TooDeep,
        ControlCharacter,
        UnclosedBrace,
        UnclosedBracket, // of a space-delimited pattern
        UnclosedParenthesis,
        UnclosedQuote,
        UnclosedRegex,
        UnexpectedText, // that belongs to nothing
        MissingSelector, // nothing, or a name without "$.", where "$.name" has to stand
        BadSelector,
        BadComparison, // no operator, or one of another language
        MissingValue,
        OrderNeedsNumber, // < and so on
        RegexNeedsEquality,
        BadRegex,
        ExistsAlone, // only NOT EXISTS is known
        IsNot, // IS NOT NULL and so on
        BadConnective, // neither && nor || between two conditions
        NoNegation, // the language has no NOT
        SymbolInTerm, // a term with other letters needs quotes
        DuplicateEllipsis,
        BadFieldName,
        OtherField, // a condition on another field than its own
    };
    Code code{};
    TextSpan where;
    std::string detail; // what RE2 says, the field …
    std::optional<std::string> fix; // to be put where `where` is
};
const char* patternErrorText(PatternError::Code code); // English; ui/ translates

struct PatternWarning
{
    enum class Code : std::uint8_t
    {
        TooLongForService,
        TooManyRegexes,
        TooManyWildcards, // in the selectors of one pattern
        TooManyWildcardsInSelector,
        RegexLetter, // that the service refuses in a regular expression
        SingleQuotes,
        DoubleEquals,
        DropsWithoutField, // != : events without the field are left out; detail: the field
        OptionalTermsIgnored, // "?a" beside plain terms
    };
    Code code{};
    TextSpan where;
    std::string detail;
};
const char* patternWarningText(PatternWarning::Code code);

// Limits of the service, which only warn.
inline constexpr std::size_t kServicePatternLetters = 1024;
inline constexpr int kServiceRegexes = 2;
inline constexpr int kServiceWildcards = 3;

struct FilterPattern
{
    enum class Language : std::uint8_t
    {
        Json,
        Delimited,
        Regex,
        Terms,
    };
    Language language = Language::Terms;
    PredicatePtr predicate; // everything for an empty text; null when there is an error
    std::optional<PatternError> error;
    std::vector<PatternWarning> warnings; // in the order of their places
};

FilterPattern parseFilterPattern(std::string_view text);

// What a text that somebody pastes is written in. Texts that are no language of either are Bar.
enum class FilterLanguage : std::uint8_t
{
    Bar,
    Pattern,
};
FilterLanguage detectLanguage(std::string_view text);

} // namespace trailloupe::query
