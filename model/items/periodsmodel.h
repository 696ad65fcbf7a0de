// PeriodsModel: two periods as a tree: fields, and below each its values with how they changed.
//
// What changed comes first; values that are about the same can be left out. Of each field at most
// `limit` values are rows, and a last row says how many more there are.
// Threads: GUI thread only. Cost: rows are what is in sight of the model, not what there is.
#pragma once

#include "model/compare/periods.h"
#include "model/workspace/pivots.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace trailloupe::items {

class PeriodsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    static constexpr std::size_t kFirstValues = 12;
    static constexpr std::size_t kMoreValues = 500;

    enum Column
    {
        ValueColumn,
        TrendColumn,
        BeforeColumn,
        AfterColumn,
        BeforeRateColumn,
        AfterRateColumn,
        kColumns,
    };
    enum Role
    {
        TrendRole = Qt::UserRole + 1, // compare::Trend as int; nothing of a field
        IsFieldRole, // bool
        IsMissingRole, // bool: events without the field
        MoreRole, // qulonglong: values that this last row stands for; nothing of other rows
        CountsRole, // QList<qulonglong> of a field: values of each trend
        NumberRole, // qulonglong of a count, double of a rate
    };

    explicit PeriodsModel(QObject* parent = nullptr);

    void setPeriods(compare::PeriodsPtr periods);
    void setShowSame(bool show);
    void showMore(std::size_t field); // kMoreValues more of its values
    void setColumnTitles(const QStringList& titles) { m_columnTitles = titles; }
    void setTitles(std::function<QString(const query::Field&)> title);

    const compare::PeriodsPtr& periods() const { return m_periods; }
    std::size_t fieldOf(const QModelIndex& index) const; // REQUIRES a valid index
    // The line of a value; null of a field and of a row that stands for more.
    const compare::PeriodLine* lineOf(const QModelIndex& index) const;
    std::optional<workspace::PivotValue> pivotValue(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::size_t valuesOf(std::size_t field) const; // that could be rows
    QVariant fieldData(std::size_t field, int column, int role) const;
    QVariant valueData(const compare::PeriodLine& line, int column, int role) const;

    compare::PeriodsPtr m_periods;
    struct Shown // of a field
    {
        std::size_t values = 0; // rows
        bool more = false; // and one for the rest
    };
    Shown shownOf(std::size_t field, std::size_t limit) const;
    void reset();

    std::vector<Shown> m_shown; // by field
    bool m_showSame = false;
    QStringList m_columnTitles;
    std::function<QString(const query::Field&)> m_title;
};

} // namespace trailloupe::items
