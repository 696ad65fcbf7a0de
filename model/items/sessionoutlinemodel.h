// SessionOutlineModel: where a session comes from, and what it led to, as lines: the principal at
// the top, each session with the event that issued the next one, the session itself, and all that
// came of it: the sessions that it issued, below each those that that one issued, and so on, each
// with the event that issued it.
//
// Representation: a line each, from the top down. Threads: GUI thread only. Cost: setSession()
// O(length of the chain + sessions below). Words: the model holds facts; texts come from a
// function that it is given.
#pragma once

#include "model/identity/identities.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>
#include <vector>

namespace trailloupe::items {

class SessionOutlineModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        WhatColumn,
        EventsColumn,
        TimeColumn, // of the event that issued it; else when it was first seen
        kColumns,
    };
    enum class Kind
    {
        Principal, // at the top
        Gap, // the origin of the session that follows is unknown, or its event not in the export
        Link, // how the session that follows is known to come from what stands above
        Above, // a session of the chain
        Itself,
        Issued, // how many sessions it issued, and how many came of those
        Below, // one of all of them, after those above it
    };
    struct Line
    {
        Kind kind;
        int depth = 0;
        identity::PrincipalId principal; // of Principal
        identity::SessionId session; // which it is, or which a Link or a Gap leads to
        bool operator==(const Line&) const = default;
    };
    enum Role
    {
        KindRole = Qt::UserRole + 1, // Kind as int
        DepthRole, // int
        NumberRole, // qulonglong of events; qlonglong of a time, seconds
        ConfidenceRole, // identity::Confidence as int, of Link
    };

    explicit SessionOutlineModel(QObject* parent = nullptr);

    void setSession(identity::IdentitiesPtr identities, identity::SessionId session);
    void setWords(std::function<QString(const Line&)> words) { m_words = std::move(words); }
    void setColumnTitles(const QStringList& titles) { m_titles = titles; }
    const Line& lineAt(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
    // The event that the line is about: of a Link whose event is in the export, else invalid.
    RowId eventOf(const Line& line) const;
    int rowOfItself() const;
    std::size_t countBelow() const { return m_countBelow; } // sessions of any depth

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void addOrigin(identity::SessionId session, int depth);
    void addBelow(identity::SessionId session, int depth);
    QVariant number(const Line& line, int column) const;

    identity::IdentitiesPtr m_identities;
    std::vector<Line> m_lines;
    std::size_t m_countBelow = 0;
    std::function<QString(const Line&)> m_words;
    QStringList m_titles;
};

} // namespace trailloupe::items
