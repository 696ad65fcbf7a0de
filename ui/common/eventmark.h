// eventmark: the small shape in front of an event that says what it is, so that colour is never
// alone: read ○ · write ▲ · sensitive ◆ · denied ⊘ · failed ✕ · other ·
//
// Threads: GUI thread only.
#pragma once

#include "model/query/column.h"

#include <QColor>
#include <QRectF>
#include <QString>

class QPainter;

namespace trailloupe::ui {

// Draws the mark centred in `rect`, as large as fits.
void paintEventMark(QPainter& painter, const QRectF& rect, query::EventClass eventClass,
                    const QColor& color);

// "Read", "Sensitive write" …, for tooltips, legends and screen readers.
QString eventClassName(query::EventClass eventClass);

} // namespace trailloupe::ui
