// EventStates: the states of resources, as AWS Config recorded them, that the selected event led
// to.
//
// The inverse of what ConfigTimeline tells of a state, by the same rules (config::Causes). Works
// for writes only, a moment after the selection has come to rest, in the job slot "states": who
// walks through a table does not wait for it.
// Threads: GUI thread only. Units: nanoseconds since 1970-01-01 UTC.
#pragma once

#include "model/config/causes.h"
#include "model/workspace/jobrunner.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <optional>
#include <vector>

namespace trailloupe::workspace {

class Explaining;
class Investigation;
class Workspace;

class EventStates : public QObject
{
    Q_OBJECT
public:
    // REQUIRES that they outlive this.
    EventStates(Workspace& workspace, Investigation& investigation, Explaining& explaining,
                JobRunner& jobs, QObject* parent = nullptr);
    ~EventStates() override;

    struct State
    {
        config::ResourceNo resource; // of Workspace::resources()
        std::int64_t capturedNs = config::kNoTime;
        config::CauseConfidence confidence = config::CauseConfidence::Possible;
        bool operator==(const State&) const = default;
    };
    enum class Answer
    {
        NotAsked, // no event, one that changes nothing, or an export without AWS Config
        OnItsWay,
        Known,
        Failed, // it could not be found out
    };
    Answer answer() const { return m_answer; }
    // The surest first, then by time. Empty unless Known; empty then too if it led to none.
    const std::vector<State>& states() const { return m_states; }

Q_SIGNALS:
    void changed();

private:
    void follow();
    void ask();
    void settle(Answer answer, std::vector<State> states = {});

    Workspace& m_workspace;
    Investigation& m_investigation;
    Explaining& m_explaining;
    JobRunner& m_jobs;
    QTimer m_rest; // the selection has come to rest
    std::optional<RowId> m_event; // that the answer is of
    std::shared_ptr<const store::EventStore> m_events; // whose row it is
    Answer m_answer = Answer::NotAsked;
    std::vector<State> m_states;
};

} // namespace trailloupe::workspace
