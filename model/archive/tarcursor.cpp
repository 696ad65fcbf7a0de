#include "model/archive/tarcursor.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <utility>

namespace trailloupe::archive {

namespace {

constexpr std::size_t kBlockBytes = 256u << 10;
constexpr int kMostRetries = 1 << 20; // of 512 bytes each

std::string orEmpty(const char* text)
{
    return text ? text : std::string();
}

// UTF-8 where the archive knows it, else the bytes as they stand.
std::string nameOf(::archive_entry* entry)
{
    if (const char* name = archive_entry_pathname_utf8(entry))
        return name;
    return orEmpty(archive_entry_pathname(entry));
}

std::string linkOf(const char* utf8, const char* raw)
{
    return utf8 ? utf8 : orEmpty(raw);
}

} // namespace

void TarCursor::Close::operator()(::archive* handle) const
{
    archive_read_free(handle);
}

TarCursor::~TarCursor() = default;

Result<std::unique_ptr<TarCursor>> TarCursor::open(const std::string& path)
{
    Result<ingest::StoredFile> file = ingest::openRegularFile(path.c_str(), path);
    if (!file)
        return file.error();
    std::unique_ptr<TarCursor> cursor(new TarCursor);
    cursor->m_file = std::move(file->handle);
    cursor->m_archive.reset(archive_read_new());
    ::archive* handle = cursor->m_archive.get();
    if (!handle)
        return Error{Error::Kind::Internal, "libarchive could not be set up", path,
                     Error::kNoOffset};
    // Named one by one: "all" would start programs for the rare ones.
    archive_read_support_filter_gzip(handle);
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_xz(handle);
    archive_read_support_filter_zstd(handle);
    archive_read_support_format_tar(handle);
    if (archive_read_open_fd(handle, cursor->m_file.fd(), kBlockBytes) != ARCHIVE_OK)
        return cursor->failure("cannot be opened", 0);
    return cursor;
}

Result<std::optional<TarMember>> TarCursor::next()
{
    m_piece = nullptr;
    m_pieceBytes = 0;
    m_gapBytes = 0;
    m_memberBytes = 0;
    ::archive_entry* entry = nullptr;
    int code = ARCHIVE_RETRY;
    for (int tries = 0; code == ARCHIVE_RETRY && tries < kMostRetries; ++tries) {
        code = archive_read_next_header(m_archive.get(), &entry);
        if (code == ARCHIVE_RETRY && !m_damage)
            m_damage = failure("the archive is damaged", headerPosition());
    }
    const bool good = code == ARCHIVE_OK || code == ARCHIVE_WARN;
    if (m_damage && good)
        m_damage->detail += "; reading goes on at byte " + std::to_string(headerPosition());
    if (code == ARCHIVE_EOF)
        return std::optional<TarMember>();
    if (!good)
        return failure("the archive cannot be read on", position());
    TarMember member = describe(entry);
    member.index = m_passed++;
    return std::optional<TarMember>(std::move(member));
}

TarMember TarCursor::describe(::archive_entry* entry)
{
    TarMember member;
    member.name = nameOf(entry);
    member.sizeBytes =
        static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0));
    const auto type = archive_entry_filetype(entry);
    if (archive_entry_hardlink(entry) || archive_entry_hardlink_utf8(entry))
        member.refusal = "is a hard link to "
            + linkOf(archive_entry_hardlink_utf8(entry), archive_entry_hardlink(entry));
    else if (type == AE_IFLNK)
        member.refusal = "is a symbolic link to "
            + linkOf(archive_entry_symlink_utf8(entry), archive_entry_symlink(entry));
    else if (type == AE_IFDIR)
        member.isFolder = true;
    else if (type != AE_IFREG)
        member.refusal = std::string("is ") + ingest::fileTypeName(type);
    return member;
}

std::optional<Error> TarCursor::takeDamage()
{
    return std::exchange(m_damage, std::nullopt);
}

// By blocks: archive_read_data() forgets what it has copied when it meets the damage.
Result<std::size_t> TarCursor::read(char* into, std::size_t capacity)
{
    while (m_gapBytes == 0 && m_pieceBytes == 0) {
        const void* piece = nullptr;
        la_int64_t offset = 0;
        const int code = archive_read_data_block(m_archive.get(), &piece, &m_pieceBytes, &offset);
        if (code == ARCHIVE_EOF)
            m_pieceBytes = 0;
        if (code == ARCHIVE_EOF)
            return std::size_t{0};
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
            m_pieceBytes = 0;
            return failure("the archive ends or is damaged inside this member", position());
        }
        m_piece = static_cast<const char*>(piece);
        const auto start = static_cast<std::uint64_t>(std::max<la_int64_t>(offset, 0));
        m_gapBytes = start > m_memberBytes ? start - m_memberBytes : 0;
        m_memberBytes += m_gapBytes + m_pieceBytes;
    }
    if (m_gapBytes > 0) {
        const std::size_t zeros =
            static_cast<std::size_t>(std::min<std::uint64_t>(m_gapBytes, capacity));
        std::fill_n(into, zeros, '\0');
        m_gapBytes -= zeros;
        return zeros;
    }
    const std::size_t now = std::min(m_pieceBytes, capacity);
    std::copy_n(m_piece, now, into);
    m_piece += now;
    m_pieceBytes -= now;
    return now;
}

std::uint64_t TarCursor::position() const
{
    return static_cast<std::uint64_t>(
        std::max<la_int64_t>(archive_filter_bytes(m_archive.get(), 0), 0));
}

std::uint64_t TarCursor::headerPosition() const
{
    return static_cast<std::uint64_t>(
        std::max<la_int64_t>(archive_read_header_position(m_archive.get()), 0));
}

Error TarCursor::failure(const char* what, std::uint64_t at) const
{
    const char* why = archive_error_string(m_archive.get());
    return {Error::Kind::Malformed,
            std::string(what) + " at byte " + std::to_string(at) + " of the tar"
                + (why ? ": " + std::string(why) : std::string()),
            {},
            at};
}

} // namespace trailloupe::archive
