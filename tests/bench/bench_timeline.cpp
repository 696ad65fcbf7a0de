// bench_timeline EXPORT… [--runs N] [--field sourceIPAddress] [--lanes 200] [--flag 0]
//                [--platform offscreen]
//
// With --flag N every Nth event is in a finding; `flags` is the job that looks for their lanes.
//
// The timeline of an export with 200 lanes, in ms. `lanes`: the job that makes them, with nothing
// known (first), and when the field is known (again); best, median, worst. `detail`: the job that
// makes the cells for what is in view, for every step of a zoom from all to one minute; median and
// worst (bars: 150 ms at 1 M events, 500 ms at 10 M). `paint`: frames during that zoom in the event
// loop, jobs at work beside it, in a view of 1600 x 1000; `folded`: the same with low lanes; each
// p50, p99, worst (bar: p99 16 ms), and what the thread itself worked (Cpu), which other programs
// on the machine cannot make longer. `strip`: likewise the lanes of the 20 resources with the most
// items, in a strip of 1600 x 400, beside the high lanes; with the number of their items; only
// where the export has any. `block`: the longest time between two beats of the window's thread in
// all of it, beyond their interval, and how long the thread itself worked meanwhile.
#include "model/query/fieldnames.h"
#include "model/workspace/timelining.h"
#include "tests/bench/benchsupport.h"
#include "ui/common/theme.h"
#include "ui/timeline/configstrip.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <thread>

using namespace trailloupe;

namespace {

constexpr int kBeatMs = 4;
constexpr int kFrameMs = 16;
constexpr int kFrames = 90; // of a zoom
constexpr double kLast = 60; // seconds in view

double threadCpuMs()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

struct Figures
{
    std::vector<double> ms;

    double at(double share)
    {
        std::sort(ms.begin(), ms.end());
        const auto last = static_cast<double>(ms.size() - 1);
        return ms.empty() ? 0 : ms[static_cast<std::size_t>(std::ceil(share * last))];
    }
};

struct World
{
    workspace::JobRunner jobs;
    workspace::Workspace workspace{jobs};
    workspace::Investigation investigation;
    workspace::Filtering filtering{workspace, investigation, jobs};
    workspace::Timelining timelining{workspace, investigation, filtering, jobs};
    ui::TimelineZoom zoom;
    ui::TimelineView view{workspace, investigation, timelining, zoom};
    workspace::StackedResources stacked{workspace};
    workspace::Stacking stacking{workspace, stacked, jobs};
    ui::ConfigStrip strip{workspace, investigation, stacking, zoom, view};

    std::uint64_t stack(std::size_t most)
    {
        const auto& resources = *workspace.resources();
        const auto all = config::changedResources(resources, 0, INT64_MAX, JobContext());
        std::uint64_t items = 0;
        for (const config::ChangedResource& of : *all) {
            if (stacked.all().size() == most)
                break;
            stacked.add(of.resource);
            items += of.changes;
        }
        return items;
    }
    void waitIdle() const
    {
        do
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        while (!jobs.isIdle() || filtering.isRunning()
               || workspace.state() == workspace::Workspace::State::Loading);
    }
    ui::timeline::Window windowAt(int frame) const
    {
        const ui::timeline::Window all = zoom.limits();
        const double share = static_cast<double>(frame) / (kFrames - 1);
        const double length = all.length() * std::pow(kLast / all.length(), share);
        const double around = all.from + all.length() * 0.4;
        return {around - length * 0.4, around + length * 0.6};
    }
};

struct Beats
{
    QElapsedTimer clock;
    double lastMs = 0;
    double lastCpuMs = 0;
    double longestMs = 0;
    double cpuMs = 0;

    void beat()
    {
        const double now = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        const double cpu = threadCpuMs();
        longestMs = std::max(longestMs, now - lastMs - kBeatMs);
        cpuMs = std::max(cpuMs, cpu - lastCpuMs);
        lastMs = now;
        lastCpuMs = cpu;
    }
};

// Every so many events of the lanes that are shown; how long it took, in ms.
double flag(World& world, std::uint32_t every)
{
    std::vector<std::uint32_t> places;
    std::vector<std::uint8_t> levels;
    const auto& lanes = world.timelining.lanes();
    for (std::uint32_t place = 0; every > 0 && place < lanes->events()->datedCount();
         place += every) {
        places.push_back(place);
        levels.push_back(static_cast<std::uint8_t>(place % 4));
    }
    const bench::Stopwatch watch;
    const auto flags = timeline::makeFlags(lanes, places, levels, JobContext());
    const double ms = watch.seconds() * 1000;
    if (flags.ok())
        world.view.setFindings(nullptr, *flags);
    return ms;
}

// One zoom in the event loop.
void zoomOnce(World& world, Figures& paint, Figures& cpu, Figures& strip, Figures& stripCpu,
              Beats& beats)
{
    const auto repaint = [](QWidget* port, Figures& ms, Figures& cpuMs) {
        const bench::Stopwatch watch;
        const double cpuBefore = threadCpuMs();
        port->repaint();
        ms.ms.push_back(watch.seconds() * 1000);
        cpuMs.ms.push_back(threadCpuMs() - cpuBefore);
    };
    world.zoom.showAll();
    world.waitIdle();
    QEventLoop loop;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] { beats.beat(); });
    QTimer frames;
    frames.setTimerType(Qt::PreciseTimer);
    int frame = 0;
    QObject::connect(&frames, &QTimer::timeout, [&] {
        if (frame == kFrames)
            return loop.quit();
        world.zoom.setWindow(world.windowAt(frame++));
        repaint(world.view.viewport(), paint, cpu);
        if (world.strip.hasLanes())
            repaint(world.strip.viewport(), strip, stripCpu);
    });
    beats.clock.start();
    beats.lastMs = 0;
    beats.lastCpuMs = threadCpuMs();
    beat.start(kBeatMs);
    frames.start(kFrameMs);
    loop.exec();
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    if (arguments.paths().empty()) {
        std::fprintf(stderr, "usage: bench_timeline EXPORT... [--runs N]\n");
        return 2;
    }
    qputenv("QT_QPA_PLATFORM", arguments.option("platform", "offscreen").c_str());
    QApplication app(argc, argv);
    QApplication::setPalette(ui::paletteFor(ui::lightColors()));
    World world;
    const unsigned runs = arguments.number("runs", 5);
    const auto field = query::parseField(arguments.option("field", "sourceIPAddress"));
    if (!field)
        return 2;
    QStringList paths;
    for (const std::string& path : arguments.paths())
        paths.append(QString::fromStdString(path));
    world.workspace.open(paths);
    world.waitIdle();
    const auto store = world.workspace.evidence().store;
    timeline::LaneQuestion question;
    question.events = store;
    question.field = *field;
    question.most = arguments.number("lanes", 200);
    question.identities = world.workspace.identities();

    Figures first;
    Figures again;
    for (unsigned run = 0; run < runs; ++run) {
        query::FacetCache cache;
        query::Evaluator evaluator;
        for (Figures* figures : {&first, &again}) {
            const bench::Stopwatch watch;
            if (!timeline::makeLanes(question, cache, evaluator, JobContext()).ok())
                return 1;
            figures->ms.push_back(watch.seconds() * 1000);
        }
    }
    world.timelining.setField(*field);
    world.timelining.setMost(question.most);
    world.timelining.setActive(true);
    world.view.resize(1600, 1000);
    world.view.show();
    world.waitIdle();
    if (!world.timelining.lanes() || !world.timelining.lanes()->span())
        return 1;
    world.zoom.setTrace(world.timelining.lanes()->span());
    world.waitIdle();

    const double flagMs = flag(world, arguments.number("flag", 0));
    Figures detail;
    for (unsigned run = 0; run < runs; ++run) {
        for (int frame = 0; frame < kFrames; ++frame) {
            const query::TimeSpan span = ui::timeline::spanOf(world.windowAt(frame));
            const std::int64_t beside = (span.to - span.from) / 2;
            const bench::Stopwatch watch;
            if (!timeline::makeDetail(
                     world.timelining.lanes(), {span.from - beside, span.to + beside},
                     timeline::levelFor(span, 1320),
                     std::max(1u, std::thread::hardware_concurrency()), JobContext())
                     .ok())
                return 1;
            detail.ms.push_back(watch.seconds() * 1000);
        }
    }
    std::uint64_t items = 0;
    if (world.workspace.resources() && world.workspace.resources()->size() > 0) {
        world.stacking.setActive(true);
        items = world.stack(20);
        world.strip.resize(1600, 400);
        world.strip.show();
        world.waitIdle();
    }
    Figures paint[3];
    Figures cpu[3];
    Beats beats;
    for (unsigned run = 0; run < runs; ++run)
        zoomOnce(world, paint[0], cpu[0], paint[2], cpu[2], beats);
    world.strip.hide();
    world.stacked.clear();
    world.view.setAllFolded(true);
    for (unsigned run = 0; run < runs; ++run)
        zoomOnce(world, paint[1], cpu[1], paint[2], cpu[2], beats);
    std::printf("{\"bench\":\"timeline\",\"rows\":%zu,\"lanes\":%zu,\"lanesFirstMs\":[%.1f,%.1f,"
                "%.1f],\"lanesAgainMs\":[%.1f,%.1f,%.1f],\"detailMs\":[%.2f,%.2f],\"flagsMs\":%.1f",
                store->rowCount(), world.timelining.lanes()->lanes().size(), first.at(0),
                first.at(0.5), first.at(1), again.at(0), again.at(0.5), again.at(1), detail.at(0.5),
                detail.at(1), flagMs);
    const char* names[] = {"paintMs", "foldedMs", "stripMs"};
    for (int i = 0; i < (items > 0 ? 3 : 2); ++i)
        std::printf(",\"%s\":[%.2f,%.2f,%.2f],\"%sCpu\":[%.2f,%.2f,%.2f]", names[i],
                    paint[i].at(0.5), paint[i].at(0.99), paint[i].at(1), names[i], cpu[i].at(0.5),
                    cpu[i].at(0.99), cpu[i].at(1));
    if (items > 0)
        std::printf(",\"stripItems\":%llu", static_cast<unsigned long long>(items));
    std::printf(",\"blockMs\":%.1f,\"blockCpuMs\":%.1f}\n", beats.longestMs, beats.cpuMs);
    return 0;
}
