// Alignment: which members and elements of several values are about the same thing.
//
// Members go together by name, the second one of a name with the second one. Elements go together
// by what they are about, never by their position alone: by a natural key where all of them have
// one (an ARN, an id, a name, protocol and ports), else equal ones first, then those that are most
// alike.
// Threads: pure functions. Cost: O(nodes), of elements without a key that differ O(n m) up to
// kMostPairs pairs, beyond that in the order in which they stand.
#pragma once

#include "model/compare/contenthashes.h"
#include "model/query/fieldtree.h"

#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::compare {

constexpr std::size_t kMostPairs = 10'000;
// Containers nested deeper are compared as a whole: a path is as long as its depth.
constexpr std::uint32_t kMostDepth = 200;

struct Compared
{
    const query::FieldTree* tree = nullptr;
    const ContentHashes* hashes = nullptr;
};

// What belongs together: a node of each event, or kNone.
struct Group
{
    std::vector<std::uint32_t> nodes;
    std::string name; // of a member; of an element its key, empty where it has none
};

// Those of the first event in their order, each of the others behind the one that it stands behind
// there. `containers` has a node of each event, all objects or kNone.
std::list<Group> alignMembers(std::span<const Compared> events,
                              std::span<const std::uint32_t> containers);
// The same of arrays.
std::list<Group> alignElements(std::span<const Compared> events,
                               std::span<const std::uint32_t> containers);

} // namespace trailloupe::compare
