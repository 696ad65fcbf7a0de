// bench_graphpage [--nodes 10000] [--edges 50000] [--shown 400] [--frames 300] [--steps 20]
//                 [--size 1600x1000] [--platform offscreen]
//
// The Graph page over a made-up estate of so many resources with so many relations, each recorded
// twice, in ms. `graph`: the job that makes the graph of all; `first`: from then to the first
// picture with `shown` resources (bar: both together 2 s). `step`: from another moment to its
// picture; median, worst (bar: 100 ms). `pan`: painting a frame while the picture is dragged, in a
// view of that size, at the scale at which it opens and at the one that shows all of it; each p50,
// p99, worst (bar: p99 16 ms), and what the thread itself worked (Cpu), which other programs on the
// machine cannot make longer. `draw`: a whole frame, as when it is zoomed.
#include "model/workspace/graphasking.h"
#include "tests/bench/benchsupport.h"
#include "ui/common/theme.h"
#include "ui/graph/graphview.h"

#include <QApplication>
#include <QEventLoop>
#include <QMouseEvent>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

using namespace trailloupe;

namespace {

constexpr std::int64_t kBeginNs = 1'773'100'800'000'000'000; // 2026-03-10T00:00:00Z
constexpr std::int64_t kMinuteNs = 60'000'000'000;
constexpr unsigned kPerFile = 5000;

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

const char* typeOf(unsigned resource)
{
    constexpr const char* kTypes[] = {"AWS::EC2::Instance", "AWS::EC2::NetworkInterface",
                                      "AWS::EC2::Volume",   "AWS::EC2::SecurityGroup",
                                      "AWS::IAM::Role",     "AWS::Lambda::Function"};
    return kTypes[resource % std::size(kTypes)];
}

std::string idOf(unsigned resource)
{
    char id[32];
    std::snprintf(id, sizeof id, "r-%08x", resource * 2654435761u);
    return id;
}

// Related to some of those made before it, mostly to near ones.
std::string itemOf(unsigned resource, unsigned relations, int minute, std::mt19937& random)
{
    char time[32];
    std::snprintf(time, sizeof time, "2026-03-10T%02d:%02d:00.000Z", minute / 60, minute % 60);
    std::string text = "{\"version\":\"1.3\",\"configurationItemStatus\":\"OK\",\"awsAccountId\":"
                       "\"111122223333\",\"awsRegion\":\"us-east-1\",\"resourceType\":\""
        + std::string(typeOf(resource)) + "\",\"resourceId\":\"" + idOf(resource)
        + "\",\"resourceName\":\"name-" + std::to_string(resource)
        + "\",\"configurationItemCaptureTime\":\"" + time
        + "\",\"configuration\":{\"minute\":" + std::to_string(minute) + "},\"tags\":{\"Team\":\"t"
        + std::to_string(resource % 7) + "\"},\"relationships\":[";
    for (unsigned k = 0; k < relations && resource > 0; ++k) {
        const unsigned back = 1 + static_cast<unsigned>(random() % std::min(resource, 200u));
        const unsigned other = resource - back;
        text += std::string(k ? "," : "") + "{\"relationshipName\":\"Is associated with \","
            + "\"resourceType\":\"" + typeOf(other) + "\",\"resourceId\":\"" + idOf(other) + "\"}";
    }
    return text + "]}";
}

void writeEstate(const QString& folder, unsigned nodes, unsigned edges)
{
    std::mt19937 random(1);
    const unsigned relations = std::max(1u, edges / std::max(1u, nodes));
    for (unsigned first = 0; first < nodes; first += kPerFile) {
        std::ofstream file(folder.toStdString() + "/history" + std::to_string(first) + ".json");
        file << "{\"fileVersion\":\"1.0\",\"configurationItems\":[";
        for (unsigned i = first; i < std::min(nodes, first + kPerFile); ++i) {
            const auto minute = static_cast<int>(random() % 700);
            file << (i > first ? "," : "") << itemOf(i, relations, minute, random) << ','
                 << itemOf(i, relations, minute + 1 + static_cast<int>(random() % 700), random);
        }
        file << "]}";
    }
}

struct World
{
    workspace::JobRunner jobs;
    workspace::Workspace workspace{jobs};
    workspace::Investigation investigation;
    workspace::Graphing graphing{workspace, investigation, jobs};
    workspace::GraphAsking asking{graphing, investigation, jobs};
    ui::GraphView view{graphing, asking, investigation};

    void waitIdle() const
    {
        do
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        while (!jobs.isIdle() || graphing.isRunning()
               || workspace.state() == workspace::Workspace::State::Loading);
    }
};

// As a hand drags it: round the middle, some pixels a frame.
void pan(World& world, int frames, Figures& wall, Figures& cpu)
{
    const QPoint middle = world.view.rect().center();
    const auto send = [&](QEvent::Type type, const QPoint& at) {
        const bool isMove = type == QEvent::MouseMove;
        QMouseEvent event(type, at, world.view.mapToGlobal(at),
                          isMove ? Qt::NoButton : Qt::LeftButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&world.view, &event);
    };
    send(QEvent::MouseButtonPress, middle);
    for (int i = 1; i <= frames; ++i) {
        const double turn = i * 0.05;
        const QPoint at = middle
            + QPoint(static_cast<int>(220 * std::sin(turn)),
                     static_cast<int>(160 * std::sin(turn * 0.7)));
        const bench::Stopwatch watch;
        const double cpuBefore = threadCpuMs();
        send(QEvent::MouseMove, at);
        QCoreApplication::sendPostedEvents(); // what was asked to be drawn is drawn
        QCoreApplication::processEvents();
        wall.ms.push_back(watch.seconds() * 1000);
        cpu.ms.push_back(threadCpuMs() - cpuBefore);
    }
    send(QEvent::MouseButtonRelease, middle);
    QCoreApplication::processEvents();
}

void draw(World& world, int frames, Figures& cpu)
{
    for (int i = 0; i < frames; ++i) {
        const double cpuBefore = threadCpuMs();
        world.view.repaint();
        cpu.ms.push_back(threadCpuMs() - cpuBefore);
    }
}

void print(const char* name, Figures& figures)
{
    std::printf(",\"%s\":[%.2f,%.2f,%.2f]", name, figures.at(0.5), figures.at(0.99), figures.at(1));
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    qputenv("QT_QPA_PLATFORM", arguments.option("platform", "offscreen").c_str());
    QApplication app(argc, argv);
    QApplication::setPalette(ui::paletteFor(ui::lightColors()));
    const QTemporaryDir folder;
    const unsigned shown = arguments.number("shown", 400);
    const auto frames = static_cast<int>(arguments.number("frames", 300));
    writeEstate(folder.path(), arguments.number("nodes", 10'000),
                arguments.number("edges", 50'000));
    World world;
    world.workspace.open({folder.path()});
    world.waitIdle();
    if (!world.workspace.resources())
        return 1;

    const bench::Stopwatch making;
    world.graphing.setActive(true);
    world.waitIdle();
    const double graphMs = making.seconds() * 1000;
    if (!world.graphing.graph())
        return 1;
    const std::string size = arguments.option("size", "1600x1000");
    world.view.resize(std::stoi(size), std::stoi(size.substr(size.find('x') + 1)));
    world.view.show();
    world.waitIdle();
    world.graphing.setMost(shown);
    world.graphing.setDepth(workspace::Graphing::kMostDepth);
    world.investigation.setMoment(kBeginNs + 1000 * kMinuteNs);
    world.waitIdle();
    const bench::Stopwatch watch;
    world.graphing.look(world.graphing.connected().front().node);
    world.graphing.setMost(shown); // looking begins with the usual number
    world.waitIdle();
    const double firstMs = watch.seconds() * 1000;
    if (!world.graphing.picture())
        return 1;

    Figures step;
    for (unsigned i = 1; i <= arguments.number("steps", 20); ++i) {
        world.investigation.setMoment(kBeginNs + (1000 + i) * kMinuteNs);
        const bench::Stopwatch stepping;
        world.waitIdle();
        step.ms.push_back(stepping.seconds() * 1000);
    }
    Figures wall[2];
    Figures cpu[2];
    Figures whole[2];
    for (const int i : {0, 1}) {
        if (i == 1)
            world.view.fitAll();
        world.waitIdle();
        pan(world, frames, wall[i], cpu[i]);
        draw(world, std::max(1, frames / 10), whole[i]);
    }
    const auto& picture = *world.graphing.picture();
    std::printf("{\"bench\":\"graphpage\",\"nodes\":%zu,\"edges\":%zu,\"shown\":%zu,\"lines\":%zu,"
                "\"graphMs\":%.1f,\"firstMs\":%.1f,\"stepMs\":[%.1f,%.1f]",
                world.graphing.graph()->nodes().size(), world.graphing.graph()->edges().size(),
                picture.shown().nodes.size(), picture.scene.edges.size(), graphMs, firstMs,
                step.at(0.5), step.at(1));
    print("panMs", wall[0]);
    print("panCpuMs", cpu[0]);
    print("panAllMs", wall[1]);
    print("panAllCpuMs", cpu[1]);
    print("drawCpuMs", whole[0]);
    print("drawAllCpuMs", whole[1]);
    std::printf("}\n");
    return 0;
}
