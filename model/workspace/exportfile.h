// exportfile: an export as a file, all of it or nothing.
//
// CSV and JSON lines get a companion file NAME.note.txt, because a line of comment would be an
// event to most readers. Both are written in full into temporary files beside their targets. Then
// an older note is put aside under a name of its own, the new one takes its place, and the events
// theirs, which is the last step and either happens or does not; only after it the older note goes.
// So whatever goes wrong, and when cancelled, an older export and its note are as they were.
// Evidence is never written to: a target that is a source of the note, or lies in one, is refused.
// Threads: pure functions; run in jobs. Errors: Io with what the system says and the path; Conflict
// where moreover an older note could not be put back, with the name that it has now;
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
