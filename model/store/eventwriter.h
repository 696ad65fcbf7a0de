// EventWriter: takes events token by token and fills segments. One per worker.
//
// Representation: a trie of the token sequences seen so far; reading an event walks it, predicting
// the child
//   taken last, and the node at the end knows the shape. The values go to row-major buffers per
//   shape, which seal() turns into columns.
// Threads: one owner. Shapes and paths go to the shared Schema, which serialises by itself.
// Cost: a token is one comparison when predicted, one hash look-up otherwise; no allocation once
// warm. Errors: a token returns false when its string holds a malformed escape. overflowed() says
// that the Schema
//   took no more paths or shapes: begin() the event again and write it with fewer, larger JSON
//   leaves.
#pragma once

#include "model/base/sametext.h"
#include "model/base/textwords.h"
#include "model/store/dictionary.h"
#include "model/store/schema.h"
#include "model/store/segment.h"
#include "model/store/subtreememo.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::store {

// The place of a value in its container: a member's key as it is escaped in the record, or an
// element.
// Small enough to travel in registers.
struct Place
{
    const char* key = nullptr;
    std::uint32_t keySize = 0;
    bool isElement = false;

    static Place member(std::string_view escapedKey)
    {
        return {escapedKey.data(), static_cast<std::uint32_t>(escapedKey.size()), false};
    }
    static Place element() { return {nullptr, 0, true}; }
    std::string_view escapedKey() const { return {key, keySize}; }
};

class EventWriter
{
public:
    explicit EventWriter(std::shared_ptr<Schema> schema);
    ~EventWriter();
    EventWriter(const EventWriter&) = delete;
    EventWriter& operator=(const EventWriter&) = delete;

    // What commit() found out about an event.
    struct Facts
    {
        bool isEvent = false; // has a member that only event records have
        bool hasEventTime = false; // the member exists
        bool isDated = false; // … and is a moment between 2006 and 2100
        bool hasEventId = false;
        bool hasDuplicateKeys = false;
        bool hasLoneSurrogate = false;
    };

    // Members that only event records have; a record without any is none.
    static bool isEventMember(std::string_view key);

    // One event: begin(), then the tokens of one value in document order, then finish() and,
    // where it is wanted, keep(). The next begin() forgets an event that was not kept.
    void begin();
    void beginObject(Place place) { step(Step::BeginObject, place); }
    void beginArray(Place place) { step(Step::BeginArray, place); }
    void end() { step(Step::End, {}); }
    // REQUIRES 16 readable bytes behind `escaped`, as ByteBuffer has them.
    bool text(Place place, std::string_view escaped)
    {
        if (escaped.size() == kUuidText || escaped.size() == kTimeText)
            return typedText(place, escaped);
        return plainText(place, escaped);
    }
    void number(Place place, std::string_view text) { value(place, LeafKind::Number, text); }
    void json(Place place, std::string_view compact) { value(place, LeafKind::Json, compact); }
    void literal(Place place, LeafKind kind); // True, False, Null, EmptyObject, EmptyArray
    // Objects that repeat whole: between beginObject() and its first member, isMemoWorthwhile()
    // says whether it is worth the look; replay() then stands for everything up to and with end()
    // when these bytes (the whole object with its brackets) stood here before, and returns how many
    // leaves that were (0: unknown, write it). Later remember() takes what was written since
    // `mark`.
    struct Mark
    {
        std::uint32_t node = 0;
        std::size_t words = 0;
    };
    bool isMemoWorthwhile() const
    {
        const Node& node = m_nodes[m_node];
        return node.memoTries < kMemoTrial || node.memoHits * 4u > node.memoTries;
    }
    std::uint32_t replay(std::string_view raw);
    Mark mark() const { return {m_node, m_words.size()}; }
    void remember(const Mark& mark, std::string_view raw, std::uint32_t leaves);

    // For an event that is kept as one JSON leaf at the root.
    void setEventTime(std::string_view text);

    // A structure that is new where there are `mostShapes` already overflows, as a full Schema
    // does.
    Facts finish(std::size_t mostShapes = Schema::kMaxShapes);
    bool overflowed() const { return m_overflowed; }
    // Seconds since 1970 UTC. REQUIRES the event isDated.
    std::int64_t eventTime() const { return m_eventTime; }
    // REQUIRES finish() was called and !overflowed().  `source` is the worker's own number of the
    // source.
    void keep(std::uint32_t source, std::uint64_t record, std::uint64_t offset);

    std::uint32_t rowCount() const { return static_cast<std::uint32_t>(m_rowBlock.size()); }
    // True when the segment should be sealed before another event is kept.
    bool isFull() const { return rowCount() == Segment::kMaxRows || m_bytes > kMaxSegmentBytes; }

    // The rows kept so far as an immutable segment; the writer is empty afterwards. Runs hold the
    // worker's own source numbers.
    std::unique_ptr<Segment> seal();

private:
    static constexpr std::size_t kMaxSegmentBytes = std::size_t{256} << 20;
    static constexpr std::size_t kMaxTrieNodes = std::size_t{2} << 20;
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    static constexpr std::uint32_t kMemoTrial =
        256; // looks before giving up on objects that never repeat

    static constexpr std::size_t kMemoBytes = 16;
    static constexpr std::size_t kUuidText = 36;
    static constexpr std::size_t kTimeText = 20;

    // A token as the trie sees it.
    enum class Step : std::uint8_t
    {
        Text,
        Number,
        Json,
        Uuid,
        Time,
        True,
        False,
        Null,
        EmptyObject,
        EmptyArray, // as LeafKind
        BeginObject,
        BeginArray,
        End,
    };
    // What is needed on every visit stands in the first cache line.
    struct alignas(64) Node
    {
        static constexpr std::uint32_t kKeyHead = 20;

        std::uint32_t predicted = 0;
        Step step = Step::End;
        bool isElement = false;
        bool isEventTime = false;
        bool duplicateKey = false; // here or above
        std::uint32_t dictionary = kNone;
        std::uint32_t keySize = 0;
        char keyHead[kKeyHead] = {}; // the first bytes of the key
        // The last value seen here: consecutive events of one structure often repeat it.
        std::uint32_t memoCode = 0;
        std::uint32_t memoEpoch = 0; // m_epoch when it was noted
        std::uint32_t memoSize = 0;
        std::array<std::uint64_t, 2> memo{}; // its bytes, or the first and last of a longer one

        const char* key = nullptr; // escaped, in m_keys
        std::uint32_t memoTries = 0; // of replay() here
        std::uint32_t memoHits = 0;
        std::uint32_t parent = 0;
        PathId path; // of the token
        PathId container; // of the container that is open after the token
        std::uint32_t ending = kNone; // index into m_endings where a shape ends here
    };
    static_assert(sizeof(Node) == 128);
    static bool hasKey(const Node& node, Place place)
    {
        const std::uint32_t head = std::min(node.keySize, Node::kKeyHead);
        return node.keySize == place.keySize && sameBytes(node.keyHead, place.key, head)
            && (node.keySize <= Node::kKeyHead || sameBytes(node.key, place.key, node.keySize));
    }
    struct Ending
    {
        ShapeId shape;
        Facts facts;
        std::uint32_t block = kNone; // of the segment being filled
        std::uint32_t wordsPerRow = 0;
    };
    struct BlockBuilder
    {
        ShapeId shape;
        std::uint32_t wordsPerRow = 0;
        std::uint32_t rows = 0;
        std::vector<std::uint32_t> words; // row-major: 1 word a code or time, 4 words a UUID
    };

    bool typedText(Place place, std::string_view escaped);
    bool plainText(Place place, std::string_view escaped)
    {
        step(Step::Text, place);
        const Node& node = m_nodes[m_node];
        if (node.memoEpoch != m_epoch || !repeats(node, escaped))
            return newText(escaped);
        m_words.push_back(node.memoCode);
        return true;
    }
    bool newText(std::string_view escaped);
    bool repeats(const Node& node, std::string_view escaped) const
    {
        return node.memoSize == escaped.size() && node.memo == memoOf(escaped)
            && (escaped.size() <= kMemoBytes
                || sameText(m_dictionaries[node.dictionary]->values.value(node.memoCode), escaped));
    }
    // The first bytes of a text, zero behind a short one; of a long one the last bytes stand in the
    // second word. Reads 16 bytes whatever the size.
    static std::array<std::uint64_t, 2> memoOf(std::string_view text)
    {
        const char* at = text.data();
        if (text.size() >= kMemoBytes)
            return {load8(at), load8(at + text.size() - 8)};
        if (text.size() >= 8)
            return {load8(at), firstBytes(load8(at + 8), text.size() - 8)};
        return {firstBytes(load8(at), text.size()), 0};
    }
    void value(Place place, LeafKind kind, std::string_view text);
    void step(Step step, Place place)
    {
        const std::uint32_t predicted = m_nodes[m_node].predicted;
        const Node& next = m_nodes[predicted];
        if (predicted && next.step == step && next.isElement == place.isElement
            && hasKey(next, place)) {
            m_node = predicted;
            return;
        }
        stepSlowly(step, place);
    }
    void stepSlowly(Step step, Place place);
    std::uint32_t findChild(std::uint64_t hash, Step step, Place place) const;
    void linkChild(std::uint64_t hash, std::uint32_t node);
    std::uint32_t addNode(Step step, Place place);
    bool repeatsKey(std::uint32_t parent, PathId path) const;
    std::uint32_t dictionaryOf(PathId path);
    void addEnding(std::size_t mostShapes);
    void resetTrie();
    static std::vector<std::uint64_t> identitiesOf(
        const Segment& segment, const Schema& schema,
        const std::vector<std::vector<std::uint32_t>>& rowsOf);
    void sealDictionaries(Segment& segment, std::vector<std::uint32_t>& dictionaryAt);
    void sealBlock(Segment& segment, const BlockBuilder& block,
                   const std::vector<std::uint32_t>& dictionaryAt,
                   const std::vector<std::uint32_t>& rows);

    std::shared_ptr<Schema> m_schema;

    std::vector<Node> m_nodes;
    struct Child
    {
        std::uint64_t hash = 0;
        std::uint32_t node = 0; // 0: free
    };
    std::vector<Child> m_children; // by parent, step and key; a power of two, at most half full
    std::deque<std::string> m_keys;
    std::vector<Ending> m_endings;

    struct PathDictionary
    {
        PathId path;
        DictionaryBuilder values;
    };
    std::vector<std::unique_ptr<PathDictionary>> m_dictionaries;
    std::unordered_map<PathId, std::uint32_t> m_dictionaryOf;

    SubtreeMemo m_memo;
    std::uint32_t m_epoch = 1; // of the segment being filled: codes of another epoch mean nothing

    // the event being written
    std::uint32_t m_node = 0;
    std::vector<std::uint32_t> m_words;
    std::int64_t m_eventTime = 0; // seconds
    bool m_hasEventTime = false;
    bool m_loneSurrogate = false;
    bool m_overflowed = false;

    // the segment being filled
    std::vector<BlockBuilder> m_blocks;
    std::vector<std::uint16_t> m_rowBlock;
    std::vector<std::uint16_t> m_rowIndex;
    std::vector<std::uint32_t> m_times;
    std::vector<std::uint32_t> m_offsets;
    std::vector<Segment::Run> m_runs;
    std::size_t m_bytes = 0; // of the dictionaries, roughly
};

} // namespace trailloupe::store
