// supportCaseText(): the facts AWS Support asks for, ready to paste.
//
// English whatever the language of the window, because the reader is AWS; plain text, one fact a
// line, facts that the event does not have are left out.  Control characters of the event are shown
// as \xNN, so that pasting it into a terminal or a form is safe.
// Threads: pure function.
#pragma once

#include "model/query/eventsummary.h"

#include <string>

namespace trailloupe::query {

std::string supportCaseText(const EventSummary& event);

} // namespace trailloupe::query
