// bench_window EXPORT… [--platform offscreen]
//
// The longest block of the window's thread while an export loads and the Events table is scrolled
// from end to end, again and again, in the real event loop. A heartbeat ticks every few ms; a block
// is what lies between two ticks beyond their interval. `cpuMs` is the time the thread itself
// worked in its worst gap: what is missing to the block is time in which the system ran something
// else.
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "tests/bench/benchsupport.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>
#include <QTimer>

#include <algorithm>
#include <ctime>

using namespace trailloupe;

namespace {

constexpr int kBeatMs = 4;
constexpr int kStepMs = 16;
constexpr int kStepsPerPass = 300;

double threadCpuMs()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

struct Heartbeat
{
    QElapsedTimer clock;
    double lastMs = 0;
    double lastCpuMs = 0;
    double longestMs = 0;
    double longestAtMs = 0;
    double cpuMs = 0;
    std::vector<double> gaps;

    void beat()
    {
        const double now = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        const double cpu = threadCpuMs();
        const double gap = std::max(0.0, now - lastMs - kBeatMs);
        gaps.push_back(gap);
        if (gap > longestMs) {
            longestMs = gap;
            longestAtMs = now;
        }
        cpuMs = std::max(cpuMs, cpu - lastCpuMs);
        lastMs = now;
        lastCpuMs = cpu;
    }
    double percentile(double p)
    {
        std::sort(gaps.begin(), gaps.end());
        return gaps.empty()
            ? 0
            : gaps[static_cast<std::size_t>(p * static_cast<double>(gaps.size() - 1))];
    }
};

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    qputenv("QT_QPA_PLATFORM",
            QByteArray::fromStdString(arguments.option("platform", "offscreen")));
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-bench"));

    workspace::JobRunner jobs;
    workspace::Workspace workspace(jobs);
    workspace::Investigation investigation;
    ui::Theme theme;
    ui::MainWindow window(workspace, investigation, jobs, theme);
    window.resize(1440, 900);
    window.show();

    QStringList paths;
    for (const auto& path : arguments.paths())
        paths << QString::fromStdString(path);
    if (paths.isEmpty()) {
        std::fprintf(stderr, "usage: bench_window EXPORT... [--platform offscreen]\n");
        return 2;
    }

    Heartbeat heart;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] { heart.beat(); });

    int step = 0;
    int passesAfterLoad = 0;
    QTimer scroll;
    QObject::connect(&scroll, &QTimer::timeout, [&] {
        investigation.setPage(QStringLiteral("events"));
        for (auto* table : window.findChildren<QTableView*>()) {
            if (!table->isVisible()
                || table->parentWidget()->inherits("trailloupe::ui::DetailPanel"))
                continue;
            QScrollBar* bar = table->verticalScrollBar();
            bar->setValue(static_cast<int>(qint64{bar->maximum()} * step / kStepsPerPass));
        }
        if (++step <= kStepsPerPass)
            return;
        step = 0;
        if (workspace.state() == workspace::Workspace::State::Ready && ++passesAfterLoad == 2)
            application.quit();
    });

    heart.clock.start();
    heart.lastCpuMs = threadCpuMs();
    window.openPaths(paths);
    beat.start(kBeatMs);
    scroll.start(kStepMs);
    application.exec();

    const bool read = workspace.evidence().store->rowCount() > 0;
    std::printf(
        "{\"bench\":\"window\",\"rows\":%zu,\"seconds\":%.2f,\"longestBlockMs\":%.1f,\"atMs\":%.0f,"
        "\"longestCpuMs\":%.1f,\"p99Ms\":%.1f,\"p50Ms\":%.1f,\"beats\":%zu}\n",
        workspace.evidence().store->rowCount(), static_cast<double>(heart.clock.elapsed()) / 1e3,
        heart.longestMs, heart.longestAtMs, heart.cpuMs, heart.percentile(0.99),
        heart.percentile(0.5), heart.gaps.size());
    return read ? 0 : 1;
}
