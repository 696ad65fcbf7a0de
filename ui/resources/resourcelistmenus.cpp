// The columns and menus of ResourceList: over a column's title, over a row; copying and export.
#include "model/workspace/following.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/dialogs.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/resources/inventorywords.h"
#include "ui/resources/pathcolumndialog.h"
#include "ui/resources/resourcelist.h"
#include "ui/resources/resourcetable.h"
#include "ui/resources/typechooser.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSettings>

#include <algorithm>
#include <array>
#include <numeric>

namespace trailloupe::ui {

using config::InventoryColumn;
using Kind = InventoryColumn::Kind;

namespace {

const QString kColumnsKey = QStringLiteral("view/resources/columns");
const QString kWidthsKey = QStringLiteral("view/resources/widths");
const QString kSortKey = QStringLiteral("view/resources/sort");
const QString kDescendingKey = QStringLiteral("view/resources/descending");
const QString kCopySlot = QStringLiteral("copyResources");
const QString kExportSlot = QStringLiteral("exportResources");
constexpr std::size_t kCopiedAtOnce = 200; // rows; more are a job
constexpr std::size_t kMostLanes = 50; // that are shown on the timeline at once

constexpr std::array kNamed{Kind::Type,    Kind::Id,         Kind::Name,      Kind::State,
                            Kind::Changes, Kind::LastChange, Kind::FirstSeen, Kind::Region,
                            Kind::Account, Kind::Tags,       Kind::Arn};
constexpr std::array kAtFirst{Kind::Type,       Kind::Id,      Kind::Name,
                              Kind::Region,     Kind::State,   Kind::Changes,
                              Kind::LastChange, Kind::Account, Kind::Tags};

QString keyOf(const InventoryColumn& column)
{
    return QString::fromStdString(config::inventoryColumnKey(column));
}

QString inMenu(QString text)
{
    return text.replace(u'&', QStringLiteral("&&"));
}

} // namespace

void ResourceList::readColumns()
{
    const QSettings settings;
    std::vector<InventoryColumn> columns;
    for (const QString& key : settings.value(kColumnsKey).toStringList()) {
        const auto column = config::parseInventoryColumn(key.toStdString());
        if (column && std::ranges::find(columns, *column) == columns.end())
            columns.push_back(*column);
    }
    if (columns.empty()) {
        for (const Kind kind : kAtFirst)
            columns.push_back({kind, {}});
    }
    m_widths = settings.value(kWidthsKey).toMap();
    if (const auto column =
            config::parseInventoryColumn(settings.value(kSortKey).toString().toStdString())) {
        m_sort.column = *column;
        m_sort.descending = settings.value(kDescendingKey).toBool();
    }
    m_model.setColumns(std::move(columns));
    showColumns();
}

void ResourceList::keepColumns()
{
    QStringList keys;
    for (const InventoryColumn& column : m_model.columns())
        keys.append(keyOf(column));
    QSettings settings;
    settings.setValue(kColumnsKey, keys);
    settings.setValue(kWidthsKey, m_widths);
    settings.setValue(kSortKey, keyOf(m_sort.column));
    settings.setValue(kDescendingKey, m_sort.descending);
}

void ResourceList::setColumns(std::vector<InventoryColumn> columns)
{
    if (columns.empty())
        return;
    m_model.setColumns(std::move(columns));
    showColumns();
    keepColumns();
}

void ResourceList::showColumns()
{
    const QScopedValueRollback arranging(m_arrangingHeader, true);
    QHeaderView* header = m_table->horizontalHeader();
    int section = 0;
    int sorted = -1;
    for (const InventoryColumn& column : m_model.columns()) {
        const int kept = m_widths.value(keyOf(column)).toInt();
        // The order of the model is the order on screen; a drag was taken over into it.
        header->moveSection(header->visualIndex(section), section);
        header->resizeSection(section, kept > 0 ? kept : inventorywords::width(column));
        if (column == m_sort.column)
            sorted = section;
        ++section;
    }
    header->setSortIndicator(sorted, m_sort.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void ResourceList::sortBy(int section)
{
    if (section < 0 || static_cast<std::size_t>(section) >= m_model.columns().size())
        return;
    const InventoryColumn& column = m_model.columns()[static_cast<std::size_t>(section)];
    if (m_sort.column == column) {
        m_sort.descending = !m_sort.descending;
    } else {
        m_sort.column = column;
        // What is new, or changed most, is looked for first.
        m_sort.descending = column.kind == Kind::LastChange || column.kind == Kind::Changes
            || column.kind == Kind::FirstSeen;
    }
    showColumns(); // the header has flipped it already, in its own way
    ask();
    keepColumns();
}

void ResourceList::adoptSectionOrder()
{
    const QHeaderView* header = m_table->horizontalHeader();
    std::vector<InventoryColumn> columns;
    for (int visual = 0; visual < header->count(); ++visual)
        columns.push_back(
            m_model.columns()[static_cast<std::size_t>(header->logicalIndex(visual))]);
    setColumns(std::move(columns));
}

void ResourceList::fillColumnsMenu(QMenu* menu)
{
    const std::vector<InventoryColumn> shown = m_model.columns();
    const auto addChoice = [&](const InventoryColumn& column) {
        QAction* action = menu->addAction(inMenu(inventorywords::title(column)));
        const bool isShown = std::ranges::find(shown, column) != shown.end();
        action->setCheckable(true);
        action->setChecked(isShown);
        action->setEnabled(!isShown || shown.size() > 1);
        connect(action, &QAction::triggered, this, [this, column, shown](bool show) {
            std::vector<InventoryColumn> columns = shown;
            if (show)
                columns.push_back(column);
            else
                std::erase(columns, column);
            setColumns(std::move(columns));
        });
    };
    for (const Kind kind : kNamed)
        addChoice({kind, {}});
    for (const InventoryColumn& column : shown) {
        if (column.kind == Kind::Path)
            addChoice(column);
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Any path as column…")), &QAction::triggered, this,
            &ResourceList::addPathColumn);
}

void ResourceList::showHeaderMenu(const QPoint& at)
{
    QHeaderView* header = m_table->horizontalHeader();
    const int section = header->logicalIndexAt(at);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (section >= 0) {
        const InventoryColumn column = m_model.columns()[static_cast<std::size_t>(section)];
        const QString title = inMenu(inventorywords::title(column));
        connect(menu->addAction(tr("Sort by “%1”").arg(title)), &QAction::triggered, this,
                [this, section] { sortBy(section); });
        QAction* hide = menu->addAction(tr("Hide “%1”").arg(title));
        hide->setEnabled(m_model.columns().size() > 1);
        connect(hide, &QAction::triggered, this, [this, column] {
            std::vector<InventoryColumn> columns = m_model.columns();
            std::erase(columns, column);
            setColumns(std::move(columns));
        });
        menu->addSeparator();
    }
    fillColumnsMenu(menu);
    menu->popup(header->mapToGlobal(at));
}

void ResourceList::chooseColumns()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnsMenu(menu);
    menu->popup(m_table->mapToGlobal(QPoint(8, m_table->horizontalHeader()->height())));
}

void ResourceList::addPathColumn()
{
    auto* dialog =
        new PathColumnDialog(m_workspace.evidence().items, m_inventorying.fields(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const InventoryColumn column{Kind::Path, dialog->path()};
        std::vector<InventoryColumn> columns = m_model.columns();
        auto at = std::ranges::find(columns, column);
        if (at == columns.end()) {
            columns.push_back(column);
            setColumns(columns);
            at = std::ranges::find(columns, column);
        }
        const auto section = static_cast<int>(at - columns.begin());
        if (m_model.rowCount() > 0) // into sight
            m_table->scrollTo(m_model.index(std::max(0, m_table->rowAt(0)), section));
    });
    dialog->open();
}

void ResourceList::showCellMenu(const QPoint& at)
{
    const QModelIndex cell = m_table->indexAt(at);
    if (!cell.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    addGoActions(menu, cell.row());
    menu->addSeparator();
    addCopyActions(menu, cell.row(), m_model.columns()[static_cast<std::size_t>(cell.column())]);
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("columns")), tr("Any path as column…")),
            &QAction::triggered, this, &ResourceList::addPathColumn);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

// Numbers of resources mean nothing in another export, and a row may go away while a menu is open:
// what is needed is taken along.
void ResourceList::addGoActions(QMenu* menu, int row)
{
    const config::ResourceNo no = m_model.resourceAt(row);
    const config::ResourcesPtr resources = m_model.inventory()->resources();
    const auto isThere = [this, resources] {
        return m_workspace.resources() == resources;
    };
    const config::Resource& resource = resources->resource(no);
    query::FieldTest test{.field = {.derived = query::Derived::Resource, .path = {}},
                          .operands = {}};
    for (const std::string& text :
         {std::string(resource.id), m_model.facts().name(m_model.rowAt(row)),
          m_model.facts().arn(m_model.rowAt(row))}) {
        if (!text.empty() && std::ranges::find(test.operands, text) == test.operands.end())
            test.operands.push_back(text);
    }
    const QString condition =
        test.operands.empty() ? QString() : workspace::conditionText(*query::Predicate::of(test));
    QAction* events = menu->addAction(icon(QStringLiteral("events")), tr("Show its events"));
    events->setEnabled(!condition.isEmpty());
    events->setToolTip(tr("Calls that name its id, name or ARN"));
    connect(events, &QAction::triggered, this, [this, condition, id = std::string(resource.id)] {
        const workspace::FollowTarget target{workspace::FollowTarget::Kind::Resource, id,
                                             condition};
        if (workspace::follow(m_investigation, target))
            m_investigation.setPage(QStringLiteral("events"));
    });
    connect(menu->addAction(icon(QStringLiteral("resources")), tr("Show in the graph")),
            &QAction::triggered, this, [this, no, isThere] {
                if (isThere())
                    workspace::showResource(m_investigation, no, m_investigation.moment(),
                                            workspace::kGraphPage);
            });
    addTimelineAction(menu, row);
    connect(menu->addAction(
                icon(QStringLiteral("filter")),
                tr("Only this type: %1").arg(inMenu(inventorywords::typeName(resource.type)))),
            &QAction::triggered, this, [this, type = std::string(resource.type)] {
                m_types->setChosen({type});
                ask();
            });
}

// Of all selected rows where this is one of them.
void ResourceList::addTimelineAction(QMenu* menu, int row)
{
    std::vector<int> rows = m_table->selectedRowNumbers();
    if (std::ranges::find(rows, row) == rows.end())
        rows = {row};
    const std::size_t count = rows.size();
    QAction* action =
        menu->addAction(icon(QStringLiteral("timeline")),
                        count == 1 ? tr("Show on the timeline")
                                   : tr("Show these %1 on the timeline").arg(countText(count)));
    action->setEnabled(count <= kMostLanes);
    action->setToolTip(count <= kMostLanes
                           ? tr("A lane of its states, below those of the events")
                           : tr("At most %1 resources at once").arg(countText(kMostLanes)));
    std::vector<config::ResourceNo> resources;
    if (count <= kMostLanes)
        std::ranges::transform(rows, std::back_inserter(resources),
                               [this](int one) { return m_model.resourceAt(one); });
    connect(action, &QAction::triggered, this,
            [this, resources, of = m_model.inventory()->resources()] {
                if (m_workspace.resources() == of)
                    Q_EMIT timelineRequested(resources);
            });
}

void ResourceList::addCopyActions(QMenu* menu, int row, const InventoryColumn& column)
{
    const auto addText = [&](const QString& words, const QString& text) {
        QAction* action = menu->addAction(words);
        action->setEnabled(!text.isEmpty());
        connect(action, &QAction::triggered, this, [this, text] { copyText(text); });
        return action;
    };
    addText(tr("Copy cell"), m_model.cellText(row, column))->setIcon(icon(QStringLiteral("copy")));
    addText(tr("Copy id"), m_model.cellText(row, {Kind::Id, {}}));
    addText(tr("Copy ARN"), m_model.cellText(row, {Kind::Arn, {}}));
    const auto rows = static_cast<quint64>(m_table->selectedCount());
    const std::pair<QString, ResourceForm> forms[] = {
        {rows == 1 ? tr("Copy row as text") : tr("Copy %1 rows as text").arg(countText(rows)),
         ResourceForm::Cells},
        {rows == 1 ? tr("Copy its configuration item as JSON")
                   : tr("Copy %1 configuration items as JSON").arg(countText(rows)),
         ResourceForm::Json},
        {rows == 1 ? tr("Copy row as CSV") : tr("Copy %1 rows as CSV").arg(countText(rows)),
         ResourceForm::Csv},
    };
    for (const auto& [words, form] : forms) {
        QAction* action = menu->addAction(words);
        action->setEnabled(rows > 0);
        connect(action, &QAction::triggered, this,
                [this, form = form] { startCopy(form, rowsOf(m_table->selectedRowNumbers())); });
    }
}

ResourceRows ResourceList::rowsOf(std::vector<int> rows) const
{
    return {m_model.inventory(), std::move(rows), m_model.columns(), m_investigation.zone()};
}

bool ResourceList::canCopy() const
{
    return isShowingTable() && (m_table->currentIndex().isValid() || m_table->selectedCount() > 0);
}

void ResourceList::copyText(const QString& text)
{
    QApplication::clipboard()->setText(text);
}

// One row as cells: the cell.
void ResourceList::copy(PageCommands::CopyForm form)
{
    if (!canCopy())
        return;
    std::vector<int> rows = m_table->selectedRowNumbers();
    const QModelIndex current = m_table->currentIndex();
    if (form == PageCommands::CopyForm::Cells && rows.size() <= 1 && current.isValid())
        return copyText(m_model.cellText(
            current.row(), m_model.columns()[static_cast<std::size_t>(current.column())]));
    if (rows.empty())
        rows.push_back(current.row());
    startCopy(form == PageCommands::CopyForm::Json      ? ResourceForm::Json
                  : form == PageCommands::CopyForm::Csv ? ResourceForm::Csv
                                                        : ResourceForm::Cells,
              rowsOf(std::move(rows)));
}

void ResourceList::startCopy(ResourceForm form, ResourceRows rows)
{
    if (!rows.inventory)
        return;
    const auto take = [this](const Result<std::string>& text) {
        if (text)
            copyText(QString::fromStdString(*text));
        else if (text.error().kind != Error::Kind::Cancelled)
            say(tr("Nothing was copied: %1").arg(errorText(text.error())), true);
    };
    if (rows.rows.size() <= kCopiedAtOnce)
        return take(resourcesAsText(rows, form, JobContext()));
    m_jobs.start(
        kCopySlot, this,
        [rows = std::move(rows), form](const JobContext& context) {
            return resourcesAsText(rows, form, context);
        },
        take);
}

bool ResourceList::canExport() const
{
    return isShowingTable() && !m_jobs.isRunning(kExportSlot);
}

void ResourceList::askExport()
{
    if (canExport())
        dialogs::saveFile(this, tr("Export the listed resources"), QStringLiteral("resources.csv"),
                          {tr("Table for spreadsheets (*.csv)")},
                          [this](const QString& path) { startExport(path); });
}

// What is listed now, whatever the window shows later.
void ResourceList::startExport(const QString& path)
{
    if (!canExport())
        return;
    std::vector<int> rows(static_cast<std::size_t>(m_model.rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    const QString name = visibleText(QFileInfo(path).fileName());
    m_jobs.start(
        kExportSlot, this,
        [rows = rowsOf(std::move(rows)), path](const JobContext& context) {
            return writeResources(rows, path, context);
        },
        [this, path, name](const Result<std::uint64_t>& written) {
            if (!written)
                return say(tr("%1 was not written: %2").arg(name, errorText(written.error())),
                           true);
            dialogs::rememberSaved(path);
            say(tr("%1 written to %2.")
                    .arg(inventorywords::resourcesText(*written), visibleText(path)),
                false);
        });
}

void ResourceList::say(const QString& words, bool isError)
{
    const ThemeColors& of = themeColors(palette());
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, isError ? of.bad : of.text);
    m_saidWords->setPalette(colors);
    m_saidWords->setText(words);
    m_saidLine->show();
}

} // namespace trailloupe::ui
