// Explaining: the causes of the open evidence, for all that asks of them.
//
// They (model/config/causes.h) are made once an export, by a job in the slot "causes", and not
// before somebody asks: who never looks at a resource does not pay for them. Another export takes
// them away at once.
// Threads: GUI thread only.
#pragma once

#include "model/config/causes.h"
#include "model/workspace/jobrunner.h"

#include <QObject>

#include <memory>

namespace trailloupe::workspace {

class Workspace;

class Explaining : public QObject
{
    Q_OBJECT
public:
    Explaining(Workspace& workspace, JobRunner& jobs, QObject* parent = nullptr);
    ~Explaining() override;

    // Makes them, unless they are made or on their way. Nothing before all is read, and nothing
    // once they could not be made.
    void ask();
    // Null while there are none.
    const std::shared_ptr<const config::Causes>& causes() const { return m_causes; }
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void changed(); // the causes, or whether the job runs

private:
    void follow();

    Workspace& m_workspace;
    JobRunner& m_jobs;
    std::shared_ptr<const config::Causes> m_causes;
    config::ResourcesPtr m_asked; // what the causes are of, made or not; null: nobody has asked
    bool m_isRunning = false;
};

} // namespace trailloupe::workspace
