// AgentFamily: what kind of program made a call, by its user agent.
//
// The user agent is what the caller says of itself: a hint, never proof. The families are those of
// the table in the source, and "aws-sdk-…" with the SDK's own name.
// Threads: pure functions over a constant table. Cost: a few dozen searches in a short text.
#pragma once

#include <string>
#include <string_view>

namespace trailloupe::query {

// "console", "aws-cli", "boto3", "aws-sdk-go-v2", "terraform", "browser", "aws-service" …; "other"
// for a text that no rule knows, "" for none.
std::string agentFamily(std::string_view userAgent);

} // namespace trailloupe::query
