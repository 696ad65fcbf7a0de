#include "model/config/calleffects.h"

#include "model/base/asciitext.h"
#include "model/query/sensitiveactions.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

struct Effect
{
    std::string_view service;
    std::string_view event; // a '*' at the end stands for anything
    std::string_view words;
};

constexpr std::string_view kTags = "tags";
constexpr std::string_view kInstanceState =
    ".state|launchtime|publicip|publicdns|privateip|privatedns|association|networkinterfaces|"
    "blockdevicemappings|securitygroups|iaminstanceprofile|ebs|monitoring";

// The first that fits counts.
constexpr std::array kEffects{
    Effect{"autoscaling", "SetDesiredCapacity", "desiredcapacity|instances"},
    Effect{"autoscaling", "AttachInstances", "instances|desiredcapacity"},
    Effect{"autoscaling", "DetachInstances", "instances|desiredcapacity"},
    Effect{"autoscaling", "SuspendProcesses", "suspendedprocesses"},
    Effect{"autoscaling", "ResumeProcesses", "suspendedprocesses"},
    Effect{"cloudtrail", "StartLogging", "logging"},
    Effect{"cloudtrail", "StopLogging", "logging"},
    Effect{"cloudtrail", "PutEventSelectors", "selectors"},
    Effect{"cloudtrail", "PutInsightSelectors", "selectors"},
    Effect{"dynamodb", "UpdateContinuousBackups", "continuousbackups|pointintime"},
    Effect{"dynamodb", "UpdateTimeToLive", "timetolive"},
    Effect{"ec2", "AssociateAddress",
           "association|instanceid|networkinterface|privateip|publicip|publicdns"},
    Effect{"ec2", "AssociateIamInstanceProfile", "iaminstanceprofile"},
    Effect{"ec2", "AssociateRouteTable", "associations"},
    Effect{"ec2", "AttachInternetGateway", "attachments"},
    Effect{"ec2", "AttachNetworkInterface", "networkinterfaces|attachment|.status|privateip"},
    Effect{"ec2", "AttachVolume", "attachments|blockdevicemappings|.state"},
    Effect{"ec2", "AuthorizeSecurityGroupEgress", "ippermissionsegress"},
    Effect{"ec2", "AuthorizeSecurityGroupIngress", "ippermissions["},
    Effect{"ec2", "CreateNetworkAclEntry", "entries"},
    Effect{"ec2", "CreateRoute", "routes"},
    Effect{"ec2", "DeleteNetworkAclEntry", "entries"},
    Effect{"ec2", "DeleteRoute", "routes"},
    Effect{"ec2", "DetachInternetGateway", "attachments"},
    Effect{"ec2", "DetachNetworkInterface", "networkinterfaces|attachment|.status|privateip"},
    Effect{"ec2", "DetachVolume", "attachments|blockdevicemappings|.state"},
    Effect{"ec2", "DisassociateAddress",
           "association|instanceid|networkinterface|privateip|publicip|publicdns"},
    Effect{"ec2", "DisassociateIamInstanceProfile", "iaminstanceprofile"},
    Effect{"ec2", "DisassociateRouteTable", "associations"},
    Effect{"ec2", "ModifyInstanceAttribute",
           "instancetype|securitygroups|groups|sourcedestcheck|userdata|ebsoptimized|"
           "apitermination|apistop|shutdownbehavior|kernel|ramdisk|blockdevicemappings|"
           "enasupport|sriov"},
    Effect{"ec2", "ModifyInstanceMetadataOptions", "metadataoptions"},
    Effect{"ec2", "ModifyNetworkInterfaceAttribute",
           "groups|sourcedestcheck|description|attachment|enasrd|publicip"},
    Effect{"ec2", "ModifySecurityGroupRules", "ippermissions"},
    Effect{"ec2", "ModifySubnetAttribute",
           "publicip|ipv6address|privatedns|dns64|customerowned|lni"},
    Effect{"ec2", "ModifyVolume", ".size|iops|volumetype|throughput|.state"},
    Effect{"ec2", "ModifyVpcAttribute", "dns|addressusage"},
    Effect{"ec2", "MonitorInstances", "monitoring"},
    Effect{"ec2", "RebootInstances", kInstanceState},
    Effect{"ec2", "ReplaceIamInstanceProfileAssociation", "iaminstanceprofile"},
    Effect{"ec2", "ReplaceNetworkAclAssociation", "associations"},
    Effect{"ec2", "ReplaceNetworkAclEntry", "entries"},
    Effect{"ec2", "ReplaceRoute", "routes"},
    Effect{"ec2", "ReplaceRouteTableAssociation", "associations"},
    Effect{"ec2", "RevokeSecurityGroupEgress", "ippermissionsegress"},
    Effect{"ec2", "RevokeSecurityGroupIngress", "ippermissions["},
    Effect{"ec2", "StartInstances", kInstanceState},
    Effect{"ec2", "StopInstances", kInstanceState},
    Effect{"ec2", "TerminateInstances", kInstanceState},
    Effect{"ec2", "UnmonitorInstances", "monitoring"},
    Effect{"ec2", "UpdateSecurityGroupRuleDescriptions*", "ippermissions"},
    Effect{"iam", "AddRoleToInstanceProfile", "instanceprofile|roles"},
    Effect{"iam", "AddUserToGroup", "grouplist|grouppolicylist|users"},
    Effect{"iam", "AttachGroupPolicy", "attachedmanagedpolicies|attachmentcount"},
    Effect{"iam", "AttachRolePolicy", "attachedmanagedpolicies|attachmentcount"},
    Effect{"iam", "AttachUserPolicy", "attachedmanagedpolicies|attachmentcount"},
    Effect{"iam", "CreatePolicyVersion", "policyversionlist|defaultversionid|updatedate"},
    Effect{"iam", "DeleteGroupPolicy", "policylist"},
    Effect{"iam", "DeletePolicyVersion", "policyversionlist|updatedate"},
    Effect{"iam", "DeleteRolePermissionsBoundary", "permissionsboundary"},
    Effect{"iam", "DeleteRolePolicy", "policylist"},
    Effect{"iam", "DeleteUserPermissionsBoundary", "permissionsboundary"},
    Effect{"iam", "DeleteUserPolicy", "policylist"},
    Effect{"iam", "DetachGroupPolicy", "attachedmanagedpolicies|attachmentcount"},
    Effect{"iam", "DetachRolePolicy", "attachedmanagedpolicies|attachmentcount"},
    Effect{"iam", "DetachUserPolicy", "attachedmanagedpolicies|attachmentcount"},
    Effect{"iam", "PutGroupPolicy", "policylist"},
    Effect{"iam", "PutRolePermissionsBoundary", "permissionsboundary"},
    Effect{"iam", "PutRolePolicy", "policylist"},
    Effect{"iam", "PutUserPermissionsBoundary", "permissionsboundary"},
    Effect{"iam", "PutUserPolicy", "policylist"},
    Effect{"iam", "RemoveRoleFromInstanceProfile", "instanceprofile|roles"},
    Effect{"iam", "RemoveUserFromGroup", "grouplist|grouppolicylist|users"},
    Effect{"iam", "SetDefaultPolicyVersion", "policyversionlist|defaultversionid|updatedate"},
    Effect{"iam", "UpdateAssumeRolePolicy", "assumerolepolicydocument"},
    Effect{"iam", "UpdateRole", "description|maxsessionduration"},
    Effect{"iam", "UpdateRoleDescription", "description"},
    Effect{"kms", "CancelKeyDeletion", "keystate|enabled|deletiondate"},
    Effect{"kms", "DisableKey", "keystate|enabled"},
    Effect{"kms", "DisableKeyRotation", "rotation"},
    Effect{"kms", "EnableKey", "keystate|enabled"},
    Effect{"kms", "EnableKeyRotation", "rotation"},
    Effect{"kms", "PutKeyPolicy", "policy"},
    Effect{"kms", "ScheduleKeyDeletion", "keystate|enabled|deletiondate"},
    Effect{"kms", "UpdateKeyDescription", "description"},
    Effect{"lambda", "AddPermission", "policy|revisionid"},
    Effect{"lambda", "DeleteFunctionConcurrency", "concurren"},
    Effect{"lambda", "PutFunctionConcurrency", "concurren"},
    Effect{"lambda", "RemovePermission", "policy|revisionid"},
    Effect{"lambda", "UpdateFunctionCode",
           "code|revisionid|version|status|state|image|signing|architectures"},
    Effect{"rds", "RebootDBInstance", "status|parametergroups"},
    Effect{"rds", "StartDB*", "status"},
    Effect{"rds", "StopDB*", "status"},
    Effect{"s3", "DeleteBucketCors", "crossorigin"},
    Effect{"s3", "DeleteBucketEncryption", "encryption"},
    Effect{"s3", "DeleteBucketLifecycle", "lifecycle"},
    Effect{"s3", "DeleteBucketOwnershipControls", "ownership"},
    Effect{"s3", "DeleteBucketPolicy", "bucketpolicy"},
    Effect{"s3", "DeleteBucketPublicAccessBlock", "publicaccessblock"},
    Effect{"s3", "DeleteBucketReplication", "replication"},
    Effect{"s3", "DeleteBucketWebsite", "website"},
    Effect{"s3", "PutBucketAcl", "accesscontrollist"},
    Effect{"s3", "PutBucketCors", "crossorigin"},
    Effect{"s3", "PutBucketEncryption", "encryption"},
    Effect{"s3", "PutBucketLifecycle*", "lifecycle"},
    Effect{"s3", "PutBucketLogging", "logging"},
    Effect{"s3", "PutBucketNotification*", "notification"},
    Effect{"s3", "PutBucketObjectLock*", "objectlock"},
    Effect{"s3", "PutBucketOwnershipControls", "ownership"},
    Effect{"s3", "PutBucketPolicy", "bucketpolicy"},
    Effect{"s3", "PutBucketPublicAccessBlock", "publicaccessblock"},
    Effect{"s3", "PutBucketReplication", "replication"},
    Effect{"s3", "PutBucketRequestPayment", "requesterpays"},
    Effect{"s3", "PutBucketVersioning", "versioning"},
    Effect{"s3", "PutBucketWebsite", "website"},
    Effect{"s3", "PutAccelerateConfiguration", "accelerate"},
    Effect{"sns", "AddPermission", "policy"},
    Effect{"sns", "RemovePermission", "policy"},
    Effect{"sqs", "AddPermission", "policy"},
    Effect{"sqs", "RemovePermission", "policy"},
};

bool fits(std::string_view pattern, std::string_view name)
{
    if (pattern.ends_with('*'))
        return name.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == name;
}

} // namespace

std::optional<CallEffects> CallEffects::of(std::string_view eventSource, std::string_view eventName,
                                           const CallWords& words)
{
    if (words.isTagCall())
        return CallEffects(kTags);
    const std::string_view service = eventSource.substr(0, eventSource.find('.'));
    const std::string_view name = query::withoutApiVersion(eventName);
    const auto it = std::ranges::find_if(kEffects, [&](const Effect& effect) {
        return effect.service == service && fits(effect.event, name);
    });
    return it == kEffects.end() ? std::nullopt : std::optional(CallEffects(it->words));
}

bool CallEffects::cover(const Change& change) const
{
    if (change.section == Change::Section::Tags)
        return m_words == kTags;
    if (change.section == Change::Section::Relationships)
        return false; // by what they relate to, not by a word
    const std::string path = lowerAscii(change.path);
    std::string_view words = m_words;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('|'), words.size());
        if (path.find(words.substr(0, end)) != std::string::npos)
            return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

} // namespace trailloupe::config
