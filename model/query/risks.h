// Risks: what a filter of the bar says that its writer hardly means, though it can be read.
//
// Only what can be told for sure. With the fields of an export the list says what holds there, with
// numbers; without it only what holds for every export.
// Threads: pure functions. Units: places are bytes of the text.
// Cost: O(text), and per field a look at the catalog's names, for an unknown one at its shapes; at
// most kMaxRisks conditions are told.
#pragma once

#include "model/query/barquery.h"
#include "model/query/fieldcatalog.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

inline constexpr std::size_t kMaxRisks = 20;

struct Risk
{
    enum class Code : std::uint8_t
    {
        FindsLacking, // a negated condition on a field that few events have: finds those without it
        NoSuchField, // no event of the export has it
        NoSuchValue, // a derived column never holds that
        QuotedWildcard, // in quotes '*' and '?' are letters, and the field never holds them
        SourceWithoutDomain, // eventSource:iam, which is iam.amazonaws.com
        LooksLikeTerms, // ?ERROR ?Denied: terms of a filter pattern
    };
    struct Edit
    {
        TextSpan where; // empty: text is put in
        std::string text;
        bool operator==(const Edit&) const = default;
    };

    Code code{};
    TextSpan where; // the condition, field or value it is about
    std::string field; // as fieldText() gives it
    std::string value; // where it is about one
    std::optional<std::uint64_t> events; // that have the field; nothing without a catalog
    std::uint64_t of = 0; // so many events
    std::vector<std::string> instead; // names of fields, or values, that may have been meant
    std::optional<Edit> fix;
};

// In the order of the text. `catalog` may be null.
std::vector<Risk> risksOf(std::string_view text, const std::vector<BarTerm>& terms,
                          const Predicate& predicate, const FieldCatalog* catalog);

// NoSuchField, with the names nearest to it but without a place, where no event has the field.
std::optional<Risk> riskOfMissing(const Field& field, const FieldCatalog& catalog);
// The same of every field of a condition, each once, kMaxRisks at most.
std::vector<Risk> risksOfMissing(const Predicate& predicate, const FieldCatalog& catalog);

// One sentence in English, for the command line; ui/ translates. `row` is what the store holds.
std::string riskText(const Risk& risk, std::string_view row = "event");

} // namespace trailloupe::query
