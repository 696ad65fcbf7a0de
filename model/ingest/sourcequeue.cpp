#include "model/ingest/sourcequeue.h"

#include <algorithm>
#include <chrono>

namespace trailloupe::ingest {
namespace {

constexpr std::size_t kFirstBatch = 64; // so that the workers start at once
constexpr std::size_t kListBatch = 1024;
constexpr std::size_t kTakeBatch = 16;

} // namespace

SourceQueue::SourceQueue(std::unique_ptr<SourceTree> tree, ArchiveOpener openArchive,
                         const JobContext& context)
    : m_openArchive(std::move(openArchive))
    , m_context(context)
{
    m_trees.push_back({std::move(tree), {}, false});
}

void SourceQueue::list()
{
    for (;;) {
        Tree next;
        {
            std::unique_lock lock(m_mutex);
            m_listing = !m_trees.empty();
            // A source that is still being read may turn out to be an archive.
            while (m_trees.empty() && m_done < m_listed && !m_context.cancelled())
                m_wanted.wait_for(lock, std::chrono::milliseconds(20));
            if (m_trees.empty() || m_context.cancelled()) {
                m_finished = true;
                m_available.notify_all();
                break;
            }
            m_listing = true;
            next = std::move(m_trees.front());
            m_trees.pop_front();
        }
        listTree(next.tree, next.prefix, next.isArchive);
    }
    // The last source may have been done while nobody knew yet that it was the last.
    if (!m_context.cancelled() && m_listed > 0)
        m_context.report({m_done, m_listed, "reading"});
}

void SourceQueue::listTree(const std::shared_ptr<SourceTree>& tree, const std::string& prefix,
                           bool isArchive)
{
    std::vector<Source> batch;
    for (std::size_t want = kFirstBatch; !m_context.cancelled(); want = kListBatch) {
        batch.clear();
        tree->next(want, batch, m_context);
        if (batch.empty())
            return;
        std::unique_lock lock(m_mutex);
        for (Source& source : batch) {
            m_waitingBytes += source.bytes ? source.bytes->size() : 0;
            m_waiting.push_back({tree, prefix, static_cast<std::uint32_t>(m_listed++), isArchive,
                                 std::move(source)});
        }
        m_available.notify_all();
        while ((m_waiting.size() > kMaxSources || m_waitingBytes > kMaxBytes)
               && !m_context.cancelled())
            m_wanted.wait_for(lock, std::chrono::milliseconds(20));
    }
}

bool SourceQueue::take(std::vector<QueuedSource>& batch)
{
    batch.clear();
    std::unique_lock lock(m_mutex);
    while (m_waiting.empty() && !m_finished && !m_context.cancelled())
        m_available.wait_for(lock, std::chrono::milliseconds(20));
    if (m_waiting.empty() || m_context.cancelled())
        return false;
    // Few at a time near the end, so that no worker is left with a long tail.
    const std::size_t count = std::clamp<std::size_t>(m_waiting.size() / 8, 1, kTakeBatch);
    for (std::size_t i = 0; i < count; ++i) {
        m_waitingBytes -=
            m_waiting.front().source.bytes ? m_waiting.front().source.bytes->size() : 0;
        batch.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    if (m_waiting.size() <= kMaxSources / 2)
        m_wanted.notify_all();
    return true;
}

void SourceQueue::done()
{
    const std::uint64_t done = ++m_done;
    const std::uint64_t listed = m_listed;
    if (done == listed) {
        // Under the lock, so that a listing that just found work to wait for does not miss it.
        const std::lock_guard lock(m_mutex);
        m_wanted.notify_all();
    }
    m_context.report({done, m_listing ? 0 : listed, "reading"});
}

Result<void> SourceQueue::expand(const QueuedSource& archive)
{
    const std::string file = archive.tree->fileOf(archive.source);
    if (archive.inArchive || !m_openArchive || file.empty())
        return Error{Error::Kind::Unsupported, "is not opened", archive.source.path,
                     Error::kNoOffset};
    auto tree = m_openArchive(file);
    if (!tree)
        return tree.error();
    const std::lock_guard lock(m_mutex);
    m_trees.push_back({std::move(tree).value(), archive.prefix + archive.source.path + '/', true});
    m_wanted.notify_all();
    return {};
}

} // namespace trailloupe::ingest
