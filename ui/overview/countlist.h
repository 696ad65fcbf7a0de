// CountList: values with how often they occur, most first, with a bar for the share.
//
// All values are there; the list scrolls, and its title says how many there are.
// Threads: GUI thread only.
#pragma once

#include "model/query/summary.h"
#include "model/workspace/pivots.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <vector>

class QLabel;
class QTableView;

namespace trailloupe::workspace {
class Workspace;
}

namespace trailloupe::ui {

class CountModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        CountRole = Qt::UserRole + 1, // qulonglong
        ShareRole, // double: of the largest count
        RawRole, // QString: the value as it stands in the evidence; empty where there is none
    };

    explicit CountModel(QObject* parent = nullptr);
    void setValues(std::vector<query::CountedValue> values, const QString& missing);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    std::vector<query::CountedValue> m_values;
    QString m_missing;
    quint64 m_most = 0;
};

class CountList : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kRowsShown = 8;

    // `missing` stands for events that have no such value.
    CountList(const QString& title, const QString& missing, QWidget* parent = nullptr);

    void setValues(std::vector<query::CountedValue> values);
    // Values get the pivots of this field; one that is taken leads to the events. Enter and a
    // double click take "only this".
    void setPivots(const workspace::Workspace& workspace, workspace::Investigation& investigation,
                   const query::Field& field);
    CountModel* model() const { return m_model; }
    QString title() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitRows();
    void copy();
    workspace::PivotValue valueAt(const QModelIndex& index) const;
    void showOnly(const QModelIndex& index);
    void openMenu(const QPoint& at);

    const workspace::Workspace* m_workspace = nullptr;
    workspace::Investigation* m_investigation = nullptr; // null: there are no pivots
    query::Field m_field;
    QString m_name;
    QString m_missing;
    CountModel* m_model;
    QLabel* m_title;
    QTableView* m_table;
};

} // namespace trailloupe::ui
