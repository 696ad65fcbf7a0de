// Investigation: what the person is looking at: page, filter, selected event and resource, moment,
// columns, sort, zone.
// Views read it and ask it for changes; they never know each other.
//
// Threads: GUI thread only. Setters compare, then emit; a request is never echoed to its sender as
// news that is no news.
#pragma once

#include "model/compare/comparison.h"
#include "model/config/resources.h"
#include "model/query/column.h"
#include "model/query/sort.h"
#include "model/workspace/filter.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace trailloupe::workspace {

// An event by what stays true when a new generation is published: RowIds keep their meaning within
// one load.
class Investigation : public QObject
{
    Q_OBJECT
public:
    explicit Investigation(QObject* parent = nullptr);

    std::optional<RowId> selectedRow() const { return m_selectedRow; }
    void selectRow(std::optional<RowId> row);

    // What AWS Config recorded in the open export (Workspace::resources()); null while it is not
    // known. Others in their place: none is selected any more.
    const config::ResourcesPtr& resources() const { return m_resources; }
    void setResources(config::ResourcesPtr resources);

    // One of resources().
    std::optional<config::ResourceNo> selectedResource() const { return m_selectedResource; }
    void selectResource(std::optional<config::ResourceNo> resource);

    // Resources are looked at as of then, nanoseconds since 1970 UTC; nothing: after all that was
    // recorded.
    std::optional<std::int64_t> moment() const { return m_moment; }
    void setMoment(std::optional<std::int64_t> ns);

    const std::vector<query::Column>& columns() const { return m_columns; }
    void setColumns(std::vector<query::Column> columns);
    void addColumn(const query::Column& column); // at the end, unless it is there
    void removeColumn(const query::Column& column);

    const query::SortKey& sortKey() const { return m_sortKey; }
    void setSortKey(const query::SortKey& key);

    // Paths that make no difference where events are compared; ids and moments to begin with.
    const std::vector<std::string>& ignoredPaths() const { return m_ignoredPaths; }
    void setIgnoredPaths(std::vector<std::string> paths);

    const Filter& filter() const { return m_filter; }
    // False, and nothing changes, when a part of it cannot be read.
    bool setFilter(const Filter& filter);
    // What the filter means, in the zone of the window; never null.
    const query::PredicatePtr& predicate() const { return m_predicate; }

    // IANA id; "UTC" by default.
    const QByteArray& zone() const { return m_zone; }
    void setZone(const QByteArray& ianaId);

    // Object name of the page that is shown: "overview", "events", "ledger".
    const QString& page() const { return m_page; }
    void setPage(const QString& page);
    // Both at once, before anybody hears of either: one step. False as setFilter() is.
    bool setPage(const QString& page, const Filter& filter);
    // All three at once, before anybody hears of any: one step.
    void setPage(const QString& page, config::ResourceNo resource,
                 std::optional<std::int64_t> momentNs);

    void reset(); // for a newly opened export: columns, sort and zone stay

Q_SIGNALS:
    void selectionChanged();
    void resourcesChanged();
    void selectedResourceChanged();
    void momentChanged();
    void columnsChanged();
    void sortKeyChanged();
    void ignoredPathsChanged();
    void filterChanged(); // its text, or what it means
    void zoneChanged();
    void pageChanged();

private:
    std::optional<RowId> m_selectedRow;
    config::ResourcesPtr m_resources;
    std::optional<config::ResourceNo> m_selectedResource;
    std::optional<std::int64_t> m_moment;
    std::vector<query::Column> m_columns = query::eventHistoryColumns();
    query::SortKey m_sortKey;
    std::vector<std::string> m_ignoredPaths = compare::ignoredByDefault();
    Filter m_filter;
    query::PredicatePtr m_predicate = query::Predicate::everything();
    QByteArray m_zone = "UTC";
    QString m_page;
};

} // namespace trailloupe::workspace
