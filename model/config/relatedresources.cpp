#include "model/config/relatedresources.h"

#include "model/config/resourcefinder.h"
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

// Finds what relationships mean, as of a moment.
class Meaning
{
public:
    Meaning(const Resources& resources, std::int64_t atNs)
        : m_resources(resources)
        , m_finder(resources)
        , m_atNs(atNs)
    { }

    std::optional<ResourceNo> of(const Relationship& relationship, ResourceNo teller)
    {
        return m_finder.find(
            {.type = relationship.type, .id = relationship.id, .name = relationship.name}, teller,
            m_atNs);
    }
    RelatedResource related(Relationship relationship, ResourceNo teller)
    {
        RelatedResource one{.relationship = std::move(relationship)};
        if (const auto found = of(one.relationship, teller)) {
            one.resource = *found;
            one.presence = stateOf(m_resources, *found, m_atNs).presence;
        }
        return one;
    }

private:
    const Resources& m_resources;
    ResourceFinder m_finder;
    std::int64_t m_atNs;
};

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
    Meaning meaning(resources, atNs);
    for (Relationship& relationship : relationshipsOf(item))
        all.push_back(meaning.related(std::move(relationship), resource));
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
    Meaning meaning(resources, atNs);
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
            if (meaning.of(relationship, *teller) != resource)
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
