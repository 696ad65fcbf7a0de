// Rule: a question to all events whose answer an investigator wants to know of: what it looks for,
// why that matters, and how bad it is.
//
// The question is a filter in the language of the bar, so that whoever doubts a finding reads,
// copies and changes it. A rule looks at one event at a time; DETECTION.md lists the built-in ones.
//
// Threads: values; builtinRules() any thread. Cost: builtinRules() is made once.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::detection {

enum class Severity : std::uint8_t
{
    Low, // worth knowing
    Medium, // ask who did it
    High, // look at it today
    Critical, // look at it first
};
inline constexpr std::array kSeverities{Severity::Low, Severity::Medium, Severity::High,
                                        Severity::Critical};
std::string_view severityName(Severity severity); // "critical"

struct Rule
{
    std::string id; // stays the same from version to version
    std::string title;
    Severity severity = Severity::Low;
    std::string why; // one or two sentences
    std::string filter;
    std::vector<std::string> techniques; // of MITRE ATT&CK: "T1562.008"

    bool operator==(const Rule&) const = default;
};

// Those that come with the program, by subject. Every filter can be read.
const std::vector<Rule>& builtinRules();

// The table of DETECTION.md, one line a rule.
std::string rulesAsMarkdown(const std::vector<Rule>& rules);

} // namespace trailloupe::detection
