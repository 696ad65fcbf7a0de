#include "ui/principals/firstlist.h"

#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/columntitles.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {
namespace {

constexpr int kRowsShown = 10;
constexpr int kCellMargins = 14;
// What the list needs for its last column, for the counts, for what the value is of.
constexpr int kWidthOfAll = 560;
constexpr int kWidthOfEvents = 480;
constexpr int kWidthOfField = 380;

workspace::PivotValue pivotOf(const identity::ProfileFirst& first)
{
    return {first.field, first.value};
}

} // namespace

FirstModel::FirstModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void FirstModel::setFirsts(Firsts firsts)
{
    beginResetModel();
    m_firsts = std::move(firsts);
    endResetModel();
}

void FirstModel::setZone(const QByteArray& ianaId)
{
    m_zone = ianaId;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, TimeColumn), index(rowCount() - 1, TimeColumn));
    Q_EMIT headerDataChanged(Qt::Horizontal, TimeColumn, TimeColumn);
}

int FirstModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_firsts ? 0 : static_cast<int>(m_firsts->size());
}

int FirstModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant FirstModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const identity::ProfileFirst& first = at(index.row());
    if (role == Qt::TextAlignmentRole && index.column() == EventsColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    const QString value = QString::fromStdString(first.value);
    if (role == Qt::ToolTipRole && index.column() == ValueColumn)
        return toolTipText(fieldTitle(first.field) + QStringLiteral(": ") + value);
    if (role == Qt::ToolTipRole && index.column() == NoteColumn && first.isFirstOfAll)
        return tr("No event of the export shows it before, of anybody.");
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TimeColumn:
        return TimeText(m_zone).dateTime(first.time);
    case FieldColumn:
        return fieldTitle(first.field);
    case ValueColumn:
        return visibleText(value);
    case EventsColumn:
        return countText(first.events);
    default:
        return first.isFirstOfAll ? tr("first of all") : QString();
    }
}

QVariant FirstModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == EventsColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("First seen (%1)").arg(TimeText(m_zone).zoneName());
    case FieldColumn:
        return tr("What");
    case ValueColumn:
        return tr("Value");
    case EventsColumn:
        return tr("Events");
    default:
        return tr("Overall");
    }
}

FirstList::FirstList(const workspace::Workspace& workspace, workspace::Investigation& investigation,
                     QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_model(new FirstModel(this))
    , m_title(new QLabel(this))
    , m_table(new QTableView(this))
{
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("What was done for the first time"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(FirstModel::ValueColumn,
                                                      QHeaderView::Stretch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_table);
    auto* copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &FirstList::copy);
    m_table->addAction(copyAction);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &FirstList::openMenu);
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        showEvents(identity::ProfileFirst(m_model->at(index.row())), false);
    });
    m_model->setZone(m_investigation.zone());
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, [this] {
        m_model->setZone(m_investigation.zone());
        fitRows();
    });
    setFirsts(nullptr);
}

void FirstList::setFirsts(FirstModel::Firsts firsts)
{
    m_model->setFirsts(std::move(firsts));
    m_title->setText(tr("Done for the first time, the last first (%1)")
                         .arg(countText(static_cast<quint64>(m_model->rowCount()))));
    fitRows();
}

void FirstList::fitRows()
{
    const QFontMetrics metrics(font());
    const int rowHeight = metrics.height() + 8;
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    const auto wide = [&](int column, const QString& longest) {
        const QString title =
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        m_table->setColumnWidth(
            column,
            std::max(metrics.horizontalAdvance(longest), metrics.horizontalAdvance(title) + 14)
                + kCellMargins);
    };
    wide(FirstModel::TimeColumn, QStringLiteral("0000-00-00 00:00:00"));
    wide(FirstModel::FieldColumn, tr("Event source"));
    quint64 most = 0;
    for (int row = 0; row < m_model->rowCount(); ++row)
        most = std::max<quint64>(most, m_model->at(row).events);
    wide(FirstModel::EventsColumn, countText(most));
    wide(FirstModel::NoteColumn, tr("first of all"));
    const int rows = std::clamp(m_model->rowCount(), 1, kRowsShown);
    m_table->setFixedHeight(rows * rowHeight + m_table->horizontalHeader()->sizeHint().height()
                            + 2 * m_table->frameWidth());
}

void FirstList::copy()
{
    QString text;
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex& row : rows) {
        const identity::ProfileFirst& first = m_model->at(row.row());
        text += TimeText(m_investigation.zone()).iso(first.time) + u'\t' + fieldTitle(first.field)
            + u'\t' + visibleText(QString::fromStdString(first.value)) + u'\t'
            + QString::number(first.events) + u'\n';
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void FirstList::showEvents(const identity::ProfileFirst& first, bool select)
{
    if (!m_showEvents || !m_showEvents(pivotOf(first)))
        return;
    if (select)
        m_investigation.selectRow(first.row);
    m_investigation.setPage(QStringLiteral("events"));
}

void FirstList::openMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        const identity::ProfileFirst first = m_model->at(index.row());
        connect(menu->addAction(icon(QStringLiteral("events")),
                                tr("Show %1").arg(eventsText(first.events))),
                &QAction::triggered, this, [this, first] { showEvents(first, false); });
        connect(menu->addAction(tr("Go to the first of them")), &QAction::triggered, this,
                [this, first] { showEvents(first, true); });
        menu->addSeparator();
        addPivotActions(menu, m_investigation, {pivotOf(first)});
        addColumnAction(menu, m_investigation, *m_workspace.evidence().store, first.field);
        // Whatever changes the filter while the menu is there was chosen in it.
        connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
                [this] { m_investigation.setPage(QStringLiteral("events")); });
        menu->addSeparator();
    }
    menu->addActions(m_table->actions());
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

// The value is what matters: where there is little room, it has that of the others.
void FirstList::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const double scale = std::max(QFontMetricsF(font()).averageCharWidth() / 7.0, 1.0);
    m_table->setColumnHidden(FirstModel::NoteColumn, width() < kWidthOfAll * scale);
    m_table->setColumnHidden(FirstModel::EventsColumn, width() < kWidthOfEvents * scale);
    m_table->setColumnHidden(FirstModel::FieldColumn, width() < kWidthOfField * scale);
}

void FirstList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

} // namespace trailloupe::ui
