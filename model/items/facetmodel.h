// FacetModel: the facets of a Faceting as a tree of two levels: fields, and the values of each.
//
// Below the values of a field may stand two more rows: how many events have no value, and how many
// values are not listed yet.
// Threads: GUI thread only. Cost: rows are what is listed, not what there is.
#pragma once

#include "model/workspace/faceting.h"
#include "model/workspace/pivots.h"

#include <QAbstractItemModel>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace trailloupe::items {

class FacetModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class Kind
    {
        Field,
        Value,
        Missing, // events without a value
        More, // values that are not listed yet
    };

    enum Role
    {
        KindRole = Qt::UserRole + 1, // int(Kind)
        EventsRole, // qulonglong: events with the value; of a field: that were counted
        WithFieldRole, // qulonglong: events that have the field
        ShareRole, // double: of the events counted
        ChosenRole, // bool: the filter asks for the value
        ShownRole, // qulonglong: values listed
        MatchingRole, // qulonglong: values that there are, under the search
        CountedRole, // bool: the field was counted
    };

    explicit FacetModel(workspace::Faceting& faceting, QObject* parent = nullptr);

    // How fields are called, in words.
    void setTitles(std::function<QString(const query::Field&)> title);

    workspace::Faceting& faceting() const { return m_faceting; }
    std::size_t fieldOf(const QModelIndex& index) const; // REQUIRES a valid index
    Kind kindOf(const QModelIndex& index) const; // REQUIRES a valid index
    // What a value row stands for; nothing for other rows.
    std::optional<workspace::PivotValue> pivotValue(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    // DisplayRole: a field's title; a value as it stands in the evidence.
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    // A field as views know it; the answer may be newer for a moment.
    struct Shown
    {
        workspace::FacetAnswer answer;
        int values = 0; // rows; none when the field is closed
        bool missing = false;
        bool more = false;
        int rows = 0; // values, missing and more; while rows come, some have nothing yet
    };

    Shown shownOf(std::size_t field) const;
    void reset();
    void update();
    QVariant fieldData(std::size_t field, int role) const;
    QVariant valueData(std::size_t field, int row, int role) const;

    workspace::Faceting& m_faceting;
    std::function<QString(const query::Field&)> m_title;
    std::vector<Shown> m_shown; // by field
};

} // namespace trailloupe::items
