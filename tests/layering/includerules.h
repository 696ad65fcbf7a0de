// includerules: which folder may include what, the table of layers.
//
//   app ─► ui ─► model/{workspace,items} ─► model/<core>       app/cli ─► model
//
// Threads: pure functions. Cost: linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::layering {

struct Violation
{
    std::string file;
    std::size_t line = 0; // from 1
    std::string what;
};

// Checks the text of one source file. `path` is relative to the source tree, e.g. "ui/events/x.h".
std::vector<Violation> check(const std::string& path, std::string_view text);

// "file:line: what", one per line.
std::string describe(const std::vector<Violation>& violations);

} // namespace trailloupe::layering
