#include "model/query/sort.h"

#include "model/store/schema.h"
#include "model/store/segment.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cstring>
#include <deque>
#include <numeric>
#include <string>
#include <thread>
#include <unordered_map>

namespace trailloupe::query {
namespace {

using store::EventStore;
using store::LeafKind;
using store::Segment;
using store::Shape;
using store::ValueKind;

constexpr std::uint32_t kMissing = ~std::uint32_t{0};

// One distinct value: what it is, a key that orders most values by itself, and the text that
// decides the rest.
struct Item
{
    enum class Class : std::uint8_t
    {
        Number,
        Time,
        Text
    };
    Class kind = Class::Text;
    std::uint64_t key = 0;
    std::string_view text;
    const std::uint8_t* uuid = nullptr; // its text is made on demand
};

std::uint64_t prefixKey(std::string_view text)
{
    std::uint64_t key = 0;
    std::memcpy(&key, text.data(), std::min<std::size_t>(text.size(), 8));
    if constexpr (std::endian::native == std::endian::little)
        key = __builtin_bswap64(key);
    return key;
}

// Doubles as integers of the same order.
std::uint64_t numberKey(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return bits >> 63 ? ~bits : bits | std::uint64_t{1} << 63;
}

Item itemOf(std::string_view text)
{
    Item item;
    item.text = text;
    double number = 0;
    const bool mayBeNumber = !text.empty() && text.size() < 400
        && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (mayBeNumber) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size()) {
            item.kind = Item::Class::Number;
            item.key = numberKey(number == 0 ? 0.0 : number);
            return item;
        }
    }
    item.key = prefixKey(text);
    return item;
}

Item itemOfUuid(const std::uint8_t* bytes)
{
    static constexpr char kHex[] = "0123456789abcdef";
    char text[8];
    for (int i = 0; i < 4; ++i) {
        text[2 * i] = kHex[bytes[i] >> 4];
        text[2 * i + 1] = kHex[bytes[i] & 15];
    }
    Item item;
    item.key = prefixKey({text, 8});
    item.uuid = bytes;
    return item;
}

std::string textOf(const Item& item)
{
    if (!item.uuid)
        return std::string(item.text);
    std::string text;
    store::formatUuid(item.uuid, text);
    return text;
}

int compare(const Item& a, const Item& b)
{
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    if (a.key != b.key)
        return a.key < b.key ? -1 : 1;
    if (a.kind == Item::Class::Time)
        return 0;
    if (a.uuid && b.uuid)
        return std::memcmp(a.uuid, b.uuid, Segment::kUuidWidth);
    if (!a.uuid && !b.uuid)
        return a.text.compare(b.text);
    return textOf(a).compare(textOf(b));
}

// The items of one segment, and which one each row has.
struct SegmentItems
{
    std::vector<Item> items;
    std::vector<std::uint32_t> ofRow; // into items, or kMissing
    std::deque<std::string> texts; // of items that no dictionary holds
    std::unordered_map<std::string_view, std::uint32_t> computed;

    std::uint32_t addText(std::string_view text)
    {
        if (const auto it = computed.find(text); it != computed.end())
            return it->second;
        texts.emplace_back(text);
        const auto index = static_cast<std::uint32_t>(items.size());
        items.push_back(itemOf(texts.back()));
        computed.emplace(texts.back(), index);
        return index;
    }
};

// How the rows of one block find their item.
struct BlockPlan
{
    enum class Way : std::uint8_t
    {
        Missing,
        Dictionary,
        Uuid,
        Time,
        Fixed,
        Slow
    };
    Way way = Way::Missing;
    const Segment::Column* column = nullptr;
    std::uint32_t base = 0; // first item of the dictionary, or the item itself
};

class PathItems
{
public:
    PathItems(const EventStore& store, PathId path, std::uint32_t segmentIndex, SegmentItems& out)
        : m_store(store)
        , m_path(path)
        , m_segmentIndex(segmentIndex)
        , m_segment(*store.segments()[segmentIndex])
        , m_out(out)
    { }

    void fill()
    {
        if (const auto dictionary = m_segment.findDictionary(m_path)) {
            const auto& values = m_segment.dictionaries()[*dictionary];
            m_out.items.reserve(values.count);
            for (std::uint32_t code = 0; code < values.count; ++code)
                m_out.items.push_back(itemOf(m_segment.dictionaryValue(values, code)));
        }
        std::vector<BlockPlan> plans;
        for (const Segment::Block& block : m_segment.blocks())
            plans.push_back(planOf(block));
        m_out.ofRow.resize(m_segment.rowCount());
        for (std::uint32_t row = 0; row < m_segment.rowCount(); ++row)
            m_out.ofRow[row] = itemOfRow(row, plans[m_segment.blockOf(row)]);
    }

private:
    BlockPlan planOf(const Segment::Block& block)
    {
        const Shape& shape = m_store.schema().shape(block.shape);
        const auto leaves = shape.leaves(m_path);
        BlockPlan plan;
        if (leaves.empty()) {
            plan.way = shape.hasJson() ? BlockPlan::Way::Slow : BlockPlan::Way::Missing;
            return plan;
        }
        const Shape::Leaf& leaf = leaves.front();
        if (!store::hasColumn(leaf.kind)) {
            std::string scratch;
            plan.way = BlockPlan::Way::Fixed;
            plan.base = m_out.addText(m_segment.leafText(block, 0, 0, leaf.kind, scratch));
            return plan;
        }
        plan.column = &m_segment.column(block, leaf.column);
        plan.way = leaf.kind == LeafKind::Uuid ? BlockPlan::Way::Uuid
            : leaf.kind == LeafKind::Time      ? BlockPlan::Way::Time
                                               : BlockPlan::Way::Dictionary;
        return plan;
    }

    std::uint32_t itemOfRow(std::uint32_t row, const BlockPlan& plan)
    {
        const std::uint32_t index = m_segment.indexInBlock(row);
        switch (plan.way) {
        case BlockPlan::Way::Missing:
            return kMissing;
        case BlockPlan::Way::Dictionary:
            return m_segment.code(*plan.column, index, row);
        case BlockPlan::Way::Fixed:
            return plan.base;
        case BlockPlan::Way::Uuid:
            m_out.items.push_back(itemOfUuid(m_segment.uuid(*plan.column, index)));
            return static_cast<std::uint32_t>(m_out.items.size() - 1);
        case BlockPlan::Way::Time: {
            Item item;
            item.kind = Item::Class::Time;
            item.key = m_segment.code(*plan.column, index, row);
            m_out.items.push_back(item);
            return static_cast<std::uint32_t>(m_out.items.size() - 1);
        }
        case BlockPlan::Way::Slow: {
            const RowId id(m_segmentIndex << 16 | row);
            if (m_store.value(id, m_path, m_scratch) == ValueKind::Missing)
                return kMissing;
            return m_out.addText(m_scratch);
        }
        }
        return kMissing;
    }

    const EventStore& m_store;
    PathId m_path;
    std::uint32_t m_segmentIndex;
    const Segment& m_segment;
    SegmentItems& m_out;
    std::string m_scratch;
};

void fillDerived(const EventStore& store, ColumnReader& reader, std::uint32_t segmentIndex,
                 SegmentItems& out)
{
    const std::uint32_t rows = store.segments()[segmentIndex]->rowCount();
    out.ofRow.resize(rows);
    std::string text;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto kind = reader.text(RowId(segmentIndex << 16 | row), text);
        out.ofRow[row] = kind == ValueKind::Missing ? kMissing : out.addText(text);
    }
}

// Runs f(i) for all i in [0, count) on `threads` threads.
template<typename F>
void forEachParallel(std::size_t count, unsigned threads, const JobContext& context, F f)
{
    std::atomic<std::size_t> next{0};
    const auto work = [&](unsigned thread) {
        for (std::size_t i; (i = next.fetch_add(1)) < count && !context.cancelled();)
            f(i, thread);
    };
    std::vector<std::jthread> pool;
    for (unsigned t = 1; t < threads; ++t)
        pool.emplace_back(work, t);
    work(0);
}

struct ItemRef
{
    Item item;
    std::uint32_t segment;
    std::uint32_t index;
};

// Ranks of all items: equal values of different segments get one rank. Returns how many ranks there
// are.
std::uint32_t rankItems(std::vector<SegmentItems>& segments,
                        std::vector<std::vector<std::uint32_t>>& ranks, unsigned threads,
                        const JobContext& context)
{
    std::vector<ItemRef> all;
    std::size_t total = 0;
    for (const auto& segment : segments)
        total += segment.items.size();
    all.reserve(total);
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
        ranks[s].resize(segments[s].items.size());
        for (std::uint32_t i = 0; i < segments[s].items.size(); ++i)
            all.push_back({segments[s].items[i], s, i});
    }
    const auto less = [](const ItemRef& a, const ItemRef& b) {
        return compare(a.item, b.item) < 0;
    };
    const std::size_t parts =
        std::max<std::size_t>(1, std::min<std::size_t>(threads, total / 4096));
    const auto at = [&](std::size_t part) {
        return all.begin() + static_cast<std::ptrdiff_t>(total * part / parts);
    };
    forEachParallel(parts, threads, context,
                    [&](std::size_t part, unsigned) { std::sort(at(part), at(part + 1), less); });
    for (std::size_t part = 1; part < parts; ++part)
        std::inplace_merge(all.begin(), at(part), at(part + 1), less);
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i && compare(all[i - 1].item, all[i].item) != 0)
            ++rank;
        ranks[all[i].segment][all[i].index] = rank;
    }
    return all.empty() ? 0 : rank + 1;
}

std::shared_ptr<std::vector<RowId>> byTime(const EventStore& store, Direction direction)
{
    const auto order = store.timeOrder();
    auto rows = std::make_shared<std::vector<RowId>>(order.begin(), order.end());
    if (direction == Direction::Ascending)
        return rows;
    // Newest first; undated ones stay last.
    std::reverse(rows->begin(), rows->begin() + static_cast<std::ptrdiff_t>(store.datedCount()));
    return rows;
}

} // namespace

Result<RowOrder> sortRows(const std::shared_ptr<const EventStore>& store, const SortKey& key,
                          const JobContext& context, unsigned threads)
{
    const Error cancelled{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
    if (key.column.derived == Derived::Time)
        return RowOrder(byTime(*store, key.direction));
    if (threads == 0)
        threads = std::max(1u, std::thread::hardware_concurrency());

    const std::size_t segmentCount = store->segments().size();
    std::vector<SegmentItems> segments(segmentCount);
    if (key.column.derived == Derived::None) {
        const auto path = store->paths().find(key.column.path);
        if (!path) {
            const auto order = store->timeOrder();
            return RowOrder(std::make_shared<std::vector<RowId>>(order.begin(), order.end()));
        }
        forEachParallel(segmentCount, threads, context, [&](std::size_t s, unsigned) {
            PathItems(*store, *path, static_cast<std::uint32_t>(s), segments[s]).fill();
        });
    } else {
        std::vector<std::unique_ptr<ColumnReader>> readers(threads);
        forEachParallel(segmentCount, threads, context, [&](std::size_t s, unsigned thread) {
            if (!readers[thread])
                readers[thread] = std::make_unique<ColumnReader>(store, key.column);
            fillDerived(*store, *readers[thread], static_cast<std::uint32_t>(s), segments[s]);
        });
    }
    if (context.cancelled())
        return cancelled;

    std::vector<std::vector<std::uint32_t>> ranks(segmentCount);
    const std::uint32_t rankCount = rankItems(segments, ranks, threads, context);
    if (context.cancelled())
        return cancelled;

    // A counting sort keeps the time order of equal rows; rows without a value take the last rank.
    const auto order = store->timeOrder();
    std::vector<std::uint32_t> rankOf(order.size());
    std::vector<std::size_t> starts(std::size_t{rankCount} + 2, 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::uint32_t segment = order[i].value() >> 16;
        const std::uint32_t item = segments[segment].ofRow[order[i].value() & 0xFFFFu];
        std::uint32_t rank = rankCount;
        if (item != kMissing)
            rank = key.direction == Direction::Ascending ? ranks[segment][item]
                                                         : rankCount - 1 - ranks[segment][item];
        rankOf[i] = rank;
        ++starts[rank + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    auto sorted = std::make_shared<std::vector<RowId>>(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        (*sorted)[starts[rankOf[i]]++] = order[i];
    return RowOrder(std::move(sorted));
}

} // namespace trailloupe::query
