#include "model/query/decodedvalue.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/jsonindent.h"
#include "model/base/timestamp.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace trailloupe::query {
namespace {

constexpr std::size_t kMinBase64Bytes = 16;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// Well-formed UTF-8 without control characters other than tab and line ends.
bool isReadableText(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
                return false;
            ++i;
            continue;
        }
        const std::size_t length = c >= 0xC2 && c <= 0xDF ? 2
            : (c & 0xF0) == 0xE0                          ? 3
            : c >= 0xF0 && c <= 0xF4                      ? 4
                                                          : 0;
        if (length == 0 || i + length > text.size())
            return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80)
                return false;
        i += length;
    }
    return true;
}

std::string_view trimmed(std::string_view text)
{
    static constexpr std::string_view kSpaces = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

bool isJsonContainer(std::string_view text)
{
    const std::string_view inner = trimmed(text);
    if (inner.size() < 2)
        return false;
    const bool brackets = (inner.front() == '{' && inner.back() == '}')
        || (inner.front() == '[' && inner.back() == ']');
    return brackets && JsonDocument::parse(inner).ok();
}

std::optional<std::string> urlDecoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool any = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            if (text[i] == ' ') // encoded text has no spaces: a percent sign in prose
                return std::nullopt;
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const int high = hexDigit(text[i + 1]);
        const int low = hexDigit(text[i + 2]);
        if (high < 0 || low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        any = true;
        i += 2;
    }
    if (!any || !isReadableText(out))
        return std::nullopt;
    return out;
}

int base64Digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::optional<std::string> base64Decoded(std::string_view text)
{
    std::string compact;
    compact.reserve(text.size());
    for (char c : text)
        if (c != '\n' && c != '\r')
            compact += c;
    if (compact.size() < kMinBase64Bytes || compact.size() % 4 != 0)
        return std::nullopt;
    std::size_t digits = compact.size();
    while (digits > compact.size() - 2 && compact[digits - 1] == '=')
        --digits;
    std::string out;
    out.reserve(digits / 4 * 3 + 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const int value = base64Digit(compact[i]);
        if (value < 0)
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (i % 4 == 1)
            out += static_cast<char>(bits >> 4 & 0xFF);
        else if (i % 4 == 2)
            out += static_cast<char>(bits >> 2 & 0xFF);
        else if (i % 4 == 3)
            out += static_cast<char>(bits & 0xFF);
    }
    return out;
}

std::optional<std::string> inflated(std::string_view gzip)
{
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        return std::nullopt;
    // zlib takes the input through a pointer to non-const, and does not write to it.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
    stream.avail_in = static_cast<uInt>(gzip.size());
    std::string out;
    std::array<char, 16384> chunk;
    int state = Z_OK;
    while (state == Z_OK && out.size() <= kMaxInflatedBytes) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(chunk.data(), chunk.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END || out.size() > kMaxInflatedBytes)
        return std::nullopt;
    return out;
}

bool namesAMoment(std::string_view key)
{
    static constexpr std::array<std::string_view, 9> kEndings = {
        "time",   "date",      "timestamp", "expiration", "expires",
        "expiry", "expireson", "validto",   "validfrom"};
    const std::string lower = lowerAscii(key);
    if (std::any_of(kEndings.begin(), kEndings.end(),
                    [&](std::string_view ending) { return lower.ends_with(ending); }))
        return true;
    // createdAt, notBefore, notAfter: at a word border of camel case.
    return key.ends_with("At") || key.ends_with("Before") || key.ends_with("After");
}

std::optional<DecodedValue> epochTime(std::string_view key, std::string_view value)
{
    if (!namesAMoment(key))
        return std::nullopt;
    const std::string_view whole = value.substr(0, value.find('.'));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), number);
    if (error != std::errc() || end != whole.data() + whole.size())
        return std::nullopt;
    const std::string_view fraction = value.substr(std::min(whole.size() + 1, value.size()));
    if (fraction.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    constexpr std::int64_t kEarliest = 946'684'800; // 2000-01-01
    constexpr std::int64_t kLatest = 4'102'444'800; // 2100-01-01
    DecodedValue decoded;
    if (number >= kEarliest && number < kLatest) {
        decoded.how = {Wrapping::EpochSeconds};
        decoded.seconds = number;
    } else if (number >= kEarliest * 1000 && number < kLatest * 1000) {
        decoded.how = {Wrapping::EpochMilliseconds};
        decoded.seconds = number / 1000;
    } else {
        return std::nullopt;
    }
    decoded.text = formatEventTime(*decoded.seconds);
    return decoded;
}

// Takes one wrapping off `text`, or says that there is none.
std::optional<Wrapping> unwrap(std::string& text)
{
    if (text.find('%') != std::string::npos) {
        if (auto decoded = urlDecoded(text)) {
            text = std::move(*decoded);
            return Wrapping::UrlEncoded;
        }
    }
    if (text.size() > 18 && text[0] == '\x1f' && text[1] == '\x8b') {
        if (auto decoded = inflated(text)) {
            text = std::move(*decoded);
            return Wrapping::Gzip;
        }
        return std::nullopt;
    }
    if (isJsonContainer(text)) {
        text = indentJson(trimmed(text));
        return Wrapping::Json;
    }
    if (auto decoded = base64Decoded(text)) {
        const bool gzip =
            decoded->size() > 18 && (*decoded)[0] == '\x1f' && (*decoded)[1] == '\x8b';
        if (gzip || isReadableText(*decoded)) {
            text = std::move(*decoded);
            return Wrapping::Base64;
        }
    }
    return std::nullopt;
}

} // namespace

const char* wrappingKey(Wrapping wrapping)
{
    switch (wrapping) {
    case Wrapping::UrlEncoded:
        return "url-encoded";
    case Wrapping::Base64:
        return "base64";
    case Wrapping::Gzip:
        return "gzip";
    case Wrapping::Json:
        return "json";
    case Wrapping::EpochSeconds:
        return "epoch-seconds";
    case Wrapping::EpochMilliseconds:
        return "epoch-milliseconds";
    }
    return "";
}

std::optional<DecodedValue> decodeValue(std::string_view key, std::string_view value, bool isNumber)
{
    if (auto moment = epochTime(key, value))
        return moment;
    if (isNumber || value.size() > kMaxDecodeBytes || value.size() < 2)
        return std::nullopt;
    constexpr int kMaxWrappings = 4;
    DecodedValue decoded;
    decoded.text = value;
    for (int i = 0; i < kMaxWrappings; ++i) {
        const auto wrapping = unwrap(decoded.text);
        if (!wrapping)
            break;
        decoded.how.push_back(*wrapping);
        if (*wrapping == Wrapping::Json)
            break;
    }
    if (decoded.how.empty() || !isReadableText(decoded.text))
        return std::nullopt;
    return decoded;
}

} // namespace trailloupe::query
