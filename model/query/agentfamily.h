// AgentFamily: what kind of program made a call, by its user agent.
//
// The user agent is what the caller says of itself: a hint, never proof. The families are those of
// the table in the source, and "aws-sdk-…" with the SDK's own name.
// Threads: pure functions over a constant table. Cost: a few dozen searches in a short text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trailloupe::query {

// "console", "aws-cli", "boto3", "aws-sdk-go-v2", "terraform", "browser", "aws-service" …; "other"
// for a text that no rule knows, "" for none.
std::string agentFamily(std::string_view userAgent);

// What sort of thing such a program is. Shells inside the console, and browsers, are the console.
enum class AgentKind : std::uint8_t
{
    Console,
    CommandLine, // of AWS
    Sdk,
    Service, // AWS itself
    Program, // any other
};
AgentKind agentKind(std::string_view family); // REQUIRES one of agentFamily(), not ""
// Whether the family is where the program runs ("kali-linux"): what it is, the user agent says.
bool isAgentSystem(std::string_view family);
std::optional<AgentKind> agentKindOf(std::string_view userAgent); // nothing where that says nothing

} // namespace trailloupe::query
