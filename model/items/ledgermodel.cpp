#include "model/items/ledgermodel.h"

#include <algorithm>
#include <array>

namespace trailloupe::items {
namespace {

constexpr std::array<const char*, static_cast<std::size_t>(LedgerColumn::Count)> kColumnKeys = {
    "status",     "path",     "kind",        "problem",   "records", "shown",
    "duplicates", "rejected", "bytesStored", "bytesText", "first",   "last"};

bool isCount(LedgerColumn column)
{
    return column >= LedgerColumn::Records && column <= LedgerColumn::BytesText;
}

} // namespace

const ingest::Issue* mainIssue(const ingest::SourceEntry& entry)
{
    const auto problem = std::find_if(entry.issues.begin(), entry.issues.end(),
                                      [](const ingest::Issue& issue) { return issue.isProblem(); });
    if (problem != entry.issues.end())
        return &*problem;
    return entry.issues.empty() ? nullptr : &entry.issues.front();
}

LedgerModel::LedgerModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void LedgerModel::setRows(std::shared_ptr<const ingest::Ledger> ledger, std::vector<SourceId> order)
{
    if (!m_ledger || m_order.empty() || order.empty()
        || ledger->size() < m_ledger->size()) { // another export: nothing to keep
        beginResetModel();
        m_ledger = std::move(ledger);
        m_order = std::move(order);
        m_cachedId = SourceId();
        endResetModel();
        return;
    }
    m_ledger = std::move(ledger);
    m_cachedId = SourceId();
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    resize(order);
    if (order == m_order)
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    std::vector<SourceId> old = std::move(m_order);
    m_order = std::move(order);
    for (const QModelIndex& at : before) {
        const int row = rowOf(old[static_cast<std::size_t>(at.row())]);
        after.append(row < 0 ? QModelIndex() : index(row, at.column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

// Makes the table as long as `order`, at its end.
void LedgerModel::resize(const std::vector<SourceId>& order)
{
    const auto target = static_cast<int>(order.size());
    if (target > rowCount()) {
        beginInsertRows({}, rowCount(), target - 1);
        m_order.insert(m_order.end(), order.begin() + rowCount(), order.end());
        endInsertRows();
    } else if (target < rowCount()) {
        beginRemoveRows({}, target, rowCount() - 1);
        m_order.resize(order.size());
        endRemoveRows();
    }
}

void LedgerModel::clear()
{
    beginResetModel();
    m_ledger.reset();
    m_order.clear();
    m_cachedId = SourceId();
    endResetModel();
}

void LedgerModel::setColumnTitles(const QStringList& titles)
{
    if (titles == m_titles)
        return;
    m_titles = titles;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const ingest::SourceEntry& LedgerModel::entry(int row) const
{
    const SourceId id = sourceAt(row);
    if (id != m_cachedId) {
        m_cached = m_ledger->entry(id);
        m_cachedId = id;
    }
    return m_cached;
}

int LedgerModel::rowOf(SourceId source) const
{
    const auto at = std::find(m_order.begin(), m_order.end(), source);
    return at == m_order.end() ? -1 : static_cast<int>(at - m_order.begin());
}

int LedgerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int LedgerModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(LedgerColumn::Count);
}

QVariant LedgerModel::cell(const ingest::SourceEntry& entry, LedgerColumn column) const
{
    switch (column) {
    case LedgerColumn::Problem: {
        const ingest::Issue* issue = mainIssue(entry);
        return issue ? QString::fromLatin1(ingest::issueCodeKey(issue->code)) : QString();
    }
    case LedgerColumn::Path:
        return QString::fromStdString(entry.path);
    case LedgerColumn::Kind:
        return QString::fromLatin1(ingest::sourceKindKey(entry.kind));
    case LedgerColumn::Status:
        return QString::fromLatin1(ingest::sourceStatusKey(entry.status));
    case LedgerColumn::Records:
        return qulonglong(entry.records);
    case LedgerColumn::Shown:
        return qulonglong(entry.shown);
    case LedgerColumn::Duplicates:
        return qulonglong(entry.duplicates);
    case LedgerColumn::Rejected:
        return qulonglong(entry.rejected);
    case LedgerColumn::BytesStored:
        return qulonglong(entry.bytesStored);
    case LedgerColumn::BytesText:
        return qulonglong(entry.bytesText);
    case LedgerColumn::First:
        return entry.hasTimeSpan() ? QVariant(qlonglong(entry.firstSeconds)) : QVariant();
    case LedgerColumn::Last:
        return entry.hasTimeSpan() ? QVariant(qlonglong(entry.lastSeconds)) : QVariant();
    case LedgerColumn::Count:
        break;
    }
    return {};
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cell(entry(index.row()), static_cast<LedgerColumn>(index.column()));
    case KindRole:
        return static_cast<int>(entry(index.row()).kind);
    case StatusRole:
        return static_cast<int>(entry(index.row()).status);
    case ProblemRole:
        return entry(index.row()).hasProblem();
    case SourceRole:
        return sourceAt(index.row()).value();
    default:
        return {};
    }
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole && isCount(static_cast<LedgerColumn>(section)))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return m_titles.value(section,
                          QString::fromLatin1(kColumnKeys[static_cast<std::size_t>(section)]));
}

} // namespace trailloupe::items
