// TextRepair: text that no JSON parser takes becomes text that one does, and what was done is said.
//
// Handles a byte order mark (removed, also between concatenated files), UTF-16 in either order with
// or without a mark (transcoded; a lone surrogate inside a JSON string becomes its \u escape),
// bytes that are not UTF-8 (each maximal invalid sequence becomes U+FFFD) and, in text that starts
// like JSON, raw control characters inside strings (become \u00XX) and outside of them (become
// spaces). Everything else stands as it was: valid text comes back unchanged.
// Deterministic: the same bytes always give the same text, so that offsets stay true when a source
// is read again. Threads: pure functions. Cost: one or two passes; text grows by at most six times.
#pragma once

#include "model/base/bytes.h"
#include "model/ingest/ledger.h"

#include <string_view>
#include <vector>

namespace trailloupe::ingest {

// The cheap question asked of every source: does it start with a byte order mark, or like UTF-16?
inline bool needsDecoding(std::string_view text)
{
    const auto at = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0x20u;
    };
    const unsigned first = at(0);
    const unsigned second = at(1);
    return first == 0xEF || first >= 0xFE || (first == 0) != (second == 0);
}

struct TextRepair
{
    bool changed = false;
    // Code EncodingRepaired; count is how many, offset is that of the first in the bytes as they
    // were given, detail is what: "3 bytes are not UTF-8".
    std::vector<Issue> issues;
};

// Repairs `text` in place.
TextRepair repairText(ByteBuffer& text);

} // namespace trailloupe::ingest
