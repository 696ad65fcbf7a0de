#include "ui/overview/coveragegeometry.h"

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::coverage {
namespace {

QSize cellsArea(const Inputs& in)
{
    return {std::max(0, in.viewport.width() - in.labelWidth),
            std::max(0, in.viewport.height() - in.headerHeight)};
}

Range visible(int scroll, int length, int step, int count)
{
    if (step <= 0)
        return {};
    const int begin = std::clamp(scroll / step, 0, count);
    return {begin, std::clamp((scroll + length + step - 1) / step, begin, count)};
}

int nearest(int scroll, int begin, int length, int area)
{
    if (begin < scroll)
        return begin;
    if (begin + length > scroll + area)
        return begin + length - area;
    return scroll;
}

} // namespace

int cellWidth(const Inputs& in)
{
    if (in.days <= 0)
        return in.minimumCell;
    return std::clamp(cellsArea(in).width() / in.days, in.minimumCell, in.maximumCell);
}

QSize contentSize(const Inputs& in)
{
    return {cellWidth(in) * in.days, in.rowHeight * in.rows};
}

QRect cellRect(const Inputs& in, CellPlace cell)
{
    const int width = cellWidth(in);
    return {in.labelWidth + cell.day * width - in.scroll.x(),
            in.headerHeight + cell.row * in.rowHeight - in.scroll.y(), width, in.rowHeight};
}

QRect rowLabelRect(const Inputs& in, int row)
{
    return {0, in.headerHeight + row * in.rowHeight - in.scroll.y(), in.labelWidth, in.rowHeight};
}

QRect dayLabelRect(const Inputs& in, int day)
{
    const int width = cellWidth(in);
    return {in.labelWidth + day * width - in.scroll.x(), 0, width, in.headerHeight};
}

Range visibleRows(const Inputs& in)
{
    return visible(in.scroll.y(), cellsArea(in).height(), in.rowHeight, in.rows);
}

Range visibleDays(const Inputs& in)
{
    return visible(in.scroll.x(), cellsArea(in).width(), cellWidth(in), in.days);
}

std::optional<CellPlace> cellAt(const Inputs& in, const QPoint& point)
{
    if (point.x() < in.labelWidth || point.y() < in.headerHeight || in.rowHeight <= 0)
        return std::nullopt;
    const CellPlace cell{(point.y() - in.headerHeight + in.scroll.y()) / in.rowHeight,
                         (point.x() - in.labelWidth + in.scroll.x()) / cellWidth(in)};
    if (cell.row >= in.rows || cell.day >= in.days)
        return std::nullopt;
    return cell;
}

QPoint scrollToShow(const Inputs& in, CellPlace cell)
{
    const int width = cellWidth(in);
    return {nearest(in.scroll.x(), cell.day * width, width, cellsArea(in).width()),
            nearest(in.scroll.y(), cell.row * in.rowHeight, in.rowHeight, cellsArea(in).height())};
}

int intensity(quint64 events, quint64 most, int steps)
{
    if (events == 0)
        return 0;
    if (most <= 1 || events >= most)
        return steps;
    const double share = std::sqrt(static_cast<double>(events) / static_cast<double>(most));
    return std::clamp(static_cast<int>(std::ceil(share * steps)), 1, steps);
}

} // namespace trailloupe::ui::coverage
