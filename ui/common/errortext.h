// errortext: an Error in words for people. Its detail is for the log and for "copy details".
//
// Threads: GUI thread only.
#pragma once

#include "model/base/error.h"

#include <QString>

namespace trailloupe::ui {

QString errorText(const Error& error);
// Of a case file: which one, and what the system or the file says.
QString caseErrorText(const Error& error);

} // namespace trailloupe::ui
