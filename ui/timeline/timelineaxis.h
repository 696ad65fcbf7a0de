// timelineaxis: what is drawn along the time of a timeline: the axis, the span that is taken, T0,
// the moment that resources are looked at.
//
// Threads: GUI thread, or a job for a picture. Cost: O(ticks).
#pragma once

#include "ui/timeline/timelinepainter.h"

namespace trailloupe::ui::timeline {

double spanX(const Geometry& geometry, std::int64_t seconds); // in the view

void paintAxis(QPainter& painter, const Scene& scene, const ThemeColors& colors);
void paintSpan(QPainter& painter, const Scene& scene, const ThemeColors& colors);
void paintOrigin(QPainter& painter, const Scene& scene, const ThemeColors& colors);
void paintMoment(QPainter& painter, const Scene& scene, const ThemeColors& colors);

} // namespace trailloupe::ui::timeline
