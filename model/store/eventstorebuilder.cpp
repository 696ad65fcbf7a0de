#include "model/store/eventstorebuilder.h"

#include "model/store/eventjson.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace trailloupe::store {
namespace {

// Every row looks at another place of the index, which is larger than any cache: the places of the
// next rows are on their way while one row is looked at.
constexpr std::uint32_t kAhead = 8;

std::uint32_t tagOf(std::uint64_t identity)
{
    return static_cast<std::uint32_t>(identity >> 32);
}

} // namespace

EventStoreBuilder::EventStoreBuilder(std::shared_ptr<Schema> schema)
    : m_schema(std::move(schema))
    , m_publishedDuplicates(std::make_shared<std::vector<EventStore::Duplicate>>())
{ }

EventStoreBuilder::~EventStoreBuilder() = default;

bool EventStoreBuilder::sameId(RowId a, RowId b, bool& hasId) const
{
    const auto idOf = [&](RowId row) -> std::optional<std::string> {
        const Segment& segment = segmentOf(row);
        const Segment::Block& block = segment.blocks()[segment.blockOf(rowIn(row))];
        const auto leaves = identityLeaves(*m_schema, m_schema->shape(block.shape));
        if (!leaves)
            return std::nullopt;
        std::string text;
        appendIdentity(segment, rowIn(row), *leaves, text);
        return text;
    };
    const auto id = idOf(a);
    hasId = id.has_value();
    return id == idOf(b);
}

bool EventStoreBuilder::isSummary(RowId row) const
{
    const Segment& segment = segmentOf(row);
    if (m_isSummary[segment.runOf(rowIn(row)).source.index()])
        return true;
    if (!m_schema->body().isValid())
        return false;
    const Shape& shape = m_schema->shape(segment.blocks()[segment.blockOf(rowIn(row))].shape);
    return std::ranges::none_of(
        shape.tokens(), [this](const ShapeToken& token) { return token.path == m_schema->body(); });
}

bool EventStoreBuilder::isSummaryOf(RowId a, RowId b) const
{
    if (!isSummary(a) && !isSummary(b))
        return false;
    if (!m_schema->status().isValid())
        return true;
    const auto statusOf = [this](RowId row) {
        const Segment& segment = segmentOf(row);
        const Segment::Block& block = segment.blocks()[segment.blockOf(rowIn(row))];
        const auto leaves = m_schema->shape(block.shape).leaves(m_schema->status());
        std::string scratch;
        if (leaves.empty() || !hasColumn(leaves.front().kind))
            return std::string();
        return std::string(segment.leafText(block, rowIn(row), leaves.front().column,
                                            leaves.front().kind, scratch));
    };
    const std::string statusA = statusOf(a);
    const std::string statusB = statusOf(b);
    return statusA.empty() || statusB.empty() || statusA == statusB;
}

std::uint64_t EventStoreBuilder::orderKey(std::uint32_t rowTime, std::uint64_t sequence)
{
    const std::uint32_t time = rowTime - 1; // undated wraps to the end
    return std::uint64_t{time} << 32 | sequence;
}

std::uint64_t EventStoreBuilder::orderKey(RowId row) const
{
    const Segment& segment = segmentOf(row);
    return orderKey(segment.rowTime(rowIn(row)),
                    m_sequence[segment.runOf(rowIn(row)).source.index()]);
}

void EventStoreBuilder::growIndex(std::size_t rows)
{
    std::size_t size = std::max<std::size_t>(m_slots.size(), 1024);
    while ((m_used + rows) * 2 > size)
        size *= 2;
    if (size == m_slots.size())
        return;
    m_used = 0;
    m_slotShift = 32 - static_cast<std::uint32_t>(std::countr_zero(size));
    for (const Slot& slot : std::exchange(m_slots, std::vector<Slot>(size))) {
        if (slot.row.isValid())
            insert(slot.tag, slot.row);
    }
}

void EventStoreBuilder::insert(std::uint32_t tag, RowId row)
{
    std::size_t at = slotOf(tag);
    while (m_slots[at].row.isValid())
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = {tag, row};
    ++m_used;
}

void EventStoreBuilder::hide(RowId hidden, RowId shown, Outcome& outcome)
{
    m_duplicates.push_back(
        {shown, hidden}); // `shown` may be hidden itself later; publish() follows the chain
    m_hidden[hidden.value() >> 16][rowIn(hidden)] = true;
    const Segment& segment = segmentOf(hidden);
    outcome.hidden.push_back(
        {segment.runOf(rowIn(hidden)).source, segment.rowTime(rowIn(hidden)) == 0});
}

// A row meets the rows of the same identity that are shown: it is new, a duplicate, or replaces
// one.
void EventStoreBuilder::meet(const Ordered& met, std::uint32_t tag, Outcome& outcome)
{
    const RowId row = met.row;
    const std::size_t mask = m_slots.size() - 1;
    bool conflict = false;
    for (std::size_t at = slotOf(tag); m_slots[at].row.isValid(); at = (at + 1) & mask) {
        Slot& slot = m_slots[at];
        bool hasId = false;
        if (slot.tag != tag || !sameId(slot.row, row, hasId))
            continue;
        const bool same = sameContent(*m_schema, segmentOf(slot.row), rowIn(slot.row),
                                      segmentOf(row), rowIn(row));
        if (!same && !(hasId && isSummaryOf(row, slot.row))) {
            conflict = conflict || hasId;
            continue;
        }
        // Full records win over summaries, then the source that was listed first.
        const bool replaces = isSummary(slot.row) != isSummary(row) ? isSummary(slot.row)
                                                                    : met.key < orderKey(slot.row);
        if (!replaces) {
            hide(row, slot.row, outcome);
            return;
        }
        const RowId old = std::exchange(slot.row, row);
        m_replaced = true;
        hide(old, row, outcome);
        m_fresh.push_back(met);
        return;
    }
    if (conflict) {
        const Segment& segment = segmentOf(row);
        outcome.conflicts.push_back({segment.runOf(rowIn(row)).source, segment.recordOf(rowIn(row)),
                                     segment.offsetOf(rowIn(row))});
    }
    insert(tag, row);
    m_fresh.push_back(met);
}

EventStoreBuilder::Outcome EventStoreBuilder::add(std::unique_ptr<Segment> segment,
                                                  std::span<const SourceInfo> sources)
{
    Outcome outcome;
    for (Segment::Run& run : segment->m_runs) {
        const SourceInfo& info = sources[run.source.index()];
        if (m_sequence.size() <= info.id.index()) {
            m_sequence.resize(info.id.index() + 1);
            m_isSummary.resize(info.id.index() + 1);
        }
        m_sequence[info.id.index()] = info.sequence;
        m_isSummary[info.id.index()] = info.isSummary;
        run.source = info.id;
    }
    const auto at = static_cast<std::uint32_t>(m_segments.size());
    const std::uint32_t rows = segment->rowCount();
    const auto identities = std::exchange(segment->m_identities, {});
    m_segments.push_back(std::move(segment));
    m_hidden.emplace_back(rows, false);
    growIndex(rows);
    const Segment& added = *m_segments.back();
    const auto runs = added.runs();
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const std::uint32_t end = r + 1 < runs.size() ? runs[r + 1].firstRow : rows;
        const std::uint64_t sequence = m_sequence[runs[r].source.index()];
        for (std::uint32_t row = runs[r].firstRow; row < end; ++row) {
            if (row + kAhead < rows)
                __builtin_prefetch(&m_slots[slotOf(tagOf(identities[row + kAhead]))]);
            meet({orderKey(added.rowTime(row), sequence), RowId(at << 16 | row)},
                 tagOf(identities[row]), outcome);
        }
    }
    return outcome;
}

std::shared_ptr<const std::vector<EventStore::Duplicate>> EventStoreBuilder::resolvedDuplicates()
    const
{
    auto byHidden = m_duplicates;
    std::sort(byHidden.begin(), byHidden.end(),
              [](const auto& a, const auto& b) { return a.hidden < b.hidden; });
    auto duplicates = m_duplicates;
    for (EventStore::Duplicate& duplicate : duplicates) {
        while (isHidden(duplicate.shown))
            duplicate.shown =
                std::lower_bound(byHidden.begin(), byHidden.end(), duplicate.shown,
                                 [](const auto& d, RowId row) { return d.hidden < row; })
                    ->shown;
    }
    std::stable_sort(duplicates.begin(), duplicates.end(),
                     [](const auto& a, const auto& b) { return a.shown < b.shown; });
    return std::make_shared<const std::vector<EventStore::Duplicate>>(std::move(duplicates));
}

// From the back, in place: what is newer than all that came before costs nothing but itself.
void EventStoreBuilder::mergeFresh()
{
    std::sort(m_fresh.begin(), m_fresh.end());
    std::size_t known = m_order.size();
    std::size_t fresh = m_fresh.size();
    m_order.resize(m_order.size() + m_fresh.size());
    while (fresh > 0) {
        const bool takesKnown = known > 0 && m_fresh[fresh - 1] < m_order[known - 1];
        m_order[known + fresh - 1] = takesKnown ? m_order[known - 1] : m_fresh[fresh - 1];
        --(takesKnown ? known : fresh);
    }
    m_fresh.clear();
}

std::shared_ptr<const EventStore> EventStoreBuilder::publish()
{
    if (m_replaced) {
        const auto replaced = [&](const Ordered& o) {
            return isHidden(o.row);
        };
        std::erase_if(m_order, replaced);
        std::erase_if(m_fresh, replaced);
        m_replaced = false;
    }
    mergeFresh();

    auto store = std::make_shared<EventStore>();
    store->m_generation = ++m_generation;
    store->m_schema = m_schema;
    store->m_segments = m_segments;
    store->m_order.resize(m_order.size());
    std::transform(m_order.begin(), m_order.end(), store->m_order.begin(),
                   [](const Ordered& o) { return o.row; });
    const auto undated = std::partition_point(m_order.begin(), m_order.end(), [](const Ordered& o) {
        return o.key >> 32 != 0xFFFFFFFFu;
    });
    store->m_datedCount = static_cast<std::size_t>(undated - m_order.begin());
    if (m_publishedDuplicates->size() != m_duplicates.size()) {
        m_publishedDuplicates = resolvedDuplicates();
    }
    store->m_duplicates = m_publishedDuplicates;
    store->m_duplicateCount = m_publishedDuplicates->size();
    return store;
}

} // namespace trailloupe::store
