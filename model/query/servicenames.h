// ServiceNames: short names of AWS services, from the principal that stands in eventSource.
//
// Threads: pure functions over a constant table. Cost: one binary search.
#pragma once

#include <string_view>

namespace trailloupe::query {

// "iam" of "iam.amazonaws.com": the prefix that IAM policies use for the service, also where its
// principal is called otherwise ("cloudwatch" of "monitoring.amazonaws.com"). A source that is no
// AWS principal is its own name. A view into `eventSource` or a constant.
std::string_view serviceName(std::string_view eventSource);

bool serviceNamesAreSorted(); // for tests

} // namespace trailloupe::query
