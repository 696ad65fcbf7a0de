#include "ui/resources/stateeventsview.h"

#include "model/workspace/following.h"
#include "model/workspace/pivots.h"
#include "ui/common/columntitles.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/eventdelegate.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace trailloupe::ui {

using workspace::ConfigTimeline;
using workspace::Investigation;

StateEventsView::StateEventsView(ConfigTimeline& timeline, Investigation& investigation,
                                 QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_investigation(investigation)
    , m_summary(new QLabel(this))
    , m_all(new QToolButton(this))
    , m_model(new items::EventTableModel(this))
    , m_table(new QTableView(this))
{
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    makeQuiet(m_summary);
    m_all->setText(tr("All of its events"));
    m_all->setToolTip(tr("Every event of the export that names this resource, as the filter"));
    m_all->setIcon(icon(QStringLiteral("events")));
    m_all->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_all->setFocusPolicy(Qt::StrongFocus);
    makeTable();
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 8, 6);
    head->addWidget(m_summary, 1);
    head->addWidget(m_all, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    setFocusProxy(m_table);
    connect(m_all, &QToolButton::clicked, this, &StateEventsView::allRequested);
    connect(&timeline, &ConfigTimeline::explanationChanged, this, &StateEventsView::fill);
    connect(&timeline, &ConfigTimeline::currentChanged, this, &StateEventsView::fill);
    connect(&investigation, &Investigation::zoneChanged, this, &StateEventsView::showWords);
    connect(&investigation, &Investigation::columnsChanged, this, &StateEventsView::showColumns);
    connect(&investigation, &Investigation::selectionChanged, this, &StateEventsView::showSelected);
    showWords();
    showColumns();
    fill();
}

void StateEventsView::makeTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new EventDelegate(m_table));
    m_table->setAccessibleName(tr("Events that name the resource since the state before"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setMinimumHeight(40); // a head and a line
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(EventDelegate::rowHeight(fontMetrics()));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setMinimumSectionSize(40);
    m_table->installEventFilter(this);
    auto* copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &StateEventsView::copy);
    m_table->addAction(copyAction);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !m_isSelecting)
                    m_investigation.selectRow(m_model->rowIdAt(current.row()));
            });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT eventRequested(m_model->rowIdAt(index.row()));
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, &StateEventsView::showMenu);
}

QString StateEventsView::summaryText() const
{
    return m_summary->text();
}

void StateEventsView::fill()
{
    if (m_timeline.isExplaining()) {
        m_summary->setText(tr("Looking for events \u2026"));
        return;
    }
    // The latest state first; an event may stand for several.
    std::vector<RowId> causes;
    std::vector<RowId> rest;
    std::set<RowId> told;
    std::size_t failed = 0;
    const auto add = [&](std::vector<RowId>& rows, RowId row) {
        const bool isNew = told.insert(row).second;
        if (isNew)
            rows.push_back(row);
        return isNew;
    };
    const auto& explanation = m_timeline.explanation();
    for (auto it = explanation.rbegin(); it != explanation.rend(); ++it) {
        for (const config::Cause& cause : it->causes.causes)
            add(causes, cause.event);
    }
    for (auto it = explanation.rbegin(); it != explanation.rend(); ++it) {
        for (const config::Cause& tried : it->causes.tried)
            failed += add(rest, tried.event) ? 1 : 0;
        for (const RowId other : it->causes.others)
            add(rest, other);
    }
    QString words;
    if (!m_timeline.current())
        words = QString();
    else if (told.empty())
        words = tr("No event names it since the state before.");
    else if (causes.empty())
        words = told.size() == 1
            ? tr("One event since the state before, which does not explain the change.")
            : tr("%1 since the state before, none of which explains the change.")
                  .arg(eventsText(told.size()));
    else if (told.size() == 1)
        words = tr("One event since the state before; it explains the change.");
    else
        words = causes.size() == 1
            ? tr("%1 since the state before; the first one explains the change.")
                  .arg(eventsText(told.size()))
            : tr("%1 since the state before; the first %2 explain the change.")
                  .arg(eventsText(told.size()), countText(causes.size()));
    if (failed > 0)
        words += u' '
            + (failed == 1 ? tr("One call failed.")
                           : tr("%1 calls failed.").arg(countText(failed)));
    m_summary->setText(words);
    causes.insert(causes.end(), rest.begin(), rest.end());
    const QScopedValueRollback selecting(m_isSelecting, true);
    const auto events = m_timeline.events();
    m_model->setEvidence(events ? events : std::make_shared<const store::EventStore>(),
                         std::make_shared<const std::vector<RowId>>(std::move(causes)));
    showSelected();
}

void StateEventsView::showWords()
{
    const TimeText time(m_investigation.zone());
    m_model->setWords([time](qint64 seconds) { return time.dateTime(seconds); },
                      [zone = time.zoneName()](const query::Column& column) {
                          return visibleText(columnTitle(column, zone));
                      });
}

void StateEventsView::showColumns()
{
    const QScopedValueRollback selecting(m_isSelecting, true);
    m_model->setColumns(m_investigation.columns());
    for (int i = 0; i < m_model->columnCount(); ++i)
        m_table->setColumnWidth(i, columnWidth(m_model->columns()[static_cast<std::size_t>(i)]));
}

void StateEventsView::showSelected()
{
    const auto row = m_investigation.selectedRow();
    const auto at = row && m_model->store() ? m_model->rowOf(*row) : std::nullopt;
    if (!at || *at == m_table->currentIndex().row())
        return;
    const QScopedValueRollback selecting(m_isSelecting, true);
    m_table->setCurrentIndex(m_model->index(*at, 0));
}

bool StateEventsView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int step = key->key() == Qt::Key_J ? 1 : key->key() == Qt::Key_K ? -1 : 0;
        if (step != 0 && key->modifiers() == Qt::NoModifier && m_model->rowCount() > 0) {
            const int to =
                std::clamp(m_table->currentIndex().row() + step, 0, m_model->rowCount() - 1);
            m_table->setCurrentIndex(m_model->index(to, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void StateEventsView::showMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    const RowId row = m_model->rowIdAt(index.row());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("events")), tr("Go to the event"), this,
                    [this, row] { Q_EMIT eventRequested(row); });
    if (const auto page = workspace::sessionPage(m_model->store(), row))
        menu->addAction(icon(QStringLiteral("forward")), tr("Follow the session"), this,
                        [this, page] { m_investigation.setPage(*page); });
    menu->addSeparator();
    addPivotActions(
        menu, m_investigation,
        workspace::pivotValues(m_model->store(), row,
                               m_model->columns()[static_cast<std::size_t>(index.column())]));
    menu->addSeparator();
    addFollowActions(menu, m_investigation, m_model->store(), row);
    connect(&m_investigation, &Investigation::filterChanged, menu,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    menu->addSeparator();
    menu->addActions(m_table->actions());
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void StateEventsView::copy()
{
    QStringList lines;
    const auto add = [&](int row) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells.append(visibleText(m_model->text(m_model->rowIdAt(row), column)));
        lines.append(cells.join(u'\t'));
    };
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& index : selected)
        add(index.row());
    for (int row = 0; selected.isEmpty() && row < m_model->rowCount(); ++row)
        add(row);
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace trailloupe::ui
