// coveragegeometry: where the cells of a coverage grid are, and which cell is under a point.
//
// Pure functions of one Inputs struct; no widget. Labels of rows stay at the left, labels of days
// at the top; the cells scroll below them. Units: pixels of the viewport; days since 1970-01-01
// UTC, as columns from 0. Threads: any.  Cost: O(cells in sight).
#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>

#include <optional>
#include <vector>

namespace trailloupe::ui::coverage {

struct Inputs
{
    int rows = 0;
    int days = 0;
    QSize viewport;
    int labelWidth = 0;
    int headerHeight = 0;
    int rowHeight = 0;
    int minimumCell = 0; // width of a cell when there are many days
    int maximumCell = 0; // and when there are few
    QPoint scroll;
    bool operator==(const Inputs&) const = default;
};

struct CellPlace
{
    int row = 0;
    int day = 0;
    bool operator==(const CellPlace&) const = default;
};

struct Range // [begin, end)
{
    int begin = 0;
    int end = 0;
    bool operator==(const Range&) const = default;
};

// As wide as lets all days fit, within the limits.
int cellWidth(const Inputs& in);
QSize contentSize(const Inputs& in); // of the cells, without labels
QRect cellRect(const Inputs& in, CellPlace cell);
QRect rowLabelRect(const Inputs& in, int row);
QRect dayLabelRect(const Inputs& in, int day);
Range visibleRows(const Inputs& in);
Range visibleDays(const Inputs& in);
// Nothing over the labels and beyond the last cell.
std::optional<CellPlace> cellAt(const Inputs& in, const QPoint& point);
// The scroll position nearest to the present one that has the whole cell in sight.
QPoint scrollToShow(const Inputs& in, CellPlace cell);

// 0 for no events, else 1 to `steps`, growing with the square root of the count; `most` gets
// `steps`.
int intensity(quint64 events, quint64 most, int steps);

} // namespace trailloupe::ui::coverage
