#include "model/query/derivedvalues.h"

#include "model/query/sequences.h"
#include "model/store/segment.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>

namespace trailloupe::query {

using store::LeafKind;
using store::Segment;
using store::Shape;

namespace {

constexpr std::uint32_t kRowsBetweenLooks = 1024; // at the cancel flag
constexpr std::uint32_t kUnknown = ~std::uint32_t{0};

} // namespace

// One segment while its values are made.
class DerivedValues::Making
{
public:
    Making(const std::shared_ptr<const store::EventStore>& events, std::size_t index,
           Derived derived, DerivedValues& into)
        : m_events(*events)
        , m_segment(*events->segments()[index])
        , m_firstRow(static_cast<std::uint32_t>(index) * Segment::kMaxRows)
        , m_reader(events, Column::derivedColumn(derived))
        , m_into(into)
        , m_plans(m_segment.blocks().size())
        , m_namesResource(m_segment.dictionaries().size())
    {
        // Items have few of these columns, each a member of theirs: every row is asked.
        if (events->schema().sort() == store::RecordSort::Items)
            return;
        if (derived == Derived::Resource || derived == Derived::ResourceType) {
            m_facts.emplace(events);
            m_eventSource = events->paths().find("eventSource");
            return;
        }
        const auto inputs = derivedInputs(derived);
        m_memoises = inputs.has_value();
        m_firstDecides = inputs && inputs->firstDecides;
        for (const char* path : inputs ? inputs->paths : std::span<const char* const>()) {
            // An input that no event has says nothing, but the first is asked by its place.
            const auto id = events->paths().find(path);
            if (id)
                m_inputs.push_back(*id);
            else if (m_inputs.empty())
                m_firstDecides = false;
        }
    }

    bool run(const JobContext& context)
    {
        const std::uint32_t rows = m_segment.rowCount();
        m_into.m_set.resize(rows);
        if (const auto column = rowTextOf(m_reader.column().derived))
            return copyRowTexts(*column, context);
        for (std::uint32_t row = 0; row < rows; ++row) {
            if (row % kRowsBetweenLooks == 0 && context.cancelled())
                return false;
            m_into.m_set[row] = static_cast<std::uint16_t>(setOf(row));
        }
        return true;
    }

private:
    struct Varying
    {
        const Segment::Column* column = nullptr;
        std::uint32_t step = 0; // input, or the column's number
        bool byValue = false; // only codes that name a resource count
    };
    struct Plan
    {
        bool isMade = false;
        bool asks = false; // for every row
        std::uint32_t start = Sequences::kEmpty;
        std::vector<Varying> varying;
    };

    static constexpr std::uint32_t kMostSequences = 1u << 21;
    static constexpr std::uint32_t kCodeBits = 27; // of a step; above them the input
    static constexpr std::uint32_t kFirstCode = 3; // 0 nothing, 1 true, 2 false

    // What is found out about the whole store has its numbers already.
    bool copyRowTexts(store::RowTexts::Column column, const JobContext& context)
    {
        const store::RowTexts* texts = m_events.rowTexts();
        std::unordered_map<std::uint32_t, std::uint16_t> setOfNumber;
        for (std::uint32_t row = 0; row < m_segment.rowCount(); ++row) {
            if (row % kRowsBetweenLooks == 0 && context.cancelled())
                return false;
            const std::uint32_t number = texts ? texts->number(column, RowId(m_firstRow + row)) : 0;
            const auto [it, isNew] = setOfNumber.try_emplace(number);
            if (isNew)
                it->second = static_cast<std::uint16_t>(ask(row));
            m_into.m_set[row] = it->second;
        }
        return true;
    }

    std::uint32_t setOf(std::uint32_t row)
    {
        const std::uint32_t number = m_segment.blockOf(row);
        Plan& plan = m_plans[number];
        if (!plan.isMade) {
            if (m_facts)
                makeForResources(number, plan);
            else
                make(m_segment.blocks()[number], plan);
        }
        // What is never the same twice must not fill the memory.
        if (plan.asks || m_sequences.count() > kMostSequences)
            return ask(row);
        std::uint32_t sequence = plan.start;
        const std::uint32_t index = m_segment.indexInBlock(row);
        for (const Varying& varying : plan.varying) {
            if (m_facts)
                sequence = thenResource(sequence, varying, index, row);
            else
                sequence = m_sequences.then(
                    sequence,
                    varying.step + m_segment.code(*varying.column, index, row) + kFirstCode);
        }
        if (sequence >= m_setOfSequence.size())
            m_setOfSequence.resize(std::max(std::size_t{64}, std::size_t{sequence} * 2), kUnknown);
        if (m_setOfSequence[sequence] == kUnknown)
            m_setOfSequence[sequence] = ask(row);
        return m_setOfSequence[sequence];
    }

    void make(const Segment::Block& block, Plan& plan)
    {
        plan.isMade = true;
        plan.asks = !m_memoises;
        const Shape& shape = m_events.schema().shape(block.shape);
        for (std::uint32_t input = 0; input < m_inputs.size() && !plan.asks; ++input) {
            const std::uint32_t step = input << kCodeBits;
            const auto leaves = shape.leaves(m_inputs[input]);
            if (leaves.empty()) {
                plan.asks = shape.hasJson() && mayHide(shape, m_inputs[input]);
                continue;
            }
            const Shape::Leaf& leaf = leaves.front();
            if (!hasColumn(leaf.kind)) {
                if (leaf.kind == LeafKind::True || leaf.kind == LeafKind::False)
                    plan.start =
                        m_sequences.then(plan.start, step + (leaf.kind == LeafKind::True ? 1 : 2));
                continue;
            }
            if (!hasDictionary(leaf.kind)) {
                plan.asks = true;
                break;
            }
            const Segment::Column& column = m_segment.column(block, leaf.column);
            if (column.width == 0)
                plan.start = m_sequences.then(plan.start, step + column.base + kFirstCode);
            else
                plan.varying.push_back({&column, step});
            if (input == 0 && m_firstDecides && alwaysHasText(column.dictionary))
                break;
        }
    }

    // The columns that may name a resource. Blocks share no sequences: which leaves there are, and
    // in which order, counts.
    void makeForResources(std::uint32_t number, Plan& plan)
    {
        const Segment::Block& block = m_segment.blocks()[number];
        plan.isMade = true;
        const Shape& shape = m_events.schema().shape(block.shape);
        plan.start = m_sequences.then(Sequences::kEmpty, number);
        // A source that differs within the block counts itself, and so do all parameters.
        std::optional<std::string> source;
        if (m_eventSource) {
            const auto leaves = shape.leaves(*m_eventSource);
            if (leaves.empty()) {
                plan.asks = shape.hasJson();
                source.emplace();
            } else if (!hasDictionary(leaves.front().kind)) {
                plan.asks = true;
            } else {
                const Segment::Column& column = m_segment.column(block, leaves.front().column);
                if (column.width == 0)
                    source = m_segment.dictionaryValue(m_segment.dictionaries()[column.dictionary],
                                                       column.base);
                else
                    plan.varying.push_back({&column, leaves.front().column});
            }
        }
        for (std::uint32_t i = 0; i < shape.columns().size(); ++i) {
            const Shape::Column& leaf = shape.columns()[i];
            const auto use = m_facts->resourceUse(leaf.path, source ? *source : std::string());
            const Segment::Column& column = m_segment.column(block, i);
            if (use == EventFacts::ResourceUse::None || column.width == 0)
                continue;
            const bool byValue =
                source && use == EventFacts::ResourceUse::ByValue && leaf.kind != LeafKind::Json;
            // Neither a UUID nor a time names a resource by itself.
            if (byValue && !hasDictionary(leaf.kind))
                continue;
            plan.varying.push_back({&column, i, byValue});
        }
    }

    // The number of the column, then its value.
    std::uint32_t thenResource(std::uint32_t sequence, const Varying& varying, std::uint32_t index,
                               std::uint32_t row)
    {
        const Segment::Column& column = *varying.column;
        if (column.width == Segment::kUuidWidth) {
            std::uint32_t words[4];
            std::memcpy(words, m_segment.uuid(column, index), sizeof words);
            sequence = m_sequences.then(sequence, varying.step);
            for (const std::uint32_t word : words)
                sequence = m_sequences.then(sequence, word);
            return sequence;
        }
        const std::uint32_t code = m_segment.code(column, index, row);
        if (varying.byValue && !namesResource(column.dictionary, code))
            return sequence;
        return m_sequences.then(m_sequences.then(sequence, varying.step), code);
    }

    bool namesResource(std::uint32_t dictionary, std::uint32_t code)
    {
        enum : std::uint8_t
        {
            Unasked,
            No,
            Yes,
        };
        auto& known = m_namesResource[dictionary];
        const auto& values = m_segment.dictionaries()[dictionary];
        if (known.empty())
            known.resize(values.count, Unasked);
        if (known[code] == Unasked)
            known[code] =
                EventFacts::namesResource(m_segment.dictionaryValue(values, code)) ? Yes : No;
        return known[code] == Yes;
    }

    // True when a subtree that is kept as text may hold the path.
    bool mayHide(const Shape& shape, PathId path) const
    {
        for (PathId at = path; at != store::PathTable::root(); at = m_events.paths().parent(at)) {
            for (const Shape::Leaf& leaf : shape.leaves(at)) {
                if (leaf.kind == LeafKind::Json)
                    return true;
            }
        }
        // A whole record that is kept as text stands at the root.
        return !shape.leaves(store::PathTable::root()).empty();
    }

    bool alwaysHasText(std::uint32_t dictionary)
    {
        if (!m_firstHasText) {
            const auto& values = m_segment.dictionaries()[dictionary];
            m_firstHasText = true;
            for (std::uint32_t code = 0; code < values.count && *m_firstHasText; ++code)
                m_firstHasText = !m_segment.dictionaryValue(values, code).empty();
        }
        return *m_firstHasText;
    }

    // The set of a row, as EventFacts says.
    std::uint32_t ask(std::uint32_t row)
    {
        m_values.clear();
        m_reader.derivedValues(RowId(m_firstRow + row), m_values);
        m_row.clear();
        for (std::string& value : m_values) {
            const auto [it, isNew] = m_codes.emplace(
                std::move(value), static_cast<std::uint32_t>(m_into.m_values.size()));
            if (isNew)
                m_into.m_values.push_back(it->first);
            if (std::find(m_row.begin(), m_row.end(), it->second) == m_row.end())
                m_row.push_back(it->second);
        }
        std::string key(reinterpret_cast<const char*>(m_row.data()),
                        m_row.size() * sizeof(m_row.front()));
        const auto [it, isNew] = m_sets.emplace(std::move(key), m_into.setCount());
        if (isNew) {
            m_into.m_codes.insert(m_into.m_codes.end(), m_row.begin(), m_row.end());
            m_into.m_first.push_back(static_cast<std::uint32_t>(m_into.m_codes.size()));
        }
        return it->second;
    }

    const store::EventStore& m_events;
    const Segment& m_segment;
    const std::uint32_t m_firstRow;
    const ColumnReader m_reader;
    DerivedValues& m_into;
    bool m_memoises = false;
    bool m_firstDecides = false;
    std::vector<PathId> m_inputs;
    std::vector<Plan> m_plans; // by block
    std::optional<bool> m_firstHasText;
    std::optional<EventFacts> m_facts; // for resources
    std::optional<PathId> m_eventSource;
    std::vector<std::vector<std::uint8_t>> m_namesResource; // by dictionary and code
    Sequences m_sequences;
    std::vector<std::uint32_t> m_setOfSequence;
    std::unordered_map<std::string, std::uint32_t> m_codes; // by value
    std::unordered_map<std::string, std::uint32_t> m_sets; // by the bytes of the codes
    std::vector<std::string> m_values; // scratch
    std::vector<std::uint32_t> m_row; // scratch
};

std::shared_ptr<const DerivedValues> DerivedValues::make(
    const std::shared_ptr<const store::EventStore>& events, std::size_t index, Derived derived,
    const JobContext& context)
{
    auto made = std::make_shared<DerivedValues>();
    if (!Making(events, index, derived, *made).run(context))
        return nullptr;
    return made;
}

std::uint64_t DerivedValues::memoryBytes() const
{
    std::uint64_t bytes = (m_first.capacity() + m_codes.capacity()) * sizeof(std::uint32_t)
        + m_set.capacity() * sizeof(std::uint16_t);
    for (const std::string& value : m_values)
        bytes += sizeof value + value.capacity();
    return bytes;
}

std::shared_ptr<const DerivedValues> DerivedCache::get(
    const std::shared_ptr<const store::EventStore>& events, std::size_t index, Derived derived,
    const JobContext& context)
{
    const auto& segment = events->segments()[index];
    const auto key = std::make_pair(segment.get(), derived);
    const std::uint64_t generation = dependsOnGeneration(derived) ? events->generation() : 0;
    {
        const std::lock_guard lock(m_mutex);
        // An entry of another segment at the same address belongs to an export that was closed.
        std::erase_if(m_entries, [](const auto& entry) { return entry.second.segment.expired(); });
        const auto it = m_entries.find(key);
        if (it != m_entries.end() && it->second.generation == generation)
            return it->second.values;
    }
    auto values = DerivedValues::make(events, index, derived, context);
    if (!values)
        return nullptr;
    const std::lock_guard lock(m_mutex);
    m_entries[key] = Entry{segment, generation, values};
    return values;
}

} // namespace trailloupe::query
