// uuidlists: many UUIDs at once: counted together, and found by a part of their text.
//
// Threads: any. Cost: countedTogether() sorts them, some 30 ns each, on all threads as far as their
// first bytes differ; UuidSearch some nanoseconds each.
#pragma once

#include "model/query/facet.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailloupe::query {

// The values of all lists. REQUIRES fewer than 2^32.
Facet::UuidCounts countedTogether(std::vector<std::vector<Facet::Uuid>> lists, unsigned threads);

std::string textOf(const Facet::Uuid& uuid);
Facet::Uuid uuidOf(const std::uint8_t* bytes); // 16 of them
std::optional<Facet::Uuid> uuidOf(std::string_view text); // as it is written in an event

// Which UUIDs have a part in their text. Its letters are lower case, and it outlives this.
class UuidSearch
{
public:
    explicit UuidSearch(std::string_view lowerCasePart);

    bool isIn(const Facet::Uuid& uuid) const;
    // The places [first, second) of those that begin with the part. REQUIRES that they are sorted.
    // O(log n).
    std::pair<std::size_t, std::size_t> beginning(const std::vector<Facet::Uuid>& sorted) const;

private:
    struct Placed
    {
        Facet::Uuid digits; // that the part has at this place
        Facet::Uuid mask; // which digits these are
    };
    void place();

    std::string_view m_part;
    bool m_possible; // it holds nothing that no UUID has
    std::vector<Placed> m_placed; // of a part with hyphens: where it can stand
    Facet::Uuid m_starts; // of one without: the lowest bit of each digit that it can begin with
};

} // namespace trailloupe::query
