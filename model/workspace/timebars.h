// TimeBars: the bars of the histogram: how many rows fall into each step of the span in view.
//
// What is counted is the filter without its time chip: the brushed part is seen within the whole,
// and one can drag elsewhere. The chip is selection(). A time chip that says anything but one span
// (somebody turned it round, or switched it off) is no selection; the first counts like any other
// condition, the second not at all. Times in the text of the bar are conditions like any other.
//
// Counts in the job slot "histogram", gaps once an export is read in the slot "gaps". While an
// answer is on its way the last one stays; it knows its own boundaries. More than the span in view
// is counted, so that bars are there when the span is moved.
// Units: seconds since 1970 UTC; spans are [from, to).
// Threads: GUI thread only.
#pragma once

#include "model/query/histogram.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/pivots.h"
#include "model/workspace/workspace.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace trailloupe::workspace {

class TimeBars : public QObject
{
    Q_OBJECT
public:
    TimeBars(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
             JobRunner& jobs, QObject* parent = nullptr);

    // One answer.
    struct Answer
    {
        std::vector<std::int64_t> boundaries; // one more than bars; none when nothing was counted
        std::int64_t step = 0;
        query::Histogram counts; // before + bars + after + undated = total
        std::uint64_t total = 0; // rows that fulfil the filter without its time chip
    };
    const Answer& answer() const { return m_answer; }
    bool hasAnswer() const { return m_answered.store != nullptr; }
    bool isRunning() const { return m_asked.store != nullptr; }

    // All of the export, in whole steps; nothing when no event has a time.
    const std::optional<query::TimeSpan>& whole() const { return m_whole; }
    // What is in view: all, unless somebody asked for a part. Nothing when there is no whole.
    const std::optional<query::TimeSpan>& visible() const
    {
        return m_visible ? m_visible : m_whole;
    }
    bool showsWhole() const { return !m_visible; }
    // As much of it as there is, and kLeastVisibleSeconds at least; the whole when that is in it.
    void setVisible(query::TimeSpan span);
    void showWhole();
    static constexpr std::int64_t kLeastVisibleSeconds = 10;

    // How many bars there is room for in view.
    void setBarCount(int count);
    int barCount() const { return m_barCount; }

    // Spans without any event of the export, once it is read. See query::deliveryGaps().
    const std::vector<query::TimeSpan>& gaps() const { return m_gaps; }

    const TimeChoice& selection() const { return m_selection; }

Q_SIGNALS:
    void answerChanged();
    void runningChanged();
    void visibleChanged(); // or the whole
    void gapsChanged();
    void selectionChanged();

private:
    struct Question
    {
        std::shared_ptr<const store::EventStore> store;
        query::PredicatePtr predicate;
        QByteArray zone;
        std::int64_t step = 0;
        std::vector<std::int64_t> boundaries;
    };

    static Result<query::Histogram> count(const Question& question, query::RowSetPtr rows,
                                          query::Evaluator& evaluator, const JobContext& context);
    void forget();
    void adoptStore();
    void adoptZone();
    void updateWhole();
    void noteSelection();
    void ask();
    void start(Question question);
    void finish(Result<query::Histogram> counts);
    void askForGaps();
    std::int64_t stepFor(query::TimeSpan span) const;
    // Whether one would be told all that the other asks for, but for the store.
    bool serves(const Question& question, const Question& wanted) const;

    Workspace& m_workspace;
    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    std::optional<query::TimeSpan> m_dated; // first to last event
    std::optional<query::TimeSpan> m_whole; // the same in whole steps
    std::optional<query::TimeSpan> m_visible;
    int m_barCount = 200;
    Answer m_answer;
    Question m_answered; // what the answer is to
    Question m_asked; // what the running job works on; no store when none runs
    std::vector<query::TimeSpan> m_gaps;
    std::weak_ptr<const store::EventStore> m_gapsOf;
    TimeChoice m_selection;
};

} // namespace trailloupe::workspace
