#include "model/ingest/textrepair.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace trailloupe::ingest {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned char byteAt(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

// ---- UTF-16 -------------------------------------------------------------------------------------

enum class ByteOrder : std::uint8_t
{
    None, // not UTF-16
    Little,
    Big
};

struct Utf16Form
{
    ByteOrder order = ByteOrder::None;
    std::size_t markBytes = 0;
};

// Without a mark the first two units must be ASCII: JSON and CSV start so, and no UTF-8 text does.
Utf16Form utf16Form(std::string_view text)
{
    if (text.starts_with("\xFF\xFE"))
        return {ByteOrder::Little, 2};
    if (text.starts_with("\xFE\xFF"))
        return {ByteOrder::Big, 2};
    if (text.size() < 4)
        return {};
    const std::array<bool, 4> zero{text[0] == 0, text[1] == 0, text[2] == 0, text[3] == 0};
    if (zero == std::array{false, true, false, true})
        return {ByteOrder::Little, 0};
    if (zero == std::array{true, false, true, false})
        return {ByteOrder::Big, 0};
    return {};
}

bool isHighSurrogate(std::uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}
bool isLowSurrogate(std::uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

void putUtf8(char*& to, std::uint32_t point)
{
    const auto put = [&to](std::uint32_t byte) {
        *to++ = static_cast<char>(byte);
    };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6);
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) { // lone surrogates too: the second pass sees to them
        put(0xE0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
        put(0x80 | (point >> 6 & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

// Half a unit at the end becomes U+FFFD.
ByteBuffer transcodeUtf16(std::string_view text, Utf16Form form)
{
    ByteBuffer out;
    out.resize(text.size() / 2 * 3 + kReplacement.size());
    char* to = out.data();
    const std::size_t high = form.order == ByteOrder::Big ? 0 : 1;
    const auto unitAt = [&](std::size_t at) {
        return static_cast<std::uint32_t>(byteAt(text, at + high)) << 8
            | byteAt(text, at + 1 - high);
    };
    std::size_t at = form.markBytes;
    for (; at + 2 <= text.size(); at += 2) {
        std::uint32_t point = unitAt(at);
        if (isHighSurrogate(point) && at + 4 <= text.size() && isLowSurrogate(unitAt(at + 2))) {
            point = 0x10000 + ((point - 0xD800) << 10) + (unitAt(at + 2) - 0xDC00);
            at += 2;
        }
        putUtf8(to, point);
    }
    if (at < text.size())
        to = std::copy(kReplacement.begin(), kReplacement.end(), to);
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

// ---- UTF-8 --------------------------------------------------------------------------------------

struct Sequence
{
    std::size_t length = 1;
    bool valid = false;
};

// The sequence at `at`: a whole character, or the longest start of one ("maximal subpart").
Sequence sequenceAt(std::string_view text, std::size_t at)
{
    const unsigned char lead = byteAt(text, at);
    if (lead < 0x80)
        return {1, true};
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    std::size_t length = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        low = lead == 0xE0 ? 0xA0 : low;
        high = lead == 0xED ? 0x9F : high;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        low = lead == 0xF0 ? 0x90 : low;
        high = lead == 0xF4 ? 0x8F : high;
    } else {
        return {1, false};
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (at + i >= text.size() || byteAt(text, at + i) < low || byteAt(text, at + i) > high)
            return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {length, true};
}

// ---- The second pass ----------------------------------------------------------------------------

struct Tally
{
    std::uint64_t count = 0;
    std::uint64_t first = 0;

    void add(std::uint64_t at, std::uint64_t howMany = 1)
    {
        if (count == 0)
            first = at;
        count += howMany;
    }
};

// Walks over UTF-8 text, following JSON's strings where it is JSON, and writes the repaired text.
class Repairer
{
public:
    Repairer(std::string_view text, bool fromUtf16)
        : m_text(text)
        , m_fromUtf16(fromUtf16)
        , m_isJson(startsLikeJson(text))
    { }

    // Writes nothing while nothing was repaired: `out` then stays empty.
    bool run(ByteBuffer& out)
    {
        for (m_at = 0; m_at < m_text.size();) {
            const unsigned char byte = byteAt(m_text, m_at);
            if (byte >= 0x80)
                takeMultiByte(out);
            else if (m_isJson)
                takeJsonByte(byte, out);
            else
                ++m_at;
        }
        if (m_changed)
            copyUntil(m_text.size(), out);
        return m_changed;
    }

    const Tally& marks() const { return m_marks; }
    const Tally& invalidBytes() const { return m_invalidBytes; }
    const Tally& loneSurrogates() const { return m_loneSurrogates; }
    const Tally& controlsInStrings() const { return m_controlsInStrings; }
    const Tally& controlsOutside() const { return m_controlsOutside; }

private:
    static bool startsLikeJson(std::string_view text)
    {
        if (text.starts_with(kUtf8Mark))
            text.remove_prefix(kUtf8Mark.size());
        for (const char c : text) {
            if (c == '{' || c == '[')
                return true;
            if (static_cast<unsigned char>(c) > ' ')
                return false;
        }
        return false;
    }

    void copyUntil(std::size_t end, ByteBuffer& out)
    {
        out.append(m_text.substr(m_copied, end - m_copied));
        m_copied = end;
    }

    // Puts `text` in place of the next `length` bytes.
    void replace(std::size_t length, std::string_view text, ByteBuffer& out)
    {
        if (!m_changed)
            out.reserve(m_text.size() + m_text.size() / 16);
        m_changed = true;
        copyUntil(m_at, out);
        out.append(text);
        m_at += length;
        m_copied = m_at;
    }

    void takeMultiByte(ByteBuffer& out)
    {
        m_escaped = false;
        const Sequence sequence = sequenceAt(m_text, m_at);
        if (sequence.valid) {
            if (m_at == 0 && m_text.starts_with(kUtf8Mark)) {
                m_marks.add(m_at);
                replace(sequence.length, "", out);
            } else if (m_isJson && !m_inString && m_text.substr(m_at).starts_with(kUtf8Mark)) {
                m_marks.add(m_at); // of a file that was put behind another
                replace(sequence.length, "   ", out);
            } else {
                m_at += sequence.length;
            }
        } else if (m_fromUtf16 && byteAt(m_text, m_at) == 0xED && m_at + 3 <= m_text.size()) {
            takeLoneSurrogate(out);
        } else {
            m_invalidBytes.add(m_at, sequence.length);
            replace(sequence.length, kReplacement, out);
        }
    }

    // Only transcoding makes these three bytes; a JSON string has an escape for what they are.
    void takeLoneSurrogate(ByteBuffer& out)
    {
        m_loneSurrogates.add(m_at);
        if (!m_inString) {
            replace(3, kReplacement, out);
            return;
        }
        const unsigned unit =
            0xD000u | (byteAt(m_text, m_at + 1) & 0x3Fu) << 6 | (byteAt(m_text, m_at + 2) & 0x3Fu);
        replace(3, escape(unit), out);
    }

    void takeJsonByte(unsigned char byte, ByteBuffer& out)
    {
        if (m_inString)
            takeStringByte(byte, out);
        else
            takeOutsideByte(byte, out);
    }

    void takeStringByte(unsigned char byte, ByteBuffer& out)
    {
        if (byte < 0x20) {
            if (byte == '\n' && nextLineIsARecord()) { // this line was cut: do not swallow the next
                m_inString = m_escaped = false;
                m_depth = 0;
                ++m_at;
                return;
            }
            m_controlsInStrings.add(m_at);
            // A backslash before it is no escape: it stands for itself.
            const std::string text = (m_escaped ? "\\" : "") + escape(byte);
            m_escaped = false;
            replace(1, text, out);
            return;
        }
        if (m_escaped)
            m_escaped = false;
        else if (byte == '\\')
            m_escaped = true;
        else if (byte == '"')
            m_inString = false;
        ++m_at;
    }

    void takeOutsideByte(unsigned char byte, ByteBuffer& out)
    {
        if (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') {
            m_controlsOutside.add(m_at);
            replace(1, " ", out);
            return;
        }
        if (byte == '"') {
            m_inString = true;
        } else if (byte == '{' || byte == '[') {
            if (m_depth == 0 && m_values++ > 0)
                m_isLines = true;
            ++m_depth;
        } else if ((byte == '}' || byte == ']') && m_depth > 0) {
            --m_depth;
        }
        ++m_at;
    }

    bool nextLineIsARecord() const
    {
        const std::string_view next = m_text.substr(m_at + 1);
        return m_isLines ? next.starts_with('{') : next.starts_with(R"({"event)");
    }

    static std::string escape(unsigned unit)
    {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text = "\\u0000";
        for (std::size_t i = 0; i < 4; ++i)
            text[5 - i] = digits[unit >> (4 * i) & 0xF];
        return text;
    }

    std::string_view m_text;
    bool m_fromUtf16;
    bool m_isJson;
    bool m_changed = false;
    std::size_t m_at = 0;
    std::size_t m_copied = 0; // what comes before is in the output
    bool m_inString = false;
    bool m_escaped = false; // after a backslash in a string
    std::uint64_t m_depth = 0;
    std::uint64_t m_values = 0; // containers begun at the top
    bool m_isLines = false;
    Tally m_marks;
    Tally m_invalidBytes;
    Tally m_loneSurrogates;
    Tally m_controlsInStrings;
    Tally m_controlsOutside;
};

// Where the character at `at` of the transcoded text stood in the UTF-16 bytes.
std::uint64_t utf16Offset(std::string_view transcoded, std::uint64_t at, Utf16Form form)
{
    std::uint64_t units = 0;
    for (std::size_t i = 0; i < at; ++i) {
        const unsigned char byte = byteAt(transcoded, i);
        if ((byte & 0xC0) != 0x80)
            units += byte >= 0xF0 ? 2 : 1;
    }
    return form.markBytes + units * 2;
}

std::string counted(std::uint64_t count, const char* one, const char* many)
{
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

} // namespace

TextRepair repairText(ByteBuffer& text)
{
    TextRepair repair;
    const Utf16Form form = utf16Form(text.view());
    const bool fromUtf16 = form.order != ByteOrder::None;
    const auto say = [&repair](std::uint64_t count, std::uint64_t offset, std::string detail) {
        repair.issues.push_back(
            {Issue::Code::EncodingRepaired, count, offset, Error::kNoOffset, std::move(detail)});
    };
    if (fromUtf16) {
        const bool halfUnit = (text.size() - form.markBytes) % 2 != 0;
        const std::uint64_t end = text.size();
        text = transcodeUtf16(text.view(), form);
        repair.changed = true;
        const std::string order = form.order == ByteOrder::Little ? "little-endian" : "big-endian";
        say(1, 0,
            "UTF-16 text, " + order + (form.markBytes ? ", with" : ", without")
                + " a byte order mark");
        if (halfUnit)
            say(1, end - 1, "half a UTF-16 unit at the end");
    }

    Repairer repairer(text.view(), fromUtf16);
    ByteBuffer repaired;
    if (!repairer.run(repaired))
        return repair;
    repair.changed = true;
    const auto sayTally = [&](const Tally& tally, const char* one, const char* many) {
        if (tally.count > 0)
            say(tally.count, fromUtf16 ? utf16Offset(text.view(), tally.first, form) : tally.first,
                counted(tally.count, one, many));
    };
    sayTally(repairer.marks(), "byte order mark", "byte order marks");
    sayTally(repairer.invalidBytes(), "byte is not UTF-8", "bytes are not UTF-8");
    sayTally(repairer.loneSurrogates(), "lone surrogate in UTF-16 text",
             "lone surrogates in UTF-16 text");
    sayTally(repairer.controlsInStrings(), "raw control character in a string",
             "raw control characters in strings");
    sayTally(repairer.controlsOutside(), "control character between values",
             "control characters between values");
    text = std::move(repaired);
    return repair;
}

} // namespace trailloupe::ingest
