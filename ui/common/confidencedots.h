// How sure a link is, as dots: one for "possible", four for "certain". The word stands beside them.
//
// Threads: GUI thread only.
#pragma once

#include <QColor>
#include <QRect>

class QPainter;

namespace trailloupe::ui {

// Returns how far right they reach.
int paintConfidence(QPainter* painter, const QRect& rect, int confidence, const QColor& color);

} // namespace trailloupe::ui
