#include "model/workspace/timebars.h"

#include "model/workspace/zonesteps.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

using query::TimeSpan;

namespace {

const QString kSlot = QStringLiteral("histogram");
const QString kGapsSlot = QStringLiteral("gaps");
constexpr int kMostInView = 4000;

TimeSpan intersected(TimeSpan a, TimeSpan b)
{
    return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

} // namespace

TimeBars::TimeBars(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
                   JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
    , m_selection(timeChoice(investigation))
{
    connect(&workspace, &Workspace::stateChanged, this, [this] {
        if (m_workspace.state() == Workspace::State::Loading)
            forget();
        askForGaps();
    });
    connect(&workspace, &Workspace::evidenceChanged, this, &TimeBars::askForGaps);
    connect(&investigation, &Investigation::filterChanged, this, &TimeBars::noteSelection);
    connect(&investigation, &Investigation::zoneChanged, this, &TimeBars::adoptZone);
    connect(&filtering, &Filtering::resultChanged, this, &TimeBars::adoptStore);
    adoptStore();
    askForGaps();
}

// What was known is of another export.
void TimeBars::forget()
{
    m_jobs.discard(kSlot);
    m_jobs.discard(kGapsSlot);
    m_visible.reset();
    m_gaps.clear();
    m_gapsOf.reset();
    m_answer = {};
    m_answered = {};
    const bool wasRunning = isRunning();
    m_asked = {};
    Q_EMIT gapsChanged();
    Q_EMIT visibleChanged();
    Q_EMIT answerChanged();
    if (wasRunning)
        Q_EMIT runningChanged();
}

void TimeBars::adoptStore()
{
    const auto& store = m_filtering.result().store;
    m_dated.reset();
    if (const auto order = store->timeOrder().first(store->datedCount()); !order.empty())
        m_dated = TimeSpan{*store->time(order.front()), *store->time(order.back()) + 1};
    updateWhole();
    ask();
}

void TimeBars::adoptZone()
{
    updateWhole();
    noteSelection();
    ask();
}

void TimeBars::updateWhole()
{
    std::optional<TimeSpan> whole;
    if (m_dated) {
        const auto startOf = zoneStepStart(m_investigation.zone());
        TimeSpan span = *m_dated;
        span.to = std::max(span.to, span.from + kLeastVisibleSeconds);
        const std::int64_t step = stepFor(span);
        span.to = query::barBoundaries(span.to - 1, span.to, step, startOf).back();
        span.from = std::min(span.from, startOf(span.from, step));
        whole = span;
    }
    if (m_whole == whole)
        return;
    m_whole = whole;
    if (!m_whole)
        m_visible.reset();
    Q_EMIT visibleChanged();
}

std::int64_t TimeBars::stepFor(TimeSpan span) const
{
    const auto bars = static_cast<std::size_t>(m_barCount);
    std::int64_t step = query::niceStep(span.from, span.to, bars);
    // Beyond the longest nice one: pairs of weeks, fours of weeks, and so on.
    while ((span.to - span.from) / step > m_barCount)
        step *= 2;
    return step;
}

void TimeBars::setVisible(TimeSpan span)
{
    if (!m_whole)
        return;
    const std::int64_t most = m_whole->to - m_whole->from;
    const std::int64_t length = std::clamp(span.to - span.from, kLeastVisibleSeconds, most);
    if (length >= most)
        return showWhole();
    span.from = std::clamp(span.from, m_whole->from, m_whole->to - length);
    span.to = span.from + length;
    if (m_visible == span)
        return;
    m_visible = span;
    Q_EMIT visibleChanged();
    ask();
}

void TimeBars::showWhole()
{
    if (!m_visible)
        return;
    m_visible.reset();
    Q_EMIT visibleChanged();
    ask();
}

void TimeBars::setBarCount(int count)
{
    count = std::clamp(count, 1, kMostInView);
    if (count == m_barCount)
        return;
    m_barCount = count;
    updateWhole();
    ask();
}

void TimeBars::noteSelection()
{
    const TimeChoice choice = timeChoice(m_investigation);
    if (choice == m_selection)
        return;
    m_selection = choice;
    Q_EMIT selectionChanged();
}

bool TimeBars::serves(const Question& question, const Question& wanted) const
{
    if (!question.store || question.predicate->key() != wanted.predicate->key()
        || question.zone != wanted.zone || question.step != wanted.step)
        return false;
    if (!visible())
        return question.boundaries.empty();
    return !question.boundaries.empty() && question.boundaries.front() <= visible()->from
        && question.boundaries.back() >= visible()->to;
}

void TimeBars::ask()
{
    const Filtered& filtered = m_filtering.result();
    // Another answer of the filter is on its way, and then we are here again.
    if (filtered.predicate->key() != m_investigation.predicate()->key())
        return;
    if (filtered.store->rowCount() == 0) {
        if (hasAnswer() || isRunning())
            forget();
        return;
    }
    Question wanted{.store = filtered.store,
                    .predicate =
                        predicateOf(withoutTimeChoice(m_investigation), m_investigation.zone()),
                    .zone = m_investigation.zone(),
                    .step = 0,
                    .boundaries = {}};
    if (visible()) {
        const TimeSpan view = *visible();
        const std::int64_t beside = (view.to - view.from) / 2;
        const TimeSpan span = intersected({view.from - beside, view.to + beside}, *m_whole);
        wanted.step = stepFor(view);
        wanted.boundaries =
            query::barBoundaries(span.from, span.to, wanted.step, zoneStepStart(wanted.zone));
    }
    if (m_answered.store == wanted.store && serves(m_answered, wanted)) {
        if (isRunning()) {
            m_jobs.discard(kSlot);
            m_asked = {};
            Q_EMIT runningChanged();
        }
        return;
    }
    // A running job for the same is let through, or loading would starve it; there is another look
    // when it is done.
    if (isRunning() && serves(m_asked, wanted))
        return;
    start(std::move(wanted));
}

Result<query::Histogram> TimeBars::count(const Question& question, query::RowSetPtr rows,
                                         query::Evaluator& evaluator, const JobContext& context)
{
    if (!rows && question.predicate->isEverything())
        rows = query::shownRows(*question.store);
    if (!rows) {
        auto found = evaluator.evaluate(question.store, question.predicate, context);
        if (!found)
            return found.error();
        rows = *found;
    }
    return query::countHistogram(question.store, *rows, question.boundaries, evaluator, context);
}

void TimeBars::start(Question question)
{
    const bool wasRunning = isRunning();
    m_asked = question;
    const Filtered& filtered = m_filtering.result();
    const bool isWholeFilter = filtered.predicate->key() == question.predicate->key();
    m_jobs.startBeside(
        kSlot, this,
        [evaluator = m_filtering.evaluator(), question = std::move(question),
         rows = isWholeFilter ? filtered.rows : nullptr](const JobContext& context) {
            return count(question, rows, *evaluator, context);
        },
        [this](Result<query::Histogram> counts) { finish(std::move(counts)); });
    if (!wasRunning)
        Q_EMIT runningChanged();
}

void TimeBars::finish(Result<query::Histogram> counts)
{
    Question asked = std::exchange(m_asked, {});
    if (counts.ok()) {
        const auto sum = [](std::uint64_t all, const query::HistogramBar& bar) {
            return all + bar.all();
        };
        std::uint64_t total = counts->before.all() + counts->after.all() + counts->undated.all();
        total = std::accumulate(counts->bars.begin(), counts->bars.end(), total, sum);
        m_answer = {asked.boundaries, asked.step, std::move(*counts), total};
        m_answered = std::move(asked);
        Q_EMIT answerChanged();
        ask();
    }
    if (!isRunning())
        Q_EMIT runningChanged();
}

void TimeBars::askForGaps()
{
    const auto& evidence = m_workspace.evidence();
    if (!evidence.complete || m_gapsOf.lock() == evidence.store || evidence.store->rowCount() == 0)
        return;
    m_gapsOf = evidence.store;
    m_jobs.startBeside(
        kGapsSlot, this,
        [store = evidence.store](const JobContext& context) {
            return query::deliveryGaps(*store, query::kLeastGapSeconds, context);
        },
        [this](Result<std::vector<TimeSpan>> gaps) {
            if (!gaps.ok())
                return;
            m_gaps = std::move(*gaps);
            Q_EMIT gapsChanged();
        });
}

} // namespace trailloupe::workspace
