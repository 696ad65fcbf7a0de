#include "tests/support/incident/random.h"

#include <cstring>

namespace trailloupe::incident {

std::int64_t Random::between(std::int64_t first, std::int64_t last)
{
    return first + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first + 1)));
}

std::string Random::text(std::size_t length, const char* alphabet)
{
    const std::size_t letters = std::strlen(alphabet);
    std::string made;
    made.reserve(length);
    while (made.size() < length)
        made += alphabet[static_cast<std::size_t>(below(letters))];
    return made;
}

std::string Random::base64(std::size_t length)
{
    return text(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}

std::string Random::uuid()
{
    std::string made = hex(36);
    for (const std::size_t dash : {8U, 13U, 18U, 23U})
        made[dash] = '-';
    made[14] = '4';
    made[19] = "89ab"[below(4)];
    return made;
}

std::string Random::unique(const char* prefix, std::size_t length)
{
    static constexpr const char* kEnd = "EXAMPLE";
    return prefix + upper(length - std::strlen(prefix) - std::strlen(kEnd)) + kEnd;
}

} // namespace trailloupe::incident
