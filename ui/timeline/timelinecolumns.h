// timelinecolumns: how columns of events are drawn, wherever they are: in lanes and over all of the
// time. What stands for a part of them has its share of the height, failed and sensitive ones a
// strip of their own, so that few are seen beside many.
//
// Threads: any. Cost: O(1) a column.
#pragma once

#include "ui/common/theme.h"
#include "ui/timeline/timelinegeometry.h"

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui::timeline {

QColor colorOf(Part part, const ThemeColors& colors);
QColor blend(const QColor& over, const QColor& under, double share);
QColor faded(QColor color, double alpha);

// Pixels of failed events under the line, of sensitive ones at the top.
constexpr int stripOf(bool isThin)
{
    return isThin ? 3 : 4;
}

// Of columns of up to so many events, for lanes of one kind.
class Heights
{
public:
    Heights(std::uint64_t most, const QRect& room, bool isThin);
    int of(std::uint32_t events) const
    {
        return events < m_known.size() ? m_known[events] : columnHeight(events, m_most, m_room);
    }

private:
    std::uint64_t m_most;
    int m_room;
    std::array<int, 1024> m_known;
};

// The rectangles of a column, from its lane's room: (part, rectangle) to `fill`.
template<typename Fill>
void eachRect(const Column& column, const QRect& room, bool isThin, const Heights& heights,
              const Fill& fill)
{
    const int strip = stripOf(isThin);
    const auto count = [&](Part part) {
        return column.byPart[static_cast<std::size_t>(part)];
    };
    const int line = room.bottom() - strip; // the last row above the line
    if (count(Part::Failed) > 0)
        fill(Part::Failed, QRect(column.x, line + 2, column.width, strip - 1));
    if (count(Part::Sensitive) > 0)
        fill(Part::Sensitive, QRect(column.x, room.top(), column.width, strip));
    const int height = heights.of(column.peak);
    const double writes = count(Part::Write) + count(Part::Sensitive);
    int lower = static_cast<int>(std::lround(height * writes / std::max(1U, column.events)));
    if (writes > 0)
        lower = std::clamp(lower, 1, height);
    if (column.events > writes && lower == height && height > 1)
        --lower;
    if (lower > 0)
        fill(Part::Write, QRect(column.x, line + 1 - lower, column.width, lower));
    if (height > lower)
        fill(Part::Other, QRect(column.x, line + 1 - height, column.width, height - lower));
}
} // namespace trailloupe::ui::timeline
