#include "model/config/callwords.h"

#include "model/base/asciitext.h"
#include "model/query/resourcerules.h"
#include "model/query/sensitiveactions.h"
#include "model/store/segment.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> texts)
{
    return std::ranges::find(texts, text) != texts.end();
}
bool isPreposition(std::string_view word)
{
    return isOneOf(word, {"by", "for", "from", "in", "of", "on", "to", "with"});
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// "AssociateVPCWithHostedZone" -> associate, vpc, with, hosted, zone.
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool isNext = i + 1 < name.size();
        const bool begins = words.empty()
            || (isUpper(name[i])
                && (!isUpper(name[i - 1])
                    || (isNext && !isUpper(name[i + 1]) && !isDigit(name[i + 1]))));
        if (begins)
            words.emplace_back();
        words.back() += lowerAscii(name[i]);
    }
    return words;
}

struct OtherWords
{
    std::string_view type;
    std::string_view words; // separated by spaces
};

// What calls say for a type beside its own noun.
constexpr std::array kOtherNouns{
    OtherWords{"AWS::AutoScaling::AutoScalingGroup",
               "desiredcapacity instances loadbalancers loadbalancertargetgroups processes "
               "lifecyclehook metricscollection notificationconfiguration trafficsources"},
    OtherWords{"AWS::CloudFormation::Stack", "changeset terminationprotection"},
    OtherWords{"AWS::CloudTrail::Trail", "logging eventselectors insightselectors"},
    OtherWords{"AWS::CloudWatch::Alarm", "metricalarm compositealarm"},
    OtherWords{"AWS::DynamoDB::Table", "continuousbackups timetolive"},
    OtherWords{"AWS::EC2::EIP", "address"},
    OtherWords{"AWS::EC2::Instance", "iaminstanceprofile"},
    OtherWords{"AWS::EC2::RouteTable", "route"},
    OtherWords{"AWS::ECR::Repository",
               "lifecyclepolicy imagescanningconfiguration imagetagmutability"},
    OtherWords{"AWS::Elasticsearch::Domain", "elasticsearchdomain"},
    OtherWords{"AWS::ElasticLoadBalancing::LoadBalancer", "healthcheck"},
    OtherWords{"AWS::ElasticLoadBalancingV2::LoadBalancer", "securitygroups subnets ipaddresstype"},
    OtherWords{"AWS::IAM::Role", "assumerolepolicy"},
    OtherWords{"AWS::Kinesis::Stream", "shardcount"},
    OtherWords{"AWS::Lambda::Function", "permission"},
    OtherWords{"AWS::Logs::LogGroup", "retentionpolicy kmskey"},
    OtherWords{"AWS::RDS::DBInstance", "readreplica"},
    OtherWords{"AWS::Route53::HostedZone", "resourcerecordsets"},
    OtherWords{"AWS::SecretsManager::Secret", "resourcepolicy"},
    OtherWords{"AWS::SNS::Topic", "permission"},
    OtherWords{"AWS::SQS::Queue", "permission"},
    OtherWords{"AWS::SSM::ManagedInstanceInventory", "inventory"},
};

// What parameters say for a type beside its nouns.
constexpr std::array kOtherKeys{
    OtherWords{"AWS::EC2::EIP", "allocation publicip address"},
    OtherWords{"AWS::EC2::SecurityGroup", "group"},
    OtherWords{"AWS::IAM::Group", "group"},
    OtherWords{"AWS::RDS::DBInstance", "dbiresource"},
    OtherWords{"AWS::RDS::DBCluster", "dbclusterresource"},
    OtherWords{"AWS::S3::AccountPublicAccessBlock", "account"},
    OtherWords{"AWS::SSM::ManagedInstanceInventory", "instance"},
};

// Nouns that begin like a shorter one and are something else.
constexpr std::array<std::string_view, 21> kLongerNouns{
    "clusterparametergroup",
    "clustersecuritygroup",
    "clustersnapshot",
    "clustersubnetgroup",
    "dbclusterendpoint",
    "dbclusterparametergroup",
    "dbclustersnapshot",
    "dbinstanceautomatedbackup",
    "instanceconnectendpoint",
    "instanceeventwindow",
    "instanceexporttask",
    "instanceprofile",
    "networkinterfacepermission",
    "routeserver",
    "stackinstances",
    "stackset",
    "subnetcidrreservation",
    "vpcblockpublicaccess",
    "vpcendpoint",
    "vpcpeeringconnection",
    "vpcencryptioncontrol",
};

struct Service
{
    std::string_view ofType; // lower case, as types write it
    std::string_view source; // as event sources do
};
constexpr std::array kServices{
    Service{"accessanalyzer", "access-analyzer"},
    Service{"amazonmq", "mq"},
    Service{"apigatewayv2", "apigateway"},
    Service{"cloudwatch", "monitoring"},
    Service{"cognito", "cognito-idp"},
    Service{"docdb", "rds"},
    Service{"efs", "elasticfilesystem"},
    Service{"elasticloadbalancingv2", "elasticloadbalancing"},
    Service{"elasticsearch", "es"},
    Service{"emr", "elasticmapreduce"},
    Service{"kinesisfirehose", "firehose"},
    Service{"msk", "kafka"},
    Service{"neptune", "rds"},
    Service{"networkfirewall", "network-firewall"},
    Service{"opensearch", "es"},
    Service{"shieldregional", "shield"},
    Service{"stepfunctions", "states"},
    Service{"wafregional", "waf-regional"},
};

std::vector<std::string> splitWords(std::string_view words)
{
    std::vector<std::string> parts;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        parts.emplace_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return parts;
}

template<std::size_t n>
void addOthers(const std::array<OtherWords, n>& table, std::string_view type,
               std::vector<std::string>& words)
{
    const auto it = std::ranges::find(table, type, &OtherWords::type);
    if (it == table.end())
        return;
    for (std::string& word : splitWords(it->words))
        words.push_back(std::move(word));
}

// How many words from `first` on the noun is, the last one in the plural or not; 0: it is not.
std::size_t nounAt(const std::vector<std::string>& words, std::size_t first, std::string_view noun)
{
    for (std::size_t i = first; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word.starts_with(noun)) {
            const std::string_view rest = word.substr(noun.size());
            return rest.empty() || rest == "s" || rest == "es" ? i + 1 - first : 0;
        }
        if (!noun.starts_with(word))
            return 0;
        noun.remove_prefix(word.size());
    }
    return 0;
}

// "groupname" -> "group", "trailnamelist" -> "trail", "id" -> "".
std::string_view stemOf(std::string_view key)
{
    constexpr std::array<std::string_view, 11> kEnds{"identifiers", "identifier", "names", "name",
                                                     "arns",        "arn",        "urls",  "url",
                                                     "ids",         "id",         "list"};
    for (int round = 0; round < 2; ++round) {
        const auto end = std::ranges::find_if(
            kEnds, [key](std::string_view ending) { return key.ends_with(ending); });
        if (end != kEnds.end())
            key.remove_suffix(end->size());
    }
    return key;
}

} // namespace

CallWords::CallWords(std::string_view eventName)
    : m_words(wordsOf(query::withoutApiVersion(eventName)))
{
    if (m_words.size() > 1 && isOneOf(m_words[0], {"admin", "batch", "bulk", "force"}))
        m_verb = 1;
    m_schedulesDeletion =
        verb() == "schedule" && std::ranges::find(m_words, "deletion") != m_words.end();
}

std::string_view CallWords::verb() const
{
    return m_words.empty() ? std::string_view() : std::string_view(m_words[m_verb]);
}

bool CallWords::creates() const
{
    return isOneOf(verb(),
                   {"allocate", "copy", "create", "import", "launch", "provision", "publish",
                    "purchase", "put", "register", "request", "restore", "run", "subscribe",
                    "upload"});
}

bool CallWords::deletes() const
{
    return m_schedulesDeletion
        || isOneOf(verb(),
                   {"delete", "deprovision", "deregister", "destroy", "release", "remove",
                    "terminate", "unsubscribe"});
}

bool CallWords::removes() const
{
    return deletes()
        || isOneOf(verb(),
                   {"cancel", "clear", "detach", "disassociate", "leave", "reset", "revoke",
                    "unassign", "unlink", "unregister", "untag"});
}

bool CallWords::replaces() const
{
    return isOneOf(verb(), {"change", "edit", "modify", "move", "replace", "set", "update"});
}

bool CallWords::isTagCall() const
{
    return std::ranges::any_of(m_words, [](const std::string& word) {
        return isOneOf(word, {"tag", "tags", "tagging", "untag"});
    });
}

TypeWords::TypeWords(std::string_view type)
{
    const std::size_t first = type.find("::");
    const std::size_t second = first == std::string_view::npos ? first : type.find("::", first + 2);
    if (second == std::string_view::npos) {
        m_nouns.push_back(lowerAscii(type));
        return;
    }
    m_service = lowerAscii(type.substr(first + 2, second - first - 2));
    const auto service = std::ranges::find(kServices, m_service, &Service::ofType);
    if (service != kServices.end())
        m_service = service->source;
    m_nouns.push_back(lowerAscii(type.substr(second + 2)));
    addOthers(kOtherNouns, type, m_nouns);
    addOthers(kOtherKeys, type, m_keys);
}

bool TypeWords::isServedBy(std::string_view eventSource) const
{
    return !m_service.empty()
        && equalFolded(eventSource.substr(0, eventSource.find('.')), m_service);
}

template<typename Use>
bool TypeWords::anyObject(const CallWords& call, const Use& use) const
{
    const auto& words = call.m_words;
    for (std::size_t at = call.m_verb + 1; at < words.size(); ++at) {
        // "AddUserToGroup", "CreateDefaultVpc": not "AttachRolePolicy", which is about the role.
        const bool mayBegin = at == call.m_verb + 1 || isPreposition(words[at - 1])
            || isOneOf(words[at - 1], {"default", "linked"});
        if (!mayBegin)
            continue;
        const bool isLonger = std::ranges::any_of(kLongerNouns, [&](std::string_view longer) {
            return nounAt(words, at, longer) > 0
                && std::ranges::find(m_nouns, longer) == m_nouns.end();
        });
        for (const std::string& noun : m_nouns) {
            const std::size_t count = isLonger ? 0 : nounAt(words, at, noun);
            if (count > 0 && use(noun, at, at + count))
                return true;
        }
    }
    return false;
}

bool TypeWords::isObjectOf(const CallWords& call) const
{
    return anyObject(call, [](const std::string&, std::size_t, std::size_t) { return true; });
}

bool TypeWords::isWholeObjectOf(const CallWords& call) const
{
    // "RemoveUserFromGroup" is about both, and about the whole of neither.
    const bool isRestored = isOneOf(call.verb(), {"copy", "create", "restore"});
    return anyObject(call, [&](const std::string& noun, std::size_t first, std::size_t end) {
        const bool isItself = noun == m_nouns.front()
            || isOneOf(noun, {"address", "compositealarm", "elasticsearchdomain", "metricalarm"});
        if (!isItself || isPreposition(call.m_words[first - 1]))
            return false;
        return end == call.m_words.size()
            || (isRestored && isOneOf(call.m_words[end], {"from", "read", "to"}))
            || (call.m_schedulesDeletion && call.m_words[end] == "deletion");
    });
}

KeyFit TypeWords::keyFit(std::string_view key) const
{
    std::string lower = lowerAscii(key);
    if (lower.starts_with("aws:")) {
        lower.erase(0, 4);
        std::erase_if(lower, [](char c) { return c == ':' || c == '-'; });
    }
    const std::string_view stem = stemOf(lower);
    if (stem.empty() || isOneOf(stem, {"resource", "resources", "taggedresource"}))
        return KeyFit::Generic;
    const auto fits = [stem](const std::string& noun) {
        return stem == noun || (stem.size() > 2 && noun.ends_with(stem)) || stem.ends_with(noun)
            || stem == noun + 's';
    };
    if (!fits(m_nouns.front()) && std::ranges::none_of(m_keys, fits))
        return KeyFit::No;
    for (const std::string_view other :
         {"source", "peer", "referenced", "original", "previous", "old"}) {
        if (stem.starts_with(other) && !m_nouns.front().starts_with(other))
            return KeyFit::Other;
    }
    return KeyFit::Yes;
}

bool TypeWords::isNamedByTags() const
{
    return isOneOf(m_nouns.front(), {"autoscalinggroup", "cluster", "launchtemplate", "stack"});
}

bool isByProduct(std::string_view eventName, std::string_view ofType, std::string_view type)
{
    struct ByProduct
    {
        std::string_view event;
        std::string_view of;
        std::string_view type;
    };
    static constexpr std::array kByProducts{
        ByProduct{"CreateNatGateway", "AWS::EC2::NatGateway", "AWS::EC2::NetworkInterface"},
        ByProduct{"CreateVpc", "AWS::EC2::VPC", "AWS::EC2::NetworkAcl"},
        ByProduct{"CreateVpc", "AWS::EC2::VPC", "AWS::EC2::RouteTable"},
        ByProduct{"CreateVpc", "AWS::EC2::VPC", "AWS::EC2::SecurityGroup"},
        ByProduct{"CreateVpcEndpoint", "AWS::EC2::VPCEndpoint", "AWS::EC2::NetworkInterface"},
        ByProduct{"DeleteNatGateway", "AWS::EC2::NatGateway", "AWS::EC2::NetworkInterface"},
        ByProduct{"DeleteVpc", "AWS::EC2::VPC", "AWS::EC2::NetworkAcl"},
        ByProduct{"DeleteVpc", "AWS::EC2::VPC", "AWS::EC2::RouteTable"},
        ByProduct{"DeleteVpc", "AWS::EC2::VPC", "AWS::EC2::SecurityGroup"},
        ByProduct{"DeleteVpcEndpoints", "AWS::EC2::VPCEndpoint", "AWS::EC2::NetworkInterface"},
        ByProduct{"RunInstances", "AWS::EC2::Instance", "AWS::EC2::NetworkInterface"},
        ByProduct{"RunInstances", "AWS::EC2::Instance", "AWS::EC2::Volume"},
        ByProduct{"TerminateInstances", "AWS::EC2::Instance", "AWS::EC2::NetworkInterface"},
        ByProduct{"TerminateInstances", "AWS::EC2::Instance", "AWS::EC2::Volume"},
    };
    return std::ranges::any_of(kByProducts, [&](const ByProduct& made) {
        return made.event == eventName && (ofType.empty() || made.of == ofType)
            && made.type == type;
    });
}

bool isUniqueText(std::string_view text)
{
    if (query::isArn(text) || text.starts_with("https://"))
        return true;
    std::uint8_t bytes[store::Segment::kUuidWidth];
    if (store::parseUuid(text, bytes))
        return true;
    const auto areHex = [](std::string_view digits) {
        return std::ranges::all_of(digits,
                                   [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); });
    };
    const std::size_t dash = text.rfind('-');
    if (dash != std::string_view::npos && dash > 0) {
        const std::string_view digits = text.substr(dash + 1);
        const std::string_view prefix = text.substr(0, dash);
        const bool isPrefix =
            std::ranges::all_of(prefix, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
        const auto isIdOfRds = [](char c) {
            return isUpper(c) || isDigit(c);
        };
        return isPrefix
            && ((digits.size() >= 8 && areHex(digits))
                || (digits.size() >= 20 && std::ranges::all_of(digits, isIdOfRds)));
    }
    // "AROAEXAMPLEEXAMPLE123": IAM.
    return text.size() >= 16 && text[0] == 'A'
        && std::ranges::all_of(text, [](char c) { return isUpper(c) || isDigit(c); });
}

} // namespace trailloupe::config
