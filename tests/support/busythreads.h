// BusyThreads: keeps every thread of a JobRunner waiting, so that a job which is started can be
// cancelled before it has done anything, however fast it is.
#pragma once

#include "model/workspace/jobrunner.h"

#include <QSemaphore>

#include <memory>

namespace trailloupe::test {

class BusyThreads
{
public:
    explicit BusyThreads(workspace::JobRunner& jobs)
    {
        for (int i = 0; i < kJobs; ++i)
            jobs.start(
                QStringLiteral("busy %1").arg(i), &jobs,
                [go = m_go](const JobContext&) {
                    go->acquire();
                    return Result<int>(0);
                },
                [](const Result<int>&) {});
    }
    ~BusyThreads() { release(); }
    void release() { m_go->release(kJobs); }

private:
    static constexpr int kJobs = 64; // more than a pool has threads here
    std::shared_ptr<QSemaphore> m_go = std::make_shared<QSemaphore>();
};

} // namespace trailloupe::test
