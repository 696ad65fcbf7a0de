// eventmime: events on their way from one widget to another, as rows of this program's store.
//
// Threads: GUI thread only.  Errors: what another program made, or another run of this one, has no
// events.
#pragma once

#include "model/base/strongid.h"

#include <QMimeData>

#include <memory>
#include <vector>

namespace trailloupe::items {

// `total`: how many are on their way, where `rows` are only the first of them.
std::unique_ptr<QMimeData> mimeDataOf(const std::vector<RowId>& rows, std::size_t total);
inline std::unique_ptr<QMimeData> mimeDataOf(const std::vector<RowId>& rows)
{
    return mimeDataOf(rows, rows.size());
}
bool hasEvents(const QMimeData* data);
std::vector<RowId> eventsOf(const QMimeData* data);
std::size_t countOf(const QMimeData* data); // the total

} // namespace trailloupe::items
