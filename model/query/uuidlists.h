// uuidlists: many UUIDs at once: sorted together, and found by a part of their text.
//
// Threads: any. Cost: sortedTogether() spreads them once for each byte that tells them apart, two
// or three of random ones, on all threads as far as their first bytes differ; UuidSearch some 30 ns
// each.
#pragma once

#include "model/query/facet.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailloupe::query {

// All values of the lists, each as often as it stands there.
std::vector<Facet::Uuid> sortedTogether(std::vector<std::vector<Facet::Uuid>> lists,
                                        unsigned threads);

// Each once, with counts. REQUIRES that they are sorted.
Facet::UuidCounts countsOf(std::vector<Facet::Uuid> sorted);

std::string textOf(const Facet::Uuid& uuid);
Facet::Uuid uuidOf(const std::uint8_t* bytes); // 16 of them
std::optional<Facet::Uuid> uuidOf(std::string_view text); // as it is written in an event

// Which UUIDs have a part in their text. Their letters are lower case.
class UuidSearch
{
public:
    explicit UuidSearch(std::string_view lowerCasePart);

    bool isIn(const Facet::Uuid& uuid) const;
    // The places [first, second) of those that begin with the part. REQUIRES that they are sorted.
    // O(log n).
    std::pair<std::size_t, std::size_t> beginning(const std::vector<Facet::Uuid>& sorted) const;

private:
    std::string_view m_part;
    bool m_possible; // it holds nothing that no UUID has
};

} // namespace trailloupe::query
