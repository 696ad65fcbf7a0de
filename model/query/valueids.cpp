#include "model/query/valueids.h"

#include "model/store/segment.h"

namespace trailloupe::query {

using store::LeafKind;
using store::Segment;
using store::ValueKind;

std::uint32_t Interner::id(std::string_view text)
{
    if (const auto it = m_ids.find(text); it != m_ids.end())
        return it->second;
    const auto id = static_cast<std::uint32_t>(m_texts.size());
    m_ids.emplace(m_texts.emplace_back(text), id);
    return id;
}

// What a block of a segment holds of the path.
struct ValueIds::Plan
{
    enum class Kind : std::uint8_t
    {
        Unresolved,
        Constant,
        Dictionary,
        Slow,
    };
    Kind kind = Kind::Unresolved;
    std::uint32_t constant = 0;
    const Segment::Column* column = nullptr;
};

struct ValueIds::OfSegment
{
    static constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
    std::vector<Plan> plans; // by block
    std::vector<std::uint32_t> ids; // by code of the path's dictionary
};

ValueIds::ValueIds(std::shared_ptr<const store::EventStore> events, std::string_view path,
                   Interner& texts)
    : m_events(std::move(events))
    , m_path(m_events->paths().find(path))
    , m_texts(&texts)
    , m_segments(m_events->segments().size())
{ }

ValueIds::~ValueIds() = default;
ValueIds::ValueIds(ValueIds&&) noexcept = default;

std::uint32_t ValueIds::id(RowId row)
{
    if (!m_path)
        return 0;
    const std::uint32_t inSegment = row.value() & (Segment::kMaxRows - 1);
    const std::uint32_t number = row.value() / Segment::kMaxRows;
    const Segment& segment = *m_events->segments()[number];
    OfSegment& of = m_segments[number];
    const std::uint32_t block = segment.blockOf(inSegment);
    if (of.plans.empty())
        of.plans.resize(segment.blocks().size());
    if (of.plans[block].kind == Plan::Kind::Unresolved)
        resolve(segment, block, of);
    const Plan& plan = of.plans[block];
    if (plan.kind == Plan::Kind::Constant)
        return plan.constant;
    if (plan.kind == Plan::Kind::Slow)
        return slowId(row);
    const std::uint32_t code =
        segment.code(*plan.column, segment.indexInBlock(inSegment), inSegment);
    std::uint32_t& id = of.ids[code];
    if (id == OfSegment::kUnknown) {
        const auto& dictionary = segment.dictionaries()[plan.column->dictionary];
        id = m_texts->id(segment.dictionaryValue(dictionary, code));
    }
    return id;
}

void ValueIds::resolve(const Segment& segment, std::uint32_t block, OfSegment& of)
{
    Plan& plan = of.plans[block];
    const store::Shape& shape = m_events->schema().shape(segment.blocks()[block].shape);
    const auto leaves = shape.leaves(*m_path);
    plan.kind = Plan::Kind::Constant;
    if (leaves.empty()) {
        if (shape.hasJson())
            plan.kind = Plan::Kind::Slow;
        return;
    }
    const store::Shape::Leaf& leaf = leaves.front();
    switch (leaf.kind) {
    case LeafKind::Text:
    case LeafKind::Number:
    case LeafKind::Json:
        plan.kind = Plan::Kind::Dictionary;
        plan.column = &segment.column(segment.blocks()[block], leaf.column);
        of.ids.resize(segment.dictionaries()[plan.column->dictionary].count, OfSegment::kUnknown);
        break;
    case LeafKind::Uuid:
    case LeafKind::Time:
        plan.kind = Plan::Kind::Slow;
        break;
    case LeafKind::True:
        plan.constant = m_texts->id("true");
        break;
    case LeafKind::False:
        plan.constant = m_texts->id("false");
        break;
    case LeafKind::Null:
    case LeafKind::EmptyObject:
    case LeafKind::EmptyArray:
        break;
    }
}

std::uint32_t ValueIds::slowId(RowId row)
{
    switch (m_events->value(row, *m_path, m_scratch)) {
    case ValueKind::Missing:
    case ValueKind::Null:
    case ValueKind::EmptyObject:
    case ValueKind::EmptyArray:
        return 0;
    default:
        return m_texts->id(m_scratch);
    }
}

} // namespace trailloupe::query
