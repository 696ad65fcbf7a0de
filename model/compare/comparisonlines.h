// ComparisonLines: what of a comparison is in sight, line by line, and as text to copy.
//
// Rows that are equal, and rows that are ignored, are folded: one line for all that stand one after
// another under one parent; a single one would win nothing and stays. What is ignored below equal
// rows is counted apart: all lines add up to the counts of the comparison. Behind a policy document
// stands what changed in it by meaning.
//
// Threads: immutable; pure functions.  Cost: O(rows), a policy O(its statements²).
#pragma once

#include "model/compare/comparison.h"
#include "model/compare/policydifference.h"

#include <set>
#include <string>
#include <vector>

namespace trailloupe::compare {

struct LineOptions
{
    bool onlyDifferent = false; // no folded lines, no equal rows
    std::string search; // only rows that have it in their path or a value, and what is above them
    std::set<std::uint32_t> opened; // folded lines, by their first row
    bool operator==(const LineOptions&) const = default;
};

struct Line
{
    enum class Kind : std::uint8_t
    {
        Row,
        FoldedEqual,
        FoldedIgnored,
        Policy, // a change of the policy in `row`
    };
    Kind kind = Kind::Row;
    std::uint32_t row = 0; // a folded line: the first of its rows
    std::uint32_t folded = 0; // how many values of its kind
    std::uint32_t ignored = 0; // FoldedEqual: how many more that are ignored
    bool isOpen = false; // a folded line whose rows follow it
    std::size_t event = 0; // Policy: the one that differs from the first
    PolicyChange change = {};
};

std::vector<Line> linesOf(const Comparison& comparison, const LineOptions& options);
// By meaning, the event against the first one; empty where the row is no policy.
std::vector<PolicyChange> policyChanges(const Comparison& comparison, std::uint32_t row,
                                        std::size_t event);
// The elements that the row is one of or stands in, from the outside in: {"tcp 22", "0.0.0.0/0"}.
std::vector<std::string> elementNames(const Comparison& comparison, std::uint32_t row);
// The path with them: "requestParameters.items[tcp 22].ipRanges.items[0.0.0.0/0].cidrIp". A name
// that could be taken for a step is in quotes.
std::string pathWithElements(const Comparison& comparison, std::uint32_t row);
// "3 equal, 2 ignored": what is in a folded line.
std::string foldText(const Line& line);
// Why a row counts as different whatever is below it; empty when it does not.
std::string noteText(RowNote note);

// For a terminal or a mail: the events, then the lines in sight. Evidence cannot look like a line
// of it, nor format anything. REQUIRES a title for each event.
std::string plainText(const Comparison& comparison, const std::vector<Line>& lines,
                      const std::vector<std::string>& titles);
std::string markdown(const Comparison& comparison, const std::vector<Line>& lines,
                     const std::vector<std::string>& titles);
// {"events": …, "rows": …, "counts": …}: every row that differs, whatever is in sight;
// those that are ignored say so.
std::string comparisonJson(const Comparison& comparison);

} // namespace trailloupe::compare
