#include "model/config/itemframe.h"

#include "model/base/timestamp.h"

#include <algorithm>

namespace trailloupe::config {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;

} // namespace

bool ItemFrame::holds(std::int64_t eventNs) const
{
    return eventNs + kSecond > fromNs && eventNs <= toNs;
}

bool ItemFrame::reachesNear(std::int64_t eventNs) const
{
    return kind != Kind::Nothing && eventNs + kSecond > fromNs - kSlackBeforeNs
        && eventNs <= toNs + kSlackAfterNs;
}

bool ItemFrame::reaches(std::int64_t eventNs) const
{
    const bool isSearched = kind == Kind::Begin && eventNs <= toNs + kSlackAfterNs
        && (searchFromNs == kNoTime || eventNs + kSecond > searchFromNs);
    return isSearched || reachesNear(eventNs);
}

FrameReader::FrameReader(const Resources& resources)
    : m_resources(resources)
    , m_created(resources.store()->paths().find("resourceCreationTime"))
    , m_frequency(resources.store()->paths().find("recordingFrequency"))
{ }

std::string_view FrameReader::member(RowId row, const std::optional<PathId>& path)
{
    if (!path || m_resources.store()->value(row, *path, m_text) != store::ValueKind::Text)
        return {};
    return m_text;
}

ItemFrame FrameReader::read(ResourceNo resource, std::uint32_t item)
{
    ItemFrame frame{.resource = resource, .item = item};
    const auto items = m_resources.items(resource);
    const Item& own = items[item];
    if (item >= m_resources.datedCount(resource) || own.isRepeat
        || own.status == ItemStatus::NotRecorded)
        return frame;
    frame.toNs = own.capturedNs;
    frame.isDaily = member(own.row, m_frequency) == "DAILY";
    const std::int64_t reach = frame.isDaily ? kDay + kDay / 2 : kDay;
    const auto lives = m_resources.lifetimes(resource);
    const auto life =
        std::ranges::find_if(lives, [item](const Lifetime& one) { return item < one.endItem; });
    const bool isFirst = item == life->firstItem;
    // Repeats show that nothing had changed until then.
    frame.fromNs = item == 0 ? own.capturedNs - reach : items[item - 1].capturedNs;
    if (isDeletion(own.status)) {
        frame.kind = ItemFrame::Kind::End;
        if (item == 0)
            frame.fromNs -= deletionLagHours(m_resources.resource(resource).type) * kHour;
        // A deletion that is recorded again: the first one has the cause.
        if (!isFirst && isDeletion(items[item - 1].status))
            return ItemFrame{.resource = resource, .item = item};
        frame.before = isFirst ? kNoItem : item - 1;
        return frame;
    }
    if (isFirst && life->beginning != Beginning::Unrecorded) {
        begin(frame, item);
        return frame;
    }
    const bool isKnown = !isFirst && items[item - 1].status != ItemStatus::NotRecorded;
    frame.kind = isKnown ? ItemFrame::Kind::Change : ItemFrame::Kind::Unknown;
    frame.before = isKnown ? item - 1 : kNoItem;
    return frame;
}

void FrameReader::begin(ItemFrame& frame, std::uint32_t firstOfLife)
{
    const auto items = m_resources.items(frame.resource);
    frame.kind = ItemFrame::Kind::Begin;
    for (const Lifetime& life : m_resources.lifetimes(frame.resource)) {
        if (life.firstItem == firstOfLife)
            frame.beginning = life.beginning;
    }
    if (const auto created = parseTimestamp(member(items[firstOfLife].row, m_created)))
        frame.createdNs = created->ns();
    std::int64_t from = frame.toNs - (frame.isDaily ? kDay + kDay / 2 : kDay);
    if (frame.beginning == Beginning::Created && frame.createdNs)
        from = *frame.createdNs - ItemFrame::kSlackBeforeNs;
    if (firstOfLife > 0) {
        // The end of the life before may have been recorded late.
        const std::int64_t lag =
            deletionLagHours(m_resources.resource(frame.resource).type) * kHour;
        frame.searchFromNs = items[firstOfLife - 1].capturedNs - lag - ItemFrame::kSlackBeforeNs;
        from = std::max(from, frame.searchFromNs);
    }
    frame.fromNs = from;
}

} // namespace trailloupe::config
