// ConfigTimeline: the Config timeline of the resource that is looked at: its states, which of them
// is looked at and which it is compared with, and what is found out about them bit by bit.
//
// Follows Investigation::selectedResource() and moment(): the state that is looked at is the one as
// of the moment, the last one where there is none, and nothing before the first. To look at another
// state sets the moment to its capture, so that every page goes along. A state is compared with the
// one before it (ResourceHistory) unless another was chosen; two states are always told in order of
// time.
//
// Works only while it is active, that is in sight. Jobs, each in a slot of its own: what was not
// recorded ("config.recording" once an export, "config.gaps"), the numbers of changes
// ("config.counts": some states at a time, those nearest to the one that is looked at first), the
// state itself ("config.item", "config.relatedby"), the difference ("config.compare"), its causes
// (Explaining, "config.explain", "config.events" of all states). What was found stays until the
// next answer is there.
// Threads: GUI thread only. Units: nanoseconds since 1970-01-01 UTC.
#pragma once

#include "model/config/causes.h"
#include "model/config/itemdetail.h"
#include "model/config/itemdiff.h"
#include "model/config/recording.h"
#include "model/config/resourcehistory.h"
#include "model/config/snapshots.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace trailloupe::workspace {

class Explaining;

class ConfigTimeline : public QObject
{
    Q_OBJECT
public:
    // REQUIRES that they outlive this.
    ConfigTimeline(Workspace& workspace, Investigation& investigation, Explaining& explaining,
                   JobRunner& jobs, QObject* parent = nullptr);
    ~ConfigTimeline() override;

    void setActive(bool active);

    // Null until all that will come is read.
    const config::ResourcesPtr& resources() const { return m_resources; }
    std::optional<config::ResourceNo> resource() const { return m_resource; }
    const config::ResourceHistory& history() const
    {
        return *m_history;
    } // no blocks without a resource

    // Resources are looked at as of then; kNoTime: after all that was recorded.
    std::int64_t asOfNs() const { return m_moment.value_or(config::kNoTime); }

    // The block that is looked at; nothing: the moment is before the first.
    std::optional<std::uint32_t> current() const { return m_current; }
    void setCurrent(std::uint32_t block);
    void step(int by); // as far as there are blocks
    // The one that was chosen to compare with.
    std::optional<std::uint32_t> base() const { return m_base; }
    void setBase(std::optional<std::uint32_t> block);

    struct Pair // blocks, in order of time
    {
        std::uint32_t before = 0;
        std::uint32_t after = 0;
        bool operator==(const Pair&) const = default;
    };
    // What is compared; nothing where there is nothing to compare with.
    std::optional<Pair> compared() const;

    // Null: not counted yet.
    const config::BlockChanges* changes(std::uint32_t block) const;
    bool isCounting() const { return m_counted < m_changes.size(); }

    // When the resource was not recorded, and what snapshots tell of it.
    struct Gaps
    {
        std::vector<config::RecordingSpan> spans;
        std::vector<std::int64_t> seenNs; // in a snapshot
        std::optional<config::Vanishing> vanishing;
    };
    const Gaps& gaps() const { return m_gaps; }

    // Of the current block, or of the one before it while that is on its way; null without any.
    const std::shared_ptr<const config::ItemDetail>& detail() const { return m_detail; }
    bool isLoading() const { return m_isLoading; }
    const std::optional<Error>& detailError() const { return m_detailError; }

    struct RelatedBy
    {
        std::uint32_t block = 0;
        std::vector<config::RelatedResource> all;
        std::optional<Error> error; // then it is not known
    };
    // Nothing until it is known of the current block.
    const std::optional<RelatedBy>& relatedBy() const { return m_relatedBy; }

    struct Comparison
    {
        Pair of;
        std::shared_ptr<const config::ItemDiff> diff; // null: they cannot be compared
    };
    // The last one that was made; of compared() unless isComparing().
    const std::optional<Comparison>& comparison() const { return m_comparison; }
    bool isComparing() const { return m_isComparing; }

    // What led to a state.
    struct Explained
    {
        std::uint32_t block = 0;
        config::ItemCauses causes;
    };
    // Of every state behind the one before, up to the one behind; of the current one alone where
    // there is nothing to compare it with. In order of time; of what is looked at unless
    // isExplaining(). Empty where the causes could not be looked for.
    const std::vector<Explained>& explanation() const { return m_explanation; }
    bool isExplaining() const { return m_isExplaining; }
    // Whose rows its events are; null before the first answer.
    std::shared_ptr<const store::EventStore> events() const;
    // How many events name the resource since the block before; nothing: not known yet.
    std::optional<std::uint64_t> eventCount(std::uint32_t block) const;

Q_SIGNALS:
    void resourceChanged(); // another one, or other evidence
    void currentChanged();
    void baseChanged();
    void countsChanged();
    void gapsChanged();
    void detailChanged();
    void relatedByChanged();
    void comparisonChanged(); // or that one is on its way
    void explanationChanged(); // likewise

private:
    void follow();
    void adoptResource();
    void lookAt(std::optional<std::uint32_t> block);
    void findRecording();
    void findGaps();
    void countMore();
    std::vector<std::uint32_t> nextToCount() const;
    void load();
    void findRelatedBy();
    void compare();
    void findCauses();
    void adoptCauses();
    void explain();
    void countEvents();
    std::vector<std::uint32_t> toExplain() const;

    Workspace& m_workspace;
    Investigation& m_investigation;
    Explaining& m_explaining;
    JobRunner& m_jobs;
    bool m_isActive = false;
    config::ResourcesPtr m_resources;
    std::optional<config::ResourceNo> m_resource;
    std::optional<std::int64_t> m_moment; // that m_current is of
    std::shared_ptr<const config::ResourceHistory> m_history; // never null
    std::optional<std::uint32_t> m_current;
    std::optional<std::uint32_t> m_base;
    std::vector<std::optional<config::BlockChanges>> m_changes; // by block
    std::size_t m_counted = 0;
    std::shared_ptr<const config::Recording> m_recording; // of m_resources
    std::shared_ptr<const config::Snapshots> m_snapshots;
    Gaps m_gaps;
    std::shared_ptr<const config::ItemDetail> m_detail;
    std::optional<Error> m_detailError;
    bool m_isLoading = false;
    std::optional<RelatedBy> m_relatedBy;
    std::optional<Comparison> m_comparison;
    bool m_isComparing = false;
    std::shared_ptr<const config::Causes> m_causes; // of m_resources
    std::shared_ptr<const std::vector<config::ItemCauses>> m_itemCauses; // by item; null: not yet
    std::vector<Explained> m_explanation;
    bool m_isExplaining = false;
};

} // namespace trailloupe::workspace
