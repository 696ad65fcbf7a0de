#include "model/workspace/timelining.h"

#include "model/query/fieldnames.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

using query::TimeSpan;
using timeline::LaneQuestion;

namespace {

const QString kLanesSlot = QStringLiteral("timeline lanes");
const QString kDetailSlot = QStringLiteral("timeline detail");
const QString kSpanSlot = QStringLiteral("timeline span");

// What is said about a span besides the classes of its events.
std::vector<query::Field> spanFields()
{
    std::vector<query::Field> fields;
    for (const char* text : {"eventName", "actor", "sourceIPAddress", "error"})
        fields.push_back(query::parseField(text).value());
    return fields;
}

} // namespace

Timelining::Timelining(Workspace& workspace, Investigation& investigation,
                       const Filtering& filtering, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
    , m_field(query::parseField("actor").value())
{
    connect(&workspace, &Workspace::stateChanged, this, [this] {
        if (m_workspace.state() == Workspace::State::Loading
            || m_workspace.state() == Workspace::State::Empty)
            forget();
    });
    connect(&filtering, &Filtering::resultChanged, this, &Timelining::ask);
}

// What was known is of another export.
void Timelining::forget()
{
    m_jobs.discard(kLanesSlot);
    m_jobs.discard(kDetailSlot);
    const bool wasRunning = isRunning();
    m_pinned.clear();
    m_lanes.reset();
    m_error.reset();
    m_answered.reset();
    m_asked.reset();
    m_detail.reset();
    m_detailAsked.reset();
    m_detailError.reset();
    setSpan(std::nullopt);
    Q_EMIT questionChanged();
    Q_EMIT lanesChanged();
    Q_EMIT detailChanged();
    if (wasRunning)
        Q_EMIT runningChanged();
}

void Timelining::setActive(bool active)
{
    m_isActive = active;
    ask();
    askForDetail();
    askForSummary();
}

void Timelining::setField(const query::Field& field)
{
    if (field == m_field)
        return;
    m_field = field;
    m_most = m_step;
    Q_EMIT questionChanged();
    ask();
}

void Timelining::setMost(std::size_t most)
{
    most = std::clamp<std::size_t>(most, 1, timeline::Lanes::kMostLanes);
    m_step = most;
    if (most == m_most)
        return;
    m_most = most;
    Q_EMIT questionChanged();
    ask();
}

void Timelining::openRest()
{
    const std::size_t most = std::min(m_most + m_step, timeline::Lanes::kMostLanes);
    if (most == m_most)
        return;
    m_most = most;
    Q_EMIT questionChanged();
    ask();
}

const std::vector<std::string>& Timelining::pinned() const
{
    static const std::vector<std::string> none;
    const auto it = m_pinned.find(m_field.text());
    return it == m_pinned.end() ? none : it->second;
}

void Timelining::setPinned(const std::string& value, bool pinned)
{
    std::vector<std::string>& values = m_pinned[m_field.text()];
    const auto it = std::find(values.begin(), values.end(), value);
    if ((it != values.end()) == pinned)
        return;
    if (pinned)
        values.push_back(value);
    else
        values.erase(it);
    Q_EMIT questionChanged();
    ask();
}

std::optional<Timelining::Asked> Timelining::wanted() const
{
    const Filtered& filtered = m_filtering.result();
    // Another answer of the filter is on its way, and then we are here again.
    if (filtered.store->rowCount() == 0
        || filtered.predicate->key() != m_investigation.predicate()->key())
        return std::nullopt;
    Asked asked;
    asked.question = {.events = filtered.store,
                      .rows = filtered.rows,
                      .field = m_field,
                      .most = m_most,
                      .pinned = pinned(),
                      .identities = m_workspace.identities()};
    asked.predicate = filtered.predicate->key();
    return asked;
}

bool Timelining::isSame(const Asked& a, const Asked& b)
{
    return a.predicate == b.predicate && a.question.field == b.question.field
        && a.question.most == b.question.most && a.question.pinned == b.question.pinned;
}

void Timelining::ask()
{
    if (!m_isActive)
        return;
    auto asked = wanted();
    if (!asked)
        return;
    if (m_answered && isSame(*m_answered, *asked)
        && m_answered->question.events == asked->question.events) {
        if (isRunning()) {
            m_jobs.discard(kLanesSlot);
            m_asked.reset();
            Q_EMIT runningChanged();
        }
        return;
    }
    // There is another look when it is done.
    if (m_asked && isSame(*m_asked, *asked))
        return;
    start(std::move(*asked));
}

void Timelining::start(Asked asked)
{
    const bool wasRunning = isRunning();
    m_asked = asked;
    m_jobs.start(
        kLanesSlot, this,
        [question = std::move(asked.question), cache = m_cache,
         evaluator = m_filtering.evaluator()](const JobContext& context) {
            return timeline::makeLanes(question, *cache, *evaluator, context);
        },
        [this](Result<timeline::LanesPtr> made) { finish(std::move(made)); });
    if (!wasRunning)
        Q_EMIT runningChanged();
}

void Timelining::finish(Result<timeline::LanesPtr> made)
{
    m_answered = std::exchange(m_asked, std::nullopt);
    if (made.ok()) {
        m_error.reset();
        m_lanes = std::move(*made);
    } else if (made.error().kind != Error::Kind::Cancelled) {
        m_error = made.error();
    }
    Q_EMIT lanesChanged();
    if (made.ok()) {
        askForDetail();
        askForSummary();
    }
    ask();
    if (!isRunning())
        Q_EMIT runningChanged();
}

bool Timelining::isOfFilter() const
{
    return m_detail && m_detail->lanes() == m_lanes && m_answered
        && m_answered->predicate == m_investigation.predicate()->key();
}

void Timelining::setView(TimeSpan visible, int pixels)
{
    if (visible == m_visible && pixels == m_pixels)
        return;
    m_visible = visible;
    m_pixels = pixels;
    askForDetail();
}

bool Timelining::serves(const timeline::LanesPtr& lanes, TimeSpan span, unsigned level) const
{
    return lanes == m_lanes && level == timeline::levelFor(m_visible, m_pixels)
        && span.from <= m_visible.from && span.to >= m_visible.to;
}

void Timelining::askForDetail()
{
    if (!m_isActive || !m_lanes || m_pixels <= 0 || m_visible.to <= m_visible.from)
        return;
    if (m_detail && serves(m_detail->lanes(), m_detail->span(), m_detail->level())) {
        m_jobs.discard(kDetailSlot);
        m_detailAsked.reset();
        return;
    }
    if (m_detailAsked && serves(m_detailAsked->lanes, m_detailAsked->span, m_detailAsked->level))
        return;
    // Some of what is beside it comes along, so that it can be moved.
    const unsigned level = timeline::levelFor(m_visible, m_pixels);
    const std::int64_t beside = (m_visible.to - m_visible.from) / 2;
    const TimeSpan span =
        timeline::wholeCells({m_visible.from - beside, m_visible.to + beside}, level);
    m_detailAsked = DetailAsked{m_lanes, span, level};
    m_jobs.start(
        kDetailSlot, this,
        [lanes = m_lanes, span, level,
         threads = m_filtering.evaluator()->threads()](const JobContext& context) {
            return timeline::makeDetail(lanes, span, level, threads, context);
        },
        [this](Result<timeline::DetailPtr> made) {
            m_detailAsked.reset();
            m_detailError.reset();
            if (made.ok())
                m_detail = std::move(*made);
            else if (made.error().kind != Error::Kind::Cancelled)
                m_detailError = made.error();
            Q_EMIT detailChanged();
        });
}

void Timelining::setSpan(std::optional<TimeSpan> span)
{
    if (span == m_span)
        return;
    m_span = span;
    m_summary.reset();
    if (!span)
        m_jobs.discard(kSpanSlot);
    Q_EMIT summaryChanged();
    askForSummary();
}

void Timelining::askForSummary()
{
    if (!m_isActive || !m_span || !m_answered || !m_lanes || (m_summary && m_summaryOf == m_lanes))
        return;
    timeline::SpanQuestion question{.events = m_answered->question.events,
                                    .rows = m_answered->question.rows,
                                    .span = *m_span,
                                    .fields = spanFields()};
    m_jobs.start(
        kSpanSlot, this,
        [question = std::move(question), cache = m_cache,
         evaluator = m_filtering.evaluator()](const JobContext& context) {
            return timeline::summarizeSpan(question, *cache, *evaluator, context);
        },
        [this, lanes = m_lanes](Result<timeline::SpanSummary> made) {
            if (!made.ok())
                return;
            m_summary = std::move(*made);
            m_summaryOf = lanes;
            Q_EMIT summaryChanged();
        });
}

} // namespace trailloupe::workspace
