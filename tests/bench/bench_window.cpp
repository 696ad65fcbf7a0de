// bench_window EXPORT… [--platform offscreen]
//
// The longest block of the window's thread while an export loads and the Events table is scrolled
// from end to end, again and again, in the real event loop. A heartbeat ticks every few ms; a block
// is what lies between two ticks beyond their interval. `cpuMs` is the time the thread itself
// worked in its worst gap: what is missing to the block is time in which the system ran something
// else. The same while a filter is typed letter by letter over all of it.
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "tests/bench/benchsupport.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/querybar/filteredit.h"
#include "ui/querybar/querybar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <ctime>

using namespace trailloupe;

namespace {

constexpr int kBeatMs = 4;
constexpr int kStepMs = 16;
constexpr int kStepsPerPass = 300;
constexpr int kLetterMs = 60;
const QString kTyped =
    QStringLiteral("eventSource:iam* and errorCode:* and userIdentity.type:iamuser");

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
    void start()
    {
        clock.start();
        lastCpuMs = threadCpuMs();
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
    workspace::Filtering filtering(workspace, investigation, jobs);
    workspace::Catalog catalog(workspace, filtering, jobs);
    ui::MainWindow window(workspace, investigation, filtering, catalog, jobs, theme);
    window.resize(1440, 900);
    window.show();

    QStringList paths;
    for (const auto& path : arguments.paths())
        paths << QString::fromStdString(path);
    if (paths.isEmpty()) {
        std::fprintf(stderr, "usage: bench_window EXPORT... [--platform offscreen]\n");
        return 2;
    }

    Heartbeat heart; // while the export loads and the table is scrolled
    Heartbeat typing; // while a filter is typed
    Heartbeat* beating = &heart;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] { beating->beat(); });

    // Letters come as fast as somebody types who knows what to ask.
    qsizetype letters = 0;
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, [&] {
        if (letters < kTyped.size())
            QTest::keyClick(window.queryBar()->edit(), kTyped[letters++].toLatin1());
        else if (jobs.isIdle())
            application.quit();
    });

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
        if (workspace.state() == workspace::Workspace::State::Ready && ++passesAfterLoad == 2) {
            scroll.stop();
            window.queryBar()->focusEdit();
            typing.start();
            beating = &typing;
            keys.start(kLetterMs);
        }
    });

    heart.start();
    window.openPaths(paths);
    beat.start(kBeatMs);
    scroll.start(kStepMs);
    application.exec();

    const bool read = workspace.evidence().store->rowCount() > 0;
    std::printf(
        "{\"bench\":\"window\",\"rows\":%zu,\"seconds\":%.2f,\"longestBlockMs\":%.1f,\"atMs\":%.0f,"
        "\"longestCpuMs\":%.1f,\"p99Ms\":%.1f,\"p50Ms\":%.1f,\"beats\":%zu,"
        "\"typing\":{\"letters\":%d,\"rowsLeft\":%llu,\"longestBlockMs\":%.1f,\"p99Ms\":%.1f}}\n",
        workspace.evidence().store->rowCount(), static_cast<double>(heart.clock.elapsed()) / 1e3,
        heart.longestMs, heart.longestAtMs, heart.cpuMs, heart.percentile(0.99),
        heart.percentile(0.5), heart.gaps.size(), static_cast<int>(letters),
        static_cast<unsigned long long>(filtering.result().count()), typing.longestMs,
        typing.percentile(0.99));
    return read ? 0 : 1;
}
