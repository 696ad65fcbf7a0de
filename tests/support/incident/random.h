// Random: seeded choices that are the same on every platform and standard library.
//
// The standard's distributions differ from library to library, so the few that are needed are made
// here from the bits of std::mt19937_64, which does not.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace trailloupe::incident {

class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_engine(seed)
    { }

    // A number in [0, end).  REQUIRES: end > 0.
    std::uint64_t below(std::uint64_t end) { return m_engine() % end; }
    // A number in [first, last].
    std::int64_t between(std::int64_t first, std::int64_t last);
    bool percent(unsigned chance) { return below(100) < chance; }

    template<typename T>
    const T& pick(const std::vector<T>& from)
    {
        return from[static_cast<std::size_t>(below(from.size()))];
    }

    std::string text(std::size_t length, const char* alphabet);
    std::string hex(std::size_t length) { return text(length, "0123456789abcdef"); }
    std::string upper(std::size_t length) { return text(length, "ABCDEFGHJKLMNPQRSTUVWXYZ234567"); }
    std::string base64(std::size_t length);
    std::string uuid();
    // An AWS identifier that is plainly not a real one, e.g. unique("ASIA", 20) = "ASIA…EXAMPLE".
    std::string unique(const char* prefix, std::size_t length);

private:
    std::mt19937_64 m_engine;
};

} // namespace trailloupe::incident
