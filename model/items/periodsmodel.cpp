#include "model/items/periodsmodel.h"

#include "model/query/fieldnames.h"

#include <algorithm>
#include <utility>

namespace trailloupe::items {

using compare::PeriodField;
using compare::PeriodLine;
using compare::Trend;

namespace {

constexpr quintptr kOfField = 0; // internal id of a field; of a value: number of its field + 1

} // namespace

PeriodsModel::PeriodsModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void PeriodsModel::setTitles(std::function<QString(const query::Field&)> title)
{
    m_title = std::move(title);
}

PeriodsModel::Shown PeriodsModel::shownOf(std::size_t field, std::size_t limit) const
{
    const std::size_t values = valuesOf(field);
    return {std::min(values, limit), values > limit};
}

void PeriodsModel::reset()
{
    m_shown.clear();
    for (std::size_t field = 0; m_periods && field < m_periods->fields.size(); ++field)
        m_shown.push_back(shownOf(field, kFirstValues));
}

void PeriodsModel::setPeriods(compare::PeriodsPtr periods)
{
    beginResetModel();
    m_periods = std::move(periods);
    reset();
    endResetModel();
}

void PeriodsModel::setShowSame(bool show)
{
    if (show == m_showSame)
        return;
    beginResetModel();
    m_showSame = show;
    reset();
    endResetModel();
}

void PeriodsModel::showMore(std::size_t field)
{
    Shown& shown = m_shown[field];
    if (!shown.more)
        return;
    const QModelIndex parent = index(static_cast<int>(field), 0);
    const int first = static_cast<int>(shown.values);
    beginRemoveRows(parent, first, first);
    shown.more = false;
    endRemoveRows();
    const Shown next = shownOf(field, shown.values + kMoreValues);
    beginInsertRows(parent, first, static_cast<int>(next.values) - 1 + (next.more ? 1 : 0));
    shown = next;
    endInsertRows();
}

std::size_t PeriodsModel::valuesOf(std::size_t field) const
{
    const PeriodField& of = m_periods->fields[field];
    // Those that are about the same come last.
    return of.lines.size() - (m_showSame ? 0 : of.counts[static_cast<std::size_t>(Trend::Same)]);
}

std::size_t PeriodsModel::fieldOf(const QModelIndex& index) const
{
    return index.internalId() == kOfField ? static_cast<std::size_t>(index.row())
                                          : static_cast<std::size_t>(index.internalId() - 1);
}

const PeriodLine* PeriodsModel::lineOf(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kOfField)
        return nullptr;
    const std::size_t field = fieldOf(index);
    const auto row = static_cast<std::size_t>(index.row());
    return row < m_shown[field].values ? &m_periods->fields[field].lines[row] : nullptr;
}

std::optional<workspace::PivotValue> PeriodsModel::pivotValue(const QModelIndex& index) const
{
    const PeriodLine* line = lineOf(index);
    if (!line)
        return std::nullopt;
    return workspace::PivotValue{m_periods->fields[fieldOf(index)].field,
                                 line->isMissing ? std::nullopt : std::optional(line->value)};
}

QModelIndex PeriodsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kOfField);
}

QModelIndex PeriodsModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == kOfField)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, kOfField);
}

int PeriodsModel::rowCount(const QModelIndex& parent) const
{
    if (!m_periods)
        return 0;
    if (!parent.isValid())
        return static_cast<int>(m_periods->fields.size());
    if (parent.internalId() != kOfField || parent.column() != 0)
        return 0;
    const Shown& shown = m_shown[static_cast<std::size_t>(parent.row())];
    return static_cast<int>(shown.values) + (shown.more ? 1 : 0);
}

int PeriodsModel::columnCount(const QModelIndex&) const
{
    return kColumns;
}

QVariant PeriodsModel::fieldData(std::size_t field, int column, int role) const
{
    const PeriodField& of = m_periods->fields[field];
    if (role == IsFieldRole)
        return true;
    if (role == CountsRole) {
        QList<qulonglong> counts;
        for (const std::uint64_t count : of.counts)
            counts.append(count);
        return QVariant::fromValue(counts);
    }
    if (role == Qt::DisplayRole && column == ValueColumn)
        return m_title ? m_title(of.field) : QString::fromStdString(query::fieldText(of.field));
    return {};
}

QVariant PeriodsModel::valueData(const PeriodLine& line, int column, int role) const
{
    const bool isBefore = column == BeforeColumn || column == BeforeRateColumn;
    const std::uint64_t count = isBefore ? line.before : line.after;
    const compare::PeriodSide& side = isBefore ? m_periods->before : m_periods->after;
    switch (role) {
    case Qt::DisplayRole:
        return column == ValueColumn ? QVariant(QString::fromStdString(line.value)) : QVariant();
    case TrendRole:
        return static_cast<int>(line.trend);
    case IsMissingRole:
        return line.isMissing;
    case NumberRole:
        if (column == BeforeColumn || column == AfterColumn)
            return static_cast<qulonglong>(count);
        if (column == BeforeRateColumn || column == AfterRateColumn)
            return side.span ? QVariant(side.rate(count)) : QVariant();
        return {};
    default:
        return {};
    }
}

QVariant PeriodsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_periods)
        return {};
    const std::size_t field = fieldOf(index);
    if (index.internalId() == kOfField)
        return fieldData(field, index.column(), role);
    if (const PeriodLine* line = lineOf(index))
        return valueData(*line, index.column(), role);
    if (role == MoreRole)
        return static_cast<qulonglong>(valuesOf(field) - m_shown[field].values);
    return {};
}

QVariant PeriodsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::DisplayRole)
        return m_columnTitles.value(section);
    if (role == Qt::TextAlignmentRole && section > TrendColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

} // namespace trailloupe::items
