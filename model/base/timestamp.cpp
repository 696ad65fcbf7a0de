#include "model/base/timestamp.h"

#include "model/base/textwords.h"

#include <array>

namespace trailloupe {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Reads exactly `count` digits at `at` and moves past them.
std::optional<int> digits(std::string_view text, std::size_t& at, int count)
{
    if (at + static_cast<std::size_t>(count) > text.size())
        return std::nullopt;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        const char c = text[at + static_cast<std::size_t>(i)];
        if (!isDigit(c))
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    at += static_cast<std::size_t>(count);
    return value;
}

// Eight characters: '0' stands for any digit, everything else for itself.
struct Pattern
{
    std::uint64_t wanted = 0;
    std::uint64_t digits = 0; // all bits of the bytes where any digit will do

    constexpr explicit Pattern(std::string_view text)
    {
        for (std::size_t i = 0; i < 8; ++i) {
            wanted |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
            digits |= std::uint64_t{text[i] == '0' ? 255u : 0u} << (8 * i);
        }
    }
    bool matches(std::uint64_t word) const
    {
        return !(word & eightOf(128)) && !((word ^ wanted) & ~digits)
            && bytesWithin(word & digits, '0', '9') == (digits & eightOf(128));
    }
};
constexpr Pattern kYearAndMonth("0000-00-");
constexpr Pattern kDayToMinute("00T00:00");

bool skip(std::string_view text, std::size_t& at, char c)
{
    if (at >= text.size() || text[at] != c)
        return false;
    ++at;
    return true;
}

int daysInMonth(int year, int month)
{
    static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

std::optional<std::int64_t> secondsOf(int year, int month, int day, int hour, int minute,
                                      int second)
{
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)
        || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    return daysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
}

void twoDigits(int value, char* at)
{
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
}

struct Fields
{
    int year, month, day, hour, minute, second;
};

std::optional<Fields> dateAndTime(std::string_view text, std::size_t& at)
{
    const auto year = digits(text, at, 4);
    const bool extended = skip(text, at, '-');
    const auto month = digits(text, at, 2);
    if (extended && !skip(text, at, '-'))
        return std::nullopt;
    const auto day = digits(text, at, 2);
    if (!year || !month || !day
        || !(skip(text, at, 'T') || skip(text, at, 't') || skip(text, at, ' ')))
        return std::nullopt;
    const auto hour = digits(text, at, 2);
    const bool colons = skip(text, at, ':');
    const auto minute = digits(text, at, 2);
    if (!hour || !minute)
        return std::nullopt;
    int second = 0;
    const bool hasSecond = colons ? skip(text, at, ':') : at < text.size() && isDigit(text[at]);
    if (hasSecond) {
        const auto read = digits(text, at, 2);
        if (!read)
            return std::nullopt;
        second = *read;
    }
    return Fields{*year, *month, *day, *hour, *minute, second};
}

// The zone at the end of the text, in seconds east of UTC.
std::optional<int> zoneOffset(std::string_view text, std::size_t& at)
{
    if (at == text.size() || skip(text, at, 'Z') || skip(text, at, 'z'))
        return 0;
    const bool east = skip(text, at, '+');
    if (!east && !skip(text, at, '-'))
        return std::nullopt;
    const auto hours = digits(text, at, 2);
    skip(text, at, ':');
    const auto minutes = at < text.size() ? digits(text, at, 2) : std::optional<int>(0);
    if (!hours || !minutes || *hours > 18 || *minutes > 59)
        return std::nullopt;
    const int seconds = *hours * 3600 + *minutes * 60;
    return east ? seconds : -seconds;
}

} // namespace

std::int64_t daysFromCivil(int year, int month, int day)
{
    // Years begin in March, so that the leap day is the last of a year; eras are 400 years.
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t yearOfEra = y - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
}

CivilDate civilFromDays(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t dayOfEra = days - era * 146097;
    const std::int64_t yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t shifted = (5 * dayOfYear + 2) / 153;
    const auto month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {static_cast<int>(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month,
            static_cast<int>(dayOfYear - (153 * shifted + 2) / 5 + 1)};
}

std::optional<std::int64_t> parseEventTime(std::string_view text)
{
    if (text.size() != 20 || text[16] != ':' || text[19] != 'Z' || !isDigit(text[17])
        || !isDigit(text[18]) || !kYearAndMonth.matches(load8(text.data()))
        || !kDayToMinute.matches(load8(text.data() + 8)))
        return std::nullopt;
    const auto two = [&](std::size_t i) {
        return (text[i] - '0') * 10 + (text[i + 1] - '0');
    };
    return secondsOf(two(0) * 100 + two(2), two(5), two(8), two(11), two(14), two(17));
}

std::optional<Timestamp> parseTimestamp(std::string_view text)
{
    std::size_t at = 0;
    const auto fields = dateAndTime(text, at);
    if (!fields)
        return std::nullopt;
    std::int64_t fractionNs = 0;
    if (skip(text, at, '.') || skip(text, at, ',')) {
        std::int64_t unit = 100'000'000;
        if (at >= text.size() || !isDigit(text[at]))
            return std::nullopt;
        for (; at < text.size() && isDigit(text[at]); ++at, unit /= 10)
            fractionNs += (text[at] - '0') * unit;
    }
    const auto zone = zoneOffset(text, at);
    const auto seconds = secondsOf(fields->year, fields->month, fields->day, fields->hour,
                                   fields->minute, fields->second);
    if (!zone || !seconds || at != text.size())
        return std::nullopt;
    // A 64-bit count of nanoseconds spans 1677-09-21 .. 2262-04-11; what lies outside is no event's
    // time.
    if (*seconds < -9'223'000'000 || *seconds > 9'223'000'000)
        return std::nullopt;
    return Timestamp::fromNs((*seconds - *zone) * 1'000'000'000 + fractionNs);
}

void appendEventTime(std::int64_t seconds, std::string& out)
{
    std::int64_t days = seconds / 86400;
    std::int64_t rest = seconds % 86400;
    if (rest < 0) {
        rest += 86400;
        --days;
    }
    const CivilDate date = civilFromDays(days);
    char text[20] = {};
    twoDigits(date.year / 100, text);
    twoDigits(date.year % 100, text + 2);
    text[4] = '-';
    twoDigits(date.month, text + 5);
    text[7] = '-';
    twoDigits(date.day, text + 8);
    text[10] = 'T';
    twoDigits(static_cast<int>(rest / 3600), text + 11);
    text[13] = ':';
    twoDigits(static_cast<int>(rest / 60 % 60), text + 14);
    text[16] = ':';
    twoDigits(static_cast<int>(rest % 60), text + 17);
    text[19] = 'Z';
    out.append(text, sizeof text);
}

std::string formatEventTime(std::int64_t seconds)
{
    std::string out;
    appendEventTime(seconds, out);
    return out;
}

} // namespace trailloupe
