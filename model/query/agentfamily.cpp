#include "model/query/agentfamily.h"

#include "model/base/asciitext.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace trailloupe::query {
namespace {

enum class Where : std::uint8_t
{
    Start,
    End,
    Anywhere,
    Whole,
};

struct Rule
{
    Where where;
    std::string_view text; // lower case
    std::string_view family;
};

// The first rule that fits decides. Tools come before the SDK they are built with, and what is
// carried inside a user agent (exec-env, the kernel's name) before the program that it starts with.
constexpr std::array kRules{
    // Tools of attackers and of those who test for them.
    Rule{Where::Anywhere, "stratus-red-team", "stratus-red-team"},
    Rule{Where::Anywhere, "grimoire_", "grimoire"},
    Rule{Where::Anywhere, "pacu", "pacu"},
    Rule{Where::Anywhere, "trufflehog", "trufflehog"},
    Rule{Where::Anywhere, "cloudfox", "cloudfox"},
    Rule{Where::Anywhere, "weirdaal", "weirdaal"},
    Rule{Where::Anywhere, "enumerate-iam", "enumerate-iam"},
    Rule{Where::Anywhere, "scoutsuite", "scoutsuite"},
    Rule{Where::Anywhere, "scout suite", "scoutsuite"},
    Rule{Where::Anywhere, "prowler", "prowler"},
    Rule{Where::Anywhere, "cloudmapper", "cloudmapper"},
    Rule{Where::Anywhere, "kali", "kali-linux"},
    Rule{Where::Anywhere, "parrot", "parrot-linux"},
    Rule{Where::Anywhere, "pentoo", "pentoo-linux"},
    // Infrastructure as code.
    Rule{Where::Anywhere, "terraform", "terraform"},
    Rule{Where::Anywhere, "opentofu", "terraform"},
    Rule{Where::Anywhere, "pulumi", "pulumi"},
    Rule{Where::Anywhere, "crossplane", "crossplane"},
    Rule{Where::Anywhere, "ansible", "ansible"},
    Rule{Where::Anywhere, "packer/", "packer"},
    Rule{Where::Anywhere, "aws-cdk", "aws-cdk"},
    Rule{Where::Anywhere, "serverless", "serverless"},
    Rule{Where::Start, "cloudformation.", "cloudformation"},
    Rule{Where::Anywhere, "cloud-custodian", "cloud-custodian"},
    // The console, and shells inside it.
    Rule{Where::Anywhere, "exec-env/cloudshell", "cloudshell"},
    Rule{Where::Start, "console.", "console"},
    Rule{Where::Start, "signin.", "console"},
    Rule{Where::Anywhere, "s3console", "console"},
    Rule{Where::Anywhere, "console, aws-internal", "console"},
    Rule{Where::Anywhere, "awsconsole", "console"},
    Rule{Where::Anywhere, "aws-console", "console"},
    // AWS itself.
    Rule{Where::Anywhere, "amazon-ssm-agent", "ssm-agent"},
    Rule{Where::Anywhere, "ssm-agent", "ssm-agent"},
    Rule{Where::End, ".amazonaws.com", "aws-service"},
    Rule{Where::End, ".amazonaws.com.cn", "aws-service"},
    Rule{Where::Whole, "aws internal", "aws-service"},
    Rule{Where::Start, "aws-internal", "aws-service"},
    // Clusters.
    Rule{Where::Anywhere, "karpenter", "karpenter"},
    Rule{Where::Anywhere, "cluster-autoscaler", "kubernetes"},
    Rule{Where::Anywhere, "kubernetes", "kubernetes"},
    Rule{Where::Anywhere, "kubectl", "kubernetes"},
    Rule{Where::Anywhere, "eksctl", "eksctl"},
    Rule{Where::Start, "docker", "docker"},
    Rule{Where::Start, "containerd", "docker"},
    // Programs for files in buckets.
    Rule{Where::Start, "rclone", "rclone"},
    Rule{Where::Anywhere, "s3 browser", "s3-browser"},
    Rule{Where::Anywhere, "cyberduck", "cyberduck"},
    Rule{Where::Anywhere, "winscp", "winscp"},
    Rule{Where::Start, "s3fs", "s3fs"},
    Rule{Where::Start, "hadoop", "hadoop"},
    // Command lines and SDKs that do not call themselves aws-sdk.
    Rule{Where::Start, "aws-cli/", "aws-cli"},
    Rule{Where::Start, "awscli/", "aws-cli"},
    Rule{Where::Anywhere, "awspowershell", "aws-powershell"},
    Rule{Where::Start, "ec2-api-tools", "ec2-api-tools"},
    Rule{Where::Start, "boto3/", "boto3"},
    Rule{Where::Start, "botocore/", "botocore"},
    Rule{Where::Start, "boto/", "boto"},
    Rule{Where::Start, "git/", "git"},
    // What any program may use.
    Rule{Where::Start, "mozilla/", "browser"},
    Rule{Where::Start, "opera/", "browser"},
    Rule{Where::Start, "curl/", "curl"},
    Rule{Where::Start, "wget/", "wget"},
    Rule{Where::Start, "python-requests/", "python"},
    Rule{Where::Start, "python-urllib", "python"},
    Rule{Where::Start, "go-http-client/", "go"},
    Rule{Where::Start, "postmanruntime/", "postman"},
};

bool fits(const Rule& rule, std::string_view agent)
{
    switch (rule.where) {
    case Where::Start:
        return agent.starts_with(rule.text);
    case Where::End:
        return agent.ends_with(rule.text);
    case Where::Anywhere:
        return agent.find(rule.text) != std::string_view::npos;
    case Where::Whole:
        break;
    }
    return agent == rule.text;
}

// "aws-sdk-go-v2" of "… aws-sdk-go-v2/1.30 …".
std::string_view sdkName(std::string_view agent)
{
    constexpr std::string_view kMark = "aws-sdk-";
    constexpr std::size_t kLongest = 32;
    const auto at = agent.find(kMark);
    if (at == std::string_view::npos)
        return {};
    const auto isName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    const std::string_view rest = agent.substr(at, kLongest);
    const auto end = std::find_if_not(rest.begin(), rest.end(), isName);
    const std::string_view name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    return name.size() > kMark.size() ? name : std::string_view();
}

// Where a program runs, not what it is.
bool isSystem(std::string_view family)
{
    return family.ends_with("-linux");
}

std::string familyOf(std::string_view userAgent, bool withSystems)
{
    // CloudTrail records at most 1 KB; what names the program stands within it.
    const std::string agent = lowerAscii(userAgent.substr(0, 1024));
    // S3 puts brackets around it.
    std::string_view text = agent;
    if (text.starts_with('['))
        text.remove_prefix(1);
    if (text.ends_with(']'))
        text.remove_suffix(1);
    if (text.empty() || text == "-")
        return {};
    const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& r) {
        return (withSystems || !isSystem(r.family)) && fits(r, text);
    });
    // An SDK says so, unless a tool or a service that uses it does.
    if (rule != kRules.end())
        return std::string(rule->family);
    if (const std::string_view sdk = sdkName(text); !sdk.empty())
        return std::string(sdk);
    return "other";
}

} // namespace

std::string agentFamily(std::string_view userAgent)
{
    return familyOf(userAgent, true);
}

AgentKind agentKind(std::string_view family)
{
    struct Known
    {
        std::string_view family;
        AgentKind kind;
    };
    static constexpr std::array kKnown{
        Known{"console", AgentKind::Console},
        Known{"cloudshell", AgentKind::Console},
        Known{"browser", AgentKind::Console},
        Known{"aws-cli", AgentKind::CommandLine},
        Known{"aws-powershell", AgentKind::CommandLine},
        Known{"ec2-api-tools", AgentKind::CommandLine},
        Known{"boto3", AgentKind::Sdk},
        Known{"botocore", AgentKind::Sdk},
        Known{"boto", AgentKind::Sdk},
        Known{"aws-service", AgentKind::Service},
        Known{"cloudformation", AgentKind::Service},
        Known{"ssm-agent", AgentKind::Service},
    };
    const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                    [&](const Known& k) { return k.family == family; });
    if (known != kKnown.end())
        return known->kind;
    return family.starts_with("aws-sdk-") ? AgentKind::Sdk : AgentKind::Program;
}

std::optional<AgentKind> agentKindOf(std::string_view userAgent)
{
    const std::string family = familyOf(userAgent, false);
    return family.empty() ? std::nullopt : std::optional(agentKind(family));
}

bool isAgentSystem(std::string_view family)
{
    return isSystem(family);
}

} // namespace trailloupe::query
