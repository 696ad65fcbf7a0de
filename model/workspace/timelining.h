// Timelining: what the timeline draws: lanes of the events that the filter finds, cells of the span
// in view, what is to be said about the span that is taken.
//
// Three job slots, each answer made from the one before: "timeline lanes", "timeline detail",
// "timeline span". A new question takes the place of the one that runs, except that lanes of an
// export that is still being read are let through, or they would never come. The last answers stay
// until the next are there: detail() belongs to detail()->lanes(), which may be older than lanes().
// Works only while it is active.
//
// Units: seconds since 1970 UTC; spans are [from, to). Threads: GUI thread only.
// Errors: see error(); what is cancelled is none.
#pragma once

#include "model/timeline/detail.h"
#include "model/timeline/spansummary.h"
#include "model/workspace/filtering.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::workspace {

class Timelining : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kFirstLanes = 20;

    Timelining(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
               JobRunner& jobs, QObject* parent = nullptr);

    void setActive(bool active);

    const query::Field& field() const { return m_field; }
    void setField(const query::Field& field);
    // Values with a lane of their own, besides pinned ones.
    std::size_t most() const { return m_most; }
    void setMost(std::size_t most);
    // As many again out of the lane that holds the rest.
    void openRest();
    const std::vector<std::string>& pinned() const; // values of the field
    void setPinned(const std::string& value, bool pinned);

    // Null before the first.
    const timeline::LanesPtr& lanes() const { return m_lanes; }
    bool isRunning() const { return m_asked.has_value(); } // the lanes
    // Of the last lanes, else of what was to be drawn of them.
    const std::optional<Error>& error() const { return m_error ? m_error : m_detailError; }

    // What is to be drawn, on so many pixels. Asks when what is there does not serve it.
    void setView(query::TimeSpan visible, int pixels);
    const timeline::DetailPtr& detail() const { return m_detail; } // null before the first
    // Whether what is drawn is what the filter asks for now.
    bool isOfFilter() const;
    bool isDetailRunning() const { return m_detailAsked.has_value(); }

    // Of which span something is to be said.
    void setSpan(std::optional<query::TimeSpan> span);
    const std::optional<query::TimeSpan>& span() const { return m_span; }
    // Nothing while it is worked out, or no span is taken.
    const std::optional<timeline::SpanSummary>& summary() const { return m_summary; }

Q_SIGNALS:
    void questionChanged(); // field, most or pinned
    void lanesChanged(); // or error
    void runningChanged(); // of the lanes
    void detailChanged();
    void summaryChanged();

private:
    struct Asked
    {
        timeline::LaneQuestion question;
        std::string predicate; // key
    };
    struct DetailAsked
    {
        timeline::LanesPtr lanes;
        query::TimeSpan span;
        unsigned level = 0;
    };

    void forget();
    std::optional<Asked> wanted() const;
    static bool isSame(const Asked& a, const Asked& b); // but for the store
    void ask();
    void start(Asked asked);
    void finish(Result<timeline::LanesPtr> made);
    bool serves(const timeline::LanesPtr& lanes, query::TimeSpan span, unsigned level) const;
    void askForDetail();
    void askForSummary();

    Workspace& m_workspace;
    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    std::shared_ptr<query::FacetCache> m_cache = std::make_shared<query::FacetCache>();
    bool m_isActive = false;
    query::Field m_field;
    std::size_t m_most = kFirstLanes;
    std::size_t m_step = kFirstLanes; // how many openRest() adds
    std::map<std::string, std::vector<std::string>> m_pinned; // by field text

    timeline::LanesPtr m_lanes;
    std::optional<Error> m_error;
    std::optional<Asked> m_answered; // what the lanes, or the error, are an answer to
    std::optional<Asked> m_asked; // what the running job works on
    query::TimeSpan m_visible;
    int m_pixels = 0; // 0: nobody looks
    timeline::DetailPtr m_detail;
    std::optional<DetailAsked> m_detailAsked;
    std::optional<Error> m_detailError;
    std::optional<query::TimeSpan> m_span;
    std::optional<timeline::SpanSummary> m_summary;
    timeline::LanesPtr m_summaryOf; // the events that were found then
};

} // namespace trailloupe::workspace
