// ledgerwords: kinds, status and issues of the ledger in words, in the person's language.
//
// Threads: GUI thread (tr()).
#pragma once

#include "model/ingest/ledger.h"
#include "ui/words/timetext.h"

#include <QString>

namespace trailloupe::ui {

QString kindWords(ingest::SourceKind kind);
QString statusWords(ingest::SourceStatus status);
QString issueWords(ingest::Issue::Code code);
// "gzip stream ends early, at byte 812 (record 3), 2 times"
QString issueLine(const ingest::Issue& issue);
// What a line has to say: its main issue, and how many more there are; empty when there is none.
QString problemWords(const ingest::SourceEntry& entry);
// "1,000 records read = 998 shown + 2 duplicates + 0 rejected"
QString sumWords(const ingest::LedgerTotals& totals);
// "12 sources: 9 read, 1 partly read, 1 skipped, 1 failed; 2.1 MB stored, 18 MB of text"
QString sourcesWords(const ingest::LedgerTotals& totals);
// Everything about one line, label and value a line.
QString entryText(const ingest::SourceEntry& entry, const TimeText& time);

constexpr int kKindCount = static_cast<int>(ingest::SourceKind::FolderMarker) + 1;
constexpr int kStatusCount = static_cast<int>(ingest::SourceStatus::Failed) + 1;

} // namespace trailloupe::ui
