// CountList: values with how often they occur, most first, with a bar for the share.
//
// All values are there; the list scrolls, and its title says how many there are. An empty list is
// as high as a full one unless it is compact. Threads: GUI thread only.
#pragma once

#include "model/query/facet.h"
#include "model/query/summary.h"
#include "model/workspace/pivots.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <functional>
#include <memory>
#include <string>
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
    };

    // Most first; shared, because there may be as many as events.
    using Values = std::shared_ptr<const std::vector<query::FacetValue>>;
    struct Counted
    {
        const std::string* text = nullptr; // null: events that have no such value
        quint64 events = 0;
    };

    explicit CountModel(QObject* parent = nullptr);
    // `without` events have no such value; they stand as a row where their number belongs.
    void setValues(Values values, quint64 without, const QString& missing);
    Counted valueAt(int row) const; // REQUIRES a row; valid until other values are set
    quint64 distinct() const { return m_values ? m_values->size() : 0; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    Values m_values;
    quint64 m_without = 0;
    int m_missingRow = -1; // none
    QString m_missing;
};

class CountList : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kRowsShown = 8;

    // `missing` stands for events that have no such value.
    CountList(const QString& title, const QString& missing, QWidget* parent = nullptr);

    // An empty value: events that have none.
    void setValues(const std::vector<query::CountedValue>& values);
    void setCounts(CountModel::Values values, quint64 without);
    void setTitle(const QString& title);
    // As high as its values, up to kRowsShown.
    void setCompact();
    // Values get the pivots of this field; one that is taken leads to the events. Enter and a
    // double click take "only this".
    void setPivots(const workspace::Workspace& workspace, workspace::Investigation& investigation,
                   const query::Field& field);
    // What Enter, a double click and the first entry of the menu do, in place of "only this": leads
    // to the events that are counted. False: that cannot be asked for.
    using ShowEvents = std::function<bool(const workspace::PivotValue&)>;
    void setShowEvents(ShowEvents show) { m_showEvents = std::move(show); }
    CountModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
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
    ShowEvents m_showEvents;
    bool m_isCompact = false;
    QString m_name;
    QString m_missing;
    CountModel* m_model;
    QLabel* m_title;
    QTableView* m_table;
};

} // namespace trailloupe::ui
