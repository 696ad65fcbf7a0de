// bench_graph [--items N] [--resources N] [--types N] [--relations N] [--seed N] [--runs N]
//             [--threads N]
//
// A generated estate (see RandomEstate) whose resources have relations: how long its graph takes to
// make, the first picture of a part of it (neighbourhood, scene, layout), and a step to another
// moment. Times are of the slowest of the runs; shares of the first picture are of one run.
#include "model/config/graphdiff.h"
#include "model/config/graphlayout.h"
#include "model/ingest/loader.h"
#include "tests/bench/benchsupport.h"
#include "tests/bench/randomestate.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace trailloupe;

namespace {

template<typename Work>
double millisecondsOf(const Work& work)
{
    const bench::Stopwatch watch;
    work();
    return watch.seconds() * 1000;
}

std::shared_ptr<const config::Resources> resourcesOf(const bench::EstateSize& size,
                                                     unsigned threads)
{
    const std::filesystem::path dir =
        std::filesystem::temp_directory_path() / ("bench_graph." + std::to_string(getpid()));
    bench::RandomEstate(size).write([&](const std::string& path, const std::string& json) {
        std::filesystem::path file = dir / path;
        file.replace_extension(); // not compressed
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << json;
    });
    ingest::LoadRequest request;
    request.paths = {dir.string()};
    request.threads = threads;
    auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    std::filesystem::remove_all(dir);
    if (!loaded)
        return nullptr;
    auto made = config::Resources::make(loaded->items, JobContext());
    return made ? *made : nullptr;
}

// The live node with the most neighbours that a picture still goes on from.
config::NodeNo busyNode(const config::TemporalGraph& graph)
{
    config::NodeNo busiest(0);
    std::size_t most = 0;
    for (std::uint32_t i = 0; i < graph.resources()->size(); ++i) {
        const config::NodeNo no(i);
        const std::size_t count = graph.edgesOf(no).size();
        if (count > most && count <= 60
            && graph.stateAt(no, config::kEndOfExport) == config::NodeState::Live) {
            most = count;
            busiest = no;
        }
    }
    return busiest;
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    bench::EstateSize size;
    size.seed = arguments.number("seed", size.seed);
    size.items = arguments.number("items", 30'000);
    size.resources = arguments.number("resources", 10'000);
    size.types = arguments.number("types", size.types);
    size.relations = arguments.number("relations", 4);
    const unsigned runs = std::max(1u, arguments.number("runs", 3));
    const unsigned threads = arguments.number("threads", std::thread::hardware_concurrency());
    const auto resources = resourcesOf(size, threads);
    if (!resources)
        return 1;

    std::shared_ptr<const config::TemporalGraph> graph;
    double makeMs = 0;
    for (unsigned run = 0; run < runs; ++run) {
        graph.reset();
        makeMs = std::max(makeMs, millisecondsOf([&] {
                              graph =
                                  *config::TemporalGraph::make(resources, JobContext(), threads);
                          }));
    }
    const config::NodeNo root = busyNode(*graph);
    config::ShownGraph shown;
    config::GraphScene scene;
    config::GraphLayout layout;
    double aroundMs = 0;
    double sceneMs = 0;
    double layoutMs = 0;
    for (unsigned run = 0; run < runs; ++run) {
        aroundMs = std::max(aroundMs, millisecondsOf([&] {
                                shown = config::neighbourhood(
                                    *graph, {.roots = {root}, .depth = 3, .maxNodes = 400});
                            }));
        sceneMs =
            std::max(sceneMs, millisecondsOf([&] {
                         scene = config::makeScene(*graph, shown, {.by = config::GroupBy::Region});
                     }));
        layoutMs = std::max(layoutMs,
                            millisecondsOf([&] { layout = *config::layOut(scene, JobContext()); }));
    }
    // Steps of what is shown, and of the whole graph.
    std::vector<config::NodeNo> nodes;
    for (const config::ShownNode& node : shown.nodes)
        nodes.push_back(node.node);
    double stepMs = 0;
    double wholeMs = 0;
    std::size_t edges = 0;
    std::size_t live = 0;
    const std::int64_t span = resources->lastNs() - resources->firstNs();
    for (int step = 0; step <= 20; ++step) {
        const std::int64_t at = resources->firstNs() + span / 20 * step;
        stepMs = std::max(stepMs, millisecondsOf([&] {
                              const auto now = config::shownGraph(*graph, nodes, at);
                              live = now.of;
                          }));
        wholeMs = std::max(
            wholeMs, millisecondsOf([&] { edges = config::graphAt(*graph, at).edges.size(); }));
    }
    double growMs = 0;
    const auto less = config::makeScene(
        *graph, config::neighbourhood(*graph, {.roots = {root}, .depth = 2, .maxNodes = 200}),
        {.by = config::GroupBy::Region});
    const auto before = *config::layOut(less, JobContext());
    std::uint32_t moved = 0;
    growMs = millisecondsOf(
        [&] { moved = config::layOutKeeping(scene, less, before, JobContext())->moved; });
    const double pathMs = millisecondsOf(
        [&] { config::pathBetween(*graph, root, config::NodeNo(1), config::kEndOfExport); });
    std::size_t changed = 0;
    const double diffMs = millisecondsOf([&] {
        changed = config::differEdges(*graph, resources->firstNs() + span / 3,
                                      resources->firstNs() + span / 3 * 2)
                      .size();
    });
    std::printf("{\"bench\":\"graph\",\"threads\":%u,\"items\":%zu,\"resources\":%zu,"
                "\"nodes\":%zu,\"edges\":%zu,\"edgesAtEnd\":%zu,\"of\":%zu,\"bytes\":%llu,"
                "\"makeMs\":%.0f,\"firstPictureMs\":%.0f,\"aroundMs\":%.1f,\"sceneMs\":%.1f,"
                "\"layoutMs\":%.0f,\"shown\":%zu,\"lines\":%zu,\"stepMs\":%.1f,\"wholeMs\":%.1f,"
                "\"growMs\":%.0f,\"moved\":%u,\"pathMs\":%.1f,\"diffMs\":%.1f,\"changed\":%zu}\n",
                threads, resources->store()->rowCount(), resources->size(), graph->nodes().size(),
                graph->edges().size(), edges, live,
                static_cast<unsigned long long>(graph->memoryBytes()), makeMs,
                makeMs + aroundMs + sceneMs + layoutMs, aroundMs, sceneMs, layoutMs,
                scene.nodes.size(), scene.edges.size(), stepMs, wholeMs, growMs, moved, pathMs,
                diffMs, changed);
    return 0;
}
