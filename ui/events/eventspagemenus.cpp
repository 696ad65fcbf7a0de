// The menus of EventsPage: over a column's title, over a cell, and the presets; and colour rules.
#include "ui/common/columntitles.h"
#include "ui/common/dialogs.h"
#include "ui/common/icons.h"
#include "ui/common/markmenu.h"
#include "ui/common/pivotmenu.h"
#include "ui/events/colorrules.h"
#include "ui/events/colorrulesdialog.h"
#include "ui/events/columnpresets.h"
#include "ui/events/eventspage.h"
#include "ui/events/eventtableview.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>

#include <algorithm>

namespace trailloupe::ui {

using query::Column;

void EventsPage::showHeaderMenu(const QPoint& at)
{
    QHeaderView* header = m_view->horizontalHeader();
    const int section = header->logicalIndexAt(at);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (section >= 0) {
        const Column column = m_model.columns()[static_cast<std::size_t>(section)];
        const QString title =
            visibleText(columnTitle(column, QString::fromUtf8(m_investigation.zone())));
        connect(menu->addAction(tr("Sort by “%1”").arg(title)), &QAction::triggered, this,
                [this, section] { sortBy(section); });
        QAction* hide = menu->addAction(tr("Hide “%1”").arg(title));
        hide->setEnabled(m_model.columns().size() > 1);
        connect(hide, &QAction::triggered, this,
                [this, column] { m_investigation.removeColumn(column); });
        menu->addSeparator();
    }
    connect(menu->addAction(icon(QStringLiteral("columns")), tr("Choose columns…")),
            &QAction::triggered, this, &EventsPage::chooseColumns);
    connect(menu->addAction(tr("Any path as column…")), &QAction::triggered, this,
            &EventsPage::addPathColumn);
    QMenu* presets = menu->addMenu(icon(QStringLiteral("preset")), tr("Presets"));
    fillPresets(presets);
    menu->popup(header->mapToGlobal(at));
}

void EventsPage::addCompareActions(QMenu* menu, RowId row)
{
    connect(menu->addAction(icon(QStringLiteral("compare")), tr("Add to the comparison")),
            &QAction::triggered, this, [this, row] {
                auto rows = chosenEvents(workspace::Comparing::kMostChosen);
                if (rows.empty())
                    rows.push_back(row);
                m_comparing->add(rows, std::max(rows.size(), chosenCount()));
            });
    connect(menu->addAction(tr("Compare with the previous one of its kind")), &QAction::triggered,
            this, [this, row] { m_comparing->comparePrevious(row); });
}

void EventsPage::showCellMenu(const QPoint& at)
{
    const QModelIndex cell = m_view->indexAt(at);
    if (!cell.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const RowId row = m_model.rowIdAt(cell.row());
    const Column& column = m_model.columns()[static_cast<std::size_t>(cell.column())];
    const auto values = workspace::pivotValues(m_model.store(), row, column);
    addPivotActions(menu, m_investigation, values);
    menu->addSeparator();
    colorrules::addMenu(menu, m_coloring, values, [this] { editColors(); });
    addFollowActions(menu, m_investigation, m_model.store(), row);
    if (m_comparing)
        addCompareActions(menu, row);
    if (m_casebook) {
        menu->addSeparator();
        addMarkActions(
            menu, *m_casebook, [this] { return chosenEntries(); }, [this] { writeNote(); });
    }
    menu->addSeparator();
    const auto rows = static_cast<quint64>(m_view->selectedCount());
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy cell")), &QAction::triggered,
            this, [this, cell = QPersistentModelIndex(cell)] {
                if (cell.isValid())
                    QApplication::clipboard()->setText(cellText(cell));
            });
    const std::pair<QString, CopyForm> forms[] = {
        {rows == 1 ? tr("Copy row as text") : tr("Copy %1 rows as text").arg(countText(rows)),
         CopyForm::Cells},
        {rows == 1 ? tr("Copy row as JSON") : tr("Copy %1 rows as JSON").arg(countText(rows)),
         CopyForm::Json},
        {rows == 1 ? tr("Copy row as CSV") : tr("Copy %1 rows as CSV").arg(countText(rows)),
         CopyForm::Csv},
    };
    for (const auto& [text, form] : forms) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, form = form] { startCopy(form, exportOf(m_view->selectedRows())); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Hide this column")), &QAction::triggered, this,
            [this, column = m_model.columns()[static_cast<std::size_t>(cell.column())]] {
                m_investigation.removeColumn(column);
            });
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

// Beside the table, which shows at once what is changed.
void EventsPage::editColors()
{
    if (!m_colorRules) {
        m_colorRules = new ColorRulesDialog(m_coloring, m_investigation, this);
        m_colorRules->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_colorRules->show();
    m_colorRules->activateWindow();
}

void EventsPage::fillPresets(QMenu* menu)
{
    menu->clear();
    QList<ColumnPreset> own;
    for (const ColumnPreset& preset : columnpresets::list()) {
        if (!preset.builtIn && own.isEmpty())
            menu->addSeparator();
        QAction* action = menu->addAction(QString(preset.name).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(m_investigation.columns() == preset.columns);
        connect(action, &QAction::triggered, this,
                [this, columns = preset.columns] { m_investigation.setColumns(columns); });
        if (!preset.builtIn)
            own.append(preset);
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Save as preset…")), &QAction::triggered, this,
            &EventsPage::savePreset);
    if (own.isEmpty())
        return;
    QMenu* remove = menu->addMenu(tr("Remove preset"));
    for (const ColumnPreset& preset : own) {
        connect(remove->addAction(QString(preset.name).replace(u'&', QStringLiteral("&&"))),
                &QAction::triggered, this, [name = preset.name] { columnpresets::remove(name); });
    }
}

void EventsPage::savePreset()
{
    dialogs::askText(this, tr("Save as preset"), tr("Name of this set of columns"), {},
                     [this](const QString& name) {
                         if (!name.trimmed().isEmpty())
                             columnpresets::save(name.trimmed(), m_investigation.columns());
                     });
}

} // namespace trailloupe::ui
