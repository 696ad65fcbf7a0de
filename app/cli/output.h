// Output: what trailloupe-cli writes to stdout, and the three formats of its lists.
//
// A reader that went away (a broken pipe) is no error: writing just ends. Any other failure to
// write is said on stderr.
// Threads: main thread only.
#pragma once

#include "app/cli/command.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::cli {

class Output
{
public:
    ~Output() { finish(); }

    // False once nobody reads any more; going on is then a waste.
    bool write(std::string_view text);
    // Writes what is left. False when writing failed for a reason that the person must know.
    bool finish();

private:
    void flush();

    std::string m_buffer;
    bool m_open = true;
    bool m_failed = false;
};

// Rows of cells as a table or as CSV. The columns of a table are as wide as the first rows need;
// wide characters, as of Japanese, take two columns of a terminal.
class RowWriter
{
public:
    struct Style
    {
        bool csv = false;
        // CSV: a cell that a spreadsheet would take for a formula gets an apostrophe in front.
        bool formulaSafe = false;
        std::vector<bool> rightAligned = {}; // of a table; by column
    };

    RowWriter(Output& out, std::vector<std::string> headings, Style style);

    bool write(std::vector<std::string> cells); // false: nobody reads any more
    bool finish();

private:
    bool writeTableRow(const std::vector<std::string>& cells);
    bool writeCsvRow(const std::vector<std::string>& cells);
    bool writeHeld();

    static constexpr std::size_t kMeasuredRows = 2000;

    Output& m_out;
    Style m_style;
    std::size_t m_terminalWidth; // 0: stdout is no terminal
    std::vector<std::size_t> m_widths;
    std::vector<std::vector<std::string>> m_held; // the first rows of a table, with the heading
    bool m_measuring = true;
};

// Columns of the terminal behind a file descriptor, 0 when it is none.
std::size_t terminalWidth(int descriptor);
// "1,234,567"
std::string grouped(std::uint64_t number);
// `one`, or `many` with the number for %1.
QString counted(std::uint64_t number, const QString& one, const QString& many);

} // namespace trailloupe::cli
