#include "model/workspace/eventlinks.h"

namespace trailloupe::workspace {

EventShown showEvent(Investigation& investigation, const Workspace& workspace,
                     const Filtering& filtering, RowId row, const QString& condition)
{
    investigation.selectRow(row);
    investigation.setPage(QStringLiteral("events"));
    const Filtered& found = filtering.result();
    const bool isKnown = found.store == workspace.evidence().store && !filtering.isRunning();
    if (!isKnown || !found.rows || found.rows->contains(row))
        return EventShown::AsFound;
    Filter filter = pinnedOf(investigation.filter());
    if (!condition.isEmpty())
        addChip(filter, condition);
    return !condition.isEmpty() && investigation.setFilter(filter) ? EventShown::UnderCondition
                                                                   : EventShown::LeftOut;
}

} // namespace trailloupe::workspace
