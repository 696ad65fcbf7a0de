#include "ui/timeline/configstripwords.h"

#include "model/base/timestamp.h"
#include "ui/common/momenttext.h"
#include "ui/timeline/timelinewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <cmath>

namespace trailloupe::ui::configstrip {

using config::Beginning;
using config::Block;
using config::BlockChanges;
using config::kNoTime;
using config::Lifetime;
using config::RecordingSpan;
using config::Resource;
using workspace::ResourceLane;
using workspace::StackedLanes;

namespace {

struct ConfigStripWords
{
    Q_DECLARE_TR_FUNCTIONS(ConfigStripWords)
};

constexpr qsizetype kLongestText = 300;

QString shown(std::string_view text)
{
    QString all = visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return all.size() > kLongestText ? all.left(kLongestText) + QChar(u'…') : all;
}

QString nameOf(const Resource& resource)
{
    if (!resource.name.empty())
        return shown(resource.name);
    if (!resource.id.empty())
        return shown(resource.id);
    return resource.arn.empty() ? ConfigStripWords::tr("without an id") : shown(resource.arn);
}

QString changesText(const BlockChanges& changes)
{
    using Outcome = BlockChanges::Outcome;
    switch (changes.outcome) {
    case Outcome::Same:
        return ConfigStripWords::tr("the same state, recorded again");
    case Outcome::OnlyNoise:
        return ConfigStripWords::tr("only what changes by itself is another");
    case Outcome::Unreadable:
        return ConfigStripWords::tr("cannot be compared with the state before");
    case Outcome::Changed:
        return changes.changes == 1
            ? ConfigStripWords::tr("1 change")
            : ConfigStripWords::tr("%1 changes").arg(countText(changes.changes));
    case Outcome::Nothing:
        break;
    }
    return {};
}

// What AWS calls it, as the item has it.
QString statusOf(const StackedLanes& lanes, const ResourceLane& lane, const Block& block)
{
    const auto& store = *lanes.resources->store();
    const auto path = store.paths().find("configurationItemStatus");
    std::string text;
    if (path)
        store.value(lanes.resources->items(lane.resource)[block.item].row, *path, text);
    return text.empty() ? ConfigStripWords::tr("none") : shown(text);
}

QString originText(std::int64_t ns, std::int64_t origin)
{
    return timeline::relativeText(Timestamp::fromNs(ns).seconds() - origin);
}

QString stateTip(const StackedLanes& lanes, const ResourceLane& lane, std::uint32_t number,
                 const QByteArray& zone, std::optional<std::int64_t> origin)
{
    const Block& block = lane.dated()[number];
    const BlockChanges* changes = lane.changesOf(number);
    QStringList lines{resourceText(lanes.resources->resource(lane.resource))};
    QString what = stateWords(block, changes);
    if (const QString more = changes ? changesText(*changes) : QString(); !more.isEmpty())
        what += QStringLiteral(": ") + more;
    lines << what;
    lines << ConfigStripWords::tr("captured %1").arg(momentTextWithZone(block.capturedNs, zone));
    lines << ConfigStripWords::tr("status %1").arg(statusOf(lanes, lane, block));
    if (block.repeats > 0)
        lines << ConfigStripWords::tr("and recorded again in other Regions: %1")
                     .arg(countText(block.repeats));
    const std::uint32_t lag = lane.history->deletionLagHours;
    if (config::isDeletion(block.status) && lag > 0)
        lines << ConfigStripWords::tr("Deletions of this type are recorded up to %1 hours late.")
                     .arg(lag);
    if (origin)
        lines << originText(block.capturedNs, *origin);
    return lines.join(u'\n');
}

QString clusterTip(const StackedLanes& lanes, const ResourceLane& lane, const Hit& hit,
                   const QByteArray& zone, std::optional<std::int64_t> origin)
{
    std::array<std::uint32_t, 7> counts{};
    for (std::uint32_t i = hit.first; i < hit.first + hit.states; ++i)
        ++counts[static_cast<std::size_t>(stateMark(lane.dated()[i], lane.changesOf(i)))];
    QStringList parts;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            parts << ConfigStripWords::tr("%1 %2").arg(countText(counts[i]),
                                                       markName(static_cast<StateMark>(i)));
    }
    const std::int64_t from = lane.dated()[hit.first].capturedNs;
    const std::int64_t to = lane.dated()[hit.first + hit.states - 1].capturedNs;
    QStringList lines{resourceText(lanes.resources->resource(lane.resource)),
                      ConfigStripWords::tr("%1: %2").arg(itemsText(hit.states),
                                                         parts.join(QStringLiteral(", ")))};
    lines << (from == to
                  ? ConfigStripWords::tr("all captured %1").arg(momentTextWithZone(from, zone))
                  : ConfigStripWords::tr("%1 to %2")
                        .arg(momentText(from, zone), momentTextWithZone(to, zone)));
    if (origin)
        lines << originText(from, *origin);
    return lines.join(u'\n');
}

QString beginningText(const ResourceLane& lane, const Lifetime& life, std::uint32_t number,
                      const QByteArray& zone)
{
    const QString begin =
        life.beginNs == kNoTime ? QString() : momentTextWithZone(life.beginNs, zone);
    const std::int64_t created =
        number < lane.history->createdNs.size() ? lane.history->createdNs[number] : kNoTime;
    switch (life.beginning) {
    case Beginning::Created:
        return ConfigStripWords::tr("Created; first recorded %1").arg(begin);
    case Beginning::Discovered:
        return ConfigStripWords::tr("Discovered %1: created then, or only found then").arg(begin);
    case Beginning::Existed:
        return created == kNoTime
            ? ConfigStripWords::tr("First recorded %1, and existed before").arg(begin)
            : ConfigStripWords::tr("Created %1, first recorded %2")
                  .arg(momentTextWithZone(created, zone), begin);
    case Beginning::Unrecorded:
        break;
    }
    return begin.isEmpty()
        ? ConfigStripWords::tr("Nothing but its deletion is in the export")
        : ConfigStripWords::tr("First known state %1; what was before is not in the export")
              .arg(begin);
}

QString lifeTip(const StackedLanes& lanes, const ResourceLane& lane, std::uint32_t number,
                const QByteArray& zone)
{
    const Lifetime& life = lanes.resources->lifetimes(lane.resource)[number];
    QStringList lines{resourceText(lanes.resources->resource(lane.resource)),
                      beginningText(lane, life, number, zone)};
    lines << (life.isDeleted
                  ? ConfigStripWords::tr("Deleted; recorded %1")
                        .arg(momentTextWithZone(life.endNs, zone))
                  : ConfigStripWords::tr("Nothing says that it ended; the last item of the export "
                                         "is of %1")
                        .arg(momentTextWithZone(lanes.resources->lastNs(), zone)));
    return lines.join(u'\n');
}

QString gapTip(const RecordingSpan& gap, const QByteArray& zone)
{
    QStringList lines;
    switch (gap.kind) {
    case RecordingSpan::Kind::Stopped:
        lines << ConfigStripWords::tr("Not recorded: AWS Config was stopped");
        break;
    case RecordingSpan::Kind::RecorderDeleted:
        lines << ConfigStripWords::tr("Not recorded: the recorder of AWS Config was deleted");
        break;
    case RecordingSpan::Kind::TypeExcluded:
        lines << ConfigStripWords::tr("Not recorded: this type of resource was excluded");
        break;
    case RecordingSpan::Kind::Daily:
        lines << ConfigStripWords::tr("One state a day was recorded; those between are lost");
        break;
    }
    lines << (gap.toNs == kNoTime
                  ? ConfigStripWords::tr("from %1; nothing tells until when")
                        .arg(momentTextWithZone(gap.fromNs, zone))
                  : ConfigStripWords::tr("%1 to %2")
                        .arg(momentText(gap.fromNs, zone), momentTextWithZone(gap.toNs, zone)));
    return lines.join(u'\n');
}

QString beyondTip(const ResourceLane& lane, const Hit& hit, const QByteArray& zone)
{
    // hit.first is the nearest of them.
    const QString nearest = momentTextWithZone(lane.dated()[hit.first].capturedNs, zone);
    return hit.kind == Hit::Kind::Before
        ? ConfigStripWords::tr("%1 before what is in view, the last one %2; click to go there")
              .arg(itemsText(hit.states), nearest)
        : ConfigStripWords::tr("%1 after what is in view, the first one %2; click to go there")
              .arg(itemsText(hit.states), nearest);
}

} // namespace

QString resourceText(const Resource& resource)
{
    QStringList parts{resource.type.empty() ? ConfigStripWords::tr("without a type")
                                            : shown(resource.type)};
    if (!resource.id.empty())
        parts << shown(resource.id);
    QString text = parts.join(u' ');
    if (!resource.name.empty() && resource.name != resource.id)
        text += QStringLiteral("  (%1)").arg(shown(resource.name));
    return text;
}

QString resourcesText(std::uint64_t count)
{
    return count == 1 ? ConfigStripWords::tr("1 resource")
                      : ConfigStripWords::tr("%1 resources").arg(countText(count));
}

QString itemsText(std::uint64_t count)
{
    return count == 1 ? ConfigStripWords::tr("1 item")
                      : ConfigStripWords::tr("%1 items").arg(countText(count));
}

QString headText(const StackedLanes& lanes, const timeline::Window& window)
{
    return ConfigStripWords::tr("%1  ·  %2 in view")
        .arg(resourcesText(lanes.lanes.size()), itemsText(statesIn(lanes, window)));
}

Label labelOf(const StackedLanes& lanes, std::size_t lane)
{
    const Resource& resource = lanes.resource(lane);
    QString type = shown(resource.type);
    if (type.startsWith(QStringLiteral("AWS::")))
        type.remove(0, 5);
    return {type, nameOf(resource), countText(resource.itemCount)};
}

QString stateWords(const Block& block, const BlockChanges* changes)
{
    switch (block.kind) {
    case Block::Kind::Created:
        return ConfigStripWords::tr("created");
    case Block::Kind::Discovered:
        return ConfigStripWords::tr("discovered");
    case Block::Kind::Existed:
        return ConfigStripWords::tr("first recorded, existed before");
    case Block::Kind::Unrecorded:
        return ConfigStripWords::tr("first known state");
    case Block::Kind::Rediscovered:
        return ConfigStripWords::tr("discovered again after its deletion");
    case Block::Kind::Deleted:
        return ConfigStripWords::tr("deleted");
    case Block::Kind::DeletedAgain:
        return ConfigStripWords::tr("deleted, recorded again");
    case Block::Kind::NotRecorded:
        return ConfigStripWords::tr("not recorded: its type is excluded");
    case Block::Kind::Undated:
        return ConfigStripWords::tr("without a time");
    case Block::Kind::Updated:
    case Block::Kind::FoundAgain:
        break;
    }
    return markName(stateMark(block, changes));
}

QString markName(StateMark mark)
{
    switch (mark) {
    case StateMark::Begins:
        return ConfigStripWords::tr("created or discovered");
    case StateMark::Changed:
        return ConfigStripWords::tr("changed");
    case StateMark::Unchanged:
        return ConfigStripWords::tr("the same state again");
    case StateMark::Deleted:
        return ConfigStripWords::tr("deleted");
    case StateMark::NotRecorded:
        return ConfigStripWords::tr("not recorded");
    case StateMark::Undated:
        return ConfigStripWords::tr("without a time");
    case StateMark::Counting:
        break;
    }
    return ConfigStripWords::tr("recorded, not compared yet");
}

QString laneTip(const StackedLanes& lanes, std::size_t number, const QByteArray& zone)
{
    const ResourceLane& lane = *lanes.lanes[number];
    const Resource& resource = lanes.resource(number);
    QStringList lines{resourceText(resource)};
    if (!resource.arn.empty() && resource.arn != resource.id)
        lines << shown(resource.arn);
    lines << ConfigStripWords::tr("account %1, %2")
                 .arg(resource.accountId.empty() ? ConfigStripWords::tr("not known")
                                                 : shown(resource.accountId),
                      resource.region.empty() ? ConfigStripWords::tr("no Region")
                                              : shown(resource.region));
    const auto dated = lane.dated();
    lines << itemsText(resource.itemCount);
    if (!dated.empty())
        lines.back() += ConfigStripWords::tr(", %1 to %2")
                            .arg(momentText(dated.front().capturedNs, zone),
                                 momentTextWithZone(dated.back().capturedNs, zone));
    if (const std::size_t undated = lane.history->blocks.size() - dated.size())
        lines << ConfigStripWords::tr("%1 of them without a time, which are not drawn")
                     .arg(countText(undated));
    return lines.join(u'\n');
}

QString hitTip(const Hit& hit, const StackedLanes& lanes, const QByteArray& zone,
               std::optional<std::int64_t> origin)
{
    if (!hit.isOfLane())
        return {};
    const ResourceLane& lane = *lanes.lanes[hit.lane];
    QStringList parts;
    switch (hit.kind) {
    case Hit::Kind::Header:
        return laneTip(lanes, hit.lane, zone);
    case Hit::Kind::State:
        parts << stateTip(lanes, lane, hit.first, zone, origin);
        break;
    case Hit::Kind::Cluster:
        parts << clusterTip(lanes, lane, hit, zone, origin);
        break;
    case Hit::Kind::Bar:
        parts << lifeTip(lanes, lane, hit.life, zone);
        break;
    case Hit::Kind::Before:
    case Hit::Kind::After:
        parts << beyondTip(lane, hit, zone);
        break;
    case Hit::Kind::Gap:
    case Hit::Kind::Lane:
    case Hit::Kind::Head:
    case Hit::Kind::Nothing:
        break;
    }
    if (hit.gap && lane.gaps)
        parts << gapTip((*lane.gaps)[*hit.gap], zone);
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace trailloupe::ui::configstrip
