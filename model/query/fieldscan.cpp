#include "model/query/fieldscan.h"

#include "model/base/asciitext.h"
#include "model/base/timestamp.h"
#include "model/store/eventjson.h"
#include "model/store/nodekind.h"

#include <algorithm>
#include <array>
#include <optional>

namespace trailloupe::query {

using store::LeafKind;
using store::Segment;
using store::ValueKind;

namespace {

// What some place of a row says about the test.
enum class Outcome : std::uint8_t
{
    Unknown,
    Nothing, // there is no value of the field
    No,
    Yes,
};

Outcome outcomeOf(bool fits)
{
    return fits ? Outcome::Yes : Outcome::No;
}

} // namespace

// One segment while it is scanned: what was found out about its dictionaries and blocks.
class FieldScan::OfSegment
{
public:
    OfSegment(const FieldScan& scan, const Segment& segment)
        : m_scan(scan)
        , m_segment(segment)
        , m_plans(segment.blocks().size())
        , m_byCode(segment.dictionaries().size())
        , m_uuids(uuidsOf(scan.m_matcher.test()))
    { }

    bool fulfils(std::uint32_t row)
    {
        const std::uint32_t block = m_segment.blockOf(row);
        const Plan& plan = m_plans[block];
        if (plan.kind == Plan::Codes) {
            const std::uint32_t code =
                m_segment.code(*plan.column, m_segment.indexInBlock(row), row);
            const Outcome known = plan.memo[code];
            return (known != Outcome::Unknown ? known : ofCode(plan, code)) == Outcome::Yes;
        }
        if (plan.kind == Plan::Yes || plan.kind == Plan::No)
            return plan.kind == Plan::Yes;
        return fulfilsSlowly(row, block);
    }

private:
    struct Plan
    {
        enum Kind : std::uint8_t
        {
            Unknown,
            Yes, // of every row
            No,
            Codes, // one value, in a dictionary
            Places,
            Json, // the event has to be rebuilt
        };
        Kind kind = Unknown;
        LeafKind leaf = LeafKind::Text; // of the codes
        const Segment::Column* column = nullptr;
        Outcome* memo = nullptr;
        std::uint32_t places = 0; // index into m_places
    };
    struct Places
    {
        bool decided = false; // some value needs no column, so that the field is never missing
        std::vector<FieldPlace> withColumn;
    };
    // By code: for texts, numbers and subtrees, which may share a dictionary.
    using Memo = std::array<std::vector<Outcome>, 3>;

    [[gnu::noinline]] bool fulfilsSlowly(std::uint32_t row, std::uint32_t block)
    {
        Plan& plan = m_plans[block];
        if (plan.kind == Plan::Unknown) {
            plan = makePlan(m_segment.blocks()[block]);
            return fulfils(row);
        }
        return plan.kind == Plan::Json
            ? ofEvent(row)
            : ofPlaces(m_segment.blocks()[block], m_places[plan.places], row);
    }

    Plan makePlan(const Segment::Block& block)
    {
        Plan plan;
        const std::vector<FieldPlace>& all = m_scan.m_plan->byShape[block.shape.index()];
        const ValueMatcher& matcher = m_scan.m_matcher;
        const bool container = std::any_of(
            all.begin(), all.end(), [](const FieldPlace& place) { return place.isContainer; });
        if (container && matcher.needsJson()) {
            plan.kind = Plan::Json;
            return plan;
        }
        bool fits = false;
        Places places;
        for (const FieldPlace& place : all) {
            if (!place.isContainer && hasColumn(place.kind)) {
                places.withColumn.push_back(place);
                continue;
            }
            places.decided = true;
            const ValueKind kind =
                place.isContainer ? ValueKind::Json : store::valueKindOf(place.kind);
            fits = fits || matcher.matches(kind, textOf(place.kind));
        }
        if (places.withColumn.empty())
            fits = fits || (!places.decided && matcher.matches(ValueKind::Missing, {}));
        if (fits || places.withColumn.empty()) {
            plan.kind = fits ? Plan::Yes : Plan::No;
            return plan;
        }
        const FieldPlace& first = places.withColumn.front();
        if (places.withColumn.size() == 1 && hasDictionary(first.kind)
            && first.kind != LeafKind::Json)
            return planOfCodes(first.kind, m_segment.column(block, first.column));
        plan.kind = Plan::Places;
        plan.places = static_cast<std::uint32_t>(m_places.size());
        m_places.push_back(std::move(places));
        return plan;
    }

    Plan planOfCodes(LeafKind leaf, const Segment::Column& column)
    {
        Plan plan;
        plan.kind = Plan::Codes;
        plan.leaf = leaf;
        plan.column = &column;
        plan.memo = memoOf(leaf, column.dictionary).data();
        if (column.width == 0)
            plan.kind = ofCode(plan, column.base) == Outcome::Yes ? Plan::Yes : Plan::No;
        return plan;
    }

    std::vector<Outcome>& memoOf(LeafKind leaf, std::uint32_t dictionary)
    {
        auto& memo = m_byCode[dictionary][static_cast<std::size_t>(leaf)];
        if (memo.empty())
            memo.resize(m_segment.dictionaries()[dictionary].count);
        return memo;
    }

    [[gnu::noinline]] Outcome ofCode(const Plan& plan, std::uint32_t code)
    {
        Outcome& outcome = plan.memo[code];
        if (outcome == Outcome::Unknown) {
            const auto& dictionary = m_segment.dictionaries()[plan.column->dictionary];
            outcome = outcomeOf(m_scan.m_matcher.matches(
                store::valueKindOf(plan.leaf), m_segment.dictionaryValue(dictionary, code)));
        }
        return outcome;
    }

    static std::string_view textOf(LeafKind kind)
    {
        switch (kind) {
        case LeafKind::True:
            return "true";
        case LeafKind::False:
            return "false";
        case LeafKind::EmptyObject:
            return "{}";
        case LeafKind::EmptyArray:
            return "[]";
        default:
            return {};
        }
    }

    bool ofPlaces(const Segment::Block& block, const Places& places, std::uint32_t row)
    {
        bool found = places.decided;
        for (const FieldPlace& place : places.withColumn) {
            const Outcome outcome = ofPlace(block, place, row);
            if (outcome == Outcome::Yes)
                return true;
            found = found || outcome == Outcome::No;
        }
        return !found && m_scan.m_matcher.matches(ValueKind::Missing, {});
    }

    Outcome ofPlace(const Segment::Block& block, const FieldPlace& place, std::uint32_t row)
    {
        const Segment::Column& column = m_segment.column(block, place.column);
        switch (place.kind) {
        case LeafKind::Uuid:
            return ofUuid(m_segment.uuid(column, m_segment.indexInBlock(row)));
        case LeafKind::Time:
            return outcomeOf(m_scan.m_matcher.matches(
                ValueKind::Text,
                formatEventTime(m_segment.code(column, m_segment.indexInBlock(row), row))));
        default:
            return ofDictionary(place, column, row);
        }
    }

    Outcome ofDictionary(const FieldPlace& place, const Segment::Column& column, std::uint32_t row)
    {
        const std::uint32_t code = m_segment.code(column, m_segment.indexInBlock(row), row);
        Outcome& memo = memoOf(place.kind, column.dictionary)[code];
        // Numbers of elements make the same text mean different things.
        const bool keeps = place.kind != LeafKind::Json || place.indexes.empty();
        if (keeps && memo != Outcome::Unknown)
            return memo;
        const std::string_view text =
            m_segment.dictionaryValue(m_segment.dictionaries()[column.dictionary], code);
        memo = place.kind == LeafKind::Json
            ? inside(place, text)
            : outcomeOf(m_scan.m_matcher.matches(store::valueKindOf(place.kind), text));
        return memo;
    }

    Outcome ofUuid(const std::uint8_t* bytes)
    {
        const ValueMatcher& matcher = m_scan.m_matcher;
        if (m_uuids) {
            const bool fits = std::any_of(m_uuids->begin(), m_uuids->end(), [&](const Uuid& uuid) {
                return std::equal(uuid.begin(), uuid.end(), bytes);
            });
            return outcomeOf(fits != matcher.test().negated);
        }
        m_scratch.clear();
        store::formatUuid(bytes, m_scratch);
        return outcomeOf(matcher.matches(ValueKind::Text, m_scratch));
    }

    // A subtree that is kept as text.
    Outcome inside(const FieldPlace& place, std::string_view json)
    {
        const auto document = JsonDocument::parse(json);
        if (!document)
            return Outcome::Nothing;
        std::vector<std::uint32_t> nodes;
        m_scan.m_plan->paths.findInside(place.path, place.indexes, *document, nodes);
        Outcome outcome = Outcome::Nothing;
        for (const std::uint32_t at : nodes) {
            const auto& node = document->node(at);
            const bool isText = node.kind == JsonDocument::Kind::String;
            const std::string_view text =
                isText ? std::string_view(node.text) : json.substr(node.offset, node.length);
            if (m_scan.m_matcher.matches(store::kindOf(node), text))
                return Outcome::Yes;
            outcome = Outcome::No;
        }
        return outcome;
    }

    bool ofEvent(std::uint32_t row)
    {
        m_scratch.clear();
        store::appendEventJson(m_scan.m_events->schema(), m_segment, row, m_scratch);
        FieldPlace whole;
        whole.path = store::PathTable::root();
        const std::string json = m_scratch;
        const Outcome outcome = inside(whole, json);
        return outcome == Outcome::Yes
            || (outcome == Outcome::Nothing && m_scan.m_matcher.matches(ValueKind::Missing, {}));
    }

    // The operands of an equality as UUIDs: other texts can equal none. Nothing when the text of a
    // UUID has to be looked at.
    using Uuid = std::array<std::uint8_t, Segment::kUuidWidth>;
    static std::optional<std::vector<Uuid>> uuidsOf(const FieldTest& test)
    {
        if (test.op != FieldTest::Op::Equal)
            return std::nullopt;
        std::vector<Uuid> uuids;
        for (const std::string& operand : test.operands) {
            Uuid uuid;
            if (store::parseUuid(test.foldCase ? lowerAscii(operand) : operand, uuid.data()))
                uuids.push_back(uuid);
        }
        return uuids;
    }

    const FieldScan& m_scan;
    const Segment& m_segment;
    std::vector<Plan> m_plans; // by block
    std::vector<Places> m_places; // of the plans that need them
    std::vector<Memo> m_byCode; // by dictionary
    std::optional<std::vector<Uuid>> m_uuids;
    std::string m_scratch;
};

static_assert(static_cast<int>(LeafKind::Json) == 2, "the kinds that have a dictionary come first");

FieldScan::FieldScan(ValueMatcher matcher, std::shared_ptr<const store::EventStore> events)
    : m_matcher(std::move(matcher))
    , m_events(std::move(events))
{
    const Field& field = m_matcher.test().field;
    if (field.derived == Derived::None)
        m_plan = std::make_shared<const FieldPlan>(field.path, *m_events);
}

Result<FieldScan> FieldScan::compile(const FieldTest& test,
                                     std::shared_ptr<const store::EventStore> events)
{
    auto matcher = ValueMatcher::compile(test);
    if (!matcher)
        return matcher.error();
    return FieldScan(std::move(matcher).value(), std::move(events));
}

bool FieldScan::scan(std::size_t segment, const RowBits* candidates, DerivedCache& derived,
                     const JobContext& context, RowBits& rows) const
{
    const Segment& scanned = *m_events->segments()[segment];
    if (m_matcher.test().field.derived == Derived::Time)
        scanTime(scanned, rows);
    else if (m_matcher.test().field.derived != Derived::None)
        return scanDerived(segment, candidates, derived, context, rows);
    else {
        OfSegment of(*this, scanned);
        return testRows(scanned.rowCount(), candidates, context, rows,
                        [&](std::uint32_t row) { return of.fulfils(row); });
    }
    return !context.cancelled();
}

bool FieldScan::scanDerived(std::size_t segment, const RowBits* candidates, DerivedCache& derived,
                            const JobContext& context, RowBits& rows) const
{
    const auto values = derived.get(m_events, segment, m_matcher.test().field.derived, context);
    if (!values)
        return false;
    std::vector<bool> fits;
    for (const std::string& value : values->values())
        fits.push_back(m_matcher.matches(ValueKind::Text, value));
    const bool onMissing = m_matcher.matches(ValueKind::Missing, {});
    std::vector<std::uint8_t> setFits;
    for (std::uint32_t set = 0; set < values->setCount(); ++set) {
        const auto codes = values->codesOf(set);
        setFits.push_back(codes.empty()
                              ? onMissing
                              : std::any_of(codes.begin(), codes.end(),
                                            [&](std::uint32_t code) { return fits[code]; }));
    }
    return testRows(m_events->segments()[segment]->rowCount(), candidates, context, rows,
                    [&](std::uint32_t row) { return setFits[values->setOf(row)]; });
}

void FieldScan::scanTime(const Segment& segment, RowBits& rows) const
{
    // Neighbours are of the same time more often than not.
    std::uint32_t last = 0;
    bool fits = m_matcher.matches(ValueKind::Missing, {});
    const bool onMissing = fits;
    for (std::uint32_t row = 0; row < segment.rowCount(); ++row) {
        const std::uint32_t time = segment.rowTime(row);
        if (time != last) {
            last = time;
            fits = time ? m_matcher.matches(ValueKind::Text, formatEventTime(time)) : onMissing;
        }
        if (fits)
            setBit(rows, row);
    }
}

} // namespace trailloupe::query
