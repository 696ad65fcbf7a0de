#include "ui/ledger/ledgerwords.h"

#include "model/items/ledgermodel.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

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

QString visible(const std::string& text)
{
    return visibleText(QString::fromStdString(text));
}

} // namespace

QString kindWords(SourceKind kind)
{
    switch (kind) {
    case SourceKind::Unknown:
        return LedgerWords::tr("Unknown");
    case SourceKind::CloudTrailRecords:
        return LedgerWords::tr("CloudTrail records");
    case SourceKind::CloudTrailArray:
        return LedgerWords::tr("CloudTrail events in an array");
    case SourceKind::CloudTrailLines:
        return LedgerWords::tr("CloudTrail events in lines");
    case SourceKind::CloudTrailEvent:
        return LedgerWords::tr("One CloudTrail event");
    case SourceKind::LookupEvents:
        return LedgerWords::tr("lookup-events output");
    case SourceKind::CloudWatchLogs:
        return LedgerWords::tr("CloudWatch Logs payload");
    case SourceKind::EventBridge:
        return LedgerWords::tr("EventBridge event");
    case SourceKind::SnsNotification:
        return LedgerWords::tr("SNS notification");
    case SourceKind::EventHistoryCsv:
        return LedgerWords::tr("Event history CSV");
    case SourceKind::Insight:
        return LedgerWords::tr("CloudTrail Insights");
    case SourceKind::Digest:
        return LedgerWords::tr("CloudTrail digest");
    case SourceKind::AggregatedEvents:
        return LedgerWords::tr("CloudTrail aggregated events");
    case SourceKind::ConfigHistory:
        return LedgerWords::tr("AWS Config history");
    case SourceKind::ConfigSnapshot:
        return LedgerWords::tr("AWS Config snapshot");
    case SourceKind::ConfigNotification:
        return LedgerWords::tr("AWS Config notification");
    case SourceKind::ConfigQueryResult:
        return LedgerWords::tr("AWS Config query result");
    case SourceKind::ConfigWritabilityCheck:
        return LedgerWords::tr("AWS Config write test");
    case SourceKind::LakeQueryResult:
        return LedgerWords::tr("CloudTrail Lake query result");
    case SourceKind::S3Notification:
        return LedgerWords::tr("S3 notification");
    case SourceKind::OtherJson:
        return LedgerWords::tr("Other JSON");
    case SourceKind::OtherText:
        return LedgerWords::tr("Other text");
    case SourceKind::GitLfsPointer:
        return LedgerWords::tr("Git LFS pointer");
    case SourceKind::Zip:
        return LedgerWords::tr("Zip archive");
    case SourceKind::Tar:
        return LedgerWords::tr("Tar archive");
    case SourceKind::OtherBinary:
        return LedgerWords::tr("Other binary file");
    case SourceKind::Empty:
        return LedgerWords::tr("Empty file");
    case SourceKind::FolderMarker:
        return LedgerWords::tr("Folder marker");
    }
    return {};
}

QString statusWords(SourceStatus status)
{
    switch (status) {
    case SourceStatus::Read:
        return LedgerWords::tr("Read");
    case SourceStatus::Partial:
        return LedgerWords::tr("Partly read");
    case SourceStatus::Skipped:
        return LedgerWords::tr("Skipped");
    case SourceStatus::Failed:
        return LedgerWords::tr("Failed");
    }
    return {};
}

QString issueWords(Issue::Code code)
{
    using Code = Issue::Code;
    switch (code) {
    case Code::Unreadable:
        return LedgerWords::tr("cannot be read");
    case Code::EmptySource:
        return LedgerWords::tr("is empty");
    case Code::EncryptedEntry:
        return LedgerWords::tr("entry is encrypted");
    case Code::CorruptEntry:
        return LedgerWords::tr("entry is damaged");
    case Code::UnsafeName:
        return LedgerWords::tr("name points outside the archive");
    case Code::NestedArchive:
        return LedgerWords::tr("archive inside an archive, not opened");
    case Code::GitLfsPointer:
        return LedgerWords::tr("Git LFS pointer, the content is elsewhere");
    case Code::NotAnEventLog:
        return LedgerWords::tr("no event log");
    case Code::SymlinkLoop:
        return LedgerWords::tr("link leads back to a folder above");
    case Code::GzipTruncated:
        return LedgerWords::tr("gzip stream ends early");
    case Code::GzipChecksum:
        return LedgerWords::tr("gzip checksum does not match");
    case Code::GzipCorrupt:
        return LedgerWords::tr("gzip stream is damaged");
    case Code::GzipTrailingBytes:
        return LedgerWords::tr("bytes after the gzip stream");
    case Code::GzipBomb:
        return LedgerWords::tr("gzip stream unpacks without measure");
    case Code::TooLarge:
        return LedgerWords::tr("larger than the limit");
    case Code::ReadingCancelled:
        return LedgerWords::tr("reading was cancelled here");
    case Code::EncodingRepaired:
        return LedgerWords::tr("text encoding was repaired");
    case Code::JsonTruncated:
        return LedgerWords::tr("JSON ends early");
    case Code::JsonMalformed:
        return LedgerWords::tr("JSON is malformed");
    case Code::TrailingGarbage:
        return LedgerWords::tr("something follows the JSON");
    case Code::RecordsNotAnArray:
        return LedgerWords::tr("\u201cRecords\u201d is no array");
    case Code::RecordNotAnObject:
        return LedgerWords::tr("record is no object");
    case Code::RecordTooLarge:
        return LedgerWords::tr("record is larger than the limit");
    case Code::NotAnEvent:
        return LedgerWords::tr("object is no CloudTrail event");
    case Code::MissingEventTime:
        return LedgerWords::tr("event without a time");
    case Code::AbsurdEventTime:
        return LedgerWords::tr("event time makes no sense");
    case Code::MissingEventId:
        return LedgerWords::tr("event without an eventID");
    case Code::DuplicateKeys:
        return LedgerWords::tr("a key occurs twice in an object");
    case Code::SubtreeKeptAsText:
        return LedgerWords::tr("large part of an event kept as text");
    case Code::LoneSurrogate:
        return LedgerWords::tr("half a character in a text");
    case Code::ConflictingEventId:
        return LedgerWords::tr("same eventID, other content");
    case Code::NestingTooDeep:
        return LedgerWords::tr("nested too deep");
    case Code::NotAnItem:
        return LedgerWords::tr("object is no configuration item");
    case Code::MissingResourceId:
        return LedgerWords::tr("item without a resourceId");
    case Code::MissingResourceType:
        return LedgerWords::tr("item without a resourceType");
    case Code::UnknownResourceType:
        return LedgerWords::tr("resourceType is none of AWS");
    case Code::MissingCaptureTime:
        return LedgerWords::tr("item without a capture time");
    case Code::AbsurdCaptureTime:
        return LedgerWords::tr("capture time makes no sense");
    case Code::UnknownItemStatus:
        return LedgerWords::tr("item status is unknown");
    case Code::UnknownItemVersion:
        return LedgerWords::tr("item version is unknown");
    case Code::ConfigurationNotJson:
        return LedgerWords::tr("configuration is text that is no JSON");
    case Code::ConflictingItem:
        return LedgerWords::tr("same capture of a resource, other content");
    }
    return {};
}

QString issueLine(const Issue& issue)
{
    QStringList parts = {issueWords(issue.code)};
    if (issue.record != Error::kNoOffset)
        parts.append(LedgerWords::tr("record %1").arg(countText(issue.record)));
    // Byte 0 of a source that is odd as a whole says nothing.
    const bool hasPlace =
        issue.offset != Error::kNoOffset && (issue.offset > 0 || issue.record != Error::kNoOffset);
    if (hasPlace)
        parts.append(LedgerWords::tr("byte %1").arg(countText(issue.offset)));
    if (issue.count > 1)
        parts.append(LedgerWords::tr("%1 times").arg(countText(issue.count)));
    return parts.join(LedgerWords::tr(", "));
}

QString problemWords(const ingest::SourceEntry& entry)
{
    const Issue* issue = items::mainIssue(entry);
    if (!issue)
        return {};
    QString text = issueLine(*issue);
    if (entry.issues.size() > 1)
        text += QStringLiteral("  ")
            + LedgerWords::tr("(+%1 more)").arg(countText(entry.issues.size() - 1));
    return text;
}

QString sumWords(const ingest::LedgerTotals& totals)
{
    const QString shown = totals.items == 0
        ? LedgerWords::tr("%1 shown").arg(countText(totals.shown))
        : LedgerWords::tr("%1 events + %2 Config items")
              .arg(countText(totals.events()), countText(totals.items));
    return LedgerWords::tr("%1 records read = %2 + %3 duplicates + %4 rejected")
        .arg(countText(totals.records), shown, countText(totals.duplicates),
             countText(totals.rejected));
}

QString sourcesWords(const ingest::LedgerTotals& totals)
{
    QString text =
        LedgerWords::tr("%1 sources: %2 read, %3 partly read, %4 skipped, %5 failed")
            .arg(countText(totals.sources), countText(totals.read), countText(totals.partial),
                 countText(totals.skipped), countText(totals.failed));
    text += QStringLiteral("  \u00B7  ")
        + LedgerWords::tr("%1 stored, %2 of text")
              .arg(sizeText(totals.bytesStored), sizeText(totals.bytesText));
    if (totals.undated > 0)
        text += QStringLiteral("  \u00B7  ")
            + LedgerWords::tr("%1 events without a time").arg(countText(totals.undated));
    return text;
}

QString entryText(const ingest::SourceEntry& entry, const TimeText& time)
{
    QString text;
    const auto line = [&](const QString& label, const QString& value) {
        if (!value.isEmpty())
            text += label + QStringLiteral(": ") + value + u'\n';
    };
    line(LedgerWords::tr("Path"), visible(entry.path));
    line(LedgerWords::tr("Kind"), kindWords(entry.kind));
    line(LedgerWords::tr("Status"), statusWords(entry.status));
    line(LedgerWords::tr("Stored"), LedgerWords::tr("%1 bytes").arg(countText(entry.bytesStored)));
    line(LedgerWords::tr("Text"), LedgerWords::tr("%1 bytes").arg(countText(entry.bytesText)));
    line(LedgerWords::tr("Records"),
         LedgerWords::tr("%1 = %2 shown + %3 duplicates + %4 rejected")
             .arg(countText(entry.records), countText(entry.shown), countText(entry.duplicates),
                  countText(entry.rejected)));
    if (entry.undated > 0)
        line(LedgerWords::tr("Without a time"), countText(entry.undated));
    if (entry.hasTimeSpan()) {
        line(LedgerWords::tr("First event"), time.dateTimeWithZone(entry.firstSeconds));
        line(LedgerWords::tr("Last event"), time.dateTimeWithZone(entry.lastSeconds));
    }
    line(LedgerWords::tr("SHA-256"),
         entry.sha256 ? visible(*entry.sha256)
                      : LedgerWords::tr("none: it was not read to its end"));
    for (const Issue& issue : entry.issues) {
        line(issue.isProblem() ? LedgerWords::tr("Problem") : LedgerWords::tr("Remark"),
             issueLine(issue));
        line(LedgerWords::tr("  Detail"), visible(issue.detail));
    }
    return text;
}

} // namespace trailloupe::ui
