// reportparts: parts of a report in words that stand for themselves; for reportdocument.cpp alone.
//
// Threads: any; pure.
#pragma once

#include "model/casefile/report.h"
#include "ui/words/document.h"

namespace trailloupe::words {

Run code(const QString& text);
// Nothing for an empty value.
void addFact(QList<Block::Fact>& facts, const QString& label, const QString& value,
             Run::Style style = Run::Style::Plain);
QString shortened(const QString& text, qsizetype most); // says so
QString fileAnchor(SourceId source); // of a file among those that are cited

// What differs between the events, a row for each. REQUIRES a comparison; two columns before those
// of the events.
void writeCompared(const casefile::ReportItem& item, const QStringList& columns,
                   Document& document);
// The sum of the ledger, what had a problem, and every file that is cited.
void writeAccount(const casefile::Report& report, Document& document);

} // namespace trailloupe::words
