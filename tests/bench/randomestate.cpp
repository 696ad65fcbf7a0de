#include "tests/bench/randomestate.h"

#include "model/base/timestamp.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <tuple>
#include <utility>

namespace trailloupe::bench {
namespace {

constexpr std::array kAccounts{"111122223333", "444455556666"};
constexpr std::array kRegions{"us-east-1", "eu-west-1", "ap-northeast-1"};
constexpr std::int64_t kBegin = 1772323200000; // 2026-03-01, milliseconds
constexpr std::int64_t kDay = 86'400'000;

enum Real : unsigned
{
    SecurityGroup,
    Instance,
    NetworkInterface,
    Volume,
    Role,
    Bucket,
    kReal
};
constexpr std::array<const char*, kReal> kRealNames{
    "AWS::EC2::SecurityGroup", "AWS::EC2::Instance", "AWS::EC2::NetworkInterface",
    "AWS::EC2::Volume",        "AWS::IAM::Role",     "AWS::S3::Bucket"};
// Of a hundred resources.
constexpr std::array<unsigned, kReal> kShares{10, 18, 18, 14, 8, 4};

std::string number(std::uint64_t value, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%0*llx", digits, static_cast<unsigned long long>(value));
    return text;
}

std::string timeText(std::int64_t milliseconds)
{
    std::string text = formatEventTime(milliseconds / 1000);
    char fraction[8];
    std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(milliseconds % 1000));
    return text.substr(0, text.size() - 1) + fraction;
}

// A number that belongs to a place of a resource, and changes with the revision now and then.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t x = a * 0x9E3779B97F4A7C15u + b + 0x7F4A7C15u;
    x ^= x >> 31;
    x *= 0xBF58476D1CE4E5B9u;
    return x ^ x >> 29;
}

std::string relation(const std::string& label, const std::string& type, const std::string& id)
{
    return "{\"resourceId\":\"" + id + "\",\"resourceName\":null,\"resourceType\":\"" + type
        + "\",\"name\":\"" + label + "\"}";
}

} // namespace

RandomEstate::RandomEstate(const EstateSize& size)
    : m_size(size)
    , m_random(size.seed)
{
    m_size.types = std::max<unsigned>(m_size.types, kReal);
    m_size.resources = std::max(m_size.resources, 1u);
    m_size.longHistory = std::min(m_size.longHistory, m_size.items);
}

std::string RandomEstate::typeName(unsigned type) const
{
    if (type < kReal)
        return kRealNames[type];
    return "AWS::Service" + std::to_string(type % 17) + "::Thing" + std::to_string(type);
}

std::string RandomEstate::idOf(const Resource& resource) const
{
    static constexpr std::array<const char*, kReal> kPrefixes{"sg-",  "i-",   "eni-",
                                                              "vol-", "AROA", "bucket-"};
    const std::string digits = number(resource.number, 16);
    return resource.type < kReal ? kPrefixes[resource.type] + digits
                                 : "arn:aws:thing:us-east-1:111122223333:thing/" + digits;
}

void RandomEstate::plan()
{
    m_resources.resize(m_size.resources);
    std::vector<unsigned> counts(m_size.resources, 1);
    unsigned left = m_size.items > m_size.resources ? m_size.items - m_size.resources : 0;
    const unsigned longOne = std::min(left, m_size.longHistory - 1);
    counts[0] += longOne;
    for (left -= longOne; left > 0;) {
        // Some resources change often, most seldom.
        const unsigned at = std::min(below(m_size.resources), below(m_size.resources));
        const unsigned more = std::min(left, 1 + below(6));
        counts[at] += more;
        left -= more;
    }
    for (unsigned i = 0; i < m_size.resources; ++i) {
        Resource& resource = m_resources[i];
        resource.number = i;
        unsigned share = below(100);
        resource.type = kReal + below(std::max(1u, m_size.types - kReal));
        for (unsigned type = 0; type < kReal; ++type) {
            if (share < kShares[type]) {
                resource.type = type;
                break;
            }
            share -= kShares[type];
        }
        if (i == 0)
            resource.type = SecurityGroup;
        resource.type = std::min(resource.type, m_size.types - 1);
        resource.account = below(kAccounts.size());
        resource.region = below(kRegions.size());
        for (unsigned k = 0; k < counts[i]; ++k)
            resource.captures.push_back(
                kBegin + static_cast<std::int64_t>(m_random() % (m_size.days * kDay)));
        std::ranges::sort(resource.captures);
        resource.isDeleted = i > 0 && counts[i] > 1 && below(8) == 0;
    }
}

std::string RandomEstate::relationships(const Resource& resource, unsigned revision) const
{
    std::string text = ofItsType(resource);
    for (unsigned i = 0; i < m_size.relations; ++i) {
        // The first one changes from item to item.
        const std::uint64_t which =
            mixed(mixed(m_size.seed, resource.number), i + (i == 0 ? revision * 100 : 0));
        const Resource& other = m_resources[which % m_resources.size()];
        text += (text.empty() ? "" : ",")
            + relation("Is associated with ", typeName(other.type), idOf(other));
    }
    return text;
}

std::string RandomEstate::ofItsType(const Resource& resource) const
{
    const auto one = relation;
    const std::string vpc = "vpc-" + number(resource.region * 7 + resource.number % 7, 16);
    const std::string subnet = "subnet-" + number(resource.number % 60, 16);
    switch (resource.type) {
    case SecurityGroup:
        return one("Is contained in Vpc", "AWS::EC2::VPC", vpc);
    case Instance: {
        std::string text = one("Is contained in Vpc", "AWS::EC2::VPC", vpc) + ","
            + one("Is contained in Subnet", "AWS::EC2::Subnet", subnet);
        for (unsigned i = 0; i <= resource.number % 3; ++i)
            text += ","
                + one("Is attached to Volume", "AWS::EC2::Volume",
                      "vol-" + number(resource.number + i, 16));
        return text;
    }
    case NetworkInterface:
        return one("Is contained in Vpc", "AWS::EC2::VPC", vpc) + ","
            + one("Is attached to Instance", "AWS::EC2::Instance",
                  "i-" + number(resource.number - 1, 16));
    case Volume:
        return one("Is attached to Instance", "AWS::EC2::Instance",
                   "i-" + number(resource.number + 1, 16));
    default:
        return {};
    }
}

std::string RandomEstate::configuration(const Resource& resource, unsigned revision) const
{
    const std::uint64_t own = mixed(m_size.seed, resource.number);
    const auto part = [&](std::uint64_t salt) {
        return mixed(own, salt);
    };
    // What changes from item to item; everything else stays.
    const std::uint64_t changing = mixed(own, revision);
    const std::string id = idOf(resource);
    std::string text = "{";
    const auto member = [&text](const std::string& key, const std::string& json) {
        text += (text.size() > 1 ? ",\"" : "\"") + key + "\":" + json;
    };
    const auto quoted = [](const std::string& value) {
        return '"' + value + '"';
    };
    switch (resource.type) {
    case SecurityGroup: {
        member("description", quoted("rules of team " + std::to_string(part(1) % 40)));
        member("groupName", quoted("group-" + std::to_string(resource.number)));
        std::string rules;
        const std::uint64_t count = 1 + (part(2) + changing % 3) % 6;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::string port = std::to_string(std::array{22, 80, 443, 5432, 8080}[i % 5]);
            const std::string range =
                quoted("10." + std::to_string((changing + i) % 200) + ".0.0/16");
            rules += (i ? "," : "") + std::string("{\"fromPort\":") + port
                + ",\"ipProtocol\":\"tcp\",\"ipv6Ranges\":[],\"prefixListIds\":[],\"toPort\":"
                + port + ",\"userIdGroupPairs\":[],\"ipv4Ranges\":[{\"cidrIp\":" + range
                + "}],\"ipRanges\":[" + range + "]}";
        }
        member("ipPermissions", "[" + rules + "]");
        member("ownerId", quoted(kAccounts[resource.account]));
        member("groupId", quoted(id));
        member(
            "ipPermissionsEgress",
            "[{\"ipProtocol\":\"-1\",\"ipv6Ranges\":[],\"prefixListIds\":[],\"userIdGroupPairs\":"
            "[],\"ipv4Ranges\":[{\"cidrIp\":\"0.0.0.0/0\"}],\"ipRanges\":[\"0.0.0.0/0\"]}]");
        member("vpcId", quoted("vpc-" + number(resource.number % 7, 16)));
        break;
    }
    case Instance:
        member("amiLaunchIndex", "0");
        member("imageId", quoted("ami-" + number(part(1) % 50, 17)));
        member("instanceId", quoted(id));
        member("instanceType",
               quoted(std::array{"t3.micro", "m5.large", "c6i.xlarge"}[part(2) % 3]));
        member("keyName", part(3) % 4 ? quoted("key-" + std::to_string(part(3) % 12)) : "null");
        member("launchTime", quoted(timeText(kBegin - static_cast<std::int64_t>(part(4) % kDay))));
        member("monitoring", "{\"state\":\"disabled\"}");
        member("placement",
               "{\"availabilityZone\":\"" + std::string(kRegions[resource.region])
                   + "a\",\"affinity\":null,\"groupName\":\"\",\"tenancy\":\"default\"}");
        member(
            "privateIpAddress",
            quoted("10.0." + std::to_string(part(5) % 256) + "." + std::to_string(part(6) % 256)));
        member("publicIpAddress",
               changing % 3 ? "null" : quoted("198.51.100." + std::to_string(changing % 256)));
        member("state",
               changing % 2 ? "{\"code\":16,\"name\":\"running\"}"
                            : "{\"code\":80,\"name\":\"stopped\"}");
        member("subnetId", quoted("subnet-" + number(resource.number % 60, 16)));
        member("vpcId", quoted("vpc-" + number(resource.number % 7, 16)));
        member("architecture", "\"x86_64\"");
        {
            std::string devices;
            for (unsigned i = 0; i <= resource.number % 3; ++i)
                devices += (i ? "," : "") + std::string("{\"deviceName\":\"/dev/sd")
                    + static_cast<char>('a' + i)
                    + "\",\"ebs\":{\"deleteOnTermination\":true,\"status\":\"attached\","
                      "\"volumeId\":\"vol-"
                    + number(resource.number + i, 16) + "\"}}";
            member("blockDeviceMappings", "[" + devices + "]");
        }
        member("ebsOptimized", part(7) % 2 ? "true" : "false");
        member("securityGroups",
               "[{\"groupId\":\"sg-" + number(part(8) % 2000, 16) + "\",\"groupName\":\"group-"
                   + std::to_string(part(8) % 2000) + "\"}]");
        break;
    case NetworkInterface:
        member("attachment",
               "{\"attachmentId\":\"eni-attach-" + number(own % 0xFFFFFFFFFFu, 16)
                   + "\",\"deleteOnTermination\":true,\"deviceIndex\":0,\"instanceId\":\"i-"
                   + number(resource.number - 1, 16) + "\",\"status\":\"attached\"}");
        member("description", "\"\"");
        member("macAddress", quoted("0e:" + number(part(1) % 0xFFFFFF, 6)));
        member("networkInterfaceId", quoted(id));
        member("privateIpAddresses",
               "[{\"primary\":true,\"privateIpAddress\":\"10.0." + std::to_string(part(2) % 256)
                   + "." + std::to_string(part(3) % 256) + "\"}]");
        member("sourceDestCheck", changing % 5 ? "true" : "false");
        member("status", changing % 2 ? "\"in-use\"" : "\"available\"");
        member("subnetId", quoted("subnet-" + number(resource.number % 60, 16)));
        break;
    case Volume:
        member("attachments", "[]");
        member("availabilityZone", quoted(std::string(kRegions[resource.region]) + "a"));
        member("encrypted", part(1) % 3 ? "true" : "false");
        member("size", std::to_string(8 + changing % 100));
        member("state", "{\"value\":\"in-use\"}");
        member("volumeId", quoted(id));
        member("iops", std::to_string(3000 + changing % 5));
        member("volumeType", "\"gp3\"");
        break;
    case Role:
        member("path", "\"/\"");
        member("roleName", quoted("role-" + std::to_string(resource.number)));
        member("roleId", quoted(id));
        member("assumeRolePolicyDocument",
               "\"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22"
               "Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22"
                   + std::to_string(100000000000 + part(1) % 50) + "%22%7D%7D%5D%7D\"");
        {
            std::string policies;
            for (std::uint64_t i = 0; i < 1 + changing % 4; ++i)
                policies += (i ? "," : "")
                    + std::string("{\"policyArn\":\"arn:aws:iam::aws:policy/P")
                    + std::to_string((part(2) + i) % 90) + "\",\"policyName\":\"P"
                    + std::to_string((part(2) + i) % 90) + "\"}";
            member("attachedManagedPolicies", "[" + policies + "]");
        }
        break;
    case Bucket:
        member("name", quoted(id));
        member("owner", "{\"displayName\":null,\"id\":\"" + number(part(1), 16) + "\"}");
        member("creationDate", quoted(timeText(kBegin - 1000)));
        break;
    default:
        // A type's members are its own; a few of them come and go.
        for (unsigned i = 0; i < 8 + resource.type % 14; ++i) {
            const std::string key =
                "Member" + std::to_string(resource.type) + "x" + std::to_string(i);
            const std::uint64_t kind = mixed(resource.type, i) % 6;
            const std::uint64_t value = i % 5 == 0 ? changing : part(i);
            if (kind == 0)
                member(key, value % 2 ? "true" : "false");
            else if (kind == 1)
                member(key, std::to_string(value % 1000));
            else if (kind == 2)
                member(key,
                       "{\"Status\":\"S" + std::to_string(value % 4) + "\",\"Inner\":{\"Arn\":\""
                           + "arn:aws:x:::" + std::to_string(value % 300) + "\"}}");
            else if (kind == 3 && value % 7 == 0)
                member(key, "null");
            else
                member(key, quoted("value " + std::to_string(value % 5000)));
        }
    }
    return text + "}";
}

std::string RandomEstate::item(const Resource& resource, unsigned revision) const
{
    const std::int64_t captured = resource.captures[revision];
    const bool isDeletion = resource.isDeleted && revision + 1 == resource.captures.size();
    const std::string region = resource.type == Role ? "global" : kRegions[resource.region];
    const std::string id = idOf(resource);
    const char* status = isDeletion            ? "ResourceDeleted"
        : revision == 0 && resource.number % 4 ? "ResourceDiscovered"
                                               : "OK";
    std::string text = "{\"relatedEvents\":[],\"relationships\":[";
    if (!isDeletion)
        text += relationships(resource, revision);
    text += "],\"configuration\":";
    text += isDeletion ? "null" : configuration(resource, revision);
    text += ",\"supplementaryConfiguration\":";
    if (resource.type == Bucket && !isDeletion)
        text += "{\"AccessControlList\":\"{\\\"grantSet\\\":null}\","
                "\"PublicAccessBlockConfiguration\":{"
                "\"blockPublicAcls\":"
            + std::string(mixed(resource.number, revision) % 4 ? "true" : "false") + "}}";
    else
        text += "{}";
    text += ",\"tags\":";
    if (!isDeletion && resource.number % 3 != 0)
        text += "{\"Name\":\"name-" + std::to_string(resource.number) + "\",\"Team\":\"team-"
            + std::to_string(resource.number % 40) + "\"}";
    else
        text += "{}";
    text += ",\"configurationItemVersion\":\"1.3\",\"configurationItemCaptureTime\":\""
        + timeText(captured) + "\",\"configurationStateId\":" + std::to_string(captured)
        + ",\"awsAccountId\":\"" + kAccounts[resource.account] + "\",\"configurationItemStatus\":\""
        + status + "\",\"resourceType\":\"" + typeName(resource.type) + "\",\"resourceId\":\"" + id
        + "\",\"resourceName\":"
        + (resource.number % 2 ? "\"name-" + std::to_string(resource.number) + "\"" : "null")
        + ",\"ARN\":\"arn:aws:x:" + region + ":" + kAccounts[resource.account] + ":" + id
        + "\",\"awsRegion\":\"" + region
        + "\",\"availabilityZone\":\"Not Applicable\",\"configurationStateMd5Hash\":\"\","
          "\"resourceCreationTime\":null}";
    return text;
}

void RandomEstate::write(const Sink& sink)
{
    plan();
    // Files by what their names say, in that order.
    using Place = std::tuple<unsigned, unsigned, std::int64_t, unsigned>;
    std::map<Place, std::string> histories;
    std::map<std::pair<unsigned, unsigned>, std::string> snapshots;
    const auto add = [](std::string& file, const std::string& text) {
        if (!file.empty())
            file += ',';
        file += text;
    };
    for (const Resource& resource : m_resources) {
        for (unsigned revision = 0; revision < resource.captures.size(); ++revision) {
            const std::int64_t day = (resource.captures[revision] - kBegin) / kDay;
            const std::string text = item(resource, revision);
            add(histories[{resource.account, resource.region, day, resource.type}], text);
            ++m_items;
            if (revision + 1 == resource.captures.size() && !resource.isDeleted) {
                add(snapshots[{resource.account, resource.region}], text);
                ++m_repeats;
            }
        }
    }
    const auto folder = [](unsigned account, unsigned region, std::int64_t day, const char* kind) {
        return std::string("AWSLogs/") + kAccounts[account] + "/Config/" + kRegions[region]
            + "/2026/3/" + std::to_string(day + 1) + "/" + kind + "/" + kAccounts[account]
            + "_Config_" + kRegions[region] + "_" + kind + "_";
    };
    for (auto& [place, text] : histories) {
        const auto& [account, region, day, type] = place;
        sink(folder(account, region, day, "ConfigHistory") + typeName(type) + "_1.json.gz",
             "{\"fileVersion\":\"1.0\",\"configSnapshotId\":null,\"configurationItems\":["
                 + std::exchange(text, {}) + "]}");
    }
    for (auto& [place, text] : snapshots)
        sink(folder(place.first, place.second, m_size.days, "ConfigSnapshot") + "1.json.gz",
             "{\"fileVersion\":\"1.0\",\"configSnapshotId\":\"5a1b\",\"configurationItems\":["
                 + std::exchange(text, {}) + "]}");
}

} // namespace trailloupe::bench
