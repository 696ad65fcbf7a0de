#include "ui/events/eventtableview.h"

#include "model/items/eventmime.h"
#include "model/workspace/comparing.h"
#include "ui/common/eventdelegate.h"

#include <QDrag>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace trailloupe::ui {

namespace {

// More separate ranges than this would make the selection itself slow; then only the current row
// stays selected.
constexpr std::size_t kMaxRanges = 2000;
// A selection larger than this is not followed row by row (selecting everything is).
constexpr int kMaxFollowed = 200'000;

} // namespace

EventTableView::EventTableView(items::EventTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
{
    // Before setModel(): these must hear of a reset before and after QTableView itself does.
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this,
            &EventTableView::rememberPlace);
    setModel(&m_model);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &EventTableView::restorePlace);
    setItemDelegate(new EventDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSortIndicatorShown(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    horizontalHeader()->setMinimumSectionSize(40);
    fitRowHeight();
    connect(this, &QTableView::doubleClicked, this, &EventTableView::openRequested);
}

void EventTableView::fitRowHeight()
{
    const int height = EventDelegate::rowHeight(fontMetrics());
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void EventTableView::focusInEvent(QFocusEvent* event)
{
    // Qt makes the first cell current here when none is; nobody chose that row.
    const QScopedValueRollback quiet(m_restoring, true);
    const bool hadCurrent = currentIndex().isValid();
    QTableView::focusInEvent(event);
    if (!hadCurrent)
        selectionModel()->clearCurrentIndex();
}

void EventTableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRowHeight();
}

std::optional<RowId> EventTableView::currentRow() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() ? std::optional(m_model.rowIdAt(current.row())) : std::nullopt;
}

void EventTableView::showRow(std::optional<RowId> row, Scroll scroll)
{
    if (currentRow() == row)
        return;
    const QScopedValueRollback quiet(m_restoring, true);
    const auto at = row ? m_model.rowOf(*row) : std::nullopt;
    if (!at) {
        setCurrentIndex({});
        clearSelection();
        return;
    }
    const int column = std::max(0, currentIndex().column());
    const QModelIndex index = m_model.index(*at, column);
    selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (scroll == Scroll::Stay)
        return;
    // A row that is out of sight comes with what is around it.
    const QRect rect = visualRect(index);
    const bool inSight = rect.top() >= 0 && rect.bottom() < viewport()->height();
    scrollTo(index,
             inSight ? QAbstractItemView::EnsureVisible : QAbstractItemView::PositionAtCenter);
}

int EventTableView::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        count += range.height();
    return count;
}

std::vector<RowId> EventTableView::firstSelectedRows(std::size_t most) const
{
    std::vector<int> rows;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top();
             row <= range.bottom() && row < range.top() + static_cast<int>(most); ++row)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    std::vector<RowId> first;
    for (const int row : rows) {
        if (first.size() < most)
            first.push_back(m_model.rowIdAt(row));
    }
    return first;
}

std::vector<RowId> EventTableView::selectedRows() const
{
    std::vector<std::pair<int, int>> ranges;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        ranges.emplace_back(range.top(), range.bottom());
    std::ranges::sort(ranges);
    std::vector<RowId> rows;
    for (const auto& [top, bottom] : ranges) {
        for (int row = top; row <= bottom; ++row)
            rows.push_back(m_model.rowIdAt(row));
    }
    return rows;
}

void EventTableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_restoring && current.isValid() && current.row() != previous.row())
        Q_EMIT currentRowChanged();
}

// What is under the press is dragged away, selected before or by it. With Shift or Ctrl held a row
// that is not selected starts a range.
void EventTableView::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex cell = indexAt(event->pos());
    const bool isPlain = !(event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier));
    setDragEnabled(cell.isValid() && (isPlain || selectionModel()->isSelected(cell)));
    QTableView::mousePressEvent(event);
}

// With how many they are, so that whoever takes them can say that there were too many.
void EventTableView::startDrag(Qt::DropActions)
{
    auto* drag = new QDrag(this);
    drag->setMimeData(items::mimeDataOf(firstSelectedRows(workspace::Comparing::kMostChosen),
                                        static_cast<std::size_t>(selectedCount()))
                          .release());
    drag->exec(Qt::CopyAction);
}

void EventTableView::rememberPlace()
{
    m_restoring = true;
    m_place = {};
    m_place.current = currentRow();
    m_place.currentColumn = std::max(0, currentIndex().column());
    const int count = selectedCount();
    m_place.everything = count > 1 && count == m_model.rowCount();
    if (!m_place.everything && count <= kMaxFollowed)
        m_place.selected = selectedRows();
    const int top = rowAt(0);
    m_place.atTop = verticalScrollBar()->value() == verticalScrollBar()->minimum();
    if (top >= 0)
        m_place.top = m_model.rowIdAt(top);
    m_place.left = horizontalScrollBar()->value();
}

void EventTableView::restorePlace()
{
    QItemSelection selection;
    const int lastColumn = m_model.columnCount() - 1;
    if (m_place.everything) {
        selection.select(m_model.index(0, 0), m_model.index(m_model.rowCount() - 1, lastColumn));
    } else if (lastColumn >= 0) {
        const std::vector<int> rows = m_model.rowsOf(m_place.selected);
        std::size_t ranges = 0;
        for (std::size_t i = 0; i < rows.size() && ranges < kMaxRanges; ++ranges) {
            std::size_t end = i + 1;
            while (end < rows.size() && rows[end] == rows[end - 1] + 1)
                ++end;
            selection.select(m_model.index(rows[i], 0), m_model.index(rows[end - 1], lastColumn));
            i = end;
        }
        if (ranges == kMaxRanges)
            selection.clear();
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (const auto row = m_place.current ? m_model.rowOf(*m_place.current) : std::nullopt) {
        const QModelIndex index =
            m_model.index(*row, std::min(m_place.currentColumn, std::max(0, lastColumn)));
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    }
    if (m_place.atTop) {
        verticalScrollBar()->setValue(verticalScrollBar()->minimum());
    } else if (const auto top = m_place.top ? m_model.rowOf(*m_place.top) : std::nullopt) {
        scrollTo(m_model.index(*top, 0), QAbstractItemView::PositionAtTop);
    }
    horizontalScrollBar()->setValue(m_place.left);
    m_place = {};
    m_restoring = false;
}

void EventTableView::moveBy(int rows)
{
    moveTo(currentIndex().isValid() ? currentIndex().row() + rows : 0);
}

void EventTableView::moveTo(int row)
{
    if (m_model.rowCount() == 0)
        return;
    const int there = std::clamp(row, 0, m_model.rowCount() - 1);
    setCurrentIndex(m_model.index(there, std::max(0, currentIndex().column())));
}

void EventTableView::keyPressEvent(QKeyEvent* event)
{
    const bool plain = event->modifiers() == Qt::NoModifier;
    const int last = m_model.rowCount() - 1;
    switch (event->key()) {
    case Qt::Key_J:
        if (plain)
            return moveBy(1);
        break;
    case Qt::Key_K:
        if (plain)
            return moveBy(-1);
        break;
    case Qt::Key_Home:
        if (plain)
            return moveTo(0);
        break;
    case Qt::Key_End:
        if (plain)
            return moveTo(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (plain && currentIndex().isValid()) {
            Q_EMIT openRequested();
            return;
        }
        break;
    case Qt::Key_Space:
        if (plain) {
            Q_EMIT starRequested();
            return;
        }
        break;
    case Qt::Key_T:
        if (plain) {
            Q_EMIT tagRequested();
            return;
        }
        break;
    case Qt::Key_N:
        if (plain) {
            Q_EMIT noteRequested();
            return;
        }
        break;
    case Qt::Key_D:
        if (plain) {
            Q_EMIT detailToggleRequested();
            return;
        }
        break;
    case Qt::Key_F:
        if (event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
            Q_EMIT facetsToggleRequested();
            return;
        }
        if (event->modifiers() == Qt::ShiftModifier) {
            Q_EMIT facetsRequested();
            return;
        }
        break;
    case Qt::Key_S:
        if (plain && currentIndex().isValid()) {
            Q_EMIT sortRequested(currentIndex().column());
            return;
        }
        break;
    case Qt::Key_Escape:
    case Qt::Key_Question:
        event->ignore(); // the window's
        return;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

} // namespace trailloupe::ui
