// Relationship: what an item says its resource has to do with another one.
//
// AWS writes "Is contained in Vpc", "Is contained in " and "is contained in" for the same: the verb
// is one of four, and what is behind it repeats the type.
// Threads: pure functions. Cost: O(relationships).
#pragma once

#include "model/query/fieldtree.h"

#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

struct Relationship
{
    std::string verb; // "is contained in"; another label as it stands, without spaces around it
    std::string type; // of the other resource
    std::string id; // of it; empty where only its name is known
    std::string name;

    std::string text() const; // "is contained in AWS::EC2::VPC vpc-1"
    // Two say the same when verb and type are equal, and the id, or the name where one has no id.
    bool isSame(const Relationship& other) const;
};

// "contains", "is contained in", "is attached to", "is associated with"; another label as it is.
std::string relationshipVerb(std::string_view label);

// Of an item as the store has it, in its order. What is no object is left out.
std::vector<Relationship> relationshipsOf(const query::FieldTree& item);

} // namespace trailloupe::config
