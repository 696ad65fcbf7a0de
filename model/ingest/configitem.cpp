#include "model/ingest/configitem.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

namespace trailloupe::ingest {
namespace {

struct Alias
{
    std::string_view other;
    std::string_view name;
};

// Names of history files and notifications, then spellings seen in old documents.
constexpr std::array kAliases{
    Alias{"configurationItemVersion", "version"},
    Alias{"awsAccountId", "accountId"},
    Alias{"ARN", "arn"},
    Alias{"configurationStateMd5Hash", "configurationItemMD5Hash"},
    Alias{"snapshotVersion", "version"},
    Alias{"configurationStateID", "configurationStateId"},
    Alias{"configurationItemState", "configurationStateId"},
    Alias{"availibilityZone", "availabilityZone"},
    Alias{"configuaration", "configuration"},
};

// Members whose values are rewritten, or that another name may stand for.
constexpr std::array<std::string_view, 15> kMembers{
    "version",
    "accountId",
    "arn",
    "configurationItemMD5Hash",
    "configurationStateId",
    "availabilityZone",
    "configuration",
    "supplementaryConfiguration",
    "tags",
    "relationships",
    "configurationItemCaptureTime",
    "configurationItemDeliveryTime",
    "resourceCreationTime",
    "configurationItemStatus",
    "resourceType",
};

constexpr std::array<std::string_view, 4> kVersions{"1.0", "1.1", "1.2", "1.3"};

struct StatusWord
{
    std::string_view other; // lower case
    std::string_view name;
};
constexpr std::array kStatuses{
    StatusWord{"ok", "OK"},
    StatusWord{"resourcediscovered", "ResourceDiscovered"},
    StatusWord{"resourcedeleted", "ResourceDeleted"},
    StatusWord{"resourcenotrecorded", "ResourceNotRecorded"},
    StatusWord{"resourcedeletednotrecorded", "ResourceDeletedNotRecorded"},
    // as the SDKs called them until 2017
    StatusWord{"discovered", "ResourceDiscovered"},
    StatusWord{"deleted", "ResourceDeleted"},
};

std::uint32_t bitOf(std::string_view name)
{
    const auto it = std::ranges::find(kMembers, name);
    return it == kMembers.end() ? 0
                                : std::uint32_t{1} << static_cast<unsigned>(it - kMembers.begin());
}

std::string_view statusName(std::string_view text)
{
    const std::string lower = lowerAscii(text);
    const auto it = std::ranges::find(kStatuses, std::string_view(lower), &StatusWord::other);
    return it == kStatuses.end() ? std::string_view() : it->name;
}

bool looksLikeType(std::string_view text)
{
    const std::size_t first = text.find("::");
    return first != std::string_view::npos && first > 0
        && text.find("::", first + 2) != std::string_view::npos && text.back() != ':';
}

// Always a fraction of three digits, more where there are more.
void appendTime(Timestamp time, std::string& out)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    std::int64_t fraction = time.ns() % kSecond;
    fraction += fraction < 0 ? kSecond : 0;
    char digits[16];
    std::snprintf(digits, sizeof digits, "%09lld", static_cast<long long>(fraction));
    std::size_t count = 9;
    while (count > 3 && digits[count - 1] == '0')
        --count;
    out += '"';
    appendEventTime(time.seconds(), out);
    out.back() = '.'; // for the Z
    out.append(digits, count);
    out += "Z\"";
}

// A moment of this era in seconds or milliseconds since 1970, as the API writes them.
std::optional<Timestamp> timeOfNumber(std::string_view number)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    constexpr std::int64_t kMilliseconds = 100'000'000'000; // as seconds, the year 5138
    constexpr std::int64_t kTooLarge = 9'000'000'000'000;
    if (number.find_first_of("eE") != std::string_view::npos) {
        double seconds = 0;
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), seconds);
        if (error != std::errc() || seconds < 0 || seconds > static_cast<double>(kTooLarge))
            return std::nullopt;
        const double factor = seconds >= static_cast<double>(kMilliseconds) ? 1e3 : 1e6;
        const auto micro = static_cast<std::int64_t>(seconds * factor + 0.5);
        return Timestamp::fromNs(micro * 1000);
    }
    std::int64_t whole = 0;
    const char* end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, whole);
    if (error != std::errc() || whole < 0 || whole > kTooLarge)
        return std::nullopt;
    if (whole >= kMilliseconds)
        return Timestamp::fromNs(whole * 1'000'000);
    std::int64_t fraction = 0;
    std::int64_t scale = kSecond;
    for (const char* at = rest; at != end && (at == rest || scale > 1); ++at) {
        if (at == rest)
            continue; // the point
        scale /= 10;
        fraction += (*at - '0') * scale;
    }
    return Timestamp::fromNs(whole * kSecond + fraction);
}

} // namespace

std::string_view canonicalItemMember(std::string_view key)
{
    const auto it = std::ranges::find(kAliases, key, &Alias::other);
    return it == kAliases.end() ? key : it->name;
}

bool ConfigItemText::append(const JsonTokens& tokens, std::uint32_t& i, std::string& out,
                            ItemFacts& facts)
{
    m_seen = 0;
    out += '{';
    ++i;
    if (tokens.kind(i) == '}') {
        out += '}';
        ++i;
        return true;
    }
    for (;;) {
        std::string_view key;
        if (!tokens.string(i, key) || i + 1 >= tokens.size() || tokens.kind(i + 1) != ':')
            return false;
        // Two names of one member in one item: the second keeps its own.
        const std::string_view name = canonicalItemMember(key);
        const std::uint32_t bit = bitOf(name);
        const bool isAgain = (m_seen & bit) != 0;
        m_seen |= bit;
        out += '"';
        out += isAgain ? key : name;
        out += "\":";
        i += 2;
        if (!(isAgain ? tokens.compact(i, out) : member(tokens, name, i, out, facts)))
            return false;
        const char c = tokens.kind(i);
        if (c != ',' && c != '}')
            return false;
        out += c;
        ++i;
        if (c == '}')
            return true;
    }
}

bool ConfigItemText::member(const JsonTokens& tokens, std::string_view name, std::uint32_t& i,
                            std::string& out, ItemFacts& facts)
{
    if (i >= tokens.size())
        return false;
    std::string_view text;
    const bool isText = tokens.string(i, text);
    if (name == "configuration")
        return configuration(tokens, i, out, facts);
    if (name == "supplementaryConfiguration")
        return supplementary(tokens, i, out);
    if (name == "tags")
        return tags(tokens, i, out);
    if (name == "relationships")
        return relationships(tokens, i, out);
    if (name == "configurationStateId" || name == "accountId")
        return asText(tokens, i, out);
    if (name == "resourceCreationTime" || name == "configurationItemDeliveryTime")
        return time(tokens, i, out, nullptr);
    if (name == "configurationItemCaptureTime") {
        facts.hasCaptureTime = tokens.kind(i) != 'n';
        return time(tokens, i, out, &facts.isCaptureReadable);
    }
    if (name == "configurationItemStatus" && isText) {
        const std::string_view status = statusName(text);
        facts.isStatusKnown = !status.empty();
        if (!status.empty()) {
            out += '"';
            out += status;
            out += '"';
            ++i;
            return true;
        }
    } else if (name == "resourceId") {
        facts.hasResourceId = isText && !text.empty();
    } else if (name == "resourceType") {
        facts.hasResourceType = isText && !text.empty();
        facts.isTypeKnown = facts.hasResourceType && looksLikeType(text);
    } else if (name == "version") {
        facts.isVersionKnown = isText && std::ranges::find(kVersions, text) != kVersions.end();
    }
    return tokens.compact(i, out);
}

// The JSON that a text holds, when it holds an object, an array, true or false; nothing otherwise.
bool ConfigItemText::decode(std::string_view escaped, int rounds, std::string& out)
{
    const std::size_t first = escaped.find_first_not_of(" \t");
    if (rounds == 0 || first == std::string_view::npos)
        return false;
    const char c = escaped[first];
    // A text in a text begins with an escaped quote; white space may be escaped too.
    if (c != '{' && c != '[' && c != 't' && c != 'f' && c != '\\')
        return false;
    ByteBuffer& text = m_texts[rounds - 1];
    JsonTokens& tokens = m_inner[rounds - 1];
    m_scratch.clear();
    if (!unescapeJsonString(escaped, m_scratch))
        return false;
    text.clear();
    text.append(m_scratch);
    if (tokens.index(text) != JsonTokens::Status::Ok)
        return false;
    std::string_view inside;
    if (tokens.string(0, inside))
        return tokens.size() == 1 && decode(inside, rounds - 1, out);
    const char kind = tokens.kind(0);
    if (kind != '{' && kind != '[' && kind != 't' && kind != 'f')
        return false;
    const std::size_t before = out.size();
    std::uint32_t at = 0;
    if (tokens.compact(at, out) && at == tokens.size())
        return true;
    out.resize(before);
    return false;
}

bool ConfigItemText::configuration(const JsonTokens& tokens, std::uint32_t& i, std::string& out,
                                   ItemFacts& facts)
{
    std::string_view text;
    if (!tokens.string(i, text))
        return tokens.compact(i, out);
    if (text == "null") {
        out += "null";
        ++i;
        return true;
    }
    if (decode(text, kRounds, out)) {
        ++i;
        return true;
    }
    facts.isConfigurationText = true;
    return tokens.compact(i, out);
}

bool ConfigItemText::supplementary(const JsonTokens& tokens, std::uint32_t& i, std::string& out)
{
    std::string_view text;
    if (tokens.string(i, text) && decode(text, kRounds, out)) {
        ++i;
        return true;
    }
    if (tokens.kind(i) != '{' || tokens.kind(i + 1) != '"')
        return tokens.compact(i, out);
    out += '{';
    for (++i;;) {
        std::string_view key;
        if (!tokens.string(i, key) || i + 1 >= tokens.size() || tokens.kind(i + 1) != ':')
            return false;
        out += '"';
        out += key;
        out += "\":";
        i += 2;
        if (tokens.string(i, text) && decode(text, kRounds, out))
            ++i;
        else if (!tokens.compact(i, out))
            return false;
        const char c = tokens.kind(i);
        if (c != ',' && c != '}')
            return false;
        out += c;
        ++i;
        if (c == '}')
            return true;
    }
}

// A list of {key, value} as an object; anything else stays as it is.
bool ConfigItemText::tags(const JsonTokens& tokens, std::uint32_t& i, std::string& out)
{
    if (tokens.kind(i) != '[')
        return tokens.compact(i, out);
    std::string object;
    std::uint32_t at = i + 1;
    bool isList = true;
    while (isList && tokens.kind(at) == '{') {
        std::string_view key;
        std::string_view value;
        bool hasKey = false;
        bool hasValue = false;
        for (++at; tokens.kind(at) == '"';) {
            std::string_view name;
            std::string_view text;
            if (!tokens.string(at, name) || at + 2 >= tokens.size() || tokens.kind(at + 1) != ':')
                return tokens.compact(i, out);
            const bool isText = tokens.string(at + 2, text);
            if (isText && (name == "key" || name == "Key" || name == "tagKey" || name == "tagName"))
                hasKey = (key = text, true);
            else if (isText && (name == "value" || name == "Value" || name == "tagValue"))
                hasValue = (value = text, true);
            at = tokens.skip(at + 2);
            if (tokens.kind(at) == ',')
                ++at;
        }
        isList = hasKey && hasValue && tokens.kind(at) == '}';
        if (!isList)
            break;
        object += object.empty() ? "{\"" : ",\"";
        object += key;
        object += "\":\"";
        object += value;
        object += '"';
        ++at;
        if (tokens.kind(at) == ',')
            ++at;
    }
    // The grammar is checked where nothing else looks at it.
    std::string same;
    std::uint32_t end = i;
    if (!tokens.compact(end, same)) {
        i = end;
        return false;
    }
    isList = isList && tokens.kind(at) == ']';
    i = end;
    out += !isList ? same : object.empty() ? "{}" : object + '}';
    return true;
}

// The label is called name in history files and relationshipName in the API.
bool ConfigItemText::relationships(const JsonTokens& tokens, std::uint32_t& i, std::string& out)
{
    const std::size_t before = out.size();
    const std::uint32_t first = i;
    if (!tokens.compact(i, out))
        return false;
    if (tokens.kind(first) != '[')
        return true;
    out.resize(before);
    std::uint32_t depth = 0;
    for (std::uint32_t at = first; at < i; ++at) {
        const char c = tokens.kind(at);
        if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        const bool isKey = c == '"' && tokens.kind(at + 1) == ':';
        if (isKey && depth == 2 && tokens.token(at) == "\"name\"")
            out += "\"relationshipName\"";
        else
            out += tokens.token(at);
    }
    return true;
}

bool ConfigItemText::time(const JsonTokens& tokens, std::uint32_t& i, std::string& out,
                          bool* readable)
{
    std::optional<Timestamp> moment;
    std::string_view text;
    if (tokens.string(i, text)) {
        moment = parseTimestamp(text);
    } else if (tokens.kind(i) == '{') {
        // How Python test recordings write a datetime.
        std::array<int, 7> parts{0, 1, 1, 0, 0, 0, 0};
        static constexpr std::array<std::string_view, 7> kParts{
            "year", "month", "day", "hour", "minute", "second", "microsecond"};
        bool hasYear = false;
        for (std::uint32_t at = i + 1; tokens.string(at, text) && at + 2 < tokens.size();) {
            const auto part = std::ranges::find(kParts, text);
            const std::string_view number = tokens.token(at + 2);
            if (part != kParts.end() && JsonTokens::isNumber(number)) {
                std::from_chars(number.data(), number.data() + number.size(),
                                parts[static_cast<std::size_t>(part - kParts.begin())]);
                hasYear = hasYear || part == kParts.begin();
            }
            at = tokens.skip(at + 2);
            if (tokens.kind(at) != ',')
                break;
            ++at;
        }
        char iso[80];
        std::snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts[0], parts[1],
                      parts[2], parts[3], parts[4], parts[5], parts[6]);
        if (hasYear)
            moment = parseTimestamp(iso);
    } else if (const std::string_view number = tokens.token(i); JsonTokens::isNumber(number)) {
        moment = timeOfNumber(number);
    }
    if (readable)
        *readable = moment.has_value();
    const std::size_t before = out.size();
    if (!tokens.compact(i, out))
        return false;
    if (moment) {
        out.resize(before);
        appendTime(*moment, out);
    }
    return true;
}

bool ConfigItemText::asText(const JsonTokens& tokens, std::uint32_t& i, std::string& out)
{
    const std::string_view token = tokens.token(i);
    if (!JsonTokens::isNumber(token))
        return tokens.compact(i, out);
    out += '"';
    out += token;
    out += '"';
    ++i;
    return true;
}

} // namespace trailloupe::ingest
