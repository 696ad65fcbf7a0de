#include "model/query/resourcerules.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

struct ArnRule
{
    std::string_view service;
    std::string_view resource; // the resource starts with this; "" matches any
    std::string_view type;
};

// The first rule that matches counts.
constexpr std::array kArnRules{
    ArnRule{"acm", "certificate/", "AWS::ACM::Certificate"},
    ArnRule{"apigateway", "", "AWS::ApiGateway::RestApi"},
    ArnRule{"autoscaling", "autoScalingGroup:", "AWS::AutoScaling::AutoScalingGroup"},
    ArnRule{"autoscaling", "launchConfiguration:", "AWS::AutoScaling::LaunchConfiguration"},
    ArnRule{"cloudformation", "stack/", "AWS::CloudFormation::Stack"},
    ArnRule{"cloudfront", "distribution/", "AWS::CloudFront::Distribution"},
    ArnRule{"cloudtrail", "trail/", "AWS::CloudTrail::Trail"},
    ArnRule{"cloudtrail", "eventdatastore/", "AWS::CloudTrail::EventDataStore"},
    ArnRule{"cloudwatch", "alarm:", "AWS::CloudWatch::Alarm"},
    ArnRule{"codebuild", "project/", "AWS::CodeBuild::Project"},
    ArnRule{"config", "config-rule/", "AWS::Config::ConfigRule"},
    ArnRule{"dynamodb", "table/", "AWS::DynamoDB::Table"},
    ArnRule{"ec2", "customer-gateway/", "AWS::EC2::CustomerGateway"},
    ArnRule{"ec2", "elastic-ip/", "AWS::EC2::EIP"},
    ArnRule{"ec2", "image/", "AWS::EC2::Ami"},
    ArnRule{"ec2", "instance/", "AWS::EC2::Instance"},
    ArnRule{"ec2", "internet-gateway/", "AWS::EC2::InternetGateway"},
    ArnRule{"ec2", "key-pair/", "AWS::EC2::KeyPair"},
    ArnRule{"ec2", "launch-template/", "AWS::EC2::LaunchTemplate"},
    ArnRule{"ec2", "natgateway/", "AWS::EC2::NatGateway"},
    ArnRule{"ec2", "network-acl/", "AWS::EC2::NetworkAcl"},
    ArnRule{"ec2", "network-interface/", "AWS::EC2::NetworkInterface"},
    ArnRule{"ec2", "route-table/", "AWS::EC2::RouteTable"},
    ArnRule{"ec2", "security-group/", "AWS::EC2::SecurityGroup"},
    ArnRule{"ec2", "snapshot/", "AWS::EC2::Snapshot"},
    ArnRule{"ec2", "subnet/", "AWS::EC2::Subnet"},
    ArnRule{"ec2", "volume/", "AWS::EC2::Volume"},
    ArnRule{"ec2", "vpc-endpoint/", "AWS::EC2::VPCEndpoint"},
    ArnRule{"ec2", "vpc/", "AWS::EC2::VPC"},
    ArnRule{"ecr", "repository/", "AWS::ECR::Repository"},
    ArnRule{"ecs", "cluster/", "AWS::ECS::Cluster"},
    ArnRule{"ecs", "service/", "AWS::ECS::Service"},
    ArnRule{"ecs", "task-definition/", "AWS::ECS::TaskDefinition"},
    ArnRule{"ecs", "task/", "AWS::ECS::Task"},
    ArnRule{"eks", "cluster/", "AWS::EKS::Cluster"},
    ArnRule{"elasticfilesystem", "file-system/", "AWS::EFS::FileSystem"},
    ArnRule{"elasticloadbalancing", "loadbalancer/", "AWS::ElasticLoadBalancing::LoadBalancer"},
    ArnRule{"elasticloadbalancing", "targetgroup/", "AWS::ElasticLoadBalancingV2::TargetGroup"},
    ArnRule{"events", "event-bus/", "AWS::Events::EventBus"},
    ArnRule{"events", "rule/", "AWS::Events::Rule"},
    ArnRule{"firehose", "deliverystream/", "AWS::KinesisFirehose::DeliveryStream"},
    ArnRule{"guardduty", "detector/", "AWS::GuardDuty::Detector"},
    ArnRule{"iam", "group/", "AWS::IAM::Group"},
    ArnRule{"iam", "instance-profile/", "AWS::IAM::InstanceProfile"},
    ArnRule{"iam", "mfa/", "AWS::IAM::MfaDevice"},
    ArnRule{"iam", "oidc-provider/", "AWS::IAM::OpenIDConnectProvider"},
    ArnRule{"iam", "policy/", "AWS::IAM::Policy"},
    ArnRule{"iam", "role/", "AWS::IAM::Role"},
    ArnRule{"iam", "saml-provider/", "AWS::IAM::SamlProvider"},
    ArnRule{"iam", "server-certificate/", "AWS::IAM::ServerCertificate"},
    ArnRule{"iam", "user/", "AWS::IAM::User"},
    ArnRule{"kinesis", "stream/", "AWS::Kinesis::Stream"},
    ArnRule{"kms", "alias/", "AWS::KMS::Alias"},
    ArnRule{"kms", "key/", "AWS::KMS::Key"},
    ArnRule{"lambda", "function:", "AWS::Lambda::Function"},
    ArnRule{"lambda", "layer:", "AWS::Lambda::LayerVersion"},
    ArnRule{"logs", "log-group:", "AWS::Logs::LogGroup"},
    ArnRule{"rds", "cluster-snapshot:", "AWS::RDS::DBClusterSnapshot"},
    ArnRule{"rds", "cluster:", "AWS::RDS::DBCluster"},
    ArnRule{"rds", "db:", "AWS::RDS::DBInstance"},
    ArnRule{"rds", "snapshot:", "AWS::RDS::DBSnapshot"},
    ArnRule{"redshift", "cluster:", "AWS::Redshift::Cluster"},
    ArnRule{"route53", "hostedzone/", "AWS::Route53::HostedZone"},
    ArnRule{"secretsmanager", "secret:", "AWS::SecretsManager::Secret"},
    ArnRule{"sns", "", "AWS::SNS::Topic"},
    ArnRule{"sqs", "", "AWS::SQS::Queue"},
    ArnRule{"ssm", "document/", "AWS::SSM::Document"},
    ArnRule{"ssm", "managed-instance/", "AWS::SSM::ManagedInstance"},
    ArnRule{"ssm", "parameter/", "AWS::SSM::Parameter"},
    ArnRule{"states", "stateMachine:", "AWS::StepFunctions::StateMachine"},
};

struct Prefix
{
    std::string_view prefix;
    std::string_view type;
};

// Followed by 8 or 17 hexadecimal digits.
constexpr std::array kPrefixes{
    Prefix{"acl-", "AWS::EC2::NetworkAcl"},
    Prefix{"aclassoc-", "AWS::EC2::SubnetNetworkAclAssociation"},
    Prefix{"ami-", "AWS::EC2::Ami"},
    Prefix{"cgw-", "AWS::EC2::CustomerGateway"},
    Prefix{"dopt-", "AWS::EC2::DHCPOptions"},
    Prefix{"eipalloc-", "AWS::EC2::EIP"},
    Prefix{"eipassoc-", "AWS::EC2::EIPAssociation"},
    Prefix{"eni-", "AWS::EC2::NetworkInterface"},
    Prefix{"eni-attach-", "AWS::EC2::NetworkInterfaceAttachment"},
    Prefix{"fl-", "AWS::EC2::FlowLog"},
    Prefix{"fs-", "AWS::EFS::FileSystem"},
    Prefix{"h-", "AWS::EC2::Host"},
    Prefix{"i-", "AWS::EC2::Instance"},
    Prefix{"igw-", "AWS::EC2::InternetGateway"},
    Prefix{"key-", "AWS::EC2::KeyPair"},
    Prefix{"lt-", "AWS::EC2::LaunchTemplate"},
    Prefix{"mi-", "AWS::SSM::ManagedInstance"},
    Prefix{"nat-", "AWS::EC2::NatGateway"},
    Prefix{"pcx-", "AWS::EC2::VPCPeeringConnection"},
    Prefix{"rtb-", "AWS::EC2::RouteTable"},
    Prefix{"rtbassoc-", "AWS::EC2::SubnetRouteTableAssociation"},
    Prefix{"sg-", "AWS::EC2::SecurityGroup"},
    Prefix{"sgr-", "AWS::EC2::SecurityGroupRule"},
    Prefix{"sir-", "AWS::EC2::SpotInstanceRequest"},
    Prefix{"snap-", "AWS::EC2::Snapshot"},
    Prefix{"subnet-", "AWS::EC2::Subnet"},
    Prefix{"tgw-", "AWS::EC2::TransitGateway"},
    Prefix{"tgw-attach-", "AWS::EC2::TransitGatewayAttachment"},
    Prefix{"vgw-", "AWS::EC2::VPNGateway"},
    Prefix{"vol-", "AWS::EC2::Volume"},
    Prefix{"vpc-", "AWS::EC2::VPC"},
    Prefix{"vpce-", "AWS::EC2::VPCEndpoint"},
    Prefix{"vpn-", "AWS::EC2::VPNConnection"},
};

struct Parameter
{
    std::string_view name;
    std::string_view service; // "" for any
    std::string_view type;

    constexpr bool operator<(const Parameter& other) const
    {
        return name != other.name ? name < other.name : service < other.service;
    }
};

// Sorted by name, then service.
constexpr std::array kParameters{
    Parameter{"accessKeyId", "iam", "AWS::IAM::AccessKey"},
    Parameter{"accountAlias", "iam", "AWS::IAM::AccountAlias"},
    Parameter{"alarmName", "monitoring", "AWS::CloudWatch::Alarm"},
    Parameter{"alarmNames", "monitoring", "AWS::CloudWatch::Alarm"},
    Parameter{"aliasName", "kms", "AWS::KMS::Alias"},
    Parameter{"autoScalingGroupName", "", "AWS::AutoScaling::AutoScalingGroup"},
    Parameter{"bucketName", "", "AWS::S3::Bucket"},
    Parameter{"certificateId", "iam", "AWS::IAM::SigningCertificate"},
    Parameter{"cluster", "ecs", "AWS::ECS::Cluster"},
    Parameter{"clusterIdentifier", "redshift", "AWS::Redshift::Cluster"},
    Parameter{"clusterName", "ecs", "AWS::ECS::Cluster"},
    Parameter{"clusterName", "eks", "AWS::EKS::Cluster"},
    Parameter{"configRuleName", "config", "AWS::Config::ConfigRule"},
    Parameter{"configurationRecorderName", "config", "AWS::Config::ConfigurationRecorder"},
    Parameter{"dBClusterIdentifier", "rds", "AWS::RDS::DBCluster"},
    Parameter{"dBClusterParameterGroupName", "rds", "AWS::RDS::DBClusterParameterGroup"},
    Parameter{"dBClusterSnapshotIdentifier", "rds", "AWS::RDS::DBClusterSnapshot"},
    Parameter{"dBInstanceIdentifier", "rds", "AWS::RDS::DBInstance"},
    Parameter{"dBParameterGroupName", "rds", "AWS::RDS::DBParameterGroup"},
    Parameter{"dBSecurityGroupName", "rds", "AWS::RDS::DBSecurityGroup"},
    Parameter{"dBSnapshotIdentifier", "rds", "AWS::RDS::DBSnapshot"},
    Parameter{"dBSubnetGroupName", "rds", "AWS::RDS::DBSubnetGroup"},
    Parameter{"deliveryChannelName", "config", "AWS::Config::DeliveryChannel"},
    Parameter{"deliveryStreamName", "firehose", "AWS::KinesisFirehose::DeliveryStream"},
    Parameter{"detectorId", "guardduty", "AWS::GuardDuty::Detector"},
    Parameter{"documentName", "ssm", "AWS::SSM::Document"},
    Parameter{"functionName", "lambda", "AWS::Lambda::Function"},
    Parameter{"groupName", "ec2", "AWS::EC2::SecurityGroup"},
    Parameter{"groupName", "iam", "AWS::IAM::Group"},
    Parameter{"hostedZoneId", "route53", "AWS::Route53::HostedZone"},
    Parameter{"instanceProfileName", "iam", "AWS::IAM::InstanceProfile"},
    Parameter{"keyId", "kms", "AWS::KMS::Key"},
    Parameter{"keyName", "ec2", "AWS::EC2::KeyPair"},
    Parameter{"launchConfigurationName", "", "AWS::AutoScaling::LaunchConfiguration"},
    Parameter{"loadBalancerName", "", "AWS::ElasticLoadBalancing::LoadBalancer"},
    Parameter{"logGroupName", "logs", "AWS::Logs::LogGroup"},
    Parameter{"name", "cloudtrail", "AWS::CloudTrail::Trail"},
    Parameter{"name", "eks", "AWS::EKS::Cluster"},
    Parameter{"name", "events", "AWS::Events::Rule"},
    Parameter{"name", "secretsmanager", "AWS::SecretsManager::Secret"},
    Parameter{"name", "ssm", "AWS::SSM::Parameter"},
    Parameter{"names", "ssm", "AWS::SSM::Parameter"},
    Parameter{"policyName", "iam", "AWS::IAM::Policy"},
    Parameter{"projectName", "codebuild", "AWS::CodeBuild::Project"},
    Parameter{"queueName", "sqs", "AWS::SQS::Queue"},
    Parameter{"queueUrl", "sqs", "AWS::SQS::Queue"},
    Parameter{"repositoryName", "ecr", "AWS::ECR::Repository"},
    Parameter{"roleName", "iam", "AWS::IAM::Role"},
    Parameter{"s3BucketName", "", "AWS::S3::Bucket"},
    Parameter{"sSHPublicKeyId", "iam", "AWS::IAM::SshPublicKey"},
    Parameter{"secretId", "secretsmanager", "AWS::SecretsManager::Secret"},
    Parameter{"serialNumber", "iam", "AWS::IAM::MfaDevice"},
    Parameter{"serverCertificateName", "iam", "AWS::IAM::ServerCertificate"},
    Parameter{"stackName", "cloudformation", "AWS::CloudFormation::Stack"},
    Parameter{"streamName", "kinesis", "AWS::Kinesis::Stream"},
    Parameter{"tableName", "dynamodb", "AWS::DynamoDB::Table"},
    Parameter{"trailName", "cloudtrail", "AWS::CloudTrail::Trail"},
    Parameter{"trailNameList", "cloudtrail", "AWS::CloudTrail::Trail"},
    Parameter{"userName", "iam", "AWS::IAM::User"},
    Parameter{"virtualMFADeviceName", "iam", "AWS::IAM::MfaDevice"},
};

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

// Field `index` of an ARN; the last one (5) is all the rest.
std::string_view arnField(std::string_view arn, int index)
{
    for (int i = 0; i < index; ++i) {
        const auto colon = arn.find(':');
        if (colon == std::string_view::npos)
            return {};
        arn.remove_prefix(colon + 1);
    }
    return index == 5 ? arn : arn.substr(0, arn.find(':'));
}

} // namespace

bool isArn(std::string_view text)
{
    return text.substr(0, 4) == "arn:" && std::count(text.begin(), text.end(), ':') >= 5
        && text.find_first_of(" \"{}\n") == std::string_view::npos;
}

std::string_view typeOfArn(std::string_view arn)
{
    const std::string_view service = arnField(arn, 2);
    const std::string_view resource = arnField(arn, 5);
    if (service == "s3") {
        if (resource.substr(0, 12) == "accesspoint/")
            return "AWS::S3::AccessPoint";
        return resource.find('/') == std::string_view::npos ? "AWS::S3::Bucket" : "AWS::S3::Object";
    }
    for (const ArnRule& rule : kArnRules) {
        if (rule.service == service && resource.substr(0, rule.resource.size()) == rule.resource)
            return rule.type;
    }
    return {};
}

std::string_view typeOfIdentifier(std::string_view text)
{
    const auto dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0)
        return {};
    const std::string_view digits = text.substr(dash + 1);
    if ((digits.size() != 8 && digits.size() != 17)
        || !std::all_of(digits.begin(), digits.end(), isHex))
        return {};
    const std::string_view prefix = text.substr(0, dash + 1);
    const auto at = std::lower_bound(
        kPrefixes.begin(), kPrefixes.end(), prefix,
        [](const Prefix& known, std::string_view wanted) { return known.prefix < wanted; });
    return at != kPrefixes.end() && at->prefix == prefix ? at->type : std::string_view();
}

std::string_view typeOfParameter(std::string_view eventSource, std::string_view parameter)
{
    const std::string_view service = eventSource.substr(0, eventSource.find('.'));
    const auto find = [](const Parameter& wanted) -> std::string_view {
        const auto at = std::lower_bound(kParameters.begin(), kParameters.end(), wanted);
        return at != kParameters.end() && !(wanted < *at) ? at->type : std::string_view();
    };
    const std::string_view exact = find({parameter, service, {}});
    return exact.empty() ? find({parameter, {}, {}}) : exact;
}

std::string_view lastSegment(std::string_view arn)
{
    const std::string_view resource = arnField(arn, 5);
    const auto cut = resource.find_last_of("/:");
    return cut == std::string_view::npos ? resource : resource.substr(cut + 1);
}

std::string_view serviceOfArn(std::string_view arn)
{
    return arnField(arn, 2);
}

bool resourceTablesAreSorted()
{
    return std::is_sorted(kParameters.begin(), kParameters.end())
        && std::is_sorted(kPrefixes.begin(), kPrefixes.end(),
                          [](const Prefix& a, const Prefix& b) { return a.prefix < b.prefix; });
}

} // namespace trailloupe::query
