// Conversion: a predicate as text of another language, and what that text cannot carry.
//
// A condition that the language cannot say is left out where the rest still finds every event (a
// part of an "and"); the loss says so.  Where that is not so there is no text, and the losses are
// the reasons.
// What the service would refuse in a filter pattern that was written, parseFilterPattern() says.
// Threads: pure functions.
// Cost: O(size of the tree * its depth).
#pragma once

#include "model/query/predicate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::query {

enum class TextForm : std::uint8_t
{
    Bar, // the filter bar's language
    FilterPattern, // of CloudWatch Logs
    LogsInsights, // a filter command
    Athena, // what follows WHERE, over the CloudTrail table of its documentation
    Jq, // a program over CloudTrail files: one event after the other
};
const char* textFormName(TextForm form); // "filter bar", "CloudWatch filter pattern" …

struct Loss
{
    enum class Code : std::uint8_t
    {
        LetterCase, // letters are compared as they are written
        NumbersInText, // numbers in strings
        NumberForms, // 10 and 10.0
        NullAndMissing, // are told apart on one side only
        Containers, // objects and arrays where a value is expected
        ForgivingPath, // arrays and dots in names that a path passes by itself
        Elements, // "none of the elements" becomes "not all of them"
        Types, // values of another type than expected
        Network, // of IP addresses, as a beginning of a text
        RelativeTime, // becomes a fixed one
        RegexDialect,
        ServiceLetters, // characters that CloudWatch refuses in a regular expression
        WholeMessage, // names and punctuation are searched too, or no more
        Derived, // a column worked out from several fields becomes the main one
        // what cannot be said at all:
        NoTime,
        NoDerived,
        NoText, // a search anywhere in the event
        NoDelimited,
        NoNetwork,
        NoOrderOfText,
        NoPath, // a field that the language cannot name
        NoColumn, // that the table does not have
        NoContainers, // objects and arrays as text
        NoLetters, // a value with characters that cannot be written
        Nothing, // no event fulfils it
    };
    Code code{};
    std::string detail; // the field or the text it is about
    bool leftOut = false; // the condition is not in the text, which finds more events

    bool operator==(const Loss&) const = default;
};
const char* lossText(Loss::Code code); // English; ui/ translates

struct Conversion
{
    std::optional<std::string> text; // empty for every event
    std::vector<Loss> losses; // each once; without a text: the reasons
};

struct ConversionOptions
{
    // Of the export, for times that are counted back; without it they cannot be said.
    std::optional<std::int64_t> lastEvent;
};

Conversion convert(const Predicate& predicate, TextForm form,
                   const ConversionOptions& options = {});

} // namespace trailloupe::query
