#include "model/timeline/lanesets.h"

#include "model/base/jsondocument.h"
#include "model/store/segment.h"

#include <algorithm>
#include <utility>

namespace trailloupe::timeline {

using query::FieldPlace;
using store::LeafKind;
using store::Segment;

LaneChoice::LaneChoice(std::vector<std::string> values)
    : m_values(std::move(values))
{
    for (std::size_t i = 0; i < m_values.size(); ++i)
        m_lanes.emplace(m_values[i], static_cast<LaneNumber>(i));
}

LaneSets::LaneSets(const LaneChoice& choice, std::uint32_t rows)
    : m_set(rows, choice.noValue())
    , m_noValue(choice.noValue())
{
    for (std::size_t i = 0; i < choice.count(); ++i)
        m_singles.push_back(static_cast<LaneNumber>(i));
}

std::uint32_t LaneSets::setOf(std::vector<LaneNumber>& lanes)
{
    if (lanes.empty())
        return m_noValue;
    std::sort(lanes.begin(), lanes.end());
    lanes.erase(std::unique(lanes.begin(), lanes.end()), lanes.end());
    if (lanes.size() == 1)
        return lanes.front();
    const auto next = static_cast<std::uint32_t>(m_singles.size() + m_several.size());
    const auto [it, isNew] = m_known.try_emplace(lanes, next);
    if (isNew)
        m_several.push_back(lanes);
    return it->second;
}

class LaneSets::Making
{
public:
    Making(LaneSets& sets, const Segment& segment, const query::RowBits& rows,
           const query::FieldPlan& plan, const LaneChoice& choice)
        : m_sets(sets)
        , m_segment(segment)
        , m_rows(rows)
        , m_plan(plan)
        , m_choice(choice)
        , m_laneOfCode(segment.dictionaries().size())
        , m_subtrees(segment.dictionaries().size())
    { }

    // False when cancelled.
    bool run(const JobContext& context)
    {
        for (const Segment::Block& block : m_segment.blocks())
            m_ways.push_back(wayOf(block));
        constexpr std::size_t kWordsBetweenLooks = 16; // at the cancel flag
        for (std::size_t word = 0; word < m_rows.size(); ++word) {
            if (word % kWordsBetweenLooks == 0 && context.cancelled())
                return false;
            for (std::uint64_t rest = m_rows[word]; rest; rest &= rest - 1)
                look(static_cast<std::uint32_t>(word * 64)
                     + static_cast<std::uint32_t>(__builtin_ctzll(rest)));
        }
        return true;
    }

private:
    // How the lane of an event of a block is found.
    struct Way
    {
        const Segment::Column* column = nullptr; // the one place, in a dictionary
        std::uint32_t lane = 0; // without a column: of all of them
        bool isSlow = false;
    };

    Way wayOf(const Segment::Block& block) const
    {
        const auto& places = m_plan.byShape[block.shape.index()];
        if (places.empty())
            return {nullptr, m_choice.noValue(), false};
        const FieldPlace& place = places.front();
        if (places.size() > 1 || (!place.isContainer && place.kind == LeafKind::Json))
            return {nullptr, 0, true};
        if (!place.isContainer && store::hasDictionary(place.kind))
            return {&m_segment.column(block, place.column), 0, false};
        if (!place.isContainer && store::hasColumn(place.kind))
            return {nullptr, 0, true};
        return {nullptr, constant(place).value_or(m_choice.noValue()), false};
    }

    std::optional<LaneNumber> constant(const FieldPlace& place) const
    {
        if (place.isContainer)
            return std::nullopt;
        if (place.kind == LeafKind::True)
            return m_choice.of("true");
        if (place.kind == LeafKind::False)
            return m_choice.of("false");
        return std::nullopt;
    }

    void look(std::uint32_t row)
    {
        const std::uint32_t number = m_segment.blockOf(row);
        const Way& way = m_ways[number];
        if (way.column)
            m_sets.m_set[row] = lanes(way.column->dictionary)[m_segment.code(
                *way.column, m_segment.indexInBlock(row), row)];
        else
            m_sets.m_set[row] = way.isSlow ? slowSet(m_segment.blocks()[number], row) : way.lane;
    }

    const std::vector<LaneNumber>& lanes(std::uint32_t dictionary)
    {
        auto& lanes = m_laneOfCode[dictionary];
        const Segment::Dictionary& texts = m_segment.dictionaries()[dictionary];
        if (lanes.empty()) {
            lanes.reserve(texts.count);
            for (std::uint32_t code = 0; code < texts.count; ++code)
                lanes.push_back(m_choice.of(m_segment.dictionaryValue(texts, code)));
        }
        return lanes;
    }

    // An event with several places, or values that are no codes.
    std::uint32_t slowSet(const Segment::Block& block, std::uint32_t row)
    {
        m_found.clear();
        for (const FieldPlace& place : m_plan.byShape[block.shape.index()]) {
            if (place.isContainer || !store::hasColumn(place.kind)) {
                if (const auto lane = constant(place))
                    m_found.push_back(*lane);
            } else if (place.kind == LeafKind::Json) {
                addSubtree(block, place, row);
            } else {
                m_found.push_back(m_choice.of(
                    m_segment.leafText(block, row, place.column, place.kind, m_scratch)));
            }
        }
        return m_sets.setOf(m_found);
    }

    void addSubtree(const Segment::Block& block, const FieldPlace& place, std::uint32_t row)
    {
        const Segment::Column& column = m_segment.column(block, place.column);
        const std::uint32_t code = m_segment.code(column, m_segment.indexInBlock(row), row);
        const std::string_view json =
            m_segment.dictionaryValue(m_segment.dictionaries()[column.dictionary], code);
        if (!place.indexes.empty()) { // the same text may mean something else elsewhere
            const auto lanes = inside(place, json);
            m_found.insert(m_found.end(), lanes.begin(), lanes.end());
            return;
        }
        const auto [it, isNew] = m_subtrees[column.dictionary].try_emplace(code);
        if (isNew)
            it->second = inside(place, json);
        m_found.insert(m_found.end(), it->second.begin(), it->second.end());
    }

    // A subtree that is kept as text.
    std::vector<LaneNumber> inside(const FieldPlace& place, std::string_view json) const
    {
        std::vector<LaneNumber> lanes;
        const auto document = JsonDocument::parse(json);
        if (!document)
            return lanes;
        std::vector<std::uint32_t> nodes;
        m_plan.paths.findInside(place.path, place.indexes, *document, nodes);
        for (const std::uint32_t at : nodes) {
            const auto& node = document->node(at);
            using Kind = JsonDocument::Kind;
            if (node.kind == Kind::String)
                lanes.push_back(m_choice.of(node.text));
            else if (node.kind == Kind::Number || node.kind == Kind::True
                     || node.kind == Kind::False)
                lanes.push_back(m_choice.of(json.substr(node.offset, node.length)));
        }
        return lanes;
    }

    LaneSets& m_sets;
    const Segment& m_segment;
    const query::RowBits& m_rows;
    const query::FieldPlan& m_plan;
    const LaneChoice& m_choice;
    std::vector<Way> m_ways; // by block
    std::vector<std::vector<LaneNumber>> m_laneOfCode; // by dictionary
    std::vector<std::unordered_map<std::uint32_t, std::vector<LaneNumber>>> m_subtrees;
    std::vector<LaneNumber> m_found; // scratch
    std::string m_scratch;
};

std::unique_ptr<const LaneSets> LaneSets::make(
    const std::shared_ptr<const store::EventStore>& events, std::size_t index,
    const query::RowBits& rows, const query::Field& field, const query::FieldPlan* plan,
    const LaneChoice& choice, query::Evaluator& evaluator, const JobContext& context)
{
    const Segment& segment = *events->segments()[index];
    std::unique_ptr<LaneSets> sets(new LaneSets(choice, segment.rowCount()));
    if (field.derived == query::Derived::None) {
        if (!Making(*sets, segment, rows, *plan, choice).run(context))
            return nullptr;
        return sets;
    }
    const auto values = evaluator.derived().get(events, index, field.derived, context);
    if (!values)
        return nullptr;
    std::vector<LaneNumber> laneOfCode;
    for (const std::string& value : values->values())
        laneOfCode.push_back(choice.of(value));
    std::vector<std::uint32_t> laneSetOf;
    std::vector<LaneNumber> lanes;
    for (std::uint32_t set = 0; set < values->setCount(); ++set) {
        lanes.clear();
        for (const std::uint32_t code : values->codesOf(set))
            lanes.push_back(laneOfCode[code]);
        laneSetOf.push_back(sets->setOf(lanes));
    }
    for (std::uint32_t row = 0; row < segment.rowCount(); ++row)
        sets->m_set[row] = laneSetOf[values->setOf(row)];
    return sets;
}

} // namespace trailloupe::timeline
