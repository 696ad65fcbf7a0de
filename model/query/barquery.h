// The filter bar's language: text into a predicate.  GRAMMAR.md defines it.
//
// Threads: pure functions.
// Cost: linear in the text; at most kMaxBarText bytes and kMaxBarDepth brackets within each other.
// Units: offsets and lengths are bytes of the text.
// Errors: at most one, the first; it names the place and, where there is one, the text to put
// there.
#pragma once

#include "model/query/predicate.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

inline constexpr std::size_t kMaxBarText = 64 * 1024;
inline constexpr int kMaxBarDepth = 100;

struct TextSpan
{
    std::size_t offset = 0;
    std::size_t length = 0;
    std::size_t end() const { return offset + length; }
    bool operator==(const TextSpan&) const = default;
};

struct BarError
{
    enum class Code : std::uint8_t
    {
        TooLong,
        TooDeep,
        ControlCharacter,
        UnclosedQuote,
        UnclosedBracket,
        UnexpectedBracket, // closes nothing
        MissingCondition, // nothing where a condition has to stand
        MissingValue,
        MissingField,
        BadRegex,
        BadNetwork,
        BadTime,
        BadRange,
        BadOperator, // one that the field does not know
        BadPath,
    };
    Code code{};
    TextSpan where;
    std::string detail; // what RE2 says, the text that is no time …
    std::optional<std::string> fix; // to be put where `where` is
};
const char* barErrorText(BarError::Code code); // in English, for the command line; ui/ translates

// One condition of the text, for chips, completion and marks.
struct BarTerm
{
    TextSpan whole;
    TextSpan field; // empty for a bare value
    TextSpan op;
    TextSpan value;
    bool negated = false; // by a not, '-' or '!=' of its own
    PredicatePtr predicate; // what the whole means, negation included
};

struct BarOptions
{
    // Seconds since 1970 UTC of a civil time that is written without a zone, given as if it were
    // UTC. None: it is UTC.
    std::function<std::int64_t(std::int64_t)> toUtc;
};

struct BarQuery
{
    PredicatePtr predicate; // everything for an empty text; null when there is an error
    std::optional<BarError> error;
    std::vector<BarTerm> terms; // in the order of the text; also those before an error
};

BarQuery parseBar(std::string_view text, const BarOptions& options = {});

// Text that reads as the same tree. Nothing where the language cannot say it (other policies than
// its own); `reason` then says what.
std::optional<std::string> printBar(const Predicate& predicate, std::string* reason = nullptr);

} // namespace trailloupe::query
