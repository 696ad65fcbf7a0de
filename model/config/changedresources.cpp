#include "model/config/changedresources.h"

#include <algorithm>

namespace trailloupe::config {
namespace {

std::uint32_t changesOf(const Resources& resources, ResourceNo no, std::int64_t fromNs,
                        std::int64_t toNs)
{
    const auto dated = resources.items(no).first(resources.datedCount(no));
    const auto begin = std::ranges::lower_bound(dated, fromNs, {}, &Item::capturedNs);
    const auto end = std::ranges::lower_bound(begin, dated.end(), toNs, {}, &Item::capturedNs);
    const auto repeats = std::count_if(begin, end, [](const Item& item) { return item.isRepeat; });
    auto changes = static_cast<std::uint32_t>(end - begin - repeats);
    if (changes == 0)
        return 0;
    const auto first = static_cast<std::uint32_t>(begin - dated.begin());
    const auto behind = static_cast<std::uint32_t>(end - dated.begin());
    for (const Lifetime& life : resources.lifetimes(no)) {
        if (life.beginning == Beginning::Existed && life.firstItem >= first
            && life.firstItem < behind)
            --changes;
    }
    return changes;
}

} // namespace

Result<std::vector<ChangedResource>> changedResources(const Resources& resources,
                                                      std::int64_t fromNs, std::int64_t toNs,
                                                      const JobContext& context)
{
    constexpr std::uint32_t kStep = 4096;
    std::vector<ChangedResource> changed;
    for (std::uint32_t i = 0; i < resources.size(); ++i) {
        if (i % kStep == 0 && context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        const ResourceNo no(i);
        if (const std::uint32_t changes = changesOf(resources, no, fromNs, toNs))
            changed.push_back({no, changes});
    }
    std::ranges::stable_sort(changed, std::greater(), &ChangedResource::changes);
    return changed;
}

} // namespace trailloupe::config
