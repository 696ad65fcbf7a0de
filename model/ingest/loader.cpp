#include "model/ingest/loader.h"

#include "model/ingest/foldertree.h"
#include "model/ingest/issuelist.h"
#include "model/ingest/ledgerbuilder.h"
#include "model/ingest/sourceindex.h"
#include "model/ingest/sourceingest.h"
#include "model/ingest/sourcequeue.h"
#include "model/store/eventstorebuilder.h"
#include "model/store/eventwriter.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <new>
#include <stop_token>
#include <thread>
#include <unordered_map>

namespace trailloupe::ingest {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How long a worker keeps rows to itself: at first just long enough to have something to show,
// later long enough for full segments, because small ones compress less.
constexpr milliseconds kFirstSeal{60};
constexpr milliseconds kLastSeal{1500};
// Publishing merges all rows, so it may take at most a tenth of the time.
constexpr milliseconds kPublishInterval{300};
constexpr int kPublishShare = 10;

// What the workers share: the growing store and ledger, and when they were last published.
class Shared
{
public:
    Shared(const LoadRequest& request, const JobContext& context, const Publish& publish)
        : limits(request.limits)
        , schema(std::make_shared<store::Schema>())
        , itemSchema(std::make_shared<store::Schema>(store::RecordSort::Items))
        , m_follow(context.stopToken(), [this] { m_stop.request_stop(); })
        , m_publish(publish)
        , m_builder(schema)
        , m_itemBuilder(itemSchema)
    { }

    // A source that a worker has read, or has read a part of.
    struct Finished
    {
        std::uint32_t number = 0; // the worker's own
        std::uint32_t sequence = 0;
        Where where;
        SourceEntry entry;
    };

    // Takes the rows of the writers and the sources they came from. `known` maps the worker's
    // numbers to ids and is extended here.
    void commit(store::EventWriter& writer, store::EventWriter& items,
                std::vector<Finished>& finished,
                std::vector<store::EventStoreBuilder::SourceInfo>& known)
    {
        std::unique_lock lock(m_mutex, std::defer_lock);
        try {
            std::unique_ptr<store::Segment> segment = writer.seal();
            std::unique_ptr<store::Segment> itemSegment;
            if (items.rowCount())
                itemSegment = items.seal();
            lock.lock();
            // What ran out of memory half way is not built upon.
            if (!m_outOfMemory)
                take(std::move(segment), std::move(itemSegment), finished, known);
        } catch (const std::bad_alloc&) {
            giveUp();
        }
    }

    // There is no memory left: what was published stays, nothing more is read.
    void giveUp()
    {
        m_outOfMemory = true;
        m_stop.request_stop();
    }
    bool gaveUp() const { return m_outOfMemory; }
    // Stops when the job is cancelled, and when there is no memory left.
    std::stop_token stopToken() const { return m_stop.get_token(); }

    Evidence publish(bool complete)
    {
        Evidence evidence;
        evidence.store = m_builder.publish();
        evidence.items = m_itemBuilder.publish();
        evidence.ledger = m_ledger.snapshot();
        evidence.sources = std::make_shared<LoadedSources>(evidence.ledger, registry, limits);
        evidence.complete = complete;
        m_publish(evidence);
        return evidence;
    }

    const Limits limits;
    const std::shared_ptr<store::Schema> schema;
    const std::shared_ptr<store::Schema> itemSchema;
    const std::shared_ptr<SourceRegistry> registry = std::make_shared<SourceRegistry>();

private:
    void take(std::unique_ptr<store::Segment> segment, std::unique_ptr<store::Segment> items,
              std::vector<Finished>& finished,
              std::vector<store::EventStoreBuilder::SourceInfo>& known)
    {
        for (Finished& f : finished) {
            if (known.size() <= f.number)
                known.resize(f.number + 1);
            auto& info = known[f.number];
            if (!info.id.isValid()) {
                info.id = m_ledger.add(f.entry);
                registry->set(info.id, f.where);
                info.sequence = f.sequence;
                info.isSummary = f.entry.kind == SourceKind::EventHistoryCsv
                    || f.entry.kind == SourceKind::ConfigQueryResult;
            } else {
                m_ledger.set(info.id, withKnownDuplicates(f.entry, info.id));
            }
        }
        finished.clear();
        if (segment->rowCount())
            settle(m_builder.add(std::move(segment), known), store::RecordSort::Events);
        if (items)
            settle(m_itemBuilder.add(std::move(items), known), store::RecordSort::Items);
        const auto now = Clock::now();
        if (now < m_nextPublish)
            return;
        publish(false);
        const auto spent = Clock::now() - now;
        m_nextPublish =
            Clock::now() + std::max<Clock::duration>(kPublishInterval, spent * (kPublishShare - 1));
    }

    // An entry that grew since its first part was added must keep what was found out about that
    // part.
    SourceEntry withKnownDuplicates(SourceEntry entry, SourceId id) const
    {
        const SourceEntry old = m_ledger.entry(id);
        entry.duplicates = old.duplicates;
        entry.shown -= old.duplicates;
        if (const auto hidden = m_hidden.find(id); hidden != m_hidden.end()) {
            entry.undated -= hidden->second.undated;
            entry.items -= hidden->second.items;
        }
        for (const Issue& issue : old.issues) {
            if (issue.code == Issue::Code::ConflictingEventId
                || issue.code == Issue::Code::ConflictingItem)
                mergeIssue(issue, entry.issues);
        }
        return entry;
    }

    void settle(const store::EventStoreBuilder::Outcome& outcome, store::RecordSort sort)
    {
        const bool areItems = sort == store::RecordSort::Items;
        std::unordered_map<SourceId, std::pair<std::uint64_t, std::uint64_t>> hidden;
        for (const auto& row : outcome.hidden) {
            auto& [count, undated] = hidden[row.source];
            ++count;
            undated += row.undated ? 1 : 0;
        }
        for (const auto& [source, counts] : hidden) {
            const std::uint64_t items = areItems ? counts.first : 0;
            m_ledger.addDuplicates(source, counts.first, counts.second, items);
            if (counts.second || items) {
                m_hidden[source].undated += counts.second;
                m_hidden[source].items += items;
            }
        }
        const auto code = areItems ? Issue::Code::ConflictingItem : Issue::Code::ConflictingEventId;
        for (const auto& conflict : outcome.conflicts)
            m_ledger.addIssue(conflict.source,
                              Issue{code, 1, conflict.offset, conflict.record, {}});
    }

    // Of the rows of a source that are hidden.
    struct Hidden
    {
        std::uint64_t undated = 0;
        std::uint64_t items = 0;
    };

    std::atomic<bool> m_outOfMemory{false};
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_follow;
    std::mutex m_mutex;
    const Publish& m_publish;
    store::EventStoreBuilder m_builder;
    store::EventStoreBuilder m_itemBuilder;
    LedgerBuilder m_ledger;
    std::unordered_map<SourceId, Hidden> m_hidden;
    Clock::time_point m_nextPublish = Clock::now();
};

// One thread that reads sources from the queue into segments.
class Worker
{
public:
    Worker(Shared& shared, SourceQueue& queue, const JobContext& context)
        : m_shared(shared)
        , m_queue(queue)
        , m_context(context)
        , m_writer(shared.schema)
        , m_items(shared.itemSchema)
        , m_ingest(m_writer, m_items, shared.limits, [this] { sealInside(); })
    { }

    void run()
    {
        std::vector<QueuedSource> batch;
        while (!m_context.cancelled() && m_queue.take(batch)) {
            for (QueuedSource& queued : batch) {
                if (m_context.cancelled())
                    break;
                readOne(queued);
            }
        }
        seal();
    }

private:
    void readOne(const QueuedSource& queued)
    {
        Shared::Finished current;
        current.number = m_nextNumber++;
        current.sequence = queued.sequence;
        current.where = {queued.tree, queued.source.locator,
                         static_cast<std::uint32_t>(queued.prefix.size())};
        current.entry.path = queued.prefix + queued.source.path;
        m_current = &current;
        try {
            m_ingest.read(queued.source, readerFor(queued.tree), current.number, current.entry,
                          m_context);
        } catch (const std::bad_alloc&) {
            // Rows that were kept stay; the source says that the rest did not fit.
            mergeIssue(Issue{Issue::Code::TooLarge, 1, Error::kNoOffset, Error::kNoOffset,
                             "out of memory"},
                       current.entry.issues);
            concludeEntry(current.entry);
        }
        m_current = nullptr;
        expandArchive(queued, current.entry);
        m_finished.push_back(std::move(current));
        m_queue.done();
        if (Clock::now() >= m_nextSeal)
            seal();
    }

    // An archive that lies in a folder is listed behind everything else; one inside an archive is
    // not opened.
    void expandArchive(const QueuedSource& queued, SourceEntry& entry)
    {
        if (entry.kind != SourceKind::Zip && entry.kind != SourceKind::Tar)
            return;
        const Result<void> expanded = m_queue.expand(queued);
        if (!expanded && expanded.error().kind == Error::Kind::Unsupported)
            return;
        std::erase_if(entry.issues,
                      [](const Issue& i) { return i.code == Issue::Code::NestedArchive; });
        entry.status = expanded ? SourceStatus::Read : SourceStatus::Failed;
        if (!expanded)
            addIssue(entry.issues, Issue::Code::CorruptEntry, Error::kNoOffset, Error::kNoOffset,
                     expanded.error().detail);
    }

    SourceReader& readerFor(const std::shared_ptr<SourceTree>& tree)
    {
        auto& reader = m_readers[tree.get()];
        if (!reader)
            reader = tree->makeReader();
        return *reader;
    }

    // A writer became full in the middle of a source: what was read of it so far goes along.
    void sealInside()
    {
        if (m_current)
            m_finished.push_back(*m_current);
        seal();
    }

    void seal()
    {
        m_shared.commit(m_writer, m_items, m_finished, m_known);
        m_sealInterval = std::min(m_sealInterval * 2, kLastSeal);
        m_nextSeal = Clock::now() + m_sealInterval;
    }

    Shared& m_shared;
    SourceQueue& m_queue;
    const JobContext& m_context;
    store::EventWriter m_writer;
    store::EventWriter m_items;
    SourceIngest m_ingest;
    std::unordered_map<const SourceTree*, std::unique_ptr<SourceReader>> m_readers;
    std::vector<Shared::Finished> m_finished;
    std::vector<store::EventStoreBuilder::SourceInfo> m_known;
    std::uint32_t m_nextNumber = 0;
    Shared::Finished* m_current = nullptr;
    milliseconds m_sealInterval = kFirstSeal;
    Clock::time_point m_nextSeal = Clock::now() + kFirstSeal;
};

} // namespace

Result<Evidence> load(const LoadRequest& request, const JobContext& context, const Publish& publish)
{
    if (request.paths.empty())
        return Error{Error::Kind::NotFound, "no paths were given", {}, Error::kNoOffset};
    const unsigned threads =
        request.threads ? request.threads : std::max(1u, std::thread::hardware_concurrency());
    Shared shared(request, context, publish);
    const JobContext inner(shared.stopToken(), context);
    SourceQueue queue(openPaths(request.paths, request.openArchive), request.openArchive, inner);
    const auto orGiveUp = [&](const auto& work) {
        try {
            work();
        } catch (const std::bad_alloc&) {
            shared.giveUp();
        }
    };
    {
        std::vector<std::jthread> pool;
        for (unsigned i = 0; i < threads; ++i)
            pool.emplace_back([&] { orGiveUp([&] { Worker(shared, queue, inner).run(); }); });
        orGiveUp([&] { queue.list(); });
    }
    const bool cancelled = context.cancelled();
    Evidence evidence;
    if (!shared.gaveUp())
        orGiveUp([&] { evidence = shared.publish(!cancelled); });
    if (shared.gaveUp())
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    if (cancelled)
        return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
    return evidence;
}

} // namespace trailloupe::ingest
