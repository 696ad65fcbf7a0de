#include "model/casefile/report.h"

#include "model/casefile/eventkeys.h"
#include "model/query/column.h"
#include "model/query/eventdetail.h"

#include <algorithm>
#include <limits>

namespace trailloupe::casefile {
namespace {

using identity::SessionId;

class ReportMaker
{
public:
    ReportMaker(Report& report, const JobContext& context)
        : m_report(report)
        , m_context(context)
        , m_events(report.input.events)
    { }

    Result<void> make();

private:
    Result<void> add(ReportItem item, std::optional<RowId> row);
    Result<void> addEvent(ReportItem& item, const EventKey& key, std::optional<RowId> row);
    Result<void> addRow(ReportItem& item, RowId row);
    Result<void> addComparison(ReportItem& item);
    Result<void> addSession(ReportItem& item);
    Result<void> addSpan(ReportItem& item);
    void addFilters();
    std::optional<SessionId> sessionNamed(const std::string& name) const;
    Result<void> cancelledOr(Result<void> done) const
    {
        return m_context.cancelled() ? Error{.kind = Error::Kind::Cancelled} : std::move(done);
    }

    Report& m_report;
    const JobContext& m_context;
    const std::shared_ptr<const store::EventStore>& m_events;
};

Result<void> ReportMaker::make()
{
    const ReportInput& input = m_report.input;
    m_report.fingerprint = fingerprint(*m_events);
    const auto dated = m_events->timeOrder().subspan(0, m_events->datedCount());
    if (!dated.empty()) {
        m_report.first = m_events->time(dated.front());
        m_report.last = m_events->time(dated.back());
    }
    std::vector<std::size_t> order(input.contents.marks.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) {
        return input.contents.marks[i].subject.from.value_or(
            std::numeric_limits<std::int64_t>::max());
    });
    for (const std::size_t i : order) {
        m_context.report({m_report.items.size(), order.size(), "reporting"});
        const auto row = i < input.rows.size() ? input.rows[i] : std::nullopt;
        if (auto done = add({.marked = input.contents.marks[i]}, row); !done)
            return done;
    }
    addFilters();
    const auto& problems = input.ledger->problems();
    for (std::size_t i = 0; i < std::min(problems.size(), kMostProblems); ++i)
        m_report.problems.push_back(input.ledger->entry(problems[i]));
    return {};
}

Result<void> ReportMaker::add(ReportItem item, std::optional<RowId> row)
{
    const Subject& subject = item.marked.subject;
    Result<void> done;
    switch (subject.kind) {
    case Subject::Kind::Event: {
        const EventKey key{subject.eventId, subject.sha256, subject.from};
        done = addEvent(item, key, row ? row : findEvent(*m_events, key));
        break;
    }
    case Subject::Kind::Comparison:
        done = addComparison(item);
        break;
    case Subject::Kind::Session:
        done = addSession(item);
        break;
    case Subject::Kind::Span:
    case Subject::Kind::Picture:
        done = addSpan(item);
        break;
    }
    if (done)
        m_report.items.push_back(std::move(item));
    return cancelledOr(std::move(done));
}

Result<void> ReportMaker::addRow(ReportItem& item, RowId row)
{
    return addEvent(item, eventKey(*m_events, row), row);
}

Result<void> ReportMaker::addEvent(ReportItem& item, const EventKey& key, std::optional<RowId> row)
{
    ReportEvent event{.key = key, .row = row};
    if (row) {
        if (event.key.sha256.empty())
            event.key = eventKey(*m_events, *row);
        auto detail = query::loadEventDetail(m_events, *row, m_context);
        if (detail) {
            event.summary = std::move(detail->summary);
            event.json = *detail->indented;
        } else {
            m_events->json(*row, event.json);
        }
        event.occurrences = m_events->occurrences(*row);
        if (m_report.input.identities)
            event.session = m_report.input.identities->sessionOf(*row);
        for (const store::Occurrence& occurrence : event.occurrences) {
            if (!m_report.cited.contains(occurrence.source))
                m_report.cited.emplace(occurrence.source,
                                       m_report.input.ledger->entry(occurrence.source));
        }
    }
    item.events.push_back(std::move(event));
    return cancelledOr({});
}

Result<void> ReportMaker::addComparison(ReportItem& item)
{
    const std::vector<EventKey> keys = item.marked.subject.events;
    std::vector<RowId> rows;
    for (const EventKey& key : keys) {
        const auto row = findEvent(*m_events, key);
        if (row)
            rows.push_back(*row);
        if (auto done = addEvent(item, key, row); !done)
            return done;
    }
    if (rows.size() != keys.size())
        return {};
    auto made = compare::compareRows(m_events, rows, item.marked.subject.ignored, m_context);
    if (!made)
        return made.error().kind == Error::Kind::Cancelled ? Result<void>(made.error())
                                                           : Result<void>();
    item.comparison = std::move(*made);
    item.lines = compare::linesOf(*item.comparison, {});
    return {};
}

std::optional<SessionId> ReportMaker::sessionNamed(const std::string& name) const
{
    const ReportInput& input = m_report.input;
    for (std::uint32_t i = 0; input.names && i < input.identities->sessions().size(); ++i) {
        if (input.names->session(SessionId(i)) == name)
            return SessionId(i);
    }
    return std::nullopt;
}

Result<void> ReportMaker::addSession(ReportItem& item)
{
    item.session = sessionNamed(item.marked.subject.session);
    if (!item.session)
        return {};
    const identity::Identities& identities = *m_report.input.identities;
    const std::vector<RowId> rows = identities.rowsOf(*item.session);
    item.count = rows.size();
    std::vector<SessionId> chain = identities.chain(*item.session);
    std::ranges::reverse(chain);
    for (const SessionId id : chain) {
        const RowId issuing = identities.session(id).issuingRow;
        if (!issuing.isValid())
            continue;
        if (auto done = addRow(item, issuing); !done)
            return done;
    }
    if (rows.empty())
        return {};
    if (auto done = addRow(item, rows.front()); !done || rows.size() == 1)
        return done;
    return addRow(item, rows.back());
}

Result<void> ReportMaker::addSpan(ReportItem& item)
{
    const Subject& subject = item.marked.subject;
    const auto dated = m_events->timeOrder().subspan(0, m_events->datedCount());
    const auto timeOf = [this](RowId row) {
        return *m_events->time(row);
    };
    const auto first = std::ranges::lower_bound(dated, subject.from.value_or(0), {}, timeOf);
    const auto end = std::ranges::lower_bound(dated, subject.to.value_or(0), {}, timeOf);
    item.count = first < end ? static_cast<std::uint64_t>(end - first) : 0;
    // What a picture is of stands on it: its filter decides, not its time alone.
    if (item.count == 0 || subject.kind == Subject::Kind::Picture)
        return {};
    if (auto done = addRow(item, *first); !done || item.count == 1)
        return done;
    return addRow(item, *(end - 1));
}

void ReportMaker::addFilters()
{
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    for (std::size_t i = 0; i < m_report.items.size(); ++i) {
        const Mark& mark = m_report.items[i].marked.mark;
        const auto [place, isNew] =
            places.emplace(std::pair(mark.filter, mark.zone), m_report.filters.size());
        if (isNew)
            m_report.filters.push_back({.text = mark.filter, .zone = mark.zone});
        m_report.filters[place->second].items.push_back(i);
    }
}

} // namespace

Result<Report> makeReport(ReportInput input, const JobContext& context)
{
    Report report{.input = std::move(input)};
    if (auto made = ReportMaker(report, context).make(); !made)
        return made.error();
    report.input.contents.marks.clear();
    return report;
}

} // namespace trailloupe::casefile
