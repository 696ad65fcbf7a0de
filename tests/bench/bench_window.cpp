// bench_window EXPORT… [--platform offscreen]
//
// The longest block of the window's thread while an export loads and the Events table is scrolled
// from end to end, again and again, in the real event loop. A heartbeat ticks every few ms; a block
// is what lies between two ticks beyond their interval. `cpuMs` is the time the thread itself
// worked in its worst gap: what is missing to the block is time in which the system ran something
// else. The same while a filter is typed letter by letter over all of it, and while somebody walks
// through the principals.
//
// Then, in ms from the request: filters until their first rows are painted, with the facets, the
// histogram and everything else of the window at work beside them, the same with one condition
// more; and completion until it has something to offer, first and when asked again. Each for five
// values: the median and the worst of them.
#include "model/workspace/completing.h"
#include "model/workspace/following.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "tests/bench/benchsupport.h"
#include "ui/common/filteredit.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/principals/principalspage.h"
#include "ui/querybar/querybar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QTreeView>

#include <algorithm>
#include <array>
#include <ctime>
#include <functional>
#include <vector>

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

// Everything that the program puts together.
struct Program
{
    workspace::JobRunner jobs;
    workspace::Workspace workspace{jobs};
    workspace::Investigation investigation;
    ui::Theme theme;
    workspace::Filtering filtering{workspace, investigation, jobs};
    workspace::Catalog catalog{workspace, filtering, jobs};
    ui::MainWindow window{workspace, investigation, filtering, catalog, jobs, theme};

    std::size_t rowCount() const { return workspace.evidence().store->rowCount(); }
    QTableView* table() const
    {
        const auto* events = window.findChild<QWidget*>(QStringLiteral("events"));
        for (auto* table : events->findChildren<QTableView*>()) {
            if (!table->parentWidget()->inherits("trailloupe::ui::DetailPanel")
                && table->model() != nullptr && table->model()->inherits(kEventModel))
                return table;
        }
        return nullptr;
    }

    static constexpr const char* kEventModel = "trailloupe::items::EventTableModel";
};

template<typename Condition>
void waitFor(const Condition& condition)
{
    while (!condition())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

// Loads and scrolls, then types; ends when everything that followed is done.
void loadAndType(Program& program, const QStringList& paths, Heartbeat& heart, Heartbeat& typing)
{
    QEventLoop loop;
    Heartbeat* beating = &heart;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] { beating->beat(); });

    // Letters come as fast as somebody types who knows what to ask.
    qsizetype letters = 0;
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, [&] {
        if (letters < kTyped.size())
            QTest::keyClick(program.window.queryBar()->edit(), kTyped[letters++].toLatin1());
        else if (program.jobs.isIdle())
            loop.quit();
    });

    int step = 0;
    int passesAfterLoad = 0;
    QTimer scroll;
    QObject::connect(&scroll, &QTimer::timeout, [&] {
        program.investigation.setPage(QStringLiteral("events"));
        QScrollBar* bar = program.table()->verticalScrollBar();
        bar->setValue(static_cast<int>(qint64{bar->maximum()} * step / kStepsPerPass));
        if (++step <= kStepsPerPass)
            return;
        step = 0;
        if (program.workspace.state() != workspace::Workspace::State::Loading
            && ++passesAfterLoad == 2) {
            scroll.stop();
            program.window.queryBar()->focusEdit();
            typing.start();
            beating = &typing;
            keys.start(kLetterMs);
        }
    });

    heart.start();
    program.window.openPaths(paths);
    beat.start(kBeatMs);
    scroll.start(kStepMs);
    loop.exec();
}

// From the request until the first rows are painted.
double filterMs(Program& program, const QString& text)
{
    workspace::Filter filter;
    filter.text = text;
    const bench::Stopwatch watch;
    program.investigation.setFilter(filter);
    QTableView* table = program.table();
    waitFor([&] {
        return !program.filtering.isRunning()
            && static_cast<std::uint64_t>(table->model()->rowCount())
            == program.filtering.result().count();
    });
    table->viewport()->repaint();
    const double ms = watch.seconds() * 1000;
    waitFor([&] { return program.jobs.isIdle(); });
    return ms;
}

// What is asked, as a pattern and five values for it: an answer once found is kept, so that each
// run has to ask for something new.
// What a person does among the principals: from line to line, each with its card, open, sort,
// search, follow, and back.
void walkPrincipals(Program& program, Heartbeat& heart)
{
    program.investigation.setFilter({});
    program.investigation.setPage(QStringLiteral("principals"));
    waitFor([&] { return program.jobs.isIdle() && !program.filtering.isRunning(); });
    auto* page = program.window.findChild<ui::PrincipalsPage*>();
    QTreeView* tree = page->view()->tree();
    std::vector<std::function<void()>> steps;
    const auto press = [&](QWidget* widget, int key) {
        steps.push_back([widget, key] { QTest::keyClick(widget, static_cast<Qt::Key>(key)); });
    };
    press(tree, Qt::Key_Home);
    press(tree, Qt::Key_Right); // opens it
    for (int i = 0; i < 12; ++i)
        press(tree, Qt::Key_Down);
    press(tree, Qt::Key_End);
    for (int column = 0; column < items::PrincipalsModel::kColumns; ++column)
        steps.push_back(
            [tree, column] { tree->header()->setSortIndicator(column, Qt::AscendingOrder); });
    for (const int key : {Qt::Key_A, Qt::Key_R, Qt::Key_O})
        press(page->view()->searchLine(), key);
    steps.push_back([&program] {
        const auto& store = program.workspace.evidence().store;
        const auto to = workspace::sessionPage(store, store->timeOrder().front());
        program.investigation.setPage(to.value_or(QString()));
    });
    steps.push_back([&program] { program.investigation.setPage(QStringLiteral("principals")); });

    QEventLoop loop;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] { heart.beat(); });
    std::size_t at = 0;
    QTimer stepping;
    QObject::connect(&stepping, &QTimer::timeout, [&] {
        if (at < steps.size())
            steps[at++]();
        else if (program.jobs.isIdle())
            loop.quit();
    });
    heart.start();
    beat.start(kBeatMs);
    stepping.start(4 * kLetterMs);
    loop.exec();
}

struct Asked
{
    const char* name;
    const char* pattern;
    std::array<const char*, 5> values;
};

// "median", the middle of the runs, and "worst".
void printTimes(const char* name, std::vector<double> ms)
{
    std::sort(ms.begin(), ms.end());
    std::printf("\"%s\":{\"medianMs\":%.1f,\"worstMs\":%.1f}", name, ms[ms.size() / 2], ms.back());
}

void printFilters(Program& program)
{
    static constexpr Asked kFilters[] = {
        {"name",
         "eventName:%1",
         {"RunInstances", "DescribeInstances", "AssumeRole", "GetBucketAcl", "Decrypt"}},
        {"deepPath",
         "requestParameters.instancesSet.items.instanceId:%1",
         {"i-0*", "i-0a*", "i-1*", "*0", "*a*"}},
        {"regex",
         "userAgent:/%1/i",
         {"aws-(cli|sdk)[^ ]*", "boto[0-9].*linux", "^(aws|console)", "[a-z]+/[0-9.]+ ",
          "(amazonaws|internal)$"}},
        {"four",
         "(eventSource:iam* or eventSource:s3*) and errorCode:* and -awsRegion:%1",
         {"us-east-1", "us-west-2", "eu-west-1", "us-east-2", "eu-central-1"}},
        {"anyField", "%1", {"secret", "abc1", "policy", "admin", "denied"}},
    };
    const char* comma = "";
    for (const Asked& asked : kFilters) {
        std::vector<double> first;
        std::vector<double> more;
        for (const char* value : asked.values) {
            const QString text =
                QString::fromUtf8(asked.pattern).replace(QLatin1String("%1"), QLatin1String(value));
            filterMs(program, {});
            first.push_back(filterMs(program, text));
            more.push_back(filterMs(program, QStringLiteral("(%1) and outcome:failure").arg(text)));
        }
        std::printf("%s\"%s\":{", comma, asked.name);
        printTimes("first", std::move(first));
        std::printf(",");
        printTimes("oneMore", std::move(more));
        std::printf("}");
        comma = ",";
    }
}

void printCompletion(Program& program)
{
    static constexpr Asked kAsked[] = {
        {"field", "%1", {"us", "ev", "re", "so", "ar"}},
        {"operator",
         "%1 ",
         {"awsRegion", "eventName", "sourceIPAddress", "userAgent", "errorCode"}},
        {"value",
         "%1",
         {"eventName:Des", "eventSource:e", "userAgent:aws", "errorCode:A", "sourceIPAddress:1"}},
        {"valueWithinFilter",
         "eventSource:%1* and errorCode:* and userAgent:a",
         {"ec2", "iam", "s3", "kms", "sts"}},
        {"deepPath",
         "requestParameters.%1",
         {"instancesSet.items.instanceId:i-0", "bucketName:a", "roleArn:arn", "keyId:arn",
          "policyArn:arn"}},
        {"eventId",
         "-eventName:%1 and eventID:0",
         {"RunInstances", "DescribeInstances", "AssumeRole", "GetBucketAcl", "Decrypt"}},
    };
    filterMs(program, {});
    const char* comma = "";
    for (const Asked& asked : kAsked) {
        workspace::Completing completing(program.investigation, program.filtering, program.catalog,
                                         program.jobs);
        const auto askMs = [&](const std::string& text) {
            const bench::Stopwatch watch;
            completing.ask(text, text.size());
            waitFor([&] { return !completing.isRunning(); });
            return watch.seconds() * 1000;
        };
        std::vector<double> first;
        std::vector<double> again;
        std::size_t offered = 0;
        for (const char* value : asked.values) {
            const std::string text = QString::fromUtf8(asked.pattern)
                                         .replace(QLatin1String("%1"), QLatin1String(value))
                                         .toStdString();
            first.push_back(askMs(text));
            again.push_back(askMs(text));
            offered += completing.offer().suggestions.size();
        }
        std::printf("%s\"%s\":{\"offered\":%zu,", comma, asked.name, offered);
        printTimes("first", std::move(first));
        std::printf(",");
        printTimes("again", std::move(again));
        std::printf("}");
        comma = ",";
    }
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    qputenv("QT_QPA_PLATFORM",
            QByteArray::fromStdString(arguments.option("platform", "offscreen")));
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-bench"));
    QStringList paths;
    for (const auto& path : arguments.paths())
        paths << QString::fromStdString(path);
    if (paths.isEmpty()) {
        std::fprintf(stderr, "usage: bench_window EXPORT... [--platform offscreen]\n");
        return 2;
    }

    Program program;
    program.window.resize(1440, 900);
    program.window.show();
    Heartbeat heart; // while the export loads and the table is scrolled
    Heartbeat typing; // while a filter is typed
    loadAndType(program, paths, heart, typing);
    std::printf(
        "{\"bench\":\"window\",\"rows\":%zu,\"seconds\":%.2f,\"longestBlockMs\":%.1f,\"atMs\":%.0f,"
        "\"longestCpuMs\":%.1f,\"p99Ms\":%.1f,\"p50Ms\":%.1f,\"beats\":%zu,"
        "\"typing\":{\"letters\":%d,\"rowsLeft\":%llu,\"longestBlockMs\":%.1f,\"p99Ms\":%.1f},",
        program.rowCount(), static_cast<double>(heart.clock.elapsed()) / 1e3, heart.longestMs,
        heart.longestAtMs, heart.cpuMs, heart.percentile(0.99), heart.percentile(0.5),
        heart.gaps.size(), static_cast<int>(kTyped.size()),
        static_cast<unsigned long long>(program.filtering.result().count()), typing.longestMs,
        typing.percentile(0.99));
    Heartbeat principals;
    walkPrincipals(program, principals);
    std::printf("\"principals\":{\"longestBlockMs\":%.1f,\"longestCpuMs\":%.1f,\"p99Ms\":%.1f},",
                principals.longestMs, principals.cpuMs, principals.percentile(0.99));
    std::printf("\"filters\":{");
    printFilters(program);
    std::printf("},\"completion\":{");
    printCompletion(program);
    std::printf("},\"residentBytes\":%llu}\n",
                static_cast<unsigned long long>(bench::residentBytes()));
    return program.rowCount() > 0 ? 0 : 1;
}
