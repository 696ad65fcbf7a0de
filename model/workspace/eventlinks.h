// EventLinks: from a list to an event among the others, on the Events page.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"

#include <QString>

namespace trailloupe::workspace {

enum class EventShown
{
    AsFound, // under the filter, as far as its answer is known
    UnderCondition, // the filter left it out: the condition is asked for in its place
    LeftOut, // it did, and the bar cannot hold the condition
};

// The Events page with this event selected. Where the filter leaves it out, what is pinned stays
// and `condition` takes the place of the rest, so that the other filter is one step back: fit for
// people to be told. REQUIRES that the event fulfils the condition.
EventShown showEvent(Investigation& investigation, const Workspace& workspace,
                     const Filtering& filtering, RowId row, const QString& condition);

} // namespace trailloupe::workspace
