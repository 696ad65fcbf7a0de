// decodeValue(): what a text value of an event says once AWS's wrapping is taken off.
//
// AWS puts policies into events URL-encoded, JSON into JSON strings, user data in base64 (at times
// over gzip) and moments as seconds or milliseconds since 1970. The decoded form is shown beside
// the value, never instead of it: the raw text stays what the event says. Representation: `how`
// lists the wrappings from the outside in; JSON comes out indented. Threads: pure function. Cost:
// O(value); values beyond kMaxDecodeBytes and gzip text beyond kMaxInflatedBytes are left alone.
// Errors: none; a value that does not decode to readable text has no decoded form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

enum class Wrapping : std::uint8_t
{
    UrlEncoded,
    Base64,
    Gzip,
    Json, // JSON text inside a string
    EpochSeconds,
    EpochMilliseconds,
};
const char* wrappingKey(Wrapping wrapping); // "url-encoded", "base64" …

struct DecodedValue
{
    std::string text;
    std::vector<Wrapping> how;
    // Moments only: seconds since 1970 UTC; `text` is then ISO UTC, ui/ formats it in its zone.
    std::optional<std::int64_t> seconds;
    bool isJson() const { return !how.empty() && how.back() == Wrapping::Json; }
};

constexpr std::size_t kMaxDecodeBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxInflatedBytes = std::size_t{4} << 20;

// `key` is the member's name: whether a number is a moment depends on it ("expiration",
// "startTime"). `isNumber` says that the value stood in the event without quotes.
std::optional<DecodedValue> decodeValue(std::string_view key, std::string_view value,
                                        bool isNumber);

} // namespace trailloupe::query
