#include "model/config/resources.h"

#include "model/config/resourcetexts.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace trailloupe::config {
namespace {

struct Lag
{
    std::string_view type;
    std::uint32_t hours;
};

// From AWS's page of supported resource types.
constexpr std::array kLags{
    Lag{"AWS::Bedrock::DataSource", 120},         Lag{"AWS::BedrockAgentCore::Memory", 360},
    Lag{"AWS::CodeArtifact::PackageGroup", 120},  Lag{"AWS::Connect::Prompt", 120},
    Lag{"AWS::Connect::RoutingProfile", 120},     Lag{"AWS::Connect::TaskTemplate", 120},
    Lag{"AWS::Kinesis::ResourcePolicy", 120},     Lag{"AWS::PCAConnectorAD::Connector", 120},
    Lag{"AWS::PCAConnectorSCEP::Connector", 120},
};

auto keyOf(const Resource& resource)
{
    return std::tuple(resource.accountId, resource.region, resource.type, resource.id);
}

// A deletion tells nothing of how the resource was.
bool describes(ItemStatus status)
{
    return !isDeletion(status) && status != ItemStatus::NotRecorded;
}

} // namespace

bool isDeletion(ItemStatus status)
{
    return status == ItemStatus::Deleted || status == ItemStatus::DeletedNotRecorded;
}

std::uint32_t deletionLagHours(std::string_view resourceType)
{
    const auto it = std::ranges::find(kLags, resourceType, &Lag::type);
    return it == kLags.end() ? 0 : it->hours;
}

Resources::Resources() = default;
Resources::~Resources() = default;

std::span<const Item> Resources::items(ResourceNo no) const
{
    const Range& range = m_ranges[no.index()];
    return std::span(m_items).subspan(range.firstItem, range.endItem - range.firstItem);
}

std::uint32_t Resources::datedCount(ResourceNo no) const
{
    const Range& range = m_ranges[no.index()];
    return range.datedEnd - range.firstItem;
}

std::span<const Lifetime> Resources::lifetimes(ResourceNo no) const
{
    const Range& range = m_ranges[no.index()];
    return std::span(m_lifetimes)
        .subspan(range.firstLifetime, range.endLifetime - range.firstLifetime);
}

State Resources::stateAt(ResourceNo no, std::int64_t atNs) const
{
    const auto dated = items(no).first(datedCount(no));
    const auto end = std::ranges::upper_bound(dated, atNs, {}, &Item::capturedNs);
    return stateOf(no, static_cast<std::uint32_t>(end - dated.begin()));
}

State Resources::lastState(ResourceNo no) const
{
    const std::uint32_t dated = datedCount(no);
    if (dated > 0) {
        State state = stateOf(no, dated);
        state.itemCount = resource(no).itemCount;
        return state;
    }
    State state;
    state.presence = State::Presence::Undated;
    state.itemCount = resource(no).itemCount;
    state.item = static_cast<std::uint32_t>(items(no).size()) - 1;
    state.described = state.item;
    return state;
}

State Resources::stateOf(ResourceNo no, std::uint32_t itemsUntilThen) const
{
    State state;
    if (itemsUntilThen == 0)
        return state;
    const auto known = items(no).first(itemsUntilThen);
    state.item = itemsUntilThen - 1;
    const ItemStatus status = known.back().status;
    state.presence = isDeletion(status)     ? State::Presence::Deleted
        : status == ItemStatus::NotRecorded ? State::Presence::NotRecorded
                                            : State::Presence::Live;
    for (std::uint32_t i = itemsUntilThen; i-- > 0;) {
        if (describes(known[i].status)) {
            state.described = i;
            break;
        }
    }
    state.itemCount = static_cast<std::uint32_t>(std::ranges::count(known, false, &Item::isRepeat));
    return state;
}

std::optional<ResourceNo> Resources::find(std::string_view accountId, std::string_view region,
                                          std::string_view type, std::string_view id) const
{
    const auto wanted = std::tuple(accountId, region, type, id);
    const auto it = std::ranges::lower_bound(m_resources, wanted, {}, keyOf);
    if (it == m_resources.end() || keyOf(*it) != wanted)
        return std::nullopt;
    return ResourceNo(static_cast<std::uint32_t>(it - m_resources.begin()));
}

std::vector<ResourceNo> Resources::among(const std::vector<Named>& index, std::string_view text)
{
    std::vector<ResourceNo> found;
    for (auto it = std::ranges::lower_bound(index, text, {}, &Named::text);
         it != index.end() && it->text == text; ++it)
        found.push_back(it->resource);
    return found;
}

std::vector<ResourceNo> Resources::withId(std::string_view id) const
{
    return among(m_byId, id);
}

std::vector<ResourceNo> Resources::withName(std::string_view name) const
{
    return among(m_byName, name);
}

std::vector<ResourceNo> Resources::withArn(std::string_view arn) const
{
    return among(m_byArn, arn);
}

std::vector<store::Occurrence> Resources::occurrences(ResourceNo no, std::uint32_t item) const
{
    const auto all = items(no);
    auto found = m_store->occurrences(all[item].row);
    for (std::uint32_t i = item + 1; i < all.size() && all[i].isRepeat; ++i) {
        const auto more = m_store->occurrences(all[i].row);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

std::uint64_t Resources::memoryBytes() const
{
    return m_texts->bytes() + m_resources.capacity() * sizeof(Resource)
        + m_ranges.capacity() * sizeof(Range) + m_items.capacity() * sizeof(Item)
        + m_lifetimes.capacity() * sizeof(Lifetime)
        + m_captureTimes.capacity() * sizeof(std::int64_t)
        + (m_byId.capacity() + m_byName.capacity() + m_byArn.capacity()) * sizeof(Named);
}

std::string Resources::checkInvariants() const
{
    std::vector<RowId> rows;
    std::vector<std::int64_t> times;
    for (std::uint32_t i = 0; i < size(); ++i) {
        const ResourceNo no(i);
        const auto wrong = [&](const char* what) {
            return std::string(resource(no).type) + ' ' + std::string(resource(no).id) + ": "
                + what;
        };
        const auto all = items(no);
        const std::uint32_t dated = datedCount(no);
        if (all.empty())
            return wrong("no items");
        if (i > 0 && keyOf(m_resources[i - 1]) > keyOf(m_resources[i]))
            return wrong("out of order");
        for (std::uint32_t k = 0; k < all.size(); ++k) {
            rows.push_back(all[k].row);
            if (k < dated && !all[k].isRepeat)
                times.push_back(all[k].capturedNs);
            if ((all[k].capturedNs != kNoTime) != (k < dated))
                return wrong("dated and undated items are mixed");
            if (k > 0 && k < dated && all[k - 1].capturedNs > all[k].capturedNs)
                return wrong("items out of order");
            if (all[k].isRepeat && (k == 0 || k >= dated))
                return wrong("a repeat of nothing");
        }
        if (resource(no).itemCount
            != static_cast<std::uint32_t>(std::ranges::count(all, false, &Item::isRepeat)))
            return wrong("items are miscounted");
        std::uint32_t next = 0;
        for (const Lifetime& life : lifetimes(no)) {
            if (life.firstItem != next || life.endItem <= life.firstItem)
                return wrong("lifetimes leave items out");
            next = life.endItem;
            if (life.isDeleted != isDeletion(all[next - 1].status))
                return wrong("a lifetime ends otherwise than its items");
            if (life.isDeleted != (life.endNs != kNoTime))
                return wrong("a lifetime that is deleted has no end");
        }
        if (next != dated)
            return wrong("lifetimes leave items out");
    }
    std::ranges::sort(times);
    if (times != m_captureTimes)
        return "the capture times are not those of the items";
    std::ranges::sort(rows);
    std::vector<RowId> shown(m_store->timeOrder().begin(), m_store->timeOrder().end());
    std::ranges::sort(shown);
    if (rows != shown)
        return "the items of all resources are not the rows of the store";
    for (const auto* index : {&m_byId, &m_byName, &m_byArn}) {
        if (!std::ranges::is_sorted(*index))
            return "an index is out of order";
    }
    return {};
}

} // namespace trailloupe::config
