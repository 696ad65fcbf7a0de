// ResourceFinder: which resource a text in an item means.
//
// Ids are unique within an account and a Region at best, names even less: what is in the account
// and the Region of the teller comes first, then what is global there, then its other Regions.
// Another account only has a say where the text can mean one resource alone: an ARN, an id of a
// form that AWS gives once, the name of a bucket. Of several, one that is there at that moment.
// Threads: one owner; it remembers what it found. Cost: O(log resources) for a new text, else O(1).
#pragma once

#include "model/config/resourcename.h"
#include "model/config/resources.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::config {

class ResourceFinder
{
public:
    explicit ResourceFinder(const Resources& resources)
        : m_resources(resources)
    { }

    // By its id, which may be an ARN; where that is empty by its name. An empty type is any.
    // `teller` says so, at this moment.
    std::optional<ResourceNo> find(const ResourceName& wanted, ResourceNo teller,
                                   std::int64_t atNs);

private:
    struct Known
    {
        std::vector<ResourceNo> byId;
        std::vector<ResourceNo> byName;
        std::vector<ResourceNo> byArn;
    };
    const Known& known(std::string_view text);
    std::optional<ResourceNo> best(const std::vector<ResourceNo>& candidates,
                                   const ResourceName& wanted, bool isUnique, std::int64_t atNs);

    const Resources& m_resources;
    std::unordered_map<std::string, Known> m_known;
};

} // namespace trailloupe::config
