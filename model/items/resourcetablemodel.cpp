#include "model/items/resourcetablemodel.h"

#include <utility>

namespace trailloupe::items {

using config::InventoryColumn;
using config::InventoryRow;
using Kind = InventoryColumn::Kind;

ResourceTableModel::ResourceTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

ResourceTableModel::~ResourceTableModel() = default;

void ResourceTableModel::setInventory(config::InventoryPtr inventory)
{
    if (inventory == m_inventory)
        return;
    beginResetModel();
    const bool isSameEvidence = inventory && m_facts && m_inventory
        && m_inventory->resources() == inventory->resources()
        && m_inventory->asOfNs() == inventory->asOfNs();
    m_inventory = std::move(inventory);
    if (!m_inventory)
        m_facts.reset();
    else if (!isSameEvidence)
        m_facts.emplace(m_inventory->resources(), m_inventory->asOfNs());
    endResetModel();
}

void ResourceTableModel::setColumns(std::vector<InventoryColumn> columns)
{
    if (columns == m_columns)
        return;
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
}

void ResourceTableModel::setWords(Words words)
{
    m_words = std::move(words);
    if (rowCount() > 0 && columnCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const InventoryRow& ResourceTableModel::rowAt(int row) const
{
    return m_inventory->rows()[static_cast<std::size_t>(row)];
}

std::optional<int> ResourceTableModel::rowOf(config::ResourceNo resource) const
{
    if (!m_inventory || resource.index() >= m_inventory->resources()->size())
        return std::nullopt;
    const auto row = m_inventory->rowOf(resource);
    return row ? std::optional(static_cast<int>(*row)) : std::nullopt;
}

int ResourceTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_inventory ? 0 : static_cast<int>(m_inventory->rows().size());
}

int ResourceTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString ResourceTableModel::textOf(const config::InventoryFacts& facts, const Words& words,
                                   const InventoryRow& row, const InventoryColumn& column)
{
    const auto plain = [&] {
        return QString::fromStdString(config::inventoryText(facts, row, column));
    };
    const auto timeOr = [&](std::int64_t ns) {
        return ns != config::kNoTime && words.time ? words.time(ns) : plain();
    };
    switch (column.kind) {
    case Kind::State:
        return words.state ? words.state(row) : plain();
    case Kind::Changes:
        return words.count ? words.count(row.state.itemCount) : plain();
    case Kind::LastChange:
        return timeOr(facts.lastChangeNs(row));
    case Kind::FirstSeen:
        return timeOr(facts.firstSeenNs(row));
    default:
        return plain();
    }
}

QVariant ResourceTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_inventory || index.row() >= rowCount()
        || index.column() >= columnCount())
        return {};
    const InventoryColumn& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(index.row(), column).left(kDisplayLimit);
    case RawTextRole:
        return cellText(index.row(), column);
    case Qt::AccessibleTextRole: // its mark, for who does not see it
        if (index.column() == 0 && m_words.state)
            return QStringLiteral("%1, %2").arg(cellText(index.row(), column).left(kDisplayLimit),
                                                m_words.state(rowAt(index.row())));
        return cellText(index.row(), column).left(kDisplayLimit);
    case PresenceRole:
        return static_cast<int>(rowAt(index.row()).state.presence);
    case Qt::TextAlignmentRole:
        if (column.kind == Kind::Changes)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    default:
        return {};
    }
}

QVariant ResourceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const InventoryColumn& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return m_words.title ? m_words.title(column)
                             : QString::fromStdString(config::inventoryColumnKey(column));
    if (role == Qt::ToolTipRole && m_words.titleTip)
        return m_words.titleTip(column);
    return {};
}

} // namespace trailloupe::items
