#include "model/query/textscan.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/query/fieldscan.h"
#include "model/query/uuidlists.h"
#include "model/store/eventjson.h"

#include <algorithm>
#include <map>
#include <optional>

namespace trailloupe::query {

using store::LeafKind;
using store::Segment;
using store::Shape;
using store::ShapeToken;

namespace {

constexpr std::string_view kUuidLetters = "0123456789abcdef-";
constexpr std::string_view kTimeLetters = "0123456789-:TZtz";

TextPattern::Op patternOp(TextTest::Op op)
{
    switch (op) {
    case TextTest::Op::Contains:
        return TextPattern::Op::Contains;
    case TextTest::Op::Glob:
        return TextPattern::Op::Glob;
    case TextTest::Op::Regex:
        return TextPattern::Op::Regex;
    case TextTest::Op::Equal:
    case TextTest::Op::Delimited:
        break;
    }
    return TextPattern::Op::Equal;
}

} // namespace

// One segment while it is scanned: which codes of its dictionaries fit, and which columns of each
// block may hold one. Both are found out when the first row asks for them.
class TextScan::OfSegment
{
public:
    OfSegment(const TextScan& scan, const Segment& segment)
        : m_scan(scan)
        , m_segment(segment)
        , m_plans(segment.blocks().size())
        , m_codes(segment.dictionaries().size())
        , m_uuids(scan.m_operand)
        , m_inUuids(scan.mayBeIn(kUuidLetters))
        , m_inTimes(scan.mayBeIn(kTimeLetters))
        , m_true(scan.m_pattern.matches("true"))
        , m_false(scan.m_pattern.matches("false"))
    { }

    bool fulfils(std::uint32_t row)
    {
        const std::uint32_t block = m_segment.blockOf(row);
        if (m_plans[block].kind == Plan::Unknown)
            m_plans[block] = makePlan(m_segment.blocks()[block]);
        const Plan& plan = m_plans[block];
        if (plan.kind != Plan::Columns)
            return plan.kind == Plan::Yes;
        const std::uint32_t index = m_segment.indexInBlock(row);
        return std::any_of(m_columns.begin() + plan.first, m_columns.begin() + plan.end,
                           [&](const Column& column) {
                               return column.fits
                                   ? column.fits[m_segment.code(*column.packed, index, row)] != 0
                                   : holds(column, index, row);
                           });
    }

private:
    // That may hold a fitting value.
    struct Column
    {
        LeafKind kind = LeafKind::Text;
        const Segment::Column* packed = nullptr;
        const std::uint8_t* fits = nullptr; // by code, of a text or number
    };
    struct Plan
    {
        enum Kind : std::uint8_t
        {
            Unknown,
            Yes, // every row
            No,
            Columns, // [first, end) of m_columns
        };
        Kind kind = Unknown;
        std::uint32_t first = 0;
        std::uint32_t end = 0;
    };
    struct Codes
    {
        bool isKnown = false;
        std::vector<std::uint8_t> fits; // empty where none does
    };

    Plan makePlan(const Segment::Block& block)
    {
        Plan plan;
        plan.first = static_cast<std::uint32_t>(m_columns.size());
        bool always = false;
        std::uint32_t number = 0;
        for (const ShapeToken& token : m_scan.m_events->schema().shape(block.shape).tokens()) {
            if (token.op != ShapeToken::Op::Leaf)
                continue;
            if (hasColumn(token.kind))
                always = addColumn(token.kind, m_segment.column(block, number++));
            else
                always = (token.kind == LeafKind::True && m_true)
                    || (token.kind == LeafKind::False && m_false);
            if (always)
                break;
        }
        plan.end = static_cast<std::uint32_t>(m_columns.size());
        plan.kind = always ? Plan::Yes : plan.first == plan.end ? Plan::No : Plan::Columns;
        return plan;
    }

    // True when every row holds a fitting value there.
    bool addColumn(LeafKind kind, const Segment::Column& packed)
    {
        Column column{kind, &packed, nullptr};
        if (kind == LeafKind::Text || kind == LeafKind::Number) {
            const Codes& codes = codesOf(packed.dictionary);
            if (codes.fits.empty())
                return false;
            if (packed.width == 0)
                return codes.fits[packed.base] != 0;
            column.fits = codes.fits.data();
        } else if ((kind == LeafKind::Uuid && !m_inUuids)
                   || (kind == LeafKind::Time && !m_inTimes)) {
            return false;
        }
        m_columns.push_back(column);
        return false;
    }

    const Codes& codesOf(std::uint32_t dictionary)
    {
        Codes& codes = m_codes[dictionary];
        if (!codes.isKnown)
            codes = {true, m_scan.codesOf(m_segment, m_segment.dictionaries()[dictionary])};
        return codes;
    }

    bool holds(const Column& column, std::uint32_t index, std::uint32_t row)
    {
        if (column.kind == LeafKind::Uuid) {
            const std::uint8_t* const uuid = m_segment.uuid(*column.packed, index);
            // The text of a UUID is lower case, and so is an operand that may stand in one.
            if (m_scan.m_op == TextTest::Op::Contains)
                return m_uuids.isIn(uuidOf(uuid));
            m_scratch.clear();
            store::formatUuid(uuid, m_scratch);
            return m_scan.m_pattern.matches(m_scratch);
        }
        const std::uint32_t code = m_segment.code(*column.packed, index, row);
        if (column.kind == LeafKind::Time)
            return m_scan.m_pattern.matches(formatEventTime(code));
        return holdsInside(column.packed->dictionary, code);
    }

    // A subtree that is kept as text: its values, not its names and brackets.
    bool holdsInside(std::uint32_t dictionary, std::uint32_t code)
    {
        const auto [it, isNew] = m_inside.try_emplace({dictionary, code}, false);
        if (!isNew)
            return it->second;
        const std::string_view json =
            m_segment.dictionaryValue(m_segment.dictionaries()[dictionary], code);
        const auto document = JsonDocument::parse(json);
        if (!document)
            return false;
        it->second = std::any_of(document->nodes().begin(), document->nodes().end(),
                                 [&](const JsonDocument::Node& node) {
                                     using Kind = JsonDocument::Kind;
                                     if (node.kind == Kind::String || node.kind == Kind::Number)
                                         return m_scan.m_pattern.matches(node.text);
                                     return (node.kind == Kind::True && m_true)
                                         || (node.kind == Kind::False && m_false);
                                 });
        return it->second;
    }

    const TextScan& m_scan;
    const Segment& m_segment;
    std::vector<Plan> m_plans; // by block
    std::vector<Column> m_columns; // of the plans
    std::vector<Codes> m_codes; // by dictionary
    std::map<std::pair<std::uint32_t, std::uint32_t>, bool> m_inside; // by dictionary and code
    UuidSearch m_uuids;
    bool m_inUuids;
    bool m_inTimes;
    bool m_true;
    bool m_false;
    std::string m_scratch;
};

TextScan::TextScan(TextPattern pattern, TextTest test,
                   std::shared_ptr<const store::EventStore> events)
    : m_pattern(std::move(pattern))
    , m_op(test.op)
    , m_scope(test.scope)
    , m_operand(std::move(test.operand))
    , m_events(std::move(events))
{
    if (test.foldCase)
        m_operand = lowerAscii(m_operand);
}

Result<TextScan> TextScan::compile(const TextTest& test,
                                   std::shared_ptr<const store::EventStore> events)
{
    if (test.op == TextTest::Op::Delimited) {
        auto delimited = DelimitedMatcher::compile(test.operand);
        if (!delimited)
            return delimited.error();
        TextScan scan({}, test, std::move(events));
        scan.m_delimited = std::move(delimited).value();
        scan.m_scope = TextTest::Scope::Json;
        return scan;
    }
    auto pattern = TextPattern::compile(patternOp(test.op), {test.operand}, test.foldCase);
    if (!pattern)
        return pattern.error();
    return TextScan(std::move(pattern).value(), test, std::move(events));
}

// Whether a text of these letters alone can fit. Saves looking at millions of UUIDs for a name.
bool TextScan::mayBeIn(std::string_view alphabet) const
{
    if (m_op == TextTest::Op::Regex)
        return true;
    return std::all_of(m_operand.begin(), m_operand.end(), [&](char c) {
        return alphabet.find(c) != std::string_view::npos
            || (m_op == TextTest::Op::Glob && c == '*');
    });
}

// The codes that fit; empty when none does.
std::vector<std::uint8_t> TextScan::codesOf(const Segment& segment,
                                            const Segment::Dictionary& dictionary) const
{
    std::vector<std::uint8_t> codes;
    const auto mark = [&](std::uint32_t code) {
        codes.resize(dictionary.count);
        codes[code] = 1;
    };
    if (dictionary.count == 0)
        return codes;
    if (m_op != TextTest::Op::Contains || m_operand.empty()) {
        for (std::uint32_t code = 0; code < dictionary.count; ++code) {
            if (m_pattern.matches(segment.dictionaryValue(dictionary, code)))
                mark(code);
        }
        return codes;
    }
    // All values stand one behind the other: one search finds them all.
    const char* const begin = segment.dictionaryValue(dictionary, 0).data();
    const std::string_view lastValue = segment.dictionaryValue(dictionary, dictionary.count - 1);
    const char* const end = lastValue.data() + lastValue.size();
    for (const char* at = begin; at < end;) {
        const auto found = m_pattern.find({at, static_cast<std::size_t>(end - at)});
        if (!found)
            break;
        const char* const place = at + found->offset;
        // The value that holds the place: the first one that ends behind it.
        std::uint32_t low = 0, high = dictionary.count - 1;
        while (low < high) {
            const std::uint32_t middle = low + (high - low) / 2;
            const std::string_view value = segment.dictionaryValue(dictionary, middle);
            if (value.data() + value.size() > place)
                high = middle;
            else
                low = middle + 1;
        }
        const std::string_view value = segment.dictionaryValue(dictionary, low);
        const char* const valueEnd = value.data() + value.size();
        if (place + found->length <= valueEnd) {
            mark(low);
            at = valueEnd;
        } else {
            at = place + 1; // across two values
        }
    }
    return codes;
}

bool TextScan::scan(std::size_t segment, const RowBits* candidates, const JobContext& context,
                    RowBits& rows) const
{
    const Segment& scanned = *m_events->segments()[segment];
    if (m_scope == TextTest::Scope::Values) {
        OfSegment values(*this, scanned);
        return testRows(scanned.rowCount(), candidates, context, rows,
                        [&](std::uint32_t row) { return values.fulfils(row); });
    }
    std::string json;
    return testRows(scanned.rowCount(), candidates, context, rows, [&](std::uint32_t row) {
        json.clear();
        store::appendEventJson(m_events->schema(), scanned, row, json);
        return m_delimited ? m_delimited->matches(json) : m_pattern.matches(json);
    });
}

} // namespace trailloupe::query
