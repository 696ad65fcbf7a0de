#include "model/store/schema.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <mutex>
#include <unordered_map>

namespace trailloupe::store {
namespace {

std::uint64_t hashTokens(const std::vector<ShapeToken>& tokens)
{
    std::uint64_t hash = 0xCBF29CE484222325u;
    for (const ShapeToken& token : tokens) {
        hash ^= (std::uint64_t{token.path.value()} << 16) | (std::uint64_t(token.op) << 8)
            | std::uint64_t(token.kind);
        hash *= 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    return hash;
}

} // namespace

ValueKind valueKindOf(LeafKind kind)
{
    switch (kind) {
    case LeafKind::Text:
    case LeafKind::Uuid:
    case LeafKind::Time:
        return ValueKind::Text;
    case LeafKind::Number:
        return ValueKind::Number;
    case LeafKind::Json:
        return ValueKind::Json;
    case LeafKind::True:
        return ValueKind::True;
    case LeafKind::False:
        return ValueKind::False;
    case LeafKind::Null:
        return ValueKind::Null;
    case LeafKind::EmptyObject:
        return ValueKind::EmptyObject;
    case LeafKind::EmptyArray:
        return ValueKind::EmptyArray;
    }
    return ValueKind::Missing;
}

Shape::Shape(std::vector<ShapeToken> tokens)
    : m_tokens(std::move(tokens))
{
    m_tokens.shrink_to_fit();
    for (std::uint32_t i = 0; i < m_tokens.size(); ++i) {
        const ShapeToken& token = m_tokens[i];
        if (token.op != ShapeToken::Op::Leaf)
            continue;
        m_leaves.push_back(
            {token.path, i, static_cast<std::uint32_t>(m_columns.size()), token.kind});
        if (hasColumn(token.kind))
            m_columns.push_back({token.path, token.kind});
        m_hasJson = m_hasJson || token.kind == LeafKind::Json;
    }
    m_columns.shrink_to_fit();
    m_leaves.shrink_to_fit();
    std::stable_sort(m_leaves.begin(), m_leaves.end(),
                     [](const Leaf& a, const Leaf& b) { return a.path < b.path; });
}

std::span<const Shape::Leaf> Shape::leaves(PathId path) const
{
    const auto [first, last] =
        std::equal_range(m_leaves.begin(), m_leaves.end(), Leaf{path, 0, 0, LeafKind::Null},
                         [](const Leaf& a, const Leaf& b) { return a.path < b.path; });
    return {first, last};
}

struct Schema::Data
{
    static constexpr std::size_t kChunk = 256;
    using Chunk = std::array<Shape, kChunk>;

    std::array<std::atomic<Chunk*>, kMaxShapes / kChunk> chunks{};
    std::atomic<std::size_t> size{0};
    std::mutex mutex; // guards index and growth
    std::unordered_multimap<std::uint64_t, ShapeId> index;

    ~Data()
    {
        for (auto& chunk : chunks)
            delete chunk.load();
    }
};

Schema::Schema(RecordSort sort)
    : m_sort(sort)
    , m_eventId(PathId::invalid())
    , m_body(PathId::invalid())
    , m_status(PathId::invalid())
    , m_data(std::make_unique<Data>())
{
    const auto path = [this](std::string_view key) {
        return m_paths.child(PathTable::root(), key);
    };
    if (sort == RecordSort::Events) {
        m_eventTime = path("eventTime");
        m_eventId = path("eventID");
        m_identity = {m_eventId};
        m_requiredIdentity = 1;
        return;
    }
    m_eventTime = path("configurationItemCaptureTime");
    m_body = path("configuration");
    m_status = path("configurationItemStatus");
    m_identity = {path("resourceId"), m_eventTime,       path("resourceType"),
                  path("accountId"),  path("awsRegion"), path("configurationStateId")};
    m_requiredIdentity = 2;
}

Schema::~Schema() = default;

const Shape& Schema::shape(ShapeId id) const
{
    assert(id.index() < shapeCount());
    return (*m_data->chunks[id.index() / Data::kChunk].load(
        std::memory_order_acquire))[id.index() % Data::kChunk];
}

std::size_t Schema::shapeCount() const
{
    return m_data->size.load(std::memory_order_acquire);
}

ShapeId Schema::addShape(std::vector<ShapeToken> tokens, std::size_t most)
{
    const std::uint64_t hash = hashTokens(tokens);
    const std::lock_guard lock(m_data->mutex);
    const auto [first, last] = m_data->index.equal_range(hash);
    for (auto it = first; it != last; ++it) {
        if (std::ranges::equal(shape(it->second).tokens(), tokens))
            return it->second;
    }
    const std::size_t at = m_data->size.load(std::memory_order_relaxed);
    if (at >= std::min(most, kMaxShapes))
        return ShapeId::invalid();
    auto& slot = m_data->chunks[at / Data::kChunk];
    if (!slot.load(std::memory_order_relaxed))
        slot.store(new Data::Chunk, std::memory_order_release);
    (*slot.load(std::memory_order_relaxed))[at % Data::kChunk] = Shape(std::move(tokens));
    m_data->size.store(at + 1, std::memory_order_release);
    const ShapeId id(static_cast<std::uint32_t>(at));
    m_data->index.emplace(hash, id);
    return id;
}

std::uint64_t Schema::memoryBytes() const
{
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < shapeCount(); ++i) {
        const Shape& s = shape(ShapeId(static_cast<std::uint32_t>(i)));
        bytes += s.tokens().size() * (sizeof(ShapeToken) + sizeof(Shape::Leaf))
            + s.columns().size() * sizeof(Shape::Column) + sizeof(Shape);
    }
    return bytes + m_paths.size() * 96;
}

} // namespace trailloupe::store
