// The rules that come with the program. tests/model/detection has for each of them events that it
// finds and events that look like them and that it does not.
//
// Names alone would do for most, but other services use some of them too (CreateUser, Disable), so
// the source is asked for as well. Only what succeeded counts, except where a rule is about
// attempts.
#include "model/detection/rule.h"

#include <initializer_list>

namespace trailloupe::detection {
namespace {

// Any network of no length is the whole world, however it is written.
constexpr std::string_view kOpenToTheWorld =
    R"((requestParameters.cidrIp endswith "/0")"
    R"( or requestParameters.ipPermissions.items.ipRanges.items.cidrIp endswith "/0")"
    R"( or requestParameters.ipPermissions.items.ipv6Ranges.items.cidrIpv6 endswith "/0"))";

// A port that is none of web servers, or none at all. With kOnlyWebPorts it is either the one or
// the other: both without the negations that also hold for events without a port.
constexpr std::string_view kOtherPorts =
    "(requestParameters.fromPort:(..79 or 81..442 or 444..)"
    " or requestParameters.toPort:(..79 or 81..442 or 444..)"
    " or requestParameters.ipPermissions.items.fromPort:(..79 or 81..442 or 444..)"
    " or requestParameters.ipPermissions.items.toPort:(..79 or 81..442 or 444..)"
    " or (not requestParameters.fromPort:*"
    " not requestParameters.ipPermissions.items.fromPort:*)"
    " or (not requestParameters.toPort:* not requestParameters.ipPermissions.items.toPort:*))";
constexpr std::string_view kOnlyWebPorts =
    "((requestParameters.fromPort:(80 or 443) requestParameters.toPort:(80 or 443))"
    " or (requestParameters.ipPermissions.items.fromPort:(80 or 443)"
    " requestParameters.ipPermissions.items.toPort:(80 or 443)"
    " not requestParameters.ipPermissions.items.fromPort:(..79 or 81..442 or 444..)"
    " not requestParameters.ipPermissions.items.toPort:(..79 or 81..442 or 444..)))";

constexpr std::string_view kIngress =
    "eventSource:ec2.amazonaws.com eventName:AuthorizeSecurityGroupIngress outcome:success ";

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text += part;
    return text;
}

// A statement that lets everybody in and has no condition. Which conditions still let everybody in
// is not a question for a filter.
std::string publicStatement(const std::string& path)
{
    return joined({path, ".Effect:Allow (", path, R"(.Principal:"*" or )", path,
                   R"(.Principal.AWS:"*") not )", path, ".Condition:*"});
}

// Of one statement that allows, or of several that all do; where others deny, of the first of them,
// one by one: a filter cannot say that two conditions are about the same element, whichever it is.
std::string publicBucketPolicy()
{
    constexpr int kLookedAt = 5;
    const std::string statement = "requestParameters.bucketPolicy.Statement";
    std::string text = "((" + publicStatement(statement) + " not " + statement + ".Effect:Deny)";
    for (int i = 0; i < kLookedAt; ++i)
        text += " or (" + publicStatement(statement + '[' + std::to_string(i) + ']') + ')';
    return text + ')';
}

void addRecording(std::vector<Rule>& rules)
{
    rules.push_back({"cloudtrail-stopped",
                     "CloudTrail logging stopped",
                     Severity::Critical,
                     "What happens from here on is missing in the logs. Look at who did it, and "
                     "at what was done just before.",
                     "eventSource:cloudtrail.amazonaws.com eventName:(StopLogging or DeleteTrail "
                     "or DeleteEventDataStore or StopEventDataStoreIngestion) outcome:success",
                     {"T1562.008"}});
    rules.push_back({"cloudtrail-narrowed",
                     "CloudTrail records less",
                     Severity::High,
                     "A trail no longer records management events, reads or writes, other "
                     "Regions, global services, or the digests that prove its files.",
                     "eventSource:cloudtrail.amazonaws.com outcome:success "
                     "((eventName:PutEventSelectors "
                     "(requestParameters.eventSelectors.includeManagementEvents:false or "
                     "requestParameters.eventSelectors.readWriteType:(ReadOnly or WriteOnly))) or "
                     "(eventName:UpdateTrail (requestParameters.isMultiRegionTrail:false or "
                     "requestParameters.includeGlobalServiceEvents:false or "
                     "requestParameters.enableLogFileValidation:false)))",
                     {"T1562.008"}});
    rules.push_back({"cloudtrail-changed",
                     "What a trail records was changed",
                     Severity::Medium,
                     "Selectors and settings of a trail decide what can be seen later. Compare "
                     "the request with the one before it.",
                     "eventSource:cloudtrail.amazonaws.com eventName:(PutEventSelectors or "
                     "PutInsightSelectors or UpdateTrail) outcome:success",
                     {"T1562.008"}});
    rules.push_back({"config-stopped",
                     "AWS Config stopped recording",
                     Severity::High,
                     "Changes of resources are not recorded from here on, or not delivered.",
                     "eventSource:config.amazonaws.com eventName:(StopConfigurationRecorder or "
                     "DeleteConfigurationRecorder or DeleteDeliveryChannel) outcome:success",
                     {"T1562.008"}});
    rules.push_back({"guardduty-disabled",
                     "GuardDuty switched off",
                     Severity::High,
                     "GuardDuty no longer looks at the account, or no longer tells the account "
                     "that watches over it.",
                     "eventSource:guardduty.amazonaws.com outcome:success (eventName:("
                     "DeleteDetector or DeleteMembers or DisassociateMembers or "
                     "StopMonitoringMembers or DisassociateFromMasterAccount or "
                     "DisassociateFromAdministratorAccount) or (eventName:UpdateDetector "
                     "requestParameters.enable:false))",
                     {"T1562.001"}});
    rules.push_back({"detection-disabled",
                     "Security Hub, Macie, Inspector or Access Analyzer switched off",
                     Severity::High,
                     "A service that reports weaknesses and attacks no longer does.",
                     "outcome:success ((eventSource:securityhub.amazonaws.com eventName:("
                     "DisableSecurityHub or BatchDisableStandards or "
                     "DisassociateFromMasterAccount or DisassociateFromAdministratorAccount)) or "
                     "(eventSource:macie2.amazonaws.com eventName:DisableMacie) or "
                     "(eventSource:inspector2.amazonaws.com eventName:Disable) or "
                     "(eventSource:access-analyzer.amazonaws.com eventName:DeleteAnalyzer))",
                     {"T1562.001"}});
    rules.push_back({"flow-logs-deleted",
                     "VPC flow logs deleted",
                     Severity::High,
                     "Connections in the network are not recorded from here on.",
                     "eventSource:ec2.amazonaws.com eventName:DeleteFlowLogs outcome:success",
                     {"T1562.008"}});
    rules.push_back({"log-bucket-expiry",
                     "Bucket set to delete its objects within a day",
                     Severity::Medium,
                     "A lifecycle rule that deletes everything after a day is a quiet way to get "
                     "rid of log files. See whether the bucket holds some.",
                     "eventSource:s3.amazonaws.com eventName:(PutBucketLifecycle or "
                     "PutBucketLifecycleConfiguration) outcome:success "
                     "requestParameters.LifecycleConfiguration.Rule.Status:Enabled "
                     "requestParameters.LifecycleConfiguration.Rule.Expiration.Days<=1",
                     {"T1485.001"}});
    rules.push_back({"recording-attempt",
                     "Attempt to stop recording was refused",
                     Severity::High,
                     "Somebody tried to switch off a trail, AWS Config, GuardDuty, Security Hub "
                     "or flow logs and was not allowed to.",
                     "class:denied ((eventSource:cloudtrail.amazonaws.com eventName:(StopLogging "
                     "or DeleteTrail or UpdateTrail or PutEventSelectors or DeleteEventDataStore "
                     "or StopEventDataStoreIngestion)) or (eventSource:config.amazonaws.com "
                     "eventName:(StopConfigurationRecorder or DeleteConfigurationRecorder or "
                     "DeleteDeliveryChannel)) or (eventSource:guardduty.amazonaws.com eventName:("
                     "DeleteDetector or UpdateDetector or StopMonitoringMembers or DeleteMembers "
                     "or DisassociateMembers or DisassociateFromMasterAccount or "
                     "DisassociateFromAdministratorAccount)) or "
                     "(eventSource:securityhub.amazonaws.com eventName:DisableSecurityHub) or "
                     "(eventSource:ec2.amazonaws.com eventName:DeleteFlowLogs))",
                     {"T1562.008", "T1562.001"}});
    rules.push_back({"organization-left",
                     "Account left its organization",
                     Severity::High,
                     "The policies and trails of the organization no longer hold for the account.",
                     "eventSource:organizations.amazonaws.com eventName:LeaveOrganization "
                     "outcome:success",
                     {"T1666"}});
}

void addSignIn(std::vector<Rule>& rules)
{
    rules.push_back({"root-used",
                     "Root user used",
                     Severity::High,
                     "The root user may do everything and is not meant for daily work.",
                     "userIdentity.type:Root outcome:success not userIdentity.invokedBy:* not "
                     "eventType:AwsServiceEvent",
                     {"T1078.004"}});
    rules.push_back({"root-without-mfa",
                     "Root user signed in without MFA",
                     Severity::Critical,
                     "A password alone was enough for the account's most powerful user.",
                     "eventName:ConsoleLogin userIdentity.type:Root outcome:success "
                     "additionalEventData.MFAUsed:No",
                     {"T1078.004"}});
    rules.push_back({"root-access-key",
                     "Access key of the root user",
                     Severity::Critical,
                     "A long-term key of the root user was made or used. It cannot be restricted, "
                     "and nothing needs one.",
                     "userIdentity.type:Root outcome:success not userIdentity.invokedBy:* "
                     "(userIdentity.accessKeyId:AKIA* or (eventSource:iam.amazonaws.com "
                     "eventName:CreateAccessKey not requestParameters.userName:*))",
                     {"T1098.001", "T1078.004"}});
    rules.push_back({"console-without-mfa",
                     "IAM user signed in without MFA",
                     Severity::Medium,
                     "A password alone was enough. Sessions of roles and of federated users are "
                     "not meant: their MFA is asked for elsewhere.",
                     "eventName:ConsoleLogin userIdentity.type:IAMUser outcome:success "
                     "additionalEventData.MFAUsed:No",
                     {"T1078.004"}});
    rules.push_back({"mfa-deactivated",
                     "MFA deactivated",
                     Severity::High,
                     "From here on a password or key alone is enough for this user.",
                     "eventSource:iam.amazonaws.com eventName:(DeactivateMFADevice or "
                     "DeleteVirtualMFADevice) outcome:success",
                     {"T1556.006"}});
    rules.push_back({"password-policy-weakened",
                     "Password policy deleted or weakened",
                     Severity::Medium,
                     "Passwords of IAM users may be shorter than eight characters from here on.",
                     "eventSource:iam.amazonaws.com outcome:success "
                     "(eventName:DeleteAccountPasswordPolicy or "
                     "(eventName:UpdateAccountPasswordPolicy "
                     "(requestParameters.minimumPasswordLength<8 or not "
                     "requestParameters.minimumPasswordLength:*)))",
                     {"T1556"}});
    rules.push_back({"federation-token",
                     "Session made from an IAM user's key",
                     Severity::Medium,
                     "GetFederationToken makes a session that outlives the key it was made with, "
                     "and that can open the console.",
                     "eventSource:sts.amazonaws.com eventName:GetFederationToken outcome:success",
                     {"T1550.001"}});
    rules.push_back({"federated-provider",
                     "New way to sign in from outside",
                     Severity::High,
                     "Whoever holds the identity provider or trust anchor that was added or "
                     "replaced can sign in from then on.",
                     "outcome:success ((eventSource:iam.amazonaws.com eventName:("
                     "CreateSAMLProvider or UpdateSAMLProvider or CreateOpenIDConnectProvider)) "
                     "or (eventSource:rolesanywhere.amazonaws.com eventName:(CreateTrustAnchor or "
                     "UpdateTrustAnchor)))",
                     {"T1484.002"}});
}

void addPermissions(std::vector<Rule>& rules)
{
    rules.push_back({"access-key-created",
                     "Access key created",
                     Severity::Medium,
                     "A long-term key stays valid until somebody deletes it. Look at whose it is, "
                     "and follow it.",
                     "eventSource:iam.amazonaws.com eventName:CreateAccessKey outcome:success",
                     {"T1098.001"}});
    rules.push_back({"user-created",
                     "IAM user created",
                     Severity::Medium,
                     "A new user is a way to come back.",
                     "eventSource:iam.amazonaws.com eventName:CreateUser outcome:success",
                     {"T1136.003"}});
    rules.push_back({"console-password-set",
                     "Console password of a user set",
                     Severity::Medium,
                     "Whoever knows the password can sign in as this user.",
                     "eventSource:iam.amazonaws.com eventName:(CreateLoginProfile or "
                     "UpdateLoginProfile) outcome:success",
                     {"T1098.001"}});
    rules.push_back({"administrator-attached",
                     "Administrator rights given",
                     Severity::High,
                     "AWS's own policy for administrators was attached, or one that lets its "
                     "holder become one.",
                     "outcome:success ((eventSource:iam.amazonaws.com eventName:(AttachUserPolicy "
                     "or AttachRolePolicy or AttachGroupPolicy) (requestParameters.policyArn "
                     "endswith \":aws:policy/AdministratorAccess\" or requestParameters.policyArn "
                     "endswith \":aws:policy/IAMFullAccess\")) or (eventSource:sso.amazonaws.com "
                     "eventName:AttachManagedPolicyToPermissionSet "
                     "requestParameters.managedPolicyArn endswith "
                     "\":aws:policy/AdministratorAccess\") or (eventSource:eks.amazonaws.com "
                     "eventName:AssociateAccessPolicy requestParameters.policyArn endswith "
                     "\"/AmazonEKSClusterAdminPolicy\"))",
                     {"T1098.003"}});
    rules.push_back({"everything-allowed",
                     "Policy that allows every action",
                     Severity::High,
                     "A statement of the policy that was written allows the action \"*\", which "
                     "is what an administrator may do.",
                     "eventSource:iam.amazonaws.com eventName:(PutUserPolicy or PutRolePolicy or "
                     "PutGroupPolicy or CreatePolicy or CreatePolicyVersion) outcome:success "
                     "requestParameters.policyDocument =~ "
                     R"(/"Effect"\s*:\s*"Allow"[^{}]*"Action"\s*:\s*(\[\s*)?"\*"|)"
                     R"("Action"\s*:\s*(\[\s*)?"\*"[^{}]*"Effect"\s*:\s*"Allow"/)",
                     {"T1098.003"}});
    rules.push_back({"policy-version-set",
                     "Another version of a policy made the default",
                     Severity::Medium,
                     "Older versions of a policy often allow more; going back to one needs no "
                     "right to write policies.",
                     "eventSource:iam.amazonaws.com eventName:SetDefaultPolicyVersion "
                     "outcome:success",
                     {"T1098"}});
    rules.push_back({"trust-policy-changed",
                     "Trust policy of a role changed",
                     Severity::Medium,
                     "Others may assume the role from here on. Compare the policy with the one "
                     "before it.",
                     "eventSource:iam.amazonaws.com eventName:UpdateAssumeRolePolicy "
                     "outcome:success",
                     {"T1098"}});
}

void addExposure(std::vector<Rule>& rules)
{
    rules.push_back({"security-group-open",
                     "Security group opened to the world",
                     Severity::High,
                     "Every address can reach what the group protects, on other ports than those "
                     "of web servers.",
                     joined({kIngress, kOpenToTheWorld, " ", kOtherPorts}),
                     {"T1562.007"}});
    rules.push_back({"security-group-web",
                     "Security group opened to the world for the web",
                     Severity::Low,
                     "Every address can reach ports 80 or 443 and no others: usual in front of a "
                     "web server, and nowhere else.",
                     joined({kIngress, kOpenToTheWorld, " ", kOnlyWebPorts}),
                     {"T1562.007"}});
    rules.push_back({"bucket-policy-public",
                     "Bucket policy lets everybody in",
                     Severity::High,
                     "A statement without a condition allows the principal \"*\". Where other "
                     "statements deny, the first five are looked at.",
                     "eventSource:s3.amazonaws.com eventName:PutBucketPolicy outcome:success "
                         + publicBucketPolicy(),
                     {"T1530"}});
    rules.push_back({"bucket-policy-changed",
                     "Bucket policy changed",
                     Severity::Medium,
                     "Other accounts may reach the objects from here on, or something is allowed "
                     "again that was denied. Look at the accounts of its principals, and compare "
                     "it with the policy before.",
                     "eventSource:s3.amazonaws.com eventName:(PutBucketPolicy or "
                     "DeleteBucketPolicy) outcome:success",
                     {"T1530"}});
    rules.push_back({"bucket-acl-public",
                     "Bucket ACL lets everybody in",
                     Severity::High,
                     "The ACL names everybody, or everybody who has an AWS account.",
                     "eventSource:s3.amazonaws.com eventName:(PutBucketAcl or CreateBucket) "
                     "outcome:success (requestParameters.x-amz-acl:(public-read or "
                     "public-read-write or authenticated-read) or "
                     "requestParameters.AccessControlPolicy.AccessControlList.Grant.Grantee.URI:("
                     "*/global/AllUsers or */global/AuthenticatedUsers))",
                     {"T1530"}});
    rules.push_back({"public-access-block-removed",
                     "Public access block removed",
                     Severity::High,
                     "Nothing stops buckets from being made public any more, or less does.",
                     "eventSource:(s3.amazonaws.com or s3-control.amazonaws.com) outcome:success "
                     "(eventName:(DeleteBucketPublicAccessBlock or "
                     "DeleteAccountPublicAccessBlock) or (eventName:(PutBucketPublicAccessBlock "
                     "or PutAccountPublicAccessBlock) "
                     "(requestParameters.PublicAccessBlockConfiguration.BlockPublicAcls:false or "
                     "requestParameters.PublicAccessBlockConfiguration.BlockPublicPolicy:false or "
                     "requestParameters.PublicAccessBlockConfiguration.IgnorePublicAcls:false or "
                     "requestParameters.PublicAccessBlockConfiguration.RestrictPublicBuckets:"
                     "false)))",
                     {"T1530"}});
    rules.push_back({"snapshot-shared",
                     "Snapshot or image shared with another account",
                     Severity::High,
                     "Its content can be copied to that account, where nobody sees what becomes "
                     "of it.",
                     "outcome:success ((eventSource:ec2.amazonaws.com "
                     "eventName:ModifySnapshotAttribute "
                     "requestParameters.createVolumePermission.add.items.userId:*) or "
                     "(eventSource:ec2.amazonaws.com eventName:ModifyImageAttribute "
                     "(requestParameters.launchPermission.add.items.userId:* or "
                     "requestParameters.launchPermission.add.items.organizationArn:* or "
                     "requestParameters.launchPermission.add.items.organizationalUnitArn:*)) or "
                     "(eventSource:rds.amazonaws.com eventName:(ModifyDBSnapshotAttribute or "
                     "ModifyDBClusterSnapshotAttribute) requestParameters.attributeName:restore "
                     "requestParameters.valuesToAdd:/^[0-9]+$/))",
                     {"T1537"}});
    rules.push_back({"snapshot-public",
                     "Snapshot or image shared with everybody",
                     Severity::Critical,
                     "Anybody with an AWS account can copy its content.",
                     "outcome:success ((eventSource:ec2.amazonaws.com "
                     "eventName:ModifySnapshotAttribute "
                     "requestParameters.createVolumePermission.add.items.group:all) or "
                     "(eventSource:ec2.amazonaws.com eventName:ModifyImageAttribute "
                     "requestParameters.launchPermission.add.items.group:all) or "
                     "(eventSource:rds.amazonaws.com eventName:(ModifyDBSnapshotAttribute or "
                     "ModifyDBClusterSnapshotAttribute) requestParameters.attributeName:restore "
                     "requestParameters.valuesToAdd:all))",
                     {"T1537"}});
    rules.push_back({"lambda-public",
                     "Lambda function that everybody can call",
                     Severity::High,
                     "Anybody can run the function with the rights of its role.",
                     "eventSource:lambda.amazonaws.com outcome:success ((eventName:AddPermission* "
                     "requestParameters.principal:\"*\" not requestParameters.sourceArn:* not "
                     "requestParameters.sourceAccount:* not requestParameters.principalOrgID:*) or "
                     "(eventName:(CreateFunctionUrlConfig* or UpdateFunctionUrlConfig*) "
                     "requestParameters.authType:NONE))",
                     {"T1648"}});
}

void addData(std::vector<Rule>& rules)
{
    rules.push_back({"kms-key-disabled",
                     "KMS key disabled or to be deleted",
                     Severity::High,
                     "What was encrypted with the key cannot be read any more, once it is deleted "
                     "for ever.",
                     "eventSource:kms.amazonaws.com eventName:(DisableKey or ScheduleKeyDeletion "
                     "or DeleteImportedKeyMaterial) outcome:success",
                     {"T1485"}});
    rules.push_back({"ebs-encryption-off",
                     "EBS encryption by default switched off",
                     Severity::Medium,
                     "New volumes of the Region are not encrypted unless somebody asks for it.",
                     "eventSource:ec2.amazonaws.com eventName:DisableEbsEncryptionByDefault "
                     "outcome:success",
                     {"T1600"}});
    rules.push_back({"secret-refused",
                     "Reading of a secret was refused",
                     Severity::Medium,
                     "Somebody asked for a secret or parameter without the right to: a wrong "
                     "setting, or somebody looking around.",
                     "class:denied ((eventSource:secretsmanager.amazonaws.com eventName:("
                     "GetSecretValue or BatchGetSecretValue)) or (eventSource:ssm.amazonaws.com "
                     "eventName:(GetParameter or GetParameters or GetParametersByPath or "
                     "GetParameterHistory)))",
                     {"T1555.006"}});
    rules.push_back({"user-data-changed",
                     "User data of an instance changed",
                     Severity::High,
                     "What stands there runs as root when the instance starts the next time.",
                     "eventSource:ec2.amazonaws.com eventName:ModifyInstanceAttribute "
                     "outcome:success (requestParameters.userData:* or "
                     "requestParameters.attribute:userData)",
                     {"T1037"}});
    rules.push_back({"instance-profile-replaced",
                     "Instance profile of an instance replaced",
                     Severity::Medium,
                     "Whoever is on the instance has the rights of another role from here on.",
                     "eventSource:ec2.amazonaws.com eventName:ReplaceIamInstanceProfileAssociation "
                     "outcome:success",
                     {"T1098.003"}});
}

std::vector<Rule> makeRules()
{
    std::vector<Rule> rules;
    addRecording(rules);
    addSignIn(rules);
    addPermissions(rules);
    addExposure(rules);
    addData(rules);
    return rules;
}

} // namespace

const std::vector<Rule>& builtinRules()
{
    static const std::vector<Rule> rules = makeRules();
    return rules;
}

} // namespace trailloupe::detection
