// LedgerModel: the lines of a ledger as a table, in an order that was worked out before.
//
// An adapter: cells are facts (counts, seconds, keys of kind, status and issue); ui/ makes the
// words. setRows() keeps selection and scroll position where it can: rows are told as inserted,
// removed and moved, not as a reset. Threads: GUI thread.  Cost: a cell unpacks its line once; the
// last line is remembered.
#pragma once

#include "model/items/ledgerorder.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace trailloupe::items {

class LedgerModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        KindRole = Qt::UserRole + 1, // int: ingest::SourceKind
        StatusRole, // int: ingest::SourceStatus
        ProblemRole, // bool
        SourceRole, // quint32: SourceId
    };

    explicit LedgerModel(QObject* parent = nullptr);

    // REQUIRES every id of `order` < ledger->size()
    void setRows(std::shared_ptr<const ingest::Ledger> ledger, std::vector<SourceId> order);
    void clear();
    void setColumnTitles(const QStringList& titles);

    const std::shared_ptr<const ingest::Ledger>& ledger() const { return m_ledger; }
    const std::vector<SourceId>& order() const { return m_order; }
    const ingest::SourceEntry& entry(
        int row) const; // REQUIRES row < rowCount(); until the next call
    SourceId sourceAt(int row) const { return m_order[static_cast<std::size_t>(row)]; }
    int rowOf(SourceId source) const; // -1 when it is not shown; O(rows)

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    void resize(const std::vector<SourceId>& order);
    QVariant cell(const ingest::SourceEntry& entry, LedgerColumn column) const;

    std::shared_ptr<const ingest::Ledger> m_ledger;
    std::vector<SourceId> m_order;
    QStringList m_titles;
    mutable SourceId m_cachedId;
    mutable ingest::SourceEntry m_cached;
};

// The issue that the line's status rests on: the first problem, else the first remark, else null.
const ingest::Issue* mainIssue(const ingest::SourceEntry& entry);

} // namespace trailloupe::items
