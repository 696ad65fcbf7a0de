#include "model/query/timetext.h"

#include "model/base/timestamp.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace trailloupe::query {
namespace {

struct Unit
{
    char letter;
    std::int64_t seconds;
};
constexpr std::array kUnits{Unit{'w', 7 * 86400}, Unit{'d', 86400}, Unit{'h', 3600}, Unit{'m', 60},
                            Unit{'s', 1}};

constexpr std::int64_t kMaxCount = 1'000'000'000;

// Takes exactly `count` digits from the front.
std::optional<int> takeDigits(std::string_view& text, std::size_t count)
{
    if (text.size() < count)
        return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + count, value);
    if (error != std::errc() || end != text.data() + count || text.front() == '-')
        return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

// ":05", ":05:12" … after the hour; how long the time is that they leave open.
std::optional<std::int64_t> takeMinutes(std::string_view& text, std::int64_t& open)
{
    std::int64_t seconds = 0;
    for (const std::int64_t unit : {60, 1}) {
        if (!take(text, ':'))
            break;
        const auto value = takeDigits(text, 2);
        if (!value || *value > 59)
            return std::nullopt;
        seconds += *value * unit;
        open = unit;
    }
    return seconds;
}

// "Z", "+09:00", "-0530": seconds east of UTC. Nothing when there is no zone; `bad` when it is
// none.
std::optional<std::int64_t> takeZone(std::string_view& text, bool& bad)
{
    if (text.empty())
        return std::nullopt;
    if (take(text, 'Z') || take(text, 'z'))
        return 0;
    const bool west = text.front() == '-';
    bad = !take(text, '+') && !take(text, '-');
    const auto hours = bad ? std::nullopt : takeDigits(text, 2);
    if (hours)
        take(text, ':');
    const auto minutes = hours ? takeDigits(text, 2) : std::nullopt;
    bad = !minutes || *hours > 14 || *minutes > 59;
    if (bad)
        return std::nullopt;
    const std::int64_t seconds = *hours * 3600 + *minutes * 60;
    return west ? -seconds : seconds;
}

std::optional<TimeSpanText> parseCivil(std::string_view text,
                                       const std::function<std::int64_t(std::int64_t)>& toUtc)
{
    const auto year = takeDigits(text, 4);
    const auto month = year && take(text, '-') ? takeDigits(text, 2) : std::nullopt;
    const auto day = month && take(text, '-') ? takeDigits(text, 2) : std::nullopt;
    if (!day)
        return std::nullopt;
    const std::int64_t days = daysFromCivil(*year, *month, *day);
    if (civilFromDays(days) != CivilDate{*year, *month, *day})
        return std::nullopt;
    std::int64_t seconds = days * 86400;
    std::int64_t open = 86400;
    if (!text.empty() && (text.front() == 'T' || text.front() == 't')) {
        text.remove_prefix(1);
        const auto hour = takeDigits(text, 2);
        if (!hour || *hour > 23)
            return std::nullopt;
        open = 3600;
        const auto minutes = takeMinutes(text, open);
        if (!minutes)
            return std::nullopt;
        seconds += *hour * 3600 + *minutes;
    }
    bool bad = false;
    const auto zone = takeZone(text, bad);
    if (bad || !text.empty())
        return std::nullopt;
    const auto utc = [&](std::int64_t civil) {
        if (zone)
            return civil - *zone;
        return toUtc ? toUtc(civil) : civil;
    };
    return TimeSpanText{{utc(seconds), false}, {utc(seconds + open), false}};
}

} // namespace

std::optional<std::int64_t> parseDuration(std::string_view text)
{
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end + 1 != text.data() + text.size() || count < 0
        || count > kMaxCount)
        return std::nullopt;
    const char letter = *end;
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                   [letter](const Unit& u) { return u.letter == letter; });
    if (unit == kUnits.end())
        return std::nullopt;
    return count * unit->seconds;
}

std::string printDuration(std::int64_t seconds)
{
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) {
        return seconds >= u.seconds && seconds % u.seconds == 0;
    });
    if (unit == kUnits.end())
        return "0s";
    return std::to_string(seconds / unit->seconds) + unit->letter;
}

std::string printTimeBound(const TimeBound& bound)
{
    return bound.beforeLast ? '-' + printDuration(bound.seconds) : formatEventTime(bound.seconds);
}

std::optional<TimeSpanText> parseTimeText(std::string_view text,
                                          const std::function<std::int64_t(std::int64_t)>& toUtc)
{
    if (auto civil = parseCivil(text, toUtc))
        return civil;
    if (!take(text, '-'))
        return std::nullopt;
    const auto back = parseDuration(text);
    if (!back)
        return std::nullopt;
    return TimeSpanText{{*back, true}, {*back, true}};
}

} // namespace trailloupe::query
