// exportfile: an export as a file, all of it or nothing.
//
// The text goes into a temporary file beside the target, which it replaces in one step at the end:
// whatever goes wrong before, and when cancelled, the folder is as it was. CSV and JSON lines get a
// companion file NAME.note.txt, because a line of comment would be an event to most readers.
// Evidence is never written to: a target that is a source of the note, or lies in one, is refused.
// Threads: pure functions; run in jobs. Errors: Io with what the system says and the path;
// Unsupported for a target in the evidence, and for a note that would replace a file of somebody
// else; Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/eventexport.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace trailloupe::workspace {

// The note gets the counts of the rows from here.
Result<void> writeExportFile(query::EventExport input, const QString& path,
                             const JobContext& context);

// By the end of the name: .csv, .jsonl (.ndjson), .json.
std::optional<query::ExportFormat> exportFormatOf(const QString& path);
// Where the note of such a file goes; empty when the file itself holds it.
QString noteFileOf(const QString& path, query::ExportFormat format);

// True when the file is what one of these paths names, or lies in such a folder; links are
// followed.
bool isInEvidence(const QString& file, const std::vector<std::string>& opened);

} // namespace trailloupe::workspace
