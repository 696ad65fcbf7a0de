// Filter: what the person asked for: the text of the filter bar, and chips for what was clicked.
// The parts are joined by "and".
//
// Every part is text of the filter bar's language, so that it can be edited, saved and printed.
// Threads: value types.
#pragma once

#include "model/query/barquery.h"

#include <QByteArray>
#include <QString>

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

// How a text without a zone is meant: in the zone of the window.
query::BarOptions barOptions(const QByteArray& ianaId);

// All enabled parts at once. Null when one of them cannot be read.
query::PredicatePtr predicateOf(const Filter& filter, const QByteArray& ianaId);

} // namespace trailloupe::workspace
