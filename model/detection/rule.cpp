#include "model/detection/rule.h"

namespace trailloupe::detection {

std::string_view severityName(Severity severity)
{
    switch (severity) {
    case Severity::Low:
        return "low";
    case Severity::Medium:
        return "medium";
    case Severity::High:
        return "high";
    case Severity::Critical:
        return "critical";
    }
    return {};
}

std::string rulesAsMarkdown(const std::vector<Rule>& rules)
{
    std::string text =
        "| id | severity | finds | why | ATT&CK |\n| --- | --- | --- | --- | --- |\n";
    for (const Rule& rule : rules) {
        std::string techniques;
        for (const std::string& technique : rule.techniques)
            techniques += (techniques.empty() ? "" : ", ") + technique;
        text.append("| `").append(rule.id).append("` | ").append(severityName(rule.severity));
        text.append(" | ").append(rule.title).append(" | ").append(rule.why);
        text.append(" | ").append(techniques).append(" |\n");
    }
    return text;
}

} // namespace trailloupe::detection
