#include "model/config/relatedresources.h"

#include "model/query/evaluator.h"

#include <algorithm>
#include <optional>
#include <string>

namespace trailloupe::config {
namespace {

State stateOf(const Resources& resources, ResourceNo no, std::int64_t atNs)
{
    return atNs == kNoTime ? resources.lastState(no) : resources.stateAt(no, atNs);
}

// The nearer the better; nothing where the other account has to say it itself.
std::optional<int> distance(const Resource& from, const Resource& to, bool isOnlyOne)
{
    if (to.accountId != from.accountId)
        return isOnlyOne ? std::optional(3) : std::nullopt;
    return to.region == from.region ? 0 : to.region == "global" ? 1 : 2;
}

std::optional<ResourceNo> nearest(const Resources& resources, ResourceNo teller,
                                  const std::vector<ResourceNo>& candidates, std::string_view type,
                                  std::int64_t atNs)
{
    std::optional<ResourceNo> found;
    std::pair<int, bool> foundRank;
    for (const ResourceNo no : candidates) {
        const Resource& resource = resources.resource(no);
        if (!type.empty() && resource.type != type)
            continue;
        const auto far = distance(resources.resource(teller), resource, candidates.size() == 1);
        if (!far)
            continue;
        const std::pair rank(*far, stateOf(resources, no, atNs).presence != State::Presence::Live);
        if (!found || rank < foundRank) {
            found = no;
            foundRank = rank;
        }
    }
    return found;
}

std::optional<ResourceNo> resourceMeant(const Resources& resources, ResourceNo teller,
                                        const Relationship& relationship, std::int64_t atNs)
{
    for (const std::string& text : {relationship.id, relationship.name}) {
        if (text.empty())
            continue;
        for (const auto& candidates :
             {resources.withId(text), resources.withArn(text), resources.withName(text)}) {
            if (const auto found = nearest(resources, teller, candidates, relationship.type, atNs))
                return found;
        }
    }
    return std::nullopt;
}

RelatedResource related(const Resources& resources, ResourceNo teller, Relationship relationship,
                        std::int64_t atNs)
{
    RelatedResource one{.relationship = std::move(relationship)};
    if (const auto found = resourceMeant(resources, teller, one.relationship, atNs)) {
        one.resource = *found;
        one.presence = stateOf(resources, *found, atNs).presence;
    }
    return one;
}

query::PredicatePtr namesOneOf(std::string_view path, const std::vector<std::string>& texts)
{
    query::FieldTest test;
    test.field.path = *query::FieldPath::parse(path);
    test.operands = texts;
    return query::Predicate::of(std::move(test));
}

// What the items of the resource call it; a relationship may say any of it.
std::vector<std::string> callingsOf(const Resource& resource)
{
    std::vector<std::string> texts;
    for (const std::string_view text : {resource.id, resource.arn, resource.name}) {
        if (!text.empty())
            texts.emplace_back(text);
    }
    return texts;
}

class TellerReader
{
public:
    explicit TellerReader(const Resources& resources)
        : m_resources(resources)
    { }

    // The resource that a row is an item of, where it has an id.
    std::optional<ResourceNo> resourceOf(RowId row)
    {
        const std::string account = text(row, "accountId");
        const std::string region = text(row, "awsRegion");
        const std::string type = text(row, "resourceType");
        return m_resources.find(account, region, type, text(row, "resourceId"));
    }

private:
    std::string text(RowId row, std::string_view member)
    {
        std::string value;
        const auto path = m_resources.store()->paths().find(member);
        if (path && m_resources.store()->value(row, *path, value) == store::ValueKind::Null)
            value.clear();
        return value;
    }

    const Resources& m_resources;
};

} // namespace

std::vector<RelatedResource> relatedTo(const Resources& resources, ResourceNo resource,
                                       const query::FieldTree& item, std::int64_t atNs)
{
    std::vector<RelatedResource> all;
    for (Relationship& relationship : relationshipsOf(item))
        all.push_back(related(resources, resource, std::move(relationship), atNs));
    return all;
}

Result<std::vector<RelatedResource>> relatedBy(const Resources& resources, ResourceNo resource,
                                               std::int64_t atNs, const JobContext& context)
{
    std::vector<RelatedResource> all;
    const auto texts = callingsOf(resources.resource(resource));
    if (texts.empty())
        return all;
    query::Evaluator evaluator;
    const auto rows =
        evaluator.evaluate(resources.store(),
                           query::Predicate::any({namesOneOf("relationships.resourceId", texts),
                                                  namesOneOf("relationships.resourceName", texts)}),
                           context);
    if (!rows)
        return rows.error();
    TellerReader reader(resources);
    for (const RowId row : (*rows)->filter(resources.store()->timeOrder())) {
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        const auto teller = reader.resourceOf(row);
        if (!teller || *teller == resource)
            continue;
        // Only what it says at the moment: neither what it said before nor what it will say.
        const State state = stateOf(resources, *teller, atNs);
        if (state.presence == State::Presence::Deleted || state.described == kNoItem
            || resources.items(*teller)[state.described].row != row)
            continue;
        std::string json;
        resources.store()->json(row, json);
        const auto tree = query::FieldTree::build(std::move(json));
        if (!tree)
            continue;
        for (Relationship& relationship : relationshipsOf(*tree)) {
            if (resourceMeant(resources, *teller, relationship, atNs) != resource)
                continue;
            all.push_back({.relationship = std::move(relationship),
                           .resource = *teller,
                           .presence = state.presence});
        }
    }
    std::ranges::stable_sort(all, {}, &RelatedResource::resource);
    return all;
}

} // namespace trailloupe::config
