// rowexport: rows of the table as text for the clipboard: cells, JSON lines, CSV.
//
// CSV is safe to open in a spreadsheet: a cell that would be taken as a formula (it starts with
// = + - @, a tab or a carriage return) gets an apostrophe in front.
//
// Threads: pure functions of their input; large inputs run as jobs.
// Errors: Cancelled; TooLarge when the text would pass kMaxTextBytes, which no clipboard takes.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/column.h"
#include "model/store/eventstore.h"
#include "ui/common/timetext.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace trailloupe::ui {

struct RowExport
{
    static constexpr std::size_t kMaxTextBytes = std::size_t{1} << 30;

    std::shared_ptr<const store::EventStore> store;
    std::vector<RowId> rows;
    std::vector<query::Column> columns;
    QStringList titles; // one per column
    TimeText time; // times are written as ISO 8601 with this zone's offset
};

Result<QString> rowsAsText(const RowExport& input, const JobContext& context); // tab-separated
Result<QString> rowsAsCsv(const RowExport& input, const JobContext& context); // RFC 4180, header
Result<QString> rowsAsJsonLines(const RowExport& input, const JobContext& context);

QString csvField(const QString& text);

} // namespace trailloupe::ui
