// Cases of rules about recording, signing in and permissions, and all of them together.
#include "tests/model/detection/rulecases.h"

#include "tests/model/detection/ruleevents.h"

namespace trailloupe::test {
namespace {

std::string root(const std::string& name, const std::string& more, const std::string& identity = {})
{
    return by("'type':'Root','arn':'arn:aws:iam::111122223333:root'" + identity,
              name == "ConsoleLogin" ? "signin" : "iam", name, more);
}

std::string signIn(const std::string& type, const char* mfa, const char* result = "Success")
{
    return by("'type':'" + type + "','userName':'alice'", "signin", "ConsoleLogin",
              std::string(",'responseElements':{'ConsoleLogin':'") + result
                  + "'},'additionalEventData':{'MFAUsed':'" + mfa + "'}");
}

std::string policyDocument(const char* name, const std::string& document)
{
    std::string escaped;
    for (const char c : document)
        escaped += c == '"' ? std::string("\\\"") : std::string(1, c);
    return event("iam", name,
                 asking("'userName':'bob','policyName':'p','policyDocument':'" + escaped + "'"));
}

using Cases = std::vector<RuleCase>;

void addRecording(Cases& cases)
{
    cases.push_back({"cloudtrail-stopped",
                     "stopped",
                     event("cloudtrail", "StopLogging"),
                     {"cloudtrail-stopped"}});
    cases.push_back({"cloudtrail-stopped",
                     "deleted",
                     event("cloudtrail", "DeleteTrail"),
                     {"cloudtrail-stopped"}});
    cases.push_back({"cloudtrail-stopped",
                     "no such trail",
                     event("cloudtrail", "StopLogging", ",'errorCode':'TrailNotFoundException'"),
                     {}});
    cases.push_back({"cloudtrail-stopped", "switched on", event("cloudtrail", "StartLogging"), {}});
    const auto selectors = [](const char* reads, const char* management) {
        return event("cloudtrail", "PutEventSelectors",
                     asking(std::string("'trailName':'t','eventSelectors':[{'readWriteType':'")
                            + reads + "','includeManagementEvents':" + management
                            + ",'dataResources':[]}]"));
    };
    const Found both{"cloudtrail-narrowed", "cloudtrail-changed"};
    cases.push_back(
        {"cloudtrail-narrowed", "without management events", selectors("All", "false"), both});
    cases.push_back({"cloudtrail-narrowed", "reads alone", selectors("ReadOnly", "true"), both});
    cases.push_back(
        {"cloudtrail-narrowed", "everything", selectors("All", "true"), {"cloudtrail-changed"}});
    cases.push_back({"cloudtrail-narrowed", "one Region",
                     event("cloudtrail", "UpdateTrail", asking("'isMultiRegionTrail':false")),
                     both});
    cases.push_back({"cloudtrail-narrowed",
                     "all Regions",
                     event("cloudtrail", "UpdateTrail", asking("'isMultiRegionTrail':true")),
                     {"cloudtrail-changed"}});
    cases.push_back({"cloudtrail-changed",
                     "updated",
                     event("cloudtrail", "UpdateTrail", asking("'s3BucketName':'other'")),
                     {"cloudtrail-changed"}});
    cases.push_back({"cloudtrail-changed", "read", event("cloudtrail", "GetEventSelectors"), {}});
    cases.push_back({"cloudtrail-changed",
                     "no such trail",
                     event("cloudtrail", "UpdateTrail", ",'errorCode':'TrailNotFoundException'"),
                     {}});
    cases.push_back({"config-stopped",
                     "stopped",
                     event("config", "StopConfigurationRecorder"),
                     {"config-stopped"}});
    cases.push_back({"config-stopped", "set up", event("config", "PutConfigurationRecorder"), {}});
    cases.push_back({"config-stopped",
                     "no recorder",
                     event("config", "StopConfigurationRecorder",
                           ",'errorCode':'NoSuchConfigurationRecorderException'"),
                     {}});
    cases.push_back({"guardduty-disabled",
                     "deleted",
                     event("guardduty", "DeleteDetector"),
                     {"guardduty-disabled"}});
    cases.push_back({"guardduty-disabled",
                     "off",
                     event("guardduty", "UpdateDetector", asking("'enable':false")),
                     {"guardduty-disabled"}});
    cases.push_back({"guardduty-disabled",
                     "on",
                     event("guardduty", "UpdateDetector", asking("'enable':true")),
                     {}});
    cases.push_back(
        {"guardduty-disabled",
         "how often it publishes",
         event("guardduty", "UpdateDetector", asking("'findingPublishingFrequency':'SIX_HOURS'")),
         {}});
    cases.push_back({"detection-disabled",
                     "Security Hub",
                     event("securityhub", "DisableSecurityHub"),
                     {"detection-disabled"}});
    cases.push_back({"detection-disabled",
                     "Inspector",
                     event("inspector2", "Disable"),
                     {"detection-disabled"}});
    cases.push_back({"detection-disabled", "another service's Disable", event("x", "Disable"), {}});
    cases.push_back({"detection-disabled", "on", event("securityhub", "EnableSecurityHub"), {}});
    cases.push_back(
        {"flow-logs-deleted", "deleted", event("ec2", "DeleteFlowLogs"), {"flow-logs-deleted"}});
    cases.push_back({"flow-logs-deleted",
                     "no such logs",
                     event("ec2", "DeleteFlowLogs", ",'errorCode':'Client.InvalidParameterValue'"),
                     {}});
    cases.push_back({"flow-logs-deleted", "made", event("ec2", "CreateFlowLogs"), {}});
    const auto expiry = [](const char* days, const char* status) {
        return event("s3", "PutBucketLifecycle",
                     asking(std::string("'bucketName':'b','lifecycle':'',"
                                        "'LifecycleConfiguration':{'Rule':{'Status':'")
                            + status + "','Filter':{'Prefix':'*'},'Expiration':{'Days':" + days
                            + "}}}"));
    };
    cases.push_back({"log-bucket-expiry", "a day", expiry("1", "Enabled"), {"log-bucket-expiry"}});
    cases.push_back({"log-bucket-expiry", "a month", expiry("30", "Enabled"), {}});
    cases.push_back({"log-bucket-expiry", "off", expiry("1", "Disabled"), {}});
    cases.push_back({"recording-attempt",
                     "trail",
                     event("cloudtrail", "StopLogging", kDenied),
                     {"recording-attempt"}});
    cases.push_back({"recording-attempt",
                     "flow logs",
                     event("ec2", "DeleteFlowLogs", ",'errorCode':'Client.UnauthorizedOperation'"),
                     {"recording-attempt"}});
    cases.push_back(
        {"recording-attempt", "read", event("cloudtrail", "DescribeTrails", kDenied), {}});
    cases.push_back({"recording-attempt",
                     "wrong name",
                     event("guardduty", "DeleteDetector", ",'errorCode':'BadRequestException'"),
                     {}});
    cases.push_back({"organization-left",
                     "left",
                     event("organizations", "LeaveOrganization"),
                     {"organization-left"}});
    cases.push_back(
        {"organization-left", "refused", event("organizations", "LeaveOrganization", kDenied), {}});
    cases.push_back(
        {"organization-left", "looked at", event("organizations", "DescribeOrganization"), {}});
}

void addSignIn(Cases& cases)
{
    cases.push_back({"root-used", "reads", root("ListUsers", ""), {"root-used"}});
    cases.push_back({"root-used", "refused", root("ListUsers", kDenied), {}});
    cases.push_back({"root-used",
                     "a service for root",
                     root("ListUsers", "", ",'invokedBy':'autoscaling.amazonaws.com'"),
                     {}});
    cases.push_back({"root-used",
                     "a user called root",
                     by("'type':'IAMUser','userName':'root'", "iam", "ListUsers", ""),
                     {}});
    cases.push_back(
        {"root-without-mfa", "without", signIn("Root", "No"), {"root-used", "root-without-mfa"}});
    cases.push_back({"root-without-mfa", "with", signIn("Root", "Yes"), {"root-used"}});
    cases.push_back({"root-without-mfa", "failed", signIn("Root", "No", "Failure"), {}});
    cases.push_back({"root-access-key",
                     "used",
                     root("ListUsers", "", ",'accessKeyId':'AKIAIOSFODNN7EXAMPLE'"),
                     {"root-used", "root-access-key"}});
    cases.push_back({"root-access-key",
                     "made for itself",
                     root("CreateAccessKey", ""),
                     {"root-used", "root-access-key", "access-key-created"}});
    cases.push_back({"root-access-key",
                     "made for a user",
                     root("CreateAccessKey", asking("'userName':'bob'")),
                     {"root-used", "access-key-created"}});
    cases.push_back({"root-access-key",
                     "a session of the console",
                     root("ListUsers", "", ",'accessKeyId':'ASIAIOSFODNN7EXAMPLE'"),
                     {"root-used"}});
    cases.push_back(
        {"console-without-mfa", "without", signIn("IAMUser", "No"), {"console-without-mfa"}});
    cases.push_back({"console-without-mfa", "with", signIn("IAMUser", "Yes"), {}});
    cases.push_back({"console-without-mfa", "failed", signIn("IAMUser", "No", "Failure"), {}});
    cases.push_back({"console-without-mfa", "a role", signIn("AssumedRole", "No"), {}});
    cases.push_back({"mfa-deactivated",
                     "deactivated",
                     event("iam", "DeactivateMFADevice"),
                     {"mfa-deactivated"}});
    cases.push_back({"mfa-deactivated", "enabled", event("iam", "EnableMFADevice"), {}});
    cases.push_back(
        {"mfa-deactivated", "refused", event("iam", "DeactivateMFADevice", kDenied), {}});
    const auto passwords = [](const char* length) {
        return event("iam", "UpdateAccountPasswordPolicy",
                     asking(std::string(length) + "'requireSymbols':true"));
    };
    cases.push_back({"password-policy-weakened",
                     "deleted",
                     event("iam", "DeleteAccountPasswordPolicy"),
                     {"password-policy-weakened"}});
    cases.push_back({"password-policy-weakened",
                     "short",
                     passwords("'minimumPasswordLength':6,"),
                     {"password-policy-weakened"}});
    cases.push_back({"password-policy-weakened",
                     "no length, which is six",
                     passwords(""),
                     {"password-policy-weakened"}});
    cases.push_back(
        {"password-policy-weakened", "long", passwords("'minimumPasswordLength':14,"), {}});
    cases.push_back(
        {"password-policy-weakened", "read", event("iam", "GetAccountPasswordPolicy"), {}});
    cases.push_back(
        {"federation-token", "made", event("sts", "GetFederationToken"), {"federation-token"}});
    cases.push_back(
        {"federation-token", "refused", event("sts", "GetFederationToken", kDenied), {}});
    cases.push_back({"federation-token", "another token", event("sts", "GetSessionToken"), {}});
    cases.push_back(
        {"federated-provider", "SAML", event("iam", "CreateSAMLProvider"), {"federated-provider"}});
    cases.push_back({"federated-provider",
                     "trust anchor",
                     event("rolesanywhere", "CreateTrustAnchor"),
                     {"federated-provider"}});
    cases.push_back({"federated-provider", "read", event("iam", "GetSAMLProvider"), {}});
    cases.push_back(
        {"federated-provider", "refused", event("iam", "CreateSAMLProvider", kDenied), {}});
}

void addPermissions(Cases& cases)
{
    cases.push_back({"access-key-created",
                     "made",
                     event("iam", "CreateAccessKey", asking("'userName':'bob'")),
                     {"access-key-created"}});
    cases.push_back(
        {"access-key-created", "refused", event("iam", "CreateAccessKey", kDenied), {}});
    cases.push_back({"access-key-created", "switched off", event("iam", "UpdateAccessKey"), {}});
    cases.push_back({"user-created", "made", event("iam", "CreateUser"), {"user-created"}});
    cases.push_back({"user-created", "of a directory", event("sso-directory", "CreateUser"), {}});
    cases.push_back({"user-created", "refused", event("iam", "CreateUser", kDenied), {}});
    cases.push_back({"console-password-set",
                     "new",
                     event("iam", "CreateLoginProfile"),
                     {"console-password-set"}});
    cases.push_back({"console-password-set", "taken away", event("iam", "DeleteLoginProfile"), {}});
    cases.push_back({"console-password-set", "one's own", event("iam", "ChangePassword"), {}});
    const auto attach = [](const char* name, const char* policy, const char* more = "") {
        return event("iam", name, asking(std::string("'policyArn':'") + policy + "'") + more);
    };
    constexpr const char* kAdministrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    cases.push_back({"administrator-attached",
                     "to a user",
                     attach("AttachUserPolicy", kAdministrator),
                     {"administrator-attached"}});
    cases.push_back({"administrator-attached",
                     "in another partition",
                     attach("AttachRolePolicy", "arn:aws-cn:iam::aws:policy/AdministratorAccess"),
                     {"administrator-attached"}});
    cases.push_back({"administrator-attached",
                     "through Identity Center",
                     event("sso", "AttachManagedPolicyToPermissionSet",
                           asking(std::string("'managedPolicyArn':'") + kAdministrator + "'")),
                     {"administrator-attached"}});
    cases.push_back(
        {"administrator-attached", "taken away", attach("DetachUserPolicy", kAdministrator), {}});
    cases.push_back({"administrator-attached",
                     "refused",
                     attach("AttachUserPolicy", kAdministrator, kDenied),
                     {}});
    cases.push_back(
        {"administrator-attached",
         "one's own policy of that name",
         attach("AttachRolePolicy", "arn:aws:iam::111122223333:policy/AdministratorAccess"),
         {}});
    cases.push_back(
        {"administrator-attached",
         "a lesser one",
         attach("AttachRolePolicy", "arn:aws:iam::aws:policy/AdministratorAccess-Amplify"),
         {}});
    cases.push_back(
        {"everything-allowed",
         "a user's",
         policyDocument("PutUserPolicy",
                        R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})"),
         {"everything-allowed"}});
    cases.push_back(
        {"everything-allowed",
         "written otherwise",
         policyDocument("CreatePolicyVersion",
                        R"({ "Statement" : { "Action" : [ "*" ], "Effect" : "Allow" } })"),
         {"everything-allowed"}});
    cases.push_back({"everything-allowed",
                     "denied, as sessions are revoked",
                     policyDocument("PutRolePolicy",
                                    R"({"Statement":[{"Effect":"Deny","Action":["*"],)"
                                    R"("Resource":["*"],"Condition":{"DateLessThan":)"
                                    R"({"aws:TokenIssueTime":"2026"}}}]})"),
                     {}});
    cases.push_back({"everything-allowed",
                     "all of one service, denied beside it",
                     policyDocument("PutUserPolicy",
                                    R"({"Statement":[{"Effect":"Allow","Action":"s3:*"},)"
                                    R"({"Effect":"Deny","Action":"*"}]})"),
                     {}});
    cases.push_back({"policy-version-set",
                     "set",
                     event("iam", "SetDefaultPolicyVersion"),
                     {"policy-version-set"}});
    cases.push_back(
        {"policy-version-set", "refused", event("iam", "SetDefaultPolicyVersion", kDenied), {}});
    cases.push_back({"policy-version-set", "made", event("iam", "CreatePolicyVersion"), {}});
    cases.push_back({"trust-policy-changed",
                     "changed",
                     event("iam", "UpdateAssumeRolePolicy"),
                     {"trust-policy-changed"}});
    cases.push_back(
        {"trust-policy-changed", "refused", event("iam", "UpdateAssumeRolePolicy", kDenied), {}});
    cases.push_back({"trust-policy-changed", "a new role", event("iam", "CreateRole"), {}});
}

} // namespace

const std::vector<RuleCase>& ruleCases()
{
    static const Cases cases = [] {
        Cases made;
        addRecording(made);
        addSignIn(made);
        addPermissions(made);
        for (RuleCase& one : exposureCases())
            made.push_back(std::move(one));
        return made;
    }();
    return cases;
}

} // namespace trailloupe::test
