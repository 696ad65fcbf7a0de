// RelatedResources: what an item says its resource has to do with others, each with the resource
// that is meant, and which others say so of it.
//
// A relationship names another resource by type and id, or by its name only: ResourceFinder tells
// which is meant. Where none is known it leads nowhere, and is listed all the same.
// Threads: pure functions. Cost: relatedTo() O(relationships log resources); relatedBy() one look
// through the distinct values of the store, and an item for each that fits.
// Errors: relatedBy() is Cancelled, Malformed or TooLarge.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/relationship.h"
#include "model/config/resources.h"
#include "model/query/fieldtree.h"

#include <cstdint>
#include <vector>

namespace trailloupe::config {

struct RelatedResource
{
    Relationship relationship; // as it is told; of relatedBy() what the other one says
    ResourceNo resource; // the other one; invalid: no item tells of it
    State::Presence presence = State::Presence::NotYet; // of it at the moment
};

// What an item of the resource lists, in its order. kNoTime: after all that was recorded.
std::vector<RelatedResource> relatedTo(const Resources& resources, ResourceNo resource,
                                       const query::FieldTree& item, std::int64_t atNs);
// Others that list the resource at that moment, in the order of the resources.
Result<std::vector<RelatedResource>> relatedBy(const Resources& resources, ResourceNo resource,
                                               std::int64_t atNs, const JobContext& context);

} // namespace trailloupe::config
