#include "ui/common/textlines.h"

#include <algorithm>

namespace trailloupe::ui {
namespace {

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

char foldCase(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool hidesOrReorders(char16_t c)
{
    return (c >= 0x80 && c <= 0x9F) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF
        || (c >= 0xFFF9 && c <= 0xFFFB);
}

// Past the quote that ends the string which starts at `at`.
std::size_t endOfString(std::string_view text, std::size_t at)
{
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return text.size();
}

Ink inkOfValue(char first)
{
    switch (first) {
    case '"':
        return Ink::Text;
    case 't':
    case 'f':
    case 'n':
        return Ink::Literal;
    case '{':
    case '[':
    case '}':
    case ']':
        return Ink::Plain;
    default:
        return Ink::Number;
    }
}

} // namespace

WrappedText::WrappedText(Text text, int columns, Highlight highlight)
    : m_text(std::move(text))
    , m_columns(columns)
    , m_highlight(highlight)
{
    m_starts.push_back(0);
    int column = 0;
    for (std::size_t i = 0; i < m_text->size(); ++i) {
        const char c = (*m_text)[i];
        if (c == '\n') {
            m_starts.push_back(static_cast<std::uint32_t>(i + 1));
            column = 0;
        } else if (!isContinuation(c)) {
            if (column == m_columns) {
                m_starts.push_back(static_cast<std::uint32_t>(i));
                column = 0;
            }
            ++column;
        }
    }
}

std::string_view WrappedText::bytes(qsizetype index) const
{
    const auto at = static_cast<std::size_t>(index);
    const std::size_t begin = m_starts[at];
    std::size_t end = at + 1 < m_starts.size() ? m_starts[at + 1] : m_text->size();
    if (end > begin && (*m_text)[end - 1] == '\n')
        --end;
    return std::string_view(*m_text).substr(begin, end - begin);
}

QString WrappedText::line(qsizetype index) const
{
    return fromUtf8(bytes(index));
}

bool WrappedText::isBroken(qsizetype index) const
{
    const auto next = static_cast<std::size_t>(index) + 1;
    return next < m_starts.size() && (*m_text)[m_starts[next] - 1] != '\n';
}

// Where the line of the text begins that this line is a piece of.
std::size_t WrappedText::logicalStart(qsizetype index) const
{
    while (index > 0 && isBroken(index - 1))
        --index;
    return m_starts[static_cast<std::size_t>(index)];
}

std::vector<InkSpan> WrappedText::inks(qsizetype index) const
{
    if (m_highlight == Highlight::None)
        return {};
    // An indented line is: spaces, maybe a key and a colon, a value, maybe a comma.
    const std::string_view all(*m_text);
    const std::string_view here = bytes(index);
    const std::size_t begin = m_starts[static_cast<std::size_t>(index)];
    std::size_t value = all.find_first_not_of(' ', logicalStart(index));
    if (value == std::string_view::npos)
        return {};
    std::vector<InkSpan> spans;
    const auto add = [&](std::size_t from, std::size_t to, Ink ink) {
        from = std::max(from, begin);
        to = std::min(to, begin + here.size());
        if (from >= to)
            return;
        const auto before = fromUtf8(here.substr(0, from - begin)).size();
        const auto length = fromUtf8(here.substr(from - begin, to - from)).size();
        spans.push_back({static_cast<int>(before), static_cast<int>(length), ink});
    };
    if (all[value] == '"') {
        const std::size_t keyEnd = endOfString(all, value);
        if (keyEnd < all.size() && all[keyEnd] == ':') {
            add(value, keyEnd, Ink::Key);
            value = std::min(keyEnd + 2, all.size() - 1);
        }
    }
    const bool endsHere = !isBroken(index);
    const bool comma = endsHere && here.ends_with(',');
    add(value, begin + here.size() - (comma ? 1 : 0), inkOfValue(all[value]));
    return spans;
}

TextMatch WrappedText::match(std::uint64_t offset, std::uint64_t length) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    const auto line = after - m_starts.begin() - 1;
    const std::string_view here = bytes(line);
    const std::size_t from =
        std::min<std::size_t>(offset - m_starts[static_cast<std::size_t>(line)], here.size());
    TextMatch match;
    match.line = line;
    match.column = static_cast<int>(fromUtf8(here.substr(0, from)).size());
    match.length = static_cast<int>(fromUtf8(here.substr(from, length)).size());
    return match;
}

HexLines::HexLines(std::shared_ptr<const std::string> bytes, std::uint64_t base)
    : m_bytes(std::move(bytes))
    , m_base(base)
    , m_offsetDigits(8)
{
    while (m_offsetDigits < 16 && (base + m_bytes->size()) >> (m_offsetDigits * 4) != 0)
        m_offsetDigits += 2;
}

qsizetype HexLines::lineCount() const
{
    const std::size_t lines = (m_bytes->size() + kBytesPerLine - 1) / kBytesPerLine;
    return static_cast<qsizetype>(std::max<std::size_t>(lines, 1));
}

QString HexLines::line(qsizetype index) const
{
    static constexpr char16_t kHex[] = u"0123456789abcdef";
    const std::size_t begin = static_cast<std::size_t>(index) * kBytesPerLine;
    const std::size_t end = std::min(begin + kBytesPerLine, m_bytes->size());
    QString text = QStringLiteral("%1  ").arg(m_base + begin, m_offsetDigits, 16, QLatin1Char('0'));
    QString characters;
    for (std::size_t i = begin; i < begin + kBytesPerLine; ++i) {
        if (i == begin + kBytesPerLine / 2)
            text += u' ';
        if (i >= end) {
            text += QStringLiteral("   ");
            continue;
        }
        const auto byte = static_cast<unsigned char>((*m_bytes)[i]);
        text += QChar(kHex[byte >> 4]);
        text += QChar(kHex[byte & 0xF]);
        text += u' ';
        characters += byte >= 0x20 && byte < 0x7F ? QChar(char16_t(byte)) : QChar(u'\u00B7');
    }
    return text + u' ' + characters;
}

std::vector<InkSpan> HexLines::inks(qsizetype) const
{
    const int characters = widestLine() - static_cast<int>(kBytesPerLine);
    return {{0, m_offsetDigits, Ink::Muted},
            {characters, static_cast<int>(kBytesPerLine), Ink::Text}};
}

int HexLines::widestLine() const
{
    return m_offsetDigits + 2 + static_cast<int>(kBytesPerLine) * 3 + 2
        + static_cast<int>(kBytesPerLine);
}

QString standIns(QString raw)
{
    for (QChar& c : raw) {
        const char16_t code = c.unicode();
        if (code < 0x20)
            c = QChar(static_cast<char16_t>(0x2400 + code));
        else if (code == 0x7F)
            c = QChar(u'\u2421');
        else if (hidesOrReorders(code))
            c = QChar(u'\u25AF');
    }
    return raw;
}

std::vector<std::uint64_t> findAll(std::string_view text, std::string_view needle)
{
    std::vector<std::uint64_t> found;
    if (needle.empty())
        return found;
    std::string folded(needle);
    std::transform(folded.begin(), folded.end(), folded.begin(), foldCase);
    const auto same = [](char a, char b) {
        return foldCase(a) == b;
    };
    auto from = text.begin();
    while (true) {
        from = std::search(from, text.end(), folded.begin(), folded.end(), same);
        if (from == text.end())
            return found;
        found.push_back(static_cast<std::uint64_t>(from - text.begin()));
        from += static_cast<std::ptrdiff_t>(needle.size());
    }
}

} // namespace trailloupe::ui
