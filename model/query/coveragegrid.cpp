#include "model/query/coveragegrid.h"

#include <algorithm>
#include <tuple>

namespace trailloupe::query {

CoverageGrid::CoverageGrid(const Summary& summary)
{
    std::vector<CoverageCell> cells = summary.coverage;
    std::sort(cells.begin(), cells.end(), [](const CoverageCell& a, const CoverageCell& b) {
        return std::tie(a.account, a.region, a.day) < std::tie(b.account, b.region, b.day);
    });
    if (cells.empty()) {
        m_firstCell.push_back(0);
        return;
    }
    const auto [first, last] = std::minmax_element(
        cells.begin(), cells.end(),
        [](const CoverageCell& a, const CoverageCell& b) { return a.day < b.day; });
    const std::int64_t lastDay = last->day;
    m_firstDay = std::max(first->day, lastDay - (kMaxDays - 1));
    m_dayCount = lastDay - m_firstDay + 1;

    const CoverageCell* previous = nullptr;
    for (const CoverageCell& cell : cells) {
        if (!previous || previous->account != cell.account || previous->region != cell.region) {
            Row row;
            row.account = summary.accounts[cell.account].value;
            row.region = summary.regions[cell.region].value;
            row.firstOfAccount = !previous || previous->account != cell.account;
            m_rows.push_back(std::move(row));
            m_firstCell.push_back(m_cells.size());
        }
        previous = &cell;
        Row& row = m_rows.back();
        row.events += cell.events;
        row.failures += cell.failures;
        row.daysWithEvents += cell.events > 0;
        if (cell.day < m_firstDay) {
            m_hiddenEvents += cell.events;
            continue;
        }
        m_cells.push_back({cell.day, cell.events, cell.failures});
        m_maxEvents = std::max(m_maxEvents, cell.events);
    }
    m_firstCell.push_back(m_cells.size());
}

std::span<const CoverageGrid::Cell> CoverageGrid::cells(std::size_t row) const
{
    return std::span<const Cell>(m_cells).subspan(m_firstCell[row],
                                                  m_firstCell[row + 1] - m_firstCell[row]);
}

CoverageGrid::Cell CoverageGrid::cell(std::size_t row, std::int64_t day) const
{
    const auto all = cells(row);
    const auto at = std::lower_bound(all.begin(), all.end(), day,
                                     [](const Cell& c, std::int64_t d) { return c.day < d; });
    if (at == all.end() || at->day != day)
        return {day, 0, 0};
    return *at;
}

} // namespace trailloupe::query
