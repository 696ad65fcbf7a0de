// Filter: what the person asked for: the text of the filter bar, and chips for what was clicked.
// The parts are joined by "and".
//
// The text is in the filter bar's language, or a CloudWatch filter pattern as somebody pasted it;
// chips are in the bar's. So everything can be edited, saved and printed.
// Threads: value types.
#pragma once

#include "model/query/barquery.h"
#include "model/query/filterpattern.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace trailloupe::workspace {

struct FilterChip
{
    QString text; // one condition
    bool enabled = true;
    bool pinned = false; // stays when the rest is cleared
    bool isTime = false; // the one that the histogram's brush sets

    bool operator==(const FilterChip&) const = default;
};

struct Filter
{
    QString text;
    std::vector<FilterChip> chips;

    bool isEmpty() const { return text.trimmed().isEmpty() && chips.empty(); }
    bool operator==(const Filter&) const = default;
};

// A condition in the bar's language, as a chip holds it. Empty where the bar cannot hold it.
QString conditionText(const query::Predicate& predicate);
// Asks for a condition as well: by the chip that holds the same text, switched on, else by a new
// one at the end.
void addChip(Filter& filter, const QString& condition);
// What stays when something else altogether is asked for: the chips that are pinned.
Filter pinnedOf(const Filter& filter);

// How a text without a zone is meant: in the zone of the window.
query::BarOptions barOptions(const QByteArray& ianaId);

// A text of the bar as it is read, in the language that it looks like.
struct FilterText
{
    query::PredicatePtr predicate; // null when there is an error
    bool isPattern = false;
    std::vector<query::BarTerm> terms; // of the bar
    std::vector<query::PatternWarning> warnings; // of a pattern
    std::optional<query::BarError> barError; // or
    std::optional<query::PatternError> patternError;

    // Of either error; REQUIRES that there is one.
    query::TextSpan where() const { return barError ? barError->where : patternError->where; }
    const std::optional<std::string>& fix() const
    {
        return barError ? barError->fix : patternError->fix;
    }
};
FilterText readFilterText(const QString& text, const QByteArray& ianaId);

// All enabled parts as one filter that means the same: as a person would write it, chips in
// brackets, a pattern in the bar's language. Nothing where there is none: for a pattern with chips
// that the bar cannot say.
std::optional<QString> asOneText(const Filter& filter);
// The same for people to read, never to be read as a filter: where it is not one text, each part on
// a line of its own.
QString wholeText(const Filter& filter);
// All enabled parts at once. Null when one of them cannot be read.
query::PredicatePtr predicateOf(const Filter& filter, const QByteArray& ianaId);

} // namespace trailloupe::workspace
