// Resources::make(): from the rows of the store of items to resources, their order and lifetimes.
#include "model/base/timestamp.h"
#include "model/config/itembody.h"
#include "model/config/resources.h"
#include "model/config/resourcetexts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <numeric>
#include <tuple>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;

struct StatusName
{
    std::string_view text;
    ItemStatus status;
};
constexpr std::array kStatuses{
    StatusName{"OK", ItemStatus::Ok},
    StatusName{"ResourceDiscovered", ItemStatus::Discovered},
    StatusName{"ResourceDeleted", ItemStatus::Deleted},
    StatusName{"ResourceNotRecorded", ItemStatus::NotRecorded},
    StatusName{"ResourceDeletedNotRecorded", ItemStatus::DeletedNotRecorded},
};

ItemStatus statusOf(std::string_view text)
{
    const auto it = std::ranges::find(kStatuses, text, &StatusName::text);
    return it == kStatuses.end() ? ItemStatus::Unknown : it->status;
}

// State ids are comparable within a family only: counters until 2016, milliseconds since, and
// UUIDs in old documents, which have no order.
struct StateId
{
    std::uint8_t family = 2;
    std::uint64_t number = 0;
    auto operator<=>(const StateId&) const = default;
};

StateId stateIdOf(std::string_view text)
{
    constexpr std::uint64_t kMilliseconds = 1'000'000'000'000;
    StateId id;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return {};
    id.family = id.number >= kMilliseconds ? 1 : 0;
    return id;
}

} // namespace

class ResourcesBuilder
{
public:
    ResourcesBuilder(std::shared_ptr<const store::EventStore> items, const JobContext& context)
        : m_made(new Resources)
        , m_store(*items)
        , m_context(context)
    {
        m_made->m_store = std::move(items);
        m_made->m_texts = std::make_unique<Resources::Texts>();
    }

    Result<std::shared_ptr<const Resources>> make();

private:
    enum Member : std::uint8_t
    {
        Type,
        Id,
        Account,
        Region,
        Name,
        Arn,
        Capture,
        StateIdText,
        Status,
        Delivery,
        Creation,
        kMembers
    };
    // Texts by number. What has no id is told apart by its ARN, else it stands alone.
    struct Key
    {
        std::uint32_t account = 0, region = 0, type = 0, id = 0, other = 0;
        auto operator<=>(const Key&) const = default;
    };
    struct Draft
    {
        Key key;
        std::uint32_t name = 0;
        std::uint32_t arn = 0;
        std::uint32_t position = 0; // in the time order of the store
        StateId stateId;
        Item item;
    };

    std::string_view read(RowId row, Member member);
    void draft(RowId row, std::uint32_t position);
    bool keyBefore(const Key& a, const Key& b) const;
    void order();
    void orderEqual(std::span<Draft> run, bool isFollowed);
    void addResource(std::span<const Draft> drafts);
    void markRepeats(std::span<Item> dated, std::string_view region);
    bool recordedElsewhere(const Item& item, std::span<const Item> chain) const;
    void addLifetimes(std::span<const Item> dated);
    Beginning beginningOf(const Item& item);
    void addIndexes();

    std::unique_ptr<Resources> m_made;
    const store::EventStore& m_store;
    const JobContext& m_context;
    std::array<std::optional<PathId>, kMembers> m_paths;
    std::string m_text;
    std::vector<Draft> m_drafts;
};

std::string_view ResourcesBuilder::read(RowId row, Member member)
{
    m_text.clear();
    if (!m_paths[member])
        return {};
    const store::ValueKind kind = m_store.value(row, *m_paths[member], m_text);
    // null says as much as nothing; whatever else stands there is what the evidence says.
    const bool isSaid = kind == store::ValueKind::Text || kind == store::ValueKind::Number
        || kind == store::ValueKind::Json;
    return isSaid ? std::string_view(m_text) : std::string_view();
}

void ResourcesBuilder::draft(RowId row, std::uint32_t position)
{
    Resources::Texts& texts = *m_made->m_texts;
    Draft& draft = m_drafts.emplace_back();
    draft.position = position;
    draft.item.row = row;
    draft.key.account = texts.numberOf(read(row, Account));
    draft.key.region = texts.numberOf(read(row, Region));
    draft.key.type = texts.numberOf(read(row, Type));
    draft.key.id = texts.numberOf(read(row, Id));
    draft.name = texts.numberOf(read(row, Name));
    draft.arn = texts.numberOf(read(row, Arn));
    if (draft.key.id == 0)
        draft.key.other = draft.arn != 0 ? draft.arn : ~position;
    draft.stateId = stateIdOf(read(row, StateIdText));
    draft.item.status = statusOf(read(row, Status));
    // A time that the store parked as undated is no time here either.
    if (m_store.time(row)) {
        if (const auto moment = parseTimestamp(read(row, Capture)))
            draft.item.capturedNs = moment->ns();
    }
}

bool ResourcesBuilder::keyBefore(const Key& a, const Key& b) const
{
    const Resources::Texts& texts = *m_made->m_texts;
    for (const auto part : {&Key::account, &Key::region, &Key::type, &Key::id}) {
        if (a.*part != b.*part)
            return texts.text(a.*part) < texts.text(b.*part);
    }
    if (a.other == b.other)
        return false;
    // ARNs before rows that stand alone, these in the order of the store.
    const std::uint32_t alone = ~static_cast<std::uint32_t>(m_drafts.size());
    const bool aloneA = a.other > alone;
    const bool aloneB = b.other > alone;
    if (aloneA || aloneB)
        return aloneA == aloneB ? a.other > b.other : aloneB;
    return texts.text(a.other) < texts.text(b.other);
}

void ResourcesBuilder::order()
{
    const auto timeOf = [](const Draft& d) {
        return d.item.capturedNs == kNoTime ? std::numeric_limits<std::int64_t>::max()
                                            : d.item.capturedNs;
    };
    std::ranges::sort(m_drafts, [&](const Draft& a, const Draft& b) {
        if (a.key != b.key)
            return keyBefore(a.key, b.key);
        return std::tuple(timeOf(a), a.stateId, a.position)
            < std::tuple(timeOf(b), b.stateId, b.position);
    });
    for (std::size_t begin = 0; begin < m_drafts.size();) {
        const Draft& first = m_drafts[begin];
        std::size_t end = begin + 1;
        while (end < m_drafts.size() && m_drafts[end].key == first.key
               && timeOf(m_drafts[end]) == timeOf(first) && m_drafts[end].stateId == first.stateId)
            ++end;
        const bool isFollowed = end < m_drafts.size() && m_drafts[end].key == first.key
            && m_drafts[end].item.capturedNs != kNoTime;
        if (end - begin > 1 && first.item.capturedNs != kNoTime)
            orderEqual(std::span(m_drafts).subspan(begin, end - begin), isFollowed);
        begin = end;
    }
}

// Nothing orders these but what they say: a deletion comes last, unless more follows and a
// discovery is among them, which then is the next life. Then delivery, then place.
void ResourcesBuilder::orderEqual(std::span<Draft> run, bool isFollowed)
{
    const bool isReborn = isFollowed && std::ranges::any_of(run, [](const Draft& d) {
                              return d.item.status == ItemStatus::Discovered;
                          });
    const auto rank = [&](const Draft& d) {
        if (isDeletion(d.item.status))
            return isReborn ? 1 : 3;
        if (d.item.status == ItemStatus::Discovered)
            return isReborn ? 2 : 0;
        return isReborn ? 0 : 1;
    };
    std::vector<std::pair<std::tuple<int, std::int64_t, std::uint32_t>, Draft>> ranked;
    for (const Draft& draft : run) {
        const auto delivered = parseTimestamp(read(draft.item.row, Delivery));
        ranked.push_back({{rank(draft), delivered ? delivered->ns() : 0, draft.position}, draft});
    }
    std::ranges::sort(ranked, {}, [](const auto& entry) { return entry.first; });
    std::ranges::transform(ranked, run.begin(), [](const auto& entry) { return entry.second; });
}

// True when none of the sources of the item holds one of the chain: one recorder does not write
// the same state twice within the hour, another Region's does.
bool ResourcesBuilder::recordedElsewhere(const Item& item, std::span<const Item> chain) const
{
    const auto sources = m_store.occurrences(item.row);
    return std::ranges::none_of(chain, [&](const Item& other) {
        const auto others = m_store.occurrences(other.row);
        return std::ranges::any_of(others, [&](const store::Occurrence& o) {
            return std::ranges::find(sources, o.source, &store::Occurrence::source)
                != sources.end();
        });
    });
}

void ResourcesBuilder::markRepeats(std::span<Item> dated, std::string_view region)
{
    if (region != "global")
        return;
    std::string body;
    std::size_t first = 0; // of the chain
    for (std::size_t i = 1; i < dated.size(); ++i) {
        const bool isNear = dated[i].capturedNs - dated[first].capturedNs < kHour
            && dated[i].status == dated[first].status
            && recordedElsewhere(dated[i], dated.subspan(first, i - first));
        if (isNear && first + 1 == i)
            body = itemBody(m_store, dated[first].row);
        if (isNear && body == itemBody(m_store, dated[i].row))
            dated[i].isRepeat = true;
        else
            first = i;
    }
}

Beginning ResourcesBuilder::beginningOf(const Item& item)
{
    if (isDeletion(item.status))
        return Beginning::Unrecorded;
    const auto created = parseTimestamp(read(item.row, Creation));
    if (created) {
        const std::int64_t age = item.capturedNs - created->ns();
        // Clocks differ by a little.
        if (age > -kHour / 60 && age < kHour)
            return Beginning::Created;
        if (age >= kHour && item.status == ItemStatus::Discovered)
            return Beginning::Existed;
    }
    return item.status == ItemStatus::Discovered ? Beginning::Discovered : Beginning::Unrecorded;
}

void ResourcesBuilder::addLifetimes(std::span<const Item> dated)
{
    for (std::uint32_t i = 0; i < dated.size();) {
        Lifetime life;
        life.firstItem = i;
        life.beginning = beginningOf(dated[i]);
        if (!isDeletion(dated[i].status))
            life.beginNs = dated[i].capturedNs;
        while (i < dated.size() && !isDeletion(dated[i].status))
            ++i;
        if (i < dated.size()) {
            life.isDeleted = true;
            life.endNs = dated[i].capturedNs;
            // A deletion that is recorded again ends nothing more.
            while (i < dated.size() && isDeletion(dated[i].status))
                ++i;
        }
        life.endItem = i;
        m_made->m_lifetimes.push_back(life);
    }
}

void ResourcesBuilder::addResource(std::span<const Draft> drafts)
{
    const Resources::Texts& texts = *m_made->m_texts;
    const auto size = [](const auto& list) {
        return static_cast<std::uint32_t>(list.size());
    };
    Resource resource;
    const Key& key = drafts.front().key;
    resource.accountId = texts.text(key.account);
    resource.region = texts.text(key.region);
    resource.type = texts.text(key.type);
    resource.id = texts.text(key.id);
    Resources::Range range;
    range.firstItem = size(m_made->m_items);
    const ResourceNo no(size(m_made->m_resources));
    for (const Draft& draft : drafts) {
        m_made->m_items.push_back(draft.item);
        if (draft.item.capturedNs != kNoTime)
            range.datedEnd = size(m_made->m_items);
        if (draft.name)
            resource.name = texts.text(draft.name);
        if (draft.arn)
            resource.arn = texts.text(draft.arn);
        if (draft.name)
            m_made->m_byName.push_back({resource.name, no});
        if (draft.arn)
            m_made->m_byArn.push_back({resource.arn, no});
    }
    range.endItem = size(m_made->m_items);
    range.datedEnd = std::max(range.datedEnd, range.firstItem);
    const auto dated =
        std::span(m_made->m_items).subspan(range.firstItem, range.datedEnd - range.firstItem);
    markRepeats(dated, resource.region);
    range.firstLifetime = size(m_made->m_lifetimes);
    addLifetimes(dated);
    range.endLifetime = size(m_made->m_lifetimes);
    resource.itemCount = range.endItem - range.firstItem
        - static_cast<std::uint32_t>(std::ranges::count(dated, true, &Item::isRepeat));
    for (const Item& item : dated) {
        if (!item.isRepeat)
            m_made->m_captureTimes.push_back(item.capturedNs);
    }
    if (!dated.empty()) {
        Resources& made = *m_made;
        made.m_firstNs = made.m_firstNs == kNoTime
            ? dated.front().capturedNs
            : std::min(made.m_firstNs, dated.front().capturedNs);
        made.m_lastNs = std::max(made.m_lastNs, dated.back().capturedNs);
    }
    m_made->m_resources.push_back(resource);
    m_made->m_ranges.push_back(range);
}

void ResourcesBuilder::addIndexes()
{
    std::ranges::sort(m_made->m_captureTimes);
    m_made->m_captureTimes.shrink_to_fit();
    for (std::uint32_t i = 0; i < m_made->m_resources.size(); ++i) {
        if (!m_made->m_resources[i].id.empty())
            m_made->m_byId.push_back({m_made->m_resources[i].id, ResourceNo(i)});
    }
    for (auto* index : {&m_made->m_byId, &m_made->m_byName, &m_made->m_byArn}) {
        std::ranges::sort(*index);
        index->erase(std::unique(index->begin(), index->end()), index->end());
        index->shrink_to_fit();
    }
}

Result<std::shared_ptr<const Resources>> ResourcesBuilder::make()
{
    static constexpr std::array<std::string_view, kMembers> kNames{"resourceType",
                                                                   "resourceId",
                                                                   "accountId",
                                                                   "awsRegion",
                                                                   "resourceName",
                                                                   "arn",
                                                                   "configurationItemCaptureTime",
                                                                   "configurationStateId",
                                                                   "configurationItemStatus",
                                                                   "configurationItemDeliveryTime",
                                                                   "resourceCreationTime"};
    for (std::size_t i = 0; i < kMembers; ++i)
        m_paths[i] = m_store.paths().findChild(store::PathTable::root(), kNames[i]);

    constexpr std::uint32_t kStep = 1024;
    const auto cancelled = [this](std::uint64_t done) {
        if (done % kStep != 0)
            return false;
        m_context.report({done, 2 * m_store.rowCount(), "resources"});
        return m_context.cancelled();
    };
    m_drafts.reserve(m_store.rowCount());
    for (const RowId row : m_store.timeOrder()) {
        const auto position = static_cast<std::uint32_t>(m_drafts.size());
        if (cancelled(position))
            return Error{.kind = Error::Kind::Cancelled};
        draft(row, position);
    }
    order();
    m_made->m_items.reserve(m_drafts.size());
    std::uint64_t steps = 0;
    for (std::size_t begin = 0; begin < m_drafts.size();) {
        std::size_t end = begin;
        while (end < m_drafts.size() && m_drafts[end].key == m_drafts[begin].key)
            ++end;
        if (cancelled(steps++))
            return Error{.kind = Error::Kind::Cancelled};
        addResource(std::span(m_drafts).subspan(begin, end - begin));
        begin = end;
    }
    addIndexes();
    m_made->m_texts->numbers = {};
    m_made->m_resources.shrink_to_fit();
    m_made->m_ranges.shrink_to_fit();
    m_made->m_lifetimes.shrink_to_fit();
    return std::shared_ptr<const Resources>(std::move(m_made));
}

Result<std::shared_ptr<const Resources>> Resources::make(
    std::shared_ptr<const store::EventStore> items, const JobContext& context)
{
    try {
        return ResourcesBuilder(std::move(items), context).make();
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

} // namespace trailloupe::config
