#include "model/items/sessionoutlinemodel.h"

#include <algorithm>
#include <utility>

namespace trailloupe::items {

using identity::kNoTime;
using identity::LinkReason;
using identity::MissingLog;
using identity::Session;
using identity::SessionId;

SessionOutlineModel::SessionOutlineModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void SessionOutlineModel::setSession(identity::IdentitiesPtr identities, SessionId session)
{
    beginResetModel();
    m_identities = std::move(identities);
    m_lines.clear();
    const auto chain = m_identities->chain(session);
    m_lines.push_back({.kind = Kind::Principal,
                       .principal = m_identities->session(chain.back()).rootPrincipal,
                       .session = {}});
    int depth = 0;
    for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
        const Session& of = m_identities->session(*id);
        ++depth;
        if (of.reason != LinkReason::None)
            m_lines.push_back({.kind = Kind::Link, .depth = depth, .session = *id});
        if (of.missing != MissingLog::None)
            m_lines.push_back({.kind = Kind::Gap, .depth = depth, .session = *id});
        m_lines.push_back(
            {.kind = *id == session ? Kind::Itself : Kind::Above, .depth = depth, .session = *id});
    }
    const auto children = m_identities->children(session);
    if (!children.empty())
        m_lines.push_back({.kind = Kind::Issued, .depth = depth + 1, .session = session});
    for (const SessionId child : children)
        m_lines.push_back({.kind = Kind::Below, .depth = depth + 1, .session = child});
    endResetModel();
}

RowId SessionOutlineModel::eventOf(const Line& line) const
{
    if (line.kind != Kind::Link)
        return {};
    return m_identities->session(line.session).issuingRow;
}

int SessionOutlineModel::rowOfItself() const
{
    const auto itself = std::ranges::find(m_lines, Kind::Itself, &Line::kind);
    return static_cast<int>(itself - m_lines.begin());
}

int SessionOutlineModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int SessionOutlineModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant SessionOutlineModel::number(const Line& line, int column) const
{
    const auto time = [](std::int64_t seconds) {
        return seconds == kNoTime ? QVariant() : QVariant(static_cast<qlonglong>(seconds));
    };
    if (!line.session.isValid() || line.kind == Kind::Gap)
        return {};
    const Session& session = m_identities->session(line.session);
    if (line.kind == Kind::Issued)
        return {};
    if (line.kind == Kind::Link) {
        if (column != TimeColumn || !session.issuingRow.isValid())
            return {};
        const auto seconds = m_identities->events()->time(session.issuingRow);
        return seconds ? QVariant(static_cast<qlonglong>(*seconds)) : QVariant();
    }
    if (column == EventsColumn)
        return static_cast<qulonglong>(session.events);
    return column == TimeColumn ? time(session.first) : QVariant();
}

QVariant SessionOutlineModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line& line = lineAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == WhatColumn && m_words ? m_words(line) : QString();
    case KindRole:
        return static_cast<int>(line.kind);
    case DepthRole:
        return line.depth;
    case NumberRole:
        return number(line, index.column());
    case ConfidenceRole:
        return line.kind == Kind::Link || line.kind == Kind::Below
            ? static_cast<int>(m_identities->session(line.session).confidence)
            : 0;
    default:
        return {};
    }
}

QVariant SessionOutlineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::DisplayRole)
        return m_titles.value(section);
    if (role == Qt::TextAlignmentRole && section == EventsColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

} // namespace trailloupe::items
