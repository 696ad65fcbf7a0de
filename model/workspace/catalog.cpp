#include "model/workspace/catalog.h"

#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("catalog");

using CatalogPtr = std::shared_ptr<const query::FieldCatalog>;

} // namespace

Catalog::Catalog(Workspace& workspace, const Filtering& filtering, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
    , m_evaluator(filtering.evaluator())
{
    drop();
    connect(&workspace, &Workspace::evidenceChanged, this, &Catalog::ask);
    ask();
}

void Catalog::ask()
{
    const ingest::Evidence& evidence = m_workspace.evidence();
    const Asked wanted{evidence.store, evidence.complete};
    if (evidence.store->rowCount() == 0) {
        m_jobs.discard(kSlot);
        const bool wasRunning = isRunning();
        m_asked = {};
        if (m_current->events() != 0 || m_isComplete != evidence.complete) {
            drop();
            m_isComplete = evidence.complete;
            Q_EMIT changed();
        }
        if (wasRunning)
            Q_EMIT runningChanged();
        return;
    }
    // A running job is let through, or loading would starve it; then the newest is made.
    if (isRunning() || m_made == wanted)
        return;
    m_asked = wanted;
    m_jobs.startBeside(
        kSlot, this,
        [evaluator = m_evaluator, wanted](const JobContext& context) {
            return query::FieldCatalog::make(wanted.store,
                                             wanted.complete ? evaluator.get() : nullptr, context);
        },
        [this](Result<CatalogPtr> made) {
            const Asked asked = std::exchange(m_asked, {});
            if (made.ok()) {
                adopt(*std::move(made), asked);
                ask();
            }
            if (!isRunning())
                Q_EMIT runningChanged();
        });
    Q_EMIT runningChanged();
}

void Catalog::adopt(CatalogPtr catalog, const Asked& asked)
{
    m_current = std::move(catalog);
    m_made = asked;
    m_isComplete = asked.complete;
    Q_EMIT changed();
}

void Catalog::drop()
{
    // Of no events at all: made at once and without fail.
    m_current =
        query::FieldCatalog::make(std::make_shared<store::EventStore>(), nullptr, JobContext())
            .value();
    m_made = {};
}

} // namespace trailloupe::workspace
