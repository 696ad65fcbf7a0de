// Cases of rules about networks, buckets, sharing and data.
#include "tests/model/detection/ruleevents.h"

namespace trailloupe::test {
namespace {

using Cases = std::vector<RuleCase>;

// As EC2 writes it: one permission with its ranges.
std::string ingress(const std::string& ports, const std::string& ranges,
                    const std::string& ranges6 = {}, const char* more = "")
{
    return event("ec2", "AuthorizeSecurityGroupIngress",
                 asking("'groupId':'sg-1','ipPermissions':{'items':[{" + ports
                        + ",'groups':{},'ipRanges':{'items':[" + ranges
                        + "]},'ipv6Ranges':{'items':[" + ranges6 + "]},'prefixListIds':{}}]}")
                     + more);
}

std::string bucketPolicy(const std::string& statement, const char* more = "")
{
    return event("s3", "PutBucketPolicy",
                 asking("'bucketName':'b','bucketPolicy':{'Version':'2012-10-17','Statement':"
                        + statement + "},'policy':''")
                     + more);
}

constexpr const char* kPublic = "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject'}";
constexpr const char* kDeny =
    "{'Effect':'Deny','Principal':'*','Action':'s3:*','Condition':{'Bool':{'aws:SecureTransport':"
    "'false'}}}";
constexpr const char* kOwn =
    "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'s3:*'}";

std::string acl(const char* name, const std::string& request)
{
    return event("s3", name, asking("'bucketName':'b','acl':''," + request));
}

std::string grantee(const char* what)
{
    return "'AccessControlPolicy':{'AccessControlList':{'Grant':[{'Grantee':{'ID':'1'},"
           "'Permission':'FULL_CONTROL'},{'Grantee':{"
        + std::string(what) + "},'Permission':'READ'}]}}";
}

std::string accessBlock(const char* name, const char* acls, const char* policy)
{
    return event("s3", name,
                 asking(std::string("'bucketName':'b','PublicAccessBlockConfiguration':{"
                                    "'RestrictPublicBuckets':true,'BlockPublicPolicy':")
                        + policy + ",'BlockPublicAcls':" + acls + ",'IgnorePublicAcls':true}"));
}

void addNetwork(Cases& cases)
{
    const std::string ssh = "'ipProtocol':'tcp','fromPort':22,'toPort':22";
    const std::string web = "'ipProtocol':'tcp','fromPort':443,'toPort':443";
    const std::string world = "{'cidrIp':'0.0.0.0/0'}";
    const Found open{"security-group-open"};
    const Found forTheWeb{"security-group-web"};
    cases.push_back({"security-group-open", "SSH", ingress(ssh, world), open});
    cases.push_back(
        {"security-group-open", "SSH of IPv6", ingress(ssh, {}, "{'cidrIpv6':'::/0'}"), open});
    cases.push_back({"security-group-open", "as older calls say it",
                     event("ec2", "AuthorizeSecurityGroupIngress",
                           asking("'groupId':'sg-1','ipPermissions':{},'ipProtocol':'tcp',"
                                  "'fromPort':22,'toPort':22,'cidrIp':'0.0.0.0/0'")),
                     open});
    cases.push_back(
        {"security-group-open", "everything", ingress("'ipProtocol':'-1'", world), open});
    cases.push_back({"security-group-open", "from the web upwards",
                     ingress("'ipProtocol':'tcp','fromPort':443,'toPort':65535", world), open});
    cases.push_back({"security-group-open", "an office beside the world",
                     ingress(ssh, "{'cidrIp':'192.0.2.0/24'}," + world), open});
    cases.push_back(
        {"security-group-open", "an office", ingress(ssh, "{'cidrIp':'192.0.2.0/24'}"), {}});
    cases.push_back({"security-group-open",
                     "refused",
                     ingress(ssh, world, {}, ",'errorCode':'Client.UnauthorizedOperation'"),
                     {}});
    cases.push_back({"security-group-open",
                     "closed again",
                     event("ec2", "RevokeSecurityGroupIngress",
                           asking("'ipPermissions':{},'cidrIp':'0.0.0.0/0','fromPort':22")),
                     {}});
    cases.push_back({"security-group-open",
                     "outwards",
                     event("ec2", "AuthorizeSecurityGroupEgress",
                           asking("'ipPermissions':{},'cidrIp':'0.0.0.0/0','fromPort':22")),
                     {}});
    cases.push_back({"security-group-web", "HTTPS", ingress(web, world), forTheWeb});
    cases.push_back({"security-group-web", "as older calls say it",
                     event("ec2", "AuthorizeSecurityGroupIngress",
                           asking("'ipPermissions':{},'ipProtocol':'tcp','fromPort':80,"
                                  "'toPort':80,'cidrIp':'0.0.0.0/0'")),
                     forTheWeb});
    cases.push_back(
        {"security-group-web", "an office", ingress(web, "{'cidrIp':'192.0.2.0/24'}"), {}});
    cases.push_back(
        {"security-group-web", "and SSH",
         event("ec2", "AuthorizeSecurityGroupIngress",
               asking("'ipPermissions':{'items':[{" + web + ",'ipRanges':{'items':[" + world
                      + "]}},{" + ssh + ",'ipRanges':{'items':[" + world + "]}}]}")),
         open});
}

void addBuckets(Cases& cases)
{
    const std::string both = std::string("[") + kDeny + "," + kPublic + "]";
    const Found publicPolicy{"bucket-policy-public", "bucket-policy-changed"};
    const Found changedPolicy{"bucket-policy-changed"};
    cases.push_back({"bucket-policy-public", "one statement",
                     bucketPolicy(std::string("[") + kPublic + "]"), publicPolicy});
    cases.push_back({"bucket-policy-public", "not in a list", bucketPolicy(kPublic), publicPolicy});
    cases.push_back({"bucket-policy-public", "in words of AWS",
                     bucketPolicy("[{'Effect':'Allow','Principal':{'AWS':['*']}}]"), publicPolicy});
    cases.push_back(
        {"bucket-policy-public", "beside one that denies", bucketPolicy(both), publicPolicy});
    cases.push_back({"bucket-policy-public", "own account, others denied",
                     bucketPolicy(std::string("[") + kOwn + "," + kDeny + "]"), changedPolicy});
    cases.push_back({"bucket-policy-public", "everybody of the network",
                     bucketPolicy("[{'Effect':'Allow','Principal':'*','Condition':{"
                                  "'StringEquals':{'aws:SourceVpce':'vpce-1'}}}]"),
                     changedPolicy});
    cases.push_back({"bucket-policy-public", "refused", bucketPolicy(kPublic, kDenied), {}});
    cases.push_back({"bucket-policy-changed", "another account",
                     bucketPolicy("[{'Effect':'Allow','Principal':{'AWS':"
                                  "'arn:aws:iam::777788889999:root'},'Action':'s3:GetObject'}]"),
                     changedPolicy});
    cases.push_back({"bucket-policy-changed", "deleted",
                     event("s3", "DeleteBucketPolicy", asking("'bucketName':'b','policy':''")),
                     changedPolicy});
    cases.push_back({"bucket-policy-changed", "read", event("s3", "GetBucketPolicy"), {}});
    cases.push_back(
        {"bucket-policy-changed", "refused", event("s3", "DeleteBucketPolicy", kDenied), {}});
    cases.push_back(
        {"bucket-policy-changed", "of another service", event("sqs", "PutBucketPolicy"), {}});
    const Found publicAcl{"bucket-acl-public"};
    cases.push_back({"bucket-acl-public", "canned",
                     acl("PutBucketAcl", "'x-amz-acl':'public-read'"), publicAcl});
    cases.push_back({"bucket-acl-public", "canned, in a list",
                     acl("CreateBucket", "'x-amz-acl':['public-read-write']"), publicAcl});
    cases.push_back(
        {"bucket-acl-public", "everybody",
         acl("PutBucketAcl",
             grantee("'xsi:type':'Group','URI':'http://acs.amazonaws.com/groups/global/AllUsers'")),
         publicAcl});
    cases.push_back(
        {"bucket-acl-public", "private", acl("PutBucketAcl", "'x-amz-acl':'private'"), {}});
    cases.push_back(
        {"bucket-acl-public",
         "log delivery",
         acl("PutBucketAcl", grantee("'URI':'http://acs.amazonaws.com/groups/s3/LogDelivery'")),
         {}});
    const Found unblocked{"public-access-block-removed"};
    cases.push_back({"public-access-block-removed", "of a bucket",
                     event("s3", "DeleteBucketPublicAccessBlock"), unblocked});
    cases.push_back({"public-access-block-removed", "in part",
                     accessBlock("PutBucketPublicAccessBlock", "false", "true"), unblocked});
    cases.push_back({"public-access-block-removed", "of the account",
                     accessBlock("PutAccountPublicAccessBlock", "true", "false"), unblocked});
    cases.push_back({"public-access-block-removed",
                     "all on",
                     accessBlock("PutBucketPublicAccessBlock", "true", "true"),
                     {}});
    cases.push_back({"public-access-block-removed",
                     "refused",
                     event("s3", "DeleteBucketPublicAccessBlock", kDenied),
                     {}});
}

void addSharing(Cases& cases)
{
    const auto snapshot = [](const char* how, const char* who) {
        return event("ec2", "ModifySnapshotAttribute",
                     asking(std::string("'snapshotId':'snap-1','createVolumePermission':{'") + how
                            + "':{'items':[" + who
                            + "]}},'attributeType':" + "'CREATE_VOLUME_PERMISSION'"));
    };
    const auto image = [](const char* who) {
        return event("ec2", "ModifyImageAttribute",
                     asking(std::string("'imageId':'ami-1','launchPermission':{'add':{'items':[")
                            + who + "]}}"));
    };
    const auto database = [](const char* how, const char* who) {
        return event("rds", "ModifyDBSnapshotAttribute",
                     asking(std::string("'dBSnapshotIdentifier':'s','attributeName':'restore','")
                            + how + "':['" + who + "']"));
    };
    constexpr const char* kUser = "{'userId':'444455556666'}";
    const Found shared{"snapshot-shared"};
    const Found everybody{"snapshot-public"};
    cases.push_back({"snapshot-shared", "snapshot", snapshot("add", kUser), shared});
    cases.push_back({"snapshot-shared", "image", image(kUser), shared});
    cases.push_back(
        {"snapshot-shared", "database", database("valuesToAdd", "444455556666"), shared});
    cases.push_back({"snapshot-shared", "no longer", snapshot("remove", kUser), {}});
    cases.push_back(
        {"snapshot-shared", "database, no longer", database("valuesToRemove", "444455556666"), {}});
    cases.push_back({"snapshot-shared",
                     "description",
                     event("ec2", "ModifyImageAttribute",
                           asking("'imageId':'ami-1','description':{'value':'x'}")),
                     {}});
    cases.push_back({"snapshot-public", "snapshot", snapshot("add", "{'group':'all'}"), everybody});
    cases.push_back({"snapshot-public", "image", image("{'group':'all'}"), everybody});
    cases.push_back({"snapshot-public", "database", database("valuesToAdd", "all"), everybody});
    cases.push_back({"snapshot-public", "no longer", snapshot("remove", "{'group':'all'}"), {}});
    cases.push_back(
        {"snapshot-public", "database, no longer", database("valuesToRemove", "all"), {}});
    const auto permission = [](const std::string& request) {
        return event("lambda", "AddPermission20150331v2",
                     asking("'functionName':'f','action':'lambda:InvokeFunction'," + request));
    };
    const Found callable{"lambda-public"};
    cases.push_back({"lambda-public", "everybody", permission("'principal':'*'"), callable});
    cases.push_back({"lambda-public", "by a URL",
                     event("lambda", "CreateFunctionUrlConfig", asking("'authType':'NONE'")),
                     callable});
    cases.push_back(
        {"lambda-public", "a service", permission("'principal':'events.amazonaws.com'"), {}});
    cases.push_back({"lambda-public",
                     "everybody of one source",
                     permission("'principal':'*','sourceArn':'arn:aws:s3:::b'"),
                     {}});
    cases.push_back({"lambda-public",
                     "by a URL for those who may",
                     event("lambda", "CreateFunctionUrlConfig", asking("'authType':'AWS_IAM'")),
                     {}});
}

void addData(Cases& cases)
{
    cases.push_back(
        {"kms-key-disabled", "disabled", event("kms", "DisableKey"), {"kms-key-disabled"}});
    cases.push_back({"kms-key-disabled",
                     "to be deleted",
                     event("kms", "ScheduleKeyDeletion"),
                     {"kms-key-disabled"}});
    cases.push_back({"kms-key-disabled", "enabled", event("kms", "EnableKey"), {}});
    cases.push_back(
        {"kms-key-disabled", "refused", event("kms", "ScheduleKeyDeletion", kDenied), {}});
    cases.push_back({"ebs-encryption-off",
                     "off",
                     event("ec2", "DisableEbsEncryptionByDefault"),
                     {"ebs-encryption-off"}});
    cases.push_back({"ebs-encryption-off", "on", event("ec2", "EnableEbsEncryptionByDefault"), {}});
    cases.push_back({"ebs-encryption-off",
                     "refused",
                     event("ec2", "DisableEbsEncryptionByDefault",
                           ",'errorCode':'Client.UnauthorizedOperation'"),
                     {}});
    cases.push_back(
        {"secret-refused",
         "secret",
         event("secretsmanager", "GetSecretValue", ",'errorCode':'AccessDeniedException'"),
         {"secret-refused"}});
    cases.push_back({"secret-refused",
                     "parameter",
                     event("ssm", "GetParameter", ",'errorCode':'AccessDeniedException'"),
                     {"secret-refused"}});
    cases.push_back({"secret-refused", "read", event("secretsmanager", "GetSecretValue"), {}});
    cases.push_back({"secret-refused",
                     "not there",
                     event("ssm", "GetParameter", ",'errorCode':'ParameterNotFound'"),
                     {}});
    const auto instance = [](const char* what) {
        return event("ec2", "ModifyInstanceAttribute",
                     asking(std::string("'instanceId':'i-1',") + what));
    };
    cases.push_back({"user-data-changed",
                     "changed",
                     instance("'userData':'<sensitiveDataRemoved>'"),
                     {"user-data-changed"}});
    cases.push_back({"user-data-changed",
                     "as older calls say it",
                     instance("'attribute':'userData','value':'<sensitiveDataRemoved>'"),
                     {"user-data-changed"}});
    cases.push_back(
        {"user-data-changed", "another size", instance("'instanceType':{'value':'t3.large'}"), {}});
    cases.push_back({"user-data-changed",
                     "protection",
                     instance("'attribute':'disableApiTermination','value':'true'"),
                     {}});
    cases.push_back({"instance-profile-replaced",
                     "replaced",
                     event("ec2", "ReplaceIamInstanceProfileAssociation"),
                     {"instance-profile-replaced"}});
    cases.push_back({"instance-profile-replaced",
                     "first one",
                     event("ec2", "AssociateIamInstanceProfile"),
                     {}});
    cases.push_back({"instance-profile-replaced",
                     "refused",
                     event("ec2", "ReplaceIamInstanceProfileAssociation",
                           ",'errorCode':'Client.UnauthorizedOperation'"),
                     {}});
}

} // namespace

std::vector<RuleCase> exposureCases()
{
    Cases cases;
    addNetwork(cases);
    addBuckets(cases);
    addSharing(cases);
    addData(cases);
    return cases;
}

} // namespace trailloupe::test
