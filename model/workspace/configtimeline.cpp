#include "model/workspace/configtimeline.h"

#include "model/workspace/explaining.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kRecordingSlot = QStringLiteral("config.recording");
const QString kGapsSlot = QStringLiteral("config.gaps");
const QString kCountsSlot = QStringLiteral("config.counts");
const QString kItemSlot = QStringLiteral("config.item");
const QString kRelatedBySlot = QStringLiteral("config.relatedby");
const QString kCompareSlot = QStringLiteral("config.compare");
const QString kExplainSlot = QStringLiteral("config.explain");
const QString kEventsSlot = QStringLiteral("config.events");

// So many at a time that the numbers come in steps that are seen.
constexpr std::size_t kCountedAtOnce = 32;
// Of more states it takes longer than of all states together.
constexpr std::size_t kMostExplainedAlone = 3;

// What is known of the recorders of an export.
struct RecordingFound
{
    std::shared_ptr<const config::Recording> recording;
    std::shared_ptr<const config::Snapshots> snapshots;
};

// A type that is not recorded any more is missing from snapshots, and not gone.
bool isExcludedAt(const std::vector<config::RecordingSpan>& spans, std::int64_t ns)
{
    return std::ranges::any_of(spans, [ns](const config::RecordingSpan& span) {
        return span.kind == config::RecordingSpan::Kind::TypeExcluded && span.fromNs <= ns
            && (span.toNs == config::kNoTime || ns < span.toNs);
    });
}

} // namespace

ConfigTimeline::ConfigTimeline(Workspace& workspace, Investigation& investigation,
                               Explaining& explaining, JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_explaining(explaining)
    , m_jobs(jobs)
    , m_history(std::make_shared<const config::ResourceHistory>())
{
    connect(&workspace, &Workspace::evidenceChanged, this, &ConfigTimeline::follow);
    connect(&workspace, &Workspace::stateChanged, this, &ConfigTimeline::follow);
    connect(&investigation, &Investigation::selectedResourceChanged, this, &ConfigTimeline::follow);
    connect(&investigation, &Investigation::momentChanged, this, &ConfigTimeline::follow);
    connect(&explaining, &Explaining::changed, this, &ConfigTimeline::adoptCauses);
}

ConfigTimeline::~ConfigTimeline()
{
    for (const QString& slot : {kRecordingSlot, kGapsSlot, kCountsSlot, kItemSlot, kRelatedBySlot,
                                kCompareSlot, kExplainSlot, kEventsSlot})
        m_jobs.discard(slot);
}

void ConfigTimeline::setActive(bool active)
{
    m_isActive = active;
    follow();
}

void ConfigTimeline::follow()
{
    const config::ResourcesPtr resources = m_workspace.resources();
    // Out of sight nothing is done, but what is closed is not kept either.
    if (!m_isActive && (resources == m_resources || !m_resources))
        return;
    auto resource = m_investigation.selectedResource();
    if (!m_isActive || !resources || (resource && resource->index() >= resources->size()))
        resource.reset();
    const bool isOther = resources != m_resources || resource != m_resource;
    if (resources != m_resources) {
        m_resources = resources;
        m_recording.reset();
        m_snapshots.reset();
        m_causes.reset();
    }
    const auto moment = m_investigation.moment();
    if (!isOther && moment == m_moment)
        return;
    m_moment = moment;
    if (isOther) {
        m_resource = resource;
        if (m_resource)
            m_explaining.ask();
        adoptResource();
    }
    lookAt(m_moment ? m_history->blockAt(*m_moment) : m_history->lastBlock());
    if (isOther) {
        findRecording();
        countMore();
        findCauses();
    }
}

void ConfigTimeline::adoptResource()
{
    for (const QString& slot : {kGapsSlot, kCountsSlot, kEventsSlot})
        m_jobs.discard(slot);
    m_history = std::make_shared<const config::ResourceHistory>(
        m_resource ? config::historyOf(*m_resources, *m_resource) : config::ResourceHistory());
    m_changes.assign(m_history->blocks.size(), std::nullopt);
    m_counted = 0;
    m_gaps = {};
    m_current.reset();
    m_base.reset();
    m_detail.reset();
    m_comparison.reset();
    m_itemCauses.reset();
    m_explanation.clear();
    Q_EMIT resourceChanged();
}

void ConfigTimeline::lookAt(std::optional<std::uint32_t> block)
{
    const bool isOther = std::exchange(m_current, block) != block;
    if (isOther)
        Q_EMIT currentChanged();
    // Of the same state at another moment, others are seen as they were then.
    load();
    findRelatedBy();
    if (isOther) {
        compare();
        explain();
    }
}

void ConfigTimeline::setCurrent(std::uint32_t block)
{
    if (block >= m_history->blocks.size())
        return;
    const std::int64_t captured = m_history->blocks[block].capturedNs;
    const bool isDated = captured != config::kNoTime;
    if (block == m_current && (!isDated || m_moment == captured))
        return;
    // First, so that the moment that is set here is no news.
    if (isDated)
        m_moment = captured;
    lookAt(block);
    if (isDated)
        m_investigation.setMoment(captured);
}

void ConfigTimeline::step(int by)
{
    if (m_history->blocks.empty())
        return;
    const auto last = static_cast<std::int64_t>(m_history->blocks.size()) - 1;
    const std::int64_t from = m_current ? std::int64_t{*m_current} : -1;
    const std::int64_t to = std::clamp<std::int64_t>(from + by, 0, last);
    if (to != from)
        setCurrent(static_cast<std::uint32_t>(to));
}

void ConfigTimeline::setBase(std::optional<std::uint32_t> block)
{
    if (block && *block >= m_history->blocks.size())
        return;
    if (std::exchange(m_base, block) == block)
        return;
    Q_EMIT baseChanged();
    compare();
    explain();
}

std::optional<ConfigTimeline::Pair> ConfigTimeline::compared() const
{
    if (!m_current)
        return std::nullopt;
    const std::uint32_t base = m_base.value_or(m_history->blocks[*m_current].comparedWith);
    if (base == config::kNoBlock || base == *m_current)
        return std::nullopt;
    return Pair{std::min(base, *m_current), std::max(base, *m_current)};
}

const config::BlockChanges* ConfigTimeline::changes(std::uint32_t block) const
{
    return block < m_changes.size() && m_changes[block] ? &*m_changes[block] : nullptr;
}

// Once for all resources of the export.
void ConfigTimeline::findRecording()
{
    if (!m_resource)
        return;
    if (m_recording) {
        findGaps();
        return;
    }
    if (m_jobs.isRunning(kRecordingSlot))
        m_jobs.discard(kRecordingSlot);
    m_jobs.startBeside(
        kRecordingSlot, this,
        [resources = m_resources, events = m_workspace.evidence().store,
         ledger =
             m_workspace.evidence().ledger](const JobContext& context) -> Result<RecordingFound> {
            auto recording = config::Recording::make(resources, events, context);
            if (!recording)
                return recording.error();
            return RecordingFound{*recording, std::make_shared<const config::Snapshots>(*ledger)};
        },
        [this](Result<RecordingFound> found) {
            if (!found.ok())
                return;
            m_recording = found->recording;
            m_snapshots = found->snapshots;
            findGaps();
        });
}

void ConfigTimeline::findGaps()
{
    m_jobs.startBeside(
        kGapsSlot, this,
        [resources = m_resources, recording = m_recording, snapshots = m_snapshots,
         resource = *m_resource](const JobContext&) {
            Gaps gaps{.spans = recording->spansOf(resource),
                      .seenNs = snapshots->seenNs(*resources, resource),
                      .vanishing = snapshots->vanishing(*resources, resource)};
            if (gaps.vanishing && isExcludedAt(gaps.spans, gaps.vanishing->missingNs))
                gaps.vanishing.reset();
            return Result<Gaps>(std::move(gaps));
        },
        [this](Result<Gaps> gaps) {
            if (!gaps.ok())
                return;
            m_gaps = *std::move(gaps);
            Q_EMIT gapsChanged();
        });
}

// Those nearest to the block that is looked at.
std::vector<std::uint32_t> ConfigTimeline::nextToCount() const
{
    std::vector<std::uint32_t> next;
    const auto blocks = static_cast<std::int64_t>(m_changes.size());
    const std::int64_t middle = m_current ? std::int64_t{*m_current} : 0;
    for (std::int64_t away = 0; away < blocks && next.size() < kCountedAtOnce; ++away) {
        for (const std::int64_t block : {middle - away, middle + away}) {
            if (block < 0 || block >= blocks || (away == 0 && !next.empty()))
                continue;
            if (!m_changes[static_cast<std::size_t>(block)])
                next.push_back(static_cast<std::uint32_t>(block));
        }
    }
    return next;
}

void ConfigTimeline::countMore()
{
    std::vector<std::uint32_t> next = nextToCount();
    if (next.empty())
        return;
    m_jobs.startBeside(
        kCountsSlot, this,
        [resources = m_resources, history = m_history, next](const JobContext& context) {
            return config::countChanges(*resources, *history, next, context);
        },
        [this, next](Result<std::vector<config::BlockChanges>> counted) {
            if (!counted.ok())
                return;
            for (std::size_t i = 0; i < next.size(); ++i)
                m_changes[next[i]] = (*counted)[i];
            m_counted += next.size();
            Q_EMIT countsChanged();
            countMore();
        });
}

void ConfigTimeline::load()
{
    m_detailError.reset();
    if (!m_current) {
        m_jobs.discard(kItemSlot);
        m_isLoading = false;
        m_detail.reset();
        Q_EMIT detailChanged();
        return;
    }
    m_isLoading = true;
    m_jobs.start(
        kItemSlot, this,
        [resources = m_resources, resource = *m_resource, item = m_history->blocks[*m_current].item,
         at = asOfNs()](const JobContext& context) {
            return config::loadItemDetail(*resources, resource, item, at, context);
        },
        [this](Result<config::ItemDetail> detail) {
            m_isLoading = false;
            if (detail.ok()) {
                m_detail = std::make_shared<const config::ItemDetail>(*std::move(detail));
            } else {
                m_detail.reset();
                m_detailError = detail.error();
            }
            Q_EMIT detailChanged();
        });
}

void ConfigTimeline::findRelatedBy()
{
    m_relatedBy.reset();
    Q_EMIT relatedByChanged();
    if (!m_current) {
        m_jobs.discard(kRelatedBySlot);
        return;
    }
    m_jobs.startBeside(
        kRelatedBySlot, this,
        [resources = m_resources, resource = *m_resource,
         at = asOfNs()](const JobContext& context) {
            return config::relatedBy(*resources, resource, at, context);
        },
        [this, block = *m_current](Result<std::vector<config::RelatedResource>> all) {
            m_relatedBy = all.ok() ? RelatedBy{block, *std::move(all), std::nullopt}
                                   : RelatedBy{block, {}, all.error()};
            Q_EMIT relatedByChanged();
        });
}

void ConfigTimeline::compare()
{
    const auto pair = compared();
    if (!pair) {
        m_jobs.discard(kCompareSlot);
        m_isComparing = false;
        m_comparison.reset();
        Q_EMIT comparisonChanged();
        return;
    }
    m_isComparing = true;
    Q_EMIT comparisonChanged();
    const auto items = m_resources->items(*m_resource);
    m_jobs.start(
        kCompareSlot, this,
        [resources = m_resources, before = items[m_history->blocks[pair->before].item].row,
         after = items[m_history->blocks[pair->after].item].row](const JobContext&) {
            return config::differItems(*resources->store(), before, after);
        },
        [this, pair = *pair](Result<config::ItemDiff> diff) {
            m_isComparing = false;
            m_comparison = Comparison{
                pair,
                diff.ok() ? std::make_shared<const config::ItemDiff>(*std::move(diff)) : nullptr};
            Q_EMIT comparisonChanged();
        });
}

std::shared_ptr<const store::EventStore> ConfigTimeline::events() const
{
    return m_causes ? m_causes->events() : nullptr;
}

std::optional<std::uint64_t> ConfigTimeline::eventCount(std::uint32_t block) const
{
    if (!m_itemCauses)
        return std::nullopt;
    const config::ItemCauses& of = (*m_itemCauses)[m_history->blocks[block].item];
    return of.causes.size() + of.tried.size() + of.others.size();
}

void ConfigTimeline::findCauses()
{
    if (!m_resource)
        return;
    if (m_causes)
        countEvents();
    else
        adoptCauses();
}

void ConfigTimeline::adoptCauses()
{
    if (!m_resource || m_causes || m_explaining.isRunning())
        return;
    const auto& causes = m_explaining.causes();
    if (causes && causes->resources() == m_resources) {
        m_causes = causes;
        explain();
        countEvents();
    } else if (m_isExplaining) {
        m_isExplaining = false;
        Q_EMIT explanationChanged();
    }
}

std::vector<std::uint32_t> ConfigTimeline::toExplain() const
{
    std::vector<std::uint32_t> blocks;
    const auto pair = compared();
    if (pair) {
        for (std::uint32_t block = pair->before + 1; block <= pair->after; ++block)
            blocks.push_back(block);
    } else if (m_current) {
        blocks.push_back(*m_current);
    }
    return blocks;
}

void ConfigTimeline::explain()
{
    const auto blocks = toExplain();
    m_isExplaining = !blocks.empty() && (m_causes || m_explaining.isRunning());
    if (blocks.empty() || m_itemCauses) {
        m_jobs.discard(kExplainSlot);
        m_explanation.clear();
        for (const std::uint32_t block : blocks)
            m_explanation.push_back({block, (*m_itemCauses)[m_history->blocks[block].item]});
        m_isExplaining = false;
    }
    Q_EMIT explanationChanged();
    // Else what is on its way brings it along.
    if (!m_isExplaining || !m_causes || blocks.size() > kMostExplainedAlone)
        return;
    m_jobs.start(
        kExplainSlot, this,
        [causes = m_causes, resource = *m_resource, history = m_history,
         blocks](const JobContext& context) -> Result<std::vector<Explained>> {
            std::vector<Explained> all;
            for (const std::uint32_t block : blocks) {
                auto found = causes->causesOf(resource, history->blocks[block].item, context);
                if (!found)
                    return found.error();
                all.push_back({block, *std::move(found)});
            }
            return all;
        },
        [this](Result<std::vector<Explained>> all) {
            m_isExplaining = false;
            m_explanation = all.ok() ? *std::move(all) : std::vector<Explained>();
            Q_EMIT explanationChanged();
        });
}

// Of all states, which makes every other question about them an easy one.
void ConfigTimeline::countEvents()
{
    m_jobs.startBeside(
        kEventsSlot, this,
        [causes = m_causes, resource = *m_resource](const JobContext& context) {
            return causes->causesOfResource(resource, context);
        },
        [this](Result<std::vector<config::ItemCauses>> all) {
            if (all.ok())
                m_itemCauses =
                    std::make_shared<const std::vector<config::ItemCauses>>(*std::move(all));
            Q_EMIT countsChanged();
            if (!m_isExplaining)
                return;
            if (m_itemCauses) {
                explain();
            } else if (!m_jobs.isRunning(kExplainSlot)) {
                m_isExplaining = false;
                Q_EMIT explanationChanged();
            }
        });
}

} // namespace trailloupe::workspace
