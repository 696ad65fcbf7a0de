#include "model/store/eventwriter.h"

#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/store/eventjson.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trailloupe::store {
namespace {

// Events outside of this are parked as undated: CloudTrail did not exist, or the field is not a
// date at all.
constexpr std::int64_t kEarliestSeconds = 1136073600; // 2006-01-01
constexpr std::int64_t kLatestSeconds = 4102444800; // 2100-01-01

constexpr std::array<std::string_view, 6> kEventMembers = {
    "eventName", "eventSource", "eventTime", "eventID", "eventVersion", "eventType"};

std::uint32_t wordsOf(LeafKind kind)
{
    return !hasColumn(kind) ? 0 : kind == LeafKind::Uuid ? 4 : 1;
}

std::uint8_t widthFor(std::uint32_t span)
{
    return static_cast<std::uint8_t>((std::bit_width(span) + 7) / 8);
}

// Every `stride`th word less `base`, in `width` bytes each.
void appendNarrow(std::vector<std::uint8_t>& bytes, const std::uint32_t* at, std::size_t stride,
                  std::size_t rows, std::uint32_t base, std::uint32_t width)
{
    const std::size_t begin = bytes.size();
    bytes.resize(begin + rows * width);
    std::uint8_t* out = bytes.data() + begin;
    for (std::uint32_t i = 0; i < width; ++i) {
        for (std::size_t row = 0; row < rows; ++row)
            out[row * width + i] = static_cast<std::uint8_t>((at[row * stride] - base) >> (8 * i));
    }
}

} // namespace

EventWriter::EventWriter(std::shared_ptr<Schema> schema)
    : m_schema(std::move(schema))
{
    resetTrie();
}

EventWriter::~EventWriter() = default;

bool EventWriter::isEventMember(std::string_view key)
{
    return std::ranges::find(kEventMembers, key) != kEventMembers.end();
}

void EventWriter::resetTrie()
{
    m_nodes.clear();
    m_children.assign(1024, {});
    m_keys.clear();
    m_endings.clear();
    m_memo.clear();
    Node start;
    start.container = PathId::invalid();
    m_nodes.push_back(start);
}

void EventWriter::begin()
{
    if (m_nodes.size() > kMaxTrieNodes)
        resetTrie();
    m_node = 0;
    m_words.clear();
    m_hasEventTime = false;
    m_loneSurrogate = false;
    m_overflowed = false;
}

void EventWriter::stepSlowly(Step step, Place place)
{
    if (m_overflowed)
        return;
    const std::uint64_t seed =
        std::uint64_t{m_node} << 8 | std::uint64_t(step) << 1 | std::uint64_t{place.isElement};
    const std::uint64_t hash =
        XXH3_64bits_withSeed(place.key, place.keySize, seed * 0x9E3779B97F4A7C15u);
    std::uint32_t next = findChild(hash, step, place);
    if (!next) {
        next = addNode(step, place);
        if (next == kNone) {
            m_overflowed = true;
            return;
        }
        linkChild(hash, next);
    }
    m_nodes[m_node].predicted = next;
    m_node = next;
}

std::uint32_t EventWriter::findChild(std::uint64_t hash, Step step, Place place) const
{
    const std::size_t mask = m_children.size() - 1;
    for (std::size_t at = hash & mask; m_children[at].node; at = (at + 1) & mask) {
        if (m_children[at].hash != hash)
            continue;
        const Node& node = m_nodes[m_children[at].node];
        if (node.parent == m_node && node.step == step && node.isElement == place.isElement
            && hasKey(node, place))
            return m_children[at].node;
    }
    return 0;
}

void EventWriter::linkChild(std::uint64_t hash, std::uint32_t node)
{
    const auto put = [this](Child child) {
        const std::size_t mask = m_children.size() - 1;
        std::size_t at = child.hash & mask;
        while (m_children[at].node)
            at = (at + 1) & mask;
        m_children[at] = child;
    };
    if (m_nodes.size() * 2 > m_children.size()) {
        const auto old = std::exchange(m_children, std::vector<Child>(m_children.size() * 2));
        for (const Child& child : old) {
            if (child.node)
                put(child);
        }
    }
    put({hash, node});
}

// Walks up to the beginning of the open container: a sibling of the same path repeats its key.
bool EventWriter::repeatsKey(std::uint32_t parent, PathId path) const
{
    std::uint32_t depth = 0;
    for (std::uint32_t at = parent; at != 0; at = m_nodes[at].parent) {
        const Node& node = m_nodes[at];
        if (node.step == Step::End) {
            ++depth;
            continue;
        }
        const bool begins = node.step == Step::BeginObject || node.step == Step::BeginArray;
        if (begins && depth == 0)
            return false;
        if (begins)
            --depth;
        if (depth == 0 && node.path == path)
            return true;
    }
    return false;
}

std::uint32_t EventWriter::addNode(Step step, Place place)
{
    PathTable& paths = m_schema->paths();
    const PathId container = m_nodes[m_node].container;
    Node node;
    node.step = step;
    node.parent = m_node;
    node.isElement = place.isElement;
    node.duplicateKey = m_nodes[m_node].duplicateKey;
    if (step == Step::End) {
        node.path = container;
        node.container =
            container == PathTable::root() ? PathId::invalid() : paths.parent(container);
    } else {
        if (!container.isValid()) {
            node.path = PathTable::root();
        } else if (place.isElement) {
            node.path = paths.element(container);
        } else {
            std::string key;
            if (!unescapeJsonString(place.escapedKey(), key))
                return kNone; // the reader then looks at the whole record and finds the place
            node.path = paths.child(container, key);
        }
        if (!node.path.isValid())
            return kNone;
        const bool begins = step == Step::BeginObject || step == Step::BeginArray;
        node.container = begins ? node.path : container;
        if (container.isValid() && !place.isElement && repeatsKey(m_node, node.path))
            node.duplicateKey = true;
        node.isEventTime = node.path == m_schema->eventTime() && !begins;
        if (!begins && hasDictionary(static_cast<LeafKind>(step)))
            node.dictionary = dictionaryOf(node.path);
    }
    m_keys.emplace_back(place.escapedKey());
    node.key = m_keys.back().data();
    node.keySize = static_cast<std::uint32_t>(m_keys.back().size());
    m_keys.back().copy(node.keyHead, Node::kKeyHead);
    const auto index = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes.push_back(node);
    return index;
}

std::uint32_t EventWriter::dictionaryOf(PathId path)
{
    const auto [it, added] =
        m_dictionaryOf.try_emplace(path, static_cast<std::uint32_t>(m_dictionaries.size()));
    if (added) {
        m_dictionaries.push_back(std::make_unique<PathDictionary>());
        m_dictionaries.back()->path = path;
    }
    return it->second;
}

void EventWriter::literal(Place place, LeafKind kind)
{
    step(static_cast<Step>(kind), place);
    if (m_nodes[m_node].isEventTime)
        setEventTime({});
}

// What is kept as 16 bytes or as seconds when it reads as a UUID or a time.
bool EventWriter::typedText(Place place, std::string_view escaped)
{
    if (escaped.size() == kUuidText) {
        std::array<std::uint32_t, 4> words{};
        std::array<std::uint8_t, 16> bytes{};
        if (parseUuid(escaped, bytes.data())) {
            std::memcpy(words.data(), bytes.data(), bytes.size());
            step(Step::Uuid, place);
            m_words.insert(m_words.end(), words.begin(), words.end());
            return true;
        }
    } else if (const auto seconds = parseEventTime(escaped);
               seconds && *seconds >= 0 && *seconds <= std::int64_t{0xFFFFFFFF}) {
        step(Step::Time, place);
        m_words.push_back(static_cast<std::uint32_t>(*seconds));
        if (m_nodes[m_node].isEventTime) {
            m_hasEventTime = true;
            m_eventTime = *seconds;
        }
        return true;
    }
    return plainText(place, escaped);
}

// A text other than the last one at this node.
bool EventWriter::newText(std::string_view escaped)
{
    if (m_overflowed)
        return true;
    Node& node = m_nodes[m_node];
    DictionaryBuilder& values = m_dictionaries[node.dictionary]->values;
    const std::uint32_t known = values.size();
    std::uint32_t code = 0;
    if (!values.internEscaped(escaped, code, m_loneSurrogate))
        return false;
    if (code == known)
        m_bytes += escaped.size() + DictionaryBuilder::kBytesPerValue;
    m_words.push_back(code);
    if (node.isEventTime)
        setEventTime(values.value(code));
    // No memo of what must be looked at every time. A long value that was unescaped is not found by
    // its escaped text.
    if (node.isEventTime || m_loneSurrogate)
        return true;
    if (escaped.size() <= kMemoBytes || values.value(code).size() == escaped.size()) {
        node.memoEpoch = m_epoch;
        node.memoSize = static_cast<std::uint32_t>(escaped.size());
        node.memoCode = code;
        node.memo = memoOf(escaped);
    }
    return true;
}

void EventWriter::value(Place place, LeafKind kind, std::string_view text)
{
    step(static_cast<Step>(kind), place);
    if (m_overflowed)
        return;
    DictionaryBuilder& values = m_dictionaries[m_nodes[m_node].dictionary]->values;
    const std::uint32_t known = values.size();
    m_words.push_back(values.intern(text));
    if (m_words.back() == known)
        m_bytes += text.size() + DictionaryBuilder::kBytesPerValue;
    if (m_nodes[m_node].isEventTime)
        setEventTime({});
}

std::uint32_t EventWriter::replay(std::string_view raw)
{
    if (m_overflowed)
        return 0;
    Node& node = m_nodes[m_node];
    ++node.memoTries;
    SubtreeMemo::Found found;
    if (!m_memo.find(m_node, raw, found))
        return 0;
    ++node.memoHits;
    m_node = found.endNode;
    m_words.insert(m_words.end(), found.words.begin(), found.words.end());
    return found.leaves;
}

void EventWriter::remember(const Mark& mark, std::string_view raw, std::uint32_t leaves)
{
    // A lone surrogate must be said of every event that holds one.
    if (m_overflowed || m_loneSurrogate || leaves == 0)
        return;
    m_memo.remember(mark.node, raw, m_node, leaves,
                    std::span<const std::uint32_t>(m_words).subspan(mark.words));
}

void EventWriter::setEventTime(std::string_view text)
{
    const auto moment = parseTimestamp(text);
    m_hasEventTime = true;
    m_eventTime = moment ? moment->seconds() : 0;
}

void EventWriter::addEnding(std::size_t mostShapes)
{
    std::vector<ShapeToken> tokens;
    std::vector<std::uint32_t> trail;
    for (std::uint32_t at = m_node; at != 0; at = m_nodes[at].parent)
        trail.push_back(at);
    Ending ending;
    for (auto it = trail.rbegin(); it != trail.rend(); ++it) {
        const Node& node = m_nodes[*it];
        ShapeToken token;
        token.path = node.path;
        if (node.step == Step::BeginObject) {
            token.op = ShapeToken::Op::BeginObject;
        } else if (node.step == Step::BeginArray) {
            token.op = ShapeToken::Op::BeginArray;
        } else if (node.step == Step::End) {
            token.op = ShapeToken::Op::End;
        } else {
            token.kind = static_cast<LeafKind>(node.step);
            ending.wordsPerRow += wordsOf(token.kind);
        }
        tokens.push_back(token);
        if (token.op == ShapeToken::Op::End || token.path == PathTable::root()
            || m_schema->paths().parent(token.path) != PathTable::root())
            continue;
        const auto key = m_schema->paths().key(token.path);
        ending.facts.isEvent = ending.facts.isEvent || isEventMember(key);
        ending.facts.hasEventId = ending.facts.hasEventId || token.path == m_schema->eventId();
    }
    ending.facts.hasDuplicateKeys = m_nodes[m_node].duplicateKey;
    ending.shape = m_schema->addShape(std::move(tokens), mostShapes);
    if (!ending.shape.isValid()) {
        m_overflowed = true;
        return;
    }
    m_nodes[m_node].ending = static_cast<std::uint32_t>(m_endings.size());
    m_endings.push_back(ending);
}

EventWriter::Facts EventWriter::finish(std::size_t mostShapes)
{
    if (!m_overflowed && m_nodes[m_node].ending == kNone)
        addEnding(mostShapes);
    if (m_overflowed)
        return {};
    Facts facts = m_endings[m_nodes[m_node].ending].facts;
    facts.hasEventTime = m_hasEventTime;
    facts.isDated =
        m_hasEventTime && m_eventTime >= kEarliestSeconds && m_eventTime < kLatestSeconds;
    facts.hasLoneSurrogate = m_loneSurrogate;
    return facts;
}

void EventWriter::keep(std::uint32_t source, std::uint64_t record, std::uint64_t offset)
{
    assert(!m_overflowed && rowCount() < Segment::kMaxRows);
    Ending& ending = m_endings[m_nodes[m_node].ending];
    if (ending.block == kNone) {
        ending.block = static_cast<std::uint32_t>(m_blocks.size());
        m_blocks.push_back({ending.shape, ending.wordsPerRow, 0, {}});
    }
    BlockBuilder& block = m_blocks[ending.block];
    block.words.insert(block.words.end(), m_words.begin(), m_words.end());

    const std::uint32_t row = rowCount();
    const bool continues = !m_runs.empty() && m_runs.back().source.value() == source
        && m_runs.back().firstRecord + (row - m_runs.back().firstRow) == record
        && offset >= m_runs.back().baseOffset && offset - m_runs.back().baseOffset <= 0xFFFFFFFFu;
    if (!continues)
        m_runs.push_back({row, SourceId(source), record, offset});
    m_offsets.push_back(static_cast<std::uint32_t>(offset - m_runs.back().baseOffset));
    m_rowBlock.push_back(static_cast<std::uint16_t>(ending.block));
    m_rowIndex.push_back(static_cast<std::uint16_t>(block.rows++));
    const bool dated =
        m_hasEventTime && m_eventTime >= kEarliestSeconds && m_eventTime < kLatestSeconds;
    m_times.push_back(dated ? static_cast<std::uint32_t>(m_eventTime) : 0);
}

void EventWriter::sealDictionaries(Segment& segment, std::vector<std::uint32_t>& dictionaryAt)
{
    std::vector<std::uint32_t> used;
    std::size_t textSize = 0;
    std::size_t endCount = 0;
    const auto strideOf = [](const DictionaryBuilder& values) {
        const std::size_t length = values.value(0).size();
        for (std::uint32_t code = 1; code < values.size(); ++code) {
            if (values.value(code).size() != length)
                return std::uint32_t{0};
        }
        return static_cast<std::uint32_t>(length + 1);
    };
    std::vector<std::uint32_t> strides(m_dictionaries.size(), 0);
    for (std::uint32_t i = 0; i < m_dictionaries.size(); ++i) {
        const DictionaryBuilder& values = m_dictionaries[i]->values;
        if (values.size() == 0)
            continue;
        used.push_back(i);
        strides[i] = strideOf(values);
        textSize += values.text().size();
        endCount += strides[i] ? 0 : values.size();
    }
    std::sort(used.begin(), used.end(), [&](std::uint32_t a, std::uint32_t b) {
        return m_dictionaries[a]->path < m_dictionaries[b]->path;
    });
    segment.m_text.reserve(textSize);
    segment.m_ends.reserve(endCount);
    segment.m_dictionaries.reserve(used.size());
    dictionaryAt.assign(m_schema->paths().size(), kNone);
    for (const std::uint32_t i : used) {
        DictionaryBuilder& values = m_dictionaries[i]->values;
        dictionaryAt[m_dictionaries[i]->path.index()] =
            static_cast<std::uint32_t>(segment.m_dictionaries.size());
        segment.m_dictionaries.push_back({m_dictionaries[i]->path, values.size(),
                                          static_cast<std::uint32_t>(segment.m_text.size()),
                                          static_cast<std::uint32_t>(segment.m_ends.size()),
                                          strides[i]});
        segment.m_text.insert(segment.m_text.end(), values.text().begin(), values.text().end());
        if (!strides[i])
            segment.m_ends.insert(segment.m_ends.end(), values.ends().begin(), values.ends().end());
        values.clear();
    }
}

void EventWriter::sealBlock(Segment& segment, const BlockBuilder& block,
                            const std::vector<std::uint32_t>& dictionaryAt,
                            const std::vector<std::uint32_t>& rows)
{
    const Shape& shape = m_schema->shape(block.shape);
    const std::size_t stride = block.wordsPerRow;
    segment.m_blocks.push_back(
        {block.shape, block.rows, static_cast<std::uint32_t>(segment.m_columns.size())});
    std::size_t word = 0;
    for (const Shape::Column& leaf : shape.columns()) {
        Segment::Column column;
        column.offset = static_cast<std::uint32_t>(segment.m_bytes.size());
        const std::uint32_t* at = block.words.data() + word;
        word += wordsOf(leaf.kind);
        if (hasDictionary(leaf.kind))
            column.dictionary = dictionaryAt[leaf.path.index()] & 0xFFFFFFu;
        if (leaf.kind == LeafKind::Uuid) {
            column.width = Segment::kUuidWidth;
            for (std::uint32_t i = 0; i < block.rows; ++i) {
                const auto* bytes = reinterpret_cast<const std::uint8_t*>(at + i * stride);
                segment.m_bytes.insert(segment.m_bytes.end(), bytes, bytes + Segment::kUuidWidth);
            }
            segment.m_columns.push_back(column);
            continue;
        }
        std::uint32_t low = *at;
        std::uint32_t high = *at;
        bool isRowTime = leaf.kind == LeafKind::Time;
        for (std::uint32_t i = 0; i < block.rows; ++i) {
            const std::uint32_t value = at[i * stride];
            low = std::min(low, value);
            high = std::max(high, value);
            isRowTime = isRowTime && value == segment.m_times[rows[i]];
        }
        column.base = low;
        column.width = widthFor(high - low);
        if (isRowTime && column.width)
            column.width = Segment::kRowTimeWidth;
        else
            appendNarrow(segment.m_bytes, at, stride, block.rows, low, column.width);
        segment.m_columns.push_back(column);
    }
}

// What tells records apart: the values of the schema's identity (of an event the eventID), or the
// whole content where they are missing.
std::vector<std::uint64_t> EventWriter::identitiesOf(
    const Segment& segment, const Schema& schema,
    const std::vector<std::vector<std::uint32_t>>& rowsOf)
{
    std::vector<std::uint64_t> identities(segment.rowCount());
    std::string text;
    for (std::size_t b = 0; b < rowsOf.size(); ++b) {
        const Segment::Block& block = segment.blocks()[b];
        const auto leaves = identityLeaves(schema, schema.shape(block.shape));
        const bool isUuid =
            leaves && leaves->count == 1 && leaves->leaves.front().kind == LeafKind::Uuid;
        for (std::uint32_t i = 0; i < block.rows; ++i) {
            const std::uint32_t row = rowsOf[b][i];
            std::string_view identity;
            if (isUuid) {
                const auto* bytes =
                    segment.uuid(segment.column(block, leaves->leaves.front().column), i);
                identity = {reinterpret_cast<const char*>(bytes), Segment::kUuidWidth};
            } else if (leaves) {
                text.clear();
                appendIdentity(segment, row, *leaves, text);
                identity = text;
            } else {
                std::string json;
                appendEventJson(schema, segment, row, json);
                identity = text = canonicalJson(json);
            }
            identities[row] = XXH3_64bits(identity.data(), identity.size());
        }
    }
    return identities;
}

std::unique_ptr<Segment> EventWriter::seal()
{
    auto segment = std::make_unique<Segment>();
    segment->m_block.assign(m_rowBlock.begin(), m_rowBlock.end());
    segment->m_index.assign(m_rowIndex.begin(), m_rowIndex.end());
    segment->m_times.assign(m_times.begin(), m_times.end());
    segment->m_offsets.assign(m_offsets.begin(), m_offsets.end());
    segment->m_runs.assign(m_runs.begin(), m_runs.end());

    std::vector<std::uint32_t> dictionaryAt;
    sealDictionaries(*segment, dictionaryAt);

    std::vector<std::vector<std::uint32_t>> rowsOf(m_blocks.size());
    for (std::size_t b = 0; b < m_blocks.size(); ++b)
        rowsOf[b].reserve(m_blocks[b].rows);
    for (std::uint32_t row = 0; row < rowCount(); ++row)
        rowsOf[m_rowBlock[row]].push_back(row);
    segment->m_blocks.reserve(m_blocks.size());
    for (std::size_t b = 0; b < m_blocks.size(); ++b)
        sealBlock(*segment, m_blocks[b], dictionaryAt, rowsOf[b]);
    for (Ending& ending : m_endings)
        ending.block = kNone;
    segment->m_columns.shrink_to_fit();
    segment->m_bytes.shrink_to_fit();
    segment->m_identities = identitiesOf(*segment, *m_schema, rowsOf);

    m_blocks.clear();
    m_rowBlock.clear();
    m_rowIndex.clear();
    m_times.clear();
    m_offsets.clear();
    m_runs.clear();
    m_bytes = 0;
    m_memo.clear();
    ++m_epoch;
    return segment;
}

} // namespace trailloupe::store
