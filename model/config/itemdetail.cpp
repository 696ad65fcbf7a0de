#include "model/config/itemdetail.h"

#include "model/base/jsonindent.h"
#include "model/query/eventdetail.h"

namespace trailloupe::config {
namespace {

Error cancelled()
{
    return Error{.kind = Error::Kind::Cancelled};
}

} // namespace

Result<ItemDetail> loadItemDetail(const Resources& resources, ResourceNo resource,
                                  std::uint32_t item, std::int64_t atNs, const JobContext& context)
{
    ItemDetail detail{.resource = resource, .item = item};
    std::string json;
    resources.store()->json(resources.items(resource)[item].row, json);
    if (context.cancelled())
        return cancelled();
    detail.indented = std::make_shared<const std::string>(indentJson(json));
    if (context.cancelled())
        return cancelled();
    auto fields = query::FieldTree::build(
        json.size() <= query::kMaxTreeBytes
            ? json
            : query::withoutLongMembers(json, query::kMaxMemberBytes, detail.leftOut));
    if (!fields)
        return fields.error();
    detail.fields = std::make_shared<const query::FieldTree>(std::move(fields).value());
    detail.json = std::make_shared<const std::string>(std::move(json));
    if (context.cancelled())
        return cancelled();
    detail.occurrences = resources.occurrences(resource, item);
    detail.relatedTo = relatedTo(resources, resource, *detail.fields, atNs);
    return detail;
}

} // namespace trailloupe::config
