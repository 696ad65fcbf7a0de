// axispainter: draws the axis of a Config timeline; computes nothing but places.
//
// Threads: GUI thread only. Cost: O(what is in view).
#pragma once

#include "ui/common/statemark.h"
#include "ui/common/theme.h"
#include "ui/common/timeticks.h"
#include "ui/resources/axisgeometry.h"

#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace trailloupe::ui::configaxis {

struct CardWords
{
    QString title; // when
    QString counts;
};

// How gaps of a kind are shown, in the legend as on the axis.
struct LegendEntry
{
    QString words;
    bool isLight = false;
};

struct Scene
{
    const Geometry* geometry = nullptr;
    std::function<StateMark(std::uint32_t state)> mark;
    std::function<CardWords(const Card& card)> words;
    std::vector<Tick> ticks;
    QString span; // what is in view
    std::vector<LegendEntry> legend;
    QString undated; // how many
    std::optional<std::int64_t> moment; // that is looked at, where it is no state's
    QString momentWords;
    std::vector<std::int64_t> seen; // in snapshots
    std::optional<std::uint32_t> hovered; // the first state of a mark
    bool isUndatedCurrent = false;
    bool hasFocus = false;
};

void paint(QPainter& painter, const Scene& scene, const ThemeColors& colors);

} // namespace trailloupe::ui::configaxis
