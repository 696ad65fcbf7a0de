// RowSet: some rows of a store, one bit per row and segment.
//
// Threads: immutable once built; any thread.  Cost: contains() O(1); 8 KB a full segment.
#pragma once

#include "model/base/strongid.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace trailloupe::query {

// The rows of one segment: bit row % 64 of word row / 64; no bit beyond the last row.
using RowBits = std::vector<std::uint64_t>;

class RowSet
{
public:
    RowSet() = default;
    explicit RowSet(std::vector<std::shared_ptr<const RowBits>> segments);

    bool contains(RowId row) const
    {
        const RowBits& bits = *m_segments[row.value() >> 16];
        const std::uint32_t at = row.value() & 0xFFFF;
        return (bits[at / 64] >> (at % 64) & 1) != 0;
    }
    std::uint64_t count() const { return m_count; }
    const RowBits& segment(std::size_t index) const { return *m_segments[index]; }
    std::size_t segmentCount() const { return m_segments.size(); }

    // The rows of `order` that are in the set, in that order.
    std::vector<RowId> filter(std::span<const RowId> order) const;

private:
    std::vector<std::shared_ptr<const RowBits>> m_segments;
    std::uint64_t m_count = 0;
};

std::uint64_t countBits(const RowBits& bits);

} // namespace trailloupe::query
