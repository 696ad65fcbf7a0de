#include "model/config/changedvalues.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/compare/comparison.h"
#include "model/compare/policydifference.h"
#include "model/query/decodedvalue.h"
#include "model/query/fieldtree.h"

#include <algorithm>

namespace trailloupe::config {
namespace {

using query::FieldTree;
using Json = JsonDocument::Kind;

constexpr std::size_t kMostTokens = 256; // of one change; more say no more

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A text that hardly stands anywhere by chance.
bool isTelling(std::string_view text)
{
    if (text.size() < 5 || parseTimestamp(text))
        return false;
    const bool isNumber = std::ranges::all_of(text, isDigit);
    if (isNumber)
        return text.size() >= 10;
    return std::ranges::any_of(text, [](char c) {
        return isDigit(c) || c == '.' || c == '/' || c == ':' || c == '-' || c == '_' || c == '@';
    });
}

// The innermost name of an item's path: "instancetype" of configuration.instanceType, without what
// stands in brackets; that is `label`.
std::string keyOf(std::string_view path, std::string& label)
{
    while (path.ends_with(']')) {
        const std::size_t open = path.rfind('[');
        if (open == std::string_view::npos)
            break;
        if (label.empty())
            label = path.substr(open + 1, path.size() - open - 2);
        path = path.substr(0, open);
    }
    if (const std::size_t inside = path.rfind(compare::kInside); inside != std::string_view::npos)
        path = path.substr(inside + compare::kInside.size());
    std::string key = lowerAscii(path.substr(path.find_last_of(".]") + 1));
    if (key == "value" && path.find('.') != std::string_view::npos)
        return keyOf(path.substr(0, path.rfind('.')), label);
    return key;
}

std::optional<FieldTree> treeOf(std::string_view key, const std::string& text)
{
    std::string json = text;
    if (!json.starts_with('{')) {
        auto decoded = query::decodeValue(key, text, false);
        if (!decoded || !decoded->isJson())
            return std::nullopt;
        json = std::move(decoded->text);
    }
    auto tree = FieldTree::build(std::move(json));
    if (!tree || !compare::isPolicy(*tree, 0))
        return std::nullopt;
    return std::move(tree).value();
}

bool samePolicy(const FieldTree& a, std::uint32_t nodeA, const FieldTree& b)
{
    return compare::isPolicy(a, nodeA) && compare::differPolicies(a, nodeA, b, 0).empty();
}

const char* memberOfPart(EventPart part)
{
    return part == EventPart::Response ? "responseElements" : "requestParameters";
}

// The nodes below a member of the event are those up to its next sibling.
template<typename Use>
void eachNode(const FieldTree& tree, std::uint32_t top, const Use& use)
{
    if (top == FieldTree::kNone)
        return;
    const std::uint64_t end = tree.node(top).offset + tree.node(top).length;
    for (std::uint32_t i = top; i < tree.nodeCount() && tree.node(i).offset < end; ++i)
        use(i);
}

std::string protocolOf(std::string_view text)
{
    return text == "-1" ? "all"
        : text == "6"   ? "tcp"
        : text == "17"  ? "udp"
        : text == "1"   ? "icmp"
        : text == "58"  ? "icmpv6"
                        : lowerAscii(text);
}

std::string scalarOf(const FieldTree& tree, std::uint32_t object, std::string_view key)
{
    for (std::uint32_t i = 0; i < tree.childCount(object); ++i) {
        const auto& node = tree.node(tree.child(object, i));
        if (equalFolded(node.key, key))
            return node.text;
    }
    return {};
}

// The rules that a call names, as NetworkRules writes them.
std::set<std::string> rulesOf(const FieldTree& tree, std::uint32_t top)
{
    std::set<std::string> rules;
    eachNode(tree, top, [&](std::uint32_t object) {
        if (tree.node(object).kind != Json::Object)
            return;
        const std::string protocol = scalarOf(tree, object, "ipProtocol");
        if (protocol.empty())
            return;
        std::string services = protocolOf(protocol);
        const std::string from = scalarOf(tree, object, "fromPort");
        const std::string to = scalarOf(tree, object, "toPort");
        if (!from.empty() && from != "-1")
            services += ' ' + from;
        if (!to.empty() && to != from && to != "-1")
            services += '-' + to;
        eachNode(tree, object, [&](std::uint32_t i) {
            const auto& node = tree.node(i);
            if (node.kind != Json::String)
                return;
            const std::string key = lowerAscii(node.key);
            // At the side of the protocol stands the group that the rule is of.
            const bool isGroup = key == "groupid" && node.parent != object;
            if (isGroup || key == "cidrip" || key == "cidripv4" || key == "cidripv6"
                || key == "prefixlistid" || key == "referencedgroupid")
                rules.insert(services + ' ' + node.text);
        });
    });
    return rules;
}

} // namespace

ChangedValue::ChangedValue(const Change& change, Relationship other)
    : m_change(change)
    , m_other(std::move(other))
{ }

ChangedValue::ChangedValue(const Change& change, const std::vector<std::string>& own)
    : m_change(change)
{
    const std::string& value = change.kind == Change::Kind::Removed ? change.before : change.after;
    if (change.section == Change::Section::Tags) {
        addTag(value);
        return;
    }
    std::string label;
    const std::string key = keyOf(change.path, label);
    // A rule is its own value: "tcp 22 10.0.0.0/8", "all ::/0".
    if (lowerAscii(change.path).find("permissions") != std::string::npos && label == value
        && value.find(' ') != std::string::npos) {
        m_kind = Kind::Rule;
        m_tokens.push_back({{}, value, true});
        return;
    }
    if (!change.policy.empty()) {
        m_kind = Kind::Policy;
        return;
    }
    m_kind = value.starts_with('{') || value.starts_with('[') ? Kind::Container : Kind::Value;
    if (isTelling(label) && std::ranges::find(own, label) == own.end())
        m_tokens.push_back({{}, label, true});
    addTokens(key, value, own);
}

void ChangedValue::addTag(const std::string& value)
{
    m_kind = Kind::Tag;
    // tags.Owner, tags["a.b"]
    const std::size_t at = m_change.path.find_first_of(".[");
    const std::string_view step =
        at == std::string::npos ? std::string_view() : std::string_view(m_change.path).substr(at);
    std::string name;
    if (step.starts_with("[\"") && step.ends_with("\"]"))
        unescapeJsonString(step.substr(2, step.size() - 4), name);
    else if (!step.empty())
        name = step.substr(1);
    m_tokens.push_back({{}, name, true});
    if (m_change.kind != Change::Kind::Removed && !value.empty())
        m_tokens.push_back({{}, value, true});
}

void ChangedValue::addTokens(std::string_view key, const std::string& value,
                             const std::vector<std::string>& own)
{
    const auto add = [&](std::string_view name, const std::string& text) {
        if (text.empty() || std::ranges::find(own, text) != own.end()
            || m_tokens.size() == kMostTokens)
            return;
        m_tokens.push_back({lowerAscii(name), text, isTelling(text)});
    };
    const auto parsed =
        m_kind == Kind::Container ? std::optional(JsonDocument::parse(value)) : std::nullopt;
    if (!parsed || !*parsed) {
        m_kind = Kind::Value;
        add(key, value);
        return;
    }
    const JsonDocument& document = **parsed;
    for (const JsonDocument::Node& node : document.nodes()) {
        const JsonDocument::Node* named = &node;
        while (named->key.empty() && named->parent != JsonDocument::kNone)
            named = &document.node(named->parent);
        const std::string_view name = named->key.empty() ? key : std::string_view(named->key);
        if (node.kind == Json::String || node.kind == Json::Number)
            add(name, node.text);
        else if (node.kind == Json::True || node.kind == Json::False)
            add(name, node.kind == Json::True ? "true" : "false");
    }
}

bool ChangedValue::isMadeBy(const CallWords& words) const
{
    if (words.replaces())
        return true;
    switch (m_change.kind) {
    case Change::Kind::Added:
        return !words.removes();
    case Change::Kind::Removed:
        return words.removes();
    case Change::Kind::Changed:
        break;
    }
    return true;
}

std::optional<ValueAt> ChangedValue::find(const CauseEvent& event, EventPart part) const
{
    switch (m_kind) {
    case Kind::Nothing:
        return std::nullopt;
    case Kind::Tag:
        return findAll(event, part);
    case Kind::Rule:
        return findRule(event, part);
    case Kind::Policy:
        return findPolicy(event, part);
    case Kind::Value:
    case Kind::Container:
        break;
    }
    const EventLeaf* named = nullptr;
    for (const EventLeaf& leaf : event.leaves) {
        if (leaf.place->part != part)
            continue;
        for (const Token& token : m_tokens) {
            if (token.text != leaf.text)
                continue;
            if (token.isTelling)
                return ValueAt{event.pathText(leaf), leaf.text, true};
            if (!named && token.key == leaf.name())
                named = &leaf;
        }
    }
    if (!named)
        return std::nullopt;
    if (m_kind == Kind::Container)
        return findAll(event, part);
    return ValueAt{event.pathText(*named), named->text, false};
}

std::optional<ValueAt> ChangedValue::findAll(const CauseEvent& event, EventPart part) const
{
    std::optional<ValueAt> last;
    for (const Token& token : m_tokens) {
        const auto it = std::ranges::find_if(event.leaves, [&](const EventLeaf& leaf) {
            return leaf.place->part == part && leaf.text == token.text
                && (m_kind == Kind::Tag || token.key == leaf.name());
        });
        if (it == event.leaves.end())
            return std::nullopt;
        last = ValueAt{event.pathText(*it), it->text, m_kind == Kind::Tag};
    }
    return last;
}

std::optional<ValueAt> ChangedValue::findRule(const CauseEvent& event, EventPart part) const
{
    const FieldTree* tree = event.tree();
    const std::string& rule = m_tokens.front().text;
    if (!tree || !rulesOf(*tree, tree->document().member(0, memberOfPart(part))).contains(rule))
        return std::nullopt;
    const std::string_view peer = std::string_view(rule).substr(rule.rfind(' ') + 1);
    const auto it = std::ranges::find_if(event.leaves, [&](const EventLeaf& leaf) {
        return leaf.place->part == part && leaf.text == peer;
    });
    return ValueAt{it == event.leaves.end() ? memberOfPart(part) : event.pathText(*it), rule, true};
}

std::optional<ValueAt> ChangedValue::findPolicy(const CauseEvent& event, EventPart part) const
{
    const auto policy = treeOf("policy", m_change.after);
    const FieldTree* tree = event.tree();
    if (!policy || !tree)
        return std::nullopt;
    std::optional<ValueAt> found;
    eachNode(*tree, tree->document().member(0, memberOfPart(part)), [&](std::uint32_t i) {
        if (found)
            return;
        const auto& node = tree->node(i);
        bool isSame = false;
        if (node.kind == Json::String && node.text.size() > 2) {
            const auto inside = treeOf(node.key, node.text);
            isSame = inside && samePolicy(*inside, 0, *policy);
        } else if (node.kind == Json::Object) {
            isSame = samePolicy(*tree, i, *policy);
        }
        if (isSame)
            found = ValueAt{tree->path(i), {}, true};
    });
    return found;
}

} // namespace trailloupe::config
