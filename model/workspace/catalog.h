// Catalog: which fields the open evidence has, and how many events have each; for completion,
// facets and warnings about filters.
//
// Made in the job slot "catalog", once per generation: while an export loads without the derived
// columns, which have to be computed from every event; with them when everything was read. The
// last one stays until the next is there, except that a closed export takes its own with it.
// Threads: GUI thread only; current() is immutable and may be handed to jobs.
#pragma once

#include "model/query/fieldcatalog.h"
#include "model/workspace/filtering.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QObject>

#include <memory>

namespace trailloupe::workspace {

class Catalog : public QObject
{
    Q_OBJECT
public:
    Catalog(Workspace& workspace, const Filtering& filtering, JobRunner& jobs,
            QObject* parent = nullptr);

    // Never null; of an older generation while isRunning().
    const std::shared_ptr<const query::FieldCatalog>& current() const { return m_current; }
    // True when everything was read and counted, derived columns included.
    bool isComplete() const { return m_isComplete; }
    bool isRunning() const { return m_asked.store != nullptr; }

Q_SIGNALS:
    void changed();
    void runningChanged();

private:
    struct Asked
    {
        std::shared_ptr<const store::EventStore> store;
        bool complete = false;
        bool operator==(const Asked&) const = default;
    };

    void ask();
    void adopt(std::shared_ptr<const query::FieldCatalog> catalog, const Asked& asked);
    void drop();

    Workspace& m_workspace;
    JobRunner& m_jobs;
    std::shared_ptr<query::Evaluator> m_evaluator;
    std::shared_ptr<const query::FieldCatalog> m_current;
    bool m_isComplete = true;
    Asked m_made; // what current() was made of
    Asked m_asked; // what the running job works on; no store when none runs
};

} // namespace trailloupe::workspace
