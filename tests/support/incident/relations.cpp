// What resources say of each other, from AWS's table of supported relationships: some is in the
// configuration of the one that tells it, some is only the other side of that.
#include "tests/support/incident/estate.h"

#include <algorithm>

namespace trailloupe::incident {
namespace {

struct Relation
{
    const char* label;
    const char* type;
    std::string id;
    std::string name;
};

// Which types repeat what others say of them, and how.
struct Inverse
{
    const char* type;
    const char* teller;
    const char* label;
};

const std::vector<Inverse>& inverses()
{
    static const std::vector<Inverse> all{
        {"AWS::EC2::SecurityGroup", "AWS::EC2::Instance", "Is associated with Instance"},
        {"AWS::EC2::SecurityGroup", "AWS::EC2::NetworkInterface",
         "Is associated with NetworkInterface"},
        {"AWS::EC2::Subnet", "AWS::EC2::Instance", "Contains Instance"},
        {"AWS::EC2::Subnet", "AWS::EC2::NetworkAcl", "Is attached to NetworkAcl"},
        {"AWS::EC2::Subnet", "AWS::EC2::NetworkInterface", "Contains NetworkInterface"},
        {"AWS::EC2::Subnet", "AWS::EC2::RouteTable", "Is contained in RouteTable"},
        {"AWS::EC2::VPC", "AWS::EC2::Instance", "Contains Instance"},
        {"AWS::EC2::VPC", "AWS::EC2::InternetGateway", "Is attached to InternetGateway"},
        {"AWS::EC2::VPC", "AWS::EC2::NetworkAcl", "Contains NetworkAcl"},
        {"AWS::EC2::VPC", "AWS::EC2::NetworkInterface", "Contains NetworkInterface"},
        {"AWS::EC2::VPC", "AWS::EC2::RouteTable", "Contains RouteTable"},
        {"AWS::EC2::VPC", "AWS::EC2::SecurityGroup", "Contains SecurityGroup"},
        {"AWS::EC2::VPC", "AWS::EC2::Subnet", "Contains Subnet"},
        {"AWS::IAM::Policy", "AWS::IAM::Role", "Is attached to Role"},
        {"AWS::IAM::Policy", "AWS::IAM::User", "Is attached to User"},
    };
    return all;
}

constexpr const char* kGroup = "AWS::EC2::SecurityGroup";
constexpr const char* kInstance = "AWS::EC2::Instance";
constexpr const char* kInterface = "AWS::EC2::NetworkInterface";
constexpr const char* kSubnet = "AWS::EC2::Subnet";
constexpr const char* kVolume = "AWS::EC2::Volume";
constexpr const char* kVpc = "AWS::EC2::VPC";

// The elements of a list that may be missing.
const Json& listOf(const Json& json, const char* member)
{
    static const Json none = Json::array();
    const auto found = json.find(member);
    return found == json.end() ? none : *found;
}

class Direct
{
public:
    Direct(const Estate& estate, const Resource& resource)
        : m_estate(estate)
        , m_resource(resource)
        , m_json(resource.configuration)
    { }

    std::vector<Relation> relations()
    {
        const std::string& type = m_resource.key.type;
        if (type == kInstance || type == kInterface)
            ofMachine();
        else if (type.starts_with("AWS::EC2::"))
            ofNetwork();
        else if (type == "AWS::IAM::User" || type == "AWS::IAM::Role")
            ofPrincipal();
        else
            ofOthers(type);
        return std::move(m_relations);
    }

private:
    void add(const char* label, const char* type, const Json& id)
    {
        m_relations.push_back({label, type, id.get<std::string>(), ""});
    }
    void each(const char* list, const char* label, const char* type, const char* member)
    {
        for (const Json& element : listOf(m_json, list))
            if (element.contains(member))
                add(label, type, element[member]);
    }

    void ofMachine()
    {
        if (m_resource.key.type == kInstance) {
            each("networkInterfaces", "Contains NetworkInterface", kInterface,
                 "networkInterfaceId");
            each("securityGroups", "Is associated with SecurityGroup", kGroup, "groupId");
            for (const Json& device : listOf(m_json, "blockDeviceMappings"))
                add("Is attached to Volume", kVolume, device["ebs"]["volumeId"]);
        } else {
            add("Is attached to Instance", kInstance, m_json["attachment"]["instanceId"]);
            each("groups", "Is associated with SecurityGroup", kGroup, "groupId");
        }
        add("Is contained in Subnet", kSubnet, m_json["subnetId"]);
        add("Is contained in Vpc", kVpc, m_json["vpcId"]);
    }

    void ofNetwork()
    {
        const std::string& type = m_resource.key.type;
        if (type == kVolume)
            each("attachments", "Is attached to Instance", kInstance, "instanceId");
        if (type == "AWS::EC2::InternetGateway")
            each("attachments", "Is attached to Vpc", kVpc, "vpcId");
        if (type == "AWS::EC2::RouteTable")
            each("associations", "Contains Subnet", kSubnet, "subnetId");
        if (type == "AWS::EC2::NetworkAcl")
            each("associations", "Is attached to Subnet", kSubnet, "subnetId");
        if (type != kVpc && m_json.contains("vpcId"))
            add("Is contained in Vpc", kVpc, m_json["vpcId"]);
    }

    // Policies that AWS manages are no resources of an account.
    void ofPrincipal()
    {
        for (const Json& policy : listOf(m_json, "attachedManagedPolicies")) {
            const Resource* found =
                m_estate.named(m_resource.key.account, "AWS::IAM::Policy", policy["policyArn"]);
            if (found)
                m_relations.push_back({"Is attached to CustomerManagedPolicy", "AWS::IAM::Policy",
                                       found->key.id, found->name});
        }
    }

    void ofOthers(const std::string& type)
    {
        if (type == "AWS::ElasticLoadBalancingV2::LoadBalancer") {
            for (const Json& group : listOf(m_json, "securityGroups"))
                add("Is associated with SecurityGroup", kGroup, group);
            each("availabilityZones", "Is attached to Subnet", kSubnet, "subnetId");
            add("Is contained in Vpc", kVpc, m_json["vpcId"]);
        }
        if (type == "AWS::AutoScaling::AutoScalingGroup")
            each("instances", "Contains Instance", kInstance, "instanceId");
        if (type == "AWS::Lambda::Function") {
            // By name alone, as AWS does it.
            const std::string role = m_json["role"].get<std::string>();
            m_relations.push_back(
                {"Is associated with ", "AWS::IAM::Role", "", role.substr(role.rfind('/') + 1)});
        }
        if (type == "AWS::SecretsManager::Secret")
            add("Is associated with ", "AWS::KMS::Key", m_json["KmsKeyId"]);
    }

    const Estate& m_estate;
    const Resource& m_resource;
    const Json& m_json;
    std::vector<Relation> m_relations;
};

Json asJson(const Relation& relation)
{
    Json json = Json::object();
    if (!relation.id.empty())
        json["resourceId"] = relation.id;
    json["resourceName"] = relation.name.empty() ? Json() : Json(relation.name);
    json["resourceType"] = relation.type;
    json["name"] = relation.label;
    return json;
}

} // namespace

Json Estate::relationshipsOf(const Resource& resource) const
{
    std::vector<Relation> relations = Direct(*this, resource).relations();
    for (const Inverse& inverse : inverses()) {
        if (resource.key.type != inverse.type)
            continue;
        for (const auto& [key, other] : m_resources) {
            if (key.type != inverse.teller || key.account != resource.key.account
                || key.region != resource.key.region)
                continue;
            for (const Relation& told : Direct(*this, other).relations())
                if (told.type == resource.key.type && told.id == resource.key.id)
                    relations.push_back({inverse.label, inverse.teller, other.key.id, other.name});
        }
    }
    std::stable_sort(relations.begin(), relations.end(), [](const Relation& a, const Relation& b) {
        return std::string_view(a.type) < std::string_view(b.type);
    });
    Json json = Json::array();
    for (const Relation& relation : relations)
        json.push_back(asJson(relation));
    return json;
}

} // namespace trailloupe::incident
