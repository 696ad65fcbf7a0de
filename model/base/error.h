// Error: an operation that failed, what kind of failure it was, and where.
//
// Four things are never mixed: a programmer's mistake (assert), an operation that failed (Error in
// a Result), odd evidence (an ingest::Issue in the ledger; work goes on), and cancellation
// (Kind::Cancelled, which no code shows as an error).
//
// Threads: a value type.
#pragma once

#include <cstdint>
#include <string>

namespace trailloupe {

struct Error
{
    enum class Kind : std::uint8_t
    {
        Io, // the operating system said no
        Malformed, // bytes that are not what they claim to be
        TooLarge, // a limit that keeps memory bounded was met
        Unsupported, // known, but not something we read (an encrypted zip entry)
        NotFound,
        Conflict,
        Internal,
        Cancelled,
    };

    static constexpr std::uint64_t kNoOffset = ~std::uint64_t{0};

    Kind kind = Kind::Internal;
    std::string detail; // for the log and "copy details"; words for people are made in ui/
    std::string source; // path inside the export, or empty
    std::uint64_t offset = kNoOffset; // bytes from the start of the source's text

    bool hasOffset() const { return offset != kNoOffset; }
    bool operator==(const Error&) const = default;
};

// The kind in one lowercase English word, for the command line and test output.
const char* errorKindName(Error::Kind kind);

} // namespace trailloupe
