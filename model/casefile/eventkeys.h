// eventKey, eventSubject and findEvent: from an event of a store to what names it in any copy of
// the evidence, and back.
//
// Threads: pure functions over an immutable store.  Cost: eventKey() O(size of the event);
// findEvent() that of the events with its id, without an id of those of its second, and of an
// undated one of all that are undated.
#pragma once

#include "model/casefile/casenotes.h"
#include "model/store/eventstore.h"

#include <optional>

namespace trailloupe::casefile {

EventKey eventKey(const store::EventStore& events, RowId row);
Subject eventSubject(const store::EventStore& events, RowId row);

// The event; nothing when the evidence does not hold it, or only another one with its id.
std::optional<RowId> findEvent(const store::EventStore& events, const EventKey& key);
// REQUIRES a subject that is an event.
std::optional<RowId> findEvent(const store::EventStore& events, const Subject& subject);

// The same for all copies of the evidence, in whatever order and from whatever place it was read:
// 16 digits. O(events).
std::string fingerprint(const store::EventStore& events);

} // namespace trailloupe::casefile
