#include "model/workspace/filtering.h"

#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("filter");

} // namespace

Filtering::Filtering(Workspace& workspace, Investigation& investigation, JobRunner& jobs,
                     QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_result{workspace.evidence().store, nullptr, query::Predicate::everything()}
{
    connect(&workspace, &Workspace::evidenceChanged, this, &Filtering::ask);
    connect(&investigation, &Investigation::filterChanged, this, &Filtering::ask);
    ask();
}

void Filtering::ask()
{
    const auto& store = m_workspace.evidence().store;
    const query::PredicatePtr& predicate = m_investigation.predicate();
    if (predicate->isEverything() || store->rowCount() == 0) {
        m_jobs.discard(kSlot);
        const bool wasRunning = isRunning();
        m_asked = {};
        adopt(store, nullptr, predicate);
        if (wasRunning)
            Q_EMIT runningChanged();
        return;
    }
    // A running job for the same question is let through, or loading would starve it; it looks for
    // a newer generation when it is done.
    if (isRunning() && m_asked.predicate->key() == predicate->key())
        return;
    const bool wasRunning = isRunning();
    m_asked = {store, nullptr, predicate};
    m_error.reset();
    m_jobs.start(
        kSlot, this,
        [evaluator = m_evaluator, store, predicate](const JobContext& context) {
            return evaluator->evaluate(store, predicate, context);
        },
        [this](Result<query::RowSetPtr> rows) {
            const Filtered asked = std::exchange(m_asked, {});
            const bool cancelled = !rows.ok() && rows.error().kind == Error::Kind::Cancelled;
            if (rows.ok())
                adopt(asked.store, *rows, asked.predicate);
            else if (!cancelled)
                m_error = rows.error();
            if (!cancelled && asked.store != m_workspace.evidence().store)
                ask();
            if (!isRunning())
                Q_EMIT runningChanged();
        });
    if (!wasRunning)
        Q_EMIT runningChanged();
}

void Filtering::adopt(const std::shared_ptr<const store::EventStore>& store, query::RowSetPtr rows,
                      query::PredicatePtr predicate)
{
    m_result = {store, std::move(rows), std::move(predicate)};
    m_error.reset();
    Q_EMIT resultChanged();
}

} // namespace trailloupe::workspace
