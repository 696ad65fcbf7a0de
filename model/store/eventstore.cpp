#include "model/store/eventstore.h"

#include "model/base/jsondocument.h"
#include "model/store/eventjson.h"
#include "model/store/nodekind.h"
#include "model/store/schema.h"
#include "model/store/segment.h"

#include <algorithm>

namespace trailloupe::store {
namespace {

constexpr std::uint32_t rowIn(RowId row)
{
    return row.value() & 0xFFFFu;
}
constexpr RowId rowId(std::size_t segment, std::uint32_t row)
{
    return RowId(static_cast<std::uint32_t>(segment) << 16 | row);
}

// Values of the remaining steps inside a subtree that is kept as JSON text.
void valuesInside(std::string_view json, std::span<const PathTable::Step> steps,
                  const EventStore::ValueSink& sink)
{
    const auto parsed = JsonDocument::parse(json);
    if (!parsed)
        return;
    const JsonDocument& document = *parsed;
    std::vector<std::uint32_t> level{0};
    for (const PathTable::Step& step : steps) {
        std::vector<std::uint32_t> next;
        for (const std::uint32_t at : level) {
            const auto& node = document.node(at);
            const auto wanted =
                step.isElement ? JsonDocument::Kind::Array : JsonDocument::Kind::Object;
            if (node.kind != wanted)
                continue;
            for (auto c = node.firstChild; c != JsonDocument::kNone;
                 c = document.node(c).nextSibling) {
                if (step.isElement || document.node(c).key == step.key)
                    next.push_back(c);
            }
        }
        level = std::move(next);
    }
    for (const std::uint32_t at : level) {
        const auto& node = document.node(at);
        const bool text = node.kind == JsonDocument::Kind::String;
        sink(kindOf(node),
             text ? std::string_view(node.text) : json.substr(node.offset, node.length));
    }
}

} // namespace

EventStore::EventStore()
    : m_schema(std::make_shared<Schema>())
    , m_duplicates(std::make_shared<std::vector<Duplicate>>())
{ }

EventStore::~EventStore() = default;

std::shared_ptr<const EventStore> EventStore::with(std::shared_ptr<const RowTexts> texts) const
{
    auto next = std::make_shared<EventStore>();
    next->m_generation = m_generation + 1;
    next->m_schema = m_schema;
    next->m_segments = m_segments;
    next->m_order = m_order;
    next->m_datedCount = m_datedCount;
    next->m_duplicateCount = m_duplicateCount;
    next->m_duplicates = m_duplicates;
    next->m_rowTexts = std::move(texts);
    return next;
}

const PathTable& EventStore::paths() const
{
    return m_schema->paths();
}

std::optional<std::size_t> EventStore::placeInTimeOrder(RowId row) const
{
    const std::size_t number = row.value() >> 16;
    if (number >= m_segments.size() || rowIn(row) >= m_segments[number]->rowCount())
        return std::nullopt;
    const auto timeOf = [this](RowId other) {
        return m_segments[other.value() >> 16]->rowTime(rowIn(other));
    };
    const std::uint32_t time = timeOf(row);
    const auto dated = m_order.begin() + static_cast<std::ptrdiff_t>(m_datedCount);
    auto first = dated;
    auto last = m_order.end();
    if (time != 0) {
        first = std::partition_point(m_order.begin(), dated,
                                     [&](RowId other) { return timeOf(other) < time; });
        last =
            std::partition_point(first, dated, [&](RowId other) { return timeOf(other) == time; });
    }
    const auto found = std::find(first, last, row);
    return found == last ? std::nullopt
                         : std::optional(static_cast<std::size_t>(found - m_order.begin()));
}

std::optional<std::int64_t> EventStore::time(RowId row) const
{
    const std::uint32_t time = m_segments[row.value() >> 16]->rowTime(rowIn(row));
    return time ? std::optional<std::int64_t>(time) : std::nullopt;
}

void EventStore::values(RowId row, PathId path, const ValueSink& sink) const
{
    const Segment& segment = *m_segments[row.value() >> 16];
    const Segment::Block& block = segment.blocks()[segment.blockOf(rowIn(row))];
    const Shape& shape = m_schema->shape(block.shape);
    std::string scratch;
    for (const Shape::Leaf& leaf : shape.leaves(path))
        sink(valueKindOf(leaf.kind),
             segment.leafText(block, rowIn(row), leaf.column, leaf.kind, scratch));
    if (!shape.hasJson())
        return;
    std::vector<PathTable::Step> inside;
    for (PathId at = path; at != PathTable::root();) {
        inside.insert(inside.begin(), paths().lastStep(at));
        at = paths().parent(at);
        for (const Shape::Leaf& leaf : shape.leaves(at)) {
            if (leaf.kind == LeafKind::Json)
                valuesInside(segment.leafText(block, rowIn(row), leaf.column, leaf.kind, scratch),
                             inside, sink);
        }
    }
}

ValueKind EventStore::value(RowId row, PathId path, std::string& text) const
{
    text.clear();
    const Segment& segment = *m_segments[row.value() >> 16];
    const Segment::Block& block = segment.blocks()[segment.blockOf(rowIn(row))];
    const Shape& shape = m_schema->shape(block.shape);
    const auto leaves = shape.leaves(path);
    if (!leaves.empty()) {
        const Shape::Leaf& leaf = leaves.front();
        std::string scratch;
        text = segment.leafText(block, rowIn(row), leaf.column, leaf.kind, scratch);
        return valueKindOf(leaf.kind);
    }
    ValueKind kind = ValueKind::Missing;
    if (shape.hasJson()) {
        values(row, path, [&](ValueKind k, std::string_view value) {
            if (kind != ValueKind::Missing)
                return;
            kind = k;
            text = value;
        });
    }
    return kind;
}

void EventStore::leaves(RowId row, const LeafSink& sink) const
{
    const Segment& segment = *m_segments[row.value() >> 16];
    const Segment::Block& block = segment.blocks()[segment.blockOf(rowIn(row))];
    std::string scratch;
    std::uint32_t column = 0;
    for (const ShapeToken& token : m_schema->shape(block.shape).tokens()) {
        if (token.op != ShapeToken::Op::Leaf)
            continue;
        sink(token.path, valueKindOf(token.kind),
             segment.leafText(block, rowIn(row), column, token.kind, scratch));
        column += hasColumn(token.kind) ? 1 : 0;
    }
}

void EventStore::json(RowId row, std::string& json) const
{
    appendEventJson(*m_schema, *m_segments[row.value() >> 16], rowIn(row), json);
}

std::vector<Occurrence> EventStore::occurrences(RowId row) const
{
    const auto occurrenceOf = [&](RowId r) {
        const Segment& segment = *m_segments[r.value() >> 16];
        return Occurrence{segment.runOf(rowIn(r)).source, segment.recordOf(rowIn(r)),
                          segment.offsetOf(rowIn(r))};
    };
    std::vector<Occurrence> found{occurrenceOf(row)};
    const auto [first, last] =
        std::equal_range(m_duplicates->begin(), m_duplicates->end(), Duplicate{row, row},
                         [](const Duplicate& a, const Duplicate& b) { return a.shown < b.shown; });
    for (auto it = first; it != last; ++it)
        found.push_back(occurrenceOf(it->hidden));
    return found;
}

std::vector<RowId> EventStore::findByEventId(std::string_view eventId) const
{
    std::vector<RowId> found;
    std::uint8_t uuid[Segment::kUuidWidth];
    const bool isUuid = parseUuid(eventId, uuid);
    std::string scratch;
    for (std::size_t s = 0; s < m_segments.size(); ++s) {
        const Segment& segment = *m_segments[s];
        for (std::uint32_t b = 0; b < segment.blocks().size(); ++b) {
            const Segment::Block& block = segment.blocks()[b];
            const auto leaves = m_schema->shape(block.shape).leaves(m_schema->eventId());
            if (leaves.empty() || (leaves.front().kind == LeafKind::Uuid) != isUuid)
                continue;
            const auto& column = segment.column(block, leaves.front().column);
            for (std::uint32_t i = 0; isUuid && i < block.rows; ++i) {
                if (std::memcmp(segment.uuid(column, i), uuid, sizeof uuid) == 0)
                    found.push_back(rowId(s, segment.rowOf(b, i)));
            }
            for (std::uint32_t r = 0; !isUuid && r < segment.rowCount(); ++r) {
                if (segment.blockOf(r) == b
                    && segment.leafText(block, r, leaves.front().column, leaves.front().kind,
                                        scratch)
                        == eventId)
                    found.push_back(rowId(s, r));
            }
        }
    }
    for (RowId& row : found)
        row = shownRow(row);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

RowId EventStore::shownRow(RowId row) const
{
    const auto it = std::find_if(m_duplicates->begin(), m_duplicates->end(),
                                 [&](const Duplicate& d) { return d.hidden == row; });
    return it == m_duplicates->end() ? row : it->shown;
}

std::optional<RowId> EventStore::findByOccurrence(SourceId source, std::uint64_t record) const
{
    for (std::size_t s = 0; s < m_segments.size(); ++s) {
        const auto runs = m_segments[s]->runs();
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const std::uint32_t end =
                i + 1 < runs.size() ? runs[i + 1].firstRow : m_segments[s]->rowCount();
            if (runs[i].source != source || record < runs[i].firstRecord
                || record - runs[i].firstRecord >= end - runs[i].firstRow)
                continue;
            return shownRow(rowId(
                s, runs[i].firstRow + static_cast<std::uint32_t>(record - runs[i].firstRecord)));
        }
    }
    return std::nullopt;
}

std::uint64_t EventStore::memoryBytes() const
{
    std::uint64_t bytes = m_schema->memoryBytes() + m_order.capacity() * sizeof(RowId)
        + m_duplicates->capacity() * sizeof(Duplicate);
    for (const auto& segment : m_segments)
        bytes += segment->memoryBytes();
    return bytes;
}

std::string EventStore::checkInvariants() const
{
    std::size_t rows = 0;
    for (std::size_t s = 0; s < m_segments.size(); ++s) {
        rows += m_segments[s]->rowCount();
        if (const auto wrong = m_segments[s]->checkInvariants(*m_schema); !wrong.empty())
            return "segment " + std::to_string(s) + ": " + wrong;
    }
    if (rows != m_order.size() + m_duplicates->size())
        return "rows are neither shown nor duplicates: " + std::to_string(rows);
    std::vector<RowId> all(m_order);
    for (const Duplicate& duplicate : *m_duplicates)
        all.push_back(duplicate.hidden);
    std::sort(all.begin(), all.end());
    if (std::adjacent_find(all.begin(), all.end()) != all.end())
        return "a row is counted twice";
    for (const Duplicate& duplicate : *m_duplicates) {
        if (shownRow(duplicate.shown) != duplicate.shown)
            return "a duplicate points at a row that is hidden";
    }
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const auto t = time(m_order[i]);
        if (t.has_value() != (i < m_datedCount))
            return "dated and undated rows are mixed at " + std::to_string(i);
        if (i && i<m_datedCount&& * time(m_order[i - 1])> * t)
            return "time order broken at " + std::to_string(i);
    }
    return {};
}

} // namespace trailloupe::store
