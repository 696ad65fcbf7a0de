// TypeChooser: which types of resources are listed: a button that says so, and under it every type
// of the export with how many there are.
//
// In the list a click or Space takes a type in or out, Enter or a double click takes only this one,
// and typing finds types; nothing chosen means all.
// Threads: GUI thread only.
#pragma once

#include "model/config/inventory.h"

#include <QToolButton>

#include <string>
#include <vector>

class QFrame;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTreeView;

namespace trailloupe::ui {

class TypeChooser : public QToolButton
{
    Q_OBJECT
public:
    explicit TypeChooser(QWidget* parent = nullptr);

    // Null: no types, nothing to choose.
    void setInventory(const config::InventoryPtr& inventory);
    void setChosen(const std::vector<std::string>& types);
    const std::vector<std::string>& chosen() const { return m_chosen; } // sorted

    void showTypes();
    QTreeView* list() const { return m_list; }
    QLineEdit* searchLine() const { return m_search; }
    QPushButton* allButton() const { return m_all; }

Q_SIGNALS:
    void chosenChanged(); // by the person

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makePopup();
    void fillList();
    void toggle(const QModelIndex& index);
    void takeOnly(const QModelIndex& index);
    void choose(std::vector<std::string> types);
    void showWords();

    config::InventoryPtr m_inventory;
    std::vector<std::string> m_chosen;
    QFrame* m_popup;
    QLineEdit* m_search;
    QTreeView* m_list;
    QStandardItemModel* m_types;
    QSortFilterProxyModel* m_found;
    QPushButton* m_all;
};

} // namespace trailloupe::ui
