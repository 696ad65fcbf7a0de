#include "model/archive/openarchive.h"

#include "model/archive/tartree.h"
#include "model/archive/ziptree.h"
#include "model/ingest/gzip.h"
#include "model/ingest/gzipdecoder.h"
#include "model/ingest/storedfile.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace trailloupe::archive {

namespace {

constexpr std::size_t kTarHeaderBytes = 512;
constexpr std::size_t kHeadBytes = 64u << 10;
constexpr std::size_t kChecksumAt = 148;
constexpr std::size_t kChecksumBytes = 8;

struct Free
{
    void operator()(::archive* handle) const { archive_read_free(handle); }
};

// zstd, xz, bzip2, by the magic numbers of their formats.
bool looksCompressed(std::string_view head)
{
    using namespace std::string_view_literals;
    return head.starts_with("\x28\xB5\x2F\xFD"sv) || head.starts_with("\xFD\x37zXZ\0"sv)
        || head.starts_with("BZh"sv);
}

std::string startOfGzip(std::string_view head)
{
    std::string start(kTarHeaderBytes, '\0');
    ingest::GzipDecoder decoder;
    start.resize(decoder.decode(head, start.data(), start.size()).produced);
    return start;
}

// Reads as much of the file as the first block takes, which for bzip2 is up to 900 kB.
std::string startOfCompressed(const std::string& path)
{
    const Result<ingest::StoredFile> file = ingest::openRegularFile(path.c_str(), path);
    if (!file)
        return {};
    std::string start(kTarHeaderBytes, '\0');
    const std::unique_ptr<::archive, Free> reader(archive_read_new());
    ::archive_entry* entry = nullptr;
    if (!reader)
        return {};
    archive_read_support_filter_bzip2(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_zstd(reader.get());
    archive_read_support_format_raw(reader.get());
    if (archive_read_open_fd(reader.get(), file->handle.fd(), kHeadBytes) != ARCHIVE_OK
        || archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
        return {};
    const la_ssize_t got = archive_read_data(reader.get(), start.data(), start.size());
    start.resize(static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)));
    return start;
}

Result<std::string> readHead(const std::string& path)
{
    Result<ingest::StoredFile> file = ingest::openRegularFile(path.c_str(), path);
    if (!file)
        return file.error();
    std::string head(kHeadBytes, '\0');
    const ssize_t got = ::pread(file->handle.fd(), head.data(), head.size(), 0);
    if (got < 0)
        return ingest::systemError(errno, "cannot be read", path);
    head.resize(static_cast<std::size_t>(got));
    return head;
}

} // namespace

bool looksLikeZip(std::string_view head)
{
    using namespace std::string_view_literals;
    // An entry, an empty archive, one of several parts.
    return head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)
        || head.starts_with("PK\x07\x08"sv);
}

bool looksLikeTar(std::string_view head)
{
    if (head.size() < kTarHeaderBytes || head[0] == '\0')
        return false;
    if (head.substr(257, 5) == "ustar")
        return true;
    // Before "ustar" there was only a checksum, in octal, over a header with blanks in its place.
    unsigned sum = 0;
    for (std::size_t i = 0; i < kTarHeaderBytes; ++i) {
        const bool blank = i >= kChecksumAt && i < kChecksumAt + kChecksumBytes;
        sum += blank ? ' ' : static_cast<unsigned char>(head[i]);
    }
    unsigned said = 0;
    unsigned digits = 0;
    for (const char c : head.substr(kChecksumAt, kChecksumBytes)) {
        if (c >= '0' && c <= '7') {
            said = said * 8 + static_cast<unsigned>(c - '0');
            ++digits;
        } else if (c != ' ' || digits > 0) {
            break;
        }
    }
    return digits > 0 && said == sum;
}

Result<std::unique_ptr<ingest::SourceTree>> openArchive(const std::string& path)
{
    const Result<std::string> head = readHead(path);
    if (!head)
        return head.error();
    if (looksLikeZip(*head))
        return openZip(path);
    const bool isTar = looksLikeTar(*head)
        || (ingest::looksLikeGzip(*head) && looksLikeTar(startOfGzip(*head)))
        || (looksCompressed(*head) && looksLikeTar(startOfCompressed(path)));
    if (isTar)
        return openTar(path);
    return Error{Error::Kind::Unsupported, "is no archive", path, Error::kNoOffset};
}

} // namespace trailloupe::archive
