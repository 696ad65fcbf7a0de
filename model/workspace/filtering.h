// Filtering: which rows of the open evidence fulfil the investigation's filter.
//
// Works in the job slot "filter". While an answer is on its way the last one stays; while an export
// loads, every generation is filtered in turn, and only what it adds has to be looked at.
// Errors: see error(); a question that is cancelled is none.
// Threads: GUI thread only; the evaluator may be used by jobs.
#pragma once

#include "model/query/evaluator.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QObject>

#include <memory>
#include <optional>

namespace trailloupe::workspace {

// One answer.
struct Filtered
{
    std::shared_ptr<const store::EventStore> store; // never null
    query::RowSetPtr rows; // null: every row, there is no filter
    query::PredicatePtr predicate; // what was asked

    std::uint64_t count() const { return rows ? rows->count() : store->rowCount(); }
};

class Filtering : public QObject
{
    Q_OBJECT
public:
    Filtering(Workspace& workspace, Investigation& investigation, JobRunner& jobs,
              QObject* parent = nullptr);

    const Filtered& result() const { return m_result; }
    bool isRunning() const { return m_asked.store != nullptr; }
    // Why the last question has no answer; result() is then that of a question before it.
    const std::optional<Error>& error() const { return m_error; }
    // Never null; kept for the life of the program, so that filters find what others computed.
    const std::shared_ptr<query::Evaluator>& evaluator() const { return m_evaluator; }

Q_SIGNALS:
    void resultChanged();
    void runningChanged(); // also when it ends with an error

private:
    void ask();
    void adopt(const std::shared_ptr<const store::EventStore>& store, query::RowSetPtr rows,
               query::PredicatePtr predicate);

    Workspace& m_workspace;
    Investigation& m_investigation;
    JobRunner& m_jobs;
    std::shared_ptr<query::Evaluator> m_evaluator = std::make_shared<query::Evaluator>();
    Filtered m_result;
    std::optional<Error> m_error;
    Filtered m_asked; // what the running job works on; no store when none runs
};

} // namespace trailloupe::workspace
