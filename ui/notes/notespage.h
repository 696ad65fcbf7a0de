// NotesPage: what is starred, tagged and noted in the case, in the order of time, and its notes to
// write.
//
// Threads: GUI thread only.
#pragma once

#include "model/items/notesmodel.h"
#include "ui/common/pagecommands.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace trailloupe::workspace {
class Filtering;
class Investigation;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;
class MarkEditor;
class ReportCommand;

class NotesPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    NotesPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
              const workspace::Filtering& filtering, workspace::Casebook& casebook,
              workspace::JobRunner& jobs, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    items::NotesModel* model() const { return m_model; }
    MarkEditor* editor() const { return m_editor; }
    ReportCommand* report() const { return m_report; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingTable() const;
    QString countText() const;

    bool canCopy(CopyForm form) const override { return form == CopyForm::Cells; }
    void copy(CopyForm form) override;
    void focusSearch() override;

Q_SIGNALS:
    void comparisonRequested(const casefile::Subject& comparison);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeToolBar();
    void makeTable();
    void setWords();
    void showState();
    void showSaved();
    void showCurrent();
    void openCurrent();
    void showMenu(const QPoint& at);
    std::optional<workspace::Casebook::EntryId> currentEntry() const;

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Casebook& m_casebook;
    items::NotesModel* m_model;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QTableView* m_table;
    QComboBox* m_choice;
    QLineEdit* m_search;
    QLabel* m_counts;
    ElidedLabel* m_saved;
    ReportCommand* m_report;
    QToolButton* m_write;
    QToolButton* m_openReport;
    MarkEditor* m_editor;
    std::optional<workspace::Casebook::EntryId> m_current; // kept when the order changes
};

} // namespace trailloupe::ui
