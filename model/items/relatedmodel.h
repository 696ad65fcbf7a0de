// RelatedModel: the resources that one is related to as Qt's item model: what it says itself by
// verb, then what others say of it by verb.
//
// An adapter: facts through roles; words for groups, columns and states are given.
// Threads: GUI thread only. Cost: setRelated() O(relations log groups); the rest O(1) and a text.
#pragma once

#include "model/config/relatedresources.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <functional>
#include <string>
#include <vector>

namespace trailloupe::items {

class RelatedModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column
    {
        NameColumn,
        TypeColumn,
        StateColumn,
        kColumns
    };
    enum Role
    {
        ResourceRole =
            Qt::UserRole + 1, // uint: a ResourceNo; none of a group and of what is unknown
        PresenceRole, // int: config::State::Presence; likewise
        IdRole, // QString: as it is told: the id, else the name
        IsGroupRole, // bool
    };
    // "is contained in", told by the other one or not, so many.
    using GroupWords = std::function<QString(const QString& verb, bool isByOther, int count)>;
    // Of a relation, its resource null where no item tells of it.
    using StateWords = std::function<QString(const config::RelatedResource&)>;

    explicit RelatedModel(QObject* parent = nullptr);

    void setWords(const QStringList& titles, GroupWords group, StateWords state);
    // Null resources: nothing.
    void setRelated(config::ResourcesPtr resources, std::vector<config::RelatedResource> to,
                    std::vector<config::RelatedResource> by);

    // Null for a group.
    const config::RelatedResource* relatedAt(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Group
    {
        std::string verb;
        bool isByOther = false;
        std::vector<config::RelatedResource> members;
    };
    QString nameOf(const config::RelatedResource& related) const;
    QString groupText(const Group& group) const;

    config::ResourcesPtr m_resources;
    std::vector<Group> m_groups;
    QStringList m_titles;
    GroupWords m_groupWords;
    StateWords m_stateWords;
};

} // namespace trailloupe::items
