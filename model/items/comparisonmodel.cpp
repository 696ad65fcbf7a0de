#include "model/items/comparisonmodel.h"

#include "model/base/visibletext.h"
#include "model/compare/textdifference.h"

#include <algorithm>
#include <utility>

namespace trailloupe::items {

using compare::CellState;
using compare::Line;

namespace {

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

ComparisonModel::ComparisonModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void ComparisonModel::setComparison(compare::ComparisonPtr comparison,
                                    std::vector<compare::Line> lines)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    m_lines = std::move(lines);
    m_titles.clear();
    m_tips.clear();
    arrange();
    endResetModel();
}

void ComparisonModel::setTitles(const QStringList& titles, const QStringList& tips)
{
    m_titles = titles;
    m_tips = tips;
    if (columnCount() > 1)
        Q_EMIT headerDataChanged(Qt::Horizontal, 1, columnCount() - 1);
}

void ComparisonModel::setAsOneDiff(bool one)
{
    if (one == m_asOneDiff)
        return;
    beginResetModel();
    m_asOneDiff = one;
    arrange();
    endResetModel();
}

bool ComparisonModel::isAsOneDiff() const
{
    return m_asOneDiff && m_comparison && m_comparison->events().size() == 2;
}

void ComparisonModel::arrange()
{
    m_shown.clear();
    if (!m_comparison)
        return;
    const bool one = isAsOneDiff();
    for (std::uint32_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        const bool isValue = line.kind == Line::Kind::Row
            && !m_comparison->rows()[line.row].isContainer && m_comparison->isDifferent(line.row);
        if (!one || !isValue) {
            m_shown.push_back({i, Side::All});
            continue;
        }
        if (m_comparison->has(line.row, 0))
            m_shown.push_back({i, Side::Before});
        if (m_comparison->has(line.row, 1))
            m_shown.push_back({i, Side::After});
    }
}

int ComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_comparison)
        return 0;
    return isAsOneDiff() ? 2 : 1 + static_cast<int>(m_comparison->events().size());
}

int ComparisonModel::lineOf(std::uint32_t comparisonRow) const
{
    // Lines are in the order of the rows.
    const auto behind =
        std::partition_point(m_shown.begin(), m_shown.end(), [&](const Shown& shown) {
            return m_lines[shown.line].row <= comparisonRow;
        });
    auto found = behind == m_shown.begin() ? behind : std::prev(behind);
    // Of several lines of a row the first.
    while (found != m_shown.begin()
           && m_lines[std::prev(found)->line].row == m_lines[found->line].row)
        --found;
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

std::optional<std::size_t> ComparisonModel::eventOf(const QModelIndex& cell) const
{
    if (!cell.isValid() || cell.column() == 0)
        return std::nullopt;
    if (!isAsOneDiff())
        return index(cell.column() - 1);
    const Line& line = lineAt(cell.row());
    switch (m_shown[index(cell.row())].side) {
    case Side::Before:
        return 0;
    case Side::After:
        return 1;
    case Side::All:
        break;
    }
    if (line.kind == Line::Kind::Policy)
        return line.event;
    return m_comparison->has(line.row, 0) ? 0 : 1;
}

bool ComparisonModel::isDifferent(int row) const
{
    const Line& line = lineAt(row);
    return line.kind == Line::Kind::Row && m_comparison->isDifferent(line.row)
        && (m_shown[index(row)].side != Side::After || !m_comparison->has(line.row, 0));
}

int ComparisonModel::nextDifference(int from, bool forward) const
{
    const int count = rowCount();
    for (int step = 1; step <= count; ++step) {
        const int row = ((forward ? from + step : from - step) % count + count) % count;
        if (isDifferent(row))
            return row;
    }
    return -1;
}

QString ComparisonModel::nameOf(const Line& line) const
{
    const compare::Row& row = m_comparison->rows()[line.row];
    return line.kind == Line::Kind::Row ? QString::fromStdString(row.name) : QString();
}

QString ComparisonModel::cellText(const QModelIndex& cell, bool whole) const
{
    const Line& line = lineAt(cell.row());
    if (cell.column() == 0)
        return nameOf(line);
    const auto event = eventOf(cell);
    if (line.kind == Line::Kind::Policy)
        return event == line.event ? QString::fromStdString(compare::policyChangeText(line.change))
                                   : QString();
    const compare::Row& row = m_comparison->rows()[line.row];
    if (line.kind != Line::Kind::Row || !m_comparison->has(line.row, *event)
        || (row.isContainer && (!row.isDecoded || isAsOneDiff()) && !whole))
        return {};
    const std::string_view text = m_comparison->text(line.row, *event);
    return toQString(whole ? text : cutText(text, kDisplayLimit));
}

QVariant ComparisonModel::marks(const QModelIndex& cell) const
{
    const Line& line = lineAt(cell.row());
    const auto event = eventOf(cell);
    QList<TextMark> marks;
    if (!event || line.kind != Line::Kind::Row || m_comparison->rows()[line.row].isContainer
        || !m_comparison->isDifferent(line.row))
        return QVariant::fromValue(marks);
    // The first event's own text is marked against the only other one.
    const std::size_t other = *event != 0 ? 0 : 1;
    if ((*event == 0 && m_comparison->events().size() != 2) || !m_comparison->has(line.row, *event)
        || !m_comparison->has(line.row, other))
        return QVariant::fromValue(marks);
    const std::string_view mine = cutText(m_comparison->text(line.row, *event), kDisplayLimit);
    const std::string_view theirs = cutText(m_comparison->text(line.row, other), kDisplayLimit);
    const auto parts = compare::differingParts(theirs, mine).inSecond;
    std::size_t different = 0;
    for (const compare::TextPart& part : parts)
        different += part.length;
    // A text of which little is shared is different as a whole; marks would only be noise.
    if (different * 3 > mine.size() * 2)
        return QVariant::fromValue(marks);
    for (const compare::TextPart& part : parts) {
        marks.append({static_cast<int>(toQString(mine.substr(0, part.offset)).size()),
                      static_cast<int>(toQString(mine.substr(part.offset, part.length)).size())});
    }
    return QVariant::fromValue(marks);
}

int ComparisonModel::cellState(const QModelIndex& cell) const
{
    const Line& line = lineAt(cell.row());
    if (line.kind != Line::Kind::Row)
        return static_cast<int>(CellState::Same);
    if (m_comparison->rows()[line.row].isIgnored)
        return static_cast<int>(CellState::Same);
    const Side side = m_shown[index(cell.row())].side;
    if (side != Side::All) // as in any diff
        return static_cast<int>(side == Side::Before ? CellState::Missing : CellState::Added);
    if (const auto event = eventOf(cell))
        return static_cast<int>(m_comparison->cellState(line.row, *event));
    const compare::Row& row = m_comparison->rows()[line.row];
    if (row.state == compare::RowState::Equal)
        return static_cast<int>(CellState::Same);
    if (row.state == compare::RowState::Changed)
        return static_cast<int>(CellState::Changed);
    return static_cast<int>(m_comparison->has(line.row, 0) ? CellState::Missing : CellState::Added);
}

QVariant ComparisonModel::data(const QModelIndex& cell, int role) const
{
    if (!cell.isValid())
        return {};
    const Line& line = lineAt(cell.row());
    const compare::Row& row = m_comparison->rows()[line.row];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(cell, false);
    case RawRole:
        return cellText(cell, true);
    case LineKindRole:
        return static_cast<int>(line.kind);
    case CellStateRole:
        return cellState(cell);
    case DepthRole:
        return static_cast<int>(row.depth) - 1;
    case IsContainerRole:
        return line.kind == Line::Kind::Row && row.isContainer;
    case IsIgnoredRole:
        return row.isIgnored;
    case IsDifferentRole:
        return line.kind == Line::Kind::Row && m_comparison->isDifferent(line.row);
    case FoldedRole:
        return line.folded;
    case FoldedIgnoredRole:
        return line.ignored;
    case IsOpenRole:
        return line.isOpen;
    case NoteRole:
        return static_cast<int>(line.kind == Line::Kind::Row ? row.note : compare::RowNote::None);
    case PathRole:
        return QString::fromStdString(row.path);
    case MarksRole:
        return marks(cell);
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_comparison)
        return {};
    if (role == Qt::ToolTipRole && section > 0)
        return isAsOneDiff() ? m_tips.join(u'\n') : m_tips.value(section - 1);
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return QString();
    if (!isAsOneDiff())
        return m_titles.value(section - 1);
    QString title = QStringLiteral("\u2212 %1\n+ %2").arg(m_titles.value(0).replace(u'\n', u' '));
    return title.arg(m_titles.value(1).replace(u'\n', u' '));
}

} // namespace trailloupe::items
