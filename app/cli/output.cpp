#include "app/cli/output.h"

#include "model/base/csvtext.h"
#include "model/base/visibletext.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>

namespace trailloupe::cli {
namespace {

constexpr std::size_t kBufferBytes = 64 << 10;

bool continuesCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The character that begins at `at`, and how many bytes it has; of wrong UTF-8 one byte.
struct Character
{
    char32_t code = 0;
    std::size_t bytes = 1;
};

Character characterAt(std::string_view text, std::size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (bytes == 1 || at + bytes > text.size())
        return {first, 1};
    char32_t code = first & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!continuesCharacter(text[at + i]))
            return {first, 1};
        code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    return {code, bytes};
}

struct CharacterRange
{
    char32_t first;
    char32_t last;
};

bool isIn(std::span<const CharacterRange> ranges, char32_t code)
{
    const auto it = std::ranges::lower_bound(ranges, code, {}, &CharacterRange::last);
    return it != ranges.end() && it->first <= code;
}

// East Asian wide and full-width characters take two columns of a terminal, marks that are set on
// the character before them none.
std::size_t widthOf(char32_t code)
{
    static constexpr CharacterRange kWide[] = {
        {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
        {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
        {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
        {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
        {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
        {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
        {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
        {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
        {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
        {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
        {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF},
        {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A},
        {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
        {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
        {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
        {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596},
        {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC},
        {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EF}, {0x1F6F4, 0x1F6FF},
        {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
        {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};
    static constexpr CharacterRange kOnTheOneBefore[] = {
        {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF},  {0x302A, 0x302D},
        {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};
    if (code < kOnTheOneBefore[0].first)
        return 1;
    return isIn(kOnTheOneBefore, code) ? 0 : isIn(kWide, code) ? 2 : 1;
}

// Columns of a terminal, not bytes.
std::size_t columnsOf(std::string_view text)
{
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        columns += widthOf(character.code);
        at += character.bytes;
    }
    return columns;
}

// At most so many columns, the last character an ellipsis when something was cut off.
std::string fitted(std::string_view text, std::size_t columns)
{
    if (columns == 0 || columnsOf(text) <= columns)
        return std::string(text);
    std::size_t end = 0;
    for (std::size_t used = 1; end < text.size();) { // one is the ellipsis
        const Character character = characterAt(text, end);
        used += widthOf(character.code);
        if (used > columns)
            break;
        end += character.bytes;
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

QString counted(std::uint64_t number, const QString& one, const QString& many)
{
    return number == 1 ? one : many.arg(QString::fromStdString(grouped(number)));
}

} // namespace trailloupe::cli
