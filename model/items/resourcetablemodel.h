// ResourceTableModel: the rows of an inventory, one column per config::InventoryColumn.
//
// Representation: the inventory and what reads its items; nothing is kept per row. Another
// inventory and other columns are model resets; the view keeps its place by ResourceNo.
// Threads: GUI thread only.
// Cost: setInventory() O(paths of the items); data() a few O(1) look-ups and the string it returns,
// cut to kDisplayLimit characters.
// Words: the model holds facts. What is no text of the evidence becomes text through the functions
// that it is given; without them, as inventoryText() says it.
#pragma once

#include "model/config/inventoryorder.h"

#include <QAbstractTableModel>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace trailloupe::items {

class ResourceTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr std::size_t kDisplayLimit = 512; // characters

    enum Role
    {
        PresenceRole = Qt::UserRole + 1, // config::State::Presence as int
        RawTextRole, // the whole text, as it stands in the evidence
    };
    struct Words
    {
        std::function<QString(std::int64_t ns)> time;
        std::function<QString(std::uint64_t)> count;
        std::function<QString(const config::InventoryRow&)> state;
        std::function<QString(const config::InventoryColumn&)> title;
        std::function<QString(const config::InventoryColumn&)> titleTip;
    };

    explicit ResourceTableModel(QObject* parent = nullptr);
    ~ResourceTableModel() override;

    void setInventory(config::InventoryPtr inventory); // null: none
    const config::InventoryPtr& inventory() const { return m_inventory; }
    void setColumns(std::vector<config::InventoryColumn> columns);
    const std::vector<config::InventoryColumn>& columns() const { return m_columns; }
    void setWords(Words words);

    // REQUIRES a row of the model, here and below.
    const config::InventoryRow& rowAt(int row) const;
    config::ResourceNo resourceAt(int row) const { return rowAt(row).no; }
    std::optional<int> rowOf(config::ResourceNo resource) const;
    const config::InventoryFacts& facts() const { return *m_facts; }
    const Words& words() const { return m_words; }
    // The whole of a cell as the table says it: times in the zone, states in words. `facts` and
    // `words` are of one thread each.
    static QString textOf(const config::InventoryFacts& facts, const Words& words,
                          const config::InventoryRow& row, const config::InventoryColumn& column);
    QString cellText(int row, const config::InventoryColumn& column) const
    {
        return textOf(*m_facts, m_words, rowAt(row), column);
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    config::InventoryPtr m_inventory;
    std::optional<config::InventoryFacts> m_facts;
    std::vector<config::InventoryColumn> m_columns;
    Words m_words;
};

} // namespace trailloupe::items
