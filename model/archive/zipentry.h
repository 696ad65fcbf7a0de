// ZipEntry: QuaZip's handle on a zip, positioned by where a directory record stands.
//
// Threads: one owner. Errors: as ziptree.h says.
#pragma once

#include "model/archive/zipdevice.h"
#include "model/base/bytes.h"
#include "model/base/result.h"

#include <quazip/quazip.h>
#include <quazip/unzip.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace trailloupe::archive {

struct ZipEntryInfo
{
    std::string name;
    std::uint64_t sizeBytes = 0; // as the directory says
    std::uint64_t storedBytes = 0;
    std::uint64_t recordBytes = 0; // of the directory record: the next one stands behind it
    bool encrypted = false;
    bool symbolicLink = false;
    std::uint32_t method = 0;
};

class ZipHandle
{
public:
    static Result<std::unique_ptr<ZipHandle>> open(const std::string& path);
    ~ZipHandle();
    ZipHandle(const ZipHandle&) = delete;
    ZipHandle& operator=(const ZipHandle&) = delete;

    // How many entries the end of the archive claims.
    std::uint64_t claimedEntries() const { return m_claimedEntries; }
    // Where the first directory record stands; nothing in an archive without entries.
    std::optional<std::uint64_t> firstPosition();

    // Goes to the record at `position` and reads it. False where none stands there.
    bool goTo(std::uint64_t position, ZipEntryInfo& info);

    // Of the entry gone to. Unsupported where isReadable() is not.
    static std::optional<Error> refusal(const ZipEntryInfo& info);
    Result<void> openEntry(const ZipEntryInfo& info);
    // 0 at the end, after which closeEntry() tells whether the content was sound.
    Result<std::size_t> readEntry(char* into, std::size_t capacity);
    Result<void> closeEntry();

private:
    explicit ZipHandle(ingest::StoredFile file);

    ZipDevice m_device;
    QuaZip m_zip;
    unzFile m_file = nullptr;
    std::uint64_t m_claimedEntries = 0;
    std::uint64_t m_expectedBytes = 0; // of the open entry
    std::uint64_t m_readBytes = 0;
    bool m_entryOpen = false;
    std::string m_nameRoom;
};

} // namespace trailloupe::archive
