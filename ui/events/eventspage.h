// EventsPage: the event history: every event of the export as a row, any path of it as a column.
//
// It shows what EventOrder made: the rows that fulfil the filter, in the order the person asked
// for; while another order is being made the old one stays on screen with a busy mark. Threads: GUI
// thread only.
#pragma once

#include "model/items/eventtablemodel.h"
#include "model/workspace/casebook.h"
#include "model/workspace/coloring.h"
#include "model/workspace/comparing.h"
#include "model/workspace/eventorder.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "ui/common/pagecommands.h"
#include "ui/events/exportcommand.h"
#include "ui/events/rowexport.h"

#include <QPointer>
#include <QVariantMap>
#include <QWidget>

class QLabel;
class QMenu;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace trailloupe::workspace {
class Detecting;
}

namespace trailloupe::ui {

class ColorRulesDialog;
class EmptyState;
class EventTableView;

class EventsPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    EventsPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
               const workspace::Filtering& filtering, workspace::JobRunner& jobs,
               QWidget* parent = nullptr);
    ~EventsPage() override;

    // The panels left and right of the table; the page becomes their parent.
    void setPanels(QWidget* facets, QWidget* detail);
    // Above the table and its panels, also when the table is empty.
    void setHistogram(QWidget* histogram);
    // Its entries in the menu of a row; REQUIRES that it outlives the page.
    void setComparing(workspace::Comparing* comparing) { m_comparing = comparing; }

    // Its marks beside the events, and the keys and entries that make them; REQUIRES the same, and
    // one for what follows: stars, tags or a note for the selected events.
    void setCasebook(workspace::Casebook* casebook);
    // Events that are in findings have a flag; REQUIRES that it outlives the page.
    void setDetecting(const workspace::Detecting& detecting);
    void starChosen();
    void showTagMenu();
    void writeNote();

    EventTableView* table() const { return m_view; }
    EmptyState* emptyState() const { return m_empty; }
    ExportCommand* exporting() const { return m_export; }
    workspace::Coloring& coloring() { return m_coloring; }
    bool isSorting() const;

    bool canCopy(CopyForm form) const override;
    void copy(CopyForm form) override;
    bool canExport() const override { return m_export->canStart(); }
    void exportEvents() override { m_export->ask(); }
    std::vector<RowId> chosenEvents(std::size_t most) const override;
    std::size_t chosenCount() const; // of all of them
    bool hasColumns() const override { return true; }
    void chooseColumns() override;
    void addPathColumn() override;
    bool hasColors() const override { return true; }
    void editColors() override;

Q_SIGNALS:
    void noteRequested(); // of the selected event, where it can be written

private:
    ExportCommand* makeExport();
    QWidget* makeToolBar();
    void connectHeader();

    void showOrder();
    void showSelected();
    void showState();
    void showEmptyState();
    bool hasOnlyItems() const; // nothing but configuration items was found
    void showCount();
    void showBusy();
    void showWords();
    void showColumns();
    void showSortIndicator();

    void sortBy(int column);
    void adoptSectionOrder();
    void applyWidths();
    void showHeaderMenu(const QPoint& at);
    void showCellMenu(const QPoint& at);
    void addCompareActions(QMenu* menu, RowId row);
    std::vector<workspace::Casebook::EntryId> chosenEntries() const;
    void fillPresets(QMenu* menu);
    void savePreset();
    void toggleDetail();
    void toggleFacets();
    static void togglePanel(QWidget* panel, QToolButton* button, const QString& key);

    QString cellText(const QModelIndex& cell) const;
    RowExport exportOf(std::vector<RowId> rows) const;
    bool isSettled() const; // the rows are what filter and order ask for, of all that was read
    void startCopy(CopyForm form, RowExport input);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    workspace::JobRunner& m_jobs;

    workspace::Comparing* m_comparing = nullptr;
    workspace::Casebook* m_casebook = nullptr;
    workspace::EventOrder m_order;
    workspace::Coloring m_coloring;
    items::EventTableModel m_model;
    EventTableView* m_view;
    QSplitter* m_splitter;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    ExportCommand* m_export;
    QPointer<ColorRulesDialog> m_colorRules;
    QWidget* m_detail = nullptr;
    QWidget* m_facets = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_busyText = nullptr;
    QProgressBar* m_busy = nullptr;
    QToolButton* m_stopSort = nullptr;
    QToolButton* m_detailButton = nullptr;
    QToolButton* m_facetsButton = nullptr;

    QVariantMap m_widths; // by column text
    bool m_arrangingHeader = false;
    bool m_hadEvents = false; // filtered away or not
};

} // namespace trailloupe::ui
