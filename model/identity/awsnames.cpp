#include "model/identity/awsnames.h"

#include "model/base/timestamp.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace trailloupe::identity {
namespace {

constexpr std::size_t kLongestKey = 128;

bool isUniqueId(std::string_view text, std::string_view prefix)
{
    return text.starts_with(prefix) && text.size() >= 16 && text.size() <= kLongestKey
        && std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// Takes a number from the front; nothing without one.
std::optional<int> takeNumber(std::string_view& text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take(std::string_view& text, std::string_view part)
{
    if (!text.starts_with(part))
        return false;
    text.remove_prefix(part.size());
    return true;
}

// "Aug 1, 2024, 11:45:22 AM", with a comma behind the year or none. Newer ones have U+202F before
// AM and PM.
std::int64_t parseWordyTime(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> kMonths{"Jan ", "Feb ", "Mar ", "Apr ",
                                                              "May ", "Jun ", "Jul ", "Aug ",
                                                              "Sep ", "Oct ", "Nov ", "Dec "};
    const auto month = std::find_if(kMonths.begin(), kMonths.end(),
                                    [&](std::string_view name) { return text.starts_with(name); });
    if (month == kMonths.end())
        return kNoTime;
    text.remove_prefix(4);
    const auto day = takeNumber(text);
    if (!day || *day < 1 || *day > 31 || !take(text, ", "))
        return kNoTime;
    const auto year = takeNumber(text);
    if (!year || *year < 1970 || *year > 9999)
        return kNoTime;
    take(text, ",");
    if (!take(text, " "))
        return kNoTime;
    const auto hour = takeNumber(text);
    if (!hour || !take(text, ":"))
        return kNoTime;
    const auto minute = takeNumber(text);
    if (!minute || !take(text, ":"))
        return kNoTime;
    const auto second = takeNumber(text);
    if (!second || (!take(text, " ") && !take(text, "\xE2\x80\xAF")))
        return kNoTime;
    const bool isAfternoon = text == "PM";
    if ((!isAfternoon && text != "AM") || *hour < 1 || *hour > 12 || *minute > 59 || *second > 60)
        return kNoTime;
    const int hours = *hour % 12 + (isAfternoon ? 12 : 0);
    const auto number = static_cast<int>(month - kMonths.begin()) + 1;
    return daysFromCivil(*year, number, *day) * 86'400 + hours * 3600 + *minute * 60 + *second;
}

std::int64_t parseEpoch(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = end == text.data() + text.size() || *end == '.'; // seconds as a fraction
    if (error != std::errc() || !isWhole || number <= 0)
        return kNoTime;
    constexpr std::int64_t kMilliseconds = 100'000'000'000; // seconds: the year 5138
    return number < kMilliseconds ? number : number / 1000;
}

} // namespace

bool saysNothing(std::string_view text)
{
    return text.empty() || text.find('*') != std::string_view::npos || text.starts_with("HIDDEN_");
}

bool isUsableKey(std::string_view text)
{
    return text.size() <= kLongestKey && !saysNothing(text);
}

bool isUserId(std::string_view id)
{
    return isUniqueId(id, "AIDA");
}

bool isRoleId(std::string_view id)
{
    return isUniqueId(id, "AROA");
}

IdAndSession splitPrincipalId(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return {text, {}};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

ArnParts splitArn(std::string_view arn)
{
    std::array<std::string_view, 5> parts;
    for (std::string_view& part : parts) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos)
            return {};
        part = arn.substr(0, colon);
        arn.remove_prefix(colon + 1);
    }
    if (parts[0] != "arn")
        return {};
    return {parts[2], parts[4], arn};
}

RoleAndSession roleOf(std::string_view arn)
{
    const ArnParts parts = splitArn(arn);
    std::string_view rest = parts.resource;
    if (take(rest, "assumed-role/")) {
        const std::size_t slash = rest.find('/');
        if (slash == std::string_view::npos)
            return {parts.account, rest, {}};
        return {parts.account, rest.substr(0, slash), rest.substr(slash + 1)};
    }
    if (take(rest, "role/"))
        return {parts.account, lastPart(rest), {}};
    return {};
}

std::string_view lastPart(std::string_view text)
{
    const std::size_t slash = text.rfind('/');
    return slash == std::string_view::npos ? text : text.substr(slash + 1);
}

std::string_view serviceOfLinkedRole(std::string_view roleArn)
{
    std::string_view rest = splitArn(roleArn).resource;
    if (!take(rest, "role/aws-service-role/"))
        return {};
    return rest.substr(0, rest.find('/'));
}

std::string_view permissionSetOf(std::string_view roleName)
{
    constexpr std::size_t kHash = 16;
    if (!take(roleName, "AWSReservedSSO_") || roleName.size() < kHash + 2
        || roleName[roleName.size() - kHash - 1] != '_')
        return {};
    return roleName.substr(0, roleName.size() - kHash - 1);
}

std::int64_t parseExpiration(std::string_view text)
{
    if (text.empty())
        return kNoTime;
    if (text.front() < '0' || text.front() > '9')
        return parseWordyTime(text);
    if (text.find_first_not_of("0123456789.") == std::string_view::npos)
        return parseEpoch(text);
    const auto time = parseTimestamp(text);
    return time ? time->seconds() : kNoTime;
}

} // namespace trailloupe::identity
