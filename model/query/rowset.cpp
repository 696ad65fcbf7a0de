#include "model/query/rowset.h"

#include <bit>

namespace trailloupe::query {

std::uint64_t countBits(const RowBits& bits)
{
    std::uint64_t count = 0;
    for (const std::uint64_t word : bits)
        count += static_cast<std::uint64_t>(std::popcount(word));
    return count;
}

RowSet::RowSet(std::vector<std::shared_ptr<const RowBits>> segments)
    : m_segments(std::move(segments))
{
    for (const auto& bits : m_segments)
        m_count += countBits(*bits);
}

std::vector<RowId> RowSet::filter(std::span<const RowId> order) const
{
    std::vector<RowId> rows(m_count);
    std::vector<const std::uint64_t*> words;
    for (const auto& bits : m_segments)
        words.push_back(bits->data());
    // Without a branch: which rows are in the set is hard to foresee.
    std::size_t kept = 0;
    RowId spare;
    for (const RowId row : order) {
        RowId& at = kept < rows.size() ? rows[kept] : spare;
        at = row;
        const std::uint32_t bit = row.value() & 0xFFFF;
        kept += words[row.value() >> 16][bit / 64] >> (bit % 64) & 1;
    }
    rows.resize(kept);
    return rows;
}

} // namespace trailloupe::query
