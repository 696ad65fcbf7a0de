#include "ui/resources/timelinewords.h"

#include "ui/common/momenttext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QStringList>

namespace trailloupe::ui {
namespace {

using config::Block;
using config::BlockChanges;
using config::RecordingSpan;

struct TimelineWords
{
    Q_DECLARE_TR_FUNCTIONS(ConfigTimelineWords)
};

} // namespace

QString statusText(config::ItemStatus status)
{
    switch (status) {
    case config::ItemStatus::Ok:
        return QStringLiteral("OK");
    case config::ItemStatus::Discovered:
        return QStringLiteral("ResourceDiscovered");
    case config::ItemStatus::Deleted:
        return QStringLiteral("ResourceDeleted");
    case config::ItemStatus::NotRecorded:
        return QStringLiteral("ResourceNotRecorded");
    case config::ItemStatus::DeletedNotRecorded:
        return QStringLiteral("ResourceDeletedNotRecorded");
    case config::ItemStatus::Unknown:
        break;
    }
    return {};
}

QString stateWords(const Block& block, const BlockChanges* changes)
{
    switch (block.kind) {
    case Block::Kind::Created:
        return TimelineWords::tr("created");
    case Block::Kind::Discovered:
        return TimelineWords::tr("discovered");
    case Block::Kind::Existed:
        return TimelineWords::tr("existed before");
    case Block::Kind::Unrecorded:
        return TimelineWords::tr("first known");
    case Block::Kind::Rediscovered:
        return TimelineWords::tr("rediscovered");
    case Block::Kind::Deleted:
        return TimelineWords::tr("deleted");
    case Block::Kind::DeletedAgain:
        return TimelineWords::tr("deleted, told again");
    case Block::Kind::NotRecorded:
        return TimelineWords::tr("not recorded");
    case Block::Kind::Undated:
        return TimelineWords::tr("undated");
    case Block::Kind::FoundAgain:
        return TimelineWords::tr("found again");
    case Block::Kind::Updated:
        break;
    }
    using Outcome = BlockChanges::Outcome;
    const bool isSame =
        changes && (changes->outcome == Outcome::Same || changes->outcome == Outcome::OnlyNoise);
    return isSame ? TimelineWords::tr("unchanged") : TimelineWords::tr("changed");
}

QString changesWords(const Block& block, const BlockChanges* changes)
{
    if (block.kind != Block::Kind::Updated && block.kind != Block::Kind::FoundAgain)
        return stateWords(block, changes);
    if (!changes)
        return QStringLiteral("\u2026");
    switch (changes->outcome) {
    case BlockChanges::Outcome::Nothing:
        return stateWords(block, changes);
    case BlockChanges::Outcome::Same:
    case BlockChanges::Outcome::OnlyNoise:
        return TimelineWords::tr("no change");
    case BlockChanges::Outcome::Unreadable:
        return TimelineWords::tr("not comparable");
    case BlockChanges::Outcome::Changed:
        break;
    }
    return changes->changes == 1 ? TimelineWords::tr("1 change")
                                 : TimelineWords::tr("%1 changes").arg(countText(changes->changes));
}

QString countsWords(const Block& block, const BlockChanges* changes,
                    std::optional<std::uint64_t> events)
{
    const QString what = changesWords(block, changes);
    if (!events)
        return what;
    return TimelineWords::tr("%1 \u00B7 %2")
        .arg(what,
             *events == 1 ? TimelineWords::tr("1 event")
                          : TimelineWords::tr("%1 events").arg(countText(*events)));
}

QString stateNotes(const config::ResourceHistory& history, std::uint32_t number,
                   const QByteArray& zone)
{
    const Block& block = history.blocks[number];
    QStringList notes;
    const auto created =
        block.lifetime == config::kNoLifetime ? config::kNoTime : history.createdNs[block.lifetime];
    switch (block.kind) {
    case Block::Kind::Existed:
        notes.append(TimelineWords::tr("It was created %1 and existed before it was first "
                                       "recorded.")
                         .arg(momentTextWithZone(created, zone)));
        break;
    case Block::Kind::Discovered:
        notes.append(TimelineWords::tr("Created then, or found then: nothing tells."));
        break;
    case Block::Kind::Unrecorded:
        notes.append(TimelineWords::tr("An update: what was before is not in the export."));
        break;
    case Block::Kind::FoundAgain:
        notes.append(TimelineWords::tr("Discovered while it was there, as when recording is begun "
                                       "anew."));
        break;
    case Block::Kind::NotRecorded:
        notes.append(TimelineWords::tr("Its type is excluded from recording: nothing is known of "
                                       "its state."));
        break;
    case Block::Kind::Undated:
        notes.append(TimelineWords::tr("Without a capture time: when it was so is not known."));
        break;
    case Block::Kind::Deleted:
        if (block.comparedWith == config::kNoBlock)
            notes.append(TimelineWords::tr("What was before is not in the export."));
        if (history.deletionLagHours > 0)
            notes.append(TimelineWords::tr("Deletions of this type are recorded up to %1 hours "
                                           "late.")
                             .arg(history.deletionLagHours));
        break;
    case Block::Kind::Created:
    case Block::Kind::Rediscovered:
    case Block::Kind::Updated:
    case Block::Kind::DeletedAgain:
        break;
    }
    if (block.repeats > 0)
        notes.append(block.repeats == 1
                         ? TimelineWords::tr("Recorded in another Region too.")
                         : TimelineWords::tr("Recorded %1 more times, in other Regions.")
                               .arg(countText(block.repeats)));
    return notes.join(u'\n');
}

QString gapTitle(RecordingSpan::Kind kind)
{
    switch (kind) {
    case RecordingSpan::Kind::Stopped:
        return TimelineWords::tr("The recorder was stopped: nothing was recorded.");
    case RecordingSpan::Kind::RecorderDeleted:
        return TimelineWords::tr("The recorder was deleted: nothing was recorded.");
    case RecordingSpan::Kind::TypeExcluded:
        return TimelineWords::tr("This type was excluded from recording.");
    case RecordingSpan::Kind::Daily:
        break;
    }
    return TimelineWords::tr("Recorded once a day: states in between are lost.");
}

QString gapName(RecordingSpan::Kind kind)
{
    switch (kind) {
    case RecordingSpan::Kind::Stopped:
        return TimelineWords::tr("recorder stopped");
    case RecordingSpan::Kind::RecorderDeleted:
        return TimelineWords::tr("recorder deleted");
    case RecordingSpan::Kind::TypeExcluded:
        return TimelineWords::tr("type excluded");
    case RecordingSpan::Kind::Daily:
        break;
    }
    return TimelineWords::tr("recorded daily");
}

QString gapText(const RecordingSpan& span, const QByteArray& zone)
{
    const QString when = span.toNs == config::kNoTime
        ? TimelineWords::tr("From %1; nothing tells until when.")
              .arg(momentTextWithZone(span.fromNs, zone))
        : TimelineWords::tr("%1 to %2")
              .arg(momentText(span.fromNs, zone), momentTextWithZone(span.toNs, zone));
    const QString how = span.event.isValid() ? TimelineWords::tr("A CloudTrail event says so.")
        : span.item.isValid()                ? TimelineWords::tr("An item of the recorder says so.")
                                             : TimelineWords::tr("The items say so themselves.");
    return gapTitle(span.kind) + u'\n' + when + u'\n' + how;
}

QString vanishingText(const config::Vanishing& vanishing, const QByteArray& zone)
{
    return TimelineWords::tr("Vanished, as is inferred: in the snapshot of %1, not in the next "
                             "one of %2. No deletion is recorded.")
        .arg(momentText(vanishing.lastSeenNs, zone), momentTextWithZone(vanishing.missingNs, zone));
}

} // namespace trailloupe::ui
