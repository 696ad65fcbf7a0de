// Detail: what a timeline draws of its lanes for a span of time, no finer than it can be seen: the
// events of each lane in cells of 2^level seconds.
//
// Cells begin at whole multiples of their length since 1970, whatever span is asked for, so that a
// picture keeps still while it is moved, and one picture serves every zoom of its level. At level 0
// a cell is a second, the resolution of CloudTrail: the events of a cell have no order that is
// known. Every dated event of a lane is before the span, in just one cell, or behind it.
//
// Threads: immutable; any thread.  Units: seconds since 1970 UTC; spans are [from, to).
// Cost: a few ns an event of the span and thread; 24 bytes a cell that holds events, at most one
// for each event and for each column. Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/timeline/lanes.h"

namespace trailloupe::timeline {

struct Cell
{
    std::uint32_t column = 0;
    std::uint32_t first = 0; // of its events, in the arrays of the lane
    PartCounts byPart{};

    std::uint64_t events() const { return sumOf(byPart); }
    bool operator==(const Cell&) const = default;
};

struct LaneDetail
{
    std::uint32_t begin = 0; // of the lane's dated events those in the span: [begin, end)
    std::uint32_t end = 0;
    std::vector<Cell> cells; // with events, by column
};

class Detail
{
public:
    static constexpr unsigned kMostLevels = 32;

    const LanesPtr& lanes() const { return m_lanes; }
    const LaneDetail& of(std::size_t lane) const { return m_byLane[lane]; }
    std::size_t laneCount() const { return m_byLane.size(); }

    // Whole cells.
    const query::TimeSpan& span() const { return m_span; }
    unsigned level() const { return m_level; }
    std::int64_t step() const { return std::int64_t{1} << m_level; }
    std::int64_t timeOf(const Cell& cell) const { return m_span.from + cell.column * step(); }
    std::uint64_t most() const { return m_most; } // events in one cell

private:
    friend Result<std::shared_ptr<const Detail>> makeDetail(const LanesPtr& lanes,
                                                            query::TimeSpan span, unsigned level,
                                                            unsigned threads,
                                                            const JobContext& context);
    LanesPtr m_lanes;
    query::TimeSpan m_span;
    unsigned m_level = 0;
    std::uint64_t m_most = 0;
    std::vector<LaneDetail> m_byLane;
};
using DetailPtr = std::shared_ptr<const Detail>;

// The longest cells that are no wider than a pixel; at least a second.
unsigned levelFor(query::TimeSpan visible, int pixels);
// Whole cells that hold the span.
query::TimeSpan wholeCells(query::TimeSpan span, unsigned level);

// REQUIRES span.from <= span.to and level < kMostLevels.
Result<DetailPtr> makeDetail(const LanesPtr& lanes, query::TimeSpan span, unsigned level,
                             unsigned threads, const JobContext& context);

} // namespace trailloupe::timeline
