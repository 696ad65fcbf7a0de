// causewords: how sure it is that an event led to a state, and the events themselves, in words.
//
// What comes from evidence is made visible (evidencetext.h); show it as plain text.
// Threads: any.
#pragma once

#include "model/config/causes.h"

#include <QString>

#include <memory>

namespace trailloupe::ui {

QString confidenceWord(config::CauseConfidence confidence); // "certain"
QString confidenceDots(config::CauseConfidence confidence); // "●●●"
// Who made the call, as the events table has it.
QString callerOf(const std::shared_ptr<const store::EventStore>& events, RowId row);
QString nameOfEvent(const store::EventStore& events, RowId row);

} // namespace trailloupe::ui
