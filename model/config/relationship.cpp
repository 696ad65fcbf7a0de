#include "model/config/relationship.h"

#include "model/base/asciitext.h"

#include <array>

namespace trailloupe::config {
namespace {

using Kind = JsonDocument::Kind;

constexpr std::array<std::string_view, 4> kVerbs{"is contained in", "is attached to",
                                                 "is associated with", "contains"};

std::string textOf(const query::FieldTree& tree, std::uint32_t object, std::string_view key)
{
    const std::uint32_t member = tree.document().member(object, key);
    if (member == query::FieldTree::kNone || tree.node(member).kind != Kind::String)
        return {};
    return tree.node(member).text;
}

} // namespace

std::string relationshipVerb(std::string_view label)
{
    const std::size_t first = label.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    label = label.substr(first, label.find_last_not_of(" \t") + 1 - first);
    const std::string lower = lowerAscii(label);
    for (const std::string_view verb : kVerbs) {
        if (lower.starts_with(verb) && (lower.size() == verb.size() || lower[verb.size()] == ' '))
            return std::string(verb);
    }
    return std::string(label);
}

std::string Relationship::text() const
{
    std::string text = verb;
    for (const std::string& part : {type, id.empty() ? name : id}) {
        if (!part.empty())
            text += (text.empty() ? "" : " ") + part;
    }
    return text;
}

bool Relationship::isSame(const Relationship& other) const
{
    if (verb != other.verb || type != other.type)
        return false;
    return id.empty() || other.id.empty() ? !name.empty() && name == other.name : id == other.id;
}

std::vector<Relationship> relationshipsOf(const query::FieldTree& item)
{
    std::vector<Relationship> found;
    const std::uint32_t list = item.document().member(0, "relationships");
    if (list == query::FieldTree::kNone || item.node(list).kind != Kind::Array)
        return found;
    for (std::uint32_t i = 0; i < item.childCount(list); ++i) {
        const std::uint32_t one = item.child(list, i);
        if (item.node(one).kind != Kind::Object)
            continue;
        found.push_back({relationshipVerb(textOf(item, one, "relationshipName")),
                         textOf(item, one, "resourceType"), textOf(item, one, "resourceId"),
                         textOf(item, one, "resourceName")});
    }
    return found;
}

} // namespace trailloupe::config
