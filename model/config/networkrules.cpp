#include "model/config/networkrules.h"

#include <array>

namespace trailloupe::config {
namespace {

using query::FieldTree;
using Kind = JsonDocument::Kind;

constexpr std::uint32_t kNone = FieldTree::kNone;

// By name in either era of AWS Config: lower case first, or upper.
std::uint32_t memberOf(const FieldTree& tree, std::uint32_t object, std::string_view key)
{
    const std::uint32_t member = tree.document().member(object, key);
    if (member != kNone)
        return member;
    std::string upper(key);
    upper.front() = static_cast<char>(upper.front() - ('a' - 'A'));
    return tree.document().member(object, upper);
}

std::string scalarOf(const FieldTree& tree, std::uint32_t object, std::string_view key)
{
    const std::uint32_t member = memberOf(tree, object, key);
    if (member == kNone)
        return {};
    const auto& node = tree.node(member);
    return node.kind == Kind::String || node.kind == Kind::Number ? node.text : std::string();
}

struct Peers
{
    std::string_view list;
    std::string_view member;
};
constexpr std::array kPeers{
    Peers{"ipv4Ranges", "cidrIp"},        Peers{"ipRanges", "cidrIp"},
    Peers{"ipv6Ranges", "cidrIpv6"},      Peers{"prefixListIds", "prefixListId"},
    Peers{"userIdGroupPairs", "groupId"},
};

std::string servicesOf(const FieldTree& tree, std::uint32_t permission)
{
    const std::string protocol = scalarOf(tree, permission, "ipProtocol");
    const std::string from = scalarOf(tree, permission, "fromPort");
    const std::string to = scalarOf(tree, permission, "toPort");
    std::string text = protocol == "-1" ? "all" : protocol;
    if (!from.empty() && from != "-1")
        text += ' ' + from;
    if (!to.empty() && to != from && to != "-1")
        text += '-' + to;
    return text;
}

} // namespace

bool areNetworkRules(const FieldTree* tree, std::uint32_t node)
{
    if (!tree || node == kNone || tree->node(node).kind != Kind::Array
        || tree->childCount(node) == 0)
        return false;
    for (std::uint32_t i = 0; i < tree->childCount(node); ++i) {
        const std::uint32_t element = tree->child(node, i);
        if (tree->node(element).kind != Kind::Object
            || scalarOf(*tree, element, "ipProtocol").empty())
            return false;
    }
    return true;
}

NetworkRules networkRules(const FieldTree& tree, std::uint32_t node)
{
    NetworkRules rules;
    for (std::uint32_t i = 0; i < tree.childCount(node); ++i) {
        const std::uint32_t permission = tree.child(node, i);
        if (tree.node(permission).kind != Kind::Object)
            continue;
        const std::string services = servicesOf(tree, permission);
        bool hasPeer = false;
        for (const Peers& peers : kPeers) {
            const std::uint32_t list = memberOf(tree, permission, peers.list);
            if (list == kNone || tree.node(list).kind != Kind::Array)
                continue;
            for (std::uint32_t p = 0; p < tree.childCount(list); ++p) {
                const std::uint32_t peer = tree.child(list, p);
                const bool isText = tree.node(peer).kind == Kind::String;
                const std::string name =
                    isText ? tree.node(peer).text : scalarOf(tree, peer, peers.member);
                std::string& description = rules[services + ' ' + name];
                if (!isText && description.empty())
                    description = scalarOf(tree, peer, "description");
                hasPeer = true;
            }
        }
        if (!hasPeer)
            rules.try_emplace(services);
    }
    return rules;
}

} // namespace trailloupe::config
