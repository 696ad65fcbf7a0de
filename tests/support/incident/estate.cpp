#include "tests/support/incident/estate.h"

namespace trailloupe::incident {
namespace {

constexpr const char* kInterface = "AWS::EC2::NetworkInterface";

Json tagList(const Json& tags)
{
    Json list = Json::array();
    for (const auto& [key, value] : tags.items())
        list.push_back({{"key", key}, {"value", value}});
    return list;
}

std::string arnOf(const std::string& account, const std::string& region, const std::string& what)
{
    return "arn:aws:ec2:" + region + ":" + account + ":" + what;
}

std::string interfaceId(const std::string& instanceId)
{
    return idOf("eni", instanceId);
}

Resource instanceOf(const Machine& machine, const Resource& subnet, const Resource& group)
{
    const auto& [account, region, type, subnetId] = subnet.key;
    Resource instance{.key = {account, region, "AWS::EC2::Instance", machine.id},
                      .arn = arnOf(account, region, "instance/" + machine.id),
                      .zone = subnet.zone,
                      .created = machine.launched,
                      .tags = machine.tags};
    const Json groups = Json::array({{{"groupName", group.name}, {"groupId", machine.group}}});
    Json& json = instance.configuration;
    json = {
        {"instanceId", machine.id},
        {"imageId", machine.image},
        {"state", {{"code", 16}, {"name", "running"}}},
        {"keyName", machine.keyName.empty() ? Json() : Json(machine.keyName)},
        {"instanceType", machine.type},
        {"launchTime", machine.launched},
        {"placement", {{"availabilityZone", subnet.zone}, {"tenancy", "default"}}},
        {"monitoring", {{"state", "disabled"}}},
        {"subnetId", machine.subnet},
        {"vpcId", subnet.configuration["vpcId"]},
        {"privateIpAddress", machine.privateAddress},
        {"publicIpAddress", machine.publicAddress},
        {"architecture", "x86_64"},
        {"rootDeviceType", "ebs"},
        {"rootDeviceName", "/dev/xvda"},
        {"metadataOptions",
         {{"state", "applied"}, {"httpTokens", machine.role.empty() ? "optional" : "required"}}},
        {"blockDeviceMappings",
         Json::array({{{"deviceName", "/dev/xvda"},
                       {"ebs",
                        {{"volumeId", idOf("vol", machine.id)},
                         {"status", "attached"},
                         {"deleteOnTermination", true}}}}})},
        {"securityGroups", groups},
        {"networkInterfaces",
         Json::array({{{"networkInterfaceId", interfaceId(machine.id)},
                       {"subnetId", machine.subnet},
                       {"privateIpAddress", machine.privateAddress}}})}};
    if (!machine.role.empty())
        json["iamInstanceProfile"] = {
            {"arn", "arn:aws:iam::" + account + ":instance-profile/" + machine.role},
            {"id", "AIPAWEBSERVERSEXAMPLE"}};
    return instance;
}

Resource interfaceOf(const Machine& machine, const Resource& subnet, const Resource& group)
{
    const auto& [account, region, type, subnetId] = subnet.key;
    return {.key = {account, region, kInterface, interfaceId(machine.id)},
            .arn = arnOf(account, region, "network-interface/" + interfaceId(machine.id)),
            .zone = subnet.zone,
            .configuration = {
                {"networkInterfaceId", interfaceId(machine.id)},
                {"subnetId", machine.subnet},
                {"vpcId", subnet.configuration["vpcId"]},
                {"availabilityZone", subnet.zone},
                {"description", ""},
                {"ownerId", account},
                {"requesterManaged", false},
                {"status", "in-use"},
                {"privateIpAddress", machine.privateAddress},
                {"sourceDestCheck", true},
                {"association", {{"publicIp", machine.publicAddress}, {"ipOwnerId", "amazon"}}},
                {"groups", Json::array({{{"groupName", group.name}, {"groupId", machine.group}}})},
                {"attachment",
                 {{"attachmentId", idOf("eni-attach", machine.id)},
                  {"instanceId", machine.id},
                  {"deviceIndex", 0},
                  {"status", "attached"},
                  {"deleteOnTermination", true}}}}};
}

Resource volumeOf(const Machine& machine, const Resource& subnet)
{
    const auto& [account, region, type, subnetId] = subnet.key;
    const std::string id = idOf("vol", machine.id);
    return {.key = {account, region, "AWS::EC2::Volume", id},
            .arn = arnOf(account, region, "volume/" + id),
            .zone = subnet.zone,
            .created = machine.launched,
            .configuration = {{"volumeId", id},
                              {"size", machine.role.empty() ? 100 : 20},
                              {"availabilityZone", subnet.zone},
                              {"state", {{"value", "in-use"}}},
                              {"createTime", machine.launched},
                              {"volumeType", "gp3"},
                              {"encrypted", !machine.role.empty()},
                              {"attachments",
                               Json::array({{{"volumeId", id},
                                             {"instanceId", machine.id},
                                             {"device", "/dev/xvda"},
                                             {"state", "attached"},
                                             {"deleteOnTermination", true}}})}}};
}

} // namespace

Resource& Estate::add(Resource resource)
{
    const ResourceKey key = resource.key;
    return m_resources[key] = std::move(resource);
}

Resource* Estate::find(const ResourceKey& key)
{
    const auto found = m_resources.find(key);
    return found == m_resources.end() ? nullptr : &found->second;
}

const Resource* Estate::find(const ResourceKey& key) const
{
    return const_cast<Estate*>(this)->find(key);
}

const Resource* Estate::named(const std::string& account, const std::string& type,
                              const std::string& nameOrArn) const
{
    for (const auto& [key, resource] : m_resources)
        if (key.account == account && key.type == type
            && (resource.name == nameOrArn || resource.arn == nameOrArn))
            return &resource;
    return nullptr;
}

Json Estate::contentOf(const Resource& resource) const
{
    Json configuration = resource.configuration;
    Json supplementary = resource.supplementary;
    const std::string& type = resource.key.type;
    if (type == kInterface)
        configuration["tagSet"] = tagList(resource.tags);
    else if (type.starts_with("AWS::EC2::"))
        configuration["tags"] = tagList(resource.tags);
    if (type == "AWS::S3::Bucket" && !resource.tags.empty())
        supplementary["BucketTaggingConfiguration"] = {
            {"tagSets", Json::array({{{"tags", resource.tags}}})}};
    if (type == "AWS::EC2::Subnet") {
        auto left = configuration["availableIpAddressCount"].get<std::int64_t>();
        for (const auto& [key, other] : m_resources)
            if (key.type == kInterface && other.configuration["subnetId"] == resource.key.id)
                --left;
        configuration["availableIpAddressCount"] = left;
    }
    return {{"relationships", relationshipsOf(resource)},
            {"configuration", configuration},
            {"supplementaryConfiguration", supplementary},
            {"tags", resource.tags}};
}

void addMachine(Estate& estate, const std::string& account, const std::string& region,
                const Machine& machine)
{
    const Resource* subnet = estate.find({account, region, "AWS::EC2::Subnet", machine.subnet});
    const Resource* group =
        estate.find({account, region, "AWS::EC2::SecurityGroup", machine.group});
    if (!subnet || !group)
        return;
    const Resource place = *subnet;
    const Resource guard = *group;
    estate.add(instanceOf(machine, place, guard));
    estate.add(interfaceOf(machine, place, guard));
    estate.add(volumeOf(machine, place));
}

void removeMachine(Estate& estate, const std::string& account, const std::string& region,
                   const std::string& instanceId)
{
    const Resource* instance = estate.find({account, region, "AWS::EC2::Instance", instanceId});
    if (!instance)
        return;
    const Json json = instance->configuration;
    for (const Json& interface : json["networkInterfaces"])
        estate.remove({account, region, kInterface, interface["networkInterfaceId"]});
    for (const Json& device : json["blockDeviceMappings"])
        estate.remove({account, region, "AWS::EC2::Volume", device["ebs"]["volumeId"]});
    estate.remove({account, region, "AWS::EC2::Instance", instanceId});
}

Json startedMachine(const Machine& machine, const std::string& vpc, int index)
{
    const Json groups = Json::array({{{"groupId", machine.group}}});
    return {{"instanceId", machine.id},
            {"imageId", machine.image},
            {"instanceState", {{"code", 0}, {"name", "pending"}}},
            {"instanceType", machine.type},
            {"amiLaunchIndex", index},
            {"subnetId", machine.subnet},
            {"vpcId", vpc},
            {"privateIpAddress", machine.privateAddress},
            {"groupSet", {{"items", groups}}},
            {"networkInterfaceSet",
             {{"items",
               Json::array({{{"networkInterfaceId", interfaceId(machine.id)},
                             {"subnetId", machine.subnet},
                             {"privateIpAddress", machine.privateAddress}}})}}}};
}

std::string idOf(const std::string& prefix, const std::string& text)
{
    std::uint64_t seed = 14695981039346656037ULL;
    for (const char c : prefix + text)
        seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return prefix + "-0" + Random(seed).hex(16);
}

std::string urlEncoded(const std::string& text)
{
    static constexpr const char* kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
            || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
        if (isPlain)
            encoded += c;
        else
            encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
    return encoded;
}

Json permission(int port, const std::string& cidr, const std::string& description)
{
    Json range{{"cidrIp", cidr}};
    if (!description.empty())
        range["description"] = description;
    return {{"ipProtocol", "tcp"},
            {"fromPort", port},
            {"toPort", port},
            {"ipv6Ranges", Json::array()},
            {"prefixListIds", Json::array()},
            {"userIdGroupPairs", Json::array()},
            {"ipv4Ranges", Json::array({range})},
            {"ipRanges", Json::array({cidr})}};
}

Resource iamUser(const std::string& account, const std::string& name, const std::string& id,
                 const std::string& created)
{
    return {.key = {account, kGlobal, "AWS::IAM::User", id},
            .name = name,
            .arn = userArn(account, name),
            .created = created,
            .configuration = {{"path", "/"},
                              {"userName", name},
                              {"userId", id},
                              {"arn", userArn(account, name)},
                              {"createDate", created},
                              {"userPolicyList", Json::array()},
                              {"groupList", Json::array()},
                              {"attachedManagedPolicies", Json::array()},
                              {"permissionsBoundary", nullptr},
                              {"tags", Json::array()}}};
}

Resource lambdaFunction(const std::string& account, const std::string& region,
                        const std::string& name, const std::string& role,
                        const std::string& runtime, const std::string& modified,
                        const std::string& sha)
{
    const std::string arn = "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
    return {.key = {account, region, "AWS::Lambda::Function", name},
            .name = name,
            .arn = arn,
            .configuration = {{"functionName", name},
                              {"functionArn", arn},
                              {"runtime", runtime},
                              {"role", role},
                              {"handler", "main.handler"},
                              {"codeSize", 48213},
                              {"timeout", 30},
                              {"memorySize", 256},
                              {"lastModified", modified},
                              {"codeSha256", sha},
                              {"version", "$LATEST"},
                              {"packageType", "Zip"},
                              {"layers", Json::array()},
                              {"tracingConfig", {{"mode", "PassThrough"}}}},
            .supplementary = {{"Policy", nullptr}, {"Tags", Json::object()}}};
}

Resource taskDefinition(const std::string& account, const std::string& region,
                        const std::string& arn, const std::string& family, const Json& containers)
{
    Json mine = Json::array();
    for (const Json& container : containers)
        mine.push_back({{"Name", container["name"]},
                        {"Image", container["image"]},
                        {"Memory", container["memory"]},
                        {"Essential", container["essential"]}});
    return {.key = {account, region, "AWS::ECS::TaskDefinition", arn},
            .name = arn.substr(arn.rfind('/') + 1),
            .arn = arn,
            .zone = "Regional",
            .configuration = {{"TaskDefinitionArn", arn},
                              {"Family", family},
                              {"NetworkMode", "awsvpc"},
                              {"Status", "ACTIVE"},
                              {"ContainerDefinitions", mine}}};
}

} // namespace trailloupe::incident
