// eventmime: events on their way from one widget to another, as rows of this program's store.
//
// Threads: GUI thread only.  Errors: what another program made, or another run of this one, has no
// events.
#pragma once

#include "model/base/strongid.h"

#include <memory>
#include <vector>

class QMimeData;

namespace trailloupe::items {

std::unique_ptr<QMimeData> mimeDataOf(const std::vector<RowId>& rows);
bool hasEvents(const QMimeData* data);
std::vector<RowId> eventsOf(const QMimeData* data);

} // namespace trailloupe::items
