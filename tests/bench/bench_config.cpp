// bench_config [--items N] [--resources N] [--types N] [--seed N] [--runs N] [--threads N]
//              [--events N] [--write DIR]
//
// A generated estate (see RandomEstate) as history files and snapshots: how long it takes to open,
// what an item costs in memory, and how long the questions about resources take. With --write the
// files are only written there.
//
// Then the causes of its items among --events (ten an item): of the first resource that is asked
// for, with all that has to be made for it; of one event, its states; and of all items.
//
// bytesPerItem is resident memory, of the store and the resources, beyond the distinct text of the
// items; textPerItem is that text. Times are of the slowest of the runs but for `open`, the least.
#include "model/config/causes.h"
#include "model/config/estatediff.h"
#include "model/config/inventoryorder.h"
#include "model/config/itemdetail.h"
#include "model/config/itemdiff.h"
#include "model/config/relatedresources.h"
#include "model/config/resourcehistory.h"
#include "model/config/resources.h"
#include "model/ingest/loader.h"
#include "model/ingest/recordreader.h"
#include "model/query/barquery.h"
#include "model/query/evaluator.h"
#include "model/store/eventstorebuilder.h"
#include "model/store/segment.h"
#include "tests/bench/benchsupport.h"
#include "tests/bench/randomestate.h"

#include <zlib.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace trailloupe;

namespace {

std::string gzip(const std::string& text)
{
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        std::abort();
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

struct Written
{
    std::uint64_t files = 0;
    std::uint64_t bytesJson = 0;
    std::uint64_t items = 0;
    std::uint64_t repeats = 0;
};

Written writeEstate(bench::RandomEstate& estate, const std::filesystem::path& dir)
{
    Written written;
    estate.write([&](const std::string& path, const std::string& json) {
        const std::filesystem::path file = dir / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << gzip(json);
        ++written.files;
        written.bytesJson += json.size();
    });
    written.items = estate.items();
    written.repeats = estate.repeats();
    return written;
}

// The events of the estate as the loader would make them, without the detour over files.
class Events
{
public:
    std::shared_ptr<const store::EventStore> make(bench::RandomEstate& estate, unsigned count)
    {
        std::string text;
        estate.writeCalls(count, [&](const std::string& json) {
            text += (text.empty() ? "{\"Records\":[" : ",") + json;
            if (text.size() > kBytesOfFile)
                read(text);
        });
        read(text);
        seal();
        return m_builder.publish();
    }

private:
    static constexpr std::size_t kBytesOfFile = 4 << 20;

    void read(std::string& text)
    {
        if (text.empty())
            return;
        text += "]}";
        const auto number = static_cast<std::uint32_t>(m_sources.size());
        m_sources.push_back({SourceId(number), number});
        ByteBuffer buffer;
        buffer.append(text);
        ingest::SourceEntry entry;
        (void)m_reader.read(ingest::SourceKind::CloudTrailRecords, buffer, number, entry);
        text.clear();
    }
    void seal() { m_builder.add(m_writer.seal(), m_sources); }

    std::shared_ptr<store::Schema> m_schema = std::make_shared<store::Schema>();
    store::EventWriter m_writer{m_schema};
    store::EventWriter m_itemWriter{std::make_shared<store::Schema>(store::RecordSort::Items)};
    store::EventStoreBuilder m_builder{m_schema};
    std::vector<store::EventStoreBuilder::SourceInfo> m_sources;
    ingest::RecordReader m_reader{m_writer, m_itemWriter, ingest::Limits(), [this] {
                                      seal();
                                  }};
};

// The distinct values of all segments.
std::uint64_t textBytes(const store::EventStore& items)
{
    std::uint64_t bytes = 0;
    for (const auto& segment : items.segments()) {
        for (const auto& dictionary : segment->dictionaries()) {
            for (std::uint32_t code = 0; code < dictionary.count; ++code)
                bytes += segment->dictionaryValue(dictionary, code).size();
        }
    }
    return bytes;
}

// Two items of some 200 KB that differ in a few places of long lists.
std::pair<std::string, std::string> largeItems()
{
    const auto make = [](bool isAfter) {
        std::string text = "{\"resourceType\":\"AWS::EC2::SecurityGroup\",\"configuration\":{"
                           "\"ipPermissions\":[";
        for (int i = 0; i < 1000; ++i)
            text += (i ? ",{" : "{") + std::string("\"ipProtocol\":\"tcp\",\"fromPort\":")
                + std::to_string(i) + ",\"toPort\":" + std::to_string(i)
                + ",\"ipv4Ranges\":[{\"cidrIp\":\"10." + std::to_string(isAfter && i % 100 == 0)
                + ".0.0/16\",\"description\":\"rule " + std::to_string(i) + "\"}]}";
        text += "],\"things\":[";
        for (int i = 0; i < 900; ++i) {
            const int n = isAfter ? 899 - i : i; // in another order
            text += (i ? ",{" : "{") + std::string("\"name\":\"thing ") + std::to_string(n)
                + "\",\"size\":" + std::to_string(n + (isAfter && n % 90 == 0))
                + ",\"labels\":[\"a\",\"b\",\"label " + std::to_string(n)
                + "\"],\"state\":{\"value\":\"on\"}}";
        }
        text += "],\"plain\":[";
        for (int i = 0; i < 300; ++i)
            text += (i ? ",{" : "{") + std::string("\"a\":") + std::to_string(i) + ",\"b\":\"text "
                + std::to_string(isAfter && i % 50 == 0 ? -i : i)
                + "\",\"c\":" + std::to_string(i % 7) + "}";
        return text + "]}}";
    };
    return {make(false), make(true)};
}

// What the page of a resource shows first: its states along time, the last of them with what it
// lists and who lists it, and what that changed; every number of changes comes later. Returns how
// many states there are.
std::size_t openTimeline(const config::Resources& resources, config::ResourceNo no)
{
    const config::ResourceHistory history = config::historyOf(resources, no);
    const std::uint32_t last = *history.lastBlock();
    (void)config::loadItemDetail(resources, no, history.blocks[last].item, config::kNoTime,
                                 JobContext());
    (void)config::relatedBy(resources, no, config::kNoTime, JobContext());
    (void)config::countChanges(resources, history, last);
    return history.blocks.size();
}

template<typename Work>
double millisecondsOf(const Work& work)
{
    const bench::Stopwatch watch;
    work();
    return watch.seconds() * 1000;
}

double cpuSecondsSince(std::clock_t begin)
{
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

struct CauseFigures
{
    std::size_t events = 0;
    double firstMs = 0; // of a resource, the first thing that is asked
    double resourceMs = 0; // of another one
    double longMs = 0; // of that with the most items
    double statesMs = 0; // of an event
    double allSeconds = 0;
    // Of all threads: what a machine that has other work to do takes longer for is not in these.
    double firstCpuMs = 0;
    double longCpuMs = 0;
    double statesCpuMs = 0;
    double allCpuSeconds = 0;
    std::size_t causes = 0;
    std::size_t certain = 0;
    std::size_t likely = 0;
    std::uint64_t bytes = 0;
    std::uint64_t linksBytes = 0;
    std::int64_t peakBytes = 0; // resident, while all were looked for
};

CauseFigures measureCauses(bench::RandomEstate& estate,
                           const std::shared_ptr<const config::Resources>& resources,
                           unsigned count, unsigned threads, unsigned runs)
{
    CauseFigures figures;
    const auto events = Events().make(estate, count);
    figures.events = events->rowCount();
    const config::Causes::Options options{.usesRelatedEvents = true, .threads = threads};
    std::shared_ptr<const config::Causes> causes;
    const auto of = [&](config::ResourceNo no) {
        return millisecondsOf([&] { (void)causes->causesOfResource(no, JobContext()); });
    };
    const auto longest = resources->withId(estate.longHistoryId());
    const auto size = static_cast<std::uint32_t>(resources->size());
    for (unsigned run = 0; run < runs; ++run) {
        causes.reset();
        const std::clock_t begin = std::clock();
        const double ms = millisecondsOf([&] {
            causes = *config::Causes::make(events, resources, JobContext(), options);
            (void)causes->causesOfResource(config::ResourceNo(size / 3), JobContext());
        });
        figures.firstMs = std::max(figures.firstMs, ms);
        figures.firstCpuMs = std::max(figures.firstCpuMs, cpuSecondsSince(begin) * 1000);
        figures.resourceMs = std::max(figures.resourceMs, of(config::ResourceNo(size / 2)));
        const std::clock_t beginLong = std::clock();
        for (const config::ResourceNo no : longest)
            figures.longMs = std::max(figures.longMs, of(no));
        figures.longCpuMs = std::max(figures.longCpuMs, cpuSecondsSince(beginLong) * 1000);
    }
    const auto before = static_cast<std::int64_t>(bench::residentBytes());
    bench::resetPeak();
    std::shared_ptr<const config::CauseLinks> links;
    const std::clock_t begin = std::clock();
    figures.allSeconds = millisecondsOf([&] { links = *causes->links(JobContext()); }) / 1000;
    figures.allCpuSeconds = cpuSecondsSince(begin);
    figures.peakBytes = static_cast<std::int64_t>(bench::peakResidentBytes()) - before;
    for (std::uint32_t i = 0; i < size; ++i) {
        const config::ResourceNo no(i);
        for (std::uint32_t item = 0; item < resources->items(no).size(); ++item) {
            for (const config::CauseLink& link : links->ofItem(no, item)) {
                ++figures.causes;
                figures.certain += link.confidence == config::CauseConfidence::Certain ? 1 : 0;
                figures.likely += link.confidence == config::CauseConfidence::Likely ? 1 : 0;
                if (figures.causes != 1)
                    continue;
                const std::clock_t beginStates = std::clock();
                figures.statesMs =
                    millisecondsOf([&] { (void)causes->statesOf(link.event, JobContext()); });
                figures.statesCpuMs = cpuSecondsSince(beginStates) * 1000;
            }
        }
    }
    figures.bytes = causes->memoryBytes();
    figures.linksBytes = links->memoryBytes();
    return figures;
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    bench::EstateSize size;
    size.seed = arguments.number("seed", size.seed);
    size.items = arguments.number("items", size.items);
    size.resources = arguments.number("resources", size.resources);
    size.types = arguments.number("types", size.types);
    const unsigned runs = std::max(1u, arguments.number("runs", 3));
    const unsigned threads = arguments.number("threads", std::thread::hardware_concurrency());
    const std::string wanted = arguments.option("write", "");
    const std::filesystem::path dir = wanted.empty()
        ? std::filesystem::temp_directory_path() / ("bench_config." + std::to_string(getpid()))
        : std::filesystem::path(wanted);
    bench::RandomEstate estate(size);
    const Written written = writeEstate(estate, dir);
    if (!wanted.empty())
        return 0;

    ingest::LoadRequest request;
    request.paths = {dir.string()};
    request.threads = threads;
    double openSeconds = 0;
    double resourcesMs = 0;
    std::int64_t resident = 0;
    ingest::Evidence evidence;
    std::shared_ptr<const config::Resources> resources;
    for (unsigned run = 0; run < runs; ++run) {
        resources.reset();
        evidence = {};
        const auto before = static_cast<std::int64_t>(bench::residentBytes());
        const bench::Stopwatch watch;
        auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
        if (!loaded)
            return 1;
        evidence = std::move(loaded).value();
        const double seconds = watch.seconds();
        resourcesMs = std::max(resourcesMs, millisecondsOf([&] {
                                   resources =
                                       *config::Resources::make(evidence.items, JobContext());
                               }));
        openSeconds = run == 0 ? seconds : std::min(openSeconds, seconds);
        if (run == 0)
            resident = static_cast<std::int64_t>(bench::residentBytes()) - before;
    }
    std::filesystem::remove_all(dir);

    const auto rows = static_cast<double>(evidence.items->rowCount());
    const std::uint64_t text = textBytes(*evidence.items);
    double inventoryMs = 0;
    std::size_t live = 0;
    const std::int64_t span = resources->lastNs() - resources->firstNs();
    // The list as of a moment, in an order: the slowest of moments and columns.
    const auto inventoryAt = [&](std::int64_t at, const config::InventorySort& sort) {
        const auto made = config::Inventory::make(resources, {.asOfNs = at}, JobContext());
        const auto sorted = config::sortInventory(**made, sort, JobContext());
        live = static_cast<std::size_t>(
            std::ranges::count_if(*sorted, [](const config::InventoryRow& row) {
                return row.state.presence == config::State::Presence::Live;
            }));
    };
    using Kind = config::InventoryColumn::Kind;
    double inventorySortMs = 0;
    for (const Kind kind : {Kind::Name, Kind::Tags, Kind::LastChange, Kind::Changes, Kind::Path}) {
        const config::InventorySort sort{{kind, "configuration.state.name"}, true};
        inventorySortMs = std::max(inventorySortMs,
                                   millisecondsOf([&] { inventoryAt(resources->lastNs(), sort); }));
    }
    for (int step = 0; step <= 20; ++step) {
        const std::int64_t at = resources->firstNs() + span / 20 * step;
        inventoryMs = std::max(inventoryMs, millisecondsOf([&] { inventoryAt(at, {}); }));
    }
    double historyMs = 0;
    std::size_t historyItems = 0;
    for (const config::ResourceNo no : resources->withId("sg-0000000000000000"))
        historyMs = std::max(historyMs,
                             millisecondsOf([&] { historyItems = openTimeline(*resources, no); }));
    const auto [was, is] = largeItems();
    double diffMs = 0;
    std::size_t diffChanges = 0;
    for (unsigned run = 0; run < runs; ++run)
        diffMs = std::max(diffMs, millisecondsOf([&, &a = was, &b = is] {
                              diffChanges = config::differItems(a, b)->changes.size();
                          }));
    std::size_t estateChanged = 0;
    const double estateMs = millisecondsOf([&] {
        const auto changed =
            config::differEstate(*resources, resources->firstNs() + span / 3,
                                 resources->firstNs() + span / 3 * 2, JobContext(), threads);
        estateChanged = changed->size();
    });
    query::Evaluator evaluator(threads);
    double filterMs = 0;
    std::uint64_t found = 0;
    for (const char* filter : {"configuration.ipPermissions.fromPort:22", "tags.Team:team-7",
                               "configuration.state.name:running"}) {
        const auto parsed = query::parseBar(filter);
        filterMs = std::max(
            filterMs, millisecondsOf([&] {
                found +=
                    (*evaluator.evaluate(evidence.items, parsed.predicate, JobContext()))->count();
            }));
    }
    const CauseFigures causes = measureCauses(
        estate, resources, arguments.number("events", size.items * 10), threads, runs);
    const auto perItem = [&](double bytes) {
        return rows > 0 ? bytes / rows : 0.0;
    };
    std::printf("{\"bench\":\"config\",\"threads\":%u,\"files\":%llu,\"bytesJson\":%llu,"
                "\"items\":%zu,\"asWritten\":%s,\"resources\":%zu,\"shapes\":%zu,"
                "\"openSeconds\":%.3f,\"resourcesMs\":%.1f,\"bytesPerItem\":%.0f,"
                "\"textPerItem\":%.0f,\"storePerItem\":%.0f,\"resourcesPerItem\":%.0f,"
                "\"inventoryMs\":%.2f,\"inventorySortMs\":%.1f,\"live\":%zu,\"historyItems\":%zu,"
                "\"historyMs\":%.1f,"
                "\"diffBytes\":%zu,\"diffMs\":%.1f,\"diffChanges\":%zu,\"estateMs\":%.0f,"
                "\"estateChanged\":%zu,"
                "\"filterMs\":%.1f,\"found\":%llu,"
                "\"events\":%zu,\"firstCausesMs\":%.0f,\"resourceCausesMs\":%.0f,"
                "\"longCausesMs\":%.0f,\"statesMs\":%.0f,\"allCausesSeconds\":%.2f,"
                "\"firstCausesCpuMs\":%.0f,\"longCausesCpuMs\":%.0f,\"statesCpuMs\":%.0f,"
                "\"allCausesCpuSeconds\":%.2f,"
                "\"causes\":%zu,\"certain\":%zu,\"likely\":%zu,\"causesBytes\":%llu,"
                "\"linksBytes\":%llu,\"causesPeakBytes\":%lld}\n",
                threads, static_cast<unsigned long long>(written.files),
                static_cast<unsigned long long>(written.bytesJson), evidence.items->rowCount(),
                evidence.items->rowCount() == written.items
                        && evidence.items->duplicateCount() == written.repeats
                    ? "true"
                    : "false",
                resources->size(), evidence.items->schema().shapeCount(), openSeconds, resourcesMs,
                perItem(static_cast<double>(resident - static_cast<std::int64_t>(text))),
                perItem(static_cast<double>(text)),
                perItem(static_cast<double>(evidence.items->memoryBytes())),
                perItem(static_cast<double>(resources->memoryBytes())), inventoryMs,
                inventorySortMs, live, historyItems, historyMs, was.size(), diffMs, diffChanges,
                estateMs, estateChanged, filterMs, static_cast<unsigned long long>(found),
                causes.events, causes.firstMs, causes.resourceMs, causes.longMs, causes.statesMs,
                causes.allSeconds, causes.firstCpuMs, causes.longCpuMs, causes.statesCpuMs,
                causes.allCpuSeconds, causes.causes, causes.certain, causes.likely,
                static_cast<unsigned long long>(causes.bytes),
                static_cast<unsigned long long>(causes.linksBytes),
                static_cast<long long>(causes.peakBytes));
    return 0;
}
