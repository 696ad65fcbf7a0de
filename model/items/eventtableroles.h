// The roles of EventTableModel beside Qt's own.
#pragma once

#include <Qt>

namespace trailloupe::items {

enum EventTableRole : int
{
    EventClassRole = Qt::UserRole + 1, // int: query::EventClass of the row
    RowIdRole, // uint: RowId::value()
    RawTextRole, // QString: the whole text of the cell; DisplayRole is cut to what a cell can show
    ValueKindRole, // int: store::ValueKind of the cell
    SecondsRole, // qlonglong: event time, seconds since 1970 UTC; nothing for undated rows
    ColumnTextRole, // QString: query::columnText() of the column; also in headerData()
    RuleColorRole, // int: colour of the rule that holds for the row; nothing where none does
    RuleFilterRole, // QString: the filter of that rule
    FindingRole, // int: the gravest detection::Severity of the findings the row is in; or nothing
};

} // namespace trailloupe::items
