// writeReport: a document as a file: HTML, or Markdown with its pictures beside it.
//
// Threads: any.  Errors: Io with the system's words and the path; then nothing of that file is
// there, and what was there before is as it was.
#pragma once

#include "model/base/result.h"
#include "ui/words/document.h"

#include <optional>

namespace trailloupe::words {

enum class ReportForm
{
    Html,
    Markdown,
};
// By the ending: ".html" and ".htm", ".md" and ".markdown".
std::optional<ReportForm> reportFormOf(const QString& path);

Result<void> writeReport(const Document& document, ReportForm form, const QString& path);

} // namespace trailloupe::words
