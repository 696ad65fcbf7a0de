#include "model/ingest/filelist.h"

#include "model/ingest/foldertree.h"
#include "model/ingest/storedfile.h"

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <unordered_map>
#include <utility>

namespace trailloupe::ingest {

namespace {

using Files = std::shared_ptr<const std::vector<ListedFile>>;

class FileListReader : public SourceReader
{
public:
    explicit FileListReader(Files files)
        : m_files(std::move(files))
    { }

    Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) override
    {
        return readStoredFile((*m_files)[source.locator].path.c_str(), source.path, limitBytes,
                              into);
    }
    Result<std::unique_ptr<ByteStream>> open(const Source& source) override
    {
        return openStoredFile((*m_files)[source.locator].path.c_str(), source.path);
    }

private:
    Files m_files;
};

class FileList : public SourceTree
{
public:
    explicit FileList(std::vector<ListedFile> files)
        : m_files(std::make_shared<const std::vector<ListedFile>>(std::move(files)))
    { }

    void next(std::size_t max, std::vector<Source>& into, const JobContext& context) override
    {
        for (; max > 0 && m_next < m_files->size() && !context.cancelled(); --max) {
            into.push_back(look((*m_files)[m_next], m_next));
            ++m_next;
        }
    }
    std::unique_ptr<SourceReader> makeReader() override
    {
        return std::make_unique<FileListReader>(m_files);
    }
    std::uint64_t knownTotal() const override { return m_files->size(); }
    const std::string& origin() const override
    {
        static const std::string nothing;
        return m_files->empty() ? nothing : m_files->front().path;
    }
    std::string originOf(const Source& source) const override
    {
        return source.locator < m_files->size() ? (*m_files)[source.locator].path : origin();
    }
    std::string fileOf(const Source& source) const override { return originOf(source); }

private:
    static Source look(const ListedFile& file, std::size_t index)
    {
        Source source;
        source.path = file.shownAs;
        source.locator = index;
        source.refused = file.refused;
        struct stat status
        { };
        if (source.refused)
            source.refused->source = file.shownAs;
        else if (::stat(file.path.c_str(), &status) != 0)
            source.refused = systemError(errno, "cannot be opened", file.shownAs);
        else if (!S_ISREG(status.st_mode))
            source.refused =
                Error{Error::Kind::Unsupported, std::string("is ") + fileTypeName(status.st_mode),
                      file.shownAs, Error::kNoOffset};
        else
            source.sizeBytes = static_cast<std::uint64_t>(status.st_size);
        return source;
    }

    Files m_files;
    std::size_t m_next = 0;
};

} // namespace

std::unique_ptr<SourceTree> openFileList(std::vector<ListedFile> files)
{
    return std::make_unique<FileList>(std::move(files));
}

std::vector<std::string> shownNames(const std::vector<std::string>& paths)
{
    std::unordered_map<std::string, std::size_t> uses;
    std::vector<std::string> names;
    for (const std::string& path : paths) {
        names.push_back(std::filesystem::path(absolutePath(path)).filename().string());
        ++uses[names.back()];
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i].empty() || uses[names[i]] > 1)
            names[i] = paths[i];
    return names;
}

std::unique_ptr<SourceTree> openFiles(const std::vector<std::string>& paths)
{
    const std::vector<std::string> names = shownNames(paths);
    std::vector<ListedFile> files;
    for (std::size_t i = 0; i < paths.size(); ++i)
        files.push_back({absolutePath(paths[i]), names[i], std::nullopt});
    return openFileList(std::move(files));
}

} // namespace trailloupe::ingest
