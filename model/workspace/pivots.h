// Pivots: from a value that is looked at to a filter: only this, without this, or this, around this
// moment.  One implementation for every page.
//
// Each adds or changes one chip of the filter. The text of the bar stays the person's own; only
// "or" adds to it, where the text itself asks for the field. Threads: GUI thread only.
#pragma once

#include "model/query/column.h"
#include "model/query/histogram.h"
#include "model/workspace/investigation.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::workspace {

// One value of one field of an event; no value: the event has none.
struct PivotValue
{
    query::Field field;
    std::optional<std::string> value;

    // The condition in the bar's language: equal, upper and lower case told apart. Empty where the
    // bar cannot hold it.
    QString condition() const;
};

// The values of a column in a row: several where a path leads through arrays or an event touches
// several resources. One without a value where there is none.
std::vector<PivotValue> pivotValues(const std::shared_ptr<const store::EventStore>& events,
                                    RowId row, const query::Column& column);

// The field that a column or a path of the field tree shows; nothing for text that is neither.
std::optional<query::Field> fieldOf(std::string_view columnText);
query::Field fieldOf(const std::vector<store::PathTable::Step>& path);
// The column that shows the field; nothing for a path that no event has. O(paths).
std::optional<query::Column> columnOf(const store::EventStore& events, const query::Field& field);

enum class Pivot
{
    Only,
    Without,
    Or, // as well as what the chip of this field asks for; of moments the last one alone
};
// False for a value that no filter can hold: one that is longer than the bar takes, or of a field
// whose name it does not read.
bool canPivot(const PivotValue& value);
// False also where the value is one too many for the chip of its field.
bool canPivot(const Investigation& investigation, const PivotValue& value, Pivot how);
// False, and nothing changes, where canPivot() is.
bool pivot(Investigation& investigation, const PivotValue& value, Pivot how);

// Only these, and of time only the span where there is one, in place of what the chips of their
// fields asked for. For lists of the whole export, which know nothing of the filter: "only" as well
// as another value of the field would find nothing. One step of the history; false as pivot().
bool pivotInstead(Investigation& investigation, const std::vector<PivotValue>& values,
                  const std::optional<query::TimeSpan>& span = std::nullopt);

// What a click on a listed value does: a value that the chip of its field asks for is taken out of
// it; any other, and that there is none, is asked for as well as those. False as pivot().
bool toggle(Investigation& investigation, const PivotValue& value);
// What the field's own chip asks for: that an event has one of the values, or none at all.
std::vector<std::string> chosenValues(const Investigation& investigation,
                                      const query::Field& field);
bool isMissingChosen(const Investigation& investigation, const query::Field& field);
// The filter as if nothing of the field were chosen.
query::PredicatePtr predicateWithoutChoice(const Investigation& investigation,
                                           const query::Field& field);

// Only [from, to) of time; replaces what the time chip said.  Seconds since 1970 UTC.
void pivotToTime(Investigation& investigation, std::int64_t from, std::int64_t to);
// Only events without a time; replaces it likewise.
void pivotToUndated(Investigation& investigation);
void clearTime(Investigation& investigation);

// What the time chip asks for, where it is switched on and says no more than this: one span, or
// the undated events.
struct TimeChoice
{
    std::optional<query::TimeSpan> span; // an open end is INT64_MIN or INT64_MAX
    bool undated = false;

    bool isEmpty() const { return !span && !undated; }
    bool operator==(const TimeChoice&) const = default;
};
TimeChoice timeChoice(const Investigation& investigation);
// The filter without the chip that timeChoice() comes from, or that is switched off.
Filter withoutTimeChoice(const Investigation& investigation);

} // namespace trailloupe::workspace
