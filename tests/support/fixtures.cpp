#include "tests/support/fixtures.h"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace trailloupe::test {

namespace {

enum class Wrapper
{
    Gzip,
    None
};

class Deflater
{
public:
    Deflater(int level, Wrapper wrapper)
    {
        if (deflateInit2(&m_stream, level, Z_DEFLATED, wrapper == Wrapper::Gzip ? 31 : -15, 8,
                         Z_DEFAULT_STRATEGY)
            != Z_OK)
            throw std::runtime_error("deflateInit2");
    }
    ~Deflater() { deflateEnd(&m_stream); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    void add(std::string_view text, int flush)
    {
        char piece[16384];
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        m_stream.avail_in = static_cast<uInt>(text.size());
        do {
            m_stream.next_out = reinterpret_cast<Bytef*>(piece);
            m_stream.avail_out = sizeof piece;
            deflate(&m_stream, flush);
            m_out.append(piece, sizeof piece - m_stream.avail_out);
        } while (m_stream.avail_out == 0);
    }
    std::string take() { return std::move(m_out); }

private:
    z_stream m_stream{};
    std::string m_out;
};

void put16(std::string& out, std::uint64_t value)
{
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>(value >> 8 & 0xFF);
}
void put32(std::string& out, std::uint64_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16 & 0xFFFF);
}
void put64(std::string& out, std::uint64_t value)
{
    put32(out, value & 0xFFFFFFFF);
    put32(out, value >> 32);
}

std::string rawDeflate(std::string_view text)
{
    Deflater deflater(6, Wrapper::None);
    deflater.add(text, Z_FINISH);
    return deflater.take();
}

struct ZipWriter
{
    std::string out;
    std::string directory;
    std::uint64_t count = 0;

    void add(const ZipEntry& entry)
    {
        const std::string stored = entry.deflate ? rawDeflate(entry.bytes) : entry.bytes;
        const std::uint16_t method = entry.method != 0xFFFF ? entry.method : entry.deflate ? 8 : 0;
        const std::uint32_t crc = entry.crc.value_or(
            static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(entry.bytes.data()),
                                             static_cast<uInt>(entry.bytes.size()))));
        const std::uint64_t size =
            entry.textBytes.value_or(static_cast<std::uint32_t>(entry.bytes.size()));
        const std::uint64_t offset = out.size();

        std::string common;
        put16(common, entry.zip64 ? 45 : 20);
        put16(common, entry.flags);
        put16(common, method);
        put32(common, 0x5A2A0000); // a moment in 2025
        put32(common, crc);
        put32(common, entry.zip64 ? 0xFFFFFFFF : stored.size());
        put32(common, entry.zip64 ? 0xFFFFFFFF : size);
        put16(common, entry.name.size());

        std::string localExtra;
        std::string extra;
        if (entry.zip64) {
            for (std::string* field : {&localExtra, &extra}) {
                put16(*field, 1);
                put16(*field, field == &extra ? 24 : 16);
                put64(*field, size);
                put64(*field, stored.size());
            }
            put64(extra, offset);
        }

        put32(out, 0x04034b50);
        out += common;
        put16(out, localExtra.size());
        out += entry.name + localExtra + stored;

        put32(directory, 0x02014b50);
        put16(directory, 45);
        directory += common;
        put16(directory, extra.size());
        put16(directory, 0); // comment
        put16(directory, 0); // disk
        put16(directory, 0);
        put32(directory, 0);
        put32(directory, entry.zip64 ? 0xFFFFFFFF : offset);
        directory += entry.name + extra;
        ++count;
    }

    std::string finish()
    {
        const std::uint64_t start = out.size();
        out += directory;
        const bool zip64 = count >= 0xFFFF;
        if (zip64) {
            const std::uint64_t end = out.size();
            put32(out, 0x06064b50);
            put64(out, 44);
            put16(out, 45);
            put16(out, 45);
            put32(out, 0);
            put32(out, 0);
            put64(out, count);
            put64(out, count);
            put64(out, directory.size());
            put64(out, start);
            put32(out, 0x07064b50);
            put32(out, 0);
            put64(out, end);
            put32(out, 1);
        }
        put32(out, 0x06054b50);
        put32(out, 0);
        put16(out, zip64 ? 0xFFFF : count);
        put16(out, zip64 ? 0xFFFF : count);
        put32(out, zip64 ? 0xFFFFFFFF : directory.size());
        put32(out, zip64 ? 0xFFFFFFFF : start);
        put16(out, 0);
        return std::move(out);
    }
};

void addTarEntry(std::string& out, const TarEntry& entry)
{
    std::string header(512, '\0');
    const auto put = [&header](std::size_t at, std::string_view text) {
        header.replace(at, text.size(), text);
    };
    const auto octal = [](std::uint64_t value, int digits) {
        char text[32];
        std::snprintf(text, sizeof text, "%0*llo", digits, static_cast<unsigned long long>(value));
        return std::string(text);
    };
    std::string name = entry.name;
    if (name.size() > 100) { // ustar: the folder goes into the prefix
        const std::size_t cut = name.rfind('/', 155);
        put(345, std::string_view(name).substr(0, cut));
        name = name.substr(cut + 1);
    }
    put(0, std::string_view(name).substr(0, 100));
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, octal(entry.bytes.size(), 11));
    put(136, octal(1'750'000'000, 11));
    put(148, "        ");
    header[156] = entry.type;
    put(157, std::string_view(entry.link).substr(0, 100));
    put(257, std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6) + std::string(1, '\0') + ' ');
    out += header + entry.bytes;
    out.append((512 - entry.bytes.size() % 512) % 512, '\0');
}

} // namespace

std::string gzip(std::string_view text, int level)
{
    Deflater deflater(level, Wrapper::Gzip);
    deflater.add(text, Z_FINISH);
    return deflater.take();
}

std::string gzipBomb(std::uint64_t textBytes, char byte)
{
    Deflater deflater(9, Wrapper::Gzip);
    const std::string piece(1 << 20, byte);
    for (std::uint64_t left = textBytes; left > 0;) {
        const std::uint64_t now = std::min<std::uint64_t>(left, piece.size());
        deflater.add(std::string_view(piece).substr(0, now), Z_NO_FLUSH);
        left -= now;
    }
    deflater.add({}, Z_FINISH);
    return deflater.take();
}

std::string writeFile(const std::string& dir, const std::string& path, std::string_view bytes)
{
    const std::filesystem::path whole = std::filesystem::absolute(dir) / path;
    std::filesystem::create_directories(whole.parent_path());
    std::ofstream file(whole, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
        throw std::runtime_error("cannot write " + whole.string());
    return whole.string();
}

std::string writeFile(const QString& dir, const std::string& path, std::string_view bytes)
{
    return writeFile(dir.toStdString(), path, bytes);
}

std::string zipOf(const std::vector<ZipEntry>& entries)
{
    ZipWriter writer;
    for (const ZipEntry& entry : entries)
        writer.add(entry);
    return writer.finish();
}

std::string tarOf(const std::vector<TarEntry>& entries)
{
    std::string out;
    for (const TarEntry& entry : entries)
        addTarEntry(out, entry);
    out.append(1024, '\0');
    return out;
}

std::string compressed(std::string_view bytes, const char* filter)
{
    std::string out(bytes.size() * 2 + (1 << 20), '\0');
    std::size_t used = 0;
    archive* writer = archive_write_new();
    archive_entry* entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    bool good = archive_write_add_filter_by_name(writer, filter) == ARCHIVE_OK
        && archive_write_set_format_raw(writer) == ARCHIVE_OK
        && archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK
        && archive_write_header(writer, entry) == ARCHIVE_OK
        && archive_write_data(writer, bytes.data(), bytes.size())
            == static_cast<la_ssize_t>(bytes.size())
        && archive_write_close(writer) == ARCHIVE_OK;
    archive_entry_free(entry);
    archive_write_free(writer);
    if (!good)
        throw std::runtime_error(std::string("cannot compress by ") + filter);
    out.resize(used);
    return out;
}

std::string utf16(std::u16string_view text, bool bigEndian, bool mark)
{
    std::string out;
    const auto put = [&](char16_t unit) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        out += bigEndian ? high : low;
        out += bigEndian ? low : high;
    };
    if (mark)
        put(0xFEFF);
    for (const char16_t unit : text)
        put(unit);
    return out;
}

StringStream::StringStream(std::string bytes, std::size_t step, std::uint64_t failAfter)
    : m_bytes(std::move(bytes))
    , m_step(step)
    , m_failAfter(failAfter)
{ }

Result<std::size_t> StringStream::read(char* into, std::size_t capacity)
{
    if (m_at >= m_failAfter)
        return Error{Error::Kind::Io, "made to fail", {}, Error::kNoOffset};
    const std::uint64_t until = std::min<std::uint64_t>(m_bytes.size(), m_failAfter);
    const std::size_t count = std::min({capacity, m_step, static_cast<std::size_t>(until - m_at)});
    m_bytes.copy(into, count, m_at);
    m_at += count;
    return count;
}

Result<std::string> readAll(ingest::ByteStream& stream, std::size_t capacity)
{
    std::string all;
    std::string piece(capacity, '\0');
    for (;;) {
        const Result<std::size_t> got = stream.read(piece.data(), piece.size());
        if (!got)
            return got.error();
        if (*got == 0)
            return all;
        all.append(piece, 0, *got);
    }
}

std::vector<ingest::Source> listAll(ingest::SourceTree& tree, std::size_t batch)
{
    std::vector<ingest::Source> all;
    for (std::size_t before = all.size();; before = all.size()) {
        tree.next(batch, all, JobContext());
        if (all.size() == before)
            return all;
    }
}

QString listingAsText(const std::vector<ingest::Source>& sources)
{
    QString text;
    for (const ingest::Source& source : sources) {
        text += QString::fromStdString(source.path);
        if (source.refused)
            text += QStringLiteral(" ! %1: %2")
                        .arg(QLatin1String(errorKindName(source.refused->kind)),
                             QString::fromStdString(source.refused->detail));
        text += QLatin1Char('\n');
    }
    return text;
}

QString issuesAsText(const std::vector<ingest::Issue>& issues)
{
    QString text;
    for (const ingest::Issue& issue : issues) {
        text += QLatin1String(ingest::issueCodeKey(issue.code));
        if (issue.offset != Error::kNoOffset)
            text += QStringLiteral(" at %1").arg(issue.offset);
        if (issue.count != 1)
            text += QStringLiteral(" ×%1").arg(issue.count);
        text += QStringLiteral(": ") + QString::fromStdString(issue.detail) + QLatin1Char('\n');
    }
    return text;
}

ByteBuffer bufferOf(std::string_view bytes)
{
    ByteBuffer buffer;
    buffer.append(bytes);
    return buffer;
}

} // namespace trailloupe::test
