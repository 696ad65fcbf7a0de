#include "ui/ledger/ledgerwords.h"

#include "model/items/ledgermodel.h"
#include "ui/common/evidencetext.h"
#include "ui/common/numbertext.h"

#include <QCoreApplication>
#include <QStringList>

namespace trailloupe::ui {
namespace {

using ingest::Issue;
using ingest::SourceKind;
using ingest::SourceStatus;

struct LedgerWords
{
    Q_DECLARE_TR_FUNCTIONS(LedgerWords)
};

QString tr(const char* text)
{
    return LedgerWords::tr(text);
}

QString visible(const std::string& text)
{
    return visibleText(QString::fromStdString(text));
}

} // namespace

QString kindWords(SourceKind kind)
{
    switch (kind) {
    case SourceKind::Unknown:
        return tr("Unknown");
    case SourceKind::CloudTrailRecords:
        return tr("CloudTrail records");
    case SourceKind::CloudTrailArray:
        return tr("CloudTrail events in an array");
    case SourceKind::CloudTrailLines:
        return tr("CloudTrail events in lines");
    case SourceKind::CloudTrailEvent:
        return tr("One CloudTrail event");
    case SourceKind::LookupEvents:
        return tr("lookup-events output");
    case SourceKind::CloudWatchLogs:
        return tr("CloudWatch Logs payload");
    case SourceKind::EventBridge:
        return tr("EventBridge event");
    case SourceKind::SnsNotification:
        return tr("SNS notification");
    case SourceKind::EventHistoryCsv:
        return tr("Event history CSV");
    case SourceKind::Insight:
        return tr("CloudTrail Insights");
    case SourceKind::Digest:
        return tr("CloudTrail digest");
    case SourceKind::AggregatedEvents:
        return tr("CloudTrail aggregated events");
    case SourceKind::ConfigHistory:
        return tr("AWS Config history");
    case SourceKind::ConfigSnapshot:
        return tr("AWS Config snapshot");
    case SourceKind::ConfigNotification:
        return tr("AWS Config notification");
    case SourceKind::ConfigWritabilityCheck:
        return tr("AWS Config write test");
    case SourceKind::LakeQueryResult:
        return tr("CloudTrail Lake query result");
    case SourceKind::S3Notification:
        return tr("S3 notification");
    case SourceKind::OtherJson:
        return tr("Other JSON");
    case SourceKind::OtherText:
        return tr("Other text");
    case SourceKind::GitLfsPointer:
        return tr("Git LFS pointer");
    case SourceKind::Zip:
        return tr("Zip archive");
    case SourceKind::Tar:
        return tr("Tar archive");
    case SourceKind::OtherBinary:
        return tr("Other binary file");
    case SourceKind::Empty:
        return tr("Empty file");
    case SourceKind::FolderMarker:
        return tr("Folder marker");
    }
    return {};
}

QString statusWords(SourceStatus status)
{
    switch (status) {
    case SourceStatus::Read:
        return tr("Read");
    case SourceStatus::Partial:
        return tr("Partly read");
    case SourceStatus::Skipped:
        return tr("Skipped");
    case SourceStatus::Failed:
        return tr("Failed");
    }
    return {};
}

QString issueWords(Issue::Code code)
{
    using Code = Issue::Code;
    switch (code) {
    case Code::Unreadable:
        return tr("cannot be read");
    case Code::EmptySource:
        return tr("is empty");
    case Code::EncryptedEntry:
        return tr("entry is encrypted");
    case Code::CorruptEntry:
        return tr("entry is damaged");
    case Code::UnsafeName:
        return tr("name points outside the archive");
    case Code::NestedArchive:
        return tr("archive inside an archive, not opened");
    case Code::GitLfsPointer:
        return tr("Git LFS pointer, the content is elsewhere");
    case Code::NotAnEventLog:
        return tr("no event log");
    case Code::SymlinkLoop:
        return tr("link leads back to a folder above");
    case Code::GzipTruncated:
        return tr("gzip stream ends early");
    case Code::GzipChecksum:
        return tr("gzip checksum does not match");
    case Code::GzipCorrupt:
        return tr("gzip stream is damaged");
    case Code::GzipTrailingBytes:
        return tr("bytes after the gzip stream");
    case Code::GzipBomb:
        return tr("gzip stream unpacks without measure");
    case Code::TooLarge:
        return tr("larger than the limit");
    case Code::EncodingRepaired:
        return tr("text encoding was repaired");
    case Code::JsonTruncated:
        return tr("JSON ends early");
    case Code::JsonMalformed:
        return tr("JSON is malformed");
    case Code::TrailingGarbage:
        return tr("something follows the JSON");
    case Code::RecordsNotAnArray:
        return tr("\u201cRecords\u201d is no array");
    case Code::RecordNotAnObject:
        return tr("record is no object");
    case Code::RecordTooLarge:
        return tr("record is larger than the limit");
    case Code::NotAnEvent:
        return tr("object is no CloudTrail event");
    case Code::MissingEventTime:
        return tr("event without a time");
    case Code::AbsurdEventTime:
        return tr("event time makes no sense");
    case Code::MissingEventId:
        return tr("event without an eventID");
    case Code::DuplicateKeys:
        return tr("a key occurs twice in an object");
    case Code::SubtreeKeptAsText:
        return tr("large part of an event kept as text");
    case Code::LoneSurrogate:
        return tr("half a character in a text");
    case Code::ConflictingEventId:
        return tr("same eventID, other content");
    case Code::NestingTooDeep:
        return tr("nested too deep");
    }
    return {};
}

QString issueLine(const Issue& issue)
{
    QStringList parts = {issueWords(issue.code)};
    if (issue.record != Error::kNoOffset)
        parts.append(tr("record %1").arg(countText(issue.record)));
    if (issue.offset != Error::kNoOffset)
        parts.append(tr("byte %1").arg(countText(issue.offset)));
    if (issue.count > 1)
        parts.append(tr("%1 times").arg(countText(issue.count)));
    return parts.join(tr(", "));
}

QString problemWords(const ingest::SourceEntry& entry)
{
    const Issue* issue = items::mainIssue(entry);
    if (!issue)
        return {};
    QString text = issueLine(*issue);
    if (entry.issues.size() > 1)
        text += QStringLiteral("  ") + tr("(+%1 more)").arg(countText(entry.issues.size() - 1));
    return text;
}

QString sumWords(const ingest::LedgerTotals& totals)
{
    return tr("%1 records read = %2 shown + %3 duplicates + %4 rejected")
        .arg(countText(totals.records), countText(totals.shown), countText(totals.duplicates),
             countText(totals.rejected));
}

QString sourcesWords(const ingest::LedgerTotals& totals)
{
    QString text =
        tr("%1 sources: %2 read, %3 partly read, %4 skipped, %5 failed")
            .arg(countText(totals.sources), countText(totals.read), countText(totals.partial),
                 countText(totals.skipped), countText(totals.failed));
    text += QStringLiteral("  \u00B7  ")
        + tr("%1 stored, %2 of text").arg(sizeText(totals.bytesStored), sizeText(totals.bytesText));
    if (totals.undated > 0)
        text += QStringLiteral("  \u00B7  ")
            + tr("%1 events without a time").arg(countText(totals.undated));
    return text;
}

QString entryText(const ingest::SourceEntry& entry, const TimeText& time)
{
    QString text;
    const auto line = [&](const QString& label, const QString& value) {
        if (!value.isEmpty())
            text += label + QStringLiteral(": ") + value + u'\n';
    };
    line(tr("Path"), visible(entry.path));
    line(tr("Kind"), kindWords(entry.kind));
    line(tr("Status"), statusWords(entry.status));
    line(tr("Stored"), tr("%1 bytes").arg(countText(entry.bytesStored)));
    line(tr("Text"), tr("%1 bytes").arg(countText(entry.bytesText)));
    line(tr("Records"),
         tr("%1 = %2 shown + %3 duplicates + %4 rejected")
             .arg(countText(entry.records), countText(entry.shown), countText(entry.duplicates),
                  countText(entry.rejected)));
    if (entry.undated > 0)
        line(tr("Without a time"), countText(entry.undated));
    if (entry.hasTimeSpan()) {
        line(tr("First event"), time.dateTimeWithZone(entry.firstSeconds));
        line(tr("Last event"), time.dateTimeWithZone(entry.lastSeconds));
    }
    line(tr("SHA-256"),
         entry.sha256 ? visible(*entry.sha256) : tr("none: it was not read to its end"));
    for (const Issue& issue : entry.issues) {
        line(issue.isProblem() ? tr("Problem") : tr("Remark"), issueLine(issue));
        line(tr("  Detail"), visible(issue.detail));
    }
    return text;
}

} // namespace trailloupe::ui
