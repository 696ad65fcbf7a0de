// caseReport: the report of a case, with what the filters that were used find in the evidence.
//
// Threads: a pure function for a job.  Cost: that of makeReport(), and of each filter once.
// Errors: Cancelled.
#pragma once

#include "model/casefile/report.h"
#include "model/ingest/loader.h"
#include "model/query/evaluator.h"

#include <QStringList>

namespace trailloupe::workspace {

// What is known of the evidence and of the program; marks and names are for the caller.
casefile::ReportInput reportInputOf(const ingest::Evidence& evidence, const QStringList& paths,
                                    const QString& title);

Result<casefile::Report> caseReport(casefile::ReportInput input, query::Evaluator& evaluator,
                                    const JobContext& context);

} // namespace trailloupe::workspace
