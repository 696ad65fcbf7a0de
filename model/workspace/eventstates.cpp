#include "model/workspace/eventstates.h"

#include "model/query/column.h"
#include "model/workspace/explaining.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("states");
constexpr int kRestMs = 200;

// What failed led to nothing, and reads change nothing.
bool mayLeadToStates(const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    const query::EventClass kind = query::EventFacts(events).eventClass(row);
    return kind == query::EventClass::Write || kind == query::EventClass::Sensitive;
}

std::vector<EventStates::State> statesOf(const config::Resources& resources,
                                         const std::vector<config::CauseLink>& links)
{
    std::vector<EventStates::State> states;
    for (const config::CauseLink& link : links)
        states.push_back(
            {link.resource, resources.items(link.resource)[link.item].capturedNs, link.confidence});
    std::ranges::stable_sort(states, [](const auto& a, const auto& b) {
        return a.confidence != b.confidence ? a.confidence > b.confidence
                                            : a.capturedNs < b.capturedNs;
    });
    return states;
}

} // namespace

EventStates::EventStates(Workspace& workspace, Investigation& investigation, Explaining& explaining,
                         JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_explaining(explaining)
    , m_jobs(jobs)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &EventStates::ask);
    connect(&explaining, &Explaining::changed, this, &EventStates::ask);
    connect(&investigation, &Investigation::selectionChanged, this, &EventStates::follow);
    connect(&workspace, &Workspace::evidenceChanged, this, &EventStates::follow);
    follow();
}

EventStates::~EventStates()
{
    m_jobs.discard(kSlot);
}

void EventStates::follow()
{
    const auto& events = m_workspace.evidence().store;
    const auto row = m_investigation.selectedRow();
    if (row == m_event && events == m_events)
        return;
    m_jobs.discard(kSlot);
    m_rest.stop();
    m_event = row;
    m_events = events;
    const auto& resources = m_workspace.resources();
    if (!row || !resources || resources->size() == 0 || !mayLeadToStates(events, *row)) {
        settle(Answer::NotAsked);
        return;
    }
    settle(Answer::OnItsWay);
    m_rest.start();
}

void EventStates::ask()
{
    if (m_answer != Answer::OnItsWay || m_rest.isActive() || m_jobs.isRunning(kSlot))
        return;
    m_explaining.ask();
    if (m_explaining.isRunning())
        return; // it comes back here
    const auto causes = m_explaining.causes();
    if (!causes || causes->events() != m_events) {
        settle(Answer::Failed);
        return;
    }
    m_jobs.startBeside(
        kSlot, this,
        [causes, event = *m_event](const JobContext& context) -> Result<std::vector<State>> {
            const auto links = causes->statesOf(event, context);
            if (!links)
                return links.error();
            return statesOf(*causes->resources(), *links);
        },
        [this](Result<std::vector<State>> states) {
            if (states.ok())
                settle(Answer::Known, *std::move(states));
            else
                settle(Answer::Failed);
        });
}

void EventStates::settle(Answer answer, std::vector<State> states)
{
    if (answer == m_answer && states == m_states)
        return;
    m_answer = answer;
    m_states = std::move(states);
    Q_EMIT changed();
}

} // namespace trailloupe::workspace
