#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/query/facet.h"
#include "model/query/facettexts.h"
#include "model/query/uuidlists.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <iterator>
#include <limits>
#include <new>
#include <optional>
#include <thread>
#include <unordered_map>

namespace trailloupe::query {

using store::LeafKind;
using store::Segment;

namespace {

using Uuid = Facet::Uuid;
using SegmentPtr = std::shared_ptr<const Segment>;

// The selected rows of a segment, those of a block side by side.
class RowsByBlock
{
public:
    RowsByBlock(const Segment& segment, const RowBits& bits)
        : m_begin(segment.blocks().size() + 1)
    {
        const auto each = [&](const auto& use) {
            for (std::uint32_t word = 0; word < bits.size(); ++word) {
                for (std::uint64_t rest = bits[word]; rest; rest &= rest - 1)
                    use(word * 64 + static_cast<std::uint32_t>(__builtin_ctzll(rest)));
            }
        };
        each([&](std::uint32_t row) { ++m_begin[segment.blockOf(row) + 1]; });
        for (std::size_t i = 1; i < m_begin.size(); ++i)
            m_begin[i] += m_begin[i - 1];
        m_rows.resize(m_begin.back());
        std::vector<std::uint32_t> at(m_begin.begin(), m_begin.end() - 1);
        each([&](std::uint32_t row) {
            m_rows[at[segment.blockOf(row)]++] = static_cast<std::uint16_t>(row);
        });
    }

    std::span<const std::uint16_t> of(std::uint32_t block) const
    {
        return {m_rows.data() + m_begin[block], m_begin[block + 1] - m_begin[block]};
    }
    std::span<const std::uint16_t> all() const { return m_rows; }

private:
    std::vector<std::uint32_t> m_begin; // by block
    std::vector<std::uint16_t> m_rows;
};

// What one thread has counted of one field.
struct Tally
{
    std::uint64_t withField = 0;
    std::vector<std::uint32_t> texts; // events by number of the text
    std::vector<std::vector<Uuid>> uuids; // of each segment, one an event
    std::vector<std::uint32_t> times;

    void add(std::uint32_t number, std::uint32_t events)
    {
        if (number >= texts.size())
            texts.resize(std::max(std::size_t{number} + 1, texts.size() * 2));
        texts[number] += events;
    }
};

// The distinct values of one event, or of one subtree.
struct Values
{
    bool exists = false;
    std::vector<std::uint32_t> texts; // numbers
    std::vector<Uuid> uuids;
    std::vector<std::uint32_t> times;

    void clear()
    {
        exists = false;
        texts.clear();
        uuids.clear();
        times.clear();
    }
    void add(const Values& other)
    {
        exists = exists || other.exists;
        texts.insert(texts.end(), other.texts.begin(), other.texts.end());
        uuids.insert(uuids.end(), other.uuids.begin(), other.uuids.end());
        times.insert(times.end(), other.times.begin(), other.times.end());
    }
    template<typename Value>
    static void leaveOne(std::vector<Value>& values)
    {
        if (values.size() < 2)
            return;
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
    }
    void addTo(Tally& tally, std::vector<Uuid>& allUuids)
    {
        leaveOne(texts);
        leaveOne(uuids);
        leaveOne(times);
        tally.withField += exists ? 1 : 0;
        for (const std::uint32_t number : texts)
            tally.add(number, 1);
        allUuids.insert(allUuids.end(), uuids.begin(), uuids.end());
        tally.times.insert(tally.times.end(), times.begin(), times.end());
    }
};

// One path in one segment.
class PathCounting
{
public:
    PathCounting(const SegmentPtr& segment, FacetTexts& texts, const FieldPlan& plan, Tally& tally)
        : m_segment(segment)
        , m_texts(texts)
        , m_plan(plan)
        , m_tally(tally)
        , m_counts(segment->dictionaries().size())
        , m_numbers(segment->dictionaries().size())
        , m_subtrees(segment->dictionaries().size())
    { }

    // False when cancelled.
    bool count(const RowsByBlock& rows, const JobContext& context)
    {
        for (std::uint32_t i = 0; i < m_segment->blocks().size(); ++i) {
            const auto selected = rows.of(i);
            if (selected.empty())
                continue;
            const Segment::Block& block = m_segment->blocks()[i];
            const auto& places = m_plan.byShape[block.shape.index()];
            if (places.size() == 1 && places.front().kind != LeafKind::Json)
                countPlace(block, places.front(), selected);
            else if (!places.empty() && !countEvents(block, places, selected, context))
                return false;
            if (context.cancelled())
                return false;
        }
        for (std::uint32_t d = 0; d < m_counts.size(); ++d) {
            for (std::uint32_t code = 0; code < m_counts[d].size(); ++code) {
                if (m_counts[d][code])
                    m_tally.add(numbers(d)[code], m_counts[d][code]);
            }
        }
        if (!m_uuids.empty())
            m_tally.uuids.push_back(std::move(m_uuids));
        return true;
    }

private:
    // A block whose events have the field at one place.
    void countPlace(const Segment::Block& block, const FieldPlace& place,
                    std::span<const std::uint16_t> rows)
    {
        const auto events = static_cast<std::uint32_t>(rows.size());
        if (!place.isContainer && place.kind == LeafKind::Null)
            return;
        m_tally.withField += events;
        if (place.isContainer)
            return;
        if (!hasColumn(place.kind)) {
            if (const auto number = constant(place.kind))
                m_tally.add(*number, events);
            return;
        }
        const Segment::Column& column = m_segment->column(block, place.column);
        if (place.kind == LeafKind::Uuid) {
            countUuids(column, rows);
            return;
        }
        if (place.kind == LeafKind::Time) {
            for (const std::uint16_t row : rows)
                m_tally.times.push_back(m_segment->code(column, m_segment->indexInBlock(row), row));
            return;
        }
        auto& counts = m_counts[column.dictionary];
        if (counts.empty())
            counts.resize(m_segment->dictionaries()[column.dictionary].count);
        if (column.width == 0) {
            counts[column.base] += events;
            return;
        }
        for (const std::uint16_t row : rows)
            ++counts[m_segment->code(column, m_segment->indexInBlock(row), row)];
    }

    void countUuids(const Segment::Column& column, std::span<const std::uint16_t> rows)
    {
        // As many as there may be: no more is touched than there are.
        m_uuids.reserve(m_segment->rowCount());
        for (const std::uint16_t row : rows)
            m_uuids.push_back(uuidOf(m_segment->uuid(column, m_segment->indexInBlock(row))));
    }

    bool countEvents(const Segment::Block& block, const std::vector<FieldPlace>& places,
                     std::span<const std::uint16_t> rows, const JobContext& context)
    {
        constexpr std::uint32_t kRowsBetweenLooks = 1024; // at the cancel flag
        std::uint32_t seen = 0;
        for (const std::uint16_t row : rows) {
            if (++seen % kRowsBetweenLooks == 0 && context.cancelled())
                return false;
            m_values.clear();
            for (const FieldPlace& place : places)
                addPlace(block, place, row);
            m_values.addTo(m_tally, m_uuids);
        }
        return true;
    }

    void addPlace(const Segment::Block& block, const FieldPlace& place, std::uint32_t row)
    {
        if (place.isContainer || !hasColumn(place.kind)) {
            m_values.exists = m_values.exists || place.isContainer || place.kind != LeafKind::Null;
            if (const auto number =
                    place.isContainer ? std::optional<std::uint32_t>() : constant(place.kind))
                m_values.texts.push_back(*number);
            return;
        }
        const Segment::Column& column = m_segment->column(block, place.column);
        const std::uint32_t index = m_segment->indexInBlock(row);
        if (place.kind == LeafKind::Json) {
            addSubtree(place, column.dictionary, m_segment->code(column, index, row));
            return;
        }
        m_values.exists = true;
        if (place.kind == LeafKind::Uuid)
            m_values.uuids.push_back(uuidOf(m_segment->uuid(column, index)));
        else if (place.kind == LeafKind::Time)
            m_values.times.push_back(m_segment->code(column, index, row));
        else
            m_values.texts.push_back(
                numbers(column.dictionary)[m_segment->code(column, index, row)]);
    }

    void addSubtree(const FieldPlace& place, std::uint32_t dictionary, std::uint32_t code)
    {
        const std::string_view json =
            m_segment->dictionaryValue(m_segment->dictionaries()[dictionary], code);
        if (!place.indexes.empty()) {
            // Numbers of elements make the same text mean different things.
            m_values.add(inside(place, json));
            return;
        }
        const auto [it, isNew] = m_subtrees[dictionary].try_emplace(code);
        if (isNew)
            it->second = inside(place, json);
        m_values.add(it->second);
    }

    // A subtree that is kept as text.
    Values inside(const FieldPlace& place, std::string_view json)
    {
        Values values;
        const auto document = JsonDocument::parse(json);
        if (!document)
            return values;
        std::vector<std::uint32_t> nodes;
        m_plan.paths.findInside(place.path, place.indexes, *document, nodes);
        for (const std::uint32_t at : nodes) {
            const auto& node = document->node(at);
            using Kind = JsonDocument::Kind;
            values.exists = values.exists || node.kind != Kind::Null;
            if (node.kind == Kind::String)
                addText(node.text, values);
            else if (node.kind == Kind::Number || node.kind == Kind::True
                     || node.kind == Kind::False)
                values.texts.push_back(m_texts.number(json.substr(node.offset, node.length)));
        }
        return values;
    }

    // As the store would keep the string.
    void addText(const std::string& text, Values& values)
    {
        std::uint8_t bytes[Segment::kUuidWidth];
        if (store::parseUuid(text, bytes)) {
            values.uuids.push_back(uuidOf(bytes));
            return;
        }
        const auto seconds = parseEventTime(text);
        if (seconds && *seconds >= 0 && *seconds <= std::numeric_limits<std::uint32_t>::max())
            values.times.push_back(static_cast<std::uint32_t>(*seconds));
        else
            values.texts.push_back(m_texts.number(text));
    }

    std::optional<std::uint32_t> constant(LeafKind kind)
    {
        if (kind == LeafKind::True)
            return m_texts.number("true");
        if (kind == LeafKind::False)
            return m_texts.number("false");
        return std::nullopt;
    }

    const std::vector<std::uint32_t>& numbers(std::uint32_t dictionary)
    {
        if (!m_numbers[dictionary])
            m_numbers[dictionary] = m_texts.numbers(m_segment, dictionary);
        return *m_numbers[dictionary];
    }

    const SegmentPtr& m_segment;
    FacetTexts& m_texts;
    const FieldPlan& m_plan;
    Tally& m_tally;
    std::vector<std::vector<std::uint32_t>> m_counts; // by dictionary and code
    std::vector<FacetTexts::Numbers> m_numbers; // by dictionary
    std::vector<std::unordered_map<std::uint32_t, Values>> m_subtrees; // by dictionary and code
    std::vector<Uuid> m_uuids;
    Values m_values; // scratch
};

} // namespace

// One call: segments are counted by threads, each into tallies of its own.
class FacetCounting
{
public:
    FacetCounting(const std::shared_ptr<const store::EventStore>& events, const RowSet& rows,
                  FacetCache& cache, Evaluator& evaluator, std::span<const Field> fields,
                  const JobContext& context)
        : m_events(events)
        , m_rows(rows)
        , m_evaluator(evaluator)
        , m_context(context)
    {
        for (const Field& field : fields) {
            m_texts.push_back(cache.of(events, field));
            m_plans.push_back(m_texts.back()->plan(*events));
        }
    }

    bool run()
    {
        const std::size_t segments = m_events->segments().size();
        const std::size_t threads =
            std::max(std::size_t{1}, std::min<std::size_t>(m_evaluator.threads(), segments));
        m_tallies.assign(threads, std::vector<Tally>(m_texts.size()));
        std::atomic<std::size_t> next{0};
        const auto work = [&](std::vector<Tally>& tallies) {
            try {
                for (std::size_t i = next++; i < segments && !m_outOfMemory; i = next++) {
                    if (!countSegment(i, tallies))
                        return;
                }
                for (Tally& tally : tallies)
                    std::sort(tally.times.begin(), tally.times.end());
            } catch (const std::bad_alloc&) {
                m_outOfMemory = true;
            }
        };
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < threads; ++i)
            pool.emplace_back([&, i] { work(m_tallies[i]); });
        work(m_tallies[0]);
        pool.clear();
        return !m_context.cancelled();
    }
    bool isOutOfMemory() const { return m_outOfMemory; }

    std::vector<FacetPtr> take()
    {
        std::vector<FacetPtr> facets;
        for (std::size_t i = 0; i < m_texts.size(); ++i)
            facets.push_back(takeOne(i));
        return facets;
    }

private:
    bool countSegment(std::size_t index, std::vector<Tally>& tallies)
    {
        if (m_context.cancelled())
            return false;
        const SegmentPtr& segment = m_events->segments()[index];
        const RowsByBlock rows(*segment, m_rows.segment(index));
        if (rows.all().empty())
            return true;
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            const Derived derived = m_texts[i]->field().derived;
            if (derived == Derived::Time) {
                for (const std::uint16_t row : rows.all()) {
                    if (const std::uint32_t time = segment->rowTime(row))
                        tallies[i].times.push_back(time);
                }
            } else if (derived != Derived::None) {
                if (!countDerived(index, derived, rows, *m_texts[i], tallies[i]))
                    return false;
            } else if (!PathCounting(segment, *m_texts[i], *m_plans[i], tallies[i])
                            .count(rows, m_context)) {
                return false;
            }
        }
        return true;
    }

    bool countDerived(std::size_t index, Derived derived, const RowsByBlock& rows,
                      FacetTexts& texts, Tally& tally)
    {
        const auto values = m_evaluator.derived().get(m_events, index, derived, m_context);
        if (!values)
            return false;
        std::vector<std::uint32_t> ofSet(values->setCount());
        for (const std::uint16_t row : rows.all())
            ++ofSet[values->setOf(row)];
        const auto numbers =
            texts.numbers(m_events->segments()[index], *values,
                          dependsOnGeneration(derived) ? m_events->generation() : 0);
        for (std::uint32_t set = 0; set < ofSet.size(); ++set) {
            const auto codes = values->codesOf(set);
            tally.withField += codes.empty() ? 0 : ofSet[set];
            for (const std::uint32_t code : codes) {
                if (ofSet[set])
                    tally.add((*numbers)[code], ofSet[set]);
            }
        }
        return true;
    }

    // What the threads have, sorted.
    Facet::UuidCounts mergedUuids(std::size_t field)
    {
        std::vector<std::vector<Uuid>> lists;
        for (auto& tallies : m_tallies)
            std::ranges::move(tallies[field].uuids, std::back_inserter(lists));
        return countedTogether(std::move(lists), static_cast<unsigned>(m_tallies.size()));
    }
    std::vector<std::uint32_t> mergedTimes(std::size_t field)
    {
        std::vector<std::uint32_t> all;
        for (auto& tallies : m_tallies) {
            const std::vector<std::uint32_t>& part = tallies[field].times;
            const auto middle = static_cast<std::ptrdiff_t>(all.size());
            all.insert(all.end(), part.begin(), part.end());
            std::inplace_merge(all.begin(), all.begin() + middle, all.end());
        }
        return all;
    }

    // A UUID or a time that the store keeps as text, because it was written with escapes, is the
    // same value as the others.
    static bool joins(std::string_view text, std::uint32_t events, Facet& facet)
    {
        if (const auto uuid = uuidOf(text)) {
            auto& [values, counts] = facet.m_uuids;
            const auto it = std::lower_bound(values.begin(), values.end(), *uuid);
            if (it == values.end() || *it != *uuid)
                return false;
            counts.resize(values.size(), 1);
            counts[static_cast<std::size_t>(it - values.begin())] += events;
            return true;
        }
        const auto seconds = parseEventTime(text);
        if (!seconds || *seconds < 0 || *seconds > std::numeric_limits<std::uint32_t>::max())
            return false;
        auto& times = facet.m_times;
        const auto it = std::lower_bound(times.begin(), times.end(), *seconds,
                                         [](const auto& a, auto b) { return a.value < b; });
        if (it == times.end() || it->value != *seconds)
            return false;
        it->events += events;
        return true;
    }

    FacetPtr takeOne(std::size_t field)
    {
        auto facet = std::make_shared<Facet>();
        facet->m_field = m_texts[field]->field();
        facet->m_known = m_texts[field];
        facet->m_events = m_rows.count();
        Tally& sum = m_tallies.front()[field];
        for (std::size_t i = 1; i < m_tallies.size(); ++i) {
            const Tally& other = m_tallies[i][field];
            sum.withField += other.withField;
            for (std::uint32_t number = 0; number < other.texts.size(); ++number) {
                if (other.texts[number])
                    sum.add(number, other.texts[number]);
            }
        }
        facet->m_uuids = mergedUuids(field);
        for (const std::uint32_t time : mergedTimes(field)) {
            if (facet->m_times.empty() || facet->m_times.back().value != time)
                facet->m_times.push_back({time, 0});
            ++facet->m_times.back().events;
        }
        const auto lock = m_texts[field]->lock();
        for (std::uint32_t number = 0; number < sum.texts.size(); ++number) {
            if (sum.texts[number]
                && !joins(m_texts[field]->text(number), sum.texts[number], *facet))
                facet->m_texts.push_back({number, sum.texts[number]});
        }
        const bool isTime = facet->m_field.derived == Derived::Time;
        facet->m_withField = sum.withField;
        for (const auto& counted : facet->m_times)
            facet->m_withField += isTime ? counted.events : 0;
        return facet;
    }

    const std::shared_ptr<const store::EventStore>& m_events;
    const RowSet& m_rows;
    Evaluator& m_evaluator;
    const JobContext& m_context;
    std::vector<std::shared_ptr<FacetTexts>> m_texts; // by field
    std::vector<std::shared_ptr<const FieldPlan>> m_plans; // by field
    std::vector<std::vector<Tally>> m_tallies; // by thread and field
    std::atomic<bool> m_outOfMemory{false};
};

Result<std::vector<FacetPtr>> countFacets(const std::shared_ptr<const store::EventStore>& events,
                                          std::span<const Field> fields, const RowSet& rows,
                                          FacetCache& cache, Evaluator& evaluator,
                                          const JobContext& context)
{
    try {
        FacetCounting counting(events, rows, cache, evaluator, fields, context);
        if (!counting.run())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
        if (!counting.isOutOfMemory())
            return counting.take();
    } catch (const std::bad_alloc&) { }
    return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
}

} // namespace trailloupe::query
