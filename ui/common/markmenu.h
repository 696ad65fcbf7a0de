// markmenu: what can be kept about events, sessions and spans in a case, as entries of menus.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/casebook.h"
#include "ui/common/casemark.h"

#include <functional>
#include <vector>

class QMenu;

namespace trailloupe::ui {

// What the entries are about, asked for when one is chosen.
using MarkedEntries = std::function<std::vector<workspace::Casebook::EntryId>()>;

// A star where one of them has none, else none for all of them. Says it when they are too many.
void toggleStar(QWidget* window, workspace::Casebook& casebook,
                const std::vector<workspace::Casebook::EntryId>& of);
// Fills a menu with the tags of the case, checked where all have one, and a new one.
void fillTagMenu(QMenu* menu, workspace::Casebook& casebook, const MarkedEntries& entries);
// Star, tags, and what `note` does.
void addMarkActions(QMenu* menu, workspace::Casebook& casebook, const MarkedEntries& entries,
                    const std::function<void()>& note);

CaseMark caseMarkOf(const casefile::Mark& mark, const workspace::Casebook& casebook);
// What a mark says, line by line, for a tip: "Starred", its tags, its note.
QString markText(const casefile::Mark& mark);

} // namespace trailloupe::ui
