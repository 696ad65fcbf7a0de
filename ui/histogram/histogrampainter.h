// histogrampainter: draws a histogram from what was counted; computes nothing but places.
//
// The stack, from the ground up: failed, write, read, other: what matters most stands on the same
// line in every bar. A part of a bar that holds an event is at least a pixel high.
// Threads: GUI thread only. Cost: O(bars and gaps in view).
#pragma once

#include "ui/common/theme.h"
#include "ui/common/timeticks.h"
#include "ui/histogram/histogramgeometry.h"

#include <QString>

#include <optional>
#include <span>
#include <vector>

class QPainter;

namespace trailloupe::ui::histogram {

enum class Part
{
    Failed,
    Write,
    Read,
    Other,
};
quint64 countOf(const query::HistogramBar& bar, Part part);
QColor colorOf(Part part, const ThemeColors& colors);

// Everything that is drawn.
struct Scene
{
    Inputs in;
    Boundaries boundaries;
    std::span<const query::HistogramBar> bars;
    quint64 undated = 0;
    std::span<const query::TimeSpan> gaps;
    std::vector<Tick> ticks;
    std::optional<query::TimeSpan> selection; // in force
    bool undatedSelected = false;
    std::optional<query::TimeSpan> band; // being dragged
    QString bandText;
    std::optional<std::int64_t> cursor; // of the keyboard: begin of a bar
    std::optional<std::int64_t> hovered; // likewise
    std::optional<std::int64_t> event; // when the selected event was
    bool undatedHovered = false;
    bool hasFocus = false;
    QString emptyText; // instead of bars
};

// The highest bar in view.
quint64 mostIn(const Scene& scene);
void paint(QPainter& painter, const Scene& scene, const ThemeColors& colors);

} // namespace trailloupe::ui::histogram
