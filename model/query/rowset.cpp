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
    // Without a branch: which rows are in the set is hard to foresee.
    std::size_t kept = 0;
    RowId spare;
    for (const RowId row : order) {
        RowId& at = kept < rows.size() ? rows[kept] : spare;
        at = row;
        kept += contains(row) ? 1 : 0;
    }
    rows.resize(kept);
    return rows;
}

} // namespace trailloupe::query
