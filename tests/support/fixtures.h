// Fixtures: generated evidence, sound and broken, as bytes.
//
// Everything is written by hand, byte by byte, so that tests can make archives that no library
// would write. Damage is done by the tests: cut the string, flip a byte.
#pragma once

#include "model/ingest/source.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::test {

// One gzip member. Members may be put one after the other.
std::string gzip(std::string_view text, int level = 6);
// A gzip member of `textBytes` times the same byte, made without holding them.
std::string gzipBomb(std::uint64_t textBytes, char byte = ' ');

// Writes dir/path, making folders as needed; returns its absolute path.
std::string writeFile(const std::string& dir, const std::string& path, std::string_view bytes);
std::string writeFile(const QString& dir, const std::string& path, std::string_view bytes);

struct ZipEntry
{
    std::string name = {};
    std::string bytes = {};
    bool deflate = true;
    std::uint16_t flags = 0x0800; // names are UTF-8; bit 0: encrypted
    std::uint16_t method = 0xFFFF; // other than deflate or stored: what the headers claim
    std::optional<std::uint32_t> crc = {}; // a wrong one
    std::optional<std::uint32_t> textBytes = {}; // a wrong uncompressed size
    bool zip64 = false; // sizes and offset in a zip64 extra field
};
std::string zipOf(const std::vector<ZipEntry>& entries);

struct TarEntry
{
    std::string name = {};
    std::string bytes = {};
    char type = '0'; // '1' hard link, '2' symbolic link, '5' folder, '6' pipe
    std::string link = {};
};
std::string tarOf(const std::vector<TarEntry>& entries);

// By libarchive's name of the filter: "zstd", "xz", "bzip2", "gzip".
std::string compressed(std::string_view bytes, const char* filter);

std::string utf16(std::u16string_view text, bool bigEndian, bool mark);

// A stream over bytes in memory that gives at most `step` of them at a time, and fails after
// `failAfter`.
class StringStream : public ingest::ByteStream
{
public:
    explicit StringStream(std::string bytes, std::size_t step = SIZE_MAX,
                          std::uint64_t failAfter = UINT64_MAX);
    Result<std::size_t> read(char* into, std::size_t capacity) override;

private:
    std::string m_bytes;
    std::size_t m_at = 0;
    std::size_t m_step;
    std::uint64_t m_failAfter;
};

// Everything that a stream gives.
Result<std::string> readAll(ingest::ByteStream& stream, std::size_t capacity = 64 << 10);

// Lists a tree to its end, `batch` sources at a time.
std::vector<ingest::Source> listAll(ingest::SourceTree& tree, std::size_t batch = 100);
// "path" or "path ! kind: detail" of each source, one a line.
QString listingAsText(const std::vector<ingest::Source>& sources);
// "code at offset ×count: detail", one a line.
QString issuesAsText(const std::vector<ingest::Issue>& issues);

ByteBuffer bufferOf(std::string_view bytes);

} // namespace trailloupe::test
