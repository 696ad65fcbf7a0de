// statemark: the small shape that says what a state of a resource is, so that colour is never
// alone: begins ⊕ · changed ◆ · unchanged ○ · deleted ✕ · not recorded □ · not counted yet ◇
//
// Threads: GUI thread only.
#pragma once

#include "model/config/resourcehistory.h"
#include "ui/common/theme.h"

#include <QRectF>
#include <QString>

#include <cstdint>

class QPainter;

namespace trailloupe::ui {

enum class StateMark : std::uint8_t
{
    Begins, // of a lifetime, or of what the export tells of it
    Changed,
    Unchanged, // the same state again, but for what changes by itself
    Deleted,
    NotRecorded,
    Undated,
    Counting, // its changes are not counted yet
};

// `changes` null: not counted yet.
StateMark stateMark(const config::Block& block, const config::BlockChanges* changes);
QColor stateMarkColor(StateMark mark, const ThemeColors& colors);
// Centred in `rect`, as large as fits.
void paintStateMark(QPainter& painter, const QRectF& rect, StateMark mark,
                    const ThemeColors& colors);

} // namespace trailloupe::ui
