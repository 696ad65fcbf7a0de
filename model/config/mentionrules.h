// What a path of a configuration names: "the role in configuration.role of a function".
//
// AWS Config lists few relations of the newer types, and of some pairs none at all; but ids, names
// and ARNs stand in the configuration. The table has the paths whose values are known to name a
// resource of a type, and what that means; every other value counts where it is the ARN or the
// unique id of a resource of the export.
// Threads: pure functions. Cost: O(rules); callers remember the answer for a path.
#pragma once

#include <cstdint>
#include <string_view>

namespace trailloupe::config {

struct MentionRule
{
    enum class Naming : std::uint8_t
    {
        None, // says nothing of other resources: owners, tags, what it says of itself
        Any, // an ARN or a unique id of a resource that is known
        Id, // of `type`
        IdByForm, // of the type that the id tells ("igw-…"); other texts ("local") name nothing
        Name, // of `type`
        Arn, // of the type that it tells
        Key, // a key of KMS: id, ARN or alias
        Purpose, // words for people about what a network interface is for
    };
    std::string_view source; // lower case; the type of the item; empty: any
    std::string_view path; // lower case, without "[]": the end of it
    std::string_view type; // of what is named
    Naming naming = Naming::Any;
    std::string_view verb; // what the item has to do with what it names
    bool isReversed = false; // what it names has that to do with the item
};

// `type` of the item, and `path` as the store has it, both in lower case and without "[]":
// "configuration.ippermissions.useridgrouppairs.groupid".
const MentionRule& mentionRule(std::string_view type, std::string_view path);

} // namespace trailloupe::config
