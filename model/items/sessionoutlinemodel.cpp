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
        addOrigin(*id, ++depth);
        m_lines.push_back(
            {.kind = *id == session ? Kind::Itself : Kind::Above, .depth = depth, .session = *id});
    }
    addBelow(session, depth + 1);
    endResetModel();
}

// How a session is known to come from what stands above it, and what is not known of that.
void SessionOutlineModel::addOrigin(SessionId id, int depth)
{
    const Session& session = m_identities->session(id);
    if (session.reason != LinkReason::None)
        m_lines.push_back({.kind = Kind::Link, .depth = depth, .session = id});
    if (session.missing != MissingLog::None)
        m_lines.push_back({.kind = Kind::Gap, .depth = depth, .session = id});
}

// Each before what it issued. No recursion: chains may be as long as an export has events.
void SessionOutlineModel::addBelow(SessionId session, int depth)
{
    m_countBelow = 0;
    if (m_identities->children(session).empty())
        return;
    m_lines.push_back({.kind = Kind::Issued, .depth = depth, .session = session});
    std::vector<std::pair<SessionId, int>> open;
    const auto add = [&](SessionId above, int to) {
        const auto children = m_identities->children(above);
        for (auto it = children.rbegin(); it != children.rend(); ++it)
            open.emplace_back(*it, to);
    };
    add(session, depth);
    while (!open.empty()) {
        const auto [id, at] = open.back();
        open.pop_back();
        ++m_countBelow;
        addOrigin(id, at);
        m_lines.push_back({.kind = Kind::Below, .depth = at, .session = id});
        add(id, at + 1);
    }
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
        return line.kind == Kind::Link
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
