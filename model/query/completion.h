// Completion: what may stand at the cursor in the filter bar: a field, an operator, a value.
//
// The text need not be complete: what is open before the cursor is closed in thought, and the
// parser of the bar then says what the cursor is in. What stands behind the cursor counts when the
// whole text can be read.
// Threads: pure functions. Cost: some parses of the text; suggestFields() O(fields).
// Units: offsets are bytes of the text.
#pragma once

#include "model/query/barquery.h"
#include "model/query/facet.h"
#include "model/query/fieldcatalog.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

struct CompletionPlace
{
    enum class Kind : std::uint8_t
    {
        None, // inside a regular expression, a pattern, text that cannot be read …
        Field, // or a word that is looked for anywhere
        Operator, // behind `field`
        Value, // of `field`
    };
    Kind kind = Kind::None;
    TextSpan replace; // what a suggestion takes the place of
    std::string typed; // of that, what stands before the cursor; without quotes
    std::optional<Field> field;
    std::string rest; // the whole text with "*" for the condition at the cursor
    bool afterCondition = false; // of a Field: "and" and "or" may stand here
    bool inBracket = false; // of a Field: a bracket is open
};
// REQUIRES cursor <= text.size().
CompletionPlace completionPlace(std::string_view text, std::size_t cursor,
                                const BarOptions& options = {});

struct Suggestion
{
    std::string text; // to be put there
    std::string shown; // what it is about: the value as it stands in the evidence
    std::optional<std::uint64_t> events; // that have the field, or the value
};

// The name that was typed, then names that begin with it or have it as a short name, then those
// with these capitals ("uia": userIdentity.arn), then those that contain it, in either letter case;
// of equals the one that most events have.
std::vector<Suggestion> suggestFields(const FieldCatalog& catalog, std::string_view typed,
                                      std::size_t count);
// What may join the next condition to those before, or close a bracket.
std::vector<Suggestion> suggestJoints(const CompletionPlace& place);
// Those that fit the values of the field and begin with what was typed.
std::vector<Suggestion> suggestOperators(const FieldCatalog& catalog, const Field& field,
                                         std::string_view typed);
// Of the values that hold what was typed, most events first: those that begin with it come first.
std::vector<Suggestion> suggestValues(Facet::Page page, std::string_view typed);
std::vector<Suggestion> suggestTimes(std::string_view typed);

// True for a word that may become a field's name, or what stands behind one, with the next letters:
// until then it reads as a text to look for, which hardly any event has.
bool mayBecomeCondition(const FieldCatalog& catalog, const CompletionPlace& place);

// The same for the value at the cursor: it is none of those that are suggested, but some go on from
// it.
bool mayBecomeValue(const CompletionPlace& place, const std::vector<Suggestion>& suggestions);

// The value as the bar reads it back: a word where that is possible, else in quotes.
std::string barValue(std::string_view value);

} // namespace trailloupe::query
