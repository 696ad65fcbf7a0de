#include "model/config/itemmentions.h"

#include "model/base/asciitext.h"
#include "model/config/relationship.h"
#include "model/query/decodedvalue.h"
#include "model/store/schema.h"
#include "model/store/segment.h"

#include <array>

namespace trailloupe::config {
namespace {

using Kind = JsonDocument::Kind;
using store::PathTable;
using store::ShapeToken;
using store::ValueKind;
using Naming = MentionRule::Naming;

constexpr std::string_view kInText = "→";

// "configuration.ipPermissions[].groupId" as the rules have it.
std::string rulePath(std::string_view path)
{
    std::string lower;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path.substr(i, 2) == "[]") {
            ++i;
        } else if (path.substr(i, kInText.size()) == kInText) {
            lower += '.';
            i += kInText.size() - 1;
        } else {
            lower += lowerAscii(path[i]);
        }
    }
    return lower;
}

bool isConfiguration(std::string_view path)
{
    return (path.starts_with("configuration") || path.starts_with("supplementaryConfiguration"))
        && path.find("tags") == std::string_view::npos;
}

bool mayBeJson(std::string_view text)
{
    return text.size() > 2
        && (text.front() == '{' || text.front() == '[' || text.starts_with("%7B")
            || text.starts_with("%5B"));
}

} // namespace

ItemMentions::ItemMentions(const store::EventStore& items)
    : m_items(items)
    , m_relations(items.paths().findChild(PathTable::root(), "relationships"))
{
    if (m_relations)
        m_relation = items.paths().findElement(*m_relations);
}

const std::vector<Mention>& ItemMentions::of(RowId row, std::string_view type)
{
    m_found.clear();
    m_type = lowerAscii(type);
    m_pathsOfType = &m_paths[m_type];
    const store::Segment& segment = *m_items.segments()[row.value() >> 16];
    const std::uint32_t index = row.value() & 0xFFFF;
    const store::Segment::Block& block = segment.blocks()[segment.blockOf(index)];
    std::string scratch;
    Relation relation;
    std::uint32_t depth = 0; // inside of a relationship
    std::uint32_t column = 0;
    for (const ShapeToken& token : m_items.schema().shape(block.shape).tokens()) {
        if (token.op == ShapeToken::Op::End) {
            if (depth > 0 && --depth == 0)
                addRelation(std::exchange(relation, {}));
            continue;
        }
        if (token.op != ShapeToken::Op::Leaf) {
            if (depth > 0 || (m_relation && token.path == *m_relation))
                ++depth;
            continue;
        }
        const ValueKind kind = store::valueKindOf(token.kind);
        const std::string_view text = segment.leafText(block, index, column, token.kind, scratch);
        column += store::hasColumn(token.kind) ? 1 : 0;
        if (depth == 1 && (kind == ValueKind::Text || kind == ValueKind::Number))
            setMember(relation, m_items.paths().key(token.path), text);
        else if (depth == 0)
            leaf(token.path, kind, text);
    }
    return m_found;
}

void ItemMentions::leaf(PathId path, ValueKind kind, std::string_view text)
{
    if (kind != ValueKind::Text && kind != ValueKind::Json)
        return;
    if (kind == ValueKind::Json && (path == m_relations || path == m_relation)) {
        relationsInText(text);
        return;
    }
    const auto [it, isNew] = m_pathsOfType->try_emplace(path.value());
    Path& known = it->second;
    if (isNew) {
        known.text = m_items.paths().text(path);
        known.rule = &mentionRule(m_type, rulePath(known.text));
    }
    if (kind == ValueKind::Json) {
        if (isConfiguration(known.text))
            inside(text, known.text);
    } else if (known.rule->naming != Naming::None) {
        value(*known.rule, known.text, text);
    }
}

void ItemMentions::setMember(Relation& relation, std::string_view key, std::string_view text)
{
    relation.isEmpty = false;
    if (key == "relationshipName")
        relation.label = text;
    else if (key == "resourceType")
        relation.resource.type = text;
    else if (key == "resourceId")
        relation.resource.id = text;
    else if (key == "resourceName")
        relation.resource.name = text;
}

void ItemMentions::addRelation(Relation&& relation)
{
    const bool isNamed = !relation.resource.id.empty() || !relation.resource.name.empty();
    if (relation.isEmpty || (!isNamed && relation.resource.type.empty()))
        return;
    const auto [it, isNew] = m_verbs.try_emplace(relation.label);
    if (isNew)
        it->second = relationshipVerb(relation.label);
    Mention& mention = m_found.emplace_back();
    mention.verb = it->second;
    mention.resource = std::move(relation.resource);
}

void ItemMentions::relationsInText(std::string_view json)
{
    const auto document = JsonDocument::parse(json);
    if (!document)
        return;
    const auto addObject = [&](std::uint32_t object) {
        Relation relation;
        for (auto c = document->node(object).firstChild; c != JsonDocument::kNone;
             c = document->node(c).nextSibling) {
            const auto& member = document->node(c);
            if (member.kind == Kind::String || member.kind == Kind::Number)
                setMember(relation, member.key, member.text);
        }
        addRelation(std::move(relation));
    };
    if (document->root().kind == Kind::Object)
        addObject(0);
    if (document->root().kind != Kind::Array)
        return;
    for (auto c = document->root().firstChild; c != JsonDocument::kNone;
         c = document->node(c).nextSibling) {
        if (document->node(c).kind == Kind::Object)
            addObject(c);
    }
}

// What is in JSON text, of the store or of AWS's own making. Nodes come in document order: the
// path of a node is that of its parent and its key.
void ItemMentions::inside(std::string_view json, const std::string& path)
{
    const auto document = JsonDocument::parse(json);
    if (!document)
        return;
    std::vector<std::pair<std::uint32_t, std::size_t>> open; // containers, length of their paths
    std::unordered_map<std::string, const MentionRule*> rules;
    std::string at = path;
    for (std::uint32_t i = 0; i < document->nodes().size(); ++i) {
        const auto& node = document->node(i);
        while (!open.empty() && open.back().first != node.parent)
            open.pop_back();
        if (!open.empty()) {
            at.resize(open.back().second);
            const bool isElement = document->node(node.parent).kind == Kind::Array;
            const std::size_t end = at.size();
            PathTable::appendStep(at, {isElement, node.key});
            if (at.substr(0, end).ends_with(kInText) && at[end] == '.')
                at.erase(end, 1);
        }
        if (node.kind == Kind::Object || node.kind == Kind::Array) {
            open.emplace_back(i, at.size());
        } else if (node.kind == Kind::String) {
            const auto [it, isNew] = rules.try_emplace(at);
            if (isNew)
                it->second = &mentionRule(m_type, rulePath(at));
            if (it->second->naming != Naming::None)
                value(*it->second, at, node.text);
        }
    }
}

void ItemMentions::value(const MentionRule& rule, const std::string& path, std::string_view text)
{
    // The policies of IAM are URL-encoded, those of others are JSON in text.
    if (mayBeJson(text)) {
        const auto decoded = query::decodeValue({}, text, false);
        if (decoded && decoded->isJson())
            inside(decoded->text, path + std::string(kInText));
        return;
    }
    if (text.ends_with(":*"))
        text.remove_suffix(2); // all streams of a log group
    if (text.empty())
        return;
    ResourceName named;
    const auto ofArn = [&] {
        auto found = resourceOfArn(text);
        if (found)
            named = *std::move(found);
        return found.has_value();
    };
    switch (rule.naming) {
    case Naming::None:
        return;
    case Naming::Any:
        if (isUnique(text)) {
            named.id = text;
            add(rule, path, std::move(named), true);
        }
        return;
    case Naming::Purpose:
        purpose(rule, path, text);
        return;
    case Naming::Arn:
        if (!ofArn())
            return;
        break;
    case Naming::IdByForm:
        if (!ofArn()) {
            named.type = typeOfId(text);
            named.id = text;
        }
        if (named.type.empty())
            return;
        break;
    case Naming::Id:
        named.type = rule.type;
        named.id = text;
        break;
    case Naming::Name:
        if (!ofArn()) {
            named.type = rule.type;
            named.name = text;
        }
        break;
    case Naming::Key:
        if (!ofArn()) {
            const bool isAlias = text.starts_with("alias/");
            named.type = isAlias ? "AWS::KMS::Alias" : rule.type;
            (isAlias ? named.name : named.id) = isAlias ? text.substr(6) : text;
        }
        break;
    }
    add(rule, path, std::move(named), false);
}

// "ELB app/web/0123456789abcdef", "Interface for NAT Gateway nat-0123456789abcdef0",
// "AWS Lambda VPC ENI-resize-01234567-89ab-cdef-0123-456789abcdef".
void ItemMentions::purpose(const MentionRule& rule, const std::string& path, std::string_view text)
{
    constexpr std::string_view kBalancer = "ELB ";
    constexpr std::string_view kFunction = "AWS Lambda VPC ENI-";
    constexpr std::size_t kUuid = 37; // with the dash before it
    if (text.starts_with(kBalancer)) {
        ResourceName named;
        named.name = text.substr(kBalancer.size());
        const std::size_t slash = named.name.find('/');
        named.type = slash == std::string::npos ? "AWS::ElasticLoadBalancing::LoadBalancer"
                                                : "AWS::ElasticLoadBalancingV2::LoadBalancer";
        if (slash != std::string::npos)
            named.name = named.name.substr(slash + 1, named.name.rfind('/') - slash - 1);
        add(rule, path, std::move(named), true);
    } else if (text.starts_with(kFunction) && text.size() > kFunction.size() + kUuid) {
        ResourceName named;
        named.type = "AWS::Lambda::Function";
        named.id = text.substr(kFunction.size(), text.size() - kFunction.size() - kUuid);
        add(rule, path, std::move(named), true);
    } else {
        while (!text.empty()) {
            const std::size_t space = std::min(text.find(' '), text.size());
            const std::string_view word = text.substr(0, space);
            text.remove_prefix(std::min(space + 1, text.size()));
            if (isUnique(word) && !typeOfId(word).empty()) {
                ResourceName named;
                named.type = typeOfId(word);
                named.id = word;
                add(rule, path, std::move(named), true);
            }
        }
    }
}

void ItemMentions::add(const MentionRule& rule, const std::string& path, ResourceName&& named,
                       bool isOnlyIfKnown)
{
    m_found.push_back({.isDerived = true,
                       .isReversed = rule.isReversed,
                       .isOnlyIfKnown = isOnlyIfKnown,
                       .verb = rule.verb,
                       .resource = std::move(named),
                       .path = path});
}

} // namespace trailloupe::config
