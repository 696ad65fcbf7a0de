// FirstList: what somebody did for the first time, and when: the last first.
//
// Threads: GUI thread only.
#pragma once

#include "model/identity/profile.h"
#include "model/workspace/pivots.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QLabel;
class QTableView;

namespace trailloupe::workspace {
class Workspace;
}

namespace trailloupe::ui {

class FirstModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        TimeColumn,
        FieldColumn,
        ValueColumn,
        EventsColumn,
        NoteColumn,
        kColumns,
    };

    using Firsts = std::shared_ptr<const std::vector<identity::ProfileFirst>>;

    explicit FirstModel(QObject* parent = nullptr);
    void setFirsts(Firsts firsts);
    void setZone(const QByteArray& ianaId);
    const identity::ProfileFirst& at(int row) const
    {
        return (*m_firsts)[static_cast<std::size_t>(row)];
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Firsts m_firsts; // null: none
    QByteArray m_zone = "UTC";
};

class FirstList : public QWidget
{
    Q_OBJECT
public:
    FirstList(const workspace::Workspace& workspace, workspace::Investigation& investigation,
              QWidget* parent = nullptr);

    void setFirsts(FirstModel::Firsts firsts);
    using ShowEvents = std::function<bool(const workspace::PivotValue&)>;
    // Enter, a double click and the first entry of the menu lead to the events of a line.
    void setShowEvents(ShowEvents show) { m_showEvents = std::move(show); }
    FirstModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitRows();
    void copy();
    void showEvents(const identity::ProfileFirst& first, bool select);
    void openMenu(const QPoint& at);

    const workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    ShowEvents m_showEvents;
    FirstModel* m_model;
    QLabel* m_title;
    QTableView* m_table;
};

} // namespace trailloupe::ui
