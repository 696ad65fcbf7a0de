// timelinemarks: what a person starred, tagged and noted, as the timeline paints it: on the events,
// and over spans of time from end to end.
//
// Threads: GUI thread only. Cost: O(marks).
#pragma once

#include "model/store/eventstore.h"
#include "model/workspace/casebook.h"
#include "ui/timeline/timelinegeometry.h"

namespace trailloupe::ui::timeline {

// Of what `events` hold, by place in their time order; marks of sessions have none.
Marks marksOf(const workspace::Casebook& casebook, const store::EventStore& events);

} // namespace trailloupe::ui::timeline
