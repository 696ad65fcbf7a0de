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
        const std::uint32_t number = m_segment.blockOf(row);
        std::optional<Plan>& plan = m_plans[number];
        if (!plan)
            plan = makePlan(m_segment.blocks()[number]);
        switch (plan->kind) {
        case Plan::Constant:
            return plan->constant;
        case Plan::Codes:
            return ofCode(plan->places.front(), *plan->column, row) == Outcome::Yes;
        case Plan::Places:
            break;
        case Plan::Json:
            return ofEvent(row);
        }
        return ofPlaces(m_segment.blocks()[number], *plan, row);
    }

private:
    struct Plan
    {
        enum Kind : std::uint8_t
        {
            Constant,
            Codes, // one value, in a dictionary
            Places,
            Json, // the event has to be rebuilt
        };
        Kind kind = Constant;
        bool constant = false;
        bool decided = false; // some value needs no column, so that the field is never missing
        const Segment::Column* column = nullptr;
        std::vector<FieldPlace> places;
    };
    // By code: for texts, numbers and subtrees, which may share a dictionary.
    using Memo = std::array<std::vector<Outcome>, 3>;

    Plan makePlan(const Segment::Block& block)
    {
        Plan plan;
        plan.places = placesOf(*m_scan.m_paths, m_scan.m_events->schema().shape(block.shape));
        const bool container =
            std::any_of(plan.places.begin(), plan.places.end(),
                        [](const FieldPlace& place) { return place.isContainer; });
        if (container && m_scan.m_matcher.needsJson()) {
            plan.kind = Plan::Json;
            return plan;
        }
        std::erase_if(plan.places, [&](const FieldPlace& place) {
            if (!place.isContainer && hasColumn(place.kind))
                return false;
            plan.decided = true;
            const ValueKind kind =
                place.isContainer ? ValueKind::Json : store::valueKindOf(place.kind);
            plan.constant = plan.constant || m_scan.m_matcher.matches(kind, textOf(place.kind));
            return true;
        });
        if (plan.constant)
            return plan;
        if (plan.places.empty()) {
            plan.constant = !plan.decided && m_scan.m_matcher.matches(ValueKind::Missing, {});
            return plan;
        }
        plan.kind = Plan::Places;
        if (plan.places.size() == 1 && hasDictionary(plan.places.front().kind)
            && plan.places.front().kind != LeafKind::Json) {
            plan.kind = Plan::Codes;
            plan.column = &m_segment.column(block, plan.places.front().column);
        }
        return plan;
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

    bool ofPlaces(const Segment::Block& block, const Plan& plan, std::uint32_t row)
    {
        bool found = plan.decided;
        for (const FieldPlace& place : plan.places) {
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
            return ofCode(place, column, row);
        }
    }

    Outcome ofCode(const FieldPlace& place, const Segment::Column& column, std::uint32_t row)
    {
        const std::uint32_t code = m_segment.code(column, m_segment.indexInBlock(row), row);
        auto& memo = m_byCode[column.dictionary][static_cast<std::size_t>(place.kind)];
        const auto& dictionary = m_segment.dictionaries()[column.dictionary];
        if (memo.empty())
            memo.resize(dictionary.count);
        // Numbers of elements make the same text mean different things.
        const bool keeps = place.kind != LeafKind::Json || place.indexes.empty();
        if (keeps && memo[code] != Outcome::Unknown)
            return memo[code];
        const std::string_view text = m_segment.dictionaryValue(dictionary, code);
        memo[code] = place.kind == LeafKind::Json
            ? inside(place, text)
            : outcomeOf(m_scan.m_matcher.matches(store::valueKindOf(place.kind), text));
        return memo[code];
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
        m_scan.m_paths->findInside(place.path, place.indexes, *document, nodes);
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
    std::vector<std::optional<Plan>> m_plans; // by block
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
        m_paths = std::make_shared<PathMatcher>(field.path, m_events->paths());
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
        std::uint32_t seen = 0;
        bool cancelled = false;
        forCandidates(scanned.rowCount(), candidates, [&](std::uint32_t row) {
            if ((++seen & 0x3FF) == 0 && !cancelled)
                cancelled = context.cancelled();
            if (!cancelled && of.fulfils(row))
                setBit(rows, row);
        });
        return !cancelled;
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
    forCandidates(m_events->segments()[segment]->rowCount(), candidates, [&](std::uint32_t row) {
        const auto codes = values->codes(row);
        if (codes.empty() ? onMissing
                          : std::any_of(codes.begin(), codes.end(),
                                        [&](std::uint32_t code) { return fits[code]; }))
            setBit(rows, row);
    });
    return !context.cancelled();
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
