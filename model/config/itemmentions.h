// ItemMentions: the resources that an item speaks of: those of its relationships, and those that
// its configuration names.
//
// Threads: one owner; it remembers what paths mean.
// Cost: O(leaves of the item), some 5 µs an item; policies in text are parsed, tens of µs each.
#pragma once

#include "model/base/jsondocument.h"
#include "model/config/mentionrules.h"
#include "model/config/resourcename.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::config {

struct Mention
{
    bool isDerived = false; // of the configuration, not of the relationships
    bool isReversed = false; // what is named has that to do with the item's resource
    bool isOnlyIfKnown = false; // else what is named is dangling
    std::string_view verb; // of a relationship, as relationshipVerb() has it
    ResourceName resource;
    std::string path; // of a derived one, as a filter would say: "configuration.role"
};

class ItemMentions
{
public:
    explicit ItemMentions(const store::EventStore& items);

    // In the order of the item; valid until the next call. `type` of the item.
    const std::vector<Mention>& of(RowId row, std::string_view type);

private:
    struct Path
    {
        const MentionRule* rule = nullptr;
        std::string text;
    };
    using Paths = std::unordered_map<std::uint32_t, Path>;
    struct Relation
    {
        std::string label;
        ResourceName resource;
        bool isEmpty = true;
    };

    void leaf(PathId path, store::ValueKind kind, std::string_view text);
    static void setMember(Relation& relation, std::string_view key, std::string_view text);
    void addRelation(Relation&& relation);
    void relationsInText(std::string_view json); // one, or an array of them
    void inside(std::string_view json, const std::string& path);
    void value(const MentionRule& rule, const std::string& path, std::string_view text);
    void purpose(const MentionRule& rule, const std::string& path, std::string_view text);
    void add(const MentionRule& rule, const std::string& path, ResourceName&& named,
             bool isOnlyIfKnown);

    const store::EventStore& m_items;
    std::optional<PathId> m_relations;
    std::optional<PathId> m_relation; // an element of them
    std::string m_type; // lower case
    std::vector<Mention> m_found;
    std::unordered_map<std::string, Paths> m_paths; // by type
    Paths* m_pathsOfType = nullptr;
    std::unordered_map<std::string, std::string> m_verbs; // by label
};

} // namespace trailloupe::config
