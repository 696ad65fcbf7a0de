#include "model/workspace/profiling.h"

#include "model/workspace/timepivots.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kTreeSlot = QStringLiteral("principals");
const QString kProfileSlot = QStringLiteral("profile");

} // namespace

std::vector<PivotValue> pivotValues(const identity::SubjectCondition& condition)
{
    std::vector<PivotValue> values;
    for (const std::string& value : condition.values)
        values.push_back({condition.field, value});
    if (values.empty())
        values.push_back({condition.field, std::nullopt});
    return values;
}

QString conditionText(const identity::SubjectCondition& condition)
{
    if (!condition.isWhole)
        return {};
    if (condition.values.empty())
        return PivotValue{condition.field, std::nullopt}.condition();
    return conditionText(*query::Predicate::of(
        query::FieldTest{.field = condition.field, .operands = condition.values}));
}

Profiling::Profiling(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
                     JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
{
    connect(&m_workspace, &Workspace::evidenceChanged, this, &Profiling::evidenceChanged);
    connect(&m_filtering, &Filtering::resultChanged, this, &Profiling::askTree);
}

void Profiling::setActive(bool active)
{
    m_isActive = active;
    askTree();
    askProfile();
}

void Profiling::setQuestion(const identity::TreeQuestion& question)
{
    m_question = question;
    askTree();
}

void Profiling::setSubject(const std::optional<identity::Subject>& subject)
{
    if (subject == m_subject)
        return;
    m_subject = subject;
    askProfile();
}

bool Profiling::isMakingTree() const
{
    return m_jobs.isRunning(kTreeSlot);
}

bool Profiling::isMakingProfile() const
{
    return m_jobs.isRunning(kProfileSlot);
}

bool Profiling::hasFilter() const
{
    return m_treeOf.found != nullptr;
}

// Sessions are numbered anew: nothing of before means anything.
void Profiling::evidenceChanged()
{
    if (m_treeOf.identities && m_treeOf.identities != m_workspace.identities()) {
        m_jobs.discard(kTreeSlot);
        m_jobs.discard(kProfileSlot);
        m_treeOf = {};
        m_tree.reset();
        m_subject.reset();
        m_profileOf.reset();
        m_profile.reset();
        m_error.reset();
        Q_EMIT treeChanged();
        Q_EMIT profileChanged();
        Q_EMIT runningChanged();
    }
    askTree();
}

void Profiling::askTree()
{
    const auto& identities = m_workspace.identities();
    const auto& store = m_workspace.evidence().store;
    // The filter's answer for these events comes in a moment.
    if (!m_isActive || !identities || m_filtering.result().store != store)
        return;
    TreeOf of{identities, m_filtering.result().rows, m_question};
    if (of == m_treeOf)
        return;
    m_treeOf = of;
    m_jobs.start(
        kTreeSlot, this,
        [store, of = std::move(of), names = m_workspace.names(),
         evaluator = m_filtering.evaluator()](const JobContext& context) {
            return identity::makeTree(store, of.identities, names, of.found, of.question,
                                      *evaluator, context);
        },
        [this](Result<identity::TreePtr> made) {
            m_error.reset();
            if (made.ok()) {
                m_tree = std::move(*made);
            } else {
                m_tree.reset();
                m_treeOf = {};
                if (made.error().kind != Error::Kind::Cancelled)
                    m_error = made.error();
            }
            Q_EMIT treeChanged();
            Q_EMIT runningChanged();
        });
    Q_EMIT runningChanged();
}

void Profiling::askProfile()
{
    if (!m_isActive || m_subject == m_profileOf)
        return;
    m_profileOf = m_subject;
    if (!m_subject) {
        m_jobs.discard(kProfileSlot);
        m_profile.reset();
        Q_EMIT profileChanged();
        Q_EMIT runningChanged();
        return;
    }
    m_jobs.start(
        kProfileSlot, this,
        [store = m_workspace.evidence().store, identities = m_workspace.identities(),
         subject = *m_subject, cache = m_cache,
         evaluator = m_filtering.evaluator()](const JobContext& context) {
            return identity::makeProfile(store, *identities, subject, *cache, *evaluator, context);
        },
        [this](Result<identity::ProfilePtr> made) {
            m_error.reset();
            if (made.ok()) {
                m_profile = std::move(*made);
            } else {
                m_profile.reset();
                m_profileOf.reset();
                if (made.error().kind != Error::Kind::Cancelled)
                    m_error = made.error();
            }
            Q_EMIT profileChanged();
            Q_EMIT runningChanged();
        });
    Q_EMIT runningChanged();
}

QString Profiling::condition(const identity::Subject& subject) const
{
    return conditionText(
        identity::conditionOf(*m_workspace.identities(), *m_workspace.names(), subject));
}

bool Profiling::showEvents(const identity::Subject& subject, const std::vector<PivotValue>& values,
                           const std::optional<query::TimeSpan>& span)
{
    QStringList conditions{condition(subject)};
    for (const PivotValue& value : values)
        conditions.append(value.condition());
    return showConditions(conditions, span);
}

bool Profiling::showEventsWithAny(const identity::Subject& subject,
                                  const std::vector<PivotValue>& anyOf)
{
    QStringList values;
    for (const PivotValue& value : anyOf)
        values.append(value.condition());
    const QString any =
        values.contains(QString()) ? QString() : values.join(QStringLiteral(" or "));
    return showConditions({condition(subject), any}, std::nullopt);
}

bool Profiling::showConditions(const QStringList& of, const std::optional<query::TimeSpan>& span)
{
    QStringList conditions = of;
    if (span)
        conditions.append(timeCondition(*span));
    if (conditions.contains(QString()))
        return false;
    Filter filter = pinnedOf(m_investigation.filter());
    for (const QString& one : std::as_const(conditions))
        addChip(filter, one);
    if (span)
        std::ranges::find(filter.chips, conditions.back(), &FilterChip::text)->isTime = true;
    return m_investigation.setFilter(filter);
}

} // namespace trailloupe::workspace
