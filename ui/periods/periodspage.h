// PeriodsPage: two filters against each other: what is new, gone, more and less, field by field.
//
// Threads: GUI thread only; the comparison is made by a job (model/workspace/periodcomparing.h).
#pragma once

#include "model/items/periodsmodel.h"
#include "model/workspace/periodcomparing.h"
#include "ui/common/pagecommands.h"

#include <QTimer>
#include <QWidget>

class QGridLayout;
class QLineEdit;
class QMenu;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace trailloupe::ui {

class ElidedLabel;
class EmptyState;

class PeriodsPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    PeriodsPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                QWidget* parent = nullptr);

    workspace::PeriodComparing& comparing() { return m_comparing; }
    QTreeView* tree() const { return m_tree; }
    items::PeriodsModel* model() const { return m_model; }
    EmptyState* emptyState() const { return m_empty; }
    QLineEdit* beforeLine() const { return m_before.line; } // what is typed, not yet taken
    QLineEdit* afterLine() const { return m_after.line; }
    QString beforeWords() const;
    QString afterWords() const;
    bool isShowingTree() const;

    bool canCopy(CopyForm form) const override { return form == CopyForm::Cells; }
    void copy(CopyForm form) override;
    void focusSearch() override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Side
    {
        QLineEdit* line = nullptr;
        ElidedLabel* words = nullptr; // how many events, or what is wrong with the filter
    };

    Side makeSide(QGridLayout* grid, int row, const QString& name, const QString& hint);
    void makeTree();
    void fillMenu(QMenu* menu);
    void take(); // what stands in the two lines
    void showTexts();
    void showPeriods();
    void showSide(const Side& side, const QString& text, const workspace::FilterText& read,
                  const compare::PeriodSide* found);
    void showState();
    void openLine(const QModelIndex& index);
    void showMenu(const QPoint& at);
    void showEvents(const QModelIndex& index, bool after);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::PeriodComparing m_comparing;
    items::PeriodsModel* m_model;
    QTimer m_typing; // what is typed is taken after a pause
    Side m_before;
    Side m_after;
    QToolButton* m_fill;
    QToolButton* m_swap;
    QToolButton* m_same;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QTreeView* m_tree;
};

} // namespace trailloupe::ui
