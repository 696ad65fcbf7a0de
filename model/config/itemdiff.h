// ItemDiff: what changed between two items, told by what things are, not by where they stand.
//
// Members belong together by name, elements by what they are about: rules of a security group by
// protocol, ports and peer, entries of a network ACL by number and direction, routes by their
// destination, others as in compare/alignment.h. null, "", {} and [] say as much as a member that
// is missing. JSON in text, URL-encoded or not, is compared as JSON, and policy documents by what
// they mean. CONFIG.md has the rules.
//
// Threads: pure functions.
// Cost: O(size of both items), of elements without a key as in alignment.h.
// Errors: Malformed when an item is no JSON.
#pragma once

#include "model/base/result.h"
#include "model/base/strongid.h"
#include "model/compare/policydifference.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trailloupe::config {

struct Change
{
    enum class Section : std::uint8_t
    {
        Configuration,
        Supplementary,
        Tags,
        Relationships,
        Metadata, // status, name, ARN, zone …
    };
    enum class Kind : std::uint8_t
    {
        Added,
        Removed,
        Changed,
    };

    Section section = Section::Configuration;
    Kind kind = Kind::Changed;
    // "configuration.ipPermissions[tcp 22 10.0.0.0/8]", "tags.Owner"; of a relationship what it
    // says: "is attached to AWS::EC2::Volume vol-1". Inside of text it goes on behind "→".
    std::string path;
    std::string before; // text without quotes, containers as JSON; empty where there was none
    std::string after;
    std::vector<compare::PolicyChange> policy; // of a policy document: what that means
    bool isNoise = false; // a counter or a time that changes by itself
    bool operator==(const Change&) const = default;
};

struct ItemDiff
{
    std::vector<Change> changes; // by section, then in the order of the items

    std::size_t noise() const; // how many are
    bool isEmpty() const { return changes.empty(); } // the same state, recorded again
};

// Items as JSON in the dialect of the store.
Result<ItemDiff> differItems(std::string before, std::string after);
Result<ItemDiff> differItems(const store::EventStore& items, RowId before, RowId after);

const char* changeSectionKey(Change::Section section); // "configuration"
const char* changeKindKey(Change::Kind kind); // "added"
// "+ tags.Owner: alice", "≠ configuration.state.name: running, was stopped": English, one line for
// each thing that a policy change means.
std::string changeText(const Change& change);

} // namespace trailloupe::config
