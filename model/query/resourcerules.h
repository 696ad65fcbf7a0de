// ResourceRules: which values of a request or response name a resource, and its type in the
// console's spelling (AWS::EC2::Ami, not AWS::EC2::Image).
//
// Three kinds of evidence: ARNs, identifiers with a known prefix (i-, sg-, vpc- …), and names under
// known parameters of a service (bucketName, userName …).
// Threads: pure functions over constant tables. Cost: a binary search or a few comparisons.
#pragma once

#include <string_view>

namespace trailloupe::query {

// The type an ARN names, or "".
std::string_view typeOfArn(std::string_view arn);
// "arn:partition:service:region:account:resource", whatever the partition.
bool isArn(std::string_view text);

// The type of an identifier such as i-0123456789abcdef0, or "".
std::string_view typeOfIdentifier(std::string_view text);

// The type that a parameter of a service names, or "". `eventSource` as in the record.
std::string_view typeOfParameter(std::string_view eventSource, std::string_view parameter);

// The last segment of an ARN's resource: "alice" of arn:aws:iam::1:user/path/alice.
std::string_view lastSegment(std::string_view arn);
// The service of an ARN: "iam".
std::string_view serviceOfArn(std::string_view arn);

bool resourceTablesAreSorted(); // for tests

} // namespace trailloupe::query
