#include "model/items/relatedmodel.h"

#include <algorithm>
#include <map>

namespace trailloupe::items {
namespace {

constexpr quintptr kGroup = 0; // the id of a group; of a member the number of its group, plus one

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString toldId(const config::RelatedResource& related)
{
    const config::Relationship& told = related.relationship;
    return textOf(told.id.empty() ? told.name : told.id);
}

} // namespace

RelatedModel::RelatedModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void RelatedModel::setWords(const QStringList& titles, GroupWords group, StateWords state)
{
    m_titles = titles;
    m_groupWords = std::move(group);
    m_stateWords = std::move(state);
}

void RelatedModel::setRelated(config::ResourcesPtr resources,
                              std::vector<config::RelatedResource> to,
                              std::vector<config::RelatedResource> by)
{
    beginResetModel();
    m_resources = std::move(resources);
    m_groups.clear();
    const auto add = [this](std::vector<config::RelatedResource>& all, bool isByOther) {
        std::map<std::string, Group> byVerb;
        for (config::RelatedResource& one : all) {
            Group& group = byVerb[one.relationship.verb];
            group.verb = one.relationship.verb;
            group.isByOther = isByOther;
            group.members.push_back(std::move(one));
        }
        for (auto& [verb, group] : byVerb) {
            std::ranges::stable_sort(group.members, {}, [](const config::RelatedResource& one) {
                return one.relationship.type;
            });
            m_groups.push_back(std::move(group));
        }
    };
    add(to, false);
    add(by, true);
    endResetModel();
}

const config::RelatedResource* RelatedModel::relatedAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kGroup)
        return nullptr;
    return &m_groups[index.internalId() - 1].members[static_cast<std::size_t>(index.row())];
}

QModelIndex RelatedModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= kColumns)
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kGroup);
}

QModelIndex RelatedModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kGroup)
        return {};
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, kGroup);
}

int RelatedModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalId() != kGroup || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].members.size());
}

int RelatedModel::columnCount(const QModelIndex& /*parent*/) const
{
    return kColumns;
}

QString RelatedModel::groupText(const Group& group) const
{
    const int count = static_cast<int>(group.members.size());
    return m_groupWords ? m_groupWords(textOf(group.verb), group.isByOther, count)
                        : textOf(group.verb);
}

// The name that its items give it, with the id that tells it apart.
QString RelatedModel::nameOf(const config::RelatedResource& related) const
{
    if (!related.resource.isValid())
        return toldId(related);
    const config::Resource& resource = m_resources->resource(related.resource);
    const QString id = textOf(resource.id);
    const QString name = textOf(resource.name);
    if (name.isEmpty() || name == id)
        return id.isEmpty() ? textOf(resource.arn) : id;
    return id.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, id);
}

QVariant RelatedModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const config::RelatedResource* related = relatedAt(index);
    if (role == IsGroupRole)
        return related == nullptr;
    if (!related) {
        const Group& group = m_groups[static_cast<std::size_t>(index.row())];
        return role == Qt::DisplayRole && index.column() == NameColumn ? QVariant(groupText(group))
                                                                       : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return nameOf(*related);
        case TypeColumn:
            return related->resource.isValid()
                ? textOf(m_resources->resource(related->resource).type)
                : textOf(related->relationship.type);
        default:
            return m_stateWords ? m_stateWords(*related) : QString();
        }
    case IdRole:
        return toldId(*related);
    case ResourceRole:
        return related->resource.isValid() ? QVariant(related->resource.value()) : QVariant();
    case PresenceRole:
        return related->resource.isValid() ? QVariant(static_cast<int>(related->presence))
                                           : QVariant();
    default:
        return {};
    }
}

QVariant RelatedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_titles.value(section);
}

} // namespace trailloupe::items
