#include "model/workspace/stacking.h"

#include "model/base/timestamp.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace trailloupe::workspace {

using config::Block;
using config::BlockChanges;
using config::RecordingSpan;
using config::ResourceNo;

namespace {

const QString kSlot = QStringLiteral("timeline resources");
const QString kChangedSlot = QStringLiteral("timeline changed");
constexpr std::size_t kCountedAtOnce = 128; // some ms each at most: seen as they come
constexpr std::int64_t kSecond = 1'000'000'000;

using Lane = std::shared_ptr<const ResourceLane>;

} // namespace

std::uint32_t ResourceLane::firstFrom(std::int64_t ns) const
{
    const auto blocks = dated();
    return static_cast<std::uint32_t>(std::ranges::lower_bound(blocks, ns, {}, &Block::capturedNs)
                                      - blocks.begin());
}

std::optional<std::size_t> StackedLanes::laneOf(ResourceNo resource) const
{
    const auto at = std::ranges::find(lanes, resource, &ResourceLane::resource);
    return at == lanes.end() ? std::nullopt
                             : std::optional(static_cast<std::size_t>(at - lanes.begin()));
}

std::optional<query::TimeSpan> StackedLanes::span() const
{
    std::optional<query::TimeSpan> span;
    for (const Lane& lane : lanes) {
        const auto dated = lane->dated();
        if (dated.empty())
            continue;
        const query::TimeSpan own{Timestamp::fromNs(dated.front().capturedNs).seconds(),
                                  Timestamp::fromNs(dated.back().capturedNs).seconds() + 1};
        span = span ? query::TimeSpan{std::min(span->from, own.from), std::max(span->to, own.to)}
                    : own;
    }
    return span;
}

Stacking::Stacking(const Workspace& workspace, StackedResources& stacked, JobRunner& jobs,
                   QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_stacked(stacked)
    , m_jobs(jobs)
    , m_resources(stacked.resources())
{
    connect(&workspace, &Workspace::evidenceChanged, this, &Stacking::adoptEvidence);
    connect(&stacked, &StackedResources::changed, this, &Stacking::adoptStacked);
}

void Stacking::setActive(bool active)
{
    if (active == m_isActive)
        return;
    m_isActive = active;
    if (active)
        return work();
    m_jobs.discard(kSlot);
    m_jobs.discard(kChangedSlot);
}

void Stacking::adoptEvidence()
{
    if (m_resources == m_stacked.resources())
        return;
    adoptStacked();
    Q_EMIT resourcesChanged();
}

void Stacking::adoptStacked()
{
    if (m_resources != m_stacked.resources()) {
        m_resources = m_stacked.resources();
        m_jobs.discard(kSlot);
        m_jobs.discard(kChangedSlot);
        m_known.clear();
        m_recording.reset();
        m_changed.reset();
    }
    std::erase_if(m_known, [this](const auto& of) { return !m_stacked.contains(of.first); });
    publish();
    work();
}

Stacking::Known* Stacking::known(ResourceNo resource)
{
    const auto at = m_known.find(resource);
    return at == m_known.end() ? nullptr : &at->second;
}

void Stacking::publish()
{
    auto lanes = std::make_shared<StackedLanes>();
    lanes->resources = m_resources;
    for (const ResourceNo no : m_stacked.all()) {
        if (const Known* of = known(no))
            lanes->lanes.push_back(of->lane);
    }
    const bool wereNone = !m_lanes;
    m_lanes = lanes->lanes.empty() ? nullptr : std::move(lanes);
    if (m_lanes || !wereNone)
        Q_EMIT lanesChanged();
}

// The next step, in place of the one that runs.
void Stacking::work()
{
    if (!m_isActive || !m_resources)
        return;
    std::vector<ResourceNo> unknown;
    std::vector<ResourceNo> withoutGaps;
    const Known* leastCounted = nullptr;
    for (const ResourceNo no : m_stacked.all()) {
        const Known* of = known(no);
        if (!of) {
            unknown.push_back(no);
            continue;
        }
        if (!of->hasGaps)
            withoutGaps.push_back(no);
        const std::size_t counted = of->lane->changes.size();
        if (counted < of->lane->history->blocks.size()
            && (!leastCounted || counted < leastCounted->lane->changes.size()))
            leastCounted = of;
    }
    if (!unknown.empty())
        makeLanes(std::move(unknown));
    else if (!withoutGaps.empty())
        findGaps(std::move(withoutGaps));
    else if (leastCounted)
        countChanges(leastCounted->lane->resource);
    else
        m_jobs.discard(kSlot);
}

void Stacking::makeLanes(std::vector<ResourceNo> resources)
{
    m_jobs.start(
        kSlot, this,
        [all = m_resources, resources](const JobContext& context) -> Result<std::vector<Lane>> {
            std::vector<Lane> lanes;
            for (const ResourceNo no : resources) {
                if (context.cancelled())
                    return Error{.kind = Error::Kind::Cancelled};
                auto lane = std::make_shared<ResourceLane>();
                lane->resource = no;
                lane->history =
                    std::make_shared<const config::ResourceHistory>(config::historyOf(*all, no));
                lanes.push_back(std::move(lane));
            }
            return lanes;
        },
        [this](Result<std::vector<Lane>> made) {
            if (!made)
                return;
            for (Lane& lane : *made)
                m_known[lane->resource].lane = std::move(lane);
            publish();
            work();
        });
}

void Stacking::findGaps(std::vector<ResourceNo> resources)
{
    struct Found
    {
        std::shared_ptr<const config::Recording> recording;
        std::vector<std::vector<RecordingSpan>> gaps;
    };
    m_jobs.startBeside(
        kSlot, this,
        [all = m_resources, events = m_workspace.evidence().store, recording = m_recording,
         resources](const JobContext& context) -> Result<Found> {
            Found found{recording, {}};
            if (!found.recording) {
                auto made = config::Recording::make(all, events, context);
                if (!made)
                    return made.error();
                found.recording = *std::move(made);
            }
            for (const ResourceNo no : resources) {
                if (context.cancelled())
                    return Error{.kind = Error::Kind::Cancelled};
                found.gaps.push_back(found.recording->spansOf(no));
            }
            return found;
        },
        [this, resources](Result<Found> found) {
            if (found)
                m_recording = found->recording;
            for (std::size_t i = 0; i < resources.size(); ++i) {
                Known& of = *known(resources[i]);
                of.hasGaps = true;
                if (!found)
                    continue;
                auto lane = std::make_shared<ResourceLane>(*of.lane);
                lane->gaps = std::move(found->gaps[i]);
                of.lane = std::move(lane);
            }
            publish();
            work();
        });
}

void Stacking::countChanges(ResourceNo resource)
{
    const Lane& lane = known(resource)->lane;
    std::vector<std::uint32_t> blocks(
        std::min(kCountedAtOnce, lane->history->blocks.size() - lane->changes.size()));
    std::iota(blocks.begin(), blocks.end(), static_cast<std::uint32_t>(lane->changes.size()));
    using Counted = Result<std::vector<BlockChanges>>;
    m_jobs.startBeside(
        kSlot, this,
        [all = m_resources, history = lane->history, blocks](const JobContext& context) {
            return config::countChanges(*all, *history, blocks, context);
        },
        [this, resource, count = blocks.size()](Counted counted) {
            Known& of = *known(resource);
            auto more = std::make_shared<ResourceLane>(*of.lane);
            if (counted)
                more->changes.insert(more->changes.end(), counted->begin(), counted->end());
            else
                more->changes.resize(more->changes.size() + count,
                                     {.outcome = BlockChanges::Outcome::Unreadable});
            of.lane = std::move(more);
            publish();
            work();
        });
}

void Stacking::findChanged(query::TimeSpan span)
{
    if (!m_isActive || !m_resources)
        return;
    m_jobs.start(
        kChangedSlot, this,
        [all = m_resources, span](const JobContext& context) {
            return config::changedResources(*all, span.from * kSecond, span.to * kSecond, context);
        },
        [this, span](Result<std::vector<config::ChangedResource>> found) {
            if (!found)
                return;
            m_changed = Changed{span, *std::move(found)};
            Q_EMIT changedFound();
        });
}

std::size_t Stacking::addChanged(std::size_t most)
{
    std::vector<ResourceNo> added;
    if (!m_changed)
        return 0;
    for (const config::ChangedResource& changed : m_changed->resources) {
        if (added.size() == most)
            break;
        if (!m_stacked.contains(changed.resource))
            added.push_back(changed.resource);
    }
    m_stacked.add(added);
    return added.size();
}

} // namespace trailloupe::workspace
