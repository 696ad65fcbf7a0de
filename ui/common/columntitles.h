// columntitles: what a column or field is called above a table, how wide it starts, how its text is
// set.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/column.h"
#include "model/query/predicate.h"

#include <QString>

namespace trailloupe::ui {

// "Event time (UTC)", "User name", …; a path column is called by its path. Without a zone just
// "Event time", for lists of columns.
QString columnTitle(const query::Column& column, const QString& zoneName = {});
// The same for a field that is asked about.
QString fieldTitle(const query::Field& field);
// What the column shows, in a sentence, for tooltips.
QString columnToolTip(const query::Column& column);
int columnWidth(const query::Column& column); // in device-independent pixels
// Ids are compared letter by letter, so they get a font of even width.
bool isIdColumn(const query::Column& column);

} // namespace trailloupe::ui
