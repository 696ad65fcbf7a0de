// PrincipalsModel: a Tree of identities as an item model: principals, below each its sessions, and
// below those what they issued.
//
// A session may stand in several places (below who assumed a role, and below the role): each is an
// index of its own. Representation: a node for each index that was asked for, made list by list
// when a parent is opened. Threads: GUI thread only. Cost: opening a list O(its length), 12 bytes a
// node; everything else O(1). setTree() is a reset. Words: the model holds facts; texts come from
// functions that it is given.
#pragma once

#include "model/identity/tree.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace trailloupe::items {

class PrincipalsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column
    {
        NameColumn,
        TypeColumn,
        EventsColumn,
        FoundColumn, // of those, what the filter finds
        DeniedColumn,
        LinkColumn,
        FirstColumn,
        LastColumn,
        kColumns,
    };
    enum Role
    {
        NumberRole = Qt::UserRole + 1, // qulonglong of a count; qlonglong of a time, seconds
        IsPrincipalRole, // bool
        ConfidenceRole, // identity::Confidence as int, of the link; of LinkColumn
        IsUnknownRole, // bool: the origin is not in the export; of LinkColumn
    };
    using Id = std::variant<identity::PrincipalId, identity::SessionId>;
    // Texts of NameColumn, TypeColumn and LinkColumn. `above` is what the session stands below.
    struct Words
    {
        std::function<QString(identity::PrincipalId, Column)> principal;
        std::function<QString(identity::SessionId, Id above, Column)> session;
    };

    explicit PrincipalsModel(QObject* parent = nullptr);

    void setTree(identity::TreePtr tree);
    void setWords(Words words) { m_words = std::move(words); }
    void setColumnTitles(const QStringList& titles) { m_titles = titles; }
    void setEventsTip(const QString& tip) { m_eventsTip = tip; } // of the title of EventsColumn
    const identity::TreePtr& tree() const { return m_tree; }

    Id idOf(const QModelIndex& index) const; // REQUIRES a valid index
    QModelIndex indexOf(identity::PrincipalId id) const; // invalid where it is not in the tree
    // Where it stands below its actor's chain, else below its principal's.
    QModelIndex indexOf(identity::SessionId id) const;
    static std::optional<identity::TreeOrder> orderOf(int column);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    // Number 0 is the invisible root.
    struct Node
    {
        std::uint32_t parent = kNone;
        std::uint32_t id = kNone; // of a principal below the root, else of a session
        std::uint32_t children = kNone; // the first of them, once they are made
    };

    std::uint32_t nodeOf(const QModelIndex& index) const;
    bool isPrincipal(std::uint32_t node) const { return m_nodes[node].parent == 0; }
    int rowOf(std::uint32_t node) const;
    std::size_t childCount(std::uint32_t node) const;
    std::uint32_t children(std::uint32_t node) const; // makes them
    std::optional<QModelIndex> childWith(const QModelIndex& parent, std::uint32_t id) const;
    QVariant number(const identity::Totals& totals, int column) const;
    QVariant link(identity::SessionId id, int role) const;

    identity::TreePtr m_tree;
    mutable std::vector<Node> m_nodes;
    Words m_words;
    QStringList m_titles;
    QString m_eventsTip;
};

} // namespace trailloupe::items
