// Segment: an immutable block of at most kMaxRows events, by columns. STORE.md has the layout and
// why.
//
// Representation: rows of one shape form a block; per block one column per leaf that carries a
// value; per path
//   one dictionary for the whole segment. A column holds value - base in 0, 1, 2, 3 or 4 bytes (16
//   for UUIDs).
// Threads: immutable; any thread.
// Units: times are seconds since 1970 UTC; offsets are bytes in the source's text.
// Cost: any value of a row O(1).
#pragma once

#include "model/base/strongid.h"
#include "model/store/schema.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::store {

class Segment
{
public:
    static constexpr std::uint32_t kMaxRows = 1u << 16;

    struct Block
    {
        ShapeId shape;
        std::uint32_t rows = 0;
        std::uint32_t firstColumn = 0; // index into columns()
    };

    // How values are packed. Row times are kept apart, and an eventTime column that equals them is
    // not stored.
    static constexpr std::uint8_t kUuidWidth = 16;
    static constexpr std::uint8_t kRowTimeWidth = 255;
    struct Column
    {
        std::uint32_t base = 0;
        std::uint32_t offset = 0; // into the column bytes
        std::uint32_t dictionary : 24 = 0;
        std::uint32_t width : 8 = 0;
    };

    struct Dictionary
    {
        PathId path;
        std::uint32_t count = 0;
        std::uint32_t textBegin = 0;
        std::uint32_t firstEnd = 0; // into the ends; unused when all values have one length
        std::uint32_t stride = 0; // that length + 1, or 0
    };

    // Rows [firstRow, next run's firstRow) come from consecutive records of one source.
    struct Run
    {
        std::uint32_t firstRow = 0;
        SourceId source;
        std::uint64_t firstRecord = 0;
        std::uint64_t baseOffset = 0;
    };

    std::uint32_t rowCount() const { return static_cast<std::uint32_t>(m_block.size()); }
    std::span<const Block> blocks() const { return m_blocks; }
    const Column& column(const Block& block, std::uint32_t column) const
    {
        return m_columns[block.firstColumn + column];
    }
    std::uint32_t blockOf(std::uint32_t row) const { return m_block[row]; }
    std::uint32_t indexInBlock(std::uint32_t row) const { return m_index[row]; }
    std::uint32_t rowOf(std::uint32_t block,
                        std::uint32_t index) const; // O(rows), the inverse of both

    // 0: undated.
    std::uint32_t rowTime(std::uint32_t row) const { return m_times[row]; }
    std::span<const std::uint32_t> rowTimes() const { return m_times; }
    // Rows by time; undated ones last; equal times in row order.
    std::vector<std::uint16_t> rowsByTime() const;

    // The code (dictionary kinds) or seconds (Time) of a row. REQUIRES no UUID column.
    std::uint32_t code(const Column& column, std::uint32_t index, std::uint32_t row) const
    {
        const std::uint8_t* at = m_bytes.data() + column.offset;
        switch (column.width) {
        case 0:
            return column.base;
        case 1:
            return column.base + at[index];
        case 2:
            return column.base + read<std::uint16_t>(at + std::size_t{index} * 2);
        case 3: {
            const std::uint8_t* b = at + std::size_t{index} * 3;
            return column.base
                + (std::uint32_t{b[0]} | std::uint32_t{b[1]} << 8 | std::uint32_t{b[2]} << 16);
        }
        case kRowTimeWidth:
            return m_times[row];
        default:
            return column.base + read<std::uint32_t>(at + std::size_t{index} * 4);
        }
    }
    const std::uint8_t* uuid(const Column& column, std::uint32_t index) const
    {
        return m_bytes.data() + column.offset + std::size_t{index} * kUuidWidth;
    }

    std::span<const Dictionary> dictionaries() const { return m_dictionaries; }
    std::string_view dictionaryValue(const Dictionary& dictionary, std::uint32_t code) const
    {
        if (dictionary.stride) {
            const std::uint32_t length = dictionary.stride - 1;
            return {m_text.data() + dictionary.textBegin + std::size_t{code} * length, length};
        }
        const std::uint32_t begin = code == 0 ? 0 : m_ends[dictionary.firstEnd + code - 1];
        return {m_text.data() + dictionary.textBegin + begin,
                m_ends[dictionary.firstEnd + code] - begin};
    }
    std::optional<std::uint32_t> findDictionary(PathId path) const;

    // The text of one leaf. The view is valid as long as the segment and `scratch` are.
    std::string_view leafText(const Block& block, std::uint32_t row, std::uint32_t column,
                              LeafKind kind, std::string& scratch) const;

    std::span<const Run> runs() const { return m_runs; }
    const Run& runOf(std::uint32_t row) const;
    std::uint64_t recordOf(std::uint32_t row) const;
    std::uint64_t offsetOf(std::uint32_t row) const;

    std::uint64_t memoryBytes() const;
    std::string checkInvariants(const Schema& schema) const;

private:
    friend class EventWriter;
    friend class EventStoreBuilder; // gives runs their final source ids before the segment is
                                    // shared

    template<typename T>
    static T read(const std::uint8_t* at)
    {
        T value;
        std::memcpy(&value, at, sizeof value);
        return value;
    }

    std::vector<Block> m_blocks;
    std::vector<Column> m_columns;
    std::vector<std::uint8_t> m_bytes;
    std::vector<Dictionary> m_dictionaries; // by path
    std::vector<std::uint32_t> m_ends;
    std::vector<char> m_text;
    std::vector<std::uint16_t> m_block;
    std::vector<std::uint16_t> m_index;
    std::vector<std::uint32_t> m_times;
    std::vector<std::uint32_t> m_offsets; // from the run's baseOffset
    std::vector<Run> m_runs;
    std::vector<std::uint64_t> m_identities; // by row, until the builder has looked for duplicates
};

// "01234567-89ab-cdef-0123-456789abcdef" from and to its 16 bytes. Only the lowercase form is a
// UUID to the store, so that the text comes back as it was.
bool parseUuid(std::string_view text, std::uint8_t* bytes);
void formatUuid(const std::uint8_t* bytes, std::string& text); // appends

} // namespace trailloupe::store
