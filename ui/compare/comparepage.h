// ComparePage: the events of the tray side by side, a row for everything that one of them says.
//
// Threads: GUI thread only; the comparison, its lines and what is copied are made by jobs
// (model/workspace/comparing.h).
#pragma once

#include "model/items/comparisonmodel.h"
#include "model/workspace/comparing.h"
#include "ui/common/pagecommands.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace trailloupe::workspace {
class Casebook;
class Investigation;
class Workspace;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;
class MarkEditor;

class ComparePage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    ComparePage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                workspace::Comparing& comparing, QWidget* parent = nullptr);

    void setCasebook(workspace::Casebook& casebook); // once

    QTableView* table() const { return m_table; }
    MarkEditor* marks() const { return m_marks; } // null without a case
    items::ComparisonModel* model() const { return m_model; }
    EmptyState* emptyState() const { return m_empty; }
    EmptyState* noLines() const { return m_noLines; }
    bool isShowingTable() const;
    QString countText() const;
    QString words() const; // what an action had to say

    void goToDifference(bool forward);
    void showKept(const casefile::Subject& comparison) { m_comparing.showSubject(comparison); }

    bool canCopy(CopyForm form) const override { return form == CopyForm::Cells; }
    void copy(CopyForm form) override;
    void focusSearch() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeToolBar();
    void makeTable();
    void showComparison();
    void showState();
    void showCounts();
    void showNoLines();
    void showMarks();
    void showTitles();
    bool isPair() const; // that is shown
    void fitColumns();
    QStringList titles(bool asTips) const; // of the events that are shown

    void setIgnored(std::vector<std::string> paths);
    void toggleIgnored(const QString& path);
    void toggleFold(const QModelIndex& cell);
    void fillIgnoredMenu(QMenu* menu);
    void showCellMenu(const QPoint& at);
    void addCellActions(QMenu* menu, const QModelIndex& cell);
    void addEventActions(QMenu* menu, std::size_t event);
    void showHeaderMenu(const QPoint& at);
    void showLikeThis(std::size_t event);
    void showLikeThis(const workspace::Comparing::LikeThis& like);
    void copyAs(workspace::Comparing::TextForm form);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Comparing& m_comparing;
    items::ComparisonModel* m_model;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QTableView* m_table;
    EmptyState* m_noLines; // in place of the table, when no line is in sight
    QToolButton* m_onlyDifferent;
    QToolButton* m_asOneDiff;
    QLineEdit* m_search;
    QToolButton* m_ignored;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_copy;
    MarkEditor* m_marks = nullptr;
    ElidedLabel* m_counts;
    ElidedLabel* m_words;
    QStringList m_titles; // whole
    QStringList m_tips; // of them
};

} // namespace trailloupe::ui
