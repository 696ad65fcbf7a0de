#include "model/items/findingsmodel.h"

namespace trailloupe::items {

using detection::Finding;
using detection::Findings;
using detection::Rule;

FindingsModel::FindingsModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void FindingsModel::setWords(Words words, const QStringList& titles)
{
    m_words = std::move(words);
    m_titles = titles;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

void FindingsModel::setFindings(detection::FindingsPtr findings)
{
    beginResetModel();
    m_findings = std::move(findings);
    endResetModel();
}

void FindingsModel::setOpen(bool open)
{
    const int fold = foldRow();
    if (open == m_isOpen || fold < 0) {
        m_isOpen = open;
        return;
    }
    const int last = fold + static_cast<int>(m_findings->silent().size());
    if (open)
        beginInsertRows({}, fold + 1, last);
    else
        beginRemoveRows({}, fold + 1, last);
    m_isOpen = open;
    if (open)
        endInsertRows();
    else
        endRemoveRows();
    Q_EMIT dataChanged(index(fold, 0), index(fold, kColumns - 1));
}

FindingsModel::Kind FindingsModel::kindAt(int row) const
{
    const auto found = static_cast<int>(m_findings->findings().size());
    const int fold = found + static_cast<int>(m_findings->failures().size());
    return row < found ? Kind::Found
        : row < fold   ? Kind::Failed
        : row == fold  ? Kind::Fold
                       : Kind::Silent;
}

const Finding* FindingsModel::findingAt(int row) const
{
    return kindAt(row) == Kind::Found ? &m_findings->findings()[static_cast<std::size_t>(row)]
                                      : nullptr;
}

const Findings::Failure* FindingsModel::failureAt(int row) const
{
    return kindAt(row) == Kind::Failed
        ? &m_findings->failures()[static_cast<std::size_t>(row) - m_findings->findings().size()]
        : nullptr;
}

const Rule* FindingsModel::ruleAt(int row) const
{
    switch (kindAt(row)) {
    case Kind::Found:
        return &m_findings->ruleOf(*findingAt(row));
    case Kind::Failed:
        return &m_findings->rules()[failureAt(row)->rule];
    case Kind::Silent:
        return &m_findings
                    ->rules()[m_findings->silent()[static_cast<std::size_t>(row - foldRow() - 1)]];
    case Kind::Fold:
        break;
    }
    return nullptr;
}

int FindingsModel::rowOf(const std::string& ruleId) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const Rule* rule = ruleAt(row);
        if (rule && rule->id == ruleId)
            return row;
    }
    return -1;
}

int FindingsModel::foldRow() const
{
    if (!m_findings || m_findings->silent().empty())
        return -1;
    return static_cast<int>(m_findings->findings().size() + m_findings->failures().size());
}

int FindingsModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_findings)
        return 0;
    const std::size_t silent = m_findings->silent().size();
    return static_cast<int>(m_findings->findings().size() + m_findings->failures().size()
                            + (silent > 0 ? 1 : 0) + (m_isOpen ? silent : 0));
}

int FindingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString FindingsModel::text(int row, int column) const
{
    if (kindAt(row) == Kind::Fold)
        return column == SeverityColumn && m_words.silent
            ? m_words.silent(m_findings->silent().size())
            : QString();
    const Rule& rule = *ruleAt(row);
    const Finding* finding = findingAt(row);
    if (!m_words.title)
        return column == TitleColumn ? QString::fromStdString(rule.id) : QString();
    switch (column) {
    case SeverityColumn:
        return m_words.severity(rule.severity);
    case TitleColumn:
        return m_words.title(rule);
    case EventsColumn:
        return failureAt(row) ? QString() : m_words.count(finding ? finding->count() : 0);
    case FirstColumn:
        return finding ? m_words.time(finding->first) : QString();
    default:
        return finding ? m_words.time(finding->last) : QString();
    }
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Rule* rule = ruleAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() == EventsColumn ? Qt::AlignRight : Qt::AlignLeft));
    case KindRole:
        return static_cast<int>(kindAt(index.row()));
    case SeverityRole:
        return rule ? QVariant(static_cast<int>(rule->severity)) : QVariant();
    case IsOpenRole:
        return m_isOpen;
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == EventsColumn ? Qt::AlignRight : Qt::AlignLeft));
    return role == Qt::DisplayRole ? QVariant(m_titles.value(section)) : QVariant();
}

} // namespace trailloupe::items
