#include "app/cli/output.h"

#include "model/base/csvtext.h"
#include "model/base/visibletext.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace trailloupe::cli {
namespace {

constexpr std::size_t kBufferBytes = 64 << 10;

bool continuesCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Characters, not bytes; every character counts as one column.
std::size_t columnsOf(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continuesCharacter(c); }));
}

// At most `columns` characters, the last one an ellipsis when something was cut off.
std::string fitted(std::string_view text, std::size_t columns)
{
    if (columns == 0 || columnsOf(text) <= columns)
        return std::string(text);
    std::size_t end = 0;
    for (std::size_t kept = 0; end < text.size(); ++end) {
        if (!continuesCharacter(text[end]) && ++kept == columns)
            break;
    }
    return std::string(text.substr(0, end)) + "…";
}

} // namespace

bool Output::write(std::string_view text)
{
    if (!m_open)
        return false;
    m_buffer.append(text);
    if (m_buffer.size() >= kBufferBytes)
        flush();
    return m_open;
}

bool Output::finish()
{
    flush();
    return !m_failed;
}

void Output::flush()
{
    std::size_t done = 0;
    while (m_open && done < m_buffer.size()) {
        const ssize_t written =
            ::write(STDOUT_FILENO, m_buffer.data() + done, m_buffer.size() - done);
        if (written >= 0) {
            done += static_cast<std::size_t>(written);
        } else if (errno != EINTR) {
            m_open = false;
            m_failed = errno != EPIPE;
            if (m_failed)
                std::fprintf(stderr, "trailloupe-cli: cannot write: %s\n", std::strerror(errno));
        }
    }
    m_buffer.clear();
}

RowWriter::RowWriter(Output& out, std::vector<std::string> headings, Style style)
    : m_out(out)
    , m_style(std::move(style))
    , m_terminalWidth(terminalWidth(STDOUT_FILENO))
    , m_widths(headings.size(), 0)
{
    m_style.rightAligned.resize(headings.size());
    if (m_style.csv)
        writeCsvRow(headings);
    else
        m_held.push_back(std::move(headings));
}

bool RowWriter::write(std::vector<std::string> cells)
{
    if (m_style.csv)
        return writeCsvRow(cells);
    for (std::string& cell : cells)
        cell = visibleText(cell);
    if (!m_measuring)
        return writeTableRow(cells);
    m_held.push_back(std::move(cells));
    return m_held.size() < kMeasuredRows || writeHeld();
}

bool RowWriter::finish()
{
    return m_style.csv || !m_measuring || writeHeld();
}

bool RowWriter::writeHeld()
{
    for (const auto& cells : m_held) {
        for (std::size_t i = 0; i < m_widths.size(); ++i)
            m_widths[i] = std::max(m_widths[i], columnsOf(cells[i]));
    }
    m_measuring = false;
    bool open = true;
    for (const auto& cells : m_held)
        open = open && writeTableRow(cells);
    m_held.clear();
    return open;
}

bool RowWriter::writeTableRow(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t i = 0; i < m_widths.size(); ++i) {
        const std::size_t width = columnsOf(cells[i]);
        const std::string padding(m_widths[i] > width ? m_widths[i] - width : 0, ' ');
        const bool last = i + 1 == m_widths.size();
        if (m_style.rightAligned[i])
            line += padding + cells[i];
        else
            line += cells[i] + (last ? std::string() : padding);
        line += last ? "" : "  ";
    }
    return m_out.write(fitted(line, m_terminalWidth) + "\n");
}

bool RowWriter::writeCsvRow(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            line += ',';
        appendCsvCell(cells[i], m_style.formulaSafe, line);
    }
    return m_out.write(line + "\r\n");
}

std::size_t terminalWidth(int descriptor)
{
    winsize size{};
    if (!isatty(descriptor) || ioctl(descriptor, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

std::string grouped(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

} // namespace trailloupe::cli
