#include "model/items/principalsmodel.h"

#include <algorithm>
#include <utility>

namespace trailloupe::items {

using identity::kNoTime;
using identity::PrincipalId;
using identity::Session;
using identity::SessionId;
using identity::Totals;
using identity::TreeOrder;

PrincipalsModel::PrincipalsModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_nodes(1)
{ }

void PrincipalsModel::setTree(identity::TreePtr tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    m_nodes.assign(1, {});
    endResetModel();
}

std::uint32_t PrincipalsModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<std::uint32_t>(index.internalId()) : 0;
}

PrincipalsModel::Id PrincipalsModel::idOf(const QModelIndex& index) const
{
    const std::uint32_t node = nodeOf(index);
    if (isPrincipal(node))
        return PrincipalId(m_nodes[node].id);
    return SessionId(m_nodes[node].id);
}

std::size_t PrincipalsModel::childCount(std::uint32_t node) const
{
    if (!m_tree)
        return 0;
    if (node == 0)
        return m_tree->principals().size();
    const std::uint32_t id = m_nodes[node].id;
    return isPrincipal(node) ? m_tree->below(PrincipalId(id)).size()
                             : m_tree->below(SessionId(id)).size();
}

std::uint32_t PrincipalsModel::children(std::uint32_t node) const
{
    if (m_nodes[node].children != kNone)
        return m_nodes[node].children;
    const auto first = static_cast<std::uint32_t>(m_nodes.size());
    const auto add = [&](const auto& ids) {
        m_nodes.reserve(std::max(m_nodes.capacity(), m_nodes.size() + ids.size()));
        for (const auto id : ids)
            m_nodes.push_back({.parent = node, .id = id.value()});
    };
    const std::uint32_t id = m_nodes[node].id;
    if (node == 0)
        add(m_tree->principals());
    else if (isPrincipal(node))
        add(m_tree->below(PrincipalId(id)));
    else
        add(m_tree->below(SessionId(id)));
    m_nodes[node].children = first;
    return first;
}

int PrincipalsModel::rowOf(std::uint32_t node) const
{
    return static_cast<int>(node - m_nodes[m_nodes[node].parent].children);
}

QModelIndex PrincipalsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, children(nodeOf(parent)) + static_cast<std::uint32_t>(row));
}

QModelIndex PrincipalsModel::parent(const QModelIndex& child) const
{
    const std::uint32_t node = nodeOf(child);
    if (node == 0 || m_nodes[node].parent == 0)
        return {};
    return createIndex(rowOf(m_nodes[node].parent), 0, m_nodes[node].parent);
}

int PrincipalsModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(childCount(nodeOf(parent)));
}

int PrincipalsModel::columnCount(const QModelIndex&) const
{
    return kColumns;
}

bool PrincipalsModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0;
}

std::optional<QModelIndex> PrincipalsModel::childWith(const QModelIndex& parent,
                                                      std::uint32_t id) const
{
    const std::uint32_t node = nodeOf(parent);
    const std::uint32_t first = children(node);
    for (std::uint32_t i = 0; i < childCount(node); ++i) {
        if (m_nodes[first + i].id == id)
            return createIndex(static_cast<int>(i), 0, first + i);
    }
    return std::nullopt;
}

QModelIndex PrincipalsModel::indexOf(PrincipalId id) const
{
    return m_tree ? childWith({}, id.value()).value_or(QModelIndex()) : QModelIndex();
}

QModelIndex PrincipalsModel::indexOf(SessionId id) const
{
    if (!m_tree)
        return {};
    const auto& identities = *m_tree->identities();
    const auto chain = identities.chain(id); // from here up
    for (const PrincipalId top : {identities.session(id).actor, identities.session(id).principal}) {
        QModelIndex at = indexOf(top);
        if (!at.isValid())
            continue;
        // From the highest that stands below this principal, down.
        auto down = std::find_if(chain.rbegin(), chain.rend(), [&](SessionId above) {
            const auto below = m_tree->below(top);
            return std::find(below.begin(), below.end(), above) != below.end();
        });
        std::optional<QModelIndex> next = at;
        for (; next && down != chain.rend(); ++down)
            next = childWith(*next, down->value());
        if (next && *next != at)
            return *next;
    }
    return {};
}

std::optional<TreeOrder> PrincipalsModel::orderOf(int column)
{
    switch (column) {
    case NameColumn:
        return TreeOrder::Name;
    case TypeColumn:
        return TreeOrder::Type;
    case EventsColumn:
        return TreeOrder::Events;
    case FoundColumn:
        return TreeOrder::Found;
    case DeniedColumn:
        return TreeOrder::Denied;
    case FirstColumn:
        return TreeOrder::First;
    case LastColumn:
        return TreeOrder::Last;
    default:
        return std::nullopt;
    }
}

QVariant PrincipalsModel::number(const Totals& totals, int column) const
{
    const auto time = [](std::int64_t seconds) {
        return seconds == kNoTime ? QVariant() : QVariant(static_cast<qlonglong>(seconds));
    };
    switch (column) {
    case EventsColumn:
        return static_cast<qulonglong>(totals.events);
    case FoundColumn:
        return static_cast<qulonglong>(totals.found);
    case DeniedColumn:
        return static_cast<qulonglong>(totals.denied);
    case FirstColumn:
        return time(totals.first);
    case LastColumn:
        return time(totals.last);
    default:
        return {};
    }
}

QVariant PrincipalsModel::link(SessionId id, int role) const
{
    const Session& session = m_tree->identities()->session(id);
    if (role == ConfidenceRole)
        return static_cast<int>(session.confidence);
    return session.reason == identity::LinkReason::None
        && session.missing != identity::MissingLog::None;
}

QVariant PrincipalsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_tree)
        return {};
    const std::uint32_t node = nodeOf(index);
    const auto column = static_cast<Column>(index.column());
    const Id id = idOf(index);
    const auto* principal = std::get_if<PrincipalId>(&id);
    switch (role) {
    case Qt::DisplayRole:
        if (principal)
            return m_words.principal ? m_words.principal(*principal, column) : QString();
        return m_words.session
            ? m_words.session(std::get<SessionId>(id), idOf(parent(index)), column)
            : QString();
    case NumberRole:
        return number(principal ? m_tree->totals(*principal)
                                : m_tree->totals(std::get<SessionId>(id)),
                      column);
    case IsPrincipalRole:
        return isPrincipal(node);
    case ConfidenceRole:
    case IsUnknownRole:
        if (!principal && column == LinkColumn)
            return link(std::get<SessionId>(id), role);
        return {};
    default:
        return {};
    }
}

QVariant PrincipalsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::DisplayRole)
        return m_titles.value(section);
    if (role == Qt::ToolTipRole && section == EventsColumn)
        return m_eventsTip;
    if (role == Qt::TextAlignmentRole && section >= EventsColumn && section <= DeniedColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

} // namespace trailloupe::items
