#include "model/workspace/resourcelinks.h"

#include "model/query/column.h"
#include "model/query/resourcerules.h"

#include <algorithm>

namespace trailloupe::workspace {
namespace {

using config::Resource;
using config::ResourceNo;
using config::Resources;

std::vector<ResourceNo> joined(std::vector<ResourceNo> some, const std::vector<ResourceNo>& more)
{
    some.insert(some.end(), more.begin(), more.end());
    std::ranges::sort(some);
    some.erase(std::unique(some.begin(), some.end()), some.end());
    return some;
}

// A name says which resource is meant only together with its type.
std::vector<ResourceNo> resourcesOf(const Resources& resources, const query::ResourceRef& ref)
{
    auto found = resourcesIdentified(resources, ref.name);
    if (!found.empty() || ref.type.empty())
        return found;
    found = resources.withName(query::isArn(ref.name) ? query::lastSegment(ref.name)
                                                      : std::string_view(ref.name));
    std::erase_if(found, [&](ResourceNo no) { return resources.resource(no).type != ref.type; });
    return found;
}

// Those that fit best: of the account and the Region, else of the account, else all.
void keepNearest(const Resources& resources, std::string_view account, std::string_view region,
                 std::vector<ResourceNo>& found)
{
    const auto nearness = [&](ResourceNo no) {
        const Resource& resource = resources.resource(no);
        if (resource.accountId != account)
            return 0;
        return resource.region == region || resource.region == "global" ? 2 : 1;
    };
    int best = 0;
    for (const ResourceNo no : found)
        best = std::max(best, nearness(no));
    std::erase_if(found, [&](ResourceNo no) { return nearness(no) < best; });
}

} // namespace

std::vector<ResourceNo> resourcesIdentified(const Resources& resources, std::string_view text)
{
    if (text.empty())
        return {};
    return joined(resources.withId(text), resources.withArn(text));
}

std::vector<ResourceNo> resourcesCalled(const Resources& resources, std::string_view text)
{
    if (text.empty())
        return {};
    return joined(resourcesIdentified(resources, text), resources.withName(text));
}

std::vector<ResourceNo> resourcesOf(const Resources& resources,
                                    const std::shared_ptr<const store::EventStore>& events,
                                    RowId row)
{
    std::vector<ResourceNo> all;
    if (resources.size() == 0)
        return all;
    const query::EventFacts facts(events);
    const std::string account = facts.account(row);
    std::string region;
    if (const auto path = events->paths().find("awsRegion"))
        events->value(row, *path, region);
    for (const query::ResourceRef& ref : facts.resources(row)) {
        auto found = resourcesOf(resources, ref);
        keepNearest(resources, account, region, found);
        for (const ResourceNo no : found) {
            if (std::ranges::find(all, no) == all.end())
                all.push_back(no);
        }
    }
    return all;
}

void showResource(Investigation& investigation, ResourceNo resource,
                  std::optional<std::int64_t> momentNs, const QString& page)
{
    investigation.setPage(page, resource, momentNs);
}

} // namespace trailloupe::workspace
