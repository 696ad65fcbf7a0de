// Timestamp: a moment in nanoseconds since 1970-01-01 UTC, and reading and writing AWS's ways to
// spell one.
//
// Units: ns since 1970-01-01 UTC, or seconds where a name says so.
// Threads: value type, pure functions.
// Errors: parsing returns nothing for text that is no moment; it never guesses.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trailloupe {

class Timestamp
{
public:
    constexpr Timestamp() = default;
    static constexpr Timestamp fromNs(std::int64_t ns)
    {
        Timestamp t;
        t.m_ns = ns;
        return t;
    }
    static constexpr Timestamp fromSeconds(std::int64_t seconds)
    {
        return fromNs(seconds * 1'000'000'000);
    }

    constexpr std::int64_t ns() const { return m_ns; }
    // Rounded down, also before 1970.
    constexpr std::int64_t seconds() const
    {
        return m_ns / 1'000'000'000 - (m_ns % 1'000'000'000 < 0 ? 1 : 0);
    }
    constexpr auto operator<=>(const Timestamp&) const = default;

private:
    std::int64_t m_ns = 0;
};

// Exactly "YYYY-MM-DDTHH:MM:SSZ" (20 characters, a real calendar day, 0001..9999): seconds since
// 1970.
std::optional<std::int64_t> parseEventTime(std::string_view text);

// Any spelling seen in exports: extended and basic ISO 8601, with fraction, with offset, with a
// space for the T, without a zone (taken as UTC).
std::optional<Timestamp> parseTimestamp(std::string_view text);

// "YYYY-MM-DDTHH:MM:SSZ", the exact inverse of parseEventTime().
std::string formatEventTime(std::int64_t seconds);
void appendEventTime(std::int64_t seconds, std::string& out);

// Days since 1970-01-01 of a civil date (proleptic Gregorian), and back.
std::int64_t daysFromCivil(int year, int month, int day);
struct CivilDate
{
    int year;
    int month;
    int day;
    bool operator==(const CivilDate&) const = default;
};
CivilDate civilFromDays(std::int64_t days);

} // namespace trailloupe
