#include "model/workspace/periodcomparing.h"

#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/pivots.h"
#include "model/workspace/timepivots.h"
#include "model/workspace/workspace.h"

#include <utility>

namespace trailloupe::workspace {

namespace {

const QString kSlot = QStringLiteral("periods");

// Both, where both say something.
QString joined(const QString& text, const QString& condition)
{
    return text.trimmed().isEmpty() ? condition
                                    : QStringLiteral("(%1) and %2").arg(text, condition);
}

} // namespace

PeriodComparing::PeriodComparing(Workspace& workspace, Investigation& investigation,
                                 const Filtering& filtering, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
{
    connect(&m_workspace, &Workspace::evidenceChanged, this, &PeriodComparing::ask);
    connect(&m_workspace, &Workspace::stateChanged, this, &PeriodComparing::ask);
    connect(&m_investigation, &Investigation::zoneChanged, this, &PeriodComparing::ask);
}

void PeriodComparing::setTexts(const Texts& texts)
{
    if (texts == m_texts)
        return;
    m_texts = texts;
    Q_EMIT textsChanged();
    ask();
}

FilterText PeriodComparing::before() const
{
    return readFilterText(m_texts.before, m_investigation.zone());
}

FilterText PeriodComparing::after() const
{
    return readFilterText(m_texts.after, m_investigation.zone());
}

void PeriodComparing::setActive(bool active)
{
    m_isActive = active;
    ask();
}

bool PeriodComparing::isRunning() const
{
    return m_jobs.isRunning(kSlot);
}

void PeriodComparing::ask()
{
    const auto& evidence = m_workspace.evidence();
    const query::PredicatePtr first = before().predicate;
    const query::PredicatePtr second = after().predicate;
    const bool isEmpty = m_texts.before.trimmed().isEmpty() || m_texts.after.trimmed().isEmpty();
    if (isEmpty || !first || !second || evidence.store->rowCount() == 0) {
        const bool wasRunning = isRunning();
        m_jobs.discard(kSlot);
        m_key.clear();
        m_error.reset();
        m_periods.reset();
        Q_EMIT changed();
        if (wasRunning)
            Q_EMIT runningChanged();
        return;
    }
    const std::string key = first->key() + '\n' + second->key();
    const bool isKnown = key == m_key && evidence.store->generation() == m_generation;
    if (isKnown && !isRunning()) {
        m_answered = m_texts; // the same, written otherwise
        Q_EMIT changed();
    }
    if (!m_isActive || !evidence.complete || isKnown)
        return;
    m_key = key;
    m_generation = evidence.store->generation();
    m_jobs.start(
        kSlot, this,
        [store = evidence.store, first, second, cache = m_cache,
         evaluator = m_filtering.evaluator()](const JobContext& context) {
            return compare::comparePeriods(store, first, second, compare::periodFields(), *cache,
                                           *evaluator, context);
        },
        [this, texts = m_texts](Result<compare::PeriodsPtr> made) {
            m_error.reset();
            if (made.ok()) {
                m_periods = std::move(*made);
                m_answered = texts;
            } else {
                m_periods.reset();
                m_key.clear();
                if (made.error().kind != Error::Kind::Cancelled)
                    m_error = made.error();
            }
            Q_EMIT changed();
            Q_EMIT runningChanged();
        });
    Q_EMIT runningChanged();
}

std::optional<PeriodComparing::Texts> PeriodComparing::aroundSelectedEvent() const
{
    const auto row = m_investigation.selectedRow();
    const auto text = asOneText(withoutTimeChoice(m_investigation));
    if (!row || !text)
        return std::nullopt;
    const auto time = m_workspace.evidence().store->time(*row);
    if (!time)
        return std::nullopt;
    return Texts{joined(*text, timeCondition({INT64_MIN, *time})),
                 joined(*text, timeCondition({*time, INT64_MAX}))};
}

std::optional<PeriodComparing::Texts> PeriodComparing::beforeSelectedTime() const
{
    const auto span = timeChoice(m_investigation).span;
    const auto text = asOneText(withoutTimeChoice(m_investigation));
    if (!span || span->from == INT64_MIN || !text)
        return std::nullopt;
    return Texts{joined(*text, timeCondition({INT64_MIN, span->from})),
                 joined(*text, timeCondition(*span))};
}

std::optional<PeriodComparing::Texts> PeriodComparing::againstTheRest() const
{
    const auto text = asOneText(m_investigation.filter());
    if (!text || text->trimmed().isEmpty()
        || readFilterText(*text, m_investigation.zone()).isPattern)
        return std::nullopt;
    return Texts{QStringLiteral("not (%1)").arg(*text), *text};
}

} // namespace trailloupe::workspace
