// Stacking: what the timeline draws of the resources that are stacked: their states, their
// lifetimes, when they were not recorded, and which states changed something.
//
// One job slot, "timeline resources", one step after the other: states of the resources that are
// new; gaps in their recording (which takes one look at all events, once an export); then, some at
// a time and in turn for each resource, what their states changed. Lanes are there after the first
// step; each further one is another lanes(). "timeline changed" answers which resources changed
// within a span. Works only while it is active.
//
// Units: nanoseconds since 1970 UTC; spans of seconds, [from, to). Threads: GUI thread only.
// Errors: what memory did not suffice for is not drawn: no gaps, states that cannot be compared.
#pragma once

#include "model/config/changedresources.h"
#include "model/config/recording.h"
#include "model/config/resourcehistory.h"
#include "model/query/histogram.h"
#include "model/workspace/stackedresources.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::workspace {

// Of one resource; immutable.
struct ResourceLane
{
    config::ResourceNo resource;
    std::shared_ptr<const config::ResourceHistory> history; // never null
    std::vector<config::BlockChanges> changes; // of the first blocks, as far as they are counted
    std::optional<std::vector<config::RecordingSpan>> gaps; // nothing: not known yet

    const config::BlockChanges* changesOf(std::uint32_t block) const
    {
        return block < changes.size() ? &changes[block] : nullptr;
    }
    std::span<const config::Block> dated() const
    {
        return std::span(history->blocks).first(history->datedBlocks);
    }
    // The first dated block at that moment or later; dated().size(): none.
    std::uint32_t firstFrom(std::int64_t ns) const;
};

struct StackedLanes // immutable
{
    config::ResourcesPtr resources; // never null
    std::vector<std::shared_ptr<const ResourceLane>> lanes;

    const config::Resource& resource(std::size_t lane) const
    {
        return resources->resource(lanes[lane]->resource);
    }
    std::optional<std::size_t> laneOf(config::ResourceNo resource) const;
    // From the first dated state of all to the last; nothing where there is none.
    std::optional<query::TimeSpan> span() const;
};
using StackedLanesPtr = std::shared_ptr<const StackedLanes>;

class Stacking : public QObject
{
    Q_OBJECT
public:
    Stacking(const Workspace& workspace, StackedResources& stacked, JobRunner& jobs,
             QObject* parent = nullptr);

    void setActive(bool active);

    StackedResources& stacked() const { return m_stacked; }
    // Whether the export tells of resources at all.
    bool hasResources() const { return m_stacked.resources() && m_stacked.resources()->size() > 0; }
    // In the order of the stacked resources; new ones are in it once they are known. Null: none.
    const StackedLanesPtr& lanes() const { return m_lanes; }

    struct Changed
    {
        query::TimeSpan span;
        std::vector<config::ChangedResource> resources; // the most changed first
    };
    void findChanged(query::TimeSpan span);
    const std::optional<Changed>& changed() const { return m_changed; } // of the last that is known
    // Adds the most changed of them that are not stacked yet, up to so many. How many were added.
    std::size_t addChanged(std::size_t most);

Q_SIGNALS:
    void resourcesChanged(); // whether there are any
    void lanesChanged();
    void changedFound();

private:
    struct Known
    {
        std::shared_ptr<const ResourceLane> lane;
        bool hasGaps = false;
    };

    void adoptEvidence();
    void adoptStacked();
    void publish();
    void work();
    void makeLanes(std::vector<config::ResourceNo> resources);
    void findGaps(std::vector<config::ResourceNo> resources);
    void countChanges(config::ResourceNo resource);
    Known* known(config::ResourceNo resource);

    const Workspace& m_workspace;
    StackedResources& m_stacked;
    JobRunner& m_jobs;
    bool m_isActive = false;
    config::ResourcesPtr m_resources; // that all below is of
    std::map<config::ResourceNo, Known> m_known;
    std::shared_ptr<const config::Recording> m_recording;
    StackedLanesPtr m_lanes;
    std::optional<Changed> m_changed;
};

} // namespace trailloupe::workspace
