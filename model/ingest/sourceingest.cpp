#include "model/ingest/sourceingest.h"

#include "model/ingest/eventhistorycsv.h"
#include "model/ingest/issuelist.h"
#include "model/ingest/linesplitter.h"
#include "model/ingest/recordsplitter.h"
#include "model/ingest/sniffer.h"
#include "model/ingest/storedstream.h"
#include "model/ingest/textrepair.h"
#include "model/ingest/viewstream.h"

#include <algorithm>
#include <type_traits>

namespace trailloupe::ingest {
namespace {

Issue::Code codeOf(const Error& error)
{
    switch (error.kind) {
    case Error::Kind::Malformed:
        return Issue::Code::CorruptEntry;
    case Error::Kind::TooLarge:
        return Issue::Code::TooLarge;
    default:
        return Issue::Code::Unreadable;
    }
}

// Issues that mean that something of the source was not read.
bool losesText(Issue::Code code)
{
    using Code = Issue::Code;
    switch (code) {
    case Code::Unreadable:
    case Code::EncryptedEntry:
    case Code::CorruptEntry:
    case Code::GzipTruncated:
    case Code::GzipChecksum:
    case Code::GzipCorrupt:
    case Code::GzipBomb:
    case Code::TooLarge:
    case Code::ReadingCancelled:
    case Code::JsonTruncated:
    case Code::JsonMalformed:
    case Code::RecordsNotAnArray:
    case Code::RecordNotAnObject:
    case Code::RecordTooLarge:
    case Code::NotAnEvent:
    case Code::NotAnItem:
        return true;
    default:
        return false;
    }
}

void noteKind(SourceEntry& entry)
{
    switch (entry.kind) {
    case SourceKind::Empty:
        addIssue(entry.issues, Issue::Code::EmptySource, 0);
        break;
    case SourceKind::GitLfsPointer:
        addIssue(entry.issues, Issue::Code::GitLfsPointer, 0);
        break;
    case SourceKind::Zip:
    case SourceKind::Tar:
        addIssue(entry.issues, Issue::Code::NestedArchive);
        break;
    case SourceKind::Unknown:
    case SourceKind::OtherJson:
    case SourceKind::OtherText:
    case SourceKind::OtherBinary:
        addIssue(entry.issues, Issue::Code::NotAnEventLog);
        break;
    default:
        break;
    }
}

} // namespace

void concludeEntry(SourceEntry& entry)
{
    const bool lost = std::any_of(entry.issues.begin(), entry.issues.end(),
                                  [](const Issue& issue) { return losesText(issue.code); });
    // A notification that a file was delivered, say: known, and no record in it.
    const bool isOnlyMessage = entry.kind == SourceKind::ConfigNotification && entry.records == 0;
    if ((!holdsEvents(entry.kind) && !holdsItems(entry.kind)) || (isOnlyMessage && !lost))
        entry.status = lost || entry.kind == SourceKind::GitLfsPointer ? SourceStatus::Failed
                                                                       : SourceStatus::Skipped;
    else if (lost)
        entry.status =
            entry.shown + entry.duplicates ? SourceStatus::Partial : SourceStatus::Failed;
    else
        entry.status = SourceStatus::Read;
}

SourceIngest::SourceIngest(store::EventWriter& events, store::EventWriter& items,
                           const Limits& limits, std::function<void()> flush)
    : m_limits(limits)
    , m_records(events, items, limits, std::move(flush))
{ }

void SourceIngest::read(const Source& source, SourceReader& reader, std::uint32_t number,
                        SourceEntry& entry, const JobContext& context)
{
    m_cutterRejected = 0; // the source before may have ended in the middle
    entry.bytesStored = source.sizeBytes;
    entry.issues = source.issues;
    if (source.refused) {
        // Why, unless the listing said it in so many words.
        const bool said = std::any_of(entry.issues.begin(), entry.issues.end(), [](const Issue& i) {
            return losesText(i.code) || i.code == Issue::Code::SymlinkLoop;
        });
        if (!said)
            addIssue(entry.issues, codeOf(*source.refused), source.refused->offset,
                     Error::kNoOffset, source.refused->detail);
        entry.status = SourceStatus::Failed;
        return;
    }
    if (source.bytes) {
        const std::string_view stored = source.bytes->view();
        entry.sha256 = hashOf(stored);
        readWhole(source, stored, number, entry, context);
        return concludeEntry(entry);
    }
    const auto got = reader.read(source, m_limits.wholeTextBytes, m_stored);
    if (!got && got.error().kind == Error::Kind::TooLarge) {
        auto stream = reader.open(source);
        if (stream)
            readStream(source, std::move(stream).value(), number, entry, context);
        else
            addIssue(entry.issues, codeOf(stream.error()), stream.error().offset, Error::kNoOffset,
                     stream.error().detail);
        return concludeEntry(entry);
    }
    if (got)
        entry.sha256 = hashOf(m_stored.view());
    else
        addIssue(entry.issues, codeOf(got.error()), got.error().offset, Error::kNoOffset,
                 got.error().detail);
    if (got || !m_stored.empty())
        readWhole(source, m_stored.view(), number, entry, context);
    m_stored.shrinkAbove(8u << 20);
    concludeEntry(entry);
}

std::string SourceIngest::hashOf(std::string_view stored)
{
    m_sha256.add(stored);
    return m_sha256.finish();
}

void SourceIngest::readWhole(const Source& source, std::string_view stored, std::uint32_t number,
                             SourceEntry& entry, const JobContext& context)
{
    entry.bytesStored = stored.size();
    m_text.clear();
    if (looksLikeGzip(stored)) {
        GzipOutcome outcome = m_gzip.inflate(stored, m_limits, m_text);
        for (const Issue& issue : outcome.issues)
            addIssue(entry.issues, issue);
        if (outcome.status == GzipOutcome::NeedsStream) {
            readStream(source, std::make_unique<ViewStream>(stored), number, entry, context);
            return;
        }
    } else if (stored.data() == m_stored.data()) {
        std::swap(m_stored, m_text);
    } else {
        m_text.append(stored);
    }
    readText(source, m_text, number, entry);
    m_text.shrinkAbove(8u << 20);
}

void SourceIngest::readText(const Source& source, ByteBuffer& text, std::uint32_t number,
                            SourceEntry& entry)
{
    const auto repair = [&] {
        for (const Issue& issue : repairText(text).issues)
            addIssue(entry.issues, issue);
    };
    if (needsDecoding(text.view()))
        repair();
    entry.bytesText = text.size();
    entry.kind = sniff(text.view().substr(0, kSniffBytes), source.path);
    noteKind(entry);
    if (!holdsEvents(entry.kind) && !holdsItems(entry.kind))
        return;
    if (entry.kind == SourceKind::EventHistoryCsv) {
        EventHistoryCsv csv(m_limits);
        feed(csv, text.view(), 0, number, entry);
        finish(csv, 0, number, entry);
        return;
    }
    if (m_records.read(entry.kind, text, number, entry) == RecordReader::Status::NeedsRepair) {
        repair();
        if (m_records.read(entry.kind, text, number, entry) == RecordReader::Status::NeedsRepair)
            addIssue(entry.issues, Issue::Code::JsonMalformed, 0);
    }
}

void SourceIngest::readStream(const Source& source, std::unique_ptr<ByteStream> inner,
                              std::uint32_t number, SourceEntry& entry, const JobContext& context)
{
    auto owned = std::make_unique<StoredStream>(std::move(inner));
    StoredStream& stored = *owned; // lives in `text`
    std::unique_ptr<ByteStream> text = std::move(owned);
    GunzipStream* gunzip = nullptr;
    if (looksLikeGzip(stored.peek(kSniffBytes))) {
        auto inflating = std::make_unique<GunzipStream>(std::move(text), m_limits);
        gunzip = inflating.get();
        text = std::move(inflating);
    }
    readPieces(source, *text, number, entry, context);
    if (gunzip) {
        for (const Issue& issue : gunzip->issues())
            addIssue(entry.issues, issue);
    }
    // The hash is of the whole source, also where its text was given up early.
    if (stored.drain(context))
        entry.sha256 = stored.sha256();
    entry.bytesStored = stored.bytes();
}

void SourceIngest::readPieces(const Source& source, ByteStream& stream, std::uint32_t number,
                              SourceEntry& entry, const JobContext& context)
{
    static constexpr std::string_view kMark = "\xEF\xBB\xBF";
    RecordSplitter splitter(m_limits);
    LineSplitter lines(m_limits);
    EventHistoryCsv csv(m_limits);
    bool isLines = false;
    std::uint64_t before = 0; // bytes in front of what is cut
    const auto cut = [&](const auto& use) {
        if (entry.kind == SourceKind::EventHistoryCsv)
            use(csv);
        else if (isLines)
            use(lines);
        else if (holdsEvents(entry.kind) || holdsItems(entry.kind))
            use(splitter);
    };
    for (bool more = true; more;) {
        if (context.cancelled()) {
            // What is cut off here is not the end of the text.
            addIssue(entry.issues, Issue::Code::ReadingCancelled, entry.bytesText);
            return cut([&](auto& cutter) { takeIssues(cutter, entry); });
        }
        more = readPiece(stream, entry);
        std::string_view piece = m_text.view();
        if (piece.empty())
            break;
        if (entry.bytesText == 0) {
            if (piece.substr(0, kMark.size()) == kMark) {
                before = kMark.size();
                piece.remove_prefix(before);
            }
            entry.kind = sniff(piece.substr(0, kSniffBytes), source.path);
            noteKind(entry);
            isLines =
                entry.kind == SourceKind::CloudTrailLines && RecordReader::firstLineIsWhole(piece);
        }
        entry.bytesText += m_text.size();
        cut([&](auto& cutter) { feed(cutter, piece, before, number, entry); });
        if (entry.bytesText >= m_limits.sourceTextBytes) {
            addIssue(entry.issues, Issue::Code::TooLarge, entry.bytesText);
            break;
        }
    }
    cut([&](auto& cutter) { finish(cutter, before, number, entry); });
}

// The next piece of the text into m_text; false at its end and where it cannot be read on.
bool SourceIngest::readPiece(ByteStream& stream, SourceEntry& entry)
{
    static constexpr std::size_t kPiece = std::size_t{1} << 20;
    m_text.resize(kPiece);
    std::size_t filled = 0;
    bool more = true;
    while (more && filled < kPiece) {
        const auto got = stream.read(m_text.data() + filled, kPiece - filled);
        if (!got)
            addIssue(entry.issues, codeOf(got.error()), entry.bytesText + filled, Error::kNoOffset,
                     got.error().detail);
        more = got && *got > 0;
        filled += more ? *got : 0;
    }
    m_text.resize(filled);
    return more;
}

// Cutter is a RecordSplitter, a LineSplitter or an EventHistoryCsv: all hand over records with
// their offset, and count those that they cannot hand over; these are records all the same.
template<typename Cutter>
void SourceIngest::feed(Cutter& cutter, std::string_view piece, std::uint64_t before,
                        std::uint32_t number, SourceEntry& entry)
{
    cutter.feed(piece, [&](std::uint64_t offset, std::string_view record) {
        countRejected(cutter.rejected(), entry);
        m_records.readRecord(record, before + offset, number, entry);
    });
    countRejected(cutter.rejected(), entry);
}

template<typename Cutter>
void SourceIngest::finish(Cutter& cutter, std::uint64_t before, std::uint32_t number,
                          SourceEntry& entry)
{
    const auto sink = [&](std::uint64_t offset, std::string_view record) {
        countRejected(cutter.rejected(), entry);
        m_records.readRecord(record, before + offset, number, entry);
    };
    if constexpr (std::is_same_v<Cutter, RecordSplitter>)
        cutter.finish();
    else
        cutter.finish(sink);
    countRejected(cutter.rejected(), entry);
    takeIssues(cutter, entry);
}

template<typename Cutter>
void SourceIngest::takeIssues(const Cutter& cutter, SourceEntry& entry)
{
    for (const Issue& issue : cutter.issues())
        addIssue(entry.issues, issue);
}

void SourceIngest::countRejected(std::uint64_t rejected, SourceEntry& entry)
{
    const std::uint64_t fresh = rejected - m_cutterRejected;
    m_cutterRejected = rejected;
    entry.records += fresh;
    entry.rejected += fresh;
}

} // namespace trailloupe::ingest
