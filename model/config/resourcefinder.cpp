#include "model/config/resourcefinder.h"

#include "model/base/asciitext.h"

#include <tuple>

namespace trailloupe::config {
namespace {

constexpr std::string_view kBucket = "AWS::S3::Bucket";

} // namespace

const ResourceFinder::Known& ResourceFinder::known(std::string_view text)
{
    const auto [it, isNew] = m_known.try_emplace(std::string(text));
    if (isNew)
        it->second = {m_resources.withId(text), m_resources.withName(text),
                      m_resources.withArn(text)};
    return it->second;
}

std::optional<ResourceNo> ResourceFinder::best(const std::vector<ResourceNo>& candidates,
                                               const ResourceName& wanted, bool isUnique,
                                               std::int64_t atNs)
{
    std::optional<ResourceNo> found;
    std::tuple<int, int> foundRank;
    for (const ResourceNo no : candidates) {
        const Resource& resource = m_resources.resource(no);
        if (!wanted.type.empty() && !equalFolded(resource.type, wanted.type))
            continue;
        const bool isHere = resource.accountId == wanted.accountId;
        const int scope = isHere && resource.region == wanted.region ? 0
            : isHere && resource.region == "global"                  ? 1
            : isHere                                                 ? 2
                                                                     : 3;
        if (scope == 3 && !isUnique && resource.type != kBucket)
            continue;
        std::tuple<int, int> rank{scope, 0};
        if (candidates.size() > 1 && atNs != kNoTime) {
            const State::Presence presence = m_resources.stateAt(no, atNs).presence;
            const bool isThere =
                presence == State::Presence::Live || presence == State::Presence::NotRecorded;
            std::get<1>(rank) = isThere ? 0 : 1;
        }
        if (!found || rank < foundRank) {
            found = no;
            foundRank = rank;
        }
    }
    return found;
}

std::optional<ResourceNo> ResourceFinder::find(const ResourceName& wanted, ResourceNo teller,
                                               std::int64_t atNs)
{
    ResourceName scoped = wanted;
    const Resource& told = m_resources.resource(teller);
    if (scoped.accountId.empty())
        scoped.accountId = told.accountId;
    if (scoped.region.empty())
        scoped.region = told.region;
    const std::string& text = wanted.id.empty() ? wanted.name : wanted.id;
    for (const std::string& arn : {wanted.arn, isArn(text) ? text : std::string()}) {
        if (arn.empty())
            continue;
        if (const auto found = best(known(arn).byArn, scoped, true, atNs))
            return found;
    }
    if (text.empty())
        return std::nullopt;
    const bool isOne = isUnique(text);
    if (const auto found = best(known(text).byId, scoped, isOne, atNs))
        return found;
    // What an ARN says is of its own account and Region, not of the teller's.
    if (isArn(text)) {
        auto named = resourceOfArn(text);
        if (named && !named->type.empty() && named->id != text
            && (wanted.type.empty() || equalFolded(named->type, wanted.type))) {
            named->arn.clear();
            return find(*named, teller, atNs);
        }
        return std::nullopt;
    }
    // Some relations give a name for an id.
    return wanted.type.empty() ? std::nullopt : best(known(text).byName, scoped, false, atNs);
}

} // namespace trailloupe::config
