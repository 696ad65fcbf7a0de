// Detecting: what the rules find in the open evidence, whatever the filter says.
//
// The findings (model/detection/findings.h) are made by a job in the slot "findings" once all that
// will come is read; an evaluator of its own lends the job its cache, so that conditions of rules
// push none of the filter out. Another export takes them away at once.
// Threads: GUI thread only.
#pragma once

#include "model/detection/findings.h"
#include "model/workspace/jobrunner.h"

#include <QObject>
#include <QString>

#include <optional>

namespace trailloupe::workspace {

class Workspace;

// Investigation::page() of a rule: of the page of findings, with the rule chosen.
QString findingsPage(const detection::Rule& rule);
// The id of that rule; empty where the page is none of these.
QString ruleOfPage(const QString& page);

class Detecting : public QObject
{
    Q_OBJECT
public:
    Detecting(Workspace& workspace, JobRunner& jobs, QObject* parent = nullptr);

    // Null while there are none: before all is read, while the job runs, after an error.
    const detection::FindingsPtr& findings() const { return m_findings; }
    bool isRunning() const { return m_asked != nullptr; }
    const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed(); // findings, error, or whether the job runs

private:
    void ask();

    Workspace& m_workspace;
    JobRunner& m_jobs;
    detection::RulesPtr m_rules;
    detection::FindingsPtr m_findings;
    std::optional<Error> m_error;
    std::shared_ptr<const store::EventStore> m_asked; // what the running job works on
    std::weak_ptr<const store::EventStore> m_answered; // what findings or error are of
};

} // namespace trailloupe::workspace
