#include "model/config/mentionrules.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

using Naming = MentionRule::Naming;

constexpr std::string_view kContains = "contains";
constexpr std::string_view kAttached = "is attached to";
constexpr std::string_view kAssociated = "is associated with";
constexpr std::string_view kRefers = "refers to";
constexpr std::string_view kUses = "uses";
constexpr std::string_view kEncrypted = "is encrypted with";
constexpr std::string_view kRoutes = "routes to";
constexpr std::string_view kDelivers = "delivers to";

constexpr std::string_view kGroup = "aws::ec2::securitygroup";
constexpr std::string_view kRouteTable = "aws::ec2::routetable";
constexpr std::string_view kRole = "aws::iam::role";

constexpr MentionRule kNothing{{}, {}, {}, Naming::None, {}, false};
constexpr MentionRule kAnything{{}, {}, {}, Naming::Any, kRefers, false};

// The first that fits counts: those of a type before those of all.
constexpr std::array kRules{
    // Not of other resources.
    MentionRule{{}, "ownerid", {}, Naming::None, {}},
    MentionRule{{}, "requesterid", {}, Naming::None, {}},
    MentionRule{{}, "reservationid", {}, Naming::None, {}},
    // Who may pass, and which way.
    MentionRule{kGroup, "ippermissions.useridgrouppairs.groupid", "AWS::EC2::SecurityGroup",
                Naming::Id, "allows from"},
    MentionRule{kGroup, "ippermissionsegress.useridgrouppairs.groupid", "AWS::EC2::SecurityGroup",
                Naming::Id, "allows to"},
    MentionRule{kGroup, "vpcpeeringconnectionid", {}, Naming::IdByForm, kRefers},
    MentionRule{kRouteTable, "routes.gatewayid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "routes.natgatewayid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "routes.transitgatewayid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "routes.vpcpeeringconnectionid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "routes.networkinterfaceid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "routes.egressonlyinternetgatewayid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "routes.instanceid", {}, Naming::IdByForm, kRoutes},
    MentionRule{kRouteTable, "associations.subnetid", "AWS::EC2::Subnet", Naming::Id, kContains},
    MentionRule{kRouteTable, "associations.gatewayid", {}, Naming::IdByForm, kAssociated},
    MentionRule{"aws::ec2::networkacl", "associations.subnetid", "AWS::EC2::Subnet", Naming::Id,
                kAttached},
    MentionRule{
        "aws::ec2::networkinterface", "configuration.description", {}, Naming::Purpose, kAttached},
    MentionRule{"aws::ec2::internetgateway", "attachments.vpcid", "AWS::EC2::VPC", Naming::Id,
                kAttached},
    MentionRule{"aws::ec2::vpcpeeringconnection", "vpcid", "AWS::EC2::VPC", Naming::Id,
                kAssociated},
    MentionRule{"aws::ec2::vpngateway", "vpcid", "AWS::EC2::VPC", Naming::Id, kAttached},
    MentionRule{"aws::ec2::instance", "networkinterfaces.networkinterfaceid",
                "AWS::EC2::NetworkInterface", Naming::Id, kContains},
    // Who may do what.
    MentionRule{{}, "iaminstanceprofile.arn", {}, Naming::Arn, kUses},
    MentionRule{kRole, "instanceprofilelist.arn", {}, Naming::Arn, kContains, true},
    MentionRule{
        kRole, "assumerolepolicydocument.statement.principal.aws", {}, Naming::Any, "trusts"},
    MentionRule{{}, "attachedmanagedpolicies.policyarn", {}, Naming::Arn, kAttached},
    MentionRule{{}, "permissionsboundaryarn", {}, Naming::Arn, "is bounded by"},
    MentionRule{{}, "statement.principal.aws", {}, Naming::Any, "allows"},
    MentionRule{{}, "rolearn", {}, Naming::Arn, kUses},
    MentionRule{"aws::lambda::function", "configuration.role", {}, Naming::Arn, kUses},
    MentionRule{"aws::codebuild::project", "servicerole", {}, Naming::Arn, kUses},
    // What is written where, and with which key.
    MentionRule{{}, "kmskeyid", "AWS::KMS::Key", Naming::Key, kEncrypted},
    MentionRule{{}, "kmskeyarn", "AWS::KMS::Key", Naming::Key, kEncrypted},
    MentionRule{{}, "kmsmasterkeyid", "AWS::KMS::Key", Naming::Key, kEncrypted},
    MentionRule{{}, "kmsmasterkeyarn", "AWS::KMS::Key", Naming::Key, kEncrypted},
    MentionRule{{}, "s3bucketname", "AWS::S3::Bucket", Naming::Name, kDelivers},
    MentionRule{{}, "destinationbucketname", "AWS::S3::Bucket", Naming::Name, kDelivers},
    MentionRule{{}, "cloudwatchlogsloggrouparn", {}, Naming::Arn, kDelivers},
    MentionRule{{}, "snstopicarn", {}, Naming::Arn, kDelivers},
    MentionRule{{}, "loggroupname", "AWS::Logs::LogGroup", Naming::Name, kDelivers},
    // Networks.
    MentionRule{{}, "subnetid", "AWS::EC2::Subnet", Naming::Id, kContains, true},
    MentionRule{{}, "subnetids", "AWS::EC2::Subnet", Naming::Id, kAttached},
    MentionRule{{}, "subnetidentifier", "AWS::EC2::Subnet", Naming::Id, kAssociated},
    MentionRule{{}, "subnets", {}, Naming::IdByForm, kAttached},
    MentionRule{{}, "vpcid", "AWS::EC2::VPC", Naming::Id, kContains, true},
    MentionRule{{}, "securitygroups.groupid", "AWS::EC2::SecurityGroup", Naming::Id, kAssociated},
    MentionRule{{}, "groups.groupid", "AWS::EC2::SecurityGroup", Naming::Id, kAssociated},
    MentionRule{{}, "groupset.groupid", "AWS::EC2::SecurityGroup", Naming::Id, kAssociated},
    MentionRule{{}, "securitygroups", {}, Naming::IdByForm, kAssociated},
    MentionRule{{}, "securitygroupids", {}, Naming::IdByForm, kAssociated},
    MentionRule{{}, "vpcsecuritygroupid", "AWS::EC2::SecurityGroup", Naming::Id, kAssociated},
    MentionRule{{}, "vpcsecuritygroupids", {}, Naming::IdByForm, kAssociated},
    // Machines and their parts.
    MentionRule{{}, "ebs.volumeid", "AWS::EC2::Volume", Naming::Id, kAttached},
    MentionRule{{}, "attachment.instanceid", "AWS::EC2::Instance", Naming::Id, kAttached},
    MentionRule{{}, "attachments.instanceid", "AWS::EC2::Instance", Naming::Id, kAttached},
    MentionRule{{},
                "natgatewayaddresses.networkinterfaceid",
                "AWS::EC2::NetworkInterface",
                Naming::Id,
                kAttached},
    MentionRule{{}, "allocationid", "AWS::EC2::EIP", Naming::Id, kAttached},
    MentionRule{{}, "launchtemplateid", "AWS::EC2::LaunchTemplate", Naming::Id, kUses},
    MentionRule{{}, "targetgrouparn", {}, Naming::Arn, "forwards to"},
    MentionRule{{}, "targetgrouparns", {}, Naming::Arn, "forwards to"},
    MentionRule{{}, "loadbalancerarn", {}, Naming::Arn, kAssociated},
    MentionRule{{}, "loadbalancerarns", {}, Naming::Arn, kAssociated},
    MentionRule{"aws::rds::dbinstance", "dbclusteridentifier", "AWS::RDS::DBCluster", Naming::Name,
                kContains, true},
    MentionRule{"aws::rds::dbinstance", "readreplicasourcedbinstanceidentifier",
                "AWS::RDS::DBInstance", Naming::Name, "is a replica of"},
};

// The end of a path, at the border of a key.
bool endsWithKeys(std::string_view path, std::string_view keys)
{
    return path.ends_with(keys)
        && (path.size() == keys.size() || path[path.size() - keys.size() - 1] == '.');
}

// "taskrolearn", "cloudwatchlogsrolearn": of any service's own spelling.
bool endsWithRole(std::string_view path, std::string_view rule)
{
    return rule == "rolearn" && path.ends_with(rule);
}

} // namespace

const MentionRule& mentionRule(std::string_view type, std::string_view path)
{
    const bool isOfResource =
        path.starts_with("configuration.") || path.starts_with("supplementaryconfiguration.");
    if (!isOfResource || path.find(".tags") != std::string_view::npos
        || path.find(".tagset") != std::string_view::npos)
        return kNothing;
    for (const MentionRule& rule : kRules) {
        if ((rule.source.empty() || rule.source == type)
            && (endsWithKeys(path, rule.path) || endsWithRole(path, rule.path)))
            return rule;
    }
    return kAnything;
}

} // namespace trailloupe::config
