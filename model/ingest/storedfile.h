// StoredFile: the bytes of one file of the file system, and what the system says when it gives
// none.
//
// Only regular files are read: a pipe or a device that stands where a file stood a moment ago is
// refused, never waited for. Symbolic links are followed.
// Threads: any; nothing is shared. Cost: four system calls per file.
// Errors: NotFound (vanished, or a link to nothing), Io, Unsupported (no regular file), TooLarge.
#pragma once

#include "model/ingest/source.h"

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <string>

namespace trailloupe::ingest {

// NotFound or Io, with the system's words. `doing` as in "cannot be listed".
Error systemError(int code, const char* doing, std::string source);

// "a folder", "a socket" … for what is no regular file.
const char* fileTypeName(mode_t mode);

class FileHandle
{
public:
    FileHandle() = default;
    explicit FileHandle(int fd)
        : m_fd(fd)
    { }
    FileHandle(FileHandle&& other) noexcept;
    FileHandle& operator=(FileHandle&& other) noexcept;
    ~FileHandle();

    int fd() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    int release();

private:
    int m_fd = -1;
};

struct StoredFile
{
    FileHandle handle;
    std::uint64_t sizeBytes = 0;
};

// `shownAs` is the path inside the export, for errors.
Result<StoredFile> openRegularFile(const char* path, const std::string& shownAs);
Result<void> readStoredFile(const char* path, const std::string& shownAs, std::uint64_t limitBytes,
                            ByteBuffer& into);
Result<std::unique_ptr<ByteStream>> openStoredFile(const char* path, const std::string& shownAs);

// Absolute, without "." and "..", without a '/' at the end.
std::string absolutePath(const std::string& path);

} // namespace trailloupe::ingest
