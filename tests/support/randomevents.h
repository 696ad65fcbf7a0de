// RandomEvents: seeded events that exercise the store: repeated and unique values, every kind of
// JSON value, nesting, odd keys, escapes, long arrays, duplicates.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace trailloupe::test {

class RandomEvents
{
public:
    explicit RandomEvents(std::uint64_t seed)
        : m_random(seed)
    { }

    // One event as compact JSON with minimal escapes, so that a lossless store gives back the same
    // text.
    std::string next();
    std::string uuid();
    std::uint32_t below(std::uint32_t limit)
    {
        return static_cast<std::uint32_t>(m_random() % limit);
    }

private:
    std::string value(int depth);
    std::string text();
    std::string key();

    std::mt19937_64 m_random;
};

} // namespace trailloupe::test
