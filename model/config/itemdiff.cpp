#include "model/config/itemdiff.h"

#include "model/compare/alignment.h"
#include "model/compare/comparison.h"
#include "model/config/networkrules.h"
#include "model/config/relationship.h"
#include "model/query/decodedvalue.h"
#include "model/query/fieldtree.h"
#include "model/store/pathtable.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace trailloupe::config {
namespace {

using compare::Compared;
using compare::Group;
using query::FieldTree;
using Json = JsonDocument::Kind;

constexpr std::uint32_t kNone = FieldTree::kNone;
constexpr std::uint32_t kMostUnwrapped = 4;

struct Document
{
    explicit Document(FieldTree made)
        : tree(std::move(made))
        , hashes(tree)
    { }
    FieldTree tree;
    compare::ContentHashes hashes;
};

// A value of one of the items; the document may be what was inside of a text.
struct Value
{
    const Document* document = nullptr;
    std::uint32_t node = kNone;

    bool isThere() const { return node != kNone; }
    Json kind() const { return document->tree.node(node).kind; }
    std::uint32_t childCount() const { return isThere() ? document->tree.childCount(node) : 0; }
    Value child(std::uint32_t position) const
    {
        return {document, document->tree.child(node, position)};
    }
    Value member(std::string_view key) const
    {
        if (!isThere() || kind() != Json::Object)
            return {document, kNone};
        return {document, document->tree.document().member(node, key)};
    }
    std::string text() const
    {
        if (!isThere())
            return {};
        return kind() == Json::String ? document->tree.node(node).text
                                      : std::string(document->tree.json(node));
    }
};

// As much as a member that is missing.
bool saysNothing(const Value& value)
{
    if (!value.isThere() || value.kind() == Json::Null)
        return true;
    if (value.kind() == Json::String)
        return value.text().empty();
    if (value.kind() != Json::Object && value.kind() != Json::Array)
        return false;
    for (std::uint32_t i = 0; i < value.childCount(); ++i) {
        if (value.kind() == Json::Array || !saysNothing(value.child(i)))
            return false;
    }
    return true;
}

// What changes without anybody changing anything.
bool isNoise(std::string_view key)
{
    static constexpr std::array<std::string_view, 11> kNoise{
        "latestRestorableTime", "availableIpAddressCount",
        "roleLastUsed",         "itemCount",
        "tableSizeBytes",       "lastModified",
        "lastModifiedTime",     "lastUpdatedTime",
        "LatestRestorableTime", "lastDecreaseDateTime",
        "lastIncreaseDateTime"};
    return std::ranges::find(kNoise, key) != kNoise.end();
}

// What the recording says of itself.
bool isOfTheRecording(std::string_view key)
{
    static constexpr std::array<std::string_view, 8> kRecording{"version",
                                                                "configurationItemCaptureTime",
                                                                "configurationItemDeliveryTime",
                                                                "relatedEvents",
                                                                "configurationStateId",
                                                                "configurationItemMD5Hash",
                                                                "changeType",
                                                                "recordingFrequency"};
    return std::ranges::find(kRecording, key) != kRecording.end();
}

std::string scalar(const Value& object, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys) {
        const Value found = object.member(key);
        if (found.isThere() && found.childCount() == 0 && !saysNothing(found))
            return found.text();
    }
    return {};
}

// Keys that only AWS Config's types have; empty where there is none.
std::string configKey(const Value& element)
{
    if (const std::string rule = scalar(element, {"ruleNumber", "RuleNumber"}); !rule.empty())
        return rule + (scalar(element, {"egress", "Egress"}) == "true" ? " egress" : " ingress");
    if (const std::string to = scalar(element,
                                      {"destinationCidrBlock", "DestinationCidrBlock",
                                       "destinationIpv6CidrBlock", "DestinationIpv6CidrBlock",
                                       "destinationPrefixListId", "DestinationPrefixListId"});
        !to.empty())
        return to;
    return scalar(element, {"attributeName", "policyName", "PolicyName"});
}

class Differ
{
public:
    Differ(Value before, Value after)
        : m_before(before)
        , m_after(after)
    { }

    ItemDiff make();

private:
    void value(const std::string& path, std::string_view key, Value before, Value after);
    void members(const std::string& path, Value before, Value after);
    void elements(const std::string& path, Value before, Value after);
    bool keyedElements(const std::string& path, const Value& before, const Value& after);
    void rules(const std::string& path, const Value& before, const Value& after);
    bool policies(const std::string& path, const Value& before, const Value& after);
    bool texts(const std::string& path, std::string_view key, const Value& before,
               const Value& after);
    std::optional<Value> inside(std::string_view key, const Value& text);
    void relationships();
    void add(Change::Kind kind, const std::string& path, std::string before, std::string after);

    Value m_before;
    Value m_after;
    Change::Section m_section = Change::Section::Configuration;
    bool m_isNoise = false;
    std::uint32_t m_unwrapped = 0;
    std::uint32_t m_depth = 0;
    std::deque<Document> m_decoded;
    ItemDiff m_diff;
};

void Differ::add(Change::Kind kind, const std::string& path, std::string before, std::string after)
{
    m_diff.changes.push_back(
        {m_section, kind, path, std::move(before), std::move(after), {}, m_isNoise});
}

// A text that holds JSON, as that.
std::optional<Value> Differ::inside(std::string_view key, const Value& text)
{
    if (!text.isThere() || text.kind() != Json::String || m_unwrapped == kMostUnwrapped)
        return std::nullopt;
    auto decoded = query::decodeValue(key, text.text(), false);
    if (!decoded || !decoded->isJson())
        return std::nullopt;
    auto made = FieldTree::build(std::move(decoded->text));
    if (!made)
        return std::nullopt;
    const Json kind = made->node(0).kind;
    if (kind != Json::Object && kind != Json::Array)
        return std::nullopt;
    return Value{&m_decoded.emplace_back(std::move(made).value()), 0};
}

bool Differ::policies(const std::string& path, const Value& before, const Value& after)
{
    const auto isPolicy = [](const Value& v) {
        return v.isThere() && compare::isPolicy(v.document->tree, v.node);
    };
    if (!isPolicy(before) || !isPolicy(after))
        return false;
    auto policy = compare::differPolicies(before.document->tree, before.node, after.document->tree,
                                          after.node);
    if (policy.empty())
        return true; // another way to write the same
    add(Change::Kind::Changed, path, before.text(), after.text());
    m_diff.changes.back().policy = std::move(policy);
    return true;
}

// JSON in text, in one of them or in both.
bool Differ::texts(const std::string& path, std::string_view key, const Value& before,
                   const Value& after)
{
    const bool isTextBefore = before.kind() == Json::String;
    const bool isTextAfter = after.kind() == Json::String;
    if (!isTextBefore && !isTextAfter)
        return false;
    const auto was = isTextBefore ? inside(key, before) : std::optional(before);
    const auto is = was && isTextAfter ? inside(key, after) : std::optional(after);
    if (!was || !is || was->childCount() == 0 || is->childCount() == 0)
        return false;
    ++m_unwrapped;
    value(path + std::string(compare::kInside), key, *was, *is);
    --m_unwrapped;
    return true;
}

void Differ::value(const std::string& path, std::string_view key, Value before, Value after)
{
    const bool wasNothing = saysNothing(before);
    const bool isNothing = saysNothing(after);
    if (wasNothing && isNothing)
        return;
    const bool wasNoise = m_isNoise;
    m_isNoise = m_isNoise || isNoise(key);
    const auto done = [&] {
        m_isNoise = wasNoise;
    };
    if (!wasNothing && !isNothing
        && compare::sameContent(before.document->tree, before.node, after.document->tree,
                                after.node))
        return done();
    if (areNetworkRules(before.document ? &before.document->tree : nullptr, before.node)
        || areNetworkRules(after.document ? &after.document->tree : nullptr, after.node)) {
        rules(path, before, after);
        return done();
    }
    if (wasNothing || isNothing) {
        // What begins or ends is told one by one where some may stay: elements of a list, members
        // of an object that is empty on one side, tags.
        const Value& there = wasNothing ? after : before;
        const Value& other = wasNothing ? before : after;
        const bool isSet = (other.isThere() && other.kind() == Json::Object)
            || m_section == Change::Section::Tags || path == "supplementaryConfiguration";
        if (there.kind() == Json::Array)
            elements(path, before, after);
        else if (there.kind() == Json::Object && isSet)
            members(path, before, after);
        else
            add(wasNothing ? Change::Kind::Added : Change::Kind::Removed, path,
                wasNothing ? std::string() : before.text(),
                isNothing ? std::string() : after.text());
        return done();
    }
    // {"value": x} is x; a list of one, where the other has no list, is that one.
    const auto unwrapped = [](const Value& v, const Value& other) {
        if (v.kind() == Json::Object && other.childCount() == 0 && v.childCount() == 1
            && v.member("value").isThere())
            return v.member("value");
        if (v.kind() == Json::Array && other.kind() != Json::Array && v.childCount() == 1)
            return v.child(0);
        return v;
    };
    const Value was = unwrapped(before, after);
    const Value is = unwrapped(after, before);
    if (was.node != before.node || is.node != after.node) {
        value(path, key, was, is);
        return done();
    }
    const bool mayOpen = m_depth < compare::kMostDepth;
    if (mayOpen && (policies(path, was, is) || texts(path, key, was, is)))
        return done();
    if (mayOpen && was.kind() == Json::Object && is.kind() == Json::Object)
        members(path, was, is);
    else if (mayOpen && was.kind() == Json::Array && is.kind() == Json::Array)
        elements(path, was, is);
    else if (was.text() != is.text() || was.kind() != is.kind())
        add(Change::Kind::Changed, path, was.text(), is.text());
    done();
}

void Differ::members(const std::string& path, Value before, Value after)
{
    if (before.isThere() && before.kind() != Json::Object)
        before.node = kNone;
    if (after.isThere() && after.kind() != Json::Object)
        after.node = kNone;
    const std::array compared{Compared{&before.document->tree, &before.document->hashes},
                              Compared{&after.document->tree, &after.document->hashes}};
    const std::array containers{before.node, after.node};
    ++m_depth;
    for (const Group& group : compare::alignMembers(compared, containers)) {
        const bool isInside = path.ends_with(compare::kInside);
        std::string step = isInside ? std::string() : path;
        store::PathTable::appendStep(step, {false, group.name});
        value(isInside ? path + step : step, group.name, {before.document, group.nodes[0]},
              {after.document, group.nodes[1]});
    }
    --m_depth;
}

// By a key that all elements have and that tells them apart.
bool Differ::keyedElements(const std::string& path, const Value& before, const Value& after)
{
    std::map<std::string, std::array<Value, 2>> byKey;
    std::vector<std::string> order;
    const std::array both{before, after};
    for (std::size_t side = 0; side < both.size(); ++side) {
        for (std::uint32_t i = 0; i < both[side].childCount(); ++i) {
            const Value element = both[side].child(i);
            const std::string key =
                element.kind() == Json::Object ? configKey(element) : std::string();
            if (key.empty() || (byKey.contains(key) && byKey[key][side].isThere()))
                return false;
            if (!byKey.contains(key))
                order.push_back(key);
            byKey[key][side] = element;
        }
    }
    for (const std::string& key : order)
        value(path + '[' + key + ']', {}, byKey[key][0], byKey[key][1]);
    return !order.empty();
}

void Differ::elements(const std::string& path, Value before, Value after)
{
    if (!before.isThere() || before.kind() != Json::Array)
        before.node = kNone;
    if (!after.isThere() || after.kind() != Json::Array)
        after.node = kNone;
    // Nothing to align with: any document will do.
    before.document = before.document ? before.document : after.document;
    after.document = after.document ? after.document : before.document;
    ++m_depth;
    if (!keyedElements(path, before, after)) {
        const std::array compared{Compared{&before.document->tree, &before.document->hashes},
                                  Compared{&after.document->tree, &after.document->hashes}};
        const std::array containers{before.node, after.node};
        for (const Group& group : compare::alignElements(compared, containers)) {
            const Value was{before.document, group.nodes[0]};
            const Value is{after.document, group.nodes[1]};
            const Value& there = was.isThere() ? was : is;
            const std::string name = group.name.empty()
                ? std::to_string(there.document->tree.position(there.node))
                : group.name;
            const std::string where = path + '[' + name + ']';
            // An element is there also when it says nothing.
            if (was.isThere() != is.isThere() && saysNothing(there))
                add(was.isThere() ? Change::Kind::Removed : Change::Kind::Added, where, was.text(),
                    is.text());
            else
                value(where, {}, was, is);
        }
    }
    --m_depth;
}

void Differ::rules(const std::string& path, const Value& before, const Value& after)
{
    const auto rulesOf = [](const Value& v) {
        return v.isThere() ? networkRules(v.document->tree, v.node) : NetworkRules();
    };
    const NetworkRules was = rulesOf(before);
    const NetworkRules is = rulesOf(after);
    for (const auto& [rule, description] : was) {
        const auto found = is.find(rule);
        const std::string where = path + '[' + rule + ']';
        if (found == is.end())
            add(Change::Kind::Removed, where, rule, {});
        else if (found->second != description)
            add(description.empty()         ? Change::Kind::Added
                    : found->second.empty() ? Change::Kind::Removed
                                            : Change::Kind::Changed,
                where + ".description", description, found->second);
    }
    for (const auto& [rule, description] : is) {
        if (!was.contains(rule))
            add(Change::Kind::Added, path + '[' + rule + ']', {}, rule);
    }
}

void Differ::relationships()
{
    const auto was = relationshipsOf(m_before.document->tree);
    const auto is = relationshipsOf(m_after.document->tree);
    const auto only = [this](const std::vector<Relationship>& of,
                             const std::vector<Relationship>& others, Change::Kind kind) {
        std::set<std::string> told;
        std::set<std::string> known;
        std::vector<const Relationship*> loose; // known by name only
        for (const Relationship& other : others) {
            known.insert(other.text());
            if (other.id.empty() || !other.name.empty())
                loose.push_back(&other);
        }
        for (const Relationship& one : of) {
            const std::string text = one.text();
            if (known.contains(text) || !told.insert(text).second)
                continue;
            // One side has the id, the other the name only.
            if (std::ranges::any_of(loose, [&](const Relationship* other) {
                    return (one.id.empty() || other->id.empty()) && one.isSame(*other);
                }))
                continue;
            add(kind, text, kind == Change::Kind::Removed ? text : std::string(),
                kind == Change::Kind::Added ? text : std::string());
        }
    };
    only(was, is, Change::Kind::Removed);
    only(is, was, Change::Kind::Added);
}

ItemDiff Differ::make()
{
    using Section = Change::Section;
    const auto both = [&](Section section, std::string_view key) {
        m_section = section;
        value(std::string(key), key, m_before.member(key), m_after.member(key));
    };
    const std::string wasStatus = m_before.member("configurationItemStatus").text();
    const std::string isStatus = m_after.member("configurationItemStatus").text();
    const auto isGone = [](const std::string& status) {
        return status == "ResourceDeleted" || status == "ResourceDeletedNotRecorded";
    };
    both(Section::Configuration, "configuration");
    both(Section::Supplementary, "supplementaryConfiguration");
    both(Section::Tags, "tags");
    m_section = Section::Relationships;
    relationships();
    m_section = Section::Metadata;
    // That a resource was discovered and is OK now is no change of it; its end and return are.
    if (isGone(wasStatus) != isGone(isStatus))
        add(Change::Kind::Changed, "configurationItemStatus", wasStatus, isStatus);
    const bool endsOrBegins = isGone(wasStatus) || isGone(isStatus);
    const std::array compared{Compared{&m_before.document->tree, &m_before.document->hashes},
                              Compared{&m_after.document->tree, &m_after.document->hashes}};
    const std::array containers{m_before.node, m_after.node};
    static constexpr std::array<std::string_view, 5> kDone{
        "configuration", "supplementaryConfiguration", "tags", "relationships",
        "configurationItemStatus"};
    for (const Group& group : compare::alignMembers(compared, containers)) {
        if (isOfTheRecording(group.name) || std::ranges::find(kDone, group.name) != kDone.end())
            continue;
        const Value was{m_before.document, group.nodes[0]};
        const Value is{m_after.document, group.nodes[1]};
        // A deletion leaves out what it does not know any more.
        if (endsOrBegins && (saysNothing(was) || saysNothing(is)))
            continue;
        value(group.name, group.name, was, is);
    }
    return std::move(m_diff);
}

} // namespace

std::size_t ItemDiff::noise() const
{
    return static_cast<std::size_t>(std::ranges::count(changes, true, &Change::isNoise));
}

Result<ItemDiff> differItems(std::string before, std::string after)
{
    auto was = FieldTree::build(std::move(before));
    if (!was)
        return was.error();
    auto is = FieldTree::build(std::move(after));
    if (!is)
        return is.error();
    if (was->node(0).kind != Json::Object || is->node(0).kind != Json::Object)
        return Error{.kind = Error::Kind::Malformed, .detail = "an item is no object"};
    const Document wasDocument(std::move(was).value());
    const Document isDocument(std::move(is).value());
    return Differ({&wasDocument, 0}, {&isDocument, 0}).make();
}

Result<ItemDiff> differItems(const store::EventStore& items, RowId before, RowId after)
{
    std::string was;
    std::string is;
    items.json(before, was);
    items.json(after, is);
    return differItems(std::move(was), std::move(is));
}

const char* changeSectionKey(Change::Section section)
{
    switch (section) {
    case Change::Section::Configuration:
        return "configuration";
    case Change::Section::Supplementary:
        return "supplementary";
    case Change::Section::Tags:
        return "tags";
    case Change::Section::Relationships:
        return "relationships";
    case Change::Section::Metadata:
        return "metadata";
    }
    return "";
}

const char* changeKindKey(Change::Kind kind)
{
    switch (kind) {
    case Change::Kind::Added:
        return "added";
    case Change::Kind::Removed:
        return "removed";
    case Change::Kind::Changed:
        return "changed";
    }
    return "";
}

std::string changeText(const Change& change)
{
    if (!change.policy.empty()) {
        std::string text;
        for (const compare::PolicyChange& policy : change.policy)
            text += (text.empty() ? "\u2260 " : "\n\u2260 ") + change.path + ": "
                + compare::policyChangeText(policy);
        return text;
    }
    // A relationship and a rule are their own values.
    const bool isSelf = change.section == Change::Section::Relationships
        || change.path.ends_with('[' + (change.before.empty() ? change.after : change.before)
                                 + ']');
    switch (change.kind) {
    case Change::Kind::Added:
        return "+ " + change.path + (isSelf ? std::string() : ": " + change.after);
    case Change::Kind::Removed:
        return "\u2212 " + change.path + (isSelf ? std::string() : ": " + change.before);
    case Change::Kind::Changed:
        break;
    }
    return "\u2260 " + change.path + ": " + change.after + ", was " + change.before;
}

} // namespace trailloupe::config
