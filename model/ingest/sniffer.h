// Sniffer: what a source is, from the first bytes of its text. The name is only a hint, used where
// the content leaves it open (an empty file, a JSON that is cut before it says what it is).
//
// Threads: pure function. Cost: well below a microsecond for a CloudTrail log file; never more than
// a few passes over the head. Errors: none; a head that is cut anywhere is the normal case.
#pragma once

#include "model/ingest/ledger.h"

#include <cstddef>
#include <string_view>

namespace trailloupe::ingest {

inline constexpr std::size_t kSniffBytes = 64 * 1024; // more than this adds nothing

// `head`: the start of the text after decompression, all of it when it is shorter than kSniffBytes.
// `path`: inside the export. What this says of JSON that holds events:
//   CloudTrailRecords   an object with "Records", whatever stands there, unless its first records
//                       are those of another service (S3, SNS …); other members may come first
//   CloudTrailArray, CloudTrailLines (two or more in one text), CloudTrailEvent
//   Insight             any of these whose first record has insightDetails
//   LookupEvents        the object, a bare array of its items, or its items as lines
//   CloudWatchLogs, EventBridge   one or several in one text
//   SnsNotification     when the message is one of the above; else what the message is
SourceKind sniff(std::string_view head, std::string_view path);

} // namespace trailloupe::ingest
