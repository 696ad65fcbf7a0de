// Words for what the filter bar's language cannot read.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/barquery.h"
#include "model/query/conversion.h"
#include "model/query/filterpattern.h"
#include "model/query/risks.h"

#include <QString>

#include <vector>

namespace trailloupe::ui {

// One sentence, with what RE2 says or the text that is no time.
QString barErrorWords(const query::BarError& error);
QString patternErrorWords(const query::PatternError& error);
// What a filter hardly means, one sentence.
QString riskWords(const query::Risk& risk);
QString patternWarningWords(const query::PatternWarning& warning);
// What a conversion cannot carry, a line each.
QString lossWords(const std::vector<query::Loss>& losses);

// Where a place of the UTF-8 text stands in the line, in characters of QString.
struct CharSpan
{
    int start = 0;
    int length = 0;
};
CharSpan charSpan(const QString& text, query::TextSpan bytes);

} // namespace trailloupe::ui
