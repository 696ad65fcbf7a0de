#include "ui/events/columnsdialog.h"

#include "ui/common/columntitles.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using query::Column;
using query::Derived;

namespace {

constexpr int kColumnRole = Qt::UserRole + 1;

QString keyOf(const Column& column)
{
    return QString::fromStdString(query::columnText(column));
}

QString labelOf(const Column& column)
{
    const QString title = columnTitle(column);
    const QString key = keyOf(column);
    return visibleText(title == key ? key : QStringLiteral("%1   %2").arg(title, key));
}

QLabel* caption(const QString& text, QWidget* buddy, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setBuddy(buddy);
    return label;
}

} // namespace

std::vector<std::string> valuePaths(const store::EventStore& store)
{
    const store::PathTable& paths = store.paths();
    const std::size_t size = paths.size();
    std::vector<bool> isInner(size, false);
    for (std::size_t i = 1; i < size; ++i)
        isInner[paths.parent(PathId(static_cast<PathId::Value>(i))).index()] = true;
    std::vector<std::string> texts;
    for (std::size_t i = 1; i < size; ++i) {
        if (!isInner[i])
            texts.push_back(paths.text(PathId(static_cast<PathId::Value>(i))));
    }
    std::ranges::sort(texts);
    return texts;
}

ColumnsDialog::ColumnsDialog(const std::shared_ptr<const store::EventStore>& store,
                             const std::vector<Column>& shown, QWidget* parent)
    : QDialog(parent)
    , m_search(new QLineEdit(this))
    , m_available(new QListView(this))
    , m_all(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this))
    , m_foundCount(new QLabel(this))
    , m_shown(new QListWidget(this))
{
    setWindowTitle(tr("Columns"));
    resize(820, 560);
    m_search->setPlaceholderText(tr("Part of a name or path"));
    m_search->setAccessibleName(tr("Search columns"));
    m_search->setClearButtonEnabled(true);
    m_available->setAccessibleName(tr("All columns"));
    m_available->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_available->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_available->setUniformItemSizes(true);
    m_shown->setAccessibleName(tr("Columns shown"));
    m_shown->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_shown->setDragDropMode(QAbstractItemView::InternalMove);
    fillAvailable(*store);
    m_found->setSourceModel(m_all);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_available->setModel(m_found);
    for (const Column& column : shown)
        addShown(column);

    auto* add = new QPushButton(tr("&Add ›"), this);
    auto* remove = new QPushButton(tr("‹ &Remove"), this);
    auto* up = new QPushButton(tr("Move &Up"), this);
    auto* down = new QPushButton(tr("Move &Down"), this);
    auto* middle = new QVBoxLayout;
    middle->addStretch();
    for (QPushButton* button : {add, remove, up, down}) {
        button->setAutoDefault(false);
        middle->addWidget(button);
    }
    middle->addStretch();

    auto* left = new QVBoxLayout;
    left->addWidget(caption(tr("&Find"), m_search, this));
    left->addWidget(m_search);
    left->addWidget(m_available, 1);
    left->addWidget(m_foundCount);
    auto* right = new QVBoxLayout;
    right->addWidget(caption(tr("&Shown, from left to right"), m_shown, this));
    right->addWidget(m_shown, 1);
    auto* lists = new QHBoxLayout;
    lists->setSpacing(12);
    lists->addLayout(left, 3);
    lists->addLayout(middle);
    lists->addLayout(right, 2);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(lists, 1);
    layout->addWidget(buttons);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found->setFilterFixedString(text.trimmed());
        countFound();
    });
    m_search->installEventFilter(this);
    m_available->installEventFilter(this);
    connect(add, &QPushButton::clicked, this, &ColumnsDialog::addSelected);
    connect(remove, &QPushButton::clicked, this, &ColumnsDialog::removeSelected);
    connect(up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_available, &QListView::doubleClicked, this, &ColumnsDialog::addSelected);
    connect(m_shown, &QListWidget::itemDoubleClicked, this,
            [](QListWidgetItem* item) { delete item; });
    auto* removeKey = new QShortcut(QKeySequence(Qt::Key_Delete), m_shown);
    removeKey->setContext(Qt::WidgetShortcut);
    connect(removeKey, &QShortcut::activated, this, &ColumnsDialog::removeSelected);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    countFound();
}

void ColumnsDialog::fillAvailable(const store::EventStore& store)
{
    const auto add = [this](const Column& column) {
        auto* item = new QStandardItem(labelOf(column));
        item->setData(keyOf(column), kColumnRole);
        item->setToolTip(toolTipText(columnToolTip(column)));
        m_all->appendRow(item);
    };
    for (const Derived derived : query::derivedColumns())
        add(Column::derivedColumn(derived));
    for (std::string& path : valuePaths(store))
        add(Column::pathColumn(std::move(path)));
}

void ColumnsDialog::addShown(const Column& column)
{
    const QString key = keyOf(column);
    for (int i = 0; i < m_shown->count(); ++i) {
        if (m_shown->item(i)->data(kColumnRole) == key) {
            m_shown->setCurrentRow(i);
            return;
        }
    }
    auto* item = new QListWidgetItem(visibleText(columnTitle(column)));
    item->setData(kColumnRole, key);
    item->setToolTip(toolTipText(key));
    m_shown->addItem(item);
    m_shown->setCurrentItem(item, QItemSelectionModel::ClearAndSelect);
}

void ColumnsDialog::addSelected()
{
    for (const QModelIndex& index : m_available->selectionModel()->selectedIndexes()) {
        const auto column = query::parseColumn(index.data(kColumnRole).toString().toStdString());
        if (column)
            addShown(*column);
    }
}

// Enter adds what was found, and only closes the dialog where there is nothing to add; Down leads
// from the search into the list.
bool ColumnsDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool searching = watched == m_search;
    if (searching && key == Qt::Key_Down && m_found->rowCount() > 0) {
        m_available->setFocus();
        if (!m_available->currentIndex().isValid())
            m_available->setCurrentIndex(m_found->index(0, 0));
        return true;
    }
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return QDialog::eventFilter(watched, event);
    if (searching && (m_search->text().trimmed().isEmpty() || m_found->rowCount() == 0))
        return QDialog::eventFilter(watched, event);
    if (!m_available->selectionModel()->hasSelection())
        m_available->setCurrentIndex(m_found->index(0, 0));
    addSelected();
    if (searching)
        m_search->selectAll();
    return true;
}

void ColumnsDialog::removeSelected()
{
    qDeleteAll(m_shown->selectedItems());
}

void ColumnsDialog::move(int by)
{
    const int row = m_shown->currentRow();
    const int to = row + by;
    if (row < 0 || to < 0 || to >= m_shown->count())
        return;
    m_shown->insertItem(to, m_shown->takeItem(row));
    m_shown->setCurrentRow(to);
}

void ColumnsDialog::countFound()
{
    const auto found = static_cast<quint64>(m_found->rowCount());
    const auto all = static_cast<quint64>(m_all->rowCount());
    m_foundCount->setText(found == all
                              ? tr("%1 columns").arg(countText(all))
                              : tr("%1 of %2 columns").arg(countText(found), countText(all)));
}

std::vector<Column> ColumnsDialog::columns() const
{
    std::vector<Column> columns;
    for (int i = 0; i < m_shown->count(); ++i) {
        const auto column =
            query::parseColumn(m_shown->item(i)->data(kColumnRole).toString().toStdString());
        if (column)
            columns.push_back(*column);
    }
    return columns;
}

} // namespace trailloupe::ui
