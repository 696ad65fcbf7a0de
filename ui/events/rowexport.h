// rowexport: rows of the table as text for the clipboard: cells, JSON lines, CSV; and the same rows
// as they go into a file.
//
// CSV is safe to open in a spreadsheet, see model/query/eventexport.h.
//
// Threads: pure functions of their input; large inputs run as jobs.
// Errors: Cancelled; TooLarge when the text would pass kMaxTextBytes, which no clipboard takes.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/column.h"
#include "model/query/eventexport.h"
#include "model/store/eventstore.h"
#include "ui/words/timetext.h"

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

// Without a note.
query::EventExport eventExportOf(const RowExport& input, query::ExportFormat format);

} // namespace trailloupe::ui
