// SourceQueue: sources on their way from the listing to the workers, in batches, listed ahead as
// far as memory allows, so that the total is known early.
//
// Threads: list() on one thread, everything else on any. take() waits for the listing.
// Memory: at most kMaxSources sources and kMaxBytes of handed-over bytes wait at a time.
#pragma once

#include "model/base/jobcontext.h"
#include "model/ingest/source.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace trailloupe::ingest {

struct QueuedSource
{
    std::shared_ptr<SourceTree> tree;
    std::string prefix; // of the path: the archive that the tree lies in
    std::uint32_t sequence = 0;
    bool inArchive = false;
    Source source;
};

class SourceQueue
{
public:
    SourceQueue(std::unique_ptr<SourceTree> tree, ArchiveOpener openArchive,
                const JobContext& context);

    // Lists everything, also the archives that expand() finds, until all of it was taken and done.
    void list();

    // The next batch; false when there is nothing left or the job was cancelled.
    bool take(std::vector<QueuedSource>& batch);
    void done(); // one source taken was read

    // Queues the entries of an archive that is a file of its own. Unsupported when it is part of
    // another archive or none that can be opened, Malformed when it is broken.
    Result<void> expand(const QueuedSource& archive);

private:
    void listTree(const std::shared_ptr<SourceTree>& tree, const std::string& prefix,
                  bool isArchive);

    static constexpr std::size_t kMaxSources = 1u << 17;
    static constexpr std::size_t kMaxBytes = std::size_t{128} << 20;

    struct Tree
    {
        std::shared_ptr<SourceTree> tree;
        std::string prefix;
        bool isArchive = false;
    };

    ArchiveOpener m_openArchive;
    const JobContext& m_context;
    std::mutex m_mutex;
    std::condition_variable m_available; // for the workers: sources, or the end
    std::condition_variable m_wanted; // for the listing: room, or nothing left to wait for
    std::deque<Tree> m_trees; // still to be listed
    std::deque<QueuedSource> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::atomic<std::uint64_t> m_listed{0};
    std::atomic<std::uint64_t> m_done{0};
    std::atomic<bool> m_listing{true}; // a tree is being listed
    bool m_finished = false; // nothing more will come
};

} // namespace trailloupe::ingest
