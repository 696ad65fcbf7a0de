#include "model/items/fieldtreemodel.h"

#include "model/base/visibletext.h"

#include <algorithm>

namespace trailloupe::items {
namespace {

using Kind = JsonDocument::Kind;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isContainer(Kind kind)
{
    return kind == Kind::Object || kind == Kind::Array;
}

} // namespace

FieldTreeModel::FieldTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void FieldTreeModel::setTree(std::shared_ptr<const query::FieldTree> tree)
{
    if (tree == m_tree)
        return;
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

void FieldTreeModel::setColumnTitles(const QStringList& titles)
{
    if (titles == m_titles)
        return;
    m_titles = titles;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

QModelIndex FieldTreeModel::indexOf(std::uint32_t node) const
{
    if (!m_tree || node == 0 || node >= m_tree->nodeCount())
        return {};
    return createIndex(static_cast<int>(m_tree->position(node)), 0, quintptr(node));
}

std::uint32_t FieldTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<std::uint32_t>(index.internalId()) : 0;
}

QModelIndex FieldTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       quintptr(m_tree->child(nodeOf(parent), static_cast<std::uint32_t>(row))));
}

QModelIndex FieldTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || !m_tree)
        return {};
    return indexOf(m_tree->node(nodeOf(index)).parent);
}

int FieldTreeModel::rowCount(const QModelIndex& parent) const
{
    if (!m_tree || parent.column() > 0)
        return 0;
    return static_cast<int>(m_tree->childCount(nodeOf(parent)));
}

int FieldTreeModel::columnCount(const QModelIndex&) const
{
    return static_cast<int>(Column::Count);
}

QString FieldTreeModel::cell(std::uint32_t index, Column column) const
{
    const auto& node = m_tree->node(index);
    switch (column) {
    case Column::Field:
        if (m_tree->node(node.parent).kind == Kind::Array)
            return QStringLiteral("[%1]").arg(m_tree->position(index));
        return toQString(cutText(node.key, kCellBytes));
    case Column::Type:
        return QString::fromLatin1(query::jsonKindName(node.kind));
    case Column::Value:
        if (isContainer(node.kind)) {
            const bool object = node.kind == Kind::Object;
            if (node.childCount == 0)
                return object ? QStringLiteral("{}") : QStringLiteral("[]");
            return (object ? QStringLiteral("{%1}") : QStringLiteral("[%1]")).arg(node.childCount);
        }
        return toQString(
            cutText(node.kind == Kind::String ? std::string_view(node.text) : m_tree->json(index),
                    kCellBytes));
    case Column::Count:
        break;
    }
    return {};
}

QVariant FieldTreeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const std::uint32_t at = nodeOf(index);
    const auto& node = m_tree->node(at);
    switch (role) {
    case Qt::DisplayRole:
        return cell(at, static_cast<Column>(index.column()));
    case PathRole:
        return toQString(m_tree->path(at));
    case ExactPathRole:
        return toQString(m_tree->exactPath(at));
    case KindRole:
        return static_cast<int>(node.kind);
    case RawRole:
        return toQString(node.kind == Kind::String ? std::string_view(node.text)
                                                   : m_tree->json(at));
    case JsonRole:
        return toQString(m_tree->json(at));
    case ChildCountRole:
        return static_cast<int>(node.childCount);
    case IsElementRole:
        return m_tree->node(node.parent).kind == Kind::Array;
    default:
        return {};
    }
}

QVariant FieldTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0
        || section >= columnCount())
        return {};
    static const char* const kKeys[] = {"field", "type", "value"};
    return m_titles.value(section, QString::fromLatin1(kKeys[section]));
}

} // namespace trailloupe::items
