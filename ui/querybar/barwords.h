// Words for what the filter bar's language cannot read.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/barquery.h"

#include <QString>

namespace trailloupe::ui {

// One sentence, with what RE2 says or the text that is no time.
QString barErrorWords(const query::BarError& error);

// Where a place of the UTF-8 text stands in the line, in characters of QString.
struct CharSpan
{
    int start = 0;
    int length = 0;
};
CharSpan charSpan(const QString& text, query::TextSpan bytes);

} // namespace trailloupe::ui
