#include "tests/support/incident/estate.h"

namespace trailloupe::incident {
namespace {

constexpr const char* kImage = "ami-0fedcba9876543210";
constexpr const char* kEnd = ".amazonaws.com";

std::string ec2Arn(const ResourceKey& key, const std::string& kind)
{
    return "arn:aws:ec2:" + key.region + ":" + key.account + ":" + kind + "/" + key.id;
}

Resource ec2(const std::string& account, const std::string& region, const std::string& type,
             const std::string& id, const std::string& kind, Json configuration)
{
    Resource resource{.key = {account, region, "AWS::EC2::" + type, id},
                      .configuration = std::move(configuration)};
    resource.arn = ec2Arn(resource.key, kind);
    return resource;
}

struct SubnetSketch
{
    std::string id;
    std::string zone; // its letter
    std::string cidr;
};

struct NetworkSketch
{
    std::string vpc;
    std::string cidr;
    std::string defaultGroup;
    std::vector<SubnetSketch> subnets;
    std::string name; // empty: the default VPC of the Region
};

Resource securityGroup(const std::string& account, const std::string& region, const std::string& id,
                       const std::string& name, const std::string& description,
                       const std::string& vpc, Json permissions)
{
    Json out = permission(0, "0.0.0.0/0", "");
    out["ipProtocol"] = "-1";
    out.erase("fromPort");
    out.erase("toPort");
    Resource group = ec2(account, region, "SecurityGroup", id, "security-group",
                         {{"description", description},
                          {"groupName", name},
                          {"ipPermissions", std::move(permissions)},
                          {"ownerId", account},
                          {"groupId", id},
                          {"ipPermissionsEgress", Json::array({out})},
                          {"vpcId", vpc}});
    group.name = name;
    return group;
}

// A VPC with its subnets, route table, internet gateway, network ACL and default security group.
void addNetwork(Estate& estate, const std::string& account, const std::string& region,
                const NetworkSketch& sketch)
{
    const bool isDefault = sketch.name.empty();
    const Json tags = isDefault ? Json::object() : Json{{"Name", sketch.name}};
    const std::string gateway = idOf("igw", sketch.vpc);
    const std::string table = idOf("rtb", sketch.vpc);
    const std::string acl = idOf("acl", sketch.vpc);
    const auto add = [&](Resource resource, const char* zone) {
        resource.zone = zone;
        resource.tags = tags;
        estate.add(std::move(resource));
    };
    add(ec2(account, region, "VPC", sketch.vpc, "vpc",
            {{"vpcId", sketch.vpc},
             {"cidrBlock", sketch.cidr},
             {"state", {{"value", "available"}}},
             {"instanceTenancy", "default"},
             {"isDefault", isDefault}}),
        "Multiple Availability Zones");
    add(ec2(account, region, "InternetGateway", gateway, "internet-gateway",
            {{"internetGatewayId", gateway},
             {"attachments", Json::array({{{"vpcId", sketch.vpc}, {"state", "available"}}})}}),
        "Multiple Availability Zones");
    Json routed = Json::array();
    Json guarded = Json::array();
    for (const SubnetSketch& subnet : sketch.subnets) {
        Resource resource = ec2(account, region, "Subnet", subnet.id, "subnet",
                                {{"subnetId", subnet.id},
                                 {"state", {{"value", "available"}}},
                                 {"vpcId", sketch.vpc},
                                 {"cidrBlock", subnet.cidr},
                                 {"availableIpAddressCount", isDefault ? 4091 : 251},
                                 {"availabilityZone", region + subnet.zone},
                                 {"defaultForAz", isDefault},
                                 {"mapPublicIpOnLaunch", true}});
        resource.zone = region + subnet.zone;
        resource.tags = tags;
        estate.add(std::move(resource));
        routed.push_back({{"routeTableAssociationId", idOf("rtbassoc", subnet.id)},
                          {"routeTableId", table},
                          {"subnetId", subnet.id},
                          {"main", false}});
        guarded.push_back({{"networkAclAssociationId", idOf("aclassoc", subnet.id)},
                           {"networkAclId", acl},
                           {"subnetId", subnet.id}});
    }
    add(ec2(account, region, "RouteTable", table, "route-table",
            {{"routeTableId", table},
             {"vpcId", sketch.vpc},
             {"routes",
              Json::array({{{"destinationCidrBlock", sketch.cidr},
                            {"gatewayId", "local"},
                            {"state", "active"},
                            {"origin", "CreateRouteTable"}},
                           {{"destinationCidrBlock", "0.0.0.0/0"},
                            {"gatewayId", gateway},
                            {"state", "active"},
                            {"origin", "CreateRoute"}}})},
             {"associations", routed},
             {"propagatingVgws", Json::array()}}),
        "Not Applicable");
    Json entries = Json::array();
    for (const bool egress : {true, false})
        for (const auto& [number, action] : {std::pair(100, "allow"), std::pair(32767, "deny")})
            entries.push_back({{"ruleNumber", number},
                               {"protocol", "-1"},
                               {"ruleAction", action},
                               {"egress", egress},
                               {"cidrBlock", "0.0.0.0/0"}});
    add(ec2(account, region, "NetworkAcl", acl, "network-acl",
            {{"networkAclId", acl},
             {"vpcId", sketch.vpc},
             {"isDefault", true},
             {"entries", entries},
             {"associations", guarded}}),
        "Multiple Availability Zones");
    Json within = permission(0, "", "");
    within["ipProtocol"] = "-1";
    within.erase("fromPort");
    within.erase("toPort");
    within["ipv4Ranges"] = within["ipRanges"] = Json::array();
    within["userIdGroupPairs"] =
        Json::array({{{"groupId", sketch.defaultGroup}, {"userId", account}}});
    estate.add(securityGroup(account, region, sketch.defaultGroup, "default",
                             "default VPC security group", sketch.vpc, Json::array({within})));
}

void addDefaultNetwork(Estate& estate, const std::string& account, const std::string& region)
{
    const std::string place = account + region;
    addNetwork(estate, account, region,
               {.vpc = idOf("vpc", place),
                .cidr = "172.31.0.0/16",
                .defaultGroup = idOf("sg", place),
                .subnets = {{idOf("subnet", place), "a", "172.31.16.0/20"}}});
}

Json bucketAcl(const std::string& owner)
{
    const Json who{{"displayName", nullptr}, {"id", owner}};
    const Json acl{{"grantSet", nullptr},
                   {"grantList",
                    Json::array({{{"grantee", {{"id", owner}, {"displayName", nullptr}}},
                                  {"permission", "FullControl"}}})},
                   {"owner", who},
                   {"isRequesterCharged", false}};
    return acl.dump(); // a text, unlike its neighbours
}

void addBucket(Estate& estate, const std::string& account, const std::string& region,
               const std::string& name, const std::string& created, const Json& policy)
{
    const std::string owner = account + std::string(52, 'e');
    estate.add(
        {.key = {account, region, "AWS::S3::Bucket", name},
         .name = name,
         .arn = "arn:aws:s3:::" + name,
         .zone = "Regional",
         .created = created,
         .configuration = {{"name", name},
                           {"owner", {{"displayName", nullptr}, {"id", owner}}},
                           {"creationDate", created}},
         .supplementary = {
             {"AccessControlList", bucketAcl(owner)},
             {"BucketAccelerateConfiguration", {{"status", nullptr}}},
             {"BucketLoggingConfiguration",
              {{"destinationBucketName", nullptr}, {"logFilePrefix", nullptr}}},
             {"BucketNotificationConfiguration", {{"configurations", Json::object()}}},
             {"BucketPolicy", {{"policyText", policy.is_null() ? Json() : Json(policy.dump())}}},
             {"BucketVersioningConfiguration",
              {{"status", "Off"}, {"isMfaDeleteEnabled", nullptr}}},
             {"IsRequesterPaysEnabled", false},
             {"PublicAccessBlockConfiguration",
              {{"blockPublicAcls", true},
               {"ignorePublicAcls", true},
               {"blockPublicPolicy", true},
               {"restrictPublicBuckets", true}}},
             {"ServerSideEncryptionConfiguration",
              {{"rules",
                Json::array({{{"applyServerSideEncryptionByDefault",
                               {{"sseAlgorithm", "AES256"}, {"kmsMasterKeyID", nullptr}}},
                              {"bucketKeyEnabled", false}}})}}}}});
}

Json statement(const char* sid, Json principal, Json action, Json resource)
{
    return {{"Sid", sid},
            {"Effect", "Allow"},
            {"Principal", std::move(principal)},
            {"Action", std::move(action)},
            {"Resource", std::move(resource)}};
}

Json document(Json statements)
{
    return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

Json attached(const std::string& arn)
{
    return {{"policyName", arn.substr(arn.rfind('/') + 1)}, {"policyArn", arn}};
}

void addRole(Estate& estate, const std::string& account, const std::string& name,
             const std::string& id, const Json& principal, const std::string& action,
             const std::vector<std::string>& policies)
{
    Json managed = Json::array();
    for (const std::string& arn : policies)
        managed.push_back(attached(arn));
    const Json trust = document(
        Json::array({{{"Effect", "Allow"}, {"Principal", principal}, {"Action", action}}}));
    Json profiles = Json::array();
    if (name == "web-server")
        profiles.push_back({{"instanceProfileName", name},
                            {"instanceProfileId", "AIPAWEBSERVERSEXAMPLE"},
                            {"arn", "arn:aws:iam::" + account + ":instance-profile/" + name}});
    const std::string created = "2025-04-02T08:11:00.000Z";
    estate.add({.key = {account, kGlobal, "AWS::IAM::Role", id},
                .name = name,
                .arn = roleArn(account, name),
                .created = created,
                .configuration = {{"path", "/"},
                                  {"roleName", name},
                                  {"roleId", id},
                                  {"arn", roleArn(account, name)},
                                  {"createDate", created},
                                  {"assumeRolePolicyDocument", urlEncoded(trust.dump())},
                                  {"instanceProfileList", profiles},
                                  {"rolePolicyList", Json::array()},
                                  {"attachedManagedPolicies", managed},
                                  {"permissionsBoundary", nullptr},
                                  {"tags", Json::array()}}});
}

void addPolicy(Estate& estate, const std::string& account, const std::string& name,
               const std::string& id, const std::string& version, const Json& allowed)
{
    const std::string arn = "arn:aws:iam::" + account + ":policy/" + name;
    const std::string created = "2025-04-02T08:10:00.000Z";
    const Json text =
        document(Json::array({{{"Effect", "Allow"}, {"Action", allowed}, {"Resource", "*"}}}));
    estate.add({.key = {account, kGlobal, "AWS::IAM::Policy", id},
                .name = name,
                .arn = arn,
                .created = created,
                .configuration = {{"policyName", name},
                                  {"policyId", id},
                                  {"arn", arn},
                                  {"path", "/"},
                                  {"defaultVersionId", version},
                                  {"attachmentCount", 1},
                                  {"isAttachable", true},
                                  {"createDate", created},
                                  {"policyVersionList",
                                   Json::array({{{"document", urlEncoded(text.dump())},
                                                 {"versionId", version},
                                                 {"isDefaultVersion", true},
                                                 {"createDate", created}}})}}});
}

void addUser(Estate& estate, const std::string& name, const std::string& id,
             const std::string& policy)
{
    Resource user = iamUser(kShop, name, id, "2025-04-02T08:12:00.000Z");
    user.configuration["attachedManagedPolicies"].push_back(attached(policy));
    estate.add(std::move(user));
}

void addKey(Estate& estate, const std::string& account, const std::string& region,
            const std::string& id, const std::string& description)
{
    const std::string arn = "arn:aws:kms:" + region + ":" + account + ":key/" + id;
    const Json policy = document(Json::array(
        {statement("Account", {{"AWS", "arn:aws:iam::" + account + ":root"}}, "kms:*", "*")}));
    estate.add({.key = {account, region, "AWS::KMS::Key", id},
                .arn = arn,
                .created = "2025-04-02T08:20:00.000Z",
                .configuration = {{"awsaccountId", account},
                                  {"keyId", id},
                                  {"arn", arn},
                                  {"creationDate", 1743582000000},
                                  {"enabled", true},
                                  {"description", description},
                                  {"keyUsage", "ENCRYPT_DECRYPT"},
                                  {"keyState", "Enabled"},
                                  {"origin", "AWS_KMS"},
                                  {"keyManager", "CUSTOMER"},
                                  {"keySpec", "SYMMETRIC_DEFAULT"},
                                  {"multiRegion", false}},
                .supplementary = {{"KeyRotationStatus", true}, {"Policy", policy.dump()}}});
}

void addTrail(Estate& estate, const std::string& account, const std::string& region,
              const std::string& name)
{
    const std::string arn = "arn:aws:cloudtrail:" + region + ":" + account + ":trail/" + name;
    estate.add({.key = {account, region, "AWS::CloudTrail::Trail", name},
                .name = name,
                .arn = arn,
                .zone = "Regional",
                .configuration = {{"name", name},
                                  {"s3BucketName", kLogs},
                                  {"includeGlobalServiceEvents", true},
                                  {"isMultiRegionTrail", true},
                                  {"homeRegion", region},
                                  {"trailARN", arn},
                                  {"logFileValidationEnabled", false},
                                  {"hasCustomEventSelectors", true},
                                  {"hasInsightSelectors", false},
                                  {"isOrganizationTrail", false}},
                .supplementary = {{"Tags", Json::array()}}});
}

void addConfigRecorder(Estate& estate, const std::string& account, const std::string& region)
{
    const bool withGlobal = region == kIreland || (account == kShop && region == kVirginia);
    estate.add(
        {.key = {account, region, "AWS::Config::ConfigurationRecorder", "default"},
         .name = "default",
         .arn = "arn:aws:config:" + region + ":" + account + ":configuration-recorder/default/"
             + idOf("", account + region).substr(1),
         .zone = "Regional",
         .configuration = {
             {"Id", "default"},
             {"Name", "default"},
             {"RoleARN",
              roleArn(account, "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")},
             {"Recording", true},
             {"RecordingGroup",
              {{"AllSupported", true},
               {"IncludeGlobalResourceTypes", withGlobal},
               {"RecordingStrategy", {{"UseOnly", "ALL_SUPPORTED_RESOURCE_TYPES"}}}}},
             {"RecordingMode", {{"RecordingFrequency", "CONTINUOUS"}}}}});
}

// The web servers of the shop stand in two Regions.
void addShopNetworks(Estate& estate)
{
    addNetwork(estate, kShop, kVirginia,
               {.vpc = "vpc-0a0000000000000a1",
                .cidr = "10.0.0.0/16",
                .defaultGroup = idOf("sg", "shop-default"),
                .subnets = {{kSubnetA, "a", "10.0.1.0/24"}, {kSubnetB, "b", "10.0.2.0/24"}},
                .name = "shop"});
    addNetwork(estate, kShop, kIreland,
               {.vpc = "vpc-0a0000000000000e1",
                .cidr = "10.1.0.0/16",
                .defaultGroup = idOf("sg", "shop-ireland"),
                .subnets = {{"subnet-0a0000000000000e1", "a", "10.1.1.0/24"}},
                .name = "shop"});
    addNetwork(estate, kShop, kTokyo,
               {.vpc = "vpc-0f1e2d3c4b5a69788",
                .cidr = "172.31.0.0/16",
                .defaultGroup = kTokyoGroup,
                .subnets = {{"subnet-0a1b2c3d4e5f60718", "a", "172.31.16.0/20"}}});
    const std::string front = "sg-0a0000000000000f1";
    estate.add(securityGroup(kShop, kVirginia, front, "shop-front", "load balancer of the shop",
                             "vpc-0a0000000000000a1",
                             Json::array({permission(443, "0.0.0.0/0", "customers")})));
    for (const auto& [region, group, vpc] :
         {std::tuple(kVirginia, kWebGroup, "vpc-0a0000000000000a1"),
          std::tuple(kIreland, "sg-0a0000000000000e1", "vpc-0a0000000000000e1")}) {
        estate.add(securityGroup(kShop, region, group, "shop-web", "web servers of the shop", vpc,
                                 Json::array({permission(8080, "10.0.0.0/8", "front")})));
    }
}

void addShopMachines(Estate& estate)
{
    const std::string launched = "2026-02-20T09:03:12.000Z";
    struct Server
    {
        const char* id;
        const char* region;
        const char* subnet;
        const char* group;
        const char* inside;
        const char* outside;
    };
    for (const Server& server : {Server{"i-0a11b22c33d44e551", kVirginia, kSubnetA, kWebGroup,
                                        "10.0.1.21", "198.51.100.21"},
                                 Server{"i-0a11b22c33d44e552", kVirginia, kSubnetB, kWebGroup,
                                        "10.0.2.22", "198.51.100.22"},
                                 Server{"i-0a11b22c33d44e553", kIreland, "subnet-0a0000000000000e1",
                                        "sg-0a0000000000000e1", "10.1.1.37", "198.51.100.37"}})
        addMachine(estate, kShop, server.region,
                   {.id = server.id,
                    .type = "m6i.large",
                    .image = kImage,
                    .subnet = server.subnet,
                    .group = server.group,
                    .privateAddress = server.inside,
                    .publicAddress = server.outside,
                    .keyName = "",
                    .role = "web-server",
                    .launched = launched,
                    .tags = {{"Name", "web"}}});

    Json instances = Json::array();
    for (const auto& [id, zone] : {std::pair("i-0a11b22c33d44e551", "us-east-1a"),
                                   std::pair("i-0a11b22c33d44e552", "us-east-1b")})
        instances.push_back({{"instanceId", id},
                             {"availabilityZone", zone},
                             {"lifecycleState", "InService"},
                             {"healthStatus", "Healthy"}});
    const std::string arn = std::string("arn:aws:autoscaling:us-east-1:") + kShop
        + ":autoScalingGroup:0b1c2d3e-4f50-4161-8273-849506172839:autoScalingGroupName/shop-web";
    estate.add({.key = {kShop, kVirginia, "AWS::AutoScaling::AutoScalingGroup", arn},
                .name = kScalingGroup,
                .arn = arn,
                .zone = "Multiple Availability Zones",
                .created = launched,
                .configuration = {{"autoScalingGroupARN", arn},
                                  {"autoScalingGroupName", kScalingGroup},
                                  {"minSize", 2},
                                  {"maxSize", 4},
                                  {"desiredCapacity", 2},
                                  {"healthCheckType", "EC2"},
                                  {"instances", instances},
                                  {"vPCZoneIdentifier", std::string(kSubnetA) + "," + kSubnetB}}});
}

void addShopServices(Estate& estate)
{
    const std::string place = std::string(":us-east-1:") + kShop;
    const std::string balancer =
        "arn:aws:elasticloadbalancing" + place + ":loadbalancer/app/shop/0123456789abcdef";
    estate.add(
        {.key = {kShop, kVirginia, "AWS::ElasticLoadBalancingV2::LoadBalancer", balancer},
         .name = "shop",
         .arn = balancer,
         .zone = "Multiple Availability Zones",
         .created = "2025-04-02T09:00:00.000Z",
         .configuration = {{"loadBalancerArn", balancer},
                           {"loadBalancerName", "shop"},
                           {"dNSName", "shop-1.us-east-1.elb.amazonaws.com"},
                           {"scheme", "internet-facing"},
                           {"vpcId", "vpc-0a0000000000000a1"},
                           {"state", {{"code", "active"}}},
                           {"type", "application"},
                           {"availabilityZones",
                            Json::array({{{"zoneName", "us-east-1a"}, {"subnetId", kSubnetA}},
                                         {{"zoneName", "us-east-1b"}, {"subnetId", kSubnetB}}})},
                           {"securityGroups", Json::array({"sg-0a0000000000000f1"})}},
         .supplementary = {
             {"LoadBalancerAttributes",
              Json::array({{{"key", "access_logs.s3.enabled"}, {"value", "false"}},
                           {{"key", "deletion_protection.enabled"}, {"value", "true"}}})}}});
    const std::string alarm = "arn:aws:cloudwatch" + place + ":alarm:web-5xx";
    estate.add({.key = {kShop, kVirginia, "AWS::CloudWatch::Alarm", "web-5xx"},
                .name = "web-5xx",
                .arn = alarm,
                .configuration = {{"alarmName", "web-5xx"},
                                  {"alarmArn", alarm},
                                  {"actionsEnabled", true},
                                  {"metricName", "HTTPCode_Target_5XX_Count"},
                                  {"namespace", "AWS/ApplicationELB"},
                                  {"statistic", "Sum"},
                                  {"period", 300},
                                  {"evaluationPeriods", 1},
                                  {"threshold", 40},
                                  {"comparisonOperator", "GreaterThanThreshold"}}});
    const std::string definition = "arn:aws:ecs" + place + ":task-definition/shop:100";
    estate.add(taskDefinition(
        kShop, kVirginia, definition, "shop",
        Json::array(
            {{{"name", "shop"},
              {"image", std::string(kShop) + ".dkr.ecr.us-east-1.amazonaws.com/shop:6f1c0a9be214"},
              {"memory", 512},
              {"essential", true}}})));
    const std::string service = "arn:aws:ecs" + place + ":service/shop/web";
    estate.add({.key = {kShop, kVirginia, "AWS::ECS::Service", service},
                .name = "web",
                .arn = service,
                .zone = "Regional",
                .configuration = {{"ServiceArn", service},
                                  {"ServiceName", "web"},
                                  {"Cluster", "arn:aws:ecs" + place + ":cluster/shop"},
                                  {"TaskDefinition", definition},
                                  {"DesiredCount", 3},
                                  {"LaunchType", "EC2"},
                                  {"EnableExecuteCommand", false}}});
    const std::string secret = "arn:aws:secretsmanager" + place + ":secret:shop/database-Xb3kQe";
    estate.add({.key = {kShop, kVirginia, "AWS::SecretsManager::Secret", secret},
                .name = "shop/database",
                .arn = secret,
                .configuration = {{"Id", secret},
                                  {"Name", "shop/database"},
                                  {"KmsKeyId", kShopKey},
                                  {"RotationEnabled", false}}});
    estate.add(lambdaFunction(kShop, kVirginia, kThumbnails, roleArn(kShop, "web-server"),
                              "python3.11", "2026-03-10T16:20:41.000+0000",
                              "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="));
    addKey(estate, kShop, kVirginia, kShopKey, "secrets of the shop");
    addKey(estate, kShop, kIreland, kShopKey, "secrets of the shop");
    addTrail(estate, kShop, kVirginia, kTrail);
    const Json logs = document(Json::array({statement(
        "Logs",
        {{"Service",
          Json::array({std::string("cloudtrail") + kEnd, std::string("config") + kEnd})}},
        "s3:PutObject", std::string("arn:aws:s3:::") + kLogs + "/AWSLogs/*")}));
    addBucket(estate, kShop, kVirginia, kAssets, "2025-04-02T08:31:00.000Z", nullptr);
    addBucket(estate, kShop, kVirginia, kArtifacts, "2025-04-02T08:32:00.000Z", nullptr);
    addBucket(estate, kShop, kVirginia, kLogs, "2025-04-02T08:30:00.000Z", logs);
}

void addShopPeople(Estate& estate)
{
    const std::string ours = std::string("arn:aws:iam::") + kShop + ":policy/";
    const std::string awss = "arn:aws:iam::aws:policy/";
    addUser(estate, "alice", "AIDAALICEALICEEXAMPLE", awss + "PowerUserAccess");
    addUser(estate, "bob", "AIDABOBBOBBOBBEXAMPLE", awss + "AdministratorAccess");
    addUser(estate, "dave", "AIDADAVEDAVEDAEXAMPLE", awss + "ViewOnlyAccess");
    addUser(estate, "report-bot", "AIDAREPORTBOT0EXAMPLE", ours + "report-bot");
    addPolicy(estate, kShop, "report-bot", "ANPAREPORTBOT0EXAMPLE", "v6",
              Json::array({"cloudwatch:GetMetricData", "s3:PutObject", "s3:ListAllMyBuckets",
                           "iam:ListAttachedUserPolicies", "iam:GetPolicyVersion"}));
    addPolicy(estate, kShop, "web-server", "ANPAWEBSERVERSEXAMPLE", "v2",
              Json::array({"s3:GetObject", "secretsmanager:GetSecretValue", "kms:Decrypt"}));
    addPolicy(estate, kShop, "ci-deploy", "ANPADEPLOYCIEXAMPLE01", "v4",
              Json::array({"ecr:*", "ecs:*", "lambda:*", "s3:PutObject", "iam:PassRole"}));
    addRole(estate, kShop, "web-server", "AROAWEBSERVERSEXAMPLE",
            {{"Service", std::string("ec2") + kEnd}}, "sts:AssumeRole", {ours + "web-server"});
    addRole(estate, kShop, "ci-deploy", "AROADEPLOYCIEXAMPLE01",
            {{"Federated", std::string("arn:aws:iam::") + kShop + ":oidc-provider/ci.example.com"}},
            "sts:AssumeRoleWithWebIdentity", {ours + "ci-deploy"});
    addRole(estate, kShop, kInfrastructure, "AROAINFRASTRUEXAMPLE1",
            {{"AWS", userArn(kShop, "bob")}}, "sts:AssumeRole", {awss + "AdministratorAccess"});
}

void addDataAccount(Estate& estate)
{
    const std::string ours = std::string("arn:aws:iam::") + kData + ":policy/";
    addBucket(estate, kData, kIreland, kCustomers, "2025-04-03T10:00:00.000Z", nullptr);
    addBucket(estate, kData, kIreland, kLake, "2025-04-03T10:01:00.000Z", nullptr);
    addKey(estate, kData, kIreland, "9b8a7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d", "data lake");
    addTrail(estate, kData, kIreland, "data-trail");
    estate.add(lambdaFunction(kData, kIreland, "lake-loader", roleArn(kData, "lake-loader"),
                              "java21", "2026-02-11T13:07:55.000+0000",
                              "LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564="));
    addPolicy(estate, kData, "analytics-readwrite", "ANPAANALYTICSXEXAMPLE", "v3",
              Json::array({"s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:PutBucketPolicy",
                           "s3:ListAllMyBuckets"}));
    addPolicy(estate, kData, "lake-loader", "ANPALAKELOADEREXAMPLE", "v1",
              Json::array({"s3:GetObject", "s3:PutObject", "glue:BatchCreatePartition"}));
    addRole(estate, kData, "analytics-readwrite", "AROAANALYTICSXEXAMPLE",
            {{"AWS", std::string("arn:aws:iam::") + kShop + ":root"}}, "sts:AssumeRole",
            {ours + "analytics-readwrite"});
    addRole(estate, kData, "lake-loader", "AROALAKELOADEREXAMPLE",
            {{"Service", std::string("lambda") + kEnd}}, "sts:AssumeRole", {ours + "lake-loader"});
    addDefaultNetwork(estate, kData, kVirginia);
    addDefaultNetwork(estate, kData, kIreland);
    addDefaultNetwork(estate, kData, kTokyo);
}

} // namespace

Estate estateBefore()
{
    Estate estate;
    addShopNetworks(estate);
    addShopMachines(estate);
    addShopServices(estate);
    addShopPeople(estate);
    addDataAccount(estate);
    for (const char* account : {kShop, kData})
        for (const char* region : {kVirginia, kIreland, kTokyo})
            addConfigRecorder(estate, account, region);
    return estate;
}

} // namespace trailloupe::incident
