// One cell of a CSV file, as RFC 4180 writes it.
//
// Threads: pure function.
#pragma once

#include <string>
#include <string_view>

namespace trailloupe {

// Appends the cell, in quotes where it needs them. `formulaSafe`: a cell that a spreadsheet would
// take for a formula (it starts with = + - @, a tab or a carriage return) gets an apostrophe in
// front, which spreadsheets take as "this is text".
void appendCsvCell(std::string_view cell, bool formulaSafe, std::string& line);

} // namespace trailloupe
