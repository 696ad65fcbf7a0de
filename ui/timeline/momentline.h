// momentline: the moment that resources are looked at as of, over the lanes of a timeline: a dashed
// line, so that it is told from T0, and a flag on the axis that says what it is.
//
// Threads: GUI thread, or a job for a picture. Cost: O(height).
#pragma once

#include "ui/common/theme.h"

#include <QRect>

#include <optional>

class QPainter;

namespace trailloupe::ui::timeline {

void paintMomentLine(QPainter& painter, double x, double top, double bottom,
                     const ThemeColors& colors);
// Left of its line where there is room, and never over the flag of T0, which begins at `origin`.
void paintMomentFlag(QPainter& painter, double x, const QRect& axis, std::optional<double> origin,
                     const ThemeColors& colors);

double flagWidth(const QFontMetrics& metrics, const QString& text);
QString originFlag(); // "T0"
QString momentFlag(); // "as of"

} // namespace trailloupe::ui::timeline
