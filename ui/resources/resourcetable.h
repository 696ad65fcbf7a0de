// ResourceTable: the table of the inventory: fixed row heights, keys, and a place that is kept when
// another list comes.
//
// The place is the current row, where it stands in sight, and the selected rows, by ResourceNo.
// Threads: GUI thread only.
#pragma once

#include "model/items/resourcetablemodel.h"

#include <QTableView>

#include <optional>
#include <vector>

namespace trailloupe::ui {

class ResourceTable : public QTableView
{
    Q_OBJECT
public:
    explicit ResourceTable(items::ResourceTableModel& model, QWidget* parent = nullptr);

    std::optional<config::ResourceNo> current() const;
    // Makes its row current and brings it into sight; false, and nothing is current, where it is
    // not in the list.
    bool showResource(std::optional<config::ResourceNo> resource);
    std::vector<int> selectedRowNumbers() const; // in the order of the table
    int selectedCount() const;

    void keyboardSearch(const QString&) override { } // there is a line to search in

Q_SIGNALS:
    // The person moved to another row; not sent while a place is being restored.
    void currentResourceChanged();
    void openRequested(); // Enter or a double click
    void sortRequested(int column); // S

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Place
    {
        std::optional<config::ResourceNo> current;
        int column = 0;
        std::optional<int> below; // rows between the top of the view and the current one in sight
        std::vector<config::ResourceNo> selected;
        int top = 0;
        int left = 0;
    };

    void rememberPlace();
    void restorePlace();
    void moveTo(int row);
    void fitRowHeight();

    items::ResourceTableModel& m_model;
    Place m_place;
    bool m_restoring = false;
};

} // namespace trailloupe::ui
