#include "model/archive/zipentry.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace trailloupe::archive {

namespace {

constexpr std::uint64_t kFixedRecordBytes = 46;
constexpr std::size_t kLongestName = 0xFFFF;
constexpr unsigned kFlagEncrypted = 0x0001;
constexpr unsigned kFlagMaskedHeaders = 0x2000;
constexpr unsigned kMadeOnUnix = 3;
constexpr unsigned kStored = 0;
constexpr unsigned kDeflated = 8;
constexpr std::size_t kMostAtOnce = 1u << 30;

Error malformed(std::string detail)
{
    return {Error::Kind::Malformed, std::move(detail), {}, Error::kNoOffset};
}

std::string inWords(int code)
{
    switch (code) {
    case UNZ_CRCERROR:
        return "its checksum is wrong";
    case UNZ_BADZIPFILE:
        return "its header is not what the directory says";
    case UNZ_ERRNO:
    case UNZ_EOF:
        return "it ends early";
    case Z_DATA_ERROR:
        return "its compressed data is invalid";
    case Z_BUF_ERROR:
        return "its compressed data ends early";
    default:
        return "it cannot be read (" + std::to_string(code) + ')';
    }
}

} // namespace

ZipHandle::ZipHandle(ingest::StoredFile file)
    : m_device(std::move(file))
    , m_zip(&m_device)
    , m_nameRoom(kLongestName + 1, '\0')
{ }

ZipHandle::~ZipHandle()
{
    if (m_entryOpen)
        unzCloseCurrentFile(m_file);
    if (m_zip.isOpen())
        m_zip.close();
}

Result<std::unique_ptr<ZipHandle>> ZipHandle::open(const std::string& path)
{
    Result<ingest::StoredFile> file = ingest::openRegularFile(path.c_str(), path);
    if (!file)
        return file.error();
    std::unique_ptr<ZipHandle> handle(new ZipHandle(std::move(*file)));
    if (!handle->m_zip.open(QuaZip::mdUnzip))
        return Error{Error::Kind::Malformed, "the zip archive has no directory at its end", path,
                     Error::kNoOffset};
    handle->m_file = handle->m_zip.getUnzFile();
    unz_global_info64 global{};
    if (unzGetGlobalInfo64(handle->m_file, &global) == UNZ_OK)
        handle->m_claimedEntries = global.number_entry;
    return handle;
}

std::optional<std::uint64_t> ZipHandle::firstPosition()
{
    // Also where the first record is damaged: its position is known all the same.
    unzGoToFirstFile(m_file);
    unz64_file_pos position{};
    if (unzGetFilePos64(m_file, &position) != UNZ_OK)
        return std::nullopt;
    return position.pos_in_zip_directory;
}

bool ZipHandle::goTo(std::uint64_t position, ZipEntryInfo& info)
{
    const unz64_file_pos place{position, 0};
    unz_file_info64 record{};
    if (unzGoToFilePos64(m_file, &place) != UNZ_OK
        || unzGetCurrentFileInfo64(m_file, &record, m_nameRoom.data(), kLongestName, nullptr, 0,
                                   nullptr, 0)
            != UNZ_OK)
        return false;
    info.name.assign(m_nameRoom, 0, std::min<std::size_t>(record.size_filename, kLongestName));
    info.sizeBytes = record.uncompressed_size;
    info.storedBytes = record.compressed_size;
    info.recordBytes = kFixedRecordBytes + record.size_filename + record.size_file_extra
        + record.size_file_comment;
    info.encrypted = (record.flag & (kFlagEncrypted | kFlagMaskedHeaders)) != 0;
    info.symbolicLink = (record.version >> 8) == kMadeOnUnix && S_ISLNK(record.external_fa >> 16);
    info.method = static_cast<std::uint32_t>(record.compression_method);
    return true;
}

std::optional<Error> ZipHandle::refusal(const ZipEntryInfo& info)
{
    const auto unsupported = [](std::string detail) {
        return Error{Error::Kind::Unsupported, std::move(detail), {}, Error::kNoOffset};
    };
    if (info.encrypted)
        return unsupported("is encrypted");
    if (info.symbolicLink)
        return unsupported("is a symbolic link");
    if (info.method != kStored && info.method != kDeflated)
        return unsupported("is compressed by method " + std::to_string(info.method));
    return std::nullopt;
}

Result<void> ZipHandle::openEntry(const ZipEntryInfo& info)
{
    if (m_entryOpen)
        unzCloseCurrentFile(m_file);
    m_entryOpen = false;
    if (std::optional<Error> refused = refusal(info))
        return *refused;
    if (const int code = unzOpenCurrentFile(m_file); code != UNZ_OK)
        return malformed(inWords(code));
    m_entryOpen = true;
    m_expectedBytes = info.sizeBytes;
    m_readBytes = 0;
    return {};
}

Result<std::size_t> ZipHandle::readEntry(char* into, std::size_t capacity)
{
    const int got =
        unzReadCurrentFile(m_file, into, static_cast<unsigned>(std::min(capacity, kMostAtOnce)));
    if (got < 0)
        return malformed(inWords(got) + ", after " + std::to_string(m_readBytes) + " bytes");
    m_readBytes += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
}

Result<void> ZipHandle::closeEntry()
{
    m_entryOpen = false;
    const int code = unzCloseCurrentFile(m_file);
    if (code != UNZ_OK)
        return malformed(inWords(code));
    if (m_readBytes != m_expectedBytes)
        return malformed("it has " + std::to_string(m_readBytes) + " bytes, the directory says "
                         + std::to_string(m_expectedBytes));
    return {};
}

} // namespace trailloupe::archive
