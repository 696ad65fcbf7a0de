#include "model/workspace/comparing.h"

#include "model/casefile/eventkeys.h"
#include "model/compare/jsonpatch.h"
#include "model/query/barquery.h"
#include "model/query/evaluator.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/pivots.h"
#include "model/workspace/workspace.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

namespace {

const QString kSlot = QStringLiteral("compare");
const QString kLinesSlot = QStringLiteral("compare.lines");
const QString kPreviousSlot = QStringLiteral("compare.previous");
const QString kLikeSlot = QStringLiteral("compare.like");
const QString kTextSlot = QStringLiteral("compare.text");

using query::Column;
using query::Derived;
using query::Predicate;

// What makes an event one of a kind: its name, and who acted. Before that is known, the role or
// else the user that it names.
query::PredicatePtr kindOf(const std::shared_ptr<const store::EventStore>& store, RowId row)
{
    const auto condition = [&](const Column& column) {
        return pivotValues(store, row, column).front();
    };
    QStringList conditions{condition(Column::pathColumn("eventName")).condition()};
    if (store->rowTexts()) {
        conditions.append(condition(Column::derivedColumn(Derived::Actor)).condition());
    } else {
        // Or that there is none: a session may be called as a user.
        const PivotValue role = condition(Column::derivedColumn(Derived::Role));
        conditions.append(role.condition());
        if (!role.value)
            conditions.append(condition(Column::derivedColumn(Derived::User)).condition());
    }
    Filter filter;
    filter.text = conditions.join(QStringLiteral(" and "));
    return predicateOf(filter, "UTC");
}

// The last event before the row, in time order, of those that fit; no value: there is none, or
// nobody knows when the event was.
Result<std::optional<RowId>> previousOf(const std::shared_ptr<const store::EventStore>& store,
                                        RowId row, query::Evaluator& evaluator,
                                        const JobContext& context)
{
    const auto place = store->placeInTimeOrder(row);
    const query::PredicatePtr kind = kindOf(store, row);
    if (!place || !kind || !store->time(row))
        return std::optional<RowId>();
    const auto rows = evaluator.evaluate(store, kind, context);
    if (!rows)
        return rows.error();
    const auto order = store->timeOrder();
    for (std::size_t i = *place; i-- > 0;) {
        if (!*rows || (*rows)->contains(order[i]))
            return std::optional(order[i]);
    }
    return std::optional<RowId>();
}

// Text that is looked into, of which a part is ignored: the whole would ask for that part too.
bool isPartlyIgnored(const compare::Comparison& comparison, std::uint32_t row, std::size_t event)
{
    const compare::Row& at = comparison.rows()[row];
    for (std::uint32_t below = row + 1; below < at.end; ++below) {
        if (comparison.rows()[below].isIgnored && comparison.has(below, event))
            return true;
    }
    // A policy that only is written otherwise has no rows below it.
    const std::string inside = at.path + std::string(compare::kInside);
    return at.note == compare::RowNote::Writing
        && std::ranges::any_of(comparison.ignored(), [&inside](const std::string& path) {
               return path.starts_with(inside);
           });
}

// Filters are no longer than kMaxBarText: what would not fit is not looked for.
Result<Comparing::LikeThis> likeThis(const compare::Comparison& comparison, std::size_t event,
                                     const JobContext& context)
{
    Comparing::LikeThis like;
    QStringList conditions;
    QSet<QString> known;
    qsizetype length = 0;
    for (std::uint32_t row = 1; row < comparison.rows().size() && !like.isTooLong; ++row) {
        if (row % 1024 == 0 && context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        const compare::Row& at = comparison.rows()[row];
        const auto node = comparison.nodeInEvent(row, event);
        if (at.isIgnored || !node || (at.isContainer && !at.isDecoded))
            continue;
        const auto kind = comparison.kind(row, event);
        if (kind == JsonDocument::Kind::Object || kind == JsonDocument::Kind::Array
            || kind == JsonDocument::Kind::Null)
            continue;
        const std::string text(comparison.text(row, event));
        const auto field = fieldOf(at.path);
        const PivotValue value{field.value_or(query::Field()), text};
        if (!field || text.size() > Comparing::kMostLikeBytes || !canPivot(value)
            || isPartlyIgnored(comparison, row, event)) {
            like.leftOut.append(QString::fromStdString(at.path));
            continue;
        }
        const QString condition = value.condition();
        if (known.contains(condition))
            continue;
        known.insert(condition);
        conditions.append(condition);
        length += condition.size();
        like.isTooLong = static_cast<std::size_t>(length) > query::kMaxBarText;
    }
    like.values = static_cast<int>(conditions.size());
    like.condition = conditions.join(QStringLiteral(" and "));
    return like;
}

std::string textOf(const compare::Comparison& comparison, const std::vector<compare::Line>& lines,
                   const std::shared_ptr<const store::EventStore>& store, Comparing::TextForm form)
{
    if (form == Comparing::TextForm::JsonPatch)
        return compare::jsonPatch(*comparison.value(0, 0).tree, *comparison.value(0, 1).tree);
    std::vector<std::string> titles;
    for (const compare::ComparedEvent& event : comparison.events())
        titles.push_back(compare::eventTitle(store, event.row).line());
    return form == Comparing::TextForm::Markdown ? compare::markdown(comparison, lines, titles)
                                                 : compare::plainText(comparison, lines, titles);
}

} // namespace

Comparing::Comparing(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
                     JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
{
    connect(&m_investigation, &Investigation::ignoredPathsChanged, this, &Comparing::arrange);
    connect(&m_workspace, &Workspace::stateChanged, this, [this] {
        if (m_workspace.state() != Workspace::State::Empty)
            return;
        // Their rows would be of evidence that is gone.
        for (const QString& slot : {kPreviousSlot, kLikeSlot, kTextSlot})
            m_jobs.discard(slot);
        clear();
    });
}

bool Comparing::contains(RowId row) const
{
    return std::ranges::find(m_tray, row) != m_tray.end();
}

std::size_t Comparing::add(const std::vector<RowId>& rows, std::size_t total)
{
    std::vector<RowId> tray = m_tray;
    std::size_t there = 0; // of the rows, each as often as it is given
    for (const RowId row : rows) {
        const bool isThere = std::ranges::find(tray, row) != tray.end();
        if (!isThere && tray.size() < compare::kMostEvents)
            tray.push_back(row);
        else if (!isThere)
            continue;
        ++there;
    }
    setTray(std::move(tray));
    const std::size_t without = total - std::min(total, there);
    if (without > 0)
        Q_EMIT noRoomFor(without);
    return without;
}

void Comparing::remove(RowId row)
{
    std::vector<RowId> tray = m_tray;
    std::erase(tray, row);
    setTray(std::move(tray));
}

void Comparing::makeFirst(RowId row)
{
    if (!contains(row))
        return;
    std::vector<RowId> tray = m_tray;
    std::erase(tray, row);
    tray.insert(tray.begin(), row);
    setTray(std::move(tray));
}

void Comparing::setTray(std::vector<RowId> rows)
{
    if (rows == m_tray)
        return;
    m_tray = std::move(rows);
    m_options.opened.clear(); // they are rows of the events before
    ask();
    Q_EMIT trayChanged();
}

compare::EventTitle Comparing::title(RowId row) const
{
    return compare::eventTitle(m_workspace.evidence().store, row);
}

const std::vector<std::string>& Comparing::ignored() const
{
    return m_investigation.ignoredPaths();
}

void Comparing::setIgnored(std::vector<std::string> paths)
{
    m_investigation.setIgnoredPaths(std::move(paths));
}

casefile::Subject Comparing::subject() const
{
    return casefile::comparisonOf(m_keys, m_comparison->ignored());
}

void Comparing::showSubject(const casefile::Subject& subject)
{
    m_jobs.start(
        kPreviousSlot, this,
        [store = m_workspace.evidence().store,
         keys = subject.events](const JobContext&) -> Result<std::vector<RowId>> {
            std::vector<RowId> rows;
            for (const casefile::EventKey& key : keys) {
                if (const auto row = casefile::findEvent(*store, key))
                    rows.push_back(*row);
            }
            return rows;
        },
        [this, ignored = subject.ignored](Result<std::vector<RowId>> rows) {
            if (!rows.ok() || rows->size() < compare::kFewestEvents) {
                Q_EMIT noneKept();
                return;
            }
            setIgnored(ignored);
            setTray(std::move(*rows));
            Q_EMIT compared();
        });
}

std::string Comparing::subjectTitle() const
{
    std::string text;
    for (const compare::ComparedEvent& event : m_comparison->events()) {
        const compare::EventTitle is = title(event.row);
        text += (text.empty() ? "" : " / ") + is.name + (is.user.empty() ? "" : " " + is.user);
    }
    return text;
}

void Comparing::setOptions(const compare::LineOptions& options)
{
    if (options == m_options)
        return;
    m_options = options;
    arrange();
}

bool Comparing::isRunning() const
{
    return m_jobs.isRunning(kSlot) || m_jobs.isRunning(kLinesSlot);
}

void Comparing::ask()
{
    const bool wasRunning = isRunning();
    m_jobs.discard(kLinesSlot);
    m_error.reset();
    if (m_tray.size() < compare::kFewestEvents) {
        m_jobs.discard(kSlot);
        m_comparison.reset();
        m_lines.clear();
        Q_EMIT changed();
    } else {
        m_jobs.start(
            kSlot, this,
            [store = m_workspace.evidence().store, rows = m_tray, ignored = ignored(),
             options = m_options](const JobContext& context) -> Result<Made> {
                auto comparison = compare::compareRows(store, rows, ignored, context);
                if (!comparison)
                    return comparison.error();
                std::vector<casefile::EventKey> keys;
                for (const RowId row : rows)
                    keys.push_back(casefile::eventKey(*store, row));
                return Made{*comparison, compare::linesOf(**comparison, options), std::move(keys)};
            },
            [this](const Result<Made>& made) { adopt(made); });
    }
    if (wasRunning != isRunning())
        Q_EMIT runningChanged();
}

// The same events, other lines.
void Comparing::arrange()
{
    if (m_jobs.isRunning(kSlot))
        return ask();
    if (!m_comparison)
        return;
    const bool wasRunning = isRunning();
    m_jobs.start(
        kLinesSlot, this,
        [comparison = m_comparison, ignored = ignored(), keys = m_keys,
         options = m_options](const JobContext&) -> Result<Made> {
            const auto now =
                ignored == comparison->ignored() ? comparison : comparison->ignoring(ignored);
            return Made{now, compare::linesOf(*now, options), keys};
        },
        [this](const Result<Made>& made) { adopt(made); });
    if (!wasRunning)
        Q_EMIT runningChanged();
}

void Comparing::adopt(const Result<Made>& made)
{
    if (made.ok()) {
        m_comparison = made->comparison;
        m_lines = made->lines;
        m_keys = made->keys;
        Q_EMIT changed();
    } else if (made.error().kind != Error::Kind::Cancelled) {
        m_error = made.error();
        m_comparison.reset();
        m_lines.clear();
        Q_EMIT changed();
    }
    Q_EMIT runningChanged();
}

void Comparing::comparePrevious(RowId row)
{
    m_jobs.start(
        kPreviousSlot, this,
        [store = m_workspace.evidence().store, row, evaluator = m_filtering.evaluator()](
            const JobContext& context) { return previousOf(store, row, *evaluator, context); },
        [this, row](Result<std::optional<RowId>> previous) {
            if (previous.ok() && *previous) {
                setTray({**previous, row});
                Q_EMIT compared();
            } else if (previous.ok()) {
                Q_EMIT nonePrevious();
            }
        });
}

void Comparing::findLikeThis(std::size_t event, std::function<void(Result<LikeThis>)> done)
{
    m_jobs.start(
        kLikeSlot, this,
        [comparison = m_comparison, event](const JobContext& context) {
            return likeThis(*comparison, event, context);
        },
        std::move(done));
}

void Comparing::makeText(TextForm form, std::function<void(Result<QString>)> done)
{
    m_jobs.start(
        kTextSlot, this,
        [comparison = m_comparison, lines = m_lines, store = m_workspace.evidence().store,
         form](const JobContext&) -> Result<QString> {
            return QString::fromStdString(textOf(*comparison, lines, store, form));
        },
        std::move(done));
}

} // namespace trailloupe::workspace
