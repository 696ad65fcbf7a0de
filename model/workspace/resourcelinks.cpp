#include "model/workspace/resourcelinks.h"

#include "model/query/column.h"
#include "model/query/resourcerules.h"

#include <algorithm>
#include <cctype>

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

// Anything may be called so.
bool isWord(std::string_view text)
{
    return std::ranges::all_of(text, [](unsigned char c) { return std::isalpha(c) != 0; });
}

// A name says which resource is meant only together with its type, and so does an id that is a
// word.
std::vector<ResourceNo> resourcesOf(const Resources& resources, const query::ResourceRef& ref)
{
    const auto isOther = [&](ResourceNo no) {
        return resources.resource(no).type != ref.type;
    };
    auto found = joined(resources.withId(ref.name), resources.withArn(ref.name));
    if (isWord(ref.name))
        std::erase_if(found, isOther);
    if (!found.empty() || ref.type.empty())
        return found;
    found = resources.withName(query::isArn(ref.name) ? query::lastSegment(ref.name)
                                                      : std::string_view(ref.name));
    std::erase_if(found, isOther);
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

std::string regionOf(const store::EventStore& events, RowId row)
{
    std::string region;
    if (const auto path = events.paths().find("awsRegion"))
        events.value(row, *path, region);
    return region;
}

} // namespace

std::vector<ResourceNo> resourcesIdentified(const Resources& resources, std::string_view text)
{
    if (isWord(text)) // or nothing
        return {};
    return joined(resources.withId(text), resources.withArn(text));
}

std::vector<ResourceNo> resourcesCalled(const Resources& resources, std::string_view text)
{
    if (text.empty())
        return {};
    return joined(joined(resources.withId(text), resources.withArn(text)),
                  resources.withName(text));
}

std::vector<ResourceNo> resourcesNamed(const Resources& resources,
                                       const std::shared_ptr<const store::EventStore>& events,
                                       RowId row, const query::ResourceRef& ref)
{
    auto found = resourcesOf(resources, ref);
    if (found.size() > 1)
        keepNearest(resources, query::EventFacts(events).account(row), regionOf(*events, row),
                    found);
    return found;
}

std::vector<ResourceNo> resourcesOf(const Resources& resources,
                                    const std::shared_ptr<const store::EventStore>& events,
                                    RowId row)
{
    std::vector<ResourceNo> all;
    if (resources.size() == 0)
        return all;
    const query::EventFacts facts(events);
    for (const query::ResourceRef& ref : facts.resources(row)) {
        for (const ResourceNo no : resourcesNamed(resources, events, row, ref)) {
            if (std::ranges::find(all, no) == all.end())
                all.push_back(no);
        }
    }
    return all;
}

std::optional<std::int64_t> momentAfter(const Resources& resources, ResourceNo resource,
                                        const store::EventStore& events, RowId row)
{
    const auto time = events.time(row);
    if (!time)
        return std::nullopt;
    constexpr std::int64_t kNsPerSecond = 1'000'000'000;
    const std::int64_t eventNs = *time * kNsPerSecond;
    const auto dated = resources.items(resource).first(resources.datedCount(resource));
    const auto after = std::ranges::lower_bound(dated, eventNs, {}, &config::Item::capturedNs);
    return after == dated.end() ? eventNs : after->capturedNs;
}

void showResource(Investigation& investigation, ResourceNo resource,
                  std::optional<std::int64_t> momentNs, const QString& page)
{
    investigation.setPage(page, resource, momentNs);
}

} // namespace trailloupe::workspace
