// Source, SourceTree, SourceReader: where the bytes of an export come from, one source at a time.
//
//   SourceTree     lists the sources of a folder, a zip, a tar or some files: cheap, in one pass
//
//   Source         one file or archive entry: its path inside the export, how to reach its bytes
//
//   SourceReader   reads the bytes of any source of one tree; one per worker (a handle each)
//
// Threads: a tree's next() is called by one thread at a time; makeReader() by any thread; a reader
// belongs to one thread.  A tree outlives its readers. Units: sizes are bytes as stored
// (compressed, where the source is a .gz). Errors: Io, NotFound (vanished), Unsupported (encrypted
// entry), Malformed (corrupt entry), TooLarge.
#pragma once

#include "model/base/bytes.h"
#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/ingest/ledger.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::ingest {

struct Source
{
    std::string path; // inside the export, '/' between segments, UTF-8 as far as the name was
    std::uint64_t sizeBytes = 0; // 0 when not known before reading
    std::uint64_t locator = 0; // private to the tree: entry index, offset … below kMaxLocator
    // A tree that can only be read in sequence (tar) hands the bytes over with the listing.
    std::shared_ptr<const ByteBuffer> bytes;
    // The listing already knows that this source cannot be read (encrypted, "../" name, unreadable
    // folder).
    std::optional<Error> refused;
    // What the listing already knows: UnsafeName, EncryptedEntry, SymlinkLoop, CorruptEntry. Goes
    // into the ledger as it is, also where the source can be read.
    std::vector<Issue> issues;
};

// Trees use locators below this, so that a tree made of several can tell them apart by the rest.
constexpr std::uint64_t kMaxLocator = std::uint64_t{1} << 40;

// Bytes of one source in order; for sources too large to hold.
class ByteStream
{
public:
    virtual ~ByteStream() = default;
    // Fills up to `capacity` bytes at `into`; 0 means the end.
    virtual Result<std::size_t> read(char* into, std::size_t capacity) = 0;
};

class SourceReader
{
public:
    virtual ~SourceReader() = default;
    // Replaces the content of `into` by all stored bytes of the source.
    // TooLarge, with nothing read, when there are more than `limitBytes`. After any other error
    // `into` holds what could be read before it (a corrupt entry may still be worth reading).
    virtual Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) = 0;
    virtual Result<std::unique_ptr<ByteStream>> open(const Source& source) = 0;
};

class SourceTree
{
public:
    virtual ~SourceTree() = default;
    // Appends up to `max` sources to `into`; appends none at the end.  A folder that cannot be
    // listed is itself a source with `refused` set: nothing is skipped in silence.
    virtual void next(std::size_t max, std::vector<Source>& into, const JobContext& context) = 0;
    virtual std::unique_ptr<SourceReader> makeReader() = 0;
    // Sources listed so far, and all of them once the end was reached (0 before).
    virtual std::uint64_t knownTotal() const = 0;
    // What the person opened, for titles: an absolute path.
    virtual const std::string& origin() const = 0;
    // The absolute path of what holds one source: the folder, the archive, the file itself. Any
    // thread, for sources that were listed.
    virtual std::string originOf(const Source&) const { return origin(); }
    // The absolute path of the file that is this source; empty where it is part of an archive.
    virtual std::string fileOf(const Source&) const { return {}; }
};

// Opens an archive (zip, tar) as a tree. Implemented in model/archive and handed to the core, which
// links no archive library.  Unsupported when the file is no archive that can be opened.
using ArchiveOpener =
    std::function<Result<std::unique_ptr<SourceTree>>(const std::string& absolutePath)>;

} // namespace trailloupe::ingest
