// columnpresets: named sets of columns: four that are built in, and the person's own, kept between
// runs.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/column.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace trailloupe::ui {

struct ColumnPreset
{
    QString name;
    std::vector<query::Column> columns;
    bool builtIn = false;
};

namespace columnpresets {

QList<ColumnPreset> list(); // built-in ones first
void save(const QString& name, const std::vector<query::Column>& columns); // replaces its namesake
void remove(const QString& name);

// The columns that were shown last, or the Event history's.
std::vector<query::Column> lastUsed();
void keepLastUsed(const std::vector<query::Column>& columns);

QStringList toText(const std::vector<query::Column>& columns);
std::vector<query::Column> fromText(const QStringList& texts); // skips what is no column

} // namespace columnpresets

} // namespace trailloupe::ui
