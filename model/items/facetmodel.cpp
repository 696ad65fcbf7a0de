#include "model/items/facetmodel.h"

#include "model/query/fieldnames.h"

namespace trailloupe::items {

using workspace::FacetAnswer;
using workspace::Faceting;
using workspace::PivotValue;

namespace {

constexpr quintptr kNoField = 0; // internal id of a field; of its rows: number of the field + 1

double share(std::uint64_t part, std::uint64_t all)
{
    return all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all);
}

} // namespace

FacetModel::FacetModel(Faceting& faceting, QObject* parent)
    : QAbstractItemModel(parent)
    , m_faceting(faceting)
    , m_title(
          [](const query::Field& field) { return QString::fromStdString(query::fieldText(field)); })
{
    connect(&faceting, &Faceting::fieldsChanged, this, &FacetModel::reset);
    connect(&faceting, &Faceting::answersChanged, this, &FacetModel::update);
    reset();
}

void FacetModel::setTitles(std::function<QString(const query::Field&)> title)
{
    m_title = std::move(title);
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_shown.size()) - 1, 0));
}

FacetModel::Shown FacetModel::shownOf(std::size_t field) const
{
    Shown shown{m_faceting.answer(field)};
    const FacetAnswer& answer = shown.answer;
    if (!answer.facet || !m_faceting.fields()[field].open)
        return shown;
    shown.values = static_cast<int>(answer.values.size());
    shown.missing =
        m_faceting.search().empty() && answer.facet->withField() < answer.facet->events();
    shown.more = answer.listed < answer.matching;
    shown.rows = shown.values + (shown.missing ? 1 : 0) + (shown.more ? 1 : 0);
    return shown;
}

void FacetModel::reset()
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t field = 0; field < m_faceting.fields().size(); ++field)
        m_shown.push_back(shownOf(field));
    endResetModel();
}

// Rows come and go at the end of a field, so that what is current and where the view stands stay;
// then they hold something else.
void FacetModel::update()
{
    for (std::size_t field = 0; field < m_shown.size(); ++field) {
        const QModelIndex parent = index(static_cast<int>(field), 0);
        Shown next = shownOf(field);
        const int before = m_shown[field].rows;
        if (next.rows > before) {
            beginInsertRows(parent, before, next.rows - 1);
            m_shown[field].rows = next.rows;
            endInsertRows();
        } else if (next.rows < before) {
            beginRemoveRows(parent, next.rows, before - 1);
            m_shown[field].rows = next.rows;
            endRemoveRows();
        }
        m_shown[field] = std::move(next);
        Q_EMIT dataChanged(parent, parent);
        if (m_shown[field].rows > 0)
            Q_EMIT dataChanged(index(0, 0, parent), index(m_shown[field].rows - 1, 0, parent));
    }
}

std::size_t FacetModel::fieldOf(const QModelIndex& index) const
{
    return index.internalId() == kNoField ? static_cast<std::size_t>(index.row())
                                          : static_cast<std::size_t>(index.internalId() - 1);
}

FacetModel::Kind FacetModel::kindOf(const QModelIndex& index) const
{
    if (index.internalId() == kNoField)
        return Kind::Field;
    const Shown& shown = m_shown[fieldOf(index)];
    if (index.row() < shown.values)
        return Kind::Value;
    return index.row() == shown.values && shown.missing ? Kind::Missing : Kind::More;
}

std::optional<PivotValue> FacetModel::pivotValue(const QModelIndex& index) const
{
    if (!index.isValid())
        return std::nullopt;
    const std::size_t field = fieldOf(index);
    switch (kindOf(index)) {
    case Kind::Value:
        return PivotValue{m_faceting.fields()[field].field,
                          m_shown[field].answer.values[static_cast<std::size_t>(index.row())].text};
    case Kind::Missing:
        return PivotValue{m_faceting.fields()[field].field, std::nullopt};
    case Kind::Field:
    case Kind::More:
        break;
    }
    return std::nullopt;
}

QModelIndex FacetModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kNoField);
}

QModelIndex FacetModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == kNoField)
        return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, kNoField);
}

int FacetModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_shown.size());
    if (parent.internalId() != kNoField || parent.column() > 0)
        return 0;
    return m_shown[static_cast<std::size_t>(parent.row())].rows;
}

int FacetModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant FacetModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const std::size_t field = fieldOf(index);
    if (role == KindRole)
        return static_cast<int>(kindOf(index));
    return index.internalId() == kNoField ? fieldData(field, role)
                                          : valueData(field, index.row(), role);
}

QVariant FacetModel::fieldData(std::size_t field, int role) const
{
    const FacetAnswer& answer = m_shown[field].answer;
    if (role == Qt::DisplayRole)
        return m_title(m_faceting.fields()[field].field);
    if (role == CountedRole)
        return answer.facet != nullptr;
    if (!answer.facet)
        return {};
    switch (role) {
    case EventsRole:
        return qulonglong(answer.facet->events());
    case WithFieldRole:
        return qulonglong(answer.facet->withField());
    case ShareRole:
        return share(answer.facet->withField(), answer.facet->events());
    case ChosenRole:
        return !answer.chosen.empty() || answer.missingChosen;
    case ShownRole:
        return qulonglong(answer.listed);
    case MatchingRole:
        return qulonglong(answer.matching);
    default:
        return {};
    }
}

QVariant FacetModel::valueData(std::size_t field, int row, int role) const
{
    const Shown& shown = m_shown[field];
    const FacetAnswer& answer = shown.answer;
    if (row >= shown.values) {
        if (!shown.missing || row > shown.values)
            return role == ShownRole || role == MatchingRole ? fieldData(field, role) : QVariant();
        const std::uint64_t events = answer.facet->events() - answer.facet->withField();
        if (role == EventsRole)
            return qulonglong(events);
        if (role == ChosenRole)
            return answer.missingChosen;
        return role == ShareRole ? share(events, answer.facet->events()) : QVariant();
    }
    const query::FacetValue& value = answer.values[static_cast<std::size_t>(row)];
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(value.text);
    case EventsRole:
        return qulonglong(value.events);
    case ShareRole:
        return share(value.events, answer.facet->events());
    case ChosenRole:
        return answer.isChosen(value.text);
    default:
        return {};
    }
}

} // namespace trailloupe::items
