// bench_open EXPORT… [--threads N] [--stage ceiling|load|both] [--runs N]
//
// How fast an export opens, beside a ceiling measured in the same run: the same files on the same
// number of threads, read, inflated with libdeflate and parsed once with simdjson, nothing kept.
// The ceiling and the load alternate; each figure is the best of its runs.
#include "model/archive/openarchive.h"
#include "model/ingest/foldertree.h"
#include "model/ingest/loader.h"
#include "tests/bench/benchsupport.h"

#include <libdeflate.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <simdjson.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

using namespace trailloupe;

namespace {

struct CeilingWorker
{
    ByteBuffer stored;
    ByteBuffer text;
    libdeflate_decompressor* inflater = libdeflate_alloc_decompressor();
    simdjson::dom::parser parser;

    CeilingWorker() = default;
    ~CeilingWorker() { libdeflate_free_decompressor(inflater); }
    CeilingWorker(const CeilingWorker&) = delete;
    CeilingWorker& operator=(const CeilingWorker&) = delete;

    std::size_t recordsOf(const ingest::Source& source, ingest::SourceReader& reader)
    {
        if (!reader.read(source, std::uint64_t{1} << 30, stored) || stored.size() < 18)
            return 0;
        std::uint32_t size = 0;
        std::memcpy(&size, stored.data() + stored.size() - 4, 4);
        text.resize(size);
        if (libdeflate_gzip_decompress(inflater, stored.data(), stored.size(), text.data(), size,
                                       nullptr)
            != LIBDEFLATE_SUCCESS)
            return 0;
        simdjson::dom::array records;
        if (parser.parse(text.data(), text.size(), false)["Records"].get(records))
            return 0;
        return records.size();
    }
};

double ceilingSeconds(const std::vector<std::string>& paths, unsigned threads, std::size_t& records)
{
    const bench::Stopwatch watch;
    auto tree = ingest::openPaths(paths, {});
    std::mutex mutex;
    std::atomic<std::size_t> total{0};
    const auto work = [&] {
        CeilingWorker worker;
        const auto reader = tree->makeReader();
        std::vector<ingest::Source> batch;
        for (;;) {
            batch.clear();
            {
                const std::lock_guard lock(mutex);
                tree->next(64, batch, JobContext());
            }
            if (batch.empty())
                return;
            for (const auto& source : batch)
                total += worker.recordsOf(source, *reader);
        }
    };
    {
        std::vector<std::jthread> pool;
        for (unsigned i = 0; i < threads; ++i)
            pool.emplace_back(work);
    }
    records = total;
    return watch.seconds();
}

struct Loaded
{
    double seconds = 0;
    double firstRowsSeconds = 0;
    ingest::Evidence evidence;
};

Loaded loadOnce(const std::vector<std::string>& paths, unsigned threads)
{
    ingest::LoadRequest request;
    request.paths = paths;
    request.openArchive = archive::openArchive;
    request.threads = threads;
    Loaded loaded;
    const bench::Stopwatch watch;
    auto result = ingest::load(request, JobContext(), [&](const ingest::Evidence& evidence) {
        if (loaded.firstRowsSeconds == 0 && evidence.store->rowCount())
            loaded.firstRowsSeconds = watch.seconds();
    });
    loaded.seconds = watch.seconds();
    if (result)
        loaded.evidence = std::move(result).value();
    return loaded;
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const auto paths = arguments.paths();
    const unsigned threads =
        arguments.number("threads", std::max(1u, std::thread::hardware_concurrency()));
    const unsigned runs = arguments.number("runs", 3);
    const std::string stage = arguments.option("stage", "both");
    if (paths.empty()) {
        std::fprintf(
            stderr,
            "usage: bench_open EXPORT... [--threads N] [--stage ceiling|load|both] [--runs N]\n");
        return 2;
    }

    std::size_t ceilingRecords = 0;
    double ceiling = 0;
    Loaded best;
    double residentPerEvent = 0;
    double worst = 0;
    for (unsigned run = 0; run < runs; ++run) {
        if (stage != "load") {
            const double seconds = ceilingSeconds(paths, threads, ceilingRecords);
            ceiling = ceiling == 0 ? seconds : std::min(ceiling, seconds);
        }
        if (stage == "ceiling")
            continue;
        best.evidence = {};
#ifdef __GLIBC__
        malloc_trim(0); // memory of the run before would be used again and not be seen
#endif
        const std::uint64_t before = bench::residentBytes();
        Loaded loaded = loadOnce(paths, threads);
        const std::uint64_t after = bench::residentBytes();
        if (loaded.evidence.store && loaded.evidence.store->rowCount())
            residentPerEvent = (static_cast<double>(after) - static_cast<double>(before))
                / static_cast<double>(loaded.evidence.store->rowCount());
        worst = std::max(worst, loaded.seconds);
        const double previous = best.seconds;
        const double previousFirst = best.firstRowsSeconds;
        best = std::move(loaded);
        if (run && previous < best.seconds)
            best.seconds = previous;
        if (run)
            best.firstRowsSeconds = std::max(best.firstRowsSeconds, previousFirst);
    }
    const auto& evidence = best.evidence;
    const std::uint64_t events = evidence.store ? evidence.store->rowCount() : 0;
    const double perSecond = best.seconds > 0 ? static_cast<double>(events) / best.seconds : 0;
    const double ceilingPerSecond = ceiling > 0 ? static_cast<double>(ceilingRecords) / ceiling : 0;
    std::printf(
        "{\"bench\":\"open\",\"threads\":%u,\"runs\":%u,\"events\":%llu,\"seconds\":%.3f,"
        "\"secondsWorst\":%.3f,"
        "\"eventsPerSecond\":%.0f,\"ceilingSeconds\":%.3f,\"ceilingEventsPerSecond\":%.0f,"
        "\"ratio\":%.3f,"
        "\"firstRowsSeconds\":%.3f,\"residentBytesPerEvent\":%.1f,\"storeBytesPerEvent\":%.1f}\n",
        threads, runs, static_cast<unsigned long long>(events), best.seconds, worst, perSecond,
        ceiling, ceilingPerSecond, ceilingPerSecond > 0 ? perSecond / ceilingPerSecond : 0,
        best.firstRowsSeconds, residentPerEvent,
        events ? static_cast<double>(evidence.store->memoryBytes()) / static_cast<double>(events)
               : 0);
    return events || stage == "ceiling" ? 0 : 1;
}
