// Words of the ledger: keys for machines, English for the command line.
#include "model/ingest/ledger.h"

#include <array>
#include <cassert>

namespace trailloupe::ingest {
namespace {

struct Words
{
    const char* key;
    const char* text;
};

// In the order of SourceKind.
constexpr std::array kKinds{
    Words{"unknown", "unknown"},
    Words{"cloudtrail-records", "CloudTrail records"},
    Words{"cloudtrail-array", "CloudTrail array"},
    Words{"cloudtrail-lines", "CloudTrail lines"},
    Words{"cloudtrail-event", "CloudTrail event"},
    Words{"lookup-events", "lookup-events output"},
    Words{"cloudwatch-logs", "CloudWatch Logs payload"},
    Words{"eventbridge", "EventBridge event"},
    Words{"sns-notification", "SNS notification"},
    Words{"event-history-csv", "Event history CSV"},
    Words{"insight", "CloudTrail Insights"},
    Words{"digest", "CloudTrail digest"},
    Words{"aggregated-events", "CloudTrail aggregated events"},
    Words{"config-history", "AWS Config history"},
    Words{"config-snapshot", "AWS Config snapshot"},
    Words{"config-notification", "AWS Config notification"},
    Words{"config-query-result", "AWS Config query result"},
    Words{"config-writability-check", "AWS Config write test"},
    Words{"lake-query-result", "CloudTrail Lake query result"},
    Words{"s3-notification", "S3 notification"},
    Words{"other-json", "other JSON"},
    Words{"other-text", "other text"},
    Words{"git-lfs-pointer", "Git LFS pointer"},
    Words{"zip", "zip archive"},
    Words{"tar", "tar archive"},
    Words{"other-binary", "other binary file"},
    Words{"empty", "empty file"},
    Words{"folder-marker", "folder marker"},
};
static_assert(kKinds.size() == static_cast<std::size_t>(SourceKind::FolderMarker) + 1);

// In the order of Issue::Code.
constexpr std::array kCodes{
    Words{"unreadable", "cannot be read"},
    Words{"empty-source", "holds nothing"},
    Words{"encrypted-entry", "archive entry is encrypted"},
    Words{"corrupt-entry", "archive entry is corrupt"},
    Words{"unsafe-name", "name leads outside the archive"},
    Words{"nested-archive", "archive inside an archive is not opened"},
    Words{"git-lfs-pointer", "Git LFS pointer instead of the file"},
    Words{"not-an-event-log", "is no event log"},
    Words{"symlink-loop", "symbolic link leads back to its own folder"},
    Words{"gzip-truncated", "gzip stream ends early"},
    Words{"gzip-checksum", "gzip checksum does not match"},
    Words{"gzip-corrupt", "gzip stream is corrupt"},
    Words{"gzip-trailing-bytes", "bytes after the gzip stream"},
    Words{"gzip-bomb", "gzip stream inflates without measure"},
    Words{"too-large", "is larger than the limit"},
    Words{"reading-cancelled", "reading was cancelled here"},
    Words{"encoding-repaired", "text encoding was repaired"},
    Words{"json-truncated", "JSON ends early"},
    Words{"json-malformed", "JSON is malformed"},
    Words{"trailing-garbage", "text after the end of the JSON"},
    Words{"records-not-an-array", "Records is no array"},
    Words{"record-not-an-object", "record is no object"},
    Words{"record-too-large", "record is larger than the limit"},
    Words{"not-an-event", "object is no CloudTrail event"},
    Words{"missing-event-time", "event has no eventTime"},
    Words{"absurd-event-time", "eventTime is no moment"},
    Words{"missing-event-id", "event has no eventID"},
    Words{"duplicate-keys", "member name appears twice"},
    Words{"subtree-kept-as-text", "large part is kept as text"},
    Words{"lone-surrogate", "half of a surrogate pair"},
    Words{"conflicting-event-id", "same eventID with other content"},
    Words{"nesting-too-deep", "nesting is too deep to read"},
    Words{"not-an-item", "object is no configuration item"},
    Words{"missing-resource-id", "item has no resourceId"},
    Words{"missing-resource-type", "item has no resourceType"},
    Words{"unknown-resource-type", "resourceType is none of AWS"},
    Words{"missing-capture-time", "item has no capture time"},
    Words{"absurd-capture-time", "capture time is no moment"},
    Words{"unknown-item-status", "item status is unknown"},
    Words{"unknown-item-version", "item version is unknown"},
    Words{"configuration-not-json", "configuration is text that is no JSON"},
    Words{"conflicting-item", "same capture of a resource with other content"},
};
static_assert(kCodes.size() == static_cast<std::size_t>(Issue::Code::ConflictingItem) + 1);

const Words& words(SourceKind kind)
{
    assert(static_cast<std::size_t>(kind) < kKinds.size());
    return kKinds[static_cast<std::size_t>(kind)];
}

const Words& words(Issue::Code code)
{
    assert(static_cast<std::size_t>(code) < kCodes.size());
    return kCodes[static_cast<std::size_t>(code)];
}

} // namespace

const char* sourceKindName(SourceKind kind)
{
    return words(kind).text;
}

const char* sourceKindKey(SourceKind kind)
{
    return words(kind).key;
}

bool holdsEvents(SourceKind kind)
{
    return kind >= SourceKind::CloudTrailRecords && kind <= SourceKind::Insight;
}

bool holdsItems(SourceKind kind)
{
    return kind >= SourceKind::ConfigHistory && kind <= SourceKind::ConfigQueryResult;
}

const char* sourceStatusKey(SourceStatus status)
{
    switch (status) {
    case SourceStatus::Read:
        return "read";
    case SourceStatus::Partial:
        return "partial";
    case SourceStatus::Skipped:
        return "skipped";
    case SourceStatus::Failed:
        break;
    }
    return "failed";
}

bool Issue::isProblem() const
{
    switch (code) {
    // The evidence is all there; it only looks unusual.
    case Code::UnsafeName:
    case Code::NotAnEventLog:
    case Code::SymlinkLoop:
    case Code::EncodingRepaired:
    case Code::MissingEventId:
    case Code::DuplicateKeys:
    case Code::SubtreeKeptAsText:
    case Code::LoneSurrogate:
    case Code::UnknownResourceType:
    case Code::UnknownItemVersion:
        return false;
    default:
        return true;
    }
}

const char* issueCodeKey(Issue::Code code)
{
    return words(code).key;
}

const char* issueCodeText(Issue::Code code)
{
    return words(code).text;
}

} // namespace trailloupe::ingest
