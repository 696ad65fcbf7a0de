// ResourceList: the inventory as of the moment that is looked at: a search in the filter bar's
// language over the items, a choice of types, and the table of what they leave.
//
// The row that is current is Investigation::selectedResource(), both ways. A selected resource that
// the list leaves out is said above the table, with a button that takes away what leaves it out.
// Columns, widths and order are kept between runs; the search and the types are not.
// Threads: GUI thread only; lists are made by jobs (model/workspace/inventorying.h).
#pragma once

#include "model/items/resourcetablemodel.h"
#include "model/workspace/completing.h"
#include "model/workspace/inventorying.h"
#include "ui/common/pagecommands.h"
#include "ui/resources/resourceexport.h"

#include <QTimer>
#include <QVariantMap>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;
class FilterEdit;
class ResourceTable;
class TypeChooser;

class ResourceList : public QWidget
{
    Q_OBJECT
public:
    ResourceList(workspace::Workspace& workspace, workspace::Investigation& investigation,
                 workspace::JobRunner& jobs, QWidget* parent = nullptr);
    ~ResourceList() override;

    // Suggestions under the search line, drawn over `area`, which the list lies in.
    void setSuggestionsOver(QWidget* area);

    workspace::Inventorying& inventorying() { return m_inventorying; }
    items::ResourceTableModel& model() { return m_model; }
    ResourceTable* table() const { return m_table; }
    FilterEdit* searchLine() const { return m_search; }
    TypeChooser* types() const { return m_types; }
    QCheckBox* withDeleted() const { return m_withDeleted; }
    QPushButton* showHiddenButton() const { return m_showHidden; }
    EmptyState* emptyState() const { return m_empty; }
    QString countWords() const;
    QString message() const; // what is wrong with the search
    QString hiddenWords() const; // why the selected resource is not in the list; empty: it is
    QString saidWords() const; // how an export ended
    bool isShowingTable() const;

    void focusSearch();
    bool canCopy() const;
    void copy(PageCommands::CopyForm form);
    bool canExport() const;
    void askExport();
    void chooseColumns(); // a menu at the header
    void addPathColumn();

Q_SIGNALS:
    void detailRequested(); // Enter: the resource beside the list
    void timelineRequested(const std::vector<config::ResourceNo>& resources);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTools();
    QWidget* makeHiddenLine();
    QWidget* makeSaidLine();
    void connectTable();

    void ask();
    void askTyped();
    bool mayGoOn() const;
    void showInventory();
    void showSelected();
    void showHidden();
    void clearWhatHides();
    void showState();
    void showNothingFound();
    QString missingFieldWords() const;
    void showMessage();
    void showWords();
    void showColumns();

    void readColumns();
    void keepColumns();
    void setColumns(std::vector<config::InventoryColumn> columns);
    void sortBy(int column);
    void adoptSectionOrder();

    void showHeaderMenu(const QPoint& at);
    void fillColumnsMenu(QMenu* menu);
    void showCellMenu(const QPoint& at);
    void addCopyActions(QMenu* menu, int row, const config::InventoryColumn& column);
    void addGoActions(QMenu* menu, int row);
    void addTimelineAction(QMenu* menu, int row);
    ResourceRows rowsOf(std::vector<int> rows) const;
    void copyText(const QString& text);
    void startCopy(ResourceForm form, ResourceRows rows);
    void startExport(const QString& path);
    void say(const QString& words, bool isError);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    workspace::Inventorying m_inventorying;
    workspace::Completing m_completing;
    items::ResourceTableModel m_model;
    QTimer m_typing; // what is typed is searched after a pause
    FilterEdit* m_search = nullptr;
    TypeChooser* m_types = nullptr;
    QCheckBox* m_withDeleted = nullptr;
    ElidedLabel* m_count = nullptr;
    QLabel* m_message = nullptr;
    QWidget* m_hiddenLine = nullptr;
    QLabel* m_hiddenWords = nullptr;
    QPushButton* m_showHidden = nullptr;
    QWidget* m_saidLine = nullptr;
    QLabel* m_saidWords = nullptr;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    ResourceTable* m_table;
    std::function<void()> m_mend; // what the button of the empty state does
    config::InventorySort m_sort;
    QVariantMap m_widths; // by column
    bool m_isSuggesting = false;
    bool m_hasWaited = false; // for more letters
    bool m_arrangingHeader = false;
};

} // namespace trailloupe::ui
