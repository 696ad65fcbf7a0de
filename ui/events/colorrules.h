// Colour rules as a person sees them: what the colours are called and look like, and the menu that
// gives events of a value a colour. The rules are kept in the settings.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/coloring.h"
#include "model/workspace/pivots.h"

#include <QIcon>
#include <QString>

#include <functional>
#include <vector>

class QMenu;

namespace trailloupe::ui::colorrules {

// REQUIRES 0 <= color < workspace::Coloring::kColors.
QString name(int color);
QIcon swatch(int color);

// Gives the rules of the last run to `coloring`, and keeps those that it gets.
void keep(workspace::Coloring& coloring);

// A submenu for each value (one menu for one value): a colour for events that have it, or none.
void addMenu(QMenu* menu, workspace::Coloring& coloring,
             const std::vector<workspace::PivotValue>& values, const std::function<void()>& edit);

} // namespace trailloupe::ui::colorrules
