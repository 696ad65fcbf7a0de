// exportfile: an export as a file, all of it or nothing.
//
// The text goes into a temporary file beside the target, which it replaces in one step at the end:
// whatever goes wrong before, and when cancelled, the folder is as it was. CSV and JSON lines get a
// companion file NAME.note.txt, because a line of comment would be an event to most readers.
// Threads: pure function; runs in jobs. Errors: Io with what the system says and the path,
// Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/eventexport.h"

#include <QString>

#include <optional>

namespace trailloupe::workspace {

// The note gets the counts of the rows from here.
Result<void> writeExportFile(query::EventExport input, const QString& path,
                             const JobContext& context);

// By the end of the name: .csv, .jsonl (.ndjson), .json.
std::optional<query::ExportFormat> exportFormatOf(const QString& path);
// Where the note of such a file goes; empty when the file itself holds it.
QString noteFileOf(const QString& path, query::ExportFormat format);

} // namespace trailloupe::workspace
