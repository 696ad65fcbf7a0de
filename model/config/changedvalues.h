// ChangedValues: whether what changed in an item stands in the request of an event.
//
// A value counts by itself where it is telling (an address, an ARN, "t3.large"), else only under
// the name that it has in the item ("publiclyAccessible": true). A rule of a security group stands
// there by its peer and its ports, a tag by its key and value, a policy document by what it means.
// What was added or changed is looked for as it is now, what was removed as it was.
//
// Threads: immutable; any thread. Cost: making O(size of the changes); find() O(values of the
// event * values of the change), of policies that of parsing the event.
#pragma once

#include "model/config/causeevent.h"
#include "model/config/itemdiff.h"
#include "model/config/relationship.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trailloupe::config {

struct ValueAt
{
    std::string path; // of the event
    std::string value; // empty for documents
    bool isTelling = true; // false: it counts under its name only
};

class ChangedValue
{
public:
    // `own`: texts that say nothing, because they are those of the resource itself.
    ChangedValue(const Change& change, const std::vector<std::string>& own);
    ChangedValue(const Change& change, Relationship other);

    // Where a part of the event has it.
    std::optional<ValueAt> find(const CauseEvent& event, EventPart part) const;
    // Whether a call of this kind can be what made the change.
    bool isMadeBy(const CallWords& words) const;
    const Change& change() const { return m_change; }
    bool isRelationship() const { return m_change.section == Change::Section::Relationships; }

    // Of a change of the relationships: what began or ended.
    const Relationship& other() const { return m_other; }

private:
    struct Token
    {
        std::string key; // lower case; empty: any
        std::string text;
        bool isTelling = false;
    };
    void addTag(const std::string& value);
    void addTokens(std::string_view key, const std::string& value,
                   const std::vector<std::string>& own);
    std::optional<ValueAt> findAll(const CauseEvent& event, EventPart part) const;
    std::optional<ValueAt> findRule(const CauseEvent& event, EventPart part) const;
    std::optional<ValueAt> findPolicy(const CauseEvent& event, EventPart part) const;

    enum class Kind : std::uint8_t
    {
        Nothing, // that could be looked for
        Value, // any of the tokens
        Container, // a telling one of the tokens, or all
        Tag, // all of the tokens
        Rule, // the first token
        Policy,
    };
    Kind m_kind = Kind::Nothing;
    Change m_change;
    std::vector<Token> m_tokens;
    Relationship m_other;
};

} // namespace trailloupe::config
