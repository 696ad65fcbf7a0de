#include "model/workspace/eventorder.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

using query::Derived;
using query::Direction;

namespace {

const QString kSlot = QStringLiteral("sort");
constexpr int kResortMs = 1500; // between two sorts while generations come in

bool isTimeOrder(const query::SortKey& key)
{
    return key.column.derived == Derived::Time;
}

} // namespace

struct EventOrder::Made
{
    query::RowOrder rows;
    query::RowOrder whole; // null for time order
    std::uint64_t undated = 0;
};

EventOrder::EventOrder(Workspace& workspace, Investigation& investigation,
                       const Filtering& filtering, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
{
    connect(&filtering, &Filtering::resultChanged, this, &EventOrder::update);
    connect(&investigation, &Investigation::sortKeyChanged, this, &EventOrder::update);
    update();
}

void EventOrder::update()
{
    const Filtered& filtered = m_filtering.result();
    const query::SortKey& key = m_investigation.sortKey();
    if (filtered.store->rowCount() == 0 || (isTimeOrder(key) && !filtered.rows)) {
        const bool wasRunning = isRunning();
        m_jobs.discard(kSlot);
        m_asked = {};
        adopt({filtered.store, nullptr, key,
               filtered.store->rowCount() - filtered.store->datedCount()});
        if (wasRunning)
            Q_EMIT runningChanged();
        return;
    }
    // A running job for the same question is let through, or loading would starve it.
    if (isRunning() && m_askedKey == key && m_asked.predicate->key() == filtered.predicate->key())
        return;
    start();
}

void EventOrder::start()
{
    const bool wasRunning = isRunning();
    m_asked = m_filtering.result();
    m_askedKey = m_investigation.sortKey();
    const bool known = m_wholeKey == m_askedKey && m_wholeStore.lock() == m_asked.store;
    m_jobs.start(
        kSlot, this,
        [filtered = m_asked, key = m_askedKey, whole = known ? m_whole : nullptr](
            const JobContext& context) { return make(filtered, key, whole, context); },
        [this](Result<Made> made) { finish(std::move(made)); });
    if (!wasRunning)
        Q_EMIT runningChanged();
}

Result<EventOrder::Made> EventOrder::make(const Filtered& filtered, const query::SortKey& key,
                                          query::RowOrder whole, const JobContext& context)
{
    Made made;
    const store::EventStore& store = *filtered.store;
    if (isTimeOrder(key)) {
        const auto order = store.timeOrder();
        std::vector<RowId> rows = filtered.rows->filter(order.first(store.datedCount()));
        if (key.direction == Direction::Descending)
            std::reverse(rows.begin(), rows.end());
        const auto undated = filtered.rows->filter(order.subspan(store.datedCount()));
        made.undated = undated.size();
        rows.insert(rows.end(), undated.begin(), undated.end());
        made.rows = std::make_shared<const std::vector<RowId>>(std::move(rows));
        return made;
    }
    if (!whole) {
        auto sorted = query::sortRows(filtered.store, key, context);
        if (!sorted)
            return sorted.error();
        whole = std::move(sorted).value();
    }
    made.whole = whole;
    made.rows = whole;
    if (filtered.rows)
        made.rows = std::make_shared<const std::vector<RowId>>(filtered.rows->filter(*whole));
    made.undated = static_cast<std::uint64_t>(
        std::ranges::count_if(store.timeOrder().subspan(store.datedCount()), [&](RowId row) {
            return !filtered.rows || filtered.rows->contains(row);
        }));
    return made;
}

void EventOrder::finish(Result<Made> made)
{
    const Filtered asked = std::exchange(m_asked, {});
    if (made.ok()) {
        if (made->whole) {
            m_whole = made->whole;
            m_wholeKey = m_askedKey;
            m_wholeStore = asked.store;
        }
        adopt({asked.store, made->rows, m_askedKey, made->undated});
        const Filtered& now = m_filtering.result();
        if (now.store != asked.store || now.rows != asked.rows) {
            const bool waits =
                m_workspace.state() == Workspace::State::Loading && !isTimeOrder(m_askedKey);
            QTimer::singleShot(waits ? kResortMs : 0, this, &EventOrder::update);
        }
    } else {
        const bool current = m_shown.store == m_filtering.result().store;
        m_investigation.setSortKey(current ? m_shown.key : query::SortKey());
        // What is shown is of a filter that is no longer in force.
        if (!isRunning() && m_filtering.result().rows && isTimeOrder(m_investigation.sortKey()))
            start();
    }
    if (!isRunning())
        Q_EMIT runningChanged();
}

void EventOrder::adopt(Shown shown)
{
    m_shown = std::move(shown);
    Q_EMIT shownChanged();
}

void EventOrder::stop()
{
    m_jobs.cancel(kSlot);
}

} // namespace trailloupe::workspace
