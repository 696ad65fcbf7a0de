// The triangle before what can be opened: to the right while it is closed, down once it is open.
//
// Threads: GUI thread only.
#pragma once

#include <QColor>
#include <QPointF>

class QPainter;

namespace trailloupe::ui {

void paintFoldMark(QPainter& painter, const QPointF& center, bool isOpen, const QColor& color);

} // namespace trailloupe::ui
