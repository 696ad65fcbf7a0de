// CoverageGrid: events per account, Region and day, laid out for a grid: rows × days.
//
// Representation: one row per (account, Region) that has a dated event, in the order of the
// summary's accounts and Regions; columns are all days from the first to the last, so that a day
// without events is a gap in sight.  Cells are sparse: a row keeps its cells by day.
// Threads: immutable after build; any thread, const members.
// Units: days since 1970-01-01 UTC.
// Cost: build O(cells log cells); cell() O(log cells of the row).
#pragma once

#include "model/query/summary.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::query {

class CoverageGrid
{
public:
    struct Row
    {
        std::string account;
        std::string region;
        std::uint64_t events = 0;
        std::uint64_t failures = 0;
        std::uint32_t daysWithEvents = 0;
        bool firstOfAccount = false; // for the line between accounts
    };
    struct Cell
    {
        std::int64_t day = 0;
        std::uint64_t events = 0;
        std::uint64_t failures = 0;
    };
    // More days than this make columns that nobody can read, and one absurd time could make
    // millions of them: the grid then covers the days with the most recent events and says so.
    static constexpr std::int64_t kMaxDays = 3660;

    CoverageGrid() = default;
    explicit CoverageGrid(const Summary& summary);

    std::size_t rowCount() const { return m_rows.size(); }
    const Row& row(std::size_t index) const { return m_rows[index]; }
    std::int64_t firstDay() const { return m_firstDay; }
    std::int64_t dayCount() const { return m_dayCount; }
    // Cells of a row, by day.
    std::span<const Cell> cells(std::size_t row) const;
    // The cell of a day; zero events where there is none.
    Cell cell(std::size_t row, std::int64_t day) const;
    std::uint64_t maxEvents() const { return m_maxEvents; }
    // Days before firstDay() that have events but no column, and their events.
    std::uint64_t hiddenEvents() const { return m_hiddenEvents; }

private:
    std::vector<Row> m_rows;
    std::vector<std::size_t> m_firstCell; // rowCount() + 1 entries
    std::vector<Cell> m_cells;
    std::int64_t m_firstDay = 0;
    std::int64_t m_dayCount = 0;
    std::uint64_t m_maxEvents = 0;
    std::uint64_t m_hiddenEvents = 0;
};

} // namespace trailloupe::query
