#include "model/ingest/filelist.h"
#include "model/ingest/foldertree.h"
#include "model/ingest/storedfile.h"

#include <filesystem>
#include <set>
#include <utility>

namespace trailloupe::ingest {

namespace {

// One tree of several, under a name of its own.
struct Part
{
    std::string prefix; // with a '/' at the end; empty for files
    std::unique_ptr<SourceTree> tree;
};
using Parts = std::vector<Part>;

// The source as its own tree knows it.
Source innerSource(const Part& part, const Source& source)
{
    Source inner = source;
    inner.locator = source.locator % kMaxLocator;
    if (inner.path.starts_with(part.prefix))
        inner.path.erase(0, part.prefix.size());
    return inner;
}

class CombinedReader : public SourceReader
{
public:
    explicit CombinedReader(const Parts& parts)
        : m_parts(parts)
        , m_readers(parts.size())
    { }

    Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) override
    {
        into.clear();
        SourceReader* reader = readerOf(source);
        if (!reader)
            return unknown(source);
        return withPath(reader->read(innerSource(partOf(source), source), limitBytes, into),
                        source);
    }
    Result<std::unique_ptr<ByteStream>> open(const Source& source) override
    {
        SourceReader* reader = readerOf(source);
        if (!reader)
            return unknown(source);
        return withPath(reader->open(innerSource(partOf(source), source)), source);
    }

private:
    const Part& partOf(const Source& source) const { return m_parts[source.locator / kMaxLocator]; }

    SourceReader* readerOf(const Source& source)
    {
        const std::uint64_t index = source.locator / kMaxLocator;
        if (index >= m_parts.size())
            return nullptr;
        if (!m_readers[index])
            m_readers[index] = m_parts[index].tree->makeReader();
        return m_readers[index].get();
    }

    static Error unknown(const Source& source)
    {
        return {Error::Kind::NotFound, "is no source of this export", source.path,
                Error::kNoOffset};
    }

    template<typename T>
    static Result<T> withPath(Result<T> result, const Source& source)
    {
        if (result.ok())
            return result;
        Error error = result.error();
        error.source = source.path;
        return error;
    }

    const Parts& m_parts; // of the tree, which outlives its readers
    std::vector<std::unique_ptr<SourceReader>> m_readers;
};

class CombinedTree : public SourceTree
{
public:
    explicit CombinedTree(Parts parts)
        : m_parts(std::move(parts))
    { }

    void next(std::size_t max, std::vector<Source>& into, const JobContext& context) override
    {
        const std::size_t before = into.size();
        while (m_current < m_parts.size() && into.size() == before && !context.cancelled()) {
            const Part& part = m_parts[m_current];
            part.tree->next(max, into, context);
            for (std::size_t i = before; i < into.size(); ++i) {
                into[i].path.insert(0, part.prefix);
                into[i].locator += m_current * kMaxLocator;
                if (into[i].refused)
                    into[i].refused->source = into[i].path;
            }
            if (into.size() == before && !context.cancelled())
                ++m_current;
        }
    }
    std::unique_ptr<SourceReader> makeReader() override
    {
        return std::make_unique<CombinedReader>(m_parts);
    }
    std::uint64_t knownTotal() const override
    {
        std::uint64_t total = 0;
        for (const Part& part : m_parts)
            total += part.tree->knownTotal();
        return total;
    }
    const std::string& origin() const override { return m_parts.front().tree->origin(); }
    std::string originOf(const Source& source) const override
    {
        const std::uint64_t index = source.locator / kMaxLocator;
        if (index >= m_parts.size())
            return origin();
        return m_parts[index].tree->originOf(innerSource(m_parts[index], source));
    }
    std::string fileOf(const Source& source) const override
    {
        const std::uint64_t index = source.locator / kMaxLocator;
        if (index >= m_parts.size())
            return {};
        return m_parts[index].tree->fileOf(innerSource(m_parts[index], source));
    }

private:
    const Parts m_parts;
    std::size_t m_current = 0;
};

// What one path turned out to be.
struct Opened
{
    std::unique_ptr<SourceTree> tree; // a folder or an archive; none: a file
    std::optional<Error> refused; // an archive that is broken
};

Opened openOne(const std::string& path, const ArchiveOpener& openArchive)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return {openFolder(path), std::nullopt};
    if (!openArchive || !std::filesystem::is_regular_file(path, ignored))
        return {};
    Result<std::unique_ptr<SourceTree>> archive = openArchive(absolutePath(path));
    if (archive)
        return {std::move(*archive), std::nullopt};
    if (archive.error().kind == Error::Kind::Malformed)
        return {nullptr, archive.error()};
    return {}; // no archive; what else may be wrong shows when it is read
}

std::string freePrefix(const std::string& path, std::set<std::string>& taken)
{
    const std::string name = std::filesystem::path(absolutePath(path)).filename().string();
    std::string prefix = name + '/';
    for (unsigned i = 2; !taken.insert(prefix).second; ++i)
        prefix = name + " (" + std::to_string(i) + ")/";
    return prefix;
}

} // namespace

std::unique_ptr<SourceTree> openPaths(const std::vector<std::string>& paths,
                                      const ArchiveOpener& openArchive)
{
    const std::vector<std::string> names = shownNames(paths);
    Parts parts;
    std::set<std::string> taken;
    std::vector<ListedFile> files; // in a row, not yet in a part
    const auto endFiles = [&] {
        if (!files.empty())
            parts.push_back({"", openFileList(std::exchange(files, {}))});
    };
    for (std::size_t i = 0; i < paths.size(); ++i) {
        Opened opened = openOne(paths[i], openArchive);
        if (opened.tree && paths.size() == 1)
            return std::move(opened.tree);
        if (opened.tree) {
            endFiles();
            parts.push_back({freePrefix(paths[i], taken), std::move(opened.tree)});
        } else {
            files.push_back({absolutePath(paths[i]), names[i], std::move(opened.refused)});
        }
    }
    if (parts.empty())
        return openFileList(std::move(files));
    endFiles();
    if (parts.size() == 1 && parts.front().prefix.empty())
        return std::move(parts.front().tree);
    return std::make_unique<CombinedTree>(std::move(parts));
}

} // namespace trailloupe::ingest
