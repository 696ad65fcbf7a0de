// GraphAsking: questions about what Graphing shows, and their answers: what changed since another
// moment, what changes next, how resources hang together, which are meant by a text.
//
// Job slots: "graph changes", "graph step", "graph trail", "graph find"; each question takes the
// place of the one before it. Answers about a moment are forgotten or worked out anew when another
// one is looked at, all of them when the graph is another one.
//
// Units: nanoseconds since 1970-01-01 UTC. Threads: GUI thread only.
// Errors: a question that cannot be answered leaves no answer; only memory can be short.
#pragma once

#include "model/workspace/graphing.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>

namespace trailloupe::workspace {

class GraphAsking : public QObject
{
    Q_OBJECT
public:
    // REQUIRES that they outlive it.
    GraphAsking(Graphing& graphing, Investigation& investigation, JobRunner& jobs,
                QObject* parent = nullptr);

    // What happened since then is worked out, and what was there then is shown. Nothing: no longer.
    void compareWith(std::optional<std::int64_t> ns);
    const std::optional<std::int64_t>& comparedWith() const { return m_comparedWith; }
    bool canCompare() const; // that moment is before the one that is looked at
    bool isComparing() const { return m_comparing.has_value(); }
    const Progress& progress() const { return m_progress; } // of that
    // Of the whole graph; null while it is worked out, and without a moment to compare with.
    const std::shared_ptr<const config::GraphDiff>& changes() const { return m_changes; }

    // To the next moment at which something about the picture changes.
    void step(Direction direction);
    bool isStepping() const { return m_stepping.has_value(); }
    // Where the last step led, as long as that is the moment that is looked at.
    const std::optional<GraphStep>& lastStep() const { return m_step; }
    // Set where the last step found nothing further, until something else is looked at.
    const std::optional<Direction>& endReached() const { return m_endReached; }

    // What the marks in the picture say: the changes since the other moment, else those of the last
    // step; null when there are none of either.
    const config::GraphDiff* marks() const;

    // What they lead over is shown; worked out anew when the moment changes.
    void findPath(config::NodeNo from, config::NodeNo to);
    void findInternet(config::NodeNo securityGroup);
    void clearTrail();
    const std::optional<GraphTrail>& trail() const { return m_trail; }

    void find(const std::string& text); // empty: nothing
    const std::optional<GraphFound>& found() const { return m_found; }

Q_SIGNALS:
    void changesChanged(); // or the moment compared with, or how far that is
    void stepped(); // or there was no further one
    void trailChanged();
    void foundChanged();

private:
    // What changes are worked out of.
    struct Span
    {
        std::int64_t fromNs = 0;
        std::int64_t toNs = 0;
        config::GraphFilter filter;
        bool operator==(const Span&) const = default;
    };

    void forget();
    void followQuestion();
    void askForChanges();
    void adoptStep(Result<std::optional<GraphStep>> made, Direction direction);
    void showBefore();
    void askForTrail(const TrailQuestion& question);

    Graphing& m_graphing;
    Investigation& m_investigation;
    JobRunner& m_jobs;
    GraphPtr m_graph; // that the answers are of
    std::optional<std::int64_t> m_comparedWith;
    std::optional<Span> m_comparing; // what the running job works on
    std::optional<Span> m_compared; // what the changes are of
    Progress m_progress;
    std::shared_ptr<const config::GraphDiff> m_changes;
    std::optional<Direction> m_stepping;
    std::optional<GraphStep> m_step;
    std::optional<Direction> m_endReached;
    std::optional<TrailQuestion> m_trailAsked;
    std::optional<GraphTrail> m_trail;
    std::optional<GraphFound> m_found;
};

} // namespace trailloupe::workspace
