// reportDocument: a report of a case in words: each statement with the evidence for it.
//
// Threads: any; pure.  Cost: O(what the report holds).
#pragma once

#include "model/casefile/report.h"
#include "ui/words/document.h"

#include <functional>

namespace trailloupe::words {

struct ReportStyle
{
    // "2026-03-14 09:26:53 CET (UTC+01:00)": seconds since 1970 UTC.
    std::function<QString(qint64)> time;
    QString zone; // what it is called: "Europe/Berlin"
};

Document reportDocument(const casefile::Report& report, const ReportStyle& style);

} // namespace trailloupe::words
