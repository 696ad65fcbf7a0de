#include "model/archive/ziptree.h"

#include "model/archive/entryname.h"
#include "model/archive/zipentry.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace trailloupe::archive {

using ingest::Issue;
using ingest::Source;

namespace {

constexpr std::size_t kPieceBytes = 256u << 10;
constexpr std::uint64_t kMostRatio = 1032; // what deflate can do at best

Error notThere(const Source& source)
{
    return {Error::Kind::Malformed, "its directory record is gone", source.path, Error::kNoOffset};
}

Error of(const Source& source, Error error)
{
    error.source = source.path;
    return error;
}

class ZipEntryStream : public ingest::ByteStream
{
public:
    ZipEntryStream(std::unique_ptr<ZipHandle> handle, Source source)
        : m_handle(std::move(handle))
        , m_source(std::move(source))
    { }

    Result<std::size_t> read(char* into, std::size_t capacity) override
    {
        if (m_ended || capacity == 0)
            return std::size_t{0};
        const Result<std::size_t> got = m_handle->readEntry(into, capacity);
        m_ended = !got || *got == 0;
        if (!got)
            return of(m_source, got.error());
        if (*got == 0)
            if (const Result<void> sound = m_handle->closeEntry(); !sound)
                return of(m_source, sound.error());
        return *got;
    }

private:
    std::unique_ptr<ZipHandle> m_handle;
    Source m_source;
    bool m_ended = false;
};

class ZipReader : public ingest::SourceReader
{
public:
    explicit ZipReader(std::string path)
        : m_path(std::move(path))
    { }

    Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) override
    {
        into.clear();
        if (!m_handle) {
            Result<std::unique_ptr<ZipHandle>> handle = ZipHandle::open(m_path);
            if (!handle)
                return of(source, handle.error());
            m_handle = std::move(*handle);
        }
        if (!m_handle->goTo(source.locator, m_info))
            return notThere(source);
        if (const Result<void> opened = m_handle->openEntry(m_info); !opened)
            return of(source, opened.error());
        return readOpenEntry(source, limitBytes, into);
    }

    Result<std::unique_ptr<ingest::ByteStream>> open(const Source& source) override
    {
        Result<std::unique_ptr<ZipHandle>> handle = ZipHandle::open(m_path);
        if (!handle)
            return of(source, handle.error());
        ZipEntryInfo info;
        if (!(*handle)->goTo(source.locator, info))
            return notThere(source);
        if (const Result<void> opened = (*handle)->openEntry(info); !opened)
            return of(source, opened.error());
        return std::unique_ptr<ingest::ByteStream>(
            std::make_unique<ZipEntryStream>(std::move(*handle), source));
    }

private:
    Result<void> readOpenEntry(const Source& source, std::uint64_t limitBytes, ByteBuffer& into)
    {
        // What the directory says is believed as far as the stored bytes could hold it. More than
        // that is never given: an entry that has more ends with a wrong checksum.
        const std::uint64_t likely =
            std::min({m_info.sizeBytes, m_info.storedBytes * kMostRatio, limitBytes});
        std::size_t room = static_cast<std::size_t>(std::max<std::uint64_t>(likely, 1));
        while (into.size() < m_info.sizeBytes) {
            const std::size_t before = into.size();
            into.resize(before + room);
            const Result<std::size_t> got = m_handle->readEntry(into.data() + before, room);
            into.resize(before + (got ? *got : 0));
            if (!got)
                return of(source, got.error());
            if (into.size() > limitBytes) {
                into.clear();
                return Error{Error::Kind::TooLarge,
                             "has more than " + std::to_string(limitBytes) + " bytes", source.path,
                             Error::kNoOffset};
            }
            if (*got == 0)
                break;
            room = kPieceBytes;
        }
        if (const Result<void> sound = m_handle->closeEntry(); !sound)
            return of(source, sound.error());
        return {};
    }

    std::string m_path;
    std::unique_ptr<ZipHandle> m_handle; // opened by the first read
    ZipEntryInfo m_info;
};

class ZipTree : public ingest::SourceTree
{
public:
    // No handle: an archive without entries.
    ZipTree(std::string path, std::unique_ptr<ZipHandle> handle)
        : m_origin(std::move(path))
        , m_handle(std::move(handle))
    {
        m_ended = !m_handle;
        if (m_ended)
            return;
        const std::optional<std::uint64_t> first = m_handle->firstPosition();
        m_position = first.value_or(0);
        m_ended = !first && m_handle->claimedEntries() == 0;
    }

    void next(std::size_t max, std::vector<Source>& into, const JobContext& context) override
    {
        const std::size_t before = into.size();
        ZipEntryInfo info;
        while (into.size() - before < max && !m_ended && !context.cancelled()) {
            if (!m_handle->goTo(m_position, info)) {
                end(into);
                break;
            }
            if (!isFolderName(info.name) || info.sizeBytes > 0)
                into.push_back(sourceOf(info));
            ++m_entries;
            m_position += info.recordBytes;
        }
        m_listed += into.size() - before;
    }
    std::unique_ptr<ingest::SourceReader> makeReader() override
    {
        return std::make_unique<ZipReader>(m_origin);
    }
    std::uint64_t knownTotal() const override { return m_listed; }
    const std::string& origin() const override { return m_origin; }

private:
    Source sourceOf(const ZipEntryInfo& info) const
    {
        Source source;
        source.path = info.name;
        source.sizeBytes = info.sizeBytes;
        source.locator = m_position;
        const auto say = [&source](Issue::Code code, std::string detail) {
            source.issues.push_back(
                {code, 1, Error::kNoOffset, Error::kNoOffset, std::move(detail)});
        };
        if (isUnsafeName(info.name))
            say(Issue::Code::UnsafeName, "leads out of the archive: " + info.name);
        if (info.encrypted)
            say(Issue::Code::EncryptedEntry, "needs a password");
        source.refused = ZipHandle::refusal(info);
        if (source.refused)
            source.refused->source = source.path;
        return source;
    }

    // No record stands here: the end, or damage where there should be more. More records than the
    // end of the archive claims are listed like the others.
    void end(std::vector<Source>& into)
    {
        m_ended = true;
        const std::uint64_t claimed = m_handle->claimedEntries();
        if (m_entries >= claimed)
            return;
        Source source;
        source.path = lastSegment(m_origin);
        source.locator = m_position;
        source.refused =
            Error{Error::Kind::Malformed,
                  "the directory of the archive is damaged after " + std::to_string(m_entries)
                      + " of " + std::to_string(claimed) + " entries",
                  source.path, Error::kNoOffset};
        into.push_back(std::move(source));
    }

    std::string m_origin;
    std::unique_ptr<ZipHandle> m_handle;
    std::uint64_t m_position = 0;
    std::uint64_t m_entries = 0; // folders too
    bool m_ended = false;
    std::atomic<std::uint64_t> m_listed{0};
};

// Nothing but the end record: QuaZip does not find it at the very start of a file.
bool isEmptyZip(const std::string& path)
{
    constexpr std::uint64_t kEndRecordBytes = 22;
    ByteBuffer bytes;
    return ingest::readStoredFile(path.c_str(), path, kEndRecordBytes, bytes).ok()
        && bytes.size() == kEndRecordBytes
        && bytes.view().starts_with(std::string_view("PK\x05\x06\0\0\0\0\0\0\0\0", 12));
}

} // namespace

Result<std::unique_ptr<ingest::SourceTree>> openZip(const std::string& path)
{
    const std::string absolute = ingest::absolutePath(path);
    Result<std::unique_ptr<ZipHandle>> handle = ZipHandle::open(absolute);
    if (!handle && handle.error().kind == Error::Kind::Malformed && isEmptyZip(absolute))
        handle = std::unique_ptr<ZipHandle>();
    if (!handle)
        return handle.error();
    return std::unique_ptr<ingest::SourceTree>(
        std::make_unique<ZipTree>(absolute, std::move(*handle)));
}

} // namespace trailloupe::archive
