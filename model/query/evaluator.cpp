#include "model/query/evaluator.h"

#include "model/query/fieldscan.h"
#include "model/query/textscan.h"
#include "model/store/segment.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <new>
#include <optional>
#include <thread>

namespace trailloupe::query {

using store::EventStore;
using store::Segment;

namespace {

using SegmentPtr = std::shared_ptr<const Segment>;

RowBits noRows(const Segment& segment)
{
    return RowBits((segment.rowCount() + 63) / 64);
}

RowBits allRows(const Segment& segment)
{
    RowBits bits((segment.rowCount() + 63) / 64, ~std::uint64_t{0});
    if (const std::uint32_t rest = segment.rowCount() % 64)
        bits.back() = (std::uint64_t{1} << rest) - 1;
    return bits;
}

bool isEmpty(const RowBits& bits)
{
    return std::all_of(bits.begin(), bits.end(), [](std::uint64_t word) { return word == 0; });
}

void intersect(RowBits& bits, const RowBits& with)
{
    for (std::size_t i = 0; i < bits.size(); ++i)
        bits[i] &= with[i];
}

void unite(RowBits& bits, const RowBits& with)
{
    for (std::size_t i = 0; i < bits.size(); ++i)
        bits[i] |= with[i];
}

void exclude(RowBits& bits, const RowBits& those)
{
    for (std::size_t i = 0; i < bits.size(); ++i)
        bits[i] &= ~those[i];
}

bool isWithin(const RowBits& bits, const RowBits& outer)
{
    for (std::size_t i = 0; i < bits.size(); ++i) {
        if (bits[i] & ~outer[i])
            return false;
    }
    return true;
}

} // namespace

// A node that is ready for one store: times are absolute, patterns are compiled.
struct Evaluator::Node
{
    Predicate::Kind kind = Predicate::Kind::All;
    std::string key;
    int cost = 0; // children are asked in this order
    bool slow = false; // pays to have few candidates
    std::vector<std::shared_ptr<Node>> children;
    // Of an All with few children: the key of the rest when child n is left out.
    std::vector<std::string> keysWithout;
    std::optional<FieldScan> field;
    std::optional<TextScan> text;
    std::int64_t from = 0, to = 0; // of a time
};

namespace {

// The keys of the rest are as long as all children, once for each of them: nobody adds one
// condition by hand to more than this.
constexpr std::size_t kMostWithRest = 32;

const Error kCancelled{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
const Error kOutOfMemory{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};

int costOf(const FieldTest& test)
{
    using Op = FieldTest::Op;
    const bool simple = test.op == Op::Equal || test.op >= Op::Exists;
    return (test.field.derived != Derived::None ? 4 : 2) + (simple ? 0 : 1);
}

} // namespace

Evaluator::Evaluator(unsigned threads)
    : m_threads(threads ? threads : std::max(1u, std::thread::hardware_concurrency()))
{ }

Result<std::shared_ptr<Evaluator::Node>> Evaluator::compile(
    const std::shared_ptr<const EventStore>& events, const PredicatePtr& predicate,
    std::int64_t lastEvent, const JobContext& context)
{
    if (context.cancelled())
        return kCancelled;
    auto node = std::make_shared<Node>();
    node->kind = predicate->kind();
    node->key = predicate->key();
    switch (predicate->kind()) {
    case Predicate::Kind::Field: {
        auto scan = FieldScan::compile(predicate->field(), events);
        if (!scan)
            return scan.error();
        node->field = std::move(scan).value();
        node->slow = node->field->isSlow();
        node->cost = node->slow ? 8 : costOf(predicate->field());
        // Later events may give other values to the rows that are known.
        if (dependsOnGeneration(predicate->field().field.derived))
            node->key += '@' + std::to_string(events->generation());
        break;
    }
    case Predicate::Kind::Text: {
        auto scan = TextScan::compile(predicate->text(), events);
        if (!scan)
            return scan.error();
        node->text = std::move(scan).value();
        node->slow = true;
        node->cost = node->text->isSlow() ? 9 : 6;
        break;
    }
    case Predicate::Kind::Time: {
        const TimeTest& test = predicate->time();
        node->from =
            test.from ? test.from->at(lastEvent) : std::numeric_limits<std::int64_t>::min();
        node->to = test.to ? test.to->at(lastEvent) : std::numeric_limits<std::int64_t>::max();
        // The same words mean other moments once later events are there.
        node->key = "m" + std::to_string(node->from) + ',' + std::to_string(node->to);
        break;
    }
    default:
        break;
    }
    for (const PredicatePtr& child : predicate->children()) {
        auto made = compile(events, child, lastEvent, context);
        if (!made)
            return made.error();
        node->slow = node->slow || (*made)->slow;
        node->cost = std::max(node->cost, (*made)->cost);
        node->children.push_back(std::move(made).value());
    }
    if (node->children.empty())
        return node;
    std::stable_sort(node->children.begin(), node->children.end(),
                     [](const auto& a, const auto& b) { return a->cost < b->cost; });
    const auto keyWithout = [&](const Node* left) {
        std::vector<std::string_view> parts;
        for (const auto& child : node->children) {
            if (child.get() != left)
                parts.push_back(child->key);
        }
        std::sort(parts.begin(), parts.end());
        parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
        if (parts.size() == 1 && node->kind != Predicate::Kind::Not)
            return std::string(parts.front());
        std::string key = node->kind == Predicate::Kind::All ? "&"
            : node->kind == Predicate::Kind::Any             ? "|"
                                                             : "!";
        for (const std::string_view part : parts)
            key.append(std::to_string(part.size())).append(":").append(part);
        return key;
    };
    node->key = keyWithout(nullptr);
    if (node->kind == Predicate::Kind::All && node->children.size() <= kMostWithRest) {
        for (const auto& child : node->children)
            node->keysWithout.push_back(keyWithout(child.get()));
    }
    return node;
}

// One segment of one evaluation.
class Evaluator::OfSegment
{
public:
    OfSegment(Evaluator& evaluator, const std::shared_ptr<const EventStore>& events,
              std::size_t index, const JobContext& context)
        : m_evaluator(evaluator)
        , m_index(index)
        , m_segment(events->segments()[index])
        , m_context(context)
    { }

    // The rows of a node; null when cancelled. Where candidates are given only they are right.
    BitsPtr rowsOf(const Node& node, const RowBits* candidates)
    {
        const Known known = m_evaluator.find(m_segment, node.key);
        if (known.fits && (!known.of || (candidates && isWithin(*candidates, *known.of))))
            return known.fits;
        // What is quick is worth having for every row; what is slow only for those that matter.
        if (node.slow && (candidates || known.fits))
            return moreRowsOf(node, candidates, known);
        std::optional<RowBits> bits = compute(node, nullptr);
        if (!bits)
            return nullptr;
        auto made = std::make_shared<const RowBits>(*std::move(bits));
        m_evaluator.keep(m_segment, node.key, {made, nullptr});
        return made;
    }

private:
    // The candidates (null: all) that are not known yet, added to those that are.
    BitsPtr moreRowsOf(const Node& node, const RowBits* candidates, const Known& known)
    {
        RowBits asked = candidates ? *candidates : allRows(*m_segment);
        if (known.fits)
            exclude(asked, *known.of);
        std::optional<RowBits> bits = isEmpty(asked) ? noRows(*m_segment) : compute(node, &asked);
        if (!bits)
            return nullptr;
        intersect(*bits, asked);
        if (known.fits) {
            unite(*bits, *known.fits);
            unite(asked, *known.of);
        }
        auto made = std::make_shared<const RowBits>(*std::move(bits));
        m_evaluator.keep(
            m_segment, node.key,
            {made, candidates ? std::make_shared<const RowBits>(std::move(asked)) : nullptr});
        return made;
    }

    std::optional<RowBits> compute(const Node& node, const RowBits* candidates)
    {
        if (m_context.cancelled())
            return std::nullopt;
        RowBits rows = noRows(*m_segment);
        switch (node.kind) {
        case Predicate::Kind::Field:
            if (!node.field->scan(m_index, candidates, m_evaluator.derived(), m_context, rows))
                return std::nullopt;
            return rows;
        case Predicate::Kind::Text:
            if (!node.text->scan(m_index, candidates, m_context, rows))
                return std::nullopt;
            return rows;
        case Predicate::Kind::Time:
            inTime(node, rows);
            return rows;
        case Predicate::Kind::All:
            return all(node, candidates);
        case Predicate::Kind::Any:
            return any(node, candidates);
        case Predicate::Kind::Not:
            break;
        }
        const BitsPtr child = rowsOf(*node.children.front(), candidates);
        if (!child)
            return std::nullopt;
        rows = allRows(*m_segment);
        exclude(rows, *child);
        return rows;
    }

    void inTime(const Node& node, RowBits& rows) const
    {
        const auto times = m_segment->rowTimes();
        for (std::uint32_t row = 0; row < times.size(); ++row) {
            const std::int64_t time = times[row];
            if (time != 0 && time >= node.from && time < node.to)
                setBit(rows, row);
        }
    }

    std::optional<RowBits> all(const Node& node, const RowBits* candidates)
    {
        RowBits rows = candidates ? *candidates : allRows(*m_segment);
        // One condition more than a filter that was run before.
        for (std::size_t i = 0; i < node.keysWithout.size(); ++i) {
            const Known rest = m_evaluator.find(m_segment, node.keysWithout[i]);
            if (rest.fits && (!rest.of || (candidates && isWithin(*candidates, *rest.of)))) {
                intersect(rows, *rest.fits);
                const BitsPtr last = rowsOf(*node.children[i], &rows);
                if (!last)
                    return std::nullopt;
                intersect(rows, *last);
                return rows;
            }
        }
        for (const auto& child : node.children) {
            if (isEmpty(rows))
                break;
            const BitsPtr fits = rowsOf(*child, &rows);
            if (!fits)
                return std::nullopt;
            intersect(rows, *fits);
        }
        return rows;
    }

    std::optional<RowBits> any(const Node& node, const RowBits* candidates)
    {
        RowBits rows = noRows(*m_segment);
        RowBits open = candidates ? *candidates : allRows(*m_segment);
        for (const auto& child : node.children) {
            const BitsPtr fits = rowsOf(*child, &open);
            if (!fits)
                return std::nullopt;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                rows[i] |= (*fits)[i] & open[i];
                open[i] &= ~(*fits)[i];
            }
        }
        return rows;
    }

    Evaluator& m_evaluator;
    const std::size_t m_index;
    const SegmentPtr& m_segment;
    const JobContext& m_context;
};

Result<RowSetPtr> Evaluator::evaluate(const std::shared_ptr<const EventStore>& events,
                                      const PredicatePtr& predicate, const JobContext& context)
{
    const std::int64_t lastEvent = events->datedCount()
        ? events->time(events->timeOrder()[events->datedCount() - 1]).value_or(0)
        : 0;
    const auto compiled = [&]() -> Result<std::shared_ptr<Node>> {
        try {
            return compile(events, predicate, lastEvent, context);
        } catch (const std::bad_alloc&) {
            return kOutOfMemory;
        }
    };
    const auto root = compiled();
    if (!root)
        return root.error();
    const RowSetPtr shown = shownRows(*events);
    if (predicate->isEverything())
        return shown;
    const std::size_t count = events->segments().size();
    std::vector<BitsPtr> found(count);
    std::atomic<std::size_t> next{0};
    std::atomic<bool> outOfMemory{false};
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++) {
                const BitsPtr bits = OfSegment(*this, events, i, context).rowsOf(**root, nullptr);
                if (!bits)
                    return;
                RowBits visible = *bits;
                intersect(visible, shown->segment(i));
                found[i] = std::make_shared<const RowBits>(std::move(visible));
            }
        } catch (const std::bad_alloc&) {
            outOfMemory = true;
        }
    };
    {
        std::vector<std::jthread> pool;
        for (unsigned i = 1; i < std::min<std::size_t>(m_threads, count); ++i)
            pool.emplace_back(work);
        work();
    }
    if (outOfMemory)
        return kOutOfMemory;
    if (context.cancelled())
        return kCancelled;
    return std::make_shared<const RowSet>(std::move(found));
}

std::size_t Evaluator::Entry::bytes() const
{
    return (known.fits->size() + (known.of ? known.of->size() : 0)) * sizeof(RowBits::value_type)
        + age->second.size() * 2 + 200;
}

Evaluator::Known Evaluator::find(const SegmentPtr& segment, const std::string& key)
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_entries.find({segment.get(), key});
    // An entry of another segment at the same address belongs to an export that was closed.
    if (it == m_entries.end() || it->second.segment.lock() != segment)
        return {};
    m_ages.splice(m_ages.end(), m_ages, it->second.age);
    return it->second.known;
}

void Evaluator::keep(const SegmentPtr& segment, const std::string& key, Known known)
{
    const std::lock_guard lock(m_mutex);
    const Key k{segment.get(), key};
    const auto [it, isNew] = m_entries.try_emplace(k);
    Entry& entry = it->second;
    if (isNew)
        entry.age = m_ages.insert(m_ages.end(), k);
    else
        m_bytes -= entry.bytes();
    entry.segment = segment;
    entry.known = std::move(known);
    m_bytes += entry.bytes();
    while (m_bytes > kCacheBytes && m_ages.size() > 1) {
        const auto oldest = m_entries.find(m_ages.front());
        m_bytes -= oldest->second.bytes();
        m_entries.erase(oldest);
        m_ages.pop_front();
    }
}

RowSetPtr shownRows(const EventStore& events)
{
    std::vector<std::shared_ptr<const RowBits>> segments;
    std::uint64_t rows = 0;
    for (const SegmentPtr& segment : events.segments())
        rows += segment->rowCount();
    if (rows == events.rowCount()) {
        for (const SegmentPtr& segment : events.segments())
            segments.push_back(std::make_shared<const RowBits>(allRows(*segment)));
        return std::make_shared<const RowSet>(std::move(segments));
    }
    std::vector<RowBits> bits;
    for (const SegmentPtr& segment : events.segments())
        bits.push_back(noRows(*segment));
    for (const RowId row : events.timeOrder())
        setBit(bits[row.value() >> 16], row.value() & 0xFFFF);
    for (RowBits& of : bits)
        segments.push_back(std::make_shared<const RowBits>(std::move(of)));
    return std::make_shared<const RowSet>(std::move(segments));
}

} // namespace trailloupe::query
