// What a text that names a resource tells of it: an ARN, an id that AWS gives only once, a name.
//
// Threads: pure functions. Cost: O(text).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trailloupe::config {

// A resource as another one names it; what is not said is empty.
struct ResourceName
{
    std::string type; // "AWS::IAM::Role"
    std::string id; // as AWS Config has ids of this type: "app-role" of a role is none, but a name
    std::string name;
    std::string arn;
    std::string accountId;
    std::string region; // "global" where the type is
    bool operator==(const ResourceName&) const = default;
};

bool isArn(std::string_view text);
// Of an ARN; nothing for another text. The type is empty where it is none that is known here.
std::optional<ResourceName> resourceOfArn(std::string_view arn);

// An ARN, or of a form that AWS gives only once: "vpc-0123456789abcdef0", "AROA…", a UUID, a URL.
bool isUnique(std::string_view id);
// "AWS::EC2::Subnet" of "subnet-…"; empty for a form that is not known here.
std::string_view typeOfId(std::string_view id);
// Those of IAM and some others, whose awsRegion is "global".
bool isGlobalType(std::string_view type);

} // namespace trailloupe::config
