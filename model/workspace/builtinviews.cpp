// The views that come with the program. tests/model/workspace/tst_savedviews reads every one.
#include "model/workspace/savedviews.h"

#include <array>

namespace trailloupe::workspace {
namespace {

using Group = BuiltInView::Group;

constexpr std::array kViews{
    // ---- questions
    BuiltInView{"changes", Group::Question,
                "verb:(write or sensitive or destructive) outcome:success"},
    BuiltInView{"denied", Group::Question, "class:denied"},
    BuiltInView{"root", Group::Question,
                "userIdentity.type:Root not userIdentity.invokedBy:* not "
                "eventType:AwsServiceEvent"},
    BuiltInView{"signins", Group::Question,
                "eventName:(ConsoleLogin or CheckMfa or SwitchRole or GetSigninToken or "
                "UserAuthentication or CredentialVerification)"},
    BuiltInView{"iam", Group::Question,
                "service:(iam or sso or sso-directory or identitystore or organizations) "
                "verb:(write or sensitive or destructive)"},
    BuiltInView{"keys", Group::Question,
                "eventName:(CreateAccessKey or DeleteAccessKey or UpdateAccessKey or "
                "GetAccessKeyLastUsed or ListAccessKeys or CreateLoginProfile or "
                "UpdateLoginProfile or GetSessionToken or GetFederationToken or AssumeRole*)"},
    BuiltInView{
        "coverup", Group::Question,
        "eventName:(StopLogging or DeleteTrail or UpdateTrail or PutEventSelectors or "
        "PutInsightSelectors or DeleteEventDataStore or StopEventDataStoreIngestion or "
        "StopConfigurationRecorder or DeleteConfigurationRecorder or "
        "DeleteDeliveryChannel or DeleteConfigRule or DeleteFlowLogs or DeleteDetector or "
        "UpdateDetector or ArchiveFindings or DisassociateFromMasterAccount or "
        "DisassociateFromAdministratorAccount or StopMonitoringMembers or DeleteMembers "
        "or DisableSecurityHub or BatchDisableStandards or DeleteLogGroup or "
        "DeleteLogStream or PutRetentionPolicy or DeleteAlarms or DisableAlarmActions or "
        "DeleteSubscriptionFilter or DeleteMetricFilter or DeleteBucketLogging or "
        "PutBucketLogging or DeleteRule or DisableRule or DeleteAnalyzer or LeaveOrganization)"},
    BuiltInView{"sharing", Group::Question,
                "eventName:(PutBucketPolicy or PutBucketAcl or PutObjectAcl or "
                "DeletePublicAccessBlock or DeleteBucketPublicAccessBlock or "
                "PutBucketPublicAccessBlock or ModifySnapshotAttribute or ModifyImageAttribute or "
                "ModifyDBSnapshotAttribute or AddPermission* or PutKeyPolicy or CreateGrant or "
                "AuthorizeSecurityGroupIngress or CreateResourceShare)"},
    BuiltInView{"destroyed", Group::Question, "verb:destructive outcome:success"},

    // ---- CIS: numbers are those of version 1.5
    BuiltInView{
        "4.1", Group::Cis,
        R"({ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") })"},
    BuiltInView{
        "4.2", Group::Cis,
        R"({ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") })"},
    BuiltInView{"4.3", Group::Cis,
                R"({ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && )"
                R"($.eventType != "AwsServiceEvent" })"},
    BuiltInView{"4.4", Group::Cis,
                "{ ($.eventName = DeleteGroupPolicy) || ($.eventName = DeleteRolePolicy) || "
                "($.eventName = DeleteUserPolicy) || ($.eventName = PutGroupPolicy) || "
                "($.eventName = PutRolePolicy) || ($.eventName = PutUserPolicy) || "
                "($.eventName = CreatePolicy) || ($.eventName = DeletePolicy) || "
                "($.eventName = CreatePolicyVersion) || ($.eventName = DeletePolicyVersion) || "
                "($.eventName = AttachRolePolicy) || ($.eventName = DetachRolePolicy) || "
                "($.eventName = AttachUserPolicy) || ($.eventName = DetachUserPolicy) || "
                "($.eventName = AttachGroupPolicy) || ($.eventName = DetachGroupPolicy) }"},
    BuiltInView{"4.5", Group::Cis,
                "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || "
                "($.eventName = DeleteTrail) || ($.eventName = StartLogging) || "
                "($.eventName = StopLogging) }"},
    BuiltInView{
        "4.6", Group::Cis,
        R"({ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") })"},
    BuiltInView{"4.7", Group::Cis,
                "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || "
                "($.eventName = ScheduleKeyDeletion)) }"},
    BuiltInView{"4.8", Group::Cis,
                "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || "
                "($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || "
                "($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || "
                "($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || "
                "($.eventName = DeleteBucketLifecycle) || "
                "($.eventName = DeleteBucketReplication)) }"},
    BuiltInView{"4.9", Group::Cis,
                "{ ($.eventSource = config.amazonaws.com) && "
                "(($.eventName = StopConfigurationRecorder) || "
                "($.eventName = DeleteDeliveryChannel) || ($.eventName = PutDeliveryChannel) || "
                "($.eventName = PutConfigurationRecorder)) }"},
    BuiltInView{"4.10", Group::Cis,
                "{ ($.eventName = AuthorizeSecurityGroupIngress) || "
                "($.eventName = AuthorizeSecurityGroupEgress) || "
                "($.eventName = RevokeSecurityGroupIngress) || "
                "($.eventName = RevokeSecurityGroupEgress) || "
                "($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) }"},
    BuiltInView{"4.11", Group::Cis,
                "{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || "
                "($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || "
                "($.eventName = ReplaceNetworkAclEntry) || "
                "($.eventName = ReplaceNetworkAclAssociation) }"},
    BuiltInView{"4.12", Group::Cis,
                "{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) "
                "|| ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) "
                "|| ($.eventName = DeleteInternetGateway) || "
                "($.eventName = DetachInternetGateway) }"},
    BuiltInView{"4.13", Group::Cis,
                "{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || "
                "($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || "
                "($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || "
                "($.eventName = DisassociateRouteTable) }"},
    BuiltInView{"4.14", Group::Cis,
                "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || "
                "($.eventName = ModifyVpcAttribute) || ($.eventName = AcceptVpcPeeringConnection) "
                "|| ($.eventName = CreateVpcPeeringConnection) || "
                "($.eventName = DeleteVpcPeeringConnection) || "
                "($.eventName = RejectVpcPeeringConnection) || "
                "($.eventName = AttachClassicLinkVpc) || ($.eventName = DetachClassicLinkVpc) || "
                "($.eventName = DisableVpcClassicLink) || ($.eventName = EnableVpcClassicLink) }"},
    BuiltInView{"4.15", Group::Cis,
                "{ ($.eventSource = organizations.amazonaws.com) && "
                "(($.eventName = AcceptHandshake) || ($.eventName = AttachPolicy) || "
                "($.eventName = CreateAccount) || ($.eventName = CreateOrganizationalUnit) || "
                "($.eventName = CreatePolicy) || ($.eventName = DeclineHandshake) || "
                "($.eventName = DeleteOrganization) || "
                "($.eventName = DeleteOrganizationalUnit) || ($.eventName = DeletePolicy) || "
                "($.eventName = DetachPolicy) || ($.eventName = DisablePolicyType) || "
                "($.eventName = EnablePolicyType) || ($.eventName = InviteAccountToOrganization) "
                "|| ($.eventName = LeaveOrganization) || ($.eventName = MoveAccount) || "
                "($.eventName = RemoveAccountFromOrganization) || ($.eventName = UpdatePolicy) || "
                "($.eventName = UpdateOrganizationalUnit)) }"},
};

} // namespace

std::span<const BuiltInView> builtInViews()
{
    return kViews;
}

} // namespace trailloupe::workspace
