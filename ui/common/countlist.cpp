#include "ui/common/countlist.h"

#include "model/workspace/workspace.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {
namespace {

enum Column
{
    Value,
    Count,
    ColumnCount,
};

constexpr int kBarHeight = 2;

// The bar lies under the value, so that it takes no room from it.
class CountDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        if (index.column() != Value)
            return;
        const double share = index.data(CountModel::ShareRole).toDouble();
        const ThemeColors& colors = themeColors(option.palette);
        const int width = std::max(1, static_cast<int>(share * (option.rect.width() - 8)));
        painter->fillRect(
            QRect(option.rect.left() + 4, option.rect.bottom() - kBarHeight, width, kBarHeight),
            colors.series[0]);
    }
};

} // namespace

CountModel::CountModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void CountModel::setValues(Values values, quint64 without, const QString& missing)
{
    beginResetModel();
    m_values = std::move(values);
    m_without = without;
    m_missing = missing;
    m_missingRow = -1;
    if (without > 0) {
        const auto before = m_values
            ? std::ranges::partition_point(
                  *m_values,
                  [without](const query::FacetValue& value) { return value.events >= without; })
                - m_values->begin()
            : 0;
        m_missingRow = static_cast<int>(before);
    }
    endResetModel();
}

CountModel::Counted CountModel::valueAt(int row) const
{
    if (row == m_missingRow)
        return {nullptr, m_without};
    const bool isBehind = m_missingRow >= 0 && row > m_missingRow;
    const query::FacetValue& value =
        (*m_values)[static_cast<std::size_t>(row - (isBehind ? 1 : 0))];
    return {&value.text, value.events};
}

int CountModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(distinct()) + (m_missingRow >= 0 ? 1 : 0);
}

int CountModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CountModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Counted value = valueAt(index.row());
    const QString text = value.text ? QString::fromStdString(*value.text) : m_missing;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Value ? visibleText(text) : countText(value.events);
    case Qt::ToolTipRole:
        return toolTipText(QStringLiteral("%1: %2").arg(text, countText(value.events)));
    case Qt::TextAlignmentRole:
        return index.column() == Count ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                       : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case CountRole:
        return value.events;
    case ShareRole:
        return static_cast<double>(value.events) / static_cast<double>(valueAt(0).events);
    default:
        return {};
    }
}

CountList::CountList(const QString& title, const QString& missing, QWidget* parent)
    : QWidget(parent)
    , m_name(title)
    , m_missing(missing)
    , m_model(new CountModel(this))
    , m_title(new QLabel(this))
    , m_table(new QTableView(this))
{
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CountDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(title);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(Value, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(Count, QHeaderView::Fixed);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_table);
    auto* copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &CountList::copy);
    m_table->addAction(copyAction);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &CountList::openMenu);
    connect(m_table, &QAbstractItemView::activated, this, &CountList::showOnly);
    setMinimumWidth(220);
    setCounts(nullptr, 0);
}

void CountList::setValues(const std::vector<query::CountedValue>& values)
{
    auto shown = std::make_shared<std::vector<query::FacetValue>>();
    shown->reserve(values.size());
    quint64 without = 0;
    for (const query::CountedValue& value : values) {
        if (value.value.empty())
            without += value.count;
        else
            shown->push_back({value.value, value.count});
    }
    setCounts(std::move(shown), without);
}

void CountList::setCounts(CountModel::Values values, quint64 without)
{
    m_model->setValues(std::move(values), without, m_missing);
    m_title->setText(tr("%1 (%2)").arg(m_name, countText(m_model->distinct())));
    fitRows();
}

void CountList::setTitle(const QString& title)
{
    m_name = title;
    m_table->setAccessibleName(title);
}

void CountList::setCompact()
{
    m_isCompact = true;
    fitRows();
}

QString CountList::title() const
{
    return m_title->text();
}

void CountList::fitRows()
{
    const QFontMetrics metrics(font());
    const int rowHeight = metrics.height() + 8;
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->setColumnWidth(Count, metrics.horizontalAdvance(QStringLiteral("00,000,000")) + 12);
    const int rows = m_isCompact ? std::clamp(m_model->rowCount(), 1, kRowsShown) : kRowsShown;
    m_table->setFixedHeight(rows * rowHeight + 2 * m_table->frameWidth());
}

void CountList::copy()
{
    QString text;
    QModelIndexList rows = m_table->selectionModel()->selectedRows(Value);
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex& row : rows)
        text += row.data().toString() + u'\t'
            + row.siblingAtColumn(Count).data(CountModel::CountRole).toString() + u'\n';
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void CountList::setPivots(const workspace::Workspace& workspace,
                          workspace::Investigation& investigation, const query::Field& field)
{
    m_workspace = &workspace;
    m_investigation = &investigation;
    m_field = field;
}

workspace::PivotValue CountList::valueAt(const QModelIndex& index) const
{
    const CountModel::Counted value = m_model->valueAt(index.row());
    return {m_field, value.text ? std::optional(*value.text) : std::nullopt};
}

// Enter or a double click: these events, to read. The menu says why where that cannot be.
void CountList::showOnly(const QModelIndex& index)
{
    if (!m_investigation)
        return;
    const workspace::PivotValue value = valueAt(index);
    if (m_showEvents ? m_showEvents(value) : workspace::pivotInstead(*m_investigation, {value}))
        m_investigation->setPage(QStringLiteral("events"));
    else
        openMenu(m_table->visualRect(index).center());
}

void CountList::openMenu(const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QModelIndex index = m_table->indexAt(at).siblingAtColumn(Value);
    if (m_investigation && index.isValid()) {
        const workspace::PivotValue value = valueAt(index);
        if (m_showEvents) {
            QAction* show = menu->addAction(
                icon(QStringLiteral("events")),
                tr("Show %1").arg(eventsText(m_model->valueAt(index.row()).events)));
            show->setEnabled(workspace::canPivot(value));
            connect(show, &QAction::triggered, this, [this, value] {
                if (m_showEvents(value))
                    m_investigation->setPage(QStringLiteral("events"));
            });
            menu->addSeparator();
        }
        addPivotActions(menu, *m_investigation, {value});
        addFollowAction(menu, *m_investigation, value);
        addColumnAction(menu, *m_investigation, *m_workspace->evidence().store, value.field);
        // Whatever changes the filter while the menu is there was chosen in it.
        connect(m_investigation, &workspace::Investigation::filterChanged, menu,
                [this] { m_investigation->setPage(QStringLiteral("events")); });
        menu->addSeparator();
    }
    menu->addActions(m_table->actions());
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void CountList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

} // namespace trailloupe::ui
