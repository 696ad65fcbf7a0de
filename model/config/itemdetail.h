// ItemDetail: everything that is shown of one item, made in one job.
//
// Representation: the item as the store has it, as text and as a tree of fields, where it stands in
// the evidence, and the resources that it lists. Of an item beyond query::kMaxTreeBytes, members
// longer than query::kMaxMemberBytes are not in the tree and are named in `leftOut`; the text has
// all of it.
// Threads: loadItemDetail() is a pure function of its inputs; the result is immutable.
// Cost: O(size of the item).
// Errors: Malformed (the item is no JSON object: a defect of the store), Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/relatedresources.h"
#include "model/config/resources.h"
#include "model/query/fieldtree.h"

#include <memory>
#include <string>
#include <vector>

namespace trailloupe::config {

struct ItemDetail
{
    ResourceNo resource;
    std::uint32_t item = kNoItem; // in Resources::items()
    std::shared_ptr<const std::string> json; // compact
    std::shared_ptr<const std::string> indented;
    std::shared_ptr<const query::FieldTree> fields;
    std::vector<std::string> leftOut;
    std::vector<store::Occurrence> occurrences; // with those of its repeats
    std::vector<RelatedResource> relatedTo; // as of the moment
};

// REQUIRES an item that is no repeat. `atNs` is when related resources are looked at; kNoTime:
// after all that was recorded.
Result<ItemDetail> loadItemDetail(const Resources& resources, ResourceNo resource,
                                  std::uint32_t item, std::int64_t atNs, const JobContext& context);

} // namespace trailloupe::config
