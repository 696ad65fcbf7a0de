#include "model/workspace/jobrunner.h"

#include <QMetaObject>
#include <QThread>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#endif

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

namespace {

// Jobs that were cancelled or superseded may still hold a thread for a moment, and the load job
// only waits for its own workers, so there are more threads here than processors.
constexpr int kMinThreads = 6;

// How many steps a job gives way to the window where there are as many busy workers as processors.
// A thread may give way further but not go back, hence a pool for each.
constexpr int kStepsAwaited = 5;
constexpr int kStepsBeside = 15;

// `steps` below the calling thread, as setpriority(2) wants it.
int niceBelow([[maybe_unused]] int steps)
{
#ifdef Q_OS_LINUX
    constexpr int kLowest = 19;
    return std::min(kLowest, getpriority(PRIO_PROCESS, 0) + steps);
#else
    return 0;
#endif
}

// On Linux this is of the calling thread alone, and threads that it starts inherit it.
void giveWay([[maybe_unused]] int nice)
{
#ifdef Q_OS_LINUX
    setpriority(PRIO_PROCESS, 0, nice);
#endif
}

} // namespace

JobRunner::JobRunner(QObject* parent)
    : QObject(parent)
{
    m_awaited.nice = niceBelow(kStepsAwaited);
    m_beside.nice = niceBelow(kStepsBeside);
    for (Crew* crew : {&m_awaited, &m_beside})
        crew->pool.setMaxThreadCount(std::max(kMinThreads, QThread::idealThreadCount() + 2));
}

JobRunner::~JobRunner()
{
    cancelAllAndWait();
}

void JobRunner::startErased(Crew& crew, const QString& slot, ErasedWork work, ErasedDone done,
                            ErasedProgress progress)
{
    const quint64 ticket = m_nextTicket++;
    Job& job = m_running[slot];
    const bool wasRunning = job.ticket != 0;
    job.stop.request_stop();
    job = Job{.ticket = ticket, .stop = std::stop_source(), .done = std::move(done)};

    // `this` outlives the pool's threads: the destructor waits for them.
    auto sink = [this, slot, ticket, progress = std::move(progress)](const Progress& p) {
        QMetaObject::invokeMethod(
            this,
            [this, slot, ticket, progress, p] {
                if (isCurrent(slot, ticket))
                    progress(p);
            },
            Qt::QueuedConnection);
    };
    crew.pool.start([this, nice = crew.nice, slot, ticket, work = std::move(work),
                     sink = std::move(sink), stop = job.stop.get_token()] {
        giveWay(nice);
        std::shared_ptr<void> outcome = work(JobContext(stop, sink));
        QMetaObject::invokeMethod(
            this,
            [this, slot, ticket, outcome = std::move(outcome)] { finish(slot, ticket, outcome); },
            Qt::QueuedConnection);
    });
    if (!wasRunning)
        Q_EMIT runningChanged(slot, true);
}

bool JobRunner::isCurrent(const QString& slot, quint64 ticket) const
{
    const auto found = m_running.find(slot);
    return found != m_running.end() && found->second.ticket == ticket;
}

void JobRunner::finish(const QString& slot, quint64 ticket, std::shared_ptr<void> outcome)
{
    if (!isCurrent(slot, ticket))
        return;
    const ErasedDone done = std::move(m_running.extract(slot).mapped().done);
    Q_EMIT runningChanged(slot, false);
    done(std::move(outcome));
}

void JobRunner::cancel(const QString& slot)
{
    const auto found = m_running.find(slot);
    if (found == m_running.end() || found->second.stop.stop_requested())
        return;
    found->second.stop.request_stop();
    // A result that arrives after this one finds its ticket gone.
    QMetaObject::invokeMethod(
        this, [this, slot, ticket = found->second.ticket] { finish(slot, ticket, nullptr); },
        Qt::QueuedConnection);
}

void JobRunner::discard(const QString& slot)
{
    const auto found = m_running.find(slot);
    if (found == m_running.end())
        return;
    found->second.stop.request_stop();
    m_running.erase(found);
    Q_EMIT runningChanged(slot, false);
}

bool JobRunner::isRunning(const QString& slot) const
{
    return m_running.contains(slot);
}

bool JobRunner::isIdle() const
{
    return m_running.empty();
}

void JobRunner::cancelAllAndWait()
{
    const std::map<QString, Job> cancelled = std::exchange(m_running, {});
    for (const auto& [slot, job] : cancelled)
        std::stop_source(job.stop).request_stop();
    m_awaited.pool.waitForDone();
    m_beside.pool.waitForDone();
    for (const auto& [slot, job] : cancelled)
        Q_EMIT runningChanged(slot, false);
}

} // namespace trailloupe::workspace
