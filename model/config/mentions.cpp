#include "model/config/mentions.h"

#include "model/store/segment.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bitset>
#include <deque>
#include <new>
#include <string>
#include <thread>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trailloupe::config {
namespace {

using store::LeafKind;
using store::Segment;
using store::Shape;

constexpr std::uint32_t kNone = ~std::uint32_t{0};

// What no identifier holds; colons and slashes are parts of some.
constexpr auto kSeparators = [] {
    std::array<bool, 256> is{};
    for (const char c : std::string_view(" \t\r\n\"'`,;()[]{}<>=&?%|\\*#!$^"))
        is[static_cast<unsigned char>(c)] = true;
    return is;
}();
bool isSeparator(char c)
{
    return kSeparators[static_cast<unsigned char>(c)];
}
bool isSoft(char c)
{
    return c == ':' || c == '/';
}

// The parts of a text without separators: of an ARN those of its resource.
template<typename Sink>
void parts(std::string_view text, bool isValue, const Sink& sink)
{
    if (!text.empty() && isSoft(text.back())) {
        while (!text.empty() && isSoft(text.back()))
            text.remove_suffix(1);
        sink(text, TextForm::Inside);
    }
    std::size_t first = 0;
    const bool isArn = text.starts_with("arn:");
    for (int colon = 0; isArn && colon < 5; ++colon) {
        first = text.find(':', first);
        if (first == std::string_view::npos)
            return;
        ++first;
    }
    if (isArn)
        sink(text.substr(first), isValue ? TextForm::End : TextForm::Inside);
    for (std::size_t at = first; at < text.size(); ++at) {
        if (!isSoft(text[at]))
            continue;
        // What a longer ARN is of: the bucket of an object, the function of a version.
        if (isArn)
            sink(text.substr(0, at), TextForm::Inside);
        const std::string_view rest = text.substr(at + 1);
        sink(rest, isValue ? TextForm::End : TextForm::Inside);
        const std::string_view atom = rest.substr(0, rest.find_first_of(":/"));
        if (atom.size() != rest.size())
            sink(atom, TextForm::Inside);
    }
    const std::string_view atom = text.substr(first, text.find_first_of(":/", first) - first);
    if (atom.size() != text.size() - first)
        sink(atom, TextForm::Inside);
}

template<typename Sink>
void chunks(std::string_view text, const Sink& sink)
{
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        bool hasSoft = false;
        for (; end < text.size() && !isSeparator(text[end]); ++end)
            hasSoft = hasSoft || isSoft(text[end]);
        if (end > at) {
            const std::string_view chunk = text.substr(at, end - at);
            sink(chunk, TextForm::Inside);
            if (hasSoft)
                parts(chunk, false, sink);
        }
        at = end + 1;
    }
}

// Strings of JSON, with what is in them.
template<typename Sink>
void elements(std::string_view json, const Sink& sink)
{
    for (std::size_t at = json.find('"'); at != std::string_view::npos; at = json.find('"', at)) {
        std::size_t end = at + 1;
        while (end < json.size() && json[end] != '"')
            end += json[end] == '\\' ? 2 : 1;
        if (end >= json.size())
            return;
        const std::string_view text = json.substr(at + 1, end - at - 1);
        sink(text, TextForm::Element);
        parts(text, true, sink);
        at = end + 1;
    }
}

std::string percentDecoded(std::string_view text)
{
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0'
            : c >= 'A' && c <= 'F'  ? c - 'A' + 10
            : c >= 'a' && c <= 'f'  ? c - 'a' + 10
                                    : -1;
    };
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0
            && digit(text[i + 2]) >= 0;
        decoded +=
            isEscape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        i += isEscape ? 2 : 0;
    }
    return decoded;
}

template<typename Sink>
void scanTexts(std::string_view value, const Sink& sink)
{
    sink(value, TextForm::Whole);
    bool hasSoft = false;
    bool hasSeparator = false;
    for (const char c : value) {
        hasSoft = hasSoft || isSoft(c);
        hasSeparator = hasSeparator || isSeparator(c);
    }
    if (!hasSeparator) {
        if (hasSoft)
            parts(value, true, sink);
        return;
    }
    // The texts of a decoded value are gone with it: sinks look at them at once.
    std::string decoded;
    if (value.find('%') != std::string_view::npos)
        value = decoded = percentDecoded(value);
    if (value.starts_with('{') || value.starts_with('['))
        elements(value, sink);
    chunks(value, sink);
}

// Texts by hash. A length that none has is told by one bit.
class TextTable
{
public:
    explicit TextTable(std::size_t most)
        : m_slots(std::bit_ceil(most * 2 + 2))
    { }

    void add(std::string_view text, std::uint32_t number)
    {
        const std::uint64_t hash = hashOf(text);
        std::size_t at = hash & (m_slots.size() - 1);
        while (m_slots[at].number != kNone)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at] = {static_cast<std::uint32_t>(hash >> 32), number, text};
        m_lengths.set(std::min(text.size(), kLengths - 1));
        m_isEmpty = false;
    }
    std::uint32_t find(std::string_view text) const
    {
        if (!m_lengths[std::min(text.size(), kLengths - 1)])
            return kNone;
        const std::uint64_t hash = hashOf(text);
        for (std::size_t at = hash & (m_slots.size() - 1); m_slots[at].number != kNone;
             at = (at + 1) & (m_slots.size() - 1)) {
            if (m_slots[at].tag == static_cast<std::uint32_t>(hash >> 32)
                && m_slots[at].text == text)
                return m_slots[at].number;
        }
        return kNone;
    }
    bool isEmpty() const { return m_isEmpty; }

private:
    static constexpr std::size_t kLengths = 512;
    struct Slot
    {
        std::uint32_t tag = 0;
        std::uint32_t number = kNone;
        std::string_view text;
    };
    static std::uint64_t hashOf(std::string_view text)
    {
        return XXH3_64bits(text.data(), text.size());
    }

    std::vector<Slot> m_slots; // a power of two, at most half full
    std::bitset<kLengths> m_lengths;
    bool m_isEmpty = true;
};

class Search
{
public:
    Search(const store::EventStore& events, const Mentions::Question& question)
        : m_events(events)
        , m_question(question)
        , m_texts(question.wanted.size())
        , m_uuids(question.wanted.size())
    {
        for (std::uint32_t i = 0; i < question.wanted.size(); ++i) {
            const std::string_view text = question.wanted[i].text;
            m_texts.add(text, i);
            std::array<std::uint8_t, Segment::kUuidWidth> bytes{};
            if (store::parseUuid(text, bytes.data()))
                m_uuids.add(m_uuidBytes.emplace_back(bytes.begin(), bytes.end()), i);
        }
    }

    // False when cancelled.
    bool segment(std::size_t index, const JobContext& context,
                 std::vector<MentionedAt>& found) const;

private:
    // The texts that each value of a dictionary names.
    struct Hits
    {
        std::vector<std::uint32_t> first; // by code, one more at the end; empty: none at all
        std::vector<std::uint32_t> wanted;
    };
    struct Looked
    {
        const Segment::Column* column = nullptr;
        const Hits* hits = nullptr; // null: a column of UUIDs
    };

    bool isLookedAt(PathId path) const
    {
        return path.index() < m_question.paths.size() && m_question.paths[path.index()];
    }
    Hits hitsOf(const Segment& segment, const Segment::Dictionary& dictionary) const;
    std::vector<Looked> columnsOf(const Segment& segment, const Segment::Block& block,
                                  const std::vector<Hits>& hits) const;

    const store::EventStore& m_events;
    const Mentions::Question& m_question;
    TextTable m_texts;
    TextTable m_uuids; // by their bytes
    std::deque<std::string> m_uuidBytes;
};

Search::Hits Search::hitsOf(const Segment& segment, const Segment::Dictionary& dictionary) const
{
    Hits hits;
    for (std::uint32_t code = 0; code < dictionary.count; ++code) {
        const std::size_t before = hits.wanted.size();
        scanTexts(
            segment.dictionaryValue(dictionary, code), [&](std::string_view text, TextForm form) {
                const std::uint32_t wanted = m_texts.find(text);
                if (wanted == kNone)
                    return;
                const bool counts = m_question.wanted[wanted].isUnique
                    || (form != TextForm::Inside
                        && (!m_question.mayName || m_question.mayName(dictionary.path, wanted)));
                if (counts
                    && std::find(hits.wanted.begin() + static_cast<std::ptrdiff_t>(before),
                                 hits.wanted.end(), wanted)
                        == hits.wanted.end())
                    hits.wanted.push_back(wanted);
            });
        if (hits.first.empty() && hits.wanted.size() > before)
            hits.first.resize(dictionary.count + 1);
        if (!hits.first.empty())
            hits.first[code + 1] = static_cast<std::uint32_t>(hits.wanted.size());
    }
    return hits;
}

std::vector<Search::Looked> Search::columnsOf(const Segment& segment, const Segment::Block& block,
                                              const std::vector<Hits>& hits) const
{
    std::vector<Looked> looked;
    const auto columns = m_events.schema().shape(block.shape).columns();
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        if (!isLookedAt(columns[i].path))
            continue;
        const Segment::Column& column = segment.column(block, i);
        if (columns[i].kind == LeafKind::Uuid && !m_uuids.isEmpty())
            looked.push_back({&column, nullptr});
        else if (store::hasDictionary(columns[i].kind) && !hits[column.dictionary].first.empty())
            looked.push_back({&column, &hits[column.dictionary]});
    }
    return looked;
}

bool Search::segment(std::size_t index, const JobContext& context,
                     std::vector<MentionedAt>& found) const
{
    const Segment& segment = *m_events.segments()[index];
    std::vector<Hits> hits(segment.dictionaries().size());
    bool isAny = !m_uuids.isEmpty();
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (context.cancelled())
            return false;
        if (isLookedAt(segment.dictionaries()[i].path))
            hits[i] = hitsOf(segment, segment.dictionaries()[i]);
        isAny = isAny || !hits[i].first.empty();
    }
    if (!isAny)
        return true;
    std::vector<std::vector<Looked>> looked;
    for (const Segment::Block& block : segment.blocks())
        looked.push_back(columnsOf(segment, block, hits));
    const auto* rows = m_question.rows.empty() ? nullptr : &m_question.rows[index];
    for (std::uint32_t row = 0; row < segment.rowCount(); ++row) {
        if (rows && ((*rows)[row / 64] >> (row % 64) & 1) == 0)
            continue;
        const RowId id(static_cast<std::uint32_t>(index) << 16 | row);
        for (const Looked& at : looked[segment.blockOf(row)]) {
            const std::uint32_t inBlock = segment.indexInBlock(row);
            if (!at.hits) {
                const auto* bytes =
                    reinterpret_cast<const char*>(segment.uuid(*at.column, inBlock));
                const std::uint32_t wanted = m_uuids.find({bytes, Segment::kUuidWidth});
                if (wanted != kNone)
                    found.push_back({wanted, id});
                continue;
            }
            const std::uint32_t code = segment.code(*at.column, inBlock, row);
            for (std::uint32_t i = at.hits->first[code]; i < at.hits->first[code + 1]; ++i)
                found.push_back({at.hits->wanted[i], id});
        }
    }
    return true;
}

} // namespace

void namedTexts(std::string_view value, const TextSink& sink)
{
    scanTexts(value, sink);
}

std::vector<query::RowBits> shownRows(const store::EventStore& events)
{
    std::vector<query::RowBits> bits;
    for (const auto& segment : events.segments())
        bits.emplace_back((segment->rowCount() + 63) / 64);
    for (const RowId row : events.timeOrder().first(events.datedCount()))
        bits[row.value() >> 16][(row.value() & 0xFFFF) / 64] |= std::uint64_t{1}
            << (row.value() % 64);
    return bits;
}

Result<Mentions> Mentions::find(const store::EventStore& events, const Question& question,
                                const JobContext& context)
{
    const Search search(events, question);
    const std::size_t segments = events.segments().size();
    std::vector<std::vector<MentionedAt>> found(segments);
    std::atomic<std::size_t> next{0};
    std::atomic<bool> isOutOfMemory{false};
    const auto work = [&] {
        try {
            for (std::size_t i = next.fetch_add(1); i < segments && !isOutOfMemory;
                 i = next.fetch_add(1)) {
                context.report({i, segments, "mentions"});
                if (!search.segment(i, context, found[i]))
                    return;
            }
        } catch (const std::bad_alloc&) {
            isOutOfMemory = true;
        }
    };
    {
        const unsigned threads =
            question.threads ? question.threads : std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < std::min<std::size_t>(threads, segments); ++i)
            pool.emplace_back(work);
        work();
    }
    if (isOutOfMemory)
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    return Mentions(events, question.wanted.size(), found);
}

Mentions::Mentions(const store::EventStore& events, std::size_t wanted,
                   std::span<const std::vector<MentionedAt>> found)
    : m_first(wanted + 1)
{
    for (const auto& some : found) {
        for (const MentionedAt& mention : some)
            ++m_first[mention.wanted + 1];
    }
    for (std::size_t i = 1; i < m_first.size(); ++i)
        m_first[i] += m_first[i - 1];
    m_rows.resize(m_first.back());
    std::vector<std::uint32_t> end(m_first.begin(), m_first.end() - 1);
    for (const auto& some : found) {
        for (const MentionedAt& mention : some)
            m_rows[end[mention.wanted]++] = mention.row;
    }
    const auto timeOf = [&](RowId row) {
        return events.segments()[row.value() >> 16]->rowTime(row.value() & 0xFFFF);
    };
    // A row that names a text twice stands there once.
    std::uint32_t kept = 0;
    for (std::size_t i = 0; i + 1 < m_first.size(); ++i) {
        const auto begin = m_rows.begin() + m_first[i];
        const auto last = m_rows.begin() + end[i];
        std::sort(begin, last, [&](RowId a, RowId b) {
            return std::pair(timeOf(a), a) < std::pair(timeOf(b), b);
        });
        const auto count = std::unique(begin, last) - begin;
        if (begin != m_rows.begin() + kept)
            std::copy(begin, begin + count, m_rows.begin() + kept);
        m_first[i] = kept;
        kept += static_cast<std::uint32_t>(count);
    }
    m_first.back() = kept;
    m_rows.resize(kept);
    m_rows.shrink_to_fit();
}

} // namespace trailloupe::config
