#include "model/workspace/explaining.h"

#include "model/workspace/workspace.h"

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("causes");

} // namespace

Explaining::Explaining(Workspace& workspace, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
{
    connect(&workspace, &Workspace::evidenceChanged, this, &Explaining::follow);
}

Explaining::~Explaining()
{
    m_jobs.discard(kSlot);
}

void Explaining::follow()
{
    if (!m_asked || m_asked == m_workspace.resources())
        return;
    m_jobs.discard(kSlot);
    m_asked.reset();
    m_causes.reset();
    m_isRunning = false;
    Q_EMIT changed();
}

void Explaining::ask()
{
    const config::ResourcesPtr resources = m_workspace.resources();
    if (!resources || m_asked == resources)
        return;
    m_asked = resources;
    m_causes.reset();
    m_isRunning = true;
    m_jobs.start(
        kSlot, this,
        [events = m_workspace.evidence().store, resources](const JobContext& context) {
            return config::Causes::make(events, resources, context);
        },
        [this](Result<std::shared_ptr<const config::Causes>> causes) {
            m_isRunning = false;
            if (causes.ok())
                m_causes = *std::move(causes);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

} // namespace trailloupe::workspace
