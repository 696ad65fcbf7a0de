// timelinemarkpainter: how a timeline draws what is starred, tagged and noted.
//
// Threads: GUI thread, or a job for a picture. Cost: O(marks in view).
#pragma once

#include "ui/common/theme.h"
#include "ui/timeline/timelinegeometry.h"

class QPainter;

namespace trailloupe::ui::timeline {

void paintMark(QPainter& painter, const QRectF& rect, const Mark& mark, const ThemeColors& colors);
// Marked spans: below everything in the lanes, and in the room above them.
void paintSpanGround(QPainter& painter, const Geometry& geometry, const ThemeColors& colors);
void paintSpanMarks(QPainter& painter, const Geometry& geometry, const ThemeColors& colors);

} // namespace trailloupe::ui::timeline
