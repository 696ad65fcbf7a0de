#include "model/query/servicenames.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

struct Known
{
    std::string_view principal; // without ".amazonaws.com"
    std::string_view service;
};

// Principals whose first label is not what policies call the service. Sorted.
constexpr std::array kKnown{
    Known{"agreement-marketplace", "aws-marketplace"},
    Known{"catalog.marketplace", "aws-marketplace"},
    Known{"cloudcontrolapi", "cloudformation"},
    Known{"data.iot", "iot"},
    Known{"data.mediastore", "mediastore"},
    Known{"discovery-marketplace", "aws-marketplace"},
    Known{"email", "ses"},
    Known{"entitlement.marketplace", "aws-marketplace"},
    Known{"iotdata", "iot"},
    Known{"metering-marketplace", "aws-marketplace"},
    Known{"metering.marketplace", "aws-marketplace"},
    Known{"models-v2-lex", "lex"},
    Known{"models.lex", "lex"},
    Known{"monitoring", "cloudwatch"},
    Known{"runtime-v2-lex", "lex"},
    Known{"runtime.lex", "lex"},
    Known{"runtime.sagemaker", "sagemaker"},
    Known{"streams.dynamodb", "dynamodb"},
    Known{"streams.metrics.cloudwatch", "cloudwatch"},
    Known{"tagging", "tag"},
};

constexpr bool byPrincipal(const Known& known, std::string_view principal)
{
    return known.principal < principal;
}

} // namespace

std::string_view serviceName(std::string_view eventSource)
{
    constexpr std::array<std::string_view, 3> kDomains{".amazonaws.com", ".amazonaws.com.cn",
                                                       ".aws.internal"};
    const auto domain = std::find_if(kDomains.begin(), kDomains.end(),
                                     [&](std::string_view d) { return eventSource.ends_with(d); });
    if (domain == kDomains.end() || eventSource.size() == domain->size())
        return eventSource;
    const std::string_view principal = eventSource.substr(0, eventSource.size() - domain->size());
    const auto it = std::lower_bound(kKnown.begin(), kKnown.end(), principal, byPrincipal);
    if (it != kKnown.end() && it->principal == principal)
        return it->service;
    // A Region may follow: ssm.us-east-1
    const std::string_view first = principal.substr(0, principal.find('.'));
    return first.empty() ? eventSource : first;
}

bool serviceNamesAreSorted()
{
    return std::is_sorted(kKnown.begin(), kKnown.end(),
                          [](const Known& a, const Known& b) { return a.principal < b.principal; });
}

} // namespace trailloupe::query
