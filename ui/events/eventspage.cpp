#include "ui/events/eventspage.h"

#include "model/items/eventtableroles.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/columntitles.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/common/icons.h"
#include "ui/common/viewstate.h"
#include "ui/events/colorrules.h"
#include "ui/events/columnpresets.h"
#include "ui/events/columnsdialog.h"
#include "ui/events/eventtableview.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QScopedValueRollback>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using query::Column;
using query::Derived;
using query::Direction;
using workspace::Investigation;
using workspace::Workspace;

namespace {

const QString kCopySlot = QStringLiteral("copy");
const QString kLedgerPage = QStringLiteral("ledger");
const QString kWidthsKey = QStringLiteral("eventColumnWidths");
const QString kDetailShownKey = QStringLiteral("eventDetailShown");
const QString kFacetsShownKey = QStringLiteral("eventFacetsShown");
constexpr std::size_t kCopyAtOnce = 500; // rows; more is a job

QString keyOf(const Column& column)
{
    return QString::fromStdString(query::columnText(column));
}

Result<QString> textOf(PageCommands::CopyForm form, const RowExport& input,
                       const JobContext& context)
{
    switch (form) {
    case PageCommands::CopyForm::Json:
        return rowsAsJsonLines(input, context);
    case PageCommands::CopyForm::Csv:
        return rowsAsCsv(input, context);
    case PageCommands::CopyForm::Cells:
        break;
    }
    return rowsAsText(input, context);
}

} // namespace

EventsPage::EventsPage(Workspace& workspace, Investigation& investigation,
                       const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                       QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
    , m_order(workspace, investigation, filtering, jobs)
    , m_coloring(workspace, investigation, filtering, jobs)
    , m_view(new EventTableView(m_model, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_export(makeExport())
    , m_widths(QSettings().value(kWidthsKey).toMap())
{
    m_view->setAccessibleName(tr("Events"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_stack);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_export->line());
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_view);

    m_model.setColoring(&m_coloring);
    colorrules::keep(m_coloring);
    m_investigation.setColumns(columnpresets::lastUsed());
    connectHeader();
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        if (hasOnlyItems())
            m_investigation.setPage(workspace::kResourcesPage);
        else if (m_investigation.predicate()->isEverything())
            m_investigation.setPage(kLedgerPage);
        else
            m_investigation.setFilter({});
    });
    connect(m_view, &EventTableView::currentRowChanged, this,
            [this] { m_investigation.selectRow(m_view->currentRow()); });
    connect(m_view, &EventTableView::openRequested, this, [this] {
        if (m_detail) {
            m_detail->show();
            m_detail->setFocus();
        }
    });
    connect(m_view, &EventTableView::sortRequested, this, &EventsPage::sortBy);
    connect(m_view, &EventTableView::detailToggleRequested, this, &EventsPage::toggleDetail);
    connect(m_view, &EventTableView::facetsToggleRequested, this, &EventsPage::toggleFacets);
    connect(m_view, &EventTableView::facetsRequested, this, [this] {
        if (m_facets && m_facets->isHidden())
            toggleFacets();
        if (m_facets)
            m_facets->setFocus();
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &EventsPage::showCellMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &EventsPage::showCount);
    connect(&m_investigation, &Investigation::selectionChanged, this,
            [this] { m_view->showRow(m_investigation.selectedRow()); });
    connect(&m_investigation, &Investigation::columnsChanged, this, &EventsPage::showColumns);
    connect(&m_investigation, &Investigation::sortKeyChanged, this, &EventsPage::showSortIndicator);
    connect(&m_investigation, &Investigation::zoneChanged, this, &EventsPage::showWords);
    connect(&m_coloring, &workspace::Coloring::resultChanged, this, &EventsPage::showCount);
    connect(&m_order, &workspace::EventOrder::shownChanged, this, &EventsPage::showOrder);
    connect(&m_order, &workspace::EventOrder::runningChanged, this, &EventsPage::showBusy);
    connect(&m_workspace, &Workspace::stateChanged, this, &EventsPage::showState);
    connect(&m_jobs, &workspace::JobRunner::runningChanged, this, &EventsPage::showBusy);
    // After showOrder(): then the rows are those that were waited for.
    connect(&m_order, &workspace::EventOrder::shownChanged, m_export, &ExportCommand::retry);
    connect(&m_order, &workspace::EventOrder::runningChanged, m_export, &ExportCommand::retry);
    connect(&filtering, &workspace::Filtering::runningChanged, m_export, &ExportCommand::retry);

    showWords();
    showColumns();
    showOrder();
    showBusy();
}

EventsPage::~EventsPage()
{
    QSettings().setValue(kWidthsKey, m_widths);
}

ExportCommand* EventsPage::makeExport()
{
    const auto count = [this] {
        return ExportCommand::Rows{static_cast<std::uint64_t>(m_model.rowCount()),
                                   static_cast<std::uint64_t>(m_view->selectedCount())};
    };
    const auto take = [this](ExportCommand::Which which) -> std::optional<RowExport> {
        if (!isSettled())
            return std::nullopt;
        return exportOf(which == ExportCommand::Which::Selected ? m_view->selectedRows()
                                                                : m_model.rows());
    };
    auto* made = new ExportCommand(m_workspace, m_investigation, m_jobs, count, take, this);
    connect(made, &ExportCommand::busyChanged, this, &EventsPage::showBusy);
    return made;
}

QWidget* EventsPage::makeToolBar()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(QStringLiteral("topStrip"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(10, 3, 6, 3);
    layout->setSpacing(4);
    const auto button = [bar](const QString& iconName, const QString& text) {
        auto* made = new QToolButton(bar);
        made->setIcon(icon(iconName));
        made->setText(text);
        made->setAccessibleName(text);
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::TabFocus);
        return made;
    };
    m_count = new QLabel(bar);
    m_count->setTextFormat(Qt::PlainText);
    m_busyText = new QLabel(bar);
    m_busyText->setTextFormat(Qt::PlainText);
    m_busy = new QProgressBar(bar);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(90, 6);
    m_busy->setAccessibleName(tr("Working"));
    m_stopSort = button(QStringLiteral("stop"), tr("Stop"));
    connect(m_stopSort, &QToolButton::clicked, this, [this] {
        m_order.stop();
        m_jobs.cancel(kCopySlot);
        m_export->stop();
    });

    auto* presets = button(QStringLiteral("preset"), tr("Presets ▾"));
    presets->setAccessibleName(tr("Presets"));
    presets->setPopupMode(QToolButton::InstantPopup);
    auto* presetMenu = new QMenu(presets);
    connect(presetMenu, &QMenu::aboutToShow, this, [this, presetMenu] { fillPresets(presetMenu); });
    presets->setMenu(presetMenu);
    auto* columns = button(QStringLiteral("columns"), tr("Columns…"));
    connect(columns, &QToolButton::clicked, this, &EventsPage::chooseColumns);
    m_detailButton = button(QStringLiteral("info"), tr("Detail"));
    m_detailButton->setCheckable(true);
    m_detailButton->setToolTip(tr("Show or hide the detail panel (Space)"));
    m_detailButton->setVisible(false);
    connect(m_detailButton, &QToolButton::clicked, this, &EventsPage::toggleDetail);

    m_facetsButton = button(QStringLiteral("facets"), tr("Facets"));
    m_facetsButton->setCheckable(true);
    m_facetsButton->setToolTip(tr("Show or hide the fields and their values (F)"));
    m_facetsButton->setVisible(false);
    connect(m_facetsButton, &QToolButton::clicked, this, &EventsPage::toggleFacets);

    layout->addWidget(m_facetsButton);
    layout->addSpacing(6);
    layout->addWidget(m_count);
    layout->addSpacing(14);
    layout->addWidget(m_busyText);
    layout->addWidget(m_busy);
    layout->addWidget(m_stopSort);
    layout->addStretch();
    layout->addWidget(presets);
    layout->addWidget(columns);
    layout->addWidget(m_export->button());
    layout->addWidget(m_detailButton);
    return bar;
}

void EventsPage::connectHeader()
{
    QHeaderView* header = m_view->horizontalHeader();
    header->setAccessibleName(tr("Columns"));
    connect(header, &QHeaderView::sectionClicked, this, &EventsPage::sortBy);
    // Queued: the columns must not change while the header still handles the drop.
    connect(header, &QHeaderView::sectionMoved, this, &EventsPage::adoptSectionOrder,
            Qt::QueuedConnection);
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        const auto at = static_cast<std::size_t>(column);
        if (!m_arrangingHeader && width > 0 && at < m_model.columns().size())
            m_widths.insert(keyOf(m_model.columns()[at]), width);
    });
    connect(header, &QWidget::customContextMenuRequested, this, &EventsPage::showHeaderMenu);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &EventsPage::applyWidths);
}

void EventsPage::setPanels(QWidget* facets, QWidget* detail)
{
    m_facets = facets;
    m_detail = detail;
    m_splitter->insertWidget(0, facets);
    m_splitter->addWidget(detail);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 0);
    m_splitter->setSizes({240, 700, 440});
    viewstate::keepSplitter(m_splitter, QStringLiteral("eventsPanels"));
    const auto show = [](QWidget* panel, QToolButton* button, const QString& key) {
        const bool shown = QSettings().value(key, true).toBool();
        panel->setVisible(shown);
        button->setVisible(true);
        button->setChecked(shown);
    };
    show(facets, m_facetsButton, kFacetsShownKey);
    show(detail, m_detailButton, kDetailShownKey);
}

void EventsPage::togglePanel(QWidget* panel, QToolButton* button, const QString& key)
{
    if (!panel)
        return;
    const bool shown = panel->isHidden();
    panel->setVisible(shown);
    button->setChecked(shown);
    QSettings().setValue(key, shown);
}

void EventsPage::setHistogram(QWidget* histogram)
{
    auto* column = qobject_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->indexOf(m_splitter), histogram);
}

void EventsPage::toggleDetail()
{
    togglePanel(m_detail, m_detailButton, kDetailShownKey);
}

void EventsPage::toggleFacets()
{
    togglePanel(m_facets, m_facetsButton, kFacetsShownKey);
}

bool EventsPage::isSettled() const
{
    return !m_filtering.isRunning() && !m_order.isRunning()
        && m_model.store() == m_workspace.evidence().store
        && m_filtering.result().store == m_model.store()
        && m_filtering.result().predicate->key() == m_investigation.predicate()->key();
}

bool EventsPage::isSorting() const
{
    return m_order.isRunning();
}

void EventsPage::showOrder()
{
    const auto& shown = m_order.shown();
    m_model.setEvidence(shown.store, shown.rows, shown.key.direction);
    showSortIndicator();
    showState();
    showSelected();
}

// What is selected may have come only with these rows: a filter went, or back in history. Rows that
// are being read come in below the eyes of whoever reads; the view stays where it is.
void EventsPage::showSelected()
{
    const auto row = m_investigation.selectedRow();
    if (!row || !m_model.rowOf(*row))
        return;
    const bool loading = m_workspace.state() == Workspace::State::Loading;
    m_view->showRow(row, loading ? EventTableView::Scroll::Stay : EventTableView::Scroll::ToRow);
}

void EventsPage::showState()
{
    const bool hasRows = m_model.rowCount() > 0;
    const bool comes = hasRows && m_stack->currentIndex() == 0;
    QWidget* const focused = QApplication::focusWidget();
    m_stack->setCurrentIndex(hasRows ? 1 : 0);
    setFocusProxy(hasRows ? static_cast<QWidget*>(m_view) : m_stack);
    if (!hasRows)
        showEmptyState();
    // The page that comes takes back the focus that it had; somebody may be typing elsewhere.
    if (focused && !isAncestorOf(focused) && focused->window() == window())
        focused->setFocus();
    // While there was no table, the focus could only wait elsewhere on the page. Under a filter
    // that left nothing it may be where somebody works.
    const QWidget* waits = window()->focusWidget();
    const QWidget* place = m_hadEvents ? static_cast<QWidget*>(m_stack) : this;
    if (comes && isVisible() && (!waits || waits == place || place->isAncestorOf(waits)))
        m_view->setFocus();
    m_hadEvents = m_order.shown().store->rowCount() > 0;
    showCount();
    showBusy();
}

// How many events are shown stands beside the filter; here stands what else is to be known of them.
void EventsPage::showCount()
{
    QStringList parts;
    if (const quint64 undated = m_order.shown().undated)
        parts.append(tr("%1 undated, at the end").arg(countText(undated)));
    if (const int selected = m_view->selectedCount(); selected > 1)
        parts.append(tr("%1 selected").arg(countText(static_cast<quint64>(selected))));
    if (const auto& error = m_coloring.error())
        parts.append(
            tr("colours could not be computed: %1").arg(QString::fromStdString(error->detail)));
    m_count->setText(parts.join(QStringLiteral("  ·  ")));
}

void EventsPage::showBusy()
{
    const bool copying = m_jobs.isRunning(kCopySlot);
    // Time order takes no time worth a mark.
    const bool sorting =
        m_order.isRunning() && m_order.runningKey().column.derived != Derived::Time;
    const bool exporting = m_export->isRunning();
    const bool busy = sorting || copying || exporting;
    m_busyText->setVisible(busy);
    m_busy->setVisible(busy);
    m_stopSort->setVisible(busy);
    if (exporting)
        m_busyText->setText(m_export->busyText());
    else if (copying)
        m_busyText->setText(tr("Copying…"));
    else if (busy)
        m_busyText->setText(
            tr("Sorting by %1…")
                .arg(visibleText(columnTitle(m_order.runningKey().column,
                                             QString::fromUtf8(m_investigation.zone())))));
}

void EventsPage::showWords()
{
    const TimeText time(m_investigation.zone());
    m_model.setWords([time](qint64 seconds) { return time.dateTime(seconds); },
                     [zone = time.zoneName()](const Column& column) {
                         return visibleText(columnTitle(column, zone));
                     });
}

void EventsPage::showColumns()
{
    m_model.setColumns(m_investigation.columns());
    columnpresets::keepLastUsed(m_investigation.columns());
    showSortIndicator();
}

void EventsPage::applyWidths()
{
    const QScopedValueRollback arranging(m_arrangingHeader, true);
    QHeaderView* header = m_view->horizontalHeader();
    int column = 0;
    for (const Column& c : m_model.columns()) {
        const int kept = m_widths.value(keyOf(c)).toInt();
        // The order of the model is the order on screen; a drag was taken over into it.
        header->moveSection(header->visualIndex(column), column);
        header->resizeSection(column++, kept > 0 ? kept : columnWidth(c));
    }
    showSortIndicator();
}

void EventsPage::showSortIndicator()
{
    const query::SortKey& key = m_investigation.sortKey();
    const auto& columns = m_model.columns();
    const auto found = std::ranges::find(columns, key.column);
    const int section = found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
    m_view->horizontalHeader()->setSortIndicator(
        section, key.direction == Direction::Ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
}

void EventsPage::sortBy(int column)
{
    const auto at = static_cast<std::size_t>(column);
    if (at >= m_model.columns().size())
        return;
    query::SortKey key = m_investigation.sortKey();
    const Column& chosen = m_model.columns()[at];
    if (key.column == chosen) {
        key.direction =
            key.direction == Direction::Ascending ? Direction::Descending : Direction::Ascending;
    } else {
        key = {.column = chosen, .direction = Direction::Ascending};
        if (chosen.derived == Derived::Time)
            key.direction = Direction::Descending;
    }
    m_investigation.setSortKey(key);
    showSortIndicator(); // the header has flipped it already, in its own way
}

void EventsPage::adoptSectionOrder()
{
    const QHeaderView* header = m_view->horizontalHeader();
    std::vector<Column> columns;
    for (int visual = 0; visual < header->count(); ++visual)
        columns.push_back(
            m_model.columns()[static_cast<std::size_t>(header->logicalIndex(visual))]);
    m_investigation.setColumns(std::move(columns));
}

void EventsPage::chooseColumns()
{
    auto* dialog =
        new ColumnsDialog(m_workspace.evidence().store, m_investigation.columns(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (const auto columns = dialog->columns(); !columns.empty())
            m_investigation.setColumns(columns);
    });
    dialog->open();
}

void EventsPage::addPathColumn()
{
    dialogs::askText(this, tr("Any path as column"),
                     tr("Path, for example requestParameters.instanceType or resources[].ARN"), {},
                     [this](const QString& text) {
                         const auto column = query::parseColumn(text.trimmed().toStdString());
                         if (column)
                             m_investigation.addColumn(*column);
                         else
                             dialogs::tell(this, tr("Any path as column"),
                                           tr("“%1” is not a path.").arg(visibleText(text)));
                     });
}

bool EventsPage::canCopy(CopyForm) const
{
    return m_view->currentIndex().isValid() || m_view->selectedCount() > 0;
}

void EventsPage::copy(CopyForm form)
{
    std::vector<RowId> rows = m_view->selectedRows();
    const QModelIndex current = m_view->currentIndex();
    if (form == CopyForm::Cells && rows.size() <= 1 && current.isValid())
        QApplication::clipboard()->setText(cellText(current));
    else
        startCopy(form, exportOf(std::move(rows)));
}

QString EventsPage::cellText(const QModelIndex& cell) const
{
    const RowId row = m_model.rowIdAt(cell.row());
    const auto seconds = m_model.store()->time(row);
    const Column& column = m_model.columns()[static_cast<std::size_t>(cell.column())];
    if (column.derived == Derived::Time && seconds)
        return TimeText(m_investigation.zone()).iso(*seconds);
    return m_model.text(row, cell.column());
}

RowExport EventsPage::exportOf(std::vector<RowId> rows) const
{
    RowExport input{.store = m_model.store(),
                    .rows = std::move(rows),
                    .columns = m_model.columns(),
                    .titles = {},
                    .time = TimeText(m_investigation.zone())};
    for (const Column& column : input.columns)
        input.titles.append(keyOf(column));
    return input;
}

std::vector<RowId> EventsPage::chosenEvents(std::size_t most) const
{
    return m_view->firstSelectedRows(most);
}

std::size_t EventsPage::chosenCount() const
{
    return static_cast<std::size_t>(m_view->selectedCount());
}

void EventsPage::startCopy(CopyForm form, RowExport input)
{
    if (input.rows.empty())
        return;
    if (input.rows.size() <= kCopyAtOnce) {
        if (const auto text = textOf(form, input, JobContext()); text.ok())
            QApplication::clipboard()->setText(*text);
        return;
    }
    m_jobs.start(
        kCopySlot, this,
        [form, input = std::move(input)](const JobContext& context) {
            return textOf(form, input, context);
        },
        [this](Result<QString> text) {
            if (text.ok())
                QApplication::clipboard()->setText(*text);
            else if (text.error().kind == Error::Kind::TooLarge)
                dialogs::tell(this, tr("Copy"),
                              tr("The selection is larger than a clipboard can take. Select fewer "
                                 "rows."));
        });
}

} // namespace trailloupe::ui
