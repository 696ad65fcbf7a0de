#include "model/ingest/foldertree.h"

#include "model/ingest/storedfile.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <functional>
#include <unordered_set>
#include <utility>

namespace trailloupe::ingest {

namespace {

constexpr std::size_t kNamesPerCancelCheck = 4096;

// A folder whatever it is called.
struct FolderId
{
    dev_t device;
    ino_t inode;
    bool operator==(const FolderId&) const = default;
};
struct FolderIdHash
{
    std::size_t operator()(const FolderId& id) const noexcept
    {
        return std::hash<std::uint64_t>()(static_cast<std::uint64_t>(id.inode) * 0x9E3779B97F4A7C15u
                                          ^ static_cast<std::uint64_t>(id.device));
    }
};

// The names of one folder: each as a type (DT_…), the name and a NUL, sorted by name.
class Names
{
public:
    void add(unsigned char type, const char* name)
    {
        m_starts.push_back(m_text.size());
        m_text += static_cast<char>(type);
        m_text.append(name, std::strlen(name) + 1);
    }
    void sort()
    {
        std::sort(m_starts.begin(), m_starts.end(), [this](std::size_t a, std::size_t b) {
            return std::strcmp(m_text.data() + a + 1, m_text.data() + b + 1) < 0;
        });
    }
    bool atEnd() const { return m_next == m_starts.size(); }
    // REQUIRES !atEnd(). The name stays valid until the folder is left.
    std::pair<unsigned char, const char*> take()
    {
        const char* entry = m_text.data() + m_starts[m_next++];
        return {static_cast<unsigned char>(*entry), entry + 1};
    }

private:
    std::string m_text;
    std::vector<std::size_t> m_starts;
    std::size_t m_next = 0;
};

enum class Links
{
    Follow,
    Refuse
};

class FolderReader : public SourceReader
{
public:
    explicit FolderReader(std::string root)
        : m_path(std::move(root))
    {
        if (m_path.back() != '/')
            m_path += '/';
        m_rootLength = m_path.size();
    }

    Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) override
    {
        return readStoredFile(pathOf(source), source.path, limitBytes, into);
    }
    Result<std::unique_ptr<ByteStream>> open(const Source& source) override
    {
        return openStoredFile(pathOf(source), source.path);
    }

private:
    const char* pathOf(const Source& source)
    {
        m_path.resize(m_rootLength);
        m_path += source.path;
        return m_path.c_str();
    }

    std::string m_path; // used again for every source
    std::size_t m_rootLength = 0;
};

class FolderTree : public SourceTree
{
public:
    explicit FolderTree(const std::string& path)
        : m_origin(absolutePath(path))
        , m_root(m_origin.back() == '/' ? m_origin : m_origin + '/')
    {
        m_linkedFolders.emplace_back(); // the top, listed by the first next()
    }

    void next(std::size_t max, std::vector<Source>& into, const JobContext& context) override
    {
        const std::size_t before = into.size();
        while (into.size() - before < max && !context.cancelled()) {
            if (!m_open.empty() && !m_open.back().names.atEnd()) {
                const auto [type, name] = m_open.back().names.take();
                m_path.resize(m_open.back().pathLength);
                m_path += name;
                take(type, into, context);
            } else if (!m_open.empty()) {
                m_open.pop_back();
            } else if (!m_linkedFolders.empty()) {
                m_path = std::move(m_linkedFolders.front());
                m_linkedFolders.pop_front();
                enter(Links::Follow, into, context);
            } else {
                break;
            }
        }
        m_listed += into.size() - before;
    }

    std::unique_ptr<SourceReader> makeReader() override
    {
        return std::make_unique<FolderReader>(m_root);
    }
    std::uint64_t knownTotal() const override { return m_listed; }
    const std::string& origin() const override { return m_origin; }
    std::string fileOf(const Source& source) const override { return m_root + source.path; }

private:
    struct Folder
    {
        Names names;
        std::size_t pathLength = 0; // of its path with the '/'
    };

    std::string fullPath() const { return m_root + m_path; }

    // Handles what m_path names.
    void take(unsigned char type, std::vector<Source>& into, const JobContext& context)
    {
        if (type == DT_UNKNOWN)
            type = typeOf(Links::Refuse, into);
        if (type == DT_LNK) {
            type = typeOf(Links::Follow, into);
            if (type == DT_DIR) { // after everything that is not behind a link
                m_linkedFolders.push_back(m_path);
                return;
            }
        }
        if (type == DT_UNKNOWN)
            return; // typeOf() has refused it
        if (type == DT_REG)
            into.push_back(source());
        else if (type == DT_DIR)
            enter(Links::Refuse, into, context);
        else
            refuse({Error::Kind::Unsupported, std::string("is ") + fileTypeName(DTTOIF(type)),
                    m_path, Error::kNoOffset},
                   into);
    }

    // Asks the system; DT_UNKNOWN where it does not say, and the source is then refused.
    unsigned char typeOf(Links links, std::vector<Source>& into)
    {
        struct stat status
        { };
        if (::fstatat(AT_FDCWD, fullPath().c_str(), &status,
                      links == Links::Follow ? 0 : AT_SYMLINK_NOFOLLOW)
            == 0)
            return static_cast<unsigned char>(IFTODT(status.st_mode));
        const int code = errno;
        refuse(systemError(code, "cannot be looked at", m_path), into);
        if (code == ELOOP)
            addLoop("a circle of symbolic links", into);
        return DT_UNKNOWN;
    }

    void enter(Links links, std::vector<Source>& into, const JobContext& context)
    {
        const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
        FileHandle handle(
            ::open(fullPath().c_str(), links == Links::Follow ? flags : flags | O_NOFOLLOW));
        struct stat status
        { };
        if (!handle.isOpen() || ::fstat(handle.fd(), &status) != 0) {
            refuse(systemError(errno, "cannot be listed", m_path), into);
            return;
        }
        if (!m_seen.insert({status.st_dev, status.st_ino}).second) {
            refuse({Error::Kind::Unsupported, "is a folder that is listed already", m_path,
                    Error::kNoOffset},
                   into);
            addLoop("a link to a folder that is listed already", into);
            return;
        }
        DIR* stream = ::fdopendir(handle.fd());
        if (!stream) {
            refuse(systemError(errno, "cannot be listed", m_path), into);
            return;
        }
        handle.release(); // closed by closedir()
        list(stream, into, context);
        ::closedir(stream);
    }

    void list(DIR* stream, std::vector<Source>& into, const JobContext& context)
    {
        Folder folder;
        std::size_t count = 0;
        errno = 0;
        while (const dirent* entry = ::readdir(stream)) {
            const char* name = entry->d_name;
            if (std::strcmp(name, ".") != 0 && std::strcmp(name, "..") != 0)
                folder.names.add(entry->d_type, name);
            if (++count % kNamesPerCancelCheck == 0 && context.cancelled())
                break;
            errno = 0;
        }
        if (errno != 0) // what came before is read all the same
            refuse(systemError(errno, "cannot be listed to its end", m_path), into);
        folder.names.sort();
        if (!m_path.empty())
            m_path += '/';
        folder.pathLength = m_path.size();
        m_open.push_back(std::move(folder));
    }

    Source source() const
    {
        Source source;
        source.path = m_path;
        return source;
    }

    void refuse(Error error, std::vector<Source>& into)
    {
        if (m_path.empty()) // the top itself
            error.source = m_origin.substr(m_origin.rfind('/') + 1);
        Source refused = source();
        refused.path = error.source;
        refused.refused = std::move(error);
        into.push_back(std::move(refused));
    }

    static void addLoop(std::string detail, std::vector<Source>& into)
    {
        into.back().issues.push_back(
            {Issue::Code::SymlinkLoop, 1, Error::kNoOffset, Error::kNoOffset, std::move(detail)});
    }

    std::string m_origin;
    std::string m_root; // with a '/' at the end
    std::vector<Folder> m_open; // from the top to the one being listed
    std::string m_path; // of what is being looked at
    std::deque<std::string> m_linkedFolders;
    std::unordered_set<FolderId, FolderIdHash> m_seen;
    std::atomic<std::uint64_t> m_listed{0};
};

} // namespace

std::unique_ptr<SourceTree> openFolder(const std::string& path)
{
    return std::make_unique<FolderTree>(path);
}

} // namespace trailloupe::ingest
