// ColumnsDialog: which columns the table shows, in which order: the named ones and every path that
// any event of the store has.
//
// Left: everything there is, found by typing. Right: what is shown, moved by dragging or keys.
// Threads: GUI thread only.  Cost: one pass over the paths of the store (thousands).
#pragma once

#include "model/query/column.h"
#include "model/store/eventstore.h"

#include <QDialog>

#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;
class QListWidget;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace trailloupe::ui {

class ColumnsDialog : public QDialog
{
    Q_OBJECT
public:
    ColumnsDialog(const std::shared_ptr<const store::EventStore>& store,
                  const std::vector<query::Column>& shown, QWidget* parent = nullptr);

    std::vector<query::Column> columns() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fillAvailable(const store::EventStore& store);
    void addSelected();
    void removeSelected();
    void move(int by);
    void addShown(const query::Column& column);
    void countFound();

    QLineEdit* m_search;
    QListView* m_available;
    QStandardItemModel* m_all;
    QSortFilterProxyModel* m_found;
    QLabel* m_foundCount;
    QListWidget* m_shown;
};

// Every path that holds a value in some event, as column text, sorted by name.
std::vector<std::string> valuePaths(const store::EventStore& store);

} // namespace trailloupe::ui
