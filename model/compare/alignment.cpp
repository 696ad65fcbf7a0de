#include "model/compare/alignment.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace trailloupe::compare {

using query::FieldTree;
using Kind = JsonDocument::Kind;

namespace {

constexpr std::uint32_t kNone = FieldTree::kNone;

std::vector<std::uint32_t> childrenOf(const Compared& event, std::uint32_t container)
{
    std::vector<std::uint32_t> children;
    if (container == kNone)
        return children;
    for (std::uint32_t i = 0; i < event.tree->childCount(container); ++i)
        children.push_back(event.tree->child(container, i));
    return children;
}

// Groups by a name that is the same for what belongs together and different within an event.
class NamedGroups
{
public:
    explicit NamedGroups(std::size_t events)
        : m_events(events)
    { }

    void add(std::size_t event, const std::vector<std::uint32_t>& nodes,
             const std::vector<std::string>& names)
    {
        const std::unordered_set<std::string_view> mine(names.begin(), names.end());
        auto before = m_groups.begin();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto [found, isNew] = m_byName.try_emplace(names[i], m_groups.end());
            if (isNew) {
                // What is missing here comes first, as in any diff.
                while (before != m_groups.end() && !mine.contains(before->name))
                    ++before;
                found->second = m_groups.insert(
                    before, {std::vector<std::uint32_t>(m_events, kNone), names[i]});
            }
            found->second->nodes[event] = nodes[i];
            before = std::next(found->second);
        }
    }
    std::list<Group> take() { return std::move(m_groups); }

private:
    std::size_t m_events;
    std::list<Group> m_groups;
    std::unordered_map<std::string, std::list<Group>::iterator> m_byName;
};

std::string_view scalarText(const FieldTree& tree, std::uint32_t object, std::string_view key)
{
    const std::uint32_t member = tree.document().member(object, key);
    if (member == kNone)
        return {};
    const auto& node = tree.node(member);
    return node.kind == Kind::String || node.kind == Kind::Number ? std::string_view(node.text)
                                                                  : std::string_view();
}

// How well a member tells elements apart; best 0, nothing for one that does not.
std::optional<int> keyRank(std::string_view name)
{
    static constexpr std::array<std::array<std::string_view, 2>, 3> kWhole{
        {{"arn", "ARN"}, {"id", "Id"}, {"Sid", "sid"}}};
    for (std::size_t i = 0; i < kWhole.size(); ++i) {
        if (std::ranges::find(kWhole[i], name) != kWhole[i].end())
            return static_cast<int>(i);
    }
    if (name.ends_with("Arn") || name.ends_with("ARN"))
        return 3;
    if (name.ends_with("Id") || name.ends_with("ID"))
        return 4;
    if (name == "cidrIp" || name == "cidrIpv6" || name == "CidrIp" || name == "CidrIpv6")
        return 5;
    if (name == "deviceName" || name == "key" || name == "Key")
        return 6;
    if (name == "name" || name == "Name")
        return 7;
    if (name.ends_with("Name"))
        return 8;
    return std::nullopt;
}

// The names of all elements by one way of naming them; empty when that does not tell them apart.
using Naming = std::function<std::string(const FieldTree&, std::uint32_t)>;
using Names = std::vector<std::vector<std::string>>; // by event and element

Names namesBy(const Naming& naming, std::span<const Compared> events,
              const std::vector<std::vector<std::uint32_t>>& elements)
{
    Names names(events.size());
    for (std::size_t event = 0; event < events.size(); ++event) {
        std::set<std::string_view> seen;
        names[event].reserve(elements[event].size());
        for (const std::uint32_t element : elements[event]) {
            names[event].push_back(naming(*events[event].tree, element));
            if (names[event].back().empty() || !seen.insert(names[event].back()).second)
                return {};
        }
    }
    return names;
}

std::string portsOf(const FieldTree& tree, std::uint32_t element)
{
    const std::string_view protocol = scalarText(tree, element, "ipProtocol");
    if (protocol.empty())
        return {};
    const std::string_view from = scalarText(tree, element, "fromPort");
    const std::string_view to = scalarText(tree, element, "toPort");
    std::string name(protocol);
    if (!from.empty())
        name.append(" ").append(from);
    if (!to.empty() && to != from)
        name.append("-").append(to);
    return name;
}

// With the first network or group that it is open to.
std::string portsAndPeerOf(const FieldTree& tree, std::uint32_t element)
{
    std::string name = portsOf(tree, element);
    if (name.empty())
        return {};
    const auto& nodes = tree.document().nodes();
    for (std::uint32_t at = element + 1; at < nodes.size(); ++at) {
        if (nodes[at].offset >= nodes[element].offset + nodes[element].length)
            break;
        const std::string& key = nodes[at].key;
        if (nodes[at].kind == Kind::String
            && (key == "cidrIp" || key == "cidrIpv6" || key == "groupId" || key == "prefixListId"))
            return name + ' ' + nodes[at].text;
    }
    return name;
}

// Natural keys, or nothing.
Names naturalNames(std::span<const Compared> events,
                   const std::vector<std::vector<std::uint32_t>>& elements)
{
    const FieldTree* tree = nullptr;
    std::uint32_t first = kNone;
    for (std::size_t event = 0; event < events.size(); ++event) {
        for (const std::uint32_t element : elements[event]) {
            if (events[event].tree->node(element).kind != Kind::Object)
                return {};
            if (first == kNone) {
                tree = events[event].tree;
                first = element;
            }
        }
    }
    if (first == kNone)
        return {};
    for (const Naming& naming : {Naming(portsOf), Naming(portsAndPeerOf)}) {
        if (Names names = namesBy(naming, events, elements); !names.empty())
            return names;
    }
    std::set<std::pair<int, std::string>> keys; // best first
    for (std::uint32_t i = 0; i < tree->childCount(first); ++i) {
        const std::string& key = tree->node(tree->child(first, i)).key;
        if (const auto rank = keyRank(key))
            keys.emplace(*rank, key);
    }
    for (const auto& [rank, key] : keys) {
        const auto naming = [&key = key](const FieldTree& of, std::uint32_t element) {
            return std::string(scalarText(of, element, key));
        };
        if (Names names = namesBy(naming, events, elements); !names.empty())
            return names;
    }
    return {};
}

// What a value says: its single values with where they stand in it, sorted.
std::vector<std::uint64_t> sayings(const Compared& event, std::uint32_t element)
{
    std::vector<std::uint64_t> said;
    const FieldTree& tree = *event.tree;
    const auto& nodes = tree.document().nodes();
    const std::uint64_t end = nodes[element].offset + nodes[element].length;
    for (std::uint32_t at = element; at < nodes.size() && nodes[at].offset < end; ++at) {
        if (tree.childCount(at) == 0)
            said.push_back(event.hashes->of(at) ^ std::hash<std::string>()(nodes[at].key));
    }
    std::ranges::sort(said);
    return said;
}

// From 0, nothing in common, to 1.
double likeness(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b)
{
    std::vector<std::uint64_t> common;
    std::ranges::set_intersection(a, b, std::back_inserter(common));
    return static_cast<double>(common.size())
        / static_cast<double>(std::max({a.size(), b.size(), std::size_t{1}}));
}

// Elements without natural keys.
class AlikeGroups
{
public:
    explicit AlikeGroups(std::span<const Compared> events)
        : m_events(events)
    { }

    void add(std::size_t event, const std::vector<std::uint32_t>& elements)
    {
        std::vector<std::list<Group>::iterator> groups(elements.size(), m_groups.end());
        takeEqual(event, elements, groups);
        takeAlike(event, elements, groups);
        takeTheOnlyOnes(event, elements, groups);
        std::set<const Group*> mine = takenOf(groups);
        auto before = m_groups.begin();
        for (std::size_t i = 0; i < elements.size(); ++i) {
            if (groups[i] == m_groups.end()) {
                // What is missing here comes first, as in any diff.
                while (before != m_groups.end() && !mine.contains(&*before))
                    ++before;
                groups[i] = m_groups.insert(
                    before, {std::vector<std::uint32_t>(m_events.size(), kNone), {}});
                mine.insert(&*groups[i]);
            }
            groups[i]->nodes[event] = elements[i];
            before = std::next(groups[i]);
        }
    }
    std::list<Group> take() { return std::move(m_groups); }

private:
    using Places = std::vector<std::list<Group>::iterator>;

    // The first event that has it.
    std::pair<const Compared&, std::uint32_t> memberOf(const Group& group) const
    {
        const auto found =
            std::ranges::find_if(group.nodes, [](std::uint32_t node) { return node != kNone; });
        return {m_events[static_cast<std::size_t>(found - group.nodes.begin())], *found};
    }

    void takeEqual(std::size_t event, const std::vector<std::uint32_t>& elements, Places& groups)
    {
        std::unordered_multimap<std::uint64_t, std::list<Group>::iterator> byHash;
        // Of equal ones the first is found first: they are put in from the end.
        for (auto it = m_groups.end(); it != m_groups.begin();) {
            --it;
            const auto [of, node] = memberOf(*it);
            byHash.emplace(of.hashes->of(node), it);
        }
        const Compared& mine = m_events[event];
        for (std::size_t i = 0; i < elements.size(); ++i) {
            const auto [from, to] = byHash.equal_range(mine.hashes->of(elements[i]));
            for (auto it = from; it != to; ++it) {
                const auto [of, node] = memberOf(*it->second);
                if (sameContent(*of.tree, node, *mine.tree, elements[i])) {
                    groups[i] = it->second;
                    byHash.erase(it);
                    break;
                }
            }
        }
    }

    std::set<const Group*> takenOf(const Places& groups) const
    {
        std::set<const Group*> taken;
        for (const auto& group : groups) {
            if (group != m_groups.end())
                taken.insert(&*group);
        }
        return taken;
    }

    // One of each is left: it changed.
    void takeTheOnlyOnes(std::size_t event, const std::vector<std::uint32_t>& elements,
                         Places& groups)
    {
        const auto open = std::ranges::count(groups, m_groups.end());
        const std::set<const Group*> taken = takenOf(groups);
        if (open != 1 || m_groups.size() != taken.size() + 1)
            return;
        const auto left = std::find_if(m_groups.begin(), m_groups.end(),
                                       [&](const Group& group) { return !taken.contains(&group); });
        const auto mine = std::ranges::find(groups, m_groups.end()) - groups.begin();
        const auto [of, node] = memberOf(*left);
        const std::uint32_t element = elements[static_cast<std::size_t>(mine)];
        if (of.tree->node(node).kind == m_events[event].tree->node(element).kind)
            groups[static_cast<std::size_t>(mine)] = left;
    }

    void takeAlike(std::size_t event, const std::vector<std::uint32_t>& elements, Places& groups)
    {
        const auto isContainer = [](const FieldTree& tree, std::uint32_t node) {
            return tree.childCount(node) > 0;
        };
        const std::set<const Group*> taken = takenOf(groups);
        Places left;
        for (auto it = m_groups.begin(); it != m_groups.end(); ++it) {
            const auto [of, node] = memberOf(*it);
            if (!taken.contains(&*it) && isContainer(*of.tree, node))
                left.push_back(it);
        }
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < elements.size(); ++i) {
            if (groups[i] == m_groups.end() && isContainer(*m_events[event].tree, elements[i]))
                open.push_back(i);
        }
        if (left.size() * open.size() > kMostPairs) {
            for (std::size_t i = 0; i < std::min(left.size(), open.size()); ++i)
                groups[open[i]] = left[i];
            return;
        }
        pairMostAlike(event, elements, left, open, groups);
    }

    void pairMostAlike(std::size_t event, const std::vector<std::uint32_t>& elements,
                       const Places& left, const std::vector<std::size_t>& open, Places& groups)
    {
        std::vector<std::vector<std::uint64_t>> theirs, mine;
        for (const auto& group : left) {
            const auto [of, node] = memberOf(*group);
            theirs.push_back(sayings(of, node));
        }
        for (const std::size_t i : open)
            mine.push_back(sayings(m_events[event], elements[i]));
        std::vector<std::tuple<double, std::size_t, std::size_t>> pairs; // less alike is more
        for (std::size_t l = 0; l < left.size(); ++l) {
            for (std::size_t o = 0; o < open.size(); ++o) {
                if (const double like = likeness(theirs[l], mine[o]); like > 0)
                    pairs.emplace_back(-like, l, o);
            }
        }
        std::ranges::sort(pairs);
        std::vector<bool> used(left.size());
        for (const auto& [like, l, o] : pairs) {
            if (used[l] || groups[open[o]] != m_groups.end())
                continue;
            used[l] = true;
            groups[open[o]] = left[l];
        }
    }

    std::span<const Compared> m_events;
    std::list<Group> m_groups;
};

} // namespace

std::list<Group> alignMembers(std::span<const Compared> events,
                              std::span<const std::uint32_t> containers)
{
    NamedGroups groups(events.size());
    for (std::size_t event = 0; event < events.size(); ++event) {
        const auto members = childrenOf(events[event], containers[event]);
        std::unordered_map<std::string_view, int> times;
        std::vector<std::string> names;
        for (const std::uint32_t member : members) {
            const std::string& key = events[event].tree->node(member).key;
            const int before = times[key]++;
            // No key holds a zero byte and a number behind it but by intent.
            names.push_back(before ? key + '\0' + std::to_string(before) : key);
        }
        groups.add(event, members, names);
    }
    std::list<Group> made = groups.take();
    for (Group& group : made) {
        for (std::size_t event = 0; event < events.size(); ++event) {
            if (group.nodes[event] != kNone)
                group.name = events[event].tree->node(group.nodes[event]).key;
        }
    }
    return made;
}

std::list<Group> alignElements(std::span<const Compared> events,
                               std::span<const std::uint32_t> containers)
{
    std::vector<std::vector<std::uint32_t>> elements;
    for (std::size_t event = 0; event < events.size(); ++event)
        elements.push_back(childrenOf(events[event], containers[event]));
    if (const Names names = naturalNames(events, elements); !names.empty()) {
        NamedGroups groups(events.size());
        for (std::size_t event = 0; event < events.size(); ++event)
            groups.add(event, elements[event], names[event]);
        return groups.take();
    }
    AlikeGroups groups(events);
    for (std::size_t event = 0; event < events.size(); ++event)
        groups.add(event, elements[event]);
    return groups.take();
}

} // namespace trailloupe::compare
