#include "model/store/segment.h"

#include "model/base/textwords.h"
#include "model/base/timestamp.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace trailloupe::store {
namespace {

// Eight lower-case hex digits as four bytes in the order of the text; `bad` takes a bit where one
// is none.
std::uint32_t fourBytes(std::uint64_t digits, std::uint64_t& bad)
{
    const std::uint64_t low = digits & eightOf(127); // what is not below 128 is bad anyhow
    const std::uint64_t letters = bytesWithin(low, 'a', 'f');
    bad |= ((letters | bytesWithin(low, '0', '9')) ^ eightOf(128)) | (digits ^ low);
    const std::uint64_t values = (low & eightOf(15)) + (letters >> 7) * 9;
    std::uint64_t pairs = (values << 4 | values >> 8) & 0x00FF00FF00FF00FFu;
    pairs = (pairs | pairs >> 8) & 0x0000FFFF0000FFFFu;
    return static_cast<std::uint32_t>(pairs | pairs >> 16);
}

// Where the hex pairs of a UUID's bytes start in its text.
constexpr std::array<std::uint8_t, 16> kUuidAt = {0,  2,  4,  6,  9,  11, 14, 16,
                                                  19, 21, 24, 26, 28, 30, 32, 34};

template<typename T>
std::uint64_t bytesOf(const std::vector<T>& v)
{
    return v.capacity() * sizeof(T);
}

} // namespace

bool parseUuid(std::string_view text, std::uint8_t* bytes)
{
    if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-'
        || text[23] != '-')
        return false;
    const char* at = text.data();
    const auto twoFours = [at](std::size_t first, std::size_t second) {
        return (load8(at + first) & 0xFFFFFFFFu) | load8(at + second) << 32;
    };
    std::uint64_t bad = 0;
    store4(fourBytes(load8(at), bad), bytes);
    store4(fourBytes(twoFours(9, 14), bad), bytes + 4);
    store4(fourBytes(twoFours(19, 24), bad), bytes + 8);
    store4(fourBytes(load8(at + 28), bad), bytes + 12);
    return bad == 0;
}

void formatUuid(const std::uint8_t* bytes, std::string& text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    char out[36];
    out[8] = out[13] = out[18] = out[23] = '-';
    for (std::size_t i = 0; i < 16; ++i) {
        out[kUuidAt[i]] = kHex[bytes[i] >> 4];
        out[kUuidAt[i] + 1u] = kHex[bytes[i] & 15];
    }
    text.append(out, sizeof out);
}

std::vector<std::uint16_t> Segment::rowsByTime() const
{
    std::vector<std::uint16_t> rows(rowCount());
    std::iota(rows.begin(), rows.end(), std::uint16_t{0});
    // Undated (0) wraps to the largest key.
    std::stable_sort(rows.begin(), rows.end(),
                     [&](auto a, auto b) { return m_times[a] - 1 < m_times[b] - 1; });
    return rows;
}

std::optional<std::uint32_t> Segment::findDictionary(PathId path) const
{
    const auto it = std::lower_bound(m_dictionaries.begin(), m_dictionaries.end(), path,
                                     [](const Dictionary& d, PathId p) { return d.path < p; });
    if (it == m_dictionaries.end() || it->path != path)
        return std::nullopt;
    return static_cast<std::uint32_t>(it - m_dictionaries.begin());
}

std::string_view Segment::leafText(const Block& block, std::uint32_t row, std::uint32_t column,
                                   LeafKind kind, std::string& scratch) const
{
    const auto index = indexInBlock(row);
    switch (kind) {
    case LeafKind::Text:
    case LeafKind::Number:
    case LeafKind::Json: {
        const Column& c = this->column(block, column);
        return dictionaryValue(m_dictionaries[c.dictionary], code(c, index, row));
    }
    case LeafKind::Uuid:
        scratch.clear();
        formatUuid(uuid(this->column(block, column), index), scratch);
        return scratch;
    case LeafKind::Time:
        scratch.clear();
        appendEventTime(code(this->column(block, column), index, row), scratch);
        return scratch;
    case LeafKind::True:
        return "true";
    case LeafKind::False:
        return "false";
    case LeafKind::Null:
        return "null";
    case LeafKind::EmptyObject:
        return "{}";
    case LeafKind::EmptyArray:
        return "[]";
    }
    return {};
}

std::uint32_t Segment::rowOf(std::uint32_t block, std::uint32_t index) const
{
    for (std::uint32_t row = 0; row < rowCount(); ++row) {
        if (m_block[row] == block && m_index[row] == index)
            return row;
    }
    return rowCount();
}

const Segment::Run& Segment::runOf(std::uint32_t row) const
{
    return *std::prev(
        std::upper_bound(m_runs.begin(), m_runs.end(), row,
                         [](std::uint32_t r, const Run& run) { return r < run.firstRow; }));
}

std::uint64_t Segment::recordOf(std::uint32_t row) const
{
    const Run& run = runOf(row);
    return run.firstRecord + (row - run.firstRow);
}

std::uint64_t Segment::offsetOf(std::uint32_t row) const
{
    return runOf(row).baseOffset + m_offsets[row];
}

std::uint64_t Segment::memoryBytes() const
{
    return sizeof *this + bytesOf(m_blocks) + bytesOf(m_columns) + bytesOf(m_bytes)
        + bytesOf(m_dictionaries) + bytesOf(m_ends) + bytesOf(m_text) + bytesOf(m_block)
        + bytesOf(m_index) + bytesOf(m_times) + bytesOf(m_offsets) + bytesOf(m_runs);
}

std::string Segment::checkInvariants(const Schema& schema) const
{
    const auto fail = [](const char* what, std::size_t at) {
        return std::string(what) + " at " + std::to_string(at);
    };
    if (rowCount() > kMaxRows)
        return fail("too many rows", rowCount());
    if (m_index.size() != rowCount() || m_times.size() != rowCount()
        || m_offsets.size() != rowCount())
        return "row arrays differ in size";
    if (rowCount() && (m_runs.empty() || m_runs.front().firstRow != 0))
        return "first run does not start at row 0";
    for (std::size_t i = 1; i < m_runs.size(); ++i) {
        if (m_runs[i].firstRow <= m_runs[i - 1].firstRow || m_runs[i].firstRow >= rowCount())
            return fail("runs not ascending", i);
    }
    std::vector<std::uint32_t> seen(m_blocks.size(), 0);
    for (std::uint32_t row = 0; row < rowCount(); ++row) {
        if (m_block[row] >= m_blocks.size())
            return fail("row without block", row);
        if (m_index[row] != seen[m_block[row]]++)
            return fail("index in block not consecutive", row);
    }
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        if (seen[b] != m_blocks[b].rows)
            return fail("block row count wrong", b);
        const Shape& shape = schema.shape(m_blocks[b].shape);
        for (std::uint32_t c = 0; c < shape.columns().size(); ++c) {
            const Column& column = this->column(m_blocks[b], c);
            const std::size_t width = column.width == kRowTimeWidth ? 0 : column.width;
            if (column.offset + width * m_blocks[b].rows > m_bytes.size())
                return fail("column beyond its bytes in block", b);
            if (!hasDictionary(shape.columns()[c].kind))
                continue;
            if (column.dictionary >= m_dictionaries.size()
                || m_dictionaries[column.dictionary].path != shape.columns()[c].path)
                return fail("column with the dictionary of another path in block", b);
        }
    }
    for (std::size_t d = 0; d < m_dictionaries.size(); ++d) {
        if (d && !(m_dictionaries[d - 1].path < m_dictionaries[d].path))
            return fail("dictionaries not by path", d);
        const Dictionary& dictionary = m_dictionaries[d];
        for (std::uint32_t code = 0; code < dictionary.count; ++code) {
            const auto value = dictionaryValue(dictionary, code);
            if (value.data() < m_text.data()
                || value.data() + value.size() > m_text.data() + m_text.size())
                return fail("dictionary value beyond the text", d);
        }
    }
    for (std::uint32_t row = 0; row < rowCount(); ++row) {
        const Block& block = m_blocks[m_block[row]];
        const Shape& shape = schema.shape(block.shape);
        for (std::uint32_t c = 0; c < shape.columns().size(); ++c) {
            const Column& column = this->column(block, c);
            if (hasDictionary(shape.columns()[c].kind)
                && code(column, m_index[row], row) >= m_dictionaries[column.dictionary].count)
                return fail("code beyond its dictionary in row", row);
        }
    }
    return {};
}

} // namespace trailloupe::store
