// The graph as of a moment, found by reading the items again for every question, one at a time.
// Knows of the configuration of the tests only vpcId and groupId.
#pragma once

#include "model/base/asciitext.h"
#include "model/config/graphview.h"
#include "model/config/relationship.h"
#include "model/query/fieldtree.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace trailloupe::test {

// Reads items again for every question, one at a time.
class GraphOracle
{
    struct Said
    {
        std::string from, verb, to;
        bool isDerived = false;
        bool isDirect = false;
        auto key() const { return std::tuple(from, verb, to, isDerived); }
    };

public:
    // "account/Region/type/id", with "?" in front of an unknown one.
    using Node = std::string;

    explicit GraphOracle(const config::Resources& resources)
        : m_resources(resources)
    {
        for (const config::Resource& r : resources.all()) {
            m_numbers[m_names.emplace_back(std::string(r.accountId) + '/' + std::string(r.region)
                                           + '/' + std::string(r.type) + '/' + std::string(r.id))] =
                config::ResourceNo(static_cast<std::uint32_t>(m_numbers.size()));
        }
    }

    // "from verb to (derived) by", as of the moment.
    std::set<std::string> edgesAt(std::int64_t atNs, const config::GraphFilter& filter) const
    {
        std::set<std::string> edges;
        std::vector<std::pair<config::ResourceNo, Said>> all;
        for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
            for (const Said& said : saidAt(config::ResourceNo(i), atNs))
                all.emplace_back(config::ResourceNo(i), said);
        }
        for (const auto& [teller, said] : all) {
            if (said.isDerived && (!filter.derived || isRecorded(all, said)))
                continue;
            if (!isShown(said.from, atNs, filter) || !isShown(said.to, atNs, filter))
                continue;
            int by = 0;
            for (const auto& [other, same] : all) {
                if (same.key() == said.key() && !isTakenBack(other, same, atNs))
                    by |= (name(other) == said.from ? 1 : 0) | (name(other) == said.to ? 2 : 0);
            }
            if (by != 0)
                edges.insert(said.from + "  " + said.verb + "  " + said.to
                             + (said.isDerived ? "  derived  " : "  ")
                             + config::statedByKey(static_cast<config::StatedBy>(by)));
        }
        return edges;
    }

    const Node& name(config::ResourceNo no) const { return m_names[no.index()]; }

private:
    // The ids that AWS gives once, among those of the tests.
    static bool isOneOfAKind(const std::string& id)
    {
        return id.find("-0a1b2c3d") != std::string::npos || id.starts_with("AROA");
    }

    static bool isRecorded(const std::vector<std::pair<config::ResourceNo, Said>>& all,
                           const Said& said)
    {
        return std::ranges::any_of(all, [&](const auto& other) {
            const Said& s = other.second;
            return !s.isDerived
                && ((s.from == said.from && s.to == said.to)
                    || (s.from == said.to && s.to == said.from));
        });
    }

    bool isShown(const Node& node, std::int64_t atNs, const config::GraphFilter& filter) const
    {
        const config::ResourceNo no = resourceOf(node);
        if (!no.isValid())
            return filter.dangling;
        switch (m_resources.stateAt(no, atNs).presence) {
        case config::State::Presence::Deleted:
            return filter.deleted;
        case config::State::Presence::NotYet:
            return filter.dangling;
        default:
            return true;
        }
    }

    config::ResourceNo resourceOf(const Node& node) const
    {
        const auto it = m_numbers.find(node);
        return it == m_numbers.end() ? config::ResourceNo::invalid() : it->second;
    }

    std::vector<Said> saidAt(config::ResourceNo no, std::int64_t atNs) const
    {
        const config::State state = m_resources.stateAt(no, atNs);
        if (state.presence != config::State::Presence::Live)
            return {};
        return saidBy(no, state.item);
    }

    // In another item of the same life the other end said it out of its own configuration, and
    // does not any more in a newer item than the last one of the teller.
    bool isTakenBack(config::ResourceNo teller, const Said& said, std::int64_t atNs) const
    {
        if (said.isDerived || said.from == said.to)
            return false;
        const config::ResourceNo other =
            resourceOf(said.from == name(teller) ? said.to : said.from);
        if (!other.isValid())
            return false;
        const config::State state = m_resources.stateAt(other, atNs);
        if (state.presence != config::State::Presence::Live
            && state.presence != config::State::Presence::NotRecorded)
            return false;
        const auto says = [&](std::uint32_t item, bool isDirect) {
            return std::ranges::any_of(saidBy(other, item), [&](const Said& s) {
                return s.key() == said.key() && (!isDirect || s.isDirect);
            });
        };
        if (state.presence == config::State::Presence::Live && says(state.item, false))
            return false;
        const auto captured = [&](config::ResourceNo no) {
            const config::State s = m_resources.stateAt(no, atNs);
            return s.described == config::kNoItem ? config::kNoTime
                                                  : m_resources.items(no)[s.described].capturedNs;
        };
        if (captured(other) <= captured(teller))
            return false;
        const auto items = m_resources.items(other);
        for (std::uint32_t i = state.item; i-- > 0;) {
            if (config::isDeletion(items[i].status))
                return false;
            const bool lasts = items[i].capturedNs < items[i + 1].capturedNs;
            if (lasts && items[i].status != config::ItemStatus::NotRecorded && says(i, true))
                return true;
        }
        return false;
    }

    const std::vector<Said>& saidBy(config::ResourceNo no, std::uint32_t item) const
    {
        const auto [it, isNew] = m_said.try_emplace({no, item});
        if (isNew)
            it->second = read(no, item);
        return it->second;
    }

    std::vector<Said> read(config::ResourceNo no, std::uint32_t item) const
    {
        std::string json;
        m_resources.store()->json(m_resources.items(no)[item].row, json);
        const auto tree = query::FieldTree::build(json);
        const std::int64_t at = m_resources.items(no)[item].capturedNs;
        std::vector<Said> all;
        std::set<Node> inConfiguration;
        const auto add = [&](std::string verb, const Node& other, bool isDerived, bool isReversed) {
            Said said{isReversed ? other : name(no), verb, isReversed ? name(no) : other,
                      isDerived};
            const bool isSymmetric = verb == "is attached to" || verb == "is associated with";
            if (isSymmetric && isBefore(said.to, said.from))
                std::swap(said.from, said.to);
            all.push_back(said);
            if (isDerived)
                inConfiguration.insert(other);
        };
        for (const config::Relationship& r : config::relationshipsOf(*tree)) {
            const bool isContained = r.verb == "is contained in";
            add(isContained ? "contains" : r.verb, resolved(r.type, r.id, r.name, no, at), false,
                isContained);
        }
        for (const auto& [key, type] : {std::pair("vpcId", "AWS::EC2::VPC"),
                                        std::pair("groupId", "AWS::EC2::SecurityGroup")}) {
            for (std::uint32_t i = 0; i < tree->nodeCount(); ++i) {
                if (tree->node(i).key != key)
                    continue;
                const Node other = resolved(type, tree->node(i).text, {}, no, at);
                if (other == name(no))
                    continue;
                const bool isVpc = std::string_view(key) == "vpcId";
                const bool isGroup = m_resources.resource(no).type == "AWS::EC2::SecurityGroup";
                add(isVpc         ? "contains"
                        : isGroup ? "allows from"
                                  : "is associated with",
                    other, true, isVpc);
            }
        }
        for (Said& said : all)
            said.isDirect = !said.isDerived
                && inConfiguration.contains(said.from == name(no) ? said.to : said.from);
        return all;
    }

    // config::Resources come before unknown ones, each kind in the order of its names.
    static bool isBefore(const Node& a, const Node& b)
    {
        const auto rank = [](const Node& node) {
            if (node.front() != '?')
                return std::vector<std::string>{"0", part(node, 0), part(node, 1), part(node, 2),
                                                part(node, 3)};
            const std::string bare = node.substr(1);
            return std::vector<std::string>{"1", lowerAscii(part(bare, 2)), part(bare, 3),
                                            part(bare, 0), part(bare, 1)};
        };
        return rank(a) < rank(b);
    }
    static std::string part(const Node& node, int number)
    {
        std::size_t begin = 0;
        for (; number > 0; --number)
            begin = node.find('/', begin) + 1;
        return node.substr(begin, node.find('/', begin) - begin);
    }

    Node resolved(const std::string& type, const std::string& id, const std::string& called,
                  config::ResourceNo teller, std::int64_t atNs) const
    {
        const config::Resource& told = m_resources.resource(teller);
        const std::string& text = id.empty() ? called : id;
        Node best;
        std::tuple<int, int, int> bestRank{9, 9, 9};
        for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
            const config::Resource& r = m_resources.resource(config::ResourceNo(i));
            if (!type.empty() && r.type != type)
                continue;
            const bool isId = r.id == text;
            // Names that it ever had.
            const auto named = m_resources.withName(text);
            const bool isNamed = std::ranges::find(named, config::ResourceNo(i)) != named.end();
            if (!isId && (!isNamed || type.empty()))
                continue;
            const bool isHere = r.accountId == told.accountId;
            const int scope = isHere && r.region == told.region ? 0
                : isHere && r.region == "global"                ? 1
                : isHere                                        ? 2
                                                                : 3;
            if (scope == 3 && !(isId && isOneOfAKind(text)))
                continue;
            const auto presence = m_resources.stateAt(config::ResourceNo(i), atNs).presence;
            const bool isThere = presence == config::State::Presence::Live
                || presence == config::State::Presence::NotRecorded;
            const std::tuple rank{isId ? 0 : 1, scope, isThere ? 0 : 1};
            if (rank < bestRank) {
                bestRank = rank;
                best = name(config::ResourceNo(i));
            }
        }
        if (!best.empty())
            return best;
        const bool isOne = isOneOfAKind(text);
        const std::string region = type == "AWS::IAM::Role" ? "global" : std::string(told.region);
        return "?" + (isOne ? std::string() : std::string(told.accountId)) + '/'
            + (isOne ? std::string() : region) + '/' + type + '/' + text;
    }

    const config::Resources& m_resources;
    std::vector<Node> m_names;
    std::map<Node, config::ResourceNo> m_numbers;
    mutable std::map<std::pair<config::ResourceNo, std::uint32_t>, std::vector<Said>> m_said;
};

} // namespace trailloupe::test
