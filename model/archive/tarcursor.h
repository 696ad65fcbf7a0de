// TarCursor: libarchive's place in a tar, from one member to the next.
//
// Threads: one owner. Errors: Malformed where the archive is damaged or cut; Io, NotFound.
#pragma once

#include "model/base/result.h"
#include "model/ingest/storedfile.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

struct archive;
struct archive_entry;

namespace trailloupe::archive {

struct TarMember
{
    std::string name;
    std::uint64_t index = 0; // counts every member from 0
    std::uint64_t sizeBytes = 0; // as its header says
    bool isFolder = false;
    std::string refusal; // "is a symbolic link to …"; empty for files
};

class TarCursor
{
public:
    static Result<std::unique_ptr<TarCursor>> open(const std::string& path);
    ~TarCursor();
    TarCursor(const TarCursor&) = delete;
    TarCursor& operator=(const TarCursor&) = delete;

    // How many members were passed.
    std::uint64_t passed() const { return m_passed; }
    // The next member; none at the end. Goes on behind what is no header where it can: then
    // takeDamage() tells of it.
    Result<std::optional<TarMember>> next();
    std::optional<Error> takeDamage();
    // Bytes of the member gone to; 0 at its end.
    Result<std::size_t> read(char* into, std::size_t capacity);
    // How far the archive was read, in bytes after decompression.
    std::uint64_t position() const;

private:
    TarCursor() = default;

    struct Close
    {
        void operator()(::archive* handle) const;
    };

    std::uint64_t headerPosition() const;
    Error failure(const char* what, std::uint64_t at) const;
    static TarMember describe(::archive_entry* entry);

    ingest::FileHandle m_file;
    std::unique_ptr<::archive, Close> m_archive; // closed before the file
    std::uint64_t m_passed = 0;
    std::optional<Error> m_damage;
    // The piece of the member that libarchive gave last.
    const char* m_piece = nullptr;
    std::size_t m_pieceBytes = 0;
    std::uint64_t m_gapBytes = 0; // zeros before it, in a sparse member
    std::uint64_t m_memberBytes = 0; // given out so far, with the gap and the piece
};

} // namespace trailloupe::archive
