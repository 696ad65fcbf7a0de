// EventTableView: the table of events: fixed row heights, keys, and a place that is kept while new
// generations of the evidence come in.
//
// The place is the current row, the selected rows and the row at the top, all by RowId. A view that
// stands at the very top stays there and sees what is new.
// Threads: GUI thread only.
#pragma once

#include "model/base/strongid.h"
#include "model/items/eventtablemodel.h"

#include <QTableView>

#include <optional>
#include <vector>

namespace trailloupe::ui {

class EventTableView : public QTableView
{
    Q_OBJECT
public:
    explicit EventTableView(items::EventTableModel& model, QWidget* parent = nullptr);

    enum class Scroll
    {
        ToRow, // brings it into sight
        Stay,
    };
    // Makes the row current; nothing selected when it is absent.
    void showRow(std::optional<RowId> row, Scroll scroll = Scroll::ToRow);
    std::optional<RowId> currentRow() const;

    int selectedCount() const;
    std::vector<RowId> selectedRows() const; // in the order of the table
    std::vector<RowId> firstSelectedRows(std::size_t most) const; // the same, not more of them

Q_SIGNALS:
    // The person moved to another row; not sent while a place is being restored.
    void currentRowChanged();
    void openRequested(); // Enter or double click
    void starRequested();
    void tagRequested();
    void noteRequested();
    void detailToggleRequested();
    void facetsToggleRequested();
    void facetsRequested(); // the keys should go there // Space
    void sortRequested(int column); // S

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    struct Place
    {
        std::optional<RowId> current;
        int currentColumn = 0;
        std::vector<RowId> selected;
        bool everything = false;
        std::optional<RowId> top;
        bool atTop = true;
        int left = 0;
    };

    void rememberPlace();
    void restorePlace();
    void moveBy(int rows);
    void moveTo(int row);
    void fitRowHeight();

    items::EventTableModel& m_model;
    Place m_place;
    bool m_restoring = false;
};

} // namespace trailloupe::ui
