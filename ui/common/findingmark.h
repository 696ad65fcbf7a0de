// findingmark: the flag beside what a finding is about, whose shape says how grave it is, so that
// colour is never alone: critical a whole flag with a notch, high a pennant, medium the outline of
// one, low a bare arm.
//
// Threads: GUI thread, or a job for a picture.
#pragma once

#include "model/detection/rule.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace trailloupe::ui {

struct ThemeColors;

QColor findingColor(detection::Severity severity, const ThemeColors& colors);
// As large as fits, centred. `mono`: in this colour, on a selected row. `halo`: kept free around
// it, where it stands on something.
void paintFindingMark(QPainter& painter, const QRectF& rect, detection::Severity severity,
                      const ThemeColors& colors, const QColor* mono = nullptr,
                      const QColor* halo = nullptr);

} // namespace trailloupe::ui
