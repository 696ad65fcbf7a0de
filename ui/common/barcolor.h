// barColor: what a bar of events is filled with, in the histogram and wherever else activity is
// shown.
//
// Threads: any, pure function.
#pragma once

#include "ui/common/theme.h"

namespace trailloupe::ui {

// The colour of their mark; of events that only read, and of others, a quiet one.
QColor barColor(query::EventClass eventClass, const ThemeColors& colors);

} // namespace trailloupe::ui
