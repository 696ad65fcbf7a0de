// viewstate: keeps how the person arranged the window: splitters, headers, size and place.
//
// Each keep…() restores what was kept under `key` and from then on saves every change.
//
// Threads: GUI thread only.
#pragma once

#include <QString>

class QHeaderView;
class QSplitter;
class QWidget;

namespace trailloupe::ui::viewstate {

void keepSplitter(QSplitter* splitter, const QString& key);
// For headers whose sections never change (not the events table, whose columns do).
void keepHeader(QHeaderView* header, const QString& key);
// Geometry of a window: restored at once, saved when it closes (call saveWindow from closeEvent).
bool restoreWindow(QWidget* window, const QString& key);
void saveWindow(const QWidget* window, const QString& key);

} // namespace trailloupe::ui::viewstate
