// PivotMenu: what can be asked about a value: only this, without this, or this, follow, around this
// moment.  The same entries wherever a value is shown.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/histogram.h"
#include "model/workspace/following.h"

#include <QString>

class QMenu;

namespace trailloupe::ui {

// Why no condition was made of a value that pivot() or toggle() refused; for people.
QString refusalWords(const workspace::PivotValue& value);
// Entries for each value; with several values a submenu each. What no filter can hold cannot be
// chosen, and a line says why.
void addPivotActions(QMenu* menu, workspace::Investigation& investigation,
                     const std::vector<workspace::PivotValue>& values);
// What following a target means, with the value cut to what a menu can hold.
QString followWords(const QMenu* menu, const workspace::FollowTarget& target);
// Entries that follow what the event names, lead to its resources as AWS Config recorded them, and
// ± 1/5/15/60 minutes around it when it has a time.
void addFollowActions(QMenu* menu, workspace::Investigation& investigation,
                      const std::shared_ptr<const store::EventStore>& events, RowId row);

// An entry for each, that leads to its page: as it was right after the event where there is one.
void addResourceActions(QMenu* menu, workspace::Investigation& investigation,
                        const std::vector<config::ResourceNo>& resources,
                        const store::EventStore* events = nullptr, RowId row = {});

// Of a value without its event: an entry that follows it, where its field can be followed.
void addFollowAction(QMenu* menu, workspace::Investigation& investigation,
                     const workspace::PivotValue& value);
// An entry that shows the field as a column of the events; it cannot be chosen where `events` have
// no path for it, or where the column is there already.
void addColumnAction(QMenu* menu, workspace::Investigation& investigation,
                     const store::EventStore& events, const query::Field& field);
// Only this span, without it, and ± 1/5/15/60 minutes around it; `words` say which it is.
void addTimeActions(QMenu* menu, workspace::Investigation& investigation,
                    const query::TimeSpan& span, const QString& words);

} // namespace trailloupe::ui
