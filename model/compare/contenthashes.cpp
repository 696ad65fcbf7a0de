#include "model/compare/contenthashes.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

namespace trailloupe::compare {

using query::FieldTree;
using Kind = JsonDocument::Kind;

namespace {

std::uint64_t mixed(std::uint64_t value)
{
    value ^= value >> 30;
    value *= 0xBF58'476D'1CE4'E5B9u;
    value ^= value >> 27;
    value *= 0x94D0'49BB'1331'11EBu;
    return value ^ value >> 31;
}

std::uint64_t hashOf(std::string_view text)
{
    return std::hash<std::string_view>()(text);
}

// The members of an object, equal keys in the order in which they stand.
std::vector<std::uint32_t> membersByKey(const FieldTree& tree, std::uint32_t object)
{
    std::vector<std::uint32_t> members;
    for (std::uint32_t i = 0; i < tree.childCount(object); ++i)
        members.push_back(tree.child(object, i));
    std::stable_sort(members.begin(), members.end(), [&tree](std::uint32_t a, std::uint32_t b) {
        return tree.node(a).key < tree.node(b).key;
    });
    return members;
}

} // namespace

ContentHashes::ContentHashes(const FieldTree& tree)
    : m_hashes(tree.nodeCount())
{
    // Children stand behind their parents.
    for (std::uint32_t i = tree.nodeCount(); i-- > 0;) {
        const auto& node = tree.node(i);
        std::uint64_t hash = mixed(static_cast<std::uint64_t>(node.kind) + 1);
        if (node.kind == Kind::String || node.kind == Kind::Number)
            hash = mixed(hash ^ hashOf(node.text));
        for (std::uint32_t at = 0; at < tree.childCount(i); ++at) {
            const std::uint32_t child = tree.child(i, at);
            if (node.kind == Kind::Object)
                hash += mixed(m_hashes[child] ^ mixed(hashOf(tree.node(child).key)));
            else
                hash = mixed(hash ^ m_hashes[child]);
        }
        m_hashes[i] = hash;
    }
}

bool sameContent(const FieldTree& a, std::uint32_t nodeA, const FieldTree& b, std::uint32_t nodeB)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{nodeA, nodeB}};
    while (!open.empty()) {
        const auto [inA, inB] = open.back();
        open.pop_back();
        const auto& left = a.node(inA);
        const auto& right = b.node(inB);
        if (left.kind != right.kind || left.text != right.text
            || a.childCount(inA) != b.childCount(inB))
            return false;
        if (left.kind == Kind::Object) {
            const auto leftMembers = membersByKey(a, inA);
            const auto rightMembers = membersByKey(b, inB);
            for (std::size_t i = 0; i < leftMembers.size(); ++i) {
                if (a.node(leftMembers[i]).key != b.node(rightMembers[i]).key)
                    return false;
                open.emplace_back(leftMembers[i], rightMembers[i]);
            }
        } else {
            for (std::uint32_t i = 0; i < a.childCount(inA); ++i)
                open.emplace_back(a.child(inA, i), b.child(inB, i));
        }
    }
    return true;
}

} // namespace trailloupe::compare
