// timelinewords: what a Config timeline says: what a state is, how many changes and events brought
// it about, why there is a gap.
//
// Threads: GUI thread only.
#pragma once

#include "model/config/recording.h"
#include "model/config/resourcehistory.h"
#include "model/config/snapshots.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>

namespace trailloupe::ui {

// "created", "changed", "deleted": a word or two.
QString stateWords(const config::Block& block, const config::BlockChanges* changes);
// "3 changes", "no change"; of a first or last state what it is. Null: "…".
QString changesWords(const config::Block& block, const config::BlockChanges* changes);
// "3 changes · 2 events"; without events where they are not known.
QString countsWords(const config::Block& block, const config::BlockChanges* changes,
                    std::optional<std::uint64_t> events);
// What is to be known of a state beyond its name, a sentence a line; empty where it is nothing.
QString stateNotes(const config::ResourceHistory& history, std::uint32_t block,
                   const QByteArray& zone);
// Why nothing was recorded: "The recorder was stopped".
QString gapTitle(config::RecordingSpan::Kind kind);
// For the legend: "recorder stopped".
QString gapName(config::RecordingSpan::Kind kind);
QString gapText(const config::RecordingSpan& span, const QByteArray& zone);
QString vanishingText(const config::Vanishing& vanishing, const QByteArray& zone);
// AWS's word for the status of an item: "ResourceDiscovered".
QString statusText(config::ItemStatus status);

} // namespace trailloupe::ui
