// ContentHashes: a number for every value of an event, the same for values that mean the same: the
// order of members does not count, that of elements does.
//
// For finding candidates; equal numbers are checked with sameContent().
// Threads: immutable. Cost: O(nodes).
#pragma once

#include "model/query/fieldtree.h"

#include <cstdint>
#include <vector>

namespace trailloupe::compare {

class ContentHashes
{
public:
    explicit ContentHashes(const query::FieldTree& tree);

    std::uint64_t of(std::uint32_t node) const { return m_hashes[node]; }

private:
    std::vector<std::uint64_t> m_hashes; // by node
};

// Numbers are the same when they are written the same. O(nodes of both).
bool sameContent(const query::FieldTree& a, std::uint32_t nodeA, const query::FieldTree& b,
                 std::uint32_t nodeB);

} // namespace trailloupe::compare
