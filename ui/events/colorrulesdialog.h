// ColorRulesDialog: the list of colour rules, edited in place; what is changed is seen at once in
// the table behind it.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/coloring.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPushButton;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace trailloupe::ui {

class ColorRulesDialog : public QDialog
{
    Q_OBJECT
public:
    ColorRulesDialog(workspace::Coloring& coloring, const workspace::Investigation& investigation,
                     QWidget* parent = nullptr);

private:
    QWidget* makeColors();
    QWidget* makeButtons();

    void fill();
    void showCounts();
    void showCurrent(); // what can be done with the current rule, and what is wrong with it
    void adopt(QTreeWidgetItem* item); // what was edited in place
    void add();
    void remove();
    void move(int by);
    void setColor(int color);
    int current() const; // -1: none
    void change(std::vector<workspace::ColorRule> rules, int current);

    workspace::Coloring& m_coloring;
    const workspace::Investigation& m_investigation;
    QTreeWidget* m_list;
    QLabel* m_problem;
    std::vector<QToolButton*> m_colors;
    QPushButton* m_remove = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    bool m_filling = false;
};

} // namespace trailloupe::ui
