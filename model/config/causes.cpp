#include "model/config/causes.h"

#include "model/config/causesearch.h"
#include "model/config/itemframe.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <tuple>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

auto byItem(const CauseLink& link)
{
    return std::tuple(link.resource, link.item);
}

auto byEvent(const CauseLink& link)
{
    return std::tuple(link.event, link.resource, link.item);
}

std::vector<std::uint32_t> allItems(const Resources& resources, ResourceNo no)
{
    std::vector<std::uint32_t> items(resources.items(no).size());
    for (std::uint32_t i = 0; i < items.size(); ++i)
        items[i] = i;
    return items;
}

} // namespace

struct Causes::Data : CauseData
{
    using Candidates = std::map<ResourceNo, std::set<std::uint32_t>>;

    enum class Naming
    {
        Itself,
        Related, // what it is related to
    };
    void addItems(ResourceNo no, const CauseEvent& event, Naming naming,
                  Candidates& candidates) const;
    void addNamed(const CauseEvent& event, Candidates& candidates) const;
    Result<void> addByItems(const CauseEvent& event, const JobContext& context,
                            Candidates& candidates) const;
};

std::span<const CauseLink> CauseLinks::ofItem(ResourceNo resource, std::uint32_t item) const
{
    const std::tuple wanted(resource, item);
    return {std::ranges::lower_bound(m_byItem, wanted, {}, byItem),
            std::ranges::upper_bound(m_byItem, wanted, {}, byItem)};
}

std::span<const CauseLink> CauseLinks::ofEvent(RowId event) const
{
    return {std::ranges::lower_bound(m_byEvent, event, {}, &CauseLink::event),
            std::ranges::upper_bound(m_byEvent, event, {}, &CauseLink::event)};
}

std::uint64_t CauseLinks::memoryBytes() const
{
    return (m_byItem.capacity() + m_byEvent.capacity()) * sizeof(CauseLink);
}

Causes::Causes(std::unique_ptr<const Data> data)
    : m_data(std::move(data))
{ }

Causes::~Causes() = default;

const std::shared_ptr<const store::EventStore>& Causes::events() const
{
    return m_data->events;
}

const std::shared_ptr<const Resources>& Causes::resources() const
{
    return m_data->resources;
}

Result<std::shared_ptr<const Causes>> Causes::make(std::shared_ptr<const store::EventStore> events,
                                                   std::shared_ptr<const Resources> resources,
                                                   const JobContext& context, Options options)
{
    try {
        auto data = std::make_unique<Data>();
        data->options = options;
        auto census = EventCensus::make(events, context, data->threads());
        if (!census)
            return census.error();
        data->census = std::move(census).value();
        const store::PathTable& paths = events->paths();
        data->eventPaths.resize(paths.size());
        for (std::uint32_t i = 0; i < data->eventPaths.size(); ++i)
            data->eventPaths[i] = eventPartOf(paths, PathId(i)) != EventPart::None;
        const store::PathTable& itemPaths = resources->store()->paths();
        data->name = itemPaths.find("resourceName");
        data->arn = itemPaths.find("arn");
        data->otherId = itemPaths.find("relationships[].resourceId");
        data->otherName = itemPaths.find("relationships[].resourceName");
        data->otherType = itemPaths.find("relationships[].resourceType");
        data->relatedEvents = itemPaths.find("relatedEvents[]");
        for (std::uint32_t i = 0; i < resources->size(); ++i) {
            for (const Item& item : resources->items(ResourceNo(i)))
                data->resourceOfRow.emplace_back(item.row, ResourceNo(i));
        }
        std::ranges::sort(data->resourceOfRow);
        data->events = std::move(events);
        data->resources = std::move(resources);
        return std::shared_ptr<const Causes>(new Causes(std::move(data)));
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

Result<ItemCauses> Causes::causesOf(ResourceNo resource, std::uint32_t item,
                                    const JobContext& context) const
{
    ItemCauses found;
    const auto done = CauseSearch(*m_data, {{resource, {item}}})
                          .run(context, [&](std::size_t, std::size_t, ItemCauses causes) {
                              found = std::move(causes);
                          });
    if (!done)
        return done.error();
    return found;
}

Result<std::vector<ItemCauses>> Causes::causesOfResource(ResourceNo resource,
                                                         const JobContext& context) const
{
    std::vector<ItemCauses> found(m_data->resources->items(resource).size());
    const auto done = CauseSearch(*m_data, {{resource, allItems(*m_data->resources, resource)}})
                          .run(context, [&](std::size_t, std::size_t item, ItemCauses causes) {
                              found[item] = std::move(causes);
                          });
    if (!done)
        return done.error();
    return found;
}

Result<std::shared_ptr<const CauseLinks>> Causes::links(const JobContext& context) const
{
    std::vector<CauseSearch::Wish> wishes;
    for (std::uint32_t i = 0; i < m_data->resources->size(); ++i)
        wishes.push_back({ResourceNo(i), allItems(*m_data->resources, ResourceNo(i))});
    auto links = std::make_shared<CauseLinks>();
    std::mutex mutex;
    const auto done =
        CauseSearch(*m_data, std::move(wishes))
            .run(context, [&](std::size_t wish, std::size_t item, ItemCauses causes) {
                const std::lock_guard lock(mutex);
                for (const Cause& cause : causes.causes)
                    links->m_byItem.push_back(
                        {cause.event, ResourceNo(static_cast<std::uint32_t>(wish)),
                         static_cast<std::uint32_t>(item), cause.confidence, cause.score});
            });
    if (!done)
        return done.error();
    // The causes of one item came in their order.
    std::ranges::stable_sort(links->m_byItem, {}, byItem);
    links->m_byItem.shrink_to_fit();
    links->m_byEvent = links->m_byItem;
    std::ranges::sort(links->m_byEvent, {}, byEvent);
    return std::shared_ptr<const CauseLinks>(std::move(links));
}

// The items that an event of this time may have led to. Far before an item begins it is only asked
// what created the resource itself.
void Causes::Data::addItems(ResourceNo no, const CauseEvent& event, Naming naming,
                            Candidates& candidates) const
{
    const std::int64_t eventNs = event.seconds * kSecond;
    const bool mayCreate = naming == Naming::Itself && event.words.creates();
    FrameReader frames(*resources);
    const auto dated = resources->items(no).first(resources->datedCount(no));
    const auto first =
        std::ranges::lower_bound(dated, eventNs - ItemFrame::kSlackAfterNs, {}, &Item::capturedNs);
    for (auto item = static_cast<std::uint32_t>(first - dated.begin()); item < dated.size();
         ++item) {
        const ItemFrame frame = frames.read(no, item);
        if (mayCreate ? frame.reaches(eventNs) : frame.reachesNear(eventNs))
            candidates[no].insert(item);
    }
}

void Causes::Data::addNamed(const CauseEvent& event, Candidates& candidates) const
{
    std::set<ResourceNo> named;
    for (const EventLeaf& leaf : event.leaves) {
        namedTexts(leaf.text, [&](std::string_view text, TextForm) {
            for (const auto& some :
                 {resources->withId(text), resources->withName(text), resources->withArn(text)})
                named.insert(some.begin(), some.end());
        });
    }
    for (const ResourceNo no : named)
        addItems(no, event, Naming::Itself, candidates);
}

// By what items say: their relationships, and the events that they name.
Result<void> Causes::Data::addByItems(const CauseEvent& event, const JobContext& context,
                                      Candidates& candidates) const
{
    const store::EventStore& items = *resources->store();
    std::set<std::string, std::less<>> texts;
    for (const EventLeaf& leaf : event.leaves)
        namedTexts(leaf.text, [&](std::string_view text, TextForm) {
            if (!text.empty() && !texts.contains(text))
                texts.emplace(text);
        });
    if (!event.id.empty())
        texts.insert(event.id);
    std::vector<WantedText> wanted;
    for (const std::string& text : texts)
        wanted.push_back({text, true});
    Mentions::Question question{.wanted = wanted,
                                .paths = std::vector<bool>(items.paths().size()),
                                .rows = {},
                                .mayName = {},
                                .threads = threads()};
    for (const auto& path : {otherId, otherName, relatedEvents}) {
        if (path)
            question.paths[path->index()] = true;
    }
    const auto mentions = Mentions::find(items, question, context);
    if (!mentions)
        return mentions.error();
    for (std::uint32_t number = 0; number < wanted.size(); ++number) {
        const bool isEvent = wanted[number].text == event.id;
        for (const RowId row : mentions->of(number)) {
            const auto at = std::ranges::lower_bound(resourceOfRow, row, {},
                                                     &std::pair<RowId, ResourceNo>::first);
            if (at == resourceOfRow.end() || at->first != row)
                continue;
            // A relationship may have ended with a later item.
            addItems(at->second, event, Naming::Related, candidates);
            const auto all = resources->items(at->second);
            const auto item = std::ranges::find(all, row, &Item::row);
            if (isEvent && options.usesRelatedEvents)
                candidates[at->second].insert(static_cast<std::uint32_t>(item - all.begin()));
        }
    }
    return {};
}

Result<std::vector<CauseLink>> Causes::statesOf(RowId event, const JobContext& context) const
{
    std::vector<CauseLink> found;
    try {
        CauseEventReader reader(*m_data->events);
        const CauseEvent read = reader.read(event);
        Data::Candidates candidates;
        m_data->addNamed(read, candidates);
        if (const auto added = m_data->addByItems(read, context, candidates); !added)
            return added.error();
        std::vector<CauseSearch::Wish> wishes;
        for (const auto& [resource, items] : candidates)
            wishes.push_back({resource, {items.begin(), items.end()}});
        std::mutex mutex;
        const std::vector<CauseSearch::Wish> asked = wishes;
        const auto done =
            CauseSearch(*m_data, std::move(wishes))
                .run(context, [&](std::size_t wish, std::size_t item, const ItemCauses& causes) {
                    const auto cause = std::ranges::find(causes.causes, event, &Cause::event);
                    if (cause == causes.causes.end())
                        return;
                    const std::lock_guard lock(mutex);
                    found.push_back({event, asked[wish].resource, asked[wish].items[item],
                                     cause->confidence, cause->score});
                });
        if (!done)
            return done.error();
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
    std::ranges::sort(found, {}, byItem);
    return found;
}

std::uint64_t Causes::memoryBytes() const
{
    return m_data->census.memoryBytes() + m_data->eventPaths.capacity() / 8
        + m_data->resourceOfRow.capacity() * sizeof(m_data->resourceOfRow.front());
}

} // namespace trailloupe::config
