// RecentExports: what was opened lately, newest first, kept between runs.
//
// An entry is the list of paths that were opened together. Entries whose paths are all gone are not
// listed, and are not forgotten either: a disk may come back.
// Threads: GUI thread only.
#pragma once

#include <QList>
#include <QStringList>

namespace trailloupe::ui::recentexports {

constexpr int kMaxListed = 8;

void add(const QStringList& paths);
QList<QStringList> list();
void clear();
// "export.zip", "AWSLogs and 2 more": for menus; the full paths belong into the tooltip.
QString label(const QStringList& paths);

} // namespace trailloupe::ui::recentexports
