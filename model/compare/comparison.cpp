#include "model/compare/comparison.h"

#include "model/compare/comparisonbuilder.h"
#include "model/query/column.h"
#include "model/query/eventdetail.h"

#include <algorithm>

namespace trailloupe::compare {

using query::FieldTree;
using Kind = JsonDocument::Kind;

namespace {

// "a.b" covers "a.b", "a.b.c", "a.b[]" and what is inside its text.
bool covers(std::string_view ignored, std::string_view path)
{
    if (!path.starts_with(ignored))
        return false;
    const std::string_view rest = path.substr(ignored.size());
    return rest.empty() || rest.front() == '.' || rest.front() == '[' || rest.starts_with(kInside);
}

} // namespace

const std::vector<std::string>& ignoredByDefault()
{
    static const std::vector<std::string> paths{
        "eventID",
        "eventTime",
        "requestID",
        "sharedEventID",
        "userIdentity.sessionContext.attributes.creationDate",
        "responseElements.requestId",
        "responseElements.requestID",
        "responseElements.x-amz-id-2",
        "responseElements.x-amz-request-id",
        "responseElements.credentials.expiration",
        "responseElements.credentials.sessionToken",
        "additionalEventData.x-amz-id-2",
    };
    return paths;
}

Result<ComparisonPtr> Comparison::make(std::vector<ComparedEvent> events,
                                       std::vector<std::string> ignored, const JobContext& context)
{
    ComparisonBuilder builder(std::move(events), context);
    if (auto built = builder.build(); !built)
        return built.error();
    auto comparison = std::make_shared<Comparison>(builder.take());
    comparison->m_ignored = std::move(ignored);
    comparison->applyIgnored();
    return ComparisonPtr(std::move(comparison));
}

ComparisonPtr Comparison::ignoring(std::vector<std::string> ignored) const
{
    auto comparison = std::make_shared<Comparison>(*this);
    comparison->m_ignored = std::move(ignored);
    comparison->applyIgnored();
    return comparison;
}

void Comparison::applyIgnored()
{
    m_counts = {};
    for (std::uint32_t i = 1; i < m_rows.size(); ++i) {
        Row& row = m_rows[i];
        row.isIgnored = m_rows[row.parent].isIgnored
            || std::ranges::any_of(m_ignored, [&row](const std::string& path) {
                            return covers(path, row.path);
                        });
    }
    findStates();
    findCells();
}

void Comparison::findCells()
{
    const std::size_t events = m_shared->events.size();
    m_cells.assign(m_rows.size() * events, CellState::Same);
    // Children stand behind their parents: what is below a row has marked it already.
    for (auto row = static_cast<std::uint32_t>(m_rows.size()); row-- > 1;) {
        const Row& at = m_rows[row];
        for (std::size_t event = 0; event < events; ++event) {
            CellState& cell = m_cells[row * events + event];
            if (!has(row, event))
                cell = has(row, 0) ? CellState::Missing : CellState::Nowhere;
            else if (!has(row, 0))
                cell = CellState::Added;
            else if (event > 0
                     && (at.isContainer ? at.note != RowNote::None
                                        : !isSame(place(row, 0), place(row, event))))
                cell = CellState::Changed;
            const bool isDifferent = cell != CellState::Same && cell != CellState::Nowhere;
            if (isDifferent && !at.isIgnored)
                m_cells[at.parent * events + event] = CellState::Changed;
        }
    }
}

void Comparison::findStates()
{
    std::vector<RowState> below(m_rows.size(), RowState::Equal); // of what counts below a row
    // Children stand behind their parents.
    for (auto i = static_cast<std::uint32_t>(m_rows.size()); i-- > 1;) {
        Row& row = m_rows[i];
        const bool isCounted = !row.isContainer || row.note != RowNote::None;
        row.state = row.isContainer ? containerState(i, below[i]) : valueState(i);
        if (isCounted) {
            const bool isEqual = row.state == RowState::Equal;
            ++(row.isIgnored ? m_counts.ignored : isEqual ? m_counts.equal : m_counts.different);
        }
        if (!row.isIgnored)
            below[row.parent] = std::max(below[row.parent], row.state);
    }
    m_rows.front().state = below.front() == RowState::Equal ? RowState::Equal : RowState::Changed;
}

RowState Comparison::valueState(std::uint32_t row) const
{
    const Place* known = nullptr;
    bool isPartial = false;
    for (std::size_t event = 0; event < m_shared->events.size(); ++event) {
        const Place& at = place(row, event);
        if (at.node == FieldTree::kNone)
            isPartial = true;
        else if (known && !isSame(*known, at))
            return RowState::Changed;
        else
            known = &at;
    }
    return isPartial ? RowState::Partial : RowState::Equal;
}

RowState Comparison::containerState(std::uint32_t row, RowState below) const
{
    if (m_rows[row].note != RowNote::None)
        return RowState::Changed;
    if (below != RowState::Partial)
        return below;
    for (std::size_t event = 0; event < m_shared->events.size(); ++event) {
        if (!has(row, event))
            return RowState::Partial;
    }
    return RowState::Changed;
}

bool Comparison::isSame(const Place& a, const Place& b) const
{
    const Document& in = *m_shared->documents[a.document];
    const Document& other = *m_shared->documents[b.document];
    return in.hashes.of(a.node) == other.hashes.of(b.node)
        && sameContent(in.tree, a.node, other.tree, b.node);
}

bool Comparison::isDifferent(std::uint32_t row) const
{
    const Row& at = m_rows[row];
    return !at.isIgnored && at.state != RowState::Equal
        && (!at.isContainer || at.note != RowNote::None);
}

bool Comparison::has(std::uint32_t row, std::size_t event) const
{
    return place(row, event).node != FieldTree::kNone;
}

std::string_view Comparison::text(std::uint32_t row, std::size_t event) const
{
    const Place& at = place(row, event);
    const FieldTree& tree = m_shared->documents[at.document]->tree;
    return tree.node(at.node).kind == Kind::String ? std::string_view(tree.node(at.node).text)
                                                   : tree.json(at.node);
}

std::string_view Comparison::json(std::uint32_t row, std::size_t event) const
{
    const Place& at = place(row, event);
    return m_shared->documents[at.document]->tree.json(at.node);
}

Kind Comparison::kind(std::uint32_t row, std::size_t event) const
{
    const Place& at = place(row, event);
    return m_shared->documents[at.document]->tree.node(at.node).kind;
}

Comparison::Value Comparison::value(std::uint32_t row, std::size_t event) const
{
    const Place& at = place(row, event);
    if (m_rows[row].isDecoded)
        return {&m_shared->documents[at.inside]->tree, 0};
    return {&m_shared->documents[at.document]->tree, at.node};
}

std::optional<std::uint32_t> Comparison::nodeInEvent(std::uint32_t row, std::size_t event) const
{
    const Place& at = place(row, event);
    if (at.document != event || at.node == FieldTree::kNone)
        return std::nullopt;
    return at.node;
}

Result<ComparisonPtr> compareRows(const std::shared_ptr<const store::EventStore>& store,
                                  std::span<const RowId> rows, std::vector<std::string> ignored,
                                  const JobContext& context)
{
    std::vector<ComparedEvent> events;
    for (const RowId row : rows) {
        ComparedEvent event{row, {}, {}};
        store->json(row, event.json);
        if (event.json.size() > query::kMaxTreeBytes)
            event.json =
                query::withoutLongMembers(event.json, query::kMaxMemberBytes, event.leftOut);
        events.push_back(std::move(event));
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
    }
    return Comparison::make(std::move(events), std::move(ignored), context);
}

std::string EventTitle::line() const
{
    std::string line;
    for (const std::string* part : {&time, &name, &user, &id}) {
        if (!part->empty())
            line += (line.empty() ? "" : " ") + *part;
    }
    return line;
}

EventTitle eventTitle(const std::shared_ptr<const store::EventStore>& store, RowId row)
{
    using query::Column;
    using query::Derived;
    const auto text = [&](const Column& column) {
        std::string cell;
        query::ColumnReader(store, column).text(row, cell);
        return cell;
    };
    return {.time = text(Column::derivedColumn(Derived::Time)),
            .name = text(Column::pathColumn("eventName")),
            .user = text(Column::derivedColumn(Derived::User)),
            .id = text(Column::pathColumn("eventID"))};
}

} // namespace trailloupe::compare
