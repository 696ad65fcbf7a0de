#include "model/workspace/investigation.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {

Investigation::Investigation(QObject* parent)
    : QObject(parent)
{ }

void Investigation::selectRow(std::optional<RowId> row)
{
    if (m_selectedRow == row)
        return;
    m_selectedRow = row;
    Q_EMIT selectionChanged();
}

void Investigation::setResources(config::ResourcesPtr resources)
{
    if (m_resources == resources)
        return;
    const bool hadOthers = m_resources != nullptr;
    m_resources = std::move(resources);
    if (hadOthers)
        selectResource(std::nullopt);
    Q_EMIT resourcesChanged();
}

void Investigation::selectResource(std::optional<config::ResourceNo> resource)
{
    if (m_selectedResource == resource)
        return;
    m_selectedResource = resource;
    Q_EMIT selectedResourceChanged();
}

void Investigation::setMoment(std::optional<std::int64_t> ns)
{
    if (m_moment == ns)
        return;
    m_moment = ns;
    Q_EMIT momentChanged();
}

void Investigation::setColumns(std::vector<query::Column> columns)
{
    if (m_columns == columns)
        return;
    m_columns = std::move(columns);
    Q_EMIT columnsChanged();
}

void Investigation::addColumn(const query::Column& column)
{
    if (std::ranges::find(m_columns, column) != m_columns.end())
        return;
    m_columns.push_back(column);
    Q_EMIT columnsChanged();
}

void Investigation::removeColumn(const query::Column& column)
{
    if (std::erase(m_columns, column) > 0)
        Q_EMIT columnsChanged();
}

void Investigation::setSortKey(const query::SortKey& key)
{
    if (m_sortKey == key)
        return;
    m_sortKey = key;
    Q_EMIT sortKeyChanged();
}

void Investigation::setIgnoredPaths(std::vector<std::string> paths)
{
    if (m_ignoredPaths == paths)
        return;
    m_ignoredPaths = std::move(paths);
    Q_EMIT ignoredPathsChanged();
}

void Investigation::setZone(const QByteArray& ianaId)
{
    if (m_zone == ianaId)
        return;
    m_zone = ianaId;
    Q_EMIT zoneChanged();
    // A day is another day in another zone.
    const query::PredicatePtr predicate = predicateOf(m_filter, m_zone);
    if (predicate && predicate->key() != m_predicate->key()) {
        m_predicate = predicate;
        Q_EMIT filterChanged();
    }
}

bool Investigation::setFilter(const Filter& filter)
{
    if (m_filter == filter)
        return true;
    const query::PredicatePtr predicate = predicateOf(filter, m_zone);
    if (!predicate)
        return false;
    m_filter = filter;
    m_predicate = predicate;
    Q_EMIT filterChanged();
    return true;
}

void Investigation::setPage(const QString& page)
{
    if (m_page == page)
        return;
    m_page = page;
    Q_EMIT pageChanged();
}

bool Investigation::setPage(const QString& page, const Filter& filter)
{
    const query::PredicatePtr predicate = predicateOf(filter, m_zone);
    if (!predicate)
        return false;
    const bool isOtherPage = std::exchange(m_page, page) != page;
    const bool isOtherFilter = m_filter != filter;
    if (isOtherFilter) {
        m_filter = filter;
        m_predicate = predicate;
        Q_EMIT filterChanged();
    }
    if (isOtherPage)
        Q_EMIT pageChanged();
    return true;
}

void Investigation::setPage(const QString& page, config::ResourceNo resource,
                            std::optional<std::int64_t> momentNs)
{
    const bool isOtherPage = m_page != page; // which may be m_page itself
    m_page = page;
    const bool isOtherResource = std::exchange(m_selectedResource, resource) != resource;
    const bool isOtherMoment = std::exchange(m_moment, momentNs) != momentNs;
    if (isOtherMoment)
        Q_EMIT momentChanged();
    if (isOtherResource)
        Q_EMIT selectedResourceChanged();
    if (isOtherPage)
        Q_EMIT pageChanged();
}

void Investigation::reset()
{
    selectRow(std::nullopt);
    selectResource(std::nullopt);
    setMoment(std::nullopt);
    setFilter({});
    setIgnoredPaths(compare::ignoredByDefault());
}

} // namespace trailloupe::workspace
