// evidencetext: text from evidence made safe to show: nothing in it can hide, reorder or format
// anything.
//
// Control characters become their visible pictures (␊ ␉ ␀), characters that reorder or hide text
// (bidirectional overrides, zero-width ones, line separators) become ⟨U+202E⟩. All else stays as it
// is.
//
// Threads: any, pure functions.  Cost: one scan; no copy when there is nothing to replace.
#pragma once

#include <QString>

namespace trailloupe::ui {

enum class LineBreaks
{
    Shown, // as ␊: for one-line places
    Kept, // for text areas; tabs are kept too
};

QString visibleText(const QString& text, LineBreaks lineBreaks = LineBreaks::Shown);

// visibleText() for a tooltip: plain text at most `limit` characters long, never read as rich text.
QString toolTipText(const QString& text, qsizetype limit = 2000);

} // namespace trailloupe::ui
