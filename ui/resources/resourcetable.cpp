#include "ui/resources/resourcetable.h"

#include "ui/resources/resourcedelegate.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace trailloupe::ui {
namespace {

// More selected rows than this are not followed into another list.
constexpr int kMostFollowed = 500;

} // namespace

ResourceTable::ResourceTable(items::ResourceTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
{
    // Before setModel(): these must hear of a reset before and after QTableView itself does.
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this,
            &ResourceTable::rememberPlace);
    setModel(&m_model);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ResourceTable::restorePlace);
    setItemDelegate(new ResourceDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setAccessibleName(tr("Resources"));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setMinimumSectionSize(40);
    fitRowHeight();
    connect(this, &QTableView::doubleClicked, this, &ResourceTable::openRequested);
}

void ResourceTable::fitRowHeight()
{
    const int height = ResourceDelegate::rowHeight(fontMetrics());
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void ResourceTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRowHeight();
}

// Qt makes the first cell current here when none is; nobody chose that row.
void ResourceTable::focusInEvent(QFocusEvent* event)
{
    const QScopedValueRollback quiet(m_restoring, true);
    const bool hadCurrent = currentIndex().isValid();
    QTableView::focusInEvent(event);
    if (!hadCurrent)
        selectionModel()->clearCurrentIndex();
}

std::optional<config::ResourceNo> ResourceTable::current() const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? std::optional(m_model.resourceAt(index.row())) : std::nullopt;
}

bool ResourceTable::showResource(std::optional<config::ResourceNo> resource)
{
    if (resource && current() == resource)
        return true;
    const QScopedValueRollback quiet(m_restoring, true);
    const auto row = resource ? m_model.rowOf(*resource) : std::nullopt;
    if (!row) {
        setCurrentIndex({});
        clearSelection();
        return false;
    }
    const QModelIndex index = m_model.index(*row, std::max(0, currentIndex().column()));
    selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    // A row that is out of sight comes with what is around it.
    const QRect rect = visualRect(index);
    const bool isInSight = rect.top() >= 0 && rect.bottom() < viewport()->height();
    const int left = horizontalScrollBar()->value();
    scrollTo(index,
             isInSight ? QAbstractItemView::EnsureVisible : QAbstractItemView::PositionAtCenter);
    horizontalScrollBar()->setValue(left);
    return true;
}

int ResourceTable::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        count += range.height();
    return count;
}

std::vector<int> ResourceTable::selectedRowNumbers() const
{
    std::vector<int> rows;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    return rows;
}

void ResourceTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_restoring && current.isValid() && current.row() != previous.row())
        Q_EMIT currentResourceChanged();
}

void ResourceTable::rememberPlace()
{
    m_restoring = true;
    m_place = {};
    m_place.current = current();
    m_place.column = std::max(0, currentIndex().column());
    m_place.top = verticalScrollBar()->value();
    m_place.left = horizontalScrollBar()->value();
    const QRect rect = visualRect(currentIndex());
    if (m_place.current && rect.top() >= 0 && rect.bottom() < viewport()->height())
        m_place.below = currentIndex().row() - m_place.top;
    if (selectedCount() <= kMostFollowed) {
        for (const int row : selectedRowNumbers())
            m_place.selected.push_back(m_model.resourceAt(row));
    }
}

void ResourceTable::restorePlace()
{
    const int lastColumn = m_model.columnCount() - 1;
    int top = m_place.top;
    if (lastColumn >= 0) {
        QItemSelection selection;
        for (const config::ResourceNo resource : m_place.selected) {
            if (const auto row = m_model.rowOf(resource))
                selection.select(m_model.index(*row, 0), m_model.index(*row, lastColumn));
        }
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        if (const auto row = m_place.current ? m_model.rowOf(*m_place.current) : std::nullopt) {
            selectionModel()->setCurrentIndex(
                m_model.index(*row, std::min(m_place.column, lastColumn)),
                QItemSelectionModel::NoUpdate);
            if (m_place.below)
                top = *row - *m_place.below;
        }
    }
    updateGeometries(); // the bars know the new rows
    verticalScrollBar()->setValue(top);
    horizontalScrollBar()->setValue(m_place.left);
    m_place = {};
    m_restoring = false;
}

void ResourceTable::moveTo(int row)
{
    if (m_model.rowCount() == 0)
        return;
    const int there = std::clamp(row, 0, m_model.rowCount() - 1);
    setCurrentIndex(m_model.index(there, std::max(0, currentIndex().column())));
}

void ResourceTable::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    const int row = currentIndex().isValid() ? currentIndex().row() : -1;
    switch (isPlain ? event->key() : 0) {
    case Qt::Key_J:
        return moveTo(row + 1);
    case Qt::Key_K:
        return moveTo(std::max(0, row - 1));
    case Qt::Key_Home:
        return moveTo(0);
    case Qt::Key_End:
        return moveTo(m_model.rowCount() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row >= 0) {
            Q_EMIT openRequested();
            return;
        }
        break;
    case Qt::Key_S:
        if (row >= 0) {
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
