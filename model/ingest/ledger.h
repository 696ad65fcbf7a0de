// Ledger: the account of every byte of an export: one SourceEntry per source, with what was read,
// what was not, why, and where.
//
// A record is a CloudTrail event or a configuration item of AWS Config; shown + duplicates +
// rejected counts both.
// Invariant (checkInvariants()): for every source  records == shown + duplicates + rejected, and
// the totals are the sums of the lines. Threads: a Ledger is immutable after it was published;
// LedgerBuilder is guarded by the loader. Units: sizes are bytes; offsets are bytes from the start
// of the source's text (after decompression and, where the entry has an EncodingRepaired issue,
// after the repair); record numbers count from 0.
#pragma once

#include "model/base/error.h"
#include "model/base/strongid.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::ingest {

// What a source is, from its content.
enum class SourceKind : std::uint8_t
{
    Unknown,
    CloudTrailRecords, // {"Records":[…]}
    CloudTrailArray, // [ {event}, … ]
    CloudTrailLines, // one event per line
    CloudTrailEvent, // one event
    LookupEvents, // {"Events":[{"CloudTrailEvent":"…"}]}, also as lines
    CloudWatchLogs, // subscription payload: {"logEvents":[{"message":"…"}]}
    EventBridge, // {"detail-type":…, "detail":{event}}
    SnsNotification, // {"Type":"Notification","Message":"…"} around one of these
    EventHistoryCsv, // the console's CSV download (16 columns, no request or response)
    Insight, // Records with insightDetails
    // Companions: recognised, counted, read by other parts of the program.
    Digest,
    AggregatedEvents,
    // AWS Config: items become rows of the store of items.
    ConfigHistory,
    ConfigSnapshot,
    ConfigNotification, // change notification, oversized or not; what a rule is invoked with
    ConfigQueryResult, // of select-resource-config, or batch-get-resource-config
    ConfigWritabilityCheck, // the empty file that AWS Config writes to test the bucket
    LakeQueryResult,
    S3Notification, // also says "Records"
    OtherJson,
    OtherText,
    GitLfsPointer,
    Zip,
    Tar,
    OtherBinary,
    Empty,
    FolderMarker, // zero-byte key ending in '/'
};

// "CloudTrail records", "AWS Config history" … in English, for the command line; ui/ translates.
const char* sourceKindName(SourceKind kind);
// A stable word for machine output: "cloudtrail-records".
const char* sourceKindKey(SourceKind kind);
// True where records of this kind become rows of the store of events, or of items.
bool holdsEvents(SourceKind kind);
bool holdsItems(SourceKind kind);

enum class SourceStatus : std::uint8_t
{
    Read, // every record it holds was read (there may still be remarks)
    Partial, // some of it was read, some could not be
    Skipped, // neither events nor items: known and left alone
    Failed, // nothing could be read
};
const char* sourceStatusKey(SourceStatus status);

// What was odd, and where.
struct Issue
{
    enum class Code : std::uint8_t
    {
        // whole source
        Unreadable, // the operating system said no, or it vanished
        EmptySource,
        EncryptedEntry,
        CorruptEntry,
        UnsafeName, // absolute or "../" name in an archive; read, but said
        NestedArchive, // an archive inside an archive is not opened
        GitLfsPointer,
        NotAnEventLog,
        SymlinkLoop,
        // compression
        GzipTruncated,
        GzipChecksum,
        GzipCorrupt,
        GzipTrailingBytes,
        GzipBomb,
        TooLarge,
        ReadingCancelled, // in the middle of the source
        // text
        EncodingRepaired, // BOM, UTF-16, invalid UTF-8, raw control characters
        JsonTruncated,
        JsonMalformed,
        TrailingGarbage,
        RecordsNotAnArray,
        // records
        RecordNotAnObject,
        RecordTooLarge,
        NotAnEvent, // an object that is no CloudTrail record
        MissingEventTime,
        AbsurdEventTime,
        MissingEventId,
        DuplicateKeys,
        SubtreeKeptAsText, // deeper, longer or wider than the store's guards
        LoneSurrogate,
        ConflictingEventId, // same eventID, other content: both are shown
        NestingTooDeep,
        // configuration items
        NotAnItem, // an object that is no configuration item
        MissingResourceId,
        MissingResourceType,
        UnknownResourceType, // not of the form AWS::EC2::Instance
        MissingCaptureTime,
        AbsurdCaptureTime,
        UnknownItemStatus,
        UnknownItemVersion,
        ConfigurationNotJson, // text that is no JSON: kept as it stands
        ConflictingItem, // same resource, capture and state id, other content: both are shown
    };

    Code code{};
    std::uint64_t count = 1; // how many times in this source
    std::uint64_t offset = Error::kNoOffset; // of the first
    std::uint64_t record = Error::kNoOffset; // of the first
    std::string detail; // facts, in English, for logs and the command line

    bool isProblem()
        const; // false: a remark that costs nothing (a BOM, a missing eventID before 1.01 …)
    bool operator==(const Issue&) const = default;
};
const char* issueCodeKey(Issue::Code code); // "gzip-truncated"
const char* issueCodeText(Issue::Code code); // "gzip stream ends early"; ui/ translates

struct SourceEntry
{
    std::string path;
    SourceKind kind = SourceKind::Unknown;
    SourceStatus status = SourceStatus::Skipped;
    std::uint64_t bytesStored = 0;
    std::uint64_t bytesText = 0; // after decompression
    std::uint64_t records = 0; // read from it: shown + duplicates + rejected
    std::uint64_t shown = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t rejected = 0;
    std::uint64_t undated = 0; // of the shown
    std::uint64_t items = 0; // of the shown: configuration items; the others are events
    // Event and capture times, seconds since 1970 UTC; both 0 when none is dated.
    std::int64_t firstSeconds = 0;
    std::int64_t lastSeconds = 0;
    std::vector<Issue> issues;
    // Lowercase hex, of the stored bytes; absent when they could not be read whole.
    std::optional<std::string> sha256;

    // Something of it could not be read or is not shown, or an issue says so.
    bool hasProblem() const;
    bool hasTimeSpan() const
    {
        return shown + duplicates > undated && (firstSeconds != 0 || lastSeconds != 0);
    }
};

struct LedgerTotals
{
    std::uint64_t sources = 0, read = 0, partial = 0, skipped = 0, failed = 0;
    std::uint64_t problems = 0; // sources with a problem
    std::uint64_t records = 0, shown = 0, duplicates = 0, rejected = 0, undated = 0;
    std::uint64_t items = 0; // of the shown
    std::uint64_t bytesStored = 0, bytesText = 0;
    std::uint64_t events() const { return shown - items; } // of the shown
    bool reconciles() const { return records == shown + duplicates + rejected; }
    bool operator==(const LedgerTotals&) const = default;
};

// Lines are packed into blocks that generations share: a line costs about its file name plus 100
// bytes, so that millions of sources fit, and publishing copies only the blocks that changed.
class Ledger
{
public:
    Ledger();
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    std::uint64_t size() const;
    SourceEntry entry(SourceId id) const; // REQUIRES id.value() < size()
    std::string path(SourceId id) const;
    const LedgerTotals& totals() const;
    // Sources with a problem, in the order they were read.
    const std::vector<SourceId>& problems() const;
    // "" when every invariant holds, else what is wrong.
    std::string checkInvariants() const;

private:
    friend class LedgerBuilder;
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace trailloupe::ingest
