// When an edge holds, from when each of its ends says so.
//
// Threads: pure functions. Units: nanoseconds since 1970-01-01 UTC; spans are [begin, end), in
// order and apart.
// Cost: O(spans), and O(items of both ends) where one of them took back what it said.
#pragma once

#include "model/config/graph.h"

#include <cstdint>
#include <vector>

namespace trailloupe::config {

struct TimeSpan
{
    std::int64_t beginNs = 0;
    std::int64_t endNs = 0;
    auto operator<=>(const TimeSpan&) const = default;
};
using TimeSpans = std::vector<TimeSpan>;

// In order, those that touch or overlap joined.
void joinSpans(TimeSpans& spans);
TimeSpans withoutSpans(const TimeSpans& spans, const TimeSpans& taken);

// What one end of an edge says.
struct EndSays
{
    ResourceNo resource; // invalid: dangling
    TimeSpans stated;
    TimeSpans direct; // those of them in which its own configuration names the other end too
};

// An end that named the other one in its own configuration, and in a newer item than the last one
// of the other end does not any more, is right: the edge does not hold until the other end says it
// again. An item without a relation that only the other end can know of says nothing.
std::vector<EdgeSpan> edgeSpans(const Resources& resources, const EndSays& from, const EndSays& to);

} // namespace trailloupe::config
