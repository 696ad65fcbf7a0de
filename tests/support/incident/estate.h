// Estate: the resources of the two accounts as they are at one moment of the story, with the
// contents that AWS Config records of them.
//
// Representation: by account, Region, type and id; IAM is in the Region "global". What one resource
// says of another is in its configuration; relationships are made from that, in both directions.
#pragma once

#include "tests/support/incident/cast.h"

#include <map>
#include <string>

namespace trailloupe::incident {

inline constexpr const char* kGlobal = "global";

struct ResourceKey
{
    std::string account;
    std::string region;
    std::string type;
    std::string id;
    auto operator<=>(const ResourceKey&) const = default;
};

struct Resource
{
    ResourceKey key;
    std::string name = {}; // empty: null in its items
    std::string arn = {};
    std::string zone = "Not Applicable";
    std::string created = {}; // resourceCreationTime; empty: null in its items
    Json tags = Json::object();
    Json configuration = Json::object();
    Json supplementary = Json::object();
};

class Estate
{
public:
    Resource& add(Resource resource);
    void remove(const ResourceKey& key) { m_resources.erase(key); }
    Resource* find(const ResourceKey& key);
    const Resource* find(const ResourceKey& key) const;
    // The first of this type in the account whose name or ARN that is.
    const Resource* named(const std::string& account, const std::string& type,
                          const std::string& nameOrArn) const;
    const std::map<ResourceKey, Resource>& all() const { return m_resources; }

    Json relationshipsOf(const Resource& resource) const;
    // What an item says of it, apart from status and times.
    Json contentOf(const Resource& resource) const;

private:
    std::map<ResourceKey, Resource> m_resources;
};

// As it was in the evening before the export begins.
Estate estateBefore();

// An instance comes and goes with its network interface and its volume.
struct Machine
{
    std::string id = {};
    std::string type = {};
    std::string image = {};
    std::string subnet = {};
    std::string group = {};
    std::string privateAddress = {};
    std::string publicAddress = {};
    std::string keyName = {}; // empty: none
    std::string role = {}; // of its instance profile; empty: none
    std::string launched = {}; // time text
    Json tags = Json::object();
};
void addMachine(Estate& estate, const std::string& account, const std::string& region,
                const Machine& machine);
void removeMachine(Estate& estate, const std::string& account, const std::string& region,
                   const std::string& instanceId);

// As RunInstances answers.
Json startedMachine(const Machine& machine, const std::string& vpc, int index);

// "vol-0…", always the same for the same text.
std::string idOf(const std::string& prefix, const std::string& text);
// As IAM hands out documents in items: URL-encoded.
std::string urlEncoded(const std::string& text);

Resource iamUser(const std::string& account, const std::string& name, const std::string& id,
                 const std::string& created);
Resource lambdaFunction(const std::string& account, const std::string& region,
                        const std::string& name, const std::string& role,
                        const std::string& runtime, const std::string& modified,
                        const std::string& sha);
Resource taskDefinition(const std::string& account, const std::string& region,
                        const std::string& arn, const std::string& family, const Json& containers);
// The permission of a security group for one peer, as items have it.
Json permission(int port, const std::string& cidr, const std::string& description);

} // namespace trailloupe::incident
