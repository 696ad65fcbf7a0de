// JsonSniffer: what a JSON text is, from its shape and the member names of its first record.
//
// Threads: pure function. Cost: one pass over the head as far as the first telling name; strings
// that hold JSON are looked into one level deep. For sniffer.cpp only.
#pragma once

#include "model/ingest/ledger.h"

#include <string_view>

namespace trailloupe::ingest {

// REQUIRES text starts with '{' or '['. OtherJson when the shape is none we know, OtherText when it
// is no JSON at all.
SourceKind sniffJson(std::string_view text);

} // namespace trailloupe::ingest
