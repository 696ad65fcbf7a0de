#include "model/workspace/detecting.h"

#include "model/workspace/workspace.h"

#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("findings");
const QString kPage = QStringLiteral("findings/");

} // namespace

QString findingsPage(const detection::Rule& rule)
{
    return kPage + QString::fromStdString(rule.id);
}

QString ruleOfPage(const QString& page)
{
    return page.startsWith(kPage) ? page.mid(kPage.size()) : QString();
}

Detecting::Detecting(Workspace& workspace, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
    , m_rules(std::make_shared<const std::vector<detection::Rule>>(detection::builtinRules()))
{
    connect(&m_workspace, &Workspace::evidenceChanged, this, &Detecting::ask);
    connect(&m_workspace, &Workspace::stateChanged, this, &Detecting::ask);
    ask();
}

void Detecting::ask()
{
    const auto& evidence = m_workspace.evidence();
    if (m_asked == evidence.store || (!m_asked && m_answered.lock() == evidence.store))
        return;
    const bool hadSomething = m_findings || m_error || m_asked;
    m_jobs.discard(kSlot);
    m_asked.reset();
    m_answered.reset();
    m_findings.reset();
    m_error.reset();
    if (evidence.complete && evidence.store->rowCount() > 0) {
        m_asked = evidence.store;
        m_jobs.startBeside(
            kSlot, this,
            [events = m_asked, rules = m_rules](const JobContext& context) {
                query::Evaluator evaluator;
                return detection::findAll(events, rules, evaluator, context);
            },
            [this](Result<detection::FindingsPtr> made) {
                m_answered = std::exchange(m_asked, nullptr);
                if (made.ok())
                    m_findings = std::move(*made);
                else if (made.error().kind != Error::Kind::Cancelled)
                    m_error = made.error();
                Q_EMIT changed();
            });
    }
    if (hadSomething || m_asked)
        Q_EMIT changed();
}

} // namespace trailloupe::workspace
