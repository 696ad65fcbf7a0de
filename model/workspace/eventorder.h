// EventOrder: the rows of the event history as they are shown: those that fulfil the filter, in the
// order the person asked for.
//
// Time order of everything needs no work; anything else is made in the job slot "sort" while the
// old order stays. An order of the whole store is kept, so that another filter does not sort again.
// Threads: GUI thread only.
#pragma once

#include "model/query/sort.h"
#include "model/workspace/filtering.h"

#include <QObject>

#include <memory>

namespace trailloupe::workspace {

class EventOrder : public QObject
{
    Q_OBJECT
public:
    EventOrder(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
               JobRunner& jobs, QObject* parent = nullptr);

    struct Shown
    {
        std::shared_ptr<const store::EventStore> store; // never null
        query::RowOrder rows; // null: every row, in time order as the key says
        query::SortKey key;
        std::uint64_t undated = 0; // of the rows; they stand at the end
    };
    const Shown& shown() const { return m_shown; }
    bool isRunning() const { return m_asked.store != nullptr; }
    const query::SortKey& runningKey() const { return m_askedKey; } // meaningless unless it runs

    // Gives up the order that is being made: back to the one shown, or to time order when there is
    // more evidence than that knows.
    void stop();

Q_SIGNALS:
    void shownChanged();
    void runningChanged();

private:
    struct Made;
    static Result<Made> make(const Filtered& filtered, const query::SortKey& key,
                             query::RowOrder whole, const JobContext& context);
    void update();
    void start();
    void finish(Result<Made> made);
    void adopt(Shown shown);

    Workspace& m_workspace;
    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    Shown m_shown;
    Filtered m_asked; // what the running job works on; no store when none runs
    query::SortKey m_askedKey;
    // The last order of a whole store.
    std::weak_ptr<const store::EventStore> m_wholeStore;
    query::SortKey m_wholeKey;
    query::RowOrder m_whole;
};

} // namespace trailloupe::workspace
