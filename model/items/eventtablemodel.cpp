#include "model/items/eventtablemodel.h"

#include "model/items/eventtableroles.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace trailloupe::items {

namespace {

constexpr char16_t kEmDash = u'\u2014';
constexpr std::size_t kFewRows = 64;

// Never cuts inside a character: a character of UTF-8 is at most four bytes.
QString firstCharacters(std::string_view text, std::size_t limit)
{
    const bool cut = text.size() > 4 * limit;
    QString shown =
        QString::fromUtf8(text.data(), static_cast<qsizetype>(cut ? 4 * limit : text.size()));
    if (cut || shown.size() > static_cast<qsizetype>(limit)) {
        shown.truncate(static_cast<qsizetype>(limit));
        shown += QChar(u'\u2026');
    }
    return shown;
}

} // namespace

EventTableModel::EventTableModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_store(std::make_shared<store::EventStore>())
{
    makeReaders();
}

EventTableModel::~EventTableModel() = default;

void EventTableModel::setEvidence(std::shared_ptr<const store::EventStore> store,
                                  query::RowOrder order, query::Direction timeDirection)
{
    beginResetModel();
    m_store = std::move(store);
    m_order = std::move(order);
    m_timeDirection = timeDirection;
    makeReaders();
    endResetModel();
}

void EventTableModel::setColumns(std::vector<query::Column> columns)
{
    if (m_columns == columns)
        return;
    beginResetModel();
    m_columns = std::move(columns);
    makeReaders();
    endResetModel();
}

void EventTableModel::setWords(TimeFormatter time, Titler title)
{
    m_time = std::move(time);
    m_title = std::move(title);
    if (m_columns.empty())
        return;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                           {Qt::DisplayRole});
}

void EventTableModel::setColoring(const workspace::Coloring* coloring)
{
    m_coloring = coloring;
    connect(coloring, &workspace::Coloring::resultChanged, this, [this] {
        if (rowCount() > 0 && !m_columns.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                               {RuleColorRole, RuleFilterRole});
    });
}

void EventTableModel::setFindings(detection::FindingsPtr findings)
{
    m_findings = std::move(findings);
    if (rowCount() > 0 && !m_columns.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {FindingRole});
}

const detection::Findings* EventTableModel::findings() const
{
    return m_findings && m_findings->events() == m_store ? m_findings.get() : nullptr;
}

void EventTableModel::makeReaders()
{
    m_readers.clear();
    for (const query::Column& column : m_columns)
        m_readers.emplace_back(m_store, column);
    m_facts = std::make_unique<query::EventFacts>(m_store);
    m_classRow = RowId();
}

RowId EventTableModel::rowIdAt(int row) const
{
    Q_ASSERT(row >= 0 && row < rowCount());
    const auto at = static_cast<std::size_t>(row);
    if (m_order)
        return (*m_order)[at];
    const auto rows = m_store->timeOrder();
    const std::size_t dated = m_store->datedCount();
    if (m_timeDirection == query::Direction::Descending && at < dated)
        return rows[dated - 1 - at];
    return rows[at];
}

std::vector<RowId> EventTableModel::rows() const
{
    std::vector<RowId> rows;
    rows.reserve(static_cast<std::size_t>(rowCount()));
    for (int row = 0; row < rowCount(); ++row)
        rows.push_back(rowIdAt(row));
    return rows;
}

std::optional<int> EventTableModel::rowOf(RowId row) const
{
    const auto found = rowsOf({&row, 1});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<int> EventTableModel::rowsOf(std::span<const RowId> rows) const
{
    std::vector<int> found;
    const bool backwards = !m_order && m_timeDirection == query::Direction::Descending;
    const std::size_t dated = m_store->datedCount();
    const auto add = [&](std::size_t at) {
        found.push_back(static_cast<int>(backwards && at < dated ? dated - 1 - at : at));
    };
    if (!m_order && rows.size() <= kFewRows) {
        for (const RowId row : rows) {
            if (const auto at = m_store->placeInTimeOrder(row))
                add(*at);
        }
    } else {
        std::vector<RowId> wanted(rows.begin(), rows.end());
        std::ranges::sort(wanted);
        const auto order = m_order ? std::span<const RowId>(*m_order) : m_store->timeOrder();
        for (std::size_t i = 0; i < order.size() && found.size() < wanted.size(); ++i) {
            if (order[i] >= wanted.front() && order[i] <= wanted.back()
                && std::ranges::binary_search(wanted, order[i]))
                add(i);
        }
    }
    std::ranges::sort(found);
    return found;
}

QString EventTableModel::text(RowId row, int column) const
{
    const auto at = static_cast<std::size_t>(column);
    if (m_columns[at].derived == query::Derived::Time && !m_store->time(row)) {
        // What stands where a time should be.
        const auto path = m_store->paths().find("eventTime");
        if (!path || m_store->value(row, *path, m_text) == store::ValueKind::Missing)
            return {};
    } else {
        m_readers[at].text(row, m_text);
    }
    return QString::fromUtf8(m_text.data(), static_cast<qsizetype>(m_text.size()));
}

int EventTableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    const std::size_t rows = m_order ? m_order->size() : m_store->rowCount();
    return static_cast<int>(
        std::min<std::size_t>(rows, std::size_t(std::numeric_limits<int>::max())));
}

int EventTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString EventTableModel::displayText(RowId row, int column) const
{
    const auto at = static_cast<std::size_t>(column);
    if (m_columns[at].derived == query::Derived::Time) {
        const auto seconds = m_store->time(row);
        if (!seconds)
            return QString(QChar(kEmDash));
        if (m_time)
            return m_time(*seconds);
    }
    m_readers[at].text(row, m_text);
    return firstCharacters(m_text, kDisplayLimit);
}

query::EventClass EventTableModel::eventClass(RowId row) const
{
    if (m_classRow != row) {
        m_class = m_facts->eventClass(row);
        m_classRow = row;
    }
    return m_class;
}

QVariant EventTableModel::ruleData(RowId row, int role) const
{
    const auto* rule = m_coloring ? m_coloring->ruleFor(*m_store, row) : nullptr;
    if (!rule)
        return {};
    return role == RuleColorRole ? QVariant(rule->color) : QVariant(rule->filter);
}

QVariant EventTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowId row = rowIdAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(row, index.column());
    case RawTextRole:
        return text(row, index.column());
    case EventClassRole:
        return static_cast<int>(eventClass(row));
    case RowIdRole:
        return row.value();
    case ValueKindRole:
        return static_cast<int>(
            m_readers[static_cast<std::size_t>(index.column())].text(row, m_text));
    case SecondsRole: {
        const auto seconds = m_store->time(row);
        return seconds ? QVariant(static_cast<qlonglong>(*seconds)) : QVariant();
    }
    case RuleColorRole:
    case RuleFilterRole:
        return ruleData(row, role);
    case FindingRole: {
        const auto hits =
            findings() ? findings()->findingsOf(row) : std::span<const detection::Findings::Hit>();
        return hits.empty() ? QVariant()
                            : static_cast<int>(m_findings->ruleOf(hits.front()).severity);
    }
    case ColumnTextRole:
        return headerData(index.column(), Qt::Horizontal, ColumnTextRole);
    default:
        return {};
    }
}

// An event can be carried to where events are compared.
Qt::ItemFlags EventTableModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags plain = QAbstractTableModel::flags(index);
    return index.isValid() ? plain | Qt::ItemIsDragEnabled : plain;
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const query::Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == ColumnTextRole || (role == Qt::DisplayRole && !m_title))
        return QString::fromStdString(query::columnText(column));
    if (role == Qt::DisplayRole)
        return m_title(column);
    return {};
}

} // namespace trailloupe::items
