// visibleText: text from evidence on one line, in which nothing can hide, reorder or pretend to be
// a line of ours.
//
// Control characters become their visible pictures (␊ ␉ ␀), characters that reorder or hide text
// (bidirectional overrides, zero-width ones, line separators, C1 controls, which terminals obey)
// become ⟨U+202E⟩. All else, wrong UTF-8 too, stays as it is. ui/common/evidencetext.h says the
// same for QString.
//
// Threads: any, pure functions.  Cost: one scan.
#pragma once

#include <string>
#include <string_view>

namespace trailloupe {

std::string visibleText(std::string_view text);

} // namespace trailloupe
