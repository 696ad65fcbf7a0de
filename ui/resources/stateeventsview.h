// StateEventsView: the CloudTrail events that name a resource between one of its states and the one
// before: those that led to it first, then failed calls, then the others by time.
//
// Threads: GUI thread only.
#pragma once

#include "model/items/eventtablemodel.h"
#include "model/workspace/configtimeline.h"

#include <QWidget>

class QLabel;
class QTableView;
class QToolButton;

namespace trailloupe::ui {

class StateEventsView : public QWidget
{
    Q_OBJECT
public:
    StateEventsView(workspace::ConfigTimeline& timeline, workspace::Investigation& investigation,
                    QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    items::EventTableModel* model() const { return m_model; }
    QString summaryText() const;
    QToolButton* allButton() const { return m_all; }
    void copy(); // the selected rows, else all of them

Q_SIGNALS:
    void eventRequested(trailloupe::RowId event); // to be shown among the others
    void allRequested(); // every event that names the resource, whenever

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeTable();
    void fill();
    void showWords();
    void showColumns();
    void showSelected();
    void showMenu(const QPoint& at);

    workspace::ConfigTimeline& m_timeline;
    workspace::Investigation& m_investigation;
    QLabel* m_summary;
    QToolButton* m_all;
    items::EventTableModel* m_model;
    QTableView* m_table;
    bool m_isSelecting = false;
};

} // namespace trailloupe::ui
