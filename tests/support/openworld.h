// OpenWorld: what every part of model/workspace stands on, put together: jobs, open evidence, what
// is looked at, the filter.
#pragma once

#include "model/workspace/filtering.h"

#include <QString>
#include <QTest>

namespace trailloupe::test {

struct OpenWorld
{
    // False when it took too long, here and below.
    [[nodiscard]] bool openAndWait(const QString& path)
    {
        workspace.open({path});
        return waitIdle();
    }
    [[nodiscard]] bool waitIdle()
    {
        return QTest::qWaitFor(
            [this] {
                return workspace.state() != workspace::Workspace::State::Loading && jobs.isIdle();
            },
            20'000);
    }
    [[nodiscard]] bool filter(const QString& text)
    {
        workspace::Filter filter = investigation.filter();
        filter.text = text;
        return investigation.setFilter(filter) && waitIdle();
    }

    workspace::JobRunner jobs;
    workspace::Workspace workspace{jobs};
    workspace::Investigation investigation;
    workspace::Filtering filtering{workspace, investigation, jobs};
};

} // namespace trailloupe::test
