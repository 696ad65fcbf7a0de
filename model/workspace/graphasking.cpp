#include "model/workspace/graphasking.h"

#include "model/workspace/investigation.h"

#include <utility>

namespace trailloupe::workspace {

using config::NodeNo;

namespace {

const QString kChangesSlot = QStringLiteral("graph changes");
const QString kStepSlot = QStringLiteral("graph step");
const QString kTrailSlot = QStringLiteral("graph trail");
const QString kFindSlot = QStringLiteral("graph find");

} // namespace

GraphAsking::GraphAsking(Graphing& graphing, Investigation& investigation, JobRunner& jobs,
                         QObject* parent)
    : QObject(parent)
    , m_graphing(graphing)
    , m_investigation(investigation)
    , m_jobs(jobs)
{
    connect(&graphing, &Graphing::graphChanged, this, [this] {
        if (m_graphing.graph() != m_graph)
            forget();
    });
    connect(&graphing, &Graphing::questionChanged, this, &GraphAsking::followQuestion);
}

void GraphAsking::forget()
{
    for (const QString& slot : {kChangesSlot, kStepSlot, kTrailSlot, kFindSlot})
        m_jobs.discard(slot);
    m_graph = m_graphing.graph();
    m_comparedWith.reset();
    m_comparing.reset();
    m_compared.reset();
    m_changes.reset();
    m_stepping.reset();
    m_step.reset();
    m_endReached.reset();
    m_trailAsked.reset();
    m_trail.reset();
    m_found.reset();
    Q_EMIT changesChanged();
    Q_EMIT stepped();
    Q_EMIT trailChanged();
    Q_EMIT foundChanged();
}

// Another moment, or another filter.
void GraphAsking::followQuestion()
{
    const GraphQuestion& question = m_graphing.question();
    if (m_step && m_step->atNs != question.atNs) {
        m_step.reset();
        showBefore();
        Q_EMIT stepped();
    }
    if (std::exchange(m_endReached, std::nullopt))
        Q_EMIT stepped();
    askForChanges();
    if (m_trail && question.kept.empty())
        clearTrail(); // another picture was begun
    if (m_trailAsked
        && (m_trailAsked->atNs != question.atNs || m_trailAsked->filter != question.filter))
        askForTrail(*m_trailAsked);
}

void GraphAsking::showBefore()
{
    m_graphing.setBefore(m_comparedWith ? m_comparedWith
                             : m_step   ? std::optional(m_step->atNs - 1)
                                        : std::nullopt);
}

void GraphAsking::compareWith(std::optional<std::int64_t> ns)
{
    if (ns == m_comparedWith)
        return;
    m_comparedWith = ns;
    showBefore();
    askForChanges();
    Q_EMIT changesChanged();
}

bool GraphAsking::canCompare() const
{
    return m_comparedWith && *m_comparedWith < m_graphing.question().atNs;
}

void GraphAsking::askForChanges()
{
    if (!m_graph || !canCompare()) {
        m_jobs.discard(kChangesSlot);
        m_comparing.reset();
        m_compared.reset();
        if (std::exchange(m_changes, nullptr))
            Q_EMIT changesChanged();
        return;
    }
    const Span span{*m_comparedWith, m_graphing.question().atNs, m_graphing.question().filter};
    if (m_compared == span || m_comparing == span)
        return;
    m_comparing = span;
    m_compared.reset();
    m_changes.reset();
    m_progress = {};
    m_jobs.start(
        kChangesSlot, this,
        [graph = m_graph, span](const JobContext& context) {
            return differGraph(*graph, span.fromNs, span.toNs, span.filter, context);
        },
        [this](Result<config::GraphDiff> made) {
            const auto asked = std::exchange(m_comparing, std::nullopt);
            if (made.ok()) {
                m_changes = std::make_shared<const config::GraphDiff>(std::move(*made));
                m_compared = asked;
            }
            Q_EMIT changesChanged();
        },
        [this](const Progress& progress) {
            m_progress = progress;
            Q_EMIT changesChanged();
        });
    Q_EMIT changesChanged();
}

void GraphAsking::step(Direction direction)
{
    if (!m_graph || m_graphing.question().roots.empty())
        return;
    m_stepping = direction;
    m_jobs.start(
        kStepSlot, this,
        [graph = m_graph, question = m_graphing.question(), direction](const JobContext& context) {
            return nextChange(*graph, question, direction, context);
        },
        [this, direction](Result<std::optional<GraphStep>> made) {
            adoptStep(std::move(made), direction);
        });
    Q_EMIT stepped();
}

void GraphAsking::adoptStep(Result<std::optional<GraphStep>> made, Direction direction)
{
    m_stepping.reset();
    if (made.ok() && *made) {
        m_step = std::move(**made);
        m_investigation.setMoment(m_step->atNs);
        showBefore();
    } else if (made.ok()) {
        m_endReached = direction;
    }
    Q_EMIT stepped();
}

const config::GraphDiff* GraphAsking::marks() const
{
    if (m_comparedWith)
        return m_changes.get();
    return m_step ? &m_step->diff : nullptr;
}

void GraphAsking::findPath(NodeNo from, NodeNo to)
{
    askForTrail({.kind = TrailQuestion::Kind::Path, .from = from, .to = to});
}

void GraphAsking::findInternet(NodeNo securityGroup)
{
    askForTrail({.kind = TrailQuestion::Kind::Internet, .from = securityGroup});
}

void GraphAsking::clearTrail()
{
    m_jobs.discard(kTrailSlot);
    if (!std::exchange(m_trailAsked, std::nullopt))
        return;
    m_trail.reset();
    m_graphing.setKept({});
    Q_EMIT trailChanged();
}

void GraphAsking::askForTrail(const TrailQuestion& about)
{
    if (!m_graph)
        return;
    TrailQuestion question = about;
    question.atNs = m_graphing.question().atNs;
    question.filter = m_graphing.question().filter;
    m_trailAsked = question;
    m_jobs.start(
        kTrailSlot, this,
        [graph = m_graph, question](const JobContext& context) {
            return findTrail(*graph, question, context);
        },
        [this](Result<GraphTrail> made) {
            if (!made.ok())
                return;
            m_trail = std::move(*made);
            m_graphing.setKept(m_trail->nodes);
            Q_EMIT trailChanged();
        });
}

void GraphAsking::find(const std::string& text)
{
    if (!m_graph || text.empty()) {
        m_jobs.discard(kFindSlot);
        if (std::exchange(m_found, std::nullopt))
            Q_EMIT foundChanged();
        return;
    }
    m_jobs.start(
        kFindSlot, this,
        [graph = m_graph, text, picture = m_graphing.picture()](const JobContext& context) {
            return findNodes(*graph, text, picture, context);
        },
        [this](Result<GraphFound> made) {
            if (!made.ok())
                return;
            m_found = std::move(*made);
            Q_EMIT foundChanged();
        });
}

} // namespace trailloupe::workspace
