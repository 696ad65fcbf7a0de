// Limits: the numbers that keep memory bounded whatever an export contains.
//
// Every limit that is met becomes a ledger issue that says so; none is silent.
#pragma once

#include <cstddef>
#include <cstdint>

namespace trailloupe::ingest {

struct Limits
{
    // A source whose text is at most this is inflated whole and parsed in one pass; larger ones
    // stream.
    std::uint64_t wholeTextBytes = 64u << 20;
    // One record may be at most this long.
    std::uint64_t recordBytes = 256u << 20;
    // Inflated text of one source; what is beyond is not read.
    std::uint64_t sourceTextBytes = std::uint64_t{16} << 30;
    // A stream that has inflated past bombTextBytes with more than bombRatio text bytes per stored
    // byte is a bomb.
    std::uint64_t bombTextBytes = 256u << 20;
    std::uint64_t bombRatio = 250;
    // Guards of the store: what is beyond is kept as one JSON text value.
    std::uint32_t nestingDepth = 32; // containers within an event
    std::uint32_t arrayElements = 64; // elements of one array
    std::uint32_t leavesPerEvent = 2048;
    // Structures kept by columns; of what has a new one beyond, the containers are text.
    std::uint32_t shapes = 1u << 17;

    // Items of AWS Config: each type has structures of its own, and lists of any length in them.
    std::uint64_t itemBytes = 64u << 20; // one item
    std::uint32_t itemArrayElements = 16;
    std::uint32_t itemShapes = 4096;
};

} // namespace trailloupe::ingest
