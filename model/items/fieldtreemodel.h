// FieldTreeModel: a FieldTree as Qt's item model: one row per member or element.
//
// An adapter: facts through roles, no words.  Long values are cut to kCellBytes in DisplayRole and
// whole in RawRole.  Indexes carry the node number, so that index(), parent() and data() cost O(1)
// (a path costs its depth), whatever the size of the event.
// Threads: GUI thread.
#pragma once

#include "model/query/fieldtree.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <memory>

namespace trailloupe::items {

class FieldTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Field,
        Type,
        Value,
        Count
    };
    enum Role
    {
        PathRole = Qt::UserRole + 1, // QString: the path of a column
        ExactPathRole, // QString: with element numbers
        KindRole, // int: JsonDocument::Kind
        RawRole, // QString: the whole value; of a container its JSON
        JsonRole, // QString: the value as JSON text
        ChildCountRole, // int
        IsElementRole, // bool
    };
    static constexpr std::size_t kCellBytes = 400;

    explicit FieldTreeModel(QObject* parent = nullptr);

    void setTree(std::shared_ptr<const query::FieldTree> tree); // null clears
    const std::shared_ptr<const query::FieldTree>& tree() const { return m_tree; }
    void setColumnTitles(const QStringList& titles);

    QModelIndex indexOf(std::uint32_t node) const; // invalid for the event itself
    std::uint32_t nodeOf(const QModelIndex& index) const; // 0, the event itself, when invalid

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString cell(std::uint32_t node, Column column) const;

    std::shared_ptr<const query::FieldTree> m_tree;
    QStringList m_titles;
};

} // namespace trailloupe::items
