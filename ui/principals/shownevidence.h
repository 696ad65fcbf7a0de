// Text of the evidence as the pages of principals show it: on one line, nothing hidden.
//
// Threads: any, pure function.
#pragma once

#include "ui/words/evidencetext.h"

#include <QString>

#include <string_view>

namespace trailloupe::ui {

inline QString shown(std::string_view text)
{
    return visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

} // namespace trailloupe::ui
