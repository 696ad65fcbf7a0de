#include "model/ingest/storedfile.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace trailloupe::ingest {

namespace {

constexpr std::size_t kGrowthBytes = 1u << 20;

// Reads once, going on after a signal. -1 with errno.
ssize_t readSome(int fd, char* into, std::size_t capacity)
{
    for (;;) {
        const ssize_t got = ::read(fd, into, capacity);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}

class FileStream : public ByteStream
{
public:
    FileStream(FileHandle handle, std::string shownAs)
        : m_handle(std::move(handle))
        , m_shownAs(std::move(shownAs))
    { }

    Result<std::size_t> read(char* into, std::size_t capacity) override
    {
        const ssize_t got = readSome(m_handle.fd(), into, capacity);
        if (got < 0)
            return systemError(errno, "cannot be read", m_shownAs);
        return static_cast<std::size_t>(got);
    }

private:
    FileHandle m_handle;
    std::string m_shownAs;
};

} // namespace

Error systemError(int code, const char* doing, std::string source)
{
    const bool absent = code == ENOENT || code == ENOTDIR;
    return {absent ? Error::Kind::NotFound : Error::Kind::Io,
            doing + std::string(": ") + std::system_category().message(code), std::move(source),
            Error::kNoOffset};
}

const char* fileTypeName(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return "a file";
    case S_IFDIR:
        return "a folder";
    case S_IFLNK:
        return "a symbolic link";
    case S_IFIFO:
        return "a named pipe";
    case S_IFSOCK:
        return "a socket";
    case S_IFBLK:
        return "a block device";
    case S_IFCHR:
        return "a character device";
    default:
        return "no file";
    }
}

FileHandle::FileHandle(FileHandle&& other) noexcept
    : m_fd(other.release())
{ }

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

FileHandle::~FileHandle()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

int FileHandle::release()
{
    return std::exchange(m_fd, -1);
}

Result<StoredFile> openRegularFile(const char* path, const std::string& shownAs)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
    StoredFile file{FileHandle(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)), 0};
    if (!file.handle.isOpen())
        return systemError(errno, "cannot be opened", shownAs);
    struct stat status
    { };
    if (::fstat(file.handle.fd(), &status) != 0)
        return systemError(errno, "cannot be looked at", shownAs);
    if (!S_ISREG(status.st_mode))
        return Error{Error::Kind::Unsupported, std::string("is ") + fileTypeName(status.st_mode),
                     shownAs, Error::kNoOffset};
    file.sizeBytes = static_cast<std::uint64_t>(status.st_size);
    return file;
}

Result<void> readStoredFile(const char* path, const std::string& shownAs, std::uint64_t limitBytes,
                            ByteBuffer& into)
{
    into.clear();
    const Result<StoredFile> file = openRegularFile(path, shownAs);
    if (!file)
        return file.error();
    const auto tooLarge = [&] {
        into.clear();
        return Error{Error::Kind::TooLarge,
                     "has more than " + std::to_string(limitBytes) + " bytes", shownAs,
                     Error::kNoOffset};
    };
    if (file->sizeBytes > limitBytes)
        return tooLarge();
    // A file may grow or shrink while it is read: its size is a hint, the end is where read() says.
    // One byte more than the size shows in the same call that it did not grow.
    std::size_t asked = static_cast<std::size_t>(file->sizeBytes) + 1;
    for (;;) {
        const std::size_t before = into.size();
        into.resize(before + asked);
        const ssize_t got = readSome(file->handle.fd(), into.data() + before, asked);
        const int code = errno;
        into.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got < 0)
            return systemError(code, "cannot be read", shownAs);
        if (into.size() > limitBytes)
            return tooLarge();
        if (got == 0 || (before == 0 && into.size() == file->sizeBytes))
            return {};
        asked = kGrowthBytes;
    }
}

Result<std::unique_ptr<ByteStream>> openStoredFile(const char* path, const std::string& shownAs)
{
    Result<StoredFile> file = openRegularFile(path, shownAs);
    if (!file)
        return file.error();
    return std::unique_ptr<ByteStream>(
        std::make_unique<FileStream>(std::move(file->handle), shownAs));
}

std::string absolutePath(const std::string& path)
{
    std::error_code ignored;
    std::filesystem::path whole = std::filesystem::absolute(path, ignored);
    if (ignored)
        whole = path;
    std::string text = whole.lexically_normal().string();
    while (text.size() > 1 && text.back() == '/')
        text.pop_back();
    return text;
}

} // namespace trailloupe::ingest
