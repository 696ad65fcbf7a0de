#include "model/config/resourcename.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

// How the last part of an ARN names a resource of a type.
enum class Naming : std::uint8_t
{
    Id, // as AWS Config does
    Name, // AWS Config has another id
    Arn, // AWS Config takes the whole ARN
};

struct ArnForm
{
    std::string_view service;
    std::string_view prefix; // of the resource part
    std::string_view type;
    Naming naming;
};

// In the order in which they are tried.
constexpr std::array kArnForms{
    ArnForm{"iam", "role/", "AWS::IAM::Role", Naming::Name},
    ArnForm{"iam", "user/", "AWS::IAM::User", Naming::Name},
    ArnForm{"iam", "group/", "AWS::IAM::Group", Naming::Name},
    ArnForm{"iam", "policy/", "AWS::IAM::Policy", Naming::Name},
    ArnForm{"iam", "instance-profile/", "AWS::IAM::InstanceProfile", Naming::Name},
    ArnForm{"s3", "", "AWS::S3::Bucket", Naming::Id},
    ArnForm{"lambda", "function:", "AWS::Lambda::Function", Naming::Id},
    ArnForm{"lambda", "layer:", "AWS::Lambda::LayerVersion", Naming::Arn},
    ArnForm{"sns", "", "AWS::SNS::Topic", Naming::Arn},
    ArnForm{"sqs", "", "AWS::SQS::Queue", Naming::Name},
    ArnForm{"dynamodb", "table/", "AWS::DynamoDB::Table", Naming::Id},
    ArnForm{"kms", "key/", "AWS::KMS::Key", Naming::Id},
    ArnForm{"kms", "alias/", "AWS::KMS::Alias", Naming::Name},
    ArnForm{"logs", "log-group:", "AWS::Logs::LogGroup", Naming::Name},
    ArnForm{"elasticloadbalancing", "loadbalancer/app/",
            "AWS::ElasticLoadBalancingV2::LoadBalancer", Naming::Arn},
    ArnForm{"elasticloadbalancing", "loadbalancer/net/",
            "AWS::ElasticLoadBalancingV2::LoadBalancer", Naming::Arn},
    ArnForm{"elasticloadbalancing", "loadbalancer/gwy/",
            "AWS::ElasticLoadBalancingV2::LoadBalancer", Naming::Arn},
    ArnForm{"elasticloadbalancing", "loadbalancer/", "AWS::ElasticLoadBalancing::LoadBalancer",
            Naming::Id},
    ArnForm{"elasticloadbalancing", "targetgroup/", "AWS::ElasticLoadBalancingV2::TargetGroup",
            Naming::Arn},
    ArnForm{"elasticloadbalancing", "listener/", "AWS::ElasticLoadBalancingV2::Listener",
            Naming::Arn},
    ArnForm{"ecs", "cluster/", "AWS::ECS::Cluster", Naming::Arn},
    ArnForm{"ecs", "service/", "AWS::ECS::Service", Naming::Arn},
    ArnForm{"ecs", "task-definition/", "AWS::ECS::TaskDefinition", Naming::Arn},
    ArnForm{"eks", "cluster/", "AWS::EKS::Cluster", Naming::Id},
    ArnForm{"rds", "db:", "AWS::RDS::DBInstance", Naming::Name},
    ArnForm{"rds", "cluster:", "AWS::RDS::DBCluster", Naming::Name},
    ArnForm{"rds", "snapshot:", "AWS::RDS::DBSnapshot", Naming::Id},
    ArnForm{"rds", "subgrp:", "AWS::RDS::DBSubnetGroup", Naming::Id},
    ArnForm{"secretsmanager", "secret:", "AWS::SecretsManager::Secret", Naming::Arn},
    ArnForm{"cloudformation", "stack/", "AWS::CloudFormation::Stack", Naming::Arn},
    ArnForm{"states", "stateMachine:", "AWS::StepFunctions::StateMachine", Naming::Arn},
    ArnForm{"events", "rule/", "AWS::Events::Rule", Naming::Name},
    ArnForm{"acm", "certificate/", "AWS::ACM::Certificate", Naming::Arn},
    ArnForm{"elasticfilesystem", "file-system/", "AWS::EFS::FileSystem", Naming::Id},
    ArnForm{"kinesis", "stream/", "AWS::Kinesis::Stream", Naming::Id},
    ArnForm{"firehose", "deliverystream/", "AWS::KinesisFirehose::DeliveryStream", Naming::Id},
    ArnForm{"ecr", "repository/", "AWS::ECR::Repository", Naming::Id},
    ArnForm{"codebuild", "project/", "AWS::CodeBuild::Project", Naming::Name},
    ArnForm{"cloudtrail", "trail/", "AWS::CloudTrail::Trail", Naming::Id},
    ArnForm{"cloudwatch", "alarm:", "AWS::CloudWatch::Alarm", Naming::Id},
    ArnForm{"autoscaling", "autoScalingGroup:", "AWS::AutoScaling::AutoScalingGroup", Naming::Arn},
};

struct IdForm
{
    std::string_view prefix;
    std::string_view type;
};
constexpr std::array kIdForms{
    IdForm{"i-", "AWS::EC2::Instance"},
    IdForm{"sg-", "AWS::EC2::SecurityGroup"},
    IdForm{"eni-", "AWS::EC2::NetworkInterface"},
    IdForm{"vol-", "AWS::EC2::Volume"},
    IdForm{"subnet-", "AWS::EC2::Subnet"},
    IdForm{"vpc-", "AWS::EC2::VPC"},
    IdForm{"rtb-", "AWS::EC2::RouteTable"},
    IdForm{"igw-", "AWS::EC2::InternetGateway"},
    IdForm{"eigw-", "AWS::EC2::EgressOnlyInternetGateway"},
    IdForm{"acl-", "AWS::EC2::NetworkAcl"},
    IdForm{"eipalloc-", "AWS::EC2::EIP"},
    IdForm{"nat-", "AWS::EC2::NatGateway"},
    IdForm{"vgw-", "AWS::EC2::VPNGateway"},
    IdForm{"vpn-", "AWS::EC2::VPNConnection"},
    IdForm{"cgw-", "AWS::EC2::CustomerGateway"},
    IdForm{"pcx-", "AWS::EC2::VPCPeeringConnection"},
    IdForm{"vpce-", "AWS::EC2::VPCEndpoint"},
    IdForm{"tgw-attach-", "AWS::EC2::TransitGatewayAttachment"},
    IdForm{"tgw-rtb-", "AWS::EC2::TransitGatewayRouteTable"},
    IdForm{"tgw-", "AWS::EC2::TransitGateway"},
    IdForm{"lt-", "AWS::EC2::LaunchTemplate"},
    IdForm{"fl-", "AWS::EC2::FlowLog"},
    IdForm{"fs-", "AWS::EFS::FileSystem"},
};

constexpr std::array<std::string_view, 8> kGlobalTypes{
    "AWS::IAM::",
    "AWS::CloudFront::",
    "AWS::Route53::",
    "AWS::WAF::",
    "AWS::Shield::",
    "AWS::Organizations::",
    "AWS::GlobalAccelerator::",
    "AWS::S3::AccountPublicAccessBlock",
};

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}
bool isUpperOrDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

bool isUuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? text[i] != '-' : !isHex(text[i]))
            return false;
    }
    return true;
}

// "vpc-1a2b3c4d", "tgw-attach-0123456789abcdef0".
bool isPrefixed(std::string_view text)
{
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0 || dash > 20)
        return false;
    const std::string_view digits = text.substr(dash + 1);
    // Old ids are short; so are the dates at the end of "my-bucket-20260311".
    const bool isOld = digits.size() == 8;
    const auto isPrefixLetter = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c == '-' && !isOld);
    };
    return (isOld || (digits.size() >= 16 && digits.size() <= 32))
        && std::ranges::all_of(digits, isHex)
        && std::ranges::all_of(text.substr(0, dash), isPrefixLetter);
}

// "AROAEXAMPLEEXAMPLE123", "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ".
bool isCapitals(std::string_view text)
{
    for (const std::string_view prefix : {"db-", "cluster-"}) {
        if (text.starts_with(prefix))
            return text.size() >= prefix.size() + 20
                && std::ranges::all_of(text.substr(prefix.size()), isUpperOrDigit);
    }
    return text.size() >= 16 && text.size() <= 128 && text.front() == 'A'
        && std::ranges::all_of(text, isUpperOrDigit);
}

// The last part of the path, without what follows it ("name:$LATEST", "group:*", "table/index").
std::string_view tailOf(std::string_view resource, const ArnForm& form)
{
    std::string_view tail = resource.substr(form.prefix.size());
    if (form.service == "iam")
        return tail.substr(tail.rfind('/') + 1);
    if (form.service == "s3" || form.service == "ecr" || form.service == "kms")
        return tail;
    if (form.service == "logs" || form.service == "lambda")
        return tail.substr(0, tail.find(':'));
    if (form.service == "dynamodb" || form.service == "kinesis")
        return tail.substr(0, tail.find('/'));
    return tail;
}

} // namespace

bool isArn(std::string_view text)
{
    return text.starts_with("arn:") && std::ranges::count(text, ':') >= 5;
}

std::optional<ResourceName> resourceOfArn(std::string_view arn)
{
    if (!isArn(arn))
        return std::nullopt;
    std::array<std::string_view, 5> parts; // arn, partition, service, Region, account
    std::string_view rest = arn;
    for (std::string_view& part : parts) {
        const std::size_t colon = rest.find(':');
        part = rest.substr(0, colon);
        rest.remove_prefix(colon + 1);
    }
    ResourceName name;
    name.arn = arn;
    name.region = parts[3];
    name.accountId = parts[4];
    const auto setType = [&](std::string_view type, Naming naming, std::string_view tail) {
        name.type = type;
        if (naming == Naming::Arn)
            name.id = arn;
        else
            (naming == Naming::Id ? name.id : name.name) = tail;
        if (isGlobalType(type))
            name.region = "global";
    };
    if (parts[2] == "ec2") {
        const std::string_view id = rest.substr(rest.rfind('/') + 1);
        setType(typeOfId(id), Naming::Id, id);
        return name;
    }
    for (const ArnForm& form : kArnForms) {
        if (parts[2] != form.service || !rest.starts_with(form.prefix))
            continue;
        const std::string_view tail = tailOf(rest, form);
        // What is inside a bucket is no resource, and neither is a subscription to a topic.
        if (tail.empty() || (form.service == "s3" && tail.find('/') != std::string_view::npos)
            || (form.prefix.empty() && tail.find(':') != std::string_view::npos))
            break;
        setType(form.type, form.naming, tail);
        return name;
    }
    name.id = arn;
    return name;
}

bool isUnique(std::string_view id)
{
    return isArn(id) || isPrefixed(id) || isCapitals(id) || isUuid(id)
        || id.starts_with("https://");
}

std::string_view typeOfId(std::string_view id)
{
    for (const IdForm& form : kIdForms) {
        if (id.starts_with(form.prefix))
            return form.type;
    }
    return {};
}

bool isGlobalType(std::string_view type)
{
    return std::ranges::any_of(kGlobalTypes,
                               [&](std::string_view global) { return type.starts_with(global); });
}

} // namespace trailloupe::config
