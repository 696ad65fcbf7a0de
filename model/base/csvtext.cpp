#include "model/base/csvtext.h"

namespace trailloupe {

void appendCsvCell(std::string_view cell, bool formulaSafe, std::string& line)
{
    constexpr std::string_view kFormulaStarts = "=+-@\t\r";
    const bool guarded =
        formulaSafe && !cell.empty() && kFormulaStarts.find(cell.front()) != std::string_view::npos;
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        if (guarded)
            line += '\'';
        line += cell;
        return;
    }
    line += guarded ? "\"'" : "\"";
    for (const char c : cell) {
        if (c == '"')
            line += '"';
        line += c;
    }
    line += '"';
}

} // namespace trailloupe
